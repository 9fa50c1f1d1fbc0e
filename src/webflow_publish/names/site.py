"""Sites by their short names, and collections by their slugs: each asked for once, where a manifest needs it."""

from __future__ import annotations

from functools import partial

from webflow_publish.complaint import Complaint, complaints
from webflow_publish.manifest import Collection
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.names.locale import label
from webflow_publish.names.wording import meant, shown
from webflow_publish.problem import Problem
from webflow_publish.text import quoted
from webflow_publish.webflow import Failure, Heading, Lookup, Reader, Site


class Sites:
    """The sites that the token sees, and their collections.

    Attributes:
        known: The sites, by their IDs, as far as they were asked for.
        resolved: Failures that were overcome by trying again.
    """

    def __init__(self, reader: Reader, lookup: Lookup) -> None:
        self._reader = reader
        self._lookup = lookup
        self._all: tuple[Site, ...] | Failure | None = None
        self._headings: dict[str, tuple[Heading, ...] | Failure] = {}
        self.known: dict[str, Site] = {}
        self.resolved: list[Complaint] = []

    def site_of(self, collection: Collection) -> Site | Problem | Failure:
        """The site that a collection is said to belong to, or else the only one that the token sees."""
        sites = self._sites(collection)
        if isinstance(sites, Failure):
            return sites
        name, known = collection.site, {site.short_name or site.id: site.name for site in sites}
        if name is None:
            if len(sites) == 1:
                return sites[0]
            if not sites:
                return Problem(
                    "The token sees no site, so that nothing can be looked up by its name.",
                    "Make a site token in Webflow (Site settings, Apps & integrations, API access), and pass it as "
                    "`token`.",
                    collection.place,
                )
            return Problem(
                f"The token sees {len(sites):,} sites, and nothing says to which one the collection belongs.",
                f"Write `site:` at the top of the file. {meant('', known, 'The sites are')}",
                collection.place,
            )
        for site in sites:
            if name in {site.id, site.short_name}:
                return site
        what = f"the ID `{name}`" if is_identifier(name) else f"the short name {quoted(name)}"
        place = collection.site_place or collection.place
        return Problem(f"The token sees no site with {what}.", meant(name, known, "It sees"), place)

    def found(self, collection: Collection, site: Site) -> Heading | Problem | Failure:
        """The collection that is named by its slug."""
        headings = self._headings_of(collection, site)
        if isinstance(headings, Failure):
            return headings
        found = [heading for heading in headings if heading.slug == collection.slug]
        if len(found) == 1:
            return found[0]
        slug = collection.slug or ""
        if found:
            ids = ", ".join(shown(heading.id, heading.name) for heading in found)
            return Problem(
                f"The slug {quoted(slug)} is that of several collections of the site {label(site)}.",
                f"Write the `id` of the one that is meant: {ids}.",
                collection.place,
            )
        known = {heading.slug: heading.name for heading in headings}
        return Problem(
            f"The site {label(site)} has no collection with the slug {quoted(slug)}.",
            meant(slug, known, "Its collections are"),
            collection.place,
        )

    def _sites(self, collection: Collection) -> tuple[Site, ...] | Failure:
        if self._all is None:
            reply = self._lookup.ask(self._reader.sites)
            self.resolved += complaints(collection, reply.cleared)
            self._all = reply.answer
            if not isinstance(reply.answer, Failure):
                self.known = {site.id: site for site in reply.answer}
        return self._all

    def _headings_of(self, collection: Collection, site: Site) -> tuple[Heading, ...] | Failure:
        if site.id not in self._headings:
            reply = self._lookup.ask(partial(self._reader.headings, site.id))
            self.resolved += complaints(collection, reply.cleared)
            self._headings[site.id] = reply.answer
        return self._headings[site.id]
