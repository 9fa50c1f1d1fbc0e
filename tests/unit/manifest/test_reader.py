from __future__ import annotations

import codecs

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest import Item, Manifest, Variant, read_manifest
from webflow_publish.manifest.findings import MOST
from webflow_publish.problem import Place, Problem

BLOG = "580e63fc8c9a982ac9b8b745"
TEAM = "580e63fc8c9a982ac9b8b746"
ONE = "643fd856d66b6528195ee2ca"
TWO = "643fd856d66b6528195ee2cb"
FRENCH = "653ad57de882f528b32e810f"
SITE = "580e63e98c9a982ac9b8b741"
OTHER_SITE = "580e63e98c9a982ac9b8b742"


def manifest(*collections: str) -> str:
    return "version: 1\ncollections:\n" + "".join(f"  - {collection}\n" for collection in collections)


def read(**files: str) -> Manifest:
    outcome = read_manifest((f"{name}.yml", text.encode()) for name, text in files.items())
    assert isinstance(outcome, Manifest), outcome
    return outcome


def problems(**files: str | bytes) -> list[str]:
    outcome = read_manifest(
        (f"{name}.yml", text if isinstance(text, bytes) else text.encode()) for name, text in files.items()
    )
    assert not isinstance(outcome, Manifest)
    return [f"{problem.place} {problem.message}" for problem in outcome]


def test_items_of_all_files_stand_in_the_order_in_which_they_are_written() -> None:
    both = read(
        b=manifest(f"{{id: {BLOG}, items: [{TWO}]}}"),
        a=manifest(f"{{id: {TEAM}, items: [{ONE}]}}", f"{{id: {BLOG}, items: [{ONE}]}}"),
    )
    assert both.files == ("b.yml", "a.yml")
    assert [(item.collection.id, item.id, item.place.file) for item in both.items] == [
        (BLOG, TWO, "b.yml"),
        (TEAM, ONE, "a.yml"),
        (BLOG, ONE, "a.yml"),
    ]


def test_an_id_is_in_memory_once_however_often_it_is_written() -> None:
    first, second = read(
        a=manifest(*(f"{{id: {BLOG}, items: [{{id: {ONE}, locales: [{each}]}}]}}" for each in (BLOG, TEAM)))
    ).items
    assert first.id is second.id


def test_variants_are_items_in_each_of_their_locales() -> None:
    one = read(a=manifest(f"{{id: {BLOG}, items: [{ONE}, {{id: {TWO}, locales: [{FRENCH}, {TEAM}]}}]}}"))
    first, second = one.items
    assert one.variants() == (Variant(first, None), Variant(second, FRENCH), Variant(second, TEAM))


def test_a_collection_that_is_written_again_is_the_same_with_the_first_label_that_is_found() -> None:
    first, second, third = read(
        a=manifest(f"{{id: {BLOG}, items: [{ONE}]}}"),
        b=manifest(f"{{id: {BLOG}, name: Blog, items: [{TWO}]}}", f"{{id: {BLOG}, name: Posts, items: [{TEAM}]}}"),
    ).items
    assert first.collection is second.collection is third.collection
    assert first.collection.name == "Blog"
    assert first.collection.place == Place("a.yml", 3, 5)


def test_a_collection_that_is_written_again_has_the_site_that_any_file_gives_it() -> None:
    first, second = read(
        a=manifest(f"{{id: {BLOG}, items: [{ONE}]}}"),
        b=f"site: {SITE}\n" + manifest(f"{{id: {BLOG}, items: [{TWO}]}}"),
    ).items
    assert first.collection is second.collection
    assert (first.collection.site, first.collection.place) == (SITE, Place("a.yml", 3, 5))


def test_where_the_site_of_a_collection_is_written_comes_with_it() -> None:
    first, second = read(
        a=manifest(f"{{id: {BLOG}, items: [{ONE}]}}"),
        b="site: bakery\n" + manifest(f"{{id: {BLOG}, name: Blog, items: [{TWO}]}}"),
    ).items
    assert first.collection is second.collection
    assert first.collection.site_place == Place("b.yml", 1, 7)


def test_a_collection_by_its_slug_is_joined_with_itself_and_not_with_that_of_another_site() -> None:
    text = manifest("{slug: blog, items: [hello]}")
    bakery, again, garden, other = read(
        a=f"site: bakery\n{text}",
        b=f"site: Bakery\n{text.replace('hello', 'launch')}",
        c=f"site: garden\n{text}",
        d=text,
    ).items
    assert bakery.collection is again.collection
    assert [each.collection.id for each in (bakery, garden, other)] == ["bakery/blog", "garden/blog", "blog"]


def test_a_collection_by_a_slug_is_never_one_by_its_id() -> None:
    by_id, by_slug = read(a=manifest(f"{{id: {BLOG}, items: [{ONE}]}}", f"{{slug: {BLOG}, items: [{ONE}]}}")).items
    assert (by_id.collection.is_found, by_slug.collection.is_found) == (True, False)
    assert by_id.collection.id != by_slug.collection.id


def test_an_item_by_its_slug_is_listed_once() -> None:
    assert problems(a=manifest("{slug: blog, items: [hello, hello]}")) == [
        "a.yml:3:33 The item `hello` is listed twice; the first is at `a.yml:3:26`."
    ]


def test_an_item_by_a_slug_that_looks_like_an_id_is_not_the_item_of_that_id() -> None:
    by_id, by_slug = read(a=manifest(f"{{id: {BLOG}, items: [{ONE}, {{slug: {ONE}}}]}}")).items
    assert (by_id.id, by_id.slug, by_id.is_found) == (ONE, None, True)
    assert (by_slug.id, by_slug.slug, by_slug.is_found) == (f"/{ONE}", ONE, False)


def test_a_file_is_told_where_it_names_a_locale_first() -> None:
    both = read(
        a=manifest(f"{{id: {BLOG}, locales: [fr], items: [{ONE}]}}"),
        b=manifest(f"{{id: {TEAM}, locales: all, items: [{ONE}]}}", f"{{id: {BLOG}, locales: [fr], items: [{TWO}]}}"),
    )
    assert {key: str(place) for key, place in both.places.items()} == {
        ("a.yml", "fr"): "a.yml:3:46",
        ("b.yml", "all"): "b.yml:3:45",
        ("b.yml", "fr"): "b.yml:4:46",
    }


def test_the_file_that_an_item_comes_from_stays_as_it_is_written_where_nobody_looks_for_it() -> None:
    (item,) = read(a=manifest("{slug: blog, items: [{slug: hello, source: posts/hello.md}]}")).items
    assert item.source == "posts/hello.md"


def test_files_may_be_of_different_sites() -> None:
    first, second = read(
        a=f"site: {SITE}\n" + manifest(f"{{id: {BLOG}, items: [{ONE}]}}"),
        b=f"site: {OTHER_SITE}\n" + manifest(f"{{id: {TEAM}, items: [{ONE}]}}"),
    ).items
    assert (first.collection.site, second.collection.site) == (SITE, OTHER_SITE)


def test_a_collection_of_two_sites_is_told_in_the_second_file() -> None:
    text = manifest(f"{{id: {BLOG}, items: [{ONE}]}}")
    (told,) = problems(a=f"site: {SITE}\n{text}", b=f"site: {OTHER_SITE}\n{text.replace(ONE, TWO)}")
    assert told.startswith(f"b.yml:4:5 The collection `{BLOG}` stands under the site `{OTHER_SITE}` here")
    assert told.endswith(f"and under `{SITE}` at `a.yml:4:5`.")


def test_a_manifest_may_list_nothing_where_that_is_allowed() -> None:
    text = manifest(f"{{id: {BLOG}, name: Blog, items: []}}", f"{{id: {TEAM}, items: []}}")
    other = manifest(f"{{id: {TEAM}, name: Team, items: [{ONE}]}}")
    found = read_manifest([("a.yml", text.encode()), ("b.yml", other.encode())], allow_empty=True)
    assert isinstance(found, Manifest)
    assert [(item.id, item.collection.name) for item in found.items] == [(ONE, "Team")]
    assert [(collection.id, collection.name) for collection in found.empty] == [(BLOG, "Blog")]
    assert len(problems(a=text)) == 2


def test_no_file_is_a_manifest_of_nothing_where_that_is_allowed() -> None:
    nothing = read_manifest((), allow_empty=True)
    assert nothing == Manifest((), ())
    assert str(nothing) == "0 items in 0 collections, from 0 files"


def test_a_file_without_any_text_is_no_list_of_nothing() -> None:
    found = read_manifest([("a.yml", b"")], allow_empty=True)
    assert not isinstance(found, Manifest)


def test_an_item_that_stands_in_two_files_is_told_with_both_places() -> None:
    text = manifest(f"{{id: {BLOG}, items: [{ONE}]}}")
    assert problems(a=text, b=text) == [f"b.yml:3:44 The item `{ONE}` is listed twice; the first is at `a.yml:3:44`."]


def test_an_item_without_locale_and_again_with_one_is_no_repetition() -> None:
    assert len(read(a=manifest(f"{{id: {BLOG}, items: [{ONE}, {{id: {ONE}, locales: [{FRENCH}]}}]}}")).items) == 2


def test_items_of_a_collection_that_is_not_known_are_not_compared() -> None:
    assert len(problems(a=manifest(f"{{id: blog, items: [{ONE}, {ONE}]}}"))) == 1


def test_items_whose_locales_are_wrong_are_not_compared() -> None:
    assert len(problems(a=manifest(f"{{id: {BLOG}, locales: [fr], items: [{ONE}, {ONE}]}}"))) == 1


def test_problems_of_all_files_are_told_in_the_order_of_files_and_lines() -> None:
    assert [text.split()[0] for text in problems(c="", a=b"\xff", b=manifest("x", "y"), d="a: 'b")] == [
        "c.yml:1:1",
        "a.yml:1:1",
        "b.yml:3:5",
        "b.yml:4:5",
        "d.yml:1:4",
    ]


def test_problems_of_yaml_and_of_the_manifest_are_told_together_by_line() -> None:
    text = manifest(f"{{id: {BLOG}, items: ['?'], items: []}}", f"{{id: blog, items: [!y {ONE}]}}", "{<<: *nope}")
    assert [text.split()[0] for text in problems(a=text)] == [
        "a.yml:3:44",
        "a.yml:3:50",
        "a.yml:4:10",
        "a.yml:4:24",
        "a.yml:5:6",
        "a.yml:5:10",
    ]


def test_a_byte_order_mark_and_carriage_returns_shift_no_place() -> None:
    text = manifest(f"{{id: {BLOG}, name: Été 🌞, items: [x y]}}").replace("\n", "\r\n")
    (found,) = problems(a=codecs.BOM_UTF8 + text.encode())
    assert found.startswith("a.yml:3:57 `x y` contains white space, and is neither a slug nor an item ID")


def test_of_a_file_with_a_merge_conflict_nothing_else_is_told() -> None:
    text = f"<<<<<<< HEAD\nversion: 2\n=======\nversion: 3\n>>>>>>> branch\n{manifest('x', 'y')}"
    assert problems(a=text) == ["a.yml:1:1 A merge conflict is not resolved here."]


def test_no_file_is_a_problem() -> None:
    assert read_manifest(()) == (
        Problem("No manifest file was given.", "Name at least one with the input `manifest`."),
    )


def test_the_problems_of_one_file_are_bounded_and_the_next_file_is_still_told() -> None:
    many = manifest(f"{{id: {BLOG}, items: [{', '.join(['x y'] * (MOST + 500))}]}}")
    told = problems(a=many, b="")
    assert len(told) == MOST + 2
    assert told[MOST].endswith("500 more problems in this file are not shown.")
    assert told[-1].startswith("b.yml:1:1")


def test_an_alias_bomb_of_items_ends_quickly() -> None:
    text = manifest(
        f"{{id: {BLOG}, items: &all [{ONE}, {', '.join(['x y'] * 1000)}]}}", *[f"{{id: {TEAM}, items: *all}}"] * 3000
    )
    assert len(problems(a=text)) == 1


@given(st.text() | st.binary(), st.booleans())
def test_no_file_makes_it_raise(content: str | bytes, allow_empty: bool) -> None:
    data = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    outcome = read_manifest([("a.yml", data)], allow_empty=allow_empty)
    assert isinstance(outcome, Manifest) or all(problem.hint for problem in outcome)
    assert outcome


IDS = st.text("0123456789abcdef", min_size=24, max_size=24)
LABELS = st.none() | st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=200)
LOCALES = st.none() | st.lists(IDS, min_size=1, max_size=3, unique=True)
ENTRIES = st.lists(st.tuples(IDS, LABELS, LOCALES), min_size=1, max_size=4, unique_by=lambda entry: entry[0])
COLLECTIONS = st.lists(
    st.tuples(IDS, LABELS, LOCALES, ENTRIES), min_size=1, max_size=3, unique_by=lambda collection: collection[0]
)


def written(identifier: str, name: str | None, locales: list[str] | None, **others: object) -> dict[str, object]:
    given_keys = {"id": identifier, "name": name, "locales": locales, **others}
    return {key: value for key, value in given_keys.items() if value is not None}


def short(item: Item) -> tuple[str, str | None, str, str | None, tuple[str, ...]]:
    return item.collection.id, item.collection.name, item.id, item.name, item.locales


@given(COLLECTIONS, LOCALES, st.booleans())
def test_what_is_written_is_what_is_read(
    collections: list[tuple[str, str | None, list[str] | None, list[tuple[str, str | None, list[str] | None]]]],
    default: list[str] | None,
    flow: bool,
) -> None:
    document: dict[str, object] = {"version": 1} | ({"locales": default} if default else {})
    document["collections"] = [
        written(identifier, name, locales, items=[written(*entry) if any(entry[1:]) else entry[0] for entry in entries])
        for identifier, name, locales, entries in collections
    ]
    text = yaml.safe_dump(document, default_flow_style=flow, allow_unicode=True)
    assert [short(item) for item in read(a=text).items] == [
        (identifier, name, item, label, tuple(own or locales or default or ()))
        for identifier, name, locales, entries in collections
        for item, label, own in entries
    ]


def test_items_and_locales_that_multiply_to_too_many_are_refused_at_once() -> None:
    locales = ", ".join(f"{number:024x}" for number in range(2_000))
    lines = "".join(f"  - {number:024x}\n" for number in range(1_000))
    text = f"version: 1\nlocales: [{locales}]\ncollections:\n- id: {BLOG}\n  items:\n{lines}"
    (told,) = problems(m=text)
    assert told.startswith("m.yml:256:5 ")
    assert "more than 500,000" in told


@pytest.mark.parametrize("entry", ["*a", f"{{id: {ONE}, name: *a}}"])
def test_a_huge_text_that_aliases_repeat_is_refused_quickly(entry: str) -> None:
    first = f"  - {{id: {ONE}, name: &a {'x' * 1_000_000}}}\n"
    text = f"version: 1\ncollections:\n- id: {BLOG}\n  items:\n{first}" + f"  - {entry}\n" * 1_500
    assert len(problems(m=text)) == MOST + 1
