from __future__ import annotations

import pytest

from webflow_publish.reason import Reason
from webflow_publish.webflow.backoff import ATTEMPTS, LONGEST_WAIT, wait_before
from webflow_publish.webflow.failure import Failure

LONG = 3600.0


def down() -> Failure:
    return Failure(Reason.UNAVAILABLE, "503", retryable=True)


def limited(retry_after: float | None) -> Failure:
    return Failure(Reason.RATE_LIMITED, "429", retryable=True, retry_after=retry_after)


def test_waits_double_and_are_spread() -> None:
    assert [wait_before(down(), attempt, LONG, lambda: 0.0) for attempt in range(1, 6)] == [0.5, 1, 2, 4, 8]
    assert [wait_before(down(), attempt, LONG, lambda: 1.0) for attempt in range(1, 6)] == [1, 2, 4, 8, 16]


@pytest.mark.parametrize("reason", ATTEMPTS)
def test_attempts_come_to_an_end(reason: Reason) -> None:
    failure = Failure(reason, "x", retryable=True)
    assert wait_before(failure, ATTEMPTS[reason] - 1, LONG, lambda: 0.0) is not None
    assert wait_before(failure, ATTEMPTS[reason], LONG, lambda: 0.0) is None


def test_what_cannot_get_better_is_not_tried_again() -> None:
    assert wait_before(Failure(Reason.REJECTED, "400"), 1, LONG, lambda: 0.0) is None


@pytest.mark.parametrize(("told", "waited"), [(60, 60), (5.5, 5.5), (0, 1), (86_400, LONGEST_WAIT)])
def test_retry_after_is_obeyed_within_reason(told: float, waited: float) -> None:
    assert wait_before(limited(told), 1, LONG, lambda: 0.0) == waited


def test_a_limit_without_retry_after_is_waited_for_like_an_outage() -> None:
    assert wait_before(limited(None), 3, LONG, lambda: 0.0) == 2


def test_a_wait_that_does_not_fit_into_the_time_that_is_left_is_not_begun() -> None:
    assert wait_before(limited(60), 1, 60.0, lambda: 0.0) is None
    assert wait_before(limited(60), 1, 60.1, lambda: 0.0) == 60
