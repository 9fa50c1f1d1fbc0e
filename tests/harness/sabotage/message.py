"""Requests as they come and answers as they go, down to what a proxy may get wrong about them."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import IO


class Stage(StrEnum):
    """What a request is for: the state is read from staged items, the proof from live ones."""

    STATE = "state"
    PUBLISH = "publish"
    PROOF = "proof"
    OTHER = "other"


STAGES = (Stage.STATE, Stage.PUBLISH, Stage.PROOF)
"""Those of a run, in their order."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and when it came: in seconds of the program's clock. Names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    moment: float

    @property
    def stage(self) -> Stage:
        """What it is for."""
        path = self.target.partition("?")[0]
        if self.method == "POST":
            return Stage.PUBLISH
        if "/items" not in path:
            return Stage.OTHER
        return Stage.PROOF if path.endswith("/live") else Stage.STATE


@dataclass(frozen=True, slots=True)
class Given:
    """An answer. `length` replaces the true Content-Length; an empty one leaves it out."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    phrase: str = ""
    length: str | None = None

    @property
    def head(self) -> bytes:
        """Status line and headers, with the empty line behind them."""
        phrase = self.phrase or http.client.responses.get(self.status, "")
        length = str(len(self.body)) if self.length is None else self.length
        headers = [*self.headers, *([("Content-Length", length)] if length else [])]
        lines = [f"HTTP/1.1 {self.status} {phrase}", *(f"{name}: {value}" for name, value in headers), "", ""]
        return "\r\n".join(lines).encode("latin-1")

    def with_headers(self, *headers: tuple[str, str]) -> Given:
        """The same with more headers."""
        return replace(self, headers=(*self.headers, *headers))


def read_request(stream: IO[bytes], moment: float) -> Asked | None:
    """The next request of a connection; None where the client has hung up.

    Raises:
        OSError: The connection broke.
    """
    method, _, target = stream.readline().decode("latin-1").partition(" ")
    if not target:
        return None
    lines = iter(lambda: stream.readline().decode("latin-1").strip(), "")
    fields = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in fields}
    body = stream.read(int(headers.get("content-length", "0")))
    return Asked(method, target.split()[0], headers, body, moment)
