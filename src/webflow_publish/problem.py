"""What the user has to change, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from webflow_publish.frozen import value_class
from webflow_publish.text import quoted

_LONGEST_PLACE = 500
"""Characters of a place in a sentence."""


@value_class(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: file (relative to the workspace, with forward slashes), line and column, both from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def quoted(self) -> str:
        """The place between backticks, for a sentence."""
        return quoted(str(self), _LONGEST_PLACE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the user has to change before anything can be published.

    `message` tells what is wrong, `hint` what to change (it may be empty). `place` is None where the problem is
    not in a file, as with an input. `count` is how many it stands for, more than 1 where there are too many
    to tell each.
    """

    message: str
    hint: str = ""
    place: Place | None = None
    count: int = 1
