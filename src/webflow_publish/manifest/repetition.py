"""The same item listed twice for the same locale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.model import Item


def note_repetitions(items: Iterable[Item], findings: Mapping[str, Findings]) -> None:
    """Add a finding for each item that an earlier one of the same collection repeats in at least one locale.

    An item without locales is the primary locale's. Whether a cmsLocaleId is the primary one's is not known here,
    so that listing an item without locale and again with one is no repetition.
    """
    first: defaultdict[tuple[str, str | None], dict[str, Item]] = defaultdict(dict)
    """By collection and locale, because a key of its own for each item would take more memory than the item."""
    for item in items:
        repeated: dict[str | None, Item] = {}
        for locale in item.locales or (None,):
            known = first[item.collection.id, locale].setdefault(item.id, item)
            if known is not item:
                repeated[locale] = known
        if repeated:
            locale, known = next(iter(repeated.items()))
            findings[item.place.file].add(
                item.place,
                f"The item `{item.id}` is listed twice{_where(locale, len(repeated))}; "
                f"the first is at {known.place.quoted}.",
                "Take one of the two out, or give them different `locales`.",
            )


def _where(locale: str | None, number: int) -> str:
    if locale is None:
        return ""
    return f" for the locale `{locale}`" if number == 1 else f" for {number} of its locales"
