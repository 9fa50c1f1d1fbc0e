"""The whole program but its command line, run in this process as a step of GitHub Actions, with time passed in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest

from webflow_publish.cancellation import Cancellation
from webflow_publish.clock import Clock
from webflow_publish.console import Tone
from webflow_publish.github import Event
from webflow_publish.report import Source
from webflow_publish.run import Run
from webflow_publish.sandbox import Recorded, Sandbox
from webflow_publish.workspace import Workspace

from .bakery import TOKEN
from .clock import FakeClock
from .console import RecordingStep
from .runner import read_outputs, read_summary
from .service import Editor, serving


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
    def changes(self) -> list[str | None]:
        """What there was to publish of each item × locale."""
        return [each["change"] for each in self.report["items"]]

    @property
    def confirmed(self) -> list[bool]:
        """Of each item × locale, whether it was seen to be live."""
        return [each["confirmed"] for each in self.report["items"]]

    @property
    def ending(self) -> tuple[int, str]:
        """Exit code and outcome."""
        return self.exit_code, self.outputs["outcome"]

    @property
    def everything(self) -> str:
        """All that was written anywhere, in one text."""
        written = (repr(self.console.annotations), repr(self.outputs), self.summary, json.dumps(self.report))
        return "\n".join([*self.console.lines, *written])


class Heard(RecordingStep):
    """A console that hands each line to somebody, who may do something at that moment."""

    def __init__(self, listener: Callable[[str], None]) -> None:
        super().__init__()
        self._listener = listener

    def line(self, text: str, tone: Tone | None = None) -> None:
        super().line(text, tone)
        self._listener(text)


def _nobody(_line: str) -> None:
    """Listens to nothing."""


class Program:
    """Runs in a workspace of its own; `inputs` are those of action.yml, `listener` is given each line of the log."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock | None = None) -> None:
        self.workspace = folder / "workspace"
        self.workspace.mkdir()
        self.clock = clock or FakeClock()
        self.cancellation = Cancellation()
        self.source = Source("https://github.com", "octo-org/website", "0123abcd", "42")
        self.event = Event()
        self.listener: Callable[[str], None] = _nobody
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
        console = Heard(self._hear)
        run = Run(
            value_of,
            console,
            Workspace(self.workspace),
            self.source,
            self.clock,
            self.cancellation,
            self.event,
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

    def _hear(self, line: str) -> None:
        self.listener(line)


class Scene:
    """The program, a sandbox that it works in, and an editor who works there, too.

    `sent` are the requests of the last run.
    """

    def __init__(self, program: Program, sandbox: Sandbox) -> None:
        self.program = program
        self.editor = Editor(sandbox)
        self.sandbox = sandbox
        self.sent: list[Recorded] = []

    @property
    def clock(self) -> FakeClock:
        """Time, as program and sandbox have it."""
        assert isinstance(self.program.clock, FakeClock)
        return self.program.clock

    @property
    def methods(self) -> list[str]:
        """Of each request of the last run, the method."""
        return [each.method for each in self.sent]

    @property
    def writes(self) -> list[Recorded]:
        """The requests of the last run that were to change something."""
        return [each for each in self.sent if each.method != "GET"]

    def publish(self, manifest: str | None = None, /, **inputs: str) -> Finished:
        """Run in the mode publish, with the text of a manifest, or else with the files that are there."""
        return self._run(manifest, {"mode": "publish"} | inputs)

    def plan(self, manifest: str | None = None, /, **inputs: str) -> Finished:
        """Run in the mode plan; its report is plan.json."""
        return self._run(manifest, {"mode": "plan", "report": "plan.json"} | inputs)

    def undo(self, **inputs: str) -> Finished:
        """Run in the mode undo, of report.json; its own report is undo.json."""
        return self._run(None, {"mode": "undo", "undo-from": "report.json", "report": "undo.json"} | inputs)

    def listen(self, part: str, doing: Callable[[], None]) -> None:
        """Do something once, when a line that has `part` in it is logged."""

        waiting = [doing]

        def hear(line: str) -> None:
            if part in line and waiting:
                waiting.pop()()

        self.program.listener = hear

    def _run(self, manifest: str | None, inputs: dict[str, str]) -> Finished:
        if manifest is not None:
            self.program.manifest(manifest)
        before = len(self.editor.seen())
        finished = self.program.run(**inputs)
        self.sent = self.editor.seen()[before:]
        return finished


class Open(Protocol):
    """Opens the scene of a test, and sees to its end."""

    def __call__(self, seed: str, clock: FakeClock | None = None) -> Scene:
        """See scene."""


@contextmanager
def scene(folder: Path, monkeypatch: pytest.MonkeyPatch, seed: str, clock: FakeClock | None = None) -> Iterator[Scene]:
    """A program in a workspace below `folder`, with its token and the address of a sandbox that has this seed."""
    program = Program(folder, monkeypatch, clock or FakeClock())
    with serving(seed, program.clock) as sandbox:
        program.inputs |= {"token": TOKEN, "api-url": sandbox.url}
        yield Scene(program, sandbox)
