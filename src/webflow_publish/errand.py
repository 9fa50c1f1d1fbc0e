"""What the commands beside the runs have in common: they read Webflow, write nothing there, and end with a code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.clock import Clock, Deadline
from webflow_publish.console import Annotation, Console, Level
from webflow_publish.defect import described
from webflow_publish.inputs import Inputs, read_inputs
from webflow_publish.interface import INPUTS, Mode
from webflow_publish.outcome import Verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import DENIED, PASSING
from webflow_publish.report.log import Log
from webflow_publish.webflow import BearerToken, Failure, Pace, Reader, Reply, Transport
from webflow_publish.workers import Workers
from webflow_publish.workspace import Workspace

DESCRIPTIONS = {each.name: each.description for each in INPUTS}
"""What the options mean that are inputs of a run, too."""

_TOPIC = "webflow-publish"
_NO_TOKEN = Problem(
    "There is no token.",
    "Make a site token in Webflow (Site settings, Apps & integrations, API access) with CMS: read and write and Sites: "
    "read-only, and put it into the variable `WEBFLOW_TOKEN`.",
)


@dataclass(frozen=True, slots=True)
class Errand:
    """All that a command needs of the world outside.

    Attributes:
        value_of: Gives the text of an option by its name, or that of the token.
        console: Where it tells.
        workspace: The folder that it reads and writes in.
        clock: Time.
        cancellation: Whether it was told to stop.
    """

    value_of: Callable[[str], str]
    console: Console
    workspace: Workspace
    clock: Clock
    cancellation: Cancellation

    def carry_out(self, work: Callable[[], int]) -> int:
        """Do the work, which gives the exit code; a stop and a defect have codes of their own."""
        token = self.value_of("token").strip()
        if token:
            self.console.mask(token)
        try:
            with self.cancellation.interruptible():
                return work()
        except Interrupted:
            self.console.end_progress()
            self.console.line("It was stopped.")
            return Verdict.CANCELLED.exit_code
        except Exception as error:  # noqa: BLE001 - the outermost function: no traceback ever reaches a user
            self.console.end_progress()
            hide = BearerToken(token).hide if token else str
            self.complain([Problem(described(error, self.console, hide))])
            return Verdict.FAILED.exit_code

    def inputs(self, mode: Mode = Mode.PLAN) -> Inputs | tuple[Problem, ...]:
        """The inputs that a mode has, as far as they are options here; the others have their defaults."""
        if mode is not Mode.VALIDATE and not self.value_of("token").strip():
            others = self.inputs(Mode.VALIDATE)
            return (_NO_TOKEN, *(others if isinstance(others, tuple) else ()))
        return read_inputs(lambda name: mode.value if name == "mode" else self.value_of(name))

    def connect(self, inputs: Inputs) -> Connection:
        """A way to Webflow, for as long as `timeout-minutes` says."""
        began = self.clock.monotonic()
        log = Log(self.console, lambda: self.clock.monotonic() - began)
        deadline = Deadline(self.clock, 60 * inputs.timeout_minutes)
        pace = Pace(self.clock, deadline, log.pausing)
        token = BearerToken(inputs.token)
        transport = Transport(inputs.api_url, token, self.clock, deadline, pace, log.retrying)
        workers: Workers[Any, Reply[Any]] = Workers(inputs.concurrency, lambda: not deadline.left(), log.catch_up)
        return Connection(transport, workers, log)

    def complain(self, problems: Iterable[Problem]) -> None:
        """Tell what is wrong, each at its place."""
        self.console.annotate(
            [Annotation(Level.ERROR, _TOPIC, each.message, each.hint, each.place) for each in problems]
        )


@dataclass(frozen=True, slots=True)
class Connection:
    """A way to Webflow that reads, and has no way to write."""

    transport: Transport
    workers: Workers[Any, Reply[Any]]
    log: Log

    @property
    def reader(self) -> Reader:
        """What reads."""
        return Reader(self.transport)


def exit_code(failure: Failure) -> int:
    """How a command ends that a request failed for."""
    if failure.reason in DENIED:
        return Verdict.DENIED.exit_code
    return (Verdict.UNAVAILABLE if failure.reason in PASSING else Verdict.FAILED).exit_code
