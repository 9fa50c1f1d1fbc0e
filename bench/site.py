"""The site that is published: its IDs, the content of its items, and a manifest of them. The same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

COLLECTION = "65e000000000000000000200"
LOCALE = "65e0000000000000000000e1"
"""The cmsLocaleId of the site's only locale."""

TOKEN = "bench-token"  # noqa: S105 - opens nothing but a server of ours

_SENTENCE = "The oven is lit at four, the dough has rested since the evening, and the first loaves are out at six. "
_BODY = "".join(f"<p>{_SENTENCE}</p>" for _ in range(7))


def identifiers(items: int) -> list[str]:
    """The IDs of so many items, in the order of the manifest."""
    return [f"66f0c1d2{number:016x}" for number in range(items)]


def chosen(item_ids: list[str], one_in: int) -> frozenset[str]:
    """One ID in so many, from the middle of each such part; none where that is 0."""
    return frozenset(item_ids[one_in // 2 :: one_in]) if one_in else frozenset()


def fields(item_id: str) -> dict[str, Any]:
    """The `fieldData` of an item, about 1 KB: that of a short blog post."""
    number = int(item_id[8:], 16)
    return {
        "name": f"Notes from the bakery, {number}",
        "slug": f"notes-{number}",
        "summary": _SENTENCE,
        "reading-time": 2 + number % 5,
        "featured": number % 10 == 0,
        "body": _BODY,
    }


def manifest(items: int) -> str:
    """The YAML manifest of so many items: each its bare ID, as most people write it."""
    return "".join(_lines(items))


def _lines(items: int) -> Iterator[str]:
    yield f"version: 1\ncollections:\n  - id: {COLLECTION}\n    name: Notes\n    items:\n"
    for item_id in identifiers(items):
        yield f"      - {item_id}\n"
