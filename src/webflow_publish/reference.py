"""References from one item to others, as they stand in the content of an item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from webflow_publish.webflow import Schema

_IDENTIFIER = re.compile(r"[0-9a-f]{24}", re.ASCII)


def identifiers(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Slug and value of each field that holds an ID, or a list of some: references look like this, and little else.

    The value of a Reference field is the ID of an item, that of a MultiReference field a list of them (source: the
    reference of Webflow's field types).
    """
    for slug, value in fields.items():
        for each in value if isinstance(value, list) else (value,):
            if isinstance(each, str) and _IDENTIFIER.fullmatch(each):
                yield slug, each


def references(fields: Mapping[str, Any], schema: Schema) -> Iterator[tuple[str, str]]:
    """Each item that the content refers to: the ID of its collection, and its own."""
    targets = {field.slug: field.collection_id for field in schema.fields if field.collection_id}
    for slug, item_id in identifiers(fields):
        if slug in targets:
            yield targets[slug], item_id
