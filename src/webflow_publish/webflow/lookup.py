"""Finding items by their IDs, in few requests, whatever the service makes of a filter by ID."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from http import HTTPStatus
from typing import TypeVar

from webflow_publish.reason import DENIED, Reason
from webflow_publish.webflow.backoff import OUTAGES
from webflow_publish.webflow.content import Content
from webflow_publish.webflow.exchange import Reply
from webflow_publish.webflow.failure import Failure
from webflow_publish.webflow.reader import PAGE, Page, Reader, Stage
from webflow_publish.webflow.search import Found, Search, whole
from webflow_publish.webflow.walk import Walk

TRIALS = 3
"""Items that are read singly at most where the filter has found nothing yet; any of them may be deleted."""

MOST_STRAYS = 20
"""Items that are read singly at most, if a list that should have them did not show them: it may have changed meanwhile,
or they do not exist."""

_FINAL = DENIED | {Reason.RATE_LIMITED, Reason.TIMED_OUT}
_ENDLESS = Failure(Reason.MALFORMED, "Webflow's list of the items repeats itself or does not end")

Answer = TypeVar("Answer")


class Lookup:
    """Finds items by ID. What it learns of the service, it remembers for as long as it lives.

    A filter by ID takes one request for 100 items. Newer pages of Webflow's documentation have it, the OpenAPI
    description has not: so nothing is believed but what an answer shows. Where the filter is ignored or refused, or
    finds nothing that is there, the cheaper of reading whole lists and reading items singly is chosen.

    Args:
        reader: What reads.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._filter_works = True
        self._filter_is_tried = False
        """Whether it has found something, or else what it did not find is not there."""
        self._longest = 0
        """Pages of the longest list that was read, as far as Webflow says how long they are."""
        self._outages = 0
        self._halt: Failure | None = None

    def resumed(self) -> Lookup:
        """One that remembers what was learned of the filter, and tries again whatever stopped this one."""
        lookup = Lookup(self._reader)
        lookup._filter_works = self._filter_works
        lookup._filter_is_tried = self._filter_is_tried
        lookup._longest = self._longest
        return lookup

    def requests_for(self, count: int) -> int:
        """How many requests it takes to find so many items of a list, at most, as far as the service is known."""
        if self._filter_works:
            return -(-count // PAGE)
        # A page tells how long the list is, and then the list or the items are read, whichever are fewer.
        return min(count + 1, self._longest or count + 1) if count > 1 else count

    def find(
        self,
        collection_id: str,
        stage: Stage,
        locale: str | None,
        item_ids: Iterable[str],
        keep: Callable[[Content], Content] = whole,
    ) -> Found:
        """Look items of a collection up, in one locale, by their IDs in lower case.

        `locale` is a cmsLocaleId, None for the primary locale. `keep` gives what is to be kept of an item. A failure
        that no further request can escape (a refused token, a rate limit that does not end, the time limit, an outage)
        is that of everything that is asked from then on, and nothing more is sent.
        """
        search = Search((collection_id, stage, locale), item_ids, keep)
        walk = self._ask_for_groups(search) if self._filter_works else Walk()
        if walk:
            self._read_list(search, walk)
            self._read_singly(search)
        return search.found()

    def _ask_for_groups(self, search: Search) -> Walk | None:
        """Ask for nothing but what is wanted. Where that does not work: the walk to go on with, perhaps begun."""
        for group in _groups(list(search.left)):
            answer = self._ask(search, partial(self._reader.page, *search.place, item_ids=group))
            if isinstance(answer, Page):
                search.take(answer.items)
                if not _is_honest(answer, group, search):
                    self._filter_works = False
                    return _begun(answer, group)
                self._filter_is_tried = self._filter_is_tried or bool(answer.items)
                if not self._filter_is_tried:
                    self._try(search, group[:TRIALS])
                if not self._filter_works:
                    return Walk()
                search.miss(group)
            elif answer.status == HTTPStatus.BAD_REQUEST:
                return Walk()
            else:
                # A 404 for a list is about its collection or its locale.
                search.fail(search.left if answer.status == HTTPStatus.NOT_FOUND else group, answer)
            if not search.left:
                break
        return None

    def _try(self, search: Search, item_ids: Iterable[str]) -> None:
        """Read items that the filter did not find: until it has found one, it may find nothing at all."""
        for item_id in item_ids:
            answer = self._ask(search, partial(self._reader.item, *search.place, item_id))
            if isinstance(answer, Failure) and not answer.is_absence:
                search.fail(search.left, answer)
                return
            if isinstance(answer, Content):
                search.take([answer])
                self._filter_works = item_id not in search.items
                break
        self._filter_is_tried = True

    def _read_list(self, search: Search, walk: Walk) -> None:
        """Read the list, until everything was seen, or single reads are cheaper than what is left of it."""
        while len(search.left) > walk.remaining and not walk.is_complete and not walk.is_given_up:
            answer = self._ask(search, partial(self._reader.page, *search.place, offset=walk.offset))
            if isinstance(answer, Failure):
                search.fail(search.left, answer)
                return
            # Only now is it sure that it was the filter that was refused, and not the whole question.
            self._filter_works = False
            search.take(answer.items)
            walk.add(answer)
        self._longest = max(self._longest, walk.length)
        if len(search.left) > MOST_STRAYS:
            if walk.is_complete:
                search.miss(search.left)
            elif walk.is_given_up:
                search.fail(search.left, _ENDLESS)

    def _read_singly(self, search: Search) -> None:
        for item_id in list(search.left):
            answer = self._ask(search, partial(self._reader.item, *search.place, item_id))
            if isinstance(answer, Failure) and answer.status != HTTPStatus.NOT_FOUND:
                search.fail([item_id], answer)
                continue
            self._filter_works = False
            if isinstance(answer, Content):
                search.take([answer])
            search.miss([item_id])

    def _ask(self, search: Search, send: Callable[[], Reply[Answer]]) -> Answer | Failure:
        """Send a request, unless there is no point in it any more."""
        if self._halt:
            return self._halt
        reply = send()
        failure = reply.answer if isinstance(reply.answer, Failure) else None
        search.overcome += reply.cleared
        self._outages = self._outages + 1 if failure and failure.is_outage else 0
        if failure and (failure.reason in _FINAL or self._outages >= OUTAGES):
            self._halt = failure
        return reply.answer


def _groups(item_ids: Sequence[str]) -> list[Sequence[str]]:
    """The IDs in groups of at most 100.

    Each group is taken from all over: neighbours in a manifest may be neighbours in Webflow's list as well, and the
    first 100 of a list that was not filtered would then look as if it had been.
    """
    count = -(-len(item_ids) // PAGE)
    return [item_ids[first::count] for first in range(count)]


def _is_honest(page: Page, group: Collection[str], search: Search) -> bool:
    """Whether an answer about a group of IDs is all that there is of them, and nothing else."""
    item_ids = [item.id for item in page.items if not search.is_foreign(item)]
    if len(set(item_ids)) < len(item_ids) or not _is_limited(page, group):
        return False
    return page.total is None or page.total <= len(page.items) or search.items.keys() >= set(group)


def _is_limited(page: Page, group: Collection[str]) -> bool:
    return {item.id for item in page.items} <= set(group)


def _begun(page: Page, group: Collection[str]) -> Walk:
    """A walk that begins with the answer to a filter that was ignored, where this is the first page of a list."""
    walk = Walk()
    if not _is_limited(page, group) and (len(page.items) >= PAGE or len(page.items) == page.total):
        walk.add(page)
    return walk
