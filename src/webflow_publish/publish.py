"""Sending the batches, several at once, until each variant has its outcome: live, or off the live site."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from functools import partial

from webflow_publish.batch import Batch
from webflow_publish.cancellation import Cancellation
from webflow_publish.clock import Deadline
from webflow_publish.complaint import Complaint
from webflow_publish.delivery import Delivery
from webflow_publish.ledger import Ledger
from webflow_publish.outcome import DONE, Outcome, Status
from webflow_publish.parcel import Parcel
from webflow_publish.progress import Observer, Progress
from webflow_publish.reason import DENIED, HEALING, Reason
from webflow_publish.schedule import Schedule, Step, arranged
from webflow_publish.settlement import Settlement
from webflow_publish.sighting import UNSEEN
from webflow_publish.webflow import Failure, Reply, Written
from webflow_publish.workers import POLL, Workers

FAREWELL = 1.0
"""Seconds that a run which was told to stop waits for the answers to what it has sent."""

_NOT_SENT = "The run was stopped before this was sent"
_WAITING = "The run was stopped while this waited to be sent again"
_IN_DOUBT = f"This may have been sent, but the run was stopped before Webflow's answer came{UNSEEN}"
_OUT_OF_TIME = "The time limit of the run was reached before this was sent"
_DEFECT_BEFORE = "The run ended at a defect of its own before this was sent"
_DEFECT_DURING = "This was sent, but the run ended at a defect of its own before Webflow's answer was read"


class Publication:
    """The publishing of what is pending in a plan, or the taking down. What is known so far can be read at any time.

    That is so also after a defect.

    Args:
        steps: What is pending, arranged.
        pending: The same, as the plan has it.
        delivery: Sends what there is to publish, and to take down.
        workers: Send, as many requests at once as there are of them.
        deadline: When no more is sent.
        cancellation: Whether the run was told to stop.
        observer: Is told how it goes on.
    """

    def __init__(
        self,
        steps: Sequence[Step],
        pending: Sequence[Outcome],
        delivery: Delivery,
        workers: Workers[Parcel, Reply[Written]],
        deadline: Deadline,
        cancellation: Cancellation,
        observer: Observer,
    ) -> None:
        self._steps = steps
        self._pending = pending
        self._delivery = delivery
        self._workers = workers
        self._deadline = deadline
        self._cancellation = cancellation
        self._observer = observer
        self._schedule = Schedule(())
        self._parts: deque[Parcel] = deque()
        """What is to be sent before the next step, because an answer asks for it."""
        self._under_way: dict[Parcel, None] = {}
        self._open: Counter[int] = Counter()
        """How many parcels of a step are not settled, by the step's number."""
        self._ledger = Ledger()
        self._settlement = Settlement(self._ledger)

    @property
    def resolved(self) -> tuple[Complaint, ...]:
        """Errors that a later attempt cleared."""
        return self._ledger.resolved

    @property
    def unmatched(self) -> tuple[Complaint, ...]:
        """Errors in Webflow's answers that name no item of the request, and were not cleared."""
        return self._ledger.unmatched

    @property
    def stopped(self) -> bool:
        """Whether the run was told to stop before everything was sent."""
        halt = self._settlement.halt
        return halt is not None and halt[0] is Reason.CANCELLED

    def run(self) -> None:
        """Send until everything has its outcome, or there is no point in going on.

        What failed for a reason that may be over when all else is done is then sent again, as long as that makes
        something live: an outage, a rate limit, or a reference, as items may refer to each other in a circle.
        """
        steps = self._steps
        try:
            while steps:
                published = self._ledger.published
                self._drain(steps)
                halt = self._settlement.halt
                if halt and (halt[0] not in HEALING or self._ledger.published == published):
                    break
                self._ledger.reopen()
                steps = self._left()
                if steps:
                    self._settlement.resume()
        except Exception:
            for parcel in self._given_up():
                self._ledger.doubt(parcel.batch.variants, Reason.NO_ANSWER, _DEFECT_DURING)
            raise

    def outcomes(self, planned: Sequence[Outcome]) -> tuple[Outcome, ...]:
        """The plan, with what became of everything pending; what was not sent is `blocked`."""
        reason, message = self._settlement.halt or (Reason.CANCELLED, _DEFECT_BEFORE)
        return tuple(
            self._outcome(each, reason, message) if each.status is Status.PENDING else each for each in planned
        )

    def _outcome(self, planned: Outcome, reason: Reason, message: str) -> Outcome:
        known = self._ledger.outcome_of(planned.variant)
        if known is None:
            return planned.ended(Status.BLOCKED, reason, message)
        return planned.ended(known.status, known.reason, known.message, accepted=known.status in DONE)

    def _left(self) -> tuple[Step, ...]:
        """What has no outcome, arranged anew. At what Webflow failed alone is sent alone again, not among others."""
        left = [each for each in self._pending if not self._ledger.is_settled(each.variant)]
        # What was never sent comes first: what failed may do so again, and end it.
        left.sort(key=lambda each: self._ledger.outcome_of(each.variant) is not None)
        steps = arranged(each for each in left if not self._settlement.was_alone(each.variant))
        alone = [each.variant for each in left if self._settlement.was_alone(each.variant)]
        single = (Batch(variant.item.collection, (variant,)) for variant in alone)
        return (*steps, *(Step(number, batch) for number, batch in enumerate(single, len(steps))))

    def _drain(self, steps: Sequence[Step]) -> None:
        """Send the steps, and what follows from their answers."""
        self._schedule = Schedule(steps)
        self._parts.clear()
        while True:
            self._look_up()
            if self.stopped:
                self._take_leave()
                return
            if not self._settlement.halt:
                self._send()
            elif self._settlement.halt[0] in DENIED:
                self._repeat_no_more()
            if not self._under_way:
                return
            if done := self._workers.next():
                self._settle(done.tag, done.result)

    def _look_up(self) -> None:
        """Decide whether there is a reason to stop before the next request."""
        if self._cancellation.requested:
            self._settlement.halt = Reason.CANCELLED, _NOT_SENT
        elif not self._deadline.left():
            self._settlement.halt = self._settlement.halt or (Reason.TIMED_OUT, _OUT_OF_TIME)

    def _send(self) -> None:
        """Hand in as much as may be sent now."""
        while len(self._under_way) < self._workers.count and (parcel := self._next()):
            parcel.batch = self._settlement.without_closed(parcel.batch)
            if parcel.batch.variants:
                self._under_way[parcel] = None
                self._settlement.begin(parcel)
                self._schedule.begin(parcel.batch)
                self._workers.submit(parcel, partial(self._delivery.send, parcel))
            else:
                self._close(parcel, self._settlement.pass_over(parcel))

    def _next(self) -> Parcel | None:
        for parcel in self._parts:
            if self._schedule.is_free(parcel.batch):
                self._parts.remove(parcel)
                return parcel
        if step := self._schedule.next():
            self._open[step.number] = 1
            return self._settlement.parcel(step)
        return None

    def _settle(self, parcel: Parcel, reply: Reply[Written] | None) -> None:
        is_taken = reply is not None and not isinstance(reply.answer, Failure)
        parts = self._settlement.settle(parcel, reply)
        del self._under_way[parcel]
        self._schedule.end(parcel.batch, is_taken=is_taken)
        if reply and isinstance(reply.answer, Failure) and parts and not parcel.division and not parcel.gone:
            self._observer.divided(parcel.batch, reply.answer)
        self._close(parcel, parts)

    def _close(self, parcel: Parcel, parts: Sequence[Parcel]) -> None:
        """A parcel is settled; what follows from it comes before all others."""
        self._parts.extendleft(reversed(parts))
        self._open[parcel.step.number] += len(parts) - 1
        if not self._open[parcel.step.number]:
            self._schedule.done(parcel.step)
        done, failed = self._ledger.done, self._ledger.failed
        total, requests = len(self._pending), self._delivery.requests
        self._observer.progressed(Progress(parcel.batch.collection, done, total, failed, requests))

    def _repeat_no_more(self) -> None:
        """Give up what waits to be sent again: the token was refused."""
        for parcel in [each for each in self._under_way if each.sending.waiting]:
            parcel.sending.abandon()
            if waiting := parcel.sending.waiting:
                self._workers.forget(parcel)
                del self._under_way[parcel]
                self._ledger.doubt(parcel.batch.variants, waiting.reason, waiting.message)

    def _take_leave(self) -> None:
        """Wait a moment for the answers to what was sent; nobody knows of the others whether they were heeded."""
        patience = round(FAREWELL / POLL)
        while patience and any(each.sending.sent and not each.sending.waiting for each in self._under_way):
            if done := self._workers.next():
                self._settle(done.tag, done.result)
            else:
                patience -= 1
        for parcel in self._given_up():
            waiting = parcel.sending.waiting
            message = f"{_WAITING}. {waiting.message}" if waiting else _IN_DOUBT
            self._ledger.doubt(parcel.batch.variants, Reason.CANCELLED, message)

    def _given_up(self) -> list[Parcel]:
        """What was sent, or sent once at least, and is given up now."""
        for parcel in self._workers.abandon():
            parcel.sending.abandon()
        given_up, self._under_way = list(self._under_way), {}
        return [parcel for parcel in given_up if parcel.sending.sent]
