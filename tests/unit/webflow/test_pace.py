from __future__ import annotations

import heapq
import itertools
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.clock import FakeClock
from webflow_publish.clock import Deadline
from webflow_publish.sandbox.rate import RateLimit
from webflow_publish.webflow.pace import Pace

LONG = 1e6
PATIENCE = 10.0
"""Seconds until a thread that hangs fails its test; it takes none where all is well."""

SENSELESS = ["", "many", "-1", "+5", "1e1", "5.0", "0x5", "\N{ARABIC-INDIC DIGIT FIVE}", "5 5", "1000000", "9" * 5000]


def told(limit: object, remaining: object) -> dict[str, str]:
    return {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": str(remaining)}


class Timeline(FakeClock):
    """Lets things happen at their moments, also while somebody sleeps."""

    def __init__(self) -> None:
        super().__init__()
        self._order = itertools.count()
        self._events: list[tuple[float, int, Callable[[], object]]] = []

    def at(self, moment: float, action: Callable[[], object]) -> None:
        heapq.heappush(self._events, (moment, next(self._order), action))

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.run_to(self.monotonic() + seconds)

    def run_to(self, moment: float) -> None:
        while self._events and self._events[0][0] <= moment:
            due, _, action = heapq.heappop(self._events)
            self.advance(max(0.0, due - self.monotonic()))
            action()
        self.advance(max(0.0, moment - self.monotonic()))


class Bench:
    """A pace and its clock; `waits` are those that it told."""

    def __init__(self, seconds: float = LONG) -> None:
        self.clock = Timeline()
        self.waits: list[float] = []
        self.pace = Pace(self.clock, Deadline(self.clock, seconds), self.waits.append)

    def request(self, headers: Mapping[str, str] | None = None) -> float:
        """One request that is answered at once; how many seconds it was held back."""
        before = self.clock.monotonic()
        assert self.pace.enter()
        self.pace.leave(headers)
        return self.clock.monotonic() - before

    def burst(self) -> int:
        """How many requests need not wait; the one after them has waited."""
        return next(count for count in range(10_000) if self.request())


class TestLimit:
    """What is learned from answers."""

    def test_before_the_first_answer_nothing_is_known_and_nothing_held_back(self) -> None:
        bench = Bench()
        assert all(bench.pace.enter() for _ in range(1000))
        assert (bench.pace.limit, bench.clock.slept) == (None, [])

    def test_a_service_that_tells_no_limit_is_asked_at_full_speed(self) -> None:
        bench = Bench()
        for _ in range(1000):
            assert bench.request() == bench.request({}) == 0
        assert bench.pace.limit is None

    @pytest.mark.parametrize(("text", "limit"), [("1", 1), ("60", 60), (" 120 ", 120), ("100000", 100_000)])
    def test_the_limit_is_what_an_answer_tells(self, text: str, limit: int) -> None:
        bench = Bench()
        bench.request({"X-RateLimit-Limit": text})
        assert bench.pace.limit == limit

    @pytest.mark.parametrize("text", ["0", "100001", *SENSELESS])
    def test_a_limit_that_makes_no_sense_is_not_believed(self, text: str) -> None:
        bench = Bench()
        bench.request({"X-RateLimit-Limit": text})
        assert bench.pace.limit is None
        bench.request(told(60, 60))
        bench.request({"X-RateLimit-Limit": text})
        assert bench.pace.limit == 60

    def test_a_new_limit_replaces_the_old_one(self) -> None:
        bench = Bench()
        bench.request(told(60, 59))
        bench.request(told(6, 4))
        assert bench.pace.limit == 6
        assert bench.burst() == 3

    def test_requests_from_before_the_limit_was_known_count(self) -> None:
        bench = Bench()
        for _ in range(10):
            bench.request()
        bench.request(told(60, 49))
        assert bench.burst() == 59 - 11


class TestSlots:
    """How many requests are made in a minute, and what holds the next one back."""

    @pytest.mark.parametrize(
        ("limit", "slots"), [(1, 1), (2, 1), (3, 2), (60, 59), (99, 98), (100, 98), (120, 118), (1000, 980)]
    )
    def test_a_fiftieth_of_the_limit_is_left_to_others_and_at_least_one(self, limit: int, slots: int) -> None:
        bench = Bench()
        bench.request(told(limit, limit - 1))
        assert bench.burst() == slots - 1
        assert bench.clock.slept == [60]

    def test_a_slot_is_free_a_minute_after_its_request_has_ended(self) -> None:
        bench = Bench()
        bench.pace.enter()
        bench.clock.advance(20)
        bench.pace.leave(told(2, 1))
        bench.clock.advance(10)
        assert bench.request() == 50

    def test_slots_become_free_one_by_one(self) -> None:
        bench = Bench()
        for _ in range(3):
            bench.request(told(4, 4))
            bench.clock.advance(10)
        assert [bench.request() for _ in range(4)] == [30, 10, 10, 40]

    def test_where_the_limit_is_lowered_the_wait_is_for_as_many_slots_as_are_too_many(self) -> None:
        bench = Bench()
        for limit in (10, 10, 10, 4):
            bench.request(told(limit, limit))
            bench.clock.advance(10)
        assert bench.request() == 60 + 10 - 40
        assert (bench.clock.slept, bench.waits) == ([30], [30])

    def test_a_request_under_way_keeps_its_slot_until_a_minute_after_its_end(self) -> None:
        bench = Bench()
        bench.request(told(3, 2))
        bench.pace.enter()
        bench.clock.at(70, lambda: bench.pace.leave(None))
        assert [bench.request(), bench.request(), bench.request()] == [60, 60, 10]

    def test_a_wait_for_a_request_under_way_ends_with_the_deadline_if_that_never_ends(self) -> None:
        bench = Bench(300)
        bench.request(told(2, 1))
        assert bench.pace.enter()
        assert not bench.pace.enter()
        assert 200 < bench.clock.monotonic() < 300

    def test_an_end_without_a_beginning_frees_nothing_and_takes_nothing(self) -> None:
        bench = Bench()
        for _ in range(3):
            bench.pace.leave(None)
        bench.pace.leave(told(60, 60))
        assert bench.burst() == 59


class TestOthers:
    """Others who use the same token."""

    def test_what_is_used_up_beyond_our_own_requests_counts_as_taken(self) -> None:
        bench = Bench()
        for _ in range(10):
            bench.request()
        bench.request(told(60, 20))
        assert bench.burst() == 20 - 1

    def test_it_counts_for_a_minute_without_a_newer_answer(self) -> None:
        bench = Bench()
        bench.request(told(60, 50))
        bench.clock.advance(45)
        assert bench.burst() == 49
        assert bench.clock.monotonic() == 60
        assert bench.burst() == 59 - 50
        assert bench.clock.slept[-1] == 45

    def test_where_others_have_used_up_everything_it_goes_on_after_a_minute(self) -> None:
        bench = Bench()
        bench.request(told(60, 0))
        assert bench.request() == 60

    def test_if_our_own_slots_are_free_sooner_those_are_enough(self) -> None:
        bench = Bench()
        bench.request(told(60, 59))
        bench.clock.advance(50)
        bench.request(told(60, 0))
        assert bench.request() == 60
        bench.request(told(60, 40))
        bench.clock.advance(59)
        bench.request(told(60, 1))
        assert bench.request() == 1

    @pytest.mark.parametrize(("remaining", "left"), [(50, 49), (20, 19), (0, 0), (60, 57)])
    def test_a_newer_answer_replaces_the_older_one(self, remaining: int, left: int) -> None:
        bench = Bench()
        bench.request(told(60, 30))
        bench.request(told(60, remaining))
        assert bench.burst() == left

    @pytest.mark.parametrize("remaining", ["61", *SENSELESS])
    def test_a_rest_that_makes_no_sense_is_not_believed(self, remaining: str) -> None:
        bench = Bench()
        bench.request(told(60, remaining))
        bench.request(told(60, 30))
        bench.request(told(60, remaining))
        assert bench.burst() == 30 - 2

    def test_an_answer_may_tell_the_rest_without_the_limit(self) -> None:
        bench = Bench()
        bench.request({"X-RateLimit-Remaining": "5"})
        bench.request(told(60, 58))
        bench.request({"X-RateLimit-Remaining": "5"})
        assert bench.burst() == 5 - 1

    def test_a_newer_answer_ends_a_wait_within_a_moment(self) -> None:
        bench = Bench()
        bench.pace.enter()
        bench.request(told(60, 0))
        bench.clock.at(5, lambda: bench.pace.leave(told(60, 40)))
        assert 5 <= bench.request() < 5.5


class TestPause:
    """What a 429 does."""

    def test_nobody_sends_before_it_is_over(self) -> None:
        bench = Bench()
        bench.pace.pause(37)
        assert [bench.request(), bench.request()] == [37, 0]
        assert bench.clock.slept == [37]

    def test_it_is_slept_through_since_no_answer_can_end_it(self) -> None:
        bench = Bench()
        bench.pace.enter()
        bench.request(told(60, 30))
        bench.pace.pause(37)
        bench.clock.at(5, lambda: bench.pace.leave(told(60, 60)))
        bench.request()
        assert bench.clock.slept == [37]

    def test_the_longest_of_several_holds(self) -> None:
        bench = Bench()
        for seconds in (20, 60, 5, -1):
            bench.pace.pause(seconds)
        assert bench.request() == 60

    def test_who_waits_already_heeds_it(self) -> None:
        bench = Bench()
        bench.request(told(2, 1))
        bench.clock.at(50, lambda: bench.pace.pause(30))
        bench.clock.at(70, lambda: bench.pace.pause(30))
        assert bench.request() == 100

    def test_when_it_is_over_the_requests_of_others_count_no_longer(self) -> None:
        bench = Bench()
        bench.request(told(60, 0))
        bench.pace.pause(20)
        assert bench.request() == 20
        assert bench.burst() == 59 - 2

    def test_when_it_is_over_our_own_requests_still_count(self) -> None:
        bench = Bench()
        bench.request(told(2, 0))
        bench.pace.pause(20)
        assert bench.request() == 60


class TestDeadline:
    """No wait goes past it."""

    @pytest.mark.parametrize(("seconds", "enters"), [(60, False), (60.5, True)])
    def test_a_wait_for_a_slot_that_would_reach_it_is_not_begun(self, seconds: float, enters: bool) -> None:
        bench = Bench(seconds)
        bench.request(told(2, 1))
        assert bench.pace.enter() == enters
        assert bench.clock.slept == [60] * enters
        assert bench.waits == [60] * enters

    @pytest.mark.parametrize(("seconds", "enters"), [(60, False), (60.5, True)])
    def test_a_pause_that_would_reach_it_is_not_waited_for(self, seconds: float, enters: bool) -> None:
        bench = Bench(seconds)
        bench.pace.pause(60)
        assert bench.pace.enter() == enters
        assert bench.clock.slept == [60] * enters

    @pytest.mark.parametrize("remaining", [0, 59])
    def test_nor_is_one_of_which_the_end_can_only_be_foreseen(self, remaining: int) -> None:
        bench = Bench(60)
        bench.request(told(60, remaining))
        while bench.clock.slept == [] and bench.pace.enter():
            pass
        assert bench.clock.slept == []

    def test_a_wait_that_becomes_too_long_is_given_up(self) -> None:
        bench = Bench(100)
        bench.request(told(2, 1))
        bench.clock.at(50, lambda: bench.pace.pause(LONG))
        assert not bench.pace.enter()
        assert bench.clock.monotonic() == 60

    def test_who_does_not_get_in_takes_no_slot(self) -> None:
        bench = Bench(30)
        bench.request(told(3, 2))
        bench.request()
        assert not bench.pace.enter()
        bench.pace.leave(told(10, 8))
        for _ in range(9 - 2):
            assert bench.request() == 0
        assert not bench.pace.enter()

    def test_once_it_is_over_nobody_gets_in(self) -> None:
        bench = Bench(30)
        bench.clock.advance(30)
        assert not bench.pace.enter()


class TestTelling:
    """Of which waits the log hears."""

    def test_a_wait_is_told_once_when_it_begins(self) -> None:
        bench = Bench()
        bench.pace.enter()
        bench.request(told(60, 0))
        bench.clock.advance(10)
        bench.request()
        assert len(bench.clock.slept) > 1
        assert bench.waits == [50]

    @pytest.mark.parametrize(("passed", "waits"), [(58.5, [1.5]), (59, []), (59.5, [])])
    def test_a_wait_of_a_second_is_not_worth_it(self, passed: float, waits: list[float]) -> None:
        bench = Bench()
        bench.request(told(2, 1))
        bench.clock.advance(passed)
        assert bench.request() == 60 - passed
        assert bench.waits == waits

    def test_a_pause_is_told_elsewhere(self) -> None:
        bench = Bench()
        bench.request(told(2, 1))
        bench.pace.pause(60)
        assert bench.request() == 60
        assert bench.waits == []

    def test_what_is_to_be_waited_for_beyond_a_pause_is_told(self) -> None:
        bench = Bench()
        bench.request(told(2, 1))
        bench.pace.pause(10)
        bench.request()
        assert bench.waits == [60]

    def test_nobody_needs_to_listen(self) -> None:
        clock = FakeClock()
        pace = Pace(clock, Deadline(clock, LONG))
        for _ in range(2):
            assert pace.enter()
            pace.leave(told(1, 0))
        assert clock.slept == [60]


class FixedWindows:
    """A service that counts each minute anew, from some moment on. `most` is what it has counted of us in one."""

    def __init__(self, limit: int, start: float) -> None:
        self._limit = limit
        self._start = start
        self._window = -1.0
        self._used = self._ours = 0
        self.most = self.refusals = 0

    def take(self, now: float, *, is_ours: bool = True) -> Mapping[str, str]:
        window = (now - self._start) // 60
        if window != self._window:
            self._window, self._used, self._ours = window, 0, 0
        self._ours += is_ours
        self.most = max(self.most, self._ours)
        self.refusals += is_ours and self._used >= self._limit
        self._used = min(self._limit, self._used + 1)
        return told(self._limit, self._limit - self._used)


class SlidingWindow:
    """A service that counts the last 60 seconds at each request. `most` is what it has counted of us at one."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._counted: deque[tuple[float, bool]] = deque()
        self.most = self.refusals = 0

    def take(self, now: float, *, is_ours: bool = True) -> Mapping[str, str]:
        while self._counted and self._counted[0][0] <= now - 60:
            self._counted.popleft()
        self.refusals += is_ours and len(self._counted) >= self._limit
        self._counted.append((now, is_ours))
        self.most = max(self.most, sum(ours for _, ours in self._counted))
        return told(self._limit, max(0, self._limit - len(self._counted)))


Service = FixedWindows | SlidingWindow


@dataclass(frozen=True)
class Trip:
    """A request: seconds until the service counts it, until its answer is there, and until its sender has the next.

    `tells` is whether its answer has headers; the first one's has, in any case.
    """

    there: float
    back: float
    idle: float = 0.0
    tells: bool = True


def travel(bench: Bench, take: Callable[[float], Mapping[str, str]], trips: Iterable[Trip], senders: int) -> None:
    """Make requests one after another by several senders, each of which has one under way at most."""
    clock, pace = bench.clock, bench.pace
    ready = [0.0] * senders
    for trip in trips:
        clock.run_to(heapq.heappop(ready))
        assert pace.enter()
        answer: dict[str, str] = {}
        counted = clock.monotonic() + trip.there
        left = counted + trip.back

        def count(answer: dict[str, str] = answer) -> None:
            answer.update(take(clock.monotonic()))

        def leave(answer: dict[str, str] = answer, *, tells: bool = trip.tells) -> None:
            pace.leave(answer if tells or pace.limit is None else None)

        clock.at(counted, count)
        clock.at(left, leave)
        heapq.heappush(ready, left + trip.idle)
    clock.run_to(clock.monotonic() + LONG)


# In parts of a second that binary numbers can tell exactly: the windows have sharp ends.
seconds = st.one_of(st.just(0.0), st.integers(0, 64), st.integers(0, 64 * 90)).map(lambda parts: parts / 64)
trips = st.lists(st.builds(Trip, seconds, seconds, seconds, st.booleans()), min_size=1, max_size=12)
services = st.integers(1, 40).flatmap(
    lambda limit: st.tuples(
        st.just(limit),
        st.one_of(
            st.builds(FixedWindows, st.just(limit), seconds),
            st.builds(SlidingWindow, st.just(limit)),
        ),
    )
)


def slots(limit: int) -> int:
    return max(1, limit - 1)


class TestService:
    """Whole runs."""

    @given(services, trips, st.integers(1, 8))
    def test_however_it_counts_there_is_never_a_request_too_many(
        self, counting: tuple[int, Service], pattern: list[Trip], senders: int
    ) -> None:
        limit, service = counting
        travel(
            Bench(),
            service.take,
            itertools.islice(itertools.cycle(pattern), 3 * limit + 20),
            min(senders, slots(limit)),
        )
        assert service.refusals == 0
        assert service.most <= slots(limit)

    @given(services, trips, st.integers(1, 8), st.lists(seconds, max_size=60))
    def test_nor_is_there_because_of_others(
        self, counting: tuple[int, Service], pattern: list[Trip], senders: int, others: Sequence[float]
    ) -> None:
        limit, service = counting
        bench = Bench()
        for moment in itertools.accumulate(others):
            bench.clock.at(moment, lambda: service.take(bench.clock.monotonic(), is_ours=False))
        travel(
            bench,
            service.take,
            itertools.islice(itertools.cycle(pattern), 3 * limit + 20),
            min(senders, slots(limit)),
        )
        assert service.most <= slots(limit)

    @pytest.mark.parametrize("service", [FixedWindows(60, -1), FixedWindows(60, 31), SlidingWindow(60)])
    def test_where_others_come_in_between_nothing_is_refused_either(self, service: Service) -> None:
        bench = Bench()
        for moment in (0, 61):
            for _ in range(30):
                bench.clock.at(moment, lambda: service.take(bench.clock.monotonic(), is_ours=False))
        travel(bench, service.take, [Trip(0.1, 0.1)] * 200, 4)
        assert service.refusals == 0

    @pytest.mark.parametrize(("limit", "senders"), [(1, 1), (60, 1), (120, 1), (120, 6), (1200, 8)])
    def test_a_long_run_uses_the_limit_up(self, limit: int, senders: int) -> None:
        bench = Bench()
        ends: list[float] = []
        counting = FixedWindows(limit, 7)

        def take(now: float) -> Mapping[str, str]:
            ends.append(now)
            return counting.take(now)

        requests = 10 * limit
        travel(bench, take, [Trip(0.15, 0.15)] * requests, senders)
        usable = limit - max(1, limit // 50) or 1
        assert ends[-1] <= 1.03 * 60 * requests / usable

    @pytest.mark.parametrize("senders", [1, 8])
    def test_a_run_of_fewer_requests_than_the_limit_does_not_wait(self, senders: int) -> None:
        bench = Bench()
        travel(bench, FixedWindows(120, 1).take, [Trip(0.15, 0.15)] * 118, senders)
        assert bench.clock.slept == []

    @pytest.mark.parametrize("senders", [1, 6])
    def test_the_sandbox_refuses_nothing(self, senders: int) -> None:
        bench = Bench()
        rate = RateLimit(120, bench.clock)
        refusals: list[int] = []

        def take(_now: float) -> Mapping[str, str]:
            allowance = rate.take("a")
            refusals.extend([allowance.wait] * bool(allowance.wait))
            return allowance.headers

        travel(bench, take, [Trip(0.1, 0.2)] * 600, senders)
        assert refusals == []
        assert bench.waits


class Gate(FakeClock):
    """Who sleeps sleeps until the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.asleep, self.opened = threading.Event(), threading.Event()

    def sleep(self, seconds: float) -> None:
        self.asleep.set()
        assert self.opened.wait(PATIENCE)
        super().sleep(seconds)


def begin(action: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    return thread


class TestThreads:
    """Several at once, in earnest."""

    def test_of_those_who_wait_at_once_one_sleeps_and_tells(self) -> None:
        clock = Gate()
        waits: list[float] = []
        pace = Pace(clock, Deadline(clock, LONG), waits.append)
        for _ in range(2):
            pace.enter()
            pace.leave(told(3, 3))
        entered: list[bool] = []
        first = begin(lambda: entered.append(pace.enter()))
        assert clock.asleep.wait(PATIENCE)
        second = begin(lambda: entered.append(pace.enter()))
        second.join(0.05)  # one that did not queue would have come to its own sleep by now
        clock.opened.set()
        for thread in (first, second):
            thread.join(PATIENCE)
        assert (entered, clock.slept, waits) == ([True, True], [60], [60])

    def test_requests_end_and_pauses_begin_while_somebody_waits(self) -> None:
        clock = Gate()
        pace = Pace(clock, Deadline(clock, LONG))
        pace.enter()
        pace.leave(told(3, 2))
        pace.enter()
        waiting = begin(pace.enter)
        assert clock.asleep.wait(PATIENCE)

        def end() -> None:
            pace.leave(None)
            pace.pause(100)

        ending = begin(end)
        ending.join(PATIENCE)
        assert not ending.is_alive()
        clock.opened.set()
        waiting.join(PATIENCE)
        assert clock.monotonic() == 100

    def test_threads_together_keep_the_limit(self) -> None:
        clock = FakeClock()
        pace = Pace(clock, Deadline(clock, LONG))
        pace.leave(told(60, 60))
        sent: list[float] = []

        def send() -> None:
            for _ in range(100):
                assert pace.enter()
                sent.append(clock.monotonic())
                pace.leave(told(60, 60))

        for thread in [begin(send) for _ in range(8)]:
            thread.join(PATIENCE)
        assert len(sent) == 800
        sent.sort()
        assert all(later - earlier >= 60 for earlier, later in zip(sent, sent[59:], strict=False))
