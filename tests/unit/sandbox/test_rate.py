from __future__ import annotations

from harness.clock import FakeClock
from webflow_publish.sandbox.rate import Allowance, RateLimit


def test_the_remaining_requests_count_down_and_then_a_wait_is_told() -> None:
    clock = FakeClock()
    rate = RateLimit(2, clock)
    assert rate.take("a") == Allowance(2, 1)
    clock.advance(20.5)
    assert rate.take("a") == Allowance(2, 0)
    assert rate.take("a") == Allowance(2, 0, wait=40)


def test_a_new_minute_begins_with_the_first_request_after_the_old_one() -> None:
    clock = FakeClock()
    rate = RateLimit(1, clock)
    rate.take("a")
    clock.advance(59.5)
    assert rate.take("a").wait == 1
    clock.advance(0.5)
    assert rate.take("a") == Allowance(1, 0)
    assert rate.take("a").wait == 60


def test_each_token_has_a_limit_of_its_own() -> None:
    rate = RateLimit(1, FakeClock())
    assert rate.take("a").wait == rate.take("b").wait == 0
    assert rate.take("a").wait > 0


def test_retry_after_stands_only_on_a_refusal() -> None:
    assert Allowance(60, 3).headers == {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "3"}
    assert Allowance(60, 0, wait=7).headers["Retry-After"] == "7"
