"""When there is no point in sending on: after a refusal of the token, or a few requests without an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from webflow_publish.reason import DENIED, Reason
from webflow_publish.webflow.exchange import Reply
from webflow_publish.webflow.failure import Failure

OUTAGES = 3
"""After so many requests in a row that brought no answer of Webflow's, it is taken to be down, and no more are sent."""

_FINAL = DENIED | {Reason.RATE_LIMITED, Reason.TIMED_OUT}

Answer = TypeVar("Answer")


class Circuit:
    """Follows how requests end. Safe between threads.

    Failures are in a row where each request began after the one before it had failed, and no other answer came in
    between: requests that were under way together are one trouble, not several.

    `failure` is the one after which no further request makes sense: a refused token, a rate limit or a time limit that
    does not end, or an outage. None as long as there is none.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._outages = 0
        self._now = 0
        """How often something happened that ends a row, or makes it longer."""
        self.failure: Failure | None = None

    def call(self, send: Callable[[], Reply[Answer]]) -> Reply[Answer]:
        """Send a request, unless there is no point in it any more."""
        if self.failure:
            return Reply(self.failure)
        began = self.begin()
        reply = send()
        self.record(reply.answer, began)
        return reply

    def begin(self) -> int:
        """A request begins; what `record` is to be given when it has ended."""
        return self._now

    def record(self, answer: object, began: int) -> None:
        """Take into account how a request ended."""
        failure = answer if isinstance(answer, Failure) else None
        with self._lock:
            if failure is None or not failure.is_outage:
                self._outages = 0
                self._now += 1
            elif began == self._now:
                self._outages += 1
                self._now += 1
            if failure and (failure.reason in _FINAL or self._outages >= OUTAGES):
                self.failure = self.failure or failure
