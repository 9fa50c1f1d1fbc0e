"""Values of fields, as people read them, and what became of those that are lists."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any
from urllib.parse import unquote

from webflow_publish.text import counted, quoted
from webflow_publish.webflow.schema import Field

_FILES = frozenset({"File", "Image", "MultiImage"})
"""The field types whose values are files, or lists of them: `{fileId, url, alt}` (source: the OpenAPI description)."""
_PREFIX = re.compile(r"[0-9a-f]{24}_(?=.)")
"""What Webflow sets before the name of a file in its address: the file's ID."""
_MOST_NAMED = 5
"""Entries of a list that a sentence names."""


class Exactness(IntEnum):
    """How much of a value is shown: as little as tells different values apart."""

    READABLE = 0
    IDENTIFIED = 1
    WHOLE = 2


def shown(value: Any, field: Field, names: Mapping[str, str], exactness: Exactness) -> str:
    """A value, or an entry of one that is a list, as text. `names` are those of items, by ID."""
    if exactness is Exactness.WHOLE:
        return compact(value)
    if isinstance(value, str):
        return _shown_text(value, field, names, exactness)
    if isinstance(value, bool) and field.type == "Switch":
        return "yes" if value else "no"
    if isinstance(value, dict) and isinstance(value.get("url"), str) and (field.type in _FILES or "fileId" in value):
        return _shown_file(value, exactness)
    return compact(value)


def compact(value: Any) -> str:
    """A value as JSON with sorted keys: the same text for the same value, and for no other."""
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    except RecursionError:
        return "(too deeply nested to be shown)"


def movement(old: Sequence[str], new: Sequence[str]) -> str:
    """A sentence on what was added to a list, removed and moved; the names in it stand between backticks."""
    added, removed = Counter(new) - Counter(old), Counter(old) - Counter(new)
    kept = ([entry for entry in entries if entry not in added and entry not in removed] for entries in (old, new))
    moved = next(kept) != next(kept)
    if moved and not (added or removed):
        return "The same entries in another order."
    parts = [
        f"added {_named(added)}" if added else "",
        f"removed {_named(removed)}" if removed else "",
        "the others are in another order" if moved else "",
    ]
    sentence = "; ".join(filter(None, parts))
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""


def _named(entries: Counter[str]) -> str:
    more = entries.total() - _MOST_NAMED
    names = ", ".join(quoted(entry) for entry in list(entries.elements())[:_MOST_NAMED])
    return f"{names} and {counted(more, 'more', 'more')}" if more > 0 else names


def _shown_text(text: str, field: Field, names: Mapping[str, str], exactness: Exactness) -> str:
    identified = exactness is Exactness.IDENTIFIED
    if field.type == "Option":
        name = field.options.get(text)
    elif field.type in ("Reference", "MultiReference"):
        name, identified = names.get(text), identified or field.type == "Reference"
    else:
        return text
    if not name:
        return text
    return f"{name} ({text})" if identified else name


def _shown_file(file: Mapping[str, Any], exactness: Exactness) -> str:
    alternative = file.get("alt")
    details = [
        f"file {file.get('fileId')}" if exactness is Exactness.IDENTIFIED else "",
        f"alt text: {alternative}" if alternative and isinstance(alternative, str) else "",
    ]
    known = ", ".join(filter(None, details))
    return _file_name(file["url"]) + (f" ({known})" if known else "")


def _file_name(address: str) -> str:
    """The last part of an address, as the file was called when it was uploaded; the address where there is none."""
    path = address.partition("?")[0].partition("#")[0]
    return _PREFIX.sub("", unquote(path.rpartition("/")[2]), count=1) or address
