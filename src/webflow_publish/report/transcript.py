"""A plan as lines of text: for terminals, which have no job summary, and for the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from webflow_publish.difference import Difference
from webflow_publish.estimate import Estimate
from webflow_publish.outcome import MISSING, Outcome, Result, Status
from webflow_publish.report.pending import would_go
from webflow_publish.report.waiting import date_of
from webflow_publish.text import counted, cropped, titled

MOST_LINES = 2_000
"""Lines at most; a log of more is read by nobody."""
WHOLE_LINES = 400
"""Lines up to which new items are shown with their fields; of more, what changed would be lost among them."""
_VALUE = 200
"""Characters of a value at most."""
_NOTHING = "(empty)"
_MORE = "The JSON report has everything: set the input `report` to get one."


def transcript(result: Result) -> Iterator[str]:
    """What would be published, with the fields that differ, in the order of the manifest; and how much that is.

    What would be taken down comes first.

    Where that is too long, new items have a line each, without their fields.
    """
    found = [outcome for outcome in result.outcomes if outcome.change]
    changing = sorted(found, key=lambda outcome: not outcome.variant.is_leaving)
    whole = sum(1 for _ in islice(_lines(changing), WHOLE_LINES + 1)) <= WHOLE_LINES
    lines = _lines(changing, whole=whole)
    yield from islice(lines, MOST_LINES)
    if left := sum(1 for _ in lines):
        yield f"And {counted(left, 'more line')}. {_MORE}"
    elif not whole:
        yield f"There are too many new items to show their fields here. {_MORE}"
    if changing and result.estimate:
        yield _total(result, result.estimate)


def _total(result: Result, estimate: Estimate) -> str:
    """How much would be published, and how long it takes."""
    counts = Counter(outcome.change for outcome in result.outcomes if outcome.change and would_go(outcome))
    parts = [f"{count:,} {change}" for change, count in counts.items()]
    unchanged = Counter(each.variant.is_leaving for each in result.outcomes if each.status is Status.UNCHANGED)
    parts.append(f"{unchanged[False]:,} live already")
    if unchanged[True]:
        parts.append(f"{unchanged[True]:,} off the live site already")
    if waiting := result.count(Status.SCHEDULED):
        parts.append(f"{waiting:,} scheduled")
    hopeless = [outcome for outcome in result.outcomes if outcome.status in MISSING and not would_go(outcome)]
    if others := sum(not outcome.variant.is_leaving for outcome in hopeless):
        parts.append(f"{others:,} not to be published")
    if others := sum(outcome.variant.is_leaving for outcome in hopeless):
        parts.append(f"{others:,} not to be taken down")
    going = {outcome.variant.is_leaving for outcome in result.outcomes if outcome.status is Status.PENDING}
    doing = "Publishing" if False in going else "Taking down"
    effort = f"{counted(estimate.requests, 'request')}, {counted(estimate.minutes, 'minute')}"
    return f"In all: {', '.join(parts)}." + (f" {doing} takes about {effort}." if result.count(Status.PENDING) else "")


def _lines(outcomes: Sequence[Outcome], *, whole: bool = True) -> Iterator[str]:
    """Each item, with its fields; if not the `whole` of it is wanted, new items without."""
    for outcome in outcomes:
        yield _line(outcome)
        if whole or not outcome.is_first:
            for difference in outcome.differences or ():
                yield from _compared(difference, is_first=outcome.is_first)


def _line(outcome: Outcome) -> str:
    item = outcome.variant.item
    locale = f", in {outcome.variant.locale_label}" if outcome.variant.locale else ""
    doing = "taken down" if outcome.variant.is_leaving else "published"
    blocked = f" (not to be {doing}: {outcome.reason.meaning})" if outcome.reason else ""
    date = f", scheduled for {date_of(outcome)}" if outcome.status is Status.SCHEDULED else ""
    return f"{outcome.change}: {titled(outcome.name, item.id)}, of {item.collection.label}{locale}{date}{blocked}"


def _compared(difference: Difference, *, is_first: bool) -> Iterator[str]:
    if not difference.lines:
        before = "" if is_first else f"{_value(difference.live)} → "
        yield f"    {difference.label}: {before}{_value(difference.staged)}"
    else:
        yield f"    {difference.label}:"
        yield from (f"    {line}" for line in difference.lines)
    if difference.note:
        yield f"    {difference.note}"


def _value(text: str | None) -> str:
    return _NOTHING if text is None else cropped(text, _VALUE)
