from __future__ import annotations

import json
import subprocess

import pytest

from harness.bakery import ENGLISH, GOOD_POSTS, POSTS, TOKEN
from harness.docker import COMMIT, Runner, Step
from harness.github import WORKFLOW_TOKEN, PullRequest, Website
from harness.service import Editor
from webflow_publish.sandbox import Sandbox

PYTHON = "/opt/webflow-publish/bin/python"


def python(image: str, *arguments: str) -> str:
    command = ["docker", "run", "--rm", "--network", "none", "--entrypoint", PYTHON, image, "-I", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_entry_point_is_isolated_and_needs_no_shell(image: str) -> None:
    inspected = subprocess.run(["docker", "inspect", image], check=True, capture_output=True, text=True).stdout
    configuration = json.loads(inspected)[0]["Config"]
    assert configuration["Entrypoint"] == [PYTHON, "-I", "-u", "-m", "webflow_publish"]
    assert not configuration["User"]
    assert configuration["Labels"]["org.opencontainers.image.licenses"] == "MIT"


def test_only_what_the_action_needs_is_added(image: str) -> None:
    code = "import importlib.metadata as m; print(*sorted(d.name.lower() for d in m.distributions()))"
    installed = python(image, "-c", code).split()
    assert "webflow-publish" in installed
    assert {"flask", "hatchling", "pip", "pytest", "setuptools"} & set(installed) == set()


@pytest.mark.parametrize("mode", ["publish", "plan"])
def test_a_run_writes_nothing_into_the_container(runner: Runner, sandbox: Sandbox, github: Website, mode: str) -> None:
    """Bytecode above all: a module that was compiled at the start of this run would be compiled at each."""
    (runner.workspace / "webflow-publish.yml").write_text(GOOD_POSTS)
    Editor(sandbox).publish(POSTS, "64b200000000000000000000", ENGLISH)
    Editor(sandbox).edit(POSTS, "64b200000000000000000000", ENGLISH, name="Edited since")
    github.pulls[COMMIT] = [PullRequest(12, COMMIT, "2026-11-23T17:00:00Z")]
    inputs = {"token": TOKEN, "api-url": sandbox.url, "report": "report.json", "mode": mode}
    step = Step(inputs | {"comment": "true", "github-token": WORKFLOW_TOKEN}, api_url=github.url)
    with runner.start(step, keep=True) as running:
        ending = running.wait()
        assert ending.exit_code == 0
        changes = subprocess.run(["docker", "diff", running.name], check=True, capture_output=True, text=True).stdout
    # What remains are the points where the runner's folders are mounted.
    written = [line.split(" ", 1)[1] for line in changes.splitlines()]
    assert [path for path in written if not path.startswith(("/github", "/run", "/var"))] == []
    assert len(github.bodies(12)) == 1
    assert WORKFLOW_TOKEN not in ending.told
