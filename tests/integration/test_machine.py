"""Faults of the machine that a step runs on: no space, no files, nobody who listens. What was published stays told."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from harness.bakery import TOKEN
from harness.judge import Case, objections
from harness.laboratory import Laboratory, Specimen
from harness.process import Step, with_small_files, with_streams, without_privilege
from harness.trial import Ending
from webflow_publish.clock import SystemClock

FULL = Path("/dev/full")
"""A device that has never any space left."""

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="this machine has no /dev/full")


@pytest.fixture(scope="module")
def laboratory() -> Iterator[Laboratory]:
    with Laboratory(SystemClock()) as laboratory:
        yield laboratory


@pytest.fixture
def specimen(laboratory: Laboratory) -> Specimen:
    return laboratory.specimen()


def step(
    folder: Path,
    specimen: Specimen,
    variables: Mapping[str, str | None] | None = None,
    *,
    with_unknown: bool = False,
    report: str = "report.json",
) -> Step:
    manifest = specimen.manifest(with_unknown=with_unknown)
    return Step(folder, f"http://{specimen.service}/v2", manifest, {"report": report}, variables or {})


def is_told_plainly(ending: Ending) -> bool:
    """Whether neither the token nor a traceback can be read anywhere, and the runner has nothing to object to."""
    unread = TOKEN not in ending.told and "Traceback" not in ending.told and not ending.stderr
    return unread and not ending.log.complaints and ending.log.open_group is None


def all_of(specimen: Specimen) -> frozenset[tuple[str, str | None]]:
    return frozenset(specimen.variants())


def test_on_a_machine_without_faults_the_promise_is_kept(
    tmp_path: Path, laboratory: Laboratory, specimen: Specimen
) -> None:
    running = step(tmp_path, specimen)
    ending = running.run()
    wanted = specimen.variants()
    assert ending.exit_code == 0
    assert objections(Case(ending, running.manifest, wanted, laboratory.live(specimen), TOKEN)) == []


class TestNoSpace:
    """What cannot be written makes the step red, and takes nothing else with it."""

    def test_for_the_summary(self, tmp_path: Path, laboratory: Laboratory, specimen: Specimen) -> None:
        ending = step(tmp_path, specimen, {"GITHUB_STEP_SUMMARY": str(FULL)}).run()
        assert (ending.exit_code, (ending.outputs or {})["outcome"]) == (1, "failed")
        assert "The job summary could not be written: No space left on device." in ending.stdout
        assert [each["message"] for each in (ending.report or {})["losses"]] == [
            "The job summary could not be written: No space left on device."
        ]
        assert ending.statuses.count(("published", None)) == 4
        assert laboratory.live(specimen) == all_of(specimen)
        assert is_told_plainly(ending)

    def test_for_the_outputs(self, tmp_path: Path, laboratory: Laboratory, specimen: Specimen) -> None:
        ending = step(tmp_path, specimen, {"GITHUB_OUTPUT": str(FULL)}).run()
        assert ending.exit_code == 1
        assert "> The outputs could not be written: No space left on device." in ending.summary
        assert laboratory.live(specimen) == all_of(specimen)
        assert is_told_plainly(ending)

    def test_for_anything(self, tmp_path: Path, laboratory: Laboratory, specimen: Specimen) -> None:
        full: dict[str, str | None] = {"GITHUB_OUTPUT": str(FULL), "GITHUB_STEP_SUMMARY": str(FULL)}
        ending = step(tmp_path, specimen, full).run(with_small_files(0))
        assert ending.exit_code == 1
        assert ending.report is None
        for name in ("job summary", "JSON report", "outputs"):
            assert f"The {name} could not be written: " in ending.stdout
        assert (
            "All 3 items are live, 2 of them published now, but not everything could be written down." in ending.stdout
        )
        assert laboratory.live(specimen) == all_of(specimen)
        assert is_told_plainly(ending)

    @pytest.mark.parametrize(
        ("size", "with_unknown"),
        [(10, False), (200, False), (200, True), (500, False), (1_000, False), (2_000, True), (3_000, False)],
    )
    def test_for_the_whole_of_a_file(
        self, tmp_path: Path, laboratory: Laboratory, specimen: Specimen, size: int, with_unknown: bool
    ) -> None:
        ending = step(tmp_path, specimen, with_unknown=with_unknown).run(with_small_files(size))
        assert ending.exit_code == 1
        assert "could not be written" in ending.stdout
        # What the steps that follow read of it, if they can read it at all, speaks of no success.
        assert (ending.outputs or {}).get("outcome", "failed") == "failed"
        assert laboratory.live(specimen) == all_of(specimen)
        assert is_told_plainly(ending)

    def test_leaves_a_red_run_as_red_as_it_was(self, tmp_path: Path, specimen: Specimen) -> None:
        ending = step(tmp_path, specimen, {"GITHUB_STEP_SUMMARY": str(FULL)}, with_unknown=True).run()
        assert (ending.exit_code, (ending.outputs or {})["outcome"]) == (1, "failed")
        assert ("failed", "not-found") in ending.statuses
        assert f"{specimen.unknown}" in ending.stdout
        assert is_told_plainly(ending)


class TestFilesOfTheRunner:
    """Where GitHub gave no file, or one that cannot be written."""

    def test_that_were_not_given_are_not_missed(
        self, tmp_path: Path, laboratory: Laboratory, specimen: Specimen
    ) -> None:
        ending = step(tmp_path, specimen, {"GITHUB_OUTPUT": None, "GITHUB_STEP_SUMMARY": None}).run()
        assert ending.exit_code == 0
        assert "All 3 items are live, 2 of them published now." in ending.stdout
        assert laboratory.live(specimen) == all_of(specimen)
        assert is_told_plainly(ending)

    @pytest.mark.parametrize("place", ["missing/file", "."])
    @pytest.mark.parametrize("name", ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"])
    def test_that_are_none_make_the_step_red(
        self, tmp_path: Path, laboratory: Laboratory, specimen: Specimen, name: str, place: str
    ) -> None:
        ending = step(tmp_path, specimen, {name: str(tmp_path / place)}).run()
        assert ending.exit_code == 1
        assert "could not be written: " in ending.stdout
        assert ending.statuses.count(("published", None)) == 4
        assert laboratory.live(specimen) == all_of(specimen)
        assert is_told_plainly(ending)

    @pytest.mark.parametrize("variable", ["HOME", "TMPDIR", "XDG_CACHE_HOME"])
    def test_that_the_program_has_no_need_of_may_lie_anywhere(
        self, tmp_path: Path, specimen: Specimen, variable: str
    ) -> None:
        ending = step(tmp_path, specimen, {variable: str(tmp_path / "missing")}).run()
        assert ending.exit_code == 0
        assert is_told_plainly(ending)


class TestNobodyListens:
    """That the log leads nowhere changes nothing of what is done, and of what is written."""

    @pytest.mark.parametrize(
        ("closed", "full"), [("0", ""), ("1", ""), ("2", ""), ("12", ""), ("012", ""), ("", "1"), ("", "2"), ("", "12")]
    )
    def test_to_a_stream(
        self, tmp_path: Path, laboratory: Laboratory, specimen: Specimen, closed: str, full: str
    ) -> None:
        ending = step(tmp_path, specimen).run(with_streams(closed, full))
        assert ending.exit_code == 0
        assert (ending.outputs or {})["outcome"] == "success"
        assert ending.summary.startswith("# ✅ All 3 items are live")
        assert ending.statuses.count(("published", None)) == 4
        assert laboratory.live(specimen) == all_of(specimen)

    @pytest.mark.parametrize("with_unknown", [False, True])
    def test_any_more_after_the_first_line(self, tmp_path: Path, specimen: Specimen, with_unknown: bool) -> None:
        running = step(tmp_path, specimen, with_unknown=with_unknown)
        with running.started() as process:
            assert process.stdout
            process.stdout.readline()
            process.stdout.close()
            process.wait(30)
        ending = running.ending(process.returncode, b"", b"")
        assert ending.exit_code == int(with_unknown)
        assert (ending.outputs or {})["outcome"] == ("failed" if with_unknown else "success")
        assert ending.statuses.count(("published", None)) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="that root may write anywhere can be changed on Linux only")
class TestReadOnlyWorkspace:
    def run(self, running: Step) -> Ending:
        running.workspace.mkdir()
        (running.workspace / "webflow-publish.yml").write_text(running.manifest, "utf-8")
        running.workspace.chmod(0o555)
        ending = running.run(without_privilege())
        running.workspace.chmod(0o755)
        if ending.exit_code == 97:
            pytest.skip("root cannot give up to write anywhere on this machine")
        return ending

    def test_without_a_report_nothing_is_to_be_written_there(self, tmp_path: Path, specimen: Specimen) -> None:
        running = step(tmp_path, specimen, report="")
        ending = self.run(running)
        assert ending.exit_code == 0
        assert [each.name for each in running.workspace.iterdir()] == ["webflow-publish.yml"]
        assert is_told_plainly(ending)

    def test_a_report_that_cannot_be_written_makes_the_step_red(
        self, tmp_path: Path, laboratory: Laboratory, specimen: Specimen
    ) -> None:
        ending = self.run(step(tmp_path, specimen))
        assert (ending.exit_code, (ending.outputs or {})["outcome"]) == (1, "failed")
        assert "The JSON report could not be written: Permission denied." in ending.summary
        assert laboratory.live(specimen) == all_of(specimen)
        assert is_told_plainly(ending)
