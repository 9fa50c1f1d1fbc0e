from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.console import RecordingStep
from harness.samples import collection, item, variants
from webflow_publish.outcome import Outcome, Status
from webflow_publish.publish import Progress
from webflow_publish.reason import Reason
from webflow_publish.report.log import Log
from webflow_publish.webflow import Failure, Retry


def test_each_collection_is_a_group_with_a_line_for_each_batch_and_wait() -> None:
    console = RecordingStep()
    log = Log(console, lambda: 12.3)
    log.sending(collection(1))
    log.retrying(Retry(Failure(Reason.RATE_LIMITED, "429 Too Many Requests"), 60))
    log.progressed(Progress(100, 1250, 0, 2))
    log.sending(collection(1))
    log.progressed(Progress(200, 1250, 3, 3))
    log.sending(collection(2, name=None))
    log.close()
    log.close()
    assert console.lines == [
        f"[Blog posts ({collection(1).id})",
        "429 Too Many Requests. Trying again in 60 s.",
        "100 of 1,250 done, 0 failed, 2 requests, 12 s",
        "200 of 1,250 done, 3 failed, 3 requests, 12 s",
        "]",
        f"[{collection(2).id}",
        "]",
    ]


def lines(tell: Callable[[Log], None]) -> list[str]:
    console = RecordingStep()
    tell(Log(console, lambda: 12.3))
    return console.lines


def test_the_reading_is_told_with_its_requests() -> None:
    assert lines(lambda log: log.read(1200, 10000, 1)) == ["1,200 of 10,000 looked up, 1 request, 12 s"]


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ({Status.PENDING: 2}, "2 to be published in 1 request."),
        ({Status.UNCHANGED: 3}, "0 to be published in 1 request, 3 live already."),
        (
            {Status.PENDING: 1200, Status.UNCHANGED: 1, Status.FAILED: 2, Status.BLOCKED: 3},
            "1,200 to be published in 1 request, 1 live already, 5 that cannot be published.",
        ),
    ],
)
def test_a_plan_is_told_by_its_counts(counts: dict[Status, int], line: str) -> None:
    (variant,) = variants(item(1))
    outcomes = [Outcome(variant, status) for status, count in counts.items() for _ in range(count)]
    assert lines(lambda log: log.planned(outcomes, 1)) == [line]


def test_the_reading_back_is_told_with_its_waits() -> None:
    def tell(log: Log) -> None:
        log.confirming(10, 1200)
        log.patient(1190, 15)

    assert lines(tell) == ["10 of 1,200 read back and live, 12 s", "1,190 not live yet. Looking again in 15 s."]


def test_after_the_publishing_nothing_stands_in_the_group_of_a_collection() -> None:
    def tell(log: Log) -> None:
        log.sending(collection(1))
        log.close()
        log.confirming(1, 1)

    assert lines(tell) == [f"[Blog posts ({collection(1).id})", "]", "1 of 1 read back and live, 12 s"]


def test_what_is_good_to_know_is_a_line() -> None:
    assert lines(lambda log: log.note("There are no links.")) == ["There are no links."]
