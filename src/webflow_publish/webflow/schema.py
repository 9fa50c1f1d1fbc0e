"""A collection's schema: its names and its fields, as Webflow describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webflow_publish.text import cropped
from webflow_publish.webflow.content import LONGEST_NAME
from webflow_publish.webflow.value import identifier, mapping, sequence, text

REFERENCES = frozenset({"Reference", "MultiReference"})
"""The field types whose values are IDs of items: one, or a list of them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a collection is called: its ID, what people call it, and its slug."""

    id: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a collection.

    `slug` is its key in an item's `fieldData`, `name` what people call it. `type` is Webflow's, such as `RichText`; new
    ones may come. `collection_id` is the collection that a Reference or MultiReference points to, where it is known.
    `options` are the names of an Option field's values by their IDs.
    """

    slug: str
    name: str
    type: str
    collection_id: str | None
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Schema:
    """A collection: its ID, what people call it, its part of addresses (empty where unknown), and its fields."""

    id: str
    name: str
    slug: str
    fields: tuple[Field, ...]


def read_schema(document: object) -> Schema | None:
    """The answer of `GET /collections/{collection_id}`; None where it is none.

    A field that cannot be read is left out: the others are still good to know. References carry
    `validations.collectionId`, Option fields `validations.options`; it is null for other types (source: the OpenAPI
    description).
    """
    collection = mapping(document)
    collection_id = identifier(collection.get("id"))
    if collection_id is None or not isinstance(collection.get("fields"), list):
        return None
    slug = text(collection.get("slug"))
    fields = tuple(field for each in collection["fields"] if (field := _field(mapping(each))))
    return Schema(collection_id, text(collection.get("displayName")) or slug, slug, fields)


def read_heading(document: object) -> Heading | None:
    """An entry of `GET /sites/{site_id}/collections`; None where it is none."""
    collection = mapping(document)
    collection_id, slug = identifier(collection.get("id")), text(collection.get("slug"))
    if collection_id is None or not slug:
        return None
    return Heading(collection_id, cropped(text(collection.get("displayName")) or slug, LONGEST_NAME), slug)


def _field(field: Mapping[str, Any]) -> Field | None:
    slug, kind = text(field.get("slug")), text(field.get("type"))
    if not slug or not kind:
        return None
    validations = mapping(field.get("validations"))
    collection_id = identifier(validations.get("collectionId")) if kind in REFERENCES else None
    options = {
        option["id"]: cropped(option["name"], LONGEST_NAME)
        for option in map(mapping, sequence(validations.get("options")))
        if text(option.get("id")) and text(option.get("name"))
    }
    return Field(slug, text(field.get("displayName")) or slug, kind, collection_id, options)
