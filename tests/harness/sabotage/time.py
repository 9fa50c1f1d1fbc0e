"""Faults of time: answers that come in drops or too late, and clocks that jump."""

from __future__ import annotations

from harness.sabotage.fault import Act, Effect, Fault
from harness.sabotage.visit import End, Visit
from webflow_publish.reason import Reason

_HOUR = 3600.0
_LATE = frozenset({Reason.TIMED_OUT})


def _dripped(visit: Visit, data: bytes, seconds: float) -> None:
    """Send bytes in eight drops, and let that take so many seconds of the program's time."""
    size = max(1, len(data) // 8)
    for start in range(0, len(data), size):
        visit.clock.advance(seconds / 8)
        visit.send(data[start : start + size])


def _head_in_drops(seconds: float) -> Act:
    def act(visit: Visit) -> End:
        given = visit.forward()
        _dripped(visit, given.head, seconds)
        visit.send(given.body)
        return End.KEEP

    return act


def _body_in_drops(seconds: float) -> Act:
    def act(visit: Visit) -> End:
        given = visit.forward()
        visit.send(given.head)
        _dripped(visit, given.body, seconds)
        return End.KEEP

    return act


def _later(seconds: float) -> Act:
    def act(visit: Visit) -> End:
        given = visit.forward()
        visit.clock.advance(seconds)
        return visit.give(given)

    return act


def _clock_set(days: float) -> Act:
    """The clock of the machine is set, before an answer that speaks of a time by the clock."""

    def act(visit: Visit) -> End:
        visit.clock.set(days)
        return visit.give(visit.forward())

    return act


TIME = (
    Fault("a-head-in-drops", Effect.HARMLESS, _head_in_drops(16)),
    Fault("a-body-in-drops", Effect.HARMLESS, _body_in_drops(16)),
    Fault("a-head-in-drops-that-take-an-hour", Effect.LASTING, _head_in_drops(_HOUR), tells=_LATE),
    Fault("a-body-in-drops-that-take-an-hour", Effect.LASTING, _body_in_drops(_HOUR), tells=_LATE),
    Fault("an-answer-after-twenty-seconds", Effect.HARMLESS, _later(20)),
    Fault("a-machine-that-sleeps-for-an-hour", Effect.LASTING, _later(_HOUR), tells=_LATE),
    Fault("a-clock-that-is-set-back", Effect.HARMLESS, _clock_set(-400)),
    Fault("a-clock-that-is-set-ahead", Effect.HARMLESS, _clock_set(400)),
)
