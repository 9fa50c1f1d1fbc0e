"""Sending the batches, one after the other, until each variant has its outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from webflow_publish.accounting import Account, account
from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.clock import Deadline
from webflow_publish.manifest import Collection, Variant
from webflow_publish.outcome import Complaint, Outcome, Status
from webflow_publish.plan import Batch
from webflow_publish.reason import DENIED, Reason
from webflow_publish.text import counted, plain
from webflow_publish.webflow import Attempt, Failure, Publisher

OUTAGES = 3
"""After so many batches in a row that could not be delivered, the service is taken to be down, and no more are sent."""

_OF_THE_COLLECTION = frozenset(
    {Reason.NOT_FOUND, Reason.COLLECTION_CHANGED, Reason.SITE_NOT_PUBLISHED, Reason.DOMAINS_OUT_OF_SYNC}
)
"""Reasons that, given for a whole request, hold for every other request to the same collection."""

_IN_DOUBT = "This was sent, but the run was stopped before Webflow's answer came: it may be live or not"
_NOT_SENT = "The run was stopped before this was sent"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the publishing stands after a batch; counts are of items × locales."""

    done: int
    total: int
    failed: int
    requests: int


class Observer(Protocol):
    """Who follows the publishing while it goes on."""

    def sending(self, collection: Collection) -> None:
        """A batch of that collection is about to be sent."""

    def progressed(self, progress: Progress) -> None:
        """A batch is done."""


class Publication:
    """The publishing of all batches of a run. What is known so far can be read at any time, also after a failure."""

    def __init__(
        self,
        batches: Sequence[Batch],
        publisher: Publisher,
        deadline: Deadline,
        cancellation: Cancellation,
        observer: Observer,
    ) -> None:
        self._batches = batches
        self._publisher = publisher
        self._deadline = deadline
        self._cancellation = cancellation
        self._observer = observer
        self._total = sum(len(batch.variants) for batch in batches)
        self._failed = 0
        self._outcomes: dict[tuple[str, str, str | None], Outcome] = {}
        self._closed: dict[str, Outcome] = {}
        self._outages = 0
        self._halt: tuple[Reason, str] | None = None
        self.resolved: list[Complaint] = []
        self.unmatched: list[Complaint] = []

    @property
    def requests(self) -> int:
        """Requests sent so far, repeated ones included."""
        return self._publisher.requests

    def run(self) -> None:
        """Send batch after batch, until all are sent or there is no point in going on."""
        for batch in self._batches:
            self._look_up()
            if self._halt:
                break
            self._observer.sending(batch.collection)
            self._deliver(batch)
            self._observer.progressed(Progress(len(self._outcomes), self._total, self._failed, self.requests))

    def outcomes(self, variants: Sequence[Variant]) -> tuple[Outcome, ...]:
        """One outcome for each of the variants, in their order; those that were not sent are `blocked`."""
        reason, message = self._halt or (Reason.CANCELLED, _NOT_SENT)
        return tuple(
            self._outcomes.get(variant.key) or Outcome(variant, Status.BLOCKED, reason, message) for variant in variants
        )

    def _look_up(self) -> None:
        """Decide whether there is a reason to stop before the next batch."""
        if self._cancellation.requested:
            self._halt = Reason.CANCELLED, _NOT_SENT
        elif not self._deadline.left():
            self._halt = Reason.TIMED_OUT, "The time limit of the run was reached before this was sent"

    def _deliver(self, batch: Batch) -> bool:
        """Publish a batch and keep its outcomes; whether all of it went out without a word of complaint."""
        closed = self._closed.get(batch.collection.id)
        if closed:
            self._keep([Outcome(variant, Status.BLOCKED, closed.reason, closed.message) for variant in batch.variants])
            return False
        try:
            with self._cancellation.interruptible():
                attempt = self._send(batch)
        except Interrupted:
            self._halt = Reason.CANCELLED, _NOT_SENT
            self._keep([Outcome(variant, Status.FAILED, Reason.CANCELLED, _IN_DOUBT) for variant in batch.variants])
            return False
        result = account(batch, attempt.answer)
        if isinstance(attempt.answer, Failure):
            self._learn(batch, attempt.answer)
        else:
            self._outages = 0
            self.resolved += [Complaint(batch.collection, each.reason, each.message) for each in attempt.overcome]
        if self._is_ambiguous(batch, attempt, result):
            return self._deliver_by_locale(batch, result)
        self.unmatched += result.unmatched
        self._keep(result.outcomes)
        return result.is_plain_success

    def _send(self, batch: Batch) -> Attempt:
        locales = batch.locales()
        if batch.variants[0].locale is None:
            return self._publisher.publish(batch.collection.id, list(locales))
        return self._publisher.publish_locales(batch.collection.id, locales)

    def _is_ambiguous(self, batch: Batch, attempt: Attempt, result: Account) -> bool:
        """Whether the answer leaves open which of several locales it speaks of. Webflow's answers never name one."""
        if result.is_plain_success or len({variant.locale for variant in batch.variants}) == 1:
            return False
        return not isinstance(attempt.answer, Failure) or attempt.answer.reason is Reason.REJECTED

    def _deliver_by_locale(self, batch: Batch, first: Account) -> bool:
        """Find out by asking again for one locale at a time, rather than guess; publishing twice does no harm."""
        delivered = [self._halt is None and self._deliver(part) for part in batch.by_locale()]
        if all(delivered):
            complaints = [*first.unmatched, *(_complaint(batch, each) for each in first.outcomes if each.reason)]
            self.resolved += dict.fromkeys(complaints)
        return all(delivered)

    def _learn(self, batch: Batch, failure: Failure) -> None:
        """Conclude from a failed request what need not be sent any more."""
        if failure.reason in DENIED:
            self._halt = failure.reason, f"Not sent, because an earlier request was refused. {failure.message}"
        elif failure.reason is Reason.RATE_LIMITED:
            self._halt = failure.reason, f"Not sent, because the rate limit did not end. {failure.message}"
        elif failure.reason is Reason.UNAVAILABLE:
            self._outages += 1
            if self._outages >= OUTAGES:
                message = f"Not sent, because {counted(OUTAGES, 'request')} in a row failed. {failure.message}"
                self._halt = failure.reason, message
        elif failure.reason in _OF_THE_COLLECTION:
            message = plain(
                f"Not sent, because Webflow refused an earlier request for the collection. {failure.message}"
            )
            self._closed[batch.collection.id] = Outcome(batch.variants[0], Status.BLOCKED, failure.reason, message)

    def _keep(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            self._outcomes[outcome.variant.key] = outcome
            self._failed += outcome.status is not Status.PUBLISHED


def _complaint(batch: Batch, outcome: Outcome) -> Complaint:
    return Complaint(batch.collection, outcome.reason or Reason.REJECTED, outcome.message)
