"""Connections that should be secure and are not, at each stage of a run: nothing goes out on them, and all is told."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import product

import pytest

from harness.certificate import Certificate, certify
from harness.clock import FakeClock
from harness.experiment import Bench
from harness.laboratory import Laboratory, Stranger
from harness.sabotage import STAGES, Effect, Fault, Stage, Strike
from harness.sabotage.saboteur import reset

GOOD = [("published", None)] * 4 + [("unchanged", None)] * 2


def answering(data: bytes) -> Callable[[socket.socket], None]:
    def greet(wire: socket.socket) -> None:
        wire.recv(65_536)
        wire.sendall(data)

    return greet


def resetting(wire: socket.socket) -> None:
    wire.recv(65_536)
    reset(wire)


def shaking(context: ssl.SSLContext) -> Callable[[socket.socket], None]:
    """Shakes hands with another certificate, and takes in what comes then."""

    def greet(wire: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(wire, server_side=True) as secured:
            taken_in.append(secured.recv(65_536))

    return greet


taken_in: list[bytes] = []
"""What was sent to a server that nobody should trust."""

FAULTS = {
    "plain-http": Effect.LASTING,
    "nonsense": Effect.LASTING,
    "no-answer": Effect.PASSING,
    "reset": Effect.PASSING,
    "an-alert": Effect.LASTING,
    "a-certificate-that-nobody-trusts": Effect.LASTING,
    "a-certificate-of-another-name": Effect.LASTING,
}


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certify(tmp_path_factory.mktemp("ours"), "IP:127.0.0.1")


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory, ours: Certificate) -> Iterator[dict[str, Fault]]:
    """The faults by their names; the program trusts our own certificate, and that of another name."""
    untrusted = certify(tmp_path_factory.mktemp("untrusted"), "IP:127.0.0.1")
    misnamed = certify(tmp_path_factory.mktemp("misnamed"), "DNS:example.com")
    trusted = tmp_path_factory.mktemp("trusted") / "certificates.pem"
    trusted.write_text(ours.certificate.read_text() + misnamed.certificate.read_text())
    greetings = {
        "plain-http": answering(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        "nonsense": answering(b"\x00" * 100),
        "no-answer": answering(b""),
        "reset": resetting,
        "an-alert": answering(b"\x15\x03\x03\x00\x02\x02\x28"),
        "a-certificate-that-nobody-trusts": shaking(untrusted.context),
        "a-certificate-of-another-name": shaking(misnamed.context),
    }
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
        yield {name: Fault(name, effect, greet=greetings[name]) for name, effect in FAULTS.items()}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    clock = FakeClock()
    with Laboratory(clock) as laboratory, Stranger() as stranger:
        bench = Bench(laboratory, stranger, clock, tmp_path_factory.mktemp("bench"))
        bench.calibrate()
        yield bench


CASES = list(product(FAULTS, STAGES))


def test_over_https_all_is_well(bench: Bench, faults: dict[str, Fault], ours: Certificate) -> None:
    assert faults
    assert bench.run(context=ours.context).ending.statuses == GOOD


@pytest.mark.parametrize(("name", "stage"), CASES)
def test_a_fault_that_strikes_once(
    bench: Bench, faults: dict[str, Fault], ours: Certificate, name: str, stage: Stage
) -> None:
    strike = Strike(faults[name], stage)
    experiment = bench.run(strike, context=ours.context)
    assert experiment.struck[strike] == 1
    assert not any(taken_in)
    if strike.fault.effect is Effect.PASSING:
        assert experiment.ending.statuses == GOOD
        assert experiment.resolved == 1


@pytest.mark.parametrize(("name", "stage"), CASES)
def test_a_fault_that_strikes_always(
    bench: Bench, faults: dict[str, Fault], ours: Certificate, name: str, stage: Stage
) -> None:
    strike = Strike(faults[name], stage, times=None)
    experiment = bench.run(strike, context=ours.context)
    assert experiment.struck[strike]
    assert experiment.ending.exit_code == 4
    assert not any(taken_in)
