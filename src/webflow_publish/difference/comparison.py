"""The fields in which the staged content of an item differs from the live one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webflow_publish.difference.excerpt import WHOLE
from webflow_publish.difference.hunk import compared
from webflow_publish.difference.passage import MOST_CHARACTERS, look_the_same, passage
from webflow_publish.difference.value import Exactness, compact, movement, shown
from webflow_publish.text import ELLIPSIS, counted
from webflow_publish.webflow import Field, filled

_Compared = tuple[str | None, str | None, tuple[str, ...], str]
"""What is live, what is staged, the lines and the note of a difference."""

MOST_FIELDS = 200
"""Fields whose difference is shown; Webflow allows less than half as many in a collection."""

_ALIKE = "Only spaces, line breaks or characters that cannot be seen differ."
_SAME_NAME = "The file is another one; its name and alt text are the same."


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs.

    `field` is its slug, `label` what people call it, `type` Webflow's (empty where the schema does not have the field).
    `live` and `staged` are the values as text, None where there is none. Of long texts and long lists, `lines` is the
    comparison: `-` before what is live, `+` before what is staged, a space before what both have; a line that begins
    with an ellipsis is ours. `note` says in a sentence what is not plain to see in the values; empty where nothing is.
    """

    field: str
    label: str
    type: str
    live: str | None
    staged: str | None
    lines: tuple[str, ...] = ()
    note: str = ""


def differences(
    live: Mapping[str, Any] | None, staged: Mapping[str, Any], fields: Sequence[Field], names: Mapping[str, str]
) -> tuple[Difference, ...]:
    """The fields that differ, in the order of the schema, then those that it does not have, by slug; 200 at most.

    Args:
        live: The field data of the live item; None where it is not live. A field that holds nothing is as good as none.
        staged: The field data of the staged item.
        fields: The fields of the collection.
        names: Names of items by ID, for references.
    """
    before, after = filled(live or {}), filled(staged)
    known = {field.slug: field for field in fields}
    others = (Field(slug, slug, "", None, {}) for slug in sorted((before.keys() | after.keys()) - known.keys()))
    differing = [
        field for field in (*known.values(), *others) if not _same(before.get(field.slug), after.get(field.slug))
    ]
    found = [_difference(each, before.get(each.slug), after.get(each.slug), names) for each in differing[:MOST_FIELDS]]
    if left := len(differing) - len(found):
        found.append(
            Difference(ELLIPSIS, counted(left, "more field"), "", None, None, note="Different, too, but not shown.")
        )
    return tuple(found)


def _same(live: Any, staged: Any) -> bool:
    if live is None or staged is None or (isinstance(live, str) and isinstance(staged, str)):
        return bool(live == staged)
    return compact(live) == compact(staged)


def _difference(field: Field, live: Any, staged: Any, names: Mapping[str, str]) -> Difference:
    given = [value for value in (live, staged) if value is not None]
    if all(isinstance(value, str) for value in given) and _is_long(given, field):
        old, new, lines, note = _of_texts(live, staged, rich=field.type == "RichText")
    elif all(isinstance(value, list) for value in given):
        old, new, lines, note = _of_lists(field, live, staged, names)
    else:
        old, new, lines, note = _of_values(field, live, staged, names)
    if not note and isinstance(live, str) and isinstance(staged, str) and look_the_same(live, staged):
        note = _ALIKE
    return Difference(field.slug, field.name or field.slug, field.type, old, new, lines, note)


def _is_long(texts: Sequence[str], field: Field) -> bool:
    return field.type == "RichText" or any(len(text) > WHOLE or len(text.splitlines()) > 1 for text in texts)


def _of_texts(live: str | None, staged: str | None, *, rich: bool) -> _Compared:
    lines = compared(passage(live or "", rich=rich), passage(staged or "", rich=rich))
    note = ""
    if max(len(live or ""), len(staged or "")) > MOST_CHARACTERS:
        note = f"Only the first {MOST_CHARACTERS:,} characters were compared."
        note += "" if lines else " They are the same."
    return live, staged, lines, note


def _of_lists(field: Field, live: list[Any] | None, staged: list[Any] | None, names: Mapping[str, str]) -> _Compared:
    exactness = _exactness([*(live or ()), *(staged or ())], field, names)
    old, new = ([shown(each, field, names, exactness) for each in entries or ()] for entries in (live, staged))
    before, after = (", ".join(old) if live is not None else None), (", ".join(new) if staged is not None else None)
    lines = compared(old, new) if max(len(before or ""), len(after or "")) > WHOLE else ()
    return before, after, lines, movement(old, new) if live is not None and staged is not None else ""


def _of_values(field: Field, live: Any, staged: Any, names: Mapping[str, str]) -> _Compared:
    given = [value for value in (live, staged) if value is not None]
    exactness = _exactness(given, field, names)
    note = _SAME_NAME if exactness is Exactness.IDENTIFIED and all(isinstance(each, dict) for each in given) else ""
    old, new = (None if value is None else shown(value, field, names, exactness) for value in (live, staged))
    return old, new, (), note


def _exactness(values: Sequence[Any], field: Field, names: Mapping[str, str]) -> Exactness:
    """The least that shows different values as different texts."""
    different = len({compact(value) for value in values})
    for exactness in (Exactness.READABLE, Exactness.IDENTIFIED):
        if len({shown(value, field, names, exactness) for value in values}) == different:
            return exactness
    return Exactness.WHOLE
