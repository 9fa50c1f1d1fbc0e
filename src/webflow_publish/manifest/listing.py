"""What stands in place of a list, and how it becomes one."""

from __future__ import annotations

from webflow_publish.manifest.identifier import identifiers
from webflow_publish.manifest.node import Mapping, Node, Scalar
from webflow_publish.manifest.wording import named


def as_list(node: Node, key: str) -> str:
    """A hint how to make a list, under that key, of what stands in its place; empty where that cannot be told."""
    keys = tuple(node.values) if isinstance(node, Mapping) else ()
    text = node.text if isinstance(node, Scalar) else ""
    start = text or "".join(keys[:1])
    if start.startswith("-") and not (following := start[1:2]).isprintable():
        return f"After the `-` stands the character {named(following)}: replace it by a space."
    if start.startswith("-"):
        return "Put a space after the `-`."
    if "id" in keys:
        return f"Put `- ` before the first key of each entry of `{key}`."
    found = identifiers(text)
    entries = [f"{{id: {each}, items: […]}}" if key == "collections" else each for each in found[:2]]
    more = ["…"] if len(found) > len(entries) else []
    return f"Write it as a list: `{key}: [{', '.join(entries + more)}]`." if found else ""
