from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.catalogue import NOT_FOUND
from harness.clock import FakeClock
from harness.samples import ENGLISH, FRENCH, collection, identifier, item, leaving, variants
from harness.webflow import CHANGED, DRAFT, FORMERLY, LATER, NEW, Webflow
from webflow_publish.approval import Approval
from webflow_publish.cancellation import Cancellation
from webflow_publish.change import Change
from webflow_publish.clock import Deadline
from webflow_publish.manifest import Item
from webflow_publish.outcome import Outcome, Status
from webflow_publish.proof import WAITS, WAITS_IN_DOUBT, Proof
from webflow_publish.reason import IN_DOUBT, Reason
from webflow_publish.sighting import UNSEEN
from webflow_publish.webflow import Failure, Stage
from webflow_publish.webflow.circuit import OUTAGES
from webflow_publish.webflow.exchange import TOO_LATE
from webflow_publish.webflow.failure import UNANSWERED

LIVE = f"/collections/{collection().id}/items/live"
STAGED = f"/collections/{collection().id}/items"
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden: missing cms:read", 403)
REFUSED = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)
MALFORMED = Failure(Reason.MALFORMED, "The answer could not be read: half of it is missing", retryable=True)
SILENT = "The connection broke off before an answer came."
LIMITED = Failure(Reason.RATE_LIMITED, "429 Too Many Requests", 429, retryable=True)


class Bench:
    """A proof that items are live on a site, with what it told while it went on."""

    def __init__(self, seconds: float = 600, filter: str = "honoured") -> None:  # noqa: A002 - see Webflow
        self.clock = FakeClock()
        self.webflow = Webflow(self.clock, filter)
        self.cancellation = Cancellation()
        self.told: list[tuple[object, ...]] = []
        self.looked: list[tuple[int, int]] = []
        self.outcomes: list[Outcome] = []
        self.proof = Proof(self.webflow.lookup(), Deadline(self.clock, seconds), self.cancellation, self)

    def reading_back(self, done: int, total: int) -> None:
        self.looked.append((done, total))

    def confirming(self, confirmed: int, total: int) -> None:
        self.told.append((confirmed, total))

    def patient(self, left: int, seconds: float) -> None:
        self.told.append((left, "waits", seconds))

    def accepted(self, wanted: Item, change: Change = Change.CHANGED, **changes: Any) -> None:
        """An item was read as it is staged now, and Webflow said that it published it."""
        for variant in variants(wanted):
            number, locale = int(wanted.id[-7:], 16), variant.locale or ENGLISH
            self.webflow.put(Stage.STAGED, number, locale, wanted.collection, **{**CHANGED, **changes})
            staged = self.webflow.content(number, locale, wanted.collection)
            self.outcomes.append(Outcome(variant, Status.PUBLISHED, change=change, staged=staged, accepted=True))

    def doubtful(
        self, wanted: Item, reason: Reason = Reason.UNAVAILABLE, change: Change = Change.CHANGED, **changes: Any
    ) -> None:
        """An item was read as it is staged now, and sent; nobody knows whether Webflow has heeded that."""
        self.accepted(wanted, change, **changes)
        for position in range(-len(variants(wanted)), 0):
            sent = self.outcomes[position]
            self.outcomes[position] = replace(sent, status=Status.FAILED, reason=reason, message=SILENT, accepted=False)

    def left_alone(self, wanted: Item, **changes: Any) -> None:
        """An item was read that is live as it is staged, by its dates."""
        for variant in variants(wanted):
            number, locale = int(wanted.id[-7:], 16), variant.locale or ENGLISH
            self.webflow.put(Stage.STAGED, number, locale, wanted.collection, **changes)
            staged = self.webflow.content(number, locale, wanted.collection)
            self.outcomes.append(Outcome(variant, Status.UNCHANGED, staged=staged))

    def prove(self, approval: Approval | None = None) -> tuple[Outcome, ...]:
        self.proof.run(self.outcomes)
        return self.proof.outcomes(self.outcomes, approval)

    def prove_one(self, approval: Approval | None = None) -> Outcome:
        (outcome,) = self.prove(approval)
        return outcome

    def approve(self) -> Approval:
        """Approve what was read."""
        digests = {each.variant.key: frozenset({each.staged.digest}) for each in self.outcomes if each.staged}
        return Approval(digests)


def told(outcomes: Iterable[Outcome]) -> list[str]:
    return ["live" if each.confirmed else str(each.reason or each.status) for each in outcomes]


def test_what_is_live_with_the_staged_content_is_confirmed_without_a_wait() -> None:
    bench = Bench()
    for number in range(3):
        bench.accepted(item(number))
        bench.webflow.publish(number)
    outcomes = bench.prove()
    assert [(each.status, each.confirmed, each.reason) for each in outcomes] == [(Status.PUBLISHED, True, None)] * 3
    assert bench.told == [(3, 3)]
    assert bench.looked == [(3, 3)]
    assert bench.clock.slept == []
    assert bench.webflow.paths == [LIVE]


def test_an_outcome_keeps_what_was_known_of_it() -> None:
    bench = Bench()
    bench.accepted(item(1))
    bench.webflow.publish(1)
    confirmed = bench.prove_one()
    assert (confirmed.change, confirmed.staged) == (Change.CHANGED, bench.outcomes[0].staged)


def test_where_nothing_is_to_be_live_nothing_is_read() -> None:
    bench = Bench()
    others = [
        Outcome(variant, status, reason)
        for variant in variants(item(1))
        for status, reason in [(Status.FAILED, Reason.ARCHIVED), (Status.BLOCKED, Reason.CANCELLED)]
    ]
    bench.proof.run(others)
    assert bench.proof.outcomes(others, None) == tuple(others)
    assert bench.webflow.asked == []
    assert bench.told == []


def test_only_what_is_to_be_live_is_read() -> None:
    bench = Bench()
    bench.accepted(item(1))
    bench.webflow.publish(1)
    (archived,) = variants(item(2))
    bench.outcomes.append(Outcome(archived, Status.FAILED, Reason.ARCHIVED))
    assert told(bench.prove()) == ["live", "archived"]
    assert [query["filter[id][in]"] for _, query in bench.webflow.asked] == [identifier(1)]


class TestWhatWasLeftAlone:
    """What is live already, by its dates, has to be live as it was staged when the run looked, or as it is now."""

    @staticmethod
    def bench(seconds: float = 600) -> Bench:
        bench = Bench(seconds)
        bench.left_alone(item(1), title="Staged")
        return bench

    @pytest.mark.parametrize("stamp", [FORMERLY, LATER, None])
    def test_it_is_live_since_whenever_and_whoever_reviewed_it(self, stamp: str | None) -> None:
        bench = self.bench()
        bench.webflow.put(Stage.LIVE, 1, title="Staged", lastPublished=stamp)
        outcome = bench.prove_one(Approval({}))
        assert (outcome.status, outcome.confirmed, outcome.reason) == (Status.UNCHANGED, True, None)
        assert bench.webflow.paths == [LIVE]
        assert bench.told == [(1, 1)]

    def test_where_it_is_live_with_other_content_it_has_failed_and_it_is_told_in_which_fields(self) -> None:
        bench = self.bench()
        bench.webflow.put(Stage.LIVE, 1, title="Live")
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason, outcome.confirmed) == (Status.FAILED, Reason.NOT_LIVE, False)
        assert outcome.message == "It is live, but with other content than what is staged, in: title"
        assert bench.webflow.paths == [LIVE, STAGED] * (1 + len(WAITS))
        assert bench.clock.slept == list(WAITS)

    def test_that_may_be_over_in_a_moment(self) -> None:
        bench = self.bench()
        bench.webflow.put(Stage.LIVE, 1, title="Live")
        bench.webflow.after(3, lambda: bench.webflow.publish(1))
        assert bench.prove_one().confirmed
        assert bench.clock.slept == [1, 2]

    def test_where_it_was_edited_since_the_look_it_is_live_as_it_was_staged_then(self) -> None:
        bench = self.bench()
        bench.webflow.put(Stage.LIVE, 1, title="Staged")
        bench.webflow.put(Stage.STAGED, 1, **CHANGED, title="Edited")
        outcome = bench.prove_one()
        assert (outcome.status, outcome.confirmed) == (Status.UNCHANGED, True)
        assert bench.webflow.paths == [LIVE]

    def test_where_that_was_published_in_webflow_it_is_live_as_it_is_staged_now(self) -> None:
        bench = self.bench()
        bench.webflow.put(Stage.STAGED, 1, **CHANGED, title="Edited")
        bench.webflow.publish(1)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.confirmed) == (Status.UNCHANGED, True)
        assert bench.webflow.paths == [LIVE, STAGED]

    def test_where_it_is_neither_it_has_failed(self) -> None:
        bench = self.bench()
        bench.webflow.put(Stage.LIVE, 1, title="Live")
        bench.webflow.put(Stage.STAGED, 1, **CHANGED, title="Edited")
        assert told(bench.prove()) == ["not-live"]

    def test_where_the_run_is_stopped_before_it_is_compared_that_is_told(self) -> None:
        bench = self.bench()
        bench.webflow.put(Stage.LIVE, 1, title="Live")
        bench.webflow.on("/items", bench.cancellation.request)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.CANCELLED)
        assert outcome.message == (
            "By its dates Webflow has published it, and yet the run was stopped before it was found to be live. "
            "Seen last: It is live, but with other content than what was staged when the run began"
        )

    @pytest.mark.parametrize(
        ("live", "message"),
        [
            (None, "It is not on the live site"),
            ({"isDraft": True}, "The live site has it as a draft"),
            ({"isArchived": True}, "The live site has it as archived"),
        ],
    )
    def test_where_it_is_not_it_has_failed_after_a_minute_of_patience(
        self, live: dict[str, Any] | None, message: str
    ) -> None:
        bench = self.bench()
        if live is not None:
            bench.webflow.put(Stage.LIVE, 1, **live)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason, outcome.message) == (Status.FAILED, Reason.NOT_LIVE, message)
        assert (outcome.change, outcome.accepted, outcome.confirmed) == (None, False, False)
        assert bench.clock.slept == list(WAITS)

    @pytest.mark.parametrize("failure", [DOWN, LACKING])
    def test_where_it_cannot_be_read_nobody_claims_that_it_was_published_now(self, failure: Failure) -> None:
        bench = self.bench()
        bench.webflow.on("/live", lambda: failure)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, failure.reason)
        assert outcome.message == (
            f"By its dates Webflow has published it, and yet it could not be read back. {failure.message}"
        )

    def test_where_the_time_is_over_it_is_told_with_what_was_seen_last(self) -> None:
        outcome = self.bench(seconds=0).prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.TIMED_OUT)
        assert outcome.message == (
            "By its dates Webflow has published it, and yet the time limit of the run was reached before it was found "
            "to be live. Seen last: It is not on the live site"
        )

    def test_where_the_time_is_over_before_the_look_nothing_is_said_of_what_was_sent(self) -> None:
        bench = self.bench()
        bench.webflow.on("/live", lambda: TOO_LATE)
        assert bench.prove_one().message == (
            "By its dates Webflow has published it, and yet the time limit of the run was reached before it could be "
            "read back"
        )

    def test_where_the_run_is_stopped_before_the_look_its_dates_are_believed(self) -> None:
        bench = self.bench()
        bench.cancellation.request()
        assert bench.prove() == tuple(bench.outcomes)
        assert bench.webflow.asked == []

    def test_where_the_run_is_stopped_after_a_look_that_did_not_find_it_that_is_told(self) -> None:
        bench = self.bench()
        bench.webflow.after(3, bench.cancellation.request)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.CANCELLED)
        assert outcome.message == (
            "By its dates Webflow has published it, and yet the run was stopped before it was found to be live. "
            "Seen last: It is not on the live site"
        )


class TestWhatIsInDoubt:
    """What was sent, and of which no answer came, is read back: what is live after all was published."""

    @pytest.mark.parametrize("reason", sorted(IN_DOUBT))
    def test_what_is_live_after_all_was_published_and_its_failure_is_resolved(self, reason: Reason) -> None:
        bench = Bench()
        bench.doubtful(item(1), reason)
        bench.webflow.publish(1)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason, outcome.message) == (Status.PUBLISHED, None, "")
        assert (outcome.confirmed, outcome.change) == (True, Change.CHANGED)
        assert [(each.collection, each.reason, each.message) for each in bench.proof.resolved] == [
            (collection(), reason, SILENT)
        ]
        assert bench.clock.slept == []

    @pytest.mark.parametrize("reason", sorted(IN_DOUBT))
    def test_what_is_not_live_has_failed_with_the_words_that_it_had_and_those_of_the_look(self, reason: Reason) -> None:
        bench = Bench()
        bench.doubtful(item(1), reason, **NEW)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason, outcome.confirmed) == (Status.FAILED, reason, False)
        assert outcome.message == (
            "The connection broke off before an answer came. Seen last: It is not on the live site"
        )
        assert bench.proof.resolved == ()

    def test_once_somebody_has_looked_it_is_not_said_that_it_may_be_live(self) -> None:
        bench = Bench()
        bench.doubtful(item(1), Reason.CANCELLED, **NEW)
        bench.outcomes = [replace(each, message=f"The run was stopped{UNSEEN}") for each in bench.outcomes]
        assert bench.prove_one().message == "The run was stopped. Seen last: It is not on the live site"

    @pytest.mark.parametrize("reason", sorted(set(Reason) - IN_DOUBT))
    def test_of_what_failed_for_a_reason_of_its_own_there_is_no_doubt(self, reason: Reason) -> None:
        bench = Bench()
        bench.doubtful(item(1), reason)
        bench.webflow.publish(1)
        assert bench.prove() == tuple(bench.outcomes)
        assert bench.webflow.asked == []

    @pytest.mark.parametrize("status", [Status.BLOCKED, Status.PENDING])
    def test_of_what_was_not_sent_there_is_none_either(self, status: Status) -> None:
        bench = Bench()
        bench.doubtful(item(1), Reason.CANCELLED)
        bench.outcomes = [replace(each, status=status) for each in bench.outcomes]
        bench.webflow.publish(1)
        assert bench.prove() == tuple(bench.outcomes)
        assert bench.webflow.asked == []

    def test_failures_in_the_same_words_are_resolved_as_one(self) -> None:
        bench = Bench()
        for number in range(3):
            bench.doubtful(item(number))
            bench.webflow.publish(number)
        assert told(bench.prove()) == ["live"] * 3
        assert len(bench.proof.resolved) == 1

    def test_a_failure_that_stays_one_for_some_is_not_called_resolved_because_others_are_live(self) -> None:
        bench = Bench()
        bench.doubtful(item(1), **NEW)
        bench.doubtful(item(2), **NEW)
        bench.doubtful(item(3, of=collection(2)), **NEW)
        bench.webflow.publish(2)
        bench.webflow.publish(3, of=collection(2))
        assert told(bench.prove()) == ["unavailable", "live", "live"]
        assert [each.collection for each in bench.proof.resolved] == [collection(2)]

    def test_each_locale_has_its_own_doubts(self) -> None:
        bench = Bench()
        bench.doubtful(item(1, ENGLISH, FRENCH), **NEW)
        bench.webflow.publish(1, FRENCH)
        assert told(bench.prove()) == ["unavailable", "live"]

    @pytest.mark.parametrize("live", [FORMERLY, None])
    @pytest.mark.parametrize("change", [Change.CHANGED, Change.FORCED])
    def test_what_was_last_published_when_it_was_before_or_nobody_knows_when_was_not_published_now(
        self, change: Change, live: str | None
    ) -> None:
        bench = Bench()
        bench.doubtful(item(1), change=change, lastUpdated=FORMERLY)
        bench.webflow.put(Stage.LIVE, 1, lastPublished=live)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.UNAVAILABLE)

    def test_what_was_forced_and_is_published_anew_was_published(self) -> None:
        bench = Bench()
        bench.doubtful(item(1), change=Change.FORCED, lastUpdated=FORMERLY)
        bench.webflow.publish(1)
        assert told(bench.prove()) == ["live"]

    @pytest.mark.parametrize(
        "live", [{"title": "Other"}, {"isDraft": True}, {"isArchived": True}], ids=["content", "draft", "archived"]
    )
    def test_what_is_on_the_live_site_otherwise_than_staged_was_not_published(self, live: dict[str, Any]) -> None:
        bench = Bench()
        bench.doubtful(item(1), **NEW)
        bench.webflow.put(Stage.LIVE, 1, **{"lastPublished": LATER, **live})
        assert told(bench.prove()) == ["unavailable"]

    def test_what_was_edited_before_it_was_published_is_live_as_it_is_staged_now(self) -> None:
        bench = Bench()
        bench.doubtful(item(1), title="Read")
        bench.webflow.put(Stage.STAGED, 1, **CHANGED, title="Edited")
        bench.webflow.publish(1)
        assert told(bench.prove()) == ["live"]

    def test_what_could_not_be_read_before_is_live_if_that_is_what_is_staged(self) -> None:
        bench = Bench()
        for number, title in enumerate(["Live", "Other"]):
            bench.doubtful(item(number), change=Change.UNKNOWN, title=title)
            bench.webflow.put(Stage.LIVE, number, title="Live")
        bench.outcomes = [replace(each, staged=None) for each in bench.outcomes]
        assert told(bench.prove()) == ["live", "unavailable"]

    def test_with_an_approval_what_is_live_after_all_must_be_what_was_reviewed(self) -> None:
        bench = Bench()
        bench.doubtful(item(1), title="Reviewed")
        bench.doubtful(item(2), title="Reviewed")
        bench.webflow.put(Stage.STAGED, 2, **CHANGED, title="Edited in between")
        approval = bench.approve()
        bench.webflow.publish(1)
        bench.webflow.publish(2)
        reviewed, edited = bench.prove(approval)
        assert told([reviewed, edited]) == ["live", "changed-since-review"]
        assert (edited.status, edited.confirmed) == (Status.FAILED, False)
        assert "what is live was not reviewed" in edited.message

    def test_it_is_waited_for_a_few_seconds(self) -> None:
        bench = Bench()
        bench.doubtful(item(1), **NEW)
        bench.webflow.after(5, lambda: bench.webflow.publish(1))
        assert told(bench.prove()) == ["live"]
        assert bench.clock.slept == [1, 2, 4]

    def test_and_then_it_is_taken_for_not_heeded_while_what_was_accepted_is_waited_for_on(self) -> None:
        bench = Bench()
        bench.doubtful(item(1), **NEW)
        bench.accepted(item(2), **NEW)
        assert told(bench.prove()) == ["unavailable", "not-live"]
        assert bench.clock.slept == list(WAITS)
        readings = [query["filter[id][in]"].count(",") + 1 for _, query in bench.webflow.asked if query.get("limit")]
        assert readings == [2, 2, 2, 2, 1, 1, 1]
        assert bench.told[1::2] == [(left, "waits", wait) for left, wait in zip([2, 2, 2, 1, 1, 1], WAITS, strict=True)]

    @pytest.mark.parametrize("failure", [DOWN, MALFORMED, LIMITED, LACKING, REFUSED])
    def test_where_it_cannot_be_read_nothing_is_said_of_a_look(self, failure: Failure) -> None:
        bench = Bench()
        bench.doubtful(item(1))
        bench.webflow.on("/live", lambda: failure)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.UNAVAILABLE)
        assert outcome.message == SILENT.rstrip(".")

    @pytest.mark.parametrize("seconds", [0, 2])
    def test_where_the_time_ends_what_was_seen_until_then_is_told(self, seconds: float) -> None:
        bench = Bench(seconds)
        bench.doubtful(item(1), **NEW)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.UNAVAILABLE)
        assert outcome.message.endswith("Seen last: It is not on the live site")

    def test_where_the_run_is_stopped_before_the_look_it_stays_as_it_is(self) -> None:
        bench = Bench()
        bench.doubtful(item(1))
        bench.webflow.publish(1)
        bench.cancellation.request()
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason, outcome.message) == (
            Status.FAILED,
            Reason.UNAVAILABLE,
            SILENT.rstrip("."),
        )
        assert bench.proof.resolved == ()

    def test_hostile_words_stay_one_line_of_text(self) -> None:
        bench = Bench()
        bench.doubtful(item(1), **NEW)
        bench.outcomes = [replace(each, message="x\n##[error]y") for each in bench.outcomes]
        assert bench.prove_one().message == r"x\n## [error]y. Seen last: It is not on the live site"


def test_what_is_live_late_is_waited_for() -> None:
    bench = Bench()
    bench.accepted(item(1), **NEW)
    bench.accepted(item(2), **NEW)
    bench.webflow.publish(1)
    bench.webflow.after(5, lambda: bench.webflow.publish(2))
    assert told(bench.prove()) == ["live", "live"]
    assert bench.told == [(1, 2), (1, "waits", 1), (1, 2), (1, "waits", 2), (1, 2), (1, "waits", 4), (2, 2)]
    assert bench.clock.slept == [1, 2, 4]


def test_what_is_live_is_not_read_again_with_what_is_late() -> None:
    bench = Bench()
    bench.accepted(item(1))
    bench.accepted(item(2))
    bench.webflow.publish(1)
    bench.webflow.after(0.5, lambda: bench.webflow.publish(2))
    bench.prove()
    assert bench.webflow.asked[-1][1]["filter[id][in]"] == identifier(2)


def test_what_never_gets_live_has_failed_after_a_minute_of_patience() -> None:
    bench = Bench()
    bench.accepted(item(1), **NEW)
    outcome = bench.prove_one()
    assert (outcome.status, outcome.reason, outcome.confirmed) == (Status.FAILED, Reason.NOT_LIVE, False)
    assert outcome.message == "It is not on the live site"
    assert bench.clock.slept == list(WAITS) == [1, 2, 4, 8, 15, 30]
    # One item is read singly, because a filter that never found anything may find nothing at all.
    assert bench.webflow.paths == [LIVE, f"{STAGED}/{identifier(1)}/live", *[LIVE] * 6]


def test_a_locale_that_was_lost_fails_alone() -> None:
    bench = Bench()
    bench.accepted(item(1, ENGLISH, FRENCH))
    bench.webflow.publish(1, ENGLISH)
    assert told(bench.prove()) == ["live", "not-live"]


def test_each_locale_is_compared_with_its_own_content() -> None:
    bench = Bench()
    bench.accepted(item(1, ENGLISH), title="Hello")
    bench.accepted(item(1, FRENCH), title="Bonjour")
    bench.webflow.publish(1, ENGLISH)
    bench.webflow.put(Stage.LIVE, 1, FRENCH, title="Hello", lastPublished=LATER)
    english, french = bench.prove()
    assert english.confirmed
    assert french.reason is Reason.NOT_LIVE
    assert french.message.endswith("in: title")


@pytest.mark.parametrize(("shown", "is_proof"), [(ENGLISH, True), (None, True), (FRENCH, False)])
def test_where_no_locale_was_asked_for_what_is_live_in_another_one_than_is_staged_proves_nothing(
    shown: str | None, is_proof: bool
) -> None:
    bench = Bench()
    bench.accepted(item(1), Change.DRAFT, **DRAFT)
    bench.left_alone(item(2))
    bench.webflow.publish(1)
    bench.webflow.publish(2)
    for number in (1, 2):
        bench.webflow.put(Stage.LIVE, number, cmsLocaleId=shown)
    outcomes = bench.prove()
    assert told(outcomes) == (["live", "live"] if is_proof else ["not-live", "not-live"])
    assert {each.message for each in outcomes} == (
        {""} if is_proof else {"What the live site shows of it is in another locale"}
    )


def test_it_proves_what_it_shows_where_webflow_does_not_say_in_which_locale_it_is_staged() -> None:
    bench = Bench()
    bench.accepted(item(1), cmsLocaleId=None)
    bench.webflow.publish(1)
    bench.webflow.put(Stage.LIVE, 1, cmsLocaleId=FRENCH, lastPublished=LATER)
    assert bench.prove_one().confirmed


@pytest.mark.parametrize(
    ("live", "message"),
    [
        ({"isDraft": True}, "The live site has it as a draft"),
        ({"isArchived": True}, "The live site has it as archived"),
        ({"lastPublished": FORMERLY}, "The live site still shows what was published before"),
        (
            {"lastPublished": None},
            "The live site does not tell when it was published, so that it may be what was published before",
        ),
    ],
)
def test_what_is_on_the_live_site_in_another_state_is_not_live(live: dict[str, Any], message: str) -> None:
    bench = Bench()
    bench.accepted(item(1))
    bench.webflow.put(Stage.LIVE, 1, **{"lastPublished": LATER, **live})
    outcome = bench.prove_one()
    assert (outcome.reason, outcome.message) == (Reason.NOT_LIVE, message)


def test_an_item_that_was_not_live_before_has_no_time_to_compare() -> None:
    bench = Bench()
    bench.accepted(item(1), Change.DRAFT, **DRAFT)
    bench.webflow.put(Stage.LIVE, 1, lastPublished=None)
    assert bench.prove_one().confirmed


@pytest.mark.parametrize("live", [FORMERLY, None])
def test_an_item_that_was_published_again_without_a_change_may_keep_its_time(live: str | None) -> None:
    bench = Bench()
    bench.accepted(item(1), Change.FORCED, lastUpdated=FORMERLY)
    bench.webflow.put(Stage.LIVE, 1, lastPublished=live)
    assert bench.prove_one().confirmed


@pytest.mark.parametrize("stamp", ["2001-01-01T00:00:00Z", "2026-11-12T08:55:00Z", "2026-11-23T16:50:00Z"])
def test_a_clock_of_webflow_that_is_off_changes_nothing(stamp: str) -> None:
    """Its time may be before ours, before that of the edit, and even before that of the last publication."""
    bench = Bench()
    bench.accepted(item(1))
    bench.webflow.stamp = stamp
    bench.webflow.publish(1)
    assert bench.prove_one().confirmed
    assert bench.clock.slept == []


@pytest.mark.parametrize(
    ("count", "named"),
    [(1, "field-0"), (5, "field-0, field-1, field-2, field-3, field-4"), (6, "field-4, and others")],
)
def test_fields_that_differ_are_named_up_to_five(count: int, named: str) -> None:
    bench = Bench()
    new: dict[str, Any] = {f"field-{number}": "new" for number in range(count)}
    bench.accepted(item(1), same="same", **new)
    old: dict[str, Any] = dict.fromkeys(new, "old")
    bench.webflow.put(Stage.LIVE, 1, lastPublished=LATER, same="same", **old)
    outcome = bench.prove_one()
    assert outcome.reason is Reason.NOT_LIVE
    assert outcome.message.startswith("It is live, but with other content than what is staged, in: field-0")
    assert outcome.message.endswith(named)


def test_a_field_without_a_value_may_be_absent_on_one_side() -> None:
    bench = Bench()
    bench.accepted(item(1), gone=None)
    bench.webflow.put(Stage.LIVE, 1, lastPublished=LATER, empty=None)
    assert bench.prove_one().confirmed


def test_a_field_that_is_named_by_an_attacker_is_one_line_of_text() -> None:
    bench = Bench()
    hostile: dict[str, Any] = {"a\n::error::b": "new"}
    bench.accepted(item(1), **hostile)
    bench.webflow.put(Stage.LIVE, 1, lastPublished=LATER)
    assert bench.prove_one().message.endswith(r"in: a\n::error::b")


class TestAnEditInBetween:
    """Someone edits the item after the run has read it, and before it is published: that is what goes live."""

    @staticmethod
    def bench() -> Bench:
        bench = Bench()
        bench.accepted(item(1), title="Read")
        bench.webflow.put(Stage.STAGED, 1, **CHANGED, title="Edited")
        bench.webflow.publish(1)
        return bench

    def test_what_is_live_is_what_is_staged_now(self) -> None:
        bench = self.bench()
        assert bench.prove_one().confirmed
        assert bench.webflow.paths == [LIVE, STAGED]

    def test_nobody_reviewed_it(self) -> None:
        bench = self.bench()
        outcome = bench.prove_one(bench.approve())
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.CHANGED_SINCE_REVIEW)
        assert "what is live was not reviewed" in outcome.message
        assert not outcome.confirmed

    def test_it_may_be_edited_again_once_it_is_live(self) -> None:
        bench = Bench()
        bench.accepted(item(1), title="Read")
        bench.webflow.publish(1)
        bench.webflow.put(Stage.STAGED, 1, **CHANGED, title="Edited")
        assert bench.prove_one(bench.approve()).confirmed

    def test_it_may_be_deleted_meanwhile(self) -> None:
        bench = self.bench()
        bench.webflow.take(Stage.STAGED, 1)
        outcome = bench.prove_one()
        assert outcome.reason is Reason.NOT_LIVE
        assert "its staged version is gone" in outcome.message

    def test_where_it_cannot_be_compared_it_is_not_confirmed(self) -> None:
        bench = self.bench()
        bench.webflow.on("/items", lambda: DOWN)
        outcome = bench.prove_one()
        assert outcome.reason is Reason.UNAVAILABLE
        assert not outcome.confirmed

    @pytest.mark.parametrize("is_stop", [True, False])
    def test_where_the_run_ends_before_it_is_compared_it_is_not_confirmed(self, is_stop: bool) -> None:
        bench = self.bench()

        def end() -> None:
            if is_stop:
                bench.cancellation.request()
            raise ZeroDivisionError

        bench.webflow.on("/items", end)
        if is_stop:
            bench.proof.run(bench.outcomes)
        else:
            with pytest.raises(ZeroDivisionError):
                bench.proof.run(bench.outcomes)
        assert told(bench.proof.outcomes(bench.outcomes, None)) == ["cancelled"]


def test_with_an_approval_what_was_reviewed_is_confirmed() -> None:
    bench = Bench()
    bench.accepted(item(1))
    bench.webflow.publish(1)
    assert bench.prove_one(bench.approve()).confirmed


def test_an_item_that_could_not_be_read_before_is_live_if_that_is_what_is_staged() -> None:
    bench = Bench()
    for number, staged in enumerate(["Live", "Other"]):
        bench.webflow.put(Stage.STAGED, number, title=staged)
        bench.webflow.put(Stage.LIVE, number, title="Live")
    bench.outcomes = [
        Outcome(each, Status.PUBLISHED, change=Change.UNKNOWN, accepted=True)
        for each in variants(*(item(n) for n in range(2)))
    ]
    assert told(bench.prove()) == ["live", "not-live"]


@pytest.mark.parametrize("failure", [LACKING, REFUSED])
def test_a_token_that_may_not_read_ends_the_patience_at_once(failure: Failure) -> None:
    bench = Bench()
    bench.accepted(item(1))
    bench.webflow.on("/live", lambda: failure)
    outcome = bench.prove_one()
    assert (outcome.status, outcome.reason) == (Status.FAILED, failure.reason)
    assert outcome.message == f"Webflow accepted this, but it could not be read back. {failure.message}"
    assert (len(bench.webflow.asked), bench.clock.slept) == (1, [])


def test_a_token_that_is_refused_while_something_is_waited_for_ends_the_patience() -> None:
    bench = Bench()
    bench.accepted(item(1), **NEW)
    bench.webflow.after(3, lambda: bench.webflow.on("/live", lambda: REFUSED))
    assert bench.prove_one().reason is Reason.UNAUTHORIZED
    assert bench.clock.slept == [1, 2]


def test_what_the_token_may_not_read_is_not_asked_for_again_with_what_is_late() -> None:
    bench = Bench()
    hidden = collection(2)
    bench.accepted(item(1), **NEW)
    bench.accepted(item(2, of=hidden), **NEW)
    bench.webflow.on(f"{hidden.id}/items/live", lambda: LACKING)
    assert told(bench.prove()) == ["not-live", "missing-scope"]
    assert bench.webflow.paths.count(f"/collections/{hidden.id}/items/live") == 1


PASSING = [DOWN, MALFORMED, LIMITED, NOT_FOUND]


class TestATroubledReading:
    """Failures that may pass are waited out, as long as what is late; a list that is not there yet is late."""

    @pytest.mark.parametrize("failure", PASSING)
    def test_one_that_passes_is_read_again(self, failure: Failure) -> None:
        bench = Bench()
        troubles = [failure] * 3
        bench.accepted(item(1))
        bench.webflow.publish(1)
        bench.webflow.on("/live", lambda: troubles.pop() if troubles else None)
        assert bench.prove_one().confirmed
        assert bench.clock.slept == [1, 2, 4]
        assert bench.webflow.paths == [LIVE] * 4

    @pytest.mark.parametrize("failure", [DOWN, MALFORMED, LIMITED])
    def test_one_that_stays_is_told_after_a_minute_of_patience(self, failure: Failure) -> None:
        bench = Bench()
        bench.accepted(item(1))
        bench.webflow.publish(1)
        bench.webflow.on("/live", lambda: failure)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, failure.reason)
        assert outcome.message == f"Webflow accepted this, but it could not be read back. {failure.message}"
        assert bench.clock.slept == list(WAITS)

    def test_a_list_that_is_never_there_is_one_without_the_item(self) -> None:
        bench = Bench()
        bench.accepted(item(1))
        bench.webflow.on("/live", lambda: NOT_FOUND)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.NOT_LIVE)
        assert outcome.message == f"It is not on the live site. {NOT_FOUND.message}"
        assert bench.clock.slept == list(WAITS)

    @pytest.mark.parametrize("count", [1, OUTAGES + 2])
    def test_an_outage_of_one_round_is_forgotten_in_the_next(self, count: int) -> None:
        bench = Bench()
        for number in range(count):
            bench.accepted(item(number, of=collection(1 + number)))
            bench.webflow.publish(number, of=collection(1 + number))
        bench.webflow.on("/live", lambda: DOWN if bench.clock.monotonic() < 1 else None)
        assert set(told(bench.prove())) == {"live"}
        assert bench.clock.slept == [1]
        assert len(bench.webflow.asked) == min(count, OUTAGES) + count

    def test_one_collection_is_waited_for_and_the_other_is_not_read_again(self) -> None:
        bench = Bench()
        other = collection(2)
        bench.accepted(item(1))
        bench.accepted(item(2, of=other))
        bench.webflow.publish(1)
        bench.webflow.publish(2, of=other)
        bench.webflow.on(f"{other.id}/items/live", lambda: DOWN if bench.clock.monotonic() < 7 else None)
        assert told(bench.prove()) == ["live", "live"]
        assert bench.webflow.paths == [LIVE, *[f"/collections/{other.id}/items/live"] * 4]
        assert bench.told == [(1, 2), (1, "waits", 1), (1, 2), (1, "waits", 2), (1, 2), (1, "waits", 4), (2, 2)]

    def test_the_time_limit_ends_it_with_the_words_of_the_last_failure(self) -> None:
        bench = Bench(seconds=2)
        bench.accepted(item(1))
        bench.webflow.on("/live", lambda: DOWN)
        outcome = bench.prove_one()
        assert outcome.reason is Reason.UNAVAILABLE
        assert bench.clock.slept == [1]

    def test_what_is_told_is_what_the_last_reading_showed(self) -> None:
        bench = Bench()
        troubled = collection(2)
        bench.accepted(item(1), **NEW)
        bench.accepted(item(2, of=troubled), **NEW)
        bench.webflow.on(f"{troubled.id}/items/live", lambda: DOWN if bench.clock.monotonic() < 1 else None)
        outcomes = bench.prove()
        assert told(outcomes) == ["not-live", "not-live"]
        assert {each.message for each in outcomes} == {"It is not on the live site"}
        assert bench.told[1::2] == [(2, "waits", seconds) for seconds in WAITS]

    def test_an_outage_after_a_look_that_did_not_find_it_is_what_is_told(self) -> None:
        bench = Bench()
        bench.accepted(item(1), **NEW)
        bench.webflow.after(3, lambda: bench.webflow.on("/live", lambda: DOWN))
        outcome = bench.prove_one()
        assert outcome.reason is Reason.UNAVAILABLE
        assert "Seen last" not in outcome.message
        assert bench.clock.slept == list(WAITS)


def test_failures_that_were_overcome_are_resolved() -> None:
    bench = Bench()
    bench.accepted(item(1))
    bench.webflow.publish(1)
    bench.webflow.overcome = (DOWN,)
    assert bench.prove_one().confirmed
    assert [(each.collection, each.reason, each.message) for each in bench.proof.resolved] == [
        (collection(), Reason.UNAVAILABLE, "503 Service Unavailable")
    ]


def test_a_time_limit_ends_the_patience_and_is_told_with_what_was_seen_last() -> None:
    bench = Bench(seconds=10)
    bench.accepted(item(1))
    bench.accepted(item(2), **NEW)
    bench.webflow.publish(1)
    outcomes = bench.prove()
    assert told(outcomes) == ["live", "timed-out"]
    assert outcomes[1].message == (
        "Webflow accepted this, but the time limit of the run was reached before it was found to be live. "
        "Seen last: It is not on the live site"
    )
    assert bench.clock.slept == [1, 2, 4]


@pytest.mark.parametrize("late", [TOO_LATE, UNANSWERED])
def test_a_time_limit_that_is_reached_before_the_look_is_not_said_to_be_that_of_the_publishing(late: Failure) -> None:
    bench = Bench()
    bench.accepted(item(1), **NEW)
    bench.webflow.on("/live", lambda: late)
    outcome = bench.prove_one()
    assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.TIMED_OUT)
    assert outcome.message == (
        "Webflow accepted this, but the time limit of the run was reached before it could be read back"
    )


def test_where_no_time_is_left_nothing_is_waited_for() -> None:
    bench = Bench(seconds=0)
    bench.accepted(item(1), **NEW)
    assert told(bench.prove()) == ["timed-out"]
    assert bench.clock.slept == []


def test_a_run_that_was_stopped_before_reads_nothing() -> None:
    bench = Bench()
    bench.accepted(item(1))
    bench.webflow.publish(1)
    bench.cancellation.request()
    outcome = bench.prove_one()
    assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.CANCELLED)
    assert outcome.message == "Webflow accepted this, but the run was stopped before it was found to be live"
    assert bench.webflow.asked == []


def test_a_run_that_is_stopped_while_it_waits_keeps_what_is_confirmed_and_tells_the_rest() -> None:
    bench = Bench()
    bench.accepted(item(1))
    bench.accepted(item(2), **NEW)
    bench.webflow.publish(1)
    bench.webflow.after(3, bench.cancellation.request)
    outcomes = bench.prove()
    assert told(outcomes) == ["live", "cancelled"]
    assert outcomes[1].message.endswith(
        "the run was stopped before it was found to be live. Seen last: It is not on the live site"
    )


def test_a_run_that_is_stopped_between_two_collections_tells_which_were_read() -> None:
    bench = Bench()
    other = collection(2)
    for number, each in enumerate([collection(), other]):
        bench.accepted(item(number, of=each))
        bench.webflow.publish(number, of=each)
    bench.webflow.on(f"{other.id}/items/live", bench.cancellation.request)
    assert told(bench.prove()) == ["live", "cancelled"]


def test_a_defect_leaves_what_is_confirmed_confirmed_and_nothing_else() -> None:
    bench = Bench()
    other = collection(2)
    for number, each in enumerate([collection(), other]):
        bench.accepted(item(number, of=each))
        bench.webflow.publish(number, of=each)
    bench.webflow.on(f"{other.id}/items/live", lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        bench.proof.run(bench.outcomes)
    outcomes = bench.proof.outcomes(bench.outcomes, None)
    assert told(outcomes) == ["live", "cancelled"]
    assert "the run ended at a defect of its own" in outcomes[1].message


@pytest.mark.parametrize(("filter_by_id", "requests"), [("honoured", 3), ("ignored", 3), ("refused", 4)])
def test_many_items_are_read_in_few_requests(filter_by_id: str, requests: int) -> None:
    bench = Bench(filter=filter_by_id)
    for number in range(250):
        bench.accepted(item(number))
        bench.webflow.publish(number)
    assert set(told(bench.prove())) == {"live"}
    assert len(bench.webflow.asked) == requests


TITLES = st.sampled_from(["a", "b", "c"])


@given(st.lists(st.tuples(TITLES, st.none() | TITLES, st.none() | TITLES, st.booleans(), st.booleans()), max_size=8))
def test_only_what_is_live_as_it_was_read_or_as_it_is_staged_is_ever_confirmed(
    histories: list[tuple[str, str | None, str | None, bool, bool]],
) -> None:
    bench = Bench()
    expected: list[bool] = []
    for number, (read, staged, live, is_published_again, is_draft) in enumerate(histories):
        bench.accepted(item(number), title=read)
        bench.webflow.take(Stage.STAGED, number)
        if staged is not None:
            bench.webflow.put(Stage.STAGED, number, title=staged)
        if live is not None:
            stamp = LATER if is_published_again else FORMERLY
            bench.webflow.put(Stage.LIVE, number, title=live, lastPublished=stamp, isDraft=is_draft)
        expected.append(live in {read, staged} - {None} and is_published_again and not is_draft)
    outcomes = bench.prove()
    assert [each.confirmed for each in outcomes] == expected
    assert all((each.status is Status.PUBLISHED) is each.confirmed for each in outcomes)
    assert all(each.reason is Reason.NOT_LIVE and each.message for each in outcomes if not each.confirmed)


@given(st.lists(st.tuples(TITLES, st.none() | TITLES, st.none() | TITLES, st.booleans()), max_size=8))
def test_the_same_holds_for_what_was_left_alone_whenever_it_was_published(
    histories: list[tuple[str, str | None, str | None, bool]],
) -> None:
    bench = Bench()
    expected: list[bool] = []
    for number, (read, staged, live, is_draft) in enumerate(histories):
        bench.left_alone(item(number), title=read)
        bench.webflow.take(Stage.STAGED, number)
        if staged is not None:
            bench.webflow.put(Stage.STAGED, number, title=staged)
        if live is not None:
            bench.webflow.put(Stage.LIVE, number, title=live, isDraft=is_draft)
        expected.append(live in {read, staged} - {None} and not is_draft)
    outcomes = bench.prove()
    assert [each.confirmed for each in outcomes] == expected
    assert all((each.status is Status.UNCHANGED) is each.confirmed for each in outcomes)


class TestWhatWasTakenDown:
    """It has to be gone, and is not taken for gone before that was seen."""

    def bench(self, *numbers: int, reason: Reason | None = None, seconds: float = 600) -> Bench:
        """Items that Webflow said to have taken down; or with a reason, of which nobody knows."""
        bench = Bench(seconds)
        for number in numbers:
            bench.webflow.put(Stage.STAGED, number, lastPublished=FORMERLY)
            bench.webflow.put(Stage.LIVE, number)
            (variant,) = variants(leaving(number))
            staged = bench.webflow.content(number)
            outcome = Outcome(variant, Status.UNPUBLISHED, change=Change.TAKEN_DOWN, staged=staged, accepted=True)
            if reason:
                outcome = replace(outcome, status=Status.FAILED, reason=reason, message=SILENT, accepted=False)
            bench.outcomes.append(outcome)
        return bench

    def test_what_is_gone_is_confirmed_without_a_wait(self) -> None:
        bench = self.bench(1, 2)
        for number in (1, 2):
            bench.webflow.take(Stage.LIVE, number)
        assert [(each.status, each.confirmed) for each in bench.prove()] == [(Status.UNPUBLISHED, True)] * 2
        assert bench.clock.slept == []

    def test_what_goes_a_little_later_is_waited_for(self) -> None:
        bench = self.bench(1)
        bench.webflow.after(5, lambda: bench.webflow.take(Stage.LIVE, 1))
        assert bench.prove_one().confirmed
        assert bench.clock.slept == [1, 2, 4]

    @pytest.mark.parametrize("changes", [{}, {"isDraft": True}, {"isArchived": True}])
    def test_what_stays_in_whatever_form_is_red(self, changes: dict[str, Any]) -> None:
        bench = self.bench(1)
        bench.webflow.put(Stage.LIVE, 1, **changes)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason, outcome.confirmed) == (Status.FAILED, Reason.REJECTED, False)
        assert outcome.message == "Webflow accepted this, but did not do it. It is still on the live site"
        assert sum(bench.clock.slept) == sum(WAITS)

    def test_a_list_of_live_items_that_is_not_there_any_more_has_none(self) -> None:
        bench = self.bench(1)
        bench.webflow.on("/live", lambda: NOT_FOUND)
        assert bench.prove_one().confirmed

    def test_what_cannot_be_read_back_is_red(self) -> None:
        bench = self.bench(1)
        bench.webflow.on("/live", lambda: REFUSED)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.UNAUTHORIZED)
        assert "could not be read back" in outcome.message

    def test_when_time_is_over_it_says_off_and_not_live(self) -> None:
        bench = self.bench(1, seconds=2)
        outcome = bench.prove_one()
        assert outcome.reason is Reason.TIMED_OUT
        assert "before it was found to be off the live site. Seen last: It is still" in outcome.message

    @pytest.mark.parametrize("reason", [Reason.UNAVAILABLE, Reason.NOT_FOUND])
    def test_what_is_in_doubt_and_gone_was_taken_down(self, reason: Reason) -> None:
        bench = self.bench(1, reason=reason)
        bench.webflow.take(Stage.LIVE, 1)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.confirmed) == (Status.UNPUBLISHED, True)
        assert [each.message for each in bench.proof.resolved] == [SILENT]

    def test_what_is_in_doubt_and_still_there_failed(self) -> None:
        bench = self.bench(1, reason=Reason.NOT_FOUND)
        outcome = bench.prove_one()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.NOT_FOUND)
        assert outcome.message.endswith("Seen last: It is still on the live site")
        assert bench.clock.slept == list(WAITS_IN_DOUBT)

    def test_a_review_is_not_held_against_what_is_gone(self) -> None:
        bench = self.bench(1)
        bench.webflow.take(Stage.LIVE, 1)
        assert bench.prove_one(Approval({})).confirmed
