"""A clock whose time of day somebody sets, as happens on machines that are corrected or were asleep."""

from __future__ import annotations

from datetime import datetime, timedelta

from webflow_publish.clock import Clock


class SkewedClock:
    """Runs with another clock; only its time of day is off by what it was set to. Safe between threads."""

    def __init__(self, base: Clock) -> None:
        self._base = base
        self._skew = timedelta()

    def monotonic(self) -> float:
        return self._base.monotonic()

    def now(self) -> datetime:
        return self._base.now() + self._skew

    def sleep(self, seconds: float) -> None:
        self._base.sleep(seconds)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._base.sleep(seconds)

    def set(self, days: float) -> None:
        """Set the time of day so many days ahead, or back."""
        self._skew += timedelta(days=days)
