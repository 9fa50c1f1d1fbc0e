from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from harness.clock import FakeClock
from harness.program import Open, Scene, scene


@pytest.fixture
def open_scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the one scene of a test, which is closed at its end."""
    with ExitStack() as stack:

        def opened(seed: str, clock: FakeClock | None = None) -> Scene:
            return stack.enter_context(scene(tmp_path, monkeypatch, seed, clock))

        yield opened
