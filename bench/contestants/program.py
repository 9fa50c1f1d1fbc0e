"""This program with a clock that runs faster than the machine's: `program.py URL SCALE`. All else is as it always is.

It is for scenes of many minutes only: elsewhere the program is started as users start it.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from webflow_publish.cancellation import Cancellation
from webflow_publish.console import Terminal
from webflow_publish.github import Event
from webflow_publish.report import Source
from webflow_publish.run import Run
from webflow_publish.workspace import Workspace


class FastClock:
    """A clock on which `scale` seconds pass in each second."""

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._start = datetime.now(UTC)

    def monotonic(self) -> float:
        """See webflow_publish.clock.Clock."""
        return time.monotonic() * self._scale

    def now(self) -> datetime:
        """See webflow_publish.clock.Clock."""
        passed = datetime.now(UTC) - self._start
        return self._start + timedelta(seconds=passed.total_seconds() * self._scale)

    def sleep(self, seconds: float) -> None:
        """See webflow_publish.clock.Clock."""
        time.sleep(seconds / self._scale)


def main(url: str, scale: float) -> int:
    """Publish the manifest of the current folder; returns the exit code."""
    inputs = {"mode": "publish", "api-url": url, "token": os.environ["WEBFLOW_TOKEN"]}
    run = Run(
        lambda name: inputs.get(name, ""),
        Terminal(),
        Workspace(Path()),
        Source.from_environment({}),
        FastClock(scale),
        Cancellation(),
        Event(),
    )
    return run.execute()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
