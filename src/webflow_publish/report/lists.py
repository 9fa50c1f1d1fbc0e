"""The parts of the job summary that list items: folded, a block for each collection."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from webflow_publish.outcome import Outcome, Result, Status
from webflow_publish.report.markdown import Page, html_text
from webflow_publish.report.source import Source
from webflow_publish.text import counted

_MOST_OPEN = 20
"""Items up to which the lists stand open."""
_LEAST_ROOM = 600
"""Bytes that a collection gets at least; where so many are not left, the others are counted."""
_MORE = "The JSON report has them all: set the input `report` to get one."
_LEFT_OUT = f"And {{count}} more. {_MORE}\n\n"
_CONFIRMED = "These were read back after they were published, and are live as they are staged.\n\n"
_ACCEPTED = "Webflow says that these are published. They were not read back.\n\n"

_GONE = (
    "These were looked for after they were taken down, and are not on the live site. Webflow keeps them as drafts.\n\n"
)
_CLAIMED = "Webflow says that these are taken down. They were not looked for.\n\n"

_Items = dict[str, list[Outcome]]
_Sets = dict[tuple[str | None, ...], list[Sequence[Outcome]]]
"""Items by the locales in which they are listed; each item is its outcomes, one for each locale."""


def add_done(page: Page, result: Result) -> None:
    """Add what was published, and what was taken down: what was seen, and what Webflow says."""
    published = [outcome for outcome in result.outcomes if outcome.status is Status.PUBLISHED]
    confirmed = [outcome for outcome in published if outcome.confirmed]
    accepted = [outcome for outcome in published if not outcome.confirmed]
    partial = {outcome.variant.item.key for outcome in result.outcomes if outcome.reason}
    add_items(page, f"## Published, and seen live\n\n{_CONFIRMED}", confirmed, partial)
    add_items(page, f"## Published\n\n{_ACCEPTED}", accepted, partial)
    gone = [outcome for outcome in result.outcomes if outcome.status is Status.UNPUBLISHED]
    seen = [outcome for outcome in gone if outcome.confirmed]
    claimed = [outcome for outcome in gone if not outcome.confirmed]
    add_items(page, f"## Taken off the live site, and seen to be gone\n\n{_GONE}", seen, partial)
    add_items(page, f"## Taken off the live site\n\n{_CLAIMED}", claimed, partial)


def add_items(page: Page, head: str, outcomes: Sequence[Outcome], partial: set[tuple[str, str]], end: int = 0) -> None:
    """Add names and IDs of items, as many as there is room for on the page.

    Args:
        page: The page.
        head: The heading, and what else comes before; where there are no items, nothing is added.
        outcomes: The items, in each of their locales.
        partial: The keys of items that are not so in all of their locales.
        end: Bytes of the page that are to be left.
    """
    collections: dict[str, _Items] = {}
    for outcome in outcomes:
        item = outcome.variant.item
        collections.setdefault(item.collection.id, {}).setdefault(item.id, []).append(outcome)
    if collections:
        page.add(head)
    shown = sum(len(items) for items in collections.values()) <= _MOST_OPEN
    for index, (collection_id, items) in enumerate(collections.items()):
        label = next(iter(items.values()))[0].variant.item.collection.label
        some = sum((collection_id, item_id) in partial for item_id in items)
        note = f", {some:,} of them not in all locales" if some else ""
        summary = f"<code>{html_text(label, 100)}</code>: {counted(len(items), 'item')}{note}"
        opening = f"<details{' open' if shown else ''}><summary>{summary}</summary>\n<pre>\n"
        if page.left - end < _LEAST_ROOM:
            page.add(f"And {counted(len(collections) - index, 'more collection')}. {_MORE}\n\n")
            break
        room = max(_LEAST_ROOM, (page.left - end) // (len(collections) - index))
        sets = _by_locales(items.values())
        total = len(items) + sum(any(locales) for locales in sets)
        page.add_rows(opening, _lines(sets, page.source), total, "</pre>\n</details>\n\n", _LEFT_OUT, room)


def _by_locales(items: Iterable[Sequence[Outcome]]) -> _Sets:
    sets: _Sets = {}
    for outcomes in items:
        sets.setdefault(tuple(outcome.variant.locale_label for outcome in outcomes), []).append(outcomes)
    return sets


def _lines(sets: _Sets, source: Source) -> Iterable[str]:
    """A line for each item, those with the same locales together under a line that names them."""
    for locales, together in sets.items():
        if any(locales):
            yield f"In {', '.join(html_text(locale, 100) if locale else 'the primary locale' for locale in locales)}:\n"
        for outcomes in together:
            yield _line(outcomes, source)


def _line(outcomes: Sequence[Outcome], source: Source) -> str:
    first = outcomes[0]
    addresses = [outcome.address for outcome in outcomes if outcome.address]
    parts = [first.variant.item.id]
    if first.status is Status.SCHEDULED and first.variant.item.publish_at:
        parts.insert(0, html_text(first.variant.item.publish_at.text, 100))
    if first.name:
        parts.append(html_text(first.name, 100))
    if path := first.variant.item.source:
        parts.append(_anchor(path, source.content_link(path)))
    # An address is made of parts that were checked or escaped one by one: see webflow/site.
    parts += [_anchor(address, address) for address in addresses]
    return "  ".join(parts) + "\n"


def _anchor(text: str, address: str | None) -> str:
    told = html_text(text, 300)
    return f'<a href="{html.escape(address)}">{told}</a>' if address else told
