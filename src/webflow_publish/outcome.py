"""What became of each item in each locale, and of the run as a whole."""

from __future__ import annotations

from collections.abc import Collection as Group
from dataclasses import dataclass, replace
from enum import StrEnum

from webflow_publish.manifest import Collection, Manifest, Variant
from webflow_publish.problem import Problem
from webflow_publish.reason import DENIED, PASSING, Reason


class Status(StrEnum):
    """How one item in one locale ended. The value is part of the contract."""

    PUBLISHED = "published"
    FAILED = "failed"
    BLOCKED = "blocked"
    """Not tried; the reason says why."""


class Verdict(StrEnum):
    """How the run ended: the output `outcome` of the contract."""

    SUCCESS = "success"
    FAILED = "failed"
    INVALID = "invalid"
    DENIED = "denied"
    UNAVAILABLE = "unavailable"
    CANCELLED = "cancelled"

    @property
    def exit_code(self) -> int:
        """The exit code of the contract; 130 is what a shell gives a program that was interrupted."""
        return _EXIT_CODES[self]


_EXIT_CODES = {
    Verdict.SUCCESS: 0,
    Verdict.FAILED: 1,
    Verdict.INVALID: 2,
    Verdict.DENIED: 3,
    Verdict.UNAVAILABLE: 4,
    Verdict.CANCELLED: 130,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item in one locale and its status; `reason` and `message` go with every status but `published`.

    `message` is one line: Webflow's own words where there are any.
    """

    variant: Variant
    status: Status
    reason: Reason | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """An error about a request for a collection rather than about one item."""

    collection: Collection
    reason: Reason
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """All that a run has to say.

    Attributes:
        verdict: How it ended.
        manifest: What was read; None where it could not be.
        outcomes: One for each item × locale of the manifest; none where nothing was to be published.
        resolved: Errors that a later attempt cleared.
        unmatched: Errors in Webflow's answers that name no item of the request. They are failures: nobody knows whose.
        problems: What is wrong with the inputs or the manifest.
        losses: What was to be written, as the JSON report, and could not be.
        requests: Requests sent, repeated ones included.
        seconds: How long it took.
        defect: One line about a defect of this program that ended the run.
    """

    verdict: Verdict
    manifest: Manifest | None = None
    outcomes: tuple[Outcome, ...] = ()
    resolved: tuple[Complaint, ...] = ()
    unmatched: tuple[Complaint, ...] = ()
    problems: tuple[Problem, ...] = ()
    losses: tuple[Problem, ...] = ()
    requests: int = 0
    seconds: float = 0.0
    defect: str | None = None

    def losing(self, loss: Problem) -> Result:
        """The same with something that could not be written, which nobody may take for a success."""
        verdict = Verdict.FAILED if self.verdict is Verdict.SUCCESS else self.verdict
        return replace(self, verdict=verdict, losses=(*self.losses, loss))

    def count(self, *statuses: Status) -> int:
        """How many items × locales ended in one of the statuses."""
        return sum(outcome.status in statuses for outcome in self.outcomes)


def verdict(outcomes: Group[Outcome], unmatched: Group[Complaint]) -> Verdict:
    """How a run ended whose items ended like this.

    A stopped run and a refused token come first, because nothing else will mend before they do. `unavailable` is a run
    in which everything that did not go out has a reason that passes.
    """
    reasons = {outcome.reason for outcome in outcomes if outcome.status is not Status.PUBLISHED}
    if Reason.CANCELLED in reasons:
        return Verdict.CANCELLED
    if reasons & DENIED:
        return Verdict.DENIED
    if not reasons and not unmatched:
        return Verdict.SUCCESS
    if reasons <= PASSING and not unmatched:
        return Verdict.UNAVAILABLE
    return Verdict.FAILED
