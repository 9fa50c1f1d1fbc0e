"""What became of each item in each locale, and of the run as a whole."""

from __future__ import annotations

from collections.abc import Collection as Group
from dataclasses import dataclass, replace
from enum import StrEnum

from webflow_publish.change import Change
from webflow_publish.complaint import Complaint
from webflow_publish.difference import Difference
from webflow_publish.estimate import Estimate
from webflow_publish.frozen import value_class
from webflow_publish.manifest import Manifest, Variant
from webflow_publish.problem import Problem
from webflow_publish.reason import DENIED, IN_DOUBT, PASSING, Reason
from webflow_publish.remainder import Remainder
from webflow_publish.webflow import Content


class Status(StrEnum):
    """How one item in one locale ended. The value is part of the contract."""

    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    """Taken off the live site."""
    UNCHANGED = "unchanged"
    """As the manifest wants it, so that there was nothing to do: live as it is staged, or off the live site."""
    SCHEDULED = "scheduled"
    """Not published, because its time has not come."""
    PENDING = "pending"
    """To be published, or taken off the live site: how it ends in a plan."""
    FAILED = "failed"
    BLOCKED = "blocked"
    """Not tried; the reason says why."""


DONE = frozenset({Status.PUBLISHED, Status.UNPUBLISHED})
"""The statuses of items of which Webflow said that it did what was asked for."""

MISSING = frozenset({Status.FAILED, Status.BLOCKED})
"""The statuses of items that are not as the manifest wants them, and will not be without somebody's doing."""


class Verdict(StrEnum):
    """How the run ended: the output `outcome` of the contract."""

    SUCCESS = "success"
    NOTHING_TO_DO = "nothing-to-do"
    PENDING = "pending"
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
    Verdict.NOTHING_TO_DO: 0,
    Verdict.PENDING: 0,
    Verdict.FAILED: 1,
    Verdict.INVALID: 2,
    Verdict.DENIED: 3,
    Verdict.UNAVAILABLE: 4,
    Verdict.CANCELLED: 130,
}

GOOD = frozenset({Verdict.SUCCESS, Verdict.NOTHING_TO_DO, Verdict.PENDING})
"""The verdicts under which nothing is wrong."""


@value_class(frozen=True, slots=True)
class Outcome:
    """One item in one locale and what became of it, or is to become of it.

    Attributes:
        variant: The item and the locale.
        status: How it ended.
        reason: Why it failed or was blocked; None with every other status.
        message: The same in one line: Webflow's own words where there are any.
        change: What there was to publish, or to take down; None where there was nothing, or it did not come to that.
        staged: What Webflow had staged before anything was sent; None where that was not read, or is not there. Of an
            item to be taken down that is live only, it is what is live.
        differences: In a plan, the fields that differ between the live site and what is staged; None: not compared.
        accepted: Whether Webflow said that it published it, or took it down, which is not yet a proof.
        confirmed: Whether the live site was read back, and shows what was published, or not what was taken down.
        address: Where the item can be seen on the live site, if that is known.
    """

    variant: Variant
    status: Status
    reason: Reason | None = None
    message: str = ""
    change: Change | None = None
    staged: Content | None = None
    differences: tuple[Difference, ...] | None = None
    accepted: bool = False
    confirmed: bool = False
    address: str | None = None

    @property
    def name(self) -> str | None:
        """What people call the item: the manifest's label, or else Webflow's name; None where there is neither."""
        return self.variant.item.name or (self.staged.name if self.staged else None)

    @property
    def slug(self) -> str | None:
        """The item's slug: the one in the manifest, or else what Webflow has staged; None where neither is known."""
        return self.variant.item.slug or (self.staged.slug if self.staged else None)

    def ended(
        self,
        status: Status,
        reason: Reason | None = None,
        message: str = "",
        *,
        accepted: bool | None = None,
        confirmed: bool | None = None,
    ) -> Outcome:
        """The same variant with another end. `accepted` and `confirmed` stay as they are where they are not given."""
        # dataclasses.replace takes several times as long, and this is done for every item.
        return Outcome(
            self.variant,
            status,
            reason,
            message,
            self.change,
            self.staged,
            self.differences,
            self.accepted if accepted is None else accepted,
            self.confirmed if confirmed is None else confirmed,
            self.address,
        )

    @property
    def is_first(self) -> bool:
        """Whether it was never published before, so that there is nothing to compare it with."""
        return self.change in {Change.NEW, Change.DRAFT}

    @property
    def is_in_doubt(self) -> bool:
        """Whether it was sent, and nobody knows whether Webflow has published it, or taken it down.

        That Webflow does not find what is to be taken down may be so because it took it down before.
        """
        if self.status is not Status.FAILED or self.accepted:
            return False
        is_unfound = self.reason is Reason.NOT_FOUND and self.change is Change.TAKEN_DOWN
        return self.reason in IN_DOUBT or is_unfound


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
        warnings: What the run had to do without; nobody's failure.
        notices: What the run did beyond the manifest, or would do.
        estimate: How much work the plan is; None where there is no plan.
        drift: Whether something pending is to make the step fail.
        left_out: Items of the manifest that the run was not to deal with.
        remainders: What an undo cannot bring back.
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
    warnings: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    losses: tuple[Problem, ...] = ()
    estimate: Estimate | None = None
    drift: bool = False
    left_out: int = 0
    remainders: tuple[Remainder, ...] = ()
    requests: int = 0
    seconds: float = 0.0
    defect: str | None = None

    @property
    def exit_code(self) -> int:
        """The exit code of the step."""
        return 1 if self.drift and self.verdict is Verdict.PENDING else self.verdict.exit_code

    @property
    def refusal(self) -> str | None:
        """Why nothing was published, in one line, where more would have been than `max-publish` allows."""
        return next((outcome.message for outcome in self.outcomes if outcome.reason is Reason.TOO_MANY), None)

    def losing(self, loss: Problem) -> Result:
        """The same with something that could not be written, which nobody may take for a success."""
        verdict = Verdict.FAILED if self.verdict in GOOD else self.verdict
        return replace(self, verdict=verdict, losses=(*self.losses, loss))

    def count(self, *statuses: Status) -> int:
        """How many items × locales ended in one of the statuses."""
        return sum(outcome.status in statuses for outcome in self.outcomes)


def verdict(outcomes: Group[Outcome], unmatched: Group[Complaint]) -> Verdict:
    """How a run ended whose items ended like this.

    A stopped run and a refused token come first, because nothing else will mend before they do. `unavailable` is a run
    in which everything that did not go out has a reason that passes.
    """
    reasons = {outcome.reason for outcome in outcomes if outcome.status in MISSING}
    if Reason.CANCELLED in reasons:
        return Verdict.CANCELLED
    if reasons & DENIED:
        return Verdict.DENIED
    if not reasons and not unmatched:
        return _good(outcomes)
    if reasons <= PASSING and not unmatched:
        return Verdict.UNAVAILABLE
    return Verdict.FAILED


def _good(outcomes: Group[Outcome]) -> Verdict:
    statuses = {outcome.status for outcome in outcomes}
    if Status.PENDING in statuses:
        return Verdict.PENDING
    return Verdict.SUCCESS if statuses & DONE else Verdict.NOTHING_TO_DO
