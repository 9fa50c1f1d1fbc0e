from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

RUN = "import sys; from webflow_publish.start import start; sys.exit(start())"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_while_the_program_is_being_loaded_ends_it_with_one_sentence(
    number: signal.Signals, tmp_path: Path
) -> None:
    # The signal comes when the program imports requests.
    interrupt = f"""
import signal, sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "requests":
            signal.raise_signal({int(number)})
sys.meta_path.insert(0, Interrupting())
{RUN}"""
    ended = subprocess.run([sys.executable, "-c", interrupt], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert ended.returncode == 130
    assert ended.stderr == "The run was stopped before it began: nothing was sent.\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(("arguments", "code"), [(["validate"], 2), ([], 2), (["--version"], 0)])
def test_a_stop_when_all_is_said_changes_nothing_of_how_it_ends(
    number: signal.Signals, arguments: list[str], code: int, tmp_path: Path
) -> None:
    # The signal comes when the last of what was written is flushed: by the program or, after an option such as
    # --version, by Python.
    late = f"""
import io, os, signal, sys
class Interrupting(io.TextIOWrapper):
    def flush(self):
        caller = sys._getframe().f_back
        if caller is None or caller.f_code.co_name == "start":
            os.write(2, b"A stop comes.")
            signal.raise_signal({int(number)})
        super().flush()
sys.stdout = Interrupting(sys.stdout.detach())
{RUN}"""
    command = [sys.executable, "-c", late, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env={}, check=False)
    assert ended.returncode == code
    assert "A stop comes." in ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full", "| true", "2>&-"])
def test_that_nobody_reads_what_it_writes_is_no_reason_to_fail(redirection: str, tmp_path: Path) -> None:
    (tmp_path / "webflow-publish.yml").write_text(
        "version: 1\ncollections:\n  - id: 580e63fc8c9a982ac9b8b745\n    items: [643fd856d66b6528195ee2ca]\n"
    )
    for environment in ({}, {"GITHUB_ACTIONS": "true", "INPUT_MODE": "validate", "GITHUB_WORKSPACE": str(tmp_path)}):
        program = f"'{sys.executable}' -c '{RUN}' {'' if environment else 'validate'}"
        ended = subprocess.run(
            ["bash", "-o", "pipefail", "-c", f"{program} {redirection}"],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii", **environment},
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        assert "Traceback" not in ended.stderr
