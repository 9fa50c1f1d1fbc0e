"""Who takes part, and how each is started: as a process of its own, in the folder that holds manifest and IDs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import site
from bench.place import CONTESTANTS, IDENTIFIERS, MANIFEST, NODE

_PYTHON = (sys.executable, "-I")
_LOAD = f"import yaml; yaml.load(open('{MANIFEST}', 'rb'), Loader=yaml.CSafeLoader)"


@dataclass(frozen=True, slots=True)
class Call:
    """What a contestant is told: the server's address, and how many times as fast time passes."""

    host: str
    scale: float

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"{self.host}/v2"


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program that is measured.

    Attributes:
        name: Its name in the table.
        command: Gives the command that starts it; the same Python runs all that are in Python.
        part: It is given one item in so many, and what it takes is multiplied by that: the rest would be more of the
            same, for minutes.
        absence: Why it cannot be measured here; None where it can.
        publishes: Whether it sends anything.
    """

    name: str
    command: Callable[[Call], Sequence[str]]
    part: int = 1
    absence: str | None = None
    publishes: bool = True


def environment(host: str, home: Path) -> dict[str, str]:
    """The variables that contestants get: the address and the token where each looks for it, and nothing of ours."""
    own = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    return own | {
        "HOME": str(home),
        "WEBFLOW_TOKEN": site.TOKEN,
        "WEBFLOW_API_TOKEN": site.TOKEN,
        "WEBFLOW_API_HOST": host,
        "WEBFLOW_CDN_API_HOST": host,
        "WEBFLOW_HOST": host,
        "DO_NOT_TRACK": "1",
    }


def _own(name: str, *arguments: str) -> tuple[str, ...]:
    return *_PYTHON, str(CONTESTANTS / name), *arguments


def _publish(call: Call) -> Sequence[str]:
    if call.scale != 1:
        return _own("program.py", call.url, str(call.scale))
    return *_PYTHON, "-m", "webflow_publish", "publish", "--api-url", call.url


def _loop(mode: str) -> Callable[[Call], Sequence[str]]:
    return lambda call: _own("loop.py", call.url, site.COLLECTION, IDENTIFIERS, str(call.scale), mode)


def _sdk(call: Call) -> Sequence[str]:
    return _own("sdk.py", call.url, site.COLLECTION, IDENTIFIERS, str(call.scale))


def _cli(_call: Call) -> Sequence[str]:
    return _own("cli.py", shutil.which("node") or "node", str(NODE / "dist/index.js"), site.COLLECTION, IDENTIFIERS)


def _validate(_call: Call) -> Sequence[str]:
    return *_PYTHON, "-m", "webflow_publish", "validate"


def _cli_absence() -> str | None:
    if shutil.which("node") is None:
        return "Node.js is not on this machine"
    return None if NODE.is_dir() else "npm could not install it on this machine"


PROGRAM = Contestant("webflow-publish", _publish)
SAME = Contestant("bare loop, same requests", _loop("same"))
PUBLISH = Contestant("bare loop, publish only", _loop("publish"))
SDK = Contestant("Webflow's Python SDK", _sdk)
CLI = Contestant("Webflow's CLI", _cli, part=20, absence=_cli_absence())
VALIDATE = Contestant("webflow-publish validate", _validate, publishes=False)
LOAD = Contestant("yaml.load, CSafeLoader", lambda _: (*_PYTHON, "-c", _LOAD), publishes=False)
IMPORTS = Contestant(
    "python -c 'import requests, yaml'", lambda _: (*_PYTHON, "-c", "import requests, yaml"), publishes=False
)
