"""The server's process, as seen from outside: started, told what to be, and asked what came."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bench.place import ROOT
from bench.server.host import CONTROL
from bench.server.settings import Settings

_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What the server saw of a run; `not_live` are the IDs of the manifest that are not live at its end.

    `first` is when the first request came, in seconds of the machine's monotonic clock; None where there was none.
    """

    requests: int
    writes: int
    refused: int
    at_once: int
    first: float | None
    not_live: tuple[str, ...]


class Daemon:
    """A server at that address, such as `http://127.0.0.1:8080`."""

    def __init__(self, host: str) -> None:
        self.host = host

    def reset(self, settings: Settings) -> None:
        """Begin anew, with another site and other rules."""
        self._ask(json.dumps(settings.document()).encode())

    def seen(self) -> Seen:
        """What came since the last reset."""
        told = self._ask(None)
        return Seen(
            told["requests"],
            told["writes"],
            told["refused"],
            told["at_once"],
            told["first"],
            tuple(told["not_live"]),
        )

    def _ask(self, body: bytes | None) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.host}{CONTROL}", body, _SECONDS) as answer:  # noqa: S310 - on loopback
            document: dict[str, Any] = json.load(answer)
        return document


@contextmanager
def serving() -> Iterator[Daemon]:
    """A server on a free port of this machine, in a process of its own, which ends with this block.

    Raises:
        RuntimeError: It did not start.
    """
    command = [sys.executable, "-m", "bench.server"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            if not port:
                raise RuntimeError("The server did not start; what it said stands above.")
            yield Daemon(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
