from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import requests

from harness.clock import FakeClock
from harness.program import Program
from harness.service import serving
from webflow_publish.sandbox import Sandbox, read_seed

TEXT = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_the_example_ends_as_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    *_, seed, manifest = blocks("yaml")
    program = Program(tmp_path, monkeypatch)
    program.manifest(manifest)
    with serving(seed, program.clock) as sandbox:
        finished = program.run(token="sandbox-token", api_url=sandbox.url)
        state = requests.get(sandbox.url.removesuffix("/v2") + "/sandbox/state", timeout=10).json()
    assert finished.exit_code == 0
    assert finished.told == [("published", None)] * 2
    assert [each["reason"] for each in finished.report["resolved"]] == ["unavailable", "no-answer"]
    assert [request.status for request in sandbox.requests] == [200, 503, 202, 200]
    assert [state] == [json.loads(block) for block in blocks("json")]


def test_its_certificate_is_one_that_the_program_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("There is no `openssl` on this machine to make a certificate with.")
    (make,) = (block for block in blocks("console") if "openssl" in block)
    command = make.replace("\\\n", " ").splitlines()[0].removeprefix("$ ")
    subprocess.run(shlex.split(command), cwd=tmp_path, check=True, capture_output=True)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "certificate.pem"))
    *_, seed, manifest = blocks("yaml")
    program = Program(tmp_path, monkeypatch)
    program.manifest(manifest)
    sandbox = Sandbox(read_seed(seed.partition("faults:")[0], "seed.yml"), FakeClock())
    sandbox.start(certificate=tmp_path / "certificate.pem", key=tmp_path / "key.pem")
    with sandbox:
        assert program.run(token="sandbox-token", api_url=sandbox.url).exit_code == 0
