"""A process, measured from outside: what it took is what the system says, whatever it is written in."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGEST_SECONDS = 300.0
"""After so long a process is ended."""

_STARTER = Path(__file__).with_name("starter.py")
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system gives the peak memory (source: getrusage(2))."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process took, processes that it started and waited for included.

    Attributes:
        began: When it was started, in seconds of the machine's monotonic clock.
        seconds: Until it had ended.
        cpu: Seconds of computing, in the program and for it in the system.
        peak: Bytes of memory at most; of several processes, those of the largest.
        exit_code: As a shell has it, negative where a signal ended it.
        output: What it printed, on both streams.
    """

    began: float
    seconds: float
    cpu: float
    peak: int
    exit_code: int
    output: str


def measure(command: Sequence[str], folder: Path, variables: Mapping[str, str], output: Path) -> Usage:
    """Run a command in a folder, with these variables only; what it prints goes through a file."""
    starter = [sys.executable, "-I", "-S", str(_STARTER), str(output), str(LONGEST_SECONDS), *command]
    told = subprocess.run(starter, cwd=folder, env=variables, stdout=subprocess.PIPE, check=True)
    usage = json.loads(told.stdout)
    return Usage(
        usage["began"],
        usage["seconds"],
        usage["cpu"],
        usage["peak"] * _PEAK_UNIT,
        usage["exit_code"],
        output.read_text("utf-8", errors="replace"),
    )
