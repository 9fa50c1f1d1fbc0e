"""The matrix: what there is to do, as jobs of a workflow, one for each manifest file and collection."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection, Item
from webflow_publish.outcome import Result, Status
from webflow_publish.text import cropped

MOST_JOBS = 256
"""Jobs of a matrix at most, as GitHub has it. Where there would be more, there is one for each file."""
_NAME_LIMIT = 100
"""Characters of a name: 256 jobs have to fit in what GitHub takes of outputs."""


def matrix(result: Result, mode: Mode) -> str:
    """The value of `strategy.matrix` as JSON: `manifest`, `folder` (its name), `collection`, `name`.

    A plan counts what is `pending` in each, and leaves out what has nothing pending; a validation knows only what the
    manifest lists. Other modes have no jobs to hand out. More files than jobs are handed out all the same: GitHub
    refuses them, and none is forgotten in silence.
    """
    if mode is Mode.PLAN:
        pending = [outcome.variant.item for outcome in result.outcomes if outcome.status is Status.PENDING]
        entries = [entry | {"pending": count} for entry, count in _jobs(pending)]
    else:
        listed = result.manifest.items if mode is Mode.VALIDATE and result.manifest else ()
        entries = [entry for entry, _ in _jobs(listed)]
    return json.dumps({"include": entries})


def _jobs(items: Sequence[Item]) -> list[tuple[dict[str, str | int], int]]:
    """The jobs, and how many of the items each has; `collection` fits the input `only`, empty for everything."""
    collections: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        collections.setdefault((item.place.file, item.collection.id), []).append(item)
    if len(collections) <= MOST_JOBS:
        return [
            (_entry(file, _named(group[0].collection), group[0].collection.label), len(group))
            for (file, _), group in collections.items()
        ]
    files = Counter(item.place.file for item in items)
    return [(_entry(file, "", file), count) for file, count in files.items()]


def _named(collection: Collection) -> str:
    """As the manifest names it: when `only` is read, the IDs of what has a slug there are not known yet."""
    return collection.slug or collection.id


def _entry(file: str, collection: str, name: str) -> dict[str, str | int]:
    return {
        "manifest": file,
        "folder": PurePosixPath(file).parent.name,
        "collection": collection,
        "name": cropped(name, _NAME_LIMIT),
    }
