"""The part of a plan's job summary that shows what would go live, or off, for a reviewer: by collection."""

from __future__ import annotations

from collections.abc import Sequence

from webflow_publish.change import Change
from webflow_publish.estimate import LOWEST_RATE
from webflow_publish.outcome import Outcome, Result, Status
from webflow_publish.reason import Reason
from webflow_publish.report.difference import difference_block
from webflow_publish.report.lists import add_items
from webflow_publish.report.markdown import Page, code, html_text
from webflow_publish.report.waiting import date_of, scheduled
from webflow_publish.text import counted

_MOST_OPEN = 10
"""New or changed items up to which their fields stand open."""
_MOST_ROOM = 12_000
"""Bytes that the differences of one item take at most."""
_FIELDS_ROOM = 400
"""Bytes that the fields of a new item get at least; where so many are not left for each, all are only named."""
_LEAST_ROOM = 1_200
"""Bytes that they get at least; where so many are not left, the others are only named."""
_NAME_ROOM = 200
"""Bytes kept for each item that is only named, up to a part of the room."""
_HEADINGS = {Change.DRAFT: "Drafts that would go live", Change.NEW: "New"}
"""What items are listed under that have nothing to be compared with: drafts first, because they may be unfinished."""
_NOT_COMPARED = "It was not compared: there is too much that changed, or the live item could not be read.\n\n"
_TOO_MANY_NEW = "There are too many to show their fields here. Look at them in Webflow.\n\n"
_SAME = "No field differs: Webflow has it as edited since it was published.\n\n"


def add_estimate(page: Page, result: Result) -> None:
    """Add how much work it is to publish, or take down, what is pending."""
    estimate = result.estimate
    if estimate is None or not result.count(Status.PENDING):
        return
    kinds = {each.variant.is_leaving for each in result.outcomes if each.status is Status.PENDING}
    doing = " and ".join(word for word, kind in (("publish", False), ("take down", True)) if kind in kinds)
    parts = [
        f"{estimate.reads:,} to look",
        f"{estimate.writes:,} to {doing}",
        f"{estimate.confirmations:,} to read back" if estimate.confirmations else "",
    ]
    lowest = "" if estimate.rate else ", the lowest rate of Webflow"
    page.add(
        f"{'Publishing' if False in kinds else 'Taking down'} takes about {counted(estimate.requests, 'request')} "
        f"({', '.join(filter(None, parts))}): about {counted(estimate.minutes, 'minute')} at "
        f"{estimate.rate or LOWEST_RATE:,} requests a minute{lowest}.\n\n"
    )


def add_pending(page: Page, result: Result) -> None:
    """Add what would be taken down, and what published: of new items the fields, of changed ones the differences.

    Where room ends, they are only named. What goes off the live site comes first, so that nobody overlooks it.
    What only a guard holds back is shown as well, because that is what is to be reviewed.
    """
    waiting = scheduled(result.outcomes)
    found = (outcome for outcome in result.outcomes if outcome.change is not None)
    changing = [outcome for outcome in found if outcome.status is not Status.SCHEDULED]
    changed = [outcome for outcome in changing if _is_compared(outcome)]
    others = [outcome for outcome in changing if not _is_compared(outcome) and would_go(outcome)]
    leaving = [outcome for outcome in others if outcome.variant.is_leaving]
    others = [outcome for outcome in others if not outcome.variant.is_leaving]
    _add_named(page, "Would be taken off the live site", leaving, page.left // 2 if changed or others else 0)
    end = page.left * 2 // 3 if changed else 0
    for change, heading in _HEADINGS.items():
        new = [outcome for outcome in others if outcome.change is change]
        others = [outcome for outcome in others if outcome.change is not change]
        rest = sum(_LEAST_ROOM if outcome.differences else _NAME_ROOM for outcome in others)
        _add_new(page, heading, new, end + min(rest, (page.left - end) // 2))
    _add_named(page, "Live already, and published again", others, end)
    _add_changed(page, changed)
    _add_waiting(page, waiting)


def would_go(outcome: Outcome) -> bool:
    """Whether it would be published, or taken down, if there was no limit to how much may be."""
    return outcome.status is Status.PENDING or outcome.reason is Reason.TOO_MANY


def _is_compared(outcome: Outcome) -> bool:
    return outcome.change is Change.CHANGED or (outcome.change is Change.FORCED and bool(outcome.differences))


def add_unchanged(page: Page, result: Result) -> None:
    """Add what is as it is to be already, as far as there is room."""
    unchanged = [each for each in result.outcomes if each.status is Status.UNCHANGED]
    _add_named(page, "Live already", [each for each in unchanged if not each.variant.is_leaving])
    _add_named(page, "Off the live site already", [each for each in unchanged if each.variant.is_leaving])


def _add_waiting(page: Page, waiting: Sequence[Outcome]) -> None:
    """Add what is published when its time has come: what a reviewer agrees to now."""
    heading = "Scheduled"
    is_compared = all(outcome.differences is not None for outcome in waiting)
    if waiting and not (is_compared and _add_with_fields(page, heading, waiting, 0)):
        _add_named(page, heading, waiting)


def _add_named(page: Page, heading: str, outcomes: Sequence[Outcome], end: int = 0, note: str = "") -> None:
    add_items(page, f"## {heading}\n\n{note}", outcomes, set(), end)


def _add_new(page: Page, heading: str, outcomes: Sequence[Outcome], end: int) -> None:
    """Add items that are not live, a collection after the other: with their fields, or by name where these are many."""
    are_compared = all(outcome.differences is not None for outcome in outcomes)
    if not (are_compared and _add_with_fields(page, heading, outcomes, end)):
        _add_named(page, heading, outcomes, end, _TOO_MANY_NEW)


def _add_with_fields(page: Page, heading: str, outcomes: Sequence[Outcome], end: int) -> bool:
    """Add items with their fields, if there is room for them; whether there was."""
    least = _FIELDS_ROOM * len(outcomes)
    if page.left - end < least:
        return False  # without what is around the fields, which takes time to measure
    collections: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        collections.setdefault(outcome.variant.item.collection.id, []).append(outcome)
    is_open = len(outcomes) <= _MOST_OPEN
    frames = [_frame(group, is_open=is_open) for group in collections.values()]
    sizes = {each.variant.key: len("".join(_around(each, is_open=is_open)).encode()) for each in outcomes}
    head = f"## {heading}\n\n"
    spare = page.left - end - sum(sizes.values()) - len("".join((head, *map("".join, frames))).encode())
    if spare < least:
        return False
    page.add(head if outcomes else "")
    left = len(outcomes)
    for group, (opening, closing) in zip(collections.values(), frames, strict=True):
        page.add(opening)
        for outcome in group:
            size = sizes[outcome.variant.key]
            block = _block(outcome, is_open=is_open, room=min(_MOST_ROOM, size + spare // left))
            spare -= len(block.encode()) - size
            left -= 1
            page.add(block)
        page.add(closing)
    return True


def _frame(outcomes: Sequence[Outcome], *, is_open: bool) -> tuple[str, str]:
    """What comes before and after the new items of a collection: many are folded, and set off from the next ones."""
    label = outcomes[0].variant.item.collection.label
    if is_open:
        return f"### {code(label, 100)}\n\n", ""
    items = counted(len({outcome.variant.item.id for outcome in outcomes}), "item")
    summary = f"<summary><code>{html_text(label, 100)}</code>: {items}</summary>"
    return f"<details>{summary}\n<blockquote>\n\n", "</blockquote>\n</details>\n\n"


def _add_changed(page: Page, outcomes: Sequence[Outcome]) -> None:
    if not outcomes:
        return
    page.add("## Changed\n\n")
    is_open = len(outcomes) <= _MOST_OPEN
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
        room = min(_MOST_ROOM, max(_LEAST_ROOM, room // (len(outcomes) - index)))
        page.add(_block(outcome, is_open=is_open, room=room))


def _block(outcome: Outcome, *, is_open: bool, room: int) -> str:
    """An item with its fields; what is around these may take more than `room`."""
    opening, closing = _around(outcome, is_open=is_open)
    if outcome.differences is None:
        return opening + _NOT_COMPARED + closing
    if not outcome.differences and not outcome.is_first:
        return opening + _SAME + closing
    room -= len((opening + closing).encode())
    return opening + difference_block(outcome.differences, room, is_first=outcome.is_first) + closing


def _around(outcome: Outcome, *, is_open: bool) -> tuple[str, str]:
    """What comes before and after the fields of an item."""
    opening = f"<details{' open' if is_open else ''}><summary>{_summary(outcome)}</summary>\n\n"
    if outcome.reason and not would_go(outcome):
        opening += f"It would not be published ({code(outcome.reason)}).\n\n"
    return opening, "</details>\n\n"


def _summary(outcome: Outcome) -> str:
    """Name, ID and locale of an item, and which of its fields differ, for an HTML element.

    GitHub looks for mentions, emoji and the like in the text of elements, but not in that of `<code>`.
    """
    item = outcome.variant.item
    # A name that is written from right to left would draw what follows into its direction.
    name = f"<b><code>{html_text(outcome.name, 100)}</code></b>&lrm; " if outcome.name else ""
    label = outcome.variant.locale_label
    locale = f" in <code>{html_text(label, 100)}</code>" if label else ""
    changed = outcome.differences if _is_compared(outcome) else ()
    labels = ", ".join(each.label for each in changed or ())
    fields = f": <code>{html_text(labels, 120)}</code>" if labels else ""
    date = f" at <code>{html_text(date_of(outcome), 100)}</code>" if outcome.status is Status.SCHEDULED else ""
    return f"{name}<code>{item.id}</code>{locale}{date}{fields}"
