"""What a manifest says, as plain values that remember where they were written."""

from __future__ import annotations

from dataclasses import dataclass, field

from webflow_publish.frozen import value_class
from webflow_publish.problem import Place
from webflow_publish.text import counted


@dataclass(frozen=True, slots=True)
class Collection:
    """A Webflow collection as the manifest names it: its ID (24 hex characters) and an optional label for reports.

    `site` is the ID of its site, or None where the manifest gives none.
    """

    id: str
    name: str | None
    place: Place
    site: str | None = None

    @property
    def label(self) -> str:
        """The name, or else the ID: what a person is told."""
        return self.name or self.id


@value_class(frozen=True, slots=True)
class Item:
    """A collection item of the manifest. `locales` are cmsLocaleIds; none means the site's primary locale."""

    id: str
    name: str | None
    collection: Collection
    locales: tuple[str, ...]
    place: Place

    @property
    def label(self) -> str:
        """The name, or else the ID: what a person is told."""
        return self.name or self.id

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same item, wherever it is listed: collection ID and item ID."""
        return self.collection.id, self.id


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """All items of all manifest files, in the order in which they are written, and the files that were read.

    `empty` are the collections that are listed without any item, which only `allow-empty` makes right.
    """

    files: tuple[str, ...]
    items: tuple[Item, ...]
    empty: tuple[Collection, ...] = ()

    def __str__(self) -> str:
        items = counted(len({item.key for item in self.items}), "item")
        collections = counted(len({item.collection.id for item in self.items}), "collection")
        return f"{items} in {collections}, from {counted(len(self.files), 'file')}"

    def variants(self) -> tuple[Variant, ...]:
        """Each item in each of its locales, in manifest order."""
        return tuple(Variant(item, locale) for item in self.items for locale in item.locales or (None,))

    def size(self) -> int:
        """How many variants there are."""
        return sum(len(item.locales) or 1 for item in self.items)
