"""The folder that a run works in, and the paths within it: nothing outside of it is read or written."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from webflow_publish.advice import instead, misread, within
from webflow_publish.glob import is_glob, matches
from webflow_publish.problem import Problem
from webflow_publish.text import quoted

_RELATIVE = (
    "Write a path relative to the root of the repository (on the command line: to the current folder), without `..`."
)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder (GITHUB_WORKSPACE, or the current one); links in its own path are resolved."""

    root: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", Path(os.path.realpath(self.root)))

    def find(
        self, patterns: Sequence[str], *, allow_empty: bool = False
    ) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
        """The files that paths or globs match, sorted by name, each once; and what is wrong with the patterns.

        What a glob matches is told in `glob`. A link to a file counts as the file that it leads to.

        Args:
            patterns: Paths relative to the workspace, or globs.
            allow_empty: Whether a glob may match no file. One that never could, because it is written wrongly or
                because the workspace is empty, is a problem all the same, as is a path of no file.
        """
        files: set[Path] = set()
        problems: list[Problem] = []
        for pattern in patterns:
            try:
                for found in self._matches(pattern, allow_empty=allow_empty):
                    if isinstance(found, Problem):
                        problems.append(found)
                    else:
                        files.add(found)
            except (OSError, ValueError) as error:
                problems.append(Problem(f"The path {quoted(pattern)} cannot be read: {_reason(error)}.", _RELATIVE))
        return tuple(sorted(files, key=self.name)), tuple(dict.fromkeys(problems))

    def inside(self, path: str) -> Path | Problem:
        """Where a file of that path, relative to the workspace, is to be written; its folders need not exist yet."""
        try:
            target = self._resolved(path)
            if isinstance(target, Problem):
                return target
            if path.endswith("/") or target.is_dir():
                return Problem(f"{quoted(path)} is a folder, and a file is to be written.", "Add a file name to it.")
            folder = next(parent for parent in target.parents if os.path.lexists(parent))
            if not folder.is_dir():
                return Problem(
                    f"{quoted(path)} cannot be written: {quoted(self.name(folder))} is a file, not a folder.", _RELATIVE
                )
            if ".git" in target.relative_to(self.root).parts:
                return Problem(f"{quoted(path)} lies in the folder of git itself.", _RELATIVE)
            if os.path.lexists(target):
                target.stat()
        except (OSError, ValueError) as error:
            return Problem(f"The path {quoted(path)} cannot be written: {_reason(error)}.", _RELATIVE)
        return target

    def file(self, path: str) -> Path | None:
        """The file of that path, relative to the workspace; None where there is none inside of it that can be named."""
        try:
            target = self._resolved(path)
            if isinstance(target, Problem) or not stat.S_ISREG(target.stat().st_mode):
                return None
            self.name(target).encode()
        except (OSError, ValueError):
            return None
        return target

    def name(self, path: Path) -> str:
        """The path relative to the workspace, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    def write(self, path: Path, pieces: Iterable[bytes]) -> None:
        """Write a file as a whole: readers see the old content or the new, never a part, even if making it fails.

        Missing folders are made. Where we run as root, as a container action does, the file and the folders that
        were made get the owner of the workspace, so that later steps can change and remove them.

        Raises:
            OSError: The system did not let us.
        """
        for folder in reversed([parent for parent in path.parents if not parent.exists()]):
            folder.mkdir(exist_ok=True)
            self._give(folder)
        temporary = path.with_name(f".webflow-publish-{secrets.token_hex(8)}")
        try:
            with temporary.open("xb") as file:
                file.writelines(pieces)
            self._give(temporary)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def _give(self, path: Path) -> None:
        if sys.platform != "win32" and os.geteuid() == 0:
            owner = self.root.stat()
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)

    def _resolved(self, path: str) -> Path | Problem:
        """The path with all links resolved, unless it is unfit or leads out of the workspace."""
        if not path.strip():
            return Problem("A path is empty.", _RELATIVE)
        target = Path(os.path.realpath(self.root / path))
        if not target.is_relative_to(self.root):
            return Problem(f"The path {quoted(path)} leads out of the workspace.", _RELATIVE)
        return target

    def _matches(self, pattern: str, *, allow_empty: bool) -> Iterator[Path | Problem]:
        target = self._resolved(pattern)
        if isinstance(target, Problem) or target.exists() or not is_glob(pattern):
            yield self._file(pattern, target)
            return
        paths = matches(self.root, pattern)
        if paths is None:
            yield Problem(f"The path {quoted(pattern)} leads out of the workspace.", _RELATIVE)
            return
        matched = False
        for path in paths:
            matched = True
            yield self._file(self.name(path), self._resolved(self.name(path)))
        if not matched and not (allow_empty and misread(self.root, pattern) is None):
            yield Problem(f"No file matches {quoted(pattern)}.", instead(self.root, pattern))

    def _file(self, name: str, target: Path | Problem) -> Path | Problem:
        if isinstance(target, Problem):
            return target
        try:
            mode = target.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return Problem(f"There is no file {quoted(name)}.", instead(self.root, name))
        if stat.S_ISDIR(mode):
            return Problem(f"{quoted(name)} is a folder.", within(self.root, name))
        try:
            self.name(target).encode()
        except UnicodeEncodeError:
            return Problem(f"The name of the file {quoted(name)} is not UTF-8.", "Rename the file.")
        if not stat.S_ISREG(mode):
            return Problem(f"{quoted(name)} is no regular file.", "Name a file that can be read as a whole.")
        return target


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return (error.strerror or "the system did not say why").lower()
    return "it contains characters that no path can have"
