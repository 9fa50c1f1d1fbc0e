"""What differs in an item, as a part of the job summary and of the JSON report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from webflow_publish.difference import Difference, excerpts
from webflow_publish.report.markdown import Page, code, prose, table_head, table_row
from webflow_publish.text import ELLIPSIS, counted, cropped, plain

VALUE_LIMIT = 2_000
"""Characters of a value that the JSON report keeps."""
_CELL_LIMIT = 200
"""Characters of a value that a table shows."""
_LABEL_LIMIT = 100
_NO_VALUE = "—"
_NO_TEXT = "*empty*"
_ROOM_FOR_THE_REST = 50
"""Bytes kept free for the sentence that counts what is left out."""
_BACKTICKS = re.compile("`{3,}")


def difference_block(differences: Sequence[Difference], room: int, *, is_first: bool = False) -> str:
    """What differs in one item as GitHub-flavoured Markdown: a table of short values, then a block for each long one.

    It takes at most `room` bytes (UTF-8), and says how many fields that leaves out. Where the item `is_first`
    published, nothing is said of what is live. Inside of `<details>` it needs a blank line before it; it
    ends with one.
    """
    page = Page(room - _ROOM_FOR_THE_REST)
    short = [each for each in differences if not each.lines]
    long = [each for each in differences if each.lines]
    shown = _add_table(page, short, page.left * 2 // 3 if long else page.left, is_first=is_first)
    for index, each in enumerate(long):
        block = _comparison(each, page.left // (len(long) - index), is_first=is_first)
        shown += block is not None and page.add(block)
    left_out = len(differences) - shown
    if not left_out:
        return page.text()
    if shown:
        return f"{page.text()}And {counted(left_out, 'more field')}.\n\n"
    note = f"{counted(left_out, 'field')}, not shown here.\n\n"
    return note if len(note) <= room else ""


def difference_records(differences: Sequence[Difference], limit: int = VALUE_LIMIT) -> list[dict[str, Any]]:
    """What differs in one item for the JSON report.

    A value takes at most `limit` characters; `cut` tells that one of the two was longer. What there is not, is null.
    """
    return [
        {
            "field": _encodable(each.field),
            "label": _encodable(each.label),
            "type": each.type or None,
            "live": _value(each.live, limit),
            "staged": _value(each.staged, limit),
            "lines": [_encodable(line) for line in each.lines],
            "note": _encodable(each.note) or None,
            "cut": any(value is not None and len(value) > limit for value in (each.live, each.staged)),
        }
        for each in differences
    ]


def _add_table(page: Page, differences: Sequence[Difference], room: int, *, is_first: bool) -> int:
    """Add a row for each difference, as many as there is room for; how many those are."""
    rows: list[str] = []
    head = table_head(("Field", "Staged") if is_first else ("Field", "Live", "Staged"))
    room -= len(head.encode()) + 1
    for each in differences:
        row = _row(each, is_first=is_first)
        room -= len(row.encode())
        if room < 0:
            break
        rows.append(row)
    if rows:
        page.add(head + "".join(rows) + "\n")
    return len(rows)


def _row(difference: Difference, *, is_first: bool) -> str:
    live, staged = difference.live, difference.staged
    if live is not None and staged is not None:
        live, staged = excerpts(live, staged, _CELL_LIMIT)
    note = f"<br>{prose(difference.note)}" if difference.note else ""
    before = () if is_first else (_cell(live),)
    return table_row((code(difference.label, _LABEL_LIMIT), *before, _cell(staged) + note))


def _cell(value: str | None) -> str:
    if value is None:
        return _NO_VALUE
    return code(value, _CELL_LIMIT) if value else _NO_TEXT


def _comparison(difference: Difference, room: int, *, is_first: bool) -> str | None:
    """The lines of a long value in a block that they cannot end; None where there is no room for any."""
    lines = [plain(line) for line in difference.lines]
    longest = max((len(run) for line in lines for run in _BACKTICKS.findall(line)), default=2)
    fence = "`" * (longest + 1)
    note = f" {prose(difference.note)}" if difference.note else ""
    which = "staged" if is_first else "live (`-`) and staged (`+`)"
    head = f"{code(difference.label, _LABEL_LIMIT)}, {which}:{note}\n\n{fence}diff\n"
    tail = f"{fence}\n\n"
    kept = _fitting(lines, room - len((head + tail).encode()))
    return head + "".join(f"{line}\n" for line in kept) + tail if kept else None


def _fitting(lines: Sequence[str], room: int) -> list[str]:
    """The first lines that fit in `room` bytes, and one that counts the others; none where no change would be seen."""
    sizes = [len(line.encode()) + 1 for line in lines]
    if sum(sizes) <= room:
        return list(lines)
    kept: list[str] = []
    room -= _ROOM_FOR_THE_REST
    for line, size in zip(lines, sizes, strict=True):
        room -= size
        if room < 0:
            break
        kept.append(line)
    if not any(line[0] in "+-" for line in kept):
        return []
    return [*kept, f"{ELLIPSIS} and {counted(len(lines) - len(kept), 'more line')} of this comparison"]


def _value(text: str | None, limit: int) -> str | None:
    return None if text is None else _encodable(cropped(text, limit))


def _encodable(text: str) -> str:
    """The text with halves of surrogate pairs, which JSON may bring and no file takes, as escapes."""
    return text.encode(errors="backslashreplace").decode()
