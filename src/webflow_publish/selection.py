"""The part of a manifest that a run is restricted to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import islice

from webflow_publish.manifest import Collection, Item, Manifest
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.problem import Problem
from webflow_publish.text import quoted

_EXPLAINED = 5
"""Lines that match nothing and for which a name is looked for that was meant."""

_COMPARED = 2_000
"""Names that such a line is compared with: a fraction of a second for each line."""

_SIMILAR = 0.7
"""How like two names must be for one to be suggested for the other (`difflib` counts from 0 to 1)."""

_TOLD = 3
"""Names that a hint tells."""

_LONGEST = 500
"""Characters of a line that are compared; a collection and an item together have hardly more."""

_MANIFEST = "the manifest"
_BETWEEN = re.compile(r"\s*[,;|]\s*")


def select(
    manifest: Manifest, lines: Sequence[str], *, allow_empty: bool, where: str = _MANIFEST
) -> Manifest | tuple[Problem, ...]:
    """What the lines of the input `only` name; without lines, the whole manifest.

    A line names collections or items by the ID, the slug or the name that the manifest gives them; an item also by that
    of its collection and its own with a slash between them. Where a line matches nothing as it is written, upper and
    lower case are not told apart. All that a line matches is selected, be it one thing or several.

    Args:
        manifest: All that the files list.
        lines: What to select, without spaces around.
        allow_empty: Whether there may be nothing to select from, or nothing in what is selected. A line that matches
            nothing beside something that could have been meant is wrong all the same.
        where: What the items stand in, for sentences.

    Returns:
        The items in the order and the locales of the manifest, from the same files; or a problem for each line that
        matches nothing.
    """
    wanted = tuple(dict.fromkeys(lines))
    if not wanted or (allow_empty and not manifest.items and not manifest.empty):
        return manifest
    exact = set(wanted).intersection(_all_names(manifest))
    folded = {line.casefold() for line in wanted if line not in exact}
    alike = folded.intersection(map(str.casefold, _all_names(manifest))) if folded else set()

    def is_selected(names: Iterable[str]) -> bool:
        return any(name in exact or name.casefold() in alike for name in names)

    missing = [line for line in wanted if line not in exact and line.casefold() not in alike]
    if missing:
        return tuple(
            _problem(manifest, line, where, explained=index < _EXPLAINED) for index, line in enumerate(missing)
        )
    items = tuple(item for item in manifest.items if is_selected(_item_names(item)))
    if not items and not allow_empty:
        return (
            Problem(
                "What the input `only` names has no items in the manifest.",
                "Name something else. Where there may be nothing to publish, set the input `allow-empty`.",
            ),
        )
    empty = tuple(collection for collection in manifest.empty if is_selected(_names(collection)))
    return Manifest(manifest.files, items, empty)


def _names(entry: Collection | Item) -> tuple[str, ...]:
    if entry.slug is None:
        return (entry.id,) if entry.name is None else (entry.id, entry.name)
    return tuple(filter(None, dict.fromkeys((entry.id, entry.slug, entry.name))))


def _item_names(item: Item) -> Iterator[str]:
    """All by which an item is selected: what names it, what names its collection, and both with a slash."""
    own, outer = _names(item), _names(item.collection)
    yield from own
    yield from outer
    for collection in outer:
        for name in own:
            yield f"{collection}/{name}"


def _all_names(manifest: Manifest) -> Iterator[str]:
    for collection in manifest.empty:
        yield from _names(collection)
    for item in manifest.items:
        yield from _item_names(item)


def _problem(manifest: Manifest, line: str, where: str, *, explained: bool) -> Problem:
    return Problem(
        f"{quoted(line)} in the input `only` matches no collection and no item of {where}.",
        _hint(manifest, line, where) if explained else f"Write IDs, slugs or names that stand in {where}, one a line.",
    )


def _hint(manifest: Manifest, line: str, where: str) -> str:
    if is_identifier(line.lower()):
        remedy = f"correct it, or add it to {where} first" if where == _MANIFEST else "correct it, or leave it out"
        is_slug = " What it lists by slug is named by slug here, too." if _has_slugs(manifest) else ""
        return f"{where[0].upper()}{where[1:]} does not list that ID: {remedy}.{is_slug}"
    parts = set(_BETWEEN.split(line))
    if len(parts) > 1 and parts.intersection(_all_names(manifest)):
        return "Write one a line."
    filled = {item.collection.id: item.collection for item in manifest.items}
    collections = (*filled.values(), *manifest.empty)
    known = islice(_comparable(manifest, collections, paths="/" in line), _COMPARED)
    near = {name[:_LONGEST].casefold(): name for name in known}
    if close := get_close_matches(line[:_LONGEST].casefold(), near, n=_TOLD, cutoff=_SIMILAR):
        return f"Did you mean {', or '.join(quoted(near[each]) for each in close)}?"
    labels = ", ".join(quoted(collection.label) for collection in collections[:_TOLD])
    more = ", …" if len(collections) > _TOLD else ""
    return f"Write IDs, slugs or names that stand in {where}, one a line. Its collections are {labels}{more}."


def _has_slugs(manifest: Manifest) -> bool:
    return any(each.slug is not None for item in manifest.items for each in (item, item.collection))


def _comparable(manifest: Manifest, collections: Iterable[Collection], *, paths: bool) -> Iterator[str]:
    """What a line may have been meant for; IDs are too much like each other to be suggested."""
    for collection in collections:
        yield from filter(None, (collection.name, collection.slug))
    for item in manifest.items:
        for name in filter(None, (item.name, item.slug)):
            yield name
            if paths:
                yield f"{item.collection.label}/{name}"
