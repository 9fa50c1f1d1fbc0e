"""The sites that collections are said to belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.manifest.model import Collection


def note_sites(collections: Iterable[Collection], findings: Mapping[str, Findings]) -> None:
    """Add a finding for each place at which a collection stands under another site than before.

    A collection without a site may be any site's. Whether a short name and an ID are those of one site is not known
    here, so that they are not held against each other.
    """
    first: dict[tuple[str, bool], Collection] = {}
    latest: Collection | None = None
    for collection in collections:
        if collection is latest or collection.site is None:
            continue  # each item of a collection brings it again
        latest = collection
        known = first.setdefault((collection.id, is_identifier(collection.site)), collection)
        if (known.site or "").lower() != collection.site.lower():
            findings[collection.place.file].add(
                collection.place,
                f"The collection `{collection.id}` stands under the site `{collection.site}` here, and under "
                f"`{known.site}` at {known.place.quoted}.",
                "A collection belongs to one site: correct `site` in one of the two files, or the collection's ID.",
            )
