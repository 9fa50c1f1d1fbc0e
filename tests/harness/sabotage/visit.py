"""One request in the hands of a fault."""

from __future__ import annotations

import http.client
import socket
from dataclasses import dataclass
from enum import Enum, auto

from harness.sabotage.clock import SkewedClock
from harness.sabotage.message import Asked, Given

_PATIENCE = 10.0
"""Seconds after which the service behind us is taken for hung."""
_PASSED_ON = frozenset({"accept", "authorization", "content-type", "user-agent"})


class End(Enum):
    """What becomes of the connection after a request. `RESET` is a TCP reset, `CLOSE` a plain end."""

    KEEP = auto()
    CLOSE = auto()
    RESET = auto()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is around a request: the service's host and port, the program's clock, and a server on another host.

    `stranger` is the address of that server, such as `http://localhost:40001`.
    """

    service: str
    clock: SkewedClock
    stranger: str


class Visit:
    """A request that can be carried out, and answered with whatever bytes; `is_last`: its connection has no other."""

    def __init__(self, asked: Asked, surroundings: Surroundings, wire: socket.socket, *, is_last: bool = False) -> None:
        self.asked = asked
        self.clock = surroundings.clock
        self.stranger = surroundings.stranger
        self._service = surroundings.service
        self._wire = wire
        self._is_last = is_last

    def forward(self) -> Given:
        """Have the request carried out; the answer of the service."""
        connection = http.client.HTTPConnection(self._service, timeout=_PATIENCE)
        headers = {name: value for name, value in self.asked.headers.items() if name in _PASSED_ON}
        try:
            connection.request(self.asked.method, self.asked.target, self.asked.body or None, headers)
            response = connection.getresponse()
            kind = response.getheader("Content-Type")
            return Given(response.status, response.read(), (("Content-Type", kind),) if kind else ())
        finally:
            connection.close()

    def send(self, data: bytes) -> None:
        """Send bytes to the client.

        Raises:
            OSError: The client is gone.
        """
        self._wire.sendall(data)

    def wait_for_end(self, seconds: float) -> None:
        """Wait until the client hangs up, but no longer than so many seconds.

        Raises:
            OSError: It did not, or it broke the connection.
        """
        self._wire.settimeout(seconds)
        self._wire.recv(1)

    def give(self, given: Given, end: End = End.KEEP) -> End:
        """Send an answer as it should be sent."""
        if self._is_last:
            given = given.with_headers(("Connection", "close"))
        self.send(given.head + given.body)
        return End.CLOSE if self._is_last and end is End.KEEP else end
