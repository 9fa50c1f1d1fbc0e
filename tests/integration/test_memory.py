"""Answers that are made to fill the memory: the program takes no more of it than an honest answer could need."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harness.bakery import TOKEN
from harness.judge import Case, objections
from harness.laboratory import Laboratory
from harness.process import Step, measured
from harness.sabotage import Act, Effect, End, Fault, Saboteur, SkewedClock, Stage, Strike, Surroundings, Visit, bomb
from webflow_publish.clock import SystemClock
from webflow_publish.webflow.exchange import MAXIMUM_BYTES

MEBIBYTE = 1024 * 1024
OVERHEAD = 128 * 1024
"""Kibibytes beyond those of an undisturbed run: the largest answer that is read, in bytes, as text, and in transit."""
OF_JSON = 1024 * 1024
"""Kibibytes that the largest answer may take as values: Python has 64 bytes for an empty list, which is 3 in JSON."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")


def packed(size: int, layers: int) -> Act:
    def act(visit: Visit) -> End:
        encodings = ", ".join(["gzip"] * layers)
        return visit.give(
            replace(visit.forward(), body=bomb(size, layers)).with_headers(("Content-Encoding", encodings))
        )

    return act


def flood(piece: bytes, head: bytes = b"") -> Act:
    """A gibibyte."""

    def act(visit: Visit) -> End:
        visit.send(head or replace(visit.forward(), length="").head)
        for _ in range(1024 * MEBIBYTE // len(piece)):
            visit.send(piece)
        return End.CLOSE

    return act


def filled(start: bytes, piece: bytes, end: bytes) -> Act:
    """As much JSON as is read of an answer."""

    def act(visit: Visit) -> End:
        count = (MAXIMUM_BYTES - len(start) - len(end)) // len(piece)
        return visit.give(replace(visit.forward(), body=start + piece * count + end))

    return act


FLOODS = {
    "a-gzip-bomb": packed(256 * MEBIBYTE, 1),
    "a-gzip-bomb-in-gzip": packed(256 * MEBIBYTE, 2),
    "spaces-without-end": flood(b" " * MEBIBYTE),
    "headers-without-end": flood(b"X: y\r\n" * 100_000, b"HTTP/1.1 200 OK\r\n"),
    "a-header-without-end": flood(b"x" * MEBIBYTE, b"HTTP/1.1 200 OK\r\nX: "),
    "brackets": filled(b'{"items": ', b"[", b""),
}
JSON = {
    "a-long-text": filled(b'{"x": "', b"x", b'"}'),
    "empty-lists": filled(b'{"x": [[]', b",[]", b"]}"),
}


@pytest.fixture(scope="module")
def laboratory() -> Iterator[Laboratory]:
    with Laboratory(SystemClock()) as laboratory:
        yield laboratory


def memory(folder: Path, laboratory: Laboratory, *strikes: Strike) -> int:
    """Kibibytes that a run takes, which keeps its promise."""
    specimen = laboratory.specimen()
    surroundings = Surroundings(specimen.service, SkewedClock(SystemClock()), "")
    folder.mkdir()
    with Saboteur(surroundings, strikes) as saboteur:
        step = Step(folder, saboteur.url, specimen.manifest(), {"timeout-minutes": "1"})
        ending = step.run(measured(folder / "memory"))
    assert all(saboteur.struck[strike] for strike in strikes)
    assert objections(Case(ending, step.manifest, specimen.variants(), laboratory.live(specimen), TOKEN)) == []
    return int((folder / "memory").read_text())


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory, laboratory: Laboratory) -> int:
    return memory(tmp_path_factory.mktemp("usual") / "step", laboratory)


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_takes_no_more_than_the_largest_answer(
    tmp_path: Path, laboratory: Laboratory, usual: int, name: str
) -> None:
    strike = Strike(Fault(name, Effect.LASTING, FLOODS[name]), Stage.STATE)
    taken = memory(tmp_path / "step", laboratory, strike)
    assert taken < usual + OVERHEAD


@pytest.mark.parametrize("name", JSON)
def test_json_takes_no_more_than_the_largest_answer_as_values(
    tmp_path: Path, laboratory: Laboratory, usual: int, name: str
) -> None:
    strike = Strike(Fault(name, Effect.LASTING, JSON[name]), Stage.STATE)
    taken = memory(tmp_path / "step", laboratory, strike)
    assert taken < usual + OF_JSON
