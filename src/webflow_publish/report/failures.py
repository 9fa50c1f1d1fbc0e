"""The part of the job summary that says what is wrong, why, and what to do: a section for each reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from webflow_publish.inputs import Mode
from webflow_publish.outcome import Outcome, Result, Status
from webflow_publish.reason import Reason
from webflow_publish.report.markdown import SHOWN_IN_THE_LOG, Page, code, link, place_link, prose, table_head, table_row
from webflow_publish.report.source import Source
from webflow_publish.text import counted

_MOST_OPEN = 20
"""Rows up to which a table stands open; a longer one is folded, so that the next reason is not screens away."""

_Column = tuple[str, Callable[[Outcome], str]]


def add_failures(page: Page, result: Result, mode: Mode, source: Source, room: int) -> None:
    """Add the sections in `room` bytes at most, the largest first; each gets its share, so that none is crowded out."""
    groups: dict[Reason, list[Outcome]] = {}
    for outcome in result.outcomes:
        if outcome.reason:
            groups.setdefault(outcome.reason, []).append(outcome)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    if ordered:
        lacking = [outcome for outcomes in groups.values() for outcome in outcomes]
        kinds = {outcome.variant.is_leaving for outcome in lacking}
        doing = " or ".join(word for word, kind in (("published", False), ("taken down", True)) if kind in kinds)
        page.add(f"## {f'What cannot be {doing}' if mode is Mode.PLAN else 'What is wrong'}, and what to do\n\n")
    if len(ordered) > 1:
        lines = (f"- {_size(outcomes, mode)}: {prose(reason.meaning)}\n" for reason, outcomes in ordered)
        page.add("".join(lines) + "\n")
    collections = {outcome.variant.item.collection.id for outcome in result.outcomes}
    end = page.left - room
    for index, (reason, outcomes) in enumerate(ordered):
        room = (page.left - end) // (len(ordered) - index)
        head = f"### {prose(reason.meaning)}\n\n{_size(outcomes, mode)} ({code(reason)}). {prose(reason.hint)}\n\n"
        messages = {outcome.message for outcome in outcomes}
        if len(messages) == 1 and len(outcomes) > 1 and reason is not Reason.TOO_MANY:  # the headline has it
            head += f"What happened to each: {code(messages.pop())}\n\n"
        if reason is Reason.TOO_MANY:
            page.add(head)  # what these are, the plan shows
        else:
            _add_rows(page, head, outcomes, _columns(outcomes, len(collections), source), room)


def _add_rows(page: Page, head: str, outcomes: Sequence[Outcome], columns: Sequence[_Column], room: int) -> None:
    tail = "\n"
    if len(outcomes) > _MOST_OPEN:
        head += f"<details><summary>Show {len(outcomes):,} rows</summary>\n\n"
        tail = "\n</details>\n\n"
    head += table_head([title for title, _ in columns])
    rows = (table_row([cell(outcome) for _, cell in columns]) for outcome in outcomes)
    page.add_rows(head, rows, len(outcomes), tail, SHOWN_IN_THE_LOG, room)


def _columns(outcomes: list[Outcome], collections: int, source: Source) -> list[_Column]:
    """The columns of a table, without those that would say the same in each row."""
    columns: list[_Column] = [("Item", _name)]
    if collections > 1:
        columns.append(("Collection", lambda outcome: code(outcome.variant.item.collection.label, 100)))
    if any(outcome.variant.locale for outcome in outcomes):
        columns.append(("Locale", _locale))
    if any(outcome.variant.is_leaving for outcome in outcomes):
        columns.append(("Wanted", lambda outcome: "off the live site" if outcome.variant.is_leaving else "live"))
    columns.append(("Manifest", lambda outcome: place_link(outcome.variant.item.place, source)))
    if any(outcome.variant.item.source for outcome in outcomes):
        columns.append(("Content", lambda outcome: _content(outcome.variant.item.source, source)))
    if len(outcomes) == 1 or len({outcome.message for outcome in outcomes}) > 1:
        columns.append(("What happened", lambda outcome: code(outcome.message)))
    return columns


def _locale(outcome: Outcome) -> str:
    label = outcome.variant.locale_label
    return code(label) if label else "primary"


def _content(path: str | None, source: Source) -> str:
    return link(path, source.content_link(path)) if path else ""


def _name(outcome: Outcome) -> str:
    item_id = code(outcome.variant.item.id)
    # A name that is written from right to left would draw what follows into its direction.
    return f"{code(outcome.name, 100)}&lrm; {item_id}" if outcome.name else item_id


def _size(outcomes: Sequence[Outcome], mode: Mode) -> str:
    """How many items, and how many of them (in each of their locales) were not even sent; a plan sends nothing."""
    items = counted(len({outcome.variant.item.key for outcome in outcomes}), "item")
    blocked = sum(outcome.status is Status.BLOCKED for outcome in outcomes)
    if not blocked or mode is Mode.PLAN:
        return f"**{items}**"
    return f"**{items}**, not sent" if blocked == len(outcomes) else f"**{items}**, some not sent"
