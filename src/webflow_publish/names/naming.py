"""What a manifest means: each name in it replaced by the ID that Webflow has for it, or told at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from sys import intern

from webflow_publish.complaint import Complaint
from webflow_publish.manifest import Collection, Item, Manifest
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.reader import is_too_much, joined
from webflow_publish.manifest.repetition import note_repetitions
from webflow_publish.manifest.site import note_sites
from webflow_publish.names.item import Slugs
from webflow_publish.names.locale import locale_ids
from webflow_publish.names.site import Sites
from webflow_publish.problem import Place, Problem
from webflow_publish.state import Key
from webflow_publish.webflow import Content, Failure, Lookup, Reader, Site, SlugLookup


@dataclass(frozen=True, slots=True)
class _Level:
    """What is true of all items that a manifest lists together: their collection and locales, once they are known."""

    collection: Collection
    locales: tuple[str, ...]


class Naming:
    """The resolving of a manifest's names. What is named by IDs alone costs no request.

    Args:
        reader: Reads sites and collections.
        lookup: Sends that.
        slugs: Finds items by slug.
        keep: Gives what is to be kept of an item.

    Attributes:
        problems: Names of sites, collections and locales that are not there: with one of them, nothing is to be sent.
        unread: Why an item is not known, by the keys of its variants.
        staged: What Webflow has staged of items, as far as it was read on the way.
        sites: Knows the sites, for what else needs them.
    """

    def __init__(self, reader: Reader, lookup: Lookup, slugs: SlugLookup, keep: Callable[[Content], Content]) -> None:
        self.sites = Sites(reader, lookup)
        self._slugs = Slugs(slugs, keep)
        self._levels: dict[tuple[str, str, tuple[str, ...]], _Level | Failure | None] = {}
        """By file, collection and locales as they are written; None where something is wrong, and told."""
        self._told: dict[Problem, None] = {}
        self._places: Mapping[tuple[str, str], Place] = {}
        self.unread: dict[Key, Failure] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """See above."""
        return tuple(self._told)

    @property
    def staged(self) -> Mapping[Key, Content]:
        """See above."""
        return self._slugs.staged

    @property
    def resolved(self) -> tuple[Complaint, ...]:
        """Failures that were overcome by trying again."""
        return (*self.sites.resolved, *self._slugs.resolved)

    def placed(self, manifest: Manifest) -> Manifest:
        """The manifest with the IDs of its collections and locales, as far as they are known; items in their order."""
        items = tuple(self._placed(item, manifest.places) for item in manifest.items)
        findings = {file: Findings(file) for file in manifest.files}
        is_too_much(items, findings)  # `all` may stand for many locales
        note_sites((item.collection for item in items), findings)
        self._tell_all(findings)
        return replace(joined(manifest.files, items, manifest.empty), places=manifest.places)

    def named(self, manifest: Manifest) -> Manifest:
        """A placed manifest, or a part of it, with the IDs of its items, as far as they are known."""
        unfound = [item for item in manifest.items if self._is_sought(item)]
        self._slugs.look_up(unfound, self._primary)
        items = tuple(self._named(item) if self._is_sought(item) else item for item in manifest.items)
        self._slugs.forget()
        # What is listed twice, once by its ID and once by its slug, or under a tag and under a cmsLocaleId.
        findings = {file: Findings(file) for file in manifest.files}
        note_repetitions([item for item in items if item.is_known], findings)
        self._tell_all(findings)
        if self._told:
            self._tell_unfound(manifest.files, items)
        return replace(manifest, items=items)

    def _placed(self, item: Item, places: Mapping[tuple[str, str], Place]) -> Item:
        if item.is_placed:
            return item
        key = item.place.file, item.collection.id, item.locales
        if key not in self._levels:
            self._levels[key] = self._level(item, places)
        level = self._levels[key]
        if isinstance(level, Failure):
            self._fail(item, level)
        if not isinstance(level, _Level):
            return item
        return replace(item, collection=level.collection, locales=level.locales)

    def _level(self, item: Item, places: Mapping[tuple[str, str], Place]) -> _Level | Failure | None:
        collection = item.collection
        site = self.sites.site_of(collection)
        if isinstance(site, Failure):
            return site
        if isinstance(site, Problem):
            self._tell(site)
            return None
        heading = None if collection.is_found else self.sites.found(collection, site)
        if isinstance(heading, Failure):
            return heading
        locales = self._locales(item, site, places)
        if isinstance(heading, Problem):
            self._tell(heading)
        if isinstance(heading, Problem) or locales is None:
            return None
        tags = {locale.id: locale.tag for locale in site.locales if locale.tag}
        found = replace(collection, site=site.id, tags=tags)
        if heading:
            found = replace(found, id=intern(heading.id), is_found=True, name=collection.name or heading.name)
        return _Level(found, locales)

    def _locales(self, item: Item, site: Site, places: Mapping[tuple[str, str], Place]) -> tuple[str, ...] | None:
        locales: list[str] = []
        is_right = True
        for text in item.locales:
            found = locale_ids(text, site)
            if isinstance(found, Problem):
                self._tell(replace(found, place=places.get((item.place.file, text), item.place)))
                is_right = False
            else:
                locales += found
        return tuple(dict.fromkeys(map(intern, locales))) if is_right else None

    def _is_sought(self, item: Item) -> bool:
        """Whether it is named by its slug, and its collection and locales are known."""
        return item.is_placed and not item.is_found

    def _primary(self, item: Item) -> str | None:
        """The cmsLocaleId of the primary locale of an item's site, None where that is not known."""
        site = self.sites.known.get(item.collection.site or "")
        return next((locale.id for locale in site.locales if locale.is_primary), None) if site else None

    def _named(self, item: Item) -> Item:
        found = self._slugs.id_of(item, self._primary(item))
        if isinstance(found, Failure):
            self._fail(item, found)
            return item
        return replace(item, id=intern(found), is_found=True)

    def _fail(self, item: Item, failure: Failure) -> None:
        for locale in item.locales or (None,):
            self.unread[*item.key, locale] = failure

    def _tell_unfound(self, files: Iterable[str], items: Iterable[Item]) -> None:
        """Tell which items are not known, too: without outcomes there is no other place for it."""
        findings = {file: Findings(file) for file in files}
        for item in items:
            failure = self.unread.get((*item.key, next(iter(item.locales), None)))
            if failure is not None:
                findings[item.place.file].add(item.place, f"{failure.message.rstrip('.')}.", failure.reason.hint)
        self._tell_all(findings)

    def _tell_all(self, findings: Mapping[str, Findings]) -> None:
        for found in findings.values():
            for problem in found.problems():
                self._tell(problem)

    def _tell(self, problem: Problem) -> None:
        self._told[problem] = None
