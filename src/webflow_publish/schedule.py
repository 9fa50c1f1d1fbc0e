"""Which batch may be sent next, while others are under way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webflow_publish.batch import Batch
from webflow_publish.order import ordered
from webflow_publish.outcome import Outcome
from webflow_publish.reference import identifiers

Place = tuple[str, str | None, bool]
"""ID of a collection, cmsLocaleId (None for the primary locale), and whether items are taken down there: what Webflow
says of publishing does not hold for that, nor the other way round."""


@dataclass(frozen=True, slots=True)
class Step:
    """A batch, and the numbers of the steps that have to be done before it is sent.

    One that takes items down waits for all that publish as well.
    """

    number: int
    batch: Batch
    after: frozenset[int] = frozenset()


def arranged(pending: Iterable[Outcome]) -> tuple[Step, ...]:
    """Steps for what is pending, in order; each comes after those with the items that its own refer to.

    What takes items down comes last, each step after those with the items that refer to its own.
    Where items refer to each other in a circle, the step that stands first does not wait for the other.
    """
    outcomes = {outcome.variant.key: outcome for outcome in pending}
    batches = ordered(outcomes.values())
    named = [
        {
            item_id
            for variant in batch.variants
            if (content := outcomes[variant.key].staged)
            for _, item_id in identifiers(content.fields)
        }
        for batch in batches
    ]
    places: dict[str, set[int]] = {item_id: set() for item_ids in named for item_id in item_ids}
    for number, batch in enumerate(batches):
        for variant in batch.variants:
            if variant.item.id in places:
                places[variant.item.id].add(number)
    after: list[set[int]] = [set() for _ in batches]
    for number, item_ids in enumerate(named):
        for place in {place for item_id in item_ids for place in places[item_id]}:
            if batches[number].is_leaving and batches[place].is_leaving and number < place:
                after[place].add(number)
            elif not batches[number].is_leaving and place < number:
                after[number].add(place)
    return tuple(Step(number, batch, frozenset(after[number])) for number, batch in enumerate(batches))


def places(batch: Batch) -> frozenset[Place]:
    """The collection in each of the locales that the batch has variants in."""
    locales = {variant.locale for variant in batch.variants}
    return frozenset((batch.collection.id, locale, batch.is_leaving) for locale in locales)


class Schedule:
    """The steps that are still to be sent, and those that are under way.

    Until Webflow has taken a request for a collection in a locale, no other one for the same is sent; and until it has
    taken any, no other at all. What it refuses for the whole of a collection or a locale, or for everything, is so
    refused once, however many requests there may be at once. Nothing is taken down while anything is to be published.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        self._waiting = list(steps)
        self._undone = {step.number for step in steps}
        self._publishing = {step.number for step in steps if not step.batch.is_leaving}
        """Those of the steps that are not done and publish."""
        self._under_way: Counter[Place] = Counter()
        self._proven: set[Place] = set()

    def next(self) -> Step | None:
        """The first step that can be sent now; None where there is none, at least for the moment."""
        for position, step in enumerate(self._waiting):
            is_early = step.batch.is_leaving and self._publishing
            if not is_early and not step.after & self._undone and self.is_free(step.batch):
                del self._waiting[position]
                return step
        return None

    def is_free(self, batch: Batch) -> bool:
        """Whether a request for that collection in those locales may be sent beside those that are under way."""
        if not self._proven:
            return not self._under_way.total()
        return not any(self._under_way[place] for place in places(batch) - self._proven)

    def begin(self, batch: Batch) -> None:
        """A request is about to be sent."""
        self._under_way.update(places(batch))

    def end(self, batch: Batch, *, is_taken: bool) -> None:
        """A request has ended; Webflow has taken it, or not."""
        self._under_way.subtract(places(batch))
        if is_taken:
            self._proven |= places(batch)

    def done(self, step: Step) -> None:
        """Everything in the step has its outcome."""
        self._undone.discard(step.number)
        self._publishing.discard(step.number)
