from __future__ import annotations

import json
import signal
import socket

import pytest

from harness.bakery import GOOD_PEOPLE, GOOD_POSTS, TOKEN
from harness.docker import TIMEOUT, Runner, Step

PERSON = {"id": "64b300000000000000000000", "lastPublished": None, "fieldData": {"name": "Ada", "slug": "ada"}}
SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


def listening() -> socket.socket:
    """A service that answers only what a test answers."""
    service = socket.create_server(("127.0.0.1", 0))
    service.settimeout(TIMEOUT)
    return service


def step(service: socket.socket) -> Step:
    return Step({"token": TOKEN, "api-url": f"http://127.0.0.1:{service.getsockname()[1]}/v2"})


@SIGNALS
def test_a_step_that_is_cancelled_while_it_reads_says_that_nothing_was_sent(
    runner: Runner, number: signal.Signals
) -> None:
    (runner.workspace / "webflow-publish.yml").write_text(GOOD_POSTS)
    with listening() as service, runner.start(step(service)) as running:
        connection, _ = service.accept()
        with connection:
            # The request has begun, and no answer will ever come.
            assert connection.recv(4) == b"GET "
            running.signal(number)
            ending = running.wait()

    assert ending.exit_code == 130
    assert ending.outputs["outcome"] == "cancelled"
    assert ending.outputs["published-count"] == "0"
    assert ending.outputs["failed-count"] == "6"
    assert ending.summary
    assert "before anything was sent" in ending.summary
    assert ending.log.open_group is None


@SIGNALS
def test_a_step_that_is_cancelled_while_it_publishes_still_says_what_happened(
    runner: Runner, number: signal.Signals
) -> None:
    (runner.workspace / "webflow-publish.yml").write_text(GOOD_PEOPLE)
    content = json.dumps({"items": [PERSON], "pagination": {"limit": 100, "offset": 0, "total": 1}})
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n{content}"
    with listening() as service, runner.start(step(service)) as running:
        connection, _ = service.accept()
        with connection:
            connection.settimeout(TIMEOUT)
            while not connection.recv(65_536).endswith(b"\r\n\r\n"):
                pass
            connection.sendall(answer.encode())
            assert connection.recv(5) == b"POST "
            running.signal(number)
            ending = running.wait()

    assert ending.exit_code == 130
    assert ending.outputs["outcome"] == "cancelled"
    assert ending.outputs["published-count"] == "0"
    assert ending.outputs["failed-count"] == "1"
    assert ending.summary
    assert "may have been sent" in ending.summary
    assert ending.log.open_group is None
