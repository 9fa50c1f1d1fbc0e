"""What started the workflow, as GitHub tells it in variables and in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webflow_publish.endpoint import is_private

MAXIMUM_BYTES = 25 * 1024 * 1024
"""Bytes that the event has at most (source: GitHub's documentation of webhooks, which caps payloads at 25 MB)."""

_MOST = 2**31
"""Above every number that a pull request can have."""
_COMMIT = re.compile(r"[0-9a-f]{7,64}")


@dataclass(frozen=True, slots=True)
class PullRequest:
    """The pull request that an event is about: its number, its last commit if that is told, and where that comes from.

    The tokens of workflows that a pull request from a fork started can only read.
    """

    number: int
    head: str | None = None
    is_from_fork: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Where GitHub's REST API is, and the file that tells what started the workflow; None where unknown.

    `api_url` is None, too, where it is not an address to which a token may go.
    """

    api_url: str | None = None
    file: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Event:
        """Read GitHub's variables. On GitHub Enterprise Server, the API is at a path: `https://HOST/api/v3`."""
        url = environment.get("GITHUB_API_URL", "").rstrip("/")
        file = environment.get("GITHUB_EVENT_PATH")
        return cls(url if is_private(url) else None, Path(file) if file else None)

    def pull_request(self) -> PullRequest | None:
        """The pull request that the event is about; None where it is about none, as a push, or cannot be read."""
        try:
            payload = _payload(self.file) if self.file else {}
        except (OSError, ValueError, RecursionError):
            return None
        found = _at(payload, "pull_request")
        number = _at(found, "number")
        if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < _MOST:
            return None
        commit = _at(found, "head", "sha")
        is_known = isinstance(commit, str) and _COMMIT.fullmatch(commit) is not None
        head, base = (_at(found, side, "repo", "full_name") for side in ("head", "base"))
        return PullRequest(number, commit if is_known else None, head != base)


def _payload(file: Path) -> Any:
    with file.open("rb") as opened:
        content = opened.read(MAXIMUM_BYTES + 1)
    return json.loads(content) if len(content) <= MAXIMUM_BYTES else None


def _at(value: Any, *names: str) -> Any:
    """What stands below names in objects; None where there is nothing."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
