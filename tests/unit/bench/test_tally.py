from __future__ import annotations

from bench.server.message import Answer, Request
from bench.server.tally import Tally

GET, POST = Request("GET", "/", {}, {}), Request("POST", "/", {}, {})


def test_requests_publishes_and_refusals_are_counted() -> None:
    tally = Tally()
    for request, status in ((GET, 200), (POST, 202), (POST, 429), (GET, 429)):
        tally.add(request, Answer(status, {}), 1, 0.0)
    assert (tally.requests, tally.writes, tally.refused) == (4, 2, 2)


def test_the_moment_of_the_first_request_is_kept() -> None:
    tally = Tally()
    for now in (5.0, 6.0):
        tally.add(GET, Answer(200, {}), 1, now)
    assert tally.first == 5.0


def test_the_most_that_waited_at_once_is_kept() -> None:
    tally = Tally()
    for waiting in (1, 4, 2):
        tally.add(GET, Answer(200, {}), waiting, 0.0)
    assert tally.at_once == 4


def test_it_is_written_as_json_values() -> None:
    assert Tally(requests=1).document() == {"requests": 1, "writes": 0, "refused": 0, "at_once": 0, "first": None}
