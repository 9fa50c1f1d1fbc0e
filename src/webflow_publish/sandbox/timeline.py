"""What readers see of an item in one locale: what a publish did may show only some time later."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from webflow_publish.sandbox.variant import Variant


@dataclass(frozen=True, slots=True)
class Timeline:
    """An item in one locale as it is shown from one moment to the next.

    `steps` are in the order of their moments, which are in seconds of a monotonic clock; the first one is past.
    """

    steps: tuple[tuple[float, Variant], ...]

    @classmethod
    def of(cls, variant: Variant) -> Timeline:
        """The timeline of an item that is shown as it is."""
        return cls(((-math.inf, variant),))

    @property
    def actual(self) -> Variant:
        """The item as it is, shown or not: what the next publish request meets."""
        return self.steps[-1][1]

    def shown(self, moment: float) -> Variant:
        """The item as readers see it at a moment."""
        return next(variant for since, variant in reversed(self.steps) if since <= moment)

    def published(self, variant: Variant, moment: float, delay: float) -> Timeline:
        """The timeline after a publish at `moment` that shows `delay` seconds later; infinity is never.

        What earlier ones did still shows when it is due.
        """
        due = moment + delay
        waiting = ((since, former) for since, former in self.steps if moment < since < due)
        return Timeline(((-math.inf, self.shown(moment)), *waiting, (due, variant)))

    def changed(self, change: Callable[[Variant], Variant]) -> Timeline:
        """The timeline after an edit, which shows at once: only publishing is late."""
        return Timeline(tuple((since, change(variant)) for since, variant in self.steps))
