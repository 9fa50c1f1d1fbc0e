"""The files that items come from: a manifest may stand beside them, and reports link them."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from webflow_publish.manifest.model import Item, Manifest
from webflow_publish.problem import Problem
from webflow_publish.text import quoted
from webflow_publish.workspace import Workspace


def with_content(workspace: Workspace, manifest: Manifest) -> Manifest | tuple[Problem, ...]:
    """The manifest, in which each `source` is the path from the root of the workspace; or a problem for each wrong one.

    In the files it is written as seen from the folder of the manifest file, as links in Markdown are.
    """
    if not any(item.source for item in manifest.items):
        return manifest
    found = [_found(workspace, item) for item in manifest.items]
    problems = tuple(each for each in found if isinstance(each, Problem))
    return problems or replace(manifest, items=tuple(each for each in found if isinstance(each, Item)))


def _found(workspace: Workspace, item: Item) -> Item | Problem:
    if item.source is None:
        return item
    path = posixpath.normpath(posixpath.join(posixpath.dirname(item.place.file), item.source))
    file = workspace.file(path)
    if not isinstance(file, Problem):
        return replace(item, source=workspace.name(file))
    if not isinstance(workspace.file(item.source), Problem):
        folder = posixpath.dirname(item.place.file) or "."
        meant = posixpath.relpath(item.source, folder)
        hint = f"Paths are seen from the folder of the manifest: write {quoted(meant, 200)}."
    else:
        hint = file.hint
    return Problem(f"`source` names no file. {file.message}", hint, item.source_place)
