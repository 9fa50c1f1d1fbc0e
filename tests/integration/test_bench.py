from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.contestant import LOAD, PROGRAM, PUBLISH, SAME, VALIDATE, Contestant
from bench.daemon import Daemon, serving
from bench.race import Course, Run
from bench.scenario import Scenario
from bench.server.settings import Settings


@pytest.fixture(scope="module")
def daemon() -> Iterator[Daemon]:
    with serving() as daemon:
        yield daemon


@pytest.fixture
def course(daemon: Daemon, tmp_path: Path) -> Course:
    return Course(daemon, tmp_path)


def accounts(run: Run) -> tuple[int, int, int, int]:
    """Publish requests, exit code, items that are not live, and those of them that are untold."""
    return run.writes, run.exit_code, run.not_live, run.untold


@pytest.mark.parametrize("contestant", [PROGRAM, SAME, PUBLISH], ids=lambda each: each.name)
def test_a_site_is_published_in_batches_of_100(course: Course, contestant: Contestant) -> None:
    assert accounts(course.run(contestant, Settings(250))) == (3, 0, 0, 0)


def test_the_bare_loop_sends_the_same_requests_as_the_program(course: Course) -> None:
    runs = [course.run(contestant, Settings(250)) for contestant in (PROGRAM, SAME)]
    assert runs[0].requests == runs[1].requests == 9


def test_with_a_faster_clock_the_program_waits_for_a_limit_in_less_time(course: Course) -> None:
    run = course.run(PROGRAM, Settings(300, limit=6, scale=120))
    assert (run.not_live, run.requests) == (0, 9)
    assert run.seconds < 30


def test_a_loop_waits_as_the_answer_asks_it_to(course: Course) -> None:
    run = course.run(SAME, Settings(300, limit=6, scale=120))
    assert (run.not_live, run.refused, run.requests) == (0, 1, 10)


def test_a_request_that_fails_as_a_whole_is_noticed_by_the_program_only(course: Course) -> None:
    settings = Settings(100, refusing=100)
    assert accounts(course.run(PROGRAM, settings))[1:] == (1, 1, 0)
    assert accounts(course.run(SAME, settings)) == (1, 0, 100, 100)
    assert accounts(course.run(PUBLISH, settings)) == (1, 1, 100, 100)


def test_a_deleted_item_is_noticed_by_the_program_only(course: Course) -> None:
    settings = Settings(100, deleted=100)
    assert accounts(course.run(PROGRAM, settings))[1:] == (1, 1, 0)
    assert accounts(course.run(PUBLISH, settings)) == (1, 0, 1, 1)


@pytest.mark.parametrize("contestant", [VALIDATE, LOAD], ids=lambda each: each.name)
def test_who_only_reads_the_manifest_sends_nothing(course: Course, contestant: Contestant) -> None:
    run = course.run(contestant, Settings(10))
    assert (run.exit_code, run.requests) == (0, 0)


def test_a_run_is_measured_from_outside(course: Course) -> None:
    run = course.run(LOAD, Settings(10))
    assert run.cpu > 0
    assert run.seconds > 0
    assert 5_000_000 < run.peak < 200_000_000


def test_until_the_first_request_it_takes_less_than_until_the_end(course: Course) -> None:
    settings = Settings(1, latency=0.2)
    cold = course.run(PROGRAM, settings, is_cold=True)
    assert 0 < cold.seconds < course.run(PROGRAM, settings).seconds


def test_contestants_take_turns_and_one_that_cannot_run_is_left_out(course: Course) -> None:
    absent = Contestant("absent", lambda _: (), absence="why")
    scene = Scenario("Z", "", Settings(1), (LOAD, absent, VALIDATE), runs=2)
    assert [run.contestant for run in course.race(scene, 5)] == [LOAD.name, VALIDATE.name] * 2
