from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.clock import FakeClock
from harness.samples import ENGLISH, FRENCH, collection, content, identifier, item, variants
from harness.transport import Answer, RuledTransport, everything, ids_in
from webflow_publish.batch import batches
from webflow_publish.cancellation import Cancellation
from webflow_publish.change import Change
from webflow_publish.clock import Deadline
from webflow_publish.manifest import Collection, Variant
from webflow_publish.outcome import Complaint, Outcome, Status, Verdict, verdict
from webflow_publish.publish import Progress, Publication
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Publisher, Reply

Rule = Callable[[dict[str, Any]], Answer]


class Follower:
    """Remembers what a publication told while it went on."""

    def __init__(self) -> None:
        self.collections: list[Collection] = []
        self.progress: list[Progress] = []

    def sending(self, collection: Collection) -> None:
        self.collections.append(collection)

    def progressed(self, progress: Progress) -> None:
        self.progress.append(progress)


class Bench:
    """A publication of some variants by a rule that answers for Webflow."""

    def __init__(self, wanted: tuple[Variant, ...], rule: Rule = everything) -> None:
        self.transport = RuledTransport(rule)
        self.clock = FakeClock()
        self.cancellation = Cancellation()
        self.follower = Follower()
        self.wanted = wanted
        self.publication = Publication(
            batches(wanted), Publisher(self.transport), Deadline(self.clock, 600), self.cancellation, self.follower
        )

    def run(self) -> tuple[Outcome, ...]:
        self.publication.run()
        return self.outcomes()

    def outcomes(self) -> tuple[Outcome, ...]:
        return self.publication.outcomes([Outcome(each, Status.PENDING) for each in self.wanted])


def told(outcomes: tuple[Outcome, ...]) -> set[tuple[str, str | None]]:
    return {(outcome.status.value, outcome.reason.value if outcome.reason else None) for outcome in outcomes}


def items(count: int) -> tuple[Variant, ...]:
    return variants(*(item(number) for number in range(count)))


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
    assert bench.follower.progress == [Progress(100, 150, 1, 1), Progress(150, 150, 2, 2)]
    assert bench.follower.collections == [collection(), collection()]


def test_a_failure_that_was_overcome_is_resolved() -> None:
    limit = Failure(Reason.RATE_LIMITED, "429 Too Many Requests")
    bench = Bench(items(2), lambda body: Reply(everything(body), (limit,)))
    assert told(bench.run()) == {("published", None)}
    assert [(each.reason, each.message) for each in bench.publication.resolved] == [
        (Reason.RATE_LIMITED, "429 Too Many Requests")
    ]


def test_a_failure_that_was_not_overcome_is_not_called_resolved() -> None:
    down = Failure(Reason.UNAVAILABLE, "503", retryable=True)
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


def test_a_rejected_request_does_not_hold_back_the_next() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        return Failure(Reason.REJECTED, "400") if identifier(0) in ids_in(body) else everything(body)

    outcomes = Bench(items(150), rule).run()
    assert [each.status for each in outcomes].count(Status.PUBLISHED) == 50


def test_after_three_failures_in_a_row_the_service_is_taken_to_be_down() -> None:
    bench = Bench(items(1000), lambda _: Failure(Reason.UNAVAILABLE, "503"))
    assert told(bench.run()) == {("failed", "unavailable"), ("blocked", "unavailable")}
    assert bench.transport.sent == 3


def test_an_answer_in_between_begins_the_count_anew() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        return everything(body) if bench.transport.sent % 3 == 0 else Failure(Reason.UNAVAILABLE, "503")

    bench = Bench(items(1000), rule)
    bench.run()
    assert bench.transport.sent == 10


def test_a_rate_limit_that_holds_on_stops_the_sending() -> None:
    bench = Bench(items(300), lambda _: Failure(Reason.RATE_LIMITED, "429"))
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


def test_a_run_that_is_stopped_during_a_request_says_that_its_items_are_in_doubt() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        if bench.transport.sent == 2:
            bench.cancellation.request()
        return everything(body)

    bench = Bench(items(300), rule)
    outcomes = bench.run()
    assert told(outcomes) == {("published", None), ("failed", "cancelled"), ("blocked", "cancelled")}
    assert "it may be live or not" in outcomes[150].message


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


def test_a_run_that_is_stopped_while_it_waits_says_what_it_waited_for() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        bench.transport.waiting = Failure(Reason.RATE_LIMITED, "429 Too Many Requests")
        bench.cancellation.request()
        return everything(body)

    bench = Bench(items(1), rule)
    (outcome,) = bench.run()
    assert outcome.reason is Reason.CANCELLED
    assert outcome.message.endswith("while this waited to be sent again. 429 Too Many Requests")


def test_an_error_without_an_item_is_not_forgotten_when_a_later_batch_is_good() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        return everything(body) | ({"errors": ["Something went wrong"]} if bench.transport.sent == 1 else {})

    bench = Bench(items(250), rule)
    outcomes = bench.run()
    assert [each.message for each in bench.publication.unmatched] == ["Something went wrong"]
    assert verdict(outcomes, bench.publication.unmatched) is Verdict.FAILED


def test_outages_count_when_they_come_in_a_row_and_any_other_answer_ends_the_row() -> None:
    answers = [Failure(Reason.UNAVAILABLE, "503"), Failure(Reason.REJECTED, "400")] * 5
    bench = Bench(items(1000), lambda _: answers[bench.transport.sent - 1])
    bench.run()
    assert bench.transport.sent == 10


def test_broken_answers_in_a_row_end_the_sending_as_well() -> None:
    bench = Bench(items(1000), lambda _: Failure(Reason.MALFORMED, "HTML"))
    assert told(bench.run()) == {("failed", "malformed"), ("blocked", "malformed")}
    assert bench.transport.sent == 3


def test_a_reason_that_lies_in_a_named_item_does_not_close_its_collection() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        if bench.transport.sent == 1:
            return Failure(Reason.NOT_FOUND, "404 Not Found", identifiers=frozenset({identifier(3)}))
        return everything(body)

    bench = Bench(items(150), rule)
    outcomes = bench.run()
    assert [each.status for each in outcomes].count(Status.PUBLISHED) == 50
    assert [each.reason for each in outcomes].count(Reason.NOT_FOUND) == 1


def test_a_stop_right_before_a_request_leaves_it_unsent() -> None:
    class Late(Follower):
        """Stops the run when the batch was announced, and not sent."""

        def sending(self, collection: Collection) -> None:
            super().sending(collection)
            bench.cancellation.request()

    bench = Bench(items(1))
    bench.publication = Publication(
        batches(bench.wanted), Publisher(bench.transport), Deadline(bench.clock, 600), bench.cancellation, Late()
    )
    assert told(bench.run()) == {("blocked", "cancelled")}
    assert bench.transport.sent == 0


def test_what_was_overcome_before_a_refusal_is_resolved() -> None:
    limit = Failure(Reason.RATE_LIMITED, "429", retryable=True)
    bench = Bench(items(1), lambda _: Reply(Failure(Reason.REJECTED, "400"), (limit,)))
    bench.run()
    assert [each.message for each in bench.publication.resolved] == ["429"]


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
    bench = Bench((wanted,))
    bench.publication.run()
    assert bench.publication.outcomes(planned) == (
        planned[0],
        planned[1],
        Outcome(wanted, Status.PUBLISHED, change=Change.DRAFT, staged=content(3), accepted=True),
    )


def test_what_webflow_says_it_published_is_accepted_and_nothing_else_is() -> None:
    def rule(body: dict[str, Any]) -> Answer:
        if bench.transport.sent == 2:
            return Failure(Reason.UNAUTHORIZED, "401")
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
    bench = Bench(items(101), lambda _: Failure(Reason.UNAUTHORIZED, "401"))
    bench.publication.run()
    planned = [Outcome(each, Status.PENDING, change=Change.NEW, staged=content(7)) for each in bench.wanted]
    outcomes = bench.publication.outcomes(planned)
    assert {each.status for each in outcomes} == {Status.FAILED, Status.BLOCKED}
    assert all((each.change, each.staged) == (Change.NEW, content(7)) for each in outcomes)


def test_before_it_began_nothing_was_sent() -> None:
    assert told(Bench(items(2)).outcomes()) == {("blocked", "cancelled")}


REFUSAL = "Staging item ID {} cannot be published, because an item that it references is not published"


class Wired:
    """Webflow with items that refer to others: it publishes only what refers to nothing but live items."""

    def __init__(self, refers: dict[int, set[int]]) -> None:
        self._refers = {identifier(number): set(map(identifier, others)) for number, others in refers.items()}
        self.live: set[str] = set()

    def __call__(self, body: dict[str, Any]) -> Answer:
        going, refused = [], []
        for item_id in ids_in(body):
            if self._refers.get(item_id, set()) - {item_id} <= self.live:
                self.live.add(item_id)
                going.append(item_id)
            else:
                refused.append(REFUSAL.format(item_id))
        return {"publishedItemIds": going, "errors": refused}


class Halting(Follower):
    """Does something when the first batches are done, while nothing is being sent."""

    def __init__(self, batches: int, act: Callable[[], None]) -> None:
        super().__init__()
        self._batches = batches
        self._act = act

    def progressed(self, progress: Progress) -> None:
        super().progressed(progress)
        if len(self.progress) == self._batches:
            self._act()


class TestSecondPasses:
    """What was refused because of a reference is sent again, as long as something went live since."""

    def follow(self, bench: Bench, follower: Follower) -> None:
        bench.follower = follower
        bench.publication = Publication(
            batches(bench.wanted), Publisher(bench.transport), Deadline(bench.clock, 600), bench.cancellation, follower
        )

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

    def test_a_request_that_was_refused_whole_is_sent_again_when_others_went_live(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            return Failure(Reason.REFERENCE_NOT_LIVE, "409 Conflict") if bench.transport.sent == 1 else everything(body)

        bench = Bench(items(150), rule)
        assert told(bench.run()) == {("published", None)}
        assert [len(ids_in(body)) for body in bench.transport.bodies] == [100, 50, 100]
        assert [each.message for each in bench.publication.resolved] == ["409 Conflict"]

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
        self.follow(bench, Halting(1, bench.cancellation.request))
        outcomes = bench.run()
        assert bench.transport.sent == 1
        assert (outcomes[0].status, outcomes[0].reason) == (Status.FAILED, Reason.REFERENCE_NOT_LIVE)
        assert outcomes[0].message == REFUSAL.format(identifier(0))
        assert not bench.publication.resolved

    def test_the_end_of_the_time_between_the_passes_leaves_the_first_refusal(self) -> None:
        bench = Bench(items(2), Wired({0: {1}}))
        self.follow(bench, Halting(1, lambda: bench.clock.advance(600)))
        outcomes = bench.run()
        assert bench.transport.sent == 1
        assert outcomes[0].message == REFUSAL.format(identifier(0))

    def test_a_stop_before_the_first_pass_is_done_blocks_what_was_not_sent_and_sends_nothing_again(self) -> None:
        bench = Bench(items(150), Wired({0: {1}}))
        self.follow(bench, Halting(1, bench.cancellation.request))
        outcomes = bench.run()
        assert bench.transport.sent == 1
        assert outcomes[0].reason is Reason.REFERENCE_NOT_LIVE
        assert told(outcomes[100:]) == {("blocked", "cancelled")}

    def test_a_stop_while_it_is_sent_again_says_that_it_is_in_doubt(self) -> None:
        wired = Wired({0: {1}})

        def rule(body: dict[str, Any]) -> Answer:
            if bench.transport.sent == 2:
                bench.cancellation.request()
            return wired(body)

        bench = Bench(items(2), rule)
        outcomes = bench.run()
        assert (outcomes[0].reason, outcomes[1].status) == (Reason.CANCELLED, Status.PUBLISHED)
        assert "it may be live or not" in outcomes[0].message

    def test_a_token_that_is_refused_in_between_leaves_the_refusals_of_what_was_not_sent_again(self) -> None:
        wired = Wired({1: {3}, 2: {3}})

        def rule(body: dict[str, Any]) -> Answer:
            return wired(body) if bench.transport.sent < 4 else Failure(Reason.UNAUTHORIZED, "401")

        bench = Bench(variants(*(item(number, of=collection(number)) for number in (1, 2, 3))), rule)
        outcomes = bench.run()
        assert bench.transport.sent == 4
        assert [each.reason for each in outcomes] == [Reason.UNAUTHORIZED, Reason.REFERENCE_NOT_LIVE, None]
        assert [each.status for each in outcomes] == [Status.FAILED, Status.FAILED, Status.PUBLISHED]

    def test_a_collection_that_was_closed_in_the_meantime_leaves_the_first_refusal(self) -> None:
        wired = Wired({0: {5}})

        def rule(body: dict[str, Any]) -> Answer:
            return Failure(Reason.COLLECTION_CHANGED, "409") if bench.transport.sent == 2 else wired(body)

        bench = Bench(items(150), rule)
        outcomes = bench.run()
        assert bench.transport.sent == 2
        assert outcomes[0].message == REFUSAL.format(identifier(0))
        assert {each.reason for each in outcomes[100:]} == {Reason.COLLECTION_CHANGED}

    def test_progress_counts_what_is_sent_again_only_once(self) -> None:
        bench = Bench(items(150), Wired({0: {140}, 1: {0}}))
        bench.run()
        assert bench.follower.progress == [
            Progress(100, 150, 2, 1),
            Progress(150, 150, 2, 2),
            Progress(150, 150, 0, 3),
        ]


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

    def test_a_stop_while_asking_again_blocks_what_was_not_asked(self) -> None:
        def rule(_: dict[str, Any]) -> Answer:
            if bench.transport.sent == 2:
                bench.cancellation.request()
            return {"publishedItemIds": []}

        bench = Bench(self.wanted, rule)
        outcomes = bench.run()
        assert told(outcomes) == {("failed", "cancelled"), ("failed", "no-answer")}

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
        down = Failure(Reason.UNAVAILABLE, "503")
        many = variants(*(item(number, of=collection(number)) for number in range(4)))

        def rule(body: dict[str, Any]) -> Answer:
            if bench.transport.sent == 3:
                return {"publishedItemIds": ids_in(body)[1:]}
            return down if bench.transport.sent in {1, 2, 4} else everything(body)

        wanted = (*many[:2], *variants(item(1, ENGLISH, FRENCH, of=collection(9))), *many[2:])
        bench = Bench(wanted, rule)
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
    st.sampled_from([Failure(reason, "failed") for reason in Reason]),
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
