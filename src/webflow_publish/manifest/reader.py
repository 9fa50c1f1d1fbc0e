"""Manifest files to a Manifest, or to all that is wrong in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from webflow_publish.manifest.content import Finder, as_written
from webflow_publish.manifest.contents import Contents
from webflow_publish.manifest.document import parse
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.model import Collection, Item, Manifest
from webflow_publish.manifest.repetition import note_repetitions
from webflow_publish.manifest.site import note_sites
from webflow_publish.manifest.text import decode
from webflow_publish.problem import Place, Problem

MAXIMUM_VARIANTS = 500_000
"""Items × locales that one manifest may have: 5,000 requests, which take more than an hour at Webflow's rate."""


def read_manifest(
    sources: Iterable[tuple[str, bytes]], *, allow_empty: bool = False, find: Finder = as_written
) -> Manifest | tuple[Problem, ...]:
    """The manifest that the files make up together, or every problem of every file.

    A collection may be written several times, in one file or in several: its items are joined, its place is that
    of the first time, and its label and its site are the first that are found.

    Args:
        sources: Name (relative to the workspace, with forward slashes) and content of each file, in order.
        allow_empty: Whether lists of collections and of items may be empty, and there may be no file at all.
        find: Finds the files that items come from.

    Returns:
        The manifest, which has at least one item unless it may be empty; or, if anything is wrong, problems in the
        order of the files and of their lines, at most `findings.MOST` a file and one that counts the others.
    """
    findings: dict[str, Findings] = {}
    items: list[Item] = []
    empty: list[Collection] = []
    places: dict[tuple[str, str], Place] = {}
    for file, data in sources:
        findings[file] = Findings(file)
        contents = Contents(findings[file], allow_empty=allow_empty, find=find)
        items += _items(data, findings[file], contents)
        empty += contents.empty
        places |= {(file, text): place for text, place in contents.places.items()}
    if not findings and not allow_empty:
        return (Problem("No manifest file was given.", "Name at least one with the input `manifest`."),)
    if not is_too_much(items, findings):
        note_repetitions(items, findings)
    note_sites(chain((item.collection for item in items), empty), findings)
    problems = tuple(problem for found in findings.values() for problem in found.problems())
    return problems or replace(joined(tuple(findings), items, empty), places=places)


def _items(data: bytes, findings: Findings, contents: Contents) -> list[Item]:
    """The items of one file. Its text and its nodes, which take more memory, are left behind here."""
    text = decode(data, findings)
    root = None if text is None else parse(text, findings)
    return [] if root is None else contents.read(root)


def is_too_much(items: Iterable[Item], findings: Mapping[str, Findings]) -> bool:
    """Whether items and locales multiply to more than is read; a short file can ask for billions."""
    variants = 0
    for item in items:
        variants += len(item.locales) or 1
        if variants > MAXIMUM_VARIANTS:
            findings[item.place.file].add(
                item.place,
                f"Up to here, items times their locales are more than {MAXIMUM_VARIANTS:,}.",
                "Spread the collections over several manifests, each published by a step of its own.",
            )
            return True
    return False


def joined(files: tuple[str, ...], items: Iterable[Item], empty: Iterable[Collection]) -> Manifest:
    """The manifest, in which the items of one collection have one and the same Collection."""
    items = tuple(items)
    collections: dict[str, Collection] = {}
    latest: Collection | None = None
    for found in chain((item.collection for item in items), empty):
        if found is latest:
            continue  # each item of a collection brings it again
        latest = found
        known = collections.setdefault(found.id, found)
        own = known.name, known.site, known.site_place, known.slug, known.tags
        name = known.name if known.name is not None else found.name
        site, site_place = (known.site, known.site_place) if known.site else (found.site, found.site_place)
        slug, tags = known.slug or found.slug, known.tags or found.tags
        if own != (name, site, site_place, slug, tags):
            collections[found.id] = replace(known, name=name, site=site, site_place=site_place, slug=slug, tags=tags)
    together = tuple(
        item
        if item.collection is collections[item.collection.id]
        else replace(item, collection=collections[item.collection.id])
        for item in items
    )
    filled = {item.collection.id for item in items}
    without = tuple(collection for identifier, collection in collections.items() if identifier not in filled)
    return Manifest(files, together, without)
