from __future__ import annotations

import argparse
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from harness.clock import FakeClock
from webflow_publish.sandbox import Sandbox, command, read_seed

ROOT = Path(__file__).parents[2]
START = "import argparse, sys; from webflow_publish.sandbox import command as c; p = argparse.ArgumentParser(); "
PROGRAM = [sys.executable, "-c", START + "c.add_options(p); sys.exit(c.run(p.parse_args()))"]


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    return parser.parse_args(arguments)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_the_built_in_site_until_a_signal_and_ends_with_0(tmp_path: Path, number: signal.Signals) -> None:
    ready = tmp_path / "url"
    process = subprocess.Popen([*PROGRAM, "--ready-file", ready, "--verbose"], stdout=subprocess.PIPE, text=True)
    try:
        end = time.monotonic() + 20
        while not ready.exists() and time.monotonic() < end and process.poll() is None:
            time.sleep(0.02)
        url = ready.read_text().strip()
        headers = {"Authorization": "Bearer sandbox-token"}
        assert requests.get(f"{url}/sites", headers=headers, timeout=10).json()["sites"][0]["displayName"] == "Sandbox"
        process.send_signal(number)
        output, _ = process.communicate(timeout=10)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert output.splitlines() == [
        f"Webflow sandbox listening on {url}",
        "Token: sandbox-token (scopes: cms:read, cms:write, sites:read; sites: 65e000000000000000000001)",
        "GET /v2/sites 200",
    ]


def test_a_seed_with_problems_is_told_and_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = tmp_path / "seed.yml"
    seed.write_text("sites: [{id: 12}]\nfiltre: ignored\n")
    assert command.run(parse("--seed", str(seed))) == 2
    message = capsys.readouterr().err
    assert f"{seed}:1: `id` must be an ID" in message
    assert f"{seed}:2: The key `filtre`" in message


def test_a_seed_that_is_not_there_or_not_text_ends_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(parse("--seed", str(tmp_path / "none.yml"))) == 2
    (tmp_path / "seed.yml").write_bytes(b"\xff")
    assert command.run(parse("--seed", str(tmp_path / "seed.yml"))) == 2
    assert "The seed cannot be used" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_and_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert command.run(parse("--port", str(port))) == 2
    assert f"cannot start on 127.0.0.1, port {port}" in capsys.readouterr().err


def test_a_certificate_that_is_not_one_is_told_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "certificate.pem").write_text("no certificate")
    assert command.run(parse("--certificate", str(tmp_path / "certificate.pem"))) == 2
    assert "The sandbox cannot start" in capsys.readouterr().err


def test_with_a_certificate_it_speaks_https(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("There is no `openssl` on this machine to make a certificate with.")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make.split(), *names], check=True, capture_output=True)
    sandbox = Sandbox(read_seed("sites: [{id: 65e000000000000000000001}]", "seed.yml"), FakeClock())
    sandbox.start(certificate=certificate, key=key)
    with sandbox, socket.create_connection(("127.0.0.1", urlsplit(sandbox.url).port or 0)):
        # The connection above never shakes hands, and must not hold up this one.
        headers = {"Authorization": "Bearer sandbox-token"}
        answer = requests.get(f"{sandbox.url}/sites", headers=headers, verify=str(certificate), timeout=10)
    assert sandbox.url.startswith("https://127.0.0.1:")
    assert answer.status_code == 200


@pytest.mark.parametrize("seed", ["examples/sandbox.yml", "src/webflow_publish/sandbox/default.yml"])
def test_the_seeds_that_are_shipped_are_good(seed: str) -> None:
    assert read_seed((ROOT / seed).read_text("utf-8"), seed).tokens[0].text == "sandbox-token"
