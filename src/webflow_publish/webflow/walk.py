"""Where the reading of a whole list stands, page by page: how many more there are, and when to stop."""

from __future__ import annotations

from webflow_publish.webflow.reader import PAGE, Page

MOST_PAGES = 5_000
"""Pages that are read of one list at most: 500,000 items."""

SPARE_PAGES = 10
"""Pages that are read beyond what the list's length says: others may be adding items meanwhile."""

SHIFTED = 10
"""Items that may come again at the end of a list, because others have added as many before them meanwhile."""


class Walk:
    """A walk through a list from its beginning.

    It believes no more of what Webflow says about the list than what ends the walk: a list that repeats itself, or that
    grows as it is read, is given up. `offset` is where the next page begins.
    """

    def __init__(self) -> None:
        self.offset = 0
        self._pages = 0
        self._most = MOST_PAGES
        self._total: int | None = None
        self._seen: set[str] = set()
        self._is_over = False
        self._is_stuck = False

    def add(self, page: Page) -> None:
        """Take the next page into account."""
        item_ids = {item.id for item in page.items}
        self.offset += len(page.items)
        if self._pages == 0 and page.total is not None:
            self._most = min(MOST_PAGES, _pages(page.total) + SPARE_PAGES)
        self._pages += 1
        self._total = page.total
        reached = len(page.items) < PAGE if page.total is None else self.offset >= page.total
        self._is_over = reached or not item_ids
        self._is_stuck = bool(item_ids) and item_ids <= self._seen and not (reached and len(item_ids) <= SHIFTED)
        self._seen |= item_ids

    @property
    def is_complete(self) -> bool:
        """Whether the list was read to its end."""
        return self._is_over and not self._is_stuck

    @property
    def is_given_up(self) -> bool:
        """Whether there is no point in reading on, though the list does not end here."""
        return not self.is_complete and (self._is_stuck or self._pages >= self._most)

    @property
    def length(self) -> int:
        """Pages of the whole list; 0 where Webflow does not tell."""
        return _pages(self._total or 0)

    @property
    def remaining(self) -> int:
        """Pages that are still to be read, at least."""
        if self.is_complete:
            return 0
        return 1 if self._total is None else max(1, _pages(self._total - self.offset))

    def pages_for(self, left: int, most: int) -> int:
        """How many pages to ask for at once, `most` at most, where so many items are looked for.

        That is no more than must be read anyway, even if each has 100 that are wanted; none where single reads are
        cheaper.
        """
        if left <= self.remaining:
            return 0
        if self.offset == 0:
            return 1  # it tells how long the list is
        needed = (left - self.remaining - 1) // (PAGE - 1) + 1
        return max(1, min(most, self.remaining, needed))


def _pages(items: int) -> int:
    return -(-items // PAGE)
