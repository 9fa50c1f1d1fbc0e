"""Reading what Webflow has of the manifest's items, in as few requests as the service allows."""

from __future__ import annotations

from collections.abc import Collection as Group
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from webflow_publish.change import change_of
from webflow_publish.manifest import Collection, Variant
from webflow_publish.outcome import Complaint, complaints
from webflow_publish.reference import identifiers, references
from webflow_publish.state import Key, State, Target, asked_together
from webflow_publish.webflow import Content, Failure, Found, Lookup, Reader, Schema, Stage
from webflow_publish.webflow.search import whole


class Watcher(Protocol):
    """Who follows the reading while it goes on."""

    def read(self, done: int, total: int, requests: int) -> None:
        """So many items × locales were read, of so many."""


class Survey:
    """The reading of a run, before anything is sent. It holds nothing that could write.

    Args:
        reader: Reads what is not an item.
        lookup: Finds items.
        watcher: Is told how it goes on.
    """

    def __init__(self, reader: Reader, lookup: Lookup, watcher: Watcher) -> None:
        self._reader = reader
        self._lookup = lookup
        self._watcher = watcher
        self._schemas: dict[str, Schema | None] = {}
        self.resolved: list[Complaint] = []
        """Failures that were overcome by trying again."""

    def state(self, variants: Sequence[Variant], *, force: bool) -> State:
        """What is staged of the variants; and what those refer to that are to be published, as far as it is not there.

        Where nothing is to be published of an item, its fields are not kept, unless `force` asks for it anyway.
        """
        staged: dict[Key, Content] = {}
        unread: dict[Key, Failure] = {}
        done = 0
        keep = whole if force else _needed
        for group in asked_together(variants, lambda each: each):
            collection, locale = group[0].item.collection, group[0].locale
            item_ids = [each.item.id for each in group]
            found = self._lookup.find(collection.id, Stage.STAGED, locale, item_ids, keep)
            self._overcame(collection, found.overcome)
            for variant in group:
                if content := found.items.get(variant.item.id):
                    staged[variant.key] = content
                elif failure := found.failures.get(variant.item.id):
                    unread[variant.key] = failure
            done += len(group)
            self._watcher.read(done, len(variants), self._reader.requests)
        return State(staged, unread, self._targets(variants, staged, unread))

    def schema(self, collection: Collection) -> Schema | None:
        """The fields of a collection, read once; None where they cannot be read: then no reference is looked into."""
        if collection.id not in self._schemas:
            reply = self._reader.schema(collection.id)
            self._overcame(collection, reply.cleared)
            self._schemas[collection.id] = None if isinstance(reply.answer, Failure) else reply.answer
        return self._schemas[collection.id]

    def find(
        self, collection: Collection, target: str, stage: Stage, locale: str | None, item_ids: Iterable[str]
    ) -> Found:
        """Look items up in the collection with the ID `target`, because of something in `collection`."""
        found = self._lookup.find(target, stage, locale, list(dict.fromkeys(item_ids)))
        self._overcame(collection, found.overcome)
        return found

    def _targets(
        self, variants: Sequence[Variant], staged: Mapping[Key, Content], unread: Mapping[Key, Failure]
    ) -> dict[Key, tuple[Target, ...]]:
        """What the variants that are to be published refer to, and what is not there in the manifest's locales."""
        known = {
            (each.item.id, each.locale)
            for each in variants
            if _may_be_there(staged.get(each.key)) or _may_be_there(unread.get(each.key))
        }
        wanted: dict[tuple[str, str | None], list[tuple[Variant, str]]] = {}
        for variant in variants:
            for target, item_id in self._outside(variant, staged.get(variant.key), known):
                wanted.setdefault((target, variant.locale), []).append((variant, item_id))
        targets: dict[Key, tuple[Target, ...]] = {}
        for (target, locale), asked in wanted.items():
            found = self._resolved(asked[0][0].item.collection, target, locale, [item_id for _, item_id in asked])
            for variant, item_id in asked:
                if item_id in found:
                    targets[variant.key] = (*targets.get(variant.key, ()), found[item_id])
        return targets

    def _outside(
        self, variant: Variant, content: Content | None, known: Group[tuple[str, str | None]]
    ) -> Iterable[tuple[str, str]]:
        """Collection and ID of what the content refers to, and what is not known in its locale or the primary one.

        A collection's fields are read only where a value looks like a reference to such an item.
        """

        def is_known(item_id: str) -> bool:
            return (item_id, variant.locale) in known or (item_id, None) in known

        if not content or content.is_archived or all(is_known(each) for _, each in identifiers(content.fields)):
            return ()
        schema = self.schema(variant.item.collection)
        named = dict.fromkeys(references(content.fields, schema) if schema else ())
        return [(target, item_id) for target, item_id in named if not is_known(item_id)]

    def _resolved(
        self, collection: Collection, target: str, locale: str | None, item_ids: Sequence[str]
    ) -> dict[str, Target]:
        """The items that are referred to, without those that could not be read.

        Where a site does not have the locale, or does not have it any more, the primary one is all that there is.
        """
        own = self.find(collection, target, Stage.STAGED, locale, item_ids)
        unread = {each for each, failure in own.failures.items() if not locale or _may_be_there(failure)}
        contents = {each: own.items.get(each) for each in item_ids if each not in unread}
        absent = [each for each, content in contents.items() if locale and not (content and content.is_live)]
        primary = self.find(collection, target, Stage.STAGED, None, absent)
        return {
            each: Target(each, tuple(found for found in (content, primary.items.get(each)) if found))
            for each, content in contents.items()
            if each not in primary.failures
        }

    def _overcame(self, collection: Collection, failures: Iterable[Failure]) -> None:
        self.resolved += complaints(collection, failures)


def _may_be_there(found: Content | Failure | None) -> bool:
    """Whether it is live or can be published, or nobody knows."""
    if isinstance(found, Failure):
        return not found.is_absence
    return found is not None and not found.is_archived


def _needed(content: Content) -> Content:
    """An item without its fields, where nothing is to be published of it."""
    return content if change_of(content) else content.without_fields()
