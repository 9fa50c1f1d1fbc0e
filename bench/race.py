"""The runs of a scene: contestants take turns, so that what else the machine does meets all of them alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench import site
from bench.contestant import Call, Contestant, environment
from bench.daemon import Daemon
from bench.place import IDENTIFIERS, MANIFEST
from bench.process import measure
from bench.scenario import Scenario
from bench.server.settings import Settings

_SMALL = Settings(100)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a contestant, as it was: not scaled, not multiplied.

    `untold` are the items that are not live in the end, and of which the contestant did not say so; see `untold`.
    Seconds and bytes are those of bench.process.Usage, the other numbers those of bench.daemon.Seen.
    """

    contestant: str
    seconds: float
    cpu: float
    peak: int
    exit_code: int
    requests: int
    writes: int
    refused: int
    at_once: int
    not_live: int
    untold: int


class Course:
    """Where contestants run.

    Args:
        daemon: The server.
        folder: The current folder of each of them, with the manifest in it, and the same IDs as plain lines.
        tell: Is told what is about to run.
    """

    def __init__(self, daemon: Daemon, folder: Path, tell: Callable[[str], None] = lambda _line: None) -> None:
        self._daemon = daemon
        self._folder = folder
        self._tell = tell

    def rehearse(self, scenarios: Sequence[Scenario]) -> None:
        """Let everybody run once on a small site, so that all that is read from disk has been read before it counts."""
        for contestant in dict.fromkeys(each for scenario in scenarios for each in scenario.contestants):
            if contestant.absence is None:
                self._tell(f"{contestant.name}, rehearsal")
                self.run(contestant, _SMALL)

    def race(self, scenario: Scenario, asked: int) -> Iterator[Run]:
        """Let each contestant run in turn, as many rounds as are right where so many are asked for."""
        rounds = scenario.rounds(asked)
        for number in range(rounds):
            for contestant in scenario.contestants:
                if contestant.absence is None:
                    self._tell(f"{scenario.letter}: {contestant.name}, run {number + 1} of {rounds}")
                    yield self.run(contestant, scenario.settings, is_cold=scenario.is_cold)

    def run(self, contestant: Contestant, settings: Settings, *, is_cold: bool = False) -> Run:
        """Let a contestant do its work, or its part of it, from the beginning."""
        mine = replace(settings, items=max(1, settings.items // contestant.part))
        self._prepare(mine.items)
        self._daemon.reset(mine)
        host = self._daemon.host
        command = contestant.command(Call(host, settings.scale))
        usage = measure(command, self._folder, environment(host, self._folder), self._folder / "output.txt")
        seen = self._daemon.seen()
        seconds = seen.first - usage.began if is_cold and seen.first is not None else usage.seconds
        return Run(
            contestant.name,
            seconds,
            usage.cpu,
            usage.peak,
            usage.exit_code,
            seen.requests,
            seen.writes,
            seen.refused,
            seen.at_once,
            len(seen.not_live),
            untold(seen.not_live, usage.exit_code, usage.output),
        )

    def _prepare(self, items: int) -> None:
        """Write the manifest and the IDs, where they are not those of the run before."""
        item_ids = "".join(f"{item_id}\n" for item_id in site.identifiers(items))
        lines = self._folder / IDENTIFIERS
        if not lines.exists() or lines.stat().st_size != len(item_ids):
            (self._folder / MANIFEST).write_text(site.manifest(items), "ascii")
            lines.write_text(item_ids, "ascii")


def untold(not_live: tuple[str, ...], exit_code: int, output: str) -> int:
    """How many of the items that are not live were lost without a word.

    Those are all of them where the exit code is 0, because that says that all is well; otherwise those whose ID stands
    nowhere in what was printed: nobody can tell from it which they are.
    """
    return len(not_live) if exit_code == 0 else sum(item_id not in output for item_id in not_live)
