"""The endpoints of the Data API that publishing needs, as the sandbox and the OpenAPI description have them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench import site
from bench.server.message import Answer, Request
from bench.server.refusal import RefusedError, invalid, not_found, refusal
from bench.server.settings import Settings
from bench.server.store import EDITED, Store
from bench.server.window import Window

PAGE = 100
"""Items of a page and of a publish request at most, and IDs of a filter (source: Webflow's documentation)."""

ID_FILTER = "filter[id][in]"

_IDENTIFIER = re.compile(r"[0-9a-f]{24}")
_PARAMETERS = frozenset({"limit", "offset", "cmsLocaleId", ID_FILTER})


class Service:
    """Answers requests below `/v2`, from a store that it keeps."""

    def __init__(self, settings: Settings) -> None:
        self._window = None if settings.limit is None else Window(settings.limit, settings.scale)
        self._refusing = site.chosen(site.identifiers(settings.items), settings.refusing)
        self.store = Store(settings)

    def answer(self, request: Request, now: float) -> Answer:
        """The answer to a request that came at that moment, in seconds of the machine's clock."""
        headers: Mapping[str, str] = {}
        try:
            if request.headers.get("authorization") != f"Bearer {site.TOKEN}":
                raise refusal(401, "not_authorized", "Request not authorized")
            if self._window is not None:
                grant = self._window.take(now)
                headers = grant.headers
                if not grant.granted:
                    raise refusal(429, "too_many_requests", "Rate limit hit")
            status, body = self._routed(request)
        except RefusedError as refused:
            return Answer(refused.answer.status, refused.answer.body, headers)
        return Answer(status, body, headers)

    def _routed(self, request: Request) -> tuple[int, Any]:
        match request.method, request.path.removeprefix("/v2/").split("/"):
            case "GET", ["collections", collection]:
                return 200, self._collection(collection)
            case "GET", ["collections", collection, "items"]:
                return 200, self._page(collection, request.query, live=False)
            case "GET", ["collections", collection, "items", "live"]:
                return 200, self._page(collection, request.query, live=True)
            case "GET", ["collections", collection, "items", item_id]:
                return 200, self._item(collection, item_id, live=False)
            case "GET", ["collections", collection, "items", item_id, "live"]:
                return 200, self._item(collection, item_id, live=True)
            case "POST", ["collections", collection, "items", "publish"]:
                return 202, self._publish(collection, request)
        raise not_found(f"There is no {request.method} {request.path}")

    def _collection(self, collection: str) -> dict[str, Any]:
        _check_collection(collection)
        names = {"id": collection, "displayName": "Notes", "singularName": "Note", "slug": "notes"}
        return names | {"createdOn": EDITED, "lastUpdated": EDITED, "fields": []}

    def _page(self, collection: str, query: Mapping[str, str], *, live: bool) -> dict[str, Any]:
        _check_collection(collection)
        if unknown := query.keys() - _PARAMETERS:
            raise invalid(f"'{min(unknown)}' is not a known query parameter.")
        if query.get("cmsLocaleId", site.LOCALE) != site.LOCALE:
            raise invalid(f"Locale {query['cmsLocaleId']} does not exist on this site.")
        limit, offset = _number(query, "limit", PAGE), _number(query, "offset", 0)
        if not 1 <= limit <= PAGE:
            raise invalid(f"'limit' must be between 1 and {PAGE}.")
        item_ids = self._found(query, live=live)
        page = item_ids[offset : offset + limit]
        return {
            "items": [self.store.shown(item_id, live=live) for item_id in page],
            "pagination": {"limit": limit, "offset": offset, "total": len(item_ids)},
        }

    def _found(self, query: Mapping[str, str], *, live: bool) -> list[str]:
        if ID_FILTER not in query:
            return self.store.live() if live else self.store.staged()
        wanted = query[ID_FILTER].split(",")
        if len(wanted) > PAGE:
            raise invalid(f"'{ID_FILTER}' takes at most {PAGE} values.")
        is_shown = self.store.is_live if live else self.store.is_there
        return sorted(item_id for item_id in set(wanted) if is_shown(item_id))

    def _item(self, collection: str, item_id: str, *, live: bool) -> dict[str, Any]:
        _check_collection(collection)
        if not self.store.is_there(item_id):
            raise not_found("The item cannot be found")
        if live and not self.store.is_live(item_id):
            raise not_found("The item is not live")
        return self.store.shown(item_id, live=live)

    def _publish(self, collection: str, request: Request) -> dict[str, Any]:
        _check_collection(collection)
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            raise refusal(400, "bad_request", "Bad Request: Request is malformed: it is not sent as JSON")
        locales = _requested(request.body)
        if not self._refusing.isdisjoint(locales):
            # It names no item, as Webflow's refusals of whole requests do not: whoever sent it has to find out.
            raise refusal(409, "conflict", "Conflict: The items could not be processed")
        return self.store.publish(locales)


def _check_collection(collection: str) -> None:
    if collection != site.COLLECTION:
        raise not_found("The collection cannot be found")


def _number(query: Mapping[str, str], key: str, default: int) -> int:
    text = query.get(key, str(default))
    if text.isascii() and text.isdigit():
        return int(text)
    raise invalid(f"'{key}' must be a whole number, 0 or more.")


def _requested(body: bytes) -> dict[str, Sequence[str]]:
    """The locales of each item ID that a publish request names: none means the primary one."""
    try:
        document = json.loads(body)
    except ValueError:
        raise refusal(400, "bad_request", "Bad Request: Request is malformed: the body is not JSON") from None
    match document:
        case {"itemIds": [*item_ids], **others} if not others:
            pairs: list[tuple[Any, Sequence[Any]]] = [(item_id, ()) for item_id in item_ids]
        case {"items": [*items], **others} if not others:
            pairs = [_pair(item) for item in items]
        case _:
            raise invalid("Provide exactly one of 'itemIds' and 'items', an array.")
    _check_identifiers(item_id for item_id, _ in pairs)
    if not 1 <= sum(len(locales) or 1 for _, locales in pairs) <= PAGE:
        raise invalid(f"At least 1 and at most {PAGE} items may be sent at once, counted in each locale.")
    if len(requested := dict(pairs)) < len(pairs):
        raise invalid("An ID is given more than once.")
    return requested


def _pair(item: Any) -> tuple[Any, Sequence[Any]]:
    match item:
        case {"id": item_id, "cmsLocaleIds": [_, *_] as locales, **others} if not others:
            _check_identifiers(locales)
            return item_id, locales
        case {"id": item_id, **others} if not others:
            return item_id, ()
    raise invalid("Each entry of 'items' must be an object with an 'id', and perhaps 'cmsLocaleIds'.")


def _check_identifiers(values: Iterable[Any]) -> None:
    for value in values:
        if not isinstance(value, str) or not _IDENTIFIER.fullmatch(value):
            raise invalid(f"An ID has 24 hexadecimal characters; got {value!r:.60}.")
