"""All that the checks look at: what was read of Webflow and of the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from webflow_publish.manifest import Collection, Manifest
from webflow_publish.problem import Problem
from webflow_publish.webflow import Failure, Grant, Heading, Site


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read. Of Webflow nothing was read that something before it stood in the way of: that is None.

    Attributes:
        api_url: The address of the Data API.
        token: What is wrong with the token before anybody has seen it; None where nothing is.
        manifest: The manifest, or all that is wrong with it; None where there is no file, and none was asked for.
        sites: The sites that the token sees.
        grant: What the token may do, where Webflow tells.
        site: The site that is meant, or why that is not known.
        headings: The collections of the site.
        totals: How many items a collection has, by its ID; None where Webflow does not say.
        rate_limit: Requests a minute.
    """

    api_url: str = ""
    token: Problem | None = None
    manifest: Manifest | tuple[Problem, ...] | None = None
    sites: tuple[Site, ...] | Failure | None = None
    grant: Grant | None = None
    site: Site | Problem | None = None
    headings: tuple[Heading, ...] | Failure | None = None
    totals: Mapping[str, int | Failure | None] = field(default_factory=dict)
    rate_limit: int | None = None

    @property
    def collections(self) -> tuple[Collection, ...]:
        """The collections of the manifest that are this site's, as far as the manifest says whose they are."""
        return tuple(each for each in collections_of(self.manifest) if self._is_here(each))

    def heading(self, collection: Collection) -> Heading | None:
        """What the site has under the collection's ID or slug; None where it has nothing, or that is not known."""
        if not isinstance(self.headings, tuple):
            return None
        return next((each for each in self.headings if collection.slug == each.slug or collection.id == each.id), None)

    def _is_here(self, collection: Collection) -> bool:
        if collection.site is None or not isinstance(self.site, Site):
            return True
        return collection.site.lower() in {self.site.id, self.site.short_name.lower()}


def collections_of(manifest: Manifest | tuple[Problem, ...] | None) -> tuple[Collection, ...]:
    """The collections of a manifest, each once, in its order."""
    if not isinstance(manifest, Manifest):
        return ()
    found = {item.collection.id: item.collection for item in manifest.items}
    return (*found.values(), *(each for each in manifest.empty if each.id not in found))


def sites_of(manifest: Manifest | tuple[Problem, ...] | None) -> tuple[str, ...]:
    """The sites that a manifest names, by ID or short name, each once."""
    return tuple(dict.fromkeys(each.site for each in collections_of(manifest) if each.site))
