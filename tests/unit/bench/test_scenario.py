from __future__ import annotations

import pytest

from bench.contestant import PROGRAM, SAME
from bench.scenario import RUNS, SCENARIOS, Scenario, scenarios
from bench.server.settings import Settings


def test_without_letters_all_scenes_are_wanted() -> None:
    assert scenarios("") == list(SCENARIOS)


@pytest.mark.parametrize("letters", ["A,B", "ab", "B, A", "BA"])
def test_scenes_are_asked_for_by_their_letters_and_come_in_their_order(letters: str) -> None:
    assert [each.letter for each in scenarios(letters)] == ["A", "B"]


def test_a_letter_may_stand_for_two_scenes() -> None:
    assert [each.letter for each in scenarios("E")] == ["E", "E"]


def test_a_letter_that_is_not_known_is_told_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"no scene X\. Choose among A, B, C"):
        scenarios("A,X")


@pytest.mark.parametrize(("by_default", "asked", "rounds"), [(5, 5, 5), (5, 1, 1), (1, 5, 1), (1, 15, 3), (15, 1, 3)])
def test_scenes_run_as_often_as_is_asked_for_and_long_ones_more_seldom(
    by_default: int, asked: int, rounds: int
) -> None:
    assert Scenario("Z", "", Settings(1), runs=by_default).rounds(asked) == rounds


def test_each_scene_runs_at_least_once() -> None:
    assert min(each.rounds(1) for each in SCENARIOS) == 1
    assert max(each.rounds(RUNS) for each in SCENARIOS) == 3 * RUNS


def test_this_program_is_in_every_scene_of_publishing_beside_the_floor_where_there_is_one() -> None:
    for each in SCENARIOS:
        if each.letter in "ABCDG":
            assert PROGRAM in each.contestants
            assert each.contestants[0] is SAME
