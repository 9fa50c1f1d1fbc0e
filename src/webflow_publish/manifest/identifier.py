"""Webflow's IDs: 24 lower-case hexadecimal characters, and what is wrong with a text that is none."""

from __future__ import annotations

import re
from enum import Enum
from string import hexdigits

from webflow_publish.text import quoted

LENGTH = 24
"""Characters of an ID of Webflow (Data API v2: collections, items, CMS locales)."""

_PATTERN = re.compile(r"[0-9a-f]{24}")
_KEY = re.compile(r"(id|name|locales):\S")
_HEXADECIMAL = frozenset(hexdigits)
_DIFFERENCE = 4
"""Characters by which a text may be too long or too short, or wrong, and still seem to be meant for an ID."""


class Kind(Enum):
    """What an ID is the ID of: its name in messages, and where it is found."""

    COLLECTION = (
        "a collection ID",
        "Webflow's Data API lists it at `GET /v2/sites/{site_id}/collections`.",
    )
    ITEM = (
        "an item ID",
        "Webflow's Data API lists it at `GET /v2/collections/{collection_id}/items`.",
    )
    LOCALE = (
        "a cmsLocaleId",
        "Webflow's Data API shows it as `cmsLocaleId` under `locales` at `GET /v2/sites/{site_id}`.",
    )

    @property
    def noun(self) -> str:
        """With its article."""
        return self.value[0]

    @property
    def source(self) -> str:
        """Where the ID is found, as a sentence."""
        return self.value[1]


def is_identifier(text: str) -> bool:
    """Whether the text has the form of an ID."""
    return _PATTERN.fullmatch(text) is not None


def wrong(text: str, kind: Kind) -> tuple[str, str]:
    """Message and hint for a text that stands in place of an ID and is none."""
    shown = quoted(text)
    if is_identifier(text.strip()):
        return f"{shown} has white space around the ID.", "Take it out."
    if is_identifier(text.lower()):
        return (
            f"{shown} has upper-case letters; {kind.noun} is written in lower case.",
            f"Write it as `{text.lower()}`.",
        )
    if key := _KEY.match(text):
        return (
            f"{shown} has no space after its colon, so that it is read as one text.",
            f"Write `{key[1]}: ` with a space after the colon.",
        )
    strangers = [character for character in text if character not in _HEXADECIMAL]
    if not strangers and (any(map(str.isdigit, text)) or abs(len(text) - LENGTH) <= _DIFFERENCE):
        characters = "character" if len(text) == 1 else "characters"
        return (
            f"{shown} has {len(text)} hexadecimal {characters}; {kind.noun} has {LENGTH}.",
            f"Copy the whole ID again. {kind.source}",
        )
    if len(strangers) <= _DIFFERENCE and abs(len(text) - LENGTH) <= _DIFFERENCE and any(map(str.isdigit, text)):
        return (
            f"{shown} contains {_named(strangers[0])}; {kind.noun} has {LENGTH} characters, all of them 0-9 or a-f.",
            f"Copy the whole ID again. {kind.source}",
        )
    return (
        f"{shown} is not {kind.noun}, which has {LENGTH} characters, 0-9 and a-f.",
        f"{_unread(kind)} are not read yet: write the ID. {kind.source}",
    )


def _named(character: str) -> str:
    return f"the letter {quoted(character)}" if character.isalpha() else f"the character {quoted(character)}"


def _unread(kind: Kind) -> str:
    return "Tags and names of locales" if kind is Kind.LOCALE else "Names and slugs"
