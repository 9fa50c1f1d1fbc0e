"""What stands in place of a list, and how it becomes one."""

from __future__ import annotations

from webflow_publish.manifest.identifier import Kind, identifiers
from webflow_publish.manifest.name import is_name
from webflow_publish.manifest.node import Mapping, Node, Scalar
from webflow_publish.manifest.wording import named

_KINDS = {"collections": Kind.COLLECTION, "items": Kind.ITEM, "locales": Kind.LOCALE}
"""What stands in the lists of a manifest, by their keys."""

_LONGEST = 1_000
"""Characters of a text in which names are looked for."""


def as_list(node: Node, key: str) -> str:
    """A hint how to make a list, under that key, of what stands in its place; empty where that cannot be told."""
    keys = tuple(node.values) if isinstance(node, Mapping) else ()
    text = node.text if isinstance(node, Scalar) else ""
    start = text or "".join(keys[:1])
    if start.startswith("-") and not (following := start[1:2]).isprintable():
        return f"After the `-` stands the character {named(following)}: replace it by a space."
    if start.startswith("-"):
        return "Put a space after the `-`."
    if "id" in keys or "slug" in keys:
        return f"Put `- ` before the first key of each entry of `{key}`."
    found = [(each, "id") for each in identifiers(text)] or [(each, "slug") for each in _names(text, _KINDS[key])]
    entries = [f"{{{by}: {each}, items: […]}}" if key == "collections" else each for each, by in found[:2]]
    more = ["…"] if len(found) > len(entries) else []
    return f"Write it as a list: `{key}: [{', '.join(entries + more)}]`." if found else ""


def _names(text: str, kind: Kind) -> list[str]:
    """The names in a text that has nothing else in it but commas between them."""
    parts = [part.strip() for part in text[:_LONGEST].split(",")]
    return parts if len(text) <= _LONGEST and all(is_name(part, kind) for part in parts) else []
