"""What a manifest says, as plain values that remember where they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from webflow_publish.frozen import value_class
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.problem import Place
from webflow_publish.text import counted, titled

ALL = "all"
"""What stands for all locales of a site, in place of their tags."""


class Wanted(StrEnum):
    """How an item is to be. The value is what the manifest writes as `state`."""

    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    """Off the live site."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in UTC, and how it is written in the manifest: in visible characters of ASCII."""

    instant: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A Webflow collection as the manifest names it, with an optional label for reports.

    Attributes:
        id: Its ID (24 hex characters). Until its slug is looked up, where `is_found` is false, the slug stands for it,
            after that of the site and a slash if the manifest gives one; it is never like an ID.
        name: The label.
        place: Where it is listed.
        site: The site: its ID, or until that is looked up perhaps its short name; None where the manifest gives none.
        site_place: Where the site is written.
        slug: The slug, where the manifest gives that in place of the ID.
        is_found: Whether `id` is the ID.
        tags: The tags of its site's locales by their cmsLocaleIds, as far as they are known.
    """

    id: str
    name: str | None
    place: Place
    site: str | None = None
    site_place: Place | None = None
    slug: str | None = None
    is_found: bool = True
    tags: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def label(self) -> str:
        """The name, or else the slug or the ID: what a person is told."""
        return self.name or self.slug or self.id


@value_class(frozen=True, slots=True)
class Item:
    """A collection item of the manifest.

    Attributes:
        id: Its ID; until its slug is looked up, where `is_found` is false, the slug stands for it, after a slash if it
            is like an ID.
        name: A label for reports.
        collection: Its collection.
        locales: cmsLocaleIds; until they are looked up perhaps tags, or `ALL` alone. None means the primary locale.
        place: Where it is listed.
        slug: The slug, where the manifest gives that in place of the ID.
        is_found: Whether `id` is the ID.
        wanted: Whether it is to be live, or off the live site.
        publish_at: Before that, it is not published; None where any time is right.
        source: The file that it comes from, from the root of the workspace with forward slashes, for reports.
    """

    id: str
    name: str | None
    collection: Collection
    locales: tuple[str, ...]
    place: Place
    slug: str | None = None
    is_found: bool = True
    wanted: Wanted = Wanted.PUBLISHED
    publish_at: Moment | None = None
    source: str | None = None

    @property
    def label(self) -> str:
        """The name, or else the slug or the ID: what a person is told."""
        return self.name or self.slug or self.id

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same item, wherever it is listed: collection ID and item ID."""
        return self.collection.id, self.id

    @property
    def is_placed(self) -> bool:
        """Whether its site, its collection and its locales are given by their IDs."""
        site = self.collection.site
        is_sited = site is None or is_identifier(site)
        return is_sited and self.collection.is_found and all(map(is_identifier, self.locales))

    @property
    def is_known(self) -> bool:
        """Whether all of it is given by IDs: only then may anything be asked or sent of it."""
        return self.is_found and self.is_placed


@value_class(frozen=True, slots=True)
class Variant:
    """One item in one locale: the unit that is published, counted and reported. None is the primary locale.

    `key` is what makes it the same variant: collection ID, item ID and cmsLocaleId. It is one and the same tuple each
    time, because everything that is kept of a variant is kept under it.
    """

    item: Item
    locale: str | None
    key: tuple[str, str, str | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.item.collection.id, self.item.id, self.locale))

    @property
    def is_leaving(self) -> bool:
        """Whether it is to be off the live site."""
        return self.item.wanted is Wanted.UNPUBLISHED

    @property
    def tag(self) -> str | None:
        """The tag of the locale, where it is known; None for the primary locale that is not named.

        Until the locale is looked up, it is what the manifest says.
        """
        if self.locale is None:
            return None
        return self.item.collection.tags.get(self.locale) if self.cms_locale_id else self.locale

    @property
    def cms_locale_id(self) -> str | None:
        """The locale's ID; None for the primary locale, and where it is not looked up yet."""
        return self.locale if self.locale is not None and is_identifier(self.locale) else None

    @property
    def locale_label(self) -> str | None:
        """The locale for people: its tag, where that is known, and its cmsLocaleId."""
        return titled(self.tag, self.cms_locale_id) if self.cms_locale_id else self.tag


@dataclass(frozen=True, slots=True)
class Manifest:
    """All items of all manifest files, in the order in which they are written, and the files that were read.

    `empty` are the collections that are listed without any item, which only `allow-empty` makes right. `places` tells
    where a file names a locale first, by the file and the locale's text.
    """

    files: tuple[str, ...]
    items: tuple[Item, ...]
    empty: tuple[Collection, ...] = ()
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)

    def __str__(self) -> str:
        items = counted(len({item.key for item in self.items}), "item")
        collections = counted(len({item.collection.id for item in self.items}), "collection")
        return f"{items} in {collections}, from {counted(len(self.files), 'file')}"

    def variants(self) -> tuple[Variant, ...]:
        """Each item in each of its locales, in manifest order."""
        return tuple(Variant(item, locale) for item in self.items for locale in item.locales or (None,))

    @property
    def has_names(self) -> bool:
        """Whether anything in it is to be looked up before it is known what is meant."""
        return not all(item.is_known for item in self.items)

    def size(self) -> int:
        """How many variants there are."""
        return sum(len(item.locales) or 1 for item in self.items)
