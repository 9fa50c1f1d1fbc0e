"""How sites, collections and items look in the Data API's JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from webflow_publish.sandbox.seed.model import Collection, Domain, Field, Locale, Site, derived
from webflow_publish.sandbox.variant import Variant


def timestamp(moment: datetime | None) -> str | None:
    """A time as Webflow writes it: ISO 8601 in UTC with milliseconds; None stays None."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def site(site: Site, published: datetime | None, domains: dict[str, datetime | None]) -> dict[str, Any]:
    """A site; `published` and `domains` (by ID) tell when it was last published, and to where."""
    return {
        "id": site.id,
        "workspaceId": derived("workspace", site.id),
        "createdOn": timestamp(site.created_on),
        "displayName": site.name,
        "shortName": site.short_name,
        "lastPublished": timestamp(published),
        "lastUpdated": timestamp(max(site.created_on, published or site.created_on)),
        "previewUrl": f"https://{site.short_name}.webflow.io/preview.png",
        "timeZone": site.time_zone,
        "parentFolderId": None,
        "customDomains": [domain(entry, domains[entry.id]) for entry in site.domains],
        "locales": _locales(site),
        "dataCollectionEnabled": False,
        "dataCollectionType": "disabled",
    }


def domain(domain: Domain, published: datetime | None) -> dict[str, Any]:
    """A custom domain of a site."""
    return {"id": domain.id, "url": domain.url, "lastPublished": timestamp(published)}


def collection(collection: Collection, created: datetime) -> dict[str, Any]:
    """A collection as lists of collections have it, without its fields. The API gives no site ID here."""
    return {
        "id": collection.id,
        "displayName": collection.name,
        "singularName": collection.singular_name,
        "slug": collection.slug,
        "createdOn": timestamp(created),
        "lastUpdated": timestamp(created),
    }


def fields(collection: Collection) -> list[dict[str, Any]]:
    """The fields of a collection; references tell the collection they point to, an Option its choices."""
    return [_field(field) for field in collection.fields]


def staged(variant: Variant) -> dict[str, Any]:
    """An item as it is staged, in one locale; `cmsLocaleId` is absent without Localization."""
    return _item(variant) | {"isDraft": variant.is_draft, "fieldData": dict(variant.staged)}


def live(variant: Variant) -> dict[str, Any]:
    """An item as it is on the live site, in one locale."""
    return _item(variant) | {
        "lastUpdated": timestamp(variant.last_published),
        "isArchived": False,
        "isDraft": False,
        "fieldData": dict(variant.live or {}),
    }


def _item(variant: Variant) -> dict[str, Any]:
    locale = {} if variant.locale is None else {"cmsLocaleId": variant.locale}
    return {
        "id": variant.id,
        **locale,
        "lastPublished": timestamp(variant.last_published),
        "lastUpdated": timestamp(variant.last_updated),
        "createdOn": timestamp(variant.created_on),
        "isArchived": variant.is_archived,
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "id": field.id,
        "isEditable": True,
        "isRequired": field.required,
        "type": field.type,
        "slug": field.slug,
        "displayName": field.name,
        "helpText": "",
        "validations": _validations(field),
    }


def _validations(field: Field) -> dict[str, Any] | None:
    if field.refers:
        return {"collectionId": field.collection}
    return {"options": [{"id": option.id, "name": option.name} for option in field.options]} if field.options else None


def _locales(site: Site) -> dict[str, Any] | None:
    if not site.locales:
        return None
    primary, *secondary = [_locale(locale) for locale in site.locales]
    return {"primary": primary, "secondary": secondary}


def _locale(locale: Locale) -> dict[str, Any]:
    return {
        "id": locale.id,
        "cmsLocaleId": locale.cms_locale_id,
        "enabled": locale.enabled,
        "displayName": locale.name,
        "displayImageId": None,
        "redirect": False,
        "subdirectory": locale.subdirectory,
        "tag": locale.tag,
    }
