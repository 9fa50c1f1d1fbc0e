"""Time, passed in: so that waits can be tested without waiting."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the program needs of time."""

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never goes back."""

    def now(self) -> datetime:
        """The time of day, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait for that many seconds."""


class SystemClock:
    """The machine's own clock."""

    def monotonic(self) -> float:
        """See Clock."""
        return time.monotonic()

    def now(self) -> datetime:
        """See Clock."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """See Clock."""
        time.sleep(seconds)


class Deadline:
    """The moment at which a run has to stop sending, `seconds` after it was made."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._end = clock.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; 0 when there are none."""
        return max(0.0, self._end - self._clock.monotonic())

    def sooner(self, seconds: float) -> Deadline:
        """One that ends so many seconds from now, unless this one ends before that."""
        return Deadline(self._clock, min(seconds, self.left()))

    def sleep(self, seconds: float) -> bool:
        """Wait for that many seconds, if so many are left; whether they were."""
        if seconds >= self.left():
            return False
        self._clock.sleep(seconds)
        return True
