from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from harness.results import HOSTILE, pending, published
from harness.samples import ENGLISH, FRENCH, item
from webflow_publish.change import Change
from webflow_publish.manifest import Item
from webflow_publish.manifest.moment import Moment
from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.report.markdown import Page
from webflow_publish.report.waiting import add_scheduled, date_of, scheduled, waits


def due(of: Item, year: int, text: str | None = None) -> Item:
    """The item with a date at the start of the year, written as `text`."""
    return replace(of, publish_at=Moment(datetime(year, 1, 1, tzinfo=UTC), text or f"{year}-01-01T00:00Z"))


def waiting(*items: Item) -> list[Outcome]:
    return [replace(each, status=Status.SCHEDULED) for each in pending(Change.NEW, *items)]


def page(outcomes: Sequence[Outcome]) -> str:
    written = Page(10_000)
    add_scheduled(written, Result(Verdict.SUCCESS, None, tuple(outcomes)))
    return written.text()


def test_what_is_due_next_comes_first() -> None:
    late, soon = waiting(due(item(1), 2031), due(item(2), 2030))
    assert scheduled([late, *published(item(3)), soon]) == (soon, late)


def test_one_date_is_told_and_of_several_the_next_one() -> None:
    one = scheduled(waiting(due(item(1, ENGLISH, FRENCH), 2030)))
    assert waits(one, 3) == "1 of 3 items is scheduled, for 2030-01-01T00:00Z"
    two = scheduled(waiting(due(item(1), 2031), due(item(2), 2030)))
    assert waits(two, 2) == "Both items are scheduled, the next for 2030-01-01T00:00Z"


def test_a_date_is_told_as_the_manifest_has_it() -> None:
    (outcome,) = waiting(due(item(1), 2030, "2030-01-01T06:00[Europe/Paris]"))
    assert date_of(outcome) == "2030-01-01T06:00[Europe/Paris]"


def test_the_summary_lists_each_with_its_date_first() -> None:
    text = page(waiting(due(item(1, name="Rye"), 2031), due(item(2, name="Wheat"), 2030)))
    assert text.startswith("## Scheduled\n\nEach is published by the first run after its time.\n\n")
    assert f"2030-01-01T00:00Z  {item(2).id}  Wheat\n2031-01-01T00:00Z  {item(1).id}  Rye\n" in text


def test_where_nothing_waits_there_is_no_such_part() -> None:
    assert page(published(item(1))) == ""


def test_the_text_of_others_stays_text() -> None:
    text = page(waiting(due(item(1, name=HOSTILE), 2030, HOSTILE)))
    assert "<img" not in text
