"""What follows from each answer: outcomes, what need not be sent any more, and what is sent again in parts."""

from __future__ import annotations

from http import HTTPStatus

from webflow_publish.accounting import Account, account, is_unfound
from webflow_publish.batch import Batch
from webflow_publish.isolation import Isolation
from webflow_publish.ledger import Ledger
from webflow_publish.likeness import Likeness
from webflow_publish.manifest import Variant
from webflow_publish.outcome import Outcome, Status
from webflow_publish.parcel import Division, Parcel
from webflow_publish.reason import DENIED, HEALING, Reason
from webflow_publish.refusal import is_ambiguous, is_of_the_collection, is_of_the_locale, may_lie_in_an_item, words_of
from webflow_publish.schedule import Place, Step, places
from webflow_publish.state import Key
from webflow_publish.text import counted, plain
from webflow_publish.webflow import OUTAGES, Circuit, Failure, Reply, Sending, Written
from webflow_publish.webflow.exchange import TOO_LATE

ENOUGH = 10
"""Items that were all refused alone. All of a request, and so many others, in the same words: then it is said of every
item like them. And where Webflow failed at each, it is down."""

_EVERY_LOCALE = ""
_PAUSE = 1.0
"""Seconds before a part of what Webflow failed at is sent."""
_APART = "Webflow refused the request that this was part of, and this was not sent alone"
_ALIKE = f"Not sent, because Webflow refused all items of a request alike, and {ENOUGH} others, too"
_TOO_SLOW = "This was sent, but the time limit of the run was reached before Webflow's answer came"


class Settlement:
    """The settling of a publication's requests, one after the other.

    `halt` is why no more is to be sent, for what was not: a reason, and what to say of it. The first one stays.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._closed: dict[Place, tuple[Reason, str]] = {}
        self._taken: set[Place] = set()
        """Collections and locales for which Webflow has taken a request."""
        self._likeness = Likeness(ENOUGH)
        self._alone: set[Key] = set()
        self._hopeless = 0
        """At how many items in a row Webflow failed alone, in requests that had no other ones."""
        self._circuit = Circuit()
        self.halt: tuple[Reason, str] | None = None

    def resume(self) -> None:
        """Go on in spite of what was a reason to stop."""
        self.halt, self._hopeless, self._circuit = None, 0, Circuit()

    def was_alone(self, variant: Variant) -> bool:
        """Whether it was sent alone, because a request that it was part of was refused."""
        return variant.key in self._alone

    def parcel(self, step: Step) -> Parcel:
        """The request for a step. Where Webflow fails at it twice, it is divided, or has been."""
        is_sought = len(step.batch.variants) > 1 or self.was_alone(step.batch.variants[0])
        return Parcel(step, step.batch, Sending(failures=2 if is_sought else None))

    def begin(self, parcel: Parcel) -> None:
        """A request is handed in."""
        parcel.began, parcel.published = self._circuit.begin(), self._ledger.published

    def without_closed(self, batch: Batch) -> Batch:
        """The batch without what an earlier answer has made pointless to send; that gets its outcome."""
        left: list[Variant] = []
        for variant in batch.variants:
            places = ((batch.collection.id, locale, batch.is_leaving) for locale in (_EVERY_LOCALE, variant.locale))
            closed = next((self._closed[place] for place in places if place in self._closed), None)
            if closed:
                self._ledger.keep([self._ledger.outcome_of(variant) or Outcome(variant, Status.BLOCKED, *closed)])
            else:
                left.append(variant)
        return Batch(batch.collection, tuple(left))

    def pass_over(self, parcel: Parcel) -> list[Parcel]:
        """Take into account that there is nothing more to a parcel itself; see `settle`."""
        if not parcel.division:
            return []
        parcel.division.isolation.accepted()
        return self._next_part(parcel, parcel.division)

    def settle(self, parcel: Parcel, reply: Reply[Written] | None) -> list[Parcel]:
        """Take into account how a request ended; the parcels that follow from it, to be sent before others.

        Args:
            parcel: What was sent.
            reply: Its answer; None where it did not come in time.
        """
        if reply is None:
            self._ledger.doubt(parcel.batch.variants, Reason.TIMED_OUT, _TOO_SLOW)
            return []
        if not parcel.sending.sent and isinstance(reply.answer, Failure):
            self.halt = self.halt or (reply.answer.reason, reply.answer.message)
            return []
        result = account(parcel.batch, reply.answer)
        self._ledger.overcame(parcel.batch, reply.cleared)
        if isinstance(reply.answer, Failure):
            if parcel.gone:
                return self._found_gone(parcel, reply.answer)
            if not is_ambiguous(parcel.batch, reply.answer, result):
                return self._refused(parcel, reply.answer, result)
        else:
            self._taken |= places(parcel.batch)
            self._hopeless = 0
        self._circuit.record(reply.answer, parcel.began)
        if is_ambiguous(parcel.batch, reply.answer, result):
            self._ledger.set_aside(parcel.batch, result)
            parts = [Parcel(parcel.step, part, Sending(failures=2)) for part in parcel.batch.by_locale()]
            return [*parts, *self.pass_over(parcel)]
        if parcel.division:
            parcel.division.outages = 0
        return self._settled(parcel, result)

    def _found_gone(self, parcel: Parcel, failure: Failure) -> list[Parcel]:
        """Webflow refused to take down what is gone in part: that has its outcome, and the rest is sent again.

        It may be gone because an earlier attempt was heeded, whose answer was lost.
        """
        self._circuit.record(failure, parcel.began)
        self._ledger.overcame(parcel.batch, [failure])
        gone = parcel.gone
        self._ledger.keep([Outcome(variant, Status.UNPUBLISHED) for variant in gone], parcel.published)
        left = tuple(each for each in parcel.batch.variants if parcel.live and each.key in parcel.live)
        rest = [Parcel(parcel.step, Batch(parcel.batch.collection, left), Sending(failures=2))] if left else []
        return [*rest, *self.pass_over(parcel)]

    def _refused(self, parcel: Parcel, failure: Failure, result: Account) -> list[Parcel]:
        """A request failed as a whole."""
        is_sought = self._may_lie_in_an_item(parcel.batch, failure, result)
        is_divisible = is_sought and len(parcel.batch.variants) > 1
        is_pursued = is_divisible or (is_sought and parcel.division is not None)
        if not (is_pursued and failure.is_outage):
            self._circuit.record(failure, parcel.began)
        if not is_pursued:
            self._learn(parcel.batch, failure, result)
        if is_divisible and self.halt:
            # What is said of all of it is true of a part of it only: it may yet be sent again.
            self._ledger.doubt(parcel.batch.variants, failure.reason, plain(f"{_APART}. {failure.message}"))
            return []
        if is_sought and parcel.division:
            return self._divided_further(parcel, parcel.division, failure, result)
        if not is_divisible:
            return self._settled(parcel, result)
        self._ledger.doubt(parcel.batch.variants, failure.reason, plain(f"{_APART}. {failure.message}"))
        suspects = failure.identifiers if result.names_items else ()
        samples = ENOUGH if self._likeness.suspected(self._untaken(parcel.batch), words_of(failure)) else 0
        division = Division(parcel.batch, failure, Isolation(parcel.batch, suspects, samples))
        return self._next_part(parcel, division, failure)

    def _may_lie_in_an_item(self, batch: Batch, failure: Failure, result: Account) -> bool:
        """Whether the request may succeed without one of its items; what was there before has not gone away."""
        is_gone = failure.status == HTTPStatus.NOT_FOUND and failure.reason is Reason.NOT_FOUND
        if is_unfound(batch, failure) or may_lie_in_an_item(failure, result):
            return True
        return is_gone and places(batch) <= self._taken

    def _divided_further(self, parcel: Parcel, division: Division, failure: Failure, result: Account) -> list[Parcel]:
        if division.isolation.refused():
            self._alone.update(variant.key for variant in parcel.batch.variants)
            self._keep(parcel, result)
            division.words.add(words_of(failure))
            self._close_where_all_are_alike(parcel.batch, failure)
            division.outages += failure.is_outage
            self._hopeless += division.outages * (division.outages == len(division.batch.variants))
            if max(division.outages, self._hopeless) >= ENOUGH:
                message = f"Not sent, because Webflow failed at {ENOUGH} items in a row, each alone. {failure.message}"
                self.halt = self.halt or (failure.reason, message)
        return self._next_part(parcel, division, failure)

    def _next_part(self, parcel: Parcel, division: Division, failure: Failure | None = None) -> list[Parcel]:
        part = division.isolation.next()
        if part:
            pause = _PAUSE if failure and failure.is_outage else 0.0
            return [Parcel(parcel.step, part, Sending(failures=1), division, pause)]
        if not division.isolation.culprits:
            self._ledger.overcame(division.batch, [division.failure])
        self._suspect_where_all_are_alike(division)
        return []

    def _suspect_where_all_are_alike(self, division: Division) -> None:
        count = len(division.batch.variants)
        may_end = division.failure.reason in HEALING | {Reason.REFERENCE_NOT_LIVE}
        if len(division.words) == 1 and ENOUGH <= division.isolation.culprits == count and not may_end:
            self._likeness.suspect(self._untaken(division.batch), [*division.words, words_of(division.failure)])

    def _close_where_all_are_alike(self, batch: Batch, failure: Failure) -> None:
        for place in self._likeness.count(self._untaken(batch), words_of(failure)):
            self._closed[place] = failure.reason, plain(f"{_ALIKE}. {failure.message}")

    def _untaken(self, batch: Batch) -> frozenset[Place]:
        return places(batch) - self._taken

    def _settled(self, parcel: Parcel, result: Account) -> list[Parcel]:
        """Everything in a request has its outcome."""
        self._keep(parcel, result)
        return self.pass_over(parcel)

    def _keep(self, parcel: Parcel, result: Account) -> None:
        self._ledger.complain(result.unmatched)
        self._ledger.keep(result.outcomes, parcel.published)

    def _learn(self, batch: Batch, failure: Failure, result: Account) -> None:
        """Conclude from a failure what need not be sent any more."""
        if self.halt:
            return
        if failure.reason in DENIED:
            self.halt = failure.reason, f"Not sent, because an earlier request was refused. {failure.message}"
        elif failure.reason is Reason.RATE_LIMITED:
            self.halt = failure.reason, f"Not sent, because the rate limit did not end. {failure.message}"
        elif failure.reason is Reason.TIMED_OUT:
            self.halt = TOO_LATE.reason, TOO_LATE.message
        elif self._circuit.failure:
            message = f"Not sent, because {counted(OUTAGES, 'request')} in a row failed. {failure.message}"
            self.halt = failure.reason, message
        elif is_unfound(batch, failure):
            pass  # it is about the items
        elif is_of_the_collection(failure, result) or is_of_the_locale(failure, result):
            # A 404 may be about the locale of the request as well as about its collection.
            locale = _EVERY_LOCALE if is_of_the_collection(failure, result) else batch.variants[0].locale
            message = plain(f"Not sent, because Webflow refused an earlier request for the same. {failure.message}")
            self._closed[batch.collection.id, locale, batch.is_leaving] = failure.reason, message
