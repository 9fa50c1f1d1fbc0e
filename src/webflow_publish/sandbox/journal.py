"""What was asked of the sandbox and what it answered: for tests, for counting, and for people who watch."""

from __future__ import annotations

import json
import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request and its answer.

    Bodies are JSON values, a text where they are no JSON, and None where they are empty. Names of headers are written
    like `Content-Type`. `status` is None, and there is no answer, where the connection was cut instead of answering.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    status: int | None
    answer_headers: Mapping[str, str]
    answer: Any


class Journal:
    """Keeps the last 10,000 requests and counts all of them. Thread-safe."""

    def __init__(self, log: Callable[[str], None] | None = None) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._requests: deque[Recorded] = deque(maxlen=_REMEMBERED)
        self._counts: Counter[str] = Counter(reads=0, writes=0)
        self._statuses: Counter[str] = Counter()

    def add(self, recorded: Recorded) -> None:
        """Take up one request; it is shown as a line where there is somebody to show it to."""
        status = "cut" if recorded.status is None else str(recorded.status)
        with self._lock:
            self._requests.append(recorded)
            self._counts["reads" if recorded.method in {"GET", "HEAD"} else "writes"] += 1
            self._statuses[status] += 1
        if self._log is not None:
            self._log(f"{quote(recorded.method)} {quote(recorded.path)} {status}")

    @property
    def requests(self) -> list[Recorded]:
        """The requests in the order in which they were answered."""
        with self._lock:
            return list(self._requests)

    def counts(self) -> dict[str, Any]:
        """The number of `reads`, of `writes`, and of each status under `statuses`."""
        with self._lock:
            return {**self._counts, "statuses": dict(sorted(self._statuses.items()))}


def parsed(content: bytes) -> Any:
    """A body as JSON values, as a text where it is no JSON, as None where it is empty."""
    text = content.decode("utf-8", errors="replace")
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text
