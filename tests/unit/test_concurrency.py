"""Several requests at once: how many, which of them, and that the result is the same as with one at a time."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.conductor import Conductor
from harness.publication import PATIENCE, REFUSAL, Bench, Rule, Wired, ended, items, number_of, referring, refusal, told
from harness.samples import ENGLISH, FRENCH, collection, identifier, item, variants
from harness.transport import Answer, everything, ids_in
from webflow_publish.complaint import Complaint
from webflow_publish.manifest import Variant
from webflow_publish.outcome import Outcome, Status
from webflow_publish.parcel import Parcel
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Reply, Written

AT_ONCE = [1, 2, 4, 8]

BAD = refusal(400, "Validation Error")
LIMIT = refusal(429, "Too Many Requests")
DOWN = refusal(503, "Service Unavailable")
MISSING = refusal(409, "Conflict: something that is referenced is not published")


def conductor(count: int, choose: Callable[[int], int] = lambda _: 0) -> Conductor[Parcel, Reply[Written]]:
    return Conductor(count, choose)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A request that came, and those that were under way then; by the numbers of their items."""

    numbers: list[int]
    others: list[list[int]]


class Traffic:
    """Remembers when each request came and went, by the numbers of its items.

    `rule` answers. The first `alone` requests are answered at once; of the others so many have to be there `together`.
    """

    def __init__(self, rule: Rule = everything, together: int = 1, alone: int = 1) -> None:
        self._rule = rule
        self._lock = threading.Lock()
        self._barrier = threading.Barrier(together)
        self._alone = alone
        self._here: list[list[int]] = []
        self.events: list[tuple[str, list[int]]] = []
        self.meetings: list[Meeting] = []

    def __call__(self, body: dict[str, Any]) -> Answer:
        numbers = [number_of(item_id) for item_id in ids_in(body)]
        with self._lock:
            self.meetings.append(Meeting(numbers, list(self._here)))
            self._here.append(numbers)
            self.events.append(("comes", numbers))
            is_alone = len(self.meetings) <= self._alone
        if not is_alone:
            self._barrier.wait(PATIENCE)
        answer = self._rule(body)
        with self._lock:
            self._here.remove(numbers)
            self.events.append(("goes", numbers))
        return answer

    @property
    def most(self) -> int:
        """How many requests were under way together."""
        return max(1 + len(meeting.others) for meeting in self.meetings)

    @property
    def came(self) -> list[list[int]]:
        """The requests in their order."""
        return [meeting.numbers for meeting in self.meetings]


class TestTogether:
    @pytest.mark.parametrize("count", AT_ONCE)
    def test_as_many_requests_are_under_way_as_there_may_be_and_never_more(self, count: int) -> None:
        traffic = Traffic(together=count)
        bench = Bench(items(100 * (1 + 3 * count)), traffic, count)
        assert told(bench.run()) == {("published", None)}
        assert traffic.most == count
        assert bench.transport.sent == 1 + 3 * count

    def test_the_first_request_of_all_goes_out_alone(self) -> None:
        traffic = Traffic(together=2)
        wanted = variants(*(item(number, of=collection(number)) for number in range(3)))
        Bench(wanted, traffic, 8).run()
        assert traffic.events[:2] == [("comes", [0]), ("goes", [0])]
        assert traffic.most == 2

    def test_until_webflow_has_taken_one_each_goes_out_alone(self) -> None:
        wanted = variants(*(item(number, of=collection(number)) for number in range(6)))
        traffic = Traffic(lambda body: everything(body) if number_of(ids_in(body)[0]) > 2 else BAD, together=2, alone=4)
        Bench(wanted, traffic, 2).run()
        assert [meeting.others for meeting in traffic.meetings[:4]] == [[], [], [], []]
        assert traffic.most == 2

    def test_a_token_that_is_refused_is_so_once(self) -> None:
        bench = Bench(items(1000), lambda _: refusal(401, "Request not authorized"), 8)
        assert told(bench.run()) == {("failed", "unauthorized"), ("blocked", "unauthorized")}
        assert bench.transport.sent == 1

    def test_a_collection_that_is_refused_is_so_once_while_others_go_on(self) -> None:
        changed = refusal(409, "Conflict: The collection structure changed since the last publish")
        wanted = variants(
            *(item(number, of=collection(number // 1000)) for number in (*range(300), *range(1000, 1800)))
        )
        bench = Bench(wanted, lambda body: changed if identifier(1000) in ids_in(body) else everything(body), 8)
        outcomes = bench.run()
        assert ended(outcomes, Status.PUBLISHED) == list(range(300))
        assert ended(outcomes, Status.FAILED) == list(range(1000, 1100))
        assert bench.transport.sent == 4

    def test_a_locale_that_is_refused_is_so_once_while_others_go_on(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            return refusal(404, "The locale cannot be found") if FRENCH in str(body) else everything(body)

        bench = Bench((*items(300), *variants(*(item(number, FRENCH) for number in range(300)))), rule, 8)
        outcomes = bench.run()
        assert told(outcomes[:300]) == {("published", None)}
        assert told(outcomes[300:400]) == {("failed", "not-found")}
        assert told(outcomes[400:]) == {("blocked", "not-found")}
        assert bench.transport.sent == 4

    @given(st.randoms(use_true_random=False))
    def test_the_first_request_of_each_collection_goes_out_without_another_of_it(self, random: Any) -> None:
        wanted = variants(*(item(number, of=collection(number // 1000)) for number in (0, 1000, *range(2000, 2300))))
        traffic = Traffic()
        Bench(wanted, traffic, conductor(8, random.randrange)).run()
        for place in range(3):
            first = next(meeting for meeting in traffic.meetings if meeting.numbers[0] // 1000 == place)
            assert not any(numbers[0] // 1000 == place for numbers in first.others)

    def test_a_request_that_is_divided_does_not_hold_back_the_others(self) -> None:
        traffic = Traffic(lambda body: BAD if identifier(150) in ids_in(body) else everything(body))
        bench = Bench(items(300), traffic, conductor(2, lambda count: count - 1))
        outcomes = bench.run()
        assert ended(outcomes, Status.FAILED) == [150]
        # The third batch is there before the second is through.
        came = [numbers[0] for numbers in traffic.came]
        assert came.index(200) < len(came) - 1 - came[::-1].index(150)

    def test_parts_of_one_request_are_sent_one_after_the_other(self) -> None:
        traffic = Traffic(lambda body: BAD if identifier(150) in ids_in(body) else everything(body))
        Bench(items(200), traffic, 8).run()
        assert traffic.most == 1


class TestReferences:
    """What others refer to goes out before them, and not beside them."""

    def test_collections_that_have_nothing_to_do_with_each_other_go_out_together(self) -> None:
        wanted = [referring(number, of=collection(number)) for number in range(5)]
        traffic = Traffic(together=4)
        assert told(Bench(wanted, traffic, 4).run()) == {("published", None)}
        assert traffic.most == 4

    @pytest.mark.parametrize("choose", [lambda _: 0, lambda count: count - 1])
    def test_what_refers_to_an_item_waits_for_its_answer(self, choose: Callable[[int], int]) -> None:
        wanted = [referring(0, of=collection(1)), referring(1, of=collection(2)), referring(2, 1, of=collection(3))]
        traffic = Traffic()
        Bench(wanted, traffic, conductor(8, choose)).run()
        assert traffic.events.index(("goes", [1])) < traffic.events.index(("comes", [2]))

    def test_it_waits_until_all_parts_of_a_refused_request_are_through(self) -> None:
        breads = [referring(number, of=collection(1)) for number in range(100)]
        offers = [referring(number, 99, of=collection(2)) for number in range(200, 205)]
        traffic = Traffic(lambda body: BAD if identifier(98) in ids_in(body) else everything(body))
        outcomes = Bench([*breads, *offers], traffic, 8).run()
        assert ended(outcomes, Status.FAILED) == [98]
        assert traffic.came[-1] == list(range(200, 205))

    @given(
        st.dictionaries(st.integers(0, 25), st.sets(st.integers(0, 25), max_size=3), max_size=20),
        st.integers(1, 5),
        st.sets(st.integers(0, 25), max_size=3),
        st.sampled_from(AT_ONCE),
        st.randoms(use_true_random=False),
    )
    def test_nothing_is_sent_before_all_that_it_refers_to_has_its_answer(
        self, refers: dict[int, set[int]], collections: int, bad: set[int], count: int, random: Any
    ) -> None:
        # Each refers to smaller numbers only: there are no circles.
        graph = {number: {other for other in others if other < number} for number, others in refers.items()}
        wanted = [referring(number, *others, of=collection(number % collections)) for number, others in graph.items()]
        culprits = set(map(identifier, bad))
        traffic = Traffic(lambda body: everything(body) if culprits.isdisjoint(ids_in(body)) else BAD)
        Bench(wanted, traffic, conductor(count, random.randrange)).run()
        for place, (what, numbers) in enumerate(traffic.events):
            if what == "comes":
                named = {other for number in numbers for other in graph[number]} & graph.keys() - set(numbers)
                # Nothing of what they refer to comes, or comes again, after that: it was through.
                later = {number for what, others in traffic.events[place:] if what == "goes" for number in others}
                assert not named & later


class TestTheOrderOfAnswers:
    """Answers may come in another order than that in which Webflow heard the requests."""

    def test_a_reference_that_went_live_after_it_was_refused_but_was_told_before_is_tried_again(self) -> None:
        # Two requests are under way; the refused one is heard first, and its answer comes last.
        order = iter([0, 0, 0, 1, 1, 0])
        wired = Wired({1: {2}})
        wanted = variants(*(item(number, of=collection(number)) for number in range(3)))
        bench = Bench(wanted, wired, conductor(2, lambda count: min(next(order, 0), count - 1)))
        assert told(bench.run()) == {("published", None)}
        assert bench.transport.requests == [[0], [1], [2], [1]]
        assert bench.resolved == [REFUSAL.format(identifier(1))]

    @given(
        st.dictionaries(st.integers(0, 30), st.sets(st.integers(0, 32), max_size=2), max_size=20),
        st.integers(1, 31),
        st.integers(1, 6),
        st.booleans(),
        st.sampled_from(AT_ONCE),
        st.randoms(use_true_random=False),
    )
    def test_in_whichever_order_webflow_hears_and_answers_all_goes_out_that_can(
        self, refers: dict[int, set[int]], count: int, collections: int, is_read: bool, at_once: int, random: Any
    ) -> None:
        wanted: list[Variant | Outcome] = []
        for number in range(count):
            place = collection(number % collections)
            wanted += (
                [referring(number, *refers.get(number, ()), of=place)] if is_read else variants(item(number, of=place))
            )
        workers = conductor(at_once, random.randrange)
        bench = Bench(wanted, Wired(refers), workers)
        outcomes = bench.run()
        assert sorted(ended(outcomes, Status.PUBLISHED)) == sorted(possible(refers, count))
        assert told(outcomes) <= {("published", None), ("failed", "reference-not-live")}
        assert workers.most <= at_once
        assert bench.follower.progress[-1].done == count


def possible(refers: dict[int, set[int]], count: int) -> set[int]:
    """What can go live, one after the other."""
    live: set[int] = set()
    while more := {
        number for number in range(count) if number not in live and refers.get(number, set()) - {number} <= live
    }:
        live |= more
    return live


@dataclass(frozen=True, slots=True)
class World:
    """What there is to publish, and what Webflow makes of it, whenever it is asked.

    Attributes:
        sizes: How many items each collection has.
        refers: What items refer to.
        bad: Items because of which Webflow refuses the whole request, and the status with which it does.
        archived: Items that it names as not published.
        nameless: Items because of which it says something that names none.
        closed: Collections that it refuses as a whole, and for what.
        localized: Collections of which everything is to be published in two locales.
        lacking: Collections that it does not have in one of those.
        is_outspoken: Whether it has other words for an item that is sent alone.
    """

    sizes: list[int]
    refers: dict[int, set[int]] = field(default_factory=dict)
    bad: dict[int, int] = field(default_factory=dict)
    archived: set[int] = field(default_factory=set)
    nameless: set[int] = field(default_factory=set)
    closed: dict[int, str] = field(default_factory=dict)
    localized: set[int] = field(default_factory=set)
    lacking: set[int] = field(default_factory=set)
    is_outspoken: bool = False

    def wanted(self) -> list[Outcome]:
        return [
            replace(referring(number, *self.refers.get(number, ())), variant=variant)
            for place, size in enumerate(self.sizes)
            for number in range(1000 * place, 1000 * place + size)
            for variant in variants(
                item(number, *((ENGLISH, FRENCH) if place in self.localized else ()), of=collection(place))
            )
        ]

    def __call__(self, body: dict[str, Any]) -> Answer:
        numbers = [number_of(item_id) for item_id in ids_in(body)]
        place = numbers[0] // 1000
        if words := self.closed.get(place):
            return refusal(404 if "found" in words else 409, words)
        if place in self.lacking and FRENCH in str(body):
            return refusal(404, "The locale cannot be found")
        if culprits := [number for number in numbers if number in self.bad]:
            words = f"Item {numbers[0]}" if self.is_outspoken and len(numbers) == 1 else "One of the items"
            return refusal(self.bad[culprits[0]], f"{words} was not found")
        errors = [f"{identifier(number)} is archived" for number in numbers if number in self.archived]
        errors += [f"Oh no: {number}" for number in numbers if number in self.nameless]
        return {
            "publishedItemIds": [identifier(each) for each in numbers if each not in self.archived],
            "errors": errors,
        }


NUMBERS = st.builds(lambda place, number: 1000 * place + number, st.integers(0, 3), st.integers(0, 260))
WHOLE = st.sampled_from(
    [
        "The collection structure changed since the last publish",
        "The site is not published",
        "The collection cannot be found",
    ]
)
WORLDS = st.builds(
    World,
    sizes=st.lists(st.sampled_from([1, 2, 9, 10, 11, 40, 99, 100, 101, 250]), min_size=1, max_size=4),
    refers=st.dictionaries(NUMBERS, st.sets(NUMBERS, max_size=2), max_size=8),
    bad=st.one_of(
        st.dictionaries(NUMBERS, st.sampled_from([400, 404, 409, 413, 422]), max_size=4),
        st.builds(
            lambda first, count, status: dict.fromkeys(range(first, first + count), status),
            NUMBERS,
            st.integers(0, 120),
            st.sampled_from([400, 404]),
        ),
    ),
    archived=st.sets(NUMBERS, max_size=3),
    nameless=st.sets(NUMBERS, max_size=2),
    closed=st.dictionaries(st.integers(0, 3), WHOLE, max_size=2),
    localized=st.sets(st.integers(0, 3), max_size=2),
    lacking=st.sets(st.integers(0, 3), max_size=2),
    is_outspoken=st.booleans(),
)


def result_of(bench: Bench) -> tuple[Iterable[Outcome], Counter[Complaint], Counter[Complaint]]:
    """All that a publication came to."""
    outcomes = bench.run()
    return outcomes, Counter(bench.publication.resolved), Counter(bench.publication.unmatched)


@given(WORLDS, st.sampled_from(AT_ONCE[1:]), st.randoms(use_true_random=False))
def test_the_result_does_not_depend_on_how_many_requests_there_are_at_once(
    world: World, at_once: int, random: Any
) -> None:
    wanted = world.wanted()
    workers = conductor(at_once, random.randrange)
    assert result_of(Bench(wanted, world, workers)) == result_of(Bench(wanted, world))
    assert workers.most <= at_once


@pytest.mark.parametrize("at_once", AT_ONCE)
def test_nor_does_it_with_threads_as_they_come(at_once: int) -> None:
    world = World(
        sizes=[250, 40, 101, 250],
        refers={3: {2001}, 2001: {3005}, 1007: {3}, 3100: {1007}},
        bad={17: 400, 1039: 422, 3120: 404, 3249: 400},
        archived={5, 2100},
        nameless={2002},
    )
    wanted = world.wanted()
    outcomes, resolved, unmatched = result_of(Bench(wanted, world, at_once))
    assert (outcomes, resolved, unmatched) == result_of(Bench(wanted, world))
    assert ended(outcomes, Status.FAILED) == [5, 17, 1039, 2100, 3120, 3249]


class TestWhatIsUnderWayWhenItHalts:
    def test_what_others_were_refused_for_one_item_goes_out_in_the_next_pass(self) -> None:
        limited = threading.Event()

        def rule(body: dict[str, Any]) -> Answer:
            if identifier(500) in ids_in(body) and not limited.is_set():
                limited.set()
                return Reply(LIMIT)
            return BAD if identifier(7) in ids_in(body) else everything(body)

        wanted = (*variants(item(900, of=collection(3)), item(500, of=collection(2))), *items(100))
        # The limit is heard and told first.
        bench = Bench(wanted, rule, conductor(2))
        outcomes = bench.run()
        assert ended(outcomes, Status.FAILED) == [7]
        assert bench.resolved == [LIMIT.message]

    @pytest.mark.parametrize("later", [BAD, LIMIT, DOWN, refusal(404, "The collection cannot be found")])
    def test_a_refused_token_is_the_reason_whatever_is_answered_to_the_others(self, later: Failure) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            number = number_of(ids_in(body)[0])
            return everything(body) if number == 0 else refusal(401, "No") if number == 1 else Reply(later)

        wanted = variants(*(item(number, of=collection(number)) for number in range(6)))
        bench = Bench(wanted, rule, conductor(2))
        outcomes = bench.run()
        assert bench.transport.requests == [[0], [1], [2]]
        assert [each.reason for each in outcomes] == [
            None,
            Reason.UNAUTHORIZED,
            later.reason,
            *[Reason.UNAUTHORIZED] * 3,
        ]

    def test_after_a_refused_token_what_waits_to_be_sent_again_is_not_and_keeps_its_own_reason(self) -> None:
        waiting: list[threading.Thread] = []
        waits, release = threading.Event(), threading.Event()

        def before() -> None:
            if threading.current_thread() in waiting:
                waits.set()
                release.wait(PATIENCE)

        def rule(body: dict[str, Any]) -> Answer:
            number = number_of(ids_in(body)[0])
            if number == 1:
                waiting.append(threading.current_thread())
                return LIMIT
            if number == 2:
                assert waits.wait(PATIENCE)
                return refusal(401, "No")
            return everything(body)

        bench = Bench(variants(*(item(number, of=collection(number)) for number in range(4))), rule, 2)
        bench.transport.before = before
        outcomes = bench.run()
        assert not release.is_set()
        release.set()
        waiting[0].join(PATIENCE)
        assert [each.reason for each in outcomes] == [
            None,
            Reason.RATE_LIMITED,
            Reason.UNAUTHORIZED,
            Reason.UNAUTHORIZED,
        ]
        assert [each.status for each in outcomes[1:]] == [Status.FAILED, Status.FAILED, Status.BLOCKED]
        assert bench.transport.sent == 3
