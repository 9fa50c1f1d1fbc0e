from __future__ import annotations

from dataclasses import replace

import pytest

from harness.results import blocked, difference, failed, pending, unchanged
from harness.samples import FRENCH, collection, item, leaving, variants
from webflow_publish.change import Change
from webflow_publish.difference import Difference
from webflow_publish.estimate import Estimate
from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report.transcript import MOST_LINES, WHOLE_LINES, transcript


def lines(*outcomes: Outcome, estimate: Estimate | None = None) -> list[str]:
    return list(transcript(Result(Verdict.PENDING, outcomes=outcomes, estimate=estimate)))


def told(change: Change, *numbers: int, fields: int = 0) -> list[Outcome]:
    """Items that would be published, with short fields."""
    differences = tuple(difference(f"Field {number}") for number in range(fields))
    return pending(change, *(item(number) for number in numbers), differences=differences)


def test_what_would_be_published_has_a_line_with_what_there_is_to_publish() -> None:
    (variant,) = variants(item(1, FRENCH, name="Spring launch"))
    assert lines(Outcome(variant, Status.PENDING, change=Change.NEW)) == [
        f"new: Spring launch ({variant.item.id}), of {collection().label}, in {FRENCH}"
    ]


def test_an_item_without_a_name_is_called_by_its_id() -> None:
    (variant,) = variants(item(1))
    assert lines(Outcome(variant, Status.PENDING, change=Change.DRAFT)) == [
        f"draft: {variant.item.id}, of {collection().label}"
    ]


def test_the_fields_that_differ_stand_below_it() -> None:
    (variant,) = variants(item(1))
    differences = (
        Difference("title", "Title", "PlainText", "Old", "New"),
        Difference("teaser", "Teaser", "PlainText", None, "x" * 500),
        Difference("body", "Body", "RichText", None, None, (" <p>Same</p>", "-<p>Old</p>", "+<p>New</p>"), "Cut."),
    )
    outcome = Outcome(variant, Status.PENDING, change=Change.CHANGED, differences=differences)
    assert lines(outcome)[1:] == [
        "    Title: Old → New",
        f"    Teaser: (empty) → {'x' * 199}…",
        "    Body:",
        "     <p>Same</p>",
        "    -<p>Old</p>",
        "    +<p>New</p>",
        "    Cut.",
    ]


@pytest.mark.parametrize("change", [Change.NEW, Change.DRAFT])
def test_the_fields_of_what_was_never_live_stand_alone(change: Change) -> None:
    (outcome,) = pending(change, item(1), differences=(difference("Title", None, "New"),))
    assert lines(outcome)[1:] == ["    Title: New"]


def test_what_is_held_back_says_why() -> None:
    (variant,) = variants(item(1))
    outcome = Outcome(variant, Status.BLOCKED, Reason.CHANGED_SINCE_REVIEW, "Edited", change=Change.CHANGED)
    assert lines(outcome)[0].endswith("(not to be published: Not what was reviewed)")


def test_what_is_live_already_has_no_line() -> None:
    assert not lines(*(Outcome(each, Status.UNCHANGED) for each in variants(item(1), item(2))))


def test_a_very_long_plan_ends_with_how_much_is_left_out() -> None:
    many = variants(*(item(number) for number in range(MOST_LINES + 5)))
    told = lines(*(Outcome(each, Status.PENDING, change=Change.NEW) for each in many))
    assert len(told) == MOST_LINES + 1
    assert told[-1].startswith("And 5 more lines.")


def test_where_there_is_no_room_for_fields_each_new_item_is_named_and_what_changed_keeps_its_fields() -> None:
    new, changed = told(Change.NEW, *range(MOST_LINES // 2), fields=2), told(Change.CHANGED, 5_000, fields=2)
    found = lines(*new, *changed)
    assert len(found) == MOST_LINES // 2 + 3 + 1
    assert all(outcome.variant.item.id in line for outcome, line in zip(new, found, strict=False))
    assert found[-3:-1] == ["    Field 0: 3.75 → 4.25", "    Field 1: 3.75 → 4.25"]
    assert found[-1].startswith("There are too many new items to show their fields here. The JSON report has")


def test_up_to_the_last_line_fields_are_shown() -> None:
    found = lines(*told(Change.NEW, *range(WHOLE_LINES // 2), fields=1))
    assert len(found) == WHOLE_LINES
    assert found[-1] == "    Field 0: 4.25"


def test_the_last_line_says_how_much_it_is_in_all() -> None:
    estimate = Estimate(reads=1_200, writes=30, confirmations=4, rate=120)
    outcomes = (*told(Change.NEW, 1, 2), *told(Change.DRAFT, 3), *told(Change.CHANGED, 4), *unchanged(item(5)))
    assert lines(*outcomes, estimate=estimate)[-1] == (
        "In all: 2 new, 1 draft, 1 changed, 1 live already. Publishing takes about 1,234 requests, 11 minutes."
    )
    assert lines(*outcomes)[-1].startswith("changed:")


def test_what_cannot_go_is_not_counted_as_going() -> None:
    (referring,) = blocked(Reason.REFERENCE_NOT_LIVE, "x", item(2))
    outcomes = (*told(Change.NEW, 1), replace(referring, change=Change.NEW), *failed(Reason.ARCHIVED, "x", item(3)))
    assert lines(*outcomes, estimate=Estimate(1, 1, 1, 60))[-1] == (
        "In all: 1 new, 0 live already, 2 not to be published. Publishing takes about 3 requests, 1 minute."
    )


def test_what_only_the_limit_holds_back_is_counted_as_what_it_is_and_nothing_is_said_of_publishing() -> None:
    outcomes = [replace(each, status=Status.BLOCKED, reason=Reason.TOO_MANY) for each in told(Change.NEW, 1, 2)]
    assert lines(*outcomes, estimate=Estimate(1, 0, 0, 60))[-1] == "In all: 2 new, 0 live already."


def test_where_nothing_is_to_be_published_there_is_no_last_line() -> None:
    assert lines(*unchanged(item(1)), estimate=Estimate(1, 0, 0, 60)) == []


def test_what_would_be_taken_down_comes_first() -> None:
    (off,) = variants(leaving(2, name="Old offer"))
    kept = Outcome(variants(leaving(3))[0], Status.UNCHANGED)
    gone = Outcome(variants(leaving(4))[0], Status.FAILED, Reason.NOT_FOUND)
    estimate = Estimate(1, 1, 1, 120)
    down = Outcome(off, Status.PENDING, change=Change.TAKEN_DOWN)
    assert lines(*told(Change.NEW, 1), down, kept, gone, estimate=estimate) == [
        f"taken-down: Old offer ({off.item.id}), of {collection().label}",
        f"new: {item(1).id}, of {collection().label}",
        (
            "In all: 1 new, 1 taken-down, 0 live already, 1 off the live site already, 1 not to be taken down. "
            "Publishing takes about 3 requests, 1 minute."
        ),
    ]
    assert lines(down, estimate=estimate)[-1].endswith("Taking down takes about 3 requests, 1 minute.")
