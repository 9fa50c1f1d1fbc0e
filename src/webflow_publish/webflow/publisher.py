"""Publishing items of one collection in one request, and what Webflow says became of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from webflow_publish.reason import Reason
from webflow_publish.webflow.failure import Failure
from webflow_publish.webflow.transport import Reply


@dataclass(frozen=True, slots=True)
class Published:
    """A 2xx answer: the item IDs that Webflow calls published, and its error texts as it wrote them.

    The texts carry the ID of their item, if at all, somewhere in the sentence; neither part names a locale. An ID may
    stand in both, or in neither (source: the OpenAPI description of `POST /collections/{collection_id}/items/publish`).
    """

    item_ids: frozenset[str]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """How a publish request ended, and the failures that were overcome on the way."""

    answer: Published | Failure
    overcome: tuple[Failure, ...] = ()


class Poster(Protocol):
    """What a publisher needs of the transport."""

    sent: int

    def post(self, path: str, body: dict[str, Any]) -> Reply:
        """See Transport."""


class Publisher:
    """The one part of the client that puts items live. Publishing an item twice does no harm."""

    def __init__(self, transport: Poster) -> None:
        self._transport = transport

    @property
    def requests(self) -> int:
        """Requests sent so far, repeated ones included."""
        return self._transport.sent

    def publish(self, collection_id: str, item_ids: Sequence[str]) -> Attempt:
        """Publish items in the site's primary locale."""
        return self._post(collection_id, {"itemIds": list(item_ids)})

    def publish_locales(self, collection_id: str, locales: Mapping[str, Sequence[str]]) -> Attempt:
        """Publish each item, by its ID, in the given locales (cmsLocaleIds, at least one each)."""
        return self._post(
            collection_id,
            {"items": [{"id": item_id, "cmsLocaleIds": list(chosen)} for item_id, chosen in locales.items()]},
        )

    def _post(self, collection_id: str, body: dict[str, Any]) -> Attempt:
        reply = self._transport.post(f"/collections/{collection_id}/items/publish", body)
        if isinstance(reply.document, Failure):
            return Attempt(reply.document, reply.overcome)
        return Attempt(_read(reply.document), reply.overcome)


def _read(document: Mapping[str, Any]) -> Published | Failure:
    """Both keys may be missing or null; anything else that is not a list is no answer to this request."""
    item_ids, errors = ([] if document.get(key) is None else document[key] for key in ("publishedItemIds", "errors"))
    if not isinstance(item_ids, list) or not isinstance(errors, list):
        return Failure(
            Reason.MALFORMED, "Webflow's answer has something other than lists in `publishedItemIds` and `errors`"
        )
    return Published(
        frozenset(item_id.lower() for item_id in item_ids if isinstance(item_id, str)),
        tuple(_text(error) for error in errors),
    )


def _text(error: object) -> str:
    return error if isinstance(error, str) else json.dumps(error, ensure_ascii=False)
