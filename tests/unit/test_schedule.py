from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, collection, content, identifier, item, leaving, variants
from webflow_publish.batch import Batch, batches
from webflow_publish.manifest import Collection
from webflow_publish.order import ordered
from webflow_publish.outcome import Outcome, Status
from webflow_publish.schedule import Schedule, Step, arranged

BAKERS, BREADS, OFFERS = collection(1, "Bakers"), collection(2, "Breads"), collection(3, "Offers")


def pending(
    number: int, refers: Iterable[int] = (), *, of: Collection = BREADS, locales: Sequence[str] = ()
) -> list[Outcome]:
    """An item that is to be published in some locales, with what it refers to."""
    staged = content(number, "draft", refers=[identifier(each) for each in refers])
    return [Outcome(each, Status.PENDING, staged=staged) for each in variants(item(number, *locales, of=of))]


def after(steps: Iterable[Step]) -> list[set[int]]:
    """Which steps each of them comes after."""
    return [set(step.after) for step in steps]


def numbers(step: Step) -> list[int]:
    return [int(variant.item.id[-7:], 16) for variant in step.batch.variants]


class TestArranging:
    def test_nothing_pending_takes_no_step(self) -> None:
        assert arranged([]) == ()

    def test_the_steps_are_the_batches_in_their_order_with_their_numbers(self) -> None:
        outcomes = [each for number in range(250) for each in pending(number)] + pending(300, of=OFFERS)
        steps = arranged(outcomes)
        assert [step.number for step in steps] == [0, 1, 2, 3]
        assert tuple(step.batch for step in steps) == ordered(outcomes)

    def test_what_refers_to_nothing_waits_for_nothing(self) -> None:
        assert after(arranged([*pending(1), *pending(2, of=BAKERS), *pending(3, of=OFFERS)])) == [set(), set(), set()]

    def test_a_step_comes_after_those_with_the_items_that_its_own_refer_to(self) -> None:
        steps = arranged([*pending(1, [2, 3]), *pending(2, of=BAKERS), *pending(3, of=OFFERS)])
        assert [numbers(step) for step in steps] == [[2], [3], [1]]
        assert after(steps) == [set(), set(), {0, 1}]

    def test_it_does_not_wait_for_others_of_the_same_collection(self) -> None:
        bakers = [each for number in range(250) for each in pending(number, of=BAKERS)]
        assert after(arranged([*bakers, *pending(500, [120])])) == [set(), set(), set(), {1}]

    def test_in_a_chain_each_waits_for_the_one_before(self) -> None:
        chain = [*pending(1, [2]), *pending(2, [3], of=BAKERS), *pending(3)]
        assert after(arranged(chain)) == [set(), {0}, {1}]

    def test_what_goes_out_in_the_same_request_is_not_waited_for(self) -> None:
        assert after(arranged([*pending(1, [2]), *pending(2, [2])])) == [set()]

    def test_what_is_not_pending_is_not_waited_for(self) -> None:
        assert after(arranged([*pending(1, [7]), *pending(2, of=BAKERS)])) == [set(), set()]

    def test_an_item_whose_content_could_not_be_read_waits_for_nothing(self) -> None:
        unread = [Outcome(each, Status.PENDING) for each in variants(item(1, of=BAKERS), item(2, of=BREADS))]
        assert after(arranged(unread)) == [set(), set()]

    def test_an_item_that_goes_out_in_several_requests_is_waited_for_in_all_of_them(self) -> None:
        twice = [*pending(2), *pending(2, locales=[FRENCH])]
        assert after(arranged([*twice, *pending(1, [2], of=OFFERS)])) == [set(), set(), {0, 1}]

    def test_in_a_circle_the_one_that_stands_first_does_not_wait_for_the_other(self) -> None:
        steps = arranged([*pending(1, [2]), *pending(2, [1], of=BAKERS)])
        assert [numbers(step) for step in steps] == [[1], [2]]
        assert after(steps) == [set(), {0}]

    def test_what_one_locale_refers_to_is_waited_for_by_all_that_go_out_with_it(self) -> None:
        english, french = variants(item(1, ENGLISH, FRENCH))
        translated = [
            Outcome(english, Status.PENDING, staged=content(1)),
            Outcome(french, Status.PENDING, staged=content(1, baker=identifier(2))),
        ]
        assert after(arranged([*translated, *pending(2, of=BAKERS)])) == [set(), {0}]


def step(number: int, of: Collection = BREADS, after: Iterable[int] = (), locale: str | None = None) -> Step:
    wanted = item(number, *([locale] if locale else []), of=of)
    return Step(number, Batch(of, variants(wanted)), frozenset(after))


class Counter:
    """Hands out steps, and takes them back."""

    def __init__(self, *steps: Step) -> None:
        self.schedule = Schedule(steps)
        self._steps = {each.number: each for each in steps}

    def begin(self) -> list[int]:
        """Begin all that can be sent now; their numbers."""
        begun: list[int] = []
        while each := self.schedule.next():
            self.schedule.begin(each.batch)
            begun.append(each.number)
        return begun

    def end(self, number: int, *, is_taken: bool = True, is_done: bool = True) -> None:
        self.schedule.end(self._steps[number].batch, is_taken=is_taken)
        if is_done:
            self.schedule.done(self._steps[number])


class TestTheFirst:
    """Nobody knows yet what Webflow makes of the token, or of a collection."""

    def test_the_first_request_goes_out_alone(self) -> None:
        counter = Counter(step(0), step(1), step(2, BAKERS), step(3, OFFERS))
        assert counter.begin() == [0]

    def test_once_it_is_taken_others_go_out_together(self) -> None:
        counter = Counter(*(step(number) for number in range(5)))
        counter.begin()
        counter.end(0)
        assert counter.begin() == [1, 2, 3, 4]

    def test_if_it_is_refused_the_next_one_goes_out_alone(self) -> None:
        counter = Counter(step(0), step(1), step(2, BAKERS))
        counter.begin()
        counter.end(0, is_taken=False)
        assert counter.begin() == [1]
        counter.end(1, is_taken=False)
        assert counter.begin() == [2]

    def test_of_each_collection_the_first_one_goes_out_alone(self) -> None:
        counter = Counter(step(0), step(1), step(2, BAKERS), step(3, BAKERS), step(4, OFFERS), step(5, OFFERS))
        counter.begin()
        counter.end(0)
        assert counter.begin() == [1, 2, 4]
        counter.end(2)
        assert counter.begin() == [3]
        counter.end(4, is_taken=False)
        assert counter.begin() == [5]

    def test_a_collection_of_which_one_was_taken_stays_open_whatever_is_refused_later(self) -> None:
        counter = Counter(*(step(number) for number in range(4)))
        counter.begin()
        counter.end(0)
        assert counter.begin() == [1, 2, 3]
        counter.end(1, is_taken=False)
        assert counter.schedule.is_free(step(9).batch)

    def test_of_each_locale_of_a_collection_it_does_as_well(self) -> None:
        steps = [step(0, locale=None), *(step(number, locale=FRENCH) for number in (1, 2)), step(3, locale=ENGLISH)]
        counter = Counter(*steps)
        assert counter.begin() == [0]
        counter.end(0)
        assert counter.begin() == [1, 3]
        counter.end(1)
        assert counter.begin() == [2]

    def test_a_request_of_several_locales_waits_for_each_of_them_and_proves_all(self) -> None:
        (both,) = batches(variants(item(1, ENGLISH, FRENCH, of=BREADS)))
        counter = Counter(
            step(0), step(1, locale=FRENCH), Step(2, both), step(3, locale=ENGLISH), step(4, locale=FRENCH)
        )
        counter.begin()
        counter.end(0)
        assert counter.begin() == [1, 3]
        counter.end(1)
        assert counter.begin() == [4]
        counter.end(3)
        assert counter.begin() == [2]
        schedule = Schedule(())
        schedule.begin(both)
        schedule.end(both, is_taken=True)
        schedule.begin(both)
        assert schedule.is_free(step(5, locale=FRENCH).batch)
        assert schedule.is_free(step(6, locale=ENGLISH).batch)

    def test_a_part_of_a_refused_request_waits_for_its_turn_as_well(self) -> None:
        counter = Counter(step(0), step(1, BAKERS))
        bakers = step(1, BAKERS).batch
        assert counter.schedule.is_free(bakers)
        counter.begin()
        assert not counter.schedule.is_free(bakers)
        counter.end(0)
        assert counter.schedule.is_free(bakers)
        counter.begin()
        assert not counter.schedule.is_free(bakers)
        counter.end(1, is_taken=False, is_done=False)
        assert counter.schedule.is_free(bakers)


class TestWaiting:
    def test_what_refers_to_others_waits_until_they_are_done(self) -> None:
        counter = Counter(step(0), step(1, BAKERS), step(2, OFFERS, after=[0, 1]))
        counter.begin()
        counter.end(0)
        assert counter.begin() == [1]
        counter.end(1)
        assert counter.begin() == [2]

    def test_a_request_that_has_ended_and_is_to_be_sent_in_parts_is_not_done(self) -> None:
        counter = Counter(step(0), step(1, BAKERS, after=[0]))
        counter.begin()
        counter.end(0, is_done=False)
        assert counter.begin() == []
        counter.schedule.done(step(0))
        assert counter.begin() == [1]

    def test_what_was_refused_is_done_as_well(self) -> None:
        counter = Counter(step(0), step(1, BAKERS, after=[0]))
        counter.begin()
        counter.end(0, is_taken=False)
        assert counter.begin() == [1]

    def test_what_waits_does_not_hold_back_what_comes_after_it(self) -> None:
        counter = Counter(step(0), step(1), step(2, BAKERS, after=[1]), step(3, OFFERS))
        counter.begin()
        counter.end(0)
        assert counter.begin() == [1, 3]

    def test_no_step_is_handed_out_twice(self) -> None:
        counter = Counter(step(0), step(1))
        assert counter.begin() == [0]
        counter.end(0)
        assert counter.begin() == [1]
        assert counter.schedule.next() is None

    def test_nothing_is_handed_out_where_there_is_nothing(self) -> None:
        assert Schedule(()).next() is None


Graph = dict[int, tuple[int, tuple[str, ...], set[int]]]
"""By number: the collection, the locales, and what it refers to."""

GRAPHS: st.SearchStrategy[Graph] = st.dictionaries(
    st.integers(0, 14),
    st.tuples(
        st.sampled_from([1, 1, 2, 3]),
        st.sampled_from([(), (), (FRENCH,), (ENGLISH, FRENCH)]),
        st.sets(st.integers(0, 16), max_size=3),
    ),
    max_size=15,
)


def outcomes_of(graph: Graph) -> list[Outcome]:
    return [
        each
        for number, (group, locales, refers) in graph.items()
        for each in pending(number, sorted(refers), of=collection(group), locales=locales)
    ]


@given(GRAPHS)
def test_every_step_waits_for_all_that_stands_before_it_and_that_it_refers_to_and_for_nothing_else(
    graph: Graph,
) -> None:
    steps = arranged(outcomes_of(graph))
    for each in steps:
        named = {other for number in numbers(each) for other in graph[number][2]}
        assert each.after == {before.number for before in steps[: each.number] if named & set(numbers(before))}


def places(step: Step) -> set[tuple[str, str | None]]:
    return {(step.batch.collection.id, variant.locale) for variant in step.batch.variants}


@given(GRAPHS, st.data())
def test_whatever_is_refused_every_step_is_sent_once_and_never_too_early(graph: Graph, data: st.DataObject) -> None:
    steps = arranged(outcomes_of(graph))
    schedule = Schedule(steps)
    under_way: list[Step] = []
    done: set[int] = set()
    taken: set[tuple[str, str | None]] = set()
    while len(done) < len(steps):
        is_willing = data.draw(st.booleans()) if under_way else True
        if is_willing and (each := schedule.next()):
            assert each.after <= done
            beside = {place for other in under_way for place in places(other)}
            assert not beside or taken
            assert not (places(each) - taken) & beside
            schedule.begin(each.batch)
            under_way.append(each)
            continue
        each = under_way.pop(data.draw(st.integers(0, len(under_way) - 1)))
        is_taken = data.draw(st.booleans())
        taken |= places(each) if is_taken else set()
        schedule.end(each.batch, is_taken=is_taken)
        schedule.done(each)
        done.add(each.number)
    assert not under_way
    assert schedule.next() is None


class TestTakingDown:
    def off(self, number: int, refers: Iterable[int] = (), of: Collection = BREADS) -> list[Outcome]:
        staged = content(number, "published", refers=[identifier(each) for each in refers])
        return [Outcome(each, Status.PENDING, staged=staged) for each in variants(leaving(number, of=of))]

    def test_a_step_comes_after_those_with_the_items_that_refer_to_its_own(self) -> None:
        steps = arranged([*self.off(1, of=BAKERS), *self.off(2, [1])])
        assert [numbers(step) for step in steps] == [[2], [1]]
        assert after(steps) == [set(), {0}]

    def test_what_is_published_and_refers_to_it_is_not_waited_for_by_name(self) -> None:
        steps = arranged([*self.off(1, of=BAKERS), *pending(2, [1])])
        assert after(steps) == [set(), set()]

    def test_nothing_is_taken_down_while_anything_is_to_be_published(self) -> None:
        steps = arranged([*self.off(1), *pending(2, of=BAKERS), *pending(3, of=OFFERS)])
        schedule = Schedule(steps)
        first, second = schedule.next(), schedule.next()
        assert first
        assert second
        assert schedule.next() is None
        for step in (first, second):
            schedule.begin(step.batch)
            schedule.end(step.batch, is_taken=True)
            schedule.done(step)
        last = schedule.next()
        assert last
        assert last.batch.is_leaving

    def test_a_place_where_something_is_published_is_another_than_where_it_is_taken_down(self) -> None:
        (going,) = batches(variants(item(1, of=BREADS)))
        (off,) = batches(variants(leaving(1, of=BREADS)))
        schedule = Schedule(())
        schedule.begin(going)
        schedule.end(going, is_taken=True)
        schedule.begin(off)
        assert schedule.is_free(going)
        assert not schedule.is_free(off)
