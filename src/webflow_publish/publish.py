"""Sending the batches, one after the other, until each variant has its outcome."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from webflow_publish.accounting import Account, account
from webflow_publish.batch import Batch, batches
from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.clock import Deadline
from webflow_publish.ledger import Ledger
from webflow_publish.manifest import Collection, Variant
from webflow_publish.outcome import Complaint, Outcome, Status
from webflow_publish.reason import DENIED, Reason
from webflow_publish.text import counted, plain
from webflow_publish.webflow import OUTAGES, Failure, Published, Publisher, Reply

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
        queue: Sequence[Batch],
        publisher: Publisher,
        deadline: Deadline,
        cancellation: Cancellation,
        observer: Observer,
    ) -> None:
        self._queue = deque(queue)
        self._total = sum(len(batch.variants) for batch in queue)
        self._publisher = publisher
        self._deadline = deadline
        self._cancellation = cancellation
        self._observer = observer
        self._ledger = Ledger()
        self._closed: dict[tuple[str, str | None], tuple[Reason, str]] = {}
        self._outages = 0
        self._halt: tuple[Reason, str] | None = None

    @property
    def resolved(self) -> tuple[Complaint, ...]:
        """Errors that a later attempt cleared."""
        return self._ledger.resolved

    @property
    def unmatched(self) -> tuple[Complaint, ...]:
        """Errors in Webflow's answers that name no item of the request, and were not cleared."""
        return self._ledger.unmatched

    def run(self) -> None:
        """Send batch after batch, until all are sent or there is no point in going on.

        What Webflow refuses because of a reference is sent again when all else is done, as long as that makes something
        live: items may refer to each other in a circle, or in ways that could not be read.
        """
        while self._queue:
            self._drain()
            if self._halt:
                return
            self._queue.extend(batches(self._ledger.reopen()))

    def outcomes(self, planned: Sequence[Outcome]) -> tuple[Outcome, ...]:
        """The plan, with what became of everything pending; what was not sent is `blocked`."""
        reason, message = self._halt or (Reason.CANCELLED, _DEFECT_BEFORE)
        return tuple(
            self._outcome(each, reason, message) if each.status is Status.PENDING else each for each in planned
        )

    def _outcome(self, planned: Outcome, reason: Reason, message: str) -> Outcome:
        known = self._ledger.outcome_of(planned.variant)
        if known is None:
            return replace(planned, status=Status.BLOCKED, reason=reason, message=message)
        accepted = known.status is Status.PUBLISHED
        return replace(planned, status=known.status, reason=known.reason, message=known.message, accepted=accepted)

    def _drain(self) -> None:
        while self._queue:
            self._look_up()
            if self._halt:
                return
            batch = self._block_closed(self._queue.popleft())
            if batch.variants:
                self._observer.sending(batch.collection)
                self._deliver(batch)
            self._observer.progressed(
                Progress(self._ledger.done, self._total, self._ledger.failed, self._publisher.requests)
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
                self._ledger.keep([self._ledger.outcome_of(variant) or Outcome(variant, Status.BLOCKED, *closed)])
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
                self._ledger.doubt(batch, Reason.CANCELLED, f"{_WAITING}. {waiting.message}" if waiting else _IN_DOUBT)
            return
        except Exception:
            self._ledger.doubt(batch, Reason.NO_ANSWER, _DEFECT_DURING)
            raise
        result = account(batch, reply.answer)
        self._ledger.overcame(batch, reply.cleared)
        is_outage = isinstance(reply.answer, Failure) and reply.answer.is_outage
        self._outages = self._outages + 1 if is_outage else 0
        if _is_ambiguous(batch, reply.answer, result):
            self._ledger.set_aside(batch, result)
            self._queue.extendleft(reversed(batch.by_locale()))
            return
        self._learn(batch, reply.answer, result)
        self._ledger.complain(result.unmatched)
        self._ledger.keep(result.outcomes)

    def _send(self, batch: Batch) -> Reply[Published]:
        locales = batch.locales()
        if batch.variants[0].locale is None:
            return self._publisher.publish(batch.collection.id, list(locales))
        return self._publisher.publish_locales(batch.collection.id, locales)

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


def _is_ambiguous(batch: Batch, answer: Published | Failure, result: Account) -> bool:
    """Whether an answer leaves open which of several locales it speaks of. Webflow's answers never name one."""
    if result.is_plain_success or len({variant.locale for variant in batch.variants}) == 1:
        return False
    return not isinstance(answer, Failure) or answer.reason in _PERHAPS_OF_A_LOCALE
