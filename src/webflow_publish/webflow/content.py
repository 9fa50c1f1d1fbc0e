"""What Webflow has of an item in one locale, staged or live."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from webflow_publish.text import cropped
from webflow_publish.webflow.value import identifier, mapping, moment

LONGEST_NAME = 256
"""Characters of a name that are kept."""

_LABELS = ("name", "slug")
_NOTHING: tuple[Any, ...] = ("", [], {})


@dataclass(frozen=True, slots=True)
class Content:
    """An item in one locale, as it is staged or as it is live.

    `locale` is its cmsLocaleId, None where Webflow does not tell. Times are in UTC. `fields` is Webflow's `fieldData`.
    `digest` stands for all of it: 64 hexadecimal characters, the same where the fields are the same.
    """

    id: str
    locale: str | None
    last_published: datetime | None
    last_updated: datetime | None
    is_archived: bool
    is_draft: bool
    fields: Mapping[str, Any]
    digest: str

    @property
    def name(self) -> str | None:
        """The item's name, where it is a text; its first 256 characters, which is all that Webflow takes."""
        name = self._label("name")
        return None if name is None else cropped(name, LONGEST_NAME)

    @property
    def slug(self) -> str | None:
        """The item's part of its address, where it is a text."""
        return self._label("slug")

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

    def without_fields(self) -> Content:
        """The same with no more than name and slug of its fields, to save memory; the digest is that of all."""
        return replace(self, fields={key: self.fields[key] for key in _LABELS if key in self.fields})

    def _label(self, key: str) -> str | None:
        value = self.fields.get(key)
        return value if isinstance(value, str) else None


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
    return {key: value for key, value in fields.items() if value is not None and value not in _NOTHING}


def digest(fields: Mapping[str, Any]) -> str:
    """The SHA-256 of what `filled` leaves of field data, in hexadecimal: of its JSON with sorted keys.

    Raises:
        RecursionError: Where it is too deeply nested.
    """
    return sha256(json.dumps(filled(fields), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _content(document: Mapping[str, Any]) -> Content:
    """See read_content.

    Raises:
        TypeError, ValueError: Where something is not as it should be.
        RecursionError: Where the fields are too deeply nested.
    """
    item_id, fields = identifier(document.get("id")), document.get("fieldData")
    if item_id is None or not isinstance(fields, dict):
        raise ValueError("no ID, or no fields")
    return Content(
        id=item_id,
        locale=_locale(document.get("cmsLocaleId")),
        last_published=moment(document.get("lastPublished")),
        last_updated=moment(document.get("lastUpdated")),
        is_archived=_flag(document, "isArchived"),
        is_draft=_flag(document, "isDraft"),
        fields=fields,
        digest=digest(fields),
    )


def _locale(value: object) -> str | None:
    locale = identifier(value)
    if value is not None and locale is None:
        raise ValueError("a locale is not an ID")
    return locale


def _flag(document: Mapping[str, Any], key: str) -> bool:
    value = document.get(key, False)
    if not isinstance(value, bool):
        raise TypeError("a flag is neither true nor false")
    return value
