from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
LOOPBACK = ["127.0.0.1", "::1"]

# In CI a property is tried on the same examples each time, so that everyone sees the same; elsewhere on a few new ones.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("quick", max_examples=40, deadline=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Unit tests open no socket at all; the others reach this machine only."""
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        if folder == "unit":
            item.add_marker(pytest.mark.disable_socket)
        else:
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))
        if folder == "container":
            item.add_marker(pytest.mark.container)
