"""What of some items is on the live site, as Webflow's list of live items shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Collection as Group
from http import HTTPStatus

from webflow_publish.manifest import Collection, Variant
from webflow_publish.state import Key, asked_together
from webflow_publish.webflow import Content, Failure, Found, Lookup, Search, Stage
from webflow_publish.workers import Workers

FindAll = Callable[[Sequence[tuple[Collection, Search]]], Sequence[Found]]
"""Does searches, each because of something in a collection of the manifest; what they found, in their order."""

Look = Callable[[Sequence[Variant]], Group[Key] | None]
"""Tells which variants are on the live site; None where that cannot be read. Several threads may call it."""


def present(variants: Iterable[Variant], find_all: FindAll) -> tuple[dict[Key, Content], dict[Key, Failure]]:
    """The variants that are on the live site, without their fields; and why others could not be looked at.

    What is in neither is off the live site.
    """
    groups = asked_together(variants, lambda each: each)
    searches = [
        (group[0].item.collection, Search(_place(group[0]), (each.item.id for each in group), Content.without_fields))
        for group in groups
    ]
    live: dict[Key, Content] = {}
    unseen: dict[Key, Failure] = {}
    for group, found in zip(groups, find_all(searches), strict=True):
        for variant in group:
            failure = found.failures.get(variant.item.id)
            if content := found.items.get(variant.item.id):
                live[variant.key] = content
            elif failure and not is_nowhere(failure):
                unseen[variant.key] = failure
    return live, unseen


def looking(lookup: Lookup, is_over: Callable[[], bool]) -> Look:
    """A look at the live site that remembers what the lookup has learned of the service; `is_over`: the time is."""

    def look(variants: Sequence[Variant]) -> Group[Key] | None:
        own = lookup.resumed(Workers(1, is_over, grace=0))
        live, unseen = present(variants, lambda wanted: own.find_all([search for _, search in wanted]))
        return None if unseen else live

    return look


def is_nowhere(failure: Failure) -> bool:
    """Whether it tells that an item is not on the live site: a list of live items that is not there yet is a 404."""
    return failure.status == HTTPStatus.NOT_FOUND


def _place(variant: Variant) -> tuple[str, Stage, str | None]:
    return variant.item.collection.id, Stage.LIVE, variant.locale
