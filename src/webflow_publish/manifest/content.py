"""The files that items come from: a manifest may stand beside them, and reports link them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from webflow_publish.text import quoted
from webflow_publish.workspace import Workspace

Finder = Callable[[str, str], str | tuple[str, str]]
"""Is given a `source` as it is written, and the name of the manifest file; gives the path from the root of the
workspace, or message and hint where no file is there."""

HINT = "Write the path of the file that the item comes from, as it is seen from the folder of the manifest."

_LONGEST = 200
"""Characters of a path in a sentence."""


@dataclass(frozen=True, slots=True)
class Content:
    """The files of a workspace."""

    workspace: Workspace

    def find(self, source: str, manifest: str) -> str | tuple[str, str]:
        """The path of a file from the root of the workspace; or message and hint where there is none.

        Args:
            source: Its path as it is seen from the folder of the manifest file, as links in Markdown are.
            manifest: The name of that file, from the root.
        """
        folder = posixpath.dirname(manifest)
        path = posixpath.normpath(posixpath.join(folder, source))
        is_outside = path.startswith("/") or path.split("/", 1)[0] == ".."
        if not is_outside and (name := self._name(path)):
            return name
        message = (
            f"`source` is {quoted(source, _LONGEST)}, which leads out of the repository."
            if is_outside
            else f"`source` stands for {quoted(path, _LONGEST)} in the repository, and there is no such file."
        )
        meant = source.replace("\\", "/")
        for each in (posixpath.join(folder, meant), meant.lstrip("/")):
            if name := self._name(each):
                seen = quoted(posixpath.relpath(name, folder or "."), _LONGEST)
                return message, f"Paths are seen from the folder of the manifest, with forward slashes: write {seen}."
        return message, HINT

    def _name(self, path: str) -> str | None:
        file = self.workspace.file(path)
        return None if file is None else self.workspace.name(file)


def as_written(source: str, _manifest: str) -> str:
    """What there is to find where there is no workspace."""
    return source
