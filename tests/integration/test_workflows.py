from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from harness.runner import read_outputs

EXAMPLES = Path(__file__).parents[2] / "examples/workflows"
REPOSITORY = "octo-org/website"
MERGED = "a" * 40
HEAD = "b" * 40
PULLS = f"repos/{REPOSITORY}/commits/{MERGED}/pulls?per_page=100"
RUNS = f"repos/{REPOSITORY}/actions/workflows/plan.yml/runs?event=pull_request&head_sha={HEAD}&per_page=100"

# What the script needs of GitHub's command line: `api` with a filter, for which jq stands in, and `run download`.
GH = f"""\
#!{sys.executable}
import json, os, pathlib, subprocess, sys

site = json.loads(pathlib.Path(os.environ["FAKE_GITHUB"]).read_text())
if not os.environ.get("GH_TOKEN"):
    sys.exit("gh: set GH_TOKEN")
match sys.argv[1:]:
    case ["api", path, "--jq", query] if path in site["answers"]:
        answer = json.dumps(site["answers"][path])
        sys.exit(subprocess.run(["jq", "--raw-output", query], input=answer, text=True).returncode)
    case ["run", "download", run, "--repo", "{REPOSITORY}", "--name", name, "--dir", folder] if (
        [run, name] in site["artifacts"]
    ):
        pathlib.Path(folder).mkdir()
        pathlib.Path(folder, "webflow-report.json").write_text(run)
    case ["run", "download", *_]:
        sys.exit("no artifact matches any of the names or patterns provided")
    case other:
        sys.exit(f"gh: Not Found (HTTP 404) {{other}}")
"""


def step(file: str, job: str, name: str) -> Any:
    steps = yaml.safe_load((EXAMPLES / file).read_text("utf-8"))["jobs"][job]["steps"]
    (found,) = (each for each in steps if each["name"] == name)
    return found


def run_script(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a step in a folder, as GitHub's runner does where a step names no shell."""
    for program in ("bash", "jq"):
        if shutil.which(program) is None:
            pytest.skip(f"There is no `{program}` on this machine, which the script of the workflow needs.")
    file = folder / "script.sh"
    file.write_text(script, "utf-8")
    environment = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", **variables}
    command = ["bash", "-e", str(file)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def pull(**changes: Any) -> dict[str, Any]:
    """A pull request of this repository that was merged to main, as `GET /repos/…/commits/{sha}/pulls` lists it."""
    return {
        "number": 7,
        "merged_at": "2026-11-23T17:00:00Z",
        "merge_commit_sha": MERGED,
        "base": {"ref": "main"},
        "head": {"sha": HEAD, "repo": {"full_name": REPOSITORY}},
    } | changes


def run(number: int, **changes: Any) -> dict[str, Any]:
    """A run as `GET /repos/{owner}/{repo}/actions/workflows/{file}/runs` lists it: one of plan.yml that was green."""
    return {
        "id": number,
        "event": "pull_request",
        "head_sha": HEAD,
        "head_repository": {"full_name": REPOSITORY},
        "conclusion": "success",
        "run_started_at": "2026-11-23T16:00:00Z",
    } | changes


@dataclass
class Search:
    """The step of publish-approved.yml that finds the plan, in a workspace of its own, with what GitHub answers."""

    folder: Path
    pulls: list[dict[str, Any]] = field(default_factory=lambda: [pull()])
    runs: list[dict[str, Any]] = field(default_factory=lambda: [run(42)])
    artifacts: list[tuple[str, str]] = field(default_factory=lambda: [("42", "webflow-plan")])
    token: str = "token"

    def start(self) -> subprocess.CompletedProcess[str]:
        answers = {PULLS: self.pulls, RUNS: {"total_count": len(self.runs), "workflow_runs": self.runs}}
        site = self.folder / "github.json"
        site.write_text(json.dumps({"answers": answers, "artifacts": self.artifacts}), "utf-8")
        gh = self.folder / "gh"
        gh.write_text(GH, "utf-8")
        gh.chmod(0o755)
        return run_script(
            step("publish-approved.yml", "publish", "Find the plan")["run"],
            self.folder,
            GH_TOKEN=self.token,
            GITHUB_REPOSITORY=REPOSITORY,
            GITHUB_SHA=MERGED,
            GITHUB_REF_NAME="main",
            FAKE_GITHUB=str(site),
        )

    def finds(self) -> str | None:
        """The run whose plan lies where the next step looks for it; None where the job ends before."""
        ended = self.start()
        approved = step("publish-approved.yml", "publish", "Publish")["with"]["approved"]
        (path,) = re.findall(r"'(\S+\.json)'", approved)
        plan = self.folder / path
        assert plan.is_file() == (ended.returncode == 0), ended.stderr
        return plan.read_text("utf-8") if plan.is_file() else None

    def says(self) -> str:
        """The one line in which the job says why it ends."""
        ended = self.start()
        assert ended.returncode == 1
        (line,) = ended.stdout.splitlines()
        assert line.startswith("::error title=Nothing was published::")
        assert line.endswith(" or press Run workflow to publish the manifest without a plan.")
        return line


@pytest.fixture
def search(tmp_path: Path) -> Search:
    return Search(tmp_path)


def other(head: str, **changes: Any) -> dict[str, Any]:
    return pull(head={"sha": head * 40, "repo": {"full_name": REPOSITORY}}, **changes)


class TestThePullRequest:
    @pytest.mark.parametrize(
        "pulls",
        [
            pytest.param([pull()], id="merge commit"),
            pytest.param([other("d", merged_at=None, merge_commit_sha="c" * 40), pull()], id="squashed"),
            pytest.param([other("e", base={"ref": "a-branch"}, merge_commit_sha="c" * 40), pull()], id="rebased"),
        ],
    )
    def test_is_the_one_whose_merge_made_the_commit(self, search: Search, pulls: list[dict[str, Any]]) -> None:
        """GitHub gives `merge_commit_sha` the merge commit, the squashed one, or the last of the rebased ones.

        A commit belongs to every pull request whose branch has it, such as one that was merged into that of another.
        """
        search.pulls = pulls
        assert search.finds() == "42"

    @pytest.mark.parametrize(
        "changes", [{"merge_commit_sha": "c" * 40}, {"base": {"ref": "develop"}}, {"merged_at": None}]
    )
    def test_is_none_that_was_not_merged_to_this_branch_by_this_commit(
        self, search: Search, changes: dict[str, Any]
    ) -> None:
        search.pulls = [pull(**changes)]
        assert f"No pull request of this repository was merged as {MERGED}" in search.says()

    def test_is_missed_where_somebody_pushed_to_main(self, search: Search) -> None:
        search.pulls = []
        assert f"No pull request of this repository was merged as {MERGED}" in search.says()

    @pytest.mark.parametrize("repository", [{"full_name": "mallory/website"}, None])
    def test_is_not_taken_from_a_fork_even_one_that_was_deleted(
        self, search: Search, repository: dict[str, str] | None
    ) -> None:
        search.pulls = [pull(head={"sha": HEAD, "repo": repository})]
        assert "comes from a fork" in search.says()

    def test_is_not_guessed_where_github_refuses_to_answer(self, search: Search) -> None:
        search.token = ""
        assert search.finds() is None
        assert "GH_TOKEN" in search.start().stderr


class TestThePlan:
    @pytest.mark.parametrize("conclusion", ["success", "failure"])
    def test_is_taken_from_a_finished_run_green_or_red(self, search: Search, conclusion: str) -> None:
        search.runs = [run(42, conclusion=conclusion)]
        assert search.finds() == "42"

    def test_is_the_one_that_was_made_last(self, search: Search) -> None:
        search.runs = [run(43), run(42, run_started_at="2026-11-23T16:30:00Z"), run(41)]
        search.artifacts = [(str(number), "webflow-plan") for number in (41, 42, 43)]
        assert search.finds() == "42"

    @pytest.mark.parametrize(
        "changes",
        [
            {"conclusion": None},
            {"conclusion": "cancelled"},
            {"conclusion": "skipped"},
            {"event": "workflow_dispatch"},
            {"head_sha": "c" * 40},
            {"head_repository": {"full_name": "mallory/website"}},
            {"head_repository": None},
        ],
    )
    def test_is_not_taken_from_a_run_that_nobody_here_has_reviewed(
        self, search: Search, changes: dict[str, Any]
    ) -> None:
        search.runs = [run(42, **changes)]
        assert f"The workflow plan.yml has no finished run for the commit {HEAD}." in search.says()

    def test_is_missed_where_plan_yml_never_ran(self, search: Search) -> None:
        search.runs = []
        assert "has no finished run" in search.says()

    def test_is_missed_where_the_artifact_has_expired(self, search: Search) -> None:
        search.artifacts = [("42", "something-else")]
        assert "The run 42 of plan.yml has no plan to download" in search.says()

    def test_has_the_name_and_the_file_that_plan_yml_gives_it(self) -> None:
        keep = step("plan.yml", "plan", "Keep the plan")["with"]
        script = step("publish-approved.yml", "publish", "Find the plan")["run"]
        assert f"--name {keep['name']} --dir plan " in script
        approved = step("publish-approved.yml", "publish", "Publish")["with"]["approved"]
        assert f"'plan/{keep['path']}'" in approved


@pytest.fixture
def sites(tmp_path: Path) -> Callable[[Any], str]:
    """The step of sites.yml that makes one entry of each site: from the action's matrix to the job's."""

    def convert(matrix: Any) -> str:
        output = tmp_path / "output"
        output.touch()
        script = step("sites.yml", "list", "Make one entry of each site")["run"]
        ended = run_script(script, tmp_path, MATRIX=json.dumps(matrix), GITHUB_OUTPUT=str(output))
        assert ended.returncode == 0, ended.stderr
        return read_outputs(output.read_bytes())["matrix"]

    return convert


def entry(folder: str, collection: str, **changes: Any) -> dict[str, Any]:
    manifest = f"sites/{folder}/webflow-publish.yml"
    return {"manifest": manifest, "folder": folder, "collection": collection, "name": "Blog posts"} | changes


class TestSites:
    def test_have_one_job_each_however_many_collections_they_have(self, sites: Callable[[Any], str]) -> None:
        one, two, three = "1" * 24, "2" * 24, "3" * 24
        matrix = {"include": [entry("bakery", one), entry("atelier", two, name=None), entry("bakery", three)]}
        assert json.loads(sites(matrix)) == {
            "include": [
                {"manifest": "sites/atelier/webflow-publish.yml", "folder": "atelier"},
                {"manifest": "sites/bakery/webflow-publish.yml", "folder": "bakery"},
            ]
        }

    def test_have_no_job_where_there_are_none(self, sites: Callable[[Any], str]) -> None:
        publish = yaml.safe_load((EXAMPLES / "sites.yml").read_text("utf-8"))["jobs"]["publish"]
        assert publish["if"] == f"needs.list.outputs.matrix != '{sites({'include': []})}'"

    def test_cannot_forge_an_output_by_the_name_of_a_folder(self, sites: Callable[[Any], str]) -> None:
        folder = "bakery\nmatrix={}\n$(exit 1)'\""
        assert json.loads(sites({"include": [entry(folder, "1" * 24)]}))["include"][0]["folder"] == folder

    def test_that_cannot_be_read_fail_the_job(self, tmp_path: Path) -> None:
        script = step("sites.yml", "list", "Make one entry of each site")["run"]
        output = tmp_path / "output"
        ended = run_script(script, tmp_path, MATRIX="no JSON", GITHUB_OUTPUT=str(output))
        assert ended.returncode != 0
        assert not output.exists()
