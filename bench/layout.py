"""The results as tables: in a terminal, and in the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.goal import MEBIBYTE, Goal
from bench.result import Row, Table

NOTHING = "-"

_COLUMNS = ("", "wall", "×", "CPU", "×", "memory", "×", "requests", "429", "at once", "not live", "untold", "exit")
_PART = "†"
_MANY = 10
_FIXED_SPACE = "\u00a0"


def text(tables: Sequence[Table], goals: Sequence[Goal]) -> str:
    """All tables and goals as lines for a terminal."""
    return "\n".join([*_tables(tables), *_goals(goals)])


def markdown(tables: Sequence[Table], goals: Sequence[Goal]) -> str:
    """The same as Markdown: a list of the scenes, a table of all of them, and one of the goals."""
    scenes = [f"- **{each.letter}**: {each.title} ({_runs(each)})" for each in tables]
    rows = [(each.letter if row is each.rows[0] else "", *_cells(each, row)) for each in tables for row in each.rows]
    judged = [(goal.letter, goal.wanted, goal.measured, _verdict(goal)) for goal in goals]
    notes = dict.fromkeys(note for each in tables for note in _notes(each))
    parts = ["\n".join(scenes), _markdown(("", *_COLUMNS), rows, 2), *notes]
    return "\n\n".join([*parts, _markdown(("", "goal", "measured", ""), judged, 4)])


def duration(seconds: float) -> str:
    """Seconds with three digits, or more where they are many."""
    digits = next((2 - power for power in (0, 1) if seconds < 10 ** (power + 1)), 0)
    return f"{seconds:,.{digits}f} s"


def _tables(tables: Sequence[Table]) -> Iterator[str]:
    for each in tables:
        yield f"\n{each.letter}  {each.title} ({_runs(each)})"
        yield from _aligned([_COLUMNS, *(_cells(each, row) for row in each.rows)])
        yield from (f"  {note}" for note in _notes(each))


def _runs(table: Table) -> str:
    runs = max((row.runs for row in table.rows), default=0)
    return f"medians of {runs} runs" if runs > 1 else "1 run"


def _notes(table: Table) -> Iterator[str]:
    for row in table.rows:
        if row.part > 1 and row.runs:
            yield f"{_PART} Measured with one item in {row.part}, and multiplied."
        if row.absence:
            yield f"{row.contestant} was not measured: {row.absence}."


def _goals(goals: Sequence[Goal]) -> Iterator[str]:
    yield ""
    yield from _aligned([(goal.letter, goal.wanted, goal.measured, _verdict(goal)) for goal in goals], left=2)


def _verdict(goal: Goal) -> str:
    return "met" if goal.is_met else "not met"


def _cells(table: Table, row: Row) -> tuple[str, ...]:
    """A row's cells, for `_COLUMNS`."""
    if not row.runs:
        return (row.contestant, *(NOTHING for _ in _COLUMNS[1:]))
    seen = (row.requests, row.refused, row.at_once, row.not_live, row.untold)
    return (
        row.contestant + (_PART if row.part > 1 else ""),
        duration(row.seconds),
        _ratio(table, row, "seconds"),
        duration(row.cpu),
        _ratio(table, row, "cpu"),
        f"{row.peak / MEBIBYTE:.0f} MiB",
        _ratio(table, row, "peak"),
        *(f"{number:,}" if row.publishes else NOTHING for number in seen),
        str(row.exit_code),
    )


def _ratio(table: Table, row: Row, column: str) -> str:
    ratio = table.ratio(row, column)
    if ratio is None or row is table.rows[0]:
        return NOTHING
    return f"{ratio:.2f}" if ratio < _MANY else f"{ratio:,.0f}"


def _aligned(rows: Sequence[Sequence[str]], left: int = 1) -> Iterator[str]:
    """Rows in columns as wide as they have to be, the first few of which begin at the left."""
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if number < left else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"  {'  '.join(cells)}".rstrip()


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> str:
    rule = ["---" if number < left else "---:" for number in range(len(head))]
    unbroken = ([*row[:left], *(cell.replace(" ", _FIXED_SPACE) for cell in row[left:])] for row in rows)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *unbroken))
