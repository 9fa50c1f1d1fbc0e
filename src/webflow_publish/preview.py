"""What a plan shows beside the plan itself: the fields that differ, and how much work it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from webflow_publish.change import Change
from webflow_publish.difference import differences
from webflow_publish.manifest import Collection
from webflow_publish.outcome import Outcome
from webflow_publish.reference import references
from webflow_publish.state import Key
from webflow_publish.survey import Survey
from webflow_publish.webflow import Content, Schema, Stage

_LIVE_BEFORE = frozenset({Change.CHANGED, Change.FORCED})


def compared(outcomes: Sequence[Outcome], survey: Survey) -> tuple[Outcome, ...]:
    """The outcomes of a plan, with the differences between live and staged where something live is to change.

    The live items are read for that, the fields of their collections, and the names of items that they refer to. What
    cannot be read is not compared.
    """
    live = _live(outcomes, survey)
    changing = [outcome for outcome in outcomes if outcome.variant.key in live]
    known = _names(outcomes)
    names = known | _read_names(changing, live, known, survey)
    shown: dict[Key, Outcome] = {}
    for outcome in changing:
        schema = survey.schema(outcome.variant.item.collection)
        fields = schema.fields if schema else ()
        before, staged = live[outcome.variant.key].fields, outcome.staged.fields if outcome.staged else {}
        shown[outcome.variant.key] = replace(outcome, differences=differences(before, staged, fields, names))
    return tuple(shown.get(outcome.variant.key, outcome) for outcome in outcomes)


def _live(outcomes: Iterable[Outcome], survey: Survey) -> dict[Key, Content]:
    groups: dict[tuple[str, str | None], list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.change in _LIVE_BEFORE:
            variant = outcome.variant
            groups.setdefault((variant.item.collection.id, variant.locale), []).append(outcome)
    live: dict[Key, Content] = {}
    for (collection_id, locale), group in groups.items():
        item_ids = [outcome.variant.item.id for outcome in group]
        found = survey.find(group[0].variant.item.collection, collection_id, Stage.LIVE, locale, item_ids)
        live |= {(collection_id, item_id, locale): content for item_id, content in found.items.items()}
    return live


def _names(outcomes: Iterable[Outcome]) -> dict[str, str]:
    return {outcome.variant.item.id: outcome.name for outcome in outcomes if outcome.name}


def _read_names(
    changing: Sequence[Outcome], live: Mapping[Key, Content], known: Mapping[str, str], survey: Survey
) -> dict[str, str]:
    """The names of items outside of the manifest that are referred to, before or after."""
    wanted: dict[str, dict[str, Collection]] = {}
    for outcome in changing:
        schema = survey.schema(outcome.variant.item.collection)
        for target, item_id in _referred(schema, live[outcome.variant.key], outcome.staged):
            if item_id not in known:
                wanted.setdefault(target, {})[item_id] = outcome.variant.item.collection
    found = (
        survey.find(next(iter(item_ids.values())), target, Stage.STAGED, None, item_ids)
        for target, item_ids in wanted.items()
    )
    return {item_id: each.name for names in found for item_id, each in names.items.items() if each.name}


def _referred(schema: Schema | None, *contents: Content | None) -> Iterator[tuple[str, str]]:
    for content in contents:
        if schema and content:
            yield from references(content.fields, schema)
