from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Reply
from webflow_publish.webflow.conversation import Asking, Question, converse
from webflow_publish.workers import Workers

PATIENCE = 10.0
"""Seconds until a thread that hangs fails its test; it takes none where all is well."""

Answers = list[Any]


def workers(count: int = 1) -> Workers[Any, Reply[Any]]:
    return Workers(count)


def answered(answer: object) -> Question:
    """A question that is answered like this."""
    return lambda: Reply(answer)


def asking(heard: list[Answers], *rounds: Sequence[Question]) -> Asking:
    """A conversation that asks these questions, round by round, and hears the answers."""
    for questions in rounds:
        replies = yield questions
        heard.append([reply.answer for reply in replies])


def waits(event: threading.Event, answer: object) -> Question:
    def question() -> Reply[Any]:
        assert event.wait(PATIENCE)
        return Reply(answer)

    return question


def tells(event: threading.Event, answer: object) -> Question:
    def question() -> Reply[Any]:
        event.set()
        return Reply(answer)

    return question


class Crowd:
    """Questions of which so many have to be under way together to be answered; `most` were."""

    def __init__(self, count: int) -> None:
        self._barrier = threading.Barrier(count)
        self._lock = threading.Lock()
        self._here = 0
        self.most = 0

    def question(self) -> Reply[str]:
        with self._lock:
            self._here += 1
            self.most = max(self.most, self._here)
        self._barrier.wait(PATIENCE)
        with self._lock:
            self._here -= 1
        return Reply("done")


class TestOne:
    def test_it_is_given_the_answers_to_its_questions(self) -> None:
        heard: list[Answers] = []
        converse([asking(heard, [answered(1), answered(2)], [answered(3)])], workers())
        assert heard == [[1, 2], [3]]

    def test_what_it_asks_next_may_depend_on_them(self) -> None:
        heard: list[Answers] = []

        def counting() -> Asking:
            heard.append([0])
            while heard[-1] != [5]:
                [reply] = yield [_plus(heard[-1][0], 1)]
                heard.append([reply.answer])

        converse([counting()], workers())
        assert heard == [[0], [1], [2], [3], [4], [5]]

    def test_a_failure_and_what_was_overcome_are_given_as_they_are(self) -> None:
        down = Failure(Reason.UNAVAILABLE, "503")
        given: list[Reply[Any]] = []

        def conversation() -> Asking:
            given.extend((yield [lambda: Reply(down, (down, down))]))

        converse([conversation()], workers())
        assert given == [Reply(down, (down, down))]

    def test_the_answers_come_in_the_order_of_the_questions_whichever_is_there_first(self) -> None:
        heard: list[Answers] = []
        second = threading.Event()
        converse([asking(heard, [waits(second, 1), tells(second, 2)])], workers(2))
        assert heard == [[1, 2]]

    def test_its_questions_are_asked_in_their_order(self) -> None:
        asked: list[int] = []

        def question(number: int) -> Reply[Any]:
            asked.append(number)
            return Reply(number)

        converse([asking([], [partial(question, number) for number in range(20)])], workers())
        assert asked == list(range(20))

    def test_as_many_of_its_questions_are_under_way_as_there_are_workers_and_never_more(self) -> None:
        crowd = Crowd(3)
        converse([asking([], [crowd.question] * 9)], workers(3))
        assert crowd.most == 3

    def test_it_may_have_nothing_to_ask(self) -> None:
        heard: list[Answers] = []
        converse([asking([]), asking(heard, [answered(1)])], workers())
        assert heard == [[1]]


class TestSeveral:
    def test_none_is_done_at_once(self) -> None:
        told: list[str] = []
        converse([], workers(), lambda: told.append("after"))
        assert told == []

    def test_all_are_held_to_their_ends(self) -> None:
        heard: list[Answers] = []
        converse([asking(heard, [answered(number)], [answered(-number)]) for number in range(10)], workers(3))
        assert sorted(heard, key=str) == sorted(([sign * number] for number in range(10) for sign in (1, -1)), key=str)

    def test_one_worker_holds_one_after_the_other(self) -> None:
        heard: list[Answers] = []
        converse([asking(heard, [answered(number)], [answered(-number)]) for number in (1, 2, 3)], workers())
        assert heard == [[1], [-1], [2], [-2], [3], [-3]]

    @pytest.mark.parametrize("count", [2, 3, 8])
    def test_as_many_are_held_at_once_as_there_are_workers_and_never_more(self, count: int) -> None:
        crowd = Crowd(count)
        begun: list[int] = []
        ended: list[int] = []

        def conversation(number: int) -> Asking:
            begun.append(number)
            assert len(begun) - len(ended) <= count
            for _ in range(2):
                yield [crowd.question]
            ended.append(number)

        converse(map(conversation, range(4 * count)), workers(count))
        assert crowd.most == count
        assert begun == sorted(ended) == list(range(4 * count))

    def test_one_is_not_even_made_before_there_is_a_worker_for_it(self) -> None:
        made: list[int] = []

        def conversations() -> Iterator[Asking]:
            for number in range(3):
                made.append(number)
                yield asking([], [lambda: Reply(list(made))])

        converse(conversations(), workers())
        assert made == [0, 1, 2]
        made.clear()
        heard: list[Answers] = []

        def listening() -> Iterator[Asking]:
            for number in range(3):
                made.append(number)
                yield asking(heard, [lambda: Reply(list(made))])

        converse(listening(), workers())
        assert heard == [[[0]], [[0, 1]], [[0, 1, 2]]]

    def test_none_is_begun_while_the_questions_of_another_keep_the_workers_busy(self) -> None:
        order: list[str] = []
        is_begun = threading.Event()

        def quick() -> Reply[Any]:
            order.append("one of two is answered")
            return Reply(1)

        def second() -> Asking:
            order.append("the second begins")
            is_begun.set()
            yield [answered(3)]

        converse((each for each in [asking([], [quick, waits(is_begun, 2)]), second()]), workers(2))
        assert order == ["one of two is answered", "the second begins"]

    def test_one_that_waits_does_not_hold_back_the_others(self) -> None:
        heard: list[Answers] = []
        last = threading.Event()
        others = [asking(heard, [answered(number)]) for number in range(5)]
        converse([asking(heard, [waits(last, "first")]), *others, asking(heard, [tells(last, "last")])], workers(2))
        assert heard == [[0], [1], [2], [3], [4], ["last"], ["first"]]

    def test_something_is_done_each_time_that_one_went_on(self) -> None:
        told: list[str] = []

        def conversation(name: str) -> Asking:
            told.append(f"{name} begins")
            yield [answered(1), answered(2)]
            told.append(f"{name} ends")

        converse(map(conversation, "ab"), workers(), lambda: told.append("after"))
        assert told == ["a begins", "after", "a ends", "after", "b begins", "after", "b ends", "after"]


class TestWhatGoesWrong:
    def test_what_is_given_up_at_the_end_of_the_time_counts_as_timed_out(self) -> None:
        heard: list[Answers] = []
        release = threading.Event()
        over = Workers[Any, Reply[Any]](2, lambda: True, grace=0)
        converse([asking(heard, [answered(1), waits(release, 2)])], over)
        release.set()
        [[first, second]] = heard
        assert first == 1
        assert isinstance(second, Failure)
        assert (second.reason, second.status) == (Reason.TIMED_OUT, None)
        assert "before Webflow's answer came" in second.message

    def test_the_answer_to_it_is_not_taken_for_that_to_the_next_question(self) -> None:
        is_over, heard = [True, False], list[Answers]()
        release = threading.Event()
        over = Workers[Any, Reply[Any]](1, lambda: is_over[0], grace=0)

        def conversation() -> Asking:
            [reply] = yield [waits(release, "old")]
            heard.append([reply.answer])
            del is_over[0]
            release.set()
            [reply] = yield [answered("new")]
            heard.append([reply.answer])

        converse([conversation()], over)
        assert isinstance(heard[0][0], Failure)
        assert heard[1] == ["new"]

    def test_a_defect_in_a_question_comes_out(self) -> None:
        def question() -> Reply[Any]:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            converse([asking([], [question])], workers())

    @pytest.mark.parametrize("is_begun", [False, True])
    def test_a_defect_in_a_conversation_comes_out(self, is_begun: bool) -> None:
        def conversation() -> Asking:
            if is_begun:
                yield [answered(1)]
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            converse([conversation()], workers())

    def test_after_a_defect_the_others_are_given_up_and_nothing_more_of_them_is_asked(self) -> None:
        asked: list[str] = []
        release = threading.Event()

        def defective() -> Asking:
            yield [answered(1)]
            raise ZeroDivisionError

        busy = workers(2)

        def last() -> Reply[Any]:
            asked.append("last")
            return Reply("last")

        other = [waits(release, 1), waits(release, 2), last]
        with pytest.raises(ZeroDivisionError):
            converse([defective(), asking([], other)], busy)
        assert busy.abandon() == []
        release.set()
        heard: list[Answers] = []
        converse([asking(heard, [answered("later")])], busy)
        assert (heard, asked) == ([["later"]], [])


@given(st.lists(st.lists(st.integers(1, 4), max_size=4), max_size=6), st.sampled_from([1, 2, 4, 8]))
def test_however_many_workers_each_hears_the_same(scripts: list[list[int]], count: int) -> None:
    def told(script: Iterable[int], heard: list[Answers], name: int) -> Asking:
        # What is asked depends on what was heard.
        total = name
        for questions in script:
            replies = yield [_plus(total, number) for number in range(questions)]
            heard.append([reply.answer for reply in replies])
            total += sum(reply.answer for reply in replies if isinstance(reply.answer, int))

    def run(at_once: int) -> list[list[Answers]]:
        heard: list[list[Answers]] = [[] for _ in scripts]
        converse((told(script, heard[name], name) for name, script in enumerate(scripts)), workers(at_once))
        return heard

    assert run(count) == run(1)


def _plus(total: Any, number: int) -> Callable[[], Reply[Any]]:
    return lambda: Reply(total + number)
