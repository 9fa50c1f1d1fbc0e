from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, collection, content, identifier, item, leaving, variants
from webflow_publish.batch import BATCH_LIMIT, Batch
from webflow_publish.manifest import Collection
from webflow_publish.order import ordered
from webflow_publish.outcome import Outcome, Status

BAKERS, BREADS, OFFERS = collection(1, "Bakers"), collection(2, "Breads"), collection(3, "Offers")


def pending(
    number: int, refers: Iterable[int] = (), *, of: Collection = BREADS, locales: Sequence[str] = ()
) -> list[Outcome]:
    """An item that is to be published in some locales, with what it refers to."""
    staged = content(number, "draft", refers=[identifier(each) for each in refers])
    return [Outcome(each, Status.PENDING, staged=staged) for each in variants(item(number, *locales, of=of))]


def numbers(batches: Iterable[Batch]) -> list[list[int]]:
    return [[int(variant.item.id[-7:], 16) for variant in batch.variants] for batch in batches]


def test_nothing_pending_takes_no_batch() -> None:
    assert ordered([]) == ()


def test_items_without_references_go_as_the_manifest_has_them() -> None:
    assert numbers(ordered([*pending(3), *pending(1), *pending(2)])) == [[3, 1, 2]]


def test_an_item_whose_content_could_not_be_read_goes_like_one_without_references() -> None:
    (variant,) = variants(item(1))
    assert numbers(ordered([Outcome(variant, Status.PENDING)])) == [[1]]


def test_an_item_that_is_referred_to_goes_before_in_the_same_batch() -> None:
    assert numbers(ordered([*pending(1, [2]), *pending(2)])) == [[2, 1]]


def test_a_collection_that_is_referred_to_goes_before() -> None:
    assert numbers(ordered([*pending(1, [2]), *pending(2, of=BAKERS)])) == [[2], [1]]


def test_150_breads_of_10_bakers_with_an_offer_take_4_requests() -> None:
    offer = pending(1000, [1, 150], of=OFFERS)
    breads = [each for number in range(1, 151) for each in pending(number, [500 + number % 10])]
    bakers = [each for number in range(500, 510) for each in pending(number, of=BAKERS)]
    sent = ordered([*offer, *breads, *bakers])
    assert [(batch.collection, len(batch.variants)) for batch in sent] == [
        (BAKERS, 10),
        (BREADS, 100),
        (BREADS, 50),
        (OFFERS, 1),
    ]


def test_collections_that_have_nothing_to_do_with_each_other_stay_in_manifest_order() -> None:
    sent = ordered([*pending(1, of=OFFERS), *pending(2, of=BAKERS), *pending(3, of=OFFERS)])
    assert numbers(sent) == [[1, 3], [2]]


def test_a_chain_in_the_wrong_order_is_turned_round() -> None:
    chain = [each for number in range(250) for each in pending(number, [number + 1])]
    assert numbers(ordered(chain)) == [list(range(249, 149, -1)), list(range(149, 49, -1)), list(range(49, -1, -1))]


def test_a_reference_to_something_that_is_not_pending_changes_nothing() -> None:
    assert numbers(ordered([*pending(1, [7]), *pending(2)])) == [[1, 2]]


def test_a_reference_to_itself_changes_nothing() -> None:
    assert numbers(ordered([*pending(1, [1]), *pending(2, [1, 2])])) == [[1, 2]]


def test_a_reference_that_is_named_twice_counts_once() -> None:
    assert numbers(ordered([*pending(1, [2, 2]), *pending(2)])) == [[2, 1]]


def test_collections_that_refer_to_each_other_come_in_parts_where_their_items_have_an_order() -> None:
    chain = [*pending(1, [2]), *pending(2, [3], of=BAKERS), *pending(3)]
    assert numbers(ordered(chain)) == [[3], [2], [1]]


def test_a_collection_that_waits_for_no_other_is_not_split() -> None:
    bakers = [*pending(11, of=BAKERS), *pending(12, [1], of=BAKERS)]
    assert numbers(ordered([*bakers, *pending(1), *pending(2)])) == [[1, 2], [11, 12]]


def test_a_collection_that_waits_is_not_split_for_another_that_waited_longer_and_can_go_now() -> None:
    bakers = pending(1, of=BAKERS)
    breads = [each for number in range(10, 15) for each in pending(number, [1])]
    offers = [*pending(20, of=OFFERS), *pending(21, [10], of=OFFERS), *pending(22, [14], of=OFFERS)]
    assert numbers(ordered([*offers, *breads, *bakers])) == [[1], [10, 11, 12, 13, 14], [20, 21, 22]]


def test_a_collection_that_comes_in_parts_is_not_split_further_than_it_must_be() -> None:
    # The breads wait for an offer and a baker, both of which wait for the first breads.
    breads = [*pending(1), *pending(2, [1]), *pending(3, [1]), *pending(4, [11]), *pending(5, [21])]
    offers, bakers = pending(21, [1], of=OFFERS), pending(11, [1], of=BAKERS)
    assert numbers(ordered([*breads, *offers, *bakers])) == [[1, 2, 3], [21], [11], [5, 4]]


def test_items_in_a_circle_come_last_and_as_they_stand() -> None:
    assert numbers(ordered([*pending(1, [2]), *pending(2, [1]), *pending(3)])) == [[3], [1, 2]]


def test_what_refers_to_a_circle_comes_after_it() -> None:
    circle = [*pending(2, [3], of=BAKERS), *pending(3, [2], of=BAKERS)]
    assert numbers(ordered([*pending(1, [2]), *circle, *pending(4)])) == [[4], [2, 3], [1]]


def test_a_circle_over_two_collections_is_sent_whole() -> None:
    circle = [*pending(1, [2]), *pending(2, [1], of=BAKERS)]
    assert sorted(map(tuple, numbers(ordered(circle)))) == [(1,), (2,)]


def test_what_is_in_a_named_locale_comes_before_what_refers_to_it_from_the_primary_one() -> None:
    sent = ordered([*pending(1, [2]), *pending(2, locales=[FRENCH])])
    assert numbers(sent) == [[2], [1]]


def test_without_references_the_primary_locale_comes_first() -> None:
    sent = ordered([*pending(1, locales=[FRENCH]), *pending(2), *pending(3, locales=[FRENCH])])
    assert numbers(sent) == [[2], [1, 3]]


def test_an_item_waits_for_all_that_it_refers_to() -> None:
    assert numbers(ordered([*pending(1, [2, 3]), *pending(2), *pending(3, [4]), *pending(4)])) == [[2, 4, 3, 1]]


def test_what_refers_to_an_item_comes_after_all_of_its_locales() -> None:
    twice = [*pending(2), *pending(2, locales=[FRENCH])]
    assert numbers(ordered([*pending(1, [2], of=OFFERS), *twice])) == [[2], [2], [1]]


def test_the_locales_of_an_item_go_together_wherever_the_manifest_has_them() -> None:
    one = pending(1, [2], locales=[ENGLISH, FRENCH])
    (batch,) = ordered([one[0], *pending(2, locales=[FRENCH]), one[1]])
    assert batch.locales() == {identifier(2): [FRENCH], identifier(1): [ENGLISH, FRENCH]}


def test_locales_refer_each_for_itself_and_the_item_waits_for_all_that_they_refer_to() -> None:
    english, french = variants(item(1, ENGLISH, FRENCH, of=BREADS))
    translated = [
        Outcome(english, Status.PENDING, staged=content(1)),
        Outcome(french, Status.PENDING, staged=content(1, baker=identifier(2))),
    ]
    assert numbers(ordered([*translated, *pending(2, of=BAKERS)])) == [[2], [1, 1]]


def test_an_item_that_is_listed_in_two_collections_is_sent_for_both() -> None:
    sent = ordered([*pending(1, [2], of=OFFERS), *pending(2, of=BAKERS), *pending(2, of=BREADS)])
    assert [(batch.collection, len(batch.variants)) for batch in sent] == [(BAKERS, 1), (BREADS, 1), (OFFERS, 1)]


@pytest.mark.parametrize("collections", [1, 2, 50])
def test_a_chain_of_10_000_items_is_sorted_in_a_moment(collections: int) -> None:
    groups = [collection(number) for number in range(collections)]
    chain = [
        each for number in range(10_000) for each in pending(number, [number + 1], of=groups[number % collections])
    ]
    began = time.process_time()
    sent = ordered(chain)
    assert time.process_time() - began < 2
    assert [number for batch in numbers(sent) for number in batch] == list(range(9_999, -1, -1))


def test_10_000_items_that_all_refer_to_one_are_sorted_in_a_moment() -> None:
    crowd = [each for number in range(1, 10_001) for each in pending(number, [0])]
    began = time.process_time()
    sent = ordered([*crowd, *pending(0)])
    assert time.process_time() - began < 2
    assert numbers(sent)[0][0] == 0


Graph = dict[int, tuple[int, tuple[str, ...], set[int]]]
"""By number: the collection, the locales, and what it refers to."""

GRAPHS: st.SearchStrategy[Graph] = st.dictionaries(
    st.integers(0, 14),
    st.tuples(
        st.sampled_from([1, 1, 1, 2, 3]),
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


def in_circles(graph: Graph) -> set[int]:
    """What is in a circle, or refers to one: what is left when all that has an order is taken."""
    left = {number: refers & graph.keys() - {number} for number, (_, _, refers) in graph.items()}
    while ready := {number for number, refers in left.items() if not refers & left.keys()}:
        left = {number: refers for number, refers in left.items() if number not in ready}
    return set(left)


@given(GRAPHS)
def test_every_pending_variant_is_in_exactly_one_batch_that_can_be_sent(graph: Graph) -> None:
    outcomes = outcomes_of(graph)
    sent = ordered(outcomes)
    assert sorted(repr(each) for batch in sent for each in batch.variants) == sorted(
        repr(each.variant) for each in outcomes
    )
    for batch in sent:
        assert 1 <= len(batch.variants) <= BATCH_LIMIT
        assert {variant.item.collection for variant in batch.variants} == {batch.collection}
        assert len({variant.locale is None for variant in batch.variants}) == 1


@given(GRAPHS)
def test_what_has_an_order_comes_after_all_that_it_refers_to(graph: Graph) -> None:
    sent = [number for batch in numbers(ordered(outcomes_of(graph))) for number in batch]
    circles = in_circles(graph)
    for number, (_, _, refers) in graph.items():
        if number in circles:
            continue
        first = sent.index(number)
        assert all(first > len(sent) - 1 - sent[::-1].index(each) for each in refers & graph.keys() - {number})
    assert set(sent[: len(sent) - sum(each in circles for each in sent)]) == graph.keys() - circles


@given(GRAPHS)
def test_collections_without_circles_are_not_split(graph: Graph) -> None:
    # Each item refers only to items of collections before its own.
    acyclic: Graph = {
        number: (group, locales, {each for each in refers if each in graph and graph[each][0] < group})
        for number, (group, locales, refers) in graph.items()
    }
    needed = {(group, bool(locales)) for group, locales, _ in acyclic.values()}
    assert len(ordered(outcomes_of(acyclic))) == len(needed)


@given(GRAPHS)
def test_the_order_is_the_same_every_time(graph: Graph) -> None:
    assert ordered(outcomes_of(graph)) == ordered(outcomes_of(graph))


class TestTakingDown:
    """Take-downs come last, and what refers to others goes before them."""

    def off(self, number: int, refers: Iterable[int] = (), of: Collection = BREADS) -> list[Outcome]:
        staged = content(number, "published", refers=[identifier(each) for each in refers])
        return [Outcome(each, Status.PENDING, staged=staged) for each in variants(leaving(number, of=of))]

    def test_what_is_published_goes_before(self) -> None:
        sent = ordered([*self.off(1), *pending(2), *self.off(3, of=BAKERS)])
        assert [batch.is_leaving for batch in sent] == [False, True, True]
        assert numbers(sent)[0] == [2]

    def test_what_refers_goes_before_what_is_referred_to(self) -> None:
        assert numbers(ordered([*self.off(1, of=BAKERS), *self.off(2, [1])])) == [[2], [1]]
        assert numbers(ordered([*self.off(2, [1]), *self.off(1, of=BAKERS)])) == [[2], [1]]
