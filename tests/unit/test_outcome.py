from __future__ import annotations

import pytest

from harness.samples import collection, item, variants
from webflow_publish.outcome import Complaint, Outcome, Result, Status, Verdict, verdict
from webflow_publish.reason import Reason

(VARIANT,) = variants(item(1))
PUBLISHED = Outcome(VARIANT, Status.PUBLISHED)


def failed(reason: Reason, status: Status = Status.FAILED) -> Outcome:
    return Outcome(VARIANT, status, reason, "message")


@pytest.mark.parametrize(
    ("verdict", "code"),
    [("success", 0), ("failed", 1), ("invalid", 2), ("denied", 3), ("unavailable", 4), ("cancelled", 130)],
)
def test_each_verdict_has_the_exit_code_of_the_contract(verdict: str, code: int) -> None:
    assert Verdict(verdict).exit_code == code


def test_every_verdict_has_an_exit_code_and_only_success_has_zero() -> None:
    assert [each for each in Verdict if each.exit_code == 0] == [Verdict.SUCCESS]


def test_all_published_is_success() -> None:
    assert verdict([PUBLISHED, PUBLISHED], []) is Verdict.SUCCESS


def test_one_failure_makes_it_failed() -> None:
    assert verdict([PUBLISHED, failed(Reason.ARCHIVED)], []) is Verdict.FAILED


def test_an_error_that_names_no_item_makes_it_failed() -> None:
    complaint = Complaint(collection(), Reason.REJECTED, "message")
    assert verdict([PUBLISHED], [complaint]) is Verdict.FAILED
    assert verdict([PUBLISHED, failed(Reason.UNAVAILABLE)], [complaint]) is Verdict.FAILED


@pytest.mark.parametrize("reason", [Reason.UNAVAILABLE, Reason.RATE_LIMITED, Reason.TIMED_OUT])
def test_reasons_that_pass_make_it_unavailable(reason: Reason) -> None:
    assert verdict([PUBLISHED, failed(reason, Status.BLOCKED)], []) is Verdict.UNAVAILABLE
    assert verdict([failed(Reason.ARCHIVED), failed(reason)], []) is Verdict.FAILED


@pytest.mark.parametrize("reason", [Reason.UNAUTHORIZED, Reason.MISSING_SCOPE])
def test_a_refused_token_makes_it_denied(reason: Reason) -> None:
    assert verdict([PUBLISHED, failed(Reason.ARCHIVED), failed(reason)], []) is Verdict.DENIED


def test_a_stop_makes_it_cancelled() -> None:
    assert verdict([failed(Reason.CANCELLED), failed(Reason.UNAUTHORIZED)], []) is Verdict.CANCELLED


def test_a_result_counts_by_status() -> None:
    result = Result(Verdict.FAILED, None, (PUBLISHED, failed(Reason.ARCHIVED), failed(Reason.ARCHIVED, Status.BLOCKED)))
    assert result.count(Status.PUBLISHED) == 1
    assert result.count(Status.FAILED, Status.BLOCKED) == 2
