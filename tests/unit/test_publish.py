from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.publication import (
    PATIENCE,
    REFUSAL,
    Bench,
    Follower,
    Halting,
    Wired,
    ended,
    items,
    refusal,
    told,
)
from harness.samples import ENGLISH, FRENCH, collection, content, identifier, item, leaving, variants
from harness.transport import Answer, everything, ids_in
from webflow_publish.change import Change
from webflow_publish.complaint import Complaint
from webflow_publish.manifest import Variant
from webflow_publish.outcome import Outcome, Status, Verdict, verdict
from webflow_publish.presence import Look
from webflow_publish.progress import Progress
from webflow_publish.proof import WAITS_IN_DOUBT
from webflow_publish.publish import FAREWELL
from webflow_publish.reason import Reason
from webflow_publish.state import Key
from webflow_publish.webflow import Failure, Published, Publisher, Reply, Sending

DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503)
LIMIT = Failure(Reason.RATE_LIMITED, "429 Too Many Requests", 429)
TOKEN = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)
BAD = Failure(Reason.REJECTED, "400 Bad Request", 400)
FAILED = refusal(500, "An internal error occurred")


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """What answers that hang wait for; at the end of the test at the latest, it comes."""
    event = threading.Event()
    yield event
    event.set()


def test_all_items_are_published_in_batches() -> None:
    bench = Bench(items(250))
    assert told(bench.run()) == {("published", None)}
    assert [len(ids_in(body)) for body in bench.transport.bodies] == [100, 100, 50]
    assert set(bench.transport.paths) == {f"/collections/{collection().id}/items/publish"}


def test_items_without_locale_are_sent_as_item_ids() -> None:
    bench = Bench(variants(item(1)))
    bench.run()
    assert bench.transport.bodies == [{"itemIds": [identifier(1)]}]


def test_items_with_locales_are_sent_with_their_locales() -> None:
    bench = Bench(variants(item(1, ENGLISH, FRENCH)))
    bench.run()
    assert bench.transport.bodies == [{"items": [{"id": identifier(1), "cmsLocaleIds": [ENGLISH, FRENCH]}]}]


def test_the_progress_after_each_batch_is_told() -> None:
    bench = Bench(items(150), lambda body: {"publishedItemIds": ids_in(body)[1:]})
    bench.run()
    assert bench.follower.progress == [
        Progress(collection(), 100, 150, 1, 1),
        Progress(collection(), 150, 150, 2, 2),
    ]


def test_a_failure_that_was_overcome_is_resolved() -> None:
    bench = Bench(items(2), lambda body: Reply(everything(body), (LIMIT,)))
    assert told(bench.run()) == {("published", None)}
    assert [(each.reason, each.message) for each in bench.publication.resolved] == [
        (Reason.RATE_LIMITED, "429 Too Many Requests")
    ]


def test_a_failure_that_was_not_overcome_is_not_called_resolved() -> None:
    down = Failure(Reason.UNAVAILABLE, "503", 503, retryable=True)
    bench = Bench(items(2), lambda _: Reply(down, (down, down)))
    assert told(bench.run()) == {("failed", "unavailable")}
    assert not bench.publication.resolved


@pytest.mark.parametrize("reason", [Reason.UNAUTHORIZED, Reason.MISSING_SCOPE])
def test_a_refused_token_stops_at_once(reason: Reason) -> None:
    bench = Bench(items(250), lambda _: Failure(reason, "refused"))
    assert told(bench.run()) == {("failed", reason.value), ("blocked", reason.value)}
    assert bench.transport.sent == 1


@pytest.mark.parametrize(
    "reason",
    [Reason.NOT_FOUND, Reason.COLLECTION_CHANGED, Reason.SITE_NOT_PUBLISHED, Reason.DOMAINS_OUT_OF_SYNC],
)
def test_what_is_wrong_with_a_collection_does_not_hold_back_the_others(reason: Reason) -> None:
    bad, good = collection(1), collection(2)
    wanted = variants(*(item(number, of=bad) for number in range(150)), item(1, of=good))

    def rule(body: dict[str, Any]) -> Answer:
        return everything(body) if len(ids_in(body)) == 1 else Failure(reason, "refused")

    bench = Bench(wanted, rule)
    outcomes = bench.run()
    assert [each.status for each in outcomes].count(Status.FAILED) == 100
    assert [each.status for each in outcomes].count(Status.BLOCKED) == 50
    assert outcomes[-1].status is Status.PUBLISHED
    assert bench.transport.sent == 2


@pytest.mark.parametrize("reason", [Reason.REJECTED, Reason.NOT_FOUND])
def test_a_request_that_is_refused_without_a_status_does_not_hold_back_the_next(reason: Reason) -> None:
    def rule(body: dict[str, Any]) -> Answer:
        return Failure(reason, "No") if identifier(0) in ids_in(body) else everything(body)

    wanted = (*items(100), *variants(*(item(number, of=collection(2)) for number in range(100, 150))))
    outcomes = Bench(wanted, rule).run()
    assert told(outcomes[:100]) == {("failed", reason.value)}
    assert told(outcomes[100:]) == {("published", None)}


def test_after_three_failures_in_a_row_the_service_is_taken_to_be_down() -> None:
    bench = Bench(items(1000), lambda _: DOWN)
    assert told(bench.run()) == {("failed", "unavailable"), ("blocked", "unavailable")}
    assert bench.transport.sent == 3


def test_an_answer_in_between_begins_the_count_anew() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        return everything(body) if bench.transport.sent % 3 == 0 else DOWN

    bench = Bench(items(1000), rule)
    bench.follow(Halting(10, bench.cancellation.request))
    bench.run()
    assert bench.transport.requests == [list(range(number, number + 100)) for number in range(0, 1000, 100)]


def test_a_rate_limit_that_holds_on_stops_the_sending() -> None:
    bench = Bench(items(300), lambda _: LIMIT)
    assert told(bench.run()) == {("failed", "rate-limited"), ("blocked", "rate-limited")}
    assert bench.transport.sent == 1


def test_when_the_time_is_over_nothing_more_is_sent() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        bench.clock.advance(400)
        return everything(body)

    bench = Bench(items(1000), rule)
    assert told(bench.run()) == {("published", None), ("blocked", "timed-out")}
    assert bench.transport.sent == 2


def test_a_run_that_is_stopped_between_two_requests_sends_no_more() -> None:
    bench = Bench(items(300))
    bench.cancellation.request()
    assert told(bench.run()) == {("blocked", "cancelled")}
    assert bench.transport.sent == 0


class Farewell:
    """Lets answers come when the publication has seen that the run was told to stop, and waits for them."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.bench: Bench | None = None
        self._ticks = 0

    def tick(self) -> None:
        self._ticks += self.bench is not None and self.bench.cancellation.requested
        if self._ticks > 2:
            self.release.set()

    def stop(self) -> None:
        """Stop the run while this is being answered."""
        assert self.bench
        self.bench.cancellation.request()
        assert self.release.wait(PATIENCE)


def test_a_run_that_is_stopped_during_a_request_waits_a_moment_for_the_answer() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        if bench.transport.sent == 2:
            farewell.stop()
        return everything(body)

    farewell = Farewell()
    bench = farewell.bench = Bench(items(300), rule, tick=farewell.tick)
    outcomes = bench.run()
    assert ended(outcomes, Status.PUBLISHED) == list(range(200))
    assert told(outcomes[200:]) == {("blocked", "cancelled")}
    assert bench.publication.stopped


def test_where_the_answer_does_not_come_by_then_its_items_are_in_doubt(release: threading.Event) -> None:
    def rule(body: dict[str, Any]) -> Answer:
        if bench.transport.sent == 2:
            bench.cancellation.request()
            release.wait(PATIENCE)
        return everything(body)

    bench = Bench(items(300), rule)
    outcomes = bench.run()
    assert FAREWELL == 1
    assert told(outcomes[:100]) == {("published", None)}
    assert told(outcomes[100:200]) == {("failed", "cancelled")}
    assert told(outcomes[200:]) == {("blocked", "cancelled")}
    assert outcomes[150].is_in_doubt
    assert "it may be live or not" in outcomes[150].message


def test_a_stop_while_a_request_waits_for_its_turn_leaves_it_unsent(release: threading.Event) -> None:
    threads: list[threading.Thread] = []

    def stop() -> None:
        threads.append(threading.current_thread())
        bench.cancellation.request()
        release.wait(PATIENCE)

    bench = Bench(items(1))
    bench.transport.before = stop
    (outcome,) = bench.run()
    release.set()
    threads[0].join(PATIENCE)
    assert told([outcome]) == {("blocked", "cancelled")}
    assert outcome.message == "The run was stopped before this was sent"
    assert bench.transport.sent == 0


def test_a_run_that_is_stopped_while_it_waits_says_what_it_waited_for_and_does_not_wait_for_it(
    release: threading.Event,
) -> None:
    threads: list[threading.Thread] = []
    polls: list[bool] = []

    def wait() -> None:
        if bench.transport.sent == 1:
            threads.append(threading.current_thread())
            bench.cancellation.request()
            release.wait(PATIENCE)

    limit = Failure(Reason.RATE_LIMITED, LIMIT.message, 429, retryable=True)
    bench = Bench(items(1), lambda _: limit, tick=lambda: polls.append(bench.cancellation.requested))
    bench.transport.before = wait
    (outcome,) = bench.run()
    release.set()
    threads[0].join(PATIENCE)
    assert told([outcome]) == {("failed", "cancelled")}
    assert outcome.message == "The run was stopped while this waited to be sent again. 429 Too Many Requests"
    assert bench.transport.sent == 1
    assert polls.count(True) <= 1


def test_a_token_that_is_refused_after_the_stop_does_not_make_it_another_end() -> None:
    def rule(_: dict[str, Any]) -> Answer:
        farewell.stop()
        return TOKEN

    farewell = Farewell()
    bench = farewell.bench = Bench(items(150), rule, tick=farewell.tick)
    outcomes = bench.run()
    assert told(outcomes[:100]) == {("failed", "unauthorized")}
    assert told(outcomes[100:]) == {("blocked", "cancelled")}
    assert bench.publication.stopped


def test_what_would_follow_from_an_answer_after_the_stop_is_not_sent() -> None:
    def rule(_: dict[str, Any]) -> Answer:
        farewell.stop()
        return BAD

    farewell = Farewell()
    bench = farewell.bench = Bench(items(150), rule, tick=farewell.tick)
    outcomes = bench.run()
    assert bench.transport.sent == 1
    assert {(each.status, BAD.message in each.message) for each in outcomes[:100]} == {(Status.FAILED, True)}
    assert told(outcomes[100:]) == {("blocked", "cancelled")}


def test_what_hangs_when_the_time_is_over_is_in_doubt_and_nothing_more_is_sent(release: threading.Event) -> None:
    def rule(body: dict[str, Any]) -> Answer:
        if bench.transport.sent == 2:
            bench.clock.advance(600)
            release.wait(PATIENCE)
        return everything(body)

    bench = Bench(items(300), rule)
    outcomes = bench.run()
    assert told(outcomes[:100]) == {("published", None)}
    assert told(outcomes[100:200]) == {("failed", "timed-out")}
    assert told(outcomes[200:]) == {("blocked", "timed-out")}
    assert outcomes[150].is_in_doubt
    assert not bench.publication.stopped


def test_a_defect_leaves_every_variant_accounted_for() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        if bench.transport.sent == 2:
            raise ZeroDivisionError
        return everything(body)

    bench = Bench(items(300), rule)
    with pytest.raises(ZeroDivisionError):
        bench.publication.run()
    outcomes = bench.outcomes()
    assert [each.status for each in outcomes] == (
        [Status.PUBLISHED] * 100 + [Status.FAILED] * 100 + [Status.BLOCKED] * 100
    )
    assert "This was sent, but the run ended at a defect" in outcomes[150].message
    assert "before this was sent" in outcomes[250].message


def test_a_defect_where_an_answer_is_read_does_not_make_it_unsent() -> None:
    class Nonsense(Publisher):
        """Gives an answer that cannot be read."""

        def publish(self, collection_id: str, item_ids: Sequence[str], sending: Sending) -> Reply[Published]:
            reply = super().publish(collection_id, item_ids, sending)
            return reply if self.requests == 1 else Reply(Published(frozenset(), (None,)))  # type: ignore[arg-type]

    bench = Bench(items(300))
    bench.publisher = Nonsense(bench.transport)
    bench.follow(Follower())
    with pytest.raises(AttributeError):
        bench.publication.run()
    outcomes = bench.outcomes()
    assert told(outcomes[:100]) == {("published", None)}
    assert told(outcomes[100:200]) == {("failed", "no-answer")}
    assert told(outcomes[200:]) == {("blocked", "cancelled")}


def test_a_defect_of_who_follows_it_leaves_what_is_known() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    bench = Bench(items(300))
    bench.follow(Halting(2, fail))
    with pytest.raises(ZeroDivisionError):
        bench.publication.run()
    assert ended(bench.outcomes(), Status.PUBLISHED) == list(range(200))
    assert told(bench.outcomes()[200:]) == {("blocked", "cancelled")}


def test_after_a_defect_in_the_midst_of_a_division_nothing_that_was_sent_is_called_unsent() -> None:
    def rule(_: dict[str, Any]) -> Answer:
        if bench.transport.sent == 2:
            raise ZeroDivisionError
        return BAD

    bench = Bench(items(4), rule)
    with pytest.raises(ZeroDivisionError):
        bench.publication.run()
    outcomes = bench.outcomes()
    assert {each.status for each in outcomes} == {Status.FAILED}
    assert [each.reason for each in outcomes[:2]] == [Reason.NO_ANSWER] * 2
    assert all("was part of" in each.message for each in outcomes[2:])


def test_an_error_without_an_item_is_not_forgotten_when_a_later_batch_is_good() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        return everything(body) | ({"errors": ["Something went wrong"]} if bench.transport.sent == 1 else {})

    bench = Bench(items(250), rule)
    outcomes = bench.run()
    assert [each.message for each in bench.publication.unmatched] == ["Something went wrong"]
    assert verdict(outcomes, bench.publication.unmatched) is Verdict.FAILED


def test_outages_count_when_they_come_in_a_row_and_any_other_answer_ends_the_row() -> None:
    wanted = variants(*(item(number, of=collection(number)) for number in range(10)))
    bench = Bench(wanted, lambda _: DOWN if bench.transport.sent % 2 else BAD)
    bench.run()
    assert bench.transport.sent == 10


def test_broken_answers_in_a_row_end_the_sending_as_well() -> None:
    bench = Bench(items(1000), lambda _: Failure(Reason.MALFORMED, "HTML", 200))
    assert told(bench.run()) == {("failed", "malformed"), ("blocked", "malformed")}
    assert bench.transport.sent == 3


def test_a_reason_that_lies_in_a_named_item_does_not_close_its_collection() -> None:
    failure = refusal(404, f"Item {identifier(3)} not found")
    bench = Bench(items(150), lambda body: failure if identifier(3) in ids_in(body) else everything(body))
    outcomes = bench.run()
    assert ended(outcomes, Status.PUBLISHED) == [number for number in range(150) if number != 3]
    assert outcomes[3].reason is Reason.NOT_FOUND


def test_what_was_overcome_before_a_refusal_is_resolved() -> None:
    bench = Bench(items(1), lambda _: Reply(BAD, (LIMIT,)))
    bench.run()
    assert bench.resolved == [LIMIT.message]


def test_a_publication_of_nothing_sends_nothing_and_tells_nothing() -> None:
    bench = Bench(())
    assert bench.run() == ()
    assert bench.transport.sent == 0
    assert not bench.follower.progress


def test_what_was_not_to_be_published_stays_as_it_was_planned() -> None:
    live, gone, wanted = variants(item(1), item(2), item(3))
    planned = [
        Outcome(live, Status.UNCHANGED, staged=content(1, "published")),
        Outcome(gone, Status.FAILED, Reason.NOT_FOUND, "Webflow has no such item"),
        Outcome(wanted, Status.PENDING, change=Change.DRAFT, staged=content(3)),
    ]
    bench = Bench(planned[2:])
    bench.publication.run()
    assert bench.publication.outcomes(planned) == (
        planned[0],
        planned[1],
        Outcome(wanted, Status.PUBLISHED, change=Change.DRAFT, staged=content(3), accepted=True),
    )


def test_what_webflow_says_it_published_is_accepted_and_nothing_else_is() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        if bench.transport.sent == 2:
            return TOKEN
        errors = [f"Staging item ID {identifier(1)} not found."]
        return {"publishedItemIds": [each for each in ids_in(body) if each != identifier(2)], "errors": errors}

    bench = Bench(items(250), rule)
    outcomes = bench.run()
    assert [each.reason for each in outcomes[:3]] == [None, Reason.NOT_FOUND, Reason.NO_ANSWER]
    assert [each.accepted for each in outcomes] == [True, False, False, *[True] * 97, *[False] * 150]


def test_nothing_is_accepted_before_its_locale_was_asked_for_alone() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        bench.cancellation.request()
        return everything(body) | {"errors": ["Something went wrong"]}

    bench = Bench(variants(item(1, ENGLISH, FRENCH)), rule)
    assert [each.accepted for each in bench.run()] == [False, False]


def test_what_there_was_to_publish_stays_known_of_what_failed_or_was_not_sent() -> None:
    planned = [Outcome(each, Status.PENDING, change=Change.NEW, staged=content(7)) for each in items(101)]
    outcomes = Bench(planned, lambda _: TOKEN).run()
    assert {each.status for each in outcomes} == {Status.FAILED, Status.BLOCKED}
    assert all((each.change, each.staged) == (Change.NEW, content(7)) for each in outcomes)


def test_before_it_began_nothing_was_sent() -> None:
    assert told(Bench(items(2)).outcomes()) == {("blocked", "cancelled")}


class TestSecondPasses:
    """What was refused because of a reference is sent again, as long as something went live since."""

    def test_an_item_goes_out_after_the_one_that_it_refers_to(self) -> None:
        bench = Bench(items(2), Wired({0: {1}}))
        assert told(bench.run()) == {("published", None)}
        assert [ids_in(body) for body in bench.transport.bodies] == [[identifier(0), identifier(1)], [identifier(0)]]

    def test_it_does_so_across_requests_when_all_else_is_done(self) -> None:
        bench = Bench(items(250), Wired({0: {240}, 120: {0}}))
        assert told(bench.run()) == {("published", None)}
        assert [len(ids_in(body)) for body in bench.transport.bodies] == [100, 100, 50, 2]

    def test_a_refusal_that_was_healed_is_resolved(self) -> None:
        bench = Bench(items(2), Wired({0: {1}}))
        outcomes = bench.run()
        assert bench.publication.resolved == (
            Complaint(collection(), Reason.REFERENCE_NOT_LIVE, REFUSAL.format(identifier(0))),
        )
        assert verdict(outcomes, bench.publication.unmatched) is Verdict.SUCCESS
        assert {each.message for each in outcomes} == {""}

    def test_a_chain_in_the_wrong_order_goes_out_step_by_step(self) -> None:
        bench = Bench(items(4), Wired({0: {1}, 1: {2}, 2: {3}}))
        assert told(bench.run()) == {("published", None)}
        assert [len(ids_in(body)) for body in bench.transport.bodies] == [4, 3, 2, 1]
        assert len(bench.publication.resolved) == 3

    def test_a_circle_that_webflow_never_takes_is_sent_once_where_nothing_else_went_live(self) -> None:
        bench = Bench(items(2), Wired({0: {1}, 1: {0}}))
        assert told(bench.run()) == {("failed", "reference-not-live")}
        assert bench.transport.sent == 1
        assert not bench.publication.resolved

    def test_a_circle_is_sent_once_more_where_something_else_went_live(self) -> None:
        bench = Bench(items(3), Wired({0: {1}, 1: {0}}))
        outcomes = bench.run()
        assert [each.status for each in outcomes] == [Status.FAILED, Status.FAILED, Status.PUBLISHED]
        assert [len(ids_in(body)) for body in bench.transport.bodies] == [3, 2]
        assert not bench.publication.resolved

    def test_an_item_that_was_refused_when_what_it_needs_was_live_already_is_not_sent_again(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            if identifier(100) in ids_in(body):
                return {"errors": [REFUSAL.format(identifier(100))]}
            return everything(body)

        bench = Bench(items(101), rule)
        bench.run()
        assert bench.transport.sent == 2

    def test_nothing_but_a_reference_is_a_reason_to_send_again(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            return {"publishedItemIds": ids_in(body)[1:], "errors": [f"Staging item ID {ids_in(body)[0]} is archived"]}

        bench = Bench(items(5), rule)
        bench.run()
        assert bench.transport.sent == 1

    def test_what_was_refused_alone_after_its_request_was_refused_whole_is_sent_again_when_others_went_live(
        self,
    ) -> None:
        missing = refusal(409, "Conflict: something that is referenced is not published")

        def rule(body: dict[str, Any]) -> Answer:
            is_there = any(100 in request for request in bench.transport.requests)
            return everything(body) if is_there or identifier(3) not in ids_in(body) else missing

        bench = Bench(items(150), rule)
        assert told(bench.run()) == {("published", None)}
        assert bench.transport.requests[-1] == [3]
        assert bench.resolved == [missing.message]

    def test_only_the_locale_that_was_refused_is_sent_again(self) -> None:
        live: set[str] = set()

        def rule(body: dict[str, Any]) -> Answer:
            if FRENCH in str(body) and identifier(2) not in live:
                return {"errors": [REFUSAL.format(identifier(1))]}
            live.update(ids_in(body))
            return everything(body)

        bench = Bench(variants(item(1, ENGLISH, FRENCH), item(2, of=collection(2))), rule)
        assert told(bench.run()) == {("published", None)}
        assert bench.transport.sent == 5
        assert bench.transport.bodies[-1] == {"items": [{"id": identifier(1), "cmsLocaleIds": [FRENCH]}]}
        assert [each.message for each in bench.publication.resolved] == [REFUSAL.format(identifier(1))]

    def test_what_is_refused_again_is_told_in_the_latest_words(self) -> None:
        def rule(_: dict[str, Any]) -> Answer:
            if bench.transport.sent == 1:
                return {"publishedItemIds": [identifier(1)], "errors": [REFUSAL.format(identifier(0))]}
            return {"errors": [f"Staging item ID {identifier(0)} is archived"]}

        bench = Bench(items(2), rule)
        outcomes = bench.run()
        assert outcomes[0].reason is Reason.ARCHIVED
        assert not bench.publication.resolved

    def test_a_stop_between_the_passes_leaves_the_first_refusal(self) -> None:
        bench = Bench(items(2), Wired({0: {1}}))
        bench.follow(Halting(1, bench.cancellation.request))
        outcomes = bench.run()
        assert bench.transport.sent == 1
        assert (outcomes[0].status, outcomes[0].reason) == (Status.FAILED, Reason.REFERENCE_NOT_LIVE)
        assert outcomes[0].message == REFUSAL.format(identifier(0))
        assert not bench.publication.resolved

    def test_the_end_of_the_time_between_the_passes_leaves_the_first_refusal(self) -> None:
        bench = Bench(items(2), Wired({0: {1}}))
        bench.follow(Halting(1, lambda: bench.clock.advance(600)))
        outcomes = bench.run()
        assert bench.transport.sent == 1
        assert outcomes[0].message == REFUSAL.format(identifier(0))

    def test_a_stop_before_the_first_pass_is_done_blocks_what_was_not_sent_and_sends_nothing_again(self) -> None:
        bench = Bench(items(150), Wired({0: {1}}))
        bench.follow(Halting(1, bench.cancellation.request))
        outcomes = bench.run()
        assert bench.transport.sent == 1
        assert outcomes[0].reason is Reason.REFERENCE_NOT_LIVE
        assert told(outcomes[100:]) == {("blocked", "cancelled")}

    def test_a_stop_while_it_is_sent_again_says_so_and_not_what_was_said_before(self, release: threading.Event) -> None:
        wired = Wired({0: {1}})

        def before() -> None:
            if bench.transport.sent == 2:
                bench.cancellation.request()
                release.wait(PATIENCE)

        def rule(body: dict[str, Any]) -> Answer:
            limit = Failure(Reason.RATE_LIMITED, LIMIT.message, 429, retryable=True)
            return wired(body) if bench.transport.sent == 1 else limit

        bench = Bench(items(2), rule)
        bench.transport.before = before
        outcomes = bench.run()
        assert (outcomes[0].reason, outcomes[1].status) == (Reason.CANCELLED, Status.PUBLISHED)
        assert "waited to be sent again" in outcomes[0].message

    def test_a_token_that_is_refused_in_between_leaves_the_refusals_of_what_was_not_sent_again(self) -> None:
        wired = Wired({1: {3}, 2: {3}})

        def rule(body: dict[str, Any]) -> Answer:
            return wired(body) if bench.transport.sent < 4 else TOKEN

        bench = Bench(variants(*(item(number, of=collection(number)) for number in (1, 2, 3))), rule)
        outcomes = bench.run()
        assert bench.transport.sent == 4
        assert [each.reason for each in outcomes] == [Reason.UNAUTHORIZED, Reason.REFERENCE_NOT_LIVE, None]
        assert [each.status for each in outcomes] == [Status.FAILED, Status.FAILED, Status.PUBLISHED]

    def test_a_collection_that_was_closed_in_the_meantime_leaves_the_first_refusal(self) -> None:
        wired = Wired({0: {5}})

        def rule(body: dict[str, Any]) -> Answer:
            return Failure(Reason.COLLECTION_CHANGED, "409", 409) if bench.transport.sent == 2 else wired(body)

        bench = Bench(items(150), rule)
        outcomes = bench.run()
        assert bench.transport.sent == 2
        assert outcomes[0].message == REFUSAL.format(identifier(0))
        assert {each.reason for each in outcomes[100:]} == {Reason.COLLECTION_CHANGED}

    def test_progress_counts_what_is_sent_again_only_once(self) -> None:
        bench = Bench(items(150), Wired({0: {140}, 1: {0}}))
        bench.run()
        assert bench.follower.progress == [
            Progress(collection(), 100, 150, 2, 1),
            Progress(collection(), 150, 150, 2, 2),
            Progress(collection(), 150, 150, 0, 3),
        ]


class TestOutages:
    """What Webflow did not answer is sent again when all else is done, if anything went out meanwhile."""

    @pytest.mark.parametrize("failure", [DOWN, LIMIT, Failure(Reason.MALFORMED, "HTML", 200)])
    def test_what_failed_while_others_went_live_goes_out_in_the_end(self, failure: Failure) -> None:
        bench = Bench(items(300), lambda body: Reply(failure) if bench.transport.sent == 2 else everything(body))
        assert told(bench.run()) == {("published", None)}
        assert [request[0] for request in bench.transport.requests[:2]] == [0, 100]
        assert bench.transport.sent == 4
        assert bench.resolved == [failure.message]

    @pytest.mark.parametrize("failure", [DOWN, LIMIT])
    def test_where_nothing_went_live_nothing_is_sent_again(self, failure: Failure) -> None:
        bench = Bench(items(100), lambda _: Reply(failure))
        assert told(bench.run()) == {("failed", failure.reason.value)}
        assert bench.transport.sent == 1
        assert bench.resolved == []

    def test_after_an_outage_in_the_midst_the_rest_goes_out_in_the_next_pass(self) -> None:
        bench = Bench(items(1000), lambda body: Reply(DOWN) if 3 <= bench.transport.sent <= 5 else everything(body))
        assert told(bench.run()) == {("published", None)}
        assert [request[0] for request in bench.transport.requests] == [
            *(0, 100, 200, 300, 400),
            # What was never sent comes before what failed.
            *(500, 600, 700, 800, 900, 200, 300, 400),
        ]
        assert bench.resolved == [DOWN.message]

    def test_so_it_does_after_a_rate_limit_that_held_on(self) -> None:
        bench = Bench(items(500), lambda body: Reply(LIMIT) if bench.transport.sent == 3 else everything(body))
        assert told(bench.run()) == {("published", None)}
        assert [request[0] for request in bench.transport.requests] == [0, 100, 200, 300, 400, 200]

    def test_it_ends_with_the_first_pass_in_which_nothing_goes_out(self) -> None:
        bench = Bench(items(500), lambda body: everything(body) if bench.transport.sent in {1, 5} else Reply(DOWN))
        outcomes = bench.run()
        # 1 goes out and 3 fail; 1 goes out and 3 fail; then 3 fail.
        assert bench.transport.sent == 11
        assert ended(outcomes, Status.PUBLISHED) == [*range(100), *range(400, 500)]
        assert told(outcomes[100:400]) == {("failed", "unavailable")}

    def test_what_was_not_sent_at_all_is_blocked_by_what_ended_the_last_pass(self) -> None:
        bench = Bench(items(600), lambda body: everything(body) if bench.transport.sent == 1 else Reply(LIMIT))
        outcomes = bench.run()
        assert bench.transport.sent == 3
        assert told(outcomes[100:300]) == {("failed", "rate-limited")}
        assert told(outcomes[300:]) == {("blocked", "rate-limited")}
        assert outcomes[-1].message == f"Not sent, because the rate limit did not end. {LIMIT.message}"

    @pytest.mark.parametrize("status", [400, 401, 404])
    def test_what_is_no_outage_is_not_sent_again(self, status: int) -> None:
        failure = refusal(status, "The collection cannot be found")
        wanted = variants(item(1, of=collection(1)), item(2, of=collection(2)))
        bench = Bench(wanted, lambda body: failure if identifier(2) in ids_in(body) else everything(body))
        bench.run()
        assert bench.transport.sent == 2

    def test_after_a_stop_nothing_is_sent_again(self) -> None:
        bench = Bench(items(200), lambda body: Reply(DOWN) if bench.transport.sent == 1 else everything(body))
        bench.follow(Halting(2, bench.cancellation.request))
        outcomes = bench.run()
        assert bench.transport.sent == 2
        assert told(outcomes[:100]) == {("failed", "unavailable")}
        assert outcomes[0].message == DOWN.message

    def test_after_the_end_of_the_time_nothing_is_sent_again(self) -> None:
        bench = Bench(items(200), lambda body: Reply(DOWN) if bench.transport.sent == 1 else everything(body))
        bench.follow(Halting(2, lambda: bench.clock.advance(600)))
        outcomes = bench.run()
        assert bench.transport.sent == 2
        assert told(outcomes[:100]) == {("failed", "unavailable")}


class TestDivisions:
    """A request that is refused because of one item is sent again in parts."""

    def test_its_parts_go_out_before_what_comes_after_it(self) -> None:
        bench = Bench(items(150), lambda body: BAD if identifier(3) in ids_in(body) else everything(body))
        assert ended(bench.run(), Status.FAILED) == [3]
        assert bench.transport.requests[-1] == list(range(100, 150))
        assert bench.transport.sent <= 10 + 1

    def test_the_parts_of_one_locale_go_out_before_the_next_locale(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            english = [each["id"] for each in body["items"] if ENGLISH in each["cmsLocaleIds"]]
            return BAD if identifier(1) in english else everything(body)

        bench = Bench(variants(item(0, ENGLISH, FRENCH), item(1, ENGLISH, FRENCH)), rule)
        bench.run()
        assert [
            (request, {locale for each in body["items"] for locale in each["cmsLocaleIds"]})
            for request, body in zip(bench.transport.requests, bench.transport.bodies, strict=True)
        ] == [
            ([0, 1], {ENGLISH, FRENCH}),
            ([0, 1], {ENGLISH}),
            ([0], {ENGLISH}),
            ([1], {ENGLISH}),
            ([0, 1], {FRENCH}),
        ]

    def test_it_is_told_once_with_what_was_refused_and_why(self) -> None:
        bench = Bench(items(150), lambda body: BAD if identifier(3) in ids_in(body) else everything(body))
        bench.run()
        [(batch, failure)] = bench.follower.divisions
        assert (batch.variants, failure) == (items(150)[:100], BAD)

    @pytest.mark.parametrize(
        ("count", "failure"),
        [(1, BAD), (100, DOWN), (100, refusal(409, "The collection structure changed since the last publish"))],
    )
    def test_a_request_that_is_not_divided_is_not_told(self, count: int, failure: Failure) -> None:
        bench = Bench(items(count), lambda _: Reply(failure))
        bench.run()
        assert bench.follower.divisions == []

    def test_nor_is_an_answer_about_several_locales_that_is_asked_for_again(self) -> None:
        bench = Bench(variants(item(1, ENGLISH, FRENCH)), lambda _: {"publishedItemIds": []})
        bench.run()
        assert bench.transport.sent == 3
        assert bench.follower.divisions == []

    def test_progress_is_told_after_each_part(self) -> None:
        bench = Bench(items(4), lambda body: BAD if identifier(3) in ids_in(body) else everything(body))
        bench.run()
        assert bench.transport.requests == [[0, 1, 2, 3], [0, 1], [2], [3]]
        assert [(each.done, each.failed, each.requests) for each in bench.follower.progress] == [
            (0, 0, 1),
            (2, 0, 2),
            (3, 0, 3),
            (4, 1, 4),
        ]

    def test_before_a_part_of_what_webflow_failed_at_a_second_passes(self) -> None:
        bench = Bench(items(4), lambda body: FAILED if identifier(3) in ids_in(body) else everything(body))
        bench.run()
        # After the whole, and after the last part, which is the item itself.
        assert bench.clock.slept == [1.0]

    def test_a_part_that_would_have_to_wait_past_the_end_of_the_time_is_not_sent(self) -> None:
        bench = Bench(items(4), lambda _: FAILED, seconds=0.5)
        outcomes = bench.run()
        assert bench.transport.requests == [[0, 1, 2, 3]] * 2
        assert told(outcomes) == {("failed", "unavailable")}
        assert all("this was not sent alone" in each.message and FAILED.message in each.message for each in outcomes)

    @pytest.mark.parametrize("bad", [0, 1, 50, 99])
    def test_what_webflow_failed_at_alone_is_sent_alone_again_when_all_else_is_done(self, bad: int) -> None:
        bench = Bench(items(150), lambda body: FAILED if identifier(bad) in ids_in(body) else everything(body))
        outcomes = bench.run()
        assert told([outcomes[bad]]) == {("failed", "unavailable")}
        assert ended(outcomes, Status.FAILED) == [bad]
        # Twice, as it may pass; and not again, as nothing went out since.
        assert bench.transport.requests[-3:] == [list(range(100, 150)), [bad], [bad]]
        assert bench.transport.sent <= 13 + 1

    def test_each_of_several_is_sent_alone_then(self) -> None:
        is_well: list[bool] = []

        def rule(body: dict[str, Any]) -> Answer:
            if identifier(100) in ids_in(body):
                is_well.append(True)
            return everything(body) if is_well or not {identifier(3), identifier(40)} & set(ids_in(body)) else FAILED

        bench = Bench(items(150), rule)
        assert told(bench.run()) == {("published", None)}
        assert bench.transport.requests[-2:] == [[3], [40]]
        assert bench.resolved == [FAILED.message]

    def test_after_a_halt_in_the_midst_what_is_left_goes_out_in_the_next_pass_and_nothing_twice(self) -> None:
        live: list[int] = []

        def rule(body: dict[str, Any]) -> Answer:
            if bench.transport.sent == 5:
                return Reply(LIMIT)
            if identifier(99) in ids_in(body):
                return BAD
            live.extend(bench.transport.requests[-1])
            return everything(body)

        bench = Bench(items(150), rule)
        outcomes = bench.run()
        assert ended(outcomes, Status.FAILED) == [99]
        assert sorted(live) == [number for number in range(150) if number != 99]
        assert bench.resolved == [LIMIT.message]

    @given(
        st.integers(1, 25),
        st.sets(st.integers(0, 149), max_size=4),
        st.sampled_from(["the run is stopped", "the time is over", "401", "429", "503"]),
        st.sampled_from([BAD, FAILED]),
    )
    def test_whatever_ends_it_and_when_every_variant_has_one_outcome_and_it_is_true(
        self, request: int, bad: set[int], event: str, failure: Failure
    ) -> None:
        live: set[int] = set()
        sent: set[int] = set()

        def rule(body: dict[str, Any]) -> Answer:
            numbers = bench.transport.requests[-1]
            sent.update(numbers)
            if bench.transport.sent >= request:
                if event == "the run is stopped":
                    bench.cancellation.request()
                elif event == "the time is over":
                    bench.clock.advance(600)
                else:
                    return Reply({"401": TOKEN, "429": LIMIT, "503": DOWN}[event])
            if not bad.isdisjoint(numbers):
                return failure
            live.update(numbers)
            return everything(body)

        bench = Bench(items(150), rule)
        outcomes = bench.run()
        assert tuple(each.variant for each in outcomes) == items(150)
        assert set(ended(outcomes, Status.PUBLISHED)) == live
        assert set(ended(outcomes, Status.BLOCKED)) == set(range(150)) - sent
        assert all(each.reason and each.message for each in outcomes if each.status is not Status.PUBLISHED)


class TestSeveralLocales:
    """An answer never says which locale it speaks of."""

    wanted = variants(item(1, ENGLISH, FRENCH), item(2, ENGLISH, FRENCH))

    def test_plain_success_needs_one_request(self) -> None:
        bench = Bench(self.wanted)
        assert told(bench.run()) == {("published", None)}
        assert bench.transport.sent == 1

    def test_anything_else_is_asked_again_for_one_locale_at_a_time(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            french = [each["id"] for each in body["items"] if FRENCH in each["cmsLocaleIds"]]
            if identifier(1) in french:
                return {"publishedItemIds": [identifier(2)], "errors": [f"Item {identifier(1)} is bad"]}
            return everything(body)

        bench = Bench(self.wanted, rule)
        outcomes = bench.run()
        assert [(each.variant.item.id, each.variant.locale, each.status.value) for each in outcomes] == [
            (identifier(1), ENGLISH, "published"),
            (identifier(1), FRENCH, "failed"),
            (identifier(2), ENGLISH, "published"),
            (identifier(2), FRENCH, "published"),
        ]
        assert bench.transport.sent == 3
        assert not bench.publication.resolved

    def test_an_error_that_is_gone_when_asked_again_is_resolved(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            return everything(body) if bench.transport.sent > 1 else {"publishedItemIds": [], "errors": ["Sorry"]}

        bench = Bench(self.wanted, rule)
        assert told(bench.run()) == {("published", None)}
        assert "Sorry" in {each.message for each in bench.publication.resolved}
        assert not bench.publication.unmatched

    def test_a_rejected_request_is_asked_again_too(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            locales = {locale for each in body["items"] for locale in each["cmsLocaleIds"]}
            return Failure(Reason.REJECTED, "400 no such locale") if FRENCH in locales else everything(body)

        outcomes = Bench(self.wanted, rule).run()
        assert {(each.variant.locale, each.status.value) for each in outcomes} == {
            (ENGLISH, "published"),
            (FRENCH, "failed"),
        }

    def test_what_is_wrong_with_the_whole_collection_is_not_asked_again(self) -> None:
        bench = Bench(self.wanted, lambda _: Failure(Reason.COLLECTION_CHANGED, "409"))
        assert told(bench.run()) == {("failed", "collection-changed")}
        assert bench.transport.sent == 1

    def test_a_stop_while_asking_again_leaves_the_others_with_what_was_said_first(self) -> None:
        def rule(_: dict[str, Any]) -> Answer:
            if bench.transport.sent == 2:
                bench.cancellation.request()
            return {"publishedItemIds": []}

        bench = Bench(self.wanted, rule)
        assert told(bench.run()) == {("failed", "no-answer")}
        assert bench.transport.sent == 2

    def test_what_was_published_in_an_unknown_locale_is_in_doubt_until_it_was_asked_again(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            if bench.transport.sent == 1:
                return {"publishedItemIds": ids_in(body), "errors": ["Something"]}
            return Failure(Reason.UNAUTHORIZED, "401")

        bench = Bench(self.wanted, rule)
        outcomes = bench.run()
        assert {(each.variant.locale, each.reason) for each in outcomes} == {
            (ENGLISH, Reason.UNAUTHORIZED),
            (FRENCH, Reason.NO_ANSWER),
        }
        assert "did not say in which of its locales" in outcomes[1].message

    def test_an_error_that_names_no_item_is_kept_where_asking_again_did_not_clear_it(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            if bench.transport.sent == 1:
                return {"publishedItemIds": ids_in(body), "errors": ["Quota of a locale exhausted"]}
            return {"publishedItemIds": ids_in(body)[1:]}

        bench = Bench(self.wanted, rule)
        bench.run()
        assert [each.message for each in bench.publication.unmatched] == ["Quota of a locale exhausted"]
        assert not bench.publication.resolved

    def test_an_error_that_comes_back_is_not_called_resolved(self) -> None:
        bench = Bench(self.wanted, lambda body: everything(body) | {"errors": ["Backend hiccup"]})
        bench.run()
        assert {each.message for each in bench.publication.unmatched} == {"Backend hiccup"}
        assert not bench.publication.resolved

    def test_an_error_about_one_item_is_resolved_also_where_another_item_fails(self) -> None:
        def rule(_: dict[str, Any]) -> Answer:
            archived = f"Staging item ID {identifier(2)} is archived"
            if bench.transport.sent == 1:
                return {"publishedItemIds": [], "errors": [f"Item {identifier(1)} has a dead reference", archived]}
            return {"publishedItemIds": [identifier(1)], "errors": [archived]}

        bench = Bench(self.wanted, rule)
        outcomes = bench.run()
        assert [each.status for each in outcomes] == [Status.PUBLISHED] * 2 + [Status.FAILED] * 2
        assert [each.message for each in bench.publication.resolved] == [f"Item {identifier(1)} has a dead reference"]

    def test_an_ambiguous_answer_ends_a_row_of_outages(self) -> None:
        many = variants(*(item(number, of=collection(number)) for number in range(4)))

        def rule(body: dict[str, Any]) -> Answer:
            if bench.transport.sent == 3:
                return {"publishedItemIds": ids_in(body)[1:]}
            return DOWN if bench.transport.sent in {1, 2, 4} else everything(body)

        wanted = (*many[:2], *variants(item(1, ENGLISH, FRENCH, of=collection(9))), *many[2:])
        bench = Bench(wanted, rule)
        bench.follow(Halting(7, bench.cancellation.request))
        bench.run()
        assert bench.transport.sent == 7

    def test_what_was_sent_keeps_its_doubt_where_its_collection_turns_out_to_be_closed(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            if bench.transport.sent == 1:
                return {"publishedItemIds": ids_in(body), "errors": ["Something"]}
            return Failure(Reason.COLLECTION_CHANGED, "409 Conflict")

        bench = Bench(self.wanted, rule)
        outcomes = bench.run()
        assert bench.transport.sent == 2
        assert {(each.variant.locale, each.status, each.reason) for each in outcomes} == {
            (ENGLISH, Status.FAILED, Reason.COLLECTION_CHANGED),
            (FRENCH, Status.FAILED, Reason.NO_ANSWER),
        }

    def test_a_409_of_one_locale_closes_the_collection_in_every_locale(self) -> None:
        wanted = variants(item(1), *(item(number, FRENCH) for number in range(2, 110)))
        bench = Bench(
            wanted, lambda body: everything(body) if "itemIds" in body else Failure(Reason.COLLECTION_CHANGED, "409")
        )
        bench.run()
        assert bench.transport.sent == 2

    def test_a_reference_that_is_refused_for_several_locales_is_asked_again(self) -> None:
        bench = Bench(self.wanted, lambda _: Failure(Reason.REFERENCE_NOT_LIVE, "409"))
        bench.run()
        assert bench.transport.sent == 3

    def test_progress_does_not_count_what_is_in_doubt(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            return {"publishedItemIds": []} if bench.transport.sent == 1 else everything(body)

        bench = Bench(self.wanted, rule)
        bench.run()
        assert [(each.done, each.failed) for each in bench.follower.progress] == [(0, 0), (2, 0), (4, 0)]

    def test_a_locale_that_is_not_found_does_not_hold_back_the_others(self) -> None:
        wanted = variants(*(item(number, ENGLISH, FRENCH) for number in range(120)))

        def rule(body: dict[str, Any]) -> Answer:
            locales = {locale for each in body["items"] for locale in each["cmsLocaleIds"]}
            return Failure(Reason.NOT_FOUND, "404 Not Found") if FRENCH in locales else everything(body)

        bench = Bench(wanted, rule)
        outcomes = bench.run()
        assert {(each.variant.locale, each.status is Status.PUBLISHED) for each in outcomes} == {
            (ENGLISH, True),
            (FRENCH, False),
        }
        # The first batch, its two locales, and then only what is left of each further batch.
        assert bench.transport.sent == 5

    def test_no_part_is_sent_after_the_time_is_over(self) -> None:
        def rule(_: dict[str, Any]) -> Answer:
            bench.clock.advance(400)
            return {"publishedItemIds": []}

        bench = Bench(self.wanted, rule)
        bench.run()
        assert bench.transport.sent == 2


@given(st.dictionaries(st.integers(0, 220), st.sets(st.integers(0, 230), max_size=2), max_size=60), st.integers(1, 220))
def test_whatever_refers_to_whatever_all_goes_out_that_can(refers: dict[int, set[int]], count: int) -> None:
    bench = Bench(items(count), Wired(refers))
    outcomes = bench.run()
    possible: set[int] = set()
    while more := {
        number for number in range(count) if number not in possible and refers.get(number, set()) - {number} <= possible
    }:
        possible |= more
    assert {each.variant.item.id for each in outcomes if each.status is Status.PUBLISHED} == set(
        map(identifier, possible)
    )
    assert told(outcomes) <= {("published", None), ("failed", "reference-not-live")}
    assert bench.follower.progress[-1].done == count
    assert bench.follower.progress[-1].failed == count - len(possible)
    # Each pass but the last, and each but the first, made something live that was refused before.
    assert bench.transport.sent <= 3 * (2 + len(bench.publication.resolved))


ANSWERS = st.one_of(
    st.builds(
        lambda drop, errors: (drop, errors),
        st.integers(0, 3),
        st.lists(
            st.one_of(st.text(max_size=20), st.integers(0, 250).map(lambda n: f"{identifier(n)} is bad")), max_size=3
        ),
    ),
    st.builds(
        lambda reason, status, named: Failure(reason, "failed", status, identifiers=frozenset(map(identifier, named))),
        st.sampled_from(Reason),
        st.sampled_from([None, 400, 404, 409, 500, 503]),
        st.sets(st.integers(0, 250), max_size=2),
    ),
)


@given(st.lists(ANSWERS, min_size=1, max_size=12), st.integers(1, 250), st.booleans())
def test_whatever_webflow_answers_no_variant_is_unaccounted_for(
    script: list[tuple[int, list[str]] | Failure], count: int, localized: bool
) -> None:
    sent: set[tuple[str, str | None]] = set()
    confirmed: set[str] = set()
    anonymous: list[int] = []

    def rule(body: dict[str, Any]) -> Answer:
        sent.update((each["id"], locale) for each in body.get("items", []) for locale in each["cmsLocaleIds"])
        sent.update((each, None) for each in body.get("itemIds", []))
        entry = script[bench.transport.sent % len(script)]
        if isinstance(entry, Failure):
            return entry
        kept = ids_in(body)[entry[0] :]
        confirmed.update(kept)
        if any(not any(each in error for each in ids_in(body)) for error in entry[1]):
            anonymous.append(bench.transport.sent)
        return {"publishedItemIds": kept, "errors": entry[1]}

    locales = (ENGLISH, FRENCH) if localized else ()
    wanted = variants(*(item(number, *locales) for number in range(count)))
    bench = Bench(wanted, rule)
    outcomes = bench.run()
    assert tuple(each.variant for each in outcomes) == wanted
    assert all(0 <= each.failed <= each.done <= each.total == len(wanted) for each in bench.follower.progress)
    assert [each.requests for each in bench.follower.progress] == sorted(
        each.requests for each in bench.follower.progress
    )
    for each in outcomes:
        if each.status is Status.PUBLISHED:
            assert each.variant.item.id in confirmed
        else:
            assert each.reason
            assert each.message
        assert (each.status is Status.BLOCKED) == ((each.variant.item.id, each.variant.locale) not in sent)
    if verdict(outcomes, bench.publication.unmatched) is Verdict.SUCCESS:
        assert {each.status for each in outcomes} == {Status.PUBLISHED}
        assert localized or not anonymous


class TestTakingDown:
    """Webflow refuses a whole request where one of its items is not live: then the live site tells which."""

    @staticmethod
    def site(*live: int) -> tuple[set[str], Callable[[dict[str, Any]], Answer], Look]:
        """What is live, a rule that takes all of a request down or nothing, and a look at it."""
        there = set(map(identifier, live))

        def rule(body: dict[str, Any]) -> Answer:
            if not there.issuperset(ids_in(body)):
                return refusal(404, "The item is not live")
            there.difference_update(ids_in(body))
            return {}

        def look(wanted: Sequence[Variant]) -> frozenset[Key]:
            return frozenset(each.key for each in wanted if each.item.id in there)

        return there, rule, look

    @staticmethod
    def off(count: int) -> tuple[Variant, ...]:
        return variants(*(leaving(number) for number in range(count)))

    def test_all_of_it_goes_in_batches(self) -> None:
        _, rule, look = self.site(*range(150))
        bench = Bench(self.off(150), rule, look=look)
        assert told(bench.run()) == {("unpublished", None)}
        assert [len(ids_in(body)) for body in bench.transport.bodies] == [50, 100]
        assert set(bench.transport.paths) == {f"/collections/{collection().id}/items/live"}
        assert all(each.accepted for each in bench.outcomes())

    def test_what_is_gone_already_does_not_hold_back_the_others(self) -> None:
        there, rule, look = self.site(*range(1, 100))
        bench = Bench(self.off(100), rule, look=look)
        assert told(bench.run()) == {("unpublished", None)}
        assert not there
        assert [len(ids_in(body)) for body in bench.transport.bodies] == [100, 99]
        assert bench.resolved == ["404 Not Found: The item is not live"]
        assert bench.follower.divisions == []

    @pytest.mark.parametrize("count", [1, 100])
    def test_what_is_gone_since_an_answer_was_lost_is_taken_down(self, count: int) -> None:
        there, rule, look = self.site(*range(count))

        def losing(body: dict[str, Any]) -> Answer:
            answer = rule(body)
            return Failure(Reason.UNAVAILABLE, "The connection broke", retryable=True) if answer == {} else answer

        bench = Bench(self.off(count), losing, look=look)
        assert told(bench.run()) == {("unpublished", None)}
        assert not there
        assert bench.transport.sent == 2
        assert bench.clock.slept == []

    def test_what_shows_late_that_it_is_gone_is_waited_for(self) -> None:
        _, _, look = self.site()
        looks = [frozenset(each.key for each in self.off(100))] * 2

        def late(wanted: Sequence[Variant]) -> Collection[Key] | None:
            return looks.pop() if looks else look(wanted)

        down = Failure(Reason.UNAVAILABLE, "The connection broke", retryable=True)
        answers: list[Answer] = [refusal(404, "The item is not live"), down]
        bench = Bench(self.off(100), lambda _: answers.pop(), look=late)
        assert told(bench.run()) == {("unpublished", None)}
        assert bench.clock.slept == list(WAITS_IN_DOUBT[:2])

    def test_what_is_there_and_refused_all_the_same_stands_alone(self) -> None:
        there, rule, look = self.site(*range(100))

        def refusing(body: dict[str, Any]) -> Answer:
            return refusal(404, "The item is not live") if identifier(42) in ids_in(body) else rule(body)

        bench = Bench(self.off(100), refusing, look=look)
        outcomes = bench.run()
        assert ended(outcomes, Status.FAILED) == [42]
        assert there == {identifier(42)}
        assert bench.transport.sent <= 10

    def test_where_the_site_cannot_be_looked_at_it_is_divided_as_ever(self) -> None:
        there, rule, _ = self.site(*range(1, 100))
        bench = Bench(self.off(100), rule)
        outcomes = bench.run()
        assert not there
        assert [(each.reason, each.is_in_doubt) for each in outcomes if each.status is Status.FAILED] == [
            (Reason.NOT_FOUND, False)
        ]
        planned = [replace(each, change=Change.TAKEN_DOWN) for each in bench.planned]
        assert [each.is_in_doubt for each in bench.publication.outcomes(planned)].count(True) == 1

    def test_what_publishing_was_refused_for_does_not_stop_it(self) -> None:
        _, rule, look = self.site(1)

        def ruled(body: dict[str, Any]) -> Answer:
            is_publish = "itemIds" in body
            return refusal(409, "The collection structure changed since the last publish") if is_publish else rule(body)

        outcomes = Bench((*items(1), *variants(leaving(1))), ruled, look=look).run()
        assert [(each.status, each.reason) for each in outcomes] == [
            (Status.FAILED, Reason.COLLECTION_CHANGED),
            (Status.UNPUBLISHED, None),
        ]

    def test_an_outage_is_over_when_something_was_published_meanwhile(self) -> None:
        _, rule, look = self.site(1)
        outages = [DOWN]

        def ruled(body: dict[str, Any]) -> Answer:
            if "itemIds" in body:
                return everything(body)
            return outages.pop() if outages else rule(body)

        bench = Bench((*items(1), *variants(leaving(1))), ruled, look=look)
        assert told(bench.run()) == {("published", None), ("unpublished", None)}
        assert bench.resolved == ["503 Service Unavailable"]

    def test_of_several_locales_each_is_looked_at_by_itself(self) -> None:
        one, other = variants(leaving(1, ENGLISH, FRENCH))
        answers: list[Answer] = [{}, refusal(404, "The item is not live")]
        bench = Bench((one, other), lambda _: answers.pop(), look=lambda _: [other.key])
        assert told(bench.run()) == {("unpublished", None)}
        assert bench.transport.bodies[-1] == {"items": [{"id": identifier(1), "cmsLocaleIds": [FRENCH]}]}
