"""Who is told how a run goes on, from the reading to the reading back.

A log does that; the work itself knows nothing of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from webflow_publish.estimate import Estimate
from webflow_publish.outcome import Outcome
from webflow_publish.progress import Observer
from webflow_publish.proof import Follower
from webflow_publish.survey import Watcher


class Witness(Watcher, Observer, Follower, Protocol):
    """Who follows the work while it goes on."""

    def planned(self, outcomes: Sequence[Outcome], estimate: Estimate) -> None:
        """The plan is made, and how much work it is."""

    def note(self, text: str) -> None:
        """Something that is good to know, and nobody's failure."""

    def catch_up(self) -> None:
        """Tell what other threads had to tell: it is the only one that writes."""

    def close(self) -> None:
        """The publishing is over."""
