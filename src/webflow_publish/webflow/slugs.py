"""Finding items by their slugs, in as few requests as the cheaper way takes: a whole list, or one slug at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from webflow_publish.webflow.content import Content
from webflow_publish.webflow.conversation import Asking, converse
from webflow_publish.webflow.exchange import Reply
from webflow_publish.webflow.lookup import AHEAD, Lookup, settle, split
from webflow_publish.webflow.reader import Page, Reader
from webflow_publish.webflow.search import Place, Search, whole
from webflow_publish.webflow.walk import Walk
from webflow_publish.workers import Workers

SUGGESTED = 10
"""Pages that are read at most, of all lists together, for names that may have been meant where one was not found."""

MOST_NAMES = 2_000
"""Slugs of a list that are kept for that."""


class SlugSearch(Search):
    """A search in which `left`, and what was found or not, are slugs.

    Attributes:
        doubles: The items that have a slug, where it is that of several.
        names: Slugs that were seen, with the names of their items: the first of them, and all that differ from one that
            is looked for in nothing but case.
        walk: How far the list was read.
    """

    def __init__(self, place: Place, slugs: Iterable[str], keep: Callable[[Content], Content] = whole) -> None:
        super().__init__(place, slugs, keep)
        self._folded = {slug.casefold() for slug in self.left if slug != slug.casefold()}
        self.doubles: dict[str, list[Content]] = {}
        self.names: dict[str, str | None] = {}
        self.walk = Walk()

    def take(self, items: Iterable[Content]) -> None:
        """See Search."""
        for item in items:
            slug = item.slug
            if slug is None or self.is_foreign(item):
                continue
            known = self.items.get(slug)
            if slug in self.left:
                del self.left[slug]
                self.items[slug] = item
            elif known is not None and item.id not in {each.id for each in self.doubles.get(slug, [known])}:
                self.doubles.setdefault(slug, [known]).append(item)
            if len(self.names) < MOST_NAMES or self._is_alike(slug.casefold()):
                self.names.setdefault(slug, item.name)

    def _is_alike(self, folded: str) -> bool:
        return folded in self.left or folded in self._folded


class SlugLookup(Lookup):
    """Finds items by slug. Where Webflow ignores or refuses the filter by slug, the whole list is read."""

    def __init__(self, reader: Reader, workers: Workers[Any, Reply[Any]]) -> None:
        super().__init__(reader, workers)
        self._filter_works = False  # that by ID: there is none to be tried first
        self._is_heeded: bool | None = None
        """Whether the filter by slug works; None as long as nothing has shown that."""
        self._spare = SUGGESTED

    def look_up(self, searches: Sequence[SlugSearch]) -> None:
        """Do searches, several at once. What ends that of `find_all` for all, ends this, too."""
        converse(map(self._find, searches), self._workers)

    def look_around(self, searches: Iterable[SlugSearch]) -> None:
        """Read on in lists in which something was not found, for what may have been meant, as far as that is cheap."""

        def asking() -> Asking:
            for search in searches:
                yield from self._read_pages(search, search.walk, partial(self._spared, search.walk))

        converse([asking()], self._workers)

    def _find(self, search: SlugSearch) -> Asking:
        walk = search.walk
        if self._is_heeded is not False:
            yield from self._read_list(search, walk)
            yield from self._ask_for_each(search)
        yield from self._read_pages(search, walk, lambda: min(walk.remaining, AHEAD) if search.left else 0)
        settle(search, walk)

    def _ask_for_each(self, search: SlugSearch) -> Asking:
        """Ask for what is left, one slug at a time, as long as the answers can be believed."""
        left = list(search.left)
        while left and search.left:
            # Once it has shown that it works, the others need not wait for each other.
            asked, left = split(left, AHEAD if self._is_heeded else 1)
            answers = yield from self._ask(
                search, (partial(self._reader.page, *search.place, slug=slug) for slug in asked)
            )
            for slug, answer in zip(asked, answers, strict=True):
                if isinstance(answer, Page):
                    search.take(answer.items)
                    if any((item.slug or "").casefold() != slug.casefold() for item in answer.items):
                        self._is_heeded = False
                        return
                    self._is_heeded = self._is_heeded or bool(answer.items) or None
                    search.miss([slug])
                elif answer.status == HTTPStatus.BAD_REQUEST:
                    return
                else:
                    # A 404 for a list is about its collection or its locale.
                    search.fail(search.left if answer.status == HTTPStatus.NOT_FOUND else [slug], answer)

    def _spared(self, walk: Walk) -> int:
        """How many pages to ask for at once: at first one, which tells how long the list is."""
        pages = min(self._spare, walk.remaining)
        self._spare -= pages
        return pages
