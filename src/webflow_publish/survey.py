"""Reading what Webflow has of the manifest's items, in as few requests as the service allows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Collection as Group
from functools import partial
from typing import Protocol

from webflow_publish.change import change_of
from webflow_publish.complaint import Complaint, complaints
from webflow_publish.manifest import Collection, Variant
from webflow_publish.presence import present
from webflow_publish.reference import identifiers, references
from webflow_publish.state import Key, State, Target, asked_together
from webflow_publish.webflow import Content, Failure, Found, Lookup, Reader, Schema, Search, Stage
from webflow_publish.webflow.search import whole

_NOTHING = State()

_Place = tuple[str, str | None]
"""ID of a collection, and cmsLocaleId."""


class Watcher(Protocol):
    """Who follows the reading while it goes on."""

    def read(self, done: int, total: int, requests: int, unread: int) -> None:
        """So many items × locales were asked for, of so many; and how many of those could not be read."""


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

    def state(
        self, variants: Sequence[Variant], keep: Callable[[Content], Content] = whole, known: State = _NOTHING
    ) -> State:
        """What is staged of the variants; and what those refer to that are to be published, as far as it is not there.

        What is to be off the live site is looked for there, unless it was never published: Webflow's dates alone do not
        tell.

        Args:
            variants: What is asked for.
            keep: Gives what is to be kept of an item; see `kept`.
            known: What is known of some of them: it is not read again.
        """
        staged = dict(known.staged)
        unread = dict(known.unread)
        left = [each for each in variants if each.key not in staged and each.key not in unread]
        groups = asked_together(left, lambda each: each)
        searches = [variants_search(group, Stage.STAGED, _keeping(group, keep)) for group in groups]

        def told(settled: int) -> None:
            missed = sum(search.unread for search in searches)
            asked = len(variants) - len(left) + settled
            self._watcher.read(asked, len(variants), self._reader.requests, missed + len(known.unread))

        for group, found in zip(groups, self._lookup.find_all(searches, told), strict=True):
            self._overcame(group[0].item.collection, found.overcome)
            for variant in group:
                if content := found.items.get(variant.item.id):
                    staged[variant.key] = content
                elif failure := found.failures.get(variant.item.id):
                    unread[variant.key] = failure
        leaving = [each for each in variants if each.is_leaving and each.key not in unread]
        live, unseen = present((each for each in leaving if _may_be_live(staged.get(each.key))), self.find_all)
        return State(staged, unread | unseen, self._targets(variants, staged, unread), live)

    def schema(self, collection: Collection) -> Schema | None:
        """The fields of a collection, read once; None where they cannot be read: then no reference is looked into."""
        if collection.id not in self._schemas:
            reply = self._lookup.ask(partial(self._reader.schema, collection.id))
            self._overcame(collection, reply.cleared)
            self._schemas[collection.id] = None if isinstance(reply.answer, Failure) else reply.answer
        return self._schemas[collection.id]

    def find_all(self, wanted: Sequence[tuple[Collection, Search]]) -> list[Found]:
        """Do searches, each because of something in a collection of the manifest; what they found, in their order."""
        found = self._lookup.find_all([search for _, search in wanted])
        for (collection, _), each in zip(wanted, found, strict=True):
            self._overcame(collection, each.overcome)
        return found

    def _targets(
        self, variants: Sequence[Variant], staged: Mapping[Key, Content], unread: Mapping[Key, Failure]
    ) -> dict[Key, tuple[Target, ...]]:
        """What the variants that are to be published refer to, and what is not there in the manifest's locales."""
        known = {
            (each.item.id, each.locale)
            for each in variants
            if not each.is_leaving and (_may_be_there(staged.get(each.key)) or _may_be_there(unread.get(each.key)))
        }
        wanted: dict[_Place, list[tuple[Variant, str]]] = {}
        for variant in variants:
            if variant.is_leaving:
                continue
            for target, item_id in self._outside(variant, staged.get(variant.key), known):
                wanted.setdefault((target, variant.locale), []).append((variant, item_id))
        targets: dict[Key, tuple[Target, ...]] = {}
        leaving = {(each.item.id, each.locale) for each in variants if each.is_leaving}
        for asked, found in zip(wanted.values(), self._resolved(wanted, leaving), strict=True):
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

        if not content or not content.fields or content.is_archived:
            return ()
        if all(is_known(each) for _, each in identifiers(content.fields)):
            return ()
        schema = self.schema(variant.item.collection)
        named = dict.fromkeys(references(content.fields, schema) if schema else ())
        return [(target, item_id) for target, item_id in named if not is_known(item_id)]

    def _resolved(
        self, wanted: Mapping[_Place, Sequence[tuple[Variant, str]]], leaving: Group[tuple[str, str | None]]
    ) -> list[dict[str, Target]]:
        """The items that are referred to, of each collection and locale, without those that could not be read.

        Where a site does not have the locale, or does not have it any more, the primary one is all that there is.
        """
        places = [(asked[0][0].item.collection, *place) for place, asked in wanted.items()]
        own = self.find_all(
            [
                (collection, Search((target, Stage.STAGED, locale), (item_id for _, item_id in asked), whole))
                for (collection, target, locale), asked in zip(places, wanted.values(), strict=True)
            ]
        )
        primary = self.find_all(
            [
                (collection, Search((target, Stage.STAGED, None), _absent(found, locale, leaving), whole))
                for (collection, target, locale), found in zip(places, own, strict=True)
            ]
        )
        return [
            _joined(found, other, is_primary=locale is None)
            for (_, _, locale), found, other in zip(places, own, primary, strict=True)
        ]

    def _overcame(self, collection: Collection, failures: Iterable[Failure]) -> None:
        self.resolved += complaints(collection, failures)


def _may_be_there(found: Content | Failure | None) -> bool:
    """Whether it is live or can be published, or nobody knows."""
    if isinstance(found, Failure):
        return not found.is_absence
    return found is not None and not found.is_archived


def _may_be_live(staged: Content | None) -> bool:
    """Whether it can be on the live site: it may be live and nowhere else."""
    return staged is None or staged.last_published is not None


def _keeping(group: Sequence[Variant], keep: Callable[[Content], Content]) -> Callable[[Content], Content]:
    """What is kept of each of the variants: of what is to be taken down, no more than what it refers to."""
    leaving = {each.item.id for each in group if each.is_leaving}
    return lambda content: content.for_publishing() if content.id in leaving else keep(content)


def kept(content: Content, *, force: bool, with_fields: bool) -> Content:
    """An item without the fields that are not needed.

    Where nothing is to be published of it, it is kept without its fields, unless `force` asks for it anyway; and
    without `with_fields`, no more is kept of any than which items it refers to.
    """
    if not force and change_of(content) is None:
        return content.without_fields()
    return content if with_fields else content.for_publishing()


def variants_search(group: Sequence[Variant], stage: Stage, keep: Callable[[Content], Content] = whole) -> Search:
    """A search for variants of one collection in one locale."""
    return Search((group[0].item.collection.id, stage, group[0].locale), (each.item.id for each in group), keep)


def _absent(found: Found, locale: str | None, leaving: Group[tuple[str, str | None]]) -> Iterator[str]:
    """What is not live in the locale that was asked for, or will not be, unless that is the primary one."""
    if locale is None:
        return
    yield from (each for each, content in found.items.items() if not content.is_live or (each, locale) in leaving)
    yield from found.missing
    yield from (each for each, failure in found.failures.items() if not _may_be_there(failure))


def _joined(own: Found, primary: Found, *, is_primary: bool) -> dict[str, Target]:
    """The items, each with what there is of it in the locale that was asked for, and in the primary one."""
    unread = {each for each, failure in own.failures.items() if is_primary or _may_be_there(failure)}
    known = [*own.items, *own.missing, *own.failures]
    return {
        each: Target(each, tuple(content for found in (own, primary) if (content := found.items.get(each))))
        for each in known
        if each not in unread and each not in primary.failures
    }
