from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.catalogue import document
from harness.samples import FRENCH, identifier
from webflow_publish.webflow import Content, read_content
from webflow_publish.webflow.content import digest

EARLY, LATE = "2026-11-10T09:00:00.000Z", "2026-11-12T09:00:00.000Z"


def content(**changes: Any) -> Content:
    read = read_content(document(1, **changes))
    assert read is not None
    return read


def test_an_item_is_read() -> None:
    fields = {"name": "Hello", "slug": "hello", "price": 4.5}
    read = content(cmsLocaleId=FRENCH.upper(), fieldData=fields, isDraft=True, isArchived=True)
    assert read == Content(
        id=identifier(1),
        locale=FRENCH,
        last_published=datetime(2026, 11, 12, 9, tzinfo=UTC),
        last_updated=datetime(2026, 11, 10, 9, tzinfo=UTC),
        is_archived=True,
        is_draft=True,
        fields=fields,
        digest=digest(fields),
    )
    assert (read.name, read.slug) == ("Hello", "hello")


def test_an_item_needs_no_more_than_an_id_and_fields() -> None:
    read = read_content({"id": identifier(1).upper(), "fieldData": {}})
    assert read == Content(
        identifier(1), None, None, None, is_archived=False, is_draft=False, fields={}, digest=digest({})
    )
    assert (read.name, read.slug) == (None, None)


@pytest.mark.parametrize(
    "changes",
    [
        *({"id": "short"}, {"id": None}, {"id": 7}, {"id": "g" * 24}),
        *({"fieldData": None}, {"fieldData": []}, {"fieldData": "name"}),
        *({"isDraft": None}, {"isDraft": 0}, {"isArchived": "false"}, {"isArchived": []}),
        *({"lastPublished": "soon"}, {"lastPublished": ""}, {"lastUpdated": 5}, {"lastUpdated": "2026-11-12T09:00:00"}),
        *({"cmsLocaleId": "en"}, {"cmsLocaleId": 1}, {"cmsLocaleId": ""}),
    ],
)
def test_what_is_not_as_it_should_be_is_no_item(changes: dict[str, Any]) -> None:
    assert read_content(document(1, **changes)) is None


@pytest.mark.parametrize("value", [None, [], "item", 1, {}])
def test_what_is_no_object_with_an_id_is_no_item(value: object) -> None:
    assert read_content(value) is None


def test_fields_too_deep_to_be_read_are_no_item() -> None:
    deep: list[Any] = []
    for _ in range(200_000):
        deep = [deep]
    assert read_content(document(1, fieldData={"name": deep})) is None


@pytest.mark.parametrize(
    ("published", "archived", "live"), [(LATE, False, True), (LATE, True, False), (None, False, False)]
)
def test_an_item_is_live_that_was_published_and_is_not_archived(
    published: str | None, archived: bool, live: bool
) -> None:
    assert content(lastPublished=published, isArchived=archived).is_live is live


@pytest.mark.parametrize(
    ("changes", "nothing_to_publish"),
    [
        ({"lastUpdated": EARLY, "lastPublished": LATE}, True),
        ({"lastUpdated": LATE, "lastPublished": LATE}, True),
        ({"lastUpdated": "2026-11-12T10:00:00+01:00", "lastPublished": LATE}, True),
        ({"lastUpdated": LATE, "lastPublished": EARLY}, False),
        ({"lastUpdated": LATE, "lastPublished": None}, False),
        ({"lastUpdated": None, "lastPublished": LATE}, False),
        ({"lastUpdated": EARLY, "lastPublished": LATE, "isDraft": True}, False),
        ({"lastUpdated": EARLY, "lastPublished": LATE, "isArchived": True}, False),
    ],
)
def test_nothing_is_to_be_published_of_an_item_that_was_not_touched_since(
    changes: dict[str, Any], nothing_to_publish: bool
) -> None:
    assert content(**changes).is_published is nothing_to_publish


def test_name_and_slug_are_texts_or_unknown() -> None:
    assert content(fieldData={"name": None, "slug": ["a"]}).name is None
    assert content(fieldData={"name": None, "slug": ["a"]}).slug is None


def test_a_name_is_kept_as_far_as_webflow_takes_one_and_the_fields_are_whole() -> None:
    assert content(fieldData={"name": "x" * 256}).name == "x" * 256
    long = content(fieldData={"name": "x" * 257, "slug": "y" * 257})
    assert (long.name, long.slug) == ("x" * 255 + "…", "y" * 257)
    assert long.fields == {"name": "x" * 257, "slug": "y" * 257}
    assert long.digest == digest(long.fields)


def test_the_digest_is_that_of_the_fields_in_whatever_order() -> None:
    assert digest({"a": 1, "b": {"x": [1], "y": "é"}}) == digest({"b": {"y": "é", "x": [1]}, "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})
    assert digest({"a": [1, 2]}) != digest({"a": [2, 1]})
    assert len(digest({})) == 64


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_a_field_that_holds_nothing_counts_as_absent(nothing: object) -> None:
    assert digest({"a": 1, "b": nothing}) == digest({"a": 1})
    assert digest({"a": {"b": nothing}}) != digest({"a": {}})


@pytest.mark.parametrize("value", [0, 0.0, False, " ", [None], {"a": None}])
def test_a_field_that_holds_little_does_not(value: object) -> None:
    assert digest({"a": value}) != digest({})


def test_half_a_character_has_a_digest() -> None:
    assert digest({"name": "\ud800"}) != digest({"name": "?"})


def test_without_its_fields_an_item_keeps_name_slug_and_digest() -> None:
    whole = content(fieldData={"name": "Hello", "body": "x" * 1000})
    cut = whole.without_fields()
    assert cut.fields == {"name": "Hello"}
    assert (cut.name, cut.digest, cut.last_updated) == ("Hello", whole.digest, whole.last_updated)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
KEYS = ("id", "cmsLocaleId", "lastPublished", "lastUpdated", "isArchived", "isDraft", "fieldData")


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_no_json_raises_or_makes_an_item_of_what_is_none(changes: dict[str, Any]) -> None:
    read = read_content(document(1, **changes))
    if read is not None:
        assert read.fields == changes.get("fieldData", read.fields)
        assert read.is_draft is changes.get("isDraft", False)
        assert not (read.is_published and not read.is_live)
