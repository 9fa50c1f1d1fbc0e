"""Starts a command, waits for its end, and prints what it took as JSON: `starter.py OUTPUT SECONDS COMMAND...`.

A process of its own, and a small one: Linux counts the memory of whoever starts a program as that program's, too. What
the command prints goes into the file OUTPUT; after SECONDS it is ended.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any


def main(output: str, limit: float, command: list[str]) -> dict[str, Any]:
    """Run it; returns the fields of bench.process.Usage but for what was printed, and memory in the system's unit."""
    with Path(output).open("wb") as stream:
        began = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT)
        timer = threading.Timer(limit, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        timer.cancel()
    return {
        "began": began,
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss,
        "exit_code": process.returncode,
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])))
