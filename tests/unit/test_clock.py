from __future__ import annotations

from datetime import UTC

from harness.clock import FakeClock
from webflow_publish.clock import Deadline, SystemClock


def test_a_deadline_runs_down_to_zero_and_not_below() -> None:
    clock = FakeClock()
    deadline = Deadline(clock, 10)
    assert deadline.left() == 10
    clock.sleep(4)
    assert deadline.left() == 6
    clock.sleep(60)
    assert deadline.left() == 0


def test_the_clock_of_the_system_goes_forward_and_knows_utc() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0)
    assert clock.monotonic() >= before
    assert clock.now().tzinfo is UTC
