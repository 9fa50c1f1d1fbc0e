"""Short ways to write collections, items and variants of a manifest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from webflow_publish.manifest import Collection, Item, Variant, Wanted
from webflow_publish.problem import Place
from webflow_publish.webflow import Content
from webflow_publish.webflow.content import digest

ENGLISH = "653ad57de882f528b32e810e"
FRENCH = "653fd9af6a07fc9cfd7a5e57"
FILE = "webflow-publish.yml"
EARLIER = datetime(2026, 11, 10, 9, tzinfo=UTC)
LATER = datetime(2026, 11, 12, 9, tzinfo=UTC)

_STATES: dict[str, tuple[datetime | None, datetime | None, bool, bool]] = {
    "draft": (None, EARLIER, False, True),
    "queued": (None, EARLIER, False, False),
    "published": (LATER, EARLIER, False, False),
    "edited": (EARLIER, LATER, False, False),
    "draft changes": (LATER, EARLIER, False, True),
    "archived": (None, EARLIER, True, False),
    "archived, once live": (EARLIER, LATER, True, False),
}
"""Last published, last updated, archived, draft: the item states of Webflow's guide to publishing."""


def identifier(number: int) -> str:
    """An ID of 24 hex characters that ends in the number."""
    return f"643fd856d66b65281{number:07x}"


def collection(number: int = 1, name: str | None = "Blog posts", line: int = 3) -> Collection:
    return Collection(f"580e63fc8c9a982ac{number:07x}", name, Place(FILE, line, 5))


def item(
    number: int, *locales: str, of: Collection | None = None, name: str | None = None, line: int | None = None
) -> Item:
    return Item(identifier(number), name, of or collection(), locales, Place(FILE, line or 10 + number, 9))


def leaving(number: int, *locales: str, of: Collection | None = None, name: str | None = None) -> Item:
    """An item that is to be off the live site."""
    return replace(item(number, *locales, of=of, name=name), wanted=Wanted.UNPUBLISHED)


def named(of: Item, slug: str = "rye") -> Item:
    """The item as if the manifest had named it, its collection and its locales by names, and all were found."""
    tags = {ENGLISH: "en", FRENCH: "fr-CA"}
    return replace(of, slug=slug, collection=replace(of.collection, slug="blog", tags=tags))


def unfound(of: Item, slug: str = "rye") -> Item:
    """The same as long as nothing was found: names stand in place of the IDs."""
    found = named(of, slug)
    collection = replace(found.collection, id="blog", is_found=False, tags={})
    return replace(found, id=slug, is_found=False, collection=collection)


def variants(*items: Item) -> tuple[Variant, ...]:
    return tuple(Variant(each, locale) for each in items for locale in each.locales or (None,))


def content(number: int, state: str = "draft", **fields: Any) -> Content:
    """What Webflow has of the item with that number: its state by one of the names above, its fields, and its name."""
    last_published, last_updated, is_archived, is_draft = _STATES[state]
    filled = {"name": f"Item {number}", **fields}
    return Content(
        id=identifier(number),
        locale=None,
        last_published=last_published,
        last_updated=last_updated,
        is_archived=is_archived,
        is_draft=is_draft,
        fields=filled,
        digest=digest(filled),
        name=filled["name"] if isinstance(filled["name"], str) else None,
        slug=filled.get("slug"),
    )
