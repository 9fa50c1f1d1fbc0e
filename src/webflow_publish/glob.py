"""Globs: patterns of paths, and the files under a folder that they match."""

from __future__ import annotations

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

_MAGIC = frozenset("*?[")


def is_glob(pattern: str) -> bool:
    """Whether a pattern can match other names than its own."""
    return not _MAGIC.isdisjoint(pattern)


def matches(root: Path, pattern: str) -> Iterator[Path] | None:
    """The files, or links, under a folder that a glob matches; None where the text of the glob leads out of it.

    `*`, `?` and `[…]` match within one name and `**` any number of folders, links to folders not followed. Names
    that begin with a dot match only where the pattern has the dot.

    Raises:
        OSError: A folder cannot be read. It is raised while the files are asked for.
        ValueError: As OSError, for a text that no path can have.
    """
    segments = PurePosixPath(os.path.relpath(os.path.normpath(root / pattern), root)).parts
    return None if segments[:1] in ((), ("..",)) else _expanded(root, segments)


def _expanded(root: Path, segments: tuple[str, ...]) -> Iterator[Path]:
    """The same for the segments of a glob; folders that were seen are not walked again."""
    pending = [(root, 0)]
    seen = set(pending)
    while pending:
        folder, position = pending.pop()
        segment, last = segments[position], position == len(segments) - 1
        following: list[tuple[Path, int]] = []
        if segment == "**" and not last:
            following.append((folder, position + 1))
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.startswith(".") and not segment.startswith("."):
                    continue
                path = folder / entry.name
                if segment == "**" and entry.is_dir(follow_symlinks=False):
                    following.append((path, position))
                elif (segment == "**" or fnmatchcase(entry.name, segment)) and last and not entry.is_dir():
                    yield path
                elif segment != "**" and not last and fnmatchcase(entry.name, segment) and _is_inside(root, entry):
                    following.append((path, position + 1))
        pending += [step for step in following if step not in seen]
        seen.update(following)


def _is_inside(root: Path, entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder, and not a link to one outside: of that not even a name is to be told."""
    return entry.is_dir() and Path(os.path.realpath(entry.path)).is_relative_to(root)
