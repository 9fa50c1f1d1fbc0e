"""The same item listed twice for the same locale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.model import ALL, Item

_Listed = defaultdict[tuple[str, str | None], dict[str, Item]]
"""Items by collection and locale, because a key of its own for each item would take more memory than the item."""


def note_repetitions(items: Sequence[Item], findings: Mapping[str, Findings]) -> None:
    """Add a finding for each item that an earlier one of the same collection repeats in at least one locale.

    An item without locales is the primary locale's. Which that is, and which tag belongs to which cmsLocaleId, is not
    known here, so that listing an item without locale and again with one is no repetition. `ALL` has any of them in it.
    """
    first: _Listed = defaultdict(dict)
    anywhere: _Listed | None = defaultdict(dict) if any(ALL in each for each in {i.locales for i in items}) else None
    for item in items:
        repeated: dict[str | None, Item] = {}
        for locale in item.locales or (None,):
            folded = locale and locale.lower()
            known = first[item.collection.id, folded].setdefault(item.id, item)
            if known is not item:
                repeated[None if folded == ALL else locale] = known
        if anywhere is not None and not repeated:
            known = anywhere[item.collection.id, None].setdefault(item.id, item)
            everywhere = first[item.collection.id, ALL].get(item.id) if ALL not in item.locales else known
            if everywhere is not None and everywhere is not item:
                repeated[ALL] = everywhere
        if repeated:
            locale, known = next(iter(repeated.items()))
            findings[item.place.file].add(
                item.place,
                f"The item {_label(item, known)} is listed twice{_where(item, locale, len(repeated))}; "
                f"the first is at {known.place.quoted}.",
                "Take one of the two out, or give them different `locales`.",
            )


def _label(item: Item, known: Item) -> str:
    slug = item.slug or known.slug
    if slug is None:
        return f"`{item.id}`"
    return f"`{slug}` (`{item.id}`)" if item.is_found else f"`{slug}`"


def _where(item: Item, locale: str | None, number: int) -> str:
    if locale is None:
        return ""
    if number > 1:
        return f" for {number} of its locales"
    if locale == ALL:
        return ", once for all locales"
    tag = item.collection.tags.get(locale)
    return f" for the locale `{locale}`" if tag is None else f" for the locale `{tag}` (`{locale}`)"
