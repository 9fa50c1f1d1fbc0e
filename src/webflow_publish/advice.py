"""What to write instead of a path or glob that names no file."""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from pathlib import Path, PurePosixPath

from webflow_publish.glob import is_glob, matches
from webflow_publish.text import quoted

_SIMILAR = 0.75
"""How like two names must be for one to be suggested for the other (`difflib` counts from 0 to 1)."""

_LOOKED_AT = 2_000
"""Entries of folders that are looked at in search of a name."""

_PARTS = 20
"""Parts of a pattern that are looked for; where none of so many is a file, it was hardly meant for a list."""

_SUFFIXES = frozenset({".yml", ".yaml"})
_BRACES = re.compile(r"\{[^{}]*,[^{}]*\}")
_BETWEEN = re.compile(r"[\s,;]+")


def instead(root: Path, pattern: str) -> str:
    """What to change in a path or glob, relative to a folder, that names no file there."""
    if mistake := misread(root, pattern):
        return mistake
    if is_glob(pattern):
        return "`*` stands for a part of one name, `**` for any number of folders."
    return _near(root, pattern.replace("\\", "/"))


def misread(root: Path, pattern: str) -> str | None:
    """What to change where a path or glob would name no file whatever was added to the folder; else None."""
    if not any(root.glob("*")):
        return "The workspace is empty. Run `actions/checkout` in a step before this one."
    if pattern.startswith("!"):
        return "Patterns cannot exclude files. Name those that are wanted, without `!`."
    if _BRACES.search(pattern):
        return "Braces are not read: write a line for each of the names in them."
    parts = [part for part in _BETWEEN.split(pattern) if part]
    if len(parts) > 1 and any(_names_files(root, part) for part in parts[:_PARTS]):
        return "Write one path a line."
    return None


def within(root: Path, folder: str) -> str:
    """What to write for the files in a folder whose path, relative to another, was given in place of a file's."""
    for names in ("*.yml", "*.yaml", "**/*.yml", "**/*.yaml"):
        glob = str(PurePosixPath(folder, names))
        if _names_files(root, glob):
            return f"For the files in it, write {quoted(glob)}."
    return "No `.yml` and no `.yaml` file lies in it. Name a file that holds a manifest."


def _names_files(root: Path, pattern: str) -> bool:
    try:
        paths = matches(root, pattern)
        return paths is not None and any(True for _ in paths)
    except (OSError, ValueError):
        return False


def _near(root: Path, name: str) -> str:
    missing = PurePosixPath(os.path.relpath(os.path.normpath(root / name), root))
    if ".." not in missing.parts:
        beside = [PurePosixPath(entry.name) for entry in _entries(root / missing.parent, _LOOKED_AT) if entry.is_file()]
        stems = {path.stem.casefold(): path for path in beside if path.suffix.casefold() in _SUFFIXES}
        if close := get_close_matches(missing.stem.casefold(), stems, n=1, cutoff=_SIMILAR):
            return f"Did you mean {quoted(str(missing.parent / stems[close[0]]))}?"
    elsewhere = [path for path in _files(root) if path.name.casefold() == missing.name.casefold()]
    for path in elsewhere:
        if str(path).casefold() == str(missing).casefold():
            return f"Did you mean {quoted(str(path))}?"
    if elsewhere:
        return f"There is one at {quoted(str(elsewhere[0]))}."
    return "Paths are relative to the root of the repository; on the command line, to the current folder."


def _files(root: Path) -> Iterator[PurePosixPath]:
    """The paths, relative to a folder, of the files in and below it, nearest first, as far as they are looked at."""
    pending, left = deque([PurePosixPath()]), _LOOKED_AT
    while pending and left:
        folder = pending.popleft()
        entries = _entries(root / folder, left)
        left -= len(entries)
        for entry in entries:
            if entry.is_file():
                yield folder / entry.name
            elif entry.name != ".git" and entry.is_dir(follow_symlinks=False):
                pending.append(folder / entry.name)


def _entries(folder: Path, most: int) -> list[os.DirEntry[str]]:
    """The entries of a folder by name, at most so many; none where none can be read."""
    try:
        with os.scandir(folder) as entries:
            return sorted(islice(entries, most), key=lambda entry: entry.name)
    except (OSError, ValueError):
        return []
