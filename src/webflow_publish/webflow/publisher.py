"""Publishing items of one collection in one request, or taking them down, and what Webflow says became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from webflow_publish.reason import Reason
from webflow_publish.webflow.exchange import Reply, Sending
from webflow_publish.webflow.failure import Failure, as_text

MOST_ERRORS = 1_000
"""Different error texts that are read of one answer; an honest answer has 100 at most."""


@dataclass(frozen=True, slots=True)
class Published:
    """A 2xx answer: the item IDs that Webflow calls published, and its error texts as it wrote them.

    The texts carry the ID of their item, if at all, somewhere in the sentence; neither part names a locale. An ID may
    stand in both, or in neither (source: the OpenAPI description of `POST /collections/{collection_id}/items/publish`).
    """

    item_ids: frozenset[str]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A 2xx answer: all that the request names is off the live site, and a draft.

    It has no body, so that it says nothing of single items (source: the OpenAPI description of
    `DELETE /collections/{collection_id}/items/live`).
    """


Written = Published | Unpublished
"""What a request comes to that Webflow has taken."""


class Writer(Protocol):
    """What a publisher needs of the transport."""

    sent: int

    def post(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        """See WritingTransport."""

    def delete(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        """See WritingTransport."""

    def hide(self, text: str) -> str:
        """See WritingTransport."""


class Publisher:
    """The one part of the client that puts items live, and takes them down. Publishing an item twice does no harm.

    To take one down twice is refused, so that after a lost answer only the live site tells whether it was heeded.
    """

    def __init__(self, transport: Writer) -> None:
        self._transport = transport

    @property
    def requests(self) -> int:
        """Requests sent so far, repeated ones included."""
        return self._transport.sent

    def publish(self, collection_id: str, item_ids: Sequence[str], sending: Sending) -> Reply[Published]:
        """Publish items in the site's primary locale. `sending` tells other threads meanwhile how it fares."""
        return self._post(collection_id, {"itemIds": list(item_ids)}, sending)

    def publish_locales(
        self, collection_id: str, locales: Mapping[str, Sequence[str]], sending: Sending
    ) -> Reply[Published]:
        """Publish each item, by its ID, in the given locales (cmsLocaleIds, at least one each)."""
        return self._post(collection_id, {"items": _named(locales)}, sending)

    def unpublish(self, collection_id: str, item_ids: Sequence[str], sending: Sending) -> Reply[Unpublished]:
        """Take items off the live site in its primary locale: all of them, or none."""
        return self._delete(collection_id, [{"id": item_id} for item_id in item_ids], sending)

    def unpublish_locales(
        self, collection_id: str, locales: Mapping[str, Sequence[str]], sending: Sending
    ) -> Reply[Unpublished]:
        """Take each item, by its ID, off the live site in the given locales (cmsLocaleIds, at least one each)."""
        return self._delete(collection_id, _named(locales), sending)

    def _delete(self, collection_id: str, items: list[dict[str, Any]], sending: Sending) -> Reply[Unpublished]:
        reply = self._transport.delete(f"/collections/{collection_id}/items/live", {"items": items}, sending)
        answer = reply.answer if isinstance(reply.answer, Failure) else Unpublished()
        return Reply(answer, reply.overcome)

    def publish_site(self, site_id: str, domain_ids: Sequence[str], sending: Sending) -> Reply[dict[str, Any]]:
        """Publish a whole site: to its own domains, by their IDs, or where it has none, to its subdomain.

        Webflow takes one such request a minute, and answers another with 429 (source: its documentation). It takes the
        scope `sites:write`.
        """
        to = {"customDomains": list(domain_ids)} if domain_ids else {"publishToWebflowSubdomain": True}
        return self._transport.post(f"/sites/{site_id}/publish", to, sending)

    def _post(self, collection_id: str, body: dict[str, Any], sending: Sending) -> Reply[Published]:
        reply = self._transport.post(f"/collections/{collection_id}/items/publish", body, sending)
        answer = reply.answer if isinstance(reply.answer, Failure) else self._read(reply.answer)
        return Reply(answer, reply.overcome)

    def _read(self, document: Mapping[str, Any]) -> Published | Failure:
        """Both keys may be missing or null; anything else that is not a list is no answer to this request."""
        item_ids, errors = (
            [] if document.get(key) is None else document[key] for key in ("publishedItemIds", "errors")
        )
        if not isinstance(item_ids, list) or not isinstance(errors, list):
            message = "Webflow's answer has something other than lists in `publishedItemIds` and `errors`"
            return Failure(Reason.MALFORMED, message)
        if not item_ids and not errors and document.get("message"):
            errors = [document["message"]]
        texts = tuple(dict.fromkeys(self._transport.hide(as_text(error)) for error in errors))
        if len(texts) > MOST_ERRORS:
            return Failure(Reason.MALFORMED, f"Webflow's answer has {len(texts):,} different errors, too many to read")
        return Published(frozenset(item_id.lower() for item_id in item_ids if isinstance(item_id, str)), texts)


def _named(locales: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    return [{"id": item_id, "cmsLocaleIds": list(chosen)} for item_id, chosen in locales.items()]
