"""Reading whole lists of items, several pages at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from webflow_publish.webflow.circuit import Circuit
from webflow_publish.webflow.content import Content
from webflow_publish.webflow.conversation import Asking, converse
from webflow_publish.webflow.exchange import Reply
from webflow_publish.webflow.failure import Failure
from webflow_publish.webflow.lookup import AHEAD, ENDLESS
from webflow_publish.webflow.reader import PAGE, Page, Reader, Stage
from webflow_publish.webflow.walk import Walk
from webflow_publish.workers import Workers

Place = tuple[str, str | None]
"""A list of staged items: the ID of a collection, and a cmsLocaleId, None for the primary locale."""


def read_lists(
    reader: Reader,
    workers: Workers[Any, Reply[Any]],
    places: Sequence[Place],
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[tuple[Content, ...] | Failure]:
    """The staged items of each list, without their fields, in Webflow's order; or why a list could not be read.

    A failure that no further request can escape is that of every list that was not read by then.

    Args:
        reader: What reads.
        workers: What asks for several pages at once.
        places: The lists.
        told: Is called as it goes on, with the number of items that were read, and of those that there are as far as
            is known.
    """
    lists = [_List(*place) for place in places]
    circuit = Circuit()

    def after() -> None:
        done = sum(len(each.items) for each in lists)
        told(done, max(done, sum(max(each.total, len(each.items)) for each in lists)))

    converse((_read(each, reader, circuit) for each in lists), workers, after)
    return [each.failure or tuple(each.items.values()) for each in lists]


class _List:
    """A list, as far as it was read. `total` is how many items Webflow says that it has."""

    def __init__(self, collection_id: str, locale: str | None) -> None:
        self.collection_id = collection_id
        self.locale = locale
        self.items: dict[str, Content] = {}
        self.total = 0
        self.failure: Failure | None = None

    def take(self, page: Page) -> None:
        """Keep the items of a page, each once: where others add items meanwhile, some come again."""
        self.total = page.total or 0
        for item in page.items:
            if self.locale is None or item.locale in {None, self.locale}:
                self.items.setdefault(item.id, item)


def _read(wanted: _List, reader: Reader, circuit: Circuit) -> Asking:
    walk = Walk()
    while not (walk.is_complete or walk.is_given_up):
        # The first page tells how long the list is.
        ahead = min(AHEAD, walk.remaining) if walk.offset else 1
        offsets = [walk.offset + PAGE * number for number in range(ahead)]
        replies = yield [partial(_send, wanted, reader, circuit, offset) for offset in offsets]
        for offset, reply in zip(offsets, replies, strict=True):
            if isinstance(reply.answer, Failure):
                wanted.failure = reply.answer
                return
            wanted.take(reply.answer)
            if offset == walk.offset:  # or else a page before was not full, and this one does not follow it
                walk.add(reply.answer)
    if walk.is_given_up:
        wanted.failure = ENDLESS


def _send(wanted: _List, reader: Reader, circuit: Circuit, offset: int) -> Reply[Page]:
    """Ask for a page, and keep no more of it than is wanted: others will be waiting to be looked at."""
    reply = circuit.call(partial(reader.page, wanted.collection_id, Stage.STAGED, wanted.locale, offset))
    if isinstance(reply.answer, Failure):
        return reply
    return Reply(Page(tuple(item.without_fields() for item in reply.answer.items), reply.answer.total), reply.overcome)
