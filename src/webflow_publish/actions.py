"""GitHub Actions, through actions-toolkit: the one place that knows its commands and files.

The toolkit escapes right, but its `info` writes raw text, `set_failed` ends the program, and there is no job summary:
only what is safe of it is used (source: actions-toolkit 0.1.15). It reads the environment of the process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from actions_toolkit import core

from webflow_publish.console import Annotation, Level
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
            core.set_secret(secret)
            sys.stdout.flush()

    def line(self, text: str) -> None:
        """See Console."""
        print(plain(text), flush=True)

    def open_group(self, title: str) -> None:
        """See Console."""
        core.start_group(plain(title))
        sys.stdout.flush()

    def close_group(self) -> None:
        """See Console."""
        core.end_group()
        sys.stdout.flush()

    def annotate(self, annotations: Sequence[Annotation]) -> None:
        """See Console. What is beyond GitHub's number is counted in the last annotation, and written to the log."""
        for level in Level:
            chosen = [each for each in annotations if each.level is level]
            shown = chosen if len(chosen) <= ANNOTATIONS else chosen[: ANNOTATIONS - 1]
            for each in shown:
                self._annotate(each)
            rest = chosen[len(shown) :]
            if rest:
                more = f"{counted(len(rest), 'more message')} like these: see the job summary and the log of this step."
                self._annotate(Annotation(level, "And more", more))
                self.open_group(f"{counted(len(rest), 'more message')} of the level {level}")
                for each in rest:
                    self.line(each.text)
                self.close_group()

    def _annotate(self, annotation: Annotation) -> None:
        properties = {"title": plain(annotation.title, 200)}
        if annotation.place:
            place = annotation.place
            properties |= {"file": place.file, "start_line": str(place.line), "start_column": str(place.column)}
        send = core.error if annotation.level is Level.ERROR else core.warning
        send(plain(annotation.message, ANNOTATION_LIMIT), **properties)
        sys.stdout.flush()

    def debug(self, text: str) -> None:
        """See Console."""
        if core.is_debug():
            core.debug(plain(text))
            sys.stdout.flush()

    def write_outputs(self, outputs: Mapping[str, str]) -> None:
        """See Console."""
        file = os.environ.get("GITHUB_OUTPUT")
        if file:
            # The toolkit raises a bare Exception where the file is missing, as it may be outside of GitHub.
            Path(file).touch()
            for name, value in outputs.items():
                core.set_output(name, value)

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
