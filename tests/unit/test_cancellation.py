from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from webflow_publish.cancellation import Cancellation, Interrupted


def test_a_wait_is_given_up_as_soon_as_the_run_is_stopped() -> None:
    cancellation = Cancellation()
    with pytest.raises(Interrupted), cancellation.interruptible():
        cancellation.request()
    assert cancellation.requested


def test_no_wait_begins_after_a_stop() -> None:
    cancellation = Cancellation()
    cancellation.request()
    begun = False
    with pytest.raises(Interrupted), cancellation.interruptible():
        begun = True
    assert not begun


def test_anything_but_a_wait_is_finished() -> None:
    cancellation = Cancellation()
    with cancellation.interruptible():
        pass
    cancellation.request()
    assert cancellation.requested


@pytest.fixture
def _handlers() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("_handlers")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_run_and_any_further_one_changes_nothing(number: signal.Signals) -> None:
    cancellation = Cancellation()
    cancellation.listen()
    with pytest.raises(Interrupted), cancellation.interruptible():
        signal.raise_signal(number)
    signal.raise_signal(number)
    assert cancellation.requested
