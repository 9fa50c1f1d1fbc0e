from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.runner import read_log, read_outputs
from webflow_publish import actions
from webflow_publish.console import Annotation, Level
from webflow_publish.problem import Place


def errors(count: int, topic: str = "Archived", cause: str = "") -> list[Annotation]:
    return [
        Annotation(Level.ERROR, topic, f"{topic} {number}.", "Do something.", Place("a.yml", number, 5), cause)
        for number in range(1, count + 1)
    ]


def test_inputs_are_read_with_their_dashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INPUT_API-URL", " https://x ")
    assert actions.value_of("api-url") == "https://x"
    assert actions.value_of("manifest") == ""


@pytest.mark.parametrize(("value", "running"), [("true", True), ("", False)])
def test_a_step_knows_that_it_is_one(monkeypatch: pytest.MonkeyPatch, value: str, running: bool) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", value)
    assert actions.is_running() is running


def test_what_is_for_debugging_is_shown_under_step_debug_logging_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RUNNER_DEBUG", raising=False)
    actions.Step().debug("Traceback")
    assert not capsys.readouterr().out
    monkeypatch.setenv("RUNNER_DEBUG", "1")
    actions.Step().debug("Traceback")
    assert [(each.name, each.message) for each in read_log(capsys.readouterr().out).commands] == [
        ("debug", "Traceback")
    ]


def test_a_token_is_masked_unless_it_is_so_short_that_it_would_blacken_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = actions.Step()
    for secret in ("a-token-of-the-sandbox", "", "abc"):
        log.mask(secret)
    assert read_log(capsys.readouterr().out).masks == ("a-token-of-the-sandbox",)


def test_outputs_are_written_for_the_runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "output"
    monkeypatch.setenv("GITHUB_OUTPUT", str(file))
    outputs = {"outcome": "failed", "errors": '["a\\nb"]', "report": "", "published-ids": "x=y\nEOF\nz"}
    actions.Step().write_outputs(outputs)
    assert read_outputs(file.read_bytes()) == outputs
    # The first is written last: what is cut off says nothing of a success.
    assert list(read_outputs(file.read_bytes()))[-1] == "outcome"


def test_without_a_file_no_output_is_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    actions.Step().write_outputs({"outcome": "failed"})
    assert not capsys.readouterr().out


def test_outputs_that_cannot_be_written_are_an_error_of_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "missing" / "output"))
    with pytest.raises(OSError, match="missing"):
        actions.Step().write_outputs({"outcome": "failed"})


def test_the_summary_is_added_to_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "summary"
    file.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(file))
    assert actions.Step().summary_room() == 1024 * 1024 - 7
    actions.Step().write_summary("# é\n")
    assert file.read_bytes() == "before\n# é\n".encode()


def test_without_a_file_there_is_no_summary_and_no_room_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    assert actions.Step().summary_room() == 0


class TestLog:
    def test_groups_fold(self, capsys: pytest.CaptureFixture[str]) -> None:
        log = actions.Step()
        log.open_group("Blog posts\n::error::x")
        log.line("100 of 100 done")
        log.close_group()
        read = read_log(capsys.readouterr().out)
        assert read.groups == (r"Blog posts\n::error::x",)
        assert read.annotations == ()

    def test_a_notice_is_one(self, capsys: pytest.CaptureFixture[str]) -> None:
        actions.Step().annotate([Annotation(Level.NOTICE, "Plan", "All 3 items would be published.")])
        log = capsys.readouterr().out
        assert log == "::notice title=Plan::All 3 items would be published.\n"
        (annotation,) = read_log(log).annotations
        assert (annotation.level, annotation.title, annotation.file) == ("notice", "Plan", None)

    def test_an_error_stands_at_its_place(self, capsys: pytest.CaptureFixture[str]) -> None:
        place = Place("a b,c:d.yml", 3, 5)
        actions.Step().annotate([Annotation(Level.ERROR, "Archived: gone", "It is 100% gone.", "Look, at it.", place)])
        (annotation,) = read_log(capsys.readouterr().out).annotations
        assert (annotation.level, annotation.title) == ("error", "Archived: gone")
        # The log shows the message only, without title and place.
        assert annotation.message == "a b,c:d.yml:3:5: It is 100% gone. Look, at it."
        assert (annotation.file, annotation.line, annotation.column) == ("a b,c:d.yml", 3, 5)

    def test_a_file_whose_name_is_not_plain_is_left_out_of_the_properties(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        actions.Step().annotate([Annotation(Level.ERROR, "T", "M", place=Place("a\x1b.yml", 3, 5))])
        (annotation,) = read_log(capsys.readouterr().out).annotations
        assert annotation.file is None
        assert annotation.message.startswith(r"a\x1b.yml:3:5: ")

    def test_ten_errors_are_all_shown(self, capsys: pytest.CaptureFixture[str]) -> None:
        actions.Step().annotate(errors(10))
        assert len(read_log(capsys.readouterr().out).annotations) == 10

    def test_of_more_the_rest_is_counted_and_written_to_the_log(self, capsys: pytest.CaptureFixture[str]) -> None:
        actions.Step().annotate([*errors(1000), Annotation(Level.WARNING, "Odd", "Look.")])
        read = read_log(capsys.readouterr().out)
        assert len(read.annotations) == 11
        assert read.annotations[9].message.startswith("991 more messages like these")
        assert not read.unshown
        assert sum("a.yml:" in line and "Archived" in line for line in read.lines) == 991
        assert read.groups == ("991 more messages of the level error",)

    def test_the_many_of_one_topic_do_not_hide_the_few_of_another(self, capsys: pytest.CaptureFixture[str]) -> None:
        actions.Step().annotate([*errors(300, "Archived"), *errors(1, "Not found"), *errors(2, "Rejected")])
        titles = [each.title for each in read_log(capsys.readouterr().out).annotations]
        assert titles == ["Archived", "Not found", "Rejected", "Archived", "Rejected", *["Archived"] * 4, "And more"]

    def test_a_cause_that_lies_in_no_item_is_one_annotation_and_its_items_are_in_the_log(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        actions.Step().annotate(errors(300, "Refused", "401"))
        read = read_log(capsys.readouterr().out)
        (annotation,) = read.annotations
        assert annotation.message == "Refused 1. The same goes for 299 more. Do something."
        assert annotation.file is None
        assert sum("a.yml:" in line for line in read.lines) == 300
        assert read.groups == ("300 messages of the level error",)

    def test_of_one_topic_only_what_has_the_same_cause_is_said_together(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        late = [*errors(20, "Late", "Not sent"), *errors(3, "Late", "Not read back"), *errors(1, "Late", "No answer")]
        actions.Step().annotate(late)
        assert [each.message for each in read_log(capsys.readouterr().out).annotations] == [
            "Late 1. The same goes for 19 more. Do something.",
            "Late 1. The same goes for 2 more. Do something.",
            "a.yml:1:5: Late 1. Do something.",
        ]

    def test_a_warning_is_a_warning(self, capsys: pytest.CaptureFixture[str]) -> None:
        actions.Step().annotate([Annotation(Level.WARNING, "Odd", "Look.")])
        (annotation,) = read_log(capsys.readouterr().out).annotations
        assert (annotation.level, annotation.file) == ("warning", None)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(), st.text(), st.text(min_size=1))
    def test_no_text_forges_anything(
        self, capsys: pytest.CaptureFixture[str], title: str, message: str, file: str
    ) -> None:
        capsys.readouterr()
        log = actions.Step()
        log.annotate([Annotation(Level.ERROR, title, message, title, Place(file, 1, 1))])
        log.line(message)
        log.open_group(title)
        log.close_group()
        read = read_log(capsys.readouterr().out)
        assert [command.name for command in read.commands] == ["error", "group", "endgroup"]
