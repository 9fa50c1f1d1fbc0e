"""A terminal that somebody looks at: in colour, and with a bar while it takes a while."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from webflow_publish.console import LONGEST_MESSAGE, Annotation, Level, Terminal, Tone
from webflow_publish.text import plain

_STYLES = {Tone.GOOD: "green", Tone.BAD: "bold red", Tone.DOUBTFUL: "yellow", Tone.ASIDE: "dim"}
_LEVELS = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTICE: ""}


class ColourTerminal(Terminal):
    """The lines of Terminal, in colour. It is rich that writes them, and it is given texts, never markup.

    All of it is written by the thread that tells: the bar moves with what is told, and never by itself.
    """

    def __init__(self, *, is_aside: bool = False) -> None:
        super().__init__(is_aside=is_aside)
        self._console = _console(sys.stderr if is_aside else sys.stdout)
        self._errors = _console(sys.stderr) if sys.stderr is not None and sys.stderr.isatty() else None
        self._bar: tuple[Progress, TaskID] | None = None

    def line(self, text: str, tone: Tone | None = None) -> None:
        """See Console."""
        _write(self._console, Text(plain(text), _STYLES[tone] if tone else ""))

    def open_group(self, title: str) -> None:
        """See Console."""
        _write(self._console, Text(plain(title), "bold"))

    def progress(self, what: str, done: int, total: int) -> bool:
        """See Console."""
        with _undisturbed():
            if self._bar is None:
                progress = _progress(self._console)
                self._bar = progress, progress.add_task(what, total=total)
                progress.start()
            progress, task = self._bar
            progress.update(task, description=what, completed=done, total=total, refresh=True)
        return True

    def end_progress(self) -> None:
        """See Console. The line that it stood on is empty again."""
        if self._bar:
            progress, _ = self._bar
            self._bar = None
            with _undisturbed():
                progress.stop()

    def _annotate(self, annotation: Annotation, hint: str) -> None:
        if self._errors is None:
            super()._annotate(annotation, hint)
            return
        place = f"{annotation.place}: " if annotation.place else ""
        parts = (
            (plain(place), "bold"),
            (f"{annotation.level}: ", _LEVELS[annotation.level]),
            plain(annotation.message, LONGEST_MESSAGE),
            (plain(f" {hint}" if hint else "", LONGEST_MESSAGE), "dim"),
        )
        _write(self._errors, Text.assemble(*parts))


def _console(stream: TextIO) -> Console:
    """A console that looks for no markup, no emoji and nothing to highlight in what it is given."""
    return Console(file=stream, markup=False, emoji=False, highlight=False, soft_wrap=True)


def _progress(console: Console) -> Progress:
    """One that is gone when it is over, and has no thread of its own."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(complete_style="cyan", finished_style="green"),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f}", markup=False),
        console=console,
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _write(console: Console, text: Text) -> None:
    with _undisturbed():
        console.print(text, soft_wrap=True)


def _undisturbed() -> suppress:
    """A terminal that was closed is no reason to stop: then nothing is written, as `emit` has it."""
    return suppress(OSError, ValueError)
