from __future__ import annotations

from datetime import UTC

import pytest

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


@pytest.mark.parametrize("seconds", [0, 3, 9.9])
def test_a_wait_that_ends_before_the_deadline_is_made(seconds: float) -> None:
    clock = FakeClock()
    assert Deadline(clock, 10).sleep(seconds)
    assert clock.slept == [seconds]


@pytest.mark.parametrize("seconds", [10, 10.1, 60])
def test_a_wait_that_would_reach_the_deadline_is_not_begun(seconds: float) -> None:
    clock = FakeClock()
    deadline = Deadline(clock, 10)
    assert not deadline.sleep(seconds)
    assert clock.slept == []
    assert deadline.left() == 10


def test_once_the_time_is_over_there_is_none_to_wait() -> None:
    clock = FakeClock()
    assert not Deadline(clock, 0).sleep(0)
    assert clock.slept == []


def test_the_clock_of_the_system_goes_forward_and_knows_utc() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0)
    assert clock.monotonic() >= before
    assert clock.now().tzinfo is UTC
