"""The sandbox, served on loopback for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from webflow_publish.clock import Clock
from webflow_publish.sandbox import Sandbox, read_seed


@contextmanager
def serving(seed_text: str, clock: Clock) -> Iterator[Sandbox]:
    """A sandbox with this seed, on a free port of 127.0.0.1; stopped at the end."""
    with Sandbox(read_seed(seed_text, "seed.yml"), clock) as sandbox:
        yield sandbox
