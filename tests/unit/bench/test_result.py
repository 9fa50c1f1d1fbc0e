from __future__ import annotations

import json
from dataclasses import replace

from bench.contestant import Contestant
from bench.race import Run
from bench.result import Row, document, read_tables, table
from bench.scenario import Scenario
from bench.server.settings import Settings

SLOW = Contestant("slow", lambda _: ())
FAST = Contestant("fast", lambda _: ())
HUGE = Contestant("huge", lambda _: (), part=20)
ABSENT = Contestant("absent", lambda _: (), absence="It is not there")
RUN = Run("slow", 4.0, 2.0, 100, 0, 300, 100, 1, 4, 10, 5)


def scene(*contestants: Contestant, scale: float = 1) -> Scenario:
    return Scenario("Z", "A scene", Settings(10, scale=scale), contestants)


def test_a_row_has_the_medians_of_its_runs() -> None:
    runs = [replace(RUN, seconds=seconds, cpu=1 / seconds) for seconds in (9.0, 1.0, 2.0)]
    (row,) = table(scene(SLOW), runs).rows
    assert (row.runs, row.seconds, row.cpu, row.requests, row.untold) == (3, 2.0, 0.5, 300, 5)


def test_rows_stand_in_the_order_of_the_scene_whoever_ran_first() -> None:
    found = table(scene(SLOW, FAST), [replace(RUN, contestant="fast"), RUN])
    assert [row.contestant for row in found.rows] == ["slow", "fast"]


def test_the_worst_exit_code_counts() -> None:
    (row,) = table(scene(SLOW), [replace(RUN, exit_code=code) for code in (0, -9, 1)]).rows
    assert row.exit_code == -9


def test_where_time_passes_faster_the_seconds_are_those_of_the_scene_and_computing_stays() -> None:
    (row,) = table(scene(SLOW, scale=10), [RUN]).rows
    assert (row.seconds, row.cpu) == (40.0, 2.0)


def test_what_was_measured_on_a_part_is_multiplied_but_not_the_memory() -> None:
    (row,) = table(scene(HUGE), [replace(RUN, contestant="huge")]).rows
    assert (row.seconds, row.cpu, row.requests, row.not_live, row.untold) == (80.0, 40.0, 6000, 200, 100)
    assert (row.peak, row.at_once, row.part) == (100, 4, 20)


def test_who_could_not_be_measured_has_a_row_that_says_why() -> None:
    found = table(scene(SLOW, ABSENT), [RUN])
    assert found.rows[1] == Row("absent", 0, absence="It is not there")
    assert found.row("absent") is None


def test_rows_are_compared_with_the_first() -> None:
    found = table(scene(SLOW, FAST, ABSENT), [RUN, replace(RUN, contestant="fast", seconds=1.0)])
    assert [found.ratio(row, "seconds") for row in found.rows] == [1.0, 0.25, None]


def test_there_is_no_ratio_to_nothing() -> None:
    found = table(scene(ABSENT, SLOW), [RUN])
    assert found.ratio(found.rows[1], "seconds") is None


def test_tables_go_through_json_and_come_back_the_same() -> None:
    tables = (table(scene(SLOW, ABSENT), [RUN]),)
    assert read_tables(json.loads(json.dumps(document(tables)))) == tables
