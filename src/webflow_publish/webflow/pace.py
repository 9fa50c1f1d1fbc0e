"""The pace of all requests of a run: as fast as Webflow's rate limit allows, and no faster."""

from __future__ import annotations

import math
import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webflow_publish.clock import Clock, Deadline

WINDOW = 60.0
"""Seconds; Webflow's rate limits count requests by the minute (source: its documentation, "Rate limits")."""

MOST_A_MINUTE = 100_000
"""Requests; a rate limit above this is not believed. Webflow's plans have 60 and 120, or what a contract says."""

WORTH_TELLING = 1.0
"""Seconds; only longer waits are told."""

_GLANCE = 0.25
"""Seconds that are slept at a time while an answer may come that makes the wait shorter."""


@dataclass(frozen=True, slots=True)
class _Wait:
    """A wait that is due: `seconds` as far as can be foreseen, `piece` until it is looked at again."""

    seconds: float
    piece: float
    is_pause: bool


class Pace:
    """The requests that one token may still send, shared by everybody who sends. Safe between threads.

    Webflow does not say how it counts a minute: from a fixed moment on, or back from each request. So a request takes a
    slot from `enter()` until 60 seconds after its `leave()`, as Webflow counts it somewhere in between, and there are a
    few slots fewer than Webflow grants. However it counts, these requests alone never exceed what is granted. Before an
    answer has told the limit, there is no end of slots.

    Others may use the same token: what Webflow says is used up beyond the slots that are taken counts as taken as well,
    until a newer answer says otherwise, or for 60 seconds; or until the end of a pause, by which it has room again.

    Args:
        clock: Tells the time, and waits.
        deadline: No wait goes past it.
        on_wait: Is told the seconds of a wait for a slot when it begins, if it is longer than a second. Where several
            threads wait, it is told once for all of them.
    """

    def __init__(
        self, clock: Clock, deadline: Deadline, on_wait: Callable[[float], None] = lambda _seconds: None
    ) -> None:
        self._clock = clock
        self._deadline = deadline
        self._on_wait = on_wait
        # Whoever waits holds the turn and the others queue for it. Nobody waits while holding the state, so that
        # requests can end meanwhile.
        self._turn = threading.Lock()
        self._state = threading.Lock()
        self._limit: int | None = None
        self._under_way = 0
        self._releases: deque[float] = deque()
        """When the slots of requests that have ended become free, soonest first."""
        self._foreign = 0
        self._foreign_until = -math.inf
        self._paused_until = -math.inf

    @property
    def limit(self) -> int | None:
        """Requests a minute that Webflow grants the token, as the last answer said; None until one has."""
        return self._limit

    def enter(self) -> bool:
        """Wait until one more request may be sent; whether it may be.

        True: send it, and call `leave()` when it has ended, however it did. False: the deadline is over, or the wait
        would not end before it; no slot is taken.
        """
        is_told = False
        with self._turn:
            while left := self._deadline.left():
                wait = self._take()
                if wait is None:
                    return True
                if wait.seconds >= left:
                    return False
                if not (is_told or wait.is_pause) and wait.seconds > WORTH_TELLING:
                    self._on_wait(wait.seconds)
                    is_told = True
                self._clock.sleep(wait.piece)
            return False

    def leave(self, headers: Mapping[str, str] | None) -> None:
        """A request has ended. `headers` are those of its answer, None where no answer came."""
        with self._state:
            now = self._clock.monotonic()
            self._release(now)
            self._learn(headers or {}, now)
            if self._under_way:
                self._under_way -= 1
                self._releases.append(now + WINDOW)

    def pause(self, seconds: float) -> None:
        """Let nobody send for so many seconds from now: after a 429. A longer pause that is under way stays."""
        with self._state:
            self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)
            self._foreign_until = min(self._foreign_until, self._paused_until)

    def _take(self) -> _Wait | None:
        """Take a slot; or what there is to wait for."""
        with self._state:
            now = self._clock.monotonic()
            self._release(now)
            free = self._free_at(now)
            until = max(free, self._paused_until)
            if until <= now:
                self._under_way += 1
                return None
            is_pause = self._paused_until >= free
            # No answer ends a pause, and none frees the slot of a request that has ended.
            is_certain = is_pause or not (self._under_way or self._foreign)
            seconds = until - now
            return _Wait(seconds, seconds if is_certain else min(seconds, _GLANCE), is_pause)

    def _release(self, now: float) -> None:
        while self._releases and self._releases[0] <= now:
            self._releases.popleft()
        if self._foreign_until <= now:
            self._foreign = 0

    def _learn(self, headers: Mapping[str, str], now: float) -> None:
        limit = _number(headers, "X-RateLimit-Limit")
        if limit is not None and 1 <= limit <= MOST_A_MINUTE:
            self._limit = limit
        remaining = _number(headers, "X-RateLimit-Remaining")
        if self._limit is None or remaining is None or remaining > self._limit:
            return
        self._foreign = max(0, self._limit - remaining - self._under_way - len(self._releases))
        self._foreign_until = now + WINDOW

    def _free_at(self, now: float) -> float:
        """When a slot will be free, as can be foreseen: that of a request under way in a minute at the soonest."""
        if self._limit is None:
            return now
        missing = self._under_way + len(self._releases) + self._foreign - _slots(self._limit) + 1
        while_others_send = self._released_at(missing, now)
        once_others_stop = max(self._foreign_until, self._released_at(missing - self._foreign, now))
        return min(while_others_send, once_others_stop)

    def _released_at(self, count: int, now: float) -> float:
        if count <= 0:
            return now
        return self._releases[count - 1] if count <= len(self._releases) else now + WINDOW


def _slots(limit: int) -> int:
    """How many of the requests that are granted may be made. A fiftieth is left, one at least, but never all.

    So somebody else may use the token now and then, and nobody is refused.
    """
    return max(1, limit - max(1, limit // 50))


def _number(headers: Mapping[str, str], name: str) -> int | None:
    """What a header says; None where it is missing or makes no sense."""
    text = headers.get(name, "").strip()
    return int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else None
