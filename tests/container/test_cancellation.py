from __future__ import annotations

import signal
import socket

import pytest

from harness.bakery import GOOD_POSTS, TOKEN
from harness.docker import TIMEOUT, Runner, Step


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_step_that_is_cancelled_still_says_what_happened(runner: Runner, number: signal.Signals) -> None:
    (runner.workspace / "webflow-publish.yml").write_text(GOOD_POSTS)
    with socket.create_server(("127.0.0.1", 0)) as service:
        service.settimeout(TIMEOUT)
        step = Step({"token": TOKEN, "api-url": f"http://127.0.0.1:{service.getsockname()[1]}/v2"})
        with runner.start(step) as running:
            connection, _ = service.accept()
            with connection:
                # The request has begun, and no answer will ever come.
                assert connection.recv(1) == b"P"
                running.signal(number)
                ending = running.wait()

    assert ending.exit_code == 130
    assert ending.outputs["outcome"] == "cancelled"
    assert ending.outputs["published-count"] == "0"
    assert ending.outputs["failed-count"] == "6"
    assert ending.summary
    assert ending.log.open_group is None
