"""From the pull request to the merge: a plan with a token that only reads, and the publishing of what it showed."""

from __future__ import annotations

import json

from harness.bakery import GOOD_POSTS, POSTS, READER, TOKEN
from harness.docker import Runner, Step
from harness.service import Editor
from webflow_publish.sandbox import Sandbox

MANIFEST = "webflow-publish.yml"
REPORT = "webflow-report.json"
EDITED = "64b200000000000000000001"


def step(sandbox: Sandbox, **inputs: str) -> Step:
    return Step({"token": TOKEN, "manifest": "", **inputs, "api-url": sandbox.url})


def plan(runner: Runner, sandbox: Sandbox, **inputs: str) -> None:
    """Plan, and take the report to where the job that publishes downloads it to."""
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)
    ending = runner.run(step(sandbox, token=READER, mode="plan", report=REPORT, **inputs))
    assert ending.exit_code == 0, ending.told
    assert {request.method for request in sandbox.requests} == {"GET"}
    (runner.workspace / "plan").mkdir()
    (runner.workspace / REPORT).rename(runner.workspace / "plan" / REPORT)


def test_a_plan_with_a_token_that_only_reads_shows_what_would_go_live(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)

    ending = runner.run(step(sandbox, token=READER, mode="plan", report=REPORT))

    assert ending.exit_code == 0, ending.told
    assert ending.outputs["outcome"] == "pending"
    assert (ending.outputs["pending-count"], ending.outputs["published-count"]) == ("6", "0")
    (job,) = json.loads(ending.outputs["matrix"])["include"]
    assert (job["manifest"], job["collection"], job["pending"]) == (MANIFEST, POSTS, 6)
    assert ending.summary is not None
    assert "Post 1" in ending.summary
    assert json.loads((runner.workspace / REPORT).read_text())["mode"] == "plan"
    assert READER not in ending.told
    assert {request.method for request in sandbox.requests} == {"GET"}


def test_as_a_drift_check_it_is_red(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)
    ending = runner.run(step(sandbox, token=READER, mode="plan", **{"fail-on-pending": "true"}))
    assert (ending.exit_code, ending.outputs["outcome"]) == (1, "pending")


def test_what_was_reviewed_is_published_and_seen_live(runner: Runner, sandbox: Sandbox) -> None:
    plan(runner, sandbox)

    ending = runner.run(step(sandbox, approved=f"plan/{REPORT}", report="build/report.json"))

    assert ending.exit_code == 0, ending.told
    assert (ending.outputs["outcome"], ending.outputs["published-count"]) == ("success", "6")
    report = json.loads((runner.workspace / "build" / "report.json").read_text())
    assert [item["confirmed"] for item in report["items"]] == [True] * 6


def test_what_was_edited_since_is_held_back_and_the_rest_is_published(runner: Runner, sandbox: Sandbox) -> None:
    plan(runner, sandbox)
    editor = Editor(sandbox)
    editor.edit(POSTS, EDITED, name="Slipped in")

    ending = runner.run(step(sandbox, approved=f"plan/{REPORT}"))

    assert (ending.exit_code, ending.outputs["outcome"]) == (1, "failed")
    assert (ending.outputs["published-count"], ending.outputs["failed-count"]) == ("5", "1")
    (error,) = json.loads(ending.outputs["errors"])
    assert (error["item"]["id"], error["reason"]) == (EDITED, "changed-since-review")
    assert editor.live(POSTS, EDITED) is None


def test_a_plan_that_is_not_there_is_a_mistake_and_nothing_is_sent(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)
    ending = runner.run(step(sandbox, approved=f"plan/{REPORT}"))
    assert (ending.exit_code, ending.outputs["outcome"]) == (2, "invalid")
    assert sandbox.requests == []
