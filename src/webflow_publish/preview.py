"""What a plan shows beside the plan itself: the fields that differ, and how much work it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from webflow_publish.change import Change
from webflow_publish.difference import Difference, differences
from webflow_publish.manifest import Collection
from webflow_publish.outcome import Outcome, Status
from webflow_publish.reference import references
from webflow_publish.state import Key, asked_together
from webflow_publish.survey import Survey, variants_search
from webflow_publish.webflow import Content, Schema, Search, Stage

MOST_NEW = 500
"""New items whose fields are shown; a report of more would be read by nobody, and be very large."""
MOST_CHANGED = 1_000
"""Live items that are compared with what is staged: comparing takes time, and a report of more would be as useless."""
_LIVE_BEFORE = frozenset({Change.CHANGED, Change.FORCED})


def compared(outcomes: Sequence[Outcome], survey: Survey) -> tuple[Outcome, ...]:
    """The outcomes of a plan, with the differences between what is live and what is staged; of new items, all fields.

    The live items are read for that, the fields of their collections, and the names of items that they refer to. What
    cannot be read is not compared. What Webflow has as edited is live all the same where no field differs: that is the
    exact check, which a publish run does without, because it would cost it a request for each 100 items.
    """
    contents = _live(outcomes, survey)
    live: dict[Key, Mapping[str, Any]] = {key: content.fields for key, content in contents.items()}
    # Drafts have their fields shown before all others, because they may be unfinished.
    new = sorted((each for each in outcomes if each.is_first), key=_is_no_draft)
    live |= {each.variant.key: {} for each in new[:MOST_NEW]}
    changing = [outcome for outcome in outcomes if outcome.variant.key in live]
    known = _names(outcomes)
    names = known | _read_names(changing, live, known, survey)
    shown: dict[Key, Outcome] = {}
    for outcome in changing:
        schema = survey.schema(outcome.variant.item.collection)
        fields = schema.fields if schema else ()
        before, staged = live[outcome.variant.key], outcome.staged.fields if outcome.staged else {}
        found = differences(before, staged, fields, names)
        shown[outcome.variant.key] = _shown(outcome, found, contents.get(outcome.variant.key))
    return tuple(shown.get(outcome.variant.key, outcome) for outcome in outcomes)


def _shown(outcome: Outcome, found: tuple[Difference, ...], live: Content | None) -> Outcome:
    is_visible = live is not None and not live.is_draft and not live.is_archived
    if is_visible and not found and outcome.change is Change.CHANGED and outcome.status is Status.PENDING:
        return replace(outcome, status=Status.UNCHANGED, change=None)
    return replace(outcome, differences=found)


def _is_no_draft(outcome: Outcome) -> bool:
    return outcome.change is not Change.DRAFT


def _live(outcomes: Iterable[Outcome], survey: Survey) -> dict[Key, Content]:
    before = islice((each.variant for each in outcomes if each.change in _LIVE_BEFORE), MOST_CHANGED)
    live: dict[Key, Content] = {}
    groups = asked_together(before, lambda each: each)
    searches = [(group[0].item.collection, variants_search(group, Stage.LIVE)) for group in groups]
    for group, found in zip(groups, survey.find_all(searches), strict=True):
        live |= {each.key: found.items[each.item.id] for each in group if each.item.id in found.items}
    return live


def _names(outcomes: Iterable[Outcome]) -> dict[str, str]:
    return {outcome.variant.item.id: outcome.name for outcome in outcomes if outcome.name}


def _read_names(
    changing: Sequence[Outcome], live: Mapping[Key, Mapping[str, Any]], known: Mapping[str, str], survey: Survey
) -> dict[str, str]:
    """The names of items outside of the manifest that are referred to, before or after."""
    wanted: dict[str, dict[str, Collection]] = {}
    for outcome in changing:
        schema = survey.schema(outcome.variant.item.collection)
        staged = outcome.staged.fields if outcome.staged else {}
        for target, item_id in _referred(schema, live[outcome.variant.key], staged):
            if item_id not in known:
                wanted.setdefault(target, {})[item_id] = outcome.variant.item.collection
    searches = [
        (next(iter(item_ids.values())), Search((target, Stage.STAGED, None), item_ids))
        for target, item_ids in wanted.items()
    ]
    found = survey.find_all(searches)
    return {item_id: each.name for names in found for item_id, each in names.items.items() if each.name}


def _referred(schema: Schema | None, *contents: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if schema:
        for fields in contents:
            yield from references(fields, schema)
