"""PyYAML's errors as plain values, with the lines in which they arose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from yaml import MarkedYAMLError

from webflow_publish.problem import Place

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_WITHOUT_SPACE = re.compile(r"(\s*(?:- +)*(?:[A-Za-z][\w-]*:(?![ \t:/])|-(?![ \t-])))(?=.)")


@dataclass(frozen=True)
class Fault:
    """An error as PyYAML tells it: found `at` a place, in something (`context`) that began at `start`."""

    file: str
    lines: list[str]
    problem: str
    context: str
    at: Place
    start: Place

    def line(self, number: int) -> str:
        """The line of that number (from 1) without its line break; empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def character(self, place: Place | None = None) -> str:
        """The character at a place, or else at that of the error; empty at the end of a line."""
        place = place or self.at
        return self.line(place.line)[place.column - 1 : place.column]

    def within_line(self) -> bool:
        """Whether something stands before the error in its line, other than the signs of list entries."""
        return self.line(self.at.line)[: self.at.column - 1].strip(" -") != ""

    def without_space(self, number: int) -> Place | None:
        """The place of a colon after a key, or of a `-`, that lacks its space, in the line of that number."""
        found = _WITHOUT_SPACE.match(self.line(number))
        return Place(self.file, number, found.end(1)) if found else None

    def without_space_above(self) -> Place | None:
        """The same for the nearest line above that is neither empty nor a comment."""
        above = self.at.line - 1
        while above > 1 and self.line(above).strip()[:1] in ("", "#"):
            above -= 1
        return self.without_space(above)


def told(error: Exception, file: str, text: str) -> Fault | None:
    """What PyYAML tells of an error in the text of a file; None where it tells no place."""
    if not isinstance(error, MarkedYAMLError) or error.problem is None or error.problem_mark is None:
        return None
    lines = _LINE_BREAK.split(text)
    return Fault(
        file=file,
        lines=lines,
        problem=error.problem,
        context=error.context or "",
        at=_place(file, error.problem_mark, lines),
        start=_place(file, error.context_mark or error.problem_mark, lines),
    )


def _place(file: str, mark: Any, lines: list[str]) -> Place:
    if mark.line >= len(lines):  # libyaml counts one more line where the last has no line break
        return Place(file, len(lines), len(lines[-1]) + 1)
    return Place(file, mark.line + 1, mark.column + 1)
