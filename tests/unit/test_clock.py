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


@pytest.mark.parametrize(("seconds", "left"), [(0, 0), (3, 3), (10, 10), (60, 10)])
def test_a_sooner_one_ends_after_so_many_seconds_and_never_later_than_the_first(seconds: float, left: float) -> None:
    clock = FakeClock()
    first = Deadline(clock, 10)
    assert first.sooner(seconds).left() == left
    assert first.left() == 10


def test_a_sooner_one_counts_from_the_moment_at_which_it_is_made() -> None:
    clock = FakeClock()
    first = Deadline(clock, 10)
    clock.advance(6)
    sooner = first.sooner(3)
    assert sooner.left() == 3
    clock.advance(2)
    assert (sooner.left(), first.left()) == (1, 2)
    assert first.sooner(3).left() == 2


def test_when_the_time_is_over_a_sooner_one_has_none_left() -> None:
    clock = FakeClock()
    first = Deadline(clock, 10)
    clock.advance(11)
    assert first.sooner(3).left() == 0


def test_the_clock_of_the_system_goes_forward_and_knows_utc() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0)
    assert clock.monotonic() >= before
    assert clock.now().tzinfo is UTC
