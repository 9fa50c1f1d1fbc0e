from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.difference.hunk import compared

PARAGRAPH = " ".join(f"word{number}" for number in range(60))
LINES = st.lists(st.text(st.sampled_from("ab-+ …"), max_size=3), max_size=30)


def numbered(count: int, prefix: str = "line") -> list[str]:
    return [f"{prefix} {number}" for number in range(count)]


def test_nothing_differs_in_the_same_lines() -> None:
    assert compared(numbered(3), numbered(3)) == ()


def test_a_changed_line_stands_between_the_lines_around_it() -> None:
    assert compared(["a", "b", "c", "d", "e"], ["a", "b", "x", "d", "e"]) == (" b", "-c", "+x", " d")


def test_an_ellipsis_stands_for_the_lines_between_two_changes() -> None:
    old = numbered(9)
    new = ["first", *old[1:-1], "last"]
    assert compared(old, new) == ("-line 0", "+first", " line 1", "…", " line 7", "-line 8", "+last")


def test_no_ellipsis_stands_for_nothing() -> None:
    assert compared(["a", "b", "c", "d"], ["x", "b", "c", "y"]) == ("-a", "+x", " b", " c", "-d", "+y")
    assert compared(["a", "b", "d"], ["x", "b", "y"]) == ("-a", "+x", " b", "-d", "+y")


def test_all_is_new_where_there_was_nothing() -> None:
    assert compared([], ["a", "b"]) == ("+a", "+b")
    assert compared(["a", "b"], []) == ("-a", "-b")


def test_a_line_that_was_inserted_does_not_part_another_from_what_it_became() -> None:
    old = ["The price is ten dollars."]
    new = ["Welcome, everybody!", "The price is twelve dollars."]
    assert compared(old, new) == ("+Welcome, everybody!", "-The price is ten dollars.", "+The price is twelve dollars.")


def test_a_long_line_is_shown_around_what_changed_in_it() -> None:
    gone, come = compared([PARAGRAPH], [PARAGRAPH.replace("word30 ", "CHANGED ")])
    assert re.fullmatch(r"-….{40}word30.{40}…", gone)
    assert re.fullmatch(r"\+….{40}CHANGED.{40}…", come)


def test_a_long_line_around_a_change_is_cut() -> None:
    context, gone, come = compared([PARAGRAPH, "a"], [PARAGRAPH, "b"])
    assert context == f" {PARAGRAPH[:199]}…"
    assert (gone, come) == ("-a", "+b")


def test_the_last_line_counts_the_changes_that_are_left_out() -> None:
    lines = compared([], numbered(100))
    assert len(lines) == 60
    assert lines[-2:] == ("+line 58", "… and 41 more changed lines")


def test_a_line_that_did_not_change_is_left_out_without_a_count() -> None:
    lines = compared(["end"], [*numbered(60), "end"])
    assert lines[-1] == "+line 59"
    assert len(lines) == 60


def test_of_a_text_written_anew_both_sides_are_seen() -> None:
    lines = compared(numbered(100, "old"), numbered(100, "new"))
    assert lines[:4] == ("-old 0", "+new 0", "-old 1", "+new 1")
    assert lines[-1] == "… and 141 more changed lines"


def test_lines_that_repeat_stay_where_they_do_not_change() -> None:
    old = ["Ada", "", "Grace", "", "Jules"]
    new = ["Ada", "", "Hedy", "", "Alan"]
    assert compared(old, new) == (" ", "-Grace", "+Hedy", " ", "-Jules", "+Alan")
    assert compared(["a", "b"] * 2, ["b", "a"] * 2) == ("+b", " a", " b", " a", "-b")


def test_what_moved_is_gone_at_one_of_its_places_and_new_at_the_other() -> None:
    assert compared(list("abcdefgh"), list("habcdefg")) == ("+h", " a", "…", " g", "-h")


def test_of_a_text_of_many_lines_the_same_beginning_and_end_do_not_count() -> None:
    old, new = numbered(5_000), [*numbered(2_500), "inserted", *numbered(5_000)[2_500:]]
    assert compared(old, new) == (" line 2499", "+inserted", " line 2500")


def test_what_was_not_compared_is_told() -> None:
    told = "… and maybe more: 500 lines were compared, from the first that differs"
    old = numbered(1_000)
    assert compared(old, ["first", *old[1:-1], "last"]) == ("-line 0", "+first", " line 1", told)
    lines = compared(numbered(501, "old"), numbered(501, "new"))
    assert len(lines) == 60
    assert lines[-1] == told


@given(LINES, LINES)
def test_what_is_gone_and_what_is_new_makes_one_of_the_other(old: list[str], new: list[str]) -> None:
    lines = compared(old, new)
    assert bool(lines) == (old != new)
    gone, come = ([line[1:] for line in lines if line[0] == sign] for sign in "-+")
    if len(lines) < 60:
        assert sorted([*old, *come]) == sorted([*new, *gone])


@given(LINES, LINES)
def test_a_comparison_has_sixty_lines_at_most(old: list[str], new: list[str]) -> None:
    assert len(compared(old * 3, new * 3)) <= 60
