"""Workers whose requests are heard and answered in an order that the test chooses: each mixture, and no luck."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from operator import attrgetter
from typing import TypeVar

from webflow_publish.workers import Done, Workers

Tag = TypeVar("Tag", bound=Hashable)
Result = TypeVar("Result")

PATIENCE = 10.0
"""Seconds until a thread that hangs fails its test; it takes none where all is well."""


class _Held:
    """A task that stands still: before it is done, or with its result in hand."""

    def __init__(self, number: int, *, is_heard: bool) -> None:
        self.number = number
        self.is_heard = is_heard
        self._go = threading.Event()

    def wait(self) -> None:
        if not self._go.wait(PATIENCE):
            raise TimeoutError("nobody let it go on")

    def let_go(self) -> None:
        self._go.set()


class Conductor(Workers[Tag, Result]):
    """Has all that can be under way under way, and lets one of them go on at a time: a request is heard at one moment,
    and its answer comes at a later one, after those of others or before.

    `most` is how many were under way together.

    Args:
        count: Tasks at once.
        choose: Which of so many that stand still is to go on; they are numbered from 0 as they were handed in.
    """

    def __init__(self, count: int, choose: Callable[[int], int] = lambda _: 0) -> None:
        super().__init__(count)
        self._choose = choose
        self._change = threading.Condition()
        self._held: list[_Held] = []
        self._submitted = 0
        self._unfinished = 0
        self.most = 0

    def submit(self, tag: Tag, task: Callable[[], Result]) -> None:
        """See Workers."""

        def held() -> Result:
            self._stand_still(number, is_heard=False)
            try:
                return task()
            finally:
                self._stand_still(number, is_heard=True)

        number = self._submitted
        self._submitted += 1
        self._unfinished += 1
        self.most = max(self.most, self._unfinished)
        super().submit(tag, held)

    def next(self) -> Done[Tag, Result] | None:
        """See Workers."""
        while True:
            with self._change:
                if not self._change.wait_for(lambda: len(self._held) == self._unfinished, PATIENCE):
                    raise TimeoutError("not all of them have come so far")
                self._held.sort(key=attrgetter("number"))
                held = self._held.pop(self._choose(len(self._held)))
            held.let_go()
            if held.is_heard:
                break
        self._unfinished -= 1
        while (done := super().next()) is None:
            pass
        return done

    def _stand_still(self, number: int, *, is_heard: bool) -> None:
        held = _Held(number, is_heard=is_heard)
        with self._change:
            self._held.append(held)
            self._change.notify()
        held.wait()
