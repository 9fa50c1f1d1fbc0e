"""Where a run tells what it does and what came of it: a terminal, or a step of GitHub Actions."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from pathlib import Path
from typing import Protocol, TextIO

from webflow_publish.problem import Place
from webflow_publish.text import plain

LONGEST_MESSAGE = 5000
"""Characters of a message with its place and its hint."""


class Level(StrEnum):
    """How serious an annotation is; the values are GitHub's."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Tone(Enum):
    """What a line says of how things are, for where that can be shown in colour."""

    GOOD = auto()
    BAD = auto()
    DOUBTFUL = auto()
    ASIDE = auto()
    """Good to know, and less than the lines around it."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A message that belongs to a place in the manifest, or to the run as a whole.

    `topic` is a heading that many may share; `message` says what happened to what, `hint` what to change, in whole
    sentences. `cause` is what happened, in words that are the same for all that it befell, where it does not lie at the
    place: the many of one topic and cause are then one message. Empty where it does.
    """

    level: Level
    topic: str
    message: str
    hint: str = ""
    place: Place | None = None
    cause: str = ""

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

    def line(self, text: str, tone: Tone | None = None) -> None:
        """Write one line."""

    def progress(self, what: str, done: int, total: int) -> bool:
        """Show how far something has come, in place of how far it had come before; whether that can be shown.

        `what` is a text of ours. Where it cannot be shown, lines have to tell it.
        """
        ...

    def end_progress(self) -> None:
        """Take that away again, if anything is shown."""

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

    Args:
        is_aside: Whether what happens is told on stderr as well, because stdout is for something else.
    """

    def __init__(self, *, is_aside: bool = False) -> None:
        self._is_aside = is_aside

    def mask(self, secret: str) -> None:
        """See Console. Nothing to do: a terminal shows what is written to it, and the token never is."""

    def line(self, text: str, tone: Tone | None = None) -> None:
        """See Console. Plain lines have no tone."""
        del tone
        emit(plain(text), error=self._is_aside)

    def progress(self, what: str, done: int, total: int) -> bool:
        """See Console. Nothing that was written can be replaced."""
        del what, done, total
        return False

    def end_progress(self) -> None:
        """See Console."""

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
            self._annotate(each, "" if each.hint in given else each.hint)
            given.add(each.hint)

    def _annotate(self, annotation: Annotation, hint: str) -> None:
        """Show one of them, with a hint that may be empty."""
        emit(plain(f"{annotation.text} {hint}".strip(), LONGEST_MESSAGE), error=True)

    def debug(self, text: str) -> None:
        """See Console. Never asked for in a terminal."""

    def write_outputs(self, outputs: dict[str, str]) -> None:
        """See Console."""

    def summary_room(self) -> int:
        """See Console."""
        return 0

    def write_summary(self, markdown: str) -> None:
        """See Console."""


def terminal(environment: Mapping[str, str], *, is_aside: bool = False) -> Terminal:
    """The terminal: in colour and with a bar where somebody looks on who wants that, and `rich` is installed.

    `NO_COLOR` with any text asks for plain lines (source: no-color.org), and `TERM=dumb` says that there can be no
    others. `is_aside` is as in Terminal.
    """
    stream: TextIO | None = sys.stderr if is_aside else sys.stdout
    wants_plain = environment.get("NO_COLOR") or environment.get("TERM") == "dumb"
    if wants_plain or stream is None or stream.closed or not stream.isatty():
        return Terminal(is_aside=is_aside)
    try:
        from webflow_publish.colour import ColourTerminal  # noqa: PLC0415 - rich is heavy, and an extra
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("webflow_publish"):
            raise
        return Terminal(is_aside=is_aside)
    return ColourTerminal(is_aside=is_aside)
