from __future__ import annotations

import json
from pathlib import Path

from bench.contestant import PROGRAM, SAME
from bench.record import Record, described, letters, read, write
from bench.result import Row, Table

RECORD = Record(
    (Table("A", "A scene", (Row(SAME.name, 1, cpu=1.0), Row(PROGRAM.name, 1, cpu=3.0))),),
    {"system": "Linux", "cores": "2"},
)


def test_a_record_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write(RECORD, tmp_path / "results.json")
    assert read(tmp_path / "results.json") == RECORD


def test_the_file_has_the_goals_for_whoever_reads_it(tmp_path: Path) -> None:
    write(RECORD, tmp_path / "results.json")
    (goal,) = json.loads((tmp_path / "results.json").read_text("utf-8"))["goals"]
    assert (goal["letter"], goal["measured"], goal["is_met"]) == ("A", "3.00 ×", False)


def test_the_machine_is_told_in_one_line() -> None:
    assert described(RECORD.machine) == "system Linux, cores 2"


def test_scenes_that_share_a_letter_are_named_once() -> None:
    assert letters([Table(each, "", ()) for each in "AEE"]) == "A, E"
