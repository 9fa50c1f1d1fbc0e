from __future__ import annotations

import pytest

from bench.contestant import IMPORTS, LOAD, PROGRAM, SAME, VALIDATE
from bench.goal import MEBIBYTE, goals
from bench.result import Row, Table


def met(letter: str, *rows: Row) -> list[bool]:
    return [goal.is_met for goal in goals([Table(letter, "", rows)])]


def program(**values: float) -> Row:
    return Row(PROGRAM.name, 1, **values)  # type: ignore[arg-type]


def same(**values: float) -> Row:
    return Row(SAME.name, 1, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("cpu", "expected"), [(2.0, True), (2.1, False)])
def test_a_computing_is_at_most_twice_that_of_the_same_requests(cpu: float, expected: bool) -> None:
    assert met("A", same(cpu=1.0), program(cpu=cpu)) == [expected]


@pytest.mark.parametrize(("seconds", "expected"), [(15.7, True), (15.8, False)])
def test_b_latency_costs_about_a_third_of_one_request_after_the_other(seconds: float, expected: bool) -> None:
    assert met("B", same(seconds=45.0), program(seconds=seconds)) == [expected]


@pytest.mark.parametrize(
    ("seconds", "refused", "expected"),
    [(315.0, 1, [True, True]), (316.0, 1, [False, True]), (300.0, 2, [True, False])],
)
def test_c_time_and_refusals_are_what_the_limit_makes_of_its_own_requests(
    seconds: float, refused: int, expected: list[bool]
) -> None:
    assert met("C", program(seconds=seconds, refused=refused, requests=600)) == expected


@pytest.mark.parametrize(
    ("not_live", "writes", "untold", "expected"),
    [
        (100, 1528, 0, [True, True, True]),
        (101, 1528, 0, [False, True, True]),
        (0, 1528, 0, [False, True, True]),
        (100, 1529, 0, [True, False, True]),
        (100, 1528, 1, [True, True, False]),
    ],
)
def test_d_all_good_items_are_live_in_few_requests_and_the_bad_ones_are_told(
    not_live: int, writes: int, untold: int, expected: list[bool]
) -> None:
    assert met("D", program(not_live=not_live, writes=writes, untold=untold)) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(4.0, True), (4.1, False)])
def test_e_to_validate_takes_little_more_than_to_load_the_yaml(seconds: float, expected: bool) -> None:
    assert met("E", Row(LOAD.name, 1, seconds=2.0), Row(VALIDATE.name, 1, seconds=seconds)) == [expected]


@pytest.mark.parametrize(("peak", "expected"), [(249, True), (250, False)])
def test_e_publishing_a_large_manifest_takes_little_memory(peak: int, expected: bool) -> None:
    assert met("E", program(peak=peak * MEBIBYTE)) == [expected]


@pytest.mark.parametrize(("seconds", "expected"), [(0.4, True), (0.41, False)])
def test_f_the_first_request_comes_after_at_most_twice_the_imports(seconds: float, expected: bool) -> None:
    assert met("F", Row(IMPORTS.name, 1, seconds=0.2), program(seconds=seconds)) == [expected]


@pytest.mark.parametrize(("untold", "expected"), [(0, True), (1, False)])
def test_g_what_was_deleted_is_told(untold: int, expected: bool) -> None:
    assert met("G", program(untold=untold)) == [expected]


@pytest.mark.parametrize("letter", "ABCDEFG")
def test_what_was_not_measured_is_no_goal(letter: str) -> None:
    assert met(letter, Row(PROGRAM.name, 0), Row(SAME.name, 0)) == []
