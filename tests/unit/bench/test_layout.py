from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from bench.goal import MEBIBYTE, Goal
from bench.layout import duration, markdown, text
from bench.result import Row, Table

LOOP = Row("loop", 5, 1, 2.0, 1.0, 30 * MEBIBYTE, 300, 100, 2, 1, 10_000, 9_000, 0)
OURS = Row("ours", 5, 1, 1.0, 1.5, 60 * MEBIBYTE, 1_234, 100, 0, 4, 100, 0, 1)
PART = Row("part", 5, 20, 500.0, 400.0, 30 * MEBIBYTE)
OFFLINE = Row("offline", 5, seconds=1.0, publishes=False)
ABSENT = Row("absent", 0, absence="It is not there")
TABLE = Table("Z", "A scene", (LOOP, OURS, PART, OFFLINE, ABSENT))
GOALS = [Goal("Z", "to be fast", "2.00 ×", is_met=False), Goal("Z", "to be right", "yes", is_met=True)]


def cells(row: str) -> list[str]:
    """The cells of a row of the text, which has spaces between them."""
    (line,) = [line for line in text([TABLE], GOALS).splitlines() if line.split()[:1] == [row]]
    return line.split()[1:]


def test_a_row_has_what_was_measured_and_how_many_times_as_much_as_the_first_row_that_is() -> None:
    expected = "1.00 s 0.50 1.50 s 1.50 60 MiB 2.00 1,234 0 4 100 0 1"
    assert cells("ours") == expected.split()


def test_the_first_row_is_not_compared_with_itself() -> None:
    expected = "2.00 s - 1.00 s - 30 MiB - 300 2 1 10,000 9,000 0"
    assert cells("loop") == expected.split()


def test_ratios_of_ten_and_more_are_whole_numbers() -> None:
    assert "250" in cells("part†")


def test_what_was_multiplied_is_marked_and_the_mark_explained() -> None:
    assert "† Measured with one item in 20, and multiplied." in text([TABLE], GOALS)


def test_of_what_sends_nothing_the_table_does_not_say_what_a_server_saw() -> None:
    assert cells("offline")[-6:] == [*"-----", "0"]


def test_who_was_not_measured_is_told_with_the_reason() -> None:
    assert "absent was not measured: It is not there." in text([TABLE], GOALS)
    assert "absent was not measured: It is not there." in markdown([TABLE], GOALS)


def test_columns_are_aligned() -> None:
    lines = text([TABLE], []).splitlines()[2:6]
    assert len({len(line) for line in lines}) == 1


def test_the_runs_are_told() -> None:
    assert "A scene (medians of 5 runs)" in text([TABLE], [])
    assert "A scene (1 run)" in text([Table("Z", "A scene", (Row("x", 1),))], [])


def test_goals_are_told_with_their_verdict() -> None:
    lines = [line.split() for line in text([], GOALS).splitlines() if line]
    assert lines == [["Z", "to", "be", "fast", "2.00", "×", "not", "met"], ["Z", "to", "be", "right", "yes", "met"]]


def test_the_markdown_is_a_list_of_scenes_and_two_tables() -> None:
    html = MarkdownIt().enable("table").render(markdown([TABLE, TABLE], GOALS))
    assert html.count("<li>") == 2
    assert html.count("<table>") == 2
    assert html.count("<tr>") == 1 + 2 * 5 + 1 + 2


def test_in_markdown_no_line_ends_between_a_number_and_its_unit() -> None:
    assert "| 1.00\u00a0s |" in markdown([TABLE], GOALS)


def test_the_markdown_says_once_what_the_mark_means() -> None:
    assert markdown([TABLE, TABLE], GOALS).count("multiplied") == 1


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.0, "0.00 s"), (0.123, "0.12 s"), (9.99, "9.99 s"), (10.0, "10.0 s"), (99.9, "99.9 s"), (1234.5, "1,234 s")],
)
def test_durations_have_three_digits_or_more(seconds: float, expected: str) -> None:
    assert duration(seconds) == expected
