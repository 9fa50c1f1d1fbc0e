from __future__ import annotations

import pytest

from bench.server.window import Window
from harness.clock import FakeClock
from webflow_publish.sandbox.rate import RateLimit

MOMENTS = [0.0, 0.5, 1.0, 30.2, 59.9, 60.0, 60.1, 61.0, 62.0, 130.0]


def test_it_counts_as_the_sandbox_does() -> None:
    clock = FakeClock()
    window, rate = Window(3), RateLimit(3, clock)
    for moment in MOMENTS:
        clock.advance(moment - clock.monotonic())
        grant, allowance = window.take(moment), rate.take("token")
        assert grant.headers == allowance.headers
        assert grant.granted is (allowance.wait == 0)


@pytest.mark.parametrize("scale", [4.0, 20.0])
def test_where_time_passes_faster_the_windows_are_shorter_and_the_headers_the_same(scale: float) -> None:
    plain, fast = Window(3), Window(3, scale)
    for moment in MOMENTS:
        assert fast.take(moment / scale) == plain.take(moment)


def test_what_is_refused_costs_nothing() -> None:
    window = Window(1)
    assert [window.take(moment).granted for moment in (0, 1, 2, 60, 61)] == [True, False, False, True, False]
