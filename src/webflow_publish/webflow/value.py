"""Single values of Webflow's JSON, checked: IDs, times and texts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

_IDENTIFIER = re.compile(r"[0-9A-Fa-f]{24}")


def identifier(value: object) -> str | None:
    """An ID of Webflow's, of 24 hexadecimal characters, in lower case; None for anything else."""
    return value.lower() if isinstance(value, str) and _IDENTIFIER.fullmatch(value) else None


def moment(value: object) -> datetime | None:
    """A time in ISO 8601, with `Z` or an offset, in UTC; None for null.

    Raises:
        ValueError: Where it is anything else, also a time that says nothing of its time zone.
    """
    if value is None:
        return None
    read = datetime.fromisoformat(text(value))
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
