"""GitHub Actions, through actions-toolkit: the one place that knows its commands and files.

The toolkit escapes right, but its `info` writes raw text, `set_failed` ends the program, a broken stdout raises, and
there is no job summary: only what is safe of it is used (source: actions-toolkit 0.1.15). It reads the environment of
the process.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from actions_toolkit import core
from actions_toolkit.command import Command

from webflow_publish.console import Annotation, Level, Tone, emit
from webflow_publish.text import counted, plain

ANNOTATIONS = 10
"""Annotations of one level that GitHub shows of a step; it drops the others."""
ANNOTATION_LIMIT = 4096
"""Characters that GitHub keeps of an annotation."""
SUMMARY_BYTES = 1024 * 1024
"""A job summary that is larger is dropped whole."""
_SHORTEST_SECRET = 6
"""A masked text disappears from the whole log, wherever it stands: a very short one would blacken it."""


def is_running() -> bool:
    """Whether this is a step of GitHub Actions."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def value_of(name: str) -> str:
    """The text of an input, empty where it is not set."""
    return str(core.get_input(name))


class Step:
    """The step that this is. Groups fold, and annotations keep within the number that GitHub shows.

    Where GitHub gave no file for outputs or the job summary, they are not written.
    """

    def mask(self, secret: str) -> None:
        """See Console. From here on GitHub hides it, whatever writes it there."""
        if len(secret) >= _SHORTEST_SECRET:
            _issue("add-mask", secret)

    def line(self, text: str, tone: Tone | None = None) -> None:
        """See Console. A log has no tone."""
        del tone
        emit(plain(text))

    def progress(self, what: str, done: int, total: int) -> bool:
        """See Console. A log keeps what was written."""
        del what, done, total
        return False

    def end_progress(self) -> None:
        """See Console."""

    def open_group(self, title: str) -> None:
        """See Console."""
        _issue("group", plain(title))

    def close_group(self) -> None:
        """See Console."""
        _issue("endgroup", "")

    def annotate(self, annotations: Sequence[Annotation]) -> None:
        """See Console. What GitHub would not show is counted in the last annotation, and written to the log."""
        for level in Level:
            wanted = [each for each in annotations if each.level is level]
            shown, others = selected(wanted)
            for each in shown:
                self._annotate(each)
            if others:
                # Where one annotation speaks for all, none of these is one more.
                noun = "message" if len(others) == len(wanted) else "more message"
                self.open_group(f"{counted(len(others), noun)} of the level {level}")
                for each in others:
                    self.line(each.text)
                self.close_group()

    def _annotate(self, annotation: Annotation) -> None:
        place = annotation.place
        # The log shows the message alone, so the place has to be in there, too.
        where = f"{place}: " if place else ""
        properties = {"title": plain(annotation.topic, 200)}
        if place and plain(place.file) == place.file:
            properties |= {"file": place.file, "line": str(place.line), "col": str(place.column)}
        message = plain(f"{where}{annotation.message} {annotation.hint}".strip(), ANNOTATION_LIMIT)
        _issue(annotation.level, message, properties)

    def debug(self, text: str) -> None:
        """See Console."""
        if core.is_debug():
            _issue("debug", plain(text))

    def write_outputs(self, outputs: dict[str, str]) -> None:
        """See Console."""
        file = os.environ.get("GITHUB_OUTPUT")
        if file:
            # The toolkit raises a bare Exception where the file is missing, as it may be outside of GitHub.
            Path(file).touch()
            # The first, `outcome`, comes last: where the file is cut off, nothing of it may speak of a success.
            for name in reversed(outputs):
                core.set_output(name, outputs[name])

    def summary_room(self) -> int:
        """See Console. A job summary of more than 1 MiB is dropped whole."""
        file = os.environ.get("GITHUB_STEP_SUMMARY")
        if not file:
            return 0
        path = Path(file)
        return SUMMARY_BYTES - (path.stat().st_size if path.exists() else 0)

    def write_summary(self, markdown: str) -> None:
        """See Console."""
        with Path(os.environ["GITHUB_STEP_SUMMARY"]).open("ab") as summary:
            summary.write(markdown.encode())


def _issue(name: str, message: str, properties: Mapping[str, str] | None = None) -> None:
    emit(str(Command(name, dict(properties or {}), message)))


def selected(annotations: Sequence[Annotation]) -> tuple[list[Annotation], list[Annotation]]:
    """Which annotations to show, within GitHub's number, and which only to write to the log.

    Each topic gets its turn, so that the many of one do not hide the few of another; what of a topic has one cause,
    which does not lie at its places, is one annotation without a place.
    """
    topics: dict[str, list[Annotation]] = {}
    for each in annotations:
        topics.setdefault(each.topic, []).append(each)
    turns = zip_longest(*(_joined(group) for group in topics.values()))
    ordered = [each for turn in turns for each in turn if each]
    shown = ordered if len(ordered) <= ANNOTATIONS else ordered[: ANNOTATIONS - 1]
    visible = {id(each) for each in shown}
    others = [each for each in annotations if id(each) not in visible]
    if len(ordered) > len(shown):
        message = f"{counted(len(ordered) - len(shown), 'more message')} like these."
        more = Annotation(annotations[0].level, "And more", message, "See the job summary, and the log of this step.")
        shown = [*shown, more]
    return shown, others


def _joined(group: list[Annotation]) -> list[Annotation]:
    """The annotations of a topic, in one those that have the same cause."""
    causes: dict[str | int, list[Annotation]] = {}
    for position, each in enumerate(group):
        causes.setdefault(each.cause or position, []).append(each)
    return [_together(same) for same in causes.values()]


def _together(same: list[Annotation]) -> Annotation:
    first = same[0]
    if len(same) == 1:
        return first
    return replace(first, message=f"{first.message} The same goes for {len(same) - 1:,} more.", place=None)
