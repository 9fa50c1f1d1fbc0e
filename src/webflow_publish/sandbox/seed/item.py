"""Reads the items of a collection in a seed: single ones, and many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import yaml

from webflow_publish.sandbox.seed import keys
from webflow_publish.sandbox.seed.entry import Entry
from webflow_publish.sandbox.seed.model import ID, Field, Locale
from webflow_publish.sandbox.variant import State, Variant

_CREATED = datetime(2026, 3, 2, 9, tzinfo=UTC)
_BEFORE = datetime(2026, 10, 5, 9, tzinfo=UTC)
_EDITED = datetime(2026, 11, 10, 9, tzinfo=UTC)
_AFTER = datetime(2026, 11, 12, 9, tzinfo=UTC)

_END = 16**24

_DATES: Mapping[State, datetime | None] = {
    State.DRAFT: None,
    State.QUEUED: None,
    State.PUBLISHED: _AFTER,
    State.DRAFT_CHANGES: _BEFORE,
    State.ARCHIVED: None,
}


@dataclass(frozen=True, slots=True)
class _Content:
    """What an entry says of an item in one locale; texts in it may still hold `{number}`."""

    locale: str | None
    state: State
    created_on: datetime
    last_updated: datetime
    last_published: datetime | None
    staged: Mapping[str, Any]
    live: Mapping[str, Any] | None

    def variant(self, identifier: str, number: int) -> Variant:
        return Variant(
            id=identifier,
            locale=self.locale,
            created_on=self.created_on,
            last_updated=self.last_updated,
            last_published=self.last_published,
            is_archived=self.state is State.ARCHIVED,
            is_draft=self.state in {State.DRAFT, State.DRAFT_CHANGES},
            staged=_numbered(self.staged, number),
            live=None if self.live is None else _numbered(self.live, number),
        )


def read_items(entry: Entry, locales: tuple[Locale, ...], known: Mapping[str, Field]) -> Iterator[Variant]:
    """Read one entry of `items`: an item by `id`, or `count` items from `first-id` on, counted up in hexadecimal.

    `{number}` in the texts of such an entry stands for the item's number, from `first-number` (1) on.
    """
    many = "first-id" in entry
    if many == ("id" in entry):
        entry.problem("id", "An entry needs either `id`, or `first-id` with `count`.")
        return
    first = entry.identifier("first-id" if many else "id")
    contents = _contents(entry, locales, known, many=many)
    if not ID.fullmatch(first):
        return
    number = entry.number("first-number", 1)
    count = entry.number("count", 1, least=1) if many else 1
    if int(first, 16) + count > _END:
        entry.problem("count", f"{count} items from `{first}` on go beyond the last ID there is.")
        return
    for step in range(count):
        identifier = f"{int(first, 16) + step:024x}"
        yield from (content.variant(identifier, number + step) for content in contents)


def _contents(entry: Entry, locales: tuple[Locale, ...], known: Mapping[str, Field], *, many: bool) -> list[_Content]:
    name = entry.text("name", "Item {number}" if many else "Item")
    basics = {"name": name, "slug": entry.text("slug", name.lower().replace(" ", "-"))}
    item = _content(entry, locales[0].cms_locale_id if locales else None, basics, State.QUEUED, known)
    nodes = entry.nodes("locales")
    if not nodes:
        return [item]
    contents = [content for node in nodes for content in _localised(entry, node, item, locales, known)]
    if len({content.locale for content in contents}) < len(contents):
        entry.problem("locales", "A locale is named twice for the same item.")
    return contents


def _localised(
    entry: Entry,
    node: yaml.Node,
    item: _Content,
    locales: tuple[Locale, ...],
    known: Mapping[str, Field],
) -> list[_Content]:
    own = Entry(node, entry.notes, keys.ITEM_LOCALE) if isinstance(node, yaml.MappingNode) else None
    name = own.text("locale") if own else str(node.value)
    wanted = [locale.cms_locale_id for locale in locales if name in {"all", locale.tag, locale.cms_locale_id}]
    if not wanted:
        tags = ", ".join(locale.tag for locale in locales) or "none"
        entry.notes.add(node, f"The locale `{name}` is not one of the site's; there are: {tags}.")
    content = _content(own, None, item.staged, item.state, known) if own else item
    return [replace(content, locale=locale) for locale in wanted]


def _content(
    entry: Entry,
    locale: str | None,
    basics: Mapping[str, Any],
    default: State,
    known: Mapping[str, Field],
) -> _Content:
    state = entry.choice("state", State, default)
    staged = {**basics, **_fields(entry, "fields", known)}
    former = _fields(entry, "live", known)
    published = entry.moment("last-published", _DATES[state])
    if former and published is None:
        entry.problem("live", "`live` belongs to an item that is on the live site; give `state` or `last-published`.")
    return _Content(
        locale=locale,
        state=state,
        created_on=entry.moment("created-on", _CREATED) or _CREATED,
        last_updated=entry.moment("last-updated", _EDITED) or _EDITED,
        last_published=published,
        staged=staged,
        live=None if published is None or state is State.ARCHIVED else {**staged, **former},
    )


def _fields(entry: Entry, key: str, known: Mapping[str, Field]) -> dict[str, Any]:
    values = entry.table(key)
    for field in sorted(set(values) - set(known)):
        entry.problem(key, f"The collection has no field `{field}`; it has {', '.join(sorted(known))}.")
    return {slug: _chosen(known[slug], value) for slug, value in values.items() if slug in known}


def _chosen(field: Field, value: Any) -> Any:
    """The value as the API has it: an option by its ID, which is what a seed's author need not know."""
    return next((option.id for option in field.options if option.name == value), value)


def _numbered(value: Any, number: int) -> Any:
    if isinstance(value, str):
        return value.replace("{number}", str(number))
    if isinstance(value, Mapping):
        return {key: _numbered(each, number) for key, each in value.items()}
    return [_numbered(each, number) for each in value] if isinstance(value, list) else value
