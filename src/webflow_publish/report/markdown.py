"""GitHub-flavoured Markdown in which text from outside stays text, and pages that know how large they may be."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from webflow_publish.problem import Place
from webflow_publish.report.source import Source
from webflow_publish.text import plain

_MEANING = re.compile(
    r"(?P<live>[@#]|:(?=[\w+-]+:)|(?<=gh)-(?=\d)|(?<=www)\.)|[\\*_\[\]<>&~|$]|:(?=\S)", re.ASCII | re.IGNORECASE
)
"""What has a meaning in the midst of a line of GitHub-flavoured Markdown, outside of code; and what is `live`.

Mentions, references to issues, emoji and addresses are looked for in the text of the finished page, in which a
character reference has become the character (source: GitHub's html-pipeline, and what Renovate and Dependabot do).
"""
_APART = "&#8203;"
"""A space without width, which keeps apart what would be a mention."""
SHOWN_IN_THE_LOG = "And {count} more, which the log of this step shows.\n\n"
"""What to say of rows for which there was no room."""
_COUNT_BYTES = 20
"""Bytes that a number may take in a sentence."""
_BACKTICKS = re.compile("`+")
_NOWHERE = Source()


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


def place_link(place: Place | None, source: Source) -> str:
    """File and line of a place in the manifest, as a link where the commit is known."""
    return link(f"{place.file}:{place.line}", source.file_link(place)) if place else "the inputs"


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
    return f"&#{ord(match[0])};{_APART if match['live'] else ''}"


class Page:
    """Markdown that stays within a number of bytes (as UTF-8).

    Args:
        limit: That number.
        source: Where the files are that it links.
    """

    def __init__(self, limit: int, source: Source = _NOWHERE) -> None:
        self.source = source
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

    def add_rows(self, head: str, rows: Iterable[str], total: int, tail: str, left_out: str, room: int) -> None:
        """Add as many rows as fit in `room` bytes, between head and tail, and say how many were left out.

        Args:
            head: What comes before the rows.
            rows: The rows, most important first; those that do not fit are not even made.
            total: How many rows there are.
            tail: What comes after them.
            left_out: A sentence with `{count}` in it, set after the tail where rows were left out.
            room: Bytes that this may take, at most; what the page has left counts as well.
        """
        room = min(room, self.left) - len((head + tail + left_out).encode()) - _COUNT_BYTES
        kept: list[str] = []
        for row in rows:
            room -= len(row.encode())
            if room < 0:
                break
            kept.append(row)
        note = left_out.format(count=f"{total - len(kept):,}") if len(kept) < total else ""
        self.add(head + "".join(kept) + tail + note if kept else note)

    def text(self) -> str:
        """The whole page."""
        return "".join(self._blocks)
