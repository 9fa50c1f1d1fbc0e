"""What the server is told before each run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """A site, and how it is reached.

    Attributes:
        items: Items in the manifest.
        latency: Seconds that pass before each answer, before `scale`.
        limit: Requests that are granted in a window of 60 seconds, before `scale`; None where there is no limit.
        scale: How many times as fast time passes: latency and windows are shortened by it, and `Retry-After` is not,
            because whoever is measured in such a scene has a clock that is as fast.
        refusing: One item in so many makes the whole publish request fail that has it; 0: none does.
        deleted: One item in so many is not there any more, as the answer to a publish request says; 0: all are there.
    """

    items: int
    latency: float = 0.0
    limit: int | None = None
    scale: float = 1.0
    refusing: int = 0
    deleted: int = 0

    def document(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)
