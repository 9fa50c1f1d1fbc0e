"""A plan as lines of text: for terminals, which have no job summary, and for the log."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from webflow_publish.difference import Difference
from webflow_publish.outcome import Outcome, Result
from webflow_publish.text import counted, cropped

MOST_LINES = 2_000
"""Lines at most; a log of more is read by nobody."""
_VALUE = 200
"""Characters of a value at most."""
_NOTHING = "(empty)"


def transcript(result: Result) -> Iterator[str]:
    """What would be published, with the fields that differ, in the order of the manifest."""
    changing = [outcome for outcome in result.outcomes if outcome.change]
    lines = (line for outcome in changing for line in _lines(outcome))
    yield from islice(lines, MOST_LINES)
    if left := sum(1 for _ in lines):
        yield f"And {counted(left, 'more line')}. The JSON report has everything: set the input `report` to get one."


def _lines(outcome: Outcome) -> Iterator[str]:
    item = outcome.variant.item
    name = f"{outcome.name} ({item.id})" if outcome.name else item.id
    locale = f", in {outcome.variant.locale}" if outcome.variant.locale else ""
    blocked = f" (not to be published: {outcome.reason.meaning})" if outcome.reason else ""
    yield f"{outcome.change}: {name}, of {item.collection.label}{locale}{blocked}"
    for difference in outcome.differences or ():
        yield from _compared(difference)


def _compared(difference: Difference) -> Iterator[str]:
    if not difference.lines:
        yield f"    {difference.label}: {_value(difference.live)} → {_value(difference.staged)}"
    else:
        yield f"    {difference.label}:"
        yield from (f"    {line}" for line in difference.lines)
    if difference.note:
        yield f"    {difference.note}"


def _value(text: str | None) -> str:
    return _NOTHING if text is None else cropped(text, _VALUE)
