"""References from one item to others, as they stand in the content of an item."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from webflow_publish.webflow import Schema
from webflow_publish.webflow.value import item_ids


def identifiers(fields: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Slug and value of each field that holds an ID, or a list of some, as `item_ids` finds them."""
    return _identifiers(fields) if fields else ()  # most items refer to none


def _identifiers(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for slug, value in fields.items():
        for each in item_ids(value):
            yield slug, each


def references(fields: Mapping[str, Any], schema: Schema) -> Iterator[tuple[str, str]]:
    """Each item that the content refers to: the ID of its collection, and its own."""
    targets = {field.slug: field.collection_id for field in schema.fields if field.collection_id}
    for slug, item_id in identifiers(fields):
        if slug in targets:
            yield targets[slug], item_id
