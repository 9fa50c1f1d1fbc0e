"""What a run is asked to do: the inputs and the files that they name, read and checked together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from webflow_publish.approval import Approval, read_approval
from webflow_publish.earlier import Opener
from webflow_publish.inputs import Inputs, Mode, read_allow_empty, read_comment, read_inputs, read_lines, read_patterns
from webflow_publish.manifest import Manifest, load
from webflow_publish.problem import Problem
from webflow_publish.remainder import Remainder
from webflow_publish.retry import Retry, read_retry, retried
from webflow_publish.selection import select
from webflow_publish.text import quoted
from webflow_publish.undo import Undo, misplaced, read_undo, undone
from webflow_publish.workspace import Workspace

_ONE_BY_ONE = {
    "retry-from": "that left something undone are retried",
    "undo-from": "are undone, the last one first,",
}
"""What to say of several runs, by the input that names the report of one."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done.

    Attributes:
        inputs: The inputs.
        manifest: What the files list, restricted to what `only` names and to what is to be tried again.
        left_out: How many items that leaves out.
        whole: All that the files list.
        now: When the run began: what is to be published by then is due.
        approval: What was reviewed; None where no plan is given.
        retry: What is to be tried again, where that can be told only once the names in the manifest are resolved.
        remainders: Of the run that is to be undone, what cannot be taken back.
    """

    inputs: Inputs
    manifest: Manifest
    left_out: int
    whole: Manifest
    now: datetime
    approval: Approval | None = None
    retry: Retry | None = None
    remainders: tuple[Remainder, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        task: What is to be done; None where something is wrong.
        problems: What is wrong.
        mode: What the run is to do; `publish` where that could not be read.
        report: Where the JSON report goes; None where none is asked for, where the path is what is wrong, or where it
            would replace the report to retry from with one of a run that tried nothing.
        comment: Whether a comment on the pull request is to be kept up to date; not in the mode `validate`, which
            speaks to nobody.
    """

    task: Task | None
    problems: tuple[Problem, ...]
    mode: Mode
    report: Path | None
    comment: bool


def read_task(value_of: Callable[[str], str], workspace: Workspace, now: datetime) -> Reading:
    """Read everything, and tell all that is wrong at once.

    Args:
        value_of: Gives the text of an input by its name.
        workspace: Where the files lie.
        now: When the run began.
    """
    inputs = read_inputs(value_of)
    mode = inputs.mode if isinstance(inputs, Inputs) else _mode(value_of)
    if mode is Mode.UNDO:
        return _read_undo(value_of, workspace, inputs, now)
    allow_empty = read_allow_empty(value_of)
    paths, unmatched = workspace.find(read_patterns(value_of), allow_empty=allow_empty)
    plans, unfound = workspace.find(read_lines(value_of, "approved"))
    earlier, unseen = _earlier("retry-from", value_of, workspace)
    # What a publish leaves undone can be retried from its own report; another mode's would only put an end to that.
    kept = (earlier,) if earlier and mode is not Mode.PUBLISH else ()
    report = _report_path(value_of("report").strip(), workspace, (*paths, *plans, *kept))
    manifest = load(workspace, paths, unmatched, allow_empty=allow_empty)
    selected = _selected(manifest, read_lines(value_of, "only"), allow_empty=allow_empty)
    connected = mode is not Mode.VALIDATE
    retry = (
        read_retry(workspace.name(earlier), _opener(earlier), allow_empty=allow_empty)
        if earlier and connected
        else None
    )
    restricted = _restricted(manifest, selected, retry, allow_empty=allow_empty)
    approval = _approval(plans, unfound, workspace) if connected else None
    problems = (
        *_problems(inputs),
        *misplaced(value_of, mode),
        *_problems(report),
        *_problems(approval),
        *(unseen if connected else ()),
        *_problems(retry),
        *_problems(restricted),
    )
    return Reading(
        None if problems else _task(inputs, manifest, restricted, approval, retry, now),
        problems,
        mode,
        report if isinstance(report, Path) and not (problems and report == earlier) else None,
        connected and read_comment(value_of),
    )


def _read_undo(
    value_of: Callable[[str], str], workspace: Workspace, inputs: Inputs | tuple[Problem, ...], now: datetime
) -> Reading:
    """The same for an undo, which reads no manifest: what it is about stands in the report of an earlier run."""
    earlier, unseen = _earlier("undo-from", value_of, workspace)
    manifests, _ = workspace.find(read_patterns(value_of), allow_empty=True)
    kept = (*manifests, *((earlier,) if earlier else ()))
    report = _report_path(value_of("report").strip(), workspace, kept)
    undo = read_undo(workspace.name(earlier), _opener(earlier)) if earlier else None
    selected = (
        select(undo.listing, read_lines(value_of, "only"), allow_empty=True, where="the report to undo")
        if isinstance(undo, Undo)
        else ()
    )
    problems = (
        *_problems(inputs),
        *misplaced(value_of, Mode.UNDO),
        *_problems(report),
        *unseen,
        *_problems(undo),
        *_problems(selected),
    )
    task = None
    if not problems and isinstance(inputs, Inputs) and isinstance(undo, Undo) and isinstance(selected, Manifest):
        manifest, remainders = undone(undo, selected)
        left_out = len(undo.listing.items) - len(selected.items)
        task = Task(inputs, manifest, left_out, undo.listing, now, remainders=remainders)
    return Reading(task, problems, Mode.UNDO, report if isinstance(report, Path) else None, read_comment(value_of))


def _task(
    inputs: object, manifest: object, selected: object, approval: object, retry: object, now: datetime
) -> Task | None:
    if isinstance(inputs, Inputs) and isinstance(manifest, Manifest) and isinstance(selected, Manifest):
        left_out = len({item.key for item in manifest.items}) - len({item.key for item in selected.items})
        approved = approval if isinstance(approval, Approval) else None
        later = retry if isinstance(retry, Retry) and manifest.has_names else None
        return Task(inputs, selected, left_out, manifest, now, approved, later)
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
    approval = read_approval((workspace.name(path), _opener(path)) for path in paths) if paths else None
    if isinstance(approval, tuple):
        return (*unfound, *approval)
    return unfound or approval


def _earlier(
    name: str, value_of: Callable[[str], str], workspace: Workspace
) -> tuple[Path | None, tuple[Problem, ...]]:
    """The report that the input of that name names, None where it names none; and what is wrong with the path."""
    path = value_of(name).strip()
    found, problems = workspace.find((path,) if path else ())
    if len(found) <= 1:
        return next(iter(found), None), problems
    names = f"{quoted(workspace.name(found[0]))} and {quoted(workspace.name(found[1]))}"
    problem = Problem(
        f"The input `{name}` is {quoted(path)}, which matches {len(found):,} files, such as {names}.",
        f"Name one. Runs {_ONE_BY_ONE[name]} one after the other.",
    )
    return None, (problem,)


def _restricted(
    manifest: Manifest | tuple[Problem, ...],
    selected: Manifest | tuple[Problem, ...],
    retry: Retry | Problem | None,
    *,
    allow_empty: bool,
) -> Manifest | Problem | tuple[Problem, ...]:
    """What is selected, as far as it is to be tried again; all of it, where names are to be resolved before."""
    if isinstance(retry, Retry) and isinstance(manifest, Manifest) and isinstance(selected, Manifest):
        if manifest.has_names:
            return selected
        return retried(retry, manifest, selected, allow_empty=allow_empty)
    return selected


def _opener(path: Path) -> Opener:
    return lambda: path.open("rb")


def _report_path(path: str, workspace: Workspace, others: Sequence[Path]) -> Path | Problem | None:
    if not path:
        return None
    target = workspace.inside(path)
    if target in others:
        return Problem(
            f"The report {quoted(path)} is to be written over a manifest, an approved plan, or an earlier report.",
            "Give it another name.",
        )
    return target


def _problems(read: object) -> tuple[Problem, ...]:
    """The problems in what was read: one, several, or none where it could be read."""
    if isinstance(read, Problem):
        return (read,)
    return read if isinstance(read, tuple) else ()
