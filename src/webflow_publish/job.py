"""The work of a run between inputs and reports: read the state, plan, publish or take down, prove."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from webflow_publish.address import addressed
from webflow_publish.cancellation import Cancellation
from webflow_publish.change import Change
from webflow_publish.clock import Deadline
from webflow_publish.delivery import Delivery
from webflow_publish.estimate import Estimate
from webflow_publish.manifest import Manifest
from webflow_publish.names import Naming
from webflow_publish.outcome import DONE, Complaint, Outcome, Status
from webflow_publish.parcel import Parcel
from webflow_publish.plan import Options, plan
from webflow_publish.presence import looking
from webflow_publish.preview import compared
from webflow_publish.problem import Problem
from webflow_publish.progress import Observer
from webflow_publish.proof import Follower, Proof
from webflow_publish.publish import Publication
from webflow_publish.reason import Reason
from webflow_publish.retry import retried
from webflow_publish.schedule import Step, arranged
from webflow_publish.state import Key, State, asked_together
from webflow_publish.survey import Survey, Watcher, kept
from webflow_publish.task import Task
from webflow_publish.text import counted, quoted
from webflow_publish.webflow import Lookup, Publisher, Reader, Reply, SlugLookup, Written
from webflow_publish.workers import GRACE, Workers

MOST_UNCHANGED = 1_000
"""Items × locales that are looked at on the live site, though nothing is to be published of them: ten requests."""

LAST_LOOK = 2.0
"""Seconds in which a run that was stopped reads back what it has sent. GitHub leaves it 7.5 in all."""
MOST_LAST = 10_000
"""Items × locales of a manifest for which there is that time: the reports of more take what is left."""


class Witness(Watcher, Observer, Follower, Protocol):
    """Who follows the work while it goes on."""

    def planned(self, outcomes: Sequence[Outcome], estimate: Estimate) -> None:
        """The plan is made, and how much work it is."""

    def note(self, text: str) -> None:
        """Something that is good to know, and nobody's failure."""

    def catch_up(self) -> None:
        """Tell what other threads had to tell: it is the only one that writes."""

    def close(self) -> None:
        """The publishing is over."""


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
        self._manifest = task.manifest
        self._variants = task.manifest.variants()
        self._total = task.whole.size()
        self._planned: tuple[Outcome, ...] | None = None
        self._publication: Publication | None = None
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
        return self._manifest

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
            *(self._publication.resolved if self._publication else ()),
            *(self._proof.resolved if self._proof else ()),
        )

    @property
    def is_cut_short(self) -> bool:
        """Whether the run was told to stop before it was seen that everything is live."""
        return any(each is not None and each.stopped for each in (self._publication, self._proof))

    @property
    def unmatched(self) -> tuple[Complaint, ...]:
        """Errors in Webflow's answers that name no item of the request."""
        return self._publication.unmatched if self._publication else ()

    def outcomes(self) -> tuple[Outcome, ...]:
        """One for each item × locale, in manifest order."""
        if self.problems:
            return ()
        if self._addressed is not None:
            return self._addressed
        if self._planned is None:
            return tuple(Outcome(each, Status.BLOCKED, Reason.CANCELLED, self._unplanned()) for each in self._variants)
        if self._publication is None:
            return self._planned
        outcomes = self._settled or self._publication.outcomes(self._planned)
        return self._proof.outcomes(outcomes, self._task.approval) if self._proof else outcomes

    def run(self) -> None:
        """Do it.

        Raises:
            Interrupted: The run was told to stop.
        """
        with self._cancellation.interruptible():
            self._resolve_names()
            if self.problems:
                return
            planned, steps = self._plan()
            if self._publisher is None or any(each.reason is Reason.TOO_MANY for each in planned):
                planned = compared(planned, self._survey)
            if self._publisher is None:
                self._planned = planned
                return
        self._tell(planned)
        pending = [each for each in planned if each.status is Status.PENDING]
        workers: Workers[Parcel, Reply[Written]] = self._workers(self._deadline)
        look = looking(self._lookup, lambda: not self._deadline.left())
        delivery = Delivery(self._publisher, self._deadline, look)
        self._publication = Publication(
            steps, pending, delivery, workers, self._deadline, self._cancellation, self._witness
        )
        self._planned = planned
        self._publication.run()
        self._settled = self._publication.outcomes(planned)
        self._witness.close()
        self._prove(self._settled, stopped=self._publication.stopped)
        with self._cancellation.interruptible():
            self._addressed = addressed(
                self.outcomes(), self._reader, self._lookup, self._witness.note, self._naming.known
            )

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
        unreadable = self._unreadable()
        wanted = [each for each in outcomes if each.is_in_doubt and each.variant.key not in unreadable]
        if self._task.inputs.verify:
            wanted += self._to_be_seen(outcomes, DONE)
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

    def _to_be_seen(self, outcomes: Sequence[Outcome], going: Collection[Status]) -> list[Outcome]:
        """What is looked at on the live site, of outcomes among which `going` have those that something is done to.

        That is all of it but what the token may not read; and what was live already, if that is not so much that it
        would cost more than publishing.
        """
        unreadable = self._unreadable()
        published = [each for each in outcomes if each.status in going and each.variant.key not in unreadable]
        # Of what is to be off the live site, it was seen before that it is.
        unchanged = [each for each in outcomes if each.status is Status.UNCHANGED and not each.variant.is_leaving]
        return [*published, *(unchanged if len(unchanged) <= MOST_UNCHANGED else ())]

    def _unreadable(self) -> Collection[Key]:
        """What could not be read, where the token may not read: another failure before that changes nothing of it."""
        unread = self._state.unread
        return unread.keys() if any(each.reason is Reason.MISSING_SCOPE for each in unread.values()) else ()

    def _resolve_names(self) -> None:
        """Find the IDs of what the manifest names; and what is to be tried again, where that takes them."""
        task = self._task
        if not task.whole.has_names:
            return
        whole = self._naming.placed(task.whole)
        if task.retry:
            whole = self._naming.named(whole)  # what was left undone may be anything in the manifest
        chosen = {id(item) for item in task.manifest.items}
        pairs = zip(task.whole.items, whole.items, strict=True)
        part = replace(whole, items=tuple(found for item, found in pairs if id(item) in chosen))
        if task.retry:
            left = retried(task.retry, whole, part, allow_empty=task.inputs.allow_empty)
        else:
            left = self._naming.named(part)
        self.problems = self._naming.problems or ((left,) if isinstance(left, Problem) else ())
        if not self.problems and isinstance(left, Manifest):
            self._manifest, self._variants, self._total = left, left.variants(), whole.size()

    def _plan(self) -> tuple[tuple[Outcome, ...], tuple[Step, ...]]:
        inputs = self._task.inputs
        known = State(self._naming.staged, self._naming.unread)
        self._state = self._survey.state(self._variants, self._keep, known)
        strict = self._publisher is None
        options = Options(inputs.force, self._task.approval, inputs.maximum, self._total, strict, self._task.now)
        planned = plan(self._variants, self._state, options)
        steps = arranged(outcome for outcome in planned if outcome.status is Status.PENDING)
        confirmations = self._confirmations(planned) if inputs.verify else 0
        self.estimate = Estimate(self.requests, len(steps), confirmations, self._reader.rate_limit)
        return planned, steps

    def _confirmations(self, planned: Sequence[Outcome]) -> int:
        """How many requests it takes to read back, if all goes well."""
        groups = asked_together(self._to_be_seen(planned, {Status.PENDING}), lambda each: each.variant)
        return sum(self._lookup.requests_for(len(group)) for group in groups)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the run had to do without: where items were published whose state could not be read, said once."""
        unseen = [each for each in self.outcomes() if each.change is Change.UNKNOWN and each.accepted]
        failures = [self._state.unread[each.variant.key] for each in unseen]
        if not failures:
            return ()
        refusal = next((failure for failure in failures if failure.reason is Reason.MISSING_SCOPE), None)
        if refusal is not None:
            message = (
                "The token may publish, but not read: what could not be read was published, also where it was live "
                "already, and it was not read back whether it went live."
            )
            hint = "Give the token the scope `cms:read` as well (in Webflow: CMS, read and write)."
        else:
            number = counted(len(failures), "item") + ", counted in each locale,"
            message = f"What Webflow has of {number} could not be read: that was published without a look at it first."
            hint = "There is nothing to do, unless it stays so."
        return (Problem(f"{message} Webflow's words: {quoted((refusal or failures[0]).message, 300)}.", hint),)
