from __future__ import annotations

import json
from typing import Any

from bench import site
from bench.server.host import CONTROL, Host
from bench.server.message import Request
from bench.server.settings import Settings
from harness.clock import FakeClock

READ = Request("GET", f"/v2/collections/{site.COLLECTION}/items", {}, {"authorization": f"Bearer {site.TOKEN}"})
ASK = Request("GET", CONTROL, {}, {})


def begin(**settings: Any) -> Request:
    return Request("POST", CONTROL, {}, {}, json.dumps(Settings(**settings).document()).encode())


def host(**settings: Any) -> Host:
    host = Host(FakeClock().monotonic)
    host.take(begin(**settings))
    host.sent()
    return host


def test_what_it_is_told_is_the_site_that_it_serves() -> None:
    answer, _ = host(items=3).take(READ)
    assert [each["id"] for each in answer.body["items"]] == site.identifiers(3)


def test_it_tells_what_came_and_what_is_not_live() -> None:
    served = host(items=2)
    served.take(READ)
    answer, _ = served.take(ASK)
    assert (answer.body["requests"], answer.body["not_live"]) == (1, site.identifiers(2))


def test_to_set_and_to_ask_it_is_not_counted() -> None:
    served = host(items=2)
    served.take(ASK)
    answer, delay = served.take(ASK)
    assert (answer.body["requests"], answer.body["first"], delay) == (0, None, 0)


def test_to_set_it_begins_anew() -> None:
    served = host(items=2)
    served.take(READ)
    served.take(begin(items=1))
    answer, _ = served.take(ASK)
    assert (answer.body["requests"], answer.body["not_live"]) == (0, site.identifiers(1))


def test_answers_are_delayed_by_the_latency_which_is_shorter_where_time_passes_faster() -> None:
    assert host(items=1, latency=0.3).take(READ)[1] == 0.3
    assert host(items=1, latency=0.3, scale=10).take(READ)[1] == 0.03


def test_requests_wait_at_once_until_their_answers_are_sent() -> None:
    served = host(items=1)
    served.take(READ)
    served.take(READ)
    served.sent()
    served.take(READ)
    answer, _ = served.take(ASK)
    assert answer.body["at_once"] == 2
