"""Where a run tells what it does and what came of it: a terminal, or a step of GitHub Actions."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from webflow_publish.problem import Place
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
    """Where a run tells. The texts of the log may hold words from outside: each implementation makes them harmless."""

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

    def debug(self, text: str) -> None:
        """Write one line for whoever looks for a defect, where that is asked for."""

    def write_outputs(self, outputs: Mapping[str, str]) -> None:
        """Hand the outputs to the steps that follow.

        Raises:
            OSError: They cannot be written.
        """

    def summary_room(self) -> int:
        """Bytes that the job summary has room for; 0 where there is none.

        Raises:
            OSError: That cannot be found out.
        """
        ...

    def write_summary(self, markdown: str) -> None:
        """Add to the job summary, where there is room for one.

        Raises:
            OSError: It cannot be written.
        """


class Terminal:
    """Plain lines, for people and for other CI systems: what happens on stdout, what is wrong on stderr.

    There are no outputs and no job summary: the errors have been shown one by one.
    """

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

    def debug(self, text: str) -> None:
        """See Console. Never asked for in a terminal."""

    def write_outputs(self, outputs: Mapping[str, str]) -> None:
        """See Console."""

    def summary_room(self) -> int:
        """See Console."""
        return 0

    def write_summary(self, markdown: str) -> None:
        """See Console."""
