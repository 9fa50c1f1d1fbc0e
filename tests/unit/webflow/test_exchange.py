from __future__ import annotations

import pytest

from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Reply
from webflow_publish.webflow.failure import UNANSWERED

DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
REFUSED = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)


@pytest.mark.parametrize("answer", [{}, REFUSED])
def test_failures_are_over_when_there_was_an_answer_that_stays(answer: dict[str, int] | Failure) -> None:
    assert Reply(answer, (DOWN, DOWN)).cleared == (DOWN, DOWN)


def test_failures_are_not_over_when_the_time_was() -> None:
    reply: Reply[dict[str, int]] = Reply(UNANSWERED, (DOWN, DOWN))
    assert reply.cleared == ()


def test_failures_are_not_over_when_the_last_attempt_failed_as_well() -> None:
    reply: Reply[dict[str, int]] = Reply(DOWN, (DOWN, DOWN))
    assert reply.cleared == ()
