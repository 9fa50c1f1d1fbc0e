"""PyYAML's errors in our own words: what is wrong, where it is to be changed, and how."""

from __future__ import annotations

import re
from collections.abc import Callable

from webflow_publish.manifest.fault import Fault, told
from webflow_publish.manifest.wording import named
from webflow_publish.problem import Place
from webflow_publish.text import quoted

Explanation = tuple[Place, str, str]
"""Place, message and hint."""

_INDENTATION = (
    "Align it with the keys or the list entries that it belongs to. YAML tells by the indentation what lies in what."
)
_QUOTES = "Put the whole text in quotes."
_IF_TEXT = "If it belongs to a text, put the whole text in quotes."
_GENERAL = (
    "Check the indentation, that quotes and brackets are closed, and that a text with signs of YAML in it has quotes."
)


def explain(error: Exception, file: str, text: str) -> Explanation:
    """Place, message and hint for an error that PyYAML raised while it parsed the text of a file.

    Errors of libyaml and of PyYAML's own parser are known by parts of their texts that have not changed between
    releases 5 and 6; what is not known is passed on in PyYAML's words.
    """
    fault = told(error, file, text)
    if fault is None:
        return Place(file, 1, 1), f"The file is not valid YAML: {quoted(str(error))}.", _GENERAL
    words = f"{fault.context}: {fault.problem}"
    for part, explanation in _KNOWN:
        if part in words:
            return explanation(fault)
    return fault.at, f"This is not valid YAML: {fault.problem}.", _GENERAL


def _character(fault: Fault) -> Explanation:
    character = fault.character()
    if character == "\t":
        return _tab(fault)
    named = "a backtick" if character == "`" else quoted(character)
    return fault.at, f"A text without quotes cannot begin with {named}.", _QUOTES


def _tab(fault: Fault) -> Explanation:
    # PyYAML points at the tab, or at the start of its line.
    line = fault.line(fault.at.line)
    column = line.find("\t", fault.at.column - 1) + 1 or fault.at.column
    return (
        Place(fault.file, fault.at.line, column),
        "A tab stands in the indentation; YAML indents with spaces only.",
        "Replace the tab by spaces, and set your editor to insert spaces in YAML files.",
    )


def _missing_space(fault: Fault, place: Place) -> Explanation:
    sign, lacking = ("`-`", "list entry begins") if fault.character(place) == "-" else ("colon", "key ends")
    following = fault.character(Place(place.file, place.line, place.column + 1))
    if not following.isprintable():
        return (
            place,
            f"After this {sign} stands the character {named(following)}, so that no {lacking} here.",
            "Replace it by a space.",
        )
    return place, f"There is no space after this {sign}, so that no {lacking} here.", f"Put a space after the {sign}."


def _colon(fault: Fault) -> Explanation:
    before = fault.line(fault.at.line)[: fault.at.column - 1]
    if re.search(r":\s", before):
        return (
            fault.at,
            "A colon followed by a space stands within a text that has no quotes.",
            f"{_QUOTES} If a new key was meant, begin it on a line of its own.",
        )
    if place := fault.without_space_above():
        return _missing_space(fault, place)
    return (
        fault.at,
        "A key cannot stand here: the line above is a text that goes on, or this line is indented too far.",
        _INDENTATION,
    )


def _no_colon(fault: Fault) -> Explanation:
    if place := fault.without_space(fault.start.line):
        return _missing_space(fault, place)
    return (
        fault.start,
        f"A key with a colon is expected here, and there is only {quoted(fault.line(fault.start.line).strip())}.",
        "Write `key: value`. A list entry begins with `- `; a text of several lines stands in quotes.",
    )


def _unclosed(fault: Fault) -> Explanation:
    return (
        fault.start,
        "The quotation that opens here is not closed.",
        "Put the same quote at the end of the text. Within single quotes, an apostrophe is written twice.",
    )


def _bracket(fault: Fault) -> Explanation:
    opened = "list" if "sequence" in fault.context else "mapping"
    closing = "]" if opened == "list" else "}"
    return (
        fault.start,
        f"The {opened} in brackets that opens here is broken at line {fault.at.line}, column {fault.at.column}.",
        f"Close it with `{closing}`, and put a comma between its entries.",
    )


def _indentation(fault: Fault) -> Explanation:
    if fault.within_line():
        return _more(fault)
    if fault.character() == "-":
        return fault.at, "A list entry stands where a key is expected.", _INDENTATION
    return fault.at, "The indentation of this line does not fit the lines above it.", _INDENTATION


def _more(fault: Fault) -> Explanation:
    return fault.at, "More follows here after a value that has ended.", f"Take it out. {_IF_TEXT}"


def _list_entry_expected(fault: Fault) -> Explanation:
    if fault.within_line():
        return _more(fault)
    return (
        fault.at,
        "Something else than a list entry stands in a list, at the list's indentation.",
        f"Begin an entry with `- `. {_INDENTATION}",
    )


def _list_on_line(fault: Fault) -> Explanation:
    return (
        fault.at,
        "A list cannot begin on the line of its key.",
        "Begin the list on the next line, or write it in brackets: `[first, second]`.",
    )


def _escape(fault: Fault) -> Explanation:
    return (
        fault.at,
        "In double quotes a backslash begins an escape such as `\\n`; what follows this one is not known.",
        "Write the backslash twice, or use single quotes.",
    )


def _first(fault: Fault) -> Explanation:
    return fault.start, f"A text without quotes cannot begin with {quoted(fault.character(fault.start))}.", _QUOTES


def _block(fault: Fault) -> Explanation:
    sign = quoted(fault.character(fault.start))
    return (
        fault.start,
        f"A {sign} announces a text on the lines below, so that no text can follow it on this one.",
        _QUOTES,
    )


def _content(fault: Fault) -> Explanation:
    within_brackets = "flow" in fault.context
    if within_brackets and re.match(r"-(?!-)", fault.line(fault.at.line)[fault.at.column - 1 :]):
        return fault.at, "A `-` begins no entry within brackets.", "Take it out, and put a comma between the entries."
    found = f"{quoted(fault.character())} is none" if fault.character() else "there is none"
    return (
        fault.at,
        f"A value is expected here, and {found}.",
        f"Write the value. {_IF_TEXT}",
    )


def _end(fault: Fault) -> Explanation:
    if place := fault.without_space_above():
        return _missing_space(fault, place)
    return (
        fault.at,
        "The manifest has ended before this place, and more follows.",
        "Look for a bracket too many, for a line with `...`, and at the indentation.",
    )


def _directive(fault: Fault) -> Explanation:
    return fault.at, "This YAML directive is not understood.", "Take the line that begins with `%` out."


def _tag(fault: Fault) -> Explanation:
    return (
        fault.start,
        "A YAML tag stands here; a manifest is read without tags.",
        "Put quotes around a text that begins with `!`.",
    )


_KNOWN: tuple[tuple[str, Callable[[Fault], Explanation]], ...] = (
    ("cannot start any token", _character),
    ("tab character", _tab),
    ("directive", _directive),
    ("incompatible YAML document", _directive),
    ("duplicate tag handle", _directive),
    ("undefined tag handle", _tag),
    ("scanning a tag", _tag),
    ("parsing a tag", _tag),
    ("block scalar", _block),
    ("mapping keys are not allowed", _first),
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
    ("escape sequence of", _escape),
    ("hexdecimal number", _escape),
    ("character escape code", _escape),
    ("expected alphabetic or numeric character", _first),
    ("expected node content", _content),
    ("expected the node content", _content),
    ("<document start>", _end),
)
