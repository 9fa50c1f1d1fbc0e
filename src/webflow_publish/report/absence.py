"""The part of the one sentence that is about what is to be off the live site."""

from __future__ import annotations

from collections.abc import Sequence

from webflow_publish.inputs import Mode
from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.report.remainders import left_as_they_are
from webflow_publish.report.wording import (
    are,
    are_not,
    having,
    is_in_doubt,
    is_missing,
    is_pending,
    items_of,
    share,
    within,
)


def gone(outcomes: Sequence[Outcome], mode: Mode) -> str:
    """How much of what is to be off the live site is off it: `off the live site` is said of what was seen."""
    items, noun = items_of(outcomes), _noun(mode)
    if missing := having(items, is_missing):
        what = "confirmed as taken down" if having(missing, is_in_doubt) else "taken down"
        return are_not(missing, len(items), what, noun)
    now = having(items, _is_taken_down)
    if not now:
        return _already(len(items), noun)
    seen = all(outcome.confirmed for outcome in outcomes if _is_taken_down(outcome))
    state = "off the live site" if seen else "unpublished"
    said = f"{share(len(items), len(items))} {noun} {are(len(items))} {state}"
    if len(now) < len(items):
        said += f", {len(now):,} of them {'taken down ' if seen else ''}now"
    return said


def leaving(outcomes: Sequence[Outcome], *, drift: bool) -> str:
    """How much would be taken off the live site; with `drift`, how much is there that is not to be."""
    items, noun = items_of(outcomes), _noun(Mode.PLAN)
    going = having(items, is_pending)
    hopeless = [item for item in having(items, is_missing) if not any(map(is_pending, item))]
    if going:
        subject = f"{share(len(going), len(items))} {noun}"
        if drift:
            return f"{subject} {are(len(going))} live"
        rest = f", and {len(hopeless):,} cannot be" if hopeless else ""
        return f"{subject} would be taken off the live site{rest}"
    if hopeless:
        return f"{share(len(hopeless), len(items))} {noun} cannot be taken down"
    return _already(len(items), noun)


def taken_back(result: Result) -> str:
    """How much of what an earlier run put live is taken down again."""
    if result.outcomes:
        said = gone(result.outcomes, Mode.UNDO)
        is_done = result.verdict is Verdict.NOTHING_TO_DO
        said = f"Nothing to undo: {within(said)}" if is_done else said
    elif result.verdict is Verdict.NOTHING_TO_DO:
        said = "Nothing to undo: the run put nothing live that was not live before"
    else:
        said = "Nothing was taken down"
    return said + left_as_they_are(result)


def _already(items: int, noun: str) -> str:
    return f"{share(items, items)} {noun} {are(items)} off the live site already"


def _noun(mode: Mode) -> str:
    return "that the run put live" if mode is Mode.UNDO else "to be taken down"


def _is_taken_down(outcome: Outcome) -> bool:
    return outcome.status is Status.UNPUBLISHED
