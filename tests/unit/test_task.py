from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webflow_publish.approval import Approval
from webflow_publish.inputs import INPUTS, Mode
from webflow_publish.maximum import Maximum
from webflow_publish.problem import Problem
from webflow_publish.task import Reading, Task, read_task
from webflow_publish.workspace import Workspace

POSTS, PEOPLE = "580e63fc8c9a982ac9b8b745", "580e63fc8c9a982ac9b8b746"
ONE, TWO, THREE = (f"643fd856d66b6528195ee2c{number}" for number in "abc")
DIGEST = "1" * 64
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
MANIFEST = f"""\
version: 1
collections:
  - id: {POSTS}
    name: Blog posts
    items:
      - {ONE}
      - {TWO}
  - id: {PEOPLE}
    name: People
    items:
      - {THREE}
"""


def plan(**changes: Any) -> str:
    entry = {
        "item": {"id": ONE},
        "collection": {"id": POSTS},
        "locale": None,
        "status": "pending",
        "digest": DIGEST,
    }
    return json.dumps({"version": 1, "mode": "plan", "outcome": "pending", "items": [entry], **changes})


def earlier(*failed: str, collection: str = POSTS, **changes: Any) -> str:
    """The report of a publish in which these items of a collection failed."""
    entries = [
        {"item": {"id": each}, "collection": {"id": collection}, "locale": None, "status": "failed", "digest": None}
        for each in failed
    ]
    return json.dumps({"version": 1, "mode": "publish", "outcome": "failed", "items": entries, **changes})


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    """A workspace with a manifest, a reviewed plan, and the report of an earlier publish."""
    (tmp_path / "webflow-publish.yml").write_text(MANIFEST)
    (tmp_path / "plan.json").write_text(plan())
    (tmp_path / "earlier.json").write_text(earlier(TWO))
    return Workspace(tmp_path)


def read(space: Workspace, **texts: str) -> Reading:
    named = {"token": "a-token-of-the-sandbox"} | {name.replace("_", "-"): text for name, text in texts.items()}
    return read_task(lambda name: named.get(name, ""), space, NOW)


def task(space: Workspace, **texts: str) -> Task:
    reading = read(space, **texts)
    assert reading.task is not None, reading.problems
    assert reading.problems == ()
    return reading.task


def problems(space: Workspace, **texts: str) -> list[str]:
    reading = read(space, **texts)
    assert reading.task is None
    assert reading.problems
    return [problem.message for problem in reading.problems]


def test_inputs_manifest_and_reviewed_plan_are_read_together(space: Workspace) -> None:
    reading = read(space, approved="plan.json", max_publish="10", report="build/report.json", mode="plan")
    assert reading.task is not None
    assert reading.task.inputs.maximum == Maximum("10", 10, None)
    assert [item.id for item in reading.task.manifest.items] == [ONE, TWO, THREE]
    assert reading.task.left_out == 0
    assert reading.task.approval == Approval({(POSTS, ONE, None): frozenset({DIGEST})})
    assert (reading.mode, reading.report) == (Mode.PLAN, space.root / "build" / "report.json")


def test_without_a_reviewed_plan_everything_may_go(space: Workspace) -> None:
    assert task(space).approval is None


def test_without_a_path_no_report_is_written(space: Workspace) -> None:
    assert read(space).report is None


def test_all_that_is_wrong_is_told_at_once(space: Workspace) -> None:
    (space.root / "webflow-publish.yml").write_text("version: 2\n")
    (space.root / "damaged.json").write_text("{")
    told = problems(
        space, token="", force="perhaps", approved="damaged.json\nmissing.json", report="../x", manifest="*.yml\nno.yml"
    )
    assert len(told) == len(set(told))
    parts = ["`force`", "no token", "`missing.json`", "`damaged.json`", "`../x`", "`no.yml`", "version"]
    assert [part for part in parts if not any(part in message for message in told)] == []


class TestThePartOfAManifest:
    """What `only` names."""

    def test_the_rest_is_counted(self, space: Workspace) -> None:
        chosen = task(space, only="People")
        assert [item.id for item in chosen.manifest.items] == [THREE]
        assert chosen.left_out == 2

    def test_an_item_that_is_left_out_is_counted_once_however_often_it_is_listed(self, space: Workspace) -> None:
        locales = [f"653fd9af6a07fc9cfd7a5e5{number}" for number in (7, 8)]
        lists = [f"[{{ id: {ONE}, locales: [{locale}] }}]" for locale in locales]
        for number, listed in enumerate(lists):
            text = f"version: 1\ncollections: [{{ id: {POSTS}, items: {listed} }}]\n"
            (space.root / f"{number}.yaml").write_text(text)
        text = f"version: 1\ncollections: [{{ id: {PEOPLE}, name: People, items: [{THREE}] }}]\n"
        (space.root / "people.yaml").write_text(text)
        reading = read(space, manifest="*.yaml", only="People")
        assert reading.task is not None, reading.problems
        assert reading.task.left_out == 1

    def test_a_share_of_the_manifest_is_counted_with_the_rest_and_each_locale(self, space: Workspace) -> None:
        assert task(space).whole.size() == 3
        assert task(space, only="People").whole.size() == 3
        locales = "653fd9af6a07fc9cfd7a5e57, 653fd9af6a07fc9cfd7a5e58"
        (space.root / "webflow-publish.yml").write_text(
            f"version: 1\nlocales: [{locales}]\n{MANIFEST.split(chr(10), 1)[1]}"
        )
        chosen = task(space, only="People", max_publish="10%")
        assert (chosen.whole.size(), len(chosen.manifest.variants()), chosen.left_out) == (6, 2, 2)

    def test_a_name_that_nothing_has_is_a_problem(self, space: Workspace) -> None:
        (message,) = problems(space, only="Peple")
        assert message == "`Peple` in the input `only` matches no collection and no item of the manifest."

    def test_where_the_manifest_cannot_be_read_no_name_is_wrong(self, space: Workspace) -> None:
        (message,) = problems(space, only="Peple", manifest="no.yml")
        assert message == "There is no file `no.yml`."


class TestTheReviewedPlan:
    """Nothing is published under a review that cannot be read."""

    def test_several_count_together(self, space: Workspace) -> None:
        (space.root / "plans").mkdir()
        for name, digest in (("a", "2" * 64), ("b", "3" * 64)):
            (space.root / "plans" / f"{name}.json").write_text(plan().replace(DIGEST, digest))
        approval = task(space, approved="plans/*.json\nplan.json").approval
        assert approval == Approval({(POSTS, ONE, None): frozenset({DIGEST, "2" * 64, "3" * 64})})

    @pytest.mark.parametrize("allow_empty", ["true", "false"])
    @pytest.mark.parametrize("approved", ["missing.json", "plans/*.json", "../plan.json"])
    def test_one_that_is_not_there_is_a_problem(self, space: Workspace, approved: str, allow_empty: str) -> None:
        (message,) = problems(space, approved=approved, allow_empty=allow_empty)
        assert f"`{approved}`" in message

    @pytest.mark.parametrize("content", ["", "{", "[]", plan(mode="publish"), plan(version=2), "\xff"])
    def test_one_that_is_damaged_is_a_problem(self, space: Workspace, content: str) -> None:
        (space.root / "plan.json").write_bytes(content.encode("latin-1"))
        (message,) = problems(space, approved="plan.json")
        assert message.startswith("The reviewed plan `plan.json` ")

    def test_one_that_was_taken_away_meanwhile_is_a_problem_beside_others(self, space: Workspace) -> None:
        class Fleeting(Workspace):
            """A workspace in which a plan is gone as soon as it was found."""

            def find(
                self, patterns: Sequence[str], *, allow_empty: bool = False
            ) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
                found = super().find(patterns, allow_empty=allow_empty)
                if "gone.json" in patterns:
                    (self.root / "gone.json").unlink()
                return found

        (space.root / "gone.json").write_text(plan())
        (space.root / "damaged.json").write_text("{")
        told = problems(Fleeting(space.root), approved="gone.json\ndamaged.json")
        assert told == [
            "The reviewed plan `damaged.json` is not JSON, or is damaged.",
            "The reviewed plan `gone.json` cannot be read: No such file or directory.",
        ]

    def test_one_that_approves_nothing_because_its_run_failed_is_a_problem(self, space: Workspace) -> None:
        (space.root / "plan.json").write_text(plan(outcome="denied").replace("pending", "blocked"))
        (message,) = problems(space, approved="plan.json")
        assert "approves nothing" in message

    def test_one_that_had_nothing_to_approve_holds_everything_back(self, space: Workspace) -> None:
        (space.root / "plan.json").write_text(plan(outcome="nothing-to-do", items=[]))
        assert task(space, approved="plan.json").approval == Approval({})

    def test_where_nothing_is_sent_it_is_not_looked_at(self, space: Workspace) -> None:
        (space.root / "damaged.json").write_text("{")
        assert task(space, mode="validate", approved="damaged.json\nmissing.json").approval is None


class TestTheReportToRetry:
    """The run is restricted to what failed or was blocked in an earlier one."""

    @pytest.mark.parametrize("mode", [Mode.PUBLISH, Mode.PLAN])
    def test_what_did_not_fail_there_is_left_out_and_counted(self, space: Workspace, mode: Mode) -> None:
        chosen = task(space, mode=mode, retry_from=" earlier.json\n")
        assert [item.id for item in chosen.manifest.items] == [TWO]
        assert (chosen.left_out, chosen.whole.size()) == (2, 3)

    def test_an_item_of_which_one_locale_is_left_is_not_left_out(self, space: Workspace) -> None:
        locale = "653fd9af6a07fc9cfd7a5e57"
        others = MANIFEST.split("\n", 1)[1]
        (space.root / "webflow-publish.yml").write_text(
            f"version: 1\nlocales: [{locale}, 653fd9af6a07fc9cfd7a5e58]\n{others}"
        )
        (space.root / "earlier.json").write_text(earlier(TWO).replace("null", f'"{locale}"', 1))
        chosen = task(space, retry_from="earlier.json")
        assert [variant.key for variant in chosen.manifest.variants()] == [(POSTS, TWO, locale)]
        assert (chosen.left_out, chosen.whole.size()) == (2, 6)

    def test_without_one_everything_is_tried(self, space: Workspace) -> None:
        assert task(space, retry_from=" ").left_out == 0

    def test_the_input_only_restricts_the_run_further(self, space: Workspace) -> None:
        (space.root / "earlier.json").write_text(earlier(ONE, TWO))
        chosen = task(space, retry_from="earlier.json", only=f"People\n{ONE}")
        assert [item.id for item in chosen.manifest.items] == [ONE]
        assert chosen.left_out == 2
        assert len(problems(space, retry_from="earlier.json", only="People")) == 1
        assert task(space, retry_from="earlier.json", only="People", allow_empty="true").left_out == 3

    def test_a_name_that_stands_in_the_manifest_is_right_also_where_nothing_of_it_failed(
        self, space: Workspace
    ) -> None:
        (message,) = problems(space, retry_from="earlier.json", only="People")
        assert message.startswith("Nothing of what the input `only` names failed")

    def test_a_pattern_may_match_it_if_it_matches_nothing_else(self, space: Workspace) -> None:
        assert task(space, retry_from="e*.json").left_out == 2
        assert problems(space, retry_from="*.json") == [
            "The input `retry-from` is `*.json`, which matches 2 files, such as `earlier.json` and `plan.json`."
        ]

    @pytest.mark.parametrize("allow_empty", ["true", "false"])
    @pytest.mark.parametrize(
        "path", ["missing.json", "x*.json", "../earlier.json", "folder", "earlier.json\nplan.json"]
    )
    def test_one_that_is_not_there_is_a_problem(self, space: Workspace, path: str, allow_empty: str) -> None:
        (space.root / "folder").mkdir()
        assert len(problems(space, retry_from=path, allow_empty=allow_empty)) == 1

    @pytest.mark.parametrize(
        "content", ["", "{", "[]", plan(), MANIFEST, earlier(TWO, version=2), earlier(), earlier(outcome="invalid")]
    )
    def test_one_from_which_nothing_can_be_retried_is_a_problem(self, space: Workspace, content: str) -> None:
        (space.root / "earlier.json").write_text(content)
        (message,) = problems(space, retry_from="earlier.json")
        assert "`earlier.json`" in message

    def test_one_of_another_manifest_is_a_problem(self, space: Workspace) -> None:
        (space.root / "earlier.json").write_text(earlier(TWO, collection=PEOPLE))
        (message,) = problems(space, retry_from="earlier.json")
        assert message.endswith(f"1 item is not in the manifest: {TWO}.")

    def test_where_the_manifest_cannot_be_read_no_item_is_missing_in_it(self, space: Workspace) -> None:
        assert problems(space, retry_from="earlier.json", manifest="no.yml") == ["There is no file `no.yml`."]

    def test_all_that_is_wrong_is_told_at_once(self, space: Workspace) -> None:
        told = problems(space, retry_from="webflow-publish.yml", only="Peple", approved="earlier.json")
        parts = ["`webflow-publish.yml`", "`Peple`", "`earlier.json`"]
        assert len(told) == len(parts)
        assert [part for part in parts if not any(part in message for message in told)] == []

    @pytest.mark.parametrize("content", ["{", earlier(THREE)])
    def test_where_nothing_is_sent_it_is_not_looked_at(self, space: Workspace, content: str) -> None:
        (space.root / "earlier.json").write_text(content)
        assert task(space, mode="validate", retry_from="earlier.json").left_out == 0
        assert task(space, mode="validate", retry_from="missing.json").left_out == 0


class TestTheReport:
    """It is not written over what was read, but for what a retry mends."""

    @pytest.mark.parametrize("report", ["earlier.json", "./earlier.json", "link.json"])
    def test_a_retry_may_replace_the_report_that_it_began_with(self, space: Workspace, report: str) -> None:
        (space.root / "link.json").symlink_to("earlier.json")
        reading = read(space, retry_from="earlier.json", report=report)
        assert reading.task is not None
        assert reading.report == space.root / "earlier.json"

    @pytest.mark.parametrize("wrong", [{"token": ""}, {"manifest": "no.yml"}, {"force": "perhaps"}, {"only": "Peple"}])
    def test_a_retry_that_cannot_begin_leaves_that_report_as_it_is(
        self, space: Workspace, wrong: dict[str, str]
    ) -> None:
        reading = read(space, retry_from="earlier.json", report="earlier.json", **wrong)
        assert (reading.task, reading.report, len(reading.problems)) == (None, None, 1)
        assert read(space, retry_from="earlier.json", report="new.json", **wrong).report == space.root / "new.json"

    @pytest.mark.parametrize("mode", [Mode.PLAN, Mode.VALIDATE])
    def test_in_another_mode_it_replaces_no_report_to_retry_from(self, space: Workspace, mode: Mode) -> None:
        assert problems(space, retry_from="earlier.json", report="earlier.json", mode=mode) == [
            "The report `earlier.json` is to be written over a manifest, an approved plan, or an earlier report."
        ]
        assert read(space, retry_from="earlier.json", report="new.json", mode=mode).task is not None

    def test_an_approved_plan_is_not_replaced_by_a_retry_either(self, space: Workspace) -> None:
        given = {"retry_from": "earlier.json", "approved": "plan.json"}
        assert len(problems(space, report="plan.json", **given)) == 1
        assert task(space, report="earlier.json", **given).approval is not None

    @pytest.mark.parametrize("report", ["webflow-publish.yml", "./webflow-publish.yml", "plan.json", "link.json"])
    @pytest.mark.parametrize("mode", [each for each in Mode if each is not Mode.UNDO])
    def test_the_name_of_a_manifest_or_a_plan_is_a_problem(self, space: Workspace, report: str, mode: Mode) -> None:
        (space.root / "link.json").symlink_to("plan.json")
        reading = read(space, approved="plan.json", report=report, mode=mode)
        assert reading.task is None
        assert [problem.message for problem in reading.problems] == [
            f"The report `{report}` is to be written over a manifest, an approved plan, or an earlier report."
        ]
        assert reading.report is None

    def test_an_older_report_may_be_replaced(self, space: Workspace) -> None:
        assert read(space, report="plan.json").report == space.root / "plan.json"

    def test_it_has_its_place_also_where_something_else_is_wrong(self, space: Workspace) -> None:
        reading = read(space, token="", report="report.json")
        assert reading.task is None
        assert reading.report == space.root / "report.json"

    @pytest.mark.parametrize("report", ["../report.json", "build/", "plan.json/report.json"])
    def test_a_path_where_nothing_can_be_written_is_a_problem(self, space: Workspace, report: str) -> None:
        (space.root / "build").mkdir()
        assert len(problems(space, report=report)) == 1


class TestNothingToPublish:
    """It is a mistake unless it is allowed."""

    EMPTY = "version: 1\ncollections: []\n"

    def test_an_empty_manifest_is_a_problem(self, space: Workspace) -> None:
        (space.root / "webflow-publish.yml").write_text(self.EMPTY)
        assert problems(space)

    def test_it_may_be_allowed(self, space: Workspace) -> None:
        (space.root / "webflow-publish.yml").write_text(self.EMPTY)
        assert task(space, allow_empty="true").manifest.items == ()
        assert task(space, allow_empty="true", manifest="content/*.yml", only="People").manifest.items == ()

    def test_it_stays_allowed_where_something_else_is_wrong(self, space: Workspace) -> None:
        (space.root / "webflow-publish.yml").write_text(self.EMPTY)
        assert problems(space, allow_empty="true", force="perhaps") == ["The input `force` is `perhaps`."]


@pytest.mark.parametrize("mode", list(Mode))
def test_the_mode_is_known_whatever_else_is_wrong(space: Workspace, mode: Mode) -> None:
    assert read(space, mode=f" {mode}\n").mode is mode
    assert read(space, mode=mode, force="perhaps", manifest="no.yml").mode is mode


@pytest.mark.parametrize("mode", ["plann", "", "PLAN"])
def test_a_mode_that_is_none_counts_as_publish_and_nothing_is_done(space: Workspace, mode: str) -> None:
    reading = read(space, mode=mode, force="perhaps")
    assert (reading.mode, reading.task) == (Mode.PUBLISH, None)


def test_validating_needs_no_token(space: Workspace) -> None:
    assert task(space, token="", mode="validate").inputs.token == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({each.name: st.text(max_size=12) | st.just(each.default) for each in INPUTS}))
def test_whatever_the_inputs_say_there_is_either_a_task_or_a_problem(space: Workspace, texts: dict[str, str]) -> None:
    reading = read_task(texts.__getitem__, space, NOW)
    assert (reading.task is None) == bool(reading.problems)


class TestNames:
    """They are resolved later; until then nothing is known of what an earlier run left undone."""

    @pytest.fixture
    def named(self, space: Workspace) -> Workspace:
        text = f"version: 1\ncollections: [{{ id: {POSTS}, items: [{ONE}, {TWO}, rye] }}]\n"
        (space.root / "webflow-publish.yml").write_text(text)
        return space

    def test_what_is_to_be_tried_again_is_kept_for_later(self, named: Workspace) -> None:
        found = task(named, retry_from="earlier.json")
        assert [item.id for item in found.manifest.items] == [ONE, TWO, "rye"]
        assert found.retry is not None
        assert list(found.retry.undone) == [(POSTS, TWO, None)]

    def test_without_names_it_is_told_at_once(self, space: Workspace) -> None:
        assert task(space, retry_from="earlier.json").retry is None

    def test_a_report_that_cannot_be_read_is_told_at_once_all_the_same(self, named: Workspace) -> None:
        (named.root / "earlier.json").write_text("{")
        assert "`earlier.json`" in problems(named, retry_from="earlier.json")[0]

    def test_what_is_selected_are_the_very_items_of_the_whole(self, named: Workspace) -> None:
        """By that they are known again, once they have other IDs."""
        found = task(named, only=ONE)
        assert [any(item is each for each in found.whole.items) for item in found.manifest.items] == [True]


def test_a_run_knows_when_it_began(space: Workspace) -> None:
    assert task(space).now == NOW


class TestUndo:
    """An undo goes by the report of an earlier run, and reads no manifest."""

    @staticmethod
    def write(space: Workspace) -> None:
        """The report of a run that put one item live, and changed another."""
        entries = [
            {
                "item": {"id": each, "name": None},
                "collection": {"id": POSTS, "name": "Blog posts"},
                "locale": None,
                "status": "published",
                "digest": None,
                "change": change,
            }
            for each, change in ((ONE, "new"), (TWO, "changed"))
        ]
        report = {"version": 1, "mode": "publish", "outcome": "success", "items": entries}
        (space.root / "done.json").write_text(json.dumps(report))
        (space.root / "webflow-publish.yml").write_text("nonsense: [")

    def test_what_the_run_put_live_is_what_is_to_be_done(self, space: Workspace) -> None:
        self.write(space)
        made = task(space, mode="undo", undo_from="done.json")
        assert [each.id for each in made.manifest.items] == [ONE]
        assert [each.variant.item.id for each in made.remainders] == [TWO]
        assert (made.left_out, made.whole.size(), made.approval) == (0, 2, None)

    def test_what_only_leaves_out_is_counted(self, space: Workspace) -> None:
        self.write(space)
        made = task(space, mode="undo", undo_from="done.json", only=TWO)
        assert (made.manifest.items, made.left_out) == ((), 1)

    def test_its_report_replaces_neither_the_one_that_it_undoes_nor_a_manifest(self, space: Workspace) -> None:
        self.write(space)
        for report in ("done.json", "webflow-publish.yml"):
            assert problems(space, mode="undo", undo_from="done.json", report=report) == [
                f"The report `{report}` is to be written over a manifest, an approved plan, or an earlier report."
            ]
        reading = read(space, mode="undo", undo_from="done.json", report="undone.json")
        assert reading.report == space.root / "undone.json"

    def test_all_that_is_wrong_is_told_together(self, space: Workspace) -> None:
        self.write(space)
        found = problems(space, mode="undo", undo_from="done.json", only="Nobody", force="maybe", approved="plan.json")
        assert len(found) == 3

    def test_several_reports_are_too_many(self, space: Workspace) -> None:
        self.write(space)
        (message,) = problems(space, mode="undo", undo_from="*.json")
        assert "matches 3 files" in message
