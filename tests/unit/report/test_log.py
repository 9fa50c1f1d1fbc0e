from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from harness.clock import FakeClock
from harness.console import RecordingStep
from harness.samples import collection, content, item, leaving, variants
from webflow_publish.batch import Batch
from webflow_publish.estimate import Estimate
from webflow_publish.outcome import Outcome, Status
from webflow_publish.progress import Progress
from webflow_publish.reason import Reason
from webflow_publish.report.log import OFTEN, Log
from webflow_publish.webflow import Failure, Retry

POSTS, PEOPLE = collection(1), collection(2, name=None)
LIMITED = Failure(Reason.RATE_LIMITED, "429 Too Many Requests")


def lines(tell: Callable[[Log], None]) -> list[str]:
    console = RecordingStep()
    tell(Log(console, lambda: 12.3))
    return console.lines


def estimate(writes: int = 1, confirmations: int = 1, rate: int | None = 120) -> Estimate:
    return Estimate(1, writes, confirmations, rate)


class TestReading:
    """The reading is told when it is done, and now and then before."""

    def test_it_is_told_with_its_requests(self) -> None:
        assert lines(lambda log: log.read(1200, 10000, 1, 0)) == ["1,200 of 10,000 looked up, 1 request, 12 s"]

    @pytest.mark.parametrize(
        ("done", "unread", "line"),
        [
            (64, 64, "0 of 64 looked up, 64 could not be, 1 request, 12 s"),
            (64, 24, "40 of 64 looked up, 24 could not be, 1 request, 12 s"),
        ],
    )
    def test_what_could_not_be_read_was_not_looked_up(self, done: int, unread: int, line: str) -> None:
        assert lines(lambda log: log.read(done, 64, 1, unread)) == [line]

    def test_it_is_told_every_five_seconds_at_most_and_at_the_end(self) -> None:
        clock, console = FakeClock(), RecordingStep()
        log = Log(console, clock.monotonic)
        for done in range(1, 25):
            clock.advance(0.5)
            log.read(done, 24, done, 0)
        assert OFTEN == 5
        assert console.lines == [
            "10 of 24 looked up, 10 requests, 5 s",
            "20 of 24 looked up, 20 requests, 10 s",
            "24 of 24 looked up, 24 requests, 12 s",
        ]

    def test_what_takes_no_time_is_told_once(self) -> None:
        clock, console = FakeClock(), RecordingStep()
        log = Log(console, clock.monotonic)
        for done in range(1, 4):
            log.read(done, 3, done, 0)
        assert console.lines == ["3 of 3 looked up, 3 requests, 0 s"]


class TestThePlan:
    """It is told by its counts, and how long the rate limit makes it take, where that is worth a line."""

    @pytest.mark.parametrize(
        ("counts", "line"),
        [
            ({Status.PENDING: 2}, "2 to be published in 1 request."),
            ({Status.PENDING: 2, Status.UNCHANGED: 3}, "2 to be published in 1 request, 3 live already."),
            (
                {Status.PENDING: 1200, Status.UNCHANGED: 1, Status.FAILED: 2},
                "1,200 to be published in 1 request, 1 live already, 2 that cannot be published.",
            ),
        ],
    )
    def test_it_is_told_by_its_counts(self, counts: dict[Status, int], line: str) -> None:
        (variant,) = variants(item(1))
        outcomes = [Outcome(variant, status) for status, count in counts.items() for _ in range(count)]
        assert lines(lambda log: log.planned(outcomes, estimate())) == [line, "[Publishing"]

    @pytest.mark.parametrize(
        ("reason", "is_read", "said"),
        [
            (Reason.TOO_MANY, True, "held back"),
            (Reason.CHANGED_SINCE_REVIEW, True, "held back"),
            (Reason.UNAUTHORIZED, True, "held back"),
            (Reason.UNAUTHORIZED, False, "that could not be looked up"),
            (Reason.UNAVAILABLE, False, "that could not be looked up"),
            (Reason.REFERENCE_NOT_LIVE, True, "that cannot be published"),
        ],
    )
    def test_what_is_blocked_is_told_by_what_is_known_of_it(self, reason: Reason, is_read: bool, said: str) -> None:
        (variant,) = variants(item(1))
        outcome = Outcome(variant, Status.BLOCKED, reason, staged=content(1) if is_read else None)
        told = lines(lambda log: log.planned([outcome] * 17, estimate(writes=0)))
        assert told == [f"0 to be published in 0 requests, 17 {said}."]

    def test_where_there_is_nothing_to_publish_no_group_is_opened(self) -> None:
        (variant,) = variants(item(1))

        def tell(log: Log) -> None:
            log.planned([Outcome(variant, Status.UNCHANGED)], estimate(writes=0))
            log.close()

        assert lines(tell) == ["0 to be published in 0 requests, 1 live already."]

    @pytest.mark.parametrize(
        ("writes", "confirmations", "rate", "said"),
        [
            (60, 60, 120, []),
            (60, 61, 120, ["At 120 requests a minute, that takes about 2 minutes."]),
            (30, 31, None, ["At 60 requests a minute, that takes about 2 minutes."]),
            (70_000, 50_000, 60, ["At 60 requests a minute, that takes about 2,000 minutes."]),
        ],
    )
    def test_how_long_it_takes_is_told_where_that_is_more_than_a_minute(
        self, writes: int, confirmations: int, rate: int | None, said: list[str]
    ) -> None:
        _, *told, group = lines(lambda log: log.planned([], estimate(writes, confirmations, rate)))
        assert (told, group) == (said, "[Publishing")


class TestPublishing:
    """All of it is one group, with a line for each request of which anything came."""

    def test_it_is_a_group_with_a_line_for_each_batch(self) -> None:
        def tell(log: Log) -> None:
            log.planned([], estimate())
            log.progressed(Progress(POSTS, 100, 1250, 0, 2))
            log.progressed(Progress(PEOPLE, 200, 1250, 3, 3))
            log.close()
            log.close()
            log.confirming(197, 197)

        assert lines(tell)[1:] == [
            "[Publishing",
            f"100 of 1,250 done, 0 failed, 2 requests, 12 s: Blog posts ({POSTS.id})",
            f"200 of 1,250 done, 3 failed, 3 requests, 12 s: {PEOPLE.id}",
            "]",
            "197 of 197 read back and live, 12 s",
        ]

    def test_a_request_of_which_nothing_came_is_not_told(self) -> None:
        """One that was refused and is sent again in parts, for example."""

        def tell(log: Log) -> None:
            log.progressed(Progress(POSTS, 0, 3, 0, 1))
            log.progressed(Progress(POSTS, 1, 3, 0, 2))
            log.progressed(Progress(POSTS, 1, 3, 0, 3))
            log.progressed(Progress(POSTS, 3, 3, 1, 4))

        assert [line.partition(",")[0] for line in lines(tell)] == ["1 of 3 done", "3 of 3 done"]

    def test_what_is_sent_again_at_the_end_is_told_although_less_is_done_than_before(self) -> None:
        def tell(log: Log) -> None:
            log.progressed(Progress(POSTS, 3, 3, 1, 4))
            log.progressed(Progress(POSTS, 2, 3, 0, 5))

        assert [line.partition(",")[0] for line in lines(tell)] == ["3 of 3 done", "2 of 3 done"]

    def test_a_request_that_is_divided_is_told_with_the_reason(self) -> None:
        batch = Batch(POSTS, variants(*(item(number) for number in range(100))))
        failure = Failure(Reason.REJECTED, "400 Bad Request: Validation Error.", 400)
        assert lines(lambda log: log.divided(batch, failure)) == [
            "400 Bad Request: Validation Error. Sending the 100 items of that request apart."
        ]


class TestOtherThreads:
    """What they have to tell waits until the one that writes catches up: two that write would mix their lines."""

    def test_nothing_is_written_before(self) -> None:
        def tell(log: Log) -> None:
            log.retrying(Retry(LIMITED, 60))
            log.pausing(30.4)
            log.progressed(Progress(POSTS, 1, 2, 0, 1))

        assert lines(tell) == [f"1 of 2 done, 0 failed, 1 request, 12 s: Blog posts ({POSTS.id})"]

    def test_then_it_is_written_in_order_and_once(self) -> None:
        def tell(log: Log) -> None:
            log.retrying(Retry(LIMITED, 60))
            log.pausing(30.4)
            log.retrying(Retry(Failure(Reason.UNAVAILABLE, "503 Service Unavailable."), 1.6))
            log.catch_up()
            log.catch_up()

        assert lines(tell) == [
            "429 Too Many Requests. Trying again in 60 s.",
            "Waiting 30 s, to stay below Webflow's rate limit.",
            "503 Service Unavailable. Trying again in 2 s.",
        ]

    def test_at_the_end_of_the_publishing_nothing_of_it_is_left(self) -> None:
        def tell(log: Log) -> None:
            log.planned([], estimate())
            log.pausing(5)
            log.close()

        assert lines(tell)[1:] == ["[Publishing", "Waiting 5 s, to stay below Webflow's rate limit.", "]"]

    def test_of_many_threads_at_once_every_line_is_whole_and_none_is_lost(self) -> None:
        console, together = RecordingStep(), Barrier(8)
        log = Log(console, lambda: 12.3)

        def tell(thread: int) -> None:
            together.wait(10)
            for number in range(100):
                log.retrying(Retry(Failure(Reason.UNAVAILABLE, f"{thread} {number}"), 1))

        threads = [Thread(target=tell, args=[thread]) for thread in range(8)]
        for thread in threads:
            thread.start()
        log.catch_up()
        for thread in threads:
            thread.join()
        log.catch_up()
        told = [line.removesuffix(". Trying again in 1 s.").split(" ") for line in console.lines]
        assert len(told) == 800
        for of in range(8):
            assert [int(number) for thread, number in told if int(thread) == of] == list(range(100))


def test_the_reading_back_is_told_with_its_waits() -> None:
    def tell(log: Log) -> None:
        log.confirming(10, 1200)
        log.patient(1190, 15)

    assert lines(tell) == ["10 of 1,200 read back and live, 12 s", "1,190 not live yet. Looking again in 15 s."]


def test_what_is_good_to_know_is_a_line() -> None:
    assert lines(lambda log: log.note("There are no links.")) == ["There are no links."]


class Bar(RecordingStep):
    """A console that shows how far something has come; `bars` is what it showed, None each time it took it away."""

    def __init__(self) -> None:
        super().__init__()
        self.bars: list[tuple[str, int, int] | None] = []

    def progress(self, what: str, done: int, total: int) -> bool:
        self.bars.append((what, done, total))
        return True

    def end_progress(self) -> None:
        self.bars.append(None)


class TestTheBar:
    """Where there is a bar, it takes the place of the lines in between, and the last one of each is written."""

    def test_of_the_reading(self) -> None:
        console = Bar()
        log = Log(console, lambda: 60)
        for done in (1, 2, 3):
            log.read(done, 3, done, 0)
        assert console.bars == [("Looking up", 1, 3), ("Looking up", 2, 3), None]
        assert console.lines == ["3 of 3 looked up, 3 requests, 60 s"]

    def test_of_the_publishing_with_what_failed(self) -> None:
        console = Bar()
        log = Log(console, lambda: 60)
        for done, failed in ((1, 0), (2, 1), (3, 1)):
            log.progressed(Progress(POSTS, done, 3, failed, done))
        assert console.bars == [("Publishing", 1, 3), ("Publishing, 1 failed", 2, 3), None]
        assert len(console.lines) == 1

    def test_of_the_reading_back(self) -> None:
        console = Bar()
        log = Log(console, lambda: 60)
        log.reading_back(1, 2)
        log.reading_back(2, 2)
        log.confirming(1, 2)
        assert console.bars == [("Reading back", 1, 2), ("Reading back", 2, 2), None]
        assert console.lines == ["1 of 2 read back and live, 60 s"]

    def test_it_is_gone_when_all_is_over(self) -> None:
        console = Bar()
        log = Log(console, lambda: 60)
        log.reading_back(1, 2)
        log.close()
        assert console.bars[-1] is None


class TestTakingDown:
    @staticmethod
    def off(status: Status, number: int) -> Outcome:
        return Outcome(variants(leaving(number))[0], status)

    def test_it_is_counted_apart(self) -> None:
        (new,) = variants(item(1))
        off = [self.off(each, number) for number, each in enumerate((Status.PENDING, Status.UNCHANGED, Status.FAILED))]
        told = lines(lambda log: log.planned([Outcome(new, Status.PENDING), *off], estimate()))
        assert told[0] == (
            "1 to be published and 1 to be taken down in 1 request, 1 off the live site already, "
            "1 that cannot be taken down."
        )

    def test_where_nothing_is_published_nothing_is_called_so(self) -> None:
        def tell(log: Log) -> None:
            log.planned([self.off(Status.PENDING, 1)], estimate())
            log.confirming(0, 1)
            log.patient(1, 2.0)

        told = "\n".join(lines(tell))
        assert "[Taking down" in told
        assert "0 of 1 read back and as it is to be" in told
        assert "1 not as it is to be yet" in told
        assert "live" not in told
