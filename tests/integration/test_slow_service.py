"""A service that takes its time, with real clocks: a run ends when `timeout-minutes` have passed, and says so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from harness.experiment import Bench
from harness.laboratory import Laboratory, Stranger
from harness.sabotage import Act, Effect, End, Fault, Stage, Strike, Visit
from webflow_publish.clock import SystemClock
from webflow_publish.reason import Reason

MINUTES = 0.02
"""The time that a run has: 1.2 seconds."""
PATIENCE = 5.0
"""Seconds after which a run should have ended: its time, one second for a last answer, and a slow machine."""
LONGEST = 10.0
"""Seconds after which the service gives up."""
_DROP = 0.05
"""Seconds between two drops."""


def hang(visit: Visit) -> End:
    """No answer, until the client is gone."""
    visit.wait_for_end(LONGEST)
    return End.CLOSE


def drip(visit: Visit, data: bytes) -> None:
    """Bytes one by one, and the last one again and again, until the client is gone."""
    for position in range(int(LONGEST / _DROP)):
        visit.send(data[position : position + 1] or data[-1:])
        visit.clock.advance(_DROP)


def drip_head(visit: Visit) -> End:
    drip(visit, visit.forward().with_headers(("X-Long", "x")).head[:-4])
    return End.CLOSE


def drip_body(visit: Visit) -> End:
    given = visit.forward()
    visit.send(replace(given, length=str(2 * len(given.body))).head)
    drip(visit, given.body)
    return End.CLOSE


def drip_piece(visit: Visit) -> End:
    """The length of a piece that never ends."""
    visit.send(replace(visit.forward(), length="").with_headers(("Transfer-Encoding", "chunked")).head)
    drip(visit, b"0000")
    return End.CLOSE


def answer_in_between(visit: Visit) -> End:
    """Interim answers, one after the other: each is whole, and none is the last."""
    for _ in range(int(LONGEST / _DROP)):
        visit.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        visit.clock.advance(_DROP)
    return End.CLOSE


def fault(name: str, act: Act) -> Fault:
    return Fault(name, Effect.LASTING, act, tells=frozenset({Reason.TIMED_OUT}))


NO_ANSWER = fault("no-answer", hang)
CASES = [
    (NO_ANSWER, Stage.STATE),
    (NO_ANSWER, Stage.PUBLISH),
    (NO_ANSWER, Stage.PROOF),
    (fault("a-head-in-drops", drip_head), Stage.STATE),
    (fault("a-body-in-drops", drip_body), Stage.PUBLISH),
    (fault("a-piece-in-drops", drip_piece), Stage.PROOF),
    (fault("interim-answers", answer_in_between), Stage.PUBLISH),
]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    clock = SystemClock()
    with Laboratory(clock) as laboratory, Stranger() as stranger:
        yield Bench(laboratory, stranger, clock, tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize(("fault", "stage"), CASES, ids=lambda each: getattr(each, "name", None))
def test_an_answer_that_does_not_come_in_time_does_not_hold_up_the_run(
    bench: Bench, fault: Fault, stage: Stage
) -> None:
    began = time.monotonic()
    experiment = bench.run(Strike(fault, stage, times=None), timeout_minutes=str(MINUTES))
    assert time.monotonic() - began < PATIENCE
    assert experiment.ending.exit_code == 4
