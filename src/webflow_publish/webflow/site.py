"""A site: its names, its locales, and where its pages are."""

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
class Locale:
    """A locale of a site. `id` is its cmsLocaleId, which items carry; `subdirectory` is empty where it has none."""

    id: str
    tag: str
    name: str
    is_enabled: bool
    is_primary: bool
    subdirectory: str


@dataclass(frozen=True, slots=True)
class Site:
    """A site.

    Attributes:
        id: Its ID.
        domain: The host that its pages are on; None where it was not published to any that is known.
        locales: Its locales, the primary one first; none without Localization.
        name: What people call it; empty where Webflow does not say.
        short_name: The name of its subdomain of webflow.io; empty where Webflow does not say.
        domain_ids: The IDs of its own domains.
        is_published: Whether it was ever published.
        is_in_step: Whether those of its own domains to which it was published were published at the same time.
    """

    id: str
    domain: str | None
    locales: tuple[Locale, ...] = ()
    name: str = ""
    short_name: str = ""
    domain_ids: tuple[str, ...] = ()
    is_published: bool = False
    is_in_step: bool = True

    @property
    def subdirectories(self) -> dict[str, str]:
        """The first parts of the addresses in each enabled locale, by cmsLocaleId: empty for the primary one."""
        return {
            locale.id: locale.subdirectory
            for locale in self.locales
            if locale.is_primary or (locale.is_enabled and _SUBDIRECTORY.fullmatch(locale.subdirectory))
        }


def read_site(document: object) -> Site | None:
    """The answer of `GET /sites/{site_id}`, or an entry of that of `GET /sites`; None where it is none."""
    site = mapping(document)
    site_id = identifier(site.get("id"))
    if site_id is None:
        return None
    domains = [mapping(domain) for domain in sequence(site.get("customDomains"))]
    return Site(
        site_id,
        next(_domains(site), None),
        tuple(_locales(mapping(site.get("locales")))),
        text(site.get("displayName")),
        text(site.get("shortName")),
        tuple(domain_id for domain in domains if (domain_id := identifier(domain.get("id")))),
        _is_published(site),
        len({text(domain.get("lastPublished")) for domain in domains if _is_published(domain)}) <= 1,
    )


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


def _locales(locales: Mapping[str, Any]) -> Iterator[Locale]:
    """The primary locale counts as enabled: the OpenAPI description's own example calls it disabled."""
    primary = mapping(locales.get("primary"))
    if cms_locale_id := identifier(primary.get("cmsLocaleId")):
        yield _locale(cms_locale_id, primary, is_primary=True)
    for locale in map(mapping, sequence(locales.get("secondary"))):
        if cms_locale_id := identifier(locale.get("cmsLocaleId")):
            yield _locale(cms_locale_id, locale, is_primary=False)


def _locale(cms_locale_id: str, locale: Mapping[str, Any], *, is_primary: bool) -> Locale:
    tag = text(locale.get("tag"))
    return Locale(
        cms_locale_id,
        tag,
        text(locale.get("displayName")) or tag,
        is_enabled=is_primary or locale.get("enabled") is True,
        is_primary=is_primary,
        subdirectory="" if is_primary else text(locale.get("subdirectory")),
    )
