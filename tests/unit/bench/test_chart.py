from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from bench.chart import PANELS, chart
from bench.contestant import PROGRAM
from bench.result import Row, Table

SVG = "{http://www.w3.org/2000/svg}"
ROWS = (Row("loop <1>", 1, seconds=4.0, cpu=4.0, untold=4), Row(PROGRAM.name, 1, seconds=1.0, cpu=1.0))
TABLES = [Table(letter, "", ROWS) for letter in "ABCDEFG"]


def drawn(*tables: Table) -> ET.Element:
    return ET.fromstring(chart(tables))  # noqa: S314 - our own


def widths(root: ET.Element, kind: str) -> list[int]:
    return [int(bar.get("width", "")) for bar in root.iter(f"{SVG}rect") if bar.get("class") == kind]


def texts(root: ET.Element) -> list[str | None]:
    return [each.text for each in root.iter(f"{SVG}text")]


def test_there_is_a_panel_for_each_thing_that_counts() -> None:
    root = drawn(*TABLES)
    assert len(root.findall(f"{SVG}g")) == len(PANELS)
    assert {panel.title for panel in PANELS} <= set(texts(root))


def test_of_scenes_that_were_not_measured_there_is_no_panel() -> None:
    assert len(drawn(TABLES[0], TABLES[4]).findall(f"{SVG}g")) == 1
    assert drawn().findall(f"{SVG}g") == []


def test_bars_are_as_long_as_their_values_and_ours_stands_out() -> None:
    root = drawn(TABLES[0])
    (other,), (own,) = widths(root, "bar"), widths(root, "own")
    assert own == pytest.approx(other / 4, abs=1)
    assert {"4.00 s", "1.00 s"} <= set(texts(root))


def test_nothing_at_all_can_be_seen_too() -> None:
    root = drawn(TABLES[3])
    assert min(widths(root, "own")) > 0
    assert "0" in texts(root)


def test_a_bar_that_would_leave_no_room_for_the_others_is_cut() -> None:
    slow = Row("slow", 1, part=20, cpu=4000.0)
    root = drawn(Table("A", "", (*ROWS, slow)))
    assert widths(root, "bar")[0] == widths(root, "bar")[1]
    assert [each.get("class") for each in root.iter(f"{SVG}path")] == ["cut"]
    assert "4,000 s" in texts(root)


def test_who_was_not_measured_has_no_bar() -> None:
    root = drawn(Table("A", "", (*ROWS, Row("absent", 0, absence="why"))))
    assert "absent" not in texts(root)


def test_names_are_texts_and_no_markup() -> None:
    assert "loop <1>" in texts(drawn(TABLES[0]))


def test_panels_of_a_row_do_not_overlap_the_next() -> None:
    root = drawn(*TABLES)
    tops = sorted({int(each.get("transform", "").rstrip(")").split()[1]) for each in root.findall(f"{SVG}g")})
    assert tops[1] - tops[0] > 2 * 26
    assert int(root.get("viewBox", "").split()[3]) > tops[1] + 2 * 26
