"""What an undo cannot bring back, by name: in the job summary, in the log, and in the JSON report."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from webflow_publish.outcome import Result
from webflow_publish.remainder import Remainder
from webflow_publish.report.markdown import SHOWN_IN_THE_LOG, Page, code, prose, table_head, table_row
from webflow_publish.text import counted, titled

_MOST_LINES = 1_000
"""Lines of the log at most."""
_MOST_OPEN = 20
"""Rows up to which the table stands open."""


def add_remainders(page: Page, result: Result) -> None:
    """Add the table of what stays as it is, with what to do about each."""
    if not result.remainders:
        return
    head, tail = "## What cannot be brought back\n\n", "\n"
    if len(result.remainders) > _MOST_OPEN:
        head += f"<details><summary>Show {len(result.remainders):,} rows</summary>\n\n"
        tail = "\n</details>\n\n"
    is_localized = any(each.variant.locale for each in result.remainders)
    head += table_head(("Item", "Collection", *(("Locale",) if is_localized else ()), "Why, and what to do"))
    rows = (_row(each, is_localized=is_localized) for each in result.remainders)
    page.add_rows(head, rows, len(result.remainders), tail, SHOWN_IN_THE_LOG, page.left // 2)


def remainder_lines(result: Result) -> Iterator[str]:
    """A line for each, and one that counts those that are too many."""
    for each in islice(result.remainders, _MOST_LINES):
        item, locale = each.variant.item, f", in {each.variant.locale}" if each.variant.locale else ""
        yield f"Stays as it is: {titled(item.name, item.id)}, of {item.collection.label}{locale}. {each.message}"
    if (left := len(result.remainders) - _MOST_LINES) > 0:
        yield f"And {left:,} more. The JSON report has them all: set the input `report` to get one."


def remainder_records(result: Result) -> Iterator[dict[str, Any]]:
    """The same for programs."""
    for each in result.remainders:
        item = each.variant.item
        yield {
            "item": {"id": item.id, "name": item.name, "slug": item.slug},
            "collection": {"id": item.collection.id, "name": item.collection.name, "slug": item.collection.slug},
            "locale": each.variant.locale,
            "change": each.change,
            "message": each.message,
        }


def left_as_they_are(result: Result) -> str:
    """What the one sentence has of them; empty where there are none."""
    count = len({each.variant.item.key for each in result.remainders})
    stays = "stays as it is" if count == 1 else "stay as they are"
    return f"; {counted(count, 'item')} that it changed or took down {stays}" if count else ""


def _row(remainder: Remainder, *, is_localized: bool) -> str:
    item, locale = remainder.variant.item, remainder.variant.locale
    # A name that is written from right to left would draw what follows into its direction.
    name = f"{code(item.name, 100)}&lrm; {code(item.id)}" if item.name else code(item.id)
    place = (code(locale) if locale else "primary",) if is_localized else ()
    return table_row((name, code(item.collection.label, 100), *place, prose(remainder.message)))
