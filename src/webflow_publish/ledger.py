"""The books of a publication: what became of each variant so far, what is in doubt, and which errors were cleared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from webflow_publish.accounting import Account
from webflow_publish.batch import Batch
from webflow_publish.complaint import Complaint, complaints
from webflow_publish.manifest import Variant
from webflow_publish.outcome import DONE, Outcome, Status
from webflow_publish.reason import HEALING, Reason
from webflow_publish.state import Key
from webflow_publish.webflow import Failure

_WHICH_LOCALE = "Webflow published the item, but did not say in which of its locales, and it was not asked again"


class Ledger:
    """Keeps outcomes. What is known so far can be read at any time, also after a defect."""

    def __init__(self) -> None:
        self._outcomes: dict[Key, Outcome] = {}
        self._doubts: dict[Key, Outcome] = {}
        """What is to be said of variants that were sent and have no outcome yet, should the run end here."""
        self._overcome: list[Complaint] = []
        self._unmatched: list[Complaint] = []
        self._ambiguous: list[tuple[Batch, Account]] = []
        self._again: list[Outcome] = []
        self._published_before: dict[Key, int] = {}
        """For variants whose failure may be over: how many had been published by when it is no use to try again."""
        self._pass_began = 0
        """How many variants had been published when the sending began, or began again."""
        self.published = 0
        """How many were published, or taken down."""
        self.failed = 0

    @property
    def done(self) -> int:
        """Variants that have their outcome."""
        return len(self._outcomes)

    @property
    def resolved(self) -> tuple[Complaint, ...]:
        """Errors that a later attempt cleared."""
        unmatched = frozenset(self._unmatched)
        cleared = [each for batch, first in self._ambiguous for each in self._cleared(batch, first, unmatched)]
        told = set(cleared)
        return (*self._overcome, *cleared, *(each for each in dict.fromkeys(self._healed()) if each not in told))

    @property
    def unmatched(self) -> tuple[Complaint, ...]:
        """Errors in Webflow's answers that name no item of the request, and were not cleared."""
        kept = (first.unmatched for batch, first in self._ambiguous if not self._is_published(batch.variants))
        return (*self._unmatched, *(complaint for complaints in kept for complaint in complaints))

    def is_settled(self, variant: Variant) -> bool:
        """Whether the variant has its outcome."""
        return variant.key in self._outcomes

    def outcome_of(self, variant: Variant) -> Outcome | None:
        """What is known of a variant; None where it was not sent."""
        return self._outcomes.get(variant.key) or self._doubts.get(variant.key)

    def keep(self, outcomes: Iterable[Outcome], before: int | None = None) -> None:
        """Enter how variants ended, as far as that is not known.

        `before` is how many were published when they were sent, if that was not now.
        """
        before = self.published if before is None else before
        for outcome in outcomes:
            if outcome.variant.key in self._outcomes:
                continue
            self.published += outcome.status in DONE
            self.failed += outcome.status not in DONE
            self._outcomes[outcome.variant.key] = outcome
            if outcome.status is Status.FAILED and outcome.reason in HEALING | {Reason.REFERENCE_NOT_LIVE}:
                is_reference = outcome.reason is Reason.REFERENCE_NOT_LIVE
                self._published_before[outcome.variant.key] = before if is_reference else self._pass_began

    def overcame(self, batch: Batch, failures: Iterable[Failure]) -> None:
        """Enter failures of requests that a repetition cleared."""
        self._overcome += complaints(batch.collection, failures)

    def complain(self, complaints: Iterable[Complaint]) -> None:
        """Enter errors that name no item."""
        self._unmatched += complaints

    def doubt(self, variants: Iterable[Variant], reason: Reason, message: str) -> None:
        """Enter what is to be said of variants that were sent, should they get no outcome."""
        for variant in variants:
            self._doubts[variant.key] = Outcome(variant, Status.FAILED, reason, message)

    def set_aside(self, batch: Batch, result: Account) -> None:
        """Enter an answer that leaves open which locale it speaks of, and that is to be asked for again."""
        self._ambiguous.append((batch, result))
        self._doubts |= {outcome.variant.key: _doubted(outcome) for outcome in result.outcomes}

    def reopen(self) -> None:
        """Have the variants no outcome any more that failed for a reason that may be over by now.

        That is an outage or a rate limit, if anything was published since the sending began, or began again; and a
        reference to what was not live, if something was published since. Should the run end here, the failure stands.
        """
        ready = [key for key, before in self._published_before.items() if self.published > before]
        for key in ready:
            outcome = self._outcomes.pop(key)
            self.failed -= 1
            self._again.append(outcome)
            self._doubts[key] = outcome
            del self._published_before[key]
        self._pass_began = self.published

    def _is_published(self, variants: Iterable[Variant]) -> bool:
        outcomes = [self._outcomes.get(variant.key) for variant in variants]
        return all(outcome is not None and outcome.status in DONE for outcome in outcomes)

    def _cleared(self, batch: Batch, first: Account, unmatched: frozenset[Complaint]) -> Sequence[Complaint]:
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
        left = {_complaint(self.outcome_of(each)) for each in batch.variants}
        found = dict.fromkeys((*unnamed, *named))
        return [complaint for complaint in found if complaint not in left and complaint not in unmatched]

    def _healed(self) -> Sequence[Complaint]:
        """The failures that were gone when it was asked again at the end, and did not come back."""
        left = {_complaint(outcome) for outcome in (self._doubts | self._outcomes).values()}
        healed = (_complaint(first) for first in self._again if self._is_published([first.variant]))
        return [each for each in healed if each and each not in left]


def _doubted(outcome: Outcome) -> Outcome:
    """What is known of a variant until its locale was asked for alone."""
    if outcome.status is not Status.PUBLISHED:
        return outcome
    return replace(outcome, status=Status.FAILED, reason=Reason.NO_ANSWER, message=_WHICH_LOCALE)


def _complaint(outcome: Outcome | None) -> Complaint | None:
    if outcome is None or outcome.reason is None:
        return None
    return Complaint(outcome.variant.item.collection, outcome.reason, outcome.message)
