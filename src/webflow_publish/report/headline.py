"""The one sentence that answers: is it out?"""

from __future__ import annotations

from webflow_publish.inputs import Mode
from webflow_publish.outcome import Result, Status, Verdict
from webflow_publish.text import counted

_TAILS = {
    Verdict.DENIED: ": Webflow refused the token",
    Verdict.UNAVAILABLE: ": Webflow was unavailable, or time ran out",
    Verdict.CANCELLED: ": the run was stopped",
}


def headline(result: Result, mode: Mode) -> str:
    """One sentence without a full stop, for the job summary and the log."""
    if result.defect:
        return f"webflow-publish stopped at a defect of its own: {_missing(result)}"
    if result.verdict is Verdict.INVALID:
        problems = counted(len(result.problems), "problem")
        return f"{problems} in the manifest or the inputs" + (
            "" if mode is Mode.VALIDATE else ": nothing was published"
        )
    if mode is Mode.VALIDATE:
        valid = f"The manifest is valid: {result.manifest}"
        return valid if result.verdict is Verdict.SUCCESS else "The validation was stopped"
    if result.verdict is Verdict.SUCCESS:
        number = len({outcome.variant.item.key for outcome in result.outcomes})
        return "The item is published" if number == 1 else f"All {number:,} items are published"
    return _missing(result) + _TAILS.get(result.verdict, "")


def _missing(result: Result) -> str:
    """How many items lack at least one of their locales."""
    items = {outcome.variant.item.key for outcome in result.outcomes}
    missing = {outcome.variant.item.key for outcome in result.outcomes if outcome.status is not Status.PUBLISHED}
    if not items:
        return "nothing was published"
    if not missing:
        return "All items are published, but Webflow reported errors that name none of them"
    if len(missing) == len(items):
        return (
            "The item is not published" if len(items) == 1 else f"None of the {len(items):,} items is fully published"
        )
    return f"{len(missing):,} of {len(items):,} items {'is' if len(missing) == 1 else 'are'} not published"
