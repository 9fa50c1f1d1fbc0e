from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, collection, item, leaving, variants
from webflow_publish.batch import BATCH_LIMIT, batches
from webflow_publish.manifest import Variant


def test_nothing_takes_no_request() -> None:
    assert batches([]) == ()


def test_10_000_items_take_100_requests() -> None:
    assert len(batches(variants(*(item(number) for number in range(10_000))))) == 100


def test_250_items_take_3_requests() -> None:
    assert [len(batch.variants) for batch in batches(variants(*(item(number) for number in range(250))))] == [
        100,
        100,
        50,
    ]


def test_an_item_counts_once_for_each_of_its_locales() -> None:
    everything = variants(*(item(number, ENGLISH, FRENCH) for number in range(60)))
    assert [len(batch.variants) for batch in batches(everything)] == [100, 20]


def test_a_request_is_for_one_collection() -> None:
    posts, authors = collection(1), collection(2)
    everything = variants(item(1, of=posts), item(2, of=authors), item(3, of=posts))
    assert [(batch.collection, len(batch.variants)) for batch in batches(everything)] == [(posts, 2), (authors, 1)]


def test_the_primary_locale_and_named_locales_are_not_mixed() -> None:
    primary, localized = batches(variants(item(1, FRENCH), item(2)))
    assert primary.locales() == {item(2).id: []}
    assert localized.locales() == {item(1).id: [FRENCH]}


def test_the_locales_of_an_item_that_is_listed_twice_go_together() -> None:
    (batch,) = batches(variants(item(1, ENGLISH), item(2, ENGLISH), item(1, FRENCH)))
    assert batch.locales() == {item(1).id: [ENGLISH, FRENCH], item(2).id: [ENGLISH]}


def test_they_go_together_also_where_the_manifest_has_more_than_a_request_between_them() -> None:
    between = variants(*(item(number, ENGLISH) for number in range(2, 150)))
    first, _ = batches([*variants(item(1, ENGLISH)), *between, *variants(item(1, FRENCH))])
    assert first.locales()[item(1).id] == [ENGLISH, FRENCH]


def test_an_item_whose_locales_do_not_fit_into_a_request_goes_on_in_the_next_which_names_it_only_once() -> None:
    locales = [f"653ad57de882f528b{number:07x}" for number in range(130)]
    first, second = batches(variants(item(1), item(2, ENGLISH), item(3, *locales)))[1:]
    assert first.locales() == {item(2).id: [ENGLISH], item(3).id: locales[:99]}
    assert second.locales() == {item(3).id: locales[99:]}


def test_a_batch_of_several_locales_can_be_taken_apart() -> None:
    (batch,) = batches(variants(item(1, ENGLISH, FRENCH), item(2, FRENCH)))
    assert [part.locales() for part in batch.by_locale()] == [
        {item(1).id: [ENGLISH]},
        {item(1).id: [FRENCH], item(2).id: [FRENCH]},
    ]


@given(
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(1, 400), st.sampled_from([None, ENGLISH, FRENCH])),
        unique=True,
        max_size=400,
    )
)
def test_every_variant_is_in_exactly_one_batch_that_is_neither_empty_nor_too_large(
    chosen: list[tuple[int, int, str | None]],
) -> None:
    everything = [Variant(item(number, of=collection(group)), locale) for group, number, locale in chosen]
    planned = batches(everything)
    assert sorted(variant.key[:2] for batch in planned for variant in batch.variants) == sorted(
        variant.key[:2] for variant in everything
    )
    assert {variant for batch in planned for variant in batch.variants} == set(everything)
    assert all(1 <= len(batch.variants) <= BATCH_LIMIT for batch in planned)
    assert all(len({variant.locale is None for variant in batch.variants}) == 1 for batch in planned)
    for batch in planned:
        # What a request says: each ID once, with each of its locales once.
        assert sum(map(len, batch.locales().values())) in {0, len(batch.variants)}
        assert all(len(set(locales)) == len(locales) for locales in batch.locales().values())


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 400)), unique=True, max_size=400), st.booleans())
def test_no_request_could_be_saved(chosen: list[tuple[int, int]], localized: bool) -> None:
    locales = (ENGLISH, FRENCH) if localized else ()
    everything = variants(*(item(number, *locales, of=collection(group)) for group, number in chosen))
    counts = [sum(group == own for group, _ in chosen) * max(1, len(locales)) for own in (1, 2, 3)]
    assert len(batches(everything)) == sum(-(-count // BATCH_LIMIT) for count in counts)


def test_a_batch_is_for_what_is_to_be_live_or_for_what_is_not() -> None:
    assert [each.is_leaving for each in (*batches(variants(item(1))), *batches(variants(leaving(1))))] == [False, True]
