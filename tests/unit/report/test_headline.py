from __future__ import annotations

import pytest

from harness.results import blocked, failed, invalid, mixed, published, success
from harness.samples import ENGLISH, FRENCH, collection, item
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Manifest
from webflow_publish.outcome import Complaint, Outcome, Result, Verdict
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
            "None of the 2 items is fully published: Webflow refused the token",
        ),
        (
            result(Verdict.UNAVAILABLE, published(item(1)), failed(Reason.UNAVAILABLE, "x", item(2))),
            "1 of 2 items is not published: Webflow was unavailable, or time ran out",
        ),
        (
            result(Verdict.CANCELLED, published(item(1)), blocked(Reason.CANCELLED, "x", item(2))),
            "1 of 2 items is not published: the run was stopped",
        ),
        (
            Result(Verdict.FAILED, None, tuple(published(item(1))), unmatched=(COMPLAINT,)),
            "All items are published, but Webflow reported errors that name none of them",
        ),
        (invalid(), "2 problems in the manifest or the inputs: nothing was published"),
        (Result(Verdict.FAILED, defect="x"), "webflow-publish stopped at a defect of its own: nothing was published"),
        (
            Result(Verdict.FAILED, None, tuple(blocked(Reason.CANCELLED, "x", item(1), item(2))), defect="x"),
            "webflow-publish stopped at a defect of its own: None of the 2 items is fully published",
        ),
    ],
)
def test_one_sentence_answers_whether_it_is_out(result: Result, sentence: str) -> None:
    assert headline(result, Mode.PUBLISH) == sentence


def test_an_item_is_out_when_it_is_out_in_all_of_its_locales() -> None:
    outcomes = [*published(item(1, ENGLISH, FRENCH), item(2, ENGLISH)), *failed(Reason.ARCHIVED, "x", item(2, FRENCH))]
    assert headline(result(Verdict.FAILED, outcomes), Mode.PUBLISH) == "1 of 2 items is not published"


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (
            Result(Verdict.SUCCESS, Manifest(("a.yml",), (item(1),))),
            "The manifest is valid: 1 item in 1 collection, from 1 file",
        ),
        (invalid(), "2 problems in the manifest or the inputs"),
        (Result(Verdict.CANCELLED), "The validation was stopped"),
    ],
)
def test_a_validation_does_not_speak_of_publishing(result: Result, sentence: str) -> None:
    assert headline(result, Mode.VALIDATE) == sentence
