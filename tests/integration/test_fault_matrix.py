"""Each fault that a network, a proxy or Webflow may show, at each stage of a run, alone and in pairs, through HTTP.

What each run has to keep is in `harness.judge`: it goes by the state of the sandbox, and not by what the program says.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from itertools import combinations, product

import pytest

from harness.clock import FakeClock
from harness.experiment import Bench
from harness.laboratory import Laboratory, Stranger
from harness.sabotage import FAULTS, STAGES, Effect, Fault, Stage, Strike

GOOD = [("published", None)] * 4 + [("unchanged", None)] * 2
"""How a run ends in which nothing lasting goes wrong: a new, a changed and a live item, each in two locales."""
UNKNOWN = [("failed", "not-found")] * 2

NAMED = {fault.name: fault for fault in FAULTS}
REPRESENTATIVES = tuple(
    NAMED[name]
    for name in (
        "no-such-name",
        "connection-refused",
        "reset-before-the-request-was-taken",
        "reset-after-the-request-was-taken",
        "closed-in-the-body",
        "no-status-line",
        "an-interim-answer-103",
        "an-answer-behind-the-answer",
        "html",
        "nothing",
        "json-that-is-a-list",
        "gzip-that-breaks-off",
        "a-gzip-bomb",
        "unknown-keys",
        "nulls-for-lists",
        "lists-of-anything",
        "ids-twice",
        "foreign-ids",
        "foreign-errors",
        "an-id-is-missing",
        "published-and-failed",
        "all-is-claimed-and-nothing-done",
        "limited",
        "limited-until-the-end-of-the-century",
        "500-after-the-request-was-taken",
        "503-with-a-time",
        "204",
        "400",
        "401",
        "403-may-not-read",
        "404",
        "409",
        "redirect-307-to-another-host",
        "an-echo-of-the-token-in-400",
        "a-body-in-drops",
        "a-machine-that-sleeps-for-an-hour",
        "a-clock-that-is-set-back",
    )
)
"""Faults of every kind: of all of them there are more than 8,000 pairs."""

BRIEF = ("500", "502-without-a-word", "reset-before-the-request-was-taken", "connection-refused", "limited")
"""Faults that come in bursts, come and go, or last."""

LONE = list(product(FAULTS, STAGES))
NINE = list(product(STAGES, STAGES))
PAIRS = [
    (REPRESENTATIVES[one], STAGES[other % 3], STAGES[(one + other // 3) % 3], REPRESENTATIVES[other])
    for one, other in combinations(range(len(REPRESENTATIVES)), 2)
]
BURSTS = list(product((NAMED[name] for name in BRIEF), STAGES))
STORMS = list(combinations(BRIEF, 3))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    clock = FakeClock()
    with Laboratory(clock) as laboratory, Stranger() as stranger:
        bench = Bench(laboratory, stranger, clock, tmp_path_factory.mktemp("bench"))
        bench.calibrate()
        # The thousands of things that pytest keeps for so many cases need not be looked through for garbage each time.
        gc.freeze()
        yield bench
        gc.unfreeze()


def named(value: object) -> str | None:
    return value.name if isinstance(value, Fault) else None


@pytest.mark.parametrize("with_unknown", [False, True])
def test_without_a_fault_all_is_well(bench: Bench, with_unknown: bool) -> None:
    experiment = bench.run(with_unknown=with_unknown)
    assert experiment.ending.statuses == GOOD + UNKNOWN * with_unknown
    assert experiment.resolved == 0


@pytest.mark.parametrize(("fault", "stage"), LONE, ids=named)
def test_a_fault_that_strikes_once(bench: Bench, fault: Fault, stage: Stage) -> None:
    strike = Strike(fault, stage)
    experiment = bench.run(strike)
    assert experiment.struck[strike] == 1
    if fault.effect is not Effect.LASTING:
        assert experiment.ending.statuses == GOOD
    if fault.effect is Effect.PASSING and fault.is_told:
        assert experiment.resolved
        assert "## Resolved by trying again" in experiment.ending.summary


@pytest.mark.parametrize(("fault", "stage"), LONE, ids=named)
def test_a_fault_that_strikes_always_and_a_run_without_it_afterwards(bench: Bench, fault: Fault, stage: Stage) -> None:
    strike = Strike(fault, stage, times=None)
    experiment = bench.run(strike, with_unknown=True, timeout_minutes="3")
    assert experiment.struck[strike]
    assert experiment.ending.exit_code != 0
    assert experiment.is_as_its_schema_says()
    if fault.effect is Effect.HARMLESS:
        assert experiment.ending.statuses == GOOD + UNKNOWN
        return
    live = bench.live(experiment.specimen)
    again = bench.run(specimen=experiment.specimen)
    assert again.ending.exit_code == 0
    assert again.ending.statuses == [
        ("unchanged" if variant in live else "published", None)
        for variant in experiment.specimen.variants(with_unknown=False)
    ]


@pytest.mark.parametrize(("first", "earlier", "later", "second"), PAIRS, ids=named)
def test_two_faults_that_strike_once_each(
    bench: Bench, first: Fault, earlier: Stage, later: Stage, second: Fault
) -> None:
    strikes = Strike(first, earlier), Strike(second, later, 2 if earlier is later and first.kind is second.kind else 1)
    experiment = bench.run(*strikes, with_unknown=True)
    if Effect.LASTING not in {first.effect, second.effect}:
        assert experiment.ending.statuses == GOOD + UNKNOWN
        assert experiment.struck[strikes[0]] == 1
        # A stage that is not disturbed may be over before the second fault has its turn.
        assert experiment.struck[strikes[1]] == 1 or (earlier is later and first.effect is Effect.HARMLESS)


@pytest.mark.parametrize(("fault", "stage"), BURSTS, ids=named)
def test_a_fault_that_outlasts_all_patience(bench: Bench, fault: Fault, stage: Stage) -> None:
    experiment = bench.run(Strike(fault, stage, times=None))
    assert experiment.ending.exit_code == 4


@pytest.mark.parametrize(("fault", "stage"), BURSTS, ids=named)
def test_a_fault_that_strikes_four_times_in_a_row(bench: Bench, fault: Fault, stage: Stage) -> None:
    strike = Strike(fault, stage, times=4)
    experiment = bench.run(strike)
    assert experiment.struck[strike] == 4
    assert experiment.ending.statuses == GOOD
    assert experiment.resolved


@pytest.mark.parametrize(("fault", "stage"), BURSTS, ids=named)
def test_a_fault_that_comes_and_goes(bench: Bench, fault: Fault, stage: Stage) -> None:
    experiment = bench.run(Strike(fault, stage, times=None, step=2))
    assert experiment.ending.statuses == GOOD
    assert experiment.resolved


@pytest.mark.parametrize("faults", STORMS, ids="-and-".join)
def test_faults_that_come_and_go_at_every_stage(bench: Bench, faults: tuple[str, ...]) -> None:
    strikes = [Strike(NAMED[name], stage, times=None, step=2) for name, stage in zip(faults, STAGES, strict=True)]
    experiment = bench.run(*strikes)
    assert experiment.ending.statuses == GOOD
    assert {strike.stage for strike in experiment.struck} == set(STAGES)


def test_each_fault_meets_each_stage_alone_and_beside_another(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(NAMED) == len(FAULTS)
    assert {(fault, stage) for fault, stage in LONE} == set(product(FAULTS, STAGES))
    met = {(first, stage) for first, stage, _, _ in PAIRS} | {(second, stage) for _, _, stage, second in PAIRS}
    assert met == set(product(REPRESENTATIVES, STAGES))
    assert {(earlier, later) for _, earlier, later, _ in PAIRS} == set(NINE)
    assert bench.kept == bench.made
    told = (
        f"The fault matrix: {len(FAULTS)} faults; {2 * len(LONE)} cases of one, {len(PAIRS)} of two, "
        f"{3 * len(BURSTS) + len(STORMS)} of bursts; {bench.made} runs, of which {bench.kept} kept the promise."
    )
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
