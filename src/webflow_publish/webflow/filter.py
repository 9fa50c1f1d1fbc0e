"""The filter of lists by item IDs: what to ask with it, and whether an answer shows that it was heeded."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from webflow_publish.webflow.reader import PAGE, Page
from webflow_publish.webflow.search import Search
from webflow_publish.webflow.walk import Walk


def groups(item_ids: Sequence[str]) -> list[Sequence[str]]:
    """The IDs in groups of at most 100.

    Each group is taken from all over: neighbours in a manifest may be neighbours in Webflow's list as well, and the
    first 100 of a list that was not filtered would then look as if it had been.
    """
    count = -(-len(item_ids) // PAGE)
    return [item_ids[first::count] for first in range(count)]


def is_honest(page: Page, group: Collection[str], search: Search) -> bool:
    """Whether an answer about a group of IDs is all that there is of them, and nothing else."""
    item_ids = [item.id for item in page.items if not search.is_foreign(item)]
    if len(set(item_ids)) < len(item_ids) or not _is_limited(page, group):
        return False
    return page.total is None or page.total <= len(page.items) or search.items.keys() >= set(group)


def _is_limited(page: Page, group: Collection[str]) -> bool:
    return {item.id for item in page.items} <= set(group)


def begun(page: Page, group: Collection[str]) -> Walk:
    """A walk that begins with the answer to a filter that was ignored, where this is the first page of a list."""
    walk = Walk()
    if not _is_limited(page, group) and (len(page.items) >= PAGE or len(page.items) == page.total):
        walk.add(page)
    return walk
