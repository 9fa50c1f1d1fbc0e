from __future__ import annotations

import signal

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


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_run_and_a_second_one_changes_nothing(number: signal.Signals) -> None:
    cancellation = Cancellation()
    with cancellation.on_signals():
        with pytest.raises(Interrupted), cancellation.interruptible():
            signal.raise_signal(number)
        signal.raise_signal(number)
    assert cancellation.requested


def test_the_handlers_of_before_come_back() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with Cancellation().on_signals():
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
