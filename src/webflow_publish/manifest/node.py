"""A YAML document as plain values that remember where they stand, before anything is known of manifests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from webflow_publish.frozen import value_class
from webflow_publish.problem import Place
from webflow_publish.text import quoted

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@value_class(frozen=True, slots=True)
class Scalar:
    """A text as it is written, whatever YAML would make of it; `plain` when it stands without quotes."""

    text: str
    plain: bool
    place: Place

    @property
    def null(self) -> bool:
        """Whether it says nothing: left out, `~` or `null` (YAML 1.2.2, 10.2.1.1)."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, in block or flow style."""

    values: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order in which they are written.

    `keys` holds the place of each key. Where a key stands twice, its first value is kept. `merges` tells that
    a merge key (`<<`) was refused, so that keys may be missing for that reason.
    """

    values: dict[str, Node]
    keys: dict[str, Place]
    merges: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Refused:
    """Something of which a problem was reported already: nothing more is to be said about it."""

    place: Place


Node: TypeAlias = Scalar | Sequence | Mapping | Refused


def described(node: Node) -> str:
    """What a node is, for a message: "a list", "nothing", "the text `blog`"."""
    match node:
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"
        case Scalar(null=True):
            return "nothing"
        case Scalar():
            return f"the text {quoted(node.text)}"
        case Refused():
            return "something that cannot be read"
