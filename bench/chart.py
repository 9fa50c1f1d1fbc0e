"""The chart of the results: an SVG with bars for each contestant, one panel for each thing that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bench.contestant import PROGRAM
from bench.layout import duration
from bench.result import Row, Table

_WIDTH, _MARGIN, _GAP = 960, 24, 40
_PANEL = (_WIDTH - 2 * _MARGIN - _GAP) // 2
_NAME, _VALUE = 172, 78
_BAR, _STEP = 16, 26
_HEAD = 52
_LABEL = "Bars for each program, in four panels; shorter is better"
_STYLE = """\
  svg { font-family: -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif; font-size: 12px; }
  .ground { fill: #ffffff; } .title { fill: #1f2328; font-weight: 600; font-size: 14px; }
  .name, .value { fill: #1f2328; } .value { font-variant-numeric: tabular-nums; } .note { fill: #59636e; }
  .bar { fill: #b7bfc8; } .own { fill: #0969da; } .strong { font-weight: 600; }
  .cut { stroke: #ffffff; stroke-width: 3; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; } .title, .name, .value { fill: #f0f6fc; } .note { fill: #9198a1; }
    .bar { fill: #4b535d; } .own { fill: #4493f8; } .cut { stroke: #0d1117; }
  }"""


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel shows: a column of a scene's table. Less is better in each."""

    letter: str
    title: str
    note: str
    value: Callable[[Row], float]
    shown: Callable[[float], str]


PANELS = (
    Panel("A", "Computing", "CPU seconds for 10,000 items", lambda row: row.cpu, duration),
    Panel("B", "Time with real latency", "10,000 items, 150 ms for each answer", lambda row: row.seconds, duration),
    Panel("C", "Time under a rate limit", "20,000 items, 120 requests a minute", lambda row: row.seconds, duration),
    Panel(
        "D",
        "Not live, and nobody told which",
        "of 10,000 items, 100 of which spoil their whole request",
        lambda row: row.untold,
        lambda value: f"{value:,.0f}",
    ),
)


def chart(tables: Sequence[Table]) -> str:
    """The chart of those panels for which there is a table."""
    panels = [(panel, each) for panel in PANELS for each in tables if each.letter == panel.letter]
    heights = [_height(each) for _, each in panels]
    rows = [max(heights[start : start + 2]) for start in range(0, len(heights), 2)]
    height = sum(rows) + _GAP * max(0, len(rows) - 1) + 2 * _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{_LABEL}">',
        f"<style>\n{_STYLE}\n</style>",
        f'<rect class="ground" width="{_WIDTH}" height="{height}" rx="6"/>',
    ]
    for number, (panel, each) in enumerate(panels):
        left = _MARGIN + number % 2 * (_PANEL + _GAP)
        top = _MARGIN + sum(rows[: number // 2]) + _GAP * (number // 2)
        lines += [f'<g transform="translate({left} {top})">', *_panel(panel, each), "</g>"]
    return "\n".join([*lines, "</svg>", ""])


def _height(table: Table) -> int:
    return _HEAD + _STEP * sum(1 for row in table.rows if row.runs)


def _panel(panel: Panel, table: Table) -> Iterator[str]:
    rows = [row for row in table.rows if row.runs]
    # A contestant that takes so long that it is given only a part would leave no room for the others.
    most = max([panel.value(row) for row in rows if row.part == 1], default=0)
    yield _text("title", 0, 14, panel.title)
    yield _text("note", 0, 34, f"{panel.note}; less is better")
    for number, row in enumerate(rows):
        top = _HEAD + number * _STEP
        value = panel.value(row)
        length = max(2, round((_PANEL - _NAME - _VALUE) * min(1, value / most))) if most else 2
        is_own = row.contestant == PROGRAM.name
        strong = " strong" if is_own else ""
        yield _text(f"name{strong}", 0, top + 12, row.contestant)
        kind = "own" if is_own else "bar"
        yield f'<rect class="{kind}" x="{_NAME}" y="{top}" width="{length}" height="{_BAR}" rx="2"/>'
        if value > most:
            cut = _NAME + length - 18
            yield f'<path class="cut" d="M{cut} {top + _BAR + 2} l6 {-_BAR - 4}"/>'
        yield _text(f"value{strong}", _NAME + length + 6, top + 12, panel.shown(value))


def _text(kind: str, left: int, top: int, text: str) -> str:
    return f'<text class="{kind}" x="{left}" y="{top}">{escape(text)}</text>'
