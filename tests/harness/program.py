"""The whole program but its command line, run in this process as a step of GitHub Actions, with time passed in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from webflow_publish.cancellation import Cancellation
from webflow_publish.clock import Clock
from webflow_publish.report import Source
from webflow_publish.run import Run
from webflow_publish.workspace import Workspace

from .clock import FakeClock
from .console import RecordingStep
from .runner import read_outputs, read_summary


@dataclass(frozen=True)
class Finished:
    """What a run left behind, as GitHub's runner reads it."""

    exit_code: int
    console: RecordingStep
    outputs: dict[str, str]
    summary: str
    report: dict[str, Any]

    @property
    def told(self) -> list[tuple[str, str | None]]:
        """Status and reason of each item × locale, in the order of the manifest."""
        return [(each["status"], each["reason"]) for each in self.report["items"]]

    @property
    def everything(self) -> str:
        """All that was written anywhere, in one text."""
        return "\n".join([*self.console.lines, repr(self.console.annotations), repr(self.outputs), self.summary])


class Program:
    """Runs in a workspace of its own; `inputs` are those of action.yml."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock | None = None) -> None:
        self.workspace = folder / "workspace"
        self.workspace.mkdir()
        self.clock = clock or FakeClock()
        self.cancellation = Cancellation()
        self.inputs: dict[str, str] = {"report": "report.json"}
        self._files = {name: folder / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for name, file in self._files.items():
            monkeypatch.setenv(name, str(file))

    def manifest(self, text: str, file: str = "webflow-publish.yml") -> None:
        (self.workspace / file).write_text(text, "utf-8")

    def run(self, **inputs: str) -> Finished:
        values = self.inputs | {name.replace("_", "-"): value for name, value in inputs.items()}
        return self.run_with(lambda name: values.get(name, ""))

    def run_with(self, value_of: Callable[[str], str]) -> Finished:
        for file in self._files.values():
            file.write_bytes(b"")
        console = RecordingStep()
        run = Run(
            value_of,
            console,
            Workspace(self.workspace),
            Source("https://github.com", "octo-org/website", "0123abcd", "42"),
            self.clock,
            self.cancellation,
        )
        exit_code = run.execute()
        report = self.workspace / (value_of("report") or ".")
        return Finished(
            exit_code,
            console,
            read_outputs(self._files["GITHUB_OUTPUT"].read_bytes()),
            read_summary(self._files["GITHUB_STEP_SUMMARY"].read_bytes()) or "",
            json.loads(report.read_text("utf-8")) if report.is_file() and report.suffix == ".json" else {},
        )
