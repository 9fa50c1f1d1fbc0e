"""One item in one locale, as the JSON report of an earlier run tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from sys import intern
from typing import Any, TypeVar

from webflow_publish.change import Change
from webflow_publish.frozen import value_class
from webflow_publish.manifest import Wanted
from webflow_publish.manifest.identifier import Kind, is_identifier
from webflow_publish.manifest.name import is_name
from webflow_publish.outcome import Status
from webflow_publish.problem import Place
from webflow_publish.reason import Reason
from webflow_publish.state import Key
from webflow_publish.text import cropped

Value = TypeVar("Value")

_DIGEST_LENGTH = 64
_NAME_LIMIT = 256
"""Characters of a name that are kept: Webflow takes no longer one, and the manifest neither."""

_STATUSES = {status.value: status for status in Status}
_CHANGES = {change.value: change for change in Change}
_REASONS = {reason.value: reason for reason in Reason}
_STATES = {wanted.value: wanted for wanted in Wanted}


@value_class(frozen=True, slots=True)
class Entry:
    """One item in one locale, as the earlier run left it.

    Attributes:
        key: Collection ID, item ID and cmsLocaleId, None for the primary locale. What that run did not find the ID of
            is there by the name that its manifest gave it: the slug, or the tag.
        name: What the report calls the item, or the beginning of that; None where it has no name for it.
        status: How it ended; None where that is no status of ours.
        digest: Stands for the content that was staged then; None where that was not read.
        wanted: Whether it was to be live, or off the live site.
        change: What there was to do about it; None where there was nothing, or that is no change of ours.
        reason: Why it failed, or was not sent; None where it did not, or that is no reason of ours.
        accepted: Whether Webflow said that it did that.
        collection: What the report calls its collection; None where it has no name for it.
        place: Where it stood in the manifest; None where the report does not tell.
    """

    key: Key
    name: str | None
    status: Status | None
    digest: str | None
    wanted: Wanted = Wanted.PUBLISHED
    change: Change | None = None
    reason: Reason | None = None
    accepted: bool = False
    collection: str | None = None
    place: Place | None = None


def read_entry(entry: Any) -> Entry | None:
    """The entry that a value of the list `items` is; None where it is none."""
    try:
        collection, item, name = _reference(entry["collection"]), _reference(entry["item"]), entry["item"].get("name")
        locale, digest, status = entry["locale"], entry["digest"], entry["status"]
        tag = None if locale else entry.get("tag")
    except (AttributeError, KeyError, TypeError, IndexError):
        return None
    if collection is None or item is None or not (locale is None or _is_identifier(locale)):
        return None
    if not (tag is None or _is_name(tag, Kind.LOCALE)):
        return None
    locale = locale or tag
    if not (digest is None or _is_digest(digest)) or not (name is None or isinstance(name, str)):
        return None
    # A report names the same few collections and locales again and again.
    key = intern(collection), item, locale and intern(locale)
    return Entry(
        key,
        name and cropped(name, _NAME_LIMIT),
        _known(_STATUSES, status),
        digest,
        # A release that knew no other state did not write it.
        _known(_STATES, entry.get("state")) or Wanted.PUBLISHED,
        _known(_CHANGES, entry.get("change")),
        _known(_REASONS, entry.get("reason")),
        entry.get("accepted") is True,
        _name(entry["collection"].get("name")),
        _place(entry.get("place")),
    )


def _known(values: Mapping[str, Value], text: Any) -> Value | None:
    """The value of ours that a text says; None where it says none."""
    return values.get(text) if isinstance(text, str) else None


def _name(text: Any) -> str | None:
    return intern(cropped(text, _NAME_LIMIT)) if isinstance(text, str) and text else None


def _place(value: Any) -> Place | None:
    """Where something stood; None where that is not told as a run tells it."""
    if not isinstance(value, dict):
        return None
    file, line, column = value.get("file"), value.get("line"), value.get("column")
    if isinstance(file, str) and type(line) is int and type(column) is int:
        return Place(intern(file), line, column)
    return None


def _reference(named: Any) -> str | None:
    """The ID, or the slug where there is no ID; None where there is neither."""
    identifier, slug = named["id"], named.get("slug")
    if identifier is None:
        return slug if _is_name(slug, Kind.ITEM) else None
    return identifier if _is_identifier(identifier) else None


def _is_name(value: Any, kind: Kind) -> bool:
    return isinstance(value, str) and is_name(value, kind)


def _is_identifier(value: Any) -> bool:
    return isinstance(value, str) and is_identifier(value)


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and len(value) == _DIGEST_LENGTH and not value.strip("0123456789abcdef")
