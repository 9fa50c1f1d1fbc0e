"""A step of GitHub Actions whose log is remembered instead of printed."""

from __future__ import annotations

from collections.abc import Sequence

from webflow_publish.actions import Step
from webflow_publish.console import Annotation, Tone


class RecordingStep(Step):
    """`lines` has all lines, groups written as `[title` and `]`; outputs and summary go to GitHub's files."""

    def __init__(self) -> None:
        self.masks: list[str] = []
        self.lines: list[str] = []
        self.debugged: list[str] = []
        self.annotations: list[Annotation] = []

    def mask(self, secret: str) -> None:
        self.masks.append(secret)

    def line(self, text: str, tone: Tone | None = None) -> None:
        del tone
        self.lines.append(text)

    def open_group(self, title: str) -> None:
        self.lines.append(f"[{title}")

    def close_group(self) -> None:
        self.lines.append("]")

    def annotate(self, annotations: Sequence[Annotation]) -> None:
        self.annotations += annotations

    def debug(self, text: str) -> None:
        self.debugged.append(text)
