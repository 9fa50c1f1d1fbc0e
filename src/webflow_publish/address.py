"""Where published items can be seen: the addresses of their live pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from webflow_publish.outcome import Outcome, Status
from webflow_publish.webflow import Failure, Reader, Site, page_address


def addressed(outcomes: Iterable[Outcome], reader: Reader) -> tuple[Outcome, ...]:
    """The outcomes, with the address of each published item whose manifest names its site.

    It takes two requests a site. What cannot be read, as without the scope `sites:read`, has no address: a link is a
    convenience. Whether the collection has pages at all, Webflow does not tell.
    """
    sites: dict[str, tuple[Site, Mapping[str, str]] | None] = {}
    return tuple(_addressed(outcome, reader, sites) for outcome in outcomes)


def _addressed(outcome: Outcome, reader: Reader, sites: dict[str, tuple[Site, Mapping[str, str]] | None]) -> Outcome:
    collection = outcome.variant.item.collection
    slug = outcome.staged.slug if outcome.staged else None
    if outcome.status is not Status.PUBLISHED or collection.site is None or slug is None:
        return outcome
    if collection.site not in sites:
        sites[collection.site] = _read(collection.site, reader)
    known = sites[collection.site]
    if known is None:
        return outcome
    site, slugs = known
    return replace(outcome, address=page_address(site, slugs.get(collection.id, ""), slug, outcome.variant.locale))


def _read(site_id: str, reader: Reader) -> tuple[Site, Mapping[str, str]] | None:
    site = reader.site(site_id).answer
    if isinstance(site, Failure):
        return None
    slugs = reader.collection_slugs(site_id).answer
    return None if isinstance(slugs, Failure) else (site, slugs)
