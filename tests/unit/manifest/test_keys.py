from __future__ import annotations

import pytest

from webflow_publish.manifest.document import parse
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.keys import Keys
from webflow_publish.manifest.node import Mapping
from webflow_publish.problem import Place

ITEM = Keys("an item", required=(), optional=("name", "locales"), is_named=True)


def read(text: str) -> tuple[list[str], list[tuple[Place | None, str, str]]]:
    findings = Findings("m.yml")
    mapping = parse(text, findings)
    assert isinstance(mapping, Mapping)
    known = ITEM.read(mapping, findings)
    return list(known), [(problem.place, problem.message, problem.hint) for problem in findings.problems()]


def test_known_keys_are_given_back_in_any_order() -> None:
    assert read("name: a\nid: b\n") == (["name", "id"], [])


def test_an_unknown_key_is_told_with_the_one_that_was_meant() -> None:
    known, problems = read("id: a\r\n  \r\nlocale: b\r\n")
    assert known == ["id"]
    assert problems == [
        (Place("m.yml", 3, 1), "The key `locale` is not known in an item.", "Did you mean `locales`?"),
    ]


def test_an_unknown_key_that_is_like_none_is_told_with_all_that_are_known() -> None:
    assert read("{id: a, 'publish-at': b}")[1] == [
        (
            Place("m.yml", 1, 9),
            "The key `publish-at` is not known in an item.",
            "The keys known here are `id`, `slug`, `name` and `locales`.",
        )
    ]


@pytest.mark.parametrize("key", ["id", "slug"])
def test_what_is_named_has_one_of_two_keys(key: str) -> None:
    assert read(f"{key}: a\n") == ([key], [])


def test_where_both_are_missing_that_is_told_where_the_mapping_begins() -> None:
    assert read("\n  name: a\n")[1] == [
        (
            Place("m.yml", 2, 3),
            "Neither `id` nor `slug` stands here; an item needs one of them.",
            "Add `id: ` with the 24 characters of the ID, or `slug: ` with the slug.",
        )
    ]


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("version", "Add `version: 1` at the top of the file."),
        ("collections", "Add `collections:` with the list of collections whose items are to be published."),
        ("items", "Add `items:` with the list of items to publish."),
    ],
)
def test_a_missing_key_is_told_where_the_mapping_begins(key: str, hint: str) -> None:
    findings = Findings("m.yml")
    mapping = parse("\n  name: a\n", findings)
    assert isinstance(mapping, Mapping)
    Keys("a thing", required=(key,), optional=("name",)).read(mapping, findings)
    (found,) = findings.problems()
    assert (found.place, found.message, found.hint) == (
        Place("m.yml", 2, 3),
        f"The key `{key}` is missing; a thing needs it.",
        hint,
    )


@pytest.mark.parametrize("key", ["ID", "Slug", "slugs"])
def test_a_key_that_is_misspelt_is_not_missing_too(key: str) -> None:
    assert [message for _, message, _ in read(f"{key}: a\n")[1]] == [f"The key `{key}` is not known in an item."]


@pytest.mark.parametrize("key", ["collectionId", "collection-id", "collection_id", "itemId", "ITEM_ID"])
def test_a_key_by_which_others_name_the_id_is_told_once(key: str) -> None:
    assert read(f"{key}: a\n")[1] == [
        (
            Place("m.yml", 1, 1),
            f"The key `{key}` is not known in an item.",
            "Write `id: ` with the 24 characters of the ID: an ID has the key `id`.",
        )
    ]


@pytest.mark.parametrize("key", ["id", "slug"])
def test_such_a_key_beside_what_names_the_item_is_to_be_taken_out(key: str) -> None:
    assert [hint for _, _, hint in read(f"{key}: a\nitemId: b\n")[1]] == ["Take it out: an ID has the key `id`."]


def test_an_id_as_a_key_is_told_once() -> None:
    assert read("643fd856d66b6528195ee2ca: Spring launch\n")[1] == [
        (
            Place("m.yml", 1, 1),
            "The key `643fd856d66b6528195ee2ca` is not known in an item.",
            "Write `id: 643fd856d66b6528195ee2ca`.",
        )
    ]


def test_where_no_id_is_wanted_such_a_key_is_like_any_other() -> None:
    findings = Findings("m.yml")
    mapping = parse("slug: a\n", findings)
    assert isinstance(mapping, Mapping)
    Keys("a manifest", required=(), optional=("locales",)).read(mapping, findings)
    assert [problem.hint for problem in findings.problems()] == ["The keys known here are `locales`."]


def test_a_key_that_a_merge_would_bring_is_not_missing_too() -> None:
    assert [message for _, message, _ in read("<<: {id: a}\n")[1]] == ["Merge keys (`<<`) are not read in a manifest."]
