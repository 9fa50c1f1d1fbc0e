from __future__ import annotations

import pytest

from harness.results import blocked, failed, invalid, mixed, published, success
from harness.samples import ENGLISH, FRENCH, collection, item
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Manifest
from webflow_publish.outcome import Complaint, Outcome, Result, Verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.report import headline

COMPLAINT = Complaint(collection(), Reason.REJECTED, "Sorry")


def result(verdict: Verdict, *outcomes: list[Outcome]) -> Result:
    return Result(verdict, None, tuple(outcome for group in outcomes for outcome in group))


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (success(1), "The item is published"),
        (success(2500), "All 2,500 items are published"),
        (mixed(), "4 of 7 items are not published"),
        (
            result(Verdict.FAILED, published(item(1)), failed(Reason.ARCHIVED, "x", item(2))),
            "1 of 2 items is not published",
        ),
        (result(Verdict.FAILED, failed(Reason.ARCHIVED, "x", item(1))), "The item is not published"),
        (
            result(
                Verdict.DENIED, failed(Reason.UNAUTHORIZED, "x", item(1)), blocked(Reason.UNAUTHORIZED, "x", item(2))
            ),
            "None of the 2 items is published: Webflow refused the token",
        ),
        (
            result(Verdict.UNAVAILABLE, published(item(1)), failed(Reason.UNAVAILABLE, "x", item(2))),
            "1 of 2 items is not confirmed as published: Webflow was unavailable",
        ),
        (
            result(Verdict.CANCELLED, published(item(1)), blocked(Reason.CANCELLED, "x", item(2))),
            "1 of 2 items is not published: the run was stopped",
        ),
        (
            Result(Verdict.FAILED, None, tuple(published(item(1))), unmatched=(COMPLAINT,)),
            "The item is published, but Webflow reported errors that name none of them",
        ),
        (invalid(), "2 mistakes in the inputs and the manifest: nothing was published"),
        (Result(Verdict.FAILED, defect="x"), "webflow-publish stopped at a defect of its own. Nothing was published"),
        (
            Result(Verdict.FAILED, None, tuple(blocked(Reason.CANCELLED, "x", item(1), item(2))), defect="x"),
            "webflow-publish stopped at a defect of its own. None of the 2 items is published",
        ),
    ],
)
def test_one_sentence_answers_whether_it_is_out(result: Result, sentence: str) -> None:
    assert headline(result, Mode.PUBLISH) == sentence


def test_an_item_is_out_when_it_is_out_in_all_of_its_locales() -> None:
    outcomes = [*published(item(1, ENGLISH, FRENCH), item(2, ENGLISH)), *failed(Reason.ARCHIVED, "x", item(2, FRENCH))]
    assert headline(result(Verdict.FAILED, outcomes), Mode.PUBLISH) == (
        "1 of 2 items is not published in all of its locales"
    )


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (
            [
                *published(item(1)),
                *failed(Reason.UNAVAILABLE, "x", item(2)),
                *blocked(Reason.TIMED_OUT, "x", item(3), item(4)),
            ],
            "3 of 4 items are not confirmed as published: Webflow was unavailable, and the time limit was reached",
        ),
        (
            [*published(item(1)), *blocked(Reason.RATE_LIMITED, "x", item(2), item(3))],
            "2 of 3 items are not published: Webflow's rate limit was reached",
        ),
    ],
)
def test_what_passes_is_named(outcomes: list[Outcome], sentence: str) -> None:
    assert headline(result(Verdict.UNAVAILABLE, outcomes), Mode.PUBLISH) == sentence


@pytest.mark.parametrize("reason", [Reason.CANCELLED, Reason.NO_ANSWER, Reason.UNAVAILABLE, Reason.MALFORMED])
def test_what_may_be_live_or_not_is_called_unconfirmed(reason: Reason) -> None:
    outcomes = [*published(item(1)), *failed(reason, "x", item(2), item(3))]
    assert headline(result(Verdict.FAILED, outcomes), Mode.PUBLISH) == "2 of 3 items are not confirmed as published"


def test_mistakes_are_said_to_be_where_they_are() -> None:
    one, other = invalid().problems
    assert headline(Result(Verdict.INVALID, problems=(one,)), Mode.VALIDATE) == "1 mistake in the manifest"
    assert headline(Result(Verdict.INVALID, problems=(other,)), Mode.VALIDATE) == "1 mistake in the inputs"


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (
            Result(Verdict.SUCCESS, Manifest(("a.yml",), (item(1),))),
            "The manifest is valid: 1 item in 1 collection, from 1 file",
        ),
        (invalid(), "2 mistakes in the inputs and the manifest"),
        (Result(Verdict.CANCELLED), "The validation was stopped"),
    ],
)
def test_a_validation_does_not_speak_of_publishing(result: Result, sentence: str) -> None:
    assert headline(result, Mode.VALIDATE) == sentence


def test_what_could_not_be_written_down_casts_no_doubt_on_what_is_published() -> None:
    lost = success().losing(Problem("The JSON report could not be written.", "Look."))
    assert lost.verdict is Verdict.FAILED
    assert headline(lost, Mode.PUBLISH) == "All 3 items are published, but not everything could be written down"


def test_a_defect_after_everything_was_published_says_both() -> None:
    result = Result(Verdict.FAILED, None, success().outcomes, defect="KeyError")
    assert headline(result, Mode.PUBLISH) == (
        "webflow-publish stopped at a defect of its own. All 3 items are published"
    )
