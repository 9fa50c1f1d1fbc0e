"""Sending the batches, one after the other, until each variant has its outcome."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from webflow_publish.accounting import Account, account
from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.clock import Deadline
from webflow_publish.manifest import Collection, Variant
from webflow_publish.outcome import Complaint, Outcome, Status
from webflow_publish.plan import Batch
from webflow_publish.reason import DENIED, Reason
from webflow_publish.text import counted, plain
from webflow_publish.webflow import Failure, Published, Publisher, Reply

OUTAGES = 3
"""After so many requests in a row that brought no answer of Webflow's, it is taken to be down, and no more are sent."""

_EVERY_LOCALE = ""
_OF_THE_COLLECTION = frozenset({Reason.COLLECTION_CHANGED, Reason.SITE_NOT_PUBLISHED, Reason.DOMAINS_OUT_OF_SYNC})
"""Reasons that, given for a whole request, hold for every other request to the same collection."""
_PERHAPS_OF_A_LOCALE = frozenset({Reason.NOT_FOUND, Reason.REFERENCE_NOT_LIVE, Reason.REJECTED})
"""Reasons that, given for a whole request of several locales, may lie in one of them."""

_NOT_SENT = "The run was stopped before this was sent"
_WAITING = "The run was stopped while this waited to be sent again"
_IN_DOUBT = "This may have been sent, but the run was stopped before Webflow's answer came: it may be live or not"
_DEFECT_BEFORE = "The run ended at a defect of its own before this was sent"
_DEFECT_DURING = "This was sent, but the run ended at a defect of its own before Webflow's answer was read"
_WHICH_LOCALE = "Webflow published the item, but did not say in which of its locales, and it was not asked again"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the publishing stands after a batch; `done`, `total` and `failed` are items × locales."""

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
    """The publishing of all batches of a run. What is known so far can be read at any time, also after a defect."""

    def __init__(
        self,
        batches: Sequence[Batch],
        publisher: Publisher,
        deadline: Deadline,
        cancellation: Cancellation,
        observer: Observer,
    ) -> None:
        self._queue = deque(batches)
        self._total = sum(len(batch.variants) for batch in batches)
        self._publisher = publisher
        self._deadline = deadline
        self._cancellation = cancellation
        self._observer = observer
        self._outcomes: dict[tuple[str, str, str | None], Outcome] = {}
        self._doubts: dict[tuple[str, str, str | None], Outcome] = {}
        """What is to be said of variants that were sent and have no outcome yet, should the run end here."""
        self._failed = 0
        self._resolved: list[Complaint] = []
        self._unmatched: list[Complaint] = []
        self._ambiguous: list[tuple[Batch, Account]] = []
        self._closed: dict[tuple[str, str | None], tuple[Reason, str]] = {}
        self._outages = 0
        self._halt: tuple[Reason, str] | None = None

    @property
    def requests(self) -> int:
        """Requests sent so far, repeated ones included."""
        return self._publisher.requests

    @property
    def resolved(self) -> tuple[Complaint, ...]:
        """Errors that a later attempt cleared."""
        cleared = (self._cleared(batch, first) for batch, first in self._ambiguous)
        return (*self._resolved, *(complaint for complaints in cleared for complaint in complaints))

    @property
    def unmatched(self) -> tuple[Complaint, ...]:
        """Errors in Webflow's answers that name no item of the request, and were not cleared."""
        kept = (first.unmatched for batch, first in self._ambiguous if not self._is_published(batch.variants))
        return (*self._unmatched, *(complaint for complaints in kept for complaint in complaints))

    def run(self) -> None:
        """Send batch after batch, until all are sent or there is no point in going on."""
        while self._queue:
            self._look_up()
            if self._halt:
                return
            batch = self._block_closed(self._queue.popleft())
            if batch.variants:
                self._observer.sending(batch.collection)
                self._deliver(batch)
            self._observer.progressed(Progress(len(self._outcomes), self._total, self._failed, self.requests))

    def outcomes(self, variants: Sequence[Variant]) -> tuple[Outcome, ...]:
        """One outcome for each of the variants, in their order; those that were not sent are `blocked`."""
        reason, message = self._halt or (Reason.CANCELLED, _DEFECT_BEFORE)
        return tuple(
            self._outcomes.get(variant.key)
            or self._doubts.get(variant.key)
            or Outcome(variant, Status.BLOCKED, reason, message)
            for variant in variants
        )

    def _look_up(self) -> None:
        """Decide whether there is a reason to stop before the next batch."""
        if self._cancellation.requested:
            self._halt = Reason.CANCELLED, _NOT_SENT
        elif not self._deadline.left():
            self._halt = Reason.TIMED_OUT, "The time limit of the run was reached before this was sent"

    def _block_closed(self, batch: Batch) -> Batch:
        """Settle what an earlier answer has made pointless to send; the batch without it."""
        left: list[Variant] = []
        for variant in batch.variants:
            place = batch.collection.id
            closed = self._closed.get((place, _EVERY_LOCALE)) or self._closed.get((place, variant.locale))
            if closed:
                self._keep([self._doubts.get(variant.key) or Outcome(variant, Status.BLOCKED, *closed)])
            else:
                left.append(variant)
        return Batch(batch.collection, tuple(left))

    def _deliver(self, batch: Batch) -> None:
        """Publish a batch and keep its outcomes; or have it asked again, one locale at a time."""
        before = self._publisher.requests
        try:
            with self._cancellation.interruptible():
                reply = self._send(batch)
        except Interrupted:
            waiting = self._publisher.waiting
            if self._publisher.requests > before:
                self._doubt(batch, Reason.CANCELLED, f"{_WAITING}. {waiting.message}" if waiting else _IN_DOUBT)
            return
        except Exception:
            self._doubt(batch, Reason.NO_ANSWER, _DEFECT_DURING)
            raise
        result = account(batch, reply.answer)
        # An answer that cannot change by repeating the request is an end of the troubles before it, too.
        if not isinstance(reply.answer, Failure) or not reply.answer.retryable:
            self._resolved += [Complaint(batch.collection, each.reason, each.message) for each in reply.overcome]
        self._count_outage(reply.answer)
        if _is_ambiguous(batch, reply.answer, result):
            self._ambiguous.append((batch, result))
            self._doubts |= {outcome.variant.key: _doubted(outcome) for outcome in result.outcomes}
            self._queue.extendleft(reversed(batch.by_locale()))
            return
        self._learn(batch, reply.answer, result)
        self._unmatched += result.unmatched
        self._keep(result.outcomes)

    def _send(self, batch: Batch) -> Reply[Published]:
        locales = batch.locales()
        if batch.variants[0].locale is None:
            return self._publisher.publish(batch.collection.id, list(locales))
        return self._publisher.publish_locales(batch.collection.id, locales)

    def _count_outage(self, answer: Published | Failure) -> None:
        is_outage = isinstance(answer, Failure) and answer.reason in {Reason.UNAVAILABLE, Reason.MALFORMED}
        self._outages = self._outages + 1 if is_outage else 0

    def _learn(self, batch: Batch, answer: Published | Failure, result: Account) -> None:
        """Conclude from an answer what need not be sent any more."""
        if not isinstance(answer, Failure):
            return
        if answer.reason in DENIED:
            self._halt = answer.reason, f"Not sent, because an earlier request was refused. {answer.message}"
        elif answer.reason is Reason.RATE_LIMITED:
            self._halt = answer.reason, f"Not sent, because the rate limit did not end. {answer.message}"
        elif self._outages >= OUTAGES:
            message = f"Not sent, because {counted(OUTAGES, 'request')} in a row failed. {answer.message}"
            self._halt = answer.reason, message
        elif not result.names_items and answer.reason in _OF_THE_COLLECTION | {Reason.NOT_FOUND}:
            # A 404 may be about the locale of the request as well as about its collection.
            locale = batch.variants[0].locale if answer.reason is Reason.NOT_FOUND else _EVERY_LOCALE
            message = plain(f"Not sent, because Webflow refused an earlier request for the same. {answer.message}")
            self._closed[batch.collection.id, locale] = answer.reason, message

    def _keep(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self._failed += outcome.status is not Status.PUBLISHED
            self._outcomes[outcome.variant.key] = outcome

    def _doubt(self, batch: Batch, reason: Reason, message: str) -> None:
        for variant in batch.variants:
            self._doubts[variant.key] = Outcome(variant, Status.FAILED, reason, message)

    def _is_published(self, variants: Iterable[Variant]) -> bool:
        outcomes = [self._outcomes.get(variant.key) for variant in variants]
        return all(outcome is not None and outcome.status is Status.PUBLISHED for outcome in outcomes)

    def _cleared(self, batch: Batch, first: Account) -> Iterable[Complaint]:
        """The errors of an ambiguous answer that were gone when it was asked again, and did not come back."""
        items: dict[str, list[Variant]] = {}
        for variant in batch.variants:
            items.setdefault(variant.item.id, []).append(variant)
        published = {item_id for item_id, variants in items.items() if self._is_published(variants)}
        named = [
            Complaint(batch.collection, each.reason, each.message)
            for each in first.outcomes
            if each.reason and each.variant.item.id in published
        ]
        unnamed = first.unmatched if len(published) == len(items) else ()
        left = {*self._unmatched, *(_complaint(self._outcomes.get(each.key)) for each in batch.variants)}
        return (complaint for complaint in dict.fromkeys((*unnamed, *named)) if complaint not in left)


def _is_ambiguous(batch: Batch, answer: Published | Failure, result: Account) -> bool:
    """Whether an answer leaves open which of several locales it speaks of. Webflow's answers never name one."""
    if result.is_plain_success or len({variant.locale for variant in batch.variants}) == 1:
        return False
    return not isinstance(answer, Failure) or answer.reason in _PERHAPS_OF_A_LOCALE


def _doubted(outcome: Outcome) -> Outcome:
    """What is known of a variant until its locale was asked for alone."""
    if outcome.status is not Status.PUBLISHED:
        return outcome
    return replace(outcome, status=Status.FAILED, reason=Reason.NO_ANSWER, message=_WHICH_LOCALE)


def _complaint(outcome: Outcome | None) -> Complaint | None:
    if outcome is None or outcome.reason is None:
        return None
    return Complaint(outcome.variant.item.collection, outcome.reason, outcome.message)
