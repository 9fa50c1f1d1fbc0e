"""Manifests in the many ways in which YAML lets one be written, and where what stands in them."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from harness.samples import ENGLISH, FRENCH

SITE = "580e63e98c9a982ac9b8b741"
SITES = (None, SITE, "bakery")
DATE = "2027-03-01T09:00:00+01:00"

_COLLECTION, _ITEM = "\x01", "\x02"
"""Stand before collections and items until it is known at which line and column these are."""
_LOCALES: Sequence[tuple[str, ...]] = ((), (), (ENGLISH,), (ENGLISH, FRENCH), ("fr-CA", ENGLISH), ("all",))
_MORE: Sequence[tuple[tuple[str, str], ...]] = (
    *((), (), ()),
    (("state", "published"),),
    (("state", "unpublished"),),
    (("publish-at", DATE),),
    (("source", "posts/é.md"),),
    (("source", "a b.md"), ("publish-at", DATE), ("state", "published")),
)
"""What may stand beside what an item is named by."""
_IN_BRACKETS = 0.3
"""How many collections are written in one line."""
_NOT_IN_LABELS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

Position = tuple[int, int]
"""Line and column, both from 1."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it was written, and where; `locales` are those that count for it, `more` its other keys.

    `collection` and `item` are the text that names it, and the key for that: `id` or `slug`.
    """

    collection: tuple[str, str]
    collection_name: str | None
    collection_at: Position
    item: tuple[str, str]
    name: str | None
    locales: tuple[str, ...]
    more: tuple[tuple[str, str], ...]
    at: Position


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a manifest that is right, and what stands in it."""

    data: bytes
    site: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """A collection or an item with its own keys."""

    id: str
    name: str | None
    locales: tuple[str, ...]
    key: str = "id"
    more: tuple[tuple[str, str], ...] = ()


def laid_out(labels: Sequence[str], seed: int) -> Written:
    """A manifest with these labels, as far as they can be labels. The rest comes of the seed: to draw it takes long."""
    random = Random(seed)  # noqa: S311 - nothing secret
    names = [_NOT_IN_LABELS.sub("", label)[:200] for label in labels]
    names = [name for name in names if name.strip(" ")]
    site, locales = random.choice(SITES), random.choice(_LOCALES)
    first = random.getrandbits(94)
    owners = [_named(random, _node(random, first + index, names)) for index in range(random.randint(1, 3))]
    listed = [
        (owner, [_item(random, 2**95 + 10 * index + each, names) for each in range(random.randint(1, 3))])
        for index, owner in enumerate(owners)
    ]
    text = _text(random, listed, site, locales)
    collections_at, items_at = (
        _positions(text, sign, other) for sign, other in ((_COLLECTION, _ITEM), (_ITEM, _COLLECTION))
    )
    places = dict(zip((owner.id for owner in owners), collections_at, strict=True))
    entries = tuple(
        Entry(
            (owner.key, owner.id),
            owner.name,
            places[owner.id],
            (each.key, each.id),
            each.name,
            each.locales or owner.locales or locales,
            tuple(sorted(each.more)),
            at,
        )
        for (owner, each), at in zip(
            [(owner, each) for owner, items in listed for each in items], items_at, strict=True
        )
    )
    text = re.sub(f"[{_COLLECTION}{_ITEM}]", "", text).replace("\n", random.choice(["\n", "\r\n", "\r"]))
    return Written(random.choice([b"", BOM_UTF8]) + text.encode(), site, entries)


def _text(
    random: Random, listed: Sequence[tuple[_Node, Sequence[_Node]]], site: str | None, locales: Sequence[str]
) -> str:
    """The whole text, with signs before collections and items."""
    rows = [["version: 1"], [f"{_quoted(random, 'collections')}:", *_indented(random, _collections(random, listed))]]
    rows += [[f"site: {_quoted(random, site)}"]] if site else []
    rows += [[f"locales: {_list(locales)}"]] if locales else []
    head = random.choice([[], [], ["---"], ["# a: b", "--- # c"], ["%YAML 1.2", "---"], ["", "  "]])
    tail = random.choice([[], [], ["..."], ["# the end"]])
    random.shuffle(rows)
    text = "\n".join([*head, *_commented(random, [line for row in rows for line in row]), *tail])
    return _aliased(text) if random.getrandbits(1) else text


def _aliased(text: str) -> str:
    """The same with an alias for each list of locales that stands there again."""
    for each in filter(lambda locales: locales[1:] or ENGLISH in locales, dict.fromkeys(_LOCALES)):
        start, sign, rest = text.partition(_list(each))
        text = f"{start}&{_name(each)} {sign}{rest.replace(_list(each), f'*{_name(each)} ')}" if sign else text
    return text


def _node(random: Random, number: int, names: Sequence[str]) -> _Node:
    return _Node(f"{number:024x}", random.choice([None, *names]), random.choice(_LOCALES))


def _named(random: Random, node: _Node) -> _Node:
    """The same, or the same with a slug in place of the ID, which may look like one."""
    slug = random.choice([None, f"Post_{node.id[-5:]}.a~b-c", node.id, node.id[1:]])
    return node if slug is None else replace(node, id=slug, key="slug")


def _item(random: Random, number: int, names: Sequence[str]) -> _Node:
    return replace(_named(random, _node(random, number, names)), more=random.choice(_MORE))


def _collections(random: Random, listed: Sequence[tuple[_Node, Sequence[_Node]]]) -> list[str]:
    lines: list[str] = []
    for node, items in listed:
        if random.random() < _IN_BRACKETS:
            within = ", ".join(_ITEM + _flow(random, each) for each in items)
            lines.append(f"- {_COLLECTION}{_flow(random, node, f'items: [{within}]')}")
        else:
            entries = [line for each in items for line in _entry(random, each)]
            lines += _block(random, _COLLECTION, [*_rows(random, node), ["items:", *_indented(random, entries)]])
    return lines


def _entry(random: Random, node: _Node) -> list[str]:
    if random.getrandbits(1):
        return [f"- {_ITEM}{_flow(random, node)}"]
    return _block(random, _ITEM, _rows(random, node))


def _rows(random: Random, node: _Node) -> list[list[str]]:
    """The keys of a node, each with the lines that it takes."""
    rows = [[f"{node.key}: {_quoted(random, node.id)}"]]
    rows += [[f"{key}: {_quoted(random, value)}"] for key, value in node.more]
    rows += [[f"name: {_quoted(random, node.name)}"]] if node.name else []
    return rows + ([[f"locales: {_list(node.locales)}"]] if node.locales else [])


def _flow(random: Random, node: _Node, *more: str) -> str:
    """A node in one line; without anything but its ID, or a slug that is not like one, that alone."""
    rows = [*(row[0] for row in _rows(random, node)), *more]
    random.shuffle(rows)
    is_alone = len(rows) == 1 and (node.key == "id" or not re.fullmatch("[0-9a-f]+", node.id))
    return _quoted(random, node.id) if is_alone else f"{{{', '.join(rows)}}}"


def _block(random: Random, sign: str, rows: list[list[str]]) -> list[str]:
    random.shuffle(rows)
    first, *others = [line for row in rows for line in row]
    return [f"- {sign}{first}", *(f"  {line}" for line in others)]


def _indented(random: Random, lines: Sequence[str]) -> list[str]:
    indent = random.choice(["", "  ", "   "])
    return [f"{indent}{line}" for line in lines]


def _commented(random: Random, lines: Sequence[str]) -> list[str]:
    notes = ["", "", "", " # - a: [b", "\n", "\n   # 'x", "  "]
    return [line + random.choice(notes) for line in lines]


def _quoted(random: Random, text: str) -> str:
    """A text in one of YAML's ways to write it."""
    double = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    ways = [double, "'" + text.replace("'", "''") + "'"]
    return random.choice([*ways, text, text] if re.fullmatch("(?!null$)[a-z0-9]+", text) else ways)


def _list(locales: Sequence[str]) -> str:
    return "all" if locales == ("all",) else f"[{', '.join(locales)}]"


def _name(locales: Sequence[str]) -> str:
    return f"l{_LOCALES.index(tuple(locales))}"


def _positions(text: str, sign: str, other: str) -> list[Position]:
    """Where the signs stand in a text, or would if there were none."""
    return [
        (number, index + 1)
        for number, line in enumerate(text.replace(other, "").split("\n"), start=1)
        for index in (found.start() - count for count, found in enumerate(re.finditer(sign, line)))
    ]
