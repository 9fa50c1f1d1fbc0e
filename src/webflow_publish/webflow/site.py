"""A site, as far as the addresses of its pages need it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from webflow_publish.webflow.value import identifier, mapping, moment, sequence, text

WEBFLOW_DOMAIN = "webflow.io"
"""Where every site has a subdomain, named by its `shortName`."""

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_SHORT_NAME = re.compile(_LABEL)
# No host of digits alone, nor any that could be taken for an address of a network.
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}")
_SUBDIRECTORY = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Site:
    """A site.

    `domain` is the host that its pages are on, None where it was not published to any that is known.
    `subdirectories` are the first parts of the addresses in each enabled locale, by cmsLocaleId: empty for the primary
    one. There are none without Localization.
    """

    id: str
    domain: str | None
    subdirectories: Mapping[str, str]


def read_site(document: object) -> Site | None:
    """The answer of `GET /sites/{site_id}`; None where it is none."""
    site = mapping(document)
    site_id = identifier(site.get("id"))
    if site_id is None:
        return None
    return Site(site_id, next(_domains(site), None), dict(_subdirectories(mapping(site.get("locales")))))


def page_address(site: Site, collection_slug: str, item_slug: str, locale: str | None) -> str | None:
    """The address of an item's page; None where something is not known that it is made of.

    `locale` is a cmsLocaleId, None for the primary one. Whether the collection has pages at all, nobody can tell: the
    Data API does not (source: the OpenAPI description).
    """
    subdirectory = "" if locale is None else site.subdirectories.get(locale)
    if site.domain is None or subdirectory is None:
        return None
    if not all(slug and slug not in {".", ".."} for slug in (collection_slug, item_slug)):
        return None
    try:
        parts = [quote(part, safe="") for part in (subdirectory, collection_slug, item_slug) if part]
    except UnicodeEncodeError:
        return None
    return "/".join((f"https://{site.domain}", *parts))


def _domains(site: Mapping[str, Any]) -> Iterator[str]:
    """The hosts that the site was published to: its own ones first, as Webflow orders them."""
    for domain in map(mapping, sequence(site.get("customDomains"))):
        host = text(domain.get("url")).lower().removeprefix("https://").removeprefix("http://").removesuffix("/")
        if _is_published(domain) and _HOST.fullmatch(host):
            yield host
    short_name = text(site.get("shortName")).lower()
    if _is_published(site) and _SHORT_NAME.fullmatch(short_name):
        yield f"{short_name}.{WEBFLOW_DOMAIN}"


def _is_published(place: Mapping[str, Any]) -> bool:
    try:
        return moment(place.get("lastPublished")) is not None
    except ValueError:
        return False


def _subdirectories(locales: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The primary locale counts as enabled: the OpenAPI description's own example calls it disabled."""
    if primary := identifier(mapping(locales.get("primary")).get("cmsLocaleId")):
        yield primary, ""
    for locale in map(mapping, sequence(locales.get("secondary"))):
        cms_locale_id, subdirectory = identifier(locale.get("cmsLocaleId")), text(locale.get("subdirectory"))
        if cms_locale_id and locale.get("enabled") is True and _SUBDIRECTORY.fullmatch(subdirectory):
            yield cms_locale_id, subdirectory
