"""YAML text to nodes with their places, bounded in depth and number.

Built from PyYAML's events rather than its composer, which calls itself for every level and crashes the interpreter
on 200,000 brackets when it runs in C; reading events costs a quarter of reading values, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml import AliasEvent, DocumentStartEvent, MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.node import Mapping, Node, Refused, Scalar, Sequence
from webflow_publish.manifest.syntax import explain
from webflow_publish.problem import Place
from webflow_publish.text import quoted

MAXIMUM_DEPTH = 32
"""Levels of lists and mappings within each other; a manifest needs six."""

MAXIMUM_NODES = 2_000_000
"""Keys, texts, lists and mappings in one file, those that aliases repeat counted each time."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, or PyYAML's own, many times slower, where PyYAML was built without libyaml."""

_EXAMPLE = "Begin with `version: 1`, then list `collections` with their `items`."


def parse(text: str, findings: Findings, loader: Any = LOADER) -> Node | None:
    """The one document of a file's text; None where a finding says why there is none."""
    try:
        return _Composer(findings, yaml.parse(text, Loader=loader)).document()
    except _Stopped as stopped:
        findings.add(*stopped.finding)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # PyYAML's own parser lets chr() fail on `\U00110000`
        findings.add(*explain(error, findings.file, text))
    return None


class _Stopped(Exception):  # noqa: N818 - it ends the reading of one file, and never leaves this module
    """What is wrong makes the rest of the file unreadable."""

    def __init__(self, place: Place, message: str, hint: str) -> None:
        super().__init__(message)
        self.finding = (place, message, hint)


class _Composer:
    def __init__(self, findings: Findings, events: Iterator[Any]) -> None:
        self._file = findings.file
        self._findings = findings
        self._events = events
        self._anchors: dict[str, tuple[Node, int] | None] = {}  # with the number of nodes; None while it is being read
        self._nodes = 0

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    raise _Stopped(
                        self._place(event),
                        "A second YAML document begins here; a manifest file holds one.",
                        "Take out the line with `---`, or move what follows it to a file of its own.",
                    )
                root = self._node(next(self._events), 1)
        if root is None or (isinstance(root, Scalar) and root.null):
            self._findings.add(Place(self._file, 1, 1), "The file holds no manifest: it is empty.", _EXAMPLE)
            return None
        return root

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1)

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        place = self._place(event)
        if kind is AliasEvent:
            return self._alias(event.anchor, place)
        before = self._nodes
        self._nodes += 1
        if before >= MAXIMUM_NODES:
            raise _too_many(place)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        node: Node
        if kind is ScalarEvent:
            node = Scalar(event.value, not event.style, place)
        elif depth > MAXIMUM_DEPTH:
            raise _Stopped(
                place,
                f"Lists and mappings lie more than {MAXIMUM_DEPTH} levels deep in each other here.",
                "A manifest needs six levels. Look for brackets that are not closed, and for stray `-`.",
            )
        elif kind is SequenceStartEvent:
            node = Sequence(tuple(self._values(depth)), place)
        else:
            node = self._mapping(place, depth)
        if event.tag is not None:
            node = self._tagged(event.tag, place)
        if event.anchor is not None:
            self._anchors[event.anchor] = (node, self._nodes - before)
        return node

    def _values(self, depth: int) -> Iterator[Node]:
        for event in self._events:
            if type(event) is SequenceEndEvent:
                return
            yield self._node(event, depth + 1)

    def _mapping(self, place: Place, depth: int) -> Mapping:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        merges = False
        for event in self._events:
            if type(event) is MappingEndEvent:
                break
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                if not isinstance(key, Refused):
                    self._findings.add(
                        key.place, "A list or a mapping stands as a key.", "Write a plain word as the key."
                    )
            elif key.plain and key.text == "<<":
                merges = True
                self._findings.add(
                    key.place,
                    "Merge keys (`<<`) are not read in a manifest.",
                    "Write the keys out. `locales` can stand once at the top, or once on a collection.",
                )
            elif key.text in keys:
                self._findings.add(
                    key.place,
                    f"The key {quoted(key.text)} stands twice in one mapping; the first is at {keys[key.text].quoted}.",
                    "Keep one of the two, or put them together.",
                )
            else:
                keys[key.text], values[key.text] = key.place, value
        return Mapping(values, keys, merges, place)

    def _alias(self, name: str, place: Place) -> Node:
        if name not in self._anchors:
            self._findings.add(
                place,
                f"The alias {quoted('*' + name)} names an anchor that is not set before it.",
                f"Set {quoted('&' + name)} on the value that it shall repeat, or put quotes around a text that begins "
                "with `*`.",
            )
            return Refused(place)
        anchored = self._anchors[name]
        if anchored is None:
            self._findings.add(
                place,
                f"The alias {quoted('*' + name)} repeats the list or mapping that it stands in, without end.",
                "Write the values out.",
            )
            return Refused(place)
        node, nodes = anchored
        self._nodes += nodes
        if self._nodes > MAXIMUM_NODES:
            raise _too_many(place)
        return _placed(node, place)

    def _tagged(self, tag: str, place: Place) -> Refused:
        short = tag.replace("tag:yaml.org,2002:", "!!")
        self._findings.add(
            place,
            f"The YAML tag {quoted(short)} stands here; a manifest is read without tags.",
            "Take the tag out, or put quotes around a text that begins with `!`.",
        )
        return Refused(place)


def _too_many(place: Place) -> _Stopped:
    return _Stopped(
        place,
        f"The file holds more than {MAXIMUM_NODES:,} keys and values, with those that aliases repeat.",
        "Use aliases for short lists only, or spread the collections over several manifest files.",
    )


def _placed(node: Node, place: Place) -> Node:
    match node:
        case Scalar():
            return Scalar(node.text, node.plain, place)
        case Sequence():
            return Sequence(node.values, place)
        case Mapping():
            return Mapping(node.values, node.keys, node.merges, place)
        case Refused():
            return Refused(place)
