from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.model import ALL, Collection, Item
from webflow_publish.manifest.repetition import note_repetitions
from webflow_publish.problem import Place, Problem

ID = "643fd856d66b6528195ee2ca"
BLOG = Collection("580e63fc8c9a982ac9b8b745", None, Place("a.yml", 1, 1))
TAGS = {"653ad57de882f528b32e810e": "en"}
TEAM = Collection("580e63fc8c9a982ac9b8b746", None, Place("a.yml", 1, 1))


def item(line: int, *locales: str, collection: Collection = BLOG, file: str = "a.yml") -> Item:
    return Item(ID, None, collection, locales, Place(file, line, 5))


def noted(*items: Item) -> tuple[Problem, ...]:
    findings = {file: Findings(file) for file in ("a.yml", "b.yml")}
    note_repetitions(items, findings)
    return findings["a.yml"].problems() + findings["b.yml"].problems()


def test_the_same_item_twice_is_told_at_the_second_place_with_the_first() -> None:
    (found,) = noted(item(1), item(9))
    assert found.place == Place("a.yml", 9, 5)
    assert found.message == f"The item `{ID}` is listed twice; the first is at `a.yml:1:5`."


def test_in_two_files_it_is_told_in_the_second() -> None:
    (found,) = noted(item(9), item(1, file="b.yml"))
    assert found.place == Place("b.yml", 1, 5)
    assert "a.yml:9:5" in found.message


def test_each_further_time_is_told_with_the_first_place() -> None:
    assert [("a.yml:1:5" in found.message) for found in noted(item(1), item(2), item(3))] == [True, True]


def test_a_collection_that_is_written_twice_is_one_collection() -> None:
    again = Collection(BLOG.id, "Blog", Place("a.yml", 7, 1))
    assert len(noted(item(1), item(2, collection=again))) == 1


def test_the_same_id_in_another_collection_is_no_repetition() -> None:
    assert noted(item(1), item(2, collection=TEAM)) == ()


def test_other_locales_are_no_repetition() -> None:
    assert noted(item(1, "a"), item(2, "b"), item(3)) == ()


def test_a_locale_that_is_repeated_is_named() -> None:
    (found,) = noted(item(1, "a", "b"), item(2, "b", "c"))
    assert found.message == f"The item `{ID}` is listed twice for the locale `b`; the first is at `a.yml:1:5`."


def test_a_tag_is_the_same_in_upper_and_in_lower_case() -> None:
    (found,) = noted(item(1, "fr-ca"), item(2, "FR-CA"))
    assert found.message == f"The item `{ID}` is listed twice for the locale `FR-CA`; the first is at `a.yml:1:5`."


@pytest.mark.parametrize(("first", "second"), [((ALL,), ("fr",)), (("fr",), (ALL,)), ((), (ALL,)), ((ALL,), ())])
def test_all_locales_have_any_in_them(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    (found,) = noted(item(1, *first), item(2, *second))
    assert found.place == Place("a.yml", 2, 5)
    assert found.message == f"The item `{ID}` is listed twice, once for all locales; the first is at `a.yml:1:5`."


def test_all_locales_twice_is_told_like_no_locale_twice() -> None:
    (found,) = noted(item(1, ALL), item(2, ALL))
    assert found.message == f"The item `{ID}` is listed twice; the first is at `a.yml:1:5`."


def test_where_one_item_has_all_locales_others_may_have_one_each() -> None:
    other = Item("643fd856d66b6528195ee2cb", None, BLOG, (ALL,), Place("a.yml", 3, 5))
    assert noted(item(1, "fr"), item(2, "de"), other, item(4, ALL, collection=TEAM)) == ()


def test_after_all_locales_each_further_time_is_told() -> None:
    assert [found.place.line for found in noted(item(1, "fr"), item(2, ALL), item(3, "de")) if found.place] == [2, 3]


def test_an_item_is_named_as_the_manifest_names_it() -> None:
    slug = Item("/" + ID, None, BLOG, (), Place("a.yml", 1, 5), ID, is_found=False)
    (found,) = noted(slug, replace(slug, place=Place("a.yml", 2, 5)))
    assert found.message == f"The item `{ID}` is listed twice; the first is at `a.yml:1:5`."
    assert noted(slug, item(2)) == ()


def test_what_was_found_is_named_by_its_slug_and_its_id() -> None:
    found = replace(item(1, "653ad57de882f528b32e810e"), slug="hello", collection=replace(BLOG, tags=TAGS))
    (told,) = noted(found, replace(found, slug=None, place=Place("a.yml", 2, 5)))
    assert told.message == (
        f"The item `hello` (`{ID}`) is listed twice for the locale `en` (`653ad57de882f528b32e810e`); "
        "the first is at `a.yml:1:5`."
    )


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from([(), ("fr",), ("FR", "de"), ("de",), (ALL,)])), max_size=6
    )
)
def test_an_item_is_told_if_and_only_if_one_before_it_has_a_locale_of_its_own(
    listed: list[tuple[str, tuple[str, ...]]],
) -> None:
    items = [Item(name, None, BLOG, locales, Place("a.yml", line, 5)) for line, (name, locales) in enumerate(listed, 1)]

    def overlap(one: Item, other: Item) -> bool:
        first, second = ({locale.lower() for locale in each.locales or ("",)} for each in (one, other))
        return one.id == other.id and bool(ALL in first | second or first & second)

    expected = [each.place for index, each in enumerate(items) if any(overlap(each, one) for one in items[:index])]
    assert [found.place for found in noted(*items)] == expected


def test_several_locales_that_are_repeated_are_one_problem() -> None:
    (found,) = noted(item(1, "a", "b", "c"), item(2, "b", "c"))
    assert found.message == f"The item `{ID}` is listed twice for 2 of its locales; the first is at `a.yml:1:5`."
