"""The one sentence that answers: is it out?"""

from __future__ import annotations

from webflow_publish.inputs import Mode
from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.reason import DENIED, IN_DOUBT, PASSING, Reason
from webflow_publish.text import counted

_CAUSES = {
    Verdict.DENIED: DENIED,
    Verdict.UNAVAILABLE: PASSING,
    Verdict.CANCELLED: frozenset({Reason.CANCELLED}),
}
"""The reasons that a verdict is about."""


def headline(result: Result, mode: Mode) -> str:
    """One sentence without a full stop, for the job summary and the log."""
    if result.defect:
        return f"webflow-publish stopped at a defect of its own. {_extent(result)}"
    if result.verdict is Verdict.INVALID:
        return _invalid(result) + ("" if mode is Mode.VALIDATE else ": nothing was published")
    if mode is Mode.PUBLISH:
        said = _extent(result) + _cause(result)
    elif result.verdict is Verdict.CANCELLED:
        said = "The validation was stopped"
    else:
        said = f"The manifest is valid: {result.manifest}"
    return said + (", but not everything could be written down" if result.losses else "")


def _invalid(result: Result) -> str:
    places = {problem.place is not None for problem in result.problems}
    where = {frozenset({True}): "the manifest", frozenset({False}): "the inputs"}
    return (
        f"{counted(len(result.problems), 'mistake')} in {where.get(frozenset(places), 'the inputs and the manifest')}"
    )


def _cause(result: Result) -> str:
    """The reasons that made the verdict, where it is more than a failure here and there."""
    causes = _CAUSES.get(result.verdict, frozenset())
    found = dict.fromkeys(outcome.reason for outcome in result.outcomes if outcome.reason in causes)
    words = [reason.meaning for reason in found if reason]
    if result.verdict is Verdict.CANCELLED and not words:
        words = [Reason.CANCELLED.meaning]
    clauses = [each if each.startswith("Webflow") else each[0].lower() + each[1:] for each in words]
    return f": {', and '.join(clauses)}" if clauses else ""


def _extent(result: Result) -> str:
    """How many items lack at least one of their locales."""
    items: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in result.outcomes:
        items.setdefault(outcome.variant.item.key, []).append(outcome)
    missing = {key: outcomes for key, outcomes in items.items() if not all(map(_is_published, outcomes))}
    if not items:
        return "Nothing was published"
    if not missing:
        everything = "The item is published" if len(items) == 1 else f"All {len(items):,} items are published"
        return everything + (", but Webflow reported errors that name none of them" if result.unmatched else "")
    doubtful = any(map(_is_in_doubt, result.outcomes))
    partial = any(_is_published(outcome) for outcomes in missing.values() for outcome in outcomes)
    one = len(missing) == 1 or len(missing) == len(items)
    what = ("confirmed as " if doubtful else "") + "published"
    what += f" in all of {'its' if one else 'their'} locales" if partial else ""
    if len(items) == 1:
        return f"The item is not {what}"
    if len(missing) == len(items):
        return f"None of the {len(items):,} items is {what}"
    return f"{len(missing):,} of {len(items):,} items {'is' if one else 'are'} not {what}"


def _is_published(outcome: Outcome) -> bool:
    return outcome.status is Status.PUBLISHED


def _is_in_doubt(outcome: Outcome) -> bool:
    return outcome.status is Status.FAILED and outcome.reason in IN_DOUBT
