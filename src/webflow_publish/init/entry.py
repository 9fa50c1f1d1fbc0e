"""An item of a site as a first manifest sees it: whether it is listed, in which locales, and by which name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from webflow_publish.webflow import Content, Heading

_NUMBERS = re.compile(r"0*([0-9]+)")

Locale = str | None
"""A cmsLocaleId; None for the only locale of a site without Localization."""


class Standing(Enum):
    """Whether an item is listed in a locale, or why not; the value is what a comment says."""

    LISTED = "listed"
    DRAFT = "draft"
    """It was never live, and nobody has said that it should be."""
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item.

    Attributes:
        id: Its ID.
        slug: Its slug in the first locale that has it; None where there is none, or where another item of the
            collection has it, too.
        name: What people call it; empty where Webflow does not say.
        standings: How it stands in each locale that has it, in the order of the site.
    """

    id: str
    slug: str | None
    name: str
    standings: Mapping[Locale, Standing]

    @property
    def locales(self) -> tuple[Locale, ...]:
        """The locales in which it is listed."""
        return tuple(locale for locale, standing in self.standings.items() if standing is Standing.LISTED)

    @property
    def standing(self) -> Standing:
        """That of the item as a whole: listed, if it is so in any locale, else a draft, if it is so in any."""
        found = set(self.standings.values())
        return next(standing for standing in Standing if standing in found)


@dataclass(frozen=True, slots=True)
class Listing:
    """A collection with all of its items."""

    heading: Heading
    entries: tuple[Entry, ...]

    def having(self, standing: Standing) -> list[Entry]:
        """Its items that stand so as a whole, in the order of their slugs, in which people would look for them."""
        return sorted((entry for entry in self.entries if entry.standing is standing), key=_order)


def listing(heading: Heading, contents: Mapping[Locale, Sequence[Content]], *, drafts: bool = False) -> Listing:
    """A collection from the staged items of each locale, the primary one first.

    Args:
        heading: The collection.
        contents: Its items by locale, in the order of the site's locales.
        drafts: Whether drafts that were never live are listed as well.
    """
    found: dict[str, dict[Locale, Content]] = {}
    for locale, items in contents.items():
        for item in items:
            found.setdefault(item.id, {})[locale] = item
    holders = Counter(slug for variants in found.values() for slug in _slugs(variants.values()))
    return Listing(heading, tuple(_entry(item_id, each, holders, drafts=drafts) for item_id, each in found.items()))


def _order(entry: Entry) -> tuple[list[tuple[int, str]], str]:
    """By slug, where the numbers in it count as numbers: `batch-2` comes before `batch-10`."""
    parts = _NUMBERS.split(entry.slug or "")
    return [(len(part), part) if position % 2 else (0, part) for position, part in enumerate(parts)], entry.id


def _entry(item_id: str, variants: Mapping[Locale, Content], holders: Counter[str], *, drafts: bool) -> Entry:
    slug = next((each.slug for each in variants.values() if each.slug), None)
    return Entry(
        item_id,
        slug if slug and holders[slug] == 1 else None,
        next((each.name for each in variants.values() if each.name), ""),
        {locale: _standing(each, drafts=drafts) for locale, each in variants.items()},
    )


def _slugs(variants: Iterable[Content]) -> set[str]:
    return {each.slug for each in variants if each.slug}


def _standing(content: Content, *, drafts: bool) -> Standing:
    if content.is_archived:
        return Standing.ARCHIVED
    if content.is_draft and content.last_published is None and not drafts:
        return Standing.DRAFT
    return Standing.LISTED
