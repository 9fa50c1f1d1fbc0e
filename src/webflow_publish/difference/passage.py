"""Long text as people would compare it: in lines, and without what leaves no mark."""

from __future__ import annotations

import re
from unicodedata import normalize

MOST_CHARACTERS = 200_000
"""Characters of a text that are compared."""

_MOST_COMPOSED = 4_000
"""Characters of a text that are composed: with the square of the marks on one letter grows the time that it takes."""

_BLOCKS = (
    "a(?:ddress|rticle|side)|blockquote|caption|d(?:[dlt]|etails|iv)|f(?:igcaption|igure|ooter)|h(?:[1-6r]|eader)|i(?:frame|mg)"
    "|li|main|nav|ol|p(?:re)?|s(?:ection|ummary)|t(?:able|body|foot|head|r)|ul|video"
)
_BEFORE = re.compile(rf"(?=<(?:{_BLOCKS})[\s/>])")
"""Where a block of HTML begins."""
_AFTER = re.compile(rf"</(?:{_BLOCKS})>|<br ?/?>")
"""What ends a line of HTML."""
_UNSEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]+"
)
"""Spaces of all kinds, control characters, and what Unicode calls "default ignorable": nothing that leaves a mark."""


def passage(text: str, *, rich: bool) -> list[str]:
    """The first characters of a text as lines without their ends.

    Rich text is HTML, as a rule on a single line: each block gets its own, and tags within a line stay in it. Blank
    lines between blocks are left out.
    """
    part = text[:MOST_CHARACTERS]
    if not rich:
        return part.splitlines()
    lines = _AFTER.sub("\\g<0>\n", _BEFORE.sub("\n", part)).splitlines()
    return [line for line in lines if line.strip()]


def look_the_same(old: str, new: str) -> bool:
    """Whether two texts differ only in what leaves no mark: spaces, line ends, invisible characters, compositions."""
    old, new = _UNSEEN.sub("", old), _UNSEEN.sub("", new)
    if max(len(old), len(new)) > _MOST_COMPOSED:
        return old == new
    return normalize("NFC", old) == normalize("NFC", new)
