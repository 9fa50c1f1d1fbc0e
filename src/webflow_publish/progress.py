"""Where the publishing stands, for whoever follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from webflow_publish.batch import Batch
from webflow_publish.manifest import Collection
from webflow_publish.webflow import Failure


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the publishing stands after a request for a collection; the numbers are items × locales, but `requests`."""

    collection: Collection
    done: int
    total: int
    failed: int
    requests: int


class Observer(Protocol):
    """Who follows the publishing while it goes on."""

    def divided(self, batch: Batch, failure: Failure) -> None:
        """A request for a batch failed as a whole, and is sent again in parts."""

    def progressed(self, progress: Progress) -> None:
        """A request is done."""
