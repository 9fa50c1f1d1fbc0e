"""Reading what Webflow has: items, collections and sites."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from webflow_publish.reason import Reason
from webflow_publish.webflow.content import Content, read_content
from webflow_publish.webflow.exchange import Reply
from webflow_publish.webflow.failure import Failure
from webflow_publish.webflow.grant import Grant, read_grant
from webflow_publish.webflow.schema import Heading, Schema, read_heading, read_schema
from webflow_publish.webflow.site import Site, read_site
from webflow_publish.webflow.value import mapping

PAGE = 100
"""Items of a page at most, and IDs of a filter at most (source: Webflow's documentation)."""

MOST_ENTRIES = 1_000
"""Entries of a page that are read; more than the 100 that were asked for may come, but a flood says nothing."""

_NO_ITEM = "Webflow's answer is not the item that was asked for"
_NO_ITEMS = "Webflow's answer has something other than a list of items in `items`"
_NO_SCHEMA = "Webflow's answer is not the collection that was asked for"
_NO_SITE = "Webflow's answer is not the site that was asked for"
_NO_GRANT = "Webflow's answer does not say what the token may do"
_NO_SITES = "Webflow's answer has something other than a list in `sites`"
_NO_COLLECTIONS = "Webflow's answer has something other than a list in `collections`"

Read = TypeVar("Read")


class Stage(StrEnum):
    """Which of an item's two versions: what is edited in Webflow, or what visitors of the site see."""

    STAGED = "staged"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list of items; `total` is how many Webflow says that the whole list has, if it does."""

    items: tuple[Content, ...]
    total: int | None


class Getter(Protocol):
    """What a reader needs of the transport."""

    @property
    def sent(self) -> int:
        """Requests sent so far, repeated ones included."""

    @property
    def rate_limit(self) -> int | None:
        """Requests a minute that Webflow grants, once it has said so."""

    def get(self, path: str, query: Sequence[tuple[str, str]] = (), *, once: bool = False) -> Reply[dict[str, Any]]:
        """See Transport."""


class Reader:
    """The part of the client that reads. It has no method that changes anything.

    IDs go into paths as they are given: they have been checked, by whoever read them.
    """

    def __init__(self, transport: Getter) -> None:
        self._transport = transport

    @property
    def requests(self) -> int:
        """Requests sent so far, repeated ones included."""
        return self._transport.sent

    @property
    def rate_limit(self) -> int | None:
        """Requests a minute that Webflow grants the token, once it has said so."""
        return self._transport.rate_limit

    def page(
        self,
        collection_id: str,
        stage: Stage,
        locale: str | None,
        offset: int = 0,
        item_ids: Sequence[str] = (),
        slug: str | None = None,
    ) -> Reply[Page]:
        """A page of a collection's items in one locale, from `offset` on; 100 of them where there are as many.

        Args:
            collection_id: The collection.
            stage: Which version of the items.
            locale: A cmsLocaleId, or None for the primary locale.
            offset: How many items of the list come before.
            item_ids: The only items that are wanted, at most 100. Webflow may ignore that, or refuse it with 400: newer
                pages of its documentation have this filter, the OpenAPI description has not.
            slug: The only slug that is wanted; both descriptions have this filter.
        """
        query = [("limit", str(PAGE))]
        if offset:
            query.append(("offset", str(offset)))
        if item_ids:
            query.append(("filter[id][in]", ",".join(item_ids)))
        if slug is not None:
            query.append(("slug", slug))
        live = "/live" if stage is Stage.LIVE else ""
        path = f"/collections/{collection_id}/items{live}"
        return self._get(path, [*query, *_of_locale(locale)], _read_page, _NO_ITEMS)

    def item(self, collection_id: str, stage: Stage, locale: str | None, item_id: str) -> Reply[Content]:
        """One item in one locale. A live version that is not there is a 404."""
        live = "/live" if stage is Stage.LIVE else ""
        path = f"/collections/{collection_id}/items/{item_id}{live}"
        return self._get(path, _of_locale(locale), lambda read: _same(read_content(read), item_id), _NO_ITEM)

    def schema(self, collection_id: str) -> Reply[Schema]:
        """A collection's names and fields."""
        path = f"/collections/{collection_id}"
        return self._get(path, (), lambda read: _same(read_schema(read), collection_id), _NO_SCHEMA)

    def site(self, site_id: str) -> Reply[Site]:
        """A site. It takes the scope `sites:read`, and is asked for once: nothing depends on it."""
        path = f"/sites/{site_id}"
        return self._get(path, (), lambda read: _same(read_site(read), site_id), _NO_SITE, once=True)

    def sites(self) -> Reply[tuple[Site, ...]]:
        """The sites that the token sees, with their locales. It takes the scope `sites:read`."""
        return self._get("/sites", (), _read_sites, _NO_SITES)

    def grant(self) -> Reply[Grant]:
        """What the token may do. It takes no scope, is asked for once, and is refused to some tokens."""
        return self._get("/token/introspect", (), read_grant, _NO_GRANT, once=True)

    def headings(self, site_id: str, *, once: bool = False) -> Reply[tuple[Heading, ...]]:
        """The collections of a site, without their fields. With `once`, they are asked for a single time."""
        return self._get(f"/sites/{site_id}/collections", (), _read_headings, _NO_COLLECTIONS, once=once)

    def _get(
        self,
        path: str,
        query: Sequence[tuple[str, str]],
        read: Callable[[Mapping[str, Any]], Read | None],
        otherwise: str,
        *,
        once: bool = False,
    ) -> Reply[Read]:
        """What an answer says, or a failure with the words `otherwise` where it says something else."""
        reply = self._transport.get(path, query, once=once)
        if isinstance(reply.answer, Failure):
            return Reply(reply.answer, reply.overcome)
        answer = read(reply.answer)
        return Reply(Failure(Reason.MALFORMED, otherwise) if answer is None else answer, reply.overcome)


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Answer = TypeVar("Answer", bound=_Identified)


def _same(answer: Answer | None, wanted: str) -> Answer | None:
    return answer if answer is not None and answer.id == wanted else None


def _of_locale(locale: str | None) -> list[tuple[str, str]]:
    return [] if locale is None else [("cmsLocaleId", locale)]


def _read_page(document: Mapping[str, Any]) -> Page | None:
    entries = document.get("items")
    if not isinstance(entries, list) or len(entries) > MOST_ENTRIES:
        return None
    items = tuple([item for entry in entries if (item := read_content(entry))])
    total = mapping(document.get("pagination")).get("total")
    is_count = isinstance(total, int) and not isinstance(total, bool) and total >= 0
    # An item that cannot be read would look as if it were not there.
    return Page(items, total if is_count else None) if len(items) == len(entries) else None


def _read_sites(document: Mapping[str, Any]) -> tuple[Site, ...] | None:
    entries = document.get("sites")
    if not isinstance(entries, list):
        return None
    sites = tuple(site for entry in entries if (site := read_site(entry)))
    # Without one that cannot be read, another would look as if it were the only one.
    return sites if len(sites) == len(entries) else None


def _read_headings(document: Mapping[str, Any]) -> tuple[Heading, ...] | None:
    entries = document.get("collections")
    return tuple(filter(None, map(read_heading, entries))) if isinstance(entries, list) else None
