from __future__ import annotations

import pytest

from harness.results import blocked, failed, invalid, mixed, published, success
from harness.samples import FRENCH, item
from webflow_publish.console import Level
from webflow_publish.outcome import Result, Verdict
from webflow_publish.problem import Place
from webflow_publish.reason import Reason
from webflow_publish.report import annotations_of


def test_a_green_run_has_none() -> None:
    assert annotations_of(success()) == ()


def test_each_error_stands_at_its_line_in_the_order_of_the_lines() -> None:
    annotations = annotations_of(mixed())
    assert [each.place.line for each in annotations if each.place] == [14, 15, 16, 17, 40]
    assert {each.level for each in annotations} == {Level.ERROR}


def test_an_annotation_says_what_why_and_what_to_do() -> None:
    failure = failed(Reason.ARCHIVED, "Webflow's words.", item(2, FRENCH, name="Rye"))
    (annotation,) = annotations_of(Result(Verdict.FAILED, None, (*published(item(1)), *failure)))
    assert annotation.topic == "Archived in Webflow"
    assert annotation.message == f"Rye ({item(2).id}) in the locale {FRENCH}, of Blog posts: Webflow's words."
    assert annotation.hint == Reason.ARCHIVED.hint
    assert annotation.place == Place("webflow-publish.yml", 12, 9)


def test_an_item_without_a_name_is_called_by_its_id_once() -> None:
    (annotation,) = annotations_of(Result(Verdict.FAILED, None, tuple(failed(Reason.ARCHIVED, "Words", item(2)))))
    assert annotation.message == f"{item(2).id}, of Blog posts: Words."


@pytest.mark.parametrize(
    ("reason", "general"),
    [
        (Reason.ARCHIVED, False),
        (Reason.COLLECTION_CHANGED, False),
        (Reason.UNAUTHORIZED, True),
        (Reason.TIMED_OUT, True),
    ],
)
def test_a_cause_that_lies_in_no_item_is_general(reason: Reason, general: bool) -> None:
    (annotation,) = annotations_of(Result(Verdict.FAILED, None, tuple(blocked(reason, "Words", item(2)))))
    assert annotation.general is general


def test_problems_are_told_with_what_is_wrong_and_those_without_a_place_come_first() -> None:
    first, second = annotations_of(invalid())
    assert (first.topic, first.message, first.hint, first.place) == (
        "Mistake in the inputs",
        "There is no token.",
        "Store one.",
        None,
    )
    assert (second.topic, second.place) == ("Mistake in the manifest", Place("a b/c.yml", 3, 5))
    assert second.message == "The file has an unknown key `colections`."


def test_an_error_that_names_no_item_stands_at_its_collection() -> None:
    (annotation,) = [each for each in annotations_of(mixed()) if each.topic == "An error that names no item"]
    assert annotation.message.endswith("Something went wrong")
    assert annotation.place == Place("webflow-publish.yml", 40, 5)


def test_a_defect_is_one_annotation() -> None:
    (annotation,) = annotations_of(Result(Verdict.FAILED, None, mixed().outcomes, defect="KeyError at x"))
    assert annotation.message == "KeyError at x"
