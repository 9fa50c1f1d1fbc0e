"""Workflow commands in a log, by the rules of actions/runner 2.336 (`ActionCommand`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KNOWN_COMMANDS = frozenset(
    {
        "add-mask",
        "add-matcher",
        "add-path",
        "debug",
        "echo",
        "endgroup",
        "error",
        "group",
        "notice",
        "remove-matcher",
        "save-state",
        "set-env",
        "set-output",
        "stop-commands",
        "warning",
    }
)
# In the order in which the runner undoes them: `%25` last, so that `%250A` is the text `%0A` and not a new line.
_DATA_ESCAPES = {"%0D": "\r", "%0A": "\n", "%25": "%"}
_PROPERTY_ESCAPES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
_BRACKET_ESCAPES = {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%25": "%"}

# What .NET's Char.IsWhiteSpace says yes to; Python's str.lstrip() takes U+001C to U+001F as well.
_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


@dataclass(frozen=True, slots=True)
class Command:
    """A workflow command. Its name and those of its properties are in lower case: the runner ignores case."""

    name: str
    properties: Mapping[str, str]
    message: str


def parse_command(line: str, known: frozenset[str] = KNOWN_COMMANDS) -> Command | None:
    """The command in one line of a log, in the form `::name properties::message` or `##[name properties]message`."""
    return _parse_colons(line, known) or _parse_brackets(line, known)


def _parse_colons(line: str, known: frozenset[str]) -> Command | None:
    text = line.lstrip(_SPACES)
    information, separator, message = text[2:].partition("::")
    if not text.startswith("::") or not separator:
        return None
    name, _, properties = information.partition(" ")
    if name.lower() not in known:
        return None
    return Command(
        name.lower(), _properties(properties.strip(_SPACES), ",", _PROPERTY_ESCAPES), _unescape(message, _DATA_ESCAPES)
    )


def _parse_brackets(line: str, known: frozenset[str]) -> Command | None:
    _, prefix, rest = line.partition("##[")
    information, bracket, message = rest.partition("]")
    name, _, properties = information.partition(" ")
    if not prefix or not bracket or name.lower() not in known:
        return None
    return Command(name.lower(), _properties(properties, ";", _BRACKET_ESCAPES), _unescape(message, _BRACKET_ESCAPES))


def _properties(text: str, separator: str, escapes: Mapping[str, str]) -> Mapping[str, str]:
    pairs = (pair.partition("=") for pair in text.split(separator))
    return {name.lower(): _unescape(value, escapes) for name, _, value in pairs if name and value}


def _unescape(text: str, escapes: Mapping[str, str]) -> str:
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text
