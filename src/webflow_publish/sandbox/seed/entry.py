"""Strict reading of YAML: each problem is noted with its line, and reading goes on, so that all are told at once."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from webflow_publish.sandbox.seed.model import ID

_DEPTH = 32
_NULL = "tag:yaml.org,2002:null"
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Notes:
    """The problems of one file, each with its line."""

    name: str
    noted: list[tuple[int, str]] = field(default_factory=list)

    def add(self, node: yaml.Node, problem: str) -> None:
        """Note a problem, in a whole sentence, at the line where `node` begins."""
        self.noted.append((node.start_mark.line + 1, problem))

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems with file and line, from the top of the file to its end."""
        return tuple(f"{self.name}:{line}: {problem}" for line, problem in sorted(self.noted))


class Entry:
    """A YAML mapping of which the keys are known. A key that is absent, or null, has its default."""

    def __init__(self, node: yaml.Node, notes: Notes, keys: Collection[str]) -> None:
        self.node = node
        self.notes = notes
        self._values: dict[str, yaml.Node] = {}
        if not isinstance(node, yaml.MappingNode):
            notes.add(node, f"This must be a mapping with keys out of: {_list(keys)}.")
            return
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value not in keys:
                guesses = get_close_matches(str(key.value), keys, n=1)
                advice = f"did you mean `{guesses[0]}`?" if guesses else f"the keys here are {_list(keys)}."
                notes.add(key, f"The key `{key.value}` is not known here; {advice}")
            elif key.value in self._values:
                notes.add(key, f"The key `{key.value}` is written twice.")
            else:
                self._values[key.value] = value

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def problem(self, key: str, problem: str) -> None:
        """Note a problem with the value of a key, or with the whole where the key is absent."""
        self.notes.add(self._values.get(key, self.node), problem)

    def text(self, key: str, default: str | None = None) -> str:
        """The text of a scalar, as it is written; without a default the key is required."""
        node = self._given(key)
        if node is None:
            if default is None:
                self.problem(key, f"The key `{key}` is missing here.")
            return default or ""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        self.problem(key, f"`{key}` must be a text.")
        return ""

    def identifier(self, key: str, default: str | None = None) -> str:
        """An ID of 24 lower-case hexadecimal characters."""
        text = self.text(key, default)
        if text and not ID.fullmatch(text):
            self.problem(key, f"`{key}` must be an ID of 24 lower-case hexadecimal characters; `{text}` is not.")
        return text

    def number(self, key: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number from `least` to `most`."""
        text = self.text(key, str(default))
        if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most:
            return int(text)
        self.problem(key, f"`{key}` must be a whole number from {least} to {most}.")
        return default

    def seconds(self, key: str, *, signed: bool = False, endless: str = "") -> float:
        """A time span in seconds, 0 where absent; below 0 where `signed`, and infinite where the word is `endless`."""
        text = self.text(key, "0")
        if endless and text == endless:
            return math.inf
        if re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]{1,6})?", text) and (signed or text[0] != "-"):
            return float(text)
        others = (", which may be negative" if signed else "") + (f", or `{endless}`" if endless else "")
        self.problem(key, f"`{key}` must be a number of seconds{others}.")
        return 0.0

    def flag(self, key: str, *, default: bool) -> bool:
        """`true` or `false`."""
        text = self.text(key, str(default)).lower()
        if text not in {"true", "false"}:
            self.problem(key, f"`{key}` must be true or false.")
        return text == "true"

    def choice(self, key: str, kind: type[_Choice], default: _Choice) -> _Choice:
        """One of the values of an enumeration."""
        text = self.text(key, default.value)
        if text in list(kind):
            return kind(text)
        self.problem(key, f"`{key}` must be one of: {_list(list(kind))}.")
        return default

    def moment(self, key: str, default: datetime | None) -> datetime | None:
        """A time with its offset, in UTC; a null that is written means None, whatever the default."""
        node = self._values.get(key)
        if node is None or node.tag == _NULL:
            return default if node is None else None
        try:
            moment = datetime.fromisoformat(str(node.value))
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        self.problem(key, f"`{key}` must be a time such as 2026-11-23T17:00:00Z, or null.")
        return default

    def nodes(self, key: str) -> list[yaml.Node]:
        """The entries of a list; none where the key is absent."""
        node = self._given(key)
        if node is None:
            return []
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.problem(key, f"`{key}` must be a list.")
        return []

    def texts(self, key: str) -> list[str]:
        """The entries of a list of texts."""
        nodes = self.nodes(key)
        for node in nodes:
            if not isinstance(node, yaml.ScalarNode):
                self.notes.add(node, f"Each entry of `{key}` must be a text.")
        return [str(node.value) for node in nodes if isinstance(node, yaml.ScalarNode)]

    def mapping(self, key: str, keys: Collection[str]) -> Entry | None:
        """The mapping under a key, None where the key is absent."""
        node = self._given(key)
        return None if node is None else Entry(node, self.notes, keys)

    def mappings(self, key: str, keys: Collection[str]) -> Iterator[Entry]:
        """The mappings of a list."""
        return (Entry(node, self.notes, keys) for node in self.nodes(key))

    def value(self, key: str) -> Any:
        """Whatever stands there, as JSON values; None where absent."""
        node = self._given(key)
        return None if node is None else self._plain(node, _DEPTH)

    def table(self, key: str) -> dict[str, Any]:
        """A mapping with keys of the user's own, as JSON values; empty where absent."""
        value = self.value(key)
        if isinstance(value, dict) or value is None:
            return value or {}
        self.problem(key, f"`{key}` must be a mapping.")
        return {}

    def _given(self, key: str) -> yaml.Node | None:
        node = self._values.get(key)
        return None if node is None or node.tag == _NULL else node

    def _plain(self, node: yaml.Node, depth: int) -> Any:
        if depth == 0:
            self.notes.add(node, f"This is nested more than {_DEPTH} deep.")
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(entry, depth - 1) for entry in node.value]
        if isinstance(node, yaml.MappingNode):
            return {str(key.value): self._plain(value, depth - 1) for key, value in node.value}
        return _scalar(node.tag.rpartition(":")[2], str(node.value))


def _scalar(kind: str, text: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in {"true", "yes", "on"}
    # An all-digit ID looks like a number to YAML, so an integer is only what JSON would write as one, and not an ID.
    if kind == "int" and not ID.fullmatch(text) and re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
        return int(text)
    if kind == "float" and re.fullmatch(r"-?[0-9]+\.[0-9]+", text):
        return float(text)
    return text


def _list(words: Collection[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
