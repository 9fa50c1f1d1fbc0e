from __future__ import annotations

import io
import json
from typing import Any

import pytest

from harness.samples import ENGLISH, FRENCH, collection, identifier
from webflow_publish.change import Change
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Manifest, Wanted
from webflow_publish.problem import Place, Problem
from webflow_publish.reason import IN_DOUBT, Reason
from webflow_publish.remainder import Remainder
from webflow_publish.selection import select
from webflow_publish.undo import Undo, misplaced, read_undo, undone

POSTS = collection().id
ONE, TWO, THREE = (identifier(number) for number in range(1, 4))


def entry(item_id: str = ONE, locale: str | None = None, **others: Any) -> dict[str, Any]:
    return {
        "item": {"id": item_id, "name": f"Item {item_id[-1]}"},
        "collection": {"id": POSTS, "name": "Blog posts"},
        "locale": locale,
        "state": "published",
        "status": "published",
        "reason": None,
        "place": {"file": "webflow-publish.yml", "line": 7, "column": 9},
        "change": "new",
        "digest": None,
        "accepted": True,
        **others,
    }


def found(*entries: dict[str, Any], **others: Any) -> Undo | Problem:
    report = {"version": 1, "mode": "publish", "outcome": "success", "items": [*entries], **others}
    return read_undo("report.json", lambda: io.BytesIO(json.dumps(report).encode()))


def read(*entries: dict[str, Any]) -> Undo:
    undo = found(*entries)
    assert isinstance(undo, Undo), undo
    return undo


def taken_back(*entries: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Item and locale of what is to be taken down."""
    undo = read(*entries)
    manifest, _ = undone(undo, undo.listing)
    return [(each.item.id, each.locale) for each in manifest.variants()]


def left(*entries: dict[str, Any]) -> list[tuple[str, Change]]:
    """What stays as it is, and what the run did."""
    undo = read(*entries)
    _, remainders = undone(undo, undo.listing)
    return [(each.variant.item.id, each.change) for each in remainders]


class TestWhatIsTakenDown:
    @pytest.mark.parametrize("change", ["new", "draft"])
    def test_what_was_never_live_before(self, change: str) -> None:
        assert taken_back(entry(change=change), entry(TWO, change="forced")) == [(ONE, None)]

    def test_in_each_locale_by_itself(self) -> None:
        entries = entry(locale=ENGLISH), entry(locale=FRENCH, change="changed")
        assert taken_back(*entries) == [(ONE, ENGLISH)]
        assert left(*entries) == [(ONE, Change.CHANGED)]

    @pytest.mark.parametrize("reason", sorted(IN_DOUBT))
    def test_what_is_in_doubt(self, reason: Reason) -> None:
        assert taken_back(entry(status="failed", accepted=False, reason=reason))

    def test_what_webflow_accepted_whatever_was_wrong_with_it_then(self) -> None:
        assert taken_back(entry(status="failed", accepted=True, reason="changed-since-review"))

    @pytest.mark.parametrize("status", ["blocked", "failed", "unchanged"])
    def test_nothing_that_the_run_did_not_do(self, status: str) -> None:
        assert not taken_back(entry(status=status, accepted=False, reason="archived"))
        assert not left(entry(status=status, accepted=False, reason="archived", change="changed"))

    def test_it_is_to_be_off_the_live_site_and_has_its_names_and_its_place_in_the_manifest(self) -> None:
        (item,) = read(entry()).listing.items
        assert (item.wanted, item.name, item.collection.name) == (Wanted.UNPUBLISHED, "Item 1", "Blog posts")
        assert item.place == Place("webflow-publish.yml", 7, 9)

    def test_without_a_place_it_stands_in_the_report(self) -> None:
        (item,) = read(entry(place=None)).listing.items
        assert item.place.file == "report.json"

    def test_an_entry_that_stands_there_twice_is_one(self) -> None:
        assert taken_back(entry(), entry()) == [(ONE, None)]


class TestWhatStays:
    @pytest.mark.parametrize("change", ["changed", "unknown"])
    def test_what_the_run_published_and_may_have_been_live(self, change: str) -> None:
        assert left(entry(change=change)) == [(ONE, Change(change))]

    def test_what_the_run_took_down(self) -> None:
        off = entry(state="unpublished", status="unpublished", change="taken-down")
        lost = entry(TWO, state="unpublished", status="failed", change="taken-down", reason="not-found", accepted=False)
        assert left(off, lost) == [(ONE, Change.TAKEN_DOWN), (TWO, Change.TAKEN_DOWN)]

    def test_what_was_published_again_as_it_was_has_lost_nothing(self) -> None:
        assert not left(entry(change="forced"))

    @pytest.mark.parametrize("change", [Change.CHANGED, Change.TAKEN_DOWN, Change.UNKNOWN])
    def test_it_is_told_what_to_do(self, change: Change) -> None:
        (variant,) = read(entry()).listing.variants()
        assert "Webflow" in Remainder(variant, change).message or "manifest" in Remainder(variant, change).message

    def test_an_id_that_the_report_does_not_have_is_to_be_corrected(self) -> None:
        problems = select(read(entry()).listing, [TWO], allow_empty=True, where="the report to undo")
        assert isinstance(problems, tuple)
        assert problems[0].hint == "The report to undo does not list that ID: correct it, or leave it out."

    def test_of_a_part_only_what_belongs_to_it(self) -> None:
        undo = read(entry(), entry(TWO), entry(THREE, change="changed"))
        selected = select(undo.listing, [TWO, "Item 3"], allow_empty=True)
        assert isinstance(selected, Manifest)
        manifest, remainders = undone(undo, selected)
        assert [each.id for each in manifest.items] == [TWO]
        assert [each.variant.item.id for each in remainders] == [THREE]


class TestWhatIsRefused:
    @pytest.mark.parametrize("mode", ["plan", "validate", "undo"])
    def test_the_report_of_another_mode(self, mode: str) -> None:
        problem = found(mode=mode)
        assert isinstance(problem, Problem)
        assert problem.message.startswith(f"The report to undo `report.json` was written in the mode `{mode}`")
        assert "`mode: publish`" in problem.hint

    def test_one_of_another_version(self) -> None:
        problem = found(version=2)
        assert isinstance(problem, Problem)
        assert "which is newer" in problem.message

    @pytest.mark.parametrize("wrong", [{"status": "pending"}, {"status": "gone"}, {"locale": "fr"}, {"item": {}}])
    def test_one_with_an_entry_that_no_publish_writes(self, wrong: dict[str, Any]) -> None:
        problem = found(entry(), entry(TWO) | wrong)
        assert isinstance(problem, Problem)
        assert "what stands in entry 2 of `items`" in problem.message


class TestInputs:
    @staticmethod
    def told(mode: Mode, **given: str) -> list[str]:
        values = {name.replace("_", "-"): text for name, text in given.items()}
        return [problem.message for problem in misplaced(lambda name: values.get(name, ""), mode)]

    def test_an_undo_needs_a_report(self) -> None:
        assert self.told(Mode.UNDO) == ["There is no report to undo."]
        assert self.told(Mode.UNDO, undo_from="report.json") == []

    def test_an_undo_goes_by_nothing_else(self) -> None:
        assert self.told(Mode.UNDO, undo_from="report.json", approved="plan.json", retry_from="report.json") == [
            "The input `approved` is set, but the mode is `undo`, which goes by the report that it undoes.",
            "The input `retry-from` is set, but the mode is `undo`, which goes by the report that it undoes.",
        ]

    @pytest.mark.parametrize("mode", [Mode.PUBLISH, Mode.PLAN])
    def test_another_mode_undoes_nothing(self, mode: Mode) -> None:
        assert self.told(mode, undo_from="report.json") == [
            f"The input `undo-from` is set, but the mode is `{mode}`, which undoes nothing."
        ]
        assert self.told(mode, approved="plan.json", retry_from="report.json") == []

    def test_a_validation_ignores_it(self) -> None:
        assert self.told(Mode.VALIDATE, undo_from="report.json") == []
