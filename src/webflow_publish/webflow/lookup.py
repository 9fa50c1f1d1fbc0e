"""Finding items by their IDs, in few requests, whatever the service makes of a filter by ID."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

from webflow_publish.reason import Reason
from webflow_publish.webflow.circuit import Circuit
from webflow_publish.webflow.content import Content
from webflow_publish.webflow.conversation import Asking, Question, converse
from webflow_publish.webflow.exchange import Reply
from webflow_publish.webflow.failure import Failure
from webflow_publish.webflow.filter import begun, groups, is_honest
from webflow_publish.webflow.reader import PAGE, Page, Reader, Stage
from webflow_publish.webflow.search import Found, Search, whole
from webflow_publish.webflow.walk import Walk
from webflow_publish.workers import Workers

TRIALS = 3
"""Items that are read singly at most where the filter has found nothing yet; any of them may be deleted."""

MOST_STRAYS = 20
"""Items that are read singly at most, if a list that should have them did not show them: it may have changed meanwhile,
or they do not exist."""

AHEAD = 16
"""Questions that one search asks at a time at most: their answers are in memory until all of them are there."""

ENDLESS = Failure(Reason.MALFORMED, "Webflow's list of the items repeats itself or does not end")

Answer = TypeVar("Answer")
Answers = Generator[Sequence[Question], list[Reply[Any]], list[Any]]
"""Questions that are asked, and what their answers come to: a page or an item, or a failure."""


class Lookup:
    """Finds items by ID. What it learns of the service, it remembers for as long as it lives.

    A filter by ID takes one request for 100 items. Newer pages of Webflow's documentation have it, the OpenAPI
    description has not: so nothing is believed but what an answer shows. Where the filter is ignored or refused, or
    finds nothing that is there, the cheaper of reading whole lists and reading items singly is chosen.

    Args:
        reader: What reads.
        workers: What asks several things at once.
    """

    def __init__(self, reader: Reader, workers: Workers[Any, Reply[Any]]) -> None:
        self._reader = reader
        self._workers = workers
        self._circuit = Circuit()
        self._filter_works = True
        self._tried: set[Stage] = set()
        """Versions, each a list of its own, of which it has found something, or what it did not find is not there."""
        self._longest = 0
        """Pages of the longest list that was read, as far as Webflow says how long they are."""

    def resumed(self, workers: Workers[Any, Reply[Any]] | None = None) -> Lookup:
        """One that remembers what was learned of the filter, and tries again whatever stopped this one.

        Another thread than the one that uses this needs `workers` of its own.
        """
        lookup = Lookup(self._reader, workers or self._workers)
        lookup._filter_works = self._filter_works
        lookup._tried = set(self._tried)
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
        """Look items of a collection up, in one locale, by their IDs in lower case. See `find_all`."""
        return self.find_all([Search((collection_id, stage, locale), item_ids, keep)])[0]

    def find_all(self, searches: Sequence[Search], told: Callable[[int], None] = lambda _settled: None) -> list[Found]:
        """Do searches, several at once; what they found, in their order.

        A failure that no further request can escape (a refused token, a rate limit that does not end, the time limit,
        an outage) is that of everything that is asked from then on, and nothing more is sent. `told` is called as it
        goes on, with the number of IDs of which it is known what became of them.
        """
        total = left = sum(len(search.left) for search in searches)

        def after() -> None:
            nonlocal left
            before, left = left, sum(len(search.left) for search in searches)
            if left < before:
                told(total - left)

        # What the first one learns of the filter, the others need not find out again.
        first = 1 if self._filter_works and not {search.place[1] for search in searches} <= self._tried else 0
        for part in (searches[:first], searches[first:]):
            converse(map(self._search, part), self._workers, after)
        return [search.found() for search in searches]

    def ask(self, send: Callable[[], Reply[Answer]]) -> Reply[Answer]:
        """Send a request of another kind, unless there is no point in it any more."""
        replies: list[Reply[Answer]] = []

        def asking() -> Asking:
            replies.extend((yield [partial(self._circuit.call, send)]))

        converse([asking()], self._workers)
        return replies[0]

    def _search(self, search: Search) -> Asking:
        walk = (yield from self._ask_for_groups(search)) if self._filter_works else Walk()
        if walk:
            yield from self._read_list(search, walk)
            yield from self._read_singly(search)

    def _ask_for_groups(self, search: Search) -> Generator[Sequence[Question], list[Reply[Any]], Walk | None]:
        """Ask for nothing but what is wanted. Where that does not work: the walk to go on with, perhaps begun."""
        left, ahead, stage = groups(list(search.left)), 1, search.place[1]
        while left and search.left:
            asked, left = split(left, ahead)
            answers = yield from self._ask(
                search, (partial(self._reader.page, *search.place, item_ids=group) for group in asked)
            )
            for group, answer in zip(asked, answers, strict=True):
                if isinstance(answer, Page):
                    search.take(answer.items)
                    if not is_honest(answer, group, search):
                        self._filter_works = False
                        return begun(answer, group)
                    if answer.items:
                        self._tried.add(stage)
                    if stage not in self._tried:
                        yield from self._try(search, group[:TRIALS])
                    if not self._filter_works:
                        return Walk()
                    search.miss(group)
                elif answer.status == HTTPStatus.BAD_REQUEST:
                    return Walk()
                else:
                    # A 404 for a list is about its collection or its locale.
                    search.fail(search.left if answer.status == HTTPStatus.NOT_FOUND else group, answer)
            # The first has shown that the question makes sense: the others need not wait for each other.
            ahead = AHEAD if stage in self._tried else 1
        return None

    def _try(self, search: Search, item_ids: Iterable[str]) -> Asking:
        """Read items that the filter did not find: until it has found one, it may find nothing at all."""
        for item_id in item_ids:
            [answer] = yield from self._ask(search, [partial(self._reader.item, *search.place, item_id)])
            if isinstance(answer, Failure) and not answer.is_absence:
                search.fail(search.left, answer)
                return
            if isinstance(answer, Content):
                search.take([answer])
                if item_id in search.items:
                    self._filter_works = False
                break
        self._tried.add(search.place[1])

    def _read_list(self, search: Search, walk: Walk) -> Asking:
        """Read the list, until everything was seen, or single reads are cheaper than what is left of it."""
        yield from self._read_pages(search, walk, lambda: walk.pages_for(len(search.left), AHEAD))
        self._longest = max(self._longest, walk.length)
        if len(search.left) > MOST_STRAYS:
            settle(search, walk)

    def _read_pages(self, search: Search, walk: Walk, count: Callable[[], int]) -> Asking:
        """Read a list on, as many pages at a time as `count` says, until that is none, or the list has ended."""
        while not (walk.is_complete or walk.is_given_up) and (pages := count()) > 0:
            offsets = [walk.offset + PAGE * number for number in range(pages)]
            answers = yield from self._ask(
                search, (partial(self._reader.page, *search.place, offset=offset) for offset in offsets)
            )
            for offset, answer in zip(offsets, answers, strict=True):
                if isinstance(answer, Failure):
                    search.fail(search.left, answer)
                    return
                # Only now is it sure that it was the filter that was refused, and not the whole question.
                self._filter_works = False
                search.take(answer.items)
                if offset == walk.offset:  # or else a page before was not full, and this one does not follow it
                    walk.add(answer)

    def _read_singly(self, search: Search) -> Asking:
        left = list(search.left)
        while left:
            asked, left = split(left, AHEAD)
            answers = yield from self._ask(
                search, (partial(self._reader.item, *search.place, item_id) for item_id in asked)
            )
            for item_id, answer in zip(asked, answers, strict=True):
                if isinstance(answer, Failure) and answer.status != HTTPStatus.NOT_FOUND:
                    search.fail([item_id], answer)
                    continue
                self._filter_works = False
                if isinstance(answer, Content):
                    search.take([answer])
                search.miss([item_id])

    def _ask(self, search: Search, sendings: Iterable[Callable[[], Reply[Any]]]) -> Answers:
        """Send requests, as far as there is a point in it, and wait for all of their answers."""
        questions = [partial(self._send, search, send) for send in sendings]
        if self._circuit.failure:
            return [self._circuit.failure] * len(questions)
        replies = yield questions
        for reply in replies:
            search.overcome += reply.cleared
            if isinstance(reply.answer, Failure) and reply.answer.reason is Reason.TIMED_OUT:
                self._circuit.record(reply.answer, self._circuit.begin())  # it may be one that nobody has waited for
        return [reply.answer for reply in replies]

    def _send(self, search: Search, send: Callable[[], Reply[Any]]) -> Reply[Any]:
        """Send a request, and keep no more of its answer than is wanted: others will be waiting to be looked at."""
        reply = self._circuit.call(send)
        return Reply(search.reduced(reply.answer), reply.overcome)


def split(things: list[Any], count: int) -> tuple[list[Any], list[Any]]:
    """The first so many of them, and the others."""
    return things[:count], things[count:]


def settle(search: Search, walk: Walk) -> None:
    """Take what the list that was read does not have for missing, or for unknown where the list did not end."""
    if walk.is_complete:
        search.miss(search.left)
    elif walk.is_given_up:
        search.fail(search.left, ENDLESS)
