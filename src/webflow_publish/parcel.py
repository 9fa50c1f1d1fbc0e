"""A request to come, or under way, and what it is a part of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from webflow_publish.batch import Batch
from webflow_publish.isolation import Isolation
from webflow_publish.manifest import Variant
from webflow_publish.schedule import Step
from webflow_publish.state import Key
from webflow_publish.webflow import Failure, Sending


@dataclass(eq=False, slots=True)
class Division:
    """A refused batch that is sent again in parts.

    `words` are those of what was refused alone; `outages` counts at how many items in a row Webflow failed alone.
    """

    batch: Batch
    failure: Failure
    isolation: Isolation
    words: set[str] = field(default_factory=set)
    outages: int = 0


@dataclass(eq=False, slots=True)
class Parcel:
    """A request to come, or under way: the batch of a step, or a part of it.

    Attributes:
        step: The step.
        batch: What is to be sent.
        sending: How that fares.
        division: What it is a part of, where Webflow refused the whole.
        pause: Seconds to wait before it is sent.
        began: What was known of the circuit when it was handed in (see `Circuit.begin`).
        published: How many variants were published by then.
        live: What of it was on the live site when Webflow had refused to take it down because it does not find it all;
            None where it was not looked at.
    """

    step: Step
    batch: Batch
    sending: Sending
    division: Division | None = None
    pause: float = 0.0
    began: int = 0
    published: int = 0
    live: Collection[Key] | None = None

    @property
    def gone(self) -> list[Variant]:
        """What Webflow was to take down, and is off the live site though Webflow refused it: nothing if unknown."""
        return [each for each in self.batch.variants if self.live is not None and each.key not in self.live]
