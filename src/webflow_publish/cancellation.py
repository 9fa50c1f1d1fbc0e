"""SIGINT and SIGTERM: stop sending, and still say what happened."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupted(BaseException):
    """The run was told to stop while it was waiting for something. No `except Exception` takes it for an error."""


class Cancellation:
    """Whether the run was told to stop.

    A signal ends at once what stands in `interruptible()`; anything else, above all the writing of the reports, it lets
    finish. GitHub sends SIGINT, SIGTERM 7.5 seconds later, and kills 2.5 seconds after that.
    """

    def __init__(self) -> None:
        self.requested = False
        self._waiting = False

    def request(self) -> None:
        """Stop the run: what a signal does."""
        self.requested = True
        if self._waiting:
            self._waiting = False
            raise Interrupted

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Mark a wait that may be given up.

        Raises:
            Interrupted: In the body, as soon as the run is told to stop.
        """
        self._waiting = True
        try:
            if self.requested:
                raise Interrupted
            yield
        finally:
            self._waiting = False

    def listen(self) -> None:
        """Listen to SIGINT and SIGTERM from now on, to the end of the process.

        As process 1 of a container, Python would ignore SIGTERM otherwise; and one that comes when all is said must not
        change how the process ends.
        """

        def handle(_number: int, _frame: FrameType | None) -> None:
            self.request()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, handle)
