"""Webflow's IDs: 24 lower-case hexadecimal characters, and what is wrong with a text that is none."""

from __future__ import annotations

import re
from enum import Enum
from string import digits, hexdigits

from webflow_publish.manifest.wording import named
from webflow_publish.text import quoted

LENGTH = 24
"""Characters of an ID of Webflow (Data API v2: collections, items, CMS locales)."""

_PATTERN = re.compile(r"[0-9a-f]{24}")
_WITHIN = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{24}(?![0-9A-Fa-f])")
_ENTRIES = re.compile(r"[0-9A-Fa-f]+ - (?:id: ?)?[0-9A-Fa-f]{12}")
_KEY = re.compile(r"(id|slug|name|locales|source|publish-at|state):\S")
_HEXADECIMAL = frozenset(hexdigits)
_DIGITS = frozenset(digits)
_LONGEST = 1_000
"""Characters up to which a text is looked at closely; aliases may repeat a huge one a thousand times."""
_DIFFERENCE = 4
"""Characters by which a text may be too long or too short, or wrong, and still seem to be meant for an ID."""
_STRANGE = re.compile(rf"(?:[0-9A-Fa-f]*[^0-9A-Fa-f]){{{_DIFFERENCE + 1}}}")


class Kind(Enum):
    """What an ID is the ID of: its name in messages, and where it is found."""

    SITE = (
        "a site ID",
        "Webflow's Data API lists it at `GET /v2/sites`.",
    )
    COLLECTION = (
        "a collection ID",
        (
            "Webflow shows it in the collection's settings in the CMS, and the Data API at "
            "`GET /v2/sites/{site_id}/collections`."
        ),
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


def identifiers(text: str) -> list[str]:
    """The IDs that stand in a text among other characters, in lower case."""
    return [found.lower() for found in _WITHIN.findall(text)]


def wrong(text: str, kind: Kind) -> tuple[str, str]:
    """Message and hint for a text that stands in place of an ID, where no name may stand, and is none."""
    told = None
    if len(text) <= _LONGEST:
        told = _misspelt(text, kind) or _accompanied(text) or _incomplete(text, kind) or _misplaced(text, kind)
    return told or (
        f"{quoted(text)} is not {kind.noun}, which has {LENGTH} characters, 0-9 and a-f.",
        f"If it is the slug, write it as `slug: …`. {kind.source}",
    )


def may_be_amiss(text: str) -> bool:
    """Whether `amiss` can find anything in a text that has the form of a name: of most that is known at once."""
    is_near = abs(len(text) - LENGTH) <= _DIFFERENCE and not _STRANGE.match(text)
    return is_near or (len(text) > LENGTH and _WITHIN.search(text) is not None)


def amiss(text: str, kind: Kind) -> tuple[str, str] | None:
    """Message and hint for a text that seems to be meant for an ID, where a name may stand, too; None for any other."""
    if len(text) > _LONGEST:
        return None
    return _misspelt(text, kind) or _accompanied(text) or _misplaced(text, kind)


def _misspelt(text: str, kind: Kind) -> tuple[str, str] | None:
    """What is wrong with a text that holds a whole ID, and is not one for its spelling."""
    shown = quoted(text)
    if is_identifier(bare := text.strip(" \t\r\n")):
        return f"{shown} has white space around the ID.", f"Write only `{bare}`."
    if is_identifier(seen := "".join(filter(str.isprintable, text)).strip()):
        invisible = next(character for character in text if not character.isprintable())
        return f"{shown} contains an invisible character, {named(invisible)}.", f"Write only `{seen}`."
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
    return None


def _accompanied(text: str) -> tuple[str, str] | None:
    """What is wrong with a text that holds one whole ID or several, and something else."""
    shown = quoted(text)
    found = identifiers(text)
    if _ENTRIES.match(text):
        return (
            f"Two entries are read as one text here: {shown}.",
            "A line below is indented further than this one. Align their `-`.",
        )
    if len(found) > 1:
        return f"Several IDs stand in one text here: {shown}.", "Write each ID as an entry of its own."
    if not found:
        return None
    if is_identifier(text[:LENGTH]) and text[LENGTH] == "#":
        return (
            f"{shown} goes on after the ID, because no space stands before the `#`.",
            f"Put a space before the `#`, or write only `{found[0]}`.",
        )
    return f"Something else stands beside the ID in {shown}.", f"Write only `{found[0]}`."


def _incomplete(text: str, kind: Kind) -> tuple[str, str] | None:
    """What is wrong with a text of digits that cannot be anything but a part of an ID."""
    if _DIGITS.isdisjoint(text) or not _HEXADECIMAL.issuperset(text):
        return None
    characters = "character" if len(text) == 1 else "characters"
    return (
        f"{quoted(text)} has {len(text)} hexadecimal {characters}; {kind.noun} has {LENGTH}.",
        f"Copy the whole ID again. {kind.source}",
    )


def _misplaced(text: str, kind: Kind) -> tuple[str, str] | None:
    """What is wrong with a text of about the length of an ID that has hardly anything but hexadecimal characters."""
    if abs(len(text) - LENGTH) > _DIFFERENCE:
        return None
    shown = quoted(text)
    strangers = [character for character in text if character not in _HEXADECIMAL]
    if not strangers:
        return (
            f"{shown} has {len(text)} hexadecimal characters; {kind.noun} has {LENGTH}.",
            f"Copy the whole ID again. {kind.source}",
        )
    if len(strangers) <= _DIFFERENCE and not _DIGITS.isdisjoint(text):
        return (
            f"{shown} contains {_shown(strangers[0])}; {kind.noun} has {LENGTH} characters, all of them 0-9 or a-f.",
            f"Copy the whole ID again. {kind.source}",
        )
    return None


def _shown(character: str) -> str:
    return f"the letter {quoted(character)}" if character.isalpha() else f"the character {quoted(character)}"
