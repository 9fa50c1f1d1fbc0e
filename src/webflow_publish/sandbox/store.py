"""What has become of the seed so far. Each public method is one step: it happens as a whole."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from webflow_publish.clock import Clock
from webflow_publish.sandbox.answer import (
    Answer,
    RefusedError,
    conflict,
    domains_out_of_sync,
    not_found,
    structure_changed,
    too_many_requests,
)
from webflow_publish.sandbox.body import ItemUpdate, RequestedItem, SitePublish
from webflow_publish.sandbox.fault import Loss
from webflow_publish.sandbox.publication import Context, Publication, publish, queued, unpublishable
from webflow_publish.sandbox.seed.model import Collection, NeverPublished, Seed, Site
from webflow_publish.sandbox.timeline import Timeline
from webflow_publish.sandbox.variant import Variant

SITE_PUBLISH_PAUSE = timedelta(minutes=1)
"""The least time between two publishes of a site, on any plan."""


class Store:
    """Sites and collections with their items as they are now, and as they are shown now. Thread-safe."""

    def __init__(self, seed: Seed, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._never_published = seed.never_published
        self._confirmation = seed.confirmation
        self._offset = seed.clock_offset
        self.sites = {site.id: site for site in seed.sites}
        self.sites_by_collection = {collection.id: site for site in seed.sites for collection in site.collections}
        self.collections = {collection.id: collection for site in seed.sites for collection in site.collections}
        self._published = {site.id: site.last_published for site in seed.sites}
        self._domains = {domain.id: domain.last_published for site in seed.sites for domain in site.domains}
        self._by_request: dict[str, datetime] = {}
        self._changed = {key for key, collection in self.collections.items() if collection.structure_changed}
        self._timelines = {
            key: {(variant.id, variant.locale): Timeline.of(variant) for variant in collection.variants}
            for key, collection in self.collections.items()
        }

    def dates(self, site: Site) -> tuple[datetime | None, dict[str, datetime | None]]:
        """When a site was last published, and when to each of its custom domains, by their IDs."""
        with self._lock:
            return self._published[site.id], {domain.id: self._domains[domain.id] for domain in site.domains}

    def variants(self, collection: Collection) -> list[Variant]:
        """The items of a collection in all locales as they are shown, in the seed's order."""
        with self._lock:
            moment = self._clock.monotonic()
            return [timeline.shown(moment) for timeline in self._timelines[collection.id].values()]

    def variant(self, collection: Collection, identifier: str, locale: str | None) -> Variant:
        """One item in one locale as it is shown.

        Raises:
            RefusedError: With 404 where there is none.
        """
        with self._lock:
            return self._found(collection, identifier, locale).shown(self._clock.monotonic())

    def states(self) -> dict[str, int]:
        """How many items are in each state, counted in each locale, whatever is shown of them."""
        with self._lock:
            timelines = [timeline for of_one in self._timelines.values() for timeline in of_one.values()]
            return dict(Counter(str(timeline.actual.state) for timeline in timelines))

    def publish(self, collection: Collection, items: Sequence[RequestedItem], loss: Loss) -> Publication:
        """Publish items of a collection; those that are lost stay as they are, although the answer is the same.

        Raises:
            RefusedError: With 404 or 409 where the site or the collection does not allow it.
        """
        with self._lock:
            if (obstacle := self._obstacle(collection)) is not None:
                raise RefusedError(obstacle)
            publication = publish(items, self._context(collection))
            self._take_live(
                collection, [variant for key, variant in publication.changed.items() if not loss.meets(*key)]
            )
            return publication

    def unpublish(self, collection: Collection, items: Sequence[RequestedItem]) -> None:
        """Take items off the live site.

        Raises:
            RefusedError: With 404, and nothing done, where one of the items does not exist or is not live.
        """
        with self._lock:
            context = self._context(collection)
            keys = unpublishable(items, context)
            if len(keys) < sum(len(item.locales) or 1 for item in items):
                raise RefusedError(not_found("The item is not live"))
            off = {key: Timeline.of(context.variants[key].unpublished()) for key in keys}
            self._timelines[collection.id].update(off)

    def update(self, collection: Collection, identifier: str, update: ItemUpdate) -> Variant:
        """Change the staged content of an item.

        Raises:
            RefusedError: With 404 where there is no such item in that locale.
        """
        with self._lock:
            locale = update.locale or self.sites_by_collection[collection.id].primary
            now = self._now()
            timeline = self._found(collection, identifier, locale).changed(
                lambda variant: variant.updated(now, update.fields, archived=update.archived, draft=update.draft)
            )
            self._timelines[collection.id][identifier, locale] = timeline
            return timeline.shown(self._clock.monotonic())

    def publish_site(self, site: Site, request: SitePublish) -> None:
        """Publish a whole site: what is queued goes live, drafts stay, and changed structures count as published.

        Raises:
            RefusedError: With 429 where the last such request was less than a minute ago.
        """
        with self._lock:
            now = self._now()
            last = self._by_request.get(site.id)
            if last is not None and now - last < SITE_PUBLISH_PAUSE:
                raise RefusedError(too_many_requests())
            self._by_request[site.id] = self._published[site.id] = now
            self._domains.update(dict.fromkeys(request.domains, now))
            for collection in site.collections:
                self._changed.discard(collection.id)
                going = queued(self._context(collection).variants)
                self._take_live(collection, [variant.published(now) for variant in going])

    def _now(self) -> datetime:
        return self._clock.now() + self._offset

    def _found(self, collection: Collection, identifier: str, locale: str | None) -> Timeline:
        timeline = self._timelines[collection.id].get((identifier, locale))
        if timeline is None:
            raise RefusedError(not_found("The item cannot be found"))
        return timeline

    def _take_live(self, collection: Collection, variants: Sequence[Variant]) -> None:
        moment = self._clock.monotonic()
        timelines = self._timelines[collection.id]
        for variant in variants:
            key = variant.id, variant.locale
            timelines[key] = timelines[key].published(variant, moment, self._confirmation)

    def _context(self, collection: Collection) -> Context:
        site = self.sites_by_collection[collection.id]
        return Context(
            collection=collection.id,
            fields=collection.fields,
            variants={key: timeline.actual for key, timeline in self._timelines[collection.id].items()},
            primary=site.primary,
            enabled=frozenset(locale.cms_locale_id for locale in site.locales if locale.enabled),
            is_live=self._is_live,
            now=self._now(),
        )

    def _is_live(self, collection: str, identifier: str, locale: str | None) -> bool:
        timeline = self._timelines.get(collection, {}).get((identifier, locale))
        return timeline is not None and timeline.actual.live is not None

    def _obstacle(self, collection: Collection) -> Answer | None:
        site = self.sites_by_collection[collection.id]
        if self._published[site.id] is None:
            if self._never_published is NeverPublished.NOT_FOUND:
                return not_found("The site cannot be found")
            return conflict("The site is not published")
        referenced = {field.collection for field in collection.fields}
        if self._changed & {collection.id, *referenced}:
            return structure_changed()
        moments = {self._domains[domain.id] for domain in site.domains} - {None}
        return domains_out_of_sync() if len(moments) > 1 else None
