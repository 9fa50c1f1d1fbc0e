"""Words for messages: the key that was meant, lists of keys, names of characters."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import name

_COMPARED = 64
"""Characters of a text that are compared; no key is longer."""


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The one of the known words that was probably meant, or None."""
    return next(iter(get_close_matches(text[:_COMPARED].lower().replace("_", "-"), known, n=1, cutoff=0.7)), None)


def enumerated(words: Iterable[str], conjunction: str = "and") -> str:
    """Words in backticks as people list them: "`id`, `name` and `items`"."""
    *most, last = [f"`{word}`" for word in words]
    return f"{', '.join(most)} {conjunction} {last}" if most else last


def named(character: str) -> str:
    """A character that cannot be shown, by its number and Unicode's name: "U+00A0 (no-break space)"."""
    code = f"U+{ord(character):04X}"
    return f"{code} ({name(character).lower()})" if name(character, "") else code
