"""What a run is asked to do: the inputs and the files that they name, read and checked together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from webflow_publish.approval import MAXIMUM_BYTES, Approval, read_approval
from webflow_publish.inputs import Inputs, Mode, read_allow_empty, read_inputs, read_lines, read_patterns
from webflow_publish.manifest import Manifest, load
from webflow_publish.problem import Problem
from webflow_publish.selection import select
from webflow_publish.text import quoted
from webflow_publish.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done.

    Attributes:
        inputs: The inputs.
        manifest: What the files list, restricted to what `only` names.
        left_out: How many items that leaves out.
        total: How many items × locales the files list.
        approval: The content that was reviewed; None where no plan is given.
    """

    inputs: Inputs
    manifest: Manifest
    left_out: int
    total: int
    approval: Approval | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        task: What is to be done; None where something is wrong.
        problems: What is wrong.
        mode: What the run is to do; `publish` where that could not be read.
        report: Where the JSON report goes; None where none is asked for, or the path is what is wrong.
    """

    task: Task | None
    problems: tuple[Problem, ...]
    mode: Mode
    report: Path | None


def read_task(value_of: Callable[[str], str], workspace: Workspace) -> Reading:
    """Read everything, and tell all that is wrong at once.

    Args:
        value_of: Gives the text of an input by its name.
        workspace: Where the files lie.
    """
    inputs = read_inputs(value_of)
    mode = inputs.mode if isinstance(inputs, Inputs) else _mode(value_of)
    allow_empty = read_allow_empty(value_of)
    paths, unmatched = workspace.find(read_patterns(value_of), allow_empty=allow_empty)
    plans, unfound = workspace.find(read_lines(value_of, "approved"))
    report = _report_path(value_of("report").strip(), workspace, (*paths, *plans))
    manifest = load(workspace, paths, unmatched, allow_empty=allow_empty)
    selected = _selected(manifest, read_lines(value_of, "only"), allow_empty=allow_empty)
    approval = _approval(plans, unfound, workspace) if mode is not Mode.VALIDATE else None
    problems = (
        *_problems(inputs),
        *_problems(report),
        *_problems(approval),
        *_problems(selected),
    )
    return Reading(
        _task(inputs, manifest, selected, approval) if not problems else None,
        problems,
        mode,
        report if isinstance(report, Path) else None,
    )


def _task(inputs: object, manifest: object, selected: object, approval: object) -> Task | None:
    if isinstance(inputs, Inputs) and isinstance(manifest, Manifest) and isinstance(selected, Manifest):
        left_out = len({item.key for item in manifest.items}) - len({item.key for item in selected.items})
        total = len(manifest.variants())
        return Task(inputs, selected, left_out, total, approval if isinstance(approval, Approval) else None)
    return None


def _selected(
    manifest: Manifest | tuple[Problem, ...], lines: Sequence[str], *, allow_empty: bool
) -> Manifest | tuple[Problem, ...]:
    return select(manifest, lines, allow_empty=allow_empty) if isinstance(manifest, Manifest) else manifest


def _mode(value_of: Callable[[str], str]) -> Mode:
    """The mode, where other inputs are wrong."""
    text = value_of("mode").strip()
    return Mode(text) if text in set(Mode) else Mode.PUBLISH


def _approval(
    paths: Sequence[Path], unfound: tuple[Problem, ...], workspace: Workspace
) -> Approval | tuple[Problem, ...] | None:
    """What was reviewed; or all that is wrong with the files; or None where none are named."""
    problems = list(unfound)

    def documents() -> Iterator[tuple[str, bytes]]:
        """One after the other, so that they are not all in memory at once."""
        for path in paths:
            name = workspace.name(path)
            try:
                with path.open("rb") as file:
                    content = file.read(MAXIMUM_BYTES + 1)
            except OSError as error:
                problems.append(
                    Problem(
                        f"The plan {quoted(name)} cannot be read: {error.strerror or 'the system did not say why'}.",
                        "Check its permissions, and that an earlier step has not taken it away.",
                    )
                )
            else:
                yield name, content

    approval = read_approval(documents()) if paths else None
    if isinstance(approval, tuple):
        problems += approval
    return tuple(problems) or approval


def _report_path(path: str, workspace: Workspace, others: Sequence[Path]) -> Path | Problem | None:
    if not path:
        return None
    target = workspace.inside(path)
    if target in others:
        return Problem(
            f"The report {quoted(path)} is to be written over a manifest or an approved plan.", "Give it another name."
        )
    return target


def _problems(read: object) -> tuple[Problem, ...]:
    """The problems in what was read: one, several, or none where it could be read."""
    if isinstance(read, Problem):
        return (read,)
    return read if isinstance(read, tuple) else ()
