"""GitHub's runner, as it reads what a step leaves behind: output files, the step summary, and commands in the log.

The rules are those of actions/runner 2.336 (`ActionCommand`, `ActionCommandManager`, `FileCommandManager`), with two
differences, both on the strict side: bytes that are not UTF-8 are an error here, where the runner puts U+FFFD, and
`Log.complaints` collects what the runner would only mention in its log.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.command import KNOWN_COMMANDS, Command, parse_command

SUMMARY_LIMIT = 1024 * 1024
"""Bytes. A step summary over it is dropped whole."""

OUTPUTS_LIMIT = 1024 * 1024
"""Bytes of all outputs of a job, counted in UTF-16 (GitHub's documentation of `jobs.<job_id>.outputs`)."""

ANNOTATIONS_LIMIT = 10
"""Annotations of one type and step; the rest stand only in the log."""

ANNOTATION_LENGTH = 4096
"""Characters of an annotation's message; the rest is cut off."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,10}\s*", re.ASCII)


class MalformedFileError(Exception):
    """A file that makes the runner fail the step."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What GitHub shows for `::error`, `::warning` and `::notice`, after the runner has checked lines and columns."""

    level: str
    message: str
    title: str | None = None
    file: str | None = None
    line: int | None = None
    end_line: int | None = None
    column: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """A step's log, read to its end.

    `annotations` are those that GitHub shows, `unshown` counts the others by level. `lines` is what a reader sees,
    with masked values as `***`, without the commands. `groups` are titles in order; `open_group` is the title of one
    that was never closed. `complaints` is what the runner would object to.
    """

    commands: tuple[Command, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    unshown: Mapping[str, int] = field(default_factory=dict)
    masks: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    open_group: str | None = None
    lines: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()


def read_lines(text: str) -> tuple[str, ...]:
    r"""Lines as .NET's StreamReader.ReadLine splits them: at \n, \r and \r\n, and nowhere else."""
    lines = _LINE_END.split(text)
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def read_outputs(data: bytes) -> dict[str, str]:
    """The outputs in a GITHUB_OUTPUT file; of an output that is written twice the later value counts.

    Raises:
        MalformedFileError: The runner would fail the step, or the file is not UTF-8.
    """
    lines = iter(_decode(data).split("\n"))
    outputs: dict[str, str] = {}
    for line in lines:
        if line == "":
            continue
        name, separator, rest = _split_assignment(line)
        if separator == "=":
            outputs[name] = rest
            continue
        value: list[str] = []
        for inner in lines:
            if inner == rest:
                break
            value.append(inner)
        else:
            message = f"Invalid value. Matching delimiter not found {rest!r}"
            raise MalformedFileError(message)
        outputs[name] = "\n".join(value)
    return outputs


def outputs_size(outputs: Mapping[str, str]) -> int:
    """Bytes that GitHub counts against OUTPUTS_LIMIT."""
    return sum(len(f"{name}{value}".encode("utf-16-le")) for name, value in outputs.items())


def read_summary(data: bytes) -> str | None:
    """The step summary that GitHub shows, or None where there is none: the file is empty, or over SUMMARY_LIMIT.

    Raises:
        MalformedFileError: The file is not UTF-8.
    """
    return _decode(data) if 0 < len(data) <= SUMMARY_LIMIT else None


def read_log(text: str) -> Log:
    """What the runner makes of a step's standard output or standard error."""
    reader = _LogReader()
    for line in read_lines(text):
        reader.take(line)
    return reader.log()


class _LogReader:
    """Takes a log line by line."""

    def __init__(self) -> None:
        self._commands: list[Command] = []
        self._annotations: list[Annotation] = []
        self._shown: Counter[str] = Counter()
        self._unshown: Counter[str] = Counter()
        self._masks: list[str] = []
        self._groups: list[str] = []
        self._open_group: str | None = None
        self._lines: list[str] = []
        self._complaints: list[str] = []
        self._resume: str | None = None

    def log(self) -> Log:
        return Log(
            commands=tuple(self._commands),
            annotations=tuple(self._annotations),
            unshown=dict(self._unshown),
            masks=tuple(self._masks),
            groups=tuple(self._groups),
            open_group=self._open_group,
            lines=tuple(self._lines),
            complaints=tuple(self._complaints),
        )

    def take(self, line: str) -> None:
        command = parse_command(line, KNOWN_COMMANDS if self._resume is None else KNOWN_COMMANDS | {self._resume})
        if command is None or self._resume not in {None, command.name}:
            self._lines.append(self._masked(line))
        elif self._resume is not None:
            self._resume = None
        else:
            self._commands.append(command)
            self._carry_out(command)

    def _carry_out(self, command: Command) -> None:
        match command.name:
            case "error" | "warning" | "notice":
                self._annotate(_annotation(command))
            case "add-mask" if command.message.strip():
                self._masks.append(command.message)
            case "add-mask":
                self._complaints.append("add-mask: an empty text cannot be masked.")
            case "group":
                self._groups.append(command.message)
                self._open_group = command.message
            case "endgroup":
                self._open_group = None
            case "stop-commands":
                self._resume = command.message.lower()
            case "add-path" | "save-state" | "set-env" | "set-output":
                self._complaints.append(f"{command.name}: this command is disabled or deprecated.")

    def _annotate(self, annotation: Annotation) -> None:
        if self._shown[annotation.level] < ANNOTATIONS_LIMIT:
            self._shown[annotation.level] += 1
            self._annotations.append(annotation)
        else:
            self._unshown[annotation.level] += 1

    def _masked(self, line: str) -> str:
        for mask in self._masks:
            line = line.replace(mask, "***")
        return line


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"The file is not UTF-8: {error}"
        raise MalformedFileError(message) from error


def _split_assignment(line: str) -> tuple[str, str, str]:
    """The name, `=` or `<<`, and what follows: whichever of the two comes first in the line decides."""
    match = re.match(r"(.*?)(=|<<)(.*)", line, re.DOTALL)
    if match is None:
        message = f"Invalid format {line!r}"
        raise MalformedFileError(message)
    name, separator, rest = match.groups()
    if name == "" or (separator == "<<" and rest == ""):
        message = f"Invalid format {line!r}. Name must not be empty and delimiter must not be empty"
        raise MalformedFileError(message)
    return name, separator, rest


def _annotation(command: Command) -> Annotation:
    """Drops the lines and columns that the runner drops: those that contradict each other, or mean nothing alone."""
    given = command.properties
    line, end_line = _integer(given.get("line")), _integer(given.get("endline"))
    column, end_column = _integer(given.get("col")), _integer(given.get("endcolumn"))
    line = end_line if line is None else line
    column = end_column if column is None else column
    if line is None or end_line not in {None, line} or (end_column is not None and (column or 0) > end_column):
        column = end_column = None
    if line is not None and end_line is not None and end_line < line:
        line = end_line = None
    return Annotation(
        level=command.name,
        message=command.message[:ANNOTATION_LENGTH],
        title=given.get("title"),
        file=given.get("file"),
        line=line,
        end_line=end_line,
        column=column,
        end_column=end_column,
    )


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and _INTEGER.fullmatch(text) else None
