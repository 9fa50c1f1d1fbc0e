"""What the manifest of a task means: its names resolved, and what of it a run is about."""

from __future__ import annotations

from dataclasses import dataclass, replace

from webflow_publish.manifest import Manifest
from webflow_publish.names import Naming
from webflow_publish.problem import Problem
from webflow_publish.retry import retried
from webflow_publish.task import Task


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a run is about.

    Attributes:
        manifest: It, with the IDs of what it names, as far as they are known.
        total: How many items × locales the files list, with what the run leaves out.
        left_out: How many items the run leaves out.
    """

    manifest: Manifest
    total: int
    left_out: int


def meaning_of(task: Task, naming: Naming) -> Meaning | tuple[Problem, ...]:
    """What a task means, or what is wrong with the names in its manifest, all of it."""
    if not task.whole.has_names:
        return Meaning(task.manifest, task.whole.size(), task.left_out)
    whole = naming.placed(task.whole)
    if task.retry:
        whole = naming.named(whole)  # what was left undone may be anything in the manifest
    chosen = {id(item) for item in task.manifest.items}
    pairs = zip(task.whole.items, whole.items, strict=True)
    part = replace(whole, items=tuple(found for item, found in pairs if id(item) in chosen))
    allow_empty = task.inputs.allow_empty
    left = retried(task.retry, whole, part, allow_empty=allow_empty) if task.retry else naming.named(part)
    if isinstance(left, Problem):
        return naming.problems or (left,)
    left_out = len({item.key for item in whole.items}) - len({item.key for item in left.items})
    return naming.problems or Meaning(left, whole.size(), left_out)
