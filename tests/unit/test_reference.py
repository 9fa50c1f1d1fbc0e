from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import collection, identifier
from webflow_publish.reference import identifiers, references
from webflow_publish.webflow import Schema
from webflow_publish.webflow.schema import Field

BAKERS, CAKES = collection(2).id, collection(3).id
ONE, TWO, THREE = identifier(1), identifier(2), identifier(3)
SCHEMA = Schema(
    collection(1).id,
    "Breads",
    "breads",
    (
        Field("name", "Name", "PlainText", None, {}),
        Field("baker", "Baker", "Reference", BAKERS, {}),
        Field("goes-with", "Goes with", "MultiReference", CAKES, {}),
        Field("elsewhere", "Elsewhere", "Reference", None, {}),
    ),
)


def test_a_reference_is_the_id_of_an_item_and_a_multi_reference_a_list_of_them() -> None:
    fields = {"name": "Rye", "baker": ONE, "goes-with": [TWO, THREE]}
    assert list(identifiers(fields)) == [("baker", ONE), ("goes-with", TWO), ("goes-with", THREE)]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        643_856_665_281_952_622_000_001,
        "",
        ONE[:-1],
        ONE + "0",
        ONE.upper(),
        ONE + "\n",
        f" {ONE}",
        ONE[:-1] + "٣",
        f"See {ONE}.",
        {"id": ONE},
        [],
        [None, 1, {"fileId": ONE}, [ONE]],
    ],
)
def test_nothing_else_looks_like_a_reference(value: object) -> None:
    assert not list(identifiers({"field": value}))


def test_a_reference_names_the_collection_that_its_field_points_to() -> None:
    fields = {"baker": ONE, "goes-with": [TWO, THREE]}
    assert list(references(fields, SCHEMA)) == [(BAKERS, ONE), (CAKES, TWO), (CAKES, THREE)]


def test_an_id_in_another_field_is_no_reference() -> None:
    assert not list(references({"name": ONE, "unknown": ONE}, SCHEMA))


def test_a_reference_field_that_does_not_say_where_it_points_to_is_passed_over() -> None:
    assert not list(references({"elsewhere": ONE}, SCHEMA))


def test_an_empty_item_refers_to_nothing() -> None:
    assert not list(references({}, SCHEMA))


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=30), st.sampled_from([ONE, TWO])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["name", "baker", "goes-with", "other"]), VALUES))
def test_whatever_the_fields_hold_references_are_ids_in_fields_that_refer(fields: dict[str, Any]) -> None:
    for target, item_id in references(fields, SCHEMA):
        slug = {BAKERS: "baker", CAKES: "goes-with"}[target]
        assert item_id == fields[slug] or item_id in fields[slug]
