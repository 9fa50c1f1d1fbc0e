"""In which order items go live, or off: those that others refer to go live first, and off last."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from typing import NamedTuple

from webflow_publish.batch import Batch, batches
from webflow_publish.manifest import Variant
from webflow_publish.outcome import Outcome
from webflow_publish.reference import identifiers


class _Stack(NamedTuple):
    """What a request can be for: a collection, in the primary locale or in named ones (see `Batch`)."""

    collection_id: str
    is_localized: bool


class _Part(NamedTuple):
    """The variants of an item that are in the same stack, and so go out together."""

    stack: _Stack
    item_id: str


def ordered(pending: Iterable[Outcome]) -> tuple[Batch, ...]:
    """As few batches as the pending variants fit in, first those that publish, and then those that take down.

    So what replaces an item is live before that goes.
    """
    outcomes = tuple(pending)
    going = _sorted(each for each in outcomes if not each.variant.is_leaving)
    leaving = _sorted(each for each in outcomes if each.variant.is_leaving)
    return (*going, *reversed(leaving))


def _sorted(outcomes: Iterable[Outcome]) -> tuple[Batch, ...]:
    """As few batches as the variants fit in, in an order in which what is referred to comes before.

    Whole collections follow one another where their items' references allow it; where collections refer to each other
    in a circle, a collection comes in several parts. Items that refer to each other in a circle have no right order:
    they come last, as they stand, and the publishing tries again what Webflow refuses at first.
    """
    sorting = _Sorting(tuple(outcomes))
    return tuple(batch for variants in sorting.run() for batch in batches(variants))


class _Sorting:
    """The sorting of some variants: a part is ready when all that it refers to is taken."""

    def __init__(self, outcomes: tuple[Outcome, ...]) -> None:
        self._left: dict[_Stack, dict[_Part, list[Variant]]] = {}
        for collection_id in dict.fromkeys(outcome.variant.item.collection.id for outcome in outcomes):
            for is_localized in (False, True):
                self._left[_Stack(collection_id, is_localized)] = {}
        for outcome in outcomes:
            part = _part(outcome.variant)
            self._left[part.stack].setdefault(part, []).append(outcome.variant)
        self._dependents = _dependents(outcomes)
        self._missing = Counter(each for dependents in self._dependents.values() for each in dependents)
        """How many parts that a part refers to are not taken yet."""
        self._foreign = Counter(
            each.stack
            for part, dependents in self._dependents.items()
            for each in dependents
            if each.stack != part.stack
        )
        """The same of whole stacks, as far as those parts are in other stacks."""
        self._ready = {
            stack: deque(part for part in parts if not self._missing[part]) for stack, parts in self._left.items()
        }

    def run(self) -> Iterable[list[Variant]]:
        """What can be sent together, one after the other."""
        while left := [stack for stack, parts in self._left.items() if parts]:
            able = [stack for stack in left if self._ready[stack]]
            # What waits for no other stack need not be split.
            stack = min(able or left, key=self._foreign.__getitem__)
            if not able:
                self._ready[stack].extend(self._left[stack])
            yield self._take(stack)

    def _take(self, stack: _Stack) -> list[Variant]:
        """All that is ready, and that becomes ready by it."""
        ready, left = self._ready[stack], self._left[stack]
        taken: list[Variant] = []
        while ready:
            part = ready.popleft()
            # What is in a circle becomes ready once more after it was taken as it stands.
            taken += left.pop(part, [])
            for each in self._dependents.pop(part, ()):
                self._missing[each] -= 1
                self._foreign[each.stack] -= each.stack != stack
                if not self._missing[each]:
                    self._ready[each.stack].append(each)
        return taken


def _part(variant: Variant) -> _Part:
    return _Part(_Stack(variant.item.collection.id, variant.locale is not None), variant.item.id)


def _dependents(outcomes: Iterable[Outcome]) -> dict[_Part, list[_Part]]:
    """The parts that refer to a part, each once."""
    named: dict[_Part, tuple[str, ...]] = {}
    for outcome in outcomes:
        if outcome.staged and (found := [item_id for _, item_id in identifiers(outcome.staged.fields)]):
            part = _part(outcome.variant)
            named[part] = tuple(dict.fromkeys((*named.get(part, ()), *found)))
    # Of most items nothing is said here, because no other refers to them.
    parts: dict[str, dict[_Part, None]] = {item_id: {} for item_ids in named.values() for item_id in item_ids}
    for outcome in outcomes:
        if outcome.variant.item.id in parts:
            parts[outcome.variant.item.id][_part(outcome.variant)] = None
    dependents: dict[_Part, list[_Part]] = {}
    for part, item_ids in named.items():
        for item_id in item_ids:
            if item_id == part.item_id:
                continue
            for target in parts.get(item_id, ()):
                dependents.setdefault(target, []).append(part)
    return dependents
