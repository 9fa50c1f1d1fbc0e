"""The part of a plan's job summary that shows what would go live, for a reviewer: a section for each collection."""

from __future__ import annotations

from collections.abc import Sequence

from webflow_publish.change import Change
from webflow_publish.estimate import LOWEST_RATE
from webflow_publish.outcome import Outcome, Result, Status
from webflow_publish.reason import Reason
from webflow_publish.report.difference import difference_block
from webflow_publish.report.lists import add_items
from webflow_publish.report.markdown import Page, code, html_text
from webflow_publish.text import counted

_MOST_OPEN = 10
"""Changed items up to which their differences stand open."""
_MOST_ROOM = 12_000
"""Bytes that the differences of one item take at most."""
_LEAST_ROOM = 1_200
"""Bytes that they get at least; where so many are not left, the others are only named."""
_NAME_ROOM = 200
"""Bytes kept for each changed item, up to a third of the room, where not all of them can be compared."""
_HEADINGS = {
    Change.DRAFT: "Drafts that would go live",
    Change.NEW: "New",
    Change.FORCED: "Live already, and published again",
}
"""What items are listed under that have nothing to be compared with: drafts first, because they may be unfinished."""
_NOT_COMPARED = "The live item could not be read, so that it is not known what differs.\n\n"
_SAME = "No field differs: Webflow has it as edited since it was published.\n\n"


def add_estimate(page: Page, result: Result) -> None:
    """Add how much work it is to publish what is pending."""
    estimate = result.estimate
    if estimate is None or not result.count(Status.PENDING):
        return
    parts = [
        f"{estimate.reads:,} to look",
        f"{estimate.writes:,} to publish",
        f"{estimate.confirmations:,} to read back" if estimate.confirmations else "",
    ]
    lowest = "" if estimate.rate else ", the lowest rate of Webflow"
    page.add(
        f"Publishing takes about {counted(estimate.requests, 'request')} ({', '.join(filter(None, parts))}): about "
        f"{counted(estimate.minutes, 'minute')} at {estimate.rate or LOWEST_RATE:,} requests a minute{lowest}.\n\n"
    )


def add_pending(page: Page, result: Result) -> None:
    """Add what would be published: of changed items the differences, of others the names, which come first.

    What only a guard holds back is shown as well, because that is what is to be reviewed.
    """
    changing = [outcome for outcome in result.outcomes if outcome.change is not None]
    changed = [outcome for outcome in changing if _is_compared(outcome)]
    others = [outcome for outcome in changing if not _is_compared(outcome) and would_go(outcome)]
    end = page.left * 2 // 3 if changed else 0
    for change, heading in _HEADINGS.items():
        _add_named(page, heading, [outcome for outcome in others if outcome.change is change], end)
    _add_changed(page, changed)


def would_go(outcome: Outcome) -> bool:
    """Whether it would be published if there was no limit to how much may be."""
    return outcome.status is Status.PENDING or outcome.reason is Reason.TOO_MANY


def _is_compared(outcome: Outcome) -> bool:
    return outcome.change is Change.CHANGED or bool(outcome.differences)


def add_unchanged(page: Page, result: Result) -> None:
    """Add what is live already, as far as there is room."""
    _add_named(page, "Live already", [each for each in result.outcomes if each.status is Status.UNCHANGED])


def _add_named(page: Page, heading: str, outcomes: Sequence[Outcome], end: int = 0) -> None:
    add_items(page, f"## {heading}\n\n", outcomes, set(), end)


def _add_changed(page: Page, outcomes: Sequence[Outcome]) -> None:
    if not outcomes:
        return
    page.add("## Changed\n\n")
    opened = " open" if len(outcomes) <= _MOST_OPEN else ""
    tight = page.left < _LEAST_ROOM * len(outcomes)
    names = min(_NAME_ROOM * len(outcomes), page.left // 3) if tight else 0
    collection: str | None = None
    for index, outcome in enumerate(outcomes):
        room = page.left - names
        if room < _LEAST_ROOM:
            _add_named(page, "Changed, and not compared here for lack of room", outcomes[index:])
            return
        if outcome.variant.item.collection.id != collection:
            collection = outcome.variant.item.collection.id
            page.add(f"### {code(outcome.variant.item.collection.label, 100)}\n\n")
        page.add(_block(outcome, opened, min(_MOST_ROOM, max(_LEAST_ROOM, room // (len(outcomes) - index)))))


def _block(outcome: Outcome, opened: str, room: int) -> str:
    head = f"<details{opened}><summary>{_summary(outcome)}</summary>\n\n"
    tail = "</details>\n\n"
    if outcome.reason and not would_go(outcome):
        head += f"It would not be published ({code(outcome.reason)}).\n\n"
    if outcome.differences is None:
        return head + _NOT_COMPARED + tail
    if not outcome.differences:
        return head + _SAME + tail
    left = room - len((head + tail).encode())
    return head + difference_block(outcome.differences, left) + tail


def _summary(outcome: Outcome) -> str:
    """Name, ID and locale of an item, and which of its fields differ, for an HTML element.

    GitHub looks for mentions, emoji and the like in the text of elements, but not in that of `<code>`.
    """
    item = outcome.variant.item
    name = f"<b><code>{html_text(outcome.name, 100)}</code></b> " if outcome.name else ""
    locale = f" in <code>{outcome.variant.locale}</code>" if outcome.variant.locale else ""
    labels = ", ".join(each.label for each in outcome.differences or ())
    fields = f": <code>{html_text(labels, 120)}</code>" if labels else ""
    return f"{name}<code>{item.id}</code>{locale}{fields}"
