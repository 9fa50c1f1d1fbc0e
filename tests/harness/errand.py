"""A command beside the runs, carried out in this process against a sandbox, with time passed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness.bakery import TOKEN
from harness.clock import FakeClock
from harness.console import RecordingStep
from harness.service import serving
from webflow_publish.cancellation import Cancellation
from webflow_publish.errand import Errand
from webflow_publish.sandbox import Recorded
from webflow_publish.workspace import Workspace


@dataclass(frozen=True)
class Told:
    """What a command left behind: its exit code, what it told, and what it sent."""

    exit_code: int
    console: RecordingStep
    requests: list[Recorded]

    @property
    def lines(self) -> list[str]:
        """The lines of the log."""
        return self.console.lines

    @property
    def problems(self) -> list[str]:
        """What was wrong, each with what to do."""
        return [f"{each.message} {each.hint}".strip() for each in self.console.annotations]


def carried_out(command: Callable[[Errand], int], folder: Path, seed: str, **options: str) -> Told:
    """Carry a command out in a folder, with a sandbox that has this seed; options are written with `_` for `-`."""
    clock, console = FakeClock(), RecordingStep()
    with serving(seed, clock) as sandbox:
        given = {name.replace("_", "-"): text for name, text in options.items()}
        values = {"token": TOKEN, "api-url": sandbox.url, **given}
        errand = Errand(lambda name: values.get(name, ""), console, Workspace(folder), clock, Cancellation())
        code = command(errand)
        return Told(code, console, list(sandbox.requests))
