"""What a request's body asks for, read as strictly as the service may: anything else is refused as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webflow_publish.sandbox.answer import RefusedError, error, invalid
from webflow_publish.sandbox.seed.model import ID

LIMIT = 100
"""The most item x locale in one request: the cap of every bulk endpoint of the Data API."""


@dataclass(frozen=True, slots=True)
class RequestedItem:
    """An item to publish or unpublish. No `locales` means the primary one."""

    id: str
    locales: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemUpdate:
    """An update of an item's staged content in one locale, None for the primary one; flags of None stay as they are."""

    locale: str | None
    fields: Mapping[str, Any]
    archived: bool | None
    draft: bool | None


@dataclass(frozen=True, slots=True)
class SitePublish:
    """The custom domains to publish a site to, by ID, and whether to publish to the webflow.io subdomain."""

    domains: tuple[str, ...]
    subdomain: bool


def items_to_publish(body: Any) -> tuple[RequestedItem, ...]:
    """Read the body of a publish request: exactly one of `itemIds` and `items`.

    Raises:
        RefusedError: With 400 where the shape is any other.
    """
    keys = _keys(body, {"itemIds", "items"})
    if len(keys) != 1:
        raise RefusedError(invalid("Provide exactly one of 'itemIds' and 'items'."))
    if keys == {"itemIds"}:
        return _bounded([RequestedItem(_identifier(item, "itemIds")) for item in _list(body["itemIds"], "itemIds")])
    return _bounded([_requested_item(item) for item in _list(body["items"], "items")])


def items_to_unpublish(body: Any) -> tuple[RequestedItem, ...]:
    """Read the body of an unpublish request: `items`.

    Raises:
        RefusedError: With 400 where the shape is any other.
    """
    if not _keys(body, {"items"}):
        raise RefusedError(invalid("'items' is required."))
    return _bounded([_requested_item(item) for item in _list(body["items"], "items")])


def item_update(body: Any, identifier: str, known: frozenset[str]) -> ItemUpdate:
    """Read the body of an update of an item; `known` are the slugs of the collection's fields.

    Raises:
        RefusedError: With 400 where the shape is any other, the ID is another one, or a field is not known.
    """
    _keys(body, {"id", "cmsLocaleId", "isArchived", "isDraft", "fieldData"})
    if body.get("id", identifier) != identifier:
        raise RefusedError(invalid("'id' is not the ID in the path."))
    fields = body.get("fieldData", {})
    if not isinstance(fields, dict):
        raise RefusedError(invalid("'fieldData' must be an object."))
    if unknown := sorted(set(fields) - known):
        raise RefusedError(invalid(*(f"Field '{field}' is not in the collection's schema." for field in unknown)))
    locale = body.get("cmsLocaleId")
    return ItemUpdate(
        locale=None if locale is None else _identifier(locale, "cmsLocaleId"),
        fields=fields,
        archived=_flag(body, "isArchived"),
        draft=_flag(body, "isDraft"),
    )


def site_publish(body: Any, known: frozenset[str]) -> SitePublish:
    """Read the body of a site publish; `known` are the IDs of the site's custom domains.

    Raises:
        RefusedError: With 400 where neither a domain nor the subdomain is asked for, or a domain is not the site's.
    """
    _keys(body, {"customDomains", "publishToWebflowSubdomain"})
    domains = body.get("customDomains", [])
    if not isinstance(domains, list):
        raise RefusedError(invalid("'customDomains' must be an array."))
    identifiers = tuple(_identifier(domain, "customDomains") for domain in domains)
    if unknown := sorted(set(identifiers) - known):
        details = [f"Domain {domain} does not belong to the site." for domain in unknown]
        raise RefusedError(error(400, "invalid_domain", "Please send a valid custom domain ID", details))
    subdomain = _flag(body, "publishToWebflowSubdomain") or False
    if not identifiers and not subdomain:
        raise RefusedError(error(400, "no_domains", "No domain IDs provided"))
    return SitePublish(identifiers, subdomain)


def _keys(body: Any, known: set[str]) -> set[str]:
    if not isinstance(body, dict):
        raise RefusedError(invalid("The body must be an object."))
    if unknown := sorted(set(body) - known):
        raise RefusedError(invalid(*(f"'{key}' is not a known property." for key in unknown)))
    return set(body)


def _requested_item(item: Any) -> RequestedItem:
    if not isinstance(item, dict):
        raise RefusedError(invalid("Each entry of 'items' must be an object with an 'id'."))
    _keys(item, {"id", "cmsLocaleIds"})
    identifier = _identifier(item.get("id"), "items.id")
    if "cmsLocaleIds" not in item:
        return RequestedItem(identifier)
    locales = [_identifier(locale, "cmsLocaleIds") for locale in _list(item["cmsLocaleIds"], "cmsLocaleIds")]
    _distinct(locales)
    return RequestedItem(identifier, tuple(locales))


def _bounded(items: Sequence[RequestedItem]) -> tuple[RequestedItem, ...]:
    _distinct([item.id for item in items])
    count = sum(len(item.locales) or 1 for item in items)
    if count > LIMIT:
        raise RefusedError(invalid(f"At most {LIMIT} items may be sent at once, counted in each locale; got {count}."))
    return tuple(items)


def _distinct(identifiers: Sequence[str]) -> None:
    if twice := sorted(identifier for identifier, count in Counter(identifiers).items() if count > 1):
        raise RefusedError(invalid(*(f"ID {identifier} is given more than once." for identifier in twice)))


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise RefusedError(invalid(f"'{what}' must be an array with at least one entry."))
    return value


def _identifier(value: Any, what: str) -> str:
    if isinstance(value, str) and ID.fullmatch(value):
        return value
    raise RefusedError(invalid(f"'{what}' must hold IDs of 24 hexadecimal characters; got {value!r:.60}."))


def _flag(body: Mapping[str, Any], key: str) -> bool | None:
    value = body.get(key)
    if value is None or isinstance(value, bool):
        return value
    raise RefusedError(invalid(f"'{key}' must be true or false."))
