"""Experiments: the program publishes a small collection while faults strike, and is judged by what came of it."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from ssl import SSLContext

import pytest
from jsonschema import Draft202012Validator

from harness.bakery import TOKEN
from harness.judge import Case, objections
from harness.laboratory import Laboratory, Specimen, Stranger
from harness.sabotage import STAGES, Asked, Saboteur, SkewedClock, Stage, Strike, Surroundings
from harness.trial import Ending, Trial
from webflow_publish.clock import Clock

MINUTES = 30.0
"""After which a run sends nothing more, by default."""
STARTING = 1.0
"""Seconds that a run may take, where time is real, until its own time begins."""
UNDER_WAY = 3
"""Requests that may come when that time is over: they were sent while another one still waited for its answer."""
MOST_REQUESTS = 200
"""Requests of a run about three items: whatever happens, Webflow is not flooded."""

_SCHEMA = Draft202012Validator(json.loads(files("webflow_publish.report").joinpath("schema.json").read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Experiment:
    """What came of a run that has kept the promise. `specimen` is what it worked on."""

    specimen: Specimen
    ending: Ending
    asked: Sequence[Asked]
    struck: Counter[Strike]

    def count(self, stage: Stage) -> int:
        """How many requests the stage took."""
        return sum(each.stage is stage for each in self.asked)

    @property
    def resolved(self) -> int:
        """How many errors were cleared by trying again."""
        return len((self.ending.report or {})["resolved"])

    def is_as_its_schema_says(self) -> bool:
        """Whether the JSON report is."""
        return _SCHEMA.is_valid(self.ending.report)


class Bench:
    """Where experiments are made. `made` is how many there were, `kept` in how many the promise was kept.

    Args:
        laboratory: Has the collections.
        stranger: Another host, which nobody is to talk to.
        base: Time; each experiment has a clock of its own that runs with it.
        folder: For the files of the runs.
    """

    def __init__(self, laboratory: Laboratory, stranger: Stranger, base: Clock, folder: Path) -> None:
        self._laboratory = laboratory
        self._stranger = stranger
        self._base = base
        self._folder = folder
        self._usual: dict[Stage, int] = {}
        self.made = 0
        self.kept = 0

    def run(
        self,
        *strikes: Strike,
        with_unknown: bool = False,
        specimen: Specimen | None = None,
        context: SSLContext | None = None,
        **inputs: str,
    ) -> Experiment:
        """Publish a collection while the strikes are made.

        Args:
            strikes: What is done to the program.
            with_unknown: Whether the manifest has an item that Webflow does not have.
            specimen: The collection; without one, it is one that nobody has touched.
            context: For HTTPS.
            inputs: Inputs of action.yml, with `_` for `-`.

        Raises:
            AssertionError: The program broke its promise.
        """
        self.made += 1
        specimen, clock = specimen or self._laboratory.specimen(), SkewedClock(self._base)
        surroundings = Surroundings(specimen.service, clock, self._stranger.url)
        manifest, began = specimen.manifest(with_unknown=with_unknown), clock.monotonic()
        with Saboteur(surroundings, strikes, self._usual, context) as saboteur, pytest.MonkeyPatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", saboteur.look_up)
            trial = Trial(self._folder, patch)
            ending = trial.run(manifest, clock, token=TOKEN, api_url=saboteur.url, **inputs)
        faults = [strike.fault for strike in strikes]
        case = Case(
            ending,
            manifest,
            specimen.variants(with_unknown=with_unknown),
            self._laboratory.live(specimen),
            TOKEN,
            frozenset(reason for fault in faults for reason in fault.tells),
            is_blind=any(fault.blinds for fault in faults),
        )
        end = began + STARTING + 60 * float(inputs.get("timeout_minutes", MINUTES))
        late = sum(each.moment > end for each in saboteur.asked)
        # pytest shows what was compared only where it is in a test.
        found = objections(case)
        assert not found, "\n".join([*found, ending.told])
        heard = self._stranger.heard()
        assert not heard, f"another host was sent {heard}"
        assert len(saboteur.asked) <= MOST_REQUESTS, f"{len(saboteur.asked)} requests were sent"
        assert late <= UNDER_WAY, f"{late} requests were sent when the time was over"
        self.kept += 1
        return Experiment(specimen, ending, saboteur.asked, saboteur.struck)

    def calibrate(self) -> None:
        """Find out how many requests each stage takes where nothing goes wrong."""
        experiment = self.run()
        self._usual = {stage: experiment.count(stage) for stage in STAGES}

    def live(self, specimen: Specimen) -> frozenset[tuple[str, str | None]]:
        """Which items × locales of a collection are live with the content that is staged."""
        return self._laboratory.live(specimen)
