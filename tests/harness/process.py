"""The real program, started as a process of its own: as a step of GitHub Actions, on a machine with whatever faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from harness.bakery import TOKEN
from harness.runner import MalformedFileError, read_outputs, read_summary
from harness.trial import MANIFEST, Ending

TIMEOUT = 30.0
"""Seconds after which a program that does not end is taken for hung."""

PROGRAM = (sys.executable, "-m", "webflow_publish")

_LIMITED = """\
import os, resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
os.execv(sys.argv[2], sys.argv[2:])
"""
_WITHOUT_PRIVILEGE = """\
import ctypes, os, sys
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
if os.geteuid() == 0 and ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0):
    sys.exit(97)
os.execv(sys.argv[1], sys.argv[1:])
"""


_MEASURED = """\
import pathlib, resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
pathlib.Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(code)
"""
_DEAF = """\
import os, sys
for stream in sys.argv[1]:
    os.close(int(stream))
for stream in sys.argv[2]:
    os.dup2(os.open("/dev/full", os.O_RDWR), int(stream))
os.execv(sys.argv[3], sys.argv[3:])
"""


def with_streams(closed: str = "", full: str = "") -> tuple[str, ...]:
    """The program with some of the streams 0, 1 and 2 closed, and others that lead to where no space is left.

    A shell is of no use for it: it does not pass on variables whose names have a hyphen, as inputs may have.
    """
    return (sys.executable, "-c", _DEAF, closed, full, *PROGRAM)


def measured(file: Path) -> tuple[str, ...]:
    """The program; the most memory that it held, in kibibytes on Linux, is written to a file."""
    return (sys.executable, "-c", _MEASURED, str(file), *PROGRAM)


def with_small_files(size: int) -> tuple[str, ...]:
    """The program, where no file may become larger than so many bytes: as on a disk that is full."""
    return (sys.executable, "-c", _LIMITED, str(size), *PROGRAM)


def without_privilege() -> tuple[str, ...]:
    """The program, which may write only where its user may, also as root. It ends with 97 where that cannot be had."""
    return (sys.executable, "-c", _WITHOUT_PRIVILEGE, *PROGRAM)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a workflow, with its files below `folder`.

    Attributes:
        folder: Where its workspace, its outputs and its summary are.
        url: The address of the Data API.
        manifest: The text of the manifest.
        inputs: Further inputs of action.yml.
        variables: What is different in the environment; a variable that is None is not there.
    """

    folder: Path
    url: str
    manifest: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def workspace(self) -> Path:
        """The checkout."""
        return self.folder / "workspace"

    @property
    def outputs(self) -> Path:
        """The file for outputs."""
        return self.folder / "outputs"

    @property
    def summary(self) -> Path:
        """The file for the job summary."""
        return self.folder / "summary"

    @contextmanager
    def started(
        self, command: Sequence[str] = PROGRAM, stdout: int | IO[bytes] = subprocess.PIPE
    ) -> Iterator[subprocess.Popen[bytes]]:
        """The program, while it runs; it is killed at the end, if it still does."""
        self.workspace.mkdir(exist_ok=True)
        if not (self.workspace / MANIFEST).exists():
            (self.workspace / MANIFEST).write_text(self.manifest, "utf-8")
        for file in (self.outputs, self.summary):
            file.write_bytes(b"")
        with subprocess.Popen(
            command,
            cwd=self.folder,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def run(self, command: Sequence[str] = PROGRAM, stdout: int | IO[bytes] = subprocess.PIPE) -> Ending:
        """Run the program to its end."""
        with self.started(command, stdout) as process:
            told, complained = process.communicate(timeout=TIMEOUT)
        return self.ending(process.returncode, told or b"", complained)

    def ending(self, exit_code: int, stdout: bytes, stderr: bytes) -> Ending:
        """What the program left behind; outputs that GitHub could not read are None."""
        report = self.workspace / "report.json"
        return Ending(
            exit_code,
            stdout.decode(),
            stderr.decode(),
            _outputs(self.outputs),
            read_summary(self.summary.read_bytes()) or "",
            json.loads(report.read_text("utf-8")) if report.is_file() else None,
        )

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "INPUT_"))}
        inputs = {"token": TOKEN, "api-url": self.url, "report": "report.json", **self.inputs}
        variables = {
            **inherited,
            **{f"INPUT_{name.upper()}": value for name, value in inputs.items()},
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(self.outputs),
            "GITHUB_REPOSITORY": "octo-org/website",
            "GITHUB_RUN_ID": "42",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": "0123abcd",
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.variables,
        }
        return {name: value for name, value in variables.items() if value is not None}


def _outputs(file: Path) -> dict[str, str] | None:
    try:
        return read_outputs(file.read_bytes())
    except MalformedFileError:
        return None
