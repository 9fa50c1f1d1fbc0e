"""Where a run tells what it does and what came of it: a terminal, or a step of GitHub Actions."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TextIO

from webflow_publish.problem import Place
from webflow_publish.text import plain


class Level(StrEnum):
    """How serious an annotation is; the values are GitHub's."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A message that belongs to a place in the manifest, or to the run as a whole.

    `topic` is a heading that many may share; `message` says what happened to what, `hint` what to change, in whole
    sentences. `general` tells that the cause does not lie at the place: many of one topic are then one message.
    """

    level: Level
    topic: str
    message: str
    hint: str = ""
    place: Place | None = None
    general: bool = False

    @property
    def text(self) -> str:
        """Place, level and message in one line, in the form of compilers, which editors and terminals make links of."""
        return f"{self.place}: {self.level}: {self.message}" if self.place else f"{self.level}: {self.message}"


def emit(text: str, *, error: bool = False) -> None:
    """Write a line to stdout or stderr. That nobody reads it any more is no reason to stop: then nothing is written.

    Python has no stream at all where the program was started with a closed one.
    """
    stream = sys.stderr if error else sys.stdout
    try:
        print(text, file=stream, flush=True)
    except (OSError, ValueError):
        _silence(stream)


def _silence(stream: TextIO) -> None:
    """Let the stream lead nowhere, also for what Python itself writes when it ends."""
    with suppress(OSError, ValueError), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


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

    def write_outputs(self, outputs: dict[str, str]) -> None:
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
        emit(plain(text))

    def open_group(self, title: str) -> None:
        """See Console."""
        self.line(title)

    def close_group(self) -> None:
        """See Console."""

    def annotate(self, annotations: Sequence[Annotation]) -> None:
        """See Console. A hint that many share is given once; a notice has been said already."""
        given: set[str] = set()
        for each in annotations:
            if each.level is Level.NOTICE:
                continue
            text = each.text if each.hint in given else f"{each.text} {each.hint}"
            given.add(each.hint)
            emit(plain(text.strip(), 5000), error=True)

    def debug(self, text: str) -> None:
        """See Console. Never asked for in a terminal."""

    def write_outputs(self, outputs: dict[str, str]) -> None:
        """See Console."""

    def summary_room(self) -> int:
        """See Console."""
        return 0

    def write_summary(self, markdown: str) -> None:
        """See Console."""
