"""What was reviewed: the reports of the mode plan, and in which state each item was when they were written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webflow_publish.earlier import Earlier, Fault, Opener, Unfit, read_earlier
from webflow_publish.entry import Entry
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Wanted
from webflow_publish.outcome import GOOD, Status
from webflow_publish.problem import Problem
from webflow_publish.state import Key
from webflow_publish.text import quoted

_APPROVED = frozenset({Status.PENDING, Status.SCHEDULED, Status.UNCHANGED})
"""What a plan shows as going live, now or at its time, or as live; of what is to be taken down, as going off the live
site, or as off."""

_NONE: frozenset[str] = frozenset()
_HINTS = {
    Fault.UNREADABLE: "Check its permissions, and that an earlier step has not taken it away.",
    Fault.DAMAGED: "Run the mode plan again with the input `report`, and pass on the file that it writes.",
    Fault.LARGE: "Pass on the file as the mode plan writes it with the input `report`.",
    Fault.VERSION: "Plan and publish with the same release of the action.",
    Fault.MODE: "Name the report that a run with `mode: plan` wrote, and give the two runs different files.",
}


@dataclass(frozen=True, slots=True)
class Approval:
    """What was reviewed in one report of the mode plan or in several.

    `digests` has the approved states of each variant, by its key: collection ID, item ID and cmsLocaleId, None
    for the primary locale. There is none for a variant of which the plan said that it could not be published, because
    nobody expected that it would. Where reports differ, each of their states was approved. `leaving` are the variants
    that a plan shows as going off the live site, or as off it: what they hold does not matter.
    """

    digests: Mapping[Key, frozenset[str]]
    leaving: frozenset[Key] = frozenset()


def read_approval(plans: Iterable[tuple[str, Opener]]) -> Approval | tuple[Problem, ...]:
    """What reports of the mode plan have reviewed, together.

    Args:
        plans: The name of each report, and what opens it. They are read one after the other.

    Returns:
        The approval; or a problem for each report that is none, or not of a plan, or that cannot be read.
    """
    digests: dict[Key, frozenset[str]] = {}
    leaving: set[Key] = set()
    problems: list[Problem] = []
    for name, opened in plans:
        earlier = read_earlier(opened, Mode.PLAN)
        problem = _problem(earlier)
        if problem is not None:
            problems.append(Problem(f"The reviewed plan {quoted(name)} {problem.message}", problem.hint))
        elif isinstance(earlier, Earlier):
            leaving.update(entry.key for entry in earlier.entries if _is_leaving(entry))
            for entry in earlier.entries:
                digests[entry.key] = digests.get(entry.key, _NONE) | _approved(entry)
    return tuple(problems) or Approval(digests, frozenset(leaving))


def _problem(earlier: Earlier | Unfit) -> Problem | None:
    """What is wrong with a plan, in words that follow its name."""
    if isinstance(earlier, Unfit):
        return Problem(earlier.message, _HINTS[earlier.fault])
    if earlier.outcome in GOOD or any(_approved(each) or _is_leaving(each) for each in earlier.entries):
        return None
    return Problem(
        f"approves nothing, because the run that wrote it ended as {quoted(earlier.outcome)}.",
        "Let that run succeed first; its job summary says what it needs.",
    )


def _approved(entry: Entry) -> frozenset[str]:
    """The state in which a plan shows an item as live, or as going live: one, or none."""
    is_going = entry.wanted is Wanted.PUBLISHED and entry.status in _APPROVED
    return frozenset({entry.digest}) if entry.digest and is_going else _NONE


def _is_leaving(entry: Entry) -> bool:
    """Whether a plan shows it as going off the live site, or as off it."""
    return entry.wanted is Wanted.UNPUBLISHED and entry.status in _APPROVED
