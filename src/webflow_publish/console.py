"""The log: where a run tells what it is doing, in a terminal or in a step of GitHub Actions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from webflow_publish.manifest import Place
from webflow_publish.text import plain


class Level(StrEnum):
    """How serious an annotation is; the values are GitHub's."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A message that belongs to a place in the manifest, or to the run as a whole."""

    level: Level
    title: str
    message: str
    place: Place | None = None

    @property
    def text(self) -> str:
        """All of it in one line, in the form of compilers, which editors and terminals turn into links."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.level}: {self.title.rstrip('.')}: {self.message}"


class Console(Protocol):
    """What a run needs of a log. Every text may hold words from outside: each implementation makes them harmless."""

    def mask(self, secret: str) -> None:
        """Keep a text out of the log for good."""

    def line(self, text: str) -> None:
        """Write one line."""

    def open_group(self, title: str) -> None:
        """Begin lines that belong together."""

    def close_group(self) -> None:
        """End them."""

    def annotate(self, annotations: Sequence[Annotation]) -> None:
        """Show messages at their places."""


class Terminal:
    """Plain lines, for people and for other CI systems: what happens on stdout, what is wrong on stderr."""

    def mask(self, secret: str) -> None:
        """See Console. Nothing to do: a terminal shows what is written to it, and the token never is."""

    def line(self, text: str) -> None:
        """See Console."""
        print(plain(text), flush=True)

    def open_group(self, title: str) -> None:
        """See Console."""
        self.line(title)

    def close_group(self) -> None:
        """See Console."""

    def annotate(self, annotations: Sequence[Annotation]) -> None:
        """See Console."""
        for each in annotations:
            print(plain(each.text, 5000), file=sys.stderr, flush=True)
