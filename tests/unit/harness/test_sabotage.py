from __future__ import annotations

import io
from datetime import timedelta

import pytest

from harness.clock import FakeClock
from harness.sabotage import FAULTS, STAGES, Asked, Effect, End, Fault, Given, SkewedClock, Stage, Strike
from harness.sabotage.message import read_request

FAULT = Fault("nothing", Effect.HARMLESS, lambda _: End.KEEP)


def hits(strike: Strike) -> list[int]:
    return [count for count in range(1, 8) if strike.hits(count)]


def test_a_strike_hits_once_at_first() -> None:
    assert hits(Strike(FAULT, Stage.STATE)) == [1]


def test_a_strike_hits_from_a_request_on_so_many_times() -> None:
    assert hits(Strike(FAULT, Stage.STATE, first=3, times=2)) == [3, 4]


def test_a_strike_hits_always() -> None:
    assert hits(Strike(FAULT, Stage.STATE, first=2, times=None)) == [2, 3, 4, 5, 6, 7]


def test_a_strike_comes_and_goes() -> None:
    assert hits(Strike(FAULT, Stage.STATE, times=None, step=3)) == [1, 4, 7]


@pytest.mark.parametrize(
    ("method", "target", "stage"),
    [
        ("GET", "/v2/collections/c/items?limit=100", Stage.STATE),
        ("GET", "/v2/collections/c/items/i", Stage.STATE),
        ("POST", "/v2/collections/c/items/publish", Stage.PUBLISH),
        ("GET", "/v2/collections/c/items/live?limit=100", Stage.PROOF),
        ("GET", "/v2/collections/c/items/i/live", Stage.PROOF),
        ("GET", "/v2/collections/c", Stage.OTHER),
        ("GET", "/v2/sites/s", Stage.OTHER),
    ],
)
def test_a_request_tells_its_stage(method: str, target: str, stage: Stage) -> None:
    assert Asked(method, target, {}, b"", 0).stage is stage


def test_a_request_is_read_with_its_body_and_no_more() -> None:
    stream = io.BytesIO(b"POST /x HTTP/1.1\r\nContent-Length: 2\r\nX-A:  b \r\n\r\n{}GET /y")
    asked = read_request(stream, 7)
    assert asked == Asked("POST", "/x", {"content-length": "2", "x-a": "b"}, b"{}", 7)


def test_no_request_is_the_end() -> None:
    assert read_request(io.BytesIO(b""), 0) is None


def test_an_answer_has_its_length_unless_another_is_wanted() -> None:
    assert Given(202, b"{}", (("A", "b"),)).head == b"HTTP/1.1 202 Accepted\r\nA: b\r\nContent-Length: 2\r\n\r\n"
    assert Given(999, b"{}", length="7", phrase="Odd").head == b"HTTP/1.1 999 Odd\r\nContent-Length: 7\r\n\r\n"
    assert Given(200, b"{}", length="").head == b"HTTP/1.1 200 OK\r\n\r\n"


def test_a_clock_that_is_set_tells_another_time_of_day_and_runs_on() -> None:
    base = FakeClock()
    clock = SkewedClock(base)
    clock.set(-2)
    clock.advance(5)
    assert (clock.monotonic(), base.now() - clock.now()) == (5, timedelta(days=2))


def test_each_fault_does_one_thing_and_has_a_name_of_its_own() -> None:
    assert all(sum(deed is not None for deed in (each.act, each.greet, each.dial)) == 1 for each in FAULTS)
    assert len({each.name for each in FAULTS}) == len(FAULTS)
    assert {each.effect for each in FAULTS} == set(Effect)
    assert len(STAGES) == 3
