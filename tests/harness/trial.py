"""The whole program as a step of GitHub Actions, in this process: with its raw log, and with whatever clock."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from harness.runner import Log, read_lines, read_log, read_outputs, read_summary
from webflow_publish.actions import Step
from webflow_publish.cancellation import Cancellation
from webflow_publish.clock import Clock
from webflow_publish.github import Event
from webflow_publish.report import Source
from webflow_publish.run import Run
from webflow_publish.workspace import Workspace

MANIFEST = "webflow-publish.yml"
_MASK = "::add-mask::"
_REPORT = "report.json"
_SOURCE = Source("https://github.com", "octo-org/website", "0123abcd", "42")


@dataclass(frozen=True, slots=True)
class Ending:
    """What a step left behind. What it could not write is empty."""

    exit_code: int
    stdout: str
    stderr: str = ""
    outputs: Mapping[str, str] | None = None
    summary: str = ""
    report: Mapping[str, Any] | None = None

    @property
    def log(self) -> Log:
        """Standard output as the runner reads it."""
        return read_log(self.stdout)

    @property
    def told(self) -> str:
        """All that anyone can read of the step. The line that masks a secret is not shown, and so not in it."""
        lines = (line for line in read_lines(self.stdout) if not line.startswith(_MASK))
        written = (json.dumps(self.outputs), self.summary, json.dumps(self.report, ensure_ascii=False))
        return "\n".join([*lines, self.stderr, *written])

    @property
    def items(self) -> list[Mapping[str, Any]]:
        """What the JSON report has of each item × locale."""
        return list((self.report or {}).get("items", []))

    @property
    def statuses(self) -> list[tuple[str, str | None]]:
        """Status and reason of each item × locale, in the order of the manifest."""
        return [(each["status"], each["reason"]) for each in self.items]


class Trial:
    """Runs in a folder, of which nobody else has need meanwhile, with files for what it writes to GitHub."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.workspace = folder / "workspace"
        self.workspace.mkdir(exist_ok=True)
        self._outputs = folder / "outputs"
        self._summary = folder / "summary"
        monkeypatch.setenv("GITHUB_OUTPUT", str(self._outputs))
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(self._summary))

    def run(self, manifest: str, clock: Clock, **inputs: str) -> Ending:
        """Run with the text of a manifest; `inputs` are those of action.yml, with `_` for `-`."""
        (self.workspace / MANIFEST).write_text(manifest, "utf-8")
        (self.workspace / _REPORT).unlink(missing_ok=True)
        for file in (self._outputs, self._summary):
            file.write_bytes(b"")
        values = {"report": _REPORT} | {name.replace("_", "-"): value for name, value in inputs.items()}
        stdout, stderr = io.StringIO(), io.StringIO()
        with redirect_stdout(stdout), redirect_stderr(stderr):
            exit_code = Run(
                lambda name: values.get(name, ""),
                Step(),
                Workspace(self.workspace),
                _SOURCE,
                clock,
                Cancellation(),
                Event(),
            ).execute()
        return Ending(
            exit_code,
            stdout.getvalue(),
            stderr.getvalue(),
            read_outputs(self._outputs.read_bytes()),
            read_summary(self._summary.read_bytes()) or "",
            json.loads((self.workspace / _REPORT).read_text("utf-8")),
        )
