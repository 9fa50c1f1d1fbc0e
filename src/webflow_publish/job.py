"""The work of a run between inputs and reports: read the state, plan, publish or take down, prove."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from webflow_publish.address import addressed
from webflow_publish.campaign import Campaign
from webflow_publish.cancellation import Cancellation
from webflow_publish.clock import Deadline
from webflow_publish.complaint import Complaint
from webflow_publish.delivery import Delivery
from webflow_publish.estimate import Estimate
from webflow_publish.launch import Launch
from webflow_publish.lookout import confirmations, to_be_seen, unreadable
from webflow_publish.manifest import Manifest
from webflow_publish.meaning import Meaning, meaning_of
from webflow_publish.names import Naming
from webflow_publish.outcome import DONE, Outcome, Status
from webflow_publish.parcel import Parcel
from webflow_publish.plan import Options, plan
from webflow_publish.presence import looking
from webflow_publish.preview import compared
from webflow_publish.problem import Problem
from webflow_publish.proof import Proof
from webflow_publish.publish import Publication
from webflow_publish.reason import Reason
from webflow_publish.remark import planned as remarks
from webflow_publish.remark import unseen
from webflow_publish.schedule import Step, arranged
from webflow_publish.state import State
from webflow_publish.survey import Survey, kept
from webflow_publish.task import Task
from webflow_publish.text import counted
from webflow_publish.webflow import Lookup, Publisher, Reader, Reply, SlugLookup, Written
from webflow_publish.witness import Witness
from webflow_publish.workers import GRACE, Workers

LAST_LOOK = 2.0
"""Seconds in which a run that was stopped reads back what it has sent. GitHub leaves it 7.5 in all."""
MOST_LAST = 10_000
"""Items × locales of a manifest for which there is that time: the reports of more take what is left."""


class Job:
    """The work. What came of it so far can be read at any time, also after a defect.

    Args:
        task: What is to be done.
        reader: Reads.
        publisher: Publishes, and takes down; None for a run that only makes the plan.
        deadline: When no more is sent.
        cancellation: Whether the run was told to stop.
        witness: Is told how it goes on.
    """

    def __init__(
        self,
        task: Task,
        reader: Reader,
        publisher: Publisher | None,
        deadline: Deadline,
        cancellation: Cancellation,
        witness: Witness,
    ) -> None:
        self._task = task
        self._reader = reader
        self._publisher = publisher
        self._deadline = deadline
        self._cancellation = cancellation
        self._witness = witness
        self._lookup = Lookup(reader, self._workers(deadline))
        self._survey = Survey(reader, self._lookup, witness)
        inputs = task.inputs
        # A plan shows the fields of what is to be published, and so does a publish that is refused for its size.
        with_fields = publisher is None or inputs.maximum is not None
        self._keep = partial(kept, force=inputs.force, with_fields=with_fields)
        self._naming = Naming(reader, self._lookup, SlugLookup(reader, self._workers(deadline)), self._keep)
        self._meaning = Meaning(task.manifest, task.whole.size(), task.left_out)
        self._variants = task.manifest.variants()
        self._planned: tuple[Outcome, ...] | None = None
        self._launch: Launch | None = None
        self._campaign: Campaign | None = None
        self._settled: tuple[Outcome, ...] | None = None
        self._proof: Proof | None = None
        self._addressed: tuple[Outcome, ...] | None = None
        self._state = State()
        self.estimate: Estimate | None = None
        self.problems: tuple[Problem, ...] = ()
        """What is wrong with the names in the manifest: with one of these, there are no outcomes."""

    @property
    def manifest(self) -> Manifest:
        """The manifest, with the IDs of what it names, once they are known."""
        return self._meaning.manifest

    @property
    def left_out(self) -> int:
        """How many items of the manifest the run does not deal with."""
        return self._meaning.left_out

    @property
    def requests(self) -> int:
        """Requests sent so far, repeated ones included."""
        return self._reader.requests

    @property
    def resolved(self) -> tuple[Complaint, ...]:
        """Errors that a later attempt cleared."""
        return (
            *self._naming.resolved,
            *self._survey.resolved,
            *(self._campaign.resolved if self._campaign else ()),
            *(self._proof.resolved if self._proof else ()),
        )

    @property
    def is_cut_short(self) -> bool:
        """Whether the run was told to stop before it was seen that everything is live."""
        return any(each is not None and each.stopped for each in (self._campaign, self._proof))

    @property
    def unmatched(self) -> tuple[Complaint, ...]:
        """Errors in Webflow's answers that name no item of the request."""
        return self._campaign.unmatched if self._campaign else ()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the run had to do without."""
        return unseen(self.outcomes(), self._state.unread)

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What the run did beyond the manifest, or would do."""
        if self._launch:
            return tuple(self._launch.problems)
        return remarks(self.outcomes(), may_launch=self._task.inputs.publishes_site)

    def outcomes(self) -> tuple[Outcome, ...]:
        """One for each item × locale, in manifest order."""
        if self.problems:
            return ()
        if self._addressed is not None:
            return self._addressed
        if self._planned is None:
            return tuple(Outcome(each, Status.BLOCKED, Reason.CANCELLED, self._unplanned()) for each in self._variants)
        if self._campaign is None:
            return self._planned
        outcomes = self._settled or self._campaign.outcomes()
        return self._proof.outcomes(outcomes, self._task.approval) if self._proof else outcomes

    def run(self) -> None:
        """Do it.

        Raises:
            Interrupted: The run was told to stop.
        """
        with self._cancellation.interruptible():
            meaning = meaning_of(self._task, self._naming)
            if not isinstance(meaning, Meaning):
                self.problems = meaning
                return
            self._meaning, self._variants = meaning, meaning.manifest.variants()
            planned, steps = self._plan()
            if self._publisher is None or any(each.reason is Reason.TOO_MANY for each in planned):
                planned = compared(planned, self._survey)
            if self._publisher is None:
                self._planned = planned
                return
        self._tell(planned)
        if self._task.inputs.publishes_site:
            self._launch = Launch(self._publisher, self._naming.sites, self._deadline, self._witness.note)
        sending = self._sending(self._publisher)
        self._campaign = Campaign(planned, steps, sending, self._launch, self._deadline, self._cancellation)
        self._planned = planned
        self._campaign.run()
        self._settled = self._campaign.outcomes()
        self._witness.close()
        self._prove(self._settled, stopped=self._campaign.stopped)
        with self._cancellation.interruptible():
            self._addressed = addressed(
                self.outcomes(), self._reader, self._lookup, self._witness.note, self._naming.sites.known
            )

    def _sending(self, publisher: Publisher) -> Callable[[Sequence[Step], Sequence[Outcome]], Publication]:
        """What makes a publication of steps."""
        deadline, cancellation, witness = self._deadline, self._cancellation, self._witness
        workers: Workers[Parcel, Reply[Written]] = self._workers(deadline)
        delivery = Delivery(publisher, deadline, looking(self._lookup, lambda: not deadline.left()))
        return lambda steps, pending: Publication(steps, pending, delivery, workers, deadline, cancellation, witness)

    def _tell(self, planned: Sequence[Outcome]) -> None:
        """Tell what there is to do, and where that takes longer than there is time."""
        if not self.estimate:
            return
        self._witness.planned(planned, self.estimate)
        if 60 * self.estimate.minutes_left > self._deadline.left() + 60:
            self._witness.note(
                f"That takes about {counted(self.estimate.minutes_left, 'minute')}, and `timeout-minutes` leaves "
                f"{self._deadline.left() / 60:.0f}: what is not sent by then will be blocked."
            )

    def _unplanned(self) -> str:
        how = "was stopped" if self._cancellation.requested else "ended at a defect of its own"
        return f"The run {how} before {'anything was sent' if self._publisher else 'the plan was complete'}"

    def _prove(self, outcomes: Sequence[Outcome], *, stopped: bool) -> None:
        """Read back what was published, and what is in doubt; and look at what was live already."""
        unread = self._state.unread
        wanted = [each for each in outcomes if each.is_in_doubt and each.variant.key not in unreadable(unread)]
        if self._task.inputs.verify:
            wanted += to_be_seen(outcomes, DONE, unread)
        lookup, deadline, cancellation = self._lookup.resumed(), self._deadline, self._cancellation
        if stopped:
            wanted = [each for each in wanted if each.status is not Status.UNCHANGED]
            deadline = deadline.sooner(LAST_LOOK if len(outcomes) <= MOST_LAST else 0)
            # Workers of its own: the others may be waiting for what will not come. A second signal changes nothing.
            lookup, cancellation = Lookup(self._reader, self._workers(deadline, grace=0)), Cancellation()
        self._proof = Proof(lookup, deadline, cancellation, self._witness, stopped=stopped)
        self._proof.run(wanted)

    def _workers(self, deadline: Deadline, grace: float = GRACE) -> Workers[Any, Any]:
        count = self._task.inputs.concurrency
        return Workers(count, lambda: not deadline.left(), self._witness.catch_up, grace)

    def _plan(self) -> tuple[tuple[Outcome, ...], tuple[Step, ...]]:
        inputs = self._task.inputs
        known = State(self._naming.staged, self._naming.unread)
        self._state = self._survey.state(self._variants, self._keep, known)
        strict = self._publisher is None
        options = Options(
            inputs.force, self._task.approval, inputs.maximum, self._meaning.total, strict, self._task.now
        )
        planned = plan(self._variants, self._state, options)
        steps = arranged(outcome for outcome in planned if outcome.status is Status.PENDING)
        proof = confirmations(planned, self._state.unread, self._lookup) if inputs.verify else 0
        self.estimate = Estimate(self.requests, len(steps), proof, self._reader.rate_limit)
        return planned, steps
