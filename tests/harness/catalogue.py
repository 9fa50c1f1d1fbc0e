"""A collection as the Data API shows it, without a network: lists, with a filter by ID or without, and single items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from harness.samples import identifier
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure

COLLECTION = "580e63fc8c9a982ac9b8b745"
ITEMS = f"/collections/{COLLECTION}/items"

NOT_FOUND = Failure(Reason.NOT_FOUND, "404 Not Found", 404, "resource_not_found")
_SPELLINGS: dict[str, Callable[[str], str]] = {"honoured": str, "folded": str.lower}
BAD_REQUEST = Failure(Reason.REJECTED, "400 Bad Request: Validation Error", 400, "validation_error")


def document(number: int, **changes: Any) -> dict[str, Any]:
    """An item that is published, as Webflow writes it; `changes` replace its keys."""
    return {
        "id": identifier(number),
        "lastPublished": "2026-11-12T09:00:00.000Z",
        "lastUpdated": "2026-11-10T09:00:00.000Z",
        "isArchived": False,
        "isDraft": False,
        "fieldData": {"name": f"Item {number}", "slug": f"item-{number}"},
        **changes,
    }


class Catalogue:
    """A rule for a transport that reads.

    Args:
        documents: The items, in the order of the list.
        filter: What becomes of `filter[id][in]`: honoured, ignored, or refused; or empty, where it finds nothing.
        page: The most items of a page.
        slugs: What becomes of `slug`: honoured, ignored, or refused; or folded, where it does not tell cases apart.
        counts: Whether an answer tells how long the list is.
    """

    def __init__(
        self,
        documents: Sequence[dict[str, Any]],
        filter: str = "honoured",  # noqa: A002 - as the sandbox's seed calls it
        page: int = 100,
        *,
        slugs: str = "honoured",
        counts: bool = True,
    ) -> None:
        self.documents = list(documents)
        self._filter = filter
        self._page = page
        self._slugs = slugs
        self._counts = counts

    def __call__(self, path: str, query: dict[str, str]) -> dict[str, Any] | Failure:
        path = path.removesuffix("/live")
        if path != ITEMS:
            found = [each for each in self.documents if path == f"{ITEMS}/{each['id']}"]
            return found[0] if found else NOT_FOUND
        wanted = query.get("filter[id][in]")
        if wanted and self._filter == "refused":
            return BAD_REQUEST
        shown = self.documents
        if wanted and self._filter == "honoured":
            shown = [each for each in shown if each["id"] in wanted.split(",")]
        if wanted and self._filter == "empty":
            shown = []
        slug = query.get("slug")
        if slug is not None and self._slugs == "refused":
            return BAD_REQUEST
        if slug is not None and self._slugs in _SPELLINGS:
            spelt = _SPELLINGS[self._slugs]
            shown = [each for each in shown if spelt(each["fieldData"]["slug"]) == spelt(slug)]
        offset, limit = int(query.get("offset", 0)), min(self._page, int(query["limit"]))
        pagination = {"limit": limit, "offset": offset, "total": len(shown)} if self._counts else None
        return {"items": shown[offset : offset + limit], "pagination": pagination}
