"""A run that is killed at any moment leaves nothing that the next one does not put right."""

from __future__ import annotations

import json
import random
import subprocess
import threading
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import pytest

from harness.bakery import TOKEN
from harness.judge import Case, objections
from harness.laboratory import Key, Laboratory, Specimen, manifest_of
from harness.process import TIMEOUT, Step
from harness.sabotage import Effect, End, Fault, Saboteur, SkewedClock, Stage, Strike, Surroundings, Visit
from webflow_publish.clock import SystemClock

COLLECTIONS = 6
REQUESTS = 30
"""Of an undisturbed run: the items of each collection are read in each of two locales, published, and read back."""


class Phase(StrEnum):
    """When a request has come: before it is carried out, after that, or after it was answered."""

    BEFORE = "before"
    AFTER = "after"
    ANSWERED = "answered"


def moments() -> list[tuple[int, Phase, float]]:
    """Fifty moments, the same each time: at which request, when, and how many seconds later."""
    dice = random.Random(20261123)  # noqa: S311 - not for secrets
    return [(1 + dice.randrange(REQUESTS), dice.choice(list(Phase)), dice.random() * 0.03) for _ in range(50)]


class Killer:
    """Kills a process when so many requests have come; all of them are answered as they should be."""

    def __init__(self, number: int, phase: Phase, delay: float) -> None:
        self._moment = number, phase
        self._delay = delay
        self._lock = threading.Lock()
        self._count = 0
        self.victim: subprocess.Popen[bytes] | None = None

    def strikes(self) -> list[Strike]:
        """What watches every request."""
        fault = Fault("a-kill", Effect.LASTING, self._watch)
        return [Strike(fault, stage, times=None) for stage in Stage]

    def _watch(self, visit: Visit) -> End:
        with self._lock:
            self._count += 1
            number = self._count
        self._reach(number, Phase.BEFORE)
        given = visit.forward()
        self._reach(number, Phase.AFTER)
        end = visit.give(given)
        self._reach(number, Phase.ANSWERED)
        return end

    def _reach(self, number: int, phase: Phase) -> None:
        if (number, phase) == self._moment and self.victim:
            threading.Event().wait(self._delay)
            self.victim.kill()


@pytest.fixture(scope="module")
def laboratory() -> Iterator[Laboratory]:
    with Laboratory(SystemClock()) as laboratory:
        yield laboratory


def live(laboratory: Laboratory, specimens: Sequence[Specimen]) -> frozenset[Key]:
    return frozenset(key for each in specimens for key in laboratory.live(each))


def published(saboteur: Saboteur) -> list[Key]:
    """What was sent to be published."""
    bodies = [json.loads(each.body) for each in saboteur.asked if each.stage is Stage.PUBLISH]
    return [(item["id"], locale) for body in bodies for item in body["items"] for locale in item["cmsLocaleIds"]]


@pytest.mark.parametrize(("number", "phase", "delay"), moments())
def test_what_a_killed_run_left_undone_the_next_one_does_and_nothing_twice(
    tmp_path: Path, laboratory: Laboratory, number: int, phase: Phase, delay: float
) -> None:
    specimens = laboratory.specimens(COLLECTIONS)
    manifest = manifest_of(specimens)
    wanted = [key for each in specimens for key in each.variants()]
    killer = Killer(number, phase, delay)
    surroundings = Surroundings(specimens[0].service, SkewedClock(SystemClock()), "")

    with (
        Saboteur(surroundings, killer.strikes()) as saboteur,
        Step(tmp_path, saboteur.url, manifest).started() as killer.victim,
    ):
        killer.victim.communicate(timeout=TIMEOUT)
        assert killer.victim.returncode in {-9, 0}
    before = live(laboratory, specimens)

    with Saboteur(surroundings) as saboteur:
        ending = Step(tmp_path, saboteur.url, manifest).run()
    assert ending.exit_code == 0
    assert objections(Case(ending, manifest, wanted, live(laboratory, specimens), TOKEN)) == []
    assert sorted(published(saboteur)) == sorted(set(wanted) - before)


def test_the_moments_lie_in_every_stage_and_phase() -> None:
    reading = range(1, 2 * COLLECTIONS + 1)
    publishing = range(2 * COLLECTIONS + 1, 3 * COLLECTIONS + 1)
    proving = range(3 * COLLECTIONS + 1, REQUESTS + 1)
    for stage in (reading, publishing, proving):
        assert {phase for number, phase, _ in moments() if number in stage} == set(Phase)
