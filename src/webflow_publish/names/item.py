"""Items by their slugs, which are those of a locale each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import count

from webflow_publish.complaint import Complaint, complaints
from webflow_publish.manifest import Item
from webflow_publish.names.wording import nearest, shown
from webflow_publish.reason import Reason
from webflow_publish.text import counted, plain, quoted, titled
from webflow_publish.webflow import Content, Failure, SlugLookup, SlugSearch, Stage

_EXPLAINED = 100
"""Slugs that were not found and for which a name is looked for that was meant."""

_TOLD = 3
"""Locales that a message names."""

_Place = tuple[str, str | None]
"""ID of a collection, and cmsLocaleId."""

_Slug = tuple[str, str, tuple[str | None, ...]]
"""ID of the collection, slug, and the locales in which it is looked for, one after the other."""


class Slugs:
    """The search for items by slug.

    A slug is looked for in the locales of its item, in the order in which they are listed, and then in the primary one.
    The first that has it counts.

    Attributes:
        staged: What Webflow has staged of the items that were found, by collection ID, item ID and the locale in which
            the slug was found.
        resolved: Failures that were overcome by trying again.
    """

    def __init__(self, lookup: SlugLookup, keep: Callable[[Content], Content]) -> None:
        self._lookup = lookup
        self._keep = keep
        self._explained = 0
        self._found: dict[_Slug, str | Failure] = {}
        self._searches: dict[_Place, SlugSearch] = {}
        self.staged: dict[tuple[str, str, str | None], Content] = {}
        self.resolved: list[Complaint] = []

    def look_up(self, items: Sequence[Item], primary: Callable[[Item], str | None]) -> None:
        """Look items up that are named by their slugs, in collections that were found.

        Args:
            items: The items.
            primary: The cmsLocaleId of the primary locale of an item's site, None where that is not known.
        """
        left = {self._slug(item, primary(item)): item for item in items}
        for turn in count():
            if not left:
                return
            places: dict[_Place, dict[_Slug, Item]] = {}
            for slug, item in left.items():
                places.setdefault((slug[0], slug[2][turn]), {})[slug] = item
            left = self._look(places, {slug for slug in left if turn + 1 == len(slug[2])})

    def id_of(self, item: Item, primary: str | None) -> str | Failure:
        """The ID of an item that was looked up, or why it is not known."""
        return self._found[self._slug(item, primary)]

    def forget(self) -> None:
        """What `id_of` tells is known by now, and takes memory; `staged` stays."""
        self._found, self._searches = {}, {}

    def _slug(self, item: Item, primary: str | None) -> _Slug:
        # The primary locale is looked through once, whether it is named or not.
        others = () if item.locales and primary in item.locales else (None,)
        return item.collection.id, item.slug or item.id, (*item.locales, *others)

    def _look(self, places: dict[_Place, dict[_Slug, Item]], last: set[_Slug]) -> dict[_Slug, Item]:
        """Look slugs up, each in one locale; those that may yet be found in another one."""
        searches = [
            SlugSearch((collection_id, Stage.STAGED, locale), (slug[1] for slug in slugs), self._keep)
            for (collection_id, locale), slugs in places.items()
        ]
        self._lookup.look_up(searches)
        self._searches.update(zip(places, searches, strict=True))
        # What may yet be found in another locale needs no hint; what is not, has it from the first and the last one.
        lacking = (
            (slug[0], locale)
            for slugs, search in zip(places.values(), searches, strict=True)
            for slug in slugs
            if slug in last and slug[1] in search.missing
            for locale in (slug[2][0], slug[2][-1])
        )
        self._lookup.look_around(self._searches[place] for place in dict.fromkeys(lacking))
        left: dict[_Slug, Item] = {}
        for ((collection_id, locale), slugs), search in zip(places.items(), searches, strict=True):
            self.resolved += complaints(next(iter(slugs.values())).collection, search.overcome)
            found = search.found()
            for slug, item in slugs.items():
                if slug[1] in search.doubles:
                    self._found[slug] = _several(slug[1], search.doubles[slug[1]])
                elif content := found.items.get(slug[1]):
                    self._found[slug] = content.id
                    self.staged[collection_id, content.id, locale] = content
                elif failure := found.failures.get(slug[1]):
                    self._found[slug] = failure
                elif slug in last:
                    self._found[slug] = self._missing(slug, item)
                else:
                    left[slug] = item
        return left

    def _missing(self, slug: _Slug, item: Item) -> Failure:
        self._explained += 1
        close: dict[str, str | None] = {}
        for locale in dict.fromkeys((slug[2][-1], slug[2][0])) if self._explained <= _EXPLAINED else ():
            names = self._searches[slug[0], locale].names
            close = {each: names[each] for each in nearest(slug[1], names)} | close
        hint = f". Perhaps it is {', or '.join(shown(*each) for each in close.items())}" if close else ""
        tags = item.collection.tags
        named = [titled(tags.get(locale), locale) for locale in slug[2] if locale]
        where = f" in {', '.join(named[:_TOLD])}{', …' if len(named) > _TOLD else ''}" if named else ""
        primary = ", nor in the primary locale" if named and None in slug[2] else ""
        return _unfound(f"No item of this collection has the slug {quoted(slug[1])}{where}{primary}{hint}")


def _several(slug: str, items: Iterable[Content]) -> Failure:
    named = [shown(item.id, item.name) for item in items]
    return _unfound(
        f"The slug {quoted(slug)} is that of {counted(len(named), 'item')}: {', '.join(named)}. Write the ID of the "
        "one that is meant"
    )


def _unfound(message: str) -> Failure:
    return Failure(Reason.NOT_FOUND, plain(message), status=404)
