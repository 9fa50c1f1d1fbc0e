from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from harness.samples import ENGLISH, FRENCH, collection, identifier, item, variants
from harness.webflow import ARCHIVED, CHANGED, DRAFT, NEW, Webflow
from webflow_publish.change import Change
from webflow_publish.manifest import Item
from webflow_publish.outcome import Outcome, Status
from webflow_publish.plan import Options, plan
from webflow_publish.preview import MOST_CHANGED, MOST_NEW, compared
from webflow_publish.reason import Reason
from webflow_publish.survey import Survey, kept
from webflow_publish.webflow import Failure, Lookup, Reader, Stage
from webflow_publish.workers import Workers

POSTS, PEOPLE = collection(1), collection(2, "People")
LIVE = f"/collections/{POSTS.id}/items/live"
PEOPLE_STAGED = f"/collections/{PEOPLE.id}/items"
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)


class Bench:
    """A plan for a site, and the comparison of what is to change."""

    def __init__(self) -> None:
        self.webflow = Webflow()
        self.webflow.describe(POSTS, author=PEOPLE, related=POSTS)
        self.reader = Reader(self.webflow)
        self.asked: list[str] = []

    def read(self, done: int, total: int, requests: int, unread: int) -> None:
        """Nothing is made of it here."""

    def edited(self, number: int, live: dict[str, Any], staged: dict[str, Any], locale: str = ENGLISH) -> None:
        self.webflow.put(Stage.LIVE, number, locale, **live)
        self.webflow.put(Stage.STAGED, number, locale, **CHANGED, **staged)

    def compare(self, *wanted: Item, force: bool = False) -> tuple[Outcome, ...]:
        survey = Survey(self.reader, Lookup(self.reader, Workers(1)), self)
        state = survey.state(variants(*wanted), partial(kept, force=force, with_fields=True))
        planned = plan(variants(*wanted), state, Options(force=force, strict=True))
        before = len(self.webflow.asked)
        outcomes = compared(planned, survey)
        self.asked = self.webflow.paths[before:]
        return outcomes


def shown(outcome: Outcome) -> dict[str, tuple[str | None, str | None]] | None:
    """The fields that differ: live, and staged."""
    if outcome.differences is None:
        return None
    return {each.field: (each.live, each.staged) for each in outcome.differences}


def test_what_is_live_and_was_edited_is_compared_field_by_field() -> None:
    bench = Bench()
    bench.edited(1, {"title": "Old", "same": "x", "gone": "y"}, {"title": "New", "same": "x", "added": "z"})
    (outcome,) = bench.compare(item(1))
    assert (outcome.status, outcome.change) == (Status.PENDING, Change.CHANGED)
    assert shown(outcome) == {"added": (None, "z"), "gone": ("y", None), "title": ("Old", "New")}


@pytest.mark.parametrize(("changes", "change"), [(NEW, Change.NEW), (DRAFT, Change.DRAFT)])
def test_of_what_was_never_live_all_fields_are_shown(changes: dict[str, Any], change: Change) -> None:
    bench = Bench()
    fields = {"name": "Rye", "slug": "rye", "title": "New", "price": 0, "note": None, "tags": [], "text": ""}
    bench.webflow.put(Stage.STAGED, 1, **changes, fieldData=fields)
    (outcome,) = bench.compare(item(1))
    assert outcome.change is change
    assert shown(outcome) == {
        "name": (None, "Rye"),
        "slug": (None, "rye"),
        "title": (None, "New"),
        "price": (None, "0"),
    }
    assert bench.asked == [f"/collections/{POSTS.id}"]


def test_new_items_that_refer_to_others_are_shown_with_their_names() -> None:
    bench = Bench()
    bench.webflow.put(Stage.STAGED, 1, author=identifier(9), **NEW)
    bench.webflow.put(Stage.STAGED, 9, of=PEOPLE)
    (outcome,) = bench.compare(item(1))
    assert (shown(outcome) or {})["author"] == (None, f"Item 9 ({identifier(9)})")


def test_only_so_many_new_items_have_their_fields_shown_as_a_reviewer_reads_and_drafts_are_among_them() -> None:
    bench = Bench()
    for number in range(MOST_NEW + 3):
        bench.webflow.put(Stage.STAGED, number, **(DRAFT if number > MOST_NEW else NEW))
    outcomes = bench.compare(*(item(number) for number in range(MOST_NEW + 3)))
    compared_ones = [number for number, outcome in enumerate(outcomes) if outcome.differences is not None]
    assert compared_ones == [*range(MOST_NEW - 2), MOST_NEW + 1, MOST_NEW + 2]


def test_new_items_take_no_changed_item_its_place() -> None:
    bench = Bench()
    for number in range(MOST_NEW + 1):
        bench.webflow.put(Stage.STAGED, number, **NEW)
    bench.edited(900, {"title": "Old"}, {"title": "New"})
    *_, outcome = bench.compare(*(item(number) for number in range(MOST_NEW + 1)), item(900))
    assert shown(outcome) == {"title": ("Old", "New")}


def test_only_what_was_live_before_is_read() -> None:
    bench = Bench()
    bench.edited(1, {"title": "Old"}, {"title": "New"})
    for number, changes in enumerate([NEW, DRAFT, ARCHIVED, {}], 2):
        bench.webflow.put(Stage.STAGED, number, **changes)
    outcomes = bench.compare(*(item(number) for number in range(1, 7)))
    assert [outcome.differences is None for outcome in outcomes] == [False, False, False, True, True, True]
    assert bench.webflow.asked[1][1]["filter[id][in]"] == identifier(1)
    assert bench.asked == [LIVE, f"/collections/{POSTS.id}"]


@pytest.mark.parametrize("changes", [ARCHIVED, {}])
def test_where_nothing_is_to_be_published_nothing_is_read(changes: dict[str, Any]) -> None:
    bench = Bench()
    bench.webflow.put(Stage.STAGED, 1, **changes)
    (outcome,) = bench.compare(item(1))
    assert outcome.differences is None
    assert bench.asked == []


def test_without_any_outcome_nothing_is_read() -> None:
    bench = Bench()
    assert bench.compare() == ()
    assert bench.asked == []


def test_what_was_edited_and_edited_back_is_live_already() -> None:
    bench = Bench()
    bench.edited(1, {"title": "Same", "gone": None}, {"title": "Same"})
    (outcome,) = bench.compare(item(1))
    assert (outcome.status, outcome.change, outcome.differences) == (Status.UNCHANGED, None, None)
    assert outcome.staged is not None


@pytest.mark.parametrize("live", [{"isDraft": True}, {"isArchived": True}])
def test_what_is_on_the_live_site_as_a_draft_or_archived_is_pending_though_no_field_differs(live: Any) -> None:
    bench = Bench()
    bench.edited(1, {"title": "Same", **live}, {"title": "Same"})
    (outcome,) = bench.compare(item(1))
    assert (outcome.status, outcome.change, outcome.differences) == (Status.PENDING, Change.CHANGED, ())


def test_what_is_held_back_stays_so_though_no_field_differs() -> None:
    bench = Bench()
    bench.edited(1, {"author": identifier(9)}, {"author": identifier(9)})
    (outcome,) = bench.compare(item(1))
    assert (outcome.status, outcome.reason) == (Status.BLOCKED, Reason.REFERENCE_NOT_LIVE)
    assert (outcome.change, outcome.differences) == (Change.CHANGED, ())


def test_of_very_many_that_changed_only_the_first_are_compared_and_the_rest_stays_pending() -> None:
    bench = Bench()
    for number in range(MOST_CHANGED + 2):
        bench.edited(number, {"title": "Same"}, {"title": "Same"})
    outcomes = bench.compare(*(item(number) for number in range(MOST_CHANGED + 2)))
    assert [outcome.status for outcome in outcomes] == [*[Status.UNCHANGED] * MOST_CHANGED, *[Status.PENDING] * 2]
    assert bench.asked.count(LIVE) == MOST_CHANGED // 100


def test_what_is_published_again_as_it_is_has_no_differences() -> None:
    bench = Bench()
    for stage in Stage:
        bench.webflow.put(stage, 1, title="Same")
    (outcome,) = bench.compare(item(1), force=True)
    assert (outcome.change, outcome.differences) == (Change.FORCED, ())


def test_each_locale_is_compared_with_itself() -> None:
    bench = Bench()
    bench.edited(1, {"title": "Old"}, {"title": "New"})
    bench.edited(1, {"title": "Vieux"}, {"title": "Neuf"}, FRENCH)
    assert [shown(each) for each in bench.compare(item(1, ENGLISH, FRENCH))] == [
        {"title": ("Old", "New")},
        {"title": ("Vieux", "Neuf")},
    ]


def test_a_change_that_may_not_be_published_is_compared_as_well() -> None:
    bench = Bench()
    bench.edited(1, {}, {"author": identifier(9)})
    (outcome,) = bench.compare(item(1))
    assert (outcome.status, outcome.reason) == (Status.BLOCKED, Reason.REFERENCE_NOT_LIVE)
    assert shown(outcome) == {"author": (None, identifier(9))}


def test_references_are_shown_by_the_names_of_what_they_refer_to() -> None:
    bench = Bench()
    bench.edited(1, {"author": identifier(8)}, {"author": identifier(9), "related": [identifier(2)]})
    bench.webflow.put(Stage.STAGED, 2)
    bench.webflow.put(Stage.STAGED, 8, of=PEOPLE, **DRAFT)
    bench.webflow.put(Stage.STAGED, 9, of=PEOPLE)
    outcome, _ = bench.compare(item(1), item(2, name="Called so in the manifest"))
    assert shown(outcome) == {
        "author": (f"Item 8 ({identifier(8)})", f"Item 9 ({identifier(9)})"),
        "related": (None, f"Called so in the manifest ({identifier(2)})"),
    }
    assert bench.asked == [LIVE, PEOPLE_STAGED]


def test_names_of_all_references_are_read_together() -> None:
    bench = Bench()
    for number in range(50):
        bench.edited(number, {"author": identifier(100 + number)}, {"author": identifier(200)})
        bench.webflow.put(Stage.STAGED, 100 + number, of=PEOPLE)
    bench.webflow.put(Stage.STAGED, 200, of=PEOPLE)
    outcomes = bench.compare(*(item(number) for number in range(50)))
    assert shown(outcomes[7]) == {"author": (f"Item 107 ({identifier(107)})", f"Item 200 ({identifier(200)})")}
    assert bench.asked == [LIVE, PEOPLE_STAGED]


def test_a_reference_to_what_has_no_name_is_shown_by_its_id() -> None:
    bench = Bench()
    bench.edited(1, {"author": identifier(8)}, {"author": identifier(9)})
    bench.webflow.put(Stage.STAGED, 9, of=PEOPLE, fieldData={"slug": "nameless"})
    (outcome,) = bench.compare(item(1))
    assert shown(outcome) == {"author": (identifier(8), identifier(9))}


def test_what_cannot_be_read_is_not_compared() -> None:
    bench = Bench()
    bench.edited(1, {"title": "Old"}, {"title": "New"})
    bench.webflow.on("/live", lambda: DOWN)
    (outcome,) = bench.compare(item(1))
    assert (outcome.status, outcome.change, outcome.differences) == (Status.PENDING, Change.CHANGED, None)


def test_what_is_not_live_after_all_is_not_compared() -> None:
    bench = Bench()
    bench.edited(1, {"title": "Old"}, {"title": "New"})
    bench.webflow.take(Stage.LIVE, 1)
    (outcome,) = bench.compare(item(1))
    assert outcome.differences is None


def test_without_the_fields_of_the_collection_it_is_compared_all_the_same() -> None:
    bench = Bench()
    bench.edited(1, {"title": "Old"}, {"title": "New"})
    bench.webflow.on(POSTS.id, lambda: DOWN)
    (outcome,) = bench.compare(item(1))
    assert shown(outcome) == {"title": ("Old", "New")}
    assert [each.label for each in outcome.differences or ()] == ["title"]


def test_names_that_cannot_be_read_are_ids() -> None:
    bench = Bench()
    bench.edited(1, {"author": identifier(8)}, {"author": None})
    bench.webflow.on(PEOPLE_STAGED, lambda: DOWN)
    (outcome,) = bench.compare(item(1))
    assert shown(outcome) == {"author": (identifier(8), None)}
