"""The outputs of the step, for the steps that follow."""

from __future__ import annotations

import json
from collections.abc import Iterable

from webflow_publish.inputs import Mode
from webflow_publish.outcome import MISSING, Result, Status
from webflow_publish.report.matrix import matrix
from webflow_publish.report.record import error_records

OUTPUTS = (
    "outcome",
    "published-ids",
    "published-count",
    "unpublished-count",
    "unchanged-count",
    "pending-count",
    "failed-count",
    "errors",
    "report",
    "matrix",
)
"""Their names, as action.yml has them."""

_LIMIT = 450_000
"""Characters of matrix and lists together: GitHub allows 1 MB for the outputs of a job, at two bytes a character."""
_LIST_LIMIT = 200_000
"""Characters that a list takes at most."""


def outputs(result: Result, mode: Mode, report: str) -> dict[str, str]:
    """The outputs by name; `report` is the path of the JSON report in the workspace, empty where none was written."""
    jobs = matrix(result, mode)
    room = min(_LIST_LIMIT, (_LIMIT - len(jobs)) // 2)
    where = "in the JSON report" if report else "left out: set the input `report` to have them all"
    return {
        "outcome": result.verdict,
        "published-ids": _json_list(_published_ids(result), room, f"{{count}} more IDs are {where}"),
        "published-count": str(result.count(Status.PUBLISHED)),
        "unpublished-count": str(result.count(Status.UNPUBLISHED)),
        "unchanged-count": str(result.count(Status.UNCHANGED)),
        "pending-count": str(result.count(Status.PENDING)),
        "failed-count": str(result.count(*MISSING)),
        "errors": _json_list(error_records(result), room, f"{{count}} more errors are {where}"),
        "report": report,
        "matrix": jobs,
    }


def _published_ids(result: Result) -> Iterable[str]:
    """The IDs of the items that were published, and are missing in none of the locales that the manifest gives them."""
    lacking = (each for each in result.outcomes if each.status in MISSING and not each.variant.is_leaving)
    missing = {outcome.variant.item.key for outcome in lacking}
    published = (outcome for outcome in result.outcomes if outcome.status is Status.PUBLISHED)
    items = dict.fromkeys(outcome.variant.item.key for outcome in published)
    return (item_id for collection_id, item_id in items if (collection_id, item_id) not in missing)


def _json_list(values: Iterable[object], room: int, left_out: str) -> str:
    """A JSON array; where it is too long, its last element is a text that says how many are left out."""
    texts: list[str] = []
    others = iter(values)
    for value in others:
        text = json.dumps(value)
        room -= len(text) + 2
        if room < 0:
            texts.append(json.dumps(left_out.format(count=1 + sum(1 for _ in others))))
            break
        texts.append(text)
    return f"[{', '.join(texts)}]"
