from __future__ import annotations

import asyncio
import json

import pytest

from bench import site
from bench.server.connection import Connection
from bench.server.host import Host
from harness.clock import FakeClock

REQUEST = (
    f"GET /v2/collections/{site.COLLECTION}/items?limit=1 HTTP/1.1\r\nAuthorization: Bearer {site.TOKEN}\r\n\r\n"
).encode()


class Wire(asyncio.WriteTransport):
    """Keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    @property
    def answers(self) -> int:
        return self.written.count(b"HTTP/1.1 200 OK")


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def connection(wire: Wire) -> Connection:
    connection = Connection(Host(FakeClock().monotonic))
    connection.connection_made(wire)
    return connection


def test_a_request_is_answered_when_all_of_it_has_come(wire: Wire, connection: Connection) -> None:
    connection.data_received(REQUEST[:20])
    assert wire.answers == 0
    connection.data_received(REQUEST[20:])
    assert wire.answers == 1
    assert json.loads(wire.written.partition(b"\r\n\r\n")[2])["items"] == []


def test_the_connection_is_kept_for_further_requests(wire: Wire, connection: Connection) -> None:
    connection.data_received(REQUEST)
    connection.data_received(REQUEST)
    assert (wire.answers, wire.is_closed) == (2, False)


def test_requests_that_come_together_are_answered_one_after_the_other(wire: Wire, connection: Connection) -> None:
    connection.data_received(REQUEST * 3)
    assert wire.answers == 3


def test_what_is_no_request_closes_the_connection(wire: Wire, connection: Connection) -> None:
    connection.data_received(b"nonsense\r\n\r\n")
    assert (wire.answers, wire.is_closed) == (0, True)
