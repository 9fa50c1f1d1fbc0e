"""Certificates for tests that speak HTTPS on this machine."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that signs itself, and its key, as PEM files."""

    certificate: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        """For a server that has it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def certify(folder: Path, name: str) -> Certificate:
    """A certificate for a name as `subjectAltName` has it, such as `IP:127.0.0.1`; skips where there is no OpenSSL."""
    if shutil.which("openssl") is None:
        pytest.skip("There is no `openssl` on this machine to make a certificate with.")
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    make = "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 -subj /CN=localhost"
    files = ["-keyout", str(made.key), "-out", str(made.certificate)]
    subprocess.run([*make.split(), "-addext", f"subjectAltName={name}", *files], check=True, capture_output=True)
    return made
