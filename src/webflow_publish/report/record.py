"""The JSON report: everything that is known of a run, for programs. `schema.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from webflow_publish import __version__
from webflow_publish.complaint import Complaint
from webflow_publish.estimate import Estimate
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection
from webflow_publish.outcome import MISSING, Outcome, Result, Status
from webflow_publish.problem import Place
from webflow_publish.report.difference import difference_records
from webflow_publish.report.remainders import remainder_records
from webflow_publish.report.source import Source

VERSION = 1
"""Of the form of the report. It grows when a program that reads reports would have to change."""

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def report(result: Result, mode: Mode, source: Source, started: datetime) -> Iterator[bytes]:
    """The report as JSON in UTF-8, with a line feed at the end, in pieces of a line or less.

    They are made one after the other: all at once would take more memory than the rest of a run.
    """
    record = {
        "version": VERSION,
        "program": f"webflow-publish {__version__}",
        "mode": mode,
        "outcome": result.verdict,
        "started": _time(started),
        "seconds": round(result.seconds, 3),
        "requests": result.requests,
        "source": {"repository": source.repository, "commit": source.commit, "run": source.run_link()},
        "counts": {status.value: result.count(status) for status in Status},
        "problems": (
            {"message": each.message, "hint": each.hint, "place": _place(each.place)} for each in result.problems
        ),
        "warnings": ({"message": each.message, "hint": each.hint} for each in result.warnings),
        "notices": ({"message": each.message, "hint": each.hint} for each in result.notices),
        "estimate": _estimate(result.estimate),
        "left-out": result.left_out,
        "remainders": remainder_records(result),
        "items": (_item(outcome) | _details(outcome) for outcome in result.outcomes),
        "unmatched": (_complaint(each) for each in result.unmatched),
        "resolved": (_complaint(each) for each in result.resolved),
        "losses": ({"message": each.message, "hint": each.hint} for each in result.losses),
        "defect": result.defect,
    }
    for piece in _pieces(record):
        # Halves of surrogate pairs, which names may have and no file takes, become what JSON writes for them, too.
        yield piece.encode(errors="backslashreplace")


def _pieces(record: Mapping[str, object]) -> Iterator[str]:
    """A JSON object: each key on a line, and of a list each entry. For more beauty, a stopped run has no time."""
    before = "{\n "
    for key, value in record.items():
        yield f"{before}{_json(key)}: "
        if isinstance(value, Iterator):
            yield from _listed(value)
        else:
            yield _json(value)
        before = ",\n "
    yield "\n}\n"


def _listed(entries: Iterator[object]) -> Iterator[str]:
    before = "["
    for entry in entries:
        yield f"{before}\n  {_json(entry)}"
        before = ","
    yield "[]" if before == "[" else "\n ]"


def _json(value: object) -> str:
    return _ENCODER.encode(value)


def error_records(result: Result) -> Iterator[dict[str, Any]]:
    """All that went wrong in one form, for the output `errors`; what does not apply is null."""
    for problem in result.problems:
        yield _error(message=problem.message, hint=problem.hint, place=problem.place)
    for outcome in result.outcomes:
        if outcome.status in MISSING:
            yield _item(outcome)
    for each in result.unmatched:
        yield _error(message=each.message, hint=each.reason.hint, place=each.collection.place) | _complaint(each)
    for loss in result.losses:
        yield _error(message=loss.message, hint=loss.hint, place=None)
    if result.defect:
        yield _error(message=result.defect, hint="", place=None)


def _error(message: str, hint: str, place: Place | None) -> dict[str, Any]:
    return {
        "item": None,
        "collection": None,
        "locale": None,
        "tag": None,
        "status": None,
        "reason": None,
        "message": message,
        "hint": hint,
        "place": _place(place),
    }


def _item(outcome: Outcome) -> dict[str, Any]:
    item = outcome.variant.item
    return {
        "item": {"id": item.id if item.is_found else None, "name": outcome.name, "slug": outcome.slug},
        "collection": _collection(item.collection),
        "locale": outcome.variant.cms_locale_id,
        "tag": outcome.variant.tag,
        "status": outcome.status,
        "reason": outcome.reason,
        "message": outcome.message if outcome.reason else None,
        "hint": outcome.reason.hint if outcome.reason else None,
        "place": _place(item.place),
    }


def _details(outcome: Outcome) -> dict[str, Any]:
    """What the report has beside what is told of an error."""
    differences, item = outcome.differences, outcome.variant.item
    return {
        "state": item.wanted,
        "publish-at": _time(item.publish_at.instant) if item.publish_at else None,
        "source": item.source,
        "change": outcome.change,
        "digest": outcome.staged.digest if outcome.staged else None,
        "differences": None if differences is None else difference_records(differences),
        "accepted": outcome.accepted,
        "confirmed": outcome.confirmed,
        "address": outcome.address,
    }


def _estimate(estimate: Estimate | None) -> dict[str, int | None] | None:
    if estimate is None:
        return None
    return {
        "reads": estimate.reads,
        "writes": estimate.writes,
        "confirmations": estimate.confirmations,
        "minutes": estimate.minutes,
        "rate": estimate.rate,
    }


def _complaint(complaint: Complaint) -> dict[str, Any]:
    return {
        "collection": _collection(complaint.collection),
        "reason": complaint.reason,
        "message": complaint.message,
    }


def _collection(collection: Collection) -> dict[str, Any]:
    return {
        "id": collection.id if collection.is_found else None,
        "name": collection.name,
        "slug": collection.slug,
    }


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"file": place.file, "line": place.line, "column": place.column} if place else None
