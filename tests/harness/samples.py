"""Short ways to write collections, items and variants of a manifest."""

from __future__ import annotations

from webflow_publish.manifest import Collection, Item, Variant
from webflow_publish.problem import Place

ENGLISH = "653ad57de882f528b32e810e"
FRENCH = "653fd9af6a07fc9cfd7a5e57"
FILE = "webflow-publish.yml"


def identifier(number: int) -> str:
    """An ID of 24 hex characters that ends in the number."""
    return f"643fd856d66b65281{number:07x}"


def collection(number: int = 1, name: str | None = "Blog posts", line: int = 3) -> Collection:
    return Collection(f"580e63fc8c9a982ac{number:07x}", name, Place(FILE, line, 5))


def item(
    number: int, *locales: str, of: Collection | None = None, name: str | None = None, line: int | None = None
) -> Item:
    return Item(identifier(number), name, of or collection(), locales, Place(FILE, line or 10 + number, 9))


def variants(*items: Item) -> tuple[Variant, ...]:
    return tuple(Variant(each, locale) for each in items for locale in each.locales or (None,))
