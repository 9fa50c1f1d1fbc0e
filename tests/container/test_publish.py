from __future__ import annotations

import json
import stat

import pytest

from harness.bakery import ARCHIVED, GOOD_PEOPLE, GOOD_POSTS, INVALID, TOKEN, UNKNOWN, WITH_ERRORS
from harness.docker import Runner, Step
from webflow_publish.sandbox import Sandbox

MANIFEST = "webflow-publish.yml"


def publish(sandbox: Sandbox, **inputs: str) -> Step:
    given = {"token": TOKEN, "manifest": MANIFEST, "mode": "publish", "report": "", "timeout-minutes": "30"}
    return Step({**given, "api-url": sandbox.url, **inputs})


def test_a_good_manifest_goes_out_and_the_step_is_green(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)

    ending = runner.run(publish(sandbox, report="build/report.json"))

    assert ending.exit_code == 0, ending.told
    assert ending.outputs["outcome"] == "success"
    assert ending.outputs["published-count"] == "6"
    assert ending.outputs["failed-count"] == "0"
    assert ending.outputs["report"] == "build/report.json"
    assert json.loads(ending.outputs["errors"]) == []
    assert json.loads(ending.outputs["published-ids"]) == [f"64b20000000000000000000{n}" for n in range(3)]
    assert ending.summary is not None
    assert "64b200000000000000000002" in ending.summary
    assert not ending.log.annotations
    assert ending.log.open_group is None
    assert ending.stderr == ""


def test_the_report_belongs_to_the_owner_of_the_workspace(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_PEOPLE)

    runner.run(publish(sandbox, report="build/report.json"))

    owner = runner.workspace.stat().st_uid
    report = runner.workspace / "build" / "report.json"
    assert [path.stat().st_uid for path in (report.parent, report)] == [owner, owner]
    assert stat.S_IMODE(report.stat().st_mode) & stat.S_IRUSR
    json.loads(report.read_text())


def test_what_does_not_go_out_makes_the_step_red_and_stands_at_its_line(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(WITH_ERRORS)

    ending = runner.run(publish(sandbox))

    assert ending.exit_code == 1
    assert ending.outputs["outcome"] == "failed"
    assert ending.outputs["published-count"] == "1"
    assert ending.outputs["failed-count"] == "2"
    errors = json.loads(ending.outputs["errors"])
    assert [(error["item"]["id"], error["reason"]) for error in errors] == [
        (ARCHIVED, "archived"),
        (UNKNOWN, "not-found"),
    ]
    assert [(each.level, each.file, each.line) for each in ending.log.annotations] == [
        ("error", MANIFEST, 7),
        ("error", MANIFEST, 8),
    ]
    assert ending.summary is not None
    assert "Webflow has no item with this ID in this collection" in ending.summary
    assert UNKNOWN in ending.summary


def test_an_invalid_manifest_sends_nothing(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(INVALID)

    ending = runner.run(publish(sandbox))

    assert ending.exit_code == 2
    assert ending.outputs["outcome"] == "invalid"
    assert ending.log.annotations[0].file == MANIFEST
    assert ending.log.annotations[0].line == 2
    assert "did you mean `collections`" in ending.told.lower()
    assert not sandbox.requests


def test_a_wrong_token_is_denied(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)

    ending = runner.run(publish(sandbox, token="another-token"))

    assert ending.exit_code == 3
    assert ending.outputs["outcome"] == "denied"
    assert ending.outputs["failed-count"] == "6"
    assert "another-token" not in ending.told


def test_validate_needs_neither_token_nor_network(runner: Runner) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)

    ending = runner.run(Step({"manifest": MANIFEST, "mode": "validate"}, network="none"))

    assert ending.exit_code == 0, ending.told
    assert ending.outputs["outcome"] == "success"


def test_inputs_that_are_not_set_arrive_empty_and_have_their_defaults(runner: Runner) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)
    inputs = {"token": "", "manifest": "", "mode": "validate", "report": "", "timeout-minutes": "", "api-url": ""}

    assert runner.run(Step(inputs, network="none")).exit_code == 0


def test_manifests_are_found_whatever_their_names(runner: Runner, sandbox: Sandbox) -> None:
    names = ['spring "launch" 2027.yml', "it's $HOME here.yml"]
    folder = runner.workspace / "content & more"
    folder.mkdir()
    (folder / names[0]).write_text(GOOD_POSTS)
    (folder / names[1]).write_text(GOOD_PEOPLE)

    ending = runner.run(publish(sandbox, manifest="".join(f"  content & more/{name}\n" for name in names)))

    assert ending.exit_code == 0, ending.told
    assert ending.outputs["published-count"] == "7"


@pytest.mark.parametrize("manifest", [GOOD_POSTS, WITH_ERRORS, INVALID], ids=["good", "with errors", "invalid"])
def test_the_token_is_masked_and_told_nowhere(runner: Runner, sandbox: Sandbox, manifest: str) -> None:
    (runner.workspace / MANIFEST).write_text(manifest)

    ending = runner.run(publish(sandbox, report="report.json"))

    assert ending.log.masks == (TOKEN,)
    assert TOKEN not in ending.told
    assert [path for path in runner.workspace.iterdir() if TOKEN.encode() in path.read_bytes()] == []


def test_nothing_is_left_in_the_workspace_that_was_not_asked_for(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)

    runner.run(publish(sandbox))

    assert [path.name for path in runner.workspace.iterdir()] == [MANIFEST]


def test_the_next_run_has_nothing_to_do_and_sends_nothing(runner: Runner, sandbox: Sandbox) -> None:
    (runner.workspace / MANIFEST).write_text(GOOD_POSTS)
    assert runner.run(publish(sandbox)).outputs["published-count"] == "6"
    before = len(sandbox.requests)

    ending = runner.run(publish(sandbox))

    assert ending.exit_code == 0, ending.told
    assert ending.outputs["outcome"] == "nothing-to-do"
    assert (ending.outputs["published-count"], ending.outputs["unchanged-count"]) == ("0", "6")
    assert {request.method for request in sandbox.requests[before:]} == {"GET"}
