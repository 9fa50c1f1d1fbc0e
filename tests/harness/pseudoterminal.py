"""The program in a pseudo-terminal: as it is for somebody who sits before it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from harness.process import PROGRAM, TIMEOUT

_NAMES = ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLORTERM", "CI")


def typed(folder: Path, *arguments: str, variables: Mapping[str, str], stdout: int | None = None) -> tuple[int, str]:
    """Run the program with these arguments in a folder; its exit code, and what the terminal was sent.

    `stdout` leads somewhere else than to the terminal, where it is given.
    """
    inherited = {
        name: value for name, value in os.environ.items() if name not in _NAMES and not name.startswith("GITHUB_")
    }
    environment = {**inherited, "TERM": "xterm-256color", "PYTHONDONTWRITEBYTECODE": "1", **variables}
    leader, follower = pty.openpty()
    try:
        with subprocess.Popen(
            [*PROGRAM, *arguments],
            cwd=folder,
            env=environment,
            stdin=follower,
            stdout=follower if stdout is None else stdout,
            stderr=follower,
        ) as process:
            os.close(follower)
            sent = _read(leader)
            code = process.wait(TIMEOUT)
    finally:
        os.close(leader)
    # The terminal makes two characters of the end of a line.
    return code, sent.decode().replace("\r\n", "\n")


def piped(folder: Path, *arguments: str, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """The same with everything it writes going into pipes."""
    return subprocess.run(
        [sys.executable, *PROGRAM[1:], *arguments],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )


def _read(leader: int) -> bytes:
    """All that is written until nobody has the terminal open any more, which Linux tells as an error."""
    sent = bytearray()
    with suppress(OSError):
        while chunk := os.read(leader, 65536):
            sent += chunk
    return bytes(sent)
