from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

import pytest

from harness.samples import ENGLISH, FRENCH, collection, identifier, item, leaving, unfound, variants
from harness.webflow import ARCHIVED, CHANGED, DRAFT, FORMERLY, NEW, Webflow
from webflow_publish.manifest import Variant
from webflow_publish.reason import Reason
from webflow_publish.state import State
from webflow_publish.survey import Survey, kept
from webflow_publish.webflow import Failure, Lookup, Reader, Search, Stage
from webflow_publish.workers import Workers

POSTS, PEOPLE = collection(1), collection(2, "People")
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden: missing cms:read", 403)


class Bench:
    """A survey of a site, with what it told while it went on."""

    def __init__(self, filter: str = "honoured") -> None:  # noqa: A002 - see Webflow
        self.webflow = Webflow(filter=filter)
        self.webflow.describe(POSTS, author=PEOPLE, related=POSTS)
        reader = Reader(self.webflow)
        self.survey = Survey(reader, Lookup(reader, Workers(1)), self)
        self.told: list[tuple[int, int, int, int]] = []

    def read(self, done: int, total: int, requests: int, unread: int) -> None:
        self.told.append((done, total, requests, unread))

    def stage(self, number: int, *locales: str, **changes: Any) -> None:
        for locale in locales or (ENGLISH,):
            self.webflow.put(Stage.STAGED, number, locale, **changes)

    def state(self, *wanted: Variant, force: bool = False, with_fields: bool = True) -> State:
        return self.survey.state(wanted, partial(kept, force=force, with_fields=with_fields))

    @property
    def places(self) -> list[tuple[str, str | None]]:
        """The end of the path and the locale of each request so far."""
        return [(path.split("/", 2)[2], query.get("cmsLocaleId")) for path, query in self.webflow.asked]


def key(number: int, locale: str | None = None) -> tuple[str, str, str | None]:
    return POSTS.id, identifier(number), locale


def targets(state: State, number: int, locale: str | None = None) -> list[tuple[str, bool]]:
    """What an item refers to outside of the manifest, and whether that is live."""
    return [(each.item_id, each.is_live) for each in state.targets.get(key(number, locale), ())]


class TestWhatIsStaged:
    """One question for each collection in each locale."""

    def test_variants_of_a_collection_and_a_locale_are_read_together(self) -> None:
        bench = Bench()
        bench.stage(1, ENGLISH, FRENCH, **NEW)
        bench.stage(2, ENGLISH, FRENCH, **NEW)
        bench.webflow.put(Stage.STAGED, 3, of=PEOPLE, **NEW)
        state = bench.state(*variants(item(1, ENGLISH, FRENCH), item(3, of=PEOPLE), item(2, ENGLISH, FRENCH)))
        assert state.staged.keys() == {
            *(key(number, locale) for number in (1, 2) for locale in (ENGLISH, FRENCH)),
            (PEOPLE.id, identifier(3), None),
        }
        assert bench.places == [
            (f"{POSTS.id}/items", ENGLISH),
            (f"{POSTS.id}/items", FRENCH),
            (f"{PEOPLE.id}/items", None),
        ]

    def test_a_watcher_is_told_as_it_goes_on_and_at_the_end(self) -> None:
        bench = Bench()
        bench.stage(0)
        bench.state(*variants(*(item(number, ENGLISH, FRENCH) for number in range(150)), item(1, of=PEOPLE)))
        assert bench.told == [(75, 301, 1, 0), (150, 301, 2, 0), (225, 301, 3, 0), (300, 301, 4, 0), (301, 301, 5, 0)]

    def test_a_watcher_is_told_of_what_is_not_there_and_of_what_cannot_be_read_as_well(self) -> None:
        bench = Bench()
        bench.stage(1)
        bench.webflow.on(f"{PEOPLE.id}/items", lambda: LACKING)
        bench.state(*variants(item(1), item(2), item(3, of=PEOPLE)))
        assert bench.told == [(2, 3, 1, 0), (3, 3, 2, 1)]

    def test_of_nothing_nothing_is_read(self) -> None:
        bench = Bench()
        assert bench.state() == State()
        assert bench.webflow.asked == []

    def test_each_locale_has_its_own_content(self) -> None:
        bench = Bench()
        bench.stage(1, ENGLISH, title="Hello", **NEW)
        bench.stage(1, FRENCH, title="Bonjour", **NEW)
        state = bench.state(*variants(item(1, ENGLISH, FRENCH)))
        assert [content.fields["title"] for content in state.staged.values()] == ["Hello", "Bonjour"]

    def test_what_webflow_does_not_have_is_neither_staged_nor_unread(self) -> None:
        bench = Bench()
        bench.stage(1, **NEW)
        state = bench.state(*variants(item(1), item(2)))
        assert state.staged.keys() == {key(1)}
        assert not state.unread

    def test_what_cannot_be_read_is_told_with_the_reason(self) -> None:
        bench = Bench()
        bench.stage(1, **NEW)
        bench.webflow.on(f"{PEOPLE.id}/items", lambda: LACKING)
        state = bench.state(*variants(item(1), item(2, of=PEOPLE), item(3, of=PEOPLE)))
        assert state.staged.keys() == {key(1)}
        assert state.unread == {(PEOPLE.id, identifier(number), None): LACKING for number in (2, 3)}

    def test_failures_that_were_overcome_are_resolved(self) -> None:
        bench = Bench()
        bench.webflow.overcome = (DOWN,)
        bench.state(*variants(item(1)))
        assert [(each.collection, each.reason, each.message) for each in bench.survey.resolved] == [
            (POSTS, Reason.UNAVAILABLE, "503 Service Unavailable")
        ]

    @pytest.mark.parametrize("changes", [NEW, DRAFT, CHANGED])
    def test_of_what_is_to_be_published_the_fields_are_kept(self, changes: dict[str, Any]) -> None:
        bench = Bench()
        bench.stage(1, title="Hello", **changes)
        assert bench.state(*variants(item(1))).staged[key(1)].fields["title"] == "Hello"

    @pytest.mark.parametrize(("changes", "force"), [(NEW, False), (CHANGED, False), ({}, True)])
    def test_where_nobody_looks_at_the_fields_no_more_of_them_is_kept_than_which_items_they_name(
        self, changes: dict[str, Any], force: bool
    ) -> None:
        bench = Bench()
        bench.stage(1, title="Hello", author=identifier(9), related=[identifier(8), identifier(7)], **changes)
        state = bench.state(*variants(item(1)), force=force, with_fields=False)
        content = state.staged[key(1)]
        assert content.fields == {"author": identifier(9), "related": [identifier(8), identifier(7)]}
        assert (content.name, content.slug) == ("Item 1", "item-1")
        assert content.digest == bench.webflow.content(1).digest
        assert targets(state, 1) == [(identifier(each), False) for each in (9, 8, 7)]

    @pytest.mark.parametrize(("force", "fields"), [(False, set()), (True, {"name", "slug", "title"})])
    def test_of_what_is_live_already_no_fields_are_kept_unless_that_is_to_be_published_too(
        self, force: bool, fields: set[str]
    ) -> None:
        bench = Bench()
        bench.stage(1, title="Hello")
        content = bench.state(*variants(item(1)), force=force).staged[key(1)]
        assert content.fields.keys() == fields
        assert (content.name, content.slug) == ("Item 1", "item-1")
        assert content.digest == bench.webflow.content(1).digest


class TestReferences:
    """What is referred to is read only where it is not in the manifest."""

    def test_without_references_no_collection_is_described(self) -> None:
        bench = Bench()
        bench.stage(1, title="580e63fc8c9a982ac9b8b74", image={"fileId": identifier(5)}, **NEW)
        assert bench.state(*variants(item(1))).targets == {}
        assert bench.places == [(f"{POSTS.id}/items", None)]

    def test_a_reference_within_the_manifest_is_no_reason_to_read_anything(self) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9), related=[identifier(1), identifier(2)], **NEW)
        bench.stage(2, **NEW)
        bench.webflow.put(Stage.STAGED, 9, of=PEOPLE, **NEW)
        state = bench.state(*variants(item(1), item(2), item(9, of=PEOPLE)))
        assert state.targets == {}
        assert len(bench.webflow.asked) == 2

    def test_a_reference_to_what_is_archived_in_the_locale_of_the_manifest_is_looked_up(self) -> None:
        bench = Bench()
        bench.stage(1, FRENCH, related=[identifier(2)], **NEW)
        bench.stage(2, FRENCH, **ARCHIVED)
        bench.stage(2, ENGLISH)
        assert targets(bench.state(*variants(item(1, FRENCH), item(2, FRENCH))), 1, FRENCH) == [(identifier(2), True)]

    def test_a_reference_to_itself_is_no_reason_to_read_anything(self) -> None:
        bench = Bench()
        bench.stage(1, FRENCH, related=[identifier(1)], **NEW)
        assert bench.state(*variants(item(1, FRENCH))).targets == {}
        assert bench.places == [(f"{POSTS.id}/items", FRENCH)]

    @pytest.mark.parametrize("changes", [None, ARCHIVED])
    def test_a_reference_to_what_the_manifest_has_in_vain_is_looked_up(self, changes: dict[str, Any] | None) -> None:
        bench = Bench()
        bench.stage(1, related=[identifier(2)], **NEW)
        if changes:
            bench.stage(2, **changes)
        state = bench.state(*variants(item(1), item(2)))
        assert targets(state, 1) == [(identifier(2), False)]
        assert len(state.targets[key(1)][0].contents) == (1 if changes else 0)

    def test_a_reference_to_what_is_listed_under_a_wrong_collection_is_looked_up(self) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9), **NEW)
        bench.webflow.put(Stage.STAGED, 9, of=PEOPLE)
        assert targets(bench.state(*variants(item(1), item(9))), 1) == [(identifier(9), True)]

    @pytest.mark.parametrize("failure", [DOWN, LACKING])
    def test_of_what_could_not_be_read_nothing_more_is_asked(self, failure: Failure) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9), **NEW)
        bench.webflow.on(f"{PEOPLE.id}/items", lambda: failure)
        state = bench.state(*variants(item(1), item(9, of=PEOPLE)))
        assert state.unread.keys() == {(PEOPLE.id, identifier(9), None)}
        assert state.targets == {}
        assert len(bench.places) == 2

    def test_of_several_references_only_those_out_of_the_manifest_are_read(self) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9), related=[identifier(1), identifier(2)], **NEW)
        bench.stage(2, **NEW)
        state = bench.state(*variants(item(1), item(2)))
        assert targets(state, 1) == [(identifier(9), False)]
        assert bench.places[1:] == [(POSTS.id, None), (f"{PEOPLE.id}/items", None)]

    def test_what_looks_like_a_reference_and_is_none_is_not_looked_up(self) -> None:
        bench = Bench()
        bench.stage(1, code=identifier(9), **NEW)
        assert bench.state(*variants(item(1))).targets == {}
        assert bench.places == [(f"{POSTS.id}/items", None), (POSTS.id, None)]

    @pytest.mark.parametrize("changes", [{}, ARCHIVED])
    def test_what_is_not_to_be_published_may_refer_to_anything(self, changes: dict[str, Any]) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9), **changes)
        assert bench.state(*variants(item(1))).targets == {}
        assert bench.places == [(f"{POSTS.id}/items", None)]

    def test_what_is_published_again_is_looked_at_like_anything_else(self) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9))
        bench.webflow.put(Stage.STAGED, 9, of=PEOPLE)
        assert targets(bench.state(*variants(item(1)), force=True), 1) == [(identifier(9), True)]

    @pytest.mark.parametrize(
        ("changes", "is_live"), [({}, True), (CHANGED, True), (NEW, False), (DRAFT, False), (ARCHIVED, False)]
    )
    def test_an_item_outside_is_live_or_not(self, changes: dict[str, Any], is_live: bool) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9), **NEW)
        bench.webflow.put(Stage.STAGED, 9, of=PEOPLE, **changes)
        state = bench.state(*variants(item(1)))
        assert targets(state, 1) == [(identifier(9), is_live)]
        assert [content.name for content in state.targets[key(1)][0].contents] == ["Item 9"]

    def test_an_item_that_is_gone_has_no_content(self) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9), **NEW)
        state = bench.state(*variants(item(1)))
        assert targets(state, 1) == [(identifier(9), False)]
        assert state.targets[key(1)][0].contents == ()

    def test_all_that_is_referred_to_is_read_together(self) -> None:
        bench = Bench()
        for number in range(120):
            bench.stage(number, author=identifier(1000 + number % 3), related=[identifier(2000)], **NEW)
        for number in range(1000, 1003):
            bench.webflow.put(Stage.STAGED, number, of=PEOPLE)
        state = bench.state(*variants(*(item(number) for number in range(120))))
        assert targets(state, 7) == [(identifier(1001), True), (identifier(2000), False)]
        assert bench.places[2:] == [(POSTS.id, None), (f"{PEOPLE.id}/items", None), (f"{POSTS.id}/items", None)]

    def test_a_reference_that_stands_twice_is_one(self) -> None:
        bench = Bench()
        bench.stage(1, related=[identifier(9), identifier(9)], **NEW)
        assert targets(bench.state(*variants(item(1))), 1) == [(identifier(9), False)]


class TestReferencesOfALocale:
    """A reference shows the item in its own locale; Webflow falls back on the primary one."""

    def referring(self, **target: dict[str, Any]) -> Bench:
        bench = Bench()
        bench.stage(1, FRENCH, author=identifier(9), **NEW)
        for locale, changes in target.items():
            bench.webflow.put(Stage.STAGED, 9, {"french": FRENCH, "english": ENGLISH}[locale], PEOPLE, **changes)
        return bench

    def test_what_is_live_in_the_same_locale_is_asked_for_once(self) -> None:
        bench = self.referring(french={}, english=DRAFT)
        assert targets(bench.state(*variants(item(1, FRENCH))), 1, FRENCH) == [(identifier(9), True)]
        assert bench.places[-1] == (f"{PEOPLE.id}/items", FRENCH)
        assert len(bench.places) == 3

    @pytest.mark.parametrize("others", [{}, {"french": DRAFT}])
    def test_what_is_live_in_the_primary_locale_only_is_live(self, others: dict[str, Any]) -> None:
        bench = self.referring(english={}, **others)
        assert targets(bench.state(*variants(item(1, FRENCH))), 1, FRENCH) == [(identifier(9), True)]
        assert bench.places[-2:] == [(f"{PEOPLE.id}/items", FRENCH), (f"{PEOPLE.id}/items", None)]

    def test_what_is_live_in_neither_is_not_live_and_both_are_known(self) -> None:
        bench = self.referring(french=DRAFT, english=ARCHIVED)
        state = bench.state(*variants(item(1, FRENCH)))
        assert targets(state, 1, FRENCH) == [(identifier(9), False)]
        assert [each.is_archived for each in state.targets[key(1, FRENCH)][0].contents] == [False, True]

    @pytest.mark.parametrize(("others", "is_live"), [({"english": {}}, True), ({"english": NEW}, False), ({}, False)])
    def test_what_the_manifest_has_in_another_locale_only_is_looked_up_where_it_would_be_shown(
        self, others: dict[str, Any], is_live: bool
    ) -> None:
        bench = self.referring(french=NEW, **others)
        bench.stage(1, ENGLISH, author=identifier(9), **NEW)
        state = bench.state(*variants(item(1), item(9, FRENCH, of=PEOPLE)))
        assert targets(state, 1) == [(identifier(9), is_live)]

    def test_what_the_manifest_has_in_the_primary_locale_is_known_in_every_locale(self) -> None:
        bench = self.referring(french=ARCHIVED, english=NEW)
        state = bench.state(*variants(item(1, FRENCH), item(9, of=PEOPLE), item(9, FRENCH, of=PEOPLE)))
        assert state.targets == {}
        assert len(bench.places) == 3

    def test_what_the_manifest_has_in_the_primary_locale_by_its_id_is_known_in_that_one(self) -> None:
        bench = self.referring(english=NEW)
        bench.stage(1, ENGLISH, author=identifier(9), **NEW)
        assert bench.state(*variants(item(1, ENGLISH), item(9, ENGLISH, of=PEOPLE))).targets == {}

    @pytest.mark.parametrize("locale", [None, FRENCH])
    def test_what_the_manifest_has_in_the_primary_locale_by_its_id_is_found_there_with_the_id(
        self, locale: str | None
    ) -> None:
        bench = self.referring(english=NEW)
        bench.stage(1, ENGLISH, author=identifier(9), **NEW)
        one, nine = variants(item(1, *([locale] if locale else [])), item(9, ENGLISH, of=PEOPLE))
        (found,) = bench.state(one, nine).targets[key(1, locale)]
        assert [content.locale for content in found.contents] == [ENGLISH]

    @pytest.mark.parametrize("status", [400, 404])
    @pytest.mark.parametrize("changes", [{}, NEW])
    def test_what_is_in_a_locale_that_webflow_does_not_have_is_looked_for_in_the_primary_one(
        self, status: int, changes: dict[str, Any]
    ) -> None:
        bench = self.referring(english=changes)
        unknown = Failure(Reason.REJECTED, "No such locale", status)
        for path in (f"{PEOPLE.id}/items", identifier(9)):
            bench.webflow.on(path, lambda: unknown if bench.webflow.asked[-1][1].get("cmsLocaleId") else None)
        state = bench.state(*variants(item(1, FRENCH), item(9, FRENCH, of=PEOPLE)))
        assert state.unread == {(PEOPLE.id, identifier(9), FRENCH): unknown}
        assert targets(state, 1, FRENCH) == [(identifier(9), not changes)]

    @pytest.mark.parametrize("status", [400, 404])
    def test_of_what_is_in_a_collection_that_webflow_does_not_have_nothing_is_said(self, status: int) -> None:
        bench = self.referring(english={})
        bench.stage(1, ENGLISH, author=identifier(9), **NEW)
        for path in (f"{PEOPLE.id}/items", identifier(9)):
            bench.webflow.on(path, lambda: Failure(Reason.NOT_FOUND, "No such collection", status))
        assert bench.state(*variants(item(1), item(1, FRENCH))).targets == {}

    @pytest.mark.parametrize("unreadable", [FRENCH, None])
    def test_of_what_could_not_be_read_in_either_nothing_is_said(self, unreadable: str | None) -> None:
        bench = self.referring(french=DRAFT)
        bench.webflow.on(
            f"{PEOPLE.id}/items",
            lambda: DOWN if bench.webflow.asked[-1][1].get("cmsLocaleId") == unreadable else None,
        )
        assert bench.state(*variants(item(1, FRENCH))).targets == {}


class TestTheFieldsOfACollection:
    """They are read where they are needed, and once."""

    def test_they_are_read_once(self) -> None:
        bench = Bench()
        assert bench.survey.schema(POSTS) is bench.survey.schema(POSTS)
        assert bench.webflow.paths == [f"/collections/{POSTS.id}"]

    def test_where_they_cannot_be_read_there_is_nothing_to_say_of_references(self) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9), **NEW)
        bench.stage(2, author=identifier(9), **NEW)
        bench.webflow.on(POSTS.id, lambda: DOWN)
        state = bench.state(*variants(item(1), item(2)))
        assert state.staged.keys() == {key(1), key(2)}
        assert state.targets == {}
        assert bench.survey.schema(POSTS) is None
        assert bench.places == [(f"{POSTS.id}/items", None), (POSTS.id, None)]
        assert bench.survey.resolved == []

    @pytest.mark.parametrize("failure", [LACKING, DOWN])
    def test_they_are_not_asked_for_where_there_is_no_point_in_asking_any_more(self, failure: Failure) -> None:
        bench = Bench()
        wanted = [(each, Search((each.id, Stage.STAGED, None), [identifier(1)])) for each in (POSTS, PEOPLE, POSTS)]
        bench.webflow.on("/items", lambda: failure)
        bench.survey.find_all(wanted)
        assert bench.survey.schema(POSTS) is None
        assert f"/collections/{POSTS.id}" not in bench.webflow.paths

    def test_failures_that_were_overcome_are_resolved(self) -> None:
        bench = Bench()
        bench.webflow.overcome = (DOWN, DOWN)
        assert bench.survey.schema(POSTS) is not None
        assert [each.collection for each in bench.survey.resolved] == [POSTS, POSTS]


def test_failures_of_a_description_that_cannot_be_read_at_all_are_not_called_resolved() -> None:
    bench = Bench()
    bench.webflow.on(POSTS.id, lambda: DOWN)
    bench.webflow.overcome = (DOWN, DOWN)
    assert bench.survey.schema(POSTS) is None
    assert bench.survey.resolved == []


def test_other_items_can_be_looked_up_because_of_a_collection() -> None:
    bench = Bench()
    bench.webflow.put(Stage.LIVE, 9, FRENCH, PEOPLE)
    bench.webflow.overcome = (DOWN,)
    search = Search((PEOPLE.id, Stage.LIVE, FRENCH), [identifier(9), identifier(9), identifier(8)])
    (found,) = bench.survey.find_all([(POSTS, search)])
    assert found.items.keys() == {identifier(9)}
    assert found.missing == {identifier(8)}
    assert bench.places == [(f"{PEOPLE.id}/items/live", FRENCH)]
    assert [each.collection for each in bench.survey.resolved] == [POSTS]


def test_several_can_be_looked_up_at_once_each_because_of_a_collection_of_its_own() -> None:
    bench = Bench()
    bench.webflow.put(Stage.STAGED, 1)
    bench.webflow.put(Stage.STAGED, 9, of=PEOPLE)
    bench.webflow.on(f"{PEOPLE.id}/items", lambda: setattr(bench.webflow, "overcome", (DOWN,)))
    first, second = bench.survey.find_all(
        [
            (PEOPLE, Search((POSTS.id, Stage.STAGED, None), [identifier(1)])),
            (POSTS, Search((PEOPLE.id, Stage.STAGED, None), [identifier(9)])),
        ]
    )
    assert (set(first.items), set(second.items)) == ({identifier(1)}, {identifier(9)})
    assert [each.collection for each in bench.survey.resolved] == [POSTS]


@pytest.mark.parametrize(("filter_by_id", "requests"), [("honoured", 1), ("ignored", 20), ("refused", 21)])
def test_a_filter_that_does_not_work_costs_no_more_than_reading_the_list(filter_by_id: str, requests: int) -> None:
    bench = Bench(filter_by_id)
    for number in range(2000):
        bench.stage(number)
    state = bench.state(*variants(*(item(number) for number in range(1901, 2000))))
    assert len(state.staged) == 99
    assert len(bench.webflow.asked) == requests


class TestWhatIsKnownBefore:
    """As where items were looked up by their slugs."""

    def test_it_is_not_read_again(self) -> None:
        bench = Bench()
        bench.stage(1, **NEW)
        bench.stage(2, **NEW)
        known = State({key(1): bench.webflow.content(1)})
        state = bench.survey.state(variants(item(1), item(2)), known=known)
        assert set(state.staged) == {key(1), key(2)}
        assert [query["filter[id][in]"] for _, query in bench.webflow.asked] == [identifier(2)]

    def test_what_is_unread_stays_so_and_is_never_asked_for(self) -> None:
        bench = Bench()
        wanted = variants(unfound(item(1, FRENCH)), replace(item(2), id="wheat", slug="wheat", is_found=False))
        state = bench.survey.state(wanted, known=State(unread={each.key: DOWN for each in wanted}))
        assert (state.staged, state.unread) == ({}, {each.key: DOWN for each in wanted})
        assert bench.webflow.asked == []

    def test_other_locales_of_it_are_read(self) -> None:
        bench = Bench()
        bench.stage(1, ENGLISH, FRENCH, **NEW)
        known = State({key(1, FRENCH): bench.webflow.content(1, FRENCH)})
        bench.survey.state(variants(item(1, FRENCH, ENGLISH)), known=known)
        assert [locale for _, locale in bench.places] == [ENGLISH]

    def test_what_it_refers_to_is_looked_at(self) -> None:
        bench = Bench()
        bench.stage(1, author=identifier(9), **NEW)
        bench.stage(9, of=PEOPLE, **DRAFT)
        state = bench.survey.state(variants(item(1)), known=State({key(1): bench.webflow.content(1)}))
        assert targets(state, 1) == [(identifier(9), False)]

    def test_it_counts_as_read(self) -> None:
        bench = Bench()
        bench.stage(1)
        bench.stage(2)
        bench.survey.state(variants(item(1), item(2)), known=State({key(1): bench.webflow.content(1)}))
        assert bench.told[-1][:2] == (2, 2)


class TestWhatIsToGo:
    """It is looked for on the live site, unless it was never published."""

    LIVE: ClassVar = {"lastPublished": FORMERLY, "lastUpdated": FORMERLY}

    def bench(self) -> Bench:
        bench = Bench()
        bench.stage(1, **self.LIVE)
        bench.webflow.put(Stage.LIVE, 1)
        return bench

    def test_what_is_on_the_live_site_is_told(self) -> None:
        bench = self.bench()
        bench.stage(2, **self.LIVE)
        state = bench.state(*variants(leaving(1), leaving(2)))
        assert state.live.keys() == {key(1)}
        assert not state.live[key(1)].fields
        assert bench.places == [(f"{POSTS.id}/items", None), (f"{POSTS.id}/items/live", None)]

    def test_what_was_never_published_is_not_looked_for(self) -> None:
        bench = Bench()
        bench.stage(1, **DRAFT)
        assert not bench.state(*variants(leaving(1))).live
        assert len(bench.places) == 1

    def test_what_is_live_only_is_found(self) -> None:
        bench = Bench()
        bench.webflow.put(Stage.LIVE, 1)
        bench.stage(2, **DRAFT)
        state = bench.state(*variants(leaving(1), item(2)))
        assert (set(state.live), set(state.staged)) == ({key(1)}, {key(2)})

    def test_a_failure_is_that_of_what_was_looked_for(self) -> None:
        bench = self.bench()
        bench.webflow.on("/live", lambda: DOWN)
        state = bench.state(*variants(leaving(1)))
        assert (state.live, state.unread) == ({}, {key(1): DOWN})

    def test_a_list_of_live_items_that_is_not_there_has_none(self) -> None:
        bench = self.bench()
        bench.webflow.on("/live", lambda: Failure(Reason.NOT_FOUND, "404", 404))
        state = bench.state(*variants(leaving(1)))
        assert (dict(state.live), dict(state.unread)) == ({}, {})

    def test_what_others_refer_to_is_read_where_it_is_to_go(self) -> None:
        bench = Bench()
        bench.stage(1, related=[identifier(2)], **NEW)
        bench.stage(2, **self.LIVE)
        assert targets(bench.state(*variants(item(1), item(2))), 1) == []
        assert targets(bench.state(*variants(item(1), leaving(2))), 1) == [(identifier(2), True)]

    def test_the_primary_locale_is_read_as_well_where_it_goes_in_another(self) -> None:
        bench = Bench()
        bench.stage(1, FRENCH, related=[identifier(2)], **NEW)
        bench.stage(2, ENGLISH, FRENCH, **self.LIVE)
        state = bench.state(*variants(item(1, FRENCH), leaving(2, FRENCH)))
        (found,) = state.targets[key(1, FRENCH)]
        assert [each.locale for each in found.contents] == [FRENCH, ENGLISH]
