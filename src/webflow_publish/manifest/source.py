"""Manifest files of a workspace: found, read from disk, and understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from webflow_publish.manifest.content import Content
from webflow_publish.manifest.model import Manifest
from webflow_publish.manifest.reader import read_manifest
from webflow_publish.manifest.text import MAXIMUM_BYTES, too_large
from webflow_publish.problem import Place, Problem
from webflow_publish.workspace import Workspace


def load(
    workspace: Workspace, paths: Sequence[Path], unmatched: Sequence[Problem], *, allow_empty: bool = False
) -> Manifest | tuple[Problem, ...]:
    """The manifest in files that were found.

    Args:
        workspace: Where the files lie.
        paths: The files, as `Workspace.find` gives them.
        unmatched: What it found to be wrong with the patterns; with such a problem there is no manifest.
        allow_empty: Whether there may be no file, and files may list nothing.

    Returns:
        The manifest; or, if anything is wrong, all problems: those of the patterns first, then those of the files in
        order of their names and lines.
    """
    unread: dict[str, Problem] = {}

    def sources() -> Iterator[tuple[str, bytes]]:
        """One after the other, so that they are not all in memory at once."""
        for path in paths:
            name = workspace.name(path)
            content = _read(path, name)
            if isinstance(content, Problem):
                unread[name] = content
            else:
                yield name, content

    read = read_manifest(sources(), allow_empty=allow_empty, find=Content(workspace).find)
    if (unmatched or unread) and len(unread) == len(paths):
        read = ()  # that no file was given is not what is wrong
    if isinstance(read, Manifest):
        return (*unmatched, *unread.values()) or read
    order = {workspace.name(path): position for position, path in enumerate(paths)}
    return (*unmatched, *sorted((*unread.values(), *read), key=lambda problem: order.get(_file(problem), -1)))


def _file(problem: Problem) -> str:
    return problem.place.file if problem.place else ""


def _read(path: Path, name: str) -> bytes | Problem:
    start = Place(name, 1, 1)
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            message, hint = too_large(size)
            return Problem(message, hint, start)
        with path.open("rb") as file:
            return file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        return Problem(
            f"The file cannot be read: {error.strerror or 'the system did not say why'}.",
            "Check its permissions, and that an earlier step has not taken it away.",
            start,
        )
