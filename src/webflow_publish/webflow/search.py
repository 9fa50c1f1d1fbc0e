"""A search for items by their IDs: what is looked for, what was found, and what nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Collection as Group
from dataclasses import dataclass
from typing import TypeVar

from webflow_publish.webflow.content import Content
from webflow_publish.webflow.failure import Failure
from webflow_publish.webflow.reader import Page, Stage

Answer = TypeVar("Answer")

Place = tuple[str, Stage, str | None]
"""Where items are looked for: the ID of a collection, which version of them, and a cmsLocaleId."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the IDs that were asked for: each is in exactly one of `items`, `missing` and `failures`.

    `missing` are those that Webflow does not have; of those in `failures` that is not known. `overcome` are failures
    that a later attempt cleared.
    """

    items: dict[str, Content]
    missing: frozenset[str]
    failures: dict[str, Failure]
    overcome: tuple[Failure, ...]


def whole(content: Content) -> Content:
    """All of it."""
    return content


class Search:
    """What is looked for, and what was found so far. `left` are the IDs of which nothing is known yet, in order.

    Args:
        place: Where to look.
        item_ids: What to look for, in lower case.
        keep: Gives what is to be kept of an item; any thread may ask for it.
    """

    def __init__(self, place: Place, item_ids: Iterable[str], keep: Callable[[Content], Content] = whole) -> None:
        self.place = place
        self._keep = keep
        self.left = dict.fromkeys(item_ids)
        self.items: dict[str, Content] = {}
        self.overcome: list[Failure] = []
        self._locale = place[2]
        self._missing: set[str] = set()
        self._failures: dict[str, Failure] = {}
        self.unread = 0
        """How many could not be read, of those about which Webflow does not say that it does not have them."""

    def reduced(self, answer: Answer) -> Answer | Page | Content:
        """An answer, with no more of its items than is to be kept."""
        if isinstance(answer, Page):
            return Page(tuple(map(self._keep, answer.items)), answer.total)
        return self._keep(answer) if isinstance(answer, Content) else answer

    def take(self, items: Iterable[Content]) -> None:
        """Keep of these what is wanted and not there yet, unless it is the item in another locale."""
        for item in items:
            if item.id in self.left and not self.is_foreign(item):
                del self.left[item.id]
                self.items[item.id] = item

    def miss(self, item_ids: Iterable[str]) -> None:
        """Webflow does not have these, as far as they were not found."""
        for item_id in self._settled(item_ids):
            self._missing.add(item_id)

    def fail(self, item_ids: Iterable[str], failure: Failure) -> None:
        """Nobody knows about these, as far as they were not found."""
        for item_id in self._settled(item_ids):
            self._failures[item_id] = failure
            self.unread += not failure.is_absence

    @property
    def missing(self) -> Group[str]:
        """What Webflow does not have, so far."""
        return self._missing

    def found(self) -> Found:
        """The result."""
        return Found(self.items, frozenset(self._missing), self._failures, tuple(self.overcome))

    def is_foreign(self, item: Content) -> bool:
        """Whether it is the item in a locale that was not asked for; many answers do not name their locale."""
        return self._locale is not None and item.locale not in {None, self._locale}

    def _settled(self, item_ids: Iterable[str]) -> list[str]:
        settled = [item_id for item_id in item_ids if item_id in self.left]
        for item_id in settled:
            del self.left[item_id]
        return settled
