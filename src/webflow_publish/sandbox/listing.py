"""Lists of items: which of them, in which order, and which page, as the query says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from webflow_publish.sandbox.answer import RefusedError, invalid
from webflow_publish.sandbox.seed.model import Filter, Site
from webflow_publish.sandbox.variant import Variant

PAGE = 100
"""The most items of a page, and the default."""

ID_FILTER = "filter[id][in]"

_DATES: Mapping[str, Callable[[Variant], datetime | None]] = {
    "createdOn": lambda variant: variant.created_on,
    "lastPublished": lambda variant: variant.last_published,
    "lastUpdated": lambda variant: variant.last_updated,
}
_BOUND = re.compile(r"(createdOn|lastPublished|lastUpdated)\[(gte|lte)\]")
_PLAIN = frozenset({"limit", "offset", "cmsLocaleId", "name", "slug", "sortBy", "sortOrder", ID_FILTER})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

Content = Callable[[Variant], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list; `total` counts the whole list."""

    variants: Sequence[Variant]
    limit: int
    offset: int
    total: int


def listed(variants: Iterable[Variant], query: Mapping[str, str], site: Site, mode: Filter, content: Content) -> Page:
    """The page that a query asks for.

    `content` gives a variant's field data, staged or live, for the filters `name` and `slug`.

    Raises:
        RefusedError: With 400 where a parameter is not known or has a wrong value.
    """
    unknown = sorted(key for key in query if key not in _PLAIN and not _BOUND.fullmatch(key))
    if unknown or (ID_FILTER in query and mode is Filter.REFUSED):
        raise RefusedError(invalid(*(f"'{key}' is not a known query parameter." for key in unknown or [ID_FILTER])))
    limit, offset = _number(query, "limit", PAGE), _number(query, "offset", 0)
    if not 1 <= limit <= PAGE:
        raise RefusedError(invalid(f"'limit' must be between 1 and {PAGE}."))
    places = locales(query, site)
    identifiers = _identifiers(query) if mode is Filter.HONOURED else None
    found = [
        variant
        for variant in variants
        if variant.locale in places and (identifiers is None or variant.id in identifiers)
    ]
    for key, value in query.items():
        if key in {"name", "slug"} and value:
            found = [variant for variant in found if content(variant)[key] == value]
        elif bound := _BOUND.fullmatch(key):
            found = _within(found, bound[1], bound[2], value)
    ordered = _sorted(found, query, content)
    return Page(ordered[offset : offset + limit], limit, offset, len(ordered))


def locales(query: Mapping[str, str], site: Site) -> tuple[str | None, ...]:
    """The locales that `cmsLocaleId` names in its comma list, or else the primary one.

    Raises:
        RefusedError: With 400 where one of them is not the site's.
    """
    wanted = [entry for entry in query.get("cmsLocaleId", "").split(",") if entry]
    known = {locale.cms_locale_id for locale in site.locales}
    if unknown := sorted(set(wanted) - known):
        raise RefusedError(invalid(*(f"Locale {locale} does not exist on this site." for locale in unknown)))
    return tuple(wanted) or (site.primary,)


def _identifiers(query: Mapping[str, str]) -> frozenset[str] | None:
    if ID_FILTER not in query:
        return None
    identifiers = query[ID_FILTER].split(",")
    if len(identifiers) > PAGE:
        raise RefusedError(invalid(f"'{ID_FILTER}' takes at most {PAGE} values."))
    return frozenset(identifiers)


def _number(query: Mapping[str, str], key: str, default: int) -> int:
    text = query.get(key) or str(default)
    if text.isascii() and text.isdigit():
        return int(text)
    raise RefusedError(invalid(f"'{key}' must be a whole number, 0 or more."))


def _within(variants: Sequence[Variant], key: str, bound: str, value: str) -> list[Variant]:
    try:
        limit = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise RefusedError(invalid(f"'{key}[{bound}]' must be an ISO 8601 time.")) from problem
    dated = [(variant, _DATES[key](variant)) for variant in variants]
    return [
        variant
        for variant, moment in dated
        if moment is not None and (moment >= limit if bound == "gte" else moment <= limit)
    ]


def _sorted(variants: list[Variant], query: Mapping[str, str], content: Content) -> list[Variant]:
    key, order = query.get("sortBy"), query.get("sortOrder") or "asc"
    if order not in {"asc", "desc"}:
        raise RefusedError(invalid("'sortOrder' must be 'asc' or 'desc'."))
    if not key:
        return variants
    if key in {"name", "slug"}:
        return sorted(variants, key=lambda variant: str(content(variant)[key]), reverse=order == "desc")
    if key not in _DATES:
        raise RefusedError(invalid(f"'sortBy' must be one of {', '.join([*_DATES, 'name', 'slug'])}."))
    return sorted(variants, key=lambda variant: _DATES[key](variant) or _LONG_AGO, reverse=order == "desc")
