from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from queue import Empty, SimpleQueue

import pytest

from webflow_publish.workers import POLL, Done, Workers

PATIENCE = 10.0
"""Seconds until a thread that hangs fails its test; it takes none where all is well."""


def over() -> bool:
    return True


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """What tasks that hang wait for; at the end of the test at the latest, it comes."""
    event = threading.Event()
    yield event
    event.set()


def hanging(release: threading.Event, result: str = "late") -> Callable[[], str]:
    """A task that ends only when it is released."""

    def task() -> str:
        release.wait(PATIENCE)
        return result

    return task


def doing(*acts: Callable[[], object]) -> Callable[[], str]:
    """A task that does these, one after the other."""

    def task() -> str:
        for act in acts:
            act()
        return "done"

    return task


Task = tuple[int, Callable[[], str]]


class Contested(SimpleQueue[Task]):
    """A queue that seems to hold a task whenever somebody looks: another thread takes it before they can.

    It lets nobody wait without an end, and notes who wanted to.
    """

    def __init__(self) -> None:
        super().__init__()
        self.endless: list[threading.Thread] = []

    def empty(self) -> bool:
        return False

    def get(self, block: bool = True, timeout: float | None = None) -> Task:
        if block and timeout is None and super().empty():
            self.endless.append(threading.current_thread())
            raise Empty
        return super().get(block, timeout)


def fetched(workers: Workers[int, str], count: int) -> list[Done[int, str]]:
    """So many results, in the order in which they came."""
    done: list[Done[int, str]] = []
    while len(done) < count:
        if result := workers.next():
            done.append(result)
    return done


class Crowd:
    """Tasks of which so many have to be under way together to end; `most` were."""

    def __init__(self, count: int) -> None:
        self._barrier = threading.Barrier(count)
        self._lock = threading.Lock()
        self._here = 0
        self.most = 0
        self.threads: set[threading.Thread] = set()

    def task(self) -> str:
        with self._lock:
            self._here += 1
            self.most = max(self.most, self._here)
            self.threads.add(threading.current_thread())
        self._barrier.wait(PATIENCE)
        with self._lock:
            self._here -= 1
        return "done"


class TestDoing:
    def test_what_comes_of_a_task_is_fetched_by_its_tag(self) -> None:
        workers: Workers[str, int] = Workers(1)
        workers.submit("a", lambda: 1)
        assert workers.next() == Done("a", 1)

    def test_it_waits_until_it_is_fetched(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1)
        workers.submit(1, lambda: "one")
        workers.submit(2, doing(release.set))
        assert release.wait(PATIENCE)
        assert fetched(workers, 2) == [Done(1, "one"), Done(2, "done")]

    def test_a_task_is_done_in_another_thread(self) -> None:
        workers: Workers[int, int] = Workers(1)
        workers.submit(1, threading.get_ident)
        assert workers.next() != Done(1, threading.get_ident())

    def test_one_worker_does_one_task_after_the_other_as_they_were_handed_in(self) -> None:
        begun: list[int] = []
        workers: Workers[int, str] = Workers(1)
        for number in range(20):
            workers.submit(number, doing(partial(begun.append, number)))
        assert [done.tag for done in fetched(workers, 20)] == begun == list(range(20))

    @pytest.mark.parametrize("count", [1, 2, 3, 8])
    def test_as_many_are_under_way_together_as_there_are_workers_and_never_more(self, count: int) -> None:
        crowd = Crowd(count)
        workers: Workers[int, str] = Workers(count)
        for number in range(5 * count):
            workers.submit(number, crowd.task)
        assert {done.tag for done in fetched(workers, 5 * count)} == set(range(5 * count))
        assert crowd.most == count

    def test_what_is_done_sooner_is_fetched_sooner(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(2)
        workers.submit(1, hanging(release))
        workers.submit(2, lambda: "soon")
        assert fetched(workers, 1) == [Done(2, "soon")]
        release.set()
        assert fetched(workers, 1) == [Done(1, "late")]

    def test_a_task_waits_while_all_workers_are_busy(self, release: threading.Event) -> None:
        begun = threading.Event()
        workers: Workers[int, str] = Workers(1)
        workers.submit(1, hanging(release))
        workers.submit(2, doing(begun.set))
        assert workers.next() is None
        assert not begun.is_set()
        release.set()
        assert [done.tag for done in fetched(workers, 2)] == [1, 2]


class TestThreads:
    def test_they_end_when_there_is_nothing_left_to_do(self) -> None:
        crowd = Crowd(3)
        workers: Workers[int, str] = Workers(3)
        for number in range(6):
            workers.submit(number, crowd.task)
        fetched(workers, 6)
        for thread in crowd.threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def test_there_are_others_when_there_is_something_to_do_again(self) -> None:
        workers: Workers[int, threading.Thread] = Workers(1)
        for number in range(3):
            workers.submit(number, threading.current_thread)
            done = workers.next()
            assert done is not None
            assert done.result is not None
            done.result.join(PATIENCE)
            assert not done.result.is_alive()

    def test_the_end_of_the_program_does_not_wait_for_them(self) -> None:
        workers: Workers[int, bool] = Workers(1)
        workers.submit(1, lambda: threading.current_thread().daemon)
        assert workers.next() == Done(1, result=True)


class TestContention:
    """A thread that waits may take a task at any moment: the others, which hold the lock, must not wait for it."""

    def test_a_thread_that_has_nothing_to_do_any_more_waits_for_no_task_without_an_end(self) -> None:
        tasks, threads = Contested(), SimpleQueue[threading.Thread]()
        workers: Workers[int, str] = Workers(1, tasks=tasks)
        workers.submit(1, doing(lambda: threads.put(threading.current_thread())))
        assert fetched(workers, 1) == [Done(1, "done")]
        thread = threads.get(timeout=PATIENCE)
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert tasks.endless == []

    def test_nor_does_whoever_abandons_them(self, release: threading.Event) -> None:
        tasks = Contested()
        workers: Workers[int, str] = Workers(1, tasks=tasks)
        workers.submit(1, hanging(release))
        workers.submit(2, hanging(release))
        assert workers.abandon() == [1, 2]
        assert tasks.endless == []


class TestErrors:
    @pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, SystemExit])
    def test_what_a_task_raises_comes_out_where_its_result_is_fetched(self, error: type[BaseException]) -> None:
        def task() -> str:
            raise error

        workers: Workers[int, str] = Workers(1)
        workers.submit(1, task)
        with pytest.raises(error):
            workers.next()

    def test_the_others_can_be_fetched_all_the_same(self) -> None:
        workers: Workers[int, float] = Workers(1)
        workers.submit(0, lambda: 1 / 0)
        workers.submit(1, lambda: 1 / 1)
        with pytest.raises(ZeroDivisionError):
            workers.next()
        assert workers.next() == Done(1, 1.0)

    def test_what_a_task_raises_after_it_was_given_up_is_nobodys_business(self, release: threading.Event) -> None:
        def task() -> str:
            release.wait(PATIENCE)
            raise ZeroDivisionError

        workers: Workers[int, str] = Workers(1)
        workers.submit(1, task)
        workers.abandon()
        release.set()
        workers.submit(2, doing())
        assert fetched(workers, 1) == [Done(2, "done")]


class TestWaiting:
    def test_while_nothing_is_done_the_caller_can_look_around(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1)
        workers.submit(1, hanging(release))
        assert workers.next() is None
        release.set()
        assert fetched(workers, 1) == [Done(1, "late")]

    def test_whoever_waits_does_something_each_time_in_the_thread_that_waits(self) -> None:
        ticks: list[int] = []
        workers: Workers[int, str] = Workers(2, tick=lambda: ticks.append(threading.get_ident()))
        for number in range(3):
            workers.submit(number, doing())
        assert ticks == []
        for _ in range(3):
            workers.next()
        assert ticks == [threading.get_ident()] * 3

    def test_it_does_so_before_the_wait(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1, tick=release.set)
        workers.submit(1, hanging(release))
        assert workers.next() == Done(1, "late")


class TestAbandoning:
    def test_what_was_under_way_and_what_had_not_begun_is_told(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1)
        for number in range(3):
            workers.submit(number, hanging(release))
        assert workers.abandon() == [0, 1, 2]
        assert workers.abandon() == []

    def test_what_was_fetched_is_not_given_up(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1)
        workers.submit(1, doing())
        workers.submit(2, hanging(release))
        assert fetched(workers, 1) == [Done(1, "done")]
        assert workers.abandon() == [2]

    def test_what_had_not_begun_is_never_done(self, release: threading.Event) -> None:
        begun: list[int] = []
        hangs = threading.Event()
        workers: Workers[int, str] = Workers(1)
        workers.submit(1, doing(hangs.set, hanging(release)))
        workers.submit(2, doing(partial(begun.append, 2)))
        assert hangs.wait(PATIENCE)
        workers.abandon()
        release.set()
        workers.submit(3, doing(partial(begun.append, 3)))
        assert fetched(workers, 1) == [Done(3, "done")]
        assert begun == [3]

    def test_a_result_that_comes_after_that_is_dropped(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1)
        workers.submit(1, hanging(release))
        workers.abandon()
        release.set()
        assert workers.next() is None

    def test_a_result_that_was_there_before_and_not_fetched_is_dropped_too(self) -> None:
        done = threading.Event()
        workers: Workers[int, str] = Workers(1)
        workers.submit(1, doing())
        workers.submit(2, doing(done.set))
        assert done.wait(PATIENCE)
        assert workers.abandon() == [1, 2]
        assert workers.next() is None

    def test_a_single_one_can_be_given_up_while_the_others_go_on(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(2)
        workers.submit(1, hanging(release))
        workers.submit(2, hanging(release))
        workers.forget(1)
        workers.forget(1)
        release.set()
        assert fetched(workers, 1) == [Done(2, "late")]
        assert workers.abandon() == []


class TestTheEndOfTheTime:
    def test_before_it_nothing_is_given_up(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1, is_over=lambda: False, grace=0)
        workers.submit(1, hanging(release))
        assert [workers.next(), workers.next()] == [None, None]
        release.set()
        assert fetched(workers, 1) == [Done(1, "late")]

    def test_after_it_what_hangs_is_given_up_one_by_one_as_it_was_handed_in(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(2, over, grace=0)
        for number in (3, 1, 2):
            workers.submit(number, hanging(release))
        assert [workers.next() for _ in range(4)] == [Done(3, None), Done(1, None), Done(2, None), None]

    def test_what_is_done_is_fetched_even_then(self) -> None:
        threads: SimpleQueue[threading.Thread] = SimpleQueue()
        workers: Workers[int, str] = Workers(1, over, grace=0)
        workers.submit(1, doing(lambda: threads.put(threading.current_thread())))
        threads.get(timeout=PATIENCE).join(PATIENCE)
        assert workers.next() == Done(1, "done")

    def test_what_hangs_has_some_grace(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1, over, grace=2 * POLL)
        workers.submit(1, hanging(release))
        assert [workers.next() for _ in range(3)] == [None, None, Done(1, None)]

    def test_the_grace_is_that_of_the_run_and_not_of_each_task(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(2, over, grace=POLL)
        workers.submit(1, hanging(release))
        workers.submit(2, hanging(release))
        assert [workers.next() for _ in range(3)] == [None, Done(1, None), Done(2, None)]

    def test_once_one_was_given_up_the_others_are_at_once(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1, over, grace=0)
        for number in range(100):
            workers.submit(number, hanging(release))
        began = time.monotonic()
        assert [workers.next() for _ in range(100)] == [Done(number, None) for number in range(100)]
        assert time.monotonic() - began < 50 * POLL

    def test_the_grace_begins_anew_where_there_is_time_again(self, release: threading.Event) -> None:
        is_over = iter([True, False, True, True])
        workers: Workers[int, str] = Workers(1, lambda: next(is_over), grace=POLL)
        workers.submit(1, hanging(release))
        assert [workers.next() for _ in range(4)] == [None, None, None, Done(1, None)]

    def test_the_result_of_what_was_given_up_is_dropped_when_it_comes_after_all(self, release: threading.Event) -> None:
        workers: Workers[int, str] = Workers(1, over, grace=0)
        workers.submit(1, hanging(release))
        assert workers.next() == Done(1, None)
        release.set()
        assert workers.next() is None
