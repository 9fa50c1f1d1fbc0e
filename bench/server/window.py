"""The rate limit: so many requests in a window of time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

SECONDS = 60.0
"""Length of a window, before any scale."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Whether a request is granted, and the headers that the answer tells it with."""

    granted: bool
    headers: Mapping[str, str]


class Window:
    """Counts requests in windows of a minute, the first of which begins with the first request.

    The sandbox counts in the same way. What is refused costs nothing.

    Args:
        limit: Requests in a window.
        scale: How many times as fast its minutes pass.
    """

    def __init__(self, limit: int, scale: float = 1.0) -> None:
        self._limit = limit
        self._scale = scale
        self._start: float | None = None
        self._used = 0

    def take(self, now: float) -> Grant:
        """Count a request at that moment, in seconds of the machine's clock."""
        if self._start is None or (now - self._start) * self._scale >= SECONDS:
            self._start, self._used = now, 0
        if self._used >= self._limit:
            wait = max(1, math.ceil(SECONDS - (now - self._start) * self._scale))
            return Grant(granted=False, headers={**self._headers(), "Retry-After": str(wait)})
        self._used += 1
        return Grant(granted=True, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        return {"X-RateLimit-Limit": str(self._limit), "X-RateLimit-Remaining": str(self._limit - self._used)}
