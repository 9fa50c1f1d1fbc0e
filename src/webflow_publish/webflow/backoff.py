"""How long to wait before a request is sent again, and when to give up."""

from __future__ import annotations

from collections.abc import Callable

from webflow_publish.reason import Reason
from webflow_publish.webflow.failure import Failure

LONGEST_WAIT = 120.0
"""Seconds; a longer `Retry-After` is cut to this. Webflow's is 60 as a rule: its limits count by the minute."""

ATTEMPTS = {Reason.RATE_LIMITED: 10, Reason.UNAVAILABLE: 6, Reason.MALFORMED: 3}
"""How often one request is sent at most while it fails for that reason."""


def wait_before(failure: Failure, attempt: int, left: float, random: Callable[[], float]) -> float | None:
    """Seconds to wait before the next attempt; None to give up.

    Args:
        failure: How the last attempt ended.
        attempt: Which attempt that was for this reason, from 1.
        left: Seconds that the run has left; a wait that does not fit is not begun.
        random: Gives numbers from 0 up to 1, so that many runs that fail together do not come back together.
    """
    if not failure.retryable or attempt >= ATTEMPTS[failure.reason]:
        return None
    wait: float = 2.0 ** (attempt - 1) * (1 + random()) / 2
    if failure.retry_after is not None:
        wait = max(1.0, failure.retry_after)
    wait = min(wait, LONGEST_WAIT)
    return wait if wait < left else None
