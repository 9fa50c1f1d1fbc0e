"""The one sentence that answers: is it out?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from webflow_publish.inputs import Mode
from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report.absence import gone, leaving, taken_back
from webflow_publish.report.extent import CAUSES, NOTHING_TO_DO, extent, nothing
from webflow_publish.report.waiting import scheduled, waits
from webflow_publish.report.wording import (
    Items,
    are,
    having,
    in_all_locales,
    is_missing,
    is_pending,
    items_of,
    none_of,
    share,
    within,
)
from webflow_publish.text import counted

_NOTHING_DONE = {
    Mode.PUBLISH: ": nothing was published",
    Mode.PLAN: ": there is no plan",
    Mode.VALIDATE: "",
    Mode.UNDO: ": nothing was taken down",
}


def headline(result: Result, mode: Mode) -> str:
    """One sentence without a full stop, for the job summary and the log."""
    if result.defect:
        rest = {Mode.PLAN: ". There is no plan", Mode.VALIDATE: ""}
        told = rest[mode] if mode in rest else f". {_done(result, mode)}"
        return f"webflow-publish stopped at a defect of its own{told}"
    if result.verdict is Verdict.INVALID:
        return _invalid(result) + _NOTHING_DONE[mode]
    said = _SAID[mode](result)
    return said + (", but not everything could be written down" if result.losses else "")


def _published(result: Result) -> str:
    if result.refusal:
        return f"Nothing was {'taken down' if _are_leaving(result) else 'published'}: {result.refusal}"
    return _ended(result, Mode.PUBLISH)


def _undone(result: Result) -> str:
    return f"Nothing was taken down: {result.refusal}" if result.refusal else _ended(result, Mode.UNDO)


def _ended(result: Result, mode: Mode) -> str:
    if result.verdict is Verdict.CANCELLED and result.outcomes and not any(map(is_missing, result.outcomes)):
        is_mixed = any(each.variant.is_leaving for each in result.outcomes)
        return (
            f"The run was stopped before it was seen whether everything is {'as it is to be' if is_mixed else 'live'}"
        )
    if result.outcomes and result.verdict in CAUSES and all(map(_is_unknown, result.outcomes)):
        done = "taken down" if _are_leaving(result) else "published"
        return f"Nothing was {done}{_cause(result)}"
    return _done(result, mode) + _cause(result)


def _done(result: Result, mode: Mode) -> str:
    """How much of what is to be live is live, and of what is to be off the live site, how much is off."""
    going, off, waiting = _parted(result)
    if mode is Mode.UNDO:
        return taken_back(result)
    live = extent(going) if going.outcomes or not (off or waiting) else ""
    return _joined(result, live, gone(off, mode) if off else "", _waits(waiting, result))


def _parted(result: Result) -> tuple[Result, tuple[Outcome, ...], tuple[Outcome, ...]]:
    """The result of what is to be live, and the outcomes of what is to be off the live site, and of what waits."""
    off = tuple(each for each in result.outcomes if each.variant.is_leaving)
    waiting = scheduled(result.outcomes)
    going = result.outcomes
    if off or waiting:
        going = tuple(each for each in going if not each.variant.is_leaving and each.status is not Status.SCHEDULED)
    return replace(result, outcomes=going), off, waiting


def _waits(waiting: Sequence[Outcome], result: Result) -> str:
    return waits(waiting, len(items_of(result.outcomes))) if waiting else ""


def _are_leaving(result: Result) -> bool:
    return bool(result.outcomes) and all(each.variant.is_leaving for each in result.outcomes)


def _joined(result: Result, live: str, *others: str) -> str:
    """What is said of all kinds of items in one sentence: nothing was to do if that is so for each of them."""
    if not any(others):
        return live
    prefix = NOTHING_TO_DO if result.verdict is Verdict.NOTHING_TO_DO else ""
    first, *rest = filter(None, (live.removeprefix(NOTHING_TO_DO), *others))
    said = "; ".join((first, *map(within, rest)))
    return f"{prefix}{within(said)}" if prefix else f"{said[0].upper()}{said[1:]}"


def _planned(result: Result) -> str:
    if result.verdict in CAUSES and all(each.reason in CAUSES[result.verdict] for each in result.outcomes):
        return f"There is no plan{_cause(result)}"
    if result.refusal:
        return f"Publishing would be refused: {result.refusal}"
    going, off, waiting = _parted(result)
    live = _going_live(going) if going.outcomes or not (off or waiting) else ""
    gone_then = leaving(off, drift=result.drift) if off else ""
    return _joined(result, live, gone_then, _waits(waiting, result)) + _cause(result)


def _going_live(result: Result) -> str:
    items = items_of(result.outcomes)
    going = having(items, is_pending)
    hopeless = [item for item in having(items, is_missing) if not any(map(is_pending, item))]
    if going:
        return _going(result, going, hopeless, len(items))
    return _hopeless(hopeless, len(items)) if hopeless else nothing(result, len(items))


def _going(result: Result, going: Items, hopeless: Items, items: int) -> str:
    """What to say of a plan under which something is published, or would be if that was not called drift."""
    subject = share(len(going), items)
    if result.drift and result.verdict is Verdict.PENDING:
        return f"{subject} {are(len(going))} not live as staged"
    rest = f", and {len(hopeless):,} cannot be" if hopeless else ""
    return f"{subject} would be published{_but_not_all(going)}{rest}"


def _validated(result: Result) -> str:
    if result.verdict is Verdict.CANCELLED:
        return "The validation was stopped"
    return f"The manifest is valid: {result.manifest}"


_SAID = {Mode.PUBLISH: _published, Mode.PLAN: _planned, Mode.VALIDATE: _validated, Mode.UNDO: _undone}


def _invalid(result: Result) -> str:
    places = {problem.place is not None for problem in result.problems}
    where = {frozenset({True}): "the manifest", frozenset({False}): "the inputs"}
    mistakes = counted(sum(problem.count for problem in result.problems), "mistake")
    return f"{mistakes} in {where.get(frozenset(places), 'the inputs and the manifest')}"


def _cause(result: Result) -> str:
    """The reasons that made the verdict, where it is more than a failure here and there."""
    causes = CAUSES.get(result.verdict, frozenset())
    found = dict.fromkeys(outcome.reason for outcome in result.outcomes if outcome.reason in causes)
    words = [reason.meaning for reason in found if reason]
    if result.verdict is Verdict.CANCELLED and not words:
        words = [Reason.CANCELLED.meaning]
    clauses = [each if each.startswith("Webflow") else within(each) for each in words]
    return f": {', and '.join(clauses)}" if clauses else ""


def _hopeless(hopeless: Items, items: int) -> str:
    """What to say of a plan under which nothing is published."""
    where = in_all_locales(hopeless, items)
    if len(hopeless) == items > 1:
        return f"{none_of(items)} can be published{where}"
    return f"{share(len(hopeless), items)} cannot be published{where}"


def _but_not_all(going: Items) -> str:
    """How many of the items that would be published are missing in some of their locales."""
    partial = len(having(going, is_missing))
    if not partial:
        return ""
    locales = f"not in all of {'its' if partial == 1 else 'their'} locales"
    return f", but {locales}" if partial == len(going) else f", {partial:,} of them {locales}"


def _is_unknown(outcome: Outcome) -> bool:
    """Whether it was neither read nor sent: it may be live from before."""
    return outcome.status is Status.BLOCKED and outcome.staged is None
