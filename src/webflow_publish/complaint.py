"""What Webflow complained of that is about a request as a whole, and of which nobody knows which item is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webflow_publish.manifest import Collection
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure


@dataclass(frozen=True, slots=True)
class Complaint:
    """An error about a request for a collection rather than about one item.

    Attributes:
        collection: The collection.
        reason: What it usually means.
        message: Webflow's own words, or what happened to the request, in one line.
    """

    collection: Collection
    reason: Reason
    message: str


def complaints(collection: Collection, failures: Iterable[Failure]) -> list[Complaint]:
    """The failures of requests for a collection."""
    return [Complaint(collection, failure.reason, failure.message) for failure in failures]
