"""Manifests in the many ways in which YAML lets one be written, and the same with mistakes in them."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH

from .text import hostile_texts

SITE = "580e63e98c9a982ac9b8b741"
LINE_END = re.compile(r"\r\n|\r|\n")

STRAY = (
    *(
        "!!str ",
        "!!python/object/apply:os.system ",
        "!x ",
        "! ",
        "&a ",
        "&a",
        "*a",
        " *a ",
        "<<: *a\n",
        "<<: {id: x}\n",
    ),
    *("\t", " ", "  ", "-", "- ", ":", ": ", "? ", "|", "|\n", ">-\n", "'", '"', "[", "]", "{", "}", ",", "#", " # "),
    *("%YAML 3.0\n", "%TAG ! x\n", "---\n", "...\n", "\n---\n", "@", "`", "\\", '"\\x"', '"\\U00110000"', '"\\ud800"'),
    *("\0", "\x7f", "\x85", "\u2028", "\ufeff", "\xa0", "\u200b", "\n", "\r", "\r\n", "\n\n", "é", "🌞"),
    *(
        "\n<<<<<<< HEAD\n",
        "\n=======\n",
        "\n>>>>>>> x\n",
        "\nversion: 2\n",
        "\nversion: '1'\n",
        "\nitems:\n",
        "\n- id:\n",
    ),
    *("null", "~", "true", "1.0", "0x10", "[" * 40, "{a: " * 40, "- " * 40, "x" * 300, "&a [*a]", "[&b x, *b, *b]"),
)
"""What does not belong where it stands."""

_COLLECTION, _ITEM = "\x01", "\x02"
"""Stand before collections and items until it is known at which line and column these are."""
_LOCALES: Sequence[tuple[str, ...]] = ((), (), (ENGLISH,), (ENGLISH, FRENCH))
_NOT_IN_LABELS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")

Position = tuple[int, int]
"""Line and column, both from 1."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it was written, and where; `locales` are those that count for it."""

    collection: str
    collection_name: str | None
    collection_at: Position
    item: str
    name: str | None
    locales: tuple[str, ...]
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


@st.composite
def labels(draw: st.DrawFn) -> str | None:
    """Labels as a manifest may have them, or none."""
    text = _NOT_IN_LABELS.sub("", draw(hostile_texts(halves=False, most=3)))[:200]
    return text if text.strip(" ") and draw(st.booleans()) else None


@st.composite
def manifests(draw: st.DrawFn) -> Written:
    """Manifests that are right: with any labels, line ends, quotes, comments, aliases, brackets and orders of keys."""
    site, locales = draw(st.sampled_from([None, SITE])), draw(st.sampled_from(_LOCALES))
    first = draw(st.integers(1, 2**95))
    listed = [(draw(_nodes(first + index)), _listed(draw, index)) for index in range(draw(st.integers(1, 3)))]
    rows = [["version: 1"], [f"{_quoted(draw, 'collections')}:", *_indented(draw, _collections(draw, listed))]]
    rows += [[f"site: {_quoted(draw, SITE)}"]] if site else []
    rows += [[f"locales: {_list(locales)}"]] if locales else []
    head = draw(st.sampled_from([[], [], ["---"], ["# a: b", "--- # c"], ["%YAML 1.2", "---"], ["", "  "]]))
    tail = draw(st.sampled_from([[], [], ["..."], ["# the end"]]))
    lines = [*head, *_commented(draw, [line for row in draw(st.permutations(rows)) for line in row]), *tail]
    text = "\n".join(lines)
    for each in set(_LOCALES) if draw(st.booleans()) else ():
        start, sign, rest = text.partition(_list(each))
        text = f"{start}&{_name(each)} {sign}{rest.replace(_list(each), f'*{_name(each)} ')}" if sign and each else text
    collections_at, items_at = (
        _positions(text, sign, other) for sign, other in ((_COLLECTION, _ITEM), (_ITEM, _COLLECTION))
    )
    owners = [(owner, each) for owner, items in listed for each in items]
    places = dict(zip((owner.id for owner, _ in listed), collections_at, strict=True))
    entries = tuple(
        Entry(owner.id, owner.name, places[owner.id], each.id, each.name, each.locales or owner.locales or locales, at)
        for (owner, each), at in zip(owners, items_at, strict=True)
    )
    text = re.sub(f"[{_COLLECTION}{_ITEM}]", "", text).replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    return Written(draw(st.sampled_from([b"", BOM_UTF8])) + text.encode(), site, entries)


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """Manifests after up to four accidents, and perhaps in another encoding; some are still right."""
    text = draw(manifests()).data.removeprefix(BOM_UTF8).decode()
    for _ in range(draw(st.integers(0, 4))):
        text = draw(st.sampled_from(_ACCIDENTS))(draw, text)
    encodings = ["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "latin-1"]
    data = text.encode(draw(st.sampled_from(encodings)), "replace")
    start = draw(st.integers(0, len(data)) | st.none() | st.none() | st.none())
    return (
        data if start is None else data[:start] + draw(st.binary(max_size=3)) + data[start + draw(st.integers(0, 3)) :]
    )


def _insert(draw: st.DrawFn, text: str) -> str:
    """Something stray at the beginning or the end of a line, after a sign, or anywhere."""
    places = [found.end() for found in re.finditer(r"(?m)^\s*|- |: |$", text)]
    position = draw(st.sampled_from(places) | st.integers(0, len(text)))
    return text[:position] + draw(st.sampled_from(STRAY) | hostile_texts(halves=False, most=2)) + text[position:]


def _lose(draw: st.DrawFn, text: str) -> str:
    """Some characters, or all from there on."""
    position = draw(st.integers(0, len(text)))
    return text[:position] + draw(st.sampled_from([text[position + 1 :], text[position + 20 :], ""]))


def _misplace(draw: st.DrawFn, text: str) -> str:
    """A line that is lost, doubled, moved, or indented otherwise."""
    lines = text.splitlines(keepends=True) or [""]
    number = draw(st.integers(0, len(lines) - 1))
    line = lines.pop(number)
    changed = draw(st.sampled_from([[], [line, line], [f" {line}"], [f"  {line}"], [line.lstrip(" ")], [line[1:]]]))
    target = draw(st.sampled_from([number, number, 0, len(lines)]))
    return "".join([*lines[:target], *changed, *lines[target:]])


def _misspell(draw: st.DrawFn, text: str) -> str:
    """An ID or a key that is not quite right."""
    words = list(re.finditer(r"[0-9a-f]{24}|(?:version|collections|items|name|locales|id|site)(?=:)", text))
    if not words:
        return text
    word = draw(st.sampled_from(words))
    right = word[0]
    wrong = [
        right.upper(),
        right[:-1],
        right + right[-1],
        f" {right}",
        f"{right} x",
        f"'{right}\n'",
        f'"\\t{right}"',
        "",
    ]
    return text[: word.start()] + draw(st.sampled_from(wrong)) + text[word.end() :]


_ACCIDENTS: Sequence[Callable[[st.DrawFn, str], str]] = (_insert, _insert, _lose, _misplace, _misspell)


def _nodes(number: int) -> st.SearchStrategy[_Node]:
    return st.builds(_Node, st.just(f"{number:024x}"), labels(), st.sampled_from(_LOCALES))


def _listed(draw: st.DrawFn, number: int) -> list[_Node]:
    return [draw(_nodes(2**95 + 10 * number + each)) for each in range(draw(st.integers(1, 3)))]


def _collections(draw: st.DrawFn, listed: Sequence[tuple[_Node, Sequence[_Node]]]) -> list[str]:
    lines: list[str] = []
    for node, items in listed:
        if draw(st.sampled_from([False, False, True])):
            within = ", ".join(_ITEM + _flow(draw, each) for each in items)
            lines.append(f"- {_COLLECTION}{_flow(draw, node, f'items: [{within}]')}")
        else:
            entries = [line for each in items for line in _entry(draw, each)]
            lines += _block(draw, _COLLECTION, [*_rows(draw, node), ["items:", *_indented(draw, entries)]])
    return lines


def _entry(draw: st.DrawFn, node: _Node) -> list[str]:
    if draw(st.booleans()):
        return [f"- {_ITEM}{_flow(draw, node)}"]
    return _block(draw, _ITEM, _rows(draw, node))


def _rows(draw: st.DrawFn, node: _Node) -> list[list[str]]:
    """The keys of a node, each with the lines that it takes."""
    rows = [[f"id: {_quoted(draw, node.id)}"]]
    rows += [[f"name: {_quoted(draw, node.name)}"]] if node.name else []
    return rows + ([[f"locales: {_list(node.locales)}"]] if node.locales else [])


def _flow(draw: st.DrawFn, node: _Node, *more: str) -> str:
    """A node in one line; without anything but its ID, the ID alone."""
    rows = [*(row[0] for row in _rows(draw, node)), *more]
    return _quoted(draw, node.id) if len(rows) == 1 else f"{{{', '.join(draw(st.permutations(rows)))}}}"


def _block(draw: st.DrawFn, sign: str, rows: Sequence[Sequence[str]]) -> list[str]:
    first, *others = [line for row in draw(st.permutations(rows)) for line in row]
    return [f"- {sign}{first}", *(f"  {line}" for line in others)]


def _indented(draw: st.DrawFn, lines: Sequence[str]) -> list[str]:
    indent = draw(st.sampled_from(["", "  ", "   "]))
    return [f"{indent}{line}" for line in lines]


def _commented(draw: st.DrawFn, lines: Sequence[str]) -> list[str]:
    notes = draw(st.lists(st.sampled_from(["", "", " # - a: [b", "\n", "\n   # 'x", "  "]), max_size=len(lines)))
    return [*map("".join, zip(lines, notes, strict=False)), *lines[len(notes) :]]


def _quoted(draw: st.DrawFn, text: str) -> str:
    """A text in one of YAML's ways to write it."""
    double = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    ways = [double, "'" + text.replace("'", "''") + "'"]
    return draw(st.sampled_from([*ways, text, text] if re.fullmatch("[a-z0-9]+", text) else ways))


def _list(locales: Sequence[str]) -> str:
    return f"[{', '.join(locales)}]"


def _name(locales: Sequence[str]) -> str:
    return f"l{len(locales)}"


def _positions(text: str, sign: str, other: str) -> list[Position]:
    """Where the signs stand in a text, or would if there were none."""
    return [
        (number, index + 1)
        for number, line in enumerate(text.replace(other, "").split("\n"), start=1)
        for index in (found.start() - count for count, found in enumerate(re.finditer(sign, line)))
    ]
