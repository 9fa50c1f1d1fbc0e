"""What this program is meant to reach, and whether it does. Speed is measured, and never asserted."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.contestant import IMPORTS, LOAD, PROGRAM, SAME, VALIDATE
from bench.result import Row, Table
from bench.scenario import SCENARIOS

MEBIBYTE = 1024 * 1024
_BATCH = 100
_CPU, _WALL, _PACE, _PARSING, _SPARE, _PEAK, _COLD = 2.0, 0.35, 1.05, 1.5, 1.0, 250, 2.0
_SPLITS = 2 * math.log2(_BATCH) + 2
"""Requests that it takes at most to find one bad item in a batch by halving it again and again."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal: what is to be reached, what was measured, and whether that is enough."""

    letter: str
    wanted: str
    measured: str
    is_met: bool


def goals(tables: Sequence[Table]) -> tuple[Goal, ...]:
    """The goals for which there is a measurement, in the order of the scenes."""
    return tuple(goal for each in tables for goal in _JUDGES[each.letter](each))


def _work(table: Table) -> Iterator[Goal]:
    if ratio := _ratio(table, SAME.name, PROGRAM.name, "cpu"):
        yield Goal("A", f"CPU at most {_CPU:g} × the same requests in a bare loop", f"{ratio:.2f} ×", ratio <= _CPU)


def _latency(table: Table) -> Iterator[Goal]:
    if ratio := _ratio(table, SAME.name, PROGRAM.name, "seconds"):
        wanted = f"wall at most {_WALL:g} × the same requests in a bare loop"
        yield Goal("B", wanted, f"{ratio:.2f} ×", ratio <= _WALL)


def _limit(table: Table) -> Iterator[Goal]:
    limit = next(each.settings.limit for each in SCENARIOS if each.letter == table.letter)
    row = table.row(PROGRAM.name)
    if row is None or limit is None or not row.requests:
        return
    allowed = row.requests * 60 / limit
    wanted = f"wall at most {_PACE:g} × the {allowed:,.0f} s that {row.requests:,} requests take at {limit} a minute"
    yield Goal("C", wanted, f"{row.seconds / allowed:.2f} ×", row.seconds <= _PACE * allowed)
    yield Goal("C", "at most one 429", str(row.refused), row.refused <= 1)


def _isolation(table: Table) -> Iterator[Goal]:
    row = table.row(PROGRAM.name)
    if row is None:
        return
    settings = next(each.settings for each in SCENARIOS if each.letter == table.letter)
    good, batches = settings.items - settings.items // settings.refusing, settings.items // _BATCH
    live = settings.items - row.not_live
    yield Goal("D", f"all {good:,} good items are live", f"{live:,}", live == good)
    each = row.writes / batches
    yield Goal("D", f"at most {_SPLITS:.1f} publish requests for each batch", f"{each:.1f}", each <= _SPLITS)
    yield Goal("D", "every item that is not live is told", f"{row.untold:,} untold", not row.untold)


def _scale(table: Table) -> Iterator[Goal]:
    load, validate, program = table.row(LOAD.name), table.row(VALIDATE.name), table.row(PROGRAM.name)
    if load and validate:
        most = _PARSING * load.seconds + _SPARE
        wanted = f"validate at most {_PARSING:g} × yaml.load + {_SPARE:g} s, which is {most:.2f} s"
        yield Goal("E", wanted, f"{validate.seconds:.2f} s", validate.seconds <= most)
    if program:
        peak = program.peak / MEBIBYTE
        yield Goal("E", f"less than {_PEAK} MiB for publishing 100,000 items", f"{peak:.0f} MiB", peak < _PEAK)


def _cold(table: Table) -> Iterator[Goal]:
    if ratio := _ratio(table, IMPORTS.name, PROGRAM.name, "seconds"):
        wanted = f"first request after at most {_COLD:g} × the imports of requests and yaml"
        yield Goal("F", wanted, f"{ratio:.2f} ×", ratio <= _COLD)


def _told(table: Table) -> Iterator[Goal]:
    if row := table.row(PROGRAM.name):
        yield Goal("G", "every item that is not live is told", f"{row.untold:,} untold", not row.untold)


_JUDGES: dict[str, Callable[[Table], Iterator[Goal]]] = {
    "A": _work,
    "B": _latency,
    "C": _limit,
    "D": _isolation,
    "E": _scale,
    "F": _cold,
    "G": _told,
}


def _ratio(table: Table, below: str, above: str, column: str) -> float | None:
    rows: tuple[Row | None, Row | None] = table.row(above), table.row(below)
    if rows[0] is None or rows[1] is None or not getattr(rows[1], column):
        return None
    return float(getattr(rows[0], column) / getattr(rows[1], column))
