"""What came to the server since the last reset: numbers, and the moment of the first request."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bench.server.message import Answer, Request

_TOO_MANY = 429


@dataclass(slots=True)
class Tally:
    """Requests below `/v2`. `at_once` is how many were waiting for their answer at the same time, at most.

    `first` is when the first one came, in seconds of the machine's monotonic clock, which all processes share.
    """

    requests: int = 0
    writes: int = 0
    refused: int = 0
    at_once: int = 0
    first: float | None = None

    def add(self, request: Request, answer: Answer, waiting: int, now: float) -> None:
        """Count a request; `waiting` are those without an answer, itself included."""
        self.first = now if self.first is None else self.first
        self.requests += 1
        self.writes += request.method != "GET"
        self.refused += answer.status == _TOO_MANY
        self.at_once = max(self.at_once, waiting)

    def document(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)
