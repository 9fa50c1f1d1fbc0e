"""Reads the sites of a seed, with their locales, domains, and collections."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from webflow_publish.sandbox.seed import keys
from webflow_publish.sandbox.seed.entry import Entry
from webflow_publish.sandbox.seed.item import read_items
from webflow_publish.sandbox.seed.model import Collection, Domain, Field, Locale, Option, Site, derived

FIELD_TYPES = frozenset(
    {
        *("Color", "DateTime", "Email", "ExtFileRef", "File", "Image", "Link", "MultiImage", "MultiReference"),
        *("Number", "Option", "Phone", "PlainText", "Reference", "RichText", "Switch", "VideoLink"),
    },
)
"""The field types of the OpenAPI description."""

_CREATED = datetime(2025, 9, 1, 9, tzinfo=UTC)
_PUBLISHED = datetime(2026, 11, 2, 9, tzinfo=UTC)
_REFERENCES = frozenset({"Reference", "MultiReference"})


def read_site(entry: Entry) -> Site:
    """Read one site; `last-published: null` is a site that was never published."""
    name = entry.text("name", "Sandbox")
    locales = _locales(entry)
    published = entry.moment("last-published", _PUBLISHED)
    return Site(
        id=entry.identifier("id"),
        name=name,
        short_name=entry.text("short-name", slug(name)),
        time_zone=entry.text("time-zone", "America/Toronto"),
        created_on=_CREATED,
        last_published=published,
        locales=locales,
        domains=tuple(
            Domain(domain.identifier("id"), domain.text("url"), domain.moment("last-published", published))
            for domain in entry.mappings("custom-domains", keys.DOMAIN)
        ),
        collections=tuple(
            _collection(collection, locales) for collection in entry.mappings("collections", keys.COLLECTION)
        ),
    )


def slug(name: str) -> str:
    """A name as a part of a URL: lower-case, with dashes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _locales(entry: Entry) -> tuple[Locale, ...]:
    locales = entry.mapping("locales", keys.LOCALES)
    if locales is None:
        return ()
    primary = locales.mapping("primary", keys.LOCALE)
    if primary is None:
        locales.problem("primary", "`locales` needs a `primary` one; leave `locales` out for a site without any.")
        return ()
    secondary = locales.mappings("secondary", keys.LOCALE)
    return (_locale(primary, ""), *(_locale(locale, locale.text("tag", "").lower()) for locale in secondary))


def _locale(entry: Entry, subdirectory: str) -> Locale:
    cms_locale_id = entry.identifier("cms-locale-id")
    tag = entry.text("tag")
    return Locale(
        id=entry.identifier("id", derived("locale", cms_locale_id)),
        cms_locale_id=cms_locale_id,
        tag=tag,
        name=entry.text("name", tag),
        subdirectory=entry.text("subdirectory", subdirectory),
        enabled=entry.flag("enabled", default=True),
    )


def _collection(entry: Entry, locales: tuple[Locale, ...]) -> Collection:
    identifier = entry.identifier("id")
    name = entry.text("name")
    singular = entry.text("singular-name", name.removesuffix("s"))
    basics = (
        Field(derived(identifier, "name"), "name", "Name", "PlainText", required=True, collection=None),
        Field(derived(identifier, "slug"), "slug", "Slug", "PlainText", required=True, collection=None),
    )
    fields = (*basics, *(_field(field, identifier) for field in entry.mappings("fields", keys.FIELD)))
    known = {field.slug: field for field in fields}
    items = entry.mappings("items", keys.ITEM)
    return Collection(
        id=identifier,
        name=name,
        singular_name=singular,
        slug=entry.text("slug", slug(name)),
        structure_changed=entry.flag("structure-changed", default=False),
        fields=fields,
        variants=tuple(variant for item in items for variant in read_items(item, locales, known)),
    )


def _field(entry: Entry, collection: str) -> Field:
    name = entry.text("slug")
    kind = entry.text("type", "PlainText")
    if kind not in FIELD_TYPES:
        entry.problem("type", f"`{kind}` is not a field type of Webflow's; there are {', '.join(sorted(FIELD_TYPES))}.")
    if (kind in _REFERENCES) != ("collection" in entry):
        entry.problem("collection", "`collection` goes with the types Reference and MultiReference, and no other.")
    identifier = derived(collection, name)
    options = tuple(_option(option, identifier) for option in entry.mappings("options", keys.OPTION))
    if options and kind != "Option":
        entry.problem("options", "`options` goes with the type Option, and no other.")
    return Field(
        id=identifier,
        slug=name,
        name=entry.text("name", name.replace("-", " ").capitalize()),
        type=kind,
        required=entry.flag("required", default=False),
        collection=entry.identifier("collection") if "collection" in entry else None,
        options=options,
    )


def _option(entry: Entry, field: str) -> Option:
    name = entry.text("name")
    return Option(entry.identifier("id", derived(field, name)), name)
