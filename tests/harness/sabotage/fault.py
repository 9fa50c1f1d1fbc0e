"""What a fault is: what it does, what is to be expected of it, and when it strikes."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from harness.sabotage.message import Stage
from harness.sabotage.visit import End, Visit
from webflow_publish.reason import Reason

Act = Callable[[Visit], End]
"""What is done to a request."""

Greet = Callable[[socket.socket], None]
"""What is done to a connection that was just accepted; it is closed afterwards, whatever it was for."""


class Dial(Enum):
    """What becomes of an attempt to connect: the name leads nowhere, or to where nobody listens."""

    UNRESOLVED = auto()
    REFUSED = auto()


class Kind(Enum):
    """What a fault meets: a request, a connection that was just made, or an attempt to make one."""

    REQUEST = auto()
    CONNECTION = auto()
    ATTEMPT = auto()


class Effect(Enum):
    """What is to be expected where a fault strikes.

    `HARMLESS` changes nothing, however often it strikes. `PASSING` changes nothing where it strikes once, because the
    request is sent again. Of `LASTING`, no more is expected than the truth.
    """

    HARMLESS = auto()
    PASSING = auto()
    LASTING = auto()


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: `act`, `greet` or `dial`.

    Attributes:
        name: What happens, in words with hyphens.
        effect: What is to be expected.
        act: What is done to a request.
        greet: What is done to a connection.
        dial: What becomes of an attempt to connect.
        tells: Reasons that an answer of this kind gives without doubt, true or not: then an item that is live may be
            called failed for one of them.
        is_told: Whether the program notices it where it passes, so that it is told as resolved.
        blinds: Whether the program is told that it may not read: then it believes Webflow's word, and says so.
    """

    name: str
    effect: Effect
    act: Act | None = None
    greet: Greet | None = None
    dial: Dial | None = None
    tells: frozenset[Reason] = frozenset()
    is_told: bool = True
    blinds: bool = False

    @property
    def kind(self) -> Kind:
        """What it meets."""
        return Kind.REQUEST if self.act else Kind.CONNECTION if self.greet else Kind.ATTEMPT


@dataclass(frozen=True, slots=True)
class Strike:
    """When a fault strikes: at the `first` request of a stage, and so many `times`, each `step`-th request.

    `times` is None for always. A fault that meets connections strikes at those that are made for the stage.
    """

    fault: Fault
    stage: Stage
    first: int = 1
    times: int | None = 1
    step: int = 1

    def hits(self, count: int) -> bool:
        """Whether it strikes at the `count`-th time, from 1."""
        nth, rest = divmod(count - self.first, self.step)
        return nth >= 0 and rest == 0 and (self.times is None or nth < self.times)
