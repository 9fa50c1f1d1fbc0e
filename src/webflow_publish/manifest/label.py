"""Labels: the names that a manifest gives to collections and items, for reports."""

from __future__ import annotations

import re

from webflow_publish.manifest.node import Scalar
from webflow_publish.text import quoted

LONGEST = 200
"""Characters that a label may have."""

# Line breaks and other control characters; and halves of surrogate pairs, which no encoder would take.
_NOT_ALLOWED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def wrong_label(node: Scalar) -> tuple[str, str] | None:
    """Message and hint for a text that cannot be a label, or None."""
    if len(node.text) > LONGEST:
        return (
            f"The label {quoted(node.text)} has {len(node.text):,} characters; a label may have up to {LONGEST}.",
            "Shorten it: it only serves to recognise the entry in reports.",
        )
    if node.null or not node.text.strip(" "):
        return "`name` has no value.", "Write a label for reports, such as `name: Blog posts`, or take `name` out."
    if found := _NOT_ALLOWED.search(node.text):
        character = "a line break" if found[0] in "\n\r\u2028\u2029" else "a control character"
        return (
            f"The label {quoted(node.text)} contains {character}.",
            "Write it on one line, without control characters.",
        )
    return None
