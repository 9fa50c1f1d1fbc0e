"""The sandbox on the command line: `webflow-publish sandbox`."""

from __future__ import annotations

import argparse
import contextlib
import signal
import ssl
import sys
import threading
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from webflow_publish.clock import SystemClock
from webflow_publish.sandbox.seed import Seed, SeedError, read_seed
from webflow_publish.sandbox.server import Sandbox

_BAD_USE = 2
_LAST_PORT = 65535

_DESCRIPTION = """\
Serve a local stand-in for Webflow's Data API v2, to try manifests and workflows without a token and without touching
a real site. It starts from a seed file, answers as Webflow would, keeps what was published in memory, and forgets it
when it ends. It is not Webflow: a manifest that succeeds here can still fail there.
"""
_EPILOG = """\
Publish to it with the address and the token that it prints:
  WEBFLOW_TOKEN=sandbox-token webflow-publish publish --api-url http://127.0.0.1:PORT/v2 --manifest FILE

examples/sandbox.yml is a seed that fits the manifests in examples/; docs/sandbox.md explains what a seed can say, and
how to make a certificate.

Exit codes: 0 stopped by Ctrl+C or SIGTERM, 2 the seed or an option cannot be used.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the sandbox, and what `--help` says of it, to a parser."""
    parser.description = _DESCRIPTION
    parser.epilog = _EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    add = parser.add_argument
    add(
        "--seed",
        type=Path,
        metavar="FILE",
        help="The YAML file that says what the site holds, and which requests fail (default: two small collections).",
    )
    add("--host", default="127.0.0.1", help="The address to listen on (default: %(default)s, this machine only).")
    add("--port", type=_port, default=0, metavar="NUMBER", help="The port to listen on (default: 0, any free one).")
    add(
        "--certificate",
        type=Path,
        metavar="FILE",
        help="Serve HTTPS with this certificate, a PEM file (default: none, plain HTTP).",
    )
    add(
        "--key",
        type=Path,
        metavar="FILE",
        help="The private key of the certificate, a PEM file without passphrase (default: it is in --certificate).",
    )
    add(
        "--ready-file",
        type=Path,
        metavar="FILE",
        help="Write the address into this file as soon as requests are answered (default: none).",
    )
    add("--verbose", action="store_true", help="Print a line for each request (default: none is printed).")


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM. Everything that is wrong with the options is told together, before it listens.

    Returns:
        0 after a signal, 2 where the seed or an option cannot be used.
    """
    seed = _seed(arguments.seed)
    problems = [*_certificate_problems(arguments.certificate, arguments.key), *_file_problems(arguments.ready_file)]
    if isinstance(seed, str):
        return _refused(seed, *problems)
    if problems:
        return _refused(*problems)
    sandbox = Sandbox(seed, SystemClock(), _say if arguments.verbose else None)
    with _signalled() as ended:
        try:
            problem = _start(sandbox, arguments)
            if problem is not None:
                return _refused(problem)
            _introduce(sandbox, seed)
            problem = _place(arguments.ready_file, f"{sandbox.url}\n")
            if problem is not None:
                return _refused(problem)
            ended.wait()
        finally:
            sandbox.stop()
    return 0


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len(str(_LAST_PORT)) and int(text) <= _LAST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(
        f"`{text}` is not a port. Give a whole number from 0 to {_LAST_PORT}; 0 stands for any free port."
    )


def _seed(path: Path | None) -> Seed | str:
    """The seed, or what is wrong with it."""
    if path is None:
        return read_seed(
            files("webflow_publish.sandbox.seed").joinpath("default.yml").read_text("utf-8"), "default.yml"
        )
    try:
        return read_seed(path.read_text("utf-8"), str(path))
    except OSError as problem:
        return f"The seed {path} cannot be read: {problem.strerror}. Check the path after --seed."
    except UnicodeDecodeError:
        return f"The seed {path} is not UTF-8 text. A seed is a YAML file; save it as UTF-8."
    except SeedError as problem:
        return f"The seed {path} cannot be used. docs/sandbox.md tells what can stand in it.\n{problem}"


def _certificate_problems(certificate: Path | None, key: Path | None) -> Iterator[str]:
    if key is not None and certificate is None:
        yield "The option --key needs --certificate: a key alone does not make HTTPS. Give both, or neither for HTTP."
    for option, what, path in (("--certificate", "certificate", certificate), ("--key", "key", key)):
        if path is None:
            continue
        try:
            path.open("rb").close()
        except OSError as problem:
            yield f"The {what} {path} cannot be read: {problem.strerror}. Check the path after {option}."


def _file_problems(ready_file: Path | None) -> Iterator[str]:
    if ready_file is None:
        return
    try:
        # One that an earlier run has left would give an address at which nobody answers any more.
        ready_file.unlink(missing_ok=True)
        _draft(ready_file).touch()
        _draft(ready_file).unlink()
    except OSError as problem:
        yield _unwritable(ready_file, problem)


def _start(sandbox: Sandbox, arguments: argparse.Namespace) -> str | None:
    """Start to listen; returns what hinders it, or None."""
    certificate, key = arguments.certificate, arguments.key
    try:
        sandbox.start(arguments.host, arguments.port, certificate, key)
    except ssl.SSLError:
        where = f"The certificate {certificate} and the key {key} do" if key else f"The certificate {certificate} does"
        return (
            f"{where} not work. Certificate and key have to be PEM files that belong together, and the key must have "
            "no passphrase; a key in a file of its own is given by --key."
        )
    except (OSError, UnicodeError) as problem:
        # The socket module adds the address in brackets, which is told already.
        why = str(getattr(problem, "strerror", None) or problem).partition(" (")[0]
        if arguments.port:
            where, advice = (
                f"{arguments.host}, port {arguments.port}",
                "Is the port free? Without --port one is found.",
            )
        else:
            where, advice = arguments.host, "Check --host."
        return f"The sandbox cannot listen on {where}: {why}. {advice} The host must be an address of this machine."
    return None


def _place(path: Path | None, text: str) -> str | None:
    """Write the ready file if one is wanted; returns why that is not possible, or None."""
    if path is None:
        return None
    try:
        # Renamed into place, so that whoever waits for the file never reads a part of it.
        _draft(path).write_text(text, "utf-8")
        _draft(path).replace(path)
    except OSError as problem:
        return _unwritable(path, problem)
    return None


def _draft(path: Path) -> Path:
    return path.with_name(f"{path.name}.draft")


def _unwritable(path: Path, problem: OSError) -> str:
    return f"The ready file {path} cannot be written: {problem.strerror}. Give another path after --ready-file."


@contextlib.contextmanager
def _signalled() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set; what they did before is put back at the end."""
    ended = threading.Event()
    former = {number: signal.signal(number, lambda *_: ended.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _introduce(sandbox: Sandbox, seed: Seed) -> None:
    _say(f"Webflow sandbox listening on {sandbox.url}")
    for token in seed.tokens:
        scopes, sites = ", ".join(sorted(token.scopes)), ", ".join(sorted(token.sites))
        _say(f"Token: {token.text} (scopes: {scopes}; sites: {sites})")


def _refused(*problems: str) -> int:
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return _BAD_USE


def _say(line: str) -> None:
    # Whoever read this may be gone; those who send requests are not.
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
