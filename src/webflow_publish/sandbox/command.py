"""The sandbox on the command line: `webflow-publish sandbox`."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from importlib.resources import files
from pathlib import Path

from webflow_publish.clock import SystemClock
from webflow_publish.sandbox.reader import SeedError, read_seed
from webflow_publish.sandbox.seed import Seed
from webflow_publish.sandbox.service import Sandbox

_BAD_USE = 2


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the sandbox to a parser."""
    parser.add_argument("--seed", type=Path, metavar="FILE", help="YAML file to start from (default: a small site)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="PEM certificate, to serve HTTPS")
    parser.add_argument("--key", type=Path, metavar="FILE", help="PEM key of the certificate")
    parser.add_argument("--ready-file", type=Path, metavar="FILE", help="write the URL here once it listens")
    parser.add_argument("--verbose", action="store_true", help="print a line for each request")


def run(arguments: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM.

    Returns:
        0 after a signal, 2 where the seed or an option cannot be used.
    """
    try:
        seed = _seed(arguments.seed)
    except (SeedError, OSError, UnicodeDecodeError) as problem:
        return _refused(f"The seed cannot be used:\n{problem}")
    sandbox = Sandbox(seed, SystemClock(), _say if arguments.verbose else None)
    ended = threading.Event()
    former = {number: signal.signal(number, lambda *_: ended.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        sandbox.start(arguments.host, arguments.port, arguments.certificate, arguments.key)
        _say(f"Webflow sandbox listening on {sandbox.url}")
        for token in seed.tokens:
            scopes, sites = ", ".join(sorted(token.scopes)), ", ".join(sorted(token.sites))
            _say(f"Token: {token.text} (scopes: {scopes}; sites: {sites})")
        if arguments.ready_file is not None:
            _place(arguments.ready_file, f"{sandbox.url}\n")
        ended.wait()
    except (OSError, OverflowError) as problem:
        return _refused(f"The sandbox cannot start on {arguments.host}, port {arguments.port}: {problem}.")
    finally:
        sandbox.stop()
        for number, handler in former.items():
            signal.signal(number, handler)
    return 0


def _seed(path: Path | None) -> Seed:
    if path is None:
        return read_seed(files(__package__).joinpath("default.yml").read_text("utf-8"), "default.yml")
    return read_seed(path.read_text("utf-8"), str(path))


def _place(path: Path, text: str) -> None:
    # Renamed into place, so that whoever waits for the file never reads a part of it.
    draft = path.with_name(f"{path.name}.draft")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def _refused(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return _BAD_USE


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
