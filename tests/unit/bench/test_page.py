from __future__ import annotations

from pathlib import Path

import pytest

from bench.page import BEGIN, END, PAGE, filled, main
from bench.record import Record, write
from bench.result import Row, Table
from bench.scenario import SCENARIOS

RECORD = Record(tuple(Table(each.letter, each.title, (Row("ours", 1),)) for each in SCENARIOS), {"cores": "2"})
TEXT = f"# Speed\n\n{BEGIN}\nformer\n{END}\n\nThe rest.\n"


def test_results_take_the_place_of_those_before_and_nothing_else_changes() -> None:
    page = filled(TEXT, RECORD)
    assert "former" not in page
    assert "| ours |" in page
    assert page.startswith(f"# Speed\n\n{BEGIN}\n")
    assert page.endswith(f"\n{END}\n\nThe rest.\n")


def test_to_put_them_in_twice_changes_nothing() -> None:
    page = filled(TEXT, RECORD)
    assert filled(page, RECORD) == page


@pytest.mark.parametrize("text", ["# Speed\n", TEXT + TEXT])
def test_a_page_without_one_place_for_them_is_a_defect(text: str) -> None:
    with pytest.raises(ValueError, match="places for results"):
        filled(text, RECORD)


def test_the_page_of_the_documentation_has_a_place_for_them_and_shows_the_chart() -> None:
    page = PAGE.read_text("utf-8")
    assert "(speed.svg)" in page
    filled(page, RECORD)


def test_page_and_chart_are_written_from_the_results(tmp_path: Path) -> None:
    results, page, picture = (tmp_path / name for name in ("results.json", "speed.md", "speed.svg"))
    write(RECORD, results)
    page.write_text(TEXT, "utf-8")
    assert main(results, page, picture) == 0
    assert page.read_text("utf-8") == filled(TEXT, RECORD)
    assert picture.read_text("utf-8").startswith("<svg")


def test_without_results_it_says_how_to_get_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(tmp_path / "results.json") == 1
    assert "Run `make bench` first." in capsys.readouterr().err


def test_results_of_some_scenes_only_are_not_put_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(Record(RECORD.tables[:2], {}), tmp_path / "results.json")
    page = tmp_path / "speed.md"
    page.write_text(TEXT, "utf-8")
    assert main(tmp_path / "results.json", page) == 1
    assert page.read_text("utf-8") == TEXT
    assert "measured A, B only" in capsys.readouterr().err
