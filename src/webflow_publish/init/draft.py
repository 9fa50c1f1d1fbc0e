"""A first manifest as text: what a site has, with names as comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from webflow_publish import __project__
from webflow_publish.init.entry import Entry, Listing, Locale, Standing
from webflow_publish.init.scalar import comment, commented, scalar
from webflow_publish.manifest.identifier import Kind, amiss, is_identifier
from webflow_publish.manifest.model import ALL
from webflow_publish.manifest.name import is_name
from webflow_publish.webflow import Heading, Site
from webflow_publish.webflow import Locale as SiteLocale

_FILES = __project__.replace("github.com", "raw.githubusercontent.com")
SCHEMA_LINE = f"# yaml-language-server: $schema={_FILES}/main/src/webflow_publish/manifest/schema.json"
"""By this line editors complete the keys of a manifest, and tell what is wrong."""

_HELD = {
    Standing.DRAFT: "Drafts, left out. Take the # away from those that are to go live:",
    Standing.ARCHIVED: "Archived, left out. Webflow does not publish them:",
}


def draft(site: Site, listings: Sequence[Listing]) -> str:
    """The manifest that lists what the listings list, in the locales in which they do.

    The locales that most items have stand at the top, or at their collection; on a site with one locale, none is named.
    """
    writer = _Writer(site, listings)
    return "".join(f"{line}\n" for line in writer.lines(listings))


def readable(text: str, kind: Kind) -> bool:
    """Whether a name can stand where an ID may stand, too, and is read as this name."""
    return not is_identifier(text) and is_name(text, kind) and amiss(text, kind) is None


@dataclass(frozen=True, slots=True)
class _Reference:
    """What says which one is meant: a text, and the key that it needs; none where it may stand alone."""

    text: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.key}: {scalar(self.text)}" if self.key else scalar(self.text)

    @property
    def keyed(self) -> str:
        """With a key in any case."""
        return str(self) if self.key else f"{'id' if is_identifier(self.text) else 'slug'}: {scalar(self.text)}"


class _Writer:
    def __init__(self, site: Site, listings: Iterable[Listing]) -> None:
        self._site = site
        self._tags = _tags(site.locales)
        self._slugs = Counter(listing.heading.slug for listing in listings)

    def lines(self, listings: Sequence[Listing]) -> Iterator[str]:
        """All lines."""
        site = self._site.short_name if readable(self._site.short_name, Kind.SITE) else self._site.id
        yield SCHEMA_LINE
        yield "version: 1"
        yield commented(f"site: {scalar(site)}", self._site.name)
        usual = _usual(entry for listing in listings for entry in listing.entries)
        if usual and usual != (None,):
            yield f"locales: {self._locales(usual)}"
        yield "collections:"
        for listing in listings:
            yield from self._collection(listing, usual)

    def _collection(self, listing: Listing, inherited: tuple[Locale, ...] | None) -> Iterator[str]:
        listed = listing.having(Standing.LISTED)
        if not listed:
            yield from self._left_out(listing)
            return
        if title := comment(listing.heading.name):
            yield f"  {title}"
        yield f"  - {self._heading(listing.heading)}"
        usual = _usual(listed)
        if usual and usual != inherited:
            yield f"    locales: {self._locales(usual)}"
        yield "    items:"
        for entry in listed:
            yield from self._entry(entry, usual)
        for standing, why in _HELD.items():
            held = listing.having(standing)
            if held:
                yield f"      # {why}"
            for entry in held:
                yield f"      # - {commented(str(_item(entry)), entry.name)}"

    def _left_out(self, listing: Listing) -> Iterator[str]:
        """A collection of which nothing is listed: a manifest has no place for one without items."""
        name = listing.heading.name
        if not listing.entries:
            yield f"  {comment(f'It has no items: {name}')}"
            yield f"  # - {self._heading(listing.heading)}"
            return
        yield f"  {comment(f'Left out, because it has only drafts and archived items: {name}')}"
        yield f"  # - {self._heading(listing.heading)}"
        yield "  #   items:"
        for standing in _HELD:
            for entry in listing.having(standing):
                yield f"  #     - {commented(str(_item(entry)), f'{standing.value} {entry.name}')}"

    def _entry(self, entry: Entry, inherited: tuple[Locale, ...] | None) -> Iterator[str]:
        reference = _item(entry)
        told = "; ".join(filter(None, [entry.name, *self._elsewhere(entry)]))
        if entry.locales == inherited:
            yield f"      - {commented(str(reference), told)}"
            return
        yield f"      - {commented(reference.keyed, told)}"
        yield f"        locales: {self._locales(entry.locales)}"

    def _elsewhere(self, entry: Entry) -> Iterator[str]:
        """In which locales it is not listed, and why."""
        for locale, standing in entry.standings.items():
            if standing is not Standing.LISTED:
                yield f"{standing.value} in {self._tag(locale)}"

    def _heading(self, heading: Heading) -> str:
        is_fit = is_name(heading.slug, Kind.COLLECTION) and not is_identifier(heading.slug)
        is_own = self._slugs[heading.slug] == 1
        return str(_Reference(heading.slug, "slug") if is_fit and is_own else _Reference(heading.id, "id"))

    def _locales(self, locales: tuple[Locale, ...]) -> str:
        return f"[{', '.join(scalar(self._tag(locale)) for locale in locales)}]"

    def _tag(self, locale: Locale) -> str:
        return self._tags.get(locale, locale or "")


def _usual(entries: Iterable[Entry]) -> tuple[Locale, ...] | None:
    """The locales that most of what is listed has; None where nothing is listed."""
    counts = Counter(locales for entry in entries if (locales := entry.locales))
    return counts.most_common(1)[0][0] if counts else None


def _item(entry: Entry) -> _Reference:
    """By its slug, if that is read as this slug; else by its ID, which a slug that looks like an ID could be, too."""
    slug = entry.slug
    if slug is None or is_identifier(slug) or not is_name(slug, Kind.ITEM):
        return _Reference(entry.id)
    return _Reference(slug, "" if readable(slug, Kind.ITEM) else "slug")


def _tags(locales: Sequence[SiteLocale]) -> Mapping[Locale, str]:
    """The tags of locales by their cmsLocaleIds, as far as they are read as these tags."""
    counts = Counter(locale.tag.lower() for locale in locales)
    return {
        locale.id: locale.tag
        for locale in locales
        if locale.tag.lower() != ALL and counts[locale.tag.lower()] == 1 and readable(locale.tag, Kind.LOCALE)
    }
