"""What Webflow has of an item in one locale, staged or live."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from sys import intern
from types import MappingProxyType
from typing import Any

from webflow_publish.frozen import value_class
from webflow_publish.text import cropped
from webflow_publish.webflow.value import LENGTH, identifier, item_ids, mapping, moment

LONGEST_NAME = 256
"""Characters of a name that are kept."""

_EMPTY: tuple[Any, ...] = ("", [], {})
_NO_FIELDS: Mapping[str, Any] = MappingProxyType({})
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


@value_class(frozen=True, slots=True)
class Content:
    """An item in one locale, as it is staged or as it is live.

    `locale` is its cmsLocaleId, None where Webflow does not tell. Times are in UTC. `fields` is Webflow's `fieldData`,
    or as much of it as is kept. `digest` stands for all of it: 64 hexadecimal characters, the same where the fields are
    the same. `name` is the item's name where that is a text: its first 256 characters, which is all that Webflow takes.
    `slug` is its part of its address, where that is a text.
    """

    id: str
    locale: str | None
    last_published: datetime | None
    last_updated: datetime | None
    is_archived: bool
    is_draft: bool
    fields: Mapping[str, Any]
    digest: str
    name: str | None = None
    slug: str | None = None

    @property
    def is_live(self) -> bool:
        """Whether visitors of the site can see some version of it."""
        return self.last_published is not None and not self.is_archived

    @property
    def is_published(self) -> bool:
        """Whether a staged item has nothing to publish. Where Webflow does not say when it was changed, it has."""
        if self.last_published is None or self.last_updated is None or self.is_draft or self.is_archived:
            return False
        return self.last_updated <= self.last_published

    def without_fields(self, like: Content | None = None) -> Content:
        """The same without its fields, to save memory; the digest is still that of all of them.

        `like` is another version that has the same digest, as the staged one of what is live: its texts are the same,
        and are in memory once.
        """
        return self._with(_NO_FIELDS, like or self)

    def for_publishing(self) -> Content:
        """The same with no more of its fields than a publish run looks at, to save memory: what may refer to items.

        Of a field that holds IDs of items, or a list of some, as `value.item_ids` finds them, these are kept. A plan
        that shows what differs needs all of the fields.
        """
        fields: dict[str, Any] = {}
        for slug, value in self.fields.items():
            # Most fields are texts of another length, and to see that here is quicker.
            if (type(value) is not str or len(value) == LENGTH) and (found := item_ids(value)):
                fields[slug] = _kept(found)
        return self._with(fields or _NO_FIELDS, self)

    def _with(self, fields: Mapping[str, Any], like: Content) -> Content:
        # dataclasses.replace takes twice the time, and this is done for every item.
        return Content(
            self.id,
            self.locale,
            self.last_published,
            self.last_updated,
            self.is_archived,
            self.is_draft,
            fields,
            like.digest,
            like.name,
            like.slug,
        )


def read_content(document: object) -> Content | None:
    """An item as the Data API writes it; None where it is none."""
    try:
        return _content(mapping(document))
    except (TypeError, ValueError, RecursionError):
        return None


def filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Field data without the fields that hold nothing: null, and empty texts and lists.

    They look the same to whoever visits the site, and Webflow may leave them out of the staged item or of the live one.
    """
    return {key: value for key, value in fields.items() if value or (value is not None and value not in _EMPTY)}


def digest(fields: Mapping[str, Any]) -> str:
    """The SHA-256 of what `filled` leaves of field data, in hexadecimal, whatever the order of the fields.

    It is that of the fields that are texts, whole numbers and truth values, each length before what it is the length
    of, and of the others as JSON with sorted keys: to write all of them as JSON would take several times longer.

    Raises:
        RecursionError: Where it is too deeply nested.
    """
    parts: list[str] = []
    others: dict[str, Any] = {}
    for slug, value in fields.items():
        if type(value) is str:
            if value:
                parts.append(f"{len(slug)}:{slug}{len(value)}:{value}")
        elif type(value) is bool or type(value) is int:
            parts.append(f"{len(slug)}:{slug}={value};")
        elif value or (value is not None and value not in _EMPTY):
            others[slug] = value
    parts.sort()
    if others:
        parts.append(_ENCODER.encode(others))
    # JSON may bring halves of surrogate pairs.
    return sha256("".join(parts).encode(errors="surrogatepass")).hexdigest()


def _content(document: Mapping[str, Any]) -> Content:
    """See read_content.

    Raises:
        TypeError, ValueError: Where something is not as it should be.
        RecursionError: Where the fields are too deeply nested.
    """
    item_id, fields = identifier(document.get("id")), document.get("fieldData")
    if item_id is None or not isinstance(fields, dict):
        raise ValueError("no ID, or no fields")
    name, slug = fields.get("name"), fields.get("slug")
    return Content(
        # The manifest has the same ID, and each answer brings it anew: one text will do for all.
        id=intern(item_id),
        locale=_locale(document.get("cmsLocaleId")),
        last_published=moment(document.get("lastPublished")),
        last_updated=moment(document.get("lastUpdated")),
        is_archived=_flag(document.get("isArchived", False)),
        is_draft=_flag(document.get("isDraft", False)),
        fields=fields,
        digest=digest(fields),
        name=cropped(name, LONGEST_NAME) if isinstance(name, str) else None,
        slug=slug if isinstance(slug, str) else None,
    )


def _kept(item_ids: Sequence[str]) -> str | list[str]:
    """The value of a reference field, without a list around one ID. Many items refer to the same few."""
    shared = [intern(each) for each in item_ids]
    return shared[0] if len(shared) == 1 else shared


@lru_cache(maxsize=256)
def _locale(value: object) -> str | None:
    locale = identifier(value)
    if value is not None and locale is None:
        raise ValueError("a locale is not an ID")
    return None if locale is None else intern(locale)


def _flag(value: object) -> bool:
    if value is not True and value is not False:
        raise TypeError("a flag is neither true nor false")
    return value
