from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import log2
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, collection, identifier, item, variants
from webflow_publish.batch import Batch
from webflow_publish.isolation import Isolation
from webflow_publish.manifest import Variant

Numbers = tuple[int, ...]
VARIANTS = variants(*(item(number) for number in range(100)))


@dataclass(frozen=True, slots=True)
class Course:
    """How a division went, the variants by their places in the batch: each part that was sent, and its verdict."""

    sent: tuple[tuple[Numbers, bool], ...]

    @property
    def parts(self) -> list[Numbers]:
        return [part for part, _ in self.sent]

    @property
    def requests(self) -> int:
        """The one that was refused at first is among them."""
        return 1 + len(self.sent)

    @property
    def accepted(self) -> list[int]:
        return sorted(number for part, is_refused in self.sent if not is_refused for number in part)

    @property
    def culprits(self) -> list[int]:
        return sorted(part[0] for part, is_refused in self.sent if is_refused and len(part) == 1)


def batch_of(wanted: tuple[Variant, ...]) -> Batch:
    return Batch(collection(), wanted)


def followed(
    batch: Batch,
    is_refused: Callable[[Numbers], bool],
    suspects: Iterable[str] = (),
    limit: int = 1000,
    samples: int = 0,
) -> Course:
    """Ask about part after part; at each step, nothing that is settled is sent again, and the order is the batch's."""
    places = {variant: place for place, variant in enumerate(batch.variants)}
    isolation, left = Isolation(batch, frozenset(suspects), samples), set(range(len(places)))
    sent: list[tuple[Numbers, bool]] = []
    while part := isolation.next():
        assert len(sent) < limit
        assert isolation.left == tuple(batch.variants[place] for place in sorted(left))
        assert part.collection is batch.collection
        numbers = tuple(places[variant] for variant in part.variants)
        assert numbers
        assert numbers == tuple(sorted(left.intersection(numbers)))
        sent.append((numbers, is_refused(numbers)))
        if sent[-1][1]:
            is_settled = isolation.refused()
            assert is_settled is (len(numbers) == 1)
        else:
            isolation.accepted()
            is_settled = True
        left.difference_update(numbers if is_settled else ())
    assert (isolation.left, left) == ((), set())
    done = Course(tuple(sent))
    assert isolation.culprits == len(done.culprits)
    return done


def course(count: int, culprits: Iterable[int], suspects: Iterable[int] = (), samples: int = 0) -> Course:
    """The division of that many items, where a request is refused if a culprit is in it."""
    bad = frozenset(culprits)
    batch, names = batch_of(VARIANTS[:count]), map(identifier, suspects)
    return followed(batch, lambda part: not bad.isdisjoint(part), names, samples=samples)


def in_turn(verdicts: Iterable[bool]) -> Callable[[Numbers], bool]:
    """Whatever is sent, the next of these verdicts."""
    row = iter(verdicts)
    return lambda _: next(row)


def bound(count: int, culprits: int) -> float:
    return 2 * culprits * log2(count) + 2


def subsets(count: int) -> Iterator[Numbers]:
    """All ways to choose from so many places, but none of them."""
    return (each for size in range(1, count + 1) for each in combinations(range(count), size))


def assert_right(done: Course, count: int, culprits: Iterable[int], allowance: int = 0) -> None:
    bad = sorted(culprits)
    assert done.culprits == bad
    assert done.accepted == sorted(set(range(count)) - set(bad))
    assert done.requests <= bound(count, len(bad)) + allowance


class TestTheWay:
    def test_the_first_half_that_is_refused_is_halved_and_what_was_left_over_is_sent_in_one_request(self) -> None:
        assert course(8, [0]).sent == (
            ((0, 1, 2, 3), True),
            ((0, 1), True),
            ((0,), True),
            ((1, 2, 3, 4, 5, 6, 7), False),
        )

    def test_the_half_that_must_be_bad_because_the_other_was_accepted_is_not_sent_as_it_is(self) -> None:
        assert course(8, [6]).parts == [(0, 1, 2, 3), (4, 5), (6,), (7,)]

    def test_a_variant_that_must_be_bad_is_sent_alone_to_hear_its_own_verdict(self) -> None:
        assert course(4, [3]).sent == (((0, 1), False), ((2,), False), ((3,), True))

    def test_after_a_second_refusal_each_other_half_is_a_part_of_its_own(self) -> None:
        assert course(12, [0, 1]).parts == [
            (0, 1, 2, 3, 4, 5),
            (0, 1, 2),
            (0,),
            tuple(range(1, 12)),
            (1, 2, 3, 4, 5),
            (1, 2),
            (1,),
            (2,),
            (3, 4, 5),
            tuple(range(6, 12)),
        ]

    def test_a_half_that_must_be_bad_is_not_sent_after_a_second_refusal_either(self) -> None:
        parts = course(12, [0, 11]).parts
        assert parts[3:5] == [tuple(range(1, 12)), (1, 2, 3, 4, 5)]
        assert tuple(range(6, 12)) not in parts

    def test_the_last_four_that_are_left_of_a_second_refusal_are_each_sent_alone(self) -> None:
        assert course(5, [0, 4]).parts == [(0, 1), (0,), (1, 2, 3, 4), (1,), (2,), (3,), (4,)]

    def test_what_is_left_over_is_one_variant_of_two(self) -> None:
        assert course(2, [0]).sent == (((0,), True), ((1,), False))
        assert course(2, [1]).sent == (((0,), False), ((1,), True))
        assert course(2, [0, 1]).sent == (((0,), True), ((1,), True))


class TestTheBound:
    @pytest.mark.parametrize("count", range(2, 11))
    def test_any_culprits_of_a_small_batch_are_found_within_it(self, count: int) -> None:
        for culprits in subsets(count):
            assert_right(course(count, culprits), count, culprits)

    @pytest.mark.parametrize("count", range(11, 21))
    def test_culprits_of_a_larger_batch_are_found_within_it(self, count: int) -> None:
        random = Random(count)  # noqa: S311 - examples, no secret
        for size in range(1, count + 1):
            for culprits in [random.sample(range(count), size) for _ in range(20)]:
                assert_right(course(count, culprits), count, culprits)

    def test_one_culprit_of_100_takes_10_requests_at_most_wherever_it_stands(self) -> None:
        courses = [course(100, [culprit]) for culprit in range(100)]
        for culprit, each in enumerate(courses):
            assert_right(each, 100, [culprit])
        assert max(each.requests for each in courses) == 10

    @pytest.mark.parametrize(("size", "most"), [(2, 23), (3, 34), (4, 43), (5, 52)])
    def test_a_few_culprits_of_100_take_no_more_requests_than_the_docstring_says(self, size: int, most: int) -> None:
        random = Random(size)  # noqa: S311 - examples, no secret
        for culprits in [random.sample(range(100), size) for _ in range(150)]:
            done = course(100, culprits)
            assert_right(done, 100, culprits)
            assert done.requests <= most

    @pytest.mark.parametrize(
        ("culprits", "requests"),
        [((2, 3), 23), ((2, 3, 53), 34), ((2, 3, 27, 52), 43), ((2, 3, 27, 51, 75), 52)],
    )
    def test_these_culprits_of_100_take_the_most(self, culprits: Numbers, requests: int) -> None:
        assert course(100, culprits).requests == requests

    def test_100_culprits_of_100_take_169_requests(self) -> None:
        done = course(100, range(100))
        assert_right(done, 100, range(100))
        assert done.requests == 169

    @given(st.data(), st.integers(2, 100))
    def test_any_culprits_of_any_batch_are_found_within_it(self, data: st.DataObject, count: int) -> None:
        places = st.integers(0, count - 1)
        culprits = data.draw(st.frozensets(places, min_size=1))
        done = course(count, culprits)
        assert_right(done, count, culprits)
        assert done.requests <= 2 * count


class TestSuspects:
    def test_the_others_go_first_and_then_each_suspect_alone(self) -> None:
        assert course(6, [1, 4], [1, 4]).sent == (((0, 2, 3, 5), False), ((1,), True), ((4,), True))

    def test_a_suspect_may_be_innocent(self) -> None:
        assert course(6, [4], [1, 4]).sent == (((0, 2, 3, 5), False), ((1,), False), ((4,), True))

    def test_8_suspects_are_few(self) -> None:
        assert course(10, [0], range(8)).parts == [(8, 9), *((number,) for number in range(8))]

    def test_more_than_8_are_sent_together_first_because_they_may_have_waited_for_the_others(self) -> None:
        done = followed(batch_of(VARIANTS[:20]), lambda _: False, map(identifier, range(9)))
        assert done.parts == [tuple(range(9, 20)), tuple(range(9))]

    def test_more_than_8_are_divided_where_they_are_refused_all_the_same(self) -> None:
        assert course(12, [0], range(10)).parts == [
            (10, 11),
            tuple(range(10)),
            (0, 1, 2, 3, 4),
            (0, 1),
            (0,),
            tuple(range(1, 10)),
        ]

    def test_others_that_are_refused_in_spite_of_it_are_divided_and_the_suspects_sent_together(self) -> None:
        assert course(8, [2], [6, 7]).parts == [
            (0, 1, 2, 3, 4, 5),
            (0, 1, 2),
            (0,),
            (1,),
            (2,),
            (6, 7),
            (3, 4, 5),
        ]

    def test_suspects_that_are_refused_together_after_the_others_are_each_sent_alone(self) -> None:
        assert course(5, [0, 3], [3, 4]).parts == [(0, 1, 2), (0,), (3, 4), (3,), (4,), (1, 2)]

    def test_names_that_are_not_in_the_batch_or_are_all_of_it_tell_nothing(self) -> None:
        assert course(8, [6], [99]).sent == course(8, [6], range(8)).sent == course(8, [6]).sent

    def test_a_suspect_is_one_in_each_of_its_locales(self) -> None:
        batch = batch_of(variants(item(0, ENGLISH, FRENCH), item(1, ENGLISH), item(2, FRENCH)))
        done = followed(batch, lambda part: 1 in part, [identifier(0)])
        assert done.sent == (((2, 3), False), ((0,), False), ((1,), True))

    @pytest.mark.parametrize("count", range(2, 7))
    def test_right_or_wrong_suspects_cost_2_requests_more_than_the_bound_at_most(self, count: int) -> None:
        for culprits, suspects in product(subsets(count), subsets(count)):
            assert_right(course(count, culprits, suspects), count, culprits, allowance=2)

    @given(st.data(), st.integers(2, 100))
    def test_so_they_do_in_a_larger_batch(self, data: st.DataObject, count: int) -> None:
        places = st.integers(0, count - 1)
        culprits = data.draw(st.frozensets(places, min_size=1))
        suspects = data.draw(st.frozensets(places, max_size=data.draw(st.sampled_from([4, 12, 100]))))
        done = course(count, culprits, suspects)
        assert_right(done, count, culprits, allowance=2)
        assert done.requests <= 2 * count

    @given(st.data(), st.integers(10, 100))
    def test_a_refusal_that_names_its_few_culprits_takes_one_request_for_each_and_one_for_the_others(
        self, data: st.DataObject, count: int
    ) -> None:
        culprits = data.draw(st.frozensets(st.integers(0, count - 1), min_size=1, max_size=8))
        assert course(count, culprits, culprits).requests == 2 + len(culprits)


class TestSamples:
    """Some variants from all over the batch are asked about alone first."""

    def test_then_the_others_are_sent_together(self) -> None:
        assert course(10, [0, 6], samples=3).sent == (
            ((0,), True),
            ((3,), False),
            ((6,), True),
            ((1, 2, 4, 5, 7, 8, 9), False),
        )

    def test_what_is_bad_among_the_others_is_sought_as_ever(self) -> None:
        assert course(6, [5], samples=2).parts == [(0,), (3,), (1, 2, 4, 5), (1, 2), (4,), (5,)]

    def test_of_fewer_variants_each_is_asked_about_alone(self) -> None:
        assert course(3, [1], samples=10).parts == [(0,), (1,), (2,)]

    def test_they_are_taken_from_all_over_the_batch(self) -> None:
        assert course(100, [], samples=10).parts[:10] == [(number,) for number in range(0, 100, 10)]

    def test_suspects_are_as_all_others(self) -> None:
        assert course(6, [1], suspects=[1], samples=2).parts[:3] == [(0,), (3,), (1, 2, 4, 5)]

    @given(st.data(), st.integers(2, 100), st.integers(1, 12))
    def test_any_culprits_are_found_in_as_many_requests_more_at_most(
        self, data: st.DataObject, count: int, samples: int
    ) -> None:
        bad = data.draw(st.sets(st.integers(0, count - 1)))
        assert_right(course(count, bad, samples=samples), count, bad, samples)


class TestAnotherReason:
    """A refusal that does not lie in one item, or not in the same one each time."""

    def test_variants_of_one_item_are_told_apart(self) -> None:
        batch = batch_of(variants(item(0, ENGLISH, FRENCH), item(1, ENGLISH, FRENCH)))
        assert followed(batch, lambda part: 1 in part).culprits == [1]

    @pytest.mark.parametrize("count", range(2, 13))
    def test_two_that_are_bad_only_together_go_live_apart(self, count: int) -> None:
        for pair in combinations(range(count), 2):
            done = followed(batch_of(VARIANTS[:count]), set(pair).issubset)
            assert (done.culprits, done.accepted) == ([], list(range(count)))
            assert done.requests <= bound(count, 1)

    @given(st.sets(st.frozensets(st.integers(0, 39), min_size=1, max_size=3), min_size=1, max_size=6))
    def test_only_what_is_bad_alone_is_a_culprit(self, conflicts: set[frozenset[int]]) -> None:
        done = followed(batch_of(VARIANTS[:40]), lambda part: any(each.issubset(part) for each in conflicts))
        assert done.culprits == sorted({number for each in conflicts if len(each) == 1 for number in each})

    def test_a_service_that_takes_everything_the_second_time_is_asked_no_more_than_needed(self) -> None:
        assert followed(batch_of(VARIANTS), lambda _: False).requests == 1 + 8

    @pytest.mark.parametrize("count", range(2, 8))
    def test_any_row_of_verdicts_comes_to_an_end(self, count: int) -> None:
        for verdicts in product([False, True], repeat=2 * count - 1):
            followed(batch_of(VARIANTS[:count]), in_turn(verdicts))

    @given(st.data(), st.integers(2, 100), st.integers(0, 12), st.integers(0, 2**32), st.sampled_from([0.5, 0.9, 1]))
    def test_a_service_that_changes_its_mind_is_asked_at_most_twice_for_each_variant(
        self, data: st.DataObject, count: int, named: int, seed: int, share: float
    ) -> None:
        random = Random(seed)  # noqa: S311 - examples, no secret
        suspects = map(identifier, data.draw(st.permutations(range(count)))[:named])
        done = followed(batch_of(VARIANTS[:count]), lambda _: random.random() < share, suspects, limit=2 * count)
        assert done.requests <= 2 * count
        assert sorted([*done.accepted, *done.culprits]) == list(range(count))


class TestTheQuestion:
    def test_it_stays_the_same_until_there_is_a_verdict(self) -> None:
        isolation = Isolation(batch_of(VARIANTS[:8]))
        assert isolation.next() == isolation.next() == batch_of(VARIANTS[:4])

    def test_what_was_asked_about_is_left_until_then(self) -> None:
        isolation = Isolation(batch_of(VARIANTS[:8]))
        isolation.next()
        assert isolation.left == VARIANTS[:8]
        isolation.accepted()
        assert isolation.left == VARIANTS[4:8]

    def test_a_refused_part_is_left_until_it_is_a_single_variant(self) -> None:
        isolation = Isolation(batch_of(VARIANTS[:4]))
        isolation.next()
        assert not isolation.refused()
        assert (isolation.left, isolation.culprits) == (VARIANTS[:4], 0)
        isolation.next()
        assert isolation.refused()
        assert (isolation.left, isolation.culprits) == (VARIANTS[1:4], 1)

    def test_there_is_none_when_every_variant_is_settled(self) -> None:
        isolation = Isolation(batch_of(VARIANTS[:2]))
        for _ in range(2):
            isolation.next()
            isolation.accepted()
        assert (isolation.next(), isolation.left) == (None, ())

    def test_a_verdict_without_one_is_a_defect(self) -> None:
        isolation = Isolation(batch_of(VARIANTS[:2]))
        with pytest.raises(RuntimeError):
            isolation.accepted()
        with pytest.raises(RuntimeError):
            isolation.refused()
        assert isolation.left == VARIANTS[:2]
