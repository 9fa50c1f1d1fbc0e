"""GitHub-flavoured Markdown in which text from outside stays text, and pages that know how large they may be."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from webflow_publish.text import plain

_MEANING = re.compile(r"[\\*_\[\]<>&~|@#$]|:(?=\S)")
"""What has a meaning in the midst of a line of GitHub-flavoured Markdown, outside of code."""
_BACKTICKS = re.compile("`+")


def code(text: str, limit: int = 1000) -> str:
    """Text as a code span: the one place in which nothing is read as Markdown, HTML, a link, a mention or an emoji."""
    content = plain(text, limit) or " "
    fence = "`" * (max((len(run) for run in _BACKTICKS.findall(content)), default=0) + 1)
    padding = " " if content.startswith("`") or content.endswith("`") else ""
    return f"{fence}{padding}{content}{padding}{fence}"


def prose(sentence: str) -> str:
    """Sentences of ours: what stands between backticks becomes code, and nothing else has a meaning in Markdown."""
    parts = plain(sentence, 4000).split("`")
    if len(parts) % 2 == 0:  # a backtick without its partner: nothing can be told apart
        return code(sentence, 4000)
    return "".join(code(part) if index % 2 else _MEANING.sub(_reference, part) for index, part in enumerate(parts))


def html_text(text: str, limit: int = 1000) -> str:
    """Text for an HTML element in which GitHub reads no Markdown, such as `<pre>`."""
    return html.escape(plain(text, limit))


def link(text: str, address: str | None) -> str:
    """A code span that leads to an address of ours; without an address, the code span alone."""
    return f"[{code(text)}]({address})" if address else code(text)


def table_head(titles: Sequence[str], numbers: int = 0) -> str:
    """The first two lines of a table whose last `numbers` columns are aligned to the right."""
    rules = [":--"] * (len(titles) - numbers) + ["--:"] * numbers
    return f"| {' | '.join(titles)} |\n| {' | '.join(rules)} |\n"


def table_row(cells: Iterable[str]) -> str:
    """A row of a table. GitHub splits rows at vertical bars first, also at those in code, unless they are escaped."""
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _cell(markdown: str) -> str:
    # A backslash before the bar would escape our escape: a space keeps them apart.
    return re.sub(r"(\\*)\|", lambda match: f"{match[1]} \\|" if match[1] else "\\|", markdown)


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


class Page:
    """Markdown that stays within a number of bytes (as UTF-8)."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0
        self._blocks: list[str] = []

    @property
    def left(self) -> int:
        """Bytes that are left."""
        return self._limit - self._used

    def add(self, block: str) -> bool:
        """Add a block if it fits; whether it did."""
        size = len(block.encode())
        if size > self.left:
            return False
        self._used += size
        self._blocks.append(block)
        return True

    def add_rows(self, head: str, rows: Sequence[str], tail: str, left_out: str, room: int) -> None:
        """Add as many rows as fit in `room` bytes, between head and tail, and say how many were left out.

        Args:
            head: What comes before the rows.
            rows: The rows, most important first.
            tail: What comes after them.
            left_out: A sentence with `{count}` in it, set after the tail where rows were left out.
            room: Bytes that this may take, at most; what the page has left counts as well.
        """
        room = min(room, self.left) - len((head + tail + left_out).encode()) - 20
        kept = 0
        for row in rows:
            room -= len(row.encode())
            if room < 0:
                break
            kept += 1
        note = left_out.format(count=f"{len(rows) - kept:,}") if kept < len(rows) else ""
        self.add(head + "".join(rows[:kept]) + tail + note)

    def text(self) -> str:
        """The whole page."""
        return "".join(self._blocks)
