"""Faults of connections: there is none, or it ends too early."""

from __future__ import annotations

import socket

from harness.sabotage.fault import Dial, Effect, Fault
from harness.sabotage.saboteur import reset
from harness.sabotage.visit import End, Visit


def _reset_at_once(wire: socket.socket) -> None:
    reset(wire)


def _close_at_once(wire: socket.socket) -> None:
    wire.shutdown(socket.SHUT_RDWR)


def _reset_before(visit: Visit) -> End:
    del visit
    return End.RESET


def _reset_after(visit: Visit) -> End:
    visit.forward()
    return End.RESET


def _close_before(visit: Visit) -> End:
    del visit
    return End.CLOSE


def _close_after(visit: Visit) -> End:
    visit.forward()
    return End.CLOSE


def _reset_in_head(visit: Visit) -> End:
    visit.send(visit.forward().head[:40])
    return End.RESET


def _close_in_head(visit: Visit) -> End:
    visit.send(visit.forward().head[:40])
    return End.CLOSE


def _reset_in_body(visit: Visit) -> End:
    given = visit.forward()
    visit.send(given.head + given.body[: len(given.body) // 2])
    return End.RESET


def _close_in_body(visit: Visit) -> End:
    given = visit.forward()
    visit.send(given.head + given.body[: len(given.body) // 2])
    return End.CLOSE


CONNECTION = (
    Fault("no-such-name", Effect.PASSING, dial=Dial.UNRESOLVED),
    Fault("connection-refused", Effect.PASSING, dial=Dial.REFUSED),
    Fault("connection-reset-as-soon-as-it-is-made", Effect.PASSING, greet=_reset_at_once),
    Fault("connection-closed-as-soon-as-it-is-made", Effect.PASSING, greet=_close_at_once),
    Fault("reset-before-the-request-was-taken", Effect.PASSING, _reset_before),
    Fault("reset-after-the-request-was-taken", Effect.PASSING, _reset_after),
    Fault("closed-before-the-request-was-taken", Effect.PASSING, _close_before),
    Fault("closed-after-the-request-was-taken", Effect.PASSING, _close_after),
    Fault("reset-in-the-headers", Effect.PASSING, _reset_in_head),
    Fault("closed-in-the-headers", Effect.PASSING, _close_in_head),
    Fault("reset-in-the-body", Effect.PASSING, _reset_in_body),
    Fault("closed-in-the-body", Effect.PASSING, _close_in_body),
)
