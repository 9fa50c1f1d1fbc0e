from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.bakery import SEED
from harness.docker import REPOSITORY, Runner
from harness.github import Website
from harness.github import serving as serving_github
from harness.service import serving
from webflow_publish.clock import SystemClock
from webflow_publish.sandbox import Sandbox

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def image() -> str:
    """The image under test: the one that WEBFLOW_PUBLISH_IMAGE names, or one that is built here."""
    if shutil.which("docker") is None:
        pytest.skip("There is no `docker` on this machine: the image was not tested.")
    engine = subprocess.run(["docker", "info"], check=False, capture_output=True)
    if engine.returncode != 0:
        pytest.skip("No Docker engine answers on this machine: the image was not tested.")
    if name := os.environ.get("WEBFLOW_PUBLISH_IMAGE"):
        return name
    name = "webflow-publish:test"
    build = subprocess.run(["docker", "build", "--tag", name, ROOT], check=False, capture_output=True, text=True)
    assert build.returncode == 0, build.stderr
    return name


@pytest.fixture
def runner(image: str, tmp_path: Path) -> Runner:
    """A runner with an empty workspace that, as on GitHub, does not belong to root."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    if os.geteuid() == 0:
        os.chown(workspace, 1001, 1001)
    return Runner(image, workspace, tmp_path / "temporary")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A small site, served on loopback."""
    with serving(SEED, SystemClock()) as sandbox:
        yield sandbox


@pytest.fixture
def github() -> Iterator[Website]:
    """GitHub's API with the repository of the workflow, served on loopback."""
    with serving_github(REPOSITORY) as website:
        yield website
