"""Reads the sites of a seed, with their locales, domains, and collections."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

from webflow_publish.sandbox.form import Form
from webflow_publish.sandbox.seed import Collection, Domain, Field, Locale, Site
from webflow_publish.sandbox.stock import ITEM_KEYS, read_items

SITE_KEYS = ("id", "name", "short-name", "time-zone", "last-published", "locales", "custom-domains", "collections")

FIELD_TYPES = frozenset(
    {
        *("Color", "DateTime", "Email", "ExtFileRef", "File", "Image", "Link", "MultiImage", "MultiReference"),
        *("Number", "Option", "Phone", "PlainText", "Reference", "RichText", "Switch", "VideoLink"),
    },
)
"""The field types of the OpenAPI description."""

_CREATED = datetime(2025, 9, 1, 9, tzinfo=UTC)
_PUBLISHED = datetime(2026, 11, 2, 9, tzinfo=UTC)
_LOCALE_KEYS = ("id", "cms-locale-id", "tag", "name", "subdirectory", "enabled")
_COLLECTION_KEYS = ("id", "name", "singular-name", "slug", "structure-changed", "fields", "items")
_FIELD_KEYS = ("slug", "name", "type", "required", "collection")
_REFERENCES = frozenset({"Reference", "MultiReference"})


def read_site(form: Form) -> Site:
    """Read one site; `last-published: null` is a site that was never published."""
    name = form.text("name", "Sandbox")
    locales = _locales(form)
    published = form.moment("last-published", _PUBLISHED)
    return Site(
        id=form.identifier("id"),
        name=name,
        short_name=form.text("short-name", slug(name)),
        time_zone=form.text("time-zone", "America/Toronto"),
        created_on=_CREATED,
        last_published=published,
        locales=locales,
        domains=tuple(
            Domain(domain.identifier("id"), domain.text("url"), domain.moment("last-published", published))
            for domain in form.forms("custom-domains", ("id", "url", "last-published"))
        ),
        collections=tuple(
            _collection(collection, locales) for collection in form.forms("collections", _COLLECTION_KEYS)
        ),
    )


def slug(name: str) -> str:
    """A name as a part of a URL: lower-case, with dashes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _locales(form: Form) -> tuple[Locale, ...]:
    locales = form.form("locales", ("primary", "secondary"))
    if locales is None:
        return ()
    primary = locales.form("primary", _LOCALE_KEYS)
    if primary is None:
        locales.problem("primary", "`locales` needs a `primary` one; leave `locales` out for a site without any.")
        return ()
    return (_locale(primary, ""), *(_locale(form, form.text("tag", "").lower()) for form in _secondary(locales)))


def _secondary(locales: Form) -> list[Form]:
    return list(locales.forms("secondary", _LOCALE_KEYS))


def _locale(form: Form, subdirectory: str) -> Locale:
    cms_locale_id = form.identifier("cms-locale-id")
    tag = form.text("tag")
    return Locale(
        id=form.identifier("id", derived("locale", cms_locale_id)),
        cms_locale_id=cms_locale_id,
        tag=tag,
        name=form.text("name", tag),
        subdirectory=form.text("subdirectory", subdirectory),
        enabled=form.flag("enabled", default=True),
    )


def _collection(form: Form, locales: tuple[Locale, ...]) -> Collection:
    identifier = form.identifier("id")
    name = form.text("name")
    singular = form.text("singular-name", name.removesuffix("s"))
    basics = (
        Field(derived(identifier, "name"), "name", "Name", "PlainText", required=True, collection=None),
        Field(derived(identifier, "slug"), "slug", "Slug", "PlainText", required=True, collection=None),
    )
    fields = (*basics, *(_field(field, identifier) for field in form.forms("fields", _FIELD_KEYS)))
    known = frozenset(field.slug for field in fields)
    items = form.forms("items", ITEM_KEYS)
    return Collection(
        id=identifier,
        name=name,
        singular_name=singular,
        slug=form.text("slug", slug(name)),
        structure_changed=form.flag("structure-changed", default=False),
        fields=fields,
        variants=tuple(variant for item in items for variant in read_items(item, locales, known)),
    )


def _field(form: Form, collection: str) -> Field:
    name = form.text("slug")
    kind = form.text("type", "PlainText")
    if kind not in FIELD_TYPES:
        form.problem("type", f"`{kind}` is not a field type of Webflow's; there are {', '.join(sorted(FIELD_TYPES))}.")
    if (kind in _REFERENCES) != ("collection" in form):
        form.problem("collection", "`collection` goes with the types Reference and MultiReference, and no other.")
    return Field(
        id=derived(collection, name),
        slug=name,
        name=form.text("name", name.replace("-", " ").capitalize()),
        type=kind,
        required=form.flag("required", default=False),
        collection=form.identifier("collection") if "collection" in form else None,
    )


def derived(*parts: str) -> str:
    """An ID made from other IDs and names, always the same: a seed need not spell out every one."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:24]
