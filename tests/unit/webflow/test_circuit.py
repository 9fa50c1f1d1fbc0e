from __future__ import annotations

import threading

import pytest

from webflow_publish.reason import Reason
from webflow_publish.webflow import OUTAGES, Circuit, Failure, Reply

DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
GARBLED = Failure(Reason.MALFORMED, "The answer could not be read")
ABSENT = Failure(Reason.NOT_FOUND, "404 Not Found", 404)
REFUSED = Failure(Reason.REJECTED, "400 Bad Request", 400)
FINAL = [
    Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401),
    Failure(Reason.MISSING_SCOPE, "403 Forbidden", 403),
    Failure(Reason.RATE_LIMITED, "429 Too Many Requests", 429, retryable=True),
    Failure(Reason.TIMED_OUT, "The time limit of the run was reached"),
]

PATIENCE = 10.0
"""Seconds until a thread that hangs fails its test; it takes none where all is well."""


class Line:
    """Requests that are sent through a circuit, and answered one after the other; `sent` counts those that were."""

    def __init__(self, *answers: object) -> None:
        self._answers = list(answers)
        self.circuit = Circuit()
        self.sent = 0

    def call(self) -> Reply[object]:
        return self.circuit.call(self._send)

    def _send(self) -> Reply[object]:
        self.sent += 1
        return Reply(self._answers.pop(0))


def test_an_answer_comes_through_as_it_is() -> None:
    reply: Reply[object] = Reply({"items": []}, (DOWN,))
    circuit = Circuit()
    assert circuit.call(lambda: reply) is reply
    assert circuit.failure is None


@pytest.mark.parametrize("failure", FINAL, ids=lambda failure: failure.reason)
def test_after_a_refused_token_or_a_limit_that_does_not_end_nothing_more_is_sent(failure: Failure) -> None:
    line = Line("good", failure)
    assert [line.call().answer for _ in range(4)] == ["good", failure, failure, failure]
    assert line.sent == 2
    assert line.circuit.failure is failure


@pytest.mark.parametrize("failure", [ABSENT, REFUSED])
def test_a_refusal_of_one_request_is_no_reason_to_stop(failure: Failure) -> None:
    line = Line(*[failure] * 20, "good")
    assert [line.call().answer for _ in range(21)] == [failure] * 20 + ["good"]


@pytest.mark.parametrize("failure", [DOWN, GARBLED])
def test_after_a_few_requests_in_a_row_without_an_answer_webflow_is_taken_to_be_down(failure: Failure) -> None:
    assert OUTAGES == 3
    line = Line(*[failure] * 3)
    assert [line.call().answer for _ in range(5)] == [failure] * 5
    assert line.sent == 3
    assert line.circuit.failure is failure


def test_requests_without_an_answer_and_broken_answers_are_of_the_same_row() -> None:
    line = Line(DOWN, GARBLED, DOWN)
    for _ in range(3):
        line.call()
    assert line.circuit.failure is DOWN


@pytest.mark.parametrize("answer", ["good", ABSENT, REFUSED])
def test_any_answer_of_webflows_ends_the_row(answer: object) -> None:
    line = Line(DOWN, DOWN, answer, DOWN, DOWN, answer, DOWN, DOWN, DOWN)
    for _ in range(8):
        line.call()
    assert line.circuit.failure is None
    line.call()
    assert line.circuit.failure is DOWN


def test_the_first_failure_is_the_one_that_is_told() -> None:
    circuit = Circuit()
    for failure in (*FINAL, DOWN, DOWN, DOWN):
        circuit.record(failure, circuit.begin())
    assert circuit.failure is FINAL[0]


def test_what_is_answered_after_that_changes_nothing() -> None:
    line = Line()
    line.circuit.record(FINAL[0], line.circuit.begin())
    line.circuit.record("good", line.circuit.begin())
    assert line.call().answer is FINAL[0]
    assert line.sent == 0


def test_a_request_that_was_sent_before_has_its_own_answer() -> None:
    circuit = Circuit()

    def send() -> Reply[str]:
        circuit.record(FINAL[0], circuit.begin())  # another thread's
        return Reply("good")

    assert circuit.call(send).answer == "good"


class TestSeveralAtOnce:
    """Requests that were under way together fail together: that is one trouble."""

    def test_however_many_fail_together_they_count_once(self) -> None:
        circuit = Circuit()
        for _ in range(2):
            began = [circuit.begin() for _ in range(8)]
            for each in began:
                circuit.record(DOWN, each)
            assert circuit.failure is None
        circuit.record(DOWN, circuit.begin())
        assert circuit.failure is DOWN

    def test_one_that_began_after_another_had_failed_counts_anew(self) -> None:
        circuit = Circuit()
        first, second = circuit.begin(), circuit.begin()
        circuit.record(DOWN, first)
        third = circuit.begin()
        circuit.record(DOWN, second)
        circuit.record(DOWN, third)
        assert circuit.failure is None
        circuit.record(DOWN, circuit.begin())
        assert circuit.failure is DOWN

    def test_an_answer_ends_the_row_and_what_began_before_it_begins_no_other(self) -> None:
        circuit = Circuit()
        for _ in range(2):
            circuit.record(DOWN, circuit.begin())
        slow = [circuit.begin() for _ in range(5)]
        circuit.record("good", circuit.begin())
        for each in slow:
            circuit.record(DOWN, each)
        for _ in range(2):
            circuit.record(DOWN, circuit.begin())
        assert circuit.failure is None
        circuit.record(DOWN, circuit.begin())
        assert circuit.failure is DOWN

    @pytest.mark.parametrize("failure", FINAL, ids=lambda failure: failure.reason)
    def test_a_refused_token_counts_whenever_it_was_sent(self, failure: Failure) -> None:
        circuit = Circuit()
        slow = circuit.begin()
        circuit.record("good", circuit.begin())
        circuit.record(failure, slow)
        assert circuit.failure is failure

    @pytest.mark.parametrize("count", [2, 8])
    def test_a_circuit_counts_so_for_those_that_it_sends_itself(self, count: int) -> None:
        circuit = Circuit()
        for number in range(1, OUTAGES + 1):
            barrier = threading.Barrier(count)

            def send(barrier: threading.Barrier = barrier) -> Reply[str]:
                barrier.wait(PATIENCE)
                return Reply(DOWN)

            threads = [threading.Thread(target=circuit.call, args=[send]) for _ in range(count)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
            assert (circuit.failure is DOWN) is (number == OUTAGES)
