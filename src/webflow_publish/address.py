"""Where published items can be seen: the addresses of their live pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

from webflow_publish.outcome import Outcome, Status
from webflow_publish.webflow import Failure, Lookup, Reader, Site, page_address


def addressed(
    outcomes: Iterable[Outcome],
    reader: Reader,
    lookup: Lookup,
    tell: Callable[[str], None],
    read: Mapping[str, Site] = MappingProxyType({}),
) -> tuple[Outcome, ...]:
    """The outcomes, with the address of each published item whose manifest names its site.

    It takes two requests a site, or one for a site that was `read` before, by its ID. What cannot be read, as without
    the scope `sites:read`, has no address: a link is a convenience; `tell` is given a line about it. Whether the
    collection has pages at all, Webflow does not tell.
    """
    sites: dict[str, tuple[Site, Mapping[str, str]] | None] = {}

    def known(site_id: str) -> tuple[Site, Mapping[str, str]] | None:
        if site_id not in sites:
            found = _read(site_id, read.get(site_id), reader, lookup)
            if isinstance(found, Failure):
                words = found.message.rstrip(".")
                tell(f"There are no links to live pages, because the site could not be read. {words}.")
            sites[site_id] = None if isinstance(found, Failure) else found
        return sites[site_id]

    return tuple(_addressed(outcome, known) for outcome in outcomes)


def _addressed(outcome: Outcome, known: Callable[[str], tuple[Site, Mapping[str, str]] | None]) -> Outcome:
    collection = outcome.variant.item.collection
    slug = outcome.staged.slug if outcome.staged else None
    if outcome.status is not Status.PUBLISHED or collection.site is None or slug is None:
        return outcome
    if (found := known(collection.site)) is None:
        return outcome
    site, slugs = found
    return replace(outcome, address=page_address(site, slugs.get(collection.id, ""), slug, outcome.variant.locale))


def _read(site_id: str, known: Site | None, reader: Reader, lookup: Lookup) -> tuple[Site, Mapping[str, str]] | Failure:
    site = known or lookup.ask(partial(reader.site, site_id)).answer
    if isinstance(site, Failure):
        return site
    headings = lookup.ask(partial(reader.headings, site_id, once=True)).answer
    return headings if isinstance(headings, Failure) else (site, {each.id: each.slug for each in headings})
