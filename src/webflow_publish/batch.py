"""Which requests it takes to publish some variants, or to take them down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webflow_publish.manifest import Collection, Variant

BATCH_LIMIT = 100
"""Items × locales in one request. Webflow documents no limit for publishing; all its other bulk endpoints take 100, and
that by which items are taken down is one of them."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request publishes, or takes down: distinct variants of one collection, at most `BATCH_LIMIT`.

    Either all of them are in the primary locale, or all name their locale: the two are written differently. And either
    all of them are to be live, or all are to be off the live site.
    """

    collection: Collection
    variants: tuple[Variant, ...]

    @property
    def is_leaving(self) -> bool:
        """Whether it takes down what it names."""
        return any(variant.is_leaving for variant in self.variants[:1])

    def locales(self) -> dict[str, list[str]]:
        """The cmsLocaleIds of each item ID; empty lists for the primary locale."""
        locales: dict[str, list[str]] = {}
        for variant in self.variants:
            locales.setdefault(variant.item.id, []).extend([variant.locale] if variant.locale else [])
        return locales

    def by_locale(self) -> tuple[Batch, ...]:
        """The same variants in one batch a locale."""
        parts: dict[str | None, list[Variant]] = {}
        for variant in self.variants:
            parts.setdefault(variant.locale, []).append(variant)
        return tuple(Batch(self.collection, tuple(part)) for part in parts.values())


def batches(variants: Iterable[Variant]) -> tuple[Batch, ...]:
    """As few batches as the variants fit in: collections as they come, in each the primary locale first.

    Either all of them are to be live, or all are to be off the live site.
    """
    collections: dict[str, Collection] = {}
    primary: dict[str, list[Variant]] = {}
    localized: dict[str, dict[str, list[Variant]]] = {}
    for variant in variants:
        collection = variant.item.collection
        collections.setdefault(collection.id, collection)
        if variant.locale is None:
            primary.setdefault(collection.id, []).append(variant)
        else:
            # Wherever the manifest has them, the locales of an item go together: a request names an ID only once.
            localized.setdefault(collection.id, {}).setdefault(variant.item.id, []).append(variant)
    return tuple(
        Batch(collection, chunk)
        for collection_id, collection in collections.items()
        for kind in (primary.get(collection_id, []), _joined(localized.get(collection_id, {})))
        for chunk in _chunks(kind)
    )


def _joined(items: dict[str, list[Variant]]) -> list[Variant]:
    return [variant for variants in items.values() for variant in variants]


def _chunks(variants: list[Variant]) -> list[tuple[Variant, ...]]:
    return [tuple(variants[start : start + BATCH_LIMIT]) for start in range(0, len(variants), BATCH_LIMIT)]
