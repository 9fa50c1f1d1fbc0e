"""PyYAML's errors in our own words: what is wrong, where it is to be changed, and how."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from webflow_publish.problem import Place
from webflow_publish.text import quoted

Explanation = tuple[Place, str, str]
"""Place, message and hint."""

_INDENTATION = (
    "Align it with the keys or the list entries that it belongs to. YAML tells by the indentation what lies in what."
)
_QUOTES = "Put the whole text in quotes."
_IF_TEXT = "If it belongs to a text, put the whole text in quotes."
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_KEY_WITHOUT_SPACE = re.compile(r"(\s*(?:- +)*[A-Za-z][\w-]*:)[^\s:/]")


def explain(error: Exception, file: str, text: str) -> Explanation:
    """Place, message and hint for an error that PyYAML raised while it parsed the text of a file.

    Errors of libyaml and of PyYAML's own parser are known by parts of their texts that have not changed between
    releases 5 and 6; what is not known is passed on in PyYAML's words.
    """
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem is None or error.problem_mark is None:
        return Place(file, 1, 1), f"The file is not valid YAML: {quoted(str(error))}.", ""
    lines = _LINE_BREAK.split(text)
    fault = _Fault(
        file=file,
        lines=lines,
        problem=error.problem,
        context=error.context or "",
        at=_place(file, error.problem_mark, lines),
        start=_place(file, error.context_mark or error.problem_mark, lines),
    )
    for part, explanation in _KNOWN:
        if part in fault.problem:
            return explanation(fault)
    return fault.at, f"This is not valid YAML: {fault.problem}.", ""


@dataclass(frozen=True)
class _Fault:
    """An error as PyYAML tells it: found `at` a place, in something (`context`) that began at `start`."""

    file: str
    lines: list[str]
    problem: str
    context: str
    at: Place
    start: Place

    def line(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def character(self) -> str:
        return self.line(self.at.line)[self.at.column - 1 : self.at.column]

    def without_space(self, number: int) -> Place | None:
        """The place of a colon after a key that lacks its space, in the line of that number."""
        found = _KEY_WITHOUT_SPACE.match(self.line(number))
        return Place(self.file, number, found.end(1)) if found else None

    def without_space_above(self) -> Place | None:
        """The same for the nearest line above that is neither empty nor a comment."""
        above = self.at.line - 1
        while above > 1 and self.line(above).strip()[:1] in ("", "#"):
            above -= 1
        return self.without_space(above)


def _place(file: str, mark: Any, lines: list[str]) -> Place:
    if mark.line >= len(lines):  # libyaml counts one more line where the last has no line break
        return Place(file, len(lines), len(lines[-1]) + 1)
    return Place(file, mark.line + 1, mark.column + 1)


def _character(fault: _Fault) -> Explanation:
    character = fault.character()
    if character == "\t":
        return _tab(fault)
    named = "a backtick" if character == "`" else quoted(character)
    return fault.at, f"A text without quotes cannot begin with {named}.", _QUOTES


def _tab(fault: _Fault) -> Explanation:
    # PyYAML points at the tab, or at the start of its line.
    line = fault.line(fault.at.line)
    column = line.find("\t", fault.at.column - 1) + 1 or fault.at.column
    return (
        Place(fault.file, fault.at.line, column),
        "A tab stands in the indentation; YAML indents with spaces only.",
        "Replace the tab by spaces, and set your editor to insert spaces in YAML files.",
    )


def _missing_space(place: Place) -> Explanation:
    return place, "There is no space after this colon, so that no key ends here.", "Put a space after the colon."


def _colon(fault: _Fault) -> Explanation:
    before = fault.line(fault.at.line)[: fault.at.column - 1]
    if re.search(r":\s", before):
        return (
            fault.at,
            "A colon followed by a space stands within a text that has no quotes.",
            f"{_QUOTES} If a new key was meant, begin it on a line of its own.",
        )
    if place := fault.without_space_above():
        return _missing_space(place)
    return (
        fault.at,
        "A key cannot stand here: the line above is a text that goes on, or this line is indented too far.",
        _INDENTATION,
    )


def _no_colon(fault: _Fault) -> Explanation:
    if place := fault.without_space(fault.start.line):
        return _missing_space(place)
    return (
        fault.start,
        f"A key with a colon is expected here, and there is only {quoted(fault.line(fault.start.line).strip())}.",
        "Write `key: value`. A list entry begins with `- `; a text of several lines stands in quotes.",
    )


def _unclosed(fault: _Fault) -> Explanation:
    return (
        fault.start,
        "The quotation that opens here is not closed.",
        "Put the same quote at the end of the text. Within single quotes, an apostrophe is written twice.",
    )


def _bracket(fault: _Fault) -> Explanation:
    opened = "list" if "sequence" in fault.context else "mapping"
    closing = "]" if opened == "list" else "}"
    return (
        fault.start,
        f"The {opened} in brackets that opens here is broken at line {fault.at.line}, column {fault.at.column}.",
        f"Close it with `{closing}`, and put a comma between its entries.",
    )


def _indentation(fault: _Fault) -> Explanation:
    if fault.line(fault.at.line)[: fault.at.column - 1].strip(" -"):
        return fault.at, "More follows here after a value that has ended.", f"Take it out. {_IF_TEXT}"
    if fault.character() == "-":
        return fault.at, "A list entry stands where a key is expected.", _INDENTATION
    return fault.at, "The indentation of this line does not fit the lines above it.", _INDENTATION


def _list_entry_expected(fault: _Fault) -> Explanation:
    return (
        fault.at,
        "Something else than a list entry stands in a list, at the list's indentation.",
        f"Begin an entry with `- `. {_INDENTATION}",
    )


def _list_on_line(fault: _Fault) -> Explanation:
    return (
        fault.at,
        "A list cannot begin on the line of its key.",
        "Begin the list on the next line, or write it in brackets: `[first, second]`.",
    )


def _escape(fault: _Fault) -> Explanation:
    return (
        fault.at,
        "In double quotes a backslash begins an escape such as `\\n`; what follows this one is not known.",
        "Write the backslash twice, or use single quotes.",
    )


def _name(fault: _Fault) -> Explanation:
    return fault.start, f"A text without quotes cannot begin with {quoted(_first(fault))}.", _QUOTES


def _first(fault: _Fault) -> str:
    return fault.line(fault.start.line)[fault.start.column - 1 : fault.start.column]


def _content(fault: _Fault) -> Explanation:
    found = f"{quoted(fault.character())} is none" if fault.character() else "there is none"
    return (
        fault.at,
        f"A value is expected here, and {found}.",
        f"Write the value. {_IF_TEXT}",
    )


def _end(fault: _Fault) -> Explanation:
    if place := fault.without_space_above():
        return _missing_space(place)
    return (
        fault.at,
        "The manifest has ended before this place, and more follows.",
        "Look for a bracket too many, for a line with `...`, and at the indentation.",
    )


def _directive(fault: _Fault) -> Explanation:
    return fault.at, "This YAML directive is not understood.", "Take the line that begins with `%` out."


def _tag(fault: _Fault) -> Explanation:
    return (
        fault.at,
        "A YAML tag stands here; a manifest is read without tags.",
        "Put quotes around a text that begins with `!`.",
    )


_KNOWN: tuple[tuple[str, Callable[[_Fault], Explanation]], ...] = (
    ("cannot start any token", _character),
    ("tab character that violate", _tab),
    ("mapping values are not allowed", _colon),
    ("could not find expected ':'", _no_colon),
    ("unexpected end of stream", _unclosed),
    ("unexpected document separator", _unclosed),
    ("unexpected document indicator", _unclosed),
    ("expected ',' or", _bracket),
    ("did not find expected key", _indentation),
    ("did not find expected '-' indicator", _list_entry_expected),
    ("expected <block end>", _indentation),
    ("sequence entries are not allowed", _list_on_line),
    ("unknown escape character", _escape),
    ("expected alphabetic or numeric character", _name),
    ("expected node content", _content),
    ("expected the node content", _content),
    ("undefined tag handle", _tag),
    ("<document start>", _end),
    ("directive", _directive),
    ("incompatible YAML document", _directive),
)
