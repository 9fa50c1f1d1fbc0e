"""An earlier run, as its JSON report tells of it: read strictly, and in little memory, however large the file is."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, BinaryIO, NoReturn

from webflow_publish.entry import Entry, read_entry
from webflow_publish.inputs import Mode
from webflow_publish.manifest.reader import MAXIMUM_VARIANTS
from webflow_publish.outcome import Status, Verdict
from webflow_publish.text import counted, quoted
from webflow_publish.webflow.document import distinct

Opener = Callable[[], BinaryIO]
"""Opens a file to be read in bytes, from its beginning."""

MAXIMUM_BYTES = 8 * 1024 * 1024
"""Of JSON that is parsed at once, which takes up to thirty times as much memory: one entry, or all that is none."""

_VERSION = 1
_NAMES = ("version", "mode", "outcome", "items")
_OPENING = b' "items": ['
_WANTED = {
    Mode.PLAN: "a plan",
    Mode.PUBLISH: "the report of a publish",
    Mode.VALIDATE: "that of a validation",
    Mode.UNDO: "that of an undo",
}
_ENDINGS = frozenset(Status) - {Status.PENDING}
"""Statuses (see report/schema.json) that a publish can end in."""


class Fault(Enum):
    """What is wrong with a file; what there is to do about it depends on what it was meant for."""

    UNREADABLE = auto()
    DAMAGED = auto()
    """Or no report at all."""
    LARGE = auto()
    VERSION = auto()
    MODE = auto()


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a file is not the report that is wanted. `message` ends a sentence that begins with what the file is."""

    fault: Fault
    message: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier run: how it ended, and what became of each item in each locale, in the order of its manifest."""

    outcome: Verdict
    entries: Sequence[Entry]


def read_earlier(opened: Opener, mode: Mode) -> Earlier | Unfit:
    """Read the report of an earlier run.

    A report may have as many entries as a manifest, and any size, as long as each entry stands on a line of its own,
    as they are written. One that was given another form since is read up to `MAXIMUM_BYTES`.

    Args:
        opened: Opens the file. What the system says against that, or while it is read, is among what may be wrong.
        mode: What that run must have been asked to do.
    """
    try:
        with opened() as file:
            report, entries = _divided(file)
    except OSError as error:
        return Unfit(Fault.UNREADABLE, f"cannot be read: {error.strerror or 'the system did not say why'}.")
    except (ValueError, RecursionError):
        return Unfit(Fault.DAMAGED, "is not JSON, or is damaged.")
    except _TooLargeError as error:
        return Unfit(Fault.LARGE, str(error))
    return _judged(report, entries, mode)


def read_published(opened: Opener) -> Earlier | Unfit:
    """Read the report of an earlier publish, each of whose entries has a status that a publish can end in.

    Another one could stand for anything, and so for what is to be done something about.
    """
    earlier = read_earlier(opened, Mode.PUBLISH)
    if isinstance(earlier, Unfit):
        return earlier
    wrong = (position for position, entry in enumerate(earlier.entries, 1) if entry.status not in _ENDINGS)
    position = next(wrong, None)
    return earlier if position is None else _broken(position)


class _TooLargeError(Exception):
    """In the words of `Unfit.message`; it never leaves this module."""


def _divided(file: BinaryIO) -> tuple[Any, list[Entry | None]]:
    """The report, with 0 in place of each entry that has a line of its own; and these, None for one that is wrong.

    The zeros keep the commas, so that what is left shows whether the whole is JSON.

    Raises:
        OSError: It cannot be read.
        ValueError: It is not JSON.
        RecursionError: It lies too deep.
        _TooLargeError: It is too large.
    """
    rest = bytearray()
    entries: list[Entry | None] = []
    within = False
    while line := file.readline(MAXIMUM_BYTES + 1):
        text = line.rstrip()
        if within and text.startswith(b"  {") and text.endswith((b"}", b"},")):
            entries.append(read_entry(_DECODER.decode(text.removesuffix(b",").decode())))
            rest += b"0," if text.endswith(b",") else b"0"
        else:
            within = text == _OPENING
            rest += line
        if len(rest) > MAXIMUM_BYTES:
            raise _TooLargeError(f"has more than {counted(MAXIMUM_BYTES, 'byte')}, and not an entry on each line.")
        if len(entries) > MAXIMUM_VARIANTS:
            raise _TooLargeError(f"has more than {MAXIMUM_VARIANTS:,} entries, and no manifest has so many.")
    return _DECODER.decode(rest.decode("utf-8-sig")), entries


def _judged(report: Any, entries: list[Entry | None], mode: Mode) -> Earlier | Unfit:
    """The report as what it says, or what is wrong with it.

    Args:
        report: What `_divided` gives.
        entries: The same.
        mode: The one that is wanted.
    """
    if not isinstance(report, dict) or not report.keys() >= set(_NAMES):
        return Unfit(Fault.DAMAGED, "is JSON, but no report of webflow-publish.")
    version, found, outcome, items = (report[name] for name in _NAMES)
    if type(version) is not int or version != _VERSION:
        age = f", which is {'newer' if version > _VERSION else 'older'}" if type(version) is int else ""
        return Unfit(Fault.VERSION, f"has the version {_shown(version)}{age}; this release reads version {_VERSION}.")
    if found != mode:
        return Unfit(Fault.MODE, f"was written in the mode {_shown(found)}, and {_WANTED[mode]} is wanted.")
    if not isinstance(outcome, str) or outcome not in set(Verdict):
        return Unfit(Fault.DAMAGED, f"has the outcome {_shown(outcome)}, which no run has.")
    return _filled(Verdict(outcome), items, entries)


def _filled(outcome: Verdict, items: Any, entries: list[Entry | None]) -> Earlier | Unfit:
    """The report with its entries, wherever they stood."""
    if not isinstance(items, list):
        return Unfit(Fault.DAMAGED, "has no list of `items`.")
    if entries and items != [0] * len(entries):
        return Unfit(Fault.DAMAGED, "is not JSON, or is damaged.")
    read = entries or [read_entry(item) for item in items]
    whole = [entry for entry in read if entry is not None]
    return Earlier(outcome, whole) if len(whole) == len(read) else _broken(read.index(None) + 1)


def _broken(position: int) -> Unfit:
    """That the entry at this position, from 1, is not what it has to be."""
    return Unfit(Fault.DAMAGED, f"is damaged: what stands in entry {position:,} of `items` is not what a run writes.")


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=distinct, parse_constant=_refused)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "that is none"
    return quoted(value) if isinstance(value, str) else quoted(json.dumps(value))
