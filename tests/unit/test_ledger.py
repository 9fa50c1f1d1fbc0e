from __future__ import annotations

import pytest

from harness.samples import ENGLISH, FRENCH, collection, identifier, item, variants
from webflow_publish.accounting import account
from webflow_publish.batch import Batch, batches
from webflow_publish.complaint import Complaint
from webflow_publish.ledger import Ledger
from webflow_publish.manifest import Variant
from webflow_publish.outcome import Outcome, Status
from webflow_publish.reason import HEALING, Reason
from webflow_publish.webflow import Failure, Published

ONE, TWO, THREE = variants(item(1), item(2), item(3))
ENGLISH_ONE, FRENCH_ONE = variants(item(1, ENGLISH, FRENCH))


def published(*wanted: Variant) -> list[Outcome]:
    return [Outcome(each, Status.PUBLISHED) for each in wanted]


def refused(*wanted: Variant, words: str = "It refers to an unpublished item") -> list[Outcome]:
    return [Outcome(each, Status.FAILED, Reason.REFERENCE_NOT_LIVE, words) for each in wanted]


def failed(variant: Variant) -> Outcome:
    return Outcome(variant, Status.FAILED, Reason.ARCHIVED, "It is archived")


def batch_of(*wanted: Variant) -> Batch:
    (batch,) = batches(wanted)
    return batch


def words(complaints: tuple[Complaint, ...]) -> list[str]:
    return [each.message for each in complaints]


def set_aside(ledger: Ledger, batch: Batch, ids: set[str], *errors: str) -> None:
    ledger.set_aside(batch, account(batch, Published(frozenset(ids), errors)))


def test_nothing_is_known_at_first() -> None:
    ledger = Ledger()
    assert (ledger.done, ledger.published, ledger.failed) == (0, 0, 0)
    ledger.reopen()
    assert (ledger.resolved, ledger.unmatched) == ((), ())
    assert ledger.outcome_of(ONE) is None
    assert not ledger.is_settled(ONE)


def test_outcomes_are_kept_and_counted() -> None:
    ledger = Ledger()
    ledger.keep([*published(ONE), failed(TWO)])
    assert (ledger.done, ledger.published, ledger.failed) == (2, 1, 1)
    assert ledger.outcome_of(ONE) == Outcome(ONE, Status.PUBLISHED)
    assert ledger.outcome_of(TWO) == failed(TWO)
    assert ledger.outcome_of(THREE) is None
    assert [ledger.is_settled(each) for each in (ONE, TWO, THREE)] == [True, True, False]


def test_what_is_in_doubt_is_told_and_not_done() -> None:
    ledger = Ledger()
    ledger.doubt([ONE], Reason.CANCELLED, "It may have been sent")
    assert ledger.outcome_of(ONE) == Outcome(ONE, Status.FAILED, Reason.CANCELLED, "It may have been sent")
    assert (ledger.done, ledger.failed) == (0, 0)
    assert not ledger.is_settled(ONE)


def test_the_latest_doubt_is_the_one_that_is_told() -> None:
    ledger = Ledger()
    ledger.doubt([ONE, TWO], Reason.REJECTED, "It was refused with others")
    ledger.doubt([ONE], Reason.CANCELLED, "It may have been sent")
    assert [each.message for each in (ledger.outcome_of(ONE), ledger.outcome_of(TWO)) if each] == [
        "It may have been sent",
        "It was refused with others",
    ]


def test_an_outcome_ends_the_doubt() -> None:
    ledger = Ledger()
    ledger.doubt([ONE], Reason.CANCELLED, "It may have been sent")
    ledger.keep(published(ONE))
    assert ledger.outcome_of(ONE) == Outcome(ONE, Status.PUBLISHED)


def test_failures_that_a_repetition_cleared_are_resolved() -> None:
    ledger = Ledger()
    ledger.overcame(batch_of(ONE), [Failure(Reason.RATE_LIMITED, "429"), Failure(Reason.RATE_LIMITED, "429")])
    assert ledger.resolved == (Complaint(collection(), Reason.RATE_LIMITED, "429"),) * 2


def test_errors_that_name_no_item_are_unmatched() -> None:
    ledger = Ledger()
    complaint = Complaint(collection(), Reason.REJECTED, "Something went wrong")
    ledger.complain([complaint])
    assert ledger.unmatched == (complaint,)


def reopened(ledger: Ledger) -> list[Variant]:
    """What has no outcome any more because it may go out by now."""
    settled = [each for each in (ONE, TWO, THREE, ENGLISH_ONE, FRENCH_ONE) if ledger.is_settled(each)]
    ledger.reopen()
    return [each for each in settled if not ledger.is_settled(each)]


class TestReferences:
    """What was refused because of a reference may go out when something else has."""

    def test_what_was_refused_is_open_again_once_something_went_live_after_it(self) -> None:
        ledger = Ledger()
        ledger.keep(refused(ONE))
        assert reopened(ledger) == []
        ledger.keep(published(TWO))
        assert reopened(ledger) == [ONE]

    def test_what_went_live_in_the_same_answer_counts_wherever_it_stands(self) -> None:
        ledger = Ledger()
        ledger.keep([*published(ONE), *refused(TWO)])
        assert reopened(ledger) == [TWO]

    def test_what_went_live_before_does_not_count(self) -> None:
        ledger = Ledger()
        ledger.keep(published(ONE))
        ledger.keep(refused(TWO))
        assert reopened(ledger) == []

    def test_what_went_live_after_it_was_sent_does_even_if_that_was_told_before_the_refusal(self) -> None:
        ledger = Ledger()
        ledger.keep(published(ONE))
        ledger.keep(refused(TWO), before=0)
        assert reopened(ledger) == [TWO]
        ledger.keep(refused(TWO), before=1)
        assert reopened(ledger) == []

    def test_only_a_reference_is_a_reason_to_open_again(self) -> None:
        ledger = Ledger()
        ledger.keep([failed(ONE), *published(TWO)])
        assert reopened(ledger) == []

    def test_what_was_blocked_before_it_was_sent_stays_so(self) -> None:
        ledger = Ledger()
        blocked = Outcome(ONE, Status.BLOCKED, Reason.REFERENCE_NOT_LIVE, "Not sent")
        ledger.keep([blocked, *published(TWO)])
        assert reopened(ledger) == []
        assert ledger.outcome_of(ONE) == blocked

    def test_it_is_opened_once_and_the_counts_follow(self) -> None:
        ledger = Ledger()
        ledger.keep([*refused(ONE), *published(TWO)])
        assert (ledger.done, ledger.failed) == (2, 1)
        assert reopened(ledger) == [ONE]
        assert (ledger.done, ledger.failed) == (1, 0)
        ledger.reopen()
        assert (ledger.done, ledger.failed) == (1, 0)
        ledger.keep(published(ONE))
        assert (ledger.done, ledger.published, ledger.failed) == (2, 2, 0)

    def test_the_refusal_stands_until_there_is_another_answer(self) -> None:
        ledger = Ledger()
        ledger.keep([*refused(ONE), *published(TWO)])
        ledger.reopen()
        assert [ledger.outcome_of(ONE)] == refused(ONE)
        assert ledger.resolved == ()

    def test_what_is_refused_again_waits_for_something_else_to_go_live(self) -> None:
        ledger = Ledger()
        ledger.keep([*refused(ONE), *published(TWO)])
        ledger.reopen()
        ledger.keep(refused(ONE, words="It still does"))
        assert reopened(ledger) == []
        assert [ledger.outcome_of(ONE)] == refused(ONE, words="It still does")
        ledger.keep(published(THREE))
        assert reopened(ledger) == [ONE]

    def test_a_refusal_is_resolved_when_the_item_went_live(self) -> None:
        ledger = Ledger()
        ledger.keep([*refused(ONE), *published(TWO)])
        ledger.reopen()
        ledger.keep(published(ONE))
        assert ledger.resolved == (
            Complaint(collection(), Reason.REFERENCE_NOT_LIVE, "It refers to an unpublished item"),
        )

    def test_the_words_of_one_refused_request_are_resolved_once_and_not_once_an_item(self) -> None:
        ledger = Ledger()
        ledger.keep(refused(ONE, TWO, words="409 Conflict"))
        ledger.keep(published(THREE))
        ledger.reopen()
        ledger.keep(published(ONE, TWO))
        assert words(ledger.resolved) == ["409 Conflict"]

    def test_words_that_another_item_is_still_refused_with_are_not_called_resolved(self) -> None:
        ledger = Ledger()
        ledger.keep(refused(ONE, TWO, words="409 Conflict"))
        ledger.keep(published(THREE))
        ledger.reopen()
        ledger.keep(published(ONE))
        assert ledger.resolved == ()
        ledger.keep(refused(TWO, words="409 Conflict"))
        assert ledger.resolved == ()


@pytest.mark.parametrize("reason", sorted(HEALING))
class TestOutages:
    """What Webflow did not answer may go out when it answers again."""

    @staticmethod
    def unanswered(reason: Reason, *wanted: Variant, words: str = "Nothing came") -> list[Outcome]:
        return [Outcome(each, Status.FAILED, reason, words) for each in wanted]

    def test_what_failed_is_open_again_once_something_went_live_after_it(self, reason: Reason) -> None:
        ledger = Ledger()
        ledger.keep(self.unanswered(reason, ONE))
        assert reopened(ledger) == []
        ledger.keep(published(TWO))
        assert reopened(ledger) == [ONE]

    def test_what_went_live_before_counts_as_well_if_the_sending_has_not_begun_again_since(
        self, reason: Reason
    ) -> None:
        ledger = Ledger()
        ledger.keep(published(ONE))
        ledger.keep(self.unanswered(reason, TWO))
        assert reopened(ledger) == [TWO]

    def test_what_went_live_before_the_sending_began_again_does_not_whenever_it_was_sent(self, reason: Reason) -> None:
        ledger = Ledger()
        ledger.keep([*published(ONE), *self.unanswered(reason, TWO)])
        ledger.reopen()
        ledger.keep(self.unanswered(reason, TWO), before=0)
        assert reopened(ledger) == []
        ledger.keep(published(THREE))
        assert reopened(ledger) == [TWO]

    def test_what_was_not_sent_stays_so(self, reason: Reason) -> None:
        ledger = Ledger()
        blocked = Outcome(ONE, Status.BLOCKED, reason, "Not sent")
        ledger.keep([blocked, *published(TWO)])
        assert reopened(ledger) == []

    def test_the_failure_stands_until_there_is_an_answer_and_then_it_is_resolved(self, reason: Reason) -> None:
        ledger = Ledger()
        ledger.keep([*self.unanswered(reason, ONE), *published(TWO)])
        ledger.reopen()
        assert [ledger.outcome_of(ONE)] == self.unanswered(reason, ONE)
        assert not ledger.resolved
        ledger.keep(published(ONE))
        assert ledger.resolved == (Complaint(collection(), reason, "Nothing came"),)


@pytest.mark.parametrize("reason", [each for each in Reason if each not in HEALING | {Reason.REFERENCE_NOT_LIVE}])
def test_no_other_failure_is_opened_again(reason: Reason) -> None:
    ledger = Ledger()
    ledger.keep([Outcome(ONE, Status.FAILED, reason, "It failed"), *published(TWO)])
    assert reopened(ledger) == []


class TestAmbiguousAnswers:
    """An answer about several locales says of none of them what became of it."""

    batch = batch_of(ENGLISH_ONE, FRENCH_ONE)
    own = identifier(1)

    def test_until_it_is_asked_again_what_was_published_is_in_doubt(self) -> None:
        ledger = Ledger()
        set_aside(ledger, self.batch, {self.own}, "Something went wrong")
        told = ledger.outcome_of(FRENCH_ONE)
        assert told is not None
        assert (told.status, told.reason) == (Status.FAILED, Reason.NO_ANSWER)
        assert "did not say in which of its locales" in told.message
        assert ledger.done == 0
        assert words(ledger.unmatched) == ["Something went wrong"]

    def test_until_it_is_asked_again_what_was_refused_is_so(self) -> None:
        ledger = Ledger()
        set_aside(ledger, self.batch, set(), f"Staging item ID {self.own} is archived")
        told = ledger.outcome_of(FRENCH_ONE)
        assert told is not None
        assert told.reason is Reason.ARCHIVED

    def test_what_is_gone_when_it_is_asked_again_is_resolved(self) -> None:
        ledger = Ledger()
        set_aside(ledger, self.batch, {self.own}, "Something went wrong")
        ledger.keep(published(ENGLISH_ONE))
        assert not ledger.resolved
        ledger.keep(published(FRENCH_ONE))
        assert words(ledger.resolved) == ["Something went wrong"]
        assert not ledger.unmatched

    def test_an_error_that_comes_back_is_not_resolved(self) -> None:
        ledger = Ledger()
        text = f"Staging item ID {self.own} is archived"
        set_aside(ledger, self.batch, set(), text)
        ledger.keep(published(ENGLISH_ONE))
        ledger.keep([Outcome(FRENCH_ONE, Status.FAILED, Reason.ARCHIVED, text)])
        assert not ledger.resolved

    def test_an_error_that_another_item_is_still_left_with_is_not_resolved(self) -> None:
        ledger = Ledger()
        two = variants(item(2, ENGLISH, FRENCH))
        batch = batch_of(ENGLISH_ONE, FRENCH_ONE, *two)
        ledger.set_aside(batch, account(batch, Failure(Reason.REFERENCE_NOT_LIVE, "409 Conflict")))
        ledger.keep(published(ENGLISH_ONE, FRENCH_ONE))
        assert not ledger.resolved
        ledger.keep(published(*two))
        assert words(ledger.resolved) == ["409 Conflict"]

    def test_a_refusal_that_was_cleared_in_two_steps_is_resolved_once(self) -> None:
        ledger = Ledger()
        text = f"Item {self.own} references an item that is not published"
        set_aside(ledger, self.batch, set(), text)
        ledger.keep(published(ENGLISH_ONE))
        ledger.keep(refused(FRENCH_ONE, words=text))
        ledger.keep(published(THREE))
        assert reopened(ledger) == [FRENCH_ONE]
        ledger.keep(published(FRENCH_ONE))
        assert words(ledger.resolved) == [text]
