from __future__ import annotations

import pytest

from webflow_publish.estimate import LOWEST_RATE, Estimate


def test_all_requests_count() -> None:
    assert Estimate(reads=3, writes=2, confirmations=4, rate=120).requests == 9


@pytest.mark.parametrize(("requests", "minutes"), [(0, 1), (1, 1), (120, 1), (121, 2), (240, 2), (241, 3)])
def test_the_rate_limit_makes_it_take_whole_minutes_and_at_least_one(requests: int, minutes: int) -> None:
    assert Estimate(reads=requests, writes=0, confirmations=0, rate=120).minutes == minutes


def test_where_webflow_did_not_tell_its_limit_the_lowest_is_assumed() -> None:
    assert LOWEST_RATE == 60
    assert Estimate(reads=61, writes=0, confirmations=0, rate=None).minutes == 2


@pytest.mark.parametrize(
    ("writes", "confirmations", "minutes"), [(0, 0, 1), (1, 1, 1), (60, 60, 1), (60, 61, 2), (121, 0, 2), (0, 241, 3)]
)
def test_what_is_left_when_the_plan_is_made_is_publishing_and_reading_back(
    writes: int, confirmations: int, minutes: int
) -> None:
    assert Estimate(reads=1000, writes=writes, confirmations=confirmations, rate=120).minutes_left == minutes


def test_the_lowest_rate_is_assumed_for_what_is_left_too() -> None:
    assert Estimate(reads=1000, writes=30, confirmations=31, rate=None).minutes_left == 2
