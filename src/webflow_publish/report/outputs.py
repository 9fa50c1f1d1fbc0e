"""The outputs of the step, for the steps that follow."""

from __future__ import annotations

import json
from collections.abc import Iterable

from webflow_publish.outcome import Result, Status
from webflow_publish.report.record import error_records

OUTPUTS = ("outcome", "published-ids", "published-count", "failed-count", "errors", "report")
"""Their names, as action.yml has them."""

LIST_LIMIT = 200_000
"""Characters that a list takes at most. GitHub allows 1 MB for the outputs of a job, at two bytes a character."""


def outputs(result: Result, report: str) -> dict[str, str]:
    """The outputs by name; `report` is the path of the JSON report in the workspace, empty where none was written."""
    where = "in the JSON report" if report else "left out: set the input `report` to have them all"
    return {
        "outcome": result.verdict,
        "published-ids": _json_list(_published_ids(result), f"{{count}} more IDs are {where}"),
        "published-count": str(result.count(Status.PUBLISHED)),
        "failed-count": str(result.count(Status.FAILED, Status.BLOCKED)),
        "errors": _json_list(error_records(result), f"{{count}} more errors are {where}"),
        "report": report,
    }


def _published_ids(result: Result) -> Iterable[str]:
    """The IDs of the items that were published in every locale in which the manifest has them."""
    missing = {outcome.variant.item.key for outcome in result.outcomes if outcome.status is not Status.PUBLISHED}
    items = dict.fromkeys(outcome.variant.item.key for outcome in result.outcomes)
    return (item_id for collection_id, item_id in items if (collection_id, item_id) not in missing)


def _json_list(values: Iterable[object], left_out: str) -> str:
    """A JSON array; where it is too long, its last element is a text that says how many are left out."""
    texts = [json.dumps(value) for value in values]
    room = LIST_LIMIT
    for index, text in enumerate(texts):
        room -= len(text) + 2
        if room < 0:
            texts[index:] = [json.dumps(left_out.format(count=len(texts) - index))]
            break
    return f"[{', '.join(texts)}]"
