"""What was reviewed: the reports of the mode plan, and in which state each item was when they were written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.problem import Problem
from webflow_publish.state import Key
from webflow_publish.text import counted, quoted

MAXIMUM_BYTES = 128 * 1024 * 1024
"""Of one report; nobody reviewed a larger one."""

_VERSION = 1
_PLAN = "plan"
_UNFINISHED = frozenset({"invalid", "cancelled", "denied", "unavailable", "failed"})
"""Outcomes (see report/schema.json) of a run that may have ended before it looked at any item."""

_APPROVED = ("pending", "unchanged")
"""Statuses (see report/schema.json) of what a plan shows as going live, or as live."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_AGAIN = "Run the mode plan again with the input `report`, and pass on the file that it writes."


@dataclass(frozen=True, slots=True)
class Approval:
    """What was reviewed in one report of the mode plan or in several.

    `digests` has the approved states of each variant, by its key: collection ID, item ID and cmsLocaleId, None
    for the primary locale. There is none for a variant of which the plan said that it could not be published, because
    nobody expected that it would. Where reports differ, each of their states was approved.
    """

    digests: Mapping[Key, frozenset[str]]


def read_approval(documents: Iterable[tuple[str, bytes]]) -> Approval | tuple[Problem, ...]:
    """What reports of the mode plan have reviewed, together.

    Args:
        documents: Name and content of each report. Content over `MAXIMUM_BYTES` is refused, so that it need not be
            read any further.

    Returns:
        The approval; or a problem for each report that is none, or not of a plan.
    """
    digests: dict[Key, set[str]] = {}
    problems: list[Problem] = []
    for name, data in documents:
        try:
            for key, digest in _reviewed(data):
                digests.setdefault(key, set()).update([digest] if digest else [])
        except _Unfit as unfit:
            problems.append(Problem(f"The reviewed plan {quoted(name)} {unfit.message}", unfit.hint))
    if problems:
        return tuple(problems)
    return Approval({key: frozenset(states) for key, states in digests.items()})


class _Unfit(Exception):  # noqa: N818 - it ends the reading of one report, and never leaves this module
    """Why a document is not what is wanted, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def _reviewed(data: bytes) -> list[tuple[Key, str | None]]:
    """The variants of a report with their states, None where they were not to be published.

    Raises:
        _Unfit: It is no such report.
    """
    report = _parsed(data)
    if not isinstance(report, dict) or not {"version", "mode", "outcome", "items"} <= report.keys():
        raise _Unfit("is JSON, but no report of webflow-publish.", _AGAIN)
    version, mode, outcome, items = (report[key] for key in ("version", "mode", "outcome", "items"))
    if type(version) is not int or version != _VERSION:
        raise _Unfit(
            f"has the version {_shown(version)}; this release reads version {_VERSION}.",
            "Plan and publish with the same release of the action.",
        )
    if mode != _PLAN:
        raise _Unfit(
            f"was written in the mode {_shown(mode)}, and a plan is wanted.",
            "Name the report that a run with `mode: plan` wrote, and give the two runs different files.",
        )
    if not isinstance(items, list):
        raise _Unfit("has no list of `items`.", _AGAIN)
    entries = [_entry(item, position) for position, item in enumerate(items, 1)]
    if isinstance(outcome, str) and outcome in _UNFINISHED and not any(digest for _, digest in entries):
        raise _Unfit(
            f"approves nothing, because the run that wrote it ended as {quoted(outcome)}.",
            "Let that run succeed first; its job summary says what it needs.",
        )
    return entries


def _entry(entry: Any, position: int) -> tuple[Key, str | None]:
    try:
        collection, item = entry["collection"]["id"], entry["item"]["id"]
        locale, digest, status = entry["locale"], entry["digest"], entry["status"]
    except (KeyError, TypeError, IndexError):
        raise _broken(position) from None
    if not _is_identifier(collection) or not _is_identifier(item) or not (locale is None or _is_identifier(locale)):
        raise _broken(position)
    if digest is not None and not (isinstance(digest, str) and _DIGEST.fullmatch(digest)):
        raise _broken(position)
    return (collection, item, locale), digest if status in _APPROVED else None


def _is_identifier(value: Any) -> bool:
    return isinstance(value, str) and is_identifier(value)


def _broken(position: int) -> _Unfit:
    return _Unfit(f"is damaged: what stands in entry {position:,} of `items` is not what a plan writes there.", _AGAIN)


def _parsed(data: bytes) -> Any:
    """The value that JSON text holds; as strict as our own reports are."""
    if len(data) > MAXIMUM_BYTES:
        raise _Unfit(
            f"has more than {counted(MAXIMUM_BYTES, 'byte')}.",
            "Plan the manifest in several parts, such as with the input `only`, each with a report of its own.",
        )
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_refused)
    except (ValueError, RecursionError):
        raise _Unfit("is not JSON, or is damaged.", _AGAIN) from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return values


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "that is none"
    return quoted(value) if isinstance(value, str) else quoted(json.dumps(value))
