"""The rate limit: so many requests a minute and token."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from webflow_publish.clock import Clock

_WINDOW = 60.0


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a token may still do. `wait` is in whole seconds, and 0 where the request is granted."""

    limit: int
    remaining: int
    wait: int = 0

    @property
    def headers(self) -> Mapping[str, str]:
        """Webflow's rate limit headers, which every answer carries; `Retry-After` only on a refusal."""
        headers = {"X-RateLimit-Limit": str(self.limit), "X-RateLimit-Remaining": str(self.remaining)}
        return {**headers, "Retry-After": str(self.wait)} if self.wait else headers


class RateLimit:
    """Counts requests in windows of a minute, the first of which begins with a token's first request. Thread-safe."""

    def __init__(self, limit: int, clock: Clock) -> None:
        self._limit = limit
        self._clock = clock
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[float, int]] = {}

    def take(self, token: str) -> Allowance:
        """Count one request of a token; a refused one costs nothing."""
        with self._lock:
            now = self._clock.monotonic()
            start, used = self._windows.get(token, (now, 0))
            if now - start >= _WINDOW:
                start, used = now, 0
            if used >= self._limit:
                return Allowance(self._limit, 0, max(1, math.ceil(start + _WINDOW - now)))
            self._windows[token] = (start, used + 1)
            return Allowance(self._limit, self._limit - used - 1)
