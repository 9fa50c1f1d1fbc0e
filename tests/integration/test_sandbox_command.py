from __future__ import annotations

import argparse
import shutil
import signal
import socket
import subprocess
import sys
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


def certify(folder: Path, *options: str) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("There is no `openssl` on this machine to make a certificate with.")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*make.split(), *options, *names], check=True, capture_output=True)
    return certificate, key


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_the_built_in_site_until_a_signal_and_ends_with_0(tmp_path: Path, number: signal.Signals) -> None:
    ready = tmp_path / "url"
    process = subprocess.Popen([*PROGRAM, "--ready-file", ready, "--verbose"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        introduction = [process.stdout.readline() for _ in range(2)]
        url = introduction[0].split()[-1]
        headers = {"Authorization": "Bearer sandbox-token"}
        assert requests.get(f"{url}/sites", headers=headers, timeout=10).json()["sites"][0]["displayName"] == "Sandbox"
        process.send_signal(number)
        output, _ = process.communicate(timeout=10)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert ready.read_text() == f"{url}\n"
    assert [*introduction, output] == [
        f"Webflow sandbox listening on {url}\n",
        "Token: sandbox-token (scopes: cms:read, cms:write, sites:read; sites: 65e000000000000000000001)\n",
        "GET /v2/sites 200\n",
    ]


class TestSeed:
    def test_its_problems_are_told_and_it_ends_with_2(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        seed = tmp_path / "seed.yml"
        seed.write_text("sites: [{id: 12}]\nfiltre: ignored\n")
        assert command.run(parse("--seed", str(seed))) == 2
        message = capsys.readouterr().err
        assert f"The seed {seed} cannot be used. docs/sandbox.md tells what can stand in it.\n" in message
        assert f"{seed}:1: `id` must be an ID" in message
        assert f"{seed}:2: The key `filtre`" in message

    def test_one_that_is_not_there_is_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert command.run(parse("--seed", str(tmp_path / "none.yml"))) == 2
        assert f"The seed {tmp_path}/none.yml cannot be read: No such file" in capsys.readouterr().err

    def test_one_that_is_not_text_is_named(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "seed.yml").write_bytes(b"\xff")
        assert command.run(parse("--seed", str(tmp_path / "seed.yml"))) == 2
        assert f"The seed {tmp_path}/seed.yml is not UTF-8 text" in capsys.readouterr().err


class TestPort:
    def test_one_that_is_taken_is_told_and_ends_with_2(self, capsys: pytest.CaptureFixture[str]) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            assert command.run(parse("--port", str(port))) == 2
        message = f"The sandbox cannot listen on 127.0.0.1, port {port}: Address already in use. Is the port free?"
        assert message in capsys.readouterr().err

    @pytest.mark.parametrize("port", ["65536", "-1", "http", "8080.0", "", "9" * 5000, "\u0661"])
    def test_what_is_none_is_refused_in_words(self, port: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ending:
            parse(f"--port={port}")
        assert ending.value.code == 2
        message = "is not a port. Give a whole number from 0 to 65535; 0 stands for any free port."
        assert f"argument --port: `{port}` {message}" in capsys.readouterr().err

    @pytest.mark.parametrize("host", ["192.0.2.1", "é" * 64])
    def test_an_address_of_no_network_here_is_told(self, host: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert command.run(parse("--host", host)) == 2
        message = capsys.readouterr().err
        assert message.startswith(f"The sandbox cannot listen on {host}: ")
        assert message.endswith(" Check --host. The host must be an address of this machine.\n")


class TestCertificate:
    def test_a_key_needs_one(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "key.pem").touch()
        assert command.run(parse("--key", str(tmp_path / "key.pem"))) == 2
        assert capsys.readouterr().err == (
            "The option --key needs --certificate: a key alone does not make HTTPS. Give both, or neither for HTTP.\n"
        )

    def test_files_that_cannot_be_read_are_named_both(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert command.run(parse("--certificate", str(tmp_path), "--key", str(tmp_path / "none"))) == 2
        assert capsys.readouterr().err.splitlines() == [
            f"The certificate {tmp_path} cannot be read: Is a directory. Check the path after --certificate.",
            f"The key {tmp_path}/none cannot be read: No such file or directory. Check the path after --key.",
        ]

    def test_what_is_none_is_told(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "certificate.pem").write_text("no certificate")
        assert command.run(parse("--certificate", str(tmp_path / "certificate.pem"))) == 2
        assert f"The certificate {tmp_path}/certificate.pem does not work." in capsys.readouterr().err

    def test_a_key_with_a_passphrase_is_refused_and_never_asked_for(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        certificate, key = certify(tmp_path, "-passout", "pass:word")
        assert command.run(parse("--certificate", str(certificate), "--key", str(key))) == 2
        assert "the key must have no passphrase" in capsys.readouterr().err


class TestReadyFile:
    def test_one_that_cannot_be_written_is_told_before_it_listens(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ready = tmp_path / "none" / "url"
        assert command.run(parse("--ready-file", str(ready))) == 2
        captured = capsys.readouterr()
        assert captured.err == (
            f"The ready file {ready} cannot be written: No such file or directory. "
            "Give another path after --ready-file.\n"
        )
        assert captured.out == ""

    def test_one_of_an_earlier_run_is_gone_and_nothing_is_left_where_it_cannot_start(self, tmp_path: Path) -> None:
        (tmp_path / "url").write_text("http://127.0.0.1:1/v2\n")
        assert command.run(parse("--ready-file", str(tmp_path / "url"), "--host", "192.0.2.1")) == 2
        assert list(tmp_path.iterdir()) == []


def test_all_that_is_wrong_is_told_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none = str(tmp_path / "none" / "none")
    assert command.run(parse("--seed", none, "--certificate", none, "--ready-file", none)) == 2
    assert [line.split()[1] for line in capsys.readouterr().err.splitlines()] == ["seed", "certificate", "ready"]


def test_the_help_says_what_it_is_and_where_to_read_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse("--help")
    text = " ".join(capsys.readouterr().out.split())
    for words in (
        "a local stand-in for Webflow's Data API v2, to try manifests and workflows without a token",
        "examples/sandbox.yml",
        "docs/sandbox.md",
    ):
        assert words in text


def test_with_a_certificate_it_speaks_https(tmp_path: Path) -> None:
    certificate, key = certify(tmp_path, "-nodes")
    sandbox = Sandbox(read_seed("sites: [{id: 65e000000000000000000001}]", "seed.yml"), FakeClock())
    sandbox.start(certificate=certificate, key=key)
    with sandbox, socket.create_connection(("127.0.0.1", urlsplit(sandbox.url).port or 0)):
        # The connection above never shakes hands, and must not hold up this one.
        headers = {"Authorization": "Bearer sandbox-token"}
        answer = requests.get(f"{sandbox.url}/sites", headers=headers, verify=str(certificate), timeout=10)
    assert sandbox.url.startswith("https://127.0.0.1:")
    assert answer.status_code == 200


@pytest.mark.parametrize("seed", ["examples/sandbox.yml", "src/webflow_publish/sandbox/seed/default.yml"])
def test_the_seeds_that_are_shipped_are_good(seed: str) -> None:
    assert read_seed((ROOT / seed).read_text("utf-8"), seed).tokens[0].text == "sandbox-token"
