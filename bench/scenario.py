"""The scenes in which contestants are measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.contestant import CLI, IMPORTS, LOAD, PROGRAM, PUBLISH, SAME, SDK, VALIDATE, Contestant
from bench.server.settings import Settings

RUNS = 5
"""Runs by default."""

_EVERYBODY = (SAME, PROGRAM, PUBLISH, SDK, CLI)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scene.

    Attributes:
        letter: By which it is asked for; two scenes may share one.
        title: What happens in it.
        settings: What the server is told.
        contestants: Who takes part. The first is the reference, which the others are compared with.
        runs: How often each of them runs where the default number of runs is asked for. It is fewer than that where a
            run is long, because of waits that are the same each time, or where only things are counted.
        is_cold: What is measured ends when the first request reaches the server, not when the process ends.
    """

    letter: str
    title: str
    settings: Settings
    contestants: tuple[Contestant, ...] = _EVERYBODY
    runs: int = RUNS
    is_cold: bool = False

    def rounds(self, asked: int) -> int:
        """How often each contestant runs where so many runs are asked for."""
        return max(1, round(self.runs * asked / RUNS))


SCENARIOS = (
    Scenario("A", "10,000 items, an answer at once, no limit", Settings(10_000)),
    Scenario("B", "10,000 items, 150 ms for each answer, no limit", Settings(10_000, latency=0.15), runs=1),
    Scenario(
        "C",
        "20,000 items, 300 ms for each answer, 120 requests a minute; time passes 5 times as fast",
        Settings(20_000, latency=0.3, limit=120, scale=5),
        (SAME, PROGRAM, SDK),
        runs=1,
    ),
    Scenario(
        "D",
        "10,000 items; one in each 100 makes the whole request fail that has it, with a 409 that does not name it",
        Settings(10_000, refusing=100),
        runs=1,
    ),
    Scenario(
        "E",
        "a manifest of 100,000 items is read",
        Settings(100_000),
        (LOAD, VALIDATE),
    ),
    Scenario("E", "100,000 items, an answer at once, no limit", Settings(100_000), (PROGRAM,), runs=1),
    Scenario(
        "F",
        "cold start: 1 item, until the first request is there",
        Settings(1),
        (IMPORTS, PROGRAM),
        runs=3 * RUNS,
        is_cold=True,
    ),
    Scenario(
        "G",
        "10,000 items, one in each 100 of which was deleted in Webflow, as its answer says",
        Settings(10_000, deleted=100),
        runs=1,
    ),
)


def scenarios(letters: str) -> Sequence[Scenario]:
    """The scenes with these letters, which commas may separate; all where there are none.

    Raises:
        ValueError: Where a letter is not that of a scene.
    """
    wanted = {letter for letter in letters.upper() if letter not in ", "}
    if unknown := wanted - {each.letter for each in SCENARIOS}:
        known = ", ".join(sorted({each.letter for each in SCENARIOS}))
        raise ValueError(f"There is no scene {min(unknown)}. Choose among {known}.")
    return [each for each in SCENARIOS if not wanted or each.letter in wanted]
