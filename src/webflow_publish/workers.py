"""Several requests at once: threads that send, and one that decides what comes next."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

POLL = 0.1
"""Seconds that are waited for a result at a time: as late as that a stop is noticed, or a line of the log written."""

LINGER = 0.2
"""Seconds that a thread waits for more to do before it ends: to start one takes longer than a quick request."""

GRACE = 2.0
"""Seconds after the end of the time at which what is still under way is given up."""

Tag = TypeVar("Tag", bound=Hashable)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Done(Generic[Tag, Result]):
    """What came of a task; `result` is None where it was given up, because the time was over."""

    tag: Tag
    result: Result | None


class Workers(Generic[Tag, Result]):
    """Do tasks in threads of their own: at most `count` at once, begun in the order in which they were handed in.

    The thread that hands them in is also the one that fetches what came of them, so that it alone decides and keeps
    books. A thread lives as long as there is something to do; the end of the program does not wait for it.

    Args:
        count: Tasks at once, at least 1.
        is_over: Whether the time is over.
        tick: Is called again and again while something is waited for, by the thread that waits.
        grace: Seconds after the end of the time at which what is still under way is given up: a name that is looked up,
            or an answer that comes byte by byte, cannot be interrupted.
        tasks: What holds the tasks until a thread takes them; None for a queue of its own.
    """

    def __init__(
        self,
        count: int,
        is_over: Callable[[], bool] = lambda: False,
        tick: Callable[[], None] = lambda: None,
        grace: float = GRACE,
        tasks: queue.SimpleQueue[tuple[Tag, Callable[[], Result]]] | None = None,
    ) -> None:
        self.count = count
        self._is_over = is_over
        self._tick = tick
        self._patience = round(grace / POLL)
        self._lock = threading.Lock()
        self._tasks = queue.SimpleQueue[tuple[Tag, Callable[[], Result]]]() if tasks is None else tasks
        """A thread that waits here takes what it gets without the lock: whoever has that must not wait for any."""
        self._ended: queue.SimpleQueue[tuple[Tag, Result | None, BaseException | None]] = queue.SimpleQueue()
        self._threads = 0
        self._idle = 0
        """Threads that wait, and that no task was handed in for: too few at worst, and then one more is started."""
        self._under_way: dict[Tag, None] = {}
        self._late = 0

    def submit(self, tag: Tag, task: Callable[[], Result]) -> None:
        """Hand a task in; `tag` is what its result is known by."""
        self._under_way[tag] = None
        with self._lock:
            self._tasks.put((tag, task))
            if self._idle:
                self._idle -= 1
            elif self._threads < self.count:
                self._threads += 1
                # As a daemon: one that hangs must not keep the program from ending.
                threading.Thread(target=self._work, daemon=True).start()

    def next(self) -> Done[Tag, Result] | None:
        """Something that is done; None where nothing was for a moment, so that the caller can look around.

        Raises:
            BaseException: What a task has raised.
        """
        self._tick()
        try:
            # Once one was given up, the others are at once: each has been waited for as long.
            tag, result, error = self._ended.get(timeout=POLL if self._late <= self._patience else 0)
        except queue.Empty:
            return self._overdue()
        if tag not in self._under_way:
            return None  # it was given up, and came after all
        del self._under_way[tag]
        if error is not None:
            raise error
        return Done(tag, result)

    def forget(self, tag: Tag) -> None:
        """Give up one thing that is under way."""
        self._under_way.pop(tag, None)

    def abandon(self) -> list[Tag]:
        """Give up all that is under way, and do nothing that has not begun; what that is."""
        with self._lock, suppress(queue.Empty):
            while True:
                self._tasks.get_nowait()
        abandoned, self._under_way = list(self._under_way), {}
        return abandoned

    def _overdue(self) -> Done[Tag, Result] | None:
        self._late = self._late + 1 if self._is_over() else 0
        if self._late <= self._patience or not self._under_way:
            return None
        tag = next(iter(self._under_way))
        del self._under_way[tag]
        return Done(tag, None)

    def _work(self) -> None:
        while taken := self._taken():
            tag, task = taken
            try:
                self._ended.put((tag, task(), None))
            except BaseException as error:  # noqa: BLE001 - it is raised again where the result is fetched
                self._ended.put((tag, None, error))

    def _taken(self) -> tuple[Tag, Callable[[], Result]] | None:
        """The next task; None where there was none for a while, and this thread ends."""
        with self._lock:
            with suppress(queue.Empty):
                return self._tasks.get_nowait()
            self._idle += 1
        try:
            return self._tasks.get(timeout=LINGER)
        except queue.Empty:
            with self._lock:
                with suppress(queue.Empty):
                    return self._tasks.get_nowait()
                self._idle = max(0, self._idle - 1)
                self._threads -= 1
                return None
