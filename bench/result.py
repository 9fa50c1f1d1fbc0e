"""What the runs come to: medians, and how they compare with the reference of the scene."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from bench.contestant import Contestant
from bench.race import Run
from bench.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Row:
    """A contestant in a scene: medians of its runs, on the clock of the scene, and of all items.

    Attributes:
        contestant: Its name.
        runs: How many runs there were; 0 where it could not be measured, as `absence` says.
        part: The numbers are those of one item in so many, multiplied, but for `peak` and `at_once`.
        seconds: From start to end, as it would be if time did not pass faster.
        cpu: Seconds of computing.
        peak: Bytes of memory at most.
        requests: Requests that reached the server, `writes` those of them that publish, `refused` those with a 429.
        at_once: Requests that waited for their answers at the same time, at most.
        not_live: Items of the manifest that are not live in the end.
        untold: Those of them of which nothing was said: see bench.race.untold.
        exit_code: The worst of all runs.
        publishes: Whether it sends anything: what the server saw means nothing otherwise.
    """

    contestant: str
    runs: int
    part: int = 1
    seconds: float = 0.0
    cpu: float = 0.0
    peak: int = 0
    requests: int = 0
    writes: int = 0
    refused: int = 0
    at_once: int = 0
    not_live: int = 0
    untold: int = 0
    exit_code: int = 0
    publishes: bool = True
    absence: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A scene and its contestants. The first row is the reference."""

    letter: str
    title: str
    rows: tuple[Row, ...]

    def row(self, contestant: str) -> Row | None:
        """The row of a contestant, by its name; None where it was not measured."""
        return next((row for row in self.rows if row.contestant == contestant and row.runs), None)

    def ratio(self, row: Row, column: str) -> float | None:
        """How many times as much a row has in a column as the reference; None where that has nothing."""
        reference = getattr(self.rows[0], column)
        return getattr(row, column) / reference if reference and row.runs else None


def table(scenario: Scenario, runs: Iterable[Run]) -> Table:
    """The table of a scene from all of its runs."""
    by_name: dict[str, list[Run]] = {}
    for run in runs:
        by_name.setdefault(run.contestant, []).append(run)
    rows = tuple(_row(each, by_name.get(each.name, []), scenario.settings.scale) for each in scenario.contestants)
    return Table(scenario.letter, scenario.title, rows)


def document(tables: Sequence[Table]) -> list[dict[str, Any]]:
    """Tables as JSON values."""
    return [asdict(each) for each in tables]


def read_tables(values: Sequence[Mapping[str, Any]]) -> tuple[Table, ...]:
    """Tables from the JSON values of `document`."""
    return tuple(Table(each["letter"], each["title"], tuple(Row(**row) for row in each["rows"])) for each in values)


def _row(contestant: Contestant, runs: Sequence[Run], scale: float) -> Row:
    if not runs:
        return Row(contestant.name, 0, absence=contestant.absence)

    def middle(column: str) -> float:
        return float(median(getattr(run, column) for run in runs))

    def counted(column: str) -> int:
        return round(middle(column) * contestant.part)

    return Row(
        contestant.name,
        len(runs),
        contestant.part,
        middle("seconds") * scale * contestant.part,
        middle("cpu") * contestant.part,
        round(middle("peak")),
        counted("requests"),
        counted("writes"),
        counted("refused"),
        round(middle("at_once")),
        counted("not_live"),
        counted("untold"),
        max((run.exit_code for run in runs), key=abs),
        contestant.publishes,
    )
