from __future__ import annotations

from harness.samples import FRENCH, collection, item, variants
from webflow_publish.change import Change
from webflow_publish.difference import Difference
from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report.transcript import MOST_LINES, transcript


def lines(*outcomes: Outcome) -> list[str]:
    return list(transcript(Result(Verdict.PENDING, outcomes=outcomes)))


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
