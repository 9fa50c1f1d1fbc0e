"""One run from the inputs to the exit code. Whatever happens on the way, the reports are written, and they are true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from webflow_publish import __version__
from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.clock import Clock, Deadline
from webflow_publish.console import Annotation, Console, Level, Tone
from webflow_publish.defect import described
from webflow_publish.github import Event, announce
from webflow_publish.inputs import Mode
from webflow_publish.job import Job
from webflow_publish.outcome import Outcome, Result, Verdict, verdict
from webflow_publish.problem import Problem
from webflow_publish.report import Source, annotations_of, headline, loss_note, outputs, report, summary
from webflow_publish.report.log import Log
from webflow_publish.report.remainders import remainder_lines
from webflow_publish.report.transcript import transcript
from webflow_publish.task import Task, read_task
from webflow_publish.webflow import BearerToken, Pace, Publisher, Reader, Transport, WritingTransport
from webflow_publish.workspace import Workspace

TO_WRITE = 10.0
"""Seconds of `timeout-minutes` that are kept for writing the reports, or a twentieth of it where that is less."""


class Run:
    """A run, with all that it needs of the world outside.

    Args:
        value_of: Gives the text of an input by its name.
        console: Where it tells.
        workspace: The checkout: manifests are read there, the report is written there.
        source: The commit, for links.
        clock: Time.
        cancellation: Whether the run was told to stop.
        event: What started the workflow, and where GitHub's API is.
    """

    def __init__(
        self,
        value_of: Callable[[str], str],
        console: Console,
        workspace: Workspace,
        source: Source,
        clock: Clock,
        cancellation: Cancellation,
        event: Event,
    ) -> None:
        self._value_of = value_of
        self._console = console
        self._workspace = workspace
        self._source = source
        self._clock = clock
        self._cancellation = cancellation
        self._event = event
        self._began = clock.monotonic()
        self._started = clock.now()
        self._mode = Mode.PUBLISH
        self._report: Path | None = None
        self._written = ""
        self._tokens: list[BearerToken] = []
        self._comments = False
        self._task: Task | None = None
        self._job: Job | None = None

    def execute(self) -> int:
        """Do everything, tell it everywhere, and return the exit code."""
        problems: tuple[Problem, ...] = ()
        defect: str | None = None
        try:
            problems = self._work()
        except Interrupted:
            pass  # the verdict says so
        except Exception as error:  # noqa: BLE001 - the outermost function: no traceback ever reaches a user
            defect = self._describe(error)
        return self._tell(self._result(problems, defect))

    def _work(self) -> tuple[Problem, ...]:
        """Read, and publish; what is wrong with the inputs and the manifest comes back, all of it."""
        for name in ("github-token", "token"):
            if token := self._value_of(name).strip():
                self._console.mask(token)
                self._tokens.append(BearerToken(token))
        with self._cancellation.interruptible():
            reading = read_task(self._value_of, self._workspace, self._started)
        self._mode = reading.mode
        self._report = reading.report
        self._comments = reading.comment
        self._task = reading.task
        if self._task is not None and self._mode is not Mode.VALIDATE:
            self._do(self._task)
        return reading.problems or (self._job.problems if self._job else ())

    def _do(self, task: Task) -> None:
        """Plan, publish or undo. A run that only makes a plan is given no client that can write."""
        log = Log(self._console, self._seconds)
        deadline = Deadline(self._clock, self._time_to_send(60 * task.inputs.timeout_minutes))
        pace = Pace(self._clock, deadline, log.pausing)
        connection = task.inputs.api_url, BearerToken(task.inputs.token), self._clock, deadline, pace, log.retrying
        self._console.line(f"webflow-publish {__version__}: {task.manifest}.")
        transport: Transport
        publisher: Publisher | None = None
        if self._mode in {Mode.PUBLISH, Mode.UNDO}:
            transport = writing = WritingTransport(*connection)
            publisher = Publisher(writing)
        else:
            transport = Transport(*connection)
        self._job = Job(task, Reader(transport), publisher, deadline, self._cancellation, log)
        try:
            self._job.run()
        finally:
            log.close()

    def _time_to_send(self, seconds: float) -> float:
        """The seconds that are left for sending, if the whole run may take so many: writing takes some, too."""
        return max(0.0, seconds - min(TO_WRITE, seconds / 20) - self._seconds())

    def _seconds(self) -> float:
        return self._clock.monotonic() - self._began

    def _describe(self, error: Exception) -> str:
        """A defect of ours in one line."""
        return described(error, self._console, self._hide)

    def _hide(self, text: str) -> str:
        for token in self._tokens:
            text = token.hide(text)
        return text

    def _result(self, problems: tuple[Problem, ...], defect: str | None) -> Result:
        manifest = self._task.manifest if self._task else None
        seconds = self._seconds()
        if self._job is None or self._task is None or problems:
            early = self._early_verdict(problems, defect)
            sent = self._job.requests if self._job else 0
            return Result(early, manifest, problems=problems, requests=sent, defect=defect, seconds=seconds)
        outcomes, unmatched = self._job.outcomes(), self._job.unmatched
        return Result(
            self._verdict(self._job, outcomes, defect),
            self._job.manifest,
            outcomes,
            self._job.resolved,
            unmatched,
            warnings=self._job.warnings,
            notices=self._job.notices,
            estimate=self._job.estimate,
            drift=self._task.inputs.fail_on_pending,
            left_out=self._job.left_out,
            remainders=self._task.remainders,
            requests=self._job.requests,
            seconds=seconds,
            defect=defect,
        )

    def _verdict(self, job: Job, outcomes: tuple[Outcome, ...], defect: str | None) -> Verdict:
        if defect:
            return Verdict.FAILED
        return Verdict.CANCELLED if job.is_cut_short else verdict(outcomes, job.unmatched)

    def _early_verdict(self, problems: tuple[Problem, ...], defect: str | None) -> Verdict:
        """How a run ended that never came to asking Webflow."""
        if defect:
            return Verdict.FAILED
        if problems:
            return Verdict.INVALID
        return Verdict.CANCELLED if self._cancellation.requested else Verdict.SUCCESS

    def _tell(self, result: Result) -> int:
        """Write everything. What cannot be written is told, and makes the step red, but stops nothing else.

        The job summary comes first, because people read it, and a run that was stopped has little time left; the
        outputs come last, because they say how it all ended.
        """
        writers: dict[str, Callable[[Result], None]] = {
            "job summary": self._write_summary,
            "JSON report": self._write_report,
            "outputs": self._write_outputs,
        }
        for name, write in writers.items():
            try:
                write(result)
            except Exception as error:  # noqa: BLE001 - one of the outermost functions, as execute
                result = result.losing(self._loss(name, error))
        if result.losses:
            with suppress(Exception):  # the summary may be what was lost
                self._console.write_summary(loss_note(result))
        if self._mode is Mode.PLAN:
            self._show("The plan", tuple(transcript(result)))
        self._show("What cannot be brought back", tuple(remainder_lines(result)))
        self._console.annotate(annotations_of(result))
        if self._comments:
            self._comment(result)
        if self._written:
            self._console.line(f"The JSON report is {self._written}.")
        self._console.line(f"{headline(result, self._mode)}.", Tone.BAD if result.exit_code else Tone.GOOD)
        return result.exit_code

    def _show(self, title: str, lines: Sequence[str]) -> None:
        if lines:
            self._console.open_group(title)
            for line in lines:
                self._console.line(line)
            self._console.close_group()

    def _comment(self, result: Result) -> None:
        """Keep the comment on the pull request up to date. What comes of that changes nothing of how the run ended."""
        try:
            with self._cancellation.interruptible():
                told = announce(result, self._mode, self._value_of, self._source, self._event, self._clock)
        except Interrupted:
            told = "The run was stopped: the comment on the pull request may not be up to date."
        except Exception as error:  # noqa: BLE001 - one of the outermost functions, as execute
            told = Problem("The comment on the pull request could not be written.", self._describe(error))
        if isinstance(told, Problem):
            topic = "No comment on the pull request"
            self._console.annotate((Annotation(Level.WARNING, topic, told.message, told.hint),))
        else:
            self._console.line(told)

    def _loss(self, name: str, error: Exception) -> Problem:
        message = f"The {name} could not be written"
        if isinstance(error, OSError):
            reason = error.strerror or type(error).__name__
            return Problem(f"{message}: {reason}.", "Look at the free space and the permissions of the runner.")
        return Problem(f"{message}.", self._describe(error))

    def _write_summary(self, result: Result) -> None:
        room = self._console.summary_room()
        if room:
            self._console.write_summary(summary(result, self._mode, self._source, room))

    def _write_report(self, result: Result) -> None:
        if self._report:
            self._workspace.write(self._report, report(result, self._mode, self._source, self._started))
            self._written = self._workspace.name(self._report)

    def _write_outputs(self, result: Result) -> None:
        self._console.write_outputs(outputs(result, self._mode, self._written))
