"""Reads the items of a collection in a seed: single ones, and many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import yaml

from webflow_publish.sandbox.form import ID, Form
from webflow_publish.sandbox.seed import Locale
from webflow_publish.sandbox.variant import State, Variant

_CONTENT_KEYS = ("state", "fields", "live", "created-on", "last-updated", "last-published")
_LOCALE_KEYS = ("locale", *_CONTENT_KEYS)
ITEM_KEYS = ("id", "first-id", "count", "first-number", "name", "slug", "locales", *_CONTENT_KEYS)

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


def read_items(form: Form, locales: tuple[Locale, ...], known: frozenset[str]) -> Iterator[Variant]:
    """Read one entry of `items`: an item by `id`, or `count` items from `first-id` on, counted up in hexadecimal.

    `{number}` in the texts of such an entry stands for the item's number, from `first-number` (1) on.
    """
    many = "first-id" in form
    if many == ("id" in form):
        form.problem("id", "An entry needs either `id`, or `first-id` with `count`.")
        return
    first = form.identifier("first-id" if many else "id")
    contents = _contents(form, locales, known, many=many)
    if not ID.fullmatch(first):
        return
    number = form.number("first-number", 1)
    count = form.number("count", 1, least=1) if many else 1
    if int(first, 16) + count > _END:
        form.problem("count", f"{count} items from `{first}` on go beyond the last ID there is.")
        return
    for step in range(count):
        identifier = f"{int(first, 16) + step:024x}"
        yield from (content.variant(identifier, number + step) for content in contents)


def _contents(form: Form, locales: tuple[Locale, ...], known: frozenset[str], *, many: bool) -> list[_Content]:
    name = form.text("name", "Item {number}" if many else "Item")
    basics = {"name": name, "slug": form.text("slug", name.lower().replace(" ", "-"))}
    item = _content(form, locales[0].cms_locale_id if locales else None, basics, State.QUEUED, known)
    nodes = form.nodes("locales")
    if not nodes:
        return [item]
    contents = [content for node in nodes for content in _localised(form, node, item, locales, known)]
    if len({content.locale for content in contents}) < len(contents):
        form.problem("locales", "A locale is named twice for the same item.")
    return contents


def _localised(
    form: Form,
    node: yaml.Node,
    item: _Content,
    locales: tuple[Locale, ...],
    known: frozenset[str],
) -> list[_Content]:
    entry = Form(node, form.notes, _LOCALE_KEYS) if isinstance(node, yaml.MappingNode) else None
    name = entry.text("locale") if entry else str(node.value)
    wanted = [locale.cms_locale_id for locale in locales if name in {"all", locale.tag, locale.cms_locale_id}]
    if not wanted:
        tags = ", ".join(locale.tag for locale in locales) or "none"
        form.notes.add(node, f"The locale `{name}` is not one of the site's; there are: {tags}.")
    content = _content(entry, None, item.staged, item.state, known) if entry else item
    return [replace(content, locale=locale) for locale in wanted]


def _content(
    form: Form,
    locale: str | None,
    basics: Mapping[str, Any],
    default: State,
    known: frozenset[str],
) -> _Content:
    state = form.choice("state", State, default)
    staged = {**basics, **_fields(form, "fields", known)}
    former = _fields(form, "live", known)
    published = form.moment("last-published", _DATES[state])
    if former and published is None:
        form.problem("live", "`live` belongs to an item that is on the live site; give `state` or `last-published`.")
    return _Content(
        locale=locale,
        state=state,
        created_on=form.moment("created-on", _CREATED) or _CREATED,
        last_updated=form.moment("last-updated", _EDITED) or _EDITED,
        last_published=published,
        staged=staged,
        live=None if published is None or state is State.ARCHIVED else {**staged, **former},
    )


def _fields(form: Form, key: str, known: frozenset[str]) -> dict[str, Any]:
    fields = form.table(key)
    for field in sorted(set(fields) - known):
        form.problem(key, f"The collection has no field `{field}`; it has {', '.join(sorted(known))}.")
    return fields


def _numbered(value: Any, number: int) -> Any:
    if isinstance(value, str):
        return value.replace("{number}", str(number))
    if isinstance(value, Mapping):
        return {key: _numbered(entry, number) for key, entry in value.items()}
    return [_numbered(entry, number) for entry in value] if isinstance(value, list) else value
