from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.catalogue import COLLECTION
from harness.samples import identifier
from webflow_publish.webflow import Field, Heading, Schema, read_schema
from webflow_publish.webflow.schema import read_heading

TITLE = {"slug": "title", "type": "PlainText", "displayName": "Title", "validations": None}


def fields(*documents: object) -> tuple[Field, ...]:
    schema = read_schema({"id": COLLECTION, "displayName": "Posts", "slug": "posts", "fields": list(documents)})
    assert schema is not None
    return schema.fields


def test_a_collection_is_read_with_its_fields_in_order() -> None:
    document = {
        "id": COLLECTION.upper(),
        "displayName": "Blog posts",
        "slug": "posts",
        "fields": [TITLE, TITLE | {"slug": "body", "type": "RichText", "displayName": "Body"}],
    }
    assert read_schema(document) == Schema(
        COLLECTION,
        "Blog posts",
        "posts",
        (Field("title", "Title", "PlainText", None, {}), Field("body", "Body", "RichText", None, {})),
    )


@pytest.mark.parametrize("kind", ["Reference", "MultiReference"])
def test_a_reference_names_the_collection_that_it_points_to(kind: str) -> None:
    (field,) = fields({"slug": "author", "type": kind, "validations": {"collectionId": identifier(1).upper()}})
    assert field == Field("author", "author", kind, identifier(1), {})


@pytest.mark.parametrize("collection_id", [None, "", "../sites", "7f15043107e2fc95644e93807ee25dd6", 5])
def test_a_reference_to_what_is_no_id_points_nowhere(collection_id: object) -> None:
    (field,) = fields({"slug": "author", "type": "Reference", "validations": {"collectionId": collection_id}})
    assert field.collection_id is None


def test_only_references_point_to_collections() -> None:
    (field,) = fields({"slug": "x", "type": "PlainText", "validations": {"collectionId": identifier(1)}})
    assert field.collection_id is None


def test_an_option_field_has_the_names_of_its_options() -> None:
    options = [{"id": "a1", "name": "Small"}, {"id": "b2", "name": "Large"}, {"name": "No ID"}, {"id": "c3"}, None, 5]
    (field,) = fields({"slug": "size", "type": "Option", "validations": {"options": options}})
    assert field.options == {"a1": "Small", "b2": "Large"}


def test_the_name_of_an_option_is_kept_as_far_as_anybody_reads_it() -> None:
    options = [{"id": "a1", "name": "x" * 256}, {"id": "b2", "name": "x" * 257}]
    (field,) = fields({"slug": "size", "type": "Option", "validations": {"options": options}})
    assert field.options == {"a1": "x" * 256, "b2": "x" * 255 + "…"}


def test_a_type_that_is_not_known_is_kept() -> None:
    assert fields(TITLE | {"type": "Hologram"})[0].type == "Hologram"


@pytest.mark.parametrize(
    "broken",
    [None, 5, [], {}, {"slug": "x"}, {"type": "PlainText"}, {"slug": "", "type": "Link"}, {"slug": 1, "type": 2}],
)
def test_a_field_that_cannot_be_read_is_left_out(broken: object) -> None:
    assert [field.slug for field in fields(broken, TITLE)] == ["title"]


def test_names_that_are_missing_are_made_up_for() -> None:
    assert read_schema({"id": COLLECTION, "fields": []}) == Schema(COLLECTION, "", "", ())
    assert read_schema({"id": COLLECTION, "slug": "posts", "fields": []}) == Schema(COLLECTION, "posts", "posts", ())


@pytest.mark.parametrize("document", [None, [], {}, {"id": COLLECTION}, {"id": "x", "fields": []}, {"fields": []}])
def test_what_has_no_id_or_no_fields_is_no_collection(document: object) -> None:
    assert read_schema(document) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["options", "id", "name"]), inner),
    max_leaves=10,
)


@given(st.lists(st.dictionaries(st.sampled_from(["slug", "type", "displayName", "validations"]), JSON)))
def test_no_json_raises(documents: list[dict[str, Any]]) -> None:
    assert all(field.slug and field.type and field.name for field in fields(*documents))


@given(JSON | st.fixed_dictionaries({"id": JSON | st.just(COLLECTION), "slug": JSON, "displayName": JSON}))
def test_no_json_of_a_heading_raises(document: object) -> None:
    heading = read_heading(document)
    assert heading is None or (heading.id and heading.name and heading.slug)


class TestHeadings:
    """A collection as the list of a site's collections has it."""

    @pytest.mark.parametrize(
        ("document", "heading"),
        [
            ({"id": COLLECTION.upper(), "displayName": "Blog", "slug": "blog"}, Heading(COLLECTION, "Blog", "blog")),
            ({"id": COLLECTION, "displayName": None, "slug": "blog"}, Heading(COLLECTION, "blog", "blog")),
            ({"id": COLLECTION, "displayName": "x" * 999, "slug": "b"}, Heading(COLLECTION, "x" * 255 + "…", "b")),
            ({"id": COLLECTION, "displayName": "Blog"}, None),
            ({"id": COLLECTION, "displayName": "Blog", "slug": 5}, None),
            ({"id": "blog", "displayName": "Blog", "slug": "blog"}, None),
            (None, None),
        ],
    )
    def test_it_has_an_id_and_a_slug_and_a_name(self, document: object, heading: Heading | None) -> None:
        assert read_heading(document) == heading
