"""The part of the job summary that lists what is published: folded, a block for each collection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webflow_publish.outcome import Outcome, Result, Status
from webflow_publish.report.markdown import Page, html_text
from webflow_publish.text import counted

_MOST_OPEN = 20
"""Items up to which the lists stand open."""
_LEAST_ROOM = 600
"""Bytes that a collection gets at least; where so many are not left, the others are counted."""
_MORE = "The JSON report has them all: set the input `report` to get one."
_LEFT_OUT = f"And {{count}} more. {_MORE}\n\n"

_Items = dict[str, list[Outcome]]


def add_published(page: Page, result: Result) -> None:
    """Add the IDs and names, as many as there is room for on the page."""
    collections: dict[str, _Items] = {}
    partial: set[tuple[str, str]] = set()
    for outcome in result.outcomes:
        item = outcome.variant.item
        if outcome.status is Status.PUBLISHED:
            collections.setdefault(item.collection.id, {}).setdefault(item.id, []).append(outcome)
        else:
            partial.add(item.key)
    if collections:
        page.add("## Published\n\n")
    shown = sum(len(items) for items in collections.values()) <= _MOST_OPEN
    for index, (collection_id, items) in enumerate(collections.items()):
        label = next(iter(items.values()))[0].variant.item.collection.label
        some = sum((collection_id, item_id) in partial for item_id in items)
        note = f", {some:,} of them not in all locales" if some else ""
        summary = f"<code>{html_text(label, 100)}</code>: {counted(len(items), 'item')}{note}"
        head = f"<details{' open' if shown else ''}><summary>{summary}</summary>\n<pre>\n"
        if page.left < _LEAST_ROOM:
            page.add(f"And {len(collections) - index:,} more collections. {_MORE}\n\n")
            break
        room = max(_LEAST_ROOM, page.left // (len(collections) - index))
        lines = list(_lines(items.values()))
        page.add_rows(head, lines, len(lines), "</pre>\n</details>\n\n", _LEFT_OUT, room)


def _lines(items: Iterable[Sequence[Outcome]]) -> Iterable[str]:
    """A line for each item, those with the same locales together under a line that names them."""
    sets: dict[tuple[str | None, ...], list[Outcome]] = {}
    for outcomes in items:
        sets.setdefault(tuple(outcome.variant.locale for outcome in outcomes), []).append(outcomes[0])
    for locales, outcomes in sets.items():
        if any(locales):
            yield f"In {', '.join(locale or 'the primary locale' for locale in locales)}:\n"
        for outcome in outcomes:
            item = outcome.variant.item
            yield f"{item.id}  {html_text(item.name, 100)}\n" if item.name else f"{item.id}\n"
