from __future__ import annotations

from dataclasses import replace

import pytest

from harness.results import blocked, content, failed, invalid, mixed, pending, planned, published, success, unchanged
from harness.samples import FRENCH, item, named, unfound
from webflow_publish.change import Change
from webflow_publish.console import Level
from webflow_publish.outcome import Result, Verdict
from webflow_publish.problem import Place, Problem
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


def test_an_item_without_a_label_is_called_by_its_name_in_webflow() -> None:
    (outcome,) = failed(Reason.ARCHIVED, "Words", item(2))
    named = replace(outcome, staged=content(item(2), "Rye"))
    (annotation,) = annotations_of(Result(Verdict.FAILED, None, (named,)))
    assert annotation.message == f"Rye ({item(2).id}), of Blog posts: Words."


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        (Reason.ARCHIVED, ""),
        (Reason.COLLECTION_CHANGED, ""),
        (Reason.UNAUTHORIZED, "Words"),
        (Reason.TIMED_OUT, "Words"),
        (Reason.CHANGED_SINCE_REVIEW, ""),
        (Reason.NOT_LIVE, ""),
    ],
)
def test_a_cause_that_lies_in_no_item_is_given_without_the_item(reason: Reason, cause: str) -> None:
    (annotation,) = annotations_of(Result(Verdict.FAILED, None, tuple(blocked(reason, "Words", item(2)))))
    assert annotation.cause == cause


def test_what_is_too_many_is_one_annotation_without_a_place_and_the_others_keep_theirs() -> None:
    limit = "3 of 4 items, counted in each locale, would be published, and `max-publish` is 2"
    refused = blocked(Reason.TOO_MANY, limit, item(1), item(2), item(3))
    first, second = annotations_of(Result(Verdict.FAILED, None, (*refused, *failed(Reason.ARCHIVED, "x", item(4)))))
    assert (first.level, first.topic, first.place) == (Level.ERROR, "More than `max-publish` allows", None)
    assert (first.message, first.hint) == (f"{limit}.", Reason.TOO_MANY.hint)
    assert (second.topic, second.place) == ("Archived in Webflow", Place("webflow-publish.yml", 14, 9))


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


def test_a_plan_has_one_for_what_cannot_be_published_and_none_for_what_can() -> None:
    (annotation,) = annotations_of(planned())
    assert (annotation.topic, annotation.place) == ("Archived in Webflow", Place("webflow-publish.yml", 15, 9))


def test_what_the_run_had_to_do_without_is_a_warning() -> None:
    result = replace(success(), warnings=(Problem("The token may publish, but not read.", "Give it more."),))
    (annotation,) = annotations_of(result)
    assert (annotation.level, annotation.topic) == (Level.WARNING, "Not everything could be read")
    assert (annotation.message, annotation.hint) == ("The token may publish, but not read.", "Give it more.")


def test_drift_is_one_error_without_a_place() -> None:
    drifted = Result(Verdict.PENDING, None, tuple(pending(Change.CHANGED, item(1), item(2))), drift=True)
    (annotation,) = annotations_of(drifted)
    assert (annotation.level, annotation.topic, annotation.place) == (Level.ERROR, "Not everything is live", None)
    assert annotation.message == "Both items are not live as staged. The plan shows which."
    assert annotation.hint == "Publish it, or undo the edits in Webflow."


@pytest.mark.parametrize("drift", [True, False])
def test_where_nothing_drifted_there_is_no_annotation(drift: bool) -> None:
    assert annotations_of(Result(Verdict.NOTHING_TO_DO, None, tuple(unchanged(item(1))), drift=drift)) == ()


def test_a_plan_of_what_is_pending_is_one_notice_without_a_place() -> None:
    outcomes = (*pending(Change.NEW, item(1), item(2)), *unchanged(item(3)))
    (annotation,) = annotations_of(Result(Verdict.PENDING, None, outcomes))
    assert (annotation.level, annotation.topic, annotation.place) == (Level.NOTICE, "Plan", None)
    assert annotation.message == "2 of 3 items would be published. The plan shows which."


def test_what_could_not_be_written_is_an_error() -> None:
    (annotation,) = annotations_of(success().losing(Problem("The JSON report could not be written.", "Look.")))
    assert (annotation.level, annotation.topic) == (Level.ERROR, "Something could not be written")


def test_names_stand_beside_ids_and_before_anything_was_found_in_their_place() -> None:
    outcomes = (
        failed(Reason.ARCHIVED, "Words", named(item(2, FRENCH))),
        failed(Reason.NOT_FOUND, "Words", unfound(item(3, "fr-CA"))),
    )
    found, gone = annotations_of(Result(Verdict.FAILED, None, tuple(each for part in outcomes for each in part)))
    assert found.message == f"{item(2).id} in the locale fr-CA ({FRENCH}), of Blog posts: Words."
    assert gone.message == "rye in the locale fr-CA, of Blog posts: Words."
