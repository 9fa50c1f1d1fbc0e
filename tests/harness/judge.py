"""The promise of the program, as a judge of runs: held against what the service has, and not against what is said.

A green step means that every item in the manifest is live; a red one says which are not, where they stand in the
manifest, and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.trial import MANIFEST, Ending

EXIT_CODES = {
    "success": 0,
    "nothing-to-do": 0,
    "failed": 1,
    "invalid": 2,
    "denied": 3,
    "unavailable": 4,
    "cancelled": 130,
}
"""By outcome, of the mode publish."""

_GOOD = frozenset({"published", "unchanged"})
_BAD = frozenset({"failed", "blocked"})
_DENIED = frozenset({"unauthorized", "missing-scope"})
_PASSING = frozenset({"rate-limited", "unavailable", "timed-out"})
_IN_DOUBT = frozenset({"unavailable", "no-answer", "malformed", "timed-out", "cancelled"})
"""Reasons that say of an item that nobody knows whether it is live."""

Key = tuple[str, str | None]
"""An item's ID, and a cmsLocaleId."""


@dataclass(frozen=True, slots=True)
class Case:
    """A run, and what is known of it from elsewhere.

    Attributes:
        ending: What the run left behind.
        manifest: The text of the manifest, with each ID on a line of its own.
        wanted: The items × locales of the manifest, in its order.
        live: Those of them that the service shows live with the staged content, now that the run is over.
        secret: What may be read nowhere.
        tells: Reasons for which the service itself said that something is not live, true or not.
        is_blind: Whether the service said that the token may not read: its word is believed then, and that is said.
    """

    ending: Ending
    manifest: str
    wanted: Sequence[Key]
    live: frozenset[Key]
    secret: str
    tells: frozenset[str] = frozenset()
    is_blind: bool = False


def objections(case: Case) -> list[str]:
    """What speaks against a run; nothing where it kept the promise."""
    return [*_silences(case), *_lies(case), *_endings(case), *_omissions(case), *_leaks(case)]


def _key(item: Mapping[str, Any]) -> Key:
    return item["item"]["id"], item["locale"]


def _silences(case: Case) -> Iterator[str]:
    """Each item × locale has exactly one status, and the counts agree."""
    told = [_key(each) for each in case.ending.items]
    if told != list(case.wanted):
        yield f"the report tells of {told}, and not of {list(case.wanted)}"
    statuses = [status for status, _ in case.ending.statuses]
    outputs = case.ending.outputs or {}
    counts = {
        "published-count": statuses.count("published"),
        "unchanged-count": statuses.count("unchanged"),
        "failed-count": sum(status in _BAD for status in statuses),
        "pending-count": 0,
    }
    for name, count in counts.items():
        if outputs.get(name) != str(count):
            yield f"{name} is {outputs.get(name)}, and the report has {count}"
    for status, reason in case.ending.statuses:
        if status not in _GOOD | _BAD or (reason is None) != (status in _GOOD):
            yield f"the status {status} goes with the reason {reason}"


def _lies(case: Case) -> Iterator[str]:
    """What is called live is live, and what is not called live is not, or may well not be."""
    missing = [key for key in case.wanted if key not in case.live]
    if case.ending.exit_code == 0 and missing and not _is_warned(case):
        yield f"the run is green, and not live are {missing}"
    for each in case.ending.items:
        key, status, reason = _key(each), each["status"], each["reason"]
        is_known = each["confirmed"] or not _is_warned(case)
        if status in _GOOD and key not in case.live and is_known:
            yield f"{key} is called {status}, and it is not live"
        if status in _BAD and each["confirmed"]:
            yield f"{key} is called {status}, and it was seen to be live"
        if status in _BAD and key in case.live and reason not in _IN_DOUBT | case.tells:
            yield f"{key} is called {status} for {reason}, and it is live"
        if case.ending.exit_code == 0 and not each["confirmed"] and not _is_warned(case):
            yield f"the run is green, and nobody saw {key} live"
    if not set(json.loads((case.ending.outputs or {})["published-ids"])) <= {item_id for item_id, _ in case.wanted}:
        yield "published-ids has an ID that is not in the manifest"


def _is_warned(case: Case) -> bool:
    """Whether the run did without reading, as it may where it is told that the token cannot, and says so."""
    return case.is_blind and "> [!WARNING]" in case.ending.summary and "not read" in case.ending.summary


def _endings(case: Case) -> Iterator[str]:
    """Exit code and outcome are those of the contract."""
    ending, outputs, report = case.ending, case.ending.outputs or {}, case.ending.report or {}
    outcome = outputs.get("outcome", "")
    expected = _outcome(ending.statuses, bool(report.get("unmatched")))
    if outcome != expected or report.get("outcome") != expected:
        yield f"the outcome is {outcome}, in the report {report.get('outcome')}, and should be {expected}"
    if ending.exit_code != EXIT_CODES.get(outcome):
        yield f"the exit code is {ending.exit_code}, and the outcome {outcome}"
    if report.get("defect"):
        yield f"the program has a defect: {report['defect']}"
    if report.get("losses") or report.get("problems"):
        yield f"something was lost or wrong: {report['losses']}, {report['problems']}"


def _outcome(statuses: Sequence[tuple[str, str | None]], has_unmatched: bool) -> str:
    reasons = {reason for _, reason in statuses if reason}
    if "cancelled" in reasons:
        return "cancelled"
    if reasons & _DENIED:
        return "denied"
    if not reasons and not has_unmatched:
        return "success" if ("published", None) in statuses else "nothing-to-do"
    return "unavailable" if reasons <= _PASSING and not has_unmatched else "failed"


def _omissions(case: Case) -> Iterator[str]:
    """Each item that is not live is named, with its place and its reason, wherever errors are told."""
    ending = case.ending
    errors = json.loads((ending.outputs or {})["errors"])
    lines = ending.summary.splitlines()
    for each in ending.items:
        if each["status"] not in _BAD:
            continue
        item_id, locale = _key(each)
        line = _line_of(case.manifest, item_id)
        if not any(_is_same(error, each) and error["place"]["line"] == line for error in errors):
            yield f"the output errors does not name {item_id} in {locale} with line {line} and {each['reason']}"
        place = f"`{MANIFEST}:{line}`"
        if not any(item_id in row and place in row and (locale or "") in row for row in lines):
            yield f"the summary does not name {item_id} in {locale} with line {line}"
        if not each["message"] or not each["hint"] or f"`{each['reason']}`" not in ending.summary:
            yield f"nobody is told why {item_id} in {locale} is not live, and what to do"
    shown = [each for each in ending.log.annotations if each.level == "error"]
    if (ending.exit_code != 0) != bool(shown):
        yield f"the exit code is {ending.exit_code}, and there are {len(shown)} annotations of errors"


def _is_same(error: object, item: Mapping[str, Any]) -> bool:
    keys = ("item", "collection", "locale", "status", "reason", "message", "hint")
    return isinstance(error, dict) and all(error[key] == item[key] for key in keys)


def _line_of(manifest: str, item_id: str) -> int:
    return next(number for number, line in enumerate(manifest.splitlines(), 1) if item_id in line)


def _leaks(case: Case) -> Iterator[str]:
    """No traceback, no token, and nothing in the log that the runner objects to or leaves open."""
    log = case.ending.log
    if "Traceback" in case.ending.told:
        yield "there is a traceback"
    if case.secret in case.ending.told:
        yield "the token can be read"
    if log.masks != (case.secret,):
        yield f"masked are {log.masks}"
    if log.complaints or log.open_group:
        yield f"the runner complains: {log.complaints}, open is {log.open_group}"
    others = {each.name for each in log.commands} - {"add-mask", "group", "endgroup", "error", "warning", "notice"}
    if others:
        yield f"the log has the commands {others}"
    if case.ending.stderr:
        yield f"something is on standard error: {case.ending.stderr}"
