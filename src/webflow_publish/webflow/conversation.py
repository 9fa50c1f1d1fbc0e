"""Conversations with Webflow: questions of which the next depend on the answers, many of them at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from webflow_publish.webflow.exchange import Reply
from webflow_publish.webflow.failure import UNANSWERED
from webflow_publish.workers import Workers

Question = Callable[[], Reply[Any]]
"""Sends a request."""

Asking = Generator[Sequence[Question], list[Reply[Any]], None]
"""A conversation: it gives the questions that do not depend on each other, at least one, and is given their answers."""


@dataclass(eq=False, slots=True)
class _Turn:
    """The answers to a conversation's last questions, as far as they are there."""

    asking: Asking
    replies: list[Reply[Any]]
    missing: int


@dataclass(eq=False, slots=True)
class _Asked:
    """A question under way: an answer that comes when nobody waits for it any more is that of no other."""

    turn: _Turn
    position: int


def converse(
    askings: Iterable[Asking], workers: Workers[Any, Reply[Any]], after: Callable[[], None] = lambda: None
) -> None:
    """Hold conversations to their ends, as many at once as there are workers.

    Each is given its answers in the order of its questions, so that what it makes of them does not depend on the number
    of workers. `after` is called each time that one went on. Where one raises, the others are given up.
    """
    try:
        _converse(iter(askings), workers, after)
    except BaseException:
        workers.abandon()
        raise


def _converse(waiting: Iterator[Asking], workers: Workers[_Asked, Reply[Any]], after: Callable[[], None]) -> None:
    under_way = 0
    while True:
        # No more than keeps the workers busy: the answers of each are in memory until all of them are there.
        while under_way < workers.count and (asking := next(waiting, None)) is not None:
            under_way += _go_on(asking, None, workers)
            after()
        if not under_way:
            return
        if done := workers.next():
            turn = done.tag.turn
            if done.result is not None:
                turn.replies[done.tag.position] = done.result
            turn.missing -= 1
            under_way -= 1
            if not turn.missing:
                under_way += _go_on(turn.asking, turn.replies, workers)
                after()


def _go_on(asking: Asking, replies: list[Reply[Any]] | None, workers: Workers[_Asked, Reply[Any]]) -> int:
    """Give a conversation its answers, None at its beginning, and ask what comes next; how many questions that are."""
    try:
        questions = next(asking) if replies is None else asking.send(replies)
    except StopIteration:
        return 0
    turn = _Turn(asking, [Reply(UNANSWERED)] * len(questions), len(questions))
    for position, question in enumerate(questions):
        workers.submit(_Asked(turn, position), question)
    return len(questions)
