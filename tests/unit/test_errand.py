from __future__ import annotations

from pathlib import Path

import pytest

from harness.clock import FakeClock
from harness.console import RecordingStep
from webflow_publish.cancellation import Cancellation
from webflow_publish.errand import Errand, exit_code
from webflow_publish.inputs import Inputs
from webflow_publish.interface import Mode
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure
from webflow_publish.workspace import Workspace

TOKEN = "a-token-that-nobody-may-see"


def errand(folder: Path, **options: str) -> tuple[Errand, RecordingStep]:
    console = RecordingStep()
    values = {"token": TOKEN, **{name.replace("_", "-"): text for name, text in options.items()}}
    return (
        Errand(lambda name: values.get(name, ""), console, Workspace(folder), FakeClock(), Cancellation()),
        console,
    )


def test_its_work_gives_the_exit_code_and_the_token_is_masked(tmp_path: Path) -> None:
    made, console = errand(tmp_path)
    assert made.carry_out(lambda: 7) == 7
    assert console.masks == [TOKEN]


def test_a_stop_ends_it_with_130(tmp_path: Path) -> None:
    made, console = errand(tmp_path)
    made.cancellation.request()
    assert made.carry_out(lambda: 7) == 130
    assert console.lines == ["It was stopped."]


def test_a_defect_is_one_line_without_the_token(tmp_path: Path) -> None:
    made, console = errand(tmp_path)

    def work() -> int:
        raise ValueError(f"found {TOKEN}")

    assert made.carry_out(work) == 1
    (annotation,) = console.annotations
    assert annotation.message.startswith("ValueError at test_errand.py:")
    assert TOKEN not in repr(console.annotations) + repr(console.debugged)


class TestInputs:
    def test_those_that_it_has_no_option_for_have_their_defaults(self, tmp_path: Path) -> None:
        inputs = errand(tmp_path)[0].inputs()
        assert isinstance(inputs, Inputs)
        assert (inputs.api_url, inputs.concurrency) == ("https://api.webflow.com/v2", 4)

    def test_without_a_token_it_tells_how_to_get_one_and_what_else_is_wrong(self, tmp_path: Path) -> None:
        problems = errand(tmp_path, token=" ", api_url="nowhere")[0].inputs()
        assert isinstance(problems, tuple)
        assert problems[0].message == "There is no token."
        assert "WEBFLOW_TOKEN" in problems[0].hint
        assert "api-url" in problems[1].message

    def test_what_needs_no_token_can_be_asked_for_alone(self, tmp_path: Path) -> None:
        assert isinstance(errand(tmp_path, token="")[0].inputs(Mode.VALIDATE), Inputs)


@pytest.mark.parametrize(
    ("reason", "code"),
    [(Reason.UNAUTHORIZED, 3), (Reason.MISSING_SCOPE, 3), (Reason.UNAVAILABLE, 4), (Reason.NOT_FOUND, 1)],
)
def test_a_request_that_failed_has_an_exit_code_as_in_a_run(reason: Reason, code: int) -> None:
    assert exit_code(Failure(reason, "x")) == code
