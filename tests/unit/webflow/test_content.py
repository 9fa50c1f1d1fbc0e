from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.catalogue import document
from harness.samples import FRENCH, identifier
from webflow_publish.reference import identifiers
from webflow_publish.webflow import Content, filled, read_content
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
        name="Hello",
        slug="hello",
    )


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
    assert digest({"a": "1", "b": "2"}) == digest({"b": "2", "a": "1"})
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


def test_where_a_text_ends_and_what_is_no_text_counts() -> None:
    assert digest({"a": "12", "b": "3"}) != digest({"a": "1", "b": "23"})
    assert digest({"a": 2, "b": "12"}) != digest({"a": "12", "b": 2})
    # As they are written for it, these would be the same without the lengths.
    assert digest({"a": "1", "b": "2"}) != digest({"a": "11:b2"})
    assert digest({"a1": "x", "b": "1234567"}) != digest({"a": "xb7:1234567"})
    assert digest({"a": "x", "b": 1}) != digest({"a": 'x{"b":1}'})
    assert digest({"a": "12", "b": "3"}) != digest({"a": "3", "b": "12"})


FIELDS = {"name": "Hello", "slug": "hello", "body": "x" * 1000, "baker": identifier(2), "goes-with": [identifier(3)]}


def test_without_its_fields_an_item_keeps_everything_else() -> None:
    whole = content(fieldData=FIELDS)
    assert whole.without_fields() == replace(whole, fields={})


def test_what_is_live_as_it_is_staged_is_in_memory_once() -> None:
    staged = content(fieldData=FIELDS).for_publishing()
    live = content(fieldData=json.loads(json.dumps(FIELDS)), lastPublished="2026-11-13T09:00:00.000Z")
    kept = live.without_fields(like=staged)
    assert kept == live.without_fields()
    assert kept.digest is staged.digest
    assert kept.name is staged.name
    assert kept.slug is staged.slug


def test_for_publishing_an_item_keeps_of_its_fields_what_may_refer_to_others() -> None:
    whole = content(fieldData={**FIELDS, "others": [identifier(4), "x", identifier(5)], "none": ["x"]})
    kept = whole.for_publishing()
    assert kept.fields.keys() == {"baker", "goes-with", "others"}
    assert kept == replace(whole, fields=kept.fields)
    assert kept.for_publishing() == kept


def test_an_id_that_many_answers_bring_is_in_memory_once() -> None:
    items = [read_content(json.loads(json.dumps(document(1, cmsLocaleId=FRENCH, fieldData=FIELDS)))) for _ in range(2)]
    first, second = [each.for_publishing() for each in items if each]
    assert first.id is second.id
    assert first.locale is second.locale
    assert first.fields["baker"] is second.fields["baker"]


VALUES = st.sampled_from([identifier(2), identifier(3), "", "x", identifier(4).upper()]) | st.integers() | st.none()


@given(st.dictionaries(st.text(), VALUES | st.lists(VALUES | st.lists(VALUES))))
def test_for_publishing_every_reference_stays_where_it_stands(fields: dict[str, Any]) -> None:
    whole = content(fieldData=fields)
    assert list(identifiers(whole.for_publishing().fields)) == list(identifiers(whole.fields))


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


EQUAL = st.dictionaries(
    st.sampled_from("abc"), st.sampled_from(["", "a", "1", "2", 1, 2, None, ["1"], {"a": "1"}, True])
)


@given(EQUAL, EQUAL)
def test_the_digest_is_the_same_exactly_where_the_fields_are(one: dict[str, Any], other: dict[str, Any]) -> None:
    are_same = json.dumps(filled(one), sort_keys=True) == json.dumps(filled(other), sort_keys=True)
    assert (digest(one) == digest(other)) is are_same
