from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from webflow_publish import __version__
from webflow_publish.cli import main
from webflow_publish.interface import INPUTS, Form, Input, Mode

MANIFEST = """\
version: 1
collections:
  - id: 580e63fc8c9a982ac9b8b745
    items: [643fd856d66b6528195ee2ca]
"""


@pytest.fixture(autouse=True)
def _terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal in a folder of its own: nothing of GitHub Actions, should the tests run there."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for name in (
        "GITHUB_ACTIONS",
        "GITHUB_WORKSPACE",
        "GITHUB_OUTPUT",
        "GITHUB_STEP_SUMMARY",
        "WEBFLOW_TOKEN",
        "GITHUB_TOKEN",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_without_arguments_it_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage: webflow-publish" in capsys.readouterr().out


def test_help_names_commands_options_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["publish", "--help"], ["plan", "--help"], ["undo", "--help"]):
        with pytest.raises(SystemExit, match="0"):
            main(arguments)
    text = capsys.readouterr().out
    assert "Where some items failed for 1 and others for 4, it is 1." in text
    for word in (
        "publish",
        "plan",
        "validate",
        "undo",
        "init",
        "doctor",
        "sandbox",
        "WEBFLOW_TOKEN",
        "130 stopped",
        "pending",
        "such as 10%",
    ):
        assert word in text
    for each in INPUTS:
        assert (f"--{each.name} " in text) == (each.name not in {"token", "github-token", "mode"})


@pytest.mark.parametrize("mode", Mode)
def test_a_mode_has_the_inputs_that_count_in_it_as_options(mode: Mode, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([mode, "--help"])
    text = capsys.readouterr().out
    for each in INPUTS:
        assert (f"\n  --{each.name} " in text) == (
            mode in each.modes and each.name not in {"token", "github-token", "mode"}
        )


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"webflow-publish {__version__}\n"


def test_a_token_that_is_given_as_an_argument_is_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--token", "secret-of-mine"], ["--token=secret-of-mine"]):
        with pytest.raises(SystemExit, match="2"):
            main(["publish", *arguments])
    text = capsys.readouterr().err
    assert "WEBFLOW_TOKEN" in text
    assert "secret-of-mine" not in text


def test_the_token_of_github_comes_from_its_variable_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["plan", "--comment", "--github-token", "secret-of-mine"])
    text = capsys.readouterr().err
    assert "the token comes from the variable GITHUB_TOKEN" in text
    assert "secret-of-mine" not in text


def test_a_path_without_its_option_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["validate", "my.yml"])
    assert "write --manifest my.yml" in capsys.readouterr().err


def test_commands_are_named_by_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["diff"])
    assert "Mode." not in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["publsh"],
        ["publish", "--token", "x"],
        ["publish", "--man", "x"],
        ["publish", "--fail-on-pending"],
        ["plan", "--verify"],
        ["validate", "--api-url", "x"],
        ["validate", "--approved", "x"],
    ],
)
def test_what_it_does_not_know_it_refuses(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["", " ", "\n"])
@pytest.mark.parametrize("mode", Mode)
def test_an_option_that_is_given_and_empty_is_refused_by_its_name(
    mode: Mode, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "webflow-publish.yml").write_text(MANIFEST)
    for each in (each for each in INPUTS if mode in each.modes and each.name not in {"token", "github-token", "mode"}):
        with pytest.raises(SystemExit, match="2"):
            main([mode, f"--{each.name}={value}"])
        assert f"the option --{each.name} is given, and empty" in capsys.readouterr().err


def test_an_option_that_is_empty_among_others_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "webflow-publish.yml").write_text(MANIFEST)
    with pytest.raises(SystemExit, match="2"):
        main(["validate", "--manifest", "webflow-publish.yml", "--manifest", ""])
    assert "the option --manifest is given, and empty" in capsys.readouterr().err
    assert main(["validate", "--manifest", "\nwebflow-publish.yml\n\n"]) == 0


def test_validate_reads_the_manifest_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "webflow-publish.yml").write_text(MANIFEST)
    assert main(["validate"]) == 0
    assert capsys.readouterr().out == "The manifest is valid: 1 item in 1 collection, from 1 file.\n"


def test_several_manifests_may_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.yml").write_text(MANIFEST)
    (tmp_path / "b c.yml").write_text(MANIFEST.replace("ee2ca", "ee2cb"))
    assert main(["validate", "--manifest", "a.yml", "--manifest", "b c.yml", "--report", "report.json"]) == 0
    assert "2 items in 1 collection, from 2 files" in capsys.readouterr().out
    assert (tmp_path / "report.json").is_file()


def test_a_truth_value_needs_no_word_and_takes_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "webflow-publish.yml").write_text("version: 1\ncollections: []\n")
    assert main(["validate"]) == 2
    assert main(["validate", "--allow-empty=false"]) == 2
    assert main(["validate", "--allow-empty"]) == 0
    assert main(["validate", "--allow-empty", "true"]) == 0
    assert "The manifest is valid: 0 items in 0 collections, from 1 file." in capsys.readouterr().out
    assert main(["validate", "--allow-empty=maybe"]) == 2
    assert "Write `true` or `false`." in capsys.readouterr().err


TRUTH_VALUES = [each for each in INPUTS if each.form is Form.FLAG]


@pytest.mark.parametrize("each", TRUTH_VALUES, ids=lambda each: str(each.name))
def test_a_truth_value_that_is_none_is_told_by_its_name(each: Input, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([each.modes[0], f"--{each.name}=maybe"]) == 2
    assert f"The input `{each.name}` is `maybe`." in capsys.readouterr().err


def test_problems_are_told_as_compilers_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "webflow-publish.yml").write_text(MANIFEST.replace("collections", "colections"))
    assert main(["validate"]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("webflow-publish.yml:2:1: error: The key `colections`")
    assert "::" not in captured.out


def test_publishing_without_a_token_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "webflow-publish.yml").write_text(MANIFEST)
    for mode in ("publish", "plan"):
        assert main([mode]) == 2
        assert "WEBFLOW_TOKEN" in capsys.readouterr().err


def test_the_token_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEBFLOW_TOKEN", "a-token-of-the-sandbox")
    assert main(["publish"]) == 2
    captured = capsys.readouterr()
    assert "There is no token" not in captured.err
    assert "a-token-of-the-sandbox" not in captured.out + captured.err


def test_in_github_actions_the_inputs_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "my manifest.yml").write_text(MANIFEST)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(workspace))
    monkeypatch.setenv("INPUT_MODE", "validate")
    monkeypatch.setenv("INPUT_MANIFEST", "my manifest.yml\n")
    assert main([]) == 0
    assert "The manifest is valid" in capsys.readouterr().out


def test_the_sandbox_has_options_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["sandbox", "--help"])
    assert "--seed" in capsys.readouterr().out


@pytest.mark.parametrize(("command", "option"), [("init", "--collection"), ("doctor", "--manifest")])
class TestCommandsBesideTheRuns:
    def test_they_have_options_of_their_own(
        self, command: str, option: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit, match="0"):
            main([command, "--help"])
        assert option in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--token", "secret-of-mine"], "WEBFLOW_TOKEN"),
            (["--sites", "x"], "the option --sites is not known"),
            (["--site", ""], "the option --site is given, and empty"),
        ],
    )
    def test_what_they_do_not_know_they_refuse_without_repeating_it(
        self, command: str, option: str, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        del option
        with pytest.raises(SystemExit, match="2"):
            main([command, *arguments])
        text = capsys.readouterr().err
        assert words in text
        assert "secret-of-mine" not in text

    def test_without_a_token_they_say_how_to_get_one(
        self, command: str, option: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        del option
        assert main([command]) == {"init": 2, "doctor": 1}[command]
        captured = capsys.readouterr()
        assert "There is no token." in captured.out + captured.err
        assert "Apps & integrations" in captured.out + captured.err


def test_a_run_loads_nothing_of_the_commands_beside_it_and_no_colour(tmp_path: Path) -> None:
    (tmp_path / "webflow-publish.yml").write_text(MANIFEST)
    program = (
        "import sys; from webflow_publish.cli import main; code = main(['validate']); "
        "print(sorted(n for n in sys.modules if n.startswith(('rich', 'webflow_publish.init', 'webflow_publish.doctor',"
        " 'webflow_publish.errand', 'webflow_publish.colour'))))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


class TestUndo:
    """The report to undo may stand without the name of its option."""

    @pytest.mark.parametrize("arguments", [["report.json"], ["--undo-from", "report.json"]])
    def test_the_report_is_read(
        self, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("WEBFLOW_TOKEN", "secret-of-mine")
        (tmp_path / "report.json").write_text('{"version": 1, "mode": "publish", "outcome": "success", "items": []}')
        assert main(["undo", *arguments]) == 0
        assert "Nothing to undo: the run put nothing live" in capsys.readouterr().out

    def test_without_one_it_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("WEBFLOW_TOKEN", "secret-of-mine")
        assert main(["undo"]) == 2
        assert "There is no report to undo." in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["a.json", "--undo-from", "b.json"], "the report to undo is given twice"),
            (["a.json", "b.json"], "more than one report"),
            ([""], "the report to undo is given, and empty"),
            (["a.json", "--approved", "plan.json"], "the option --approved is not known"),
            (["a.json", "--manifest", "x.yml"], "the option --manifest is not known"),
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit, match="2"):
            main(["undo", *arguments])
        assert said in capsys.readouterr().err
