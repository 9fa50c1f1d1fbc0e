from __future__ import annotations

import os
import time
from inspect import signature

import pytest
from hypothesis import HealthCheck, settings

SECONDS = float(os.environ.get("FUZZ_SECONDS") or 0)
"""How long the properties of this folder are tried, all together; 0: as often as any other test."""

ROUND = 200
"""Examples of a property between two looks at the clock."""

SHARE = pytest.StashKey[float]()
"""Seconds that each property has."""

if SECONDS:
    # Who looks for hours comes upon examples that take long to make, and that is no mistake.
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    settings.register_profile("fuzz", max_examples=ROUND, deadline=None, print_blob=True, suppress_health_check=slow)
    settings.load_profile("fuzz")


def pytest_collection_finish(session: pytest.Session) -> None:
    properties = sum(item.get_closest_marker("hypothesis") is not None for item in session.items)
    session.config.stash[SHARE] = SECONDS / max(1, properties)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Try a property again and again, on new examples each time, until its time is over or it does not hold."""
    share = pyfuncitem.config.stash[SHARE]
    if not share or pyfuncitem.get_closest_marker("hypothesis") is None:
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in signature(pyfuncitem.obj).parameters}
    end = time.monotonic() + share
    while True:
        pyfuncitem.obj(**arguments)
        if time.monotonic() >= end:
            return True
