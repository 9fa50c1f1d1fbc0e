"""The endpoints of the Data API that the sandbox has: each takes a request that was admitted, and gives an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webflow_publish.sandbox import view
from webflow_publish.sandbox.answer import Answer, RefusedError, invalid, malformed, not_found
from webflow_publish.sandbox.authorization import NO_SCOPE, Authorization
from webflow_publish.sandbox.body import RequestedItem, item_update, items_to_publish, items_to_unpublish, site_publish
from webflow_publish.sandbox.fault import Loss
from webflow_publish.sandbox.listing import Content, listed, locales
from webflow_publish.sandbox.seed.model import ID, Filter, Site, Token
from webflow_publish.sandbox.store import Store
from webflow_publish.sandbox.variant import Variant

_NO_CONTENT = Answer(204)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was admitted: its token, the IDs in its path by name, its query, and its body as it came.

    `loss` is what it loses on the way where it publishes items.
    """

    token: Token
    path: Mapping[str, str]
    query: Mapping[str, str]
    content_type: str
    content: bytes
    loss: Loss

    def json(self) -> Any:
        """The body as JSON values.

        Raises:
            RefusedError: With 400 where it is no JSON, or not sent as `application/json`.
        """
        if self.content_type != "application/json":
            raise RefusedError(malformed("the content type must be application/json"))
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError) as problem:
            raise RefusedError(malformed("the body is not JSON")) from problem


Endpoint = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path under `/v2`, the scope that it takes, and what answers it."""

    method: str
    path: str
    scope: str
    endpoint: Endpoint


class Endpoints:
    """What the service answers, by endpoint."""

    def __init__(self, store: Store, authorization: Authorization, mode: Filter) -> None:
        self._store = store
        self._authorization = authorization
        self._mode = mode

    def routes(self) -> tuple[Route, ...]:
        """All endpoints."""
        items = "/collections/<collection>/items"
        return (
            Route("GET", "/token/introspect", NO_SCOPE, self._sites),
            Route("GET", "/sites", "sites:read", self._sites),
            Route("GET", "/sites/<site>", "sites:read", self._site),
            Route("GET", "/sites/<site>/collections", "cms:read", self._collections),
            Route("POST", "/sites/<site>/publish", "sites:write", self._publish_site),
            Route("GET", "/collections/<collection>", "cms:read", self._collection),
            Route("GET", items, "cms:read", self._items),
            Route("GET", f"{items}/live", "cms:read", self._live_items),
            Route("DELETE", f"{items}/live", "cms:write", self._unpublish_items),
            Route("POST", f"{items}/publish", "cms:write", self._publish_items),
            Route("GET", f"{items}/<item>", "cms:read", self._item),
            Route("PATCH", f"{items}/<item>", "cms:write", self._update_item),
            Route("GET", f"{items}/<item>/live", "cms:read", self._live_item),
            Route("DELETE", f"{items}/<item>/live", "cms:write", self._unpublish_item),
        )

    def answer(self, route: Route, call: Call) -> Answer:
        """The answer of an endpoint.

        Raises:
            RefusedError: Where the request is not granted.
        """
        self._authorization.require(call.token, route.scope)
        if wrong := [identifier for identifier in call.path.values() if not ID.fullmatch(identifier)]:
            raise RefusedError(invalid(*(f"'{identifier:.60}' in the path is not an ID." for identifier in wrong)))
        return route.endpoint(call)

    def _sites(self, call: Call) -> Answer:
        return Answer(200, {"sites": [self._shown(site) for site in self._authorization.sites(call.token)]})

    def _site(self, call: Call) -> Answer:
        return Answer(200, self._shown(self._authorization.site(call.token, call.path["site"])))

    def _collections(self, call: Call) -> Answer:
        site = self._authorization.site(call.token, call.path["site"])
        shown = [view.collection(collection, site.created_on) for collection in site.collections]
        return Answer(200, {"collections": shown})

    def _publish_site(self, call: Call) -> Answer:
        site = self._authorization.site(call.token, call.path["site"])
        request = site_publish(call.json(), frozenset(domain.id for domain in site.domains))
        self._store.publish_site(site, request)
        _, dates = self._store.dates(site)
        domains = [view.domain(domain, dates[domain.id]) for domain in site.domains if domain.id in request.domains]
        body = {"customDomains": domains, "publishToWebflowSubdomain": request.subdomain, "publishScope": "site"}
        return Answer(202, body)

    def _collection(self, call: Call) -> Answer:
        collection, site = self._authorization.collection(call.token, call.path["collection"])
        return Answer(200, view.collection(collection, site.created_on) | {"fields": view.fields(collection)})

    def _items(self, call: Call) -> Answer:
        return self._listed(call, view.staged, lambda variant: variant.staged, live=False)

    def _live_items(self, call: Call) -> Answer:
        return self._listed(call, view.live, lambda variant: variant.live or {}, live=True)

    def _listed(self, call: Call, shown: Callable[[Variant], Any], content: Content, *, live: bool) -> Answer:
        collection, site = self._authorization.collection(call.token, call.path["collection"])
        variants = [item for item in self._store.variants(collection) if not live or item.live is not None]
        page = listed(variants, call.query, site, self._mode, content)
        pagination = {"limit": page.limit, "offset": page.offset, "total": page.total}
        return Answer(200, {"items": [shown(variant) for variant in page.variants], "pagination": pagination})

    def _publish_items(self, call: Call) -> Answer:
        collection, _ = self._authorization.collection(call.token, call.path["collection"])
        publication = self._store.publish(collection, items_to_publish(call.json()), call.loss)
        return Answer(202, {"publishedItemIds": publication.published, "errors": publication.errors})

    def _unpublish_items(self, call: Call) -> Answer:
        collection, _ = self._authorization.collection(call.token, call.path["collection"])
        self._store.unpublish(collection, items_to_unpublish(call.json()))
        return _NO_CONTENT

    def _unpublish_item(self, call: Call) -> Answer:
        collection, site = self._authorization.collection(call.token, call.path["collection"])
        wanted = tuple(locale for locale in locales(call.query, site) if locale is not None)
        self._store.unpublish(collection, [RequestedItem(call.path["item"], wanted)])
        return _NO_CONTENT

    def _item(self, call: Call) -> Answer:
        return Answer(200, view.staged(self._variant(call)))

    def _live_item(self, call: Call) -> Answer:
        variant = self._variant(call)
        if variant.live is None:
            raise RefusedError(not_found("The item is not live"))
        return Answer(200, view.live(variant))

    def _variant(self, call: Call) -> Variant:
        collection, site = self._authorization.collection(call.token, call.path["collection"])
        wanted = locales(call.query, site)
        if len(wanted) > 1:
            raise RefusedError(invalid("'cmsLocaleId' takes one locale here."))
        return self._store.variant(collection, call.path["item"], wanted[0])

    def _update_item(self, call: Call) -> Answer:
        collection, _ = self._authorization.collection(call.token, call.path["collection"])
        change = item_update(call.json(), call.path["item"], frozenset(field.slug for field in collection.fields))
        return Answer(200, view.staged(self._store.update(collection, call.path["item"], change)))

    def _shown(self, site: Site) -> dict[str, Any]:
        published, domains = self._store.dates(site)
        return view.site(site, published, domains)
