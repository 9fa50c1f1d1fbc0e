"""`make fuzz`: each property of this folder again and again, on new examples, until its share of the time is over."""

from __future__ import annotations

import os
import time
from inspect import signature

import pytest
from hypothesis import HealthCheck, settings

SECONDS = float(os.environ.get("FUZZ_SECONDS") or 0)
"""How long all of them together are tried; 0: once each, as any other test."""

ROUND = 50
"""Examples of a property between two looks at the clock."""

SHARE = pytest.StashKey[float]()
"""Seconds that each property has."""

ROUNDS = pytest.StashKey[int]()
"""Rounds of all properties so far."""

if SECONDS:
    # Who looks for hours comes upon examples that take long to make, and that is no mistake.
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    settings.register_profile("fuzz", max_examples=ROUND, deadline=None, print_blob=True, suppress_health_check=slow)
    settings.load_profile("fuzz")


def pytest_collection_finish(session: pytest.Session) -> None:
    properties = sum(item.get_closest_marker("hypothesis") is not None for item in session.items)
    session.config.stash[SHARE] = SECONDS / max(1, properties)
    session.config.stash[ROUNDS] = 0


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    stash = pyfuncitem.config.stash
    if not stash[SHARE] or pyfuncitem.get_closest_marker("hypothesis") is None:
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in signature(pyfuncitem.obj).parameters}
    end = time.monotonic() + stash[SHARE]
    while True:
        pyfuncitem.obj(**arguments)
        stash[ROUNDS] += 1
        if time.monotonic() >= end:
            return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if rounds := terminalreporter.config.stash.get(ROUNDS, 0):
        terminalreporter.write_line(f"{ROUND * rounds:,} examples were tried.")
