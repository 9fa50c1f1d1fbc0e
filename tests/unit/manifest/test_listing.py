from __future__ import annotations

import pytest

from webflow_publish.manifest.document import parse
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.listing import as_list
from webflow_publish.manifest.node import Mapping

ONE = "643fd856d66b6528195ee2ca"
TWO = "643fd856d66b6528195ee2cb"
THREE = "643fd856d66b6528195ee2cc"


def hint(key: str, value: str) -> str:
    node = parse(f"{key}: {value}\n", Findings("m.yml"))
    assert isinstance(node, Mapping)
    return as_list(node.values[key], key)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (ONE, f"[{ONE}]"),
        (f"'{ONE}, {TWO}'", f"[{ONE}, {TWO}]"),
        (f"{ONE}, {TWO}", f"[{ONE}, {TWO}]"),
        (f"\n  {ONE}\n  {TWO}\n  {THREE}", f"[{ONE}, {TWO}, …]"),
    ],
)
def test_ids_without_a_list_are_shown_as_a_list(value: str, shown: str) -> None:
    assert hint("items", value) == f"Write it as a list: `items: {shown}`."
    assert hint("locales", value) == f"Write it as a list: `locales: {shown}`."


def test_the_id_of_a_collection_is_shown_with_the_items_that_it_needs() -> None:
    assert hint("collections", ONE) == f"Write it as a list: `collections: [{{id: {ONE}, items: […]}}]`."


@pytest.mark.parametrize("value", [f"-{ONE}", f"-{ONE}\n  - {TWO}", f"-id: {ONE}", f"'-{ONE}'"])
def test_a_dash_without_its_space_is_told(value: str) -> None:
    assert hint("items", f"\n  {value}") == "Put a space after the `-`."


def test_a_dash_with_another_space_is_told_with_its_name() -> None:
    expected = "After the `-` stands the character U+00A0 (no-break space): replace it by a space."
    assert hint("items", f"\n  -\xa0{ONE}") == expected


@pytest.mark.parametrize("key", ["id", "slug"])
def test_an_entry_without_dash_is_told(key: str) -> None:
    assert hint("items", f"\n  name: a\n  {key}: {ONE}") == "Put `- ` before the first key of each entry of `items`."


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("locales", "fr-CA", "[fr-CA]"),
        ("locales", "en, fr", "[en, fr]"),
        ("locales", "en, fr, de", "[en, fr, …]"),
        ("items", "hello-world", "[hello-world]"),
        ("collections", "blog-posts", "[{slug: blog-posts, items: […]}]"),
    ],
)
def test_names_without_a_list_are_shown_as_a_list(key: str, value: str, shown: str) -> None:
    assert hint(key, value) == f"Write it as a list: `{key}: {shown}`."


@pytest.mark.parametrize("value", ["fr_CA", "fr, ", "en fr", "''", "{}", "{a: b}", f"fr{', fr' * 1_000}"])
def test_a_list_that_would_be_wrong_in_itself_is_not_shown(value: str) -> None:
    assert hint("locales", value) == ""
