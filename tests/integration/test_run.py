"""Whole runs: what is sent, what is written, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from threading import Event

import pytest
from jsonschema import Draft202012Validator

from harness.bakery import ENGLISH, FRENCH, GOOD_PEOPLE, GOOD_POSTS, INVALID, PEOPLE, POSTS, SEED, TOKEN, WITH_ERRORS
from harness.clock import FakeClock
from harness.openapi import ABSENT, specification
from harness.program import Finished, Program
from harness.rendering import rendered
from harness.samples import collection, identifier
from harness.service import serving
from webflow_publish.sandbox import Sandbox

MANY = f"""\
tokens: [{{token: {TOKEN}}}]
sites:
  - id: 580e63e98c9a982ac9b8b741
    name: Bakery
    collections:
      - id: {POSTS}
        name: Posts
        items: [{{first-id: {identifier(0)}, count: 1000, name: "Post {{number}}"}}]
"""


@contextmanager
def started(folder: Path, monkeypatch: pytest.MonkeyPatch, seed: str = SEED) -> Iterator[tuple[Program, Sandbox]]:
    program = Program(folder, monkeypatch)
    with serving(seed, program.clock) as sandbox:
        program.inputs |= {"token": TOKEN, "api-url": sandbox.url}
        yield program, sandbox


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    with started(tmp_path, monkeypatch) as (program, _):
        yield program


def many(count: int) -> str:
    lines = "".join(f"\n      - {identifier(number)}" for number in range(count))
    return f"version: 1\ncollections:\n  - id: {POSTS}\n    items:{lines}\n"


@pytest.mark.parametrize(("count", "requests"), [(250, 3), (1_000, 10)])
def test_items_are_read_published_and_read_back_by_the_hundred(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, requests: int
) -> None:
    with started(tmp_path, monkeypatch, MANY) as (program, sandbox):
        program.manifest(many(count))
        finished = program.run()
        methods = [each.method for each in sandbox.requests]
        assert methods == ["GET"] * requests + ["POST"] * requests + ["GET"] * requests
        assert sum(len(each.body["itemIds"]) for each in sandbox.requests if each.body) == count
    assert (finished.exit_code, finished.outputs["published-count"]) == (0, str(count))
    assert finished.report["requests"] == 3 * requests


def test_each_request_is_as_the_official_description_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    description = specification()
    if description is None:
        pytest.skip(ABSENT)
    with started(tmp_path, monkeypatch) as (program, sandbox):
        program.manifest(GOOD_POSTS, "a.yml")
        program.manifest(GOOD_PEOPLE, "b.yml")
        assert program.run(manifest="*.yml").exit_code == 0
        bodies = {frozenset(each.body) for each in sandbox.requests if each.method == "POST"}
        assert bodies == {frozenset({"items"}), frozenset({"itemIds"})}
        assert [problem for each in sandbox.requests for problem in description.check(each)] == []


def test_a_green_run_says_so_everywhere(program: Program) -> None:
    program.manifest(GOOD_POSTS)
    finished = program.run()
    assert finished.exit_code == 0
    assert finished.console.annotations == []
    assert finished.console.lines == [
        "webflow-publish 0.1.0: 3 items in 1 collection, from 1 file.",
        "6 of 6 looked up, 2 requests, 0 s",
        "6 to be published in 1 request.",
        "[Publishing",
        f"6 of 6 done, 0 failed, 3 requests, 0 s: Posts ({POSTS})",
        "]",
        "6 of 6 read back and live, 0 s",
        "The JSON report is report.json.",
        "All 3 items are live.",
    ]
    assert finished.summary.startswith("# ✅ All 3 items are live\n")
    assert finished.outputs == {
        "outcome": "success",
        "published-ids": json.dumps([f"64b20000000000000000000{number}" for number in range(3)]),
        "published-count": "6",
        "unpublished-count": "0",
        "unchanged-count": "0",
        "pending-count": "0",
        "failed-count": "0",
        "errors": "[]",
        "report": "report.json",
        "matrix": '{"include": []}',
    }
    assert finished.report["items"][5]["locale"] == FRENCH
    assert finished.report["items"][0]["locale"] == ENGLISH


def test_a_red_run_says_which_where_why_and_what_to_do(program: Program) -> None:
    program.manifest(WITH_ERRORS)
    finished = program.run()
    assert (finished.exit_code, finished.outputs["outcome"]) == (1, "failed")
    assert [str(each.place) for each in finished.console.annotations] == [
        "webflow-publish.yml:7:9",
        "webflow-publish.yml:8:9",
    ]
    assert finished.summary.startswith("# ❌ 2 of 3 items are not published\n")
    assert [error["reason"] for error in json.loads(finished.outputs["errors"])] == ["archived", "not-found"]


def test_the_report_is_as_its_schema_says(program: Program) -> None:
    schema = json.loads(files("webflow_publish.report").joinpath("schema.json").read_text("utf-8"))
    for text in (GOOD_POSTS, WITH_ERRORS, INVALID):
        program.manifest(text)
        assert [error.message for error in Draft202012Validator(schema).iter_errors(program.run().report)] == []


def test_without_report_none_is_written(program: Program) -> None:
    program.manifest(GOOD_POSTS)
    finished = program.run(report="")
    assert finished.outputs["report"] == ""
    assert [each.name for each in program.workspace.iterdir()] == ["webflow-publish.yml"]


def test_the_token_is_nowhere(program: Program) -> None:
    for text in (GOOD_POSTS, WITH_ERRORS, INVALID):
        program.manifest(text)
        finished = program.run()
        assert TOKEN not in finished.everything
        assert TOKEN not in json.dumps(finished.report)


def test_an_invalid_manifest_sends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with started(tmp_path, monkeypatch) as (program, sandbox):
        program.manifest(INVALID, "a.yml")
        program.manifest(GOOD_PEOPLE, "b.yml")
        finished = program.run(manifest="*.yml\nmissing.yml")
        assert sandbox.requests == []
    assert (finished.exit_code, finished.outputs["outcome"]) == (2, "invalid")
    assert "missing.yml" in finished.summary
    assert "`colections`" in finished.summary


def test_all_problems_of_inputs_come_together(program: Program) -> None:
    finished = program.run(token="", mode="publsh", timeout_minutes="soon")
    assert finished.exit_code == 2
    assert len(finished.console.annotations) == 4  # and the manifest is missing


def test_the_report_is_written_also_where_the_inputs_are_wrong(program: Program) -> None:
    program.manifest(GOOD_POSTS)
    finished = program.run(token="")
    assert finished.outputs["report"] == "report.json"
    assert finished.report["outcome"] == "invalid"


def test_the_token_is_masked_before_anything_else_also_where_other_inputs_are_wrong(program: Program) -> None:
    finished = program.run(mode="nonsense")
    assert finished.console.masks == [TOKEN]


def test_a_token_in_the_address_is_not_shown(program: Program) -> None:
    finished = program.run(api_url=f"https://user:{TOKEN}@127.0.0.1/")
    assert finished.exit_code == 2
    assert TOKEN not in finished.everything


def test_the_report_does_not_overwrite_the_manifest(program: Program) -> None:
    program.manifest(GOOD_POSTS)
    finished = program.run(report="webflow-publish.yml", mode="validate")
    assert finished.exit_code == 2
    assert (program.workspace / "webflow-publish.yml").read_text() == GOOD_POSTS


def test_a_mistake_in_the_inputs_does_not_hide_those_in_the_manifest(program: Program) -> None:
    program.manifest(INVALID)
    finished = program.run(token="", report="../report.json")
    assert finished.exit_code == 2
    assert [each.topic for each in finished.console.annotations] == [
        "Mistake in the inputs",
        "Mistake in the inputs",
        "Mistake in the manifest",
    ]


def test_a_report_outside_of_the_workspace_is_refused_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(tmp_path, monkeypatch) as (program, sandbox):
        program.manifest(GOOD_PEOPLE)
        finished = program.run(report="../report.json")
        assert sandbox.requests == []
    assert finished.exit_code == 2
    assert not (tmp_path / "report.json").exists()


class TestValidate:
    def test_it_needs_no_token_and_sends_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with started(tmp_path, monkeypatch) as (program, sandbox):
            program.manifest(GOOD_POSTS)
            finished = program.run(mode="validate", token="")
            assert sandbox.requests == []
        assert (finished.exit_code, finished.outputs["outcome"]) == (0, "success")
        assert finished.console.lines[-1] == "The manifest is valid: 3 items in 1 collection, from 1 file."

    def test_it_ignores_a_token_that_is_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with started(tmp_path, monkeypatch) as (program, sandbox):
            program.manifest(GOOD_POSTS)
            assert program.run(mode="validate").exit_code == 0
            assert sandbox.requests == []

    def test_it_tells_what_is_wrong(self, program: Program) -> None:
        program.manifest(INVALID)
        finished = program.run(mode="validate", token="")
        assert (finished.exit_code, finished.outputs["outcome"]) == (2, "invalid")
        assert "nothing was published" not in finished.summary

    def test_a_stop_in_the_midst_of_reading_ends_the_reading(self, program: Program) -> None:
        program.manifest(GOOD_POSTS)

        def stopping(name: str) -> str:
            # The name of the manifest is asked for right before the files are read.
            if name == "manifest":
                program.cancellation.request()
            return "validate" if name == "mode" else ""

        assert program.run_with(stopping).exit_code == 130

    def test_a_stop_before_it_is_read_is_told(self, program: Program) -> None:
        program.manifest(GOOD_POSTS)
        program.cancellation.request()
        assert program.run(mode="validate").exit_code == 130


def run_into_the_limit(program: Program, method: str = "POST", **inputs: str) -> Finished:
    """Two collections of which the second meets the rate limit: the program has to wait before it goes through."""
    program.manifest(GOOD_POSTS, "a.yml")
    program.manifest(GOOD_PEOPLE, "b.yml")
    limit = {"method": method, "path": PEOPLE, "answer": {"status": 429, "headers": {"Retry-After": "60"}}}
    with serving(f"faults: {json.dumps([limit])}\n{SEED}", program.clock) as sandbox:
        return program.run(manifest="*.yml", token=TOKEN, api_url=sandbox.url, **inputs)


class StoppingClock(FakeClock):
    """Does something while the program waits, as soon as there is something to do."""

    doing: Callable[[], None] | None = None

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.doing:
            self.doing()


class HoldingClock(StoppingClock):
    """Does something when the program waits for the first time, and has that wait take until it is released.

    Meanwhile time passes whenever somebody asks for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.released = Event()
        self._is_held = False

    def monotonic(self) -> float:
        if self._is_held:
            self.advance(0.5)
        return super().monotonic()

    def sleep(self, seconds: float) -> None:
        is_first = self.doing is not None
        super().sleep(seconds)
        self.doing = None
        if is_first:
            self._is_held = True
            self.released.wait(10)


class TestTime:
    """`timeout-minutes` are those of the whole run, from its beginning until everything is written."""

    @pytest.mark.parametrize(
        ("minutes", "seconds", "told"),
        [
            ("10", 589, ("published", None)),
            ("10", 590, ("blocked", "timed-out")),
            ("1", 56, ("published", None)),
            ("1", 57, ("blocked", "timed-out")),
        ],
    )
    def test_what_the_manifest_takes_counts_and_ten_seconds_or_a_twentieth_are_left_for_the_reports(
        self, program: Program, minutes: str, seconds: float, told: tuple[str, str | None]
    ) -> None:
        assert isinstance(program.clock, FakeClock)
        program.manifest(GOOD_PEOPLE)
        values = program.inputs | {"timeout-minutes": minutes}
        taking = [seconds]

        def slow(name: str) -> str:
            if name == "manifest" and taking:
                program.clock.sleep(taking.pop())
            return values.get(name, "")

        assert program.run_with(slow).told == [told]

    def test_where_the_work_takes_longer_than_there_is_time_the_log_says_so_before_anything_is_sent(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with started(tmp_path, monkeypatch, f"rate-limit: 3\n{MANY}") as (program, _):
            program.manifest(many(300))
            finished = program.run(timeout_minutes="2", concurrency="1")
        lines = finished.console.lines
        (note,) = (number for number, line in enumerate(lines) if "`timeout-minutes` leaves" in line)
        assert lines[note].startswith("That takes about 2 minutes, and `timeout-minutes` leaves 1:")
        assert any(" done, " in line for line in lines[note:])
        assert finished.ending == (4, "unavailable")
        assert {each["reason"] for each in finished.report["items"]} == {"timed-out"}


class TestTrouble:
    @pytest.fixture
    def held(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
        """A program that is told to stop as soon as a request waits to be sent again, in a thread of its own."""
        clock = HoldingClock()
        held = Program(tmp_path, monkeypatch, clock)
        clock.doing = held.cancellation.request
        yield held
        clock.released.set()

    def stopped(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
        """A program that is told to stop as soon as it waits."""
        clock = StoppingClock()
        stopped = Program(folder, monkeypatch, clock)
        clock.doing = stopped.cancellation.request
        return stopped

    def test_a_run_that_is_stopped_while_it_publishes_still_writes_everything(self, held: Program) -> None:
        finished = run_into_the_limit(held, verify="false")
        assert finished.ending == (130, "cancelled")
        assert finished.told == [("published", None)] * 6 + [("failed", "cancelled")]
        assert finished.summary.startswith("# ❌ 1 of 4 items is not confirmed as published: the run was stopped\n")

    def test_what_was_not_read_back_then_is_not_called_published(self, held: Program) -> None:
        finished = run_into_the_limit(held)
        assert finished.ending == (130, "cancelled")
        assert finished.told == [("failed", "cancelled")] * 7
        messages = [each["message"] for each in finished.report["items"]]
        assert all("Webflow accepted this" in message for message in messages[:6])
        assert "Webflow accepted this" not in messages[6]

    def test_a_run_that_is_stopped_while_it_reads_has_sent_nothing_and_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        finished = run_into_the_limit(self.stopped(tmp_path, monkeypatch), "GET")
        assert finished.ending == (130, "cancelled")
        assert finished.told == [("blocked", "cancelled")] * 7
        assert {each["message"] for each in finished.report["items"]} == {
            "The run was stopped before anything was sent"
        }

    def test_a_plan_that_is_stopped_is_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        finished = run_into_the_limit(self.stopped(tmp_path, monkeypatch), "GET", mode="plan")
        assert finished.ending == (130, "cancelled")
        assert finished.told == [("blocked", "cancelled")] * 7

    def test_a_run_that_is_stopped_while_it_waits_for_the_live_site_says_what_was_accepted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program = self.stopped(tmp_path, monkeypatch)
        program.manifest(GOOD_PEOPLE)
        with serving(f"confirmation: 20\n{SEED}", program.clock) as sandbox:
            finished = program.run(token=TOKEN, api_url=sandbox.url)
        assert finished.ending == (130, "cancelled")
        assert finished.told == [("failed", "cancelled")]
        assert "Webflow accepted this" in finished.report["items"][0]["message"]

    @pytest.mark.parametrize(
        ("method", "told"),
        [
            ("POST", [("published", None)] * 6 + [("failed", "no-answer")]),
            ("GET", [("blocked", "cancelled")] * 7),
        ],
    )
    def test_a_defect_of_ours_is_one_line_with_where_to_report_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, told: list[tuple[str, str | None]]
    ) -> None:
        def fail() -> None:
            raise KeyError(f"{TOKEN} @octocat")

        clock = StoppingClock()
        clock.doing = fail
        finished = run_into_the_limit(Program(tmp_path, monkeypatch, clock), method)
        assert finished.ending == (1, "failed")
        assert finished.told == told
        assert not any(finished.confirmed)
        assert "KeyError at" in finished.report["defect"]
        assert "/issues" in finished.report["defect"]
        page = rendered(finished.summary)
        assert any("@octocat" in each for each in page.literals)
        assert not any("octocat" in each for each in page.words)
        assert "Traceback" not in finished.everything
        assert TOKEN not in finished.everything
        assert finished.console.debugged[0].startswith("Traceback")
        assert TOKEN not in "".join(finished.console.debugged)

    def test_a_report_that_cannot_be_written_makes_a_green_run_red_and_stops_no_other(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock = StoppingClock()
        tripped = Program(tmp_path, monkeypatch, clock)
        clock.doing = (tripped.workspace / "report.json").mkdir
        fault = "faults: [{path: publish, answer: {status: 500}}]\n"
        with serving(fault + SEED, clock) as sandbox:
            tripped.manifest(GOOD_PEOPLE)
            finished = tripped.run(token=TOKEN, api_url=sandbox.url)
        assert finished.exit_code == 1
        (annotation,) = finished.console.annotations
        assert annotation.message.startswith("The JSON report could not be written: ")
        assert (finished.outputs["outcome"], finished.outputs["report"]) == ("failed", "")
        assert finished.report == {}
        assert "> [!WARNING]\n> The JSON report could not be written" in finished.summary
        assert not any(line.startswith("The JSON report is") for line in finished.console.lines)

    def test_outputs_that_cannot_be_written_make_a_green_run_red(
        self, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program.manifest(GOOD_POSTS)
        monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "missing" / "output"))
        finished = program.run()
        assert finished.exit_code == 1
        assert finished.console.annotations[0].message.startswith("The outputs could not be written: ")
        assert finished.console.lines[-1] == "All 3 items are live, but not everything could be written down."
        assert finished.summary.startswith("# ✅")


def test_a_collection_without_a_label_is_called_by_its_id() -> None:
    assert collection(name=None).label == collection().id
