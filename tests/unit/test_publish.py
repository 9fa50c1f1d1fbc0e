from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.clock import FakeClock
from harness.samples import ENGLISH, FRENCH, collection, identifier, item, variants
from harness.transport import Answer, RuledTransport, everything, ids_in
from webflow_publish.cancellation import Cancellation
from webflow_publish.clock import Deadline
from webflow_publish.manifest import Collection, Variant
from webflow_publish.outcome import Outcome, Status, Verdict, verdict
from webflow_publish.plan import batches
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
        return self.publication.outcomes(self.wanted)


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
    outcomes = bench.publication.outcomes(bench.wanted)
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
