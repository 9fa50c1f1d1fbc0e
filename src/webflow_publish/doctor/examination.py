"""The reading that the checks need: each thing once, and as much of it as what came before allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from webflow_publish.choice import chosen_site
from webflow_publish.doctor.facts import Facts, collections_of, sites_of
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Heading, Reader, Reply, Site, Stage
from webflow_publish.webflow.reader import Getter

MOST_COLLECTIONS = 20
"""Collections whose items are counted, at most: each takes a request."""


@dataclass(frozen=True, slots=True)
class Impatient:
    """A transport that asks once for everything: whoever looks on wants to know now that it fails."""

    transport: Getter

    @property
    def sent(self) -> int:
        """See Getter."""
        return self.transport.sent

    @property
    def rate_limit(self) -> int | None:
        """See Getter."""
        return self.transport.rate_limit

    def get(self, path: str, query: Sequence[tuple[str, str]] = (), *, once: bool = False) -> Reply[dict[str, Any]]:
        """See Getter."""
        del once
        return self.transport.get(path, query, once=True)


def examined(facts: Facts, reader: Reader, wanted: str) -> Facts:
    """The facts with what Webflow says added to them.

    Args:
        facts: What is known before anything is sent.
        reader: What reads.
        wanted: The site, by ID or short name; empty for the one that the manifest names, or else the only one.
    """
    sites = reader.sites().answer
    facts = replace(facts, sites=sites, rate_limit=reader.rate_limit)
    if isinstance(sites, Failure) and sites.reason is not Reason.MISSING_SCOPE:
        return facts
    grant = reader.grant().answer
    named = wanted or next(iter(sites_of(facts.manifest)), "")
    site = _site(sites, named)
    facts = replace(facts, grant=None if isinstance(grant, Failure) else grant, site=site)
    if isinstance(site, Site):
        facts = replace(facts, headings=reader.headings(site.id).answer)
    facts = replace(facts, totals={each: _total(reader, each) for each in _to_be_counted(facts)})
    return replace(facts, rate_limit=reader.rate_limit)


def _site(sites: tuple[Site, ...] | Failure, named: str) -> Site | Problem:
    if not isinstance(sites, Failure):
        return chosen_site(sites, named)
    if is_identifier(named):
        return Site(named, None)
    return Problem("Which site it is cannot be seen without `sites:read`.", "Give its ID with `--site`.")


def _to_be_counted(facts: Facts) -> list[str]:
    """The IDs of the collections of the manifest, or else of the site."""
    if not collections_of(facts.manifest):
        headings = facts.headings if isinstance(facts.headings, tuple) else ()
        return [each.id for each in headings][:MOST_COLLECTIONS]
    found: list[str] = []
    for collection in facts.collections:
        heading: Heading | None = facts.heading(collection)
        if heading:
            found.append(heading.id)
        elif collection.is_found and not isinstance(facts.headings, tuple):
            found.append(collection.id)
    return found[:MOST_COLLECTIONS]


def _total(reader: Reader, collection_id: str) -> int | Failure | None:
    page = reader.page(collection_id, Stage.STAGED, None).answer
    return page if isinstance(page, Failure) else page.total
