"""How many requests a publish run takes, and how long at the site's rate."""

from __future__ import annotations

import math
from dataclasses import dataclass

LOWEST_RATE = 60
"""Requests a minute on Webflow's smaller plans: what is assumed where no answer has told the token's own limit."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The requests of a run that publishes what a plan lists, if all goes well.

    Attributes:
        reads: To find out again what there is to do.
        writes: To publish.
        confirmations: To read back that it is live.
        rate: Requests a minute that Webflow allows the token; None where it did not say.
    """

    reads: int
    writes: int
    confirmations: int
    rate: int | None

    @property
    def requests(self) -> int:
        """All of them."""
        return self.reads + self.writes + self.confirmations

    @property
    def minutes(self) -> int:
        """Minutes that the rate limit makes it take, at least 1."""
        return self._minutes(self.requests)

    @property
    def minutes_left(self) -> int:
        """Minutes that it makes publishing and reading back take, at least 1: what is left when the plan is made."""
        return self._minutes(self.writes + self.confirmations)

    def _minutes(self, requests: int) -> int:
        return max(1, math.ceil(requests / (self.rate or LOWEST_RATE)))
