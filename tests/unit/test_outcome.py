from __future__ import annotations

from dataclasses import replace

import pytest

from harness.samples import collection, content, item, leaving, variants
from webflow_publish.change import Change
from webflow_publish.complaint import Complaint, complaints
from webflow_publish.outcome import GOOD, MISSING, Outcome, Result, Status, Verdict, verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import IN_DOUBT, Reason
from webflow_publish.webflow import Failure

(VARIANT,) = variants(item(1))
PUBLISHED = Outcome(VARIANT, Status.PUBLISHED)
UNCHANGED = Outcome(VARIANT, Status.UNCHANGED)
PENDING = Outcome(VARIANT, Status.PENDING)
LOSS = Problem("The JSON report could not be written.", "Look at the free space.")


def failed(reason: Reason, status: Status = Status.FAILED) -> Outcome:
    return Outcome(VARIANT, status, reason, "message")


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        ("success", 0),
        ("nothing-to-do", 0),
        ("pending", 0),
        ("failed", 1),
        ("invalid", 2),
        ("denied", 3),
        ("unavailable", 4),
        ("cancelled", 130),
    ],
)
def test_each_verdict_has_the_exit_code_of_the_contract(verdict: str, code: int) -> None:
    assert Verdict(verdict).exit_code == code


def test_every_verdict_has_an_exit_code_and_only_the_good_ones_have_zero() -> None:
    assert {each for each in Verdict if each.exit_code == 0} == GOOD


def test_the_statuses_are_those_of_the_contract() -> None:
    assert [each.value for each in Status] == [
        *("published", "unpublished", "unchanged", "scheduled", "pending", "failed", "blocked")
    ]
    assert {Status.FAILED, Status.BLOCKED} == MISSING


def test_all_published_is_success() -> None:
    assert verdict([PUBLISHED, PUBLISHED], []) is Verdict.SUCCESS


def test_published_beside_what_is_live_already_is_success() -> None:
    assert verdict([UNCHANGED, PUBLISHED, UNCHANGED], []) is Verdict.SUCCESS


def test_everything_live_already_is_nothing_to_do() -> None:
    assert verdict([UNCHANGED, UNCHANGED], []) is Verdict.NOTHING_TO_DO


def test_no_item_at_all_is_nothing_to_do() -> None:
    assert verdict([], []) is Verdict.NOTHING_TO_DO


def test_anything_to_be_published_makes_it_pending() -> None:
    assert verdict([UNCHANGED, PENDING], []) is Verdict.PENDING
    assert verdict([PUBLISHED, PENDING], []) is Verdict.PENDING


def test_what_will_fail_makes_a_plan_failed_whatever_else_is_pending() -> None:
    assert verdict([PENDING, failed(Reason.ARCHIVED)], []) is Verdict.FAILED
    assert verdict([PENDING, failed(Reason.TOO_MANY, Status.BLOCKED)], []) is Verdict.FAILED


def test_a_plan_of_which_a_part_could_not_be_read_is_unavailable_and_not_pending() -> None:
    assert verdict([PENDING, failed(Reason.UNAVAILABLE, Status.BLOCKED)], []) is Verdict.UNAVAILABLE


@pytest.mark.parametrize("reason", [Reason.NOT_LIVE, Reason.CHANGED_SINCE_REVIEW, Reason.TOO_MANY, Reason.MALFORMED])
def test_reasons_that_do_not_pass_by_themselves_make_it_failed(reason: Reason) -> None:
    assert verdict([PUBLISHED, failed(reason)], []) is Verdict.FAILED


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


def test_drift_makes_the_step_fail_only_where_something_is_pending() -> None:
    assert Result(Verdict.PENDING, drift=True).exit_code == 1
    assert Result(Verdict.PENDING).exit_code == 0
    assert Result(Verdict.NOTHING_TO_DO, drift=True).exit_code == 0
    assert Result(Verdict.UNAVAILABLE, drift=True).exit_code == 4


@pytest.mark.parametrize("verdict", Verdict)
def test_what_could_not_be_written_is_never_taken_for_a_success(verdict: Verdict) -> None:
    result = Result(verdict).losing(LOSS)
    assert result.losses == (LOSS,)
    assert result.verdict is (Verdict.FAILED if verdict in GOOD else verdict)
    assert result.exit_code


def test_every_loss_is_kept() -> None:
    other = Problem("The outputs could not be written.", "Look at the free space.")
    assert Result(Verdict.SUCCESS).losing(LOSS).losing(other).losses == (LOSS, other)


def test_an_outcome_has_the_name_of_the_manifest_or_else_that_of_webflow_or_else_none() -> None:
    (labelled,) = variants(item(1, name="Launch"))
    assert Outcome(labelled, Status.PENDING, staged=content(1, name="Spring launch")).name == "Launch"
    assert Outcome(VARIANT, Status.PENDING, staged=content(1, name="Spring launch")).name == "Spring launch"
    assert Outcome(VARIANT, Status.PENDING, staged=content(1, name=7)).name is None
    assert PENDING.name is None


@pytest.mark.parametrize("reason", IN_DOUBT)
def test_of_what_was_sent_and_brought_no_answer_nobody_knows_whether_it_is_live(reason: Reason) -> None:
    assert failed(reason).is_in_doubt


@pytest.mark.parametrize("reason", [each for each in Reason if each not in IN_DOUBT])
def test_of_what_webflow_refused_it_is_known(reason: Reason) -> None:
    assert not failed(reason).is_in_doubt


@pytest.mark.parametrize("reason", Reason)
def test_of_what_was_not_sent_it_is_known(reason: Reason) -> None:
    assert not failed(reason, Status.BLOCKED).is_in_doubt


def test_what_webflow_said_it_published_is_not_in_doubt_even_if_it_could_not_be_read_back() -> None:
    assert not replace(failed(Reason.UNAVAILABLE), accepted=True).is_in_doubt


@pytest.mark.parametrize("outcome", [PUBLISHED, UNCHANGED, PENDING])
def test_nothing_is_in_doubt_that_did_not_fail(outcome: Outcome) -> None:
    assert not outcome.is_in_doubt


@pytest.mark.parametrize("change", [None, *Change])
def test_what_was_never_published_before_is_published_for_the_first_time(change: Change | None) -> None:
    assert Outcome(VARIANT, Status.PENDING, change=change).is_first is (change in {Change.NEW, Change.DRAFT})


def test_a_result_tells_why_nothing_was_published_where_it_would_have_been_too_much() -> None:
    refused = Outcome(VARIANT, Status.BLOCKED, Reason.TOO_MANY, "3 of 4 items")
    assert Result(Verdict.FAILED, outcomes=(PENDING, refused)).refusal == "3 of 4 items"
    assert Result(Verdict.PENDING, outcomes=(PENDING,)).refusal is None


def test_failures_of_requests_are_complaints_about_their_collection() -> None:
    down = Failure(Reason.UNAVAILABLE, "503")
    assert complaints(collection(), [down]) == [Complaint(collection(), Reason.UNAVAILABLE, "503")]


class TestTakingDown:
    def test_a_run_that_took_something_down_did_something(self) -> None:
        (gone,) = variants(leaving(1))
        assert verdict([Outcome(gone, Status.UNPUBLISHED)], ()) is Verdict.SUCCESS
        assert verdict([Outcome(gone, Status.UNCHANGED)], ()) is Verdict.NOTHING_TO_DO

    def test_what_was_not_found_is_in_doubt_where_it_was_live_before(self) -> None:
        (gone,) = variants(leaving(1))
        failed = Outcome(gone, Status.FAILED, Reason.NOT_FOUND)
        assert not failed.is_in_doubt
        assert replace(failed, change=Change.TAKEN_DOWN).is_in_doubt
        assert not replace(failed, change=Change.NEW).is_in_doubt
