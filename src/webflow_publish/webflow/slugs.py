"""Finding items by their slugs, in as few requests as the cheaper way takes: a whole list, or one slug at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from webflow_publish.webflow.content import Content
from webflow_publish.webflow.conversation import Asking, Question
from webflow_publish.webflow.exchange import Reply
from webflow_publish.webflow.lookup import AHEAD, Lookup, settle, split
from webflow_publish.webflow.reader import PAGE, Page, Reader
from webflow_publish.webflow.search import Place, Search, whole
from webflow_publish.webflow.walk import Walk
from webflow_publish.workers import Workers

SUGGESTED = 10
"""Pages of a list that are read at most where a slug was not found, for the names that may have been meant."""


Asked = Generator[Sequence[Question], list[Reply[Any]], bool]


class SlugSearch(Search):
    """A search in which `left`, and what was found or not, are slugs.

    Attributes:
        doubles: The items that have a slug, where it is that of several.
        names: The slugs that were seen, with the names of their items.
    """

    def __init__(self, place: Place, slugs: Iterable[str], keep: Callable[[Content], Content] = whole) -> None:
        super().__init__(place, slugs, keep)
        self.doubles: dict[str, list[Content]] = {}
        self.names: dict[str, str | None] = {}

    def take(self, items: Iterable[Content]) -> None:
        """See Search."""
        for item in items:
            if item.slug is None or self.is_foreign(item):
                continue
            self.names.setdefault(item.slug, item.name)
            known = self.items.get(item.slug)
            if item.slug in self.left:
                del self.left[item.slug]
                self.items[item.slug] = item
            elif known is not None and item.id not in {each.id for each in self.doubles.get(item.slug, [known])}:
                self.doubles.setdefault(item.slug, [known]).append(item)


class SlugLookup(Lookup):
    """Finds items by slug. Where Webflow ignores or refuses the filter by slug, the whole list is read."""

    def __init__(self, reader: Reader, workers: Workers[Any, Reply[Any]]) -> None:
        super().__init__(reader, workers)
        self._filter_works = False  # that by ID: there is none to be tried first

    def _search(self, search: Search) -> Asking:
        walk = Walk()
        yield from self._read_list(search, walk)
        if not (yield from self._ask_for_each(search)):
            walk = Walk()
            yield from self._read_pages(search, walk, lambda: _within(walk, AHEAD) if search.left else 0)
            settle(search, walk)
        if search.found().missing:
            yield from self._read_pages(search, walk, lambda: _within(walk, SUGGESTED - walk.offset // PAGE))

    def _ask_for_each(self, search: Search) -> Asked:
        """Ask for what is left, one slug at a time; whether the answers can be believed."""
        left = list(search.left)
        while left:
            asked, left = split(left, AHEAD)
            answers = yield from self._ask(
                search, (partial(self._reader.page, *search.place, slug=slug) for slug in asked)
            )
            for slug, answer in zip(asked, answers, strict=True):
                if isinstance(answer, Page):
                    search.take(answer.items)
                    if any((item.slug or "").lower() != slug.lower() for item in answer.items):
                        return False
                    search.miss([slug])
                elif answer.status == HTTPStatus.BAD_REQUEST:
                    return False
                else:
                    # A 404 for a list is about its collection or its locale.
                    search.fail(search.left if answer.status == HTTPStatus.NOT_FOUND else [slug], answer)
        return True


def _within(walk: Walk, most: int) -> int:
    """How many pages to ask for at once: at first one, which tells how long the list is."""
    return min(most, walk.remaining)
