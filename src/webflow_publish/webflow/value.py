"""Single values of Webflow's JSON, checked: IDs, references, times and texts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

_IDENTIFIER = re.compile(r"[0-9A-Fa-f]{24}")
_ITEM_ID = re.compile(r"[0-9a-f]{24}")

LENGTH = 24
"""Characters of an ID of Webflow."""


def identifier(value: object) -> str | None:
    """An ID of Webflow's, of 24 hexadecimal characters, in lower case; None for anything else."""
    return value.lower() if isinstance(value, str) and _IDENTIFIER.fullmatch(value) else None


def item_ids(value: object) -> tuple[str, ...]:
    """The IDs of the items that the value of a field may refer to: references look like this, and little else.

    The value of a Reference field is the ID of an item, that of a MultiReference field a list of them (source: the
    reference of Webflow's field types).
    """
    if isinstance(value, str):
        return (value,) if len(value) == LENGTH and _ITEM_ID.fullmatch(value) else ()
    entries = value if isinstance(value, list) else ()
    return tuple(each for each in entries if isinstance(each, str) and _ITEM_ID.fullmatch(each))


def moment(value: object) -> datetime | None:
    """A time in ISO 8601, with `Z` or an offset, in UTC; None for null.

    Raises:
        ValueError: Where it is anything else, also a time that says nothing of its time zone.
    """
    if value is None:
        return None
    read = datetime.fromisoformat(text(value))
    if read.tzinfo is UTC:
        return read
    if read.tzinfo is None:
        raise ValueError("a time has no time zone")
    try:
        return read.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("a time lies outside of the calendar") from error


def text(value: object) -> str:
    """A text as it is; an empty one for anything else."""
    return value if isinstance(value, str) else ""


def mapping(value: object) -> dict[str, Any]:
    """A JSON object as it is; an empty one for anything else, such as null."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    """A JSON array as it is; an empty one for anything else, such as null."""
    return value if isinstance(value, list) else []
