from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from math import log2
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.clock import FakeClock
from harness.publication import Postbox, Rule, ended, items, number_of, refusal, told
from harness.samples import ENGLISH, FRENCH, collection, identifier, item, variants
from harness.transport import Answer, everything, ids_in
from webflow_publish.batch import batches
from webflow_publish.clock import Deadline
from webflow_publish.delivery import Delivery
from webflow_publish.ledger import Ledger
from webflow_publish.manifest import Variant
from webflow_publish.outcome import Outcome, Status
from webflow_publish.parcel import Parcel
from webflow_publish.presence import Look
from webflow_publish.reason import Reason
from webflow_publish.schedule import Step
from webflow_publish.settlement import ENOUGH, Settlement
from webflow_publish.webflow import Failure, Published, Publisher, Reply, Written
from webflow_publish.webflow.exchange import TOO_LATE
from webflow_publish.webflow.failure import UNANSWERED

HUNDRED = items(100)

REFUSALS = {
    400: refusal(400, "Validation Error"),
    404: refusal(404, "One of the items was not found"),
    409: refusal(409, "Conflict with server data"),
    413: refusal(413, "Payload too large"),
    422: refusal(422, "Unprocessable"),
    500: refusal(500, "An internal error occurred"),
}
"""What Webflow may say of a whole request because of one item in it."""

MOST = {1: 10, 2: 23, 3: 34, 4: 43, 5: 52}
"""Requests at most, the refused one among them, by the number of bad items of 100."""

WHOLE = {
    Reason.COLLECTION_CHANGED: refusal(409, "Conflict: The collection structure changed since the last publish"),
    Reason.SITE_NOT_PUBLISHED: refusal(409, "Conflict: The site is not published"),
    Reason.DOMAINS_OUT_OF_SYNC: refusal(409, "Site is published to multiple domains at different times"),
    Reason.NOT_FOUND: refusal(404, "Requested resource not found: The collection cannot be found"),
    Reason.UNAUTHORIZED: refusal(401, "Request not authorized"),
    Reason.MISSING_SCOPE: refusal(403, "You are missing the following scopes - cms:write"),
    Reason.RATE_LIMITED: refusal(429, "Too Many Requests"),
    Reason.UNAVAILABLE: refusal(503, "Service Unavailable"),
    Reason.MALFORMED: Failure(Reason.MALFORMED, "The answer is no JSON", 200, retryable=True),
}
"""What is said of a whole request, and does not lie in an item of it."""

TOKEN = WHOLE[Reason.UNAUTHORIZED]
LIMIT = WHOLE[Reason.RATE_LIMITED]
DOWN = WHOLE[Reason.UNAVAILABLE]


def own_words(number: int, status: int = 400) -> Failure:
    """What Webflow says of an item that is sent alone."""
    return refusal(status, f"Item {number} has no slug")


def refusing(bad: Iterable[int], failure: Failure, *, alone: bool = False) -> Rule:
    """Refuse every request in which one of these items is; with words of its own where it is `alone`."""
    culprits = frozenset(map(identifier, bad))

    def rule(body: dict[str, Any]) -> Answer:
        named = ids_in(body)
        if culprits.isdisjoint(named):
            return everything(body)
        return own_words(number_of(named[0]), failure.status or 400) if alone and len(named) == 1 else failure

    return rule


class Desk:
    """Sends batches and what follows from the answers, one request after the other, until there is a halt.

    `pauses` are the seconds before each request.
    """

    def __init__(self, rule: Rule, look: Look = lambda _: None) -> None:
        self.transport = Postbox(rule)
        self.ledger = Ledger()
        self.settlement = Settlement(self.ledger)
        self.pauses: list[float] = []
        self._delivery = Delivery(Publisher(self.transport), Deadline(FakeClock(), 600), look)
        self._variants: list[Variant] = []

    def send(self, *wanted: Variant) -> None:
        """Send what makes one batch."""
        self._variants += wanted
        (batch,) = batches(wanted)
        parcels = deque([self.settlement.parcel(Step(0, batch))])
        while parcels and not self.settlement.halt:
            parcel = parcels.popleft()
            parcel.batch = self.settlement.without_closed(parcel.batch)
            if parcel.batch.variants:
                follow = self.settlement.settle(parcel, self._deliver(parcel))
            else:
                follow = self.settlement.pass_over(parcel)
            parcels.extendleft(reversed(follow))

    def _deliver(self, parcel: Parcel) -> Reply[Written]:
        self.pauses.append(parcel.pause)
        self.settlement.begin(parcel)
        return self._delivery.send(parcel)

    @property
    def outcomes(self) -> list[Outcome]:
        """What is known of all that was to be sent."""
        return [each for each in map(self.ledger.outcome_of, self._variants) if each]

    def outcome(self, number: int) -> Outcome:
        return next(each for each in self.outcomes if each.variant.item.id == identifier(number))

    @property
    def resolved(self) -> list[str]:
        return [complaint.message for complaint in self.ledger.resolved]

    def published(self) -> list[int]:
        return ended(self.outcomes, Status.PUBLISHED)

    def failed(self) -> list[int]:
        return ended(self.outcomes, Status.FAILED)


def one(number: int) -> Variant:
    (variant,) = variants(item(number))
    return variant


def parcel_of(desk: Desk, *wanted: Variant) -> Parcel:
    """A request that was sent."""
    (batch,) = batches(wanted)
    parcel = desk.settlement.parcel(Step(0, batch))
    desk.settlement.begin(parcel)
    assert parcel.sending.begin()
    return parcel


class TestOneBadItem:
    """It does not hold back the others of its request."""

    @pytest.mark.parametrize("failure", REFUSALS.values(), ids=REFUSALS)
    def test_99_of_100_go_live_and_it_is_told_in_its_own_words(self, failure: Failure) -> None:
        most = 0
        for bad in range(100):
            desk = Desk(refusing([bad], failure, alone=True))
            desk.send(*HUNDRED)
            assert desk.published() == [number for number in range(100) if number != bad]
            assert desk.outcome(bad).message == own_words(bad, failure.status or 0).message
            assert told([desk.outcome(bad)]) == {("failed", failure.reason.value)}
            assert desk.settlement.halt is None
            most = max(most, desk.transport.sent)
        # The whole request is repeated once where Webflow failed at it: that may pass.
        assert most == MOST[1] + (failure.status == 500)
        assert most <= 2 * log2(100) + 2

    @pytest.mark.parametrize("failure", REFUSALS.values(), ids=REFUSALS)
    def test_a_request_of_one_item_is_not_sent_again_in_parts(self, failure: Failure) -> None:
        desk = Desk(refusing([1], failure, alone=True))
        desk.send(one(1))
        assert desk.transport.requests == [[1]] * (6 if failure.status == 500 else 1)
        assert desk.failed() == [1]

    def test_of_two_items_each_is_sent_alone(self) -> None:
        desk = Desk(refusing([1], REFUSALS[400]))
        desk.send(*items(2))
        assert desk.transport.requests == [[0, 1], [0], [1]]
        assert (desk.published(), desk.failed()) == ([0], [1])

    def test_an_answer_about_single_items_of_a_part_is_kept(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            if identifier(0) in ids_in(body):
                return REFUSALS[400]
            return {"publishedItemIds": ids_in(body)[1:], "errors": [f"{ids_in(body)[0]} is archived", "Sorry"]}

        desk = Desk(rule)
        desk.send(*items(3))
        assert [each.reason for each in desk.outcomes] == [Reason.REJECTED, Reason.ARCHIVED, None]
        assert [each.message for each in desk.ledger.unmatched] == ["Sorry"]

    def test_where_webflow_failed_a_part_is_sent_after_a_second(self) -> None:
        desk = Desk(refusing([0], REFUSALS[500]))
        desk.send(*items(4))
        assert desk.transport.requests == [[0, 1, 2, 3], [0, 1, 2, 3], [0, 1], [0], [1, 2, 3]]
        assert desk.pauses == [0.0, 1.0, 1.0, 1.0]

    def test_where_it_refused_a_part_is_sent_at_once(self) -> None:
        desk = Desk(refusing([0], REFUSALS[400]))
        desk.send(*items(4))
        assert desk.pauses == [0.0] * 4

    def test_where_webflow_failed_once_only_nothing_is_divided(self) -> None:
        desk = Desk(lambda body: REFUSALS[500] if desk.transport.sent == 1 else everything(body))
        desk.send(*HUNDRED)
        assert desk.transport.sent == 2
        assert told(desk.outcomes) == {("published", None)}
        assert desk.resolved == [REFUSALS[500].message]

    def test_it_is_remembered_what_was_refused_alone(self) -> None:
        desk = Desk(refusing([2], REFUSALS[500]))
        desk.send(*items(5))
        assert [desk.settlement.was_alone(variant) for variant in items(5)] == [False, False, True, False, False]

    def test_what_was_the_only_one_of_its_request_from_the_beginning_was_not_set_apart(self) -> None:
        desk = Desk(refusing([1], REFUSALS[500]))
        desk.send(one(1))
        assert not desk.settlement.was_alone(one(1))


class TestSeveralBadItems:
    @given(st.sets(st.integers(20, 99), min_size=2, max_size=5), st.sampled_from(sorted(REFUSALS)))
    def test_all_others_of_100_go_live_in_few_requests(self, bad: set[int], status: int) -> None:
        desk = Desk(refusing(bad, REFUSALS[status], alone=True))
        desk.send(*HUNDRED)
        assert desk.failed() == sorted(bad)
        assert desk.published() == sorted(set(range(100)) - bad)
        assert {desk.outcome(each).message for each in bad} == {own_words(each, status).message for each in bad}
        assert desk.transport.sent <= MOST[len(bad)] + (status == 500) <= 2 * len(bad) * log2(100) + 2

    @pytest.mark.parametrize("failure", REFUSALS.values(), ids=REFUSALS)
    @pytest.mark.parametrize("count", [2, 3, 5])
    def test_they_do_so_also_where_the_first_ones_are_bad(self, count: int, failure: Failure) -> None:
        desk = Desk(refusing(range(count), failure, alone=True))
        desk.send(*HUNDRED)
        assert desk.failed() == list(range(count))
        assert desk.transport.sent <= MOST[count] + (failure.status == 500)

    def test_however_many_webflow_fails_at_it_is_not_down_while_others_go_live_in_between(self) -> None:
        bad = range(3, 100, 6)
        desk = Desk(refusing(bad, REFUSALS[500]))
        desk.send(*HUNDRED)
        assert len(bad) > ENOUGH
        assert desk.failed() == list(bad)
        assert desk.settlement.halt is None

    def test_what_webflow_fails_at_while_they_are_sought_is_no_outage_later(self) -> None:
        desk = Desk(refusing([0], REFUSALS[500]))
        desk.send(*HUNDRED)
        desk.settlement.settle(parcel_of(desk, one(200)), Reply(REFUSALS[400]))
        assert desk.settlement.halt is None

    @given(st.sets(st.integers(0, 39)), st.sampled_from([400, 404, 409, 413, 422]))
    def test_whichever_are_bad_the_others_go_live(self, bad: set[int], status: int) -> None:
        desk = Desk(refusing(bad, REFUSALS[status], alone=True))
        desk.send(*items(40))
        assert desk.failed() == sorted(bad)
        assert desk.published() == sorted(set(range(40)) - bad)
        assert desk.transport.sent <= 2 * len(bad) * log2(40) + 2


class TestWhatLiesInNoItem:
    """There is no point in sending it in parts."""

    @pytest.mark.parametrize("failure", WHOLE.values(), ids=WHOLE)
    def test_it_is_said_of_every_item_after_a_single_request(self, failure: Failure) -> None:
        desk = Desk(lambda _: Reply(failure))
        desk.send(*HUNDRED)
        assert desk.transport.sent == 1
        assert {(each.status, each.reason, each.message) for each in desk.outcomes} == {
            (Status.FAILED, failure.reason, failure.message)
        }
        assert desk.resolved == []

    def test_what_was_sent_when_the_time_was_over_is_in_doubt_and_the_rest_was_not_sent(self) -> None:
        desk = Desk(lambda _: UNANSWERED)
        desk.send(*HUNDRED)
        assert all(each.is_in_doubt and each.reason is Reason.TIMED_OUT for each in desk.outcomes)
        assert desk.settlement.halt == (TOO_LATE.reason, TOO_LATE.message)

    @pytest.mark.parametrize(
        "reason", [Reason.COLLECTION_CHANGED, Reason.SITE_NOT_PUBLISHED, Reason.DOMAINS_OUT_OF_SYNC]
    )
    @pytest.mark.parametrize("locale", [None, ENGLISH, FRENCH])
    def test_what_is_wrong_with_a_collection_is_not_asked_again_in_any_locale(
        self, reason: Reason, locale: str | None
    ) -> None:
        desk = Desk(lambda _: WHOLE[reason])
        desk.send(*variants(item(1, FRENCH)))
        desk.send(*variants(item(2, *([locale] if locale else []))))
        assert desk.transport.sent == 1
        blocked = desk.outcome(2)
        assert (blocked.status, blocked.reason) == (Status.BLOCKED, reason)
        assert blocked.message.startswith("Not sent, because Webflow refused an earlier request for the same. 409")

    @pytest.mark.parametrize("reason", [Reason.COLLECTION_CHANGED, Reason.NOT_FOUND])
    def test_other_collections_are_sent_all_the_same(self, reason: Reason) -> None:
        desk = Desk(lambda _: WHOLE[reason])
        desk.send(*variants(item(1)))
        desk.send(*variants(item(2, of=collection(2))))
        assert desk.transport.sent == 2

    def test_a_collection_that_is_not_found_is_not_asked_again_in_the_same_locale(self) -> None:
        desk = Desk(lambda _: WHOLE[Reason.NOT_FOUND])
        desk.send(*variants(item(1, FRENCH)))
        desk.send(*variants(item(2, FRENCH)))
        assert desk.transport.sent == 1
        assert (desk.outcome(2).status, desk.outcome(2).reason) == (Status.BLOCKED, Reason.NOT_FOUND)

    def test_what_was_there_a_moment_ago_has_not_gone_away_it_must_be_an_item_that_is_not_found(self) -> None:
        desk = Desk(refusing([42], WHOLE[Reason.NOT_FOUND]))
        desk.send(one(200))
        desk.send(*HUNDRED)
        desk.send(one(201))
        assert desk.failed() == [42]
        assert ended(desk.outcomes, Status.BLOCKED) == []
        assert desk.transport.sent <= MOST[1] + 2

    def test_that_it_is_there_in_one_locale_says_nothing_of_another(self) -> None:
        desk = Desk(lambda body: WHOLE[Reason.NOT_FOUND] if FRENCH in str(body) else everything(body))
        desk.send(*HUNDRED)
        desk.send(*variants(*(item(number, FRENCH) for number in range(100))))
        assert desk.transport.sent == 2

    @pytest.mark.parametrize("locale", [None, ENGLISH])
    def test_it_is_asked_in_another_locale(self, locale: str | None) -> None:
        desk = Desk(lambda _: WHOLE[Reason.NOT_FOUND])
        desk.send(*variants(item(1, FRENCH)))
        desk.send(*variants(item(2, *([locale] if locale else []))))
        assert desk.transport.sent == 2

    def test_a_part_that_is_refused_for_the_whole_collection_is_not_divided_further_and_nor_is_the_rest(self) -> None:
        answers = [REFUSALS[400], WHOLE[Reason.COLLECTION_CHANGED]]
        desk = Desk(lambda _: answers[desk.transport.sent - 1])
        desk.send(*HUNDRED)
        assert [len(each) for each in desk.transport.requests] == [100, 50]
        assert told(desk.outcomes[:50]) == {("failed", "collection-changed")}
        # They were sent once, and refused: `blocked` would say that they were not. And the run went on.
        assert {each.status for each in desk.outcomes[50:]} == {Status.FAILED}
        assert not any("the run ended" in each.message for each in desk.outcomes)


class TestItemsThatAreNamed:
    """A refusal may say which item it is about."""

    @pytest.mark.parametrize("status", [400, 404, 409, 422, 500, 503])
    def test_three_requests_are_enough(self, status: int) -> None:
        failure = refusal(status, f"Item {identifier(42)} has no slug")
        desk = Desk(lambda body: Reply(failure) if identifier(42) in ids_in(body) else everything(body))
        desk.send(*HUNDRED)
        assert [len(each) for each in desk.transport.requests] == [100, 99, 1]
        assert desk.failed() == [42]
        assert desk.outcome(42).message == failure.message

    def test_several_are_sent_each_alone(self) -> None:
        failure = refusal(400, f"Items {identifier(7)} and {identifier(3)} have the same slug")
        desk = Desk(refusing([3, 7], failure))
        desk.send(*HUNDRED)
        assert [len(each) for each in desk.transport.requests] == [100, 98, 1, 1]
        assert desk.failed() == [3, 7]

    def test_what_is_good_when_it_is_sent_alone_goes_live(self) -> None:
        failure = refusal(400, f"Items {identifier(7)} and {identifier(3)} have the same slug")
        desk = Desk(lambda body: failure if {identifier(3), identifier(7)} <= set(ids_in(body)) else everything(body))
        desk.send(*HUNDRED)
        assert desk.failed() == []
        assert desk.resolved == [failure.message]

    def test_where_the_bad_one_is_another_it_is_found_all_the_same(self) -> None:
        failure = refusal(400, f"Item {identifier(7)} is referenced by what has no slug")
        desk = Desk(refusing([3], failure))
        desk.send(*HUNDRED)
        assert desk.failed() == [3]
        assert desk.transport.sent <= MOST[1] + 2

    @pytest.mark.parametrize("named", [[200], list(range(20))])
    def test_a_refusal_that_names_none_of_them_or_all_of_them_is_like_one_that_names_nothing(
        self, named: list[int]
    ) -> None:
        failure = refusal(400, " ".join(map(identifier, named)))
        desk = Desk(refusing([3], failure))
        desk.send(*items(20))
        assert desk.transport.requests[1] == list(range(10))
        assert desk.failed() == [3]

    def test_a_reason_that_would_close_the_collection_lies_in_the_items_that_it_names(self) -> None:
        failure = refusal(409, f"Conflict: the structure of {identifier(3)} changed")
        desk = Desk(refusing([3], failure))
        desk.send(*items(20))
        desk.send(*items(21)[20:])
        assert desk.failed() == [3]
        assert len(desk.published()) == 20


class TestSeveralLocales:
    """A refusal never says which locale it is about: that is found out first."""

    FIFTY = variants(*(item(number, ENGLISH, FRENCH) for number in range(50)))

    @staticmethod
    def refused_in_french(bad: int, failure: Failure) -> Rule:
        """One item is bad, in one of its locales."""

        def rule(body: dict[str, Any]) -> Answer:
            french = [each["id"] for each in body["items"] if FRENCH in each["cmsLocaleIds"]]
            return failure if identifier(bad) in french else everything(body)

        return rule

    @pytest.mark.parametrize("failure", REFUSALS.values(), ids=REFUSALS)
    def test_one_item_in_one_locale_holds_back_nothing_else(self, failure: Failure) -> None:
        for bad in range(50):
            desk = Desk(self.refused_in_french(bad, failure))
            desk.send(*self.FIFTY)
            left = [each.variant for each in desk.outcomes if each.status is not Status.PUBLISHED]
            assert [(variant.item.id, variant.locale) for variant in left] == [(identifier(bad), FRENCH)]
            assert desk.transport.sent <= 2 * log2(100) + 2

    def test_the_request_is_sent_once_for_each_locale_and_only_the_refused_one_is_divided(self) -> None:
        desk = Desk(self.refused_in_french(1, REFUSALS[400]))
        desk.send(*variants(*(item(number, ENGLISH, FRENCH) for number in range(2))))
        assert desk.transport.bodies[1:] == [
            {"items": [{"id": identifier(number), "cmsLocaleIds": [locale]} for number in numbers]}
            for numbers, locale in [([0, 1], ENGLISH), ([0, 1], FRENCH), ([0], FRENCH), ([1], FRENCH)]
        ]

    def test_where_webflow_failed_it_is_divided_as_it_is(self) -> None:
        desk = Desk(self.refused_in_french(1, REFUSALS[500]))
        desk.send(*variants(item(0, ENGLISH, FRENCH), item(1, ENGLISH, FRENCH)))
        assert [len(each) for each in desk.transport.requests] == [2, 2, 1, 1, 1]
        assert [each.status for each in desk.outcomes] == [Status.PUBLISHED] * 3 + [Status.FAILED]

    def test_a_part_whose_answer_leaves_the_locale_open_is_asked_again_for_each(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            if desk.transport.sent <= 2:
                return REFUSALS[500]
            locales = {locale for each in body["items"] for locale in each["cmsLocaleIds"]}
            return {"publishedItemIds": ids_in(body), "errors": ["Half of it"] if len(locales) > 1 else []}

        desk = Desk(rule)
        desk.send(*variants(item(0, ENGLISH, FRENCH), item(1, ENGLISH, FRENCH)))
        assert told(desk.outcomes) == {("published", None)}
        assert sorted(desk.resolved) == [REFUSALS[500].message, "Half of it"]
        assert not desk.ledger.unmatched

    def test_a_locale_that_is_not_found_is_left_out_of_what_follows(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            return WHOLE[Reason.NOT_FOUND] if FRENCH in str(body) else everything(body)

        desk = Desk(rule)
        desk.send(*variants(item(1, ENGLISH, FRENCH)))
        desk.send(*variants(item(2, ENGLISH, FRENCH)))
        assert desk.transport.bodies[3:] == [{"items": [{"id": identifier(2), "cmsLocaleIds": [ENGLISH]}]}]
        assert told(desk.outcomes[2:]) == {("published", None), ("blocked", "not-found")}

    def test_what_is_left_out_of_a_part_is_counted_once_however_the_part_is_divided(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            if FRENCH in str(body):
                is_alone = ENGLISH not in str(body)
                return WHOLE[Reason.NOT_FOUND] if is_alone else REFUSALS[500 if desk.transport.sent < 3 else 400]
            return everything(body) if len(ids_in(body)) < 2 else REFUSALS[400]

        desk = Desk(rule)
        wanted = variants(*(item(number, ENGLISH, FRENCH) for number in range(8)))
        desk.send(*wanted)
        assert {(each.variant.locale, each.status) for each in desk.outcomes} == {
            (ENGLISH, Status.PUBLISHED),
            (FRENCH, Status.FAILED),
        }
        assert (desk.ledger.done, desk.ledger.published, desk.ledger.failed) == (16, 8, 8)


class TestWhereAllAreBad:
    """What Webflow says of all of a request, each alone, and in the same words, and of some others, it says of each."""

    LATER = variants(*(item(number) for number in range(200, 220)))
    LAST = variants(*(item(number) for number in range(300, 320)))

    @pytest.mark.parametrize("failure", [each for status, each in REFUSALS.items() if status != 500])
    def test_after_some_of_another_request_that_were_refused_alike_no_more_are_sent(self, failure: Failure) -> None:
        desk = Desk(lambda _: failure)
        desk.send(*items(20))
        before = desk.transport.sent
        desk.send(*self.LATER)
        assert desk.transport.requests[before:] == [list(range(200, 220)), *([each] for each in range(200, 220, 2))]
        desk.send(*self.LAST)
        assert desk.transport.sent == before + 1 + ENOUGH
        assert told(desk.outcomes[:40]) == {("failed", failure.reason.value)}
        assert told(desk.outcomes[40:]) == {("blocked", failure.reason.value)}
        assert desk.outcome(201).message.endswith(f"this was not sent alone. {failure.message}")
        assert desk.outcome(300).message == (
            f"Not sent, because Webflow refused all items of a request alike, and 10 others, too. {failure.message}"
        )

    def test_that_a_collection_refuses_every_item_is_known_in_a_bounded_number_of_requests(self) -> None:
        desk = Desk(lambda _: REFUSALS[400])
        for first in range(0, 1000, 100):
            desk.send(*items(first + 100)[first:])
        assert desk.transport.sent == 169 + 1 + ENOUGH

    def test_words_that_name_the_item_are_the_same_words(self) -> None:
        desk = Desk(lambda body: refusal(400, f"Item {ids_in(body)[0]} has no slug"))
        desk.send(*items(20))
        desk.send(*self.LATER)
        desk.send(*self.LAST)
        assert told(desk.outcomes[40:]) == {("blocked", "rejected")}

    def test_good_ones_are_not_held_back_by_a_request_of_bad_ones_before_them(self) -> None:
        desk = Desk(refusing(range(100), REFUSALS[400]))
        desk.send(*HUNDRED)
        desk.send(*self.LATER)
        desk.send(*self.LAST)
        assert told(desk.outcomes[100:]) == {("published", None)}
        assert desk.transport.sent == 169 + 2

    @given(st.sets(st.integers(200, 219), max_size=ENOUGH - 1), st.booleans())
    def test_nor_are_they_where_there_are_bad_ones_among_them(self, bad: set[int], is_named: bool) -> None:
        named = refusal(400, f"Item {identifier(min(bad, default=0))} and others: a field is wrong")
        desk = Desk(refusing({*range(20), *bad}, named if is_named else REFUSALS[400]))
        desk.send(*items(20))
        desk.send(*self.LATER)
        desk.send(*self.LAST)
        assert set(desk.failed()) == {*range(20), *bad}
        assert set(desk.published()) == {*range(200, 220), *range(300, 320)} - bad

    @pytest.mark.parametrize(
        ("sizes", "is_enough"),
        [
            ((ENOUGH,), False),
            ((ENOUGH - 1, ENOUGH), False),
            ((ENOUGH, ENOUGH - 1), False),
            ((ENOUGH, ENOUGH), True),
            ((ENOUGH, 5, 5), True),
        ],
    )
    def test_it_takes_enough_in_one_request_and_as_many_others(self, sizes: tuple[int, ...], is_enough: bool) -> None:
        desk = Desk(refusing(range(100), REFUSALS[400]))
        for number, size in enumerate(sizes):
            desk.send(*items(sum(sizes[:number]) + size)[-size:])
        desk.send(*self.LATER)
        assert told(desk.outcomes[sum(sizes) :]) == {("blocked", "rejected") if is_enough else ("published", None)}

    def test_others_that_are_refused_in_different_words_are_not_like_them(self) -> None:
        desk = Desk(lambda body: REFUSALS[400 if min(map(number_of, ids_in(body))) < 200 else 422])
        desk.send(*items(20))
        desk.send(*self.LATER)
        desk.send(*self.LAST[:1])
        assert told(desk.outcomes) == {("failed", "rejected")}

    def test_nor_are_those_that_were_refused_in_different_words(self) -> None:
        desk = Desk(refusing(range(20), REFUSALS[400], alone=True))
        desk.send(*items(20))
        desk.send(*self.LATER)
        assert told(desk.outcomes[20:]) == {("published", None)}

    @pytest.mark.parametrize("good", [0, 10, 19])
    def test_nor_are_all_but_one(self, good: int) -> None:
        desk = Desk(refusing(set(range(20)) - {good}, REFUSALS[400]))
        desk.send(*items(20))
        desk.send(*self.LATER)
        assert told(desk.outcomes[20:]) == {("published", None)}

    def test_nor_are_they_where_others_of_the_collection_went_live_before(self) -> None:
        desk = Desk(refusing(range(20), REFUSALS[400]))
        desk.send(*variants(item(100)))
        desk.send(*items(20))
        desk.send(*self.LATER)
        assert told(desk.outcomes[21:]) == {("published", None)}

    def test_nor_are_all_but_one_of_which_nothing_is_known(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            numbers = [number_of(item_id) for item_id in ids_in(body)]
            if numbers == [7]:
                return Reply(DOWN)
            return REFUSALS[400] if min(numbers) < 20 else everything(body)

        desk = Desk(rule)
        desk.send(*items(20))
        desk.send(*self.LATER)
        assert told(desk.outcomes[20:]) == {("published", None)}

    def test_it_says_nothing_of_another_locale_or_another_collection(self) -> None:
        desk = Desk(refusing(range(40), REFUSALS[400]))
        desk.send(*variants(*(item(number, FRENCH) for number in range(20))))
        desk.send(*variants(*(item(number, FRENCH) for number in range(20, 40))))
        desk.send(*variants(item(201, ENGLISH)))
        desk.send(*variants(item(202)))
        desk.send(*variants(item(203, FRENCH, of=collection(2))))
        desk.send(*variants(item(204, FRENCH)))
        assert [each.status for each in desk.outcomes[40:]] == [*[Status.PUBLISHED] * 3, Status.BLOCKED]

    @pytest.mark.parametrize("failure", [refusal(409, "Conflict: a reference is not published"), REFUSALS[500]])
    def test_what_may_be_over_later_is_sent_again(self, failure: Failure) -> None:
        others = collection(2)
        desk = Desk(lambda body: everything(body) if desk.ledger.published else failure)
        desk.send(*items(ENOUGH))
        assert told(desk.outcomes) == {("failed", failure.reason.value)}
        desk.settlement.resume()
        desk.ledger.keep([Outcome(variant, Status.PUBLISHED) for variant in variants(item(300, of=others))])
        desk.ledger.reopen()
        desk.send(*items(ENOUGH))
        assert told(desk.outcomes) == {("published", None)}


class TestWhatIsResolved:
    def test_a_refusal_is_where_each_item_was_good_alone(self) -> None:
        desk = Desk(lambda body: REFUSALS[413] if len(ids_in(body)) > 25 else everything(body))
        desk.send(*HUNDRED)
        assert told(desk.outcomes) == {("published", None)}
        assert desk.resolved == [REFUSALS[413].message]

    def test_it_is_where_the_items_that_were_not_published_were_no_reason_for_it(self) -> None:
        def rule(body: dict[str, Any]) -> Answer:
            kept = [each for each in ids_in(body) if each != identifier(3)]
            return REFUSALS[413] if len(kept) > 25 else {"publishedItemIds": kept}

        desk = Desk(rule)
        desk.send(*HUNDRED)
        assert told([desk.outcome(3)]) == {("failed", "no-answer")}
        assert desk.resolved == [REFUSALS[413].message]

    @pytest.mark.parametrize("alone", [False, True])
    def test_it_is_not_where_it_lay_in_an_item_whatever_is_said_of_that_alone(self, alone: bool) -> None:
        desk = Desk(refusing([3], REFUSALS[400], alone=alone))
        desk.send(*HUNDRED)
        assert desk.resolved == []


class TestInTheMidst:
    """Something ends the sending while a refused request is sent in parts."""

    @pytest.mark.parametrize("failure", [TOKEN, WHOLE[Reason.MISSING_SCOPE], LIMIT])
    def test_what_was_published_stays_so_and_everything_else_says_why_it_is_not(self, failure: Failure) -> None:
        answers: list[Answer] = [REFUSALS[400], {"publishedItemIds": [identifier(0), identifier(1)]}, Reply(failure)]
        desk = Desk(lambda _: answers[desk.transport.sent - 1])
        desk.send(*items(4))
        assert desk.transport.requests == [[0, 1, 2, 3], [0, 1], [2]]
        assert [each.status for each in desk.outcomes] == [Status.PUBLISHED] * 2 + [Status.FAILED] * 2
        assert [each.reason for each in desk.outcomes[2:]] == [failure.reason, Reason.REJECTED]
        assert desk.outcome(2).message == failure.message
        assert desk.outcome(3).message == (
            "Webflow refused the request that this was part of, and this was not sent alone. " + REFUSALS[400].message
        )

    def test_what_was_refused_with_others_and_not_sent_again_says_so(self) -> None:
        desk = Desk(everything)
        desk.settlement.settle(parcel_of(desk, *items(4)), Reply(REFUSALS[400]))
        for variant in items(4):
            outcome = desk.ledger.outcome_of(variant)
            assert outcome is not None
            assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.REJECTED)
            assert outcome.message.endswith(f"this was not sent alone. {REFUSALS[400].message}")

    def test_what_webflow_failed_at_with_others_is_in_doubt(self) -> None:
        desk = Desk(everything)
        desk.settlement.settle(parcel_of(desk, *items(4)), Reply(REFUSALS[500]))
        assert all(outcome.is_in_doubt for variant in items(4) if (outcome := desk.ledger.outcome_of(variant)))

    def test_a_part_that_may_have_been_published_is_not_called_refused(self) -> None:
        desk = Desk(everything)
        (part,) = desk.settlement.settle(parcel_of(desk, *items(4)), Reply(REFUSALS[400]))
        assert part.sending.begin()
        desk.ledger.doubt(part.batch.variants, Reason.CANCELLED, "It may be live or not")
        desk.settlement.halt = Reason.CANCELLED, "It was stopped"
        messages = [outcome.message for variant in items(4) if (outcome := desk.ledger.outcome_of(variant))]
        assert messages[:2] == ["It may be live or not"] * 2
        assert all("was part of" in message for message in messages[2:])

    def test_a_part_whose_answer_did_not_come_in_time_is_in_doubt(self) -> None:
        desk = Desk(everything)
        (part,) = desk.settlement.settle(parcel_of(desk, *items(4)), Reply(REFUSALS[400]))
        assert part.sending.begin()
        assert desk.settlement.settle(part, None) == []
        desk.settlement.halt = Reason.TIMED_OUT, "It was too late"
        for variant in items(2):
            outcome = desk.ledger.outcome_of(variant)
            assert outcome is not None
            assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.TIMED_OUT)
            assert outcome.message == (
                "This was sent, but the time limit of the run was reached before Webflow's answer came"
            )

    def test_a_request_that_could_not_be_sent_in_time_leaves_its_items_to_be_blocked(self) -> None:
        desk = Desk(everything)
        (batch,) = batches(items(2))
        assert desk.settlement.settle(desk.settlement.parcel(Step(0, batch)), Reply(TOO_LATE)) == []
        assert desk.settlement.halt == (Reason.TIMED_OUT, TOO_LATE.message)
        assert [desk.ledger.outcome_of(variant) for variant in items(2)] == [None, None]

    @given(st.integers(1, 30), st.sets(st.integers(0, 39), min_size=1), st.sampled_from([TOKEN, LIMIT, DOWN, None]))
    def test_wherever_it_ends_every_variant_has_one_outcome_and_it_is_true(
        self, requests: int, bad: set[int], failure: Failure | None
    ) -> None:
        rule = refusing(bad, REFUSALS[400])
        live: set[int] = set()

        def answered(body: dict[str, Any]) -> Answer:
            if desk.transport.sent >= requests:
                desk.settlement.halt = (Reason.CANCELLED, "It was stopped") if failure is None else None
                if failure:
                    return Reply(failure)
            answer = rule(body)
            live.update(map(number_of, ids_in(body)) if isinstance(answer, dict) else ())
            return answer

        desk = Desk(answered)
        desk.send(*items(40))
        assert [each.variant for each in desk.outcomes] == list(items(40))
        assert set(desk.published()) == live
        assert all(each.reason and each.message for each in desk.outcomes if each.status is Status.FAILED)


class TestTheHalt:
    """Why nothing more is sent."""

    @pytest.mark.parametrize(
        ("failure", "words"),
        [
            (TOKEN, "an earlier request was refused"),
            (WHOLE[Reason.MISSING_SCOPE], "an earlier request was refused"),
            (LIMIT, "the rate limit did not end"),
        ],
    )
    def test_it_is_told_of_what_was_not_sent(self, failure: Failure, words: str) -> None:
        desk = Desk(lambda _: Reply(failure))
        desk.send(one(1))
        assert desk.settlement.halt == (failure.reason, f"Not sent, because {words}. {failure.message}")

    @pytest.mark.parametrize("failure", [DOWN, WHOLE[Reason.MALFORMED]])
    def test_three_outages_in_a_row_are_one(self, failure: Failure) -> None:
        desk = Desk(lambda _: Reply(failure))
        for number in range(3):
            assert desk.settlement.halt is None
            desk.send(one(number))
        assert desk.settlement.halt == (
            failure.reason,
            f"Not sent, because 3 requests in a row failed. {failure.message}",
        )

    @pytest.mark.parametrize("answer", [{"publishedItemIds": []}, REFUSALS[400], WHOLE[Reason.NOT_FOUND]])
    def test_any_answer_in_between_begins_the_count_anew(self, answer: Answer) -> None:
        answers: Sequence[Answer] = [Reply(DOWN), Reply(DOWN), answer, Reply(DOWN), Reply(DOWN)]
        desk = Desk(lambda _: answers[desk.transport.sent - 1])
        for number in range(5):
            desk.send(*variants(item(number, of=collection(number + 1))))
        assert desk.settlement.halt is None

    def test_so_does_one_that_leaves_its_locale_open(self) -> None:
        desk = Desk(everything)
        for number in range(2):
            desk.settlement.settle(parcel_of(desk, one(number)), Reply(DOWN))
        desk.settlement.settle(parcel_of(desk, *variants(item(7, ENGLISH, FRENCH))), Reply(Published(frozenset(), ())))
        for number in range(2, 4):
            desk.settlement.settle(parcel_of(desk, one(number)), Reply(DOWN))
        assert desk.settlement.halt is None

    def test_what_webflow_fails_at_and_may_lie_in_an_item_is_no_outage_before_it_failed_for_long(self) -> None:
        desk = Desk(lambda _: REFUSALS[500])
        desk.send(*HUNDRED)
        assert desk.settlement.halt is not None
        assert desk.settlement.halt[0] is Reason.UNAVAILABLE
        assert desk.transport.sent <= 30

    def test_outages_of_requests_that_were_under_way_together_count_once(self) -> None:
        desk = Desk(everything)
        for _ in range(2):
            for parcel in [parcel_of(desk, one(number)) for number in range(8)]:
                desk.settlement.settle(parcel, Reply(DOWN))
        assert desk.settlement.halt is None
        desk.settlement.settle(parcel_of(desk, one(1)), Reply(DOWN))
        assert desk.settlement.halt is not None

    @pytest.mark.parametrize("size", [2, 5, ENOUGH - 1])
    def test_webflow_is_down_where_it_fails_at_each_item_of_several_small_requests(self, size: int) -> None:
        desk = Desk(lambda _: REFUSALS[500])
        for place in range(20):
            if not desk.settlement.halt:
                desk.send(*variants(*(item(100 * place + number, of=collection(place)) for number in range(size))))
        assert desk.settlement.halt is not None
        assert desk.transport.sent <= 100

    def test_it_is_not_down_where_others_go_live_in_between(self) -> None:
        desk = Desk(refusing(range(100), REFUSALS[500]))
        for number in range(20):
            desk.send(one(2 * number), one(2 * number + 1))
            desk.send(one(100 + number))
        assert desk.settlement.halt is None

    def test_after_a_new_beginning_the_count_is_a_new_one(self) -> None:
        desk = Desk(lambda _: Reply(DOWN))
        desk.send(one(1))
        desk.send(one(2))
        desk.settlement.resume()
        desk.send(one(3))
        desk.send(one(4))
        assert desk.settlement.halt is None
        desk.send(one(5))
        assert desk.settlement.halt is not None
        desk.settlement.resume()
        assert desk.settlement.halt is None

    def test_then_one_item_that_webflow_fails_at_holds_back_no_other(self) -> None:
        desk = Desk(refusing([100, *range(10)], REFUSALS[500]))
        for first in range(0, 10, 2):
            desk.send(one(first), one(first + 1))
        assert desk.settlement.halt is not None
        desk.settlement.resume()
        desk.send(*items(200)[100:])
        assert desk.settlement.halt is None
        assert desk.published() == list(range(101, 200))

    @pytest.mark.parametrize("later", [REFUSALS[400], LIMIT, DOWN, WHOLE[Reason.NOT_FOUND]])
    @pytest.mark.parametrize("first", [TOKEN, LIMIT])
    def test_what_is_answered_after_it_to_what_was_under_way_does_not_change_it(
        self, first: Failure, later: Failure
    ) -> None:
        desk = Desk(everything)
        parcels = [parcel_of(desk, one(number)) for number in range(2)]
        desk.settlement.settle(parcels[0], Reply(first))
        halt = desk.settlement.halt
        desk.settlement.settle(parcels[1], Reply(later))
        assert desk.settlement.halt == halt

    @pytest.mark.parametrize("later", [REFUSALS[400], LIMIT, WHOLE[Reason.NOT_FOUND]])
    def test_nor_does_it_change_that_there_was_an_outage(self, later: Failure) -> None:
        desk = Desk(everything)
        slow = parcel_of(desk, one(0))
        for number in range(1, 4):
            desk.settlement.settle(parcel_of(desk, one(number)), Reply(DOWN))
        desk.settlement.settle(slow, Reply(later))
        assert desk.settlement.halt == (
            Reason.UNAVAILABLE,
            f"Not sent, because 3 requests in a row failed. {DOWN.message}",
        )

    @pytest.mark.parametrize("later", [TOKEN, LIMIT])
    def test_nor_that_the_run_was_stopped(self, later: Failure) -> None:
        desk = Desk(everything)
        parcel = parcel_of(desk, one(1))
        desk.settlement.halt = Reason.CANCELLED, "It was stopped"
        desk.settlement.settle(parcel, Reply(later))
        assert desk.settlement.halt == (Reason.CANCELLED, "It was stopped")
        outcome = desk.ledger.outcome_of(one(1))
        assert outcome is not None
        assert outcome.reason is later.reason

    @pytest.mark.parametrize("halting", [LIMIT, DOWN])
    def test_a_request_that_is_refused_after_it_is_left_to_be_sent_again_where_that_may_be_over_soon(
        self, halting: Failure
    ) -> None:
        desk = Desk(everything)
        refused = parcel_of(desk, *HUNDRED)
        for number in range(200, 203):
            if not desk.settlement.halt:
                desk.settlement.settle(parcel_of(desk, one(number)), Reply(halting))
        assert desk.settlement.halt is not None
        assert desk.settlement.settle(refused, Reply(REFUSALS[400])) == []
        # One bad item must not hold back the others: none of them is done with.
        assert not any(desk.ledger.is_settled(variant) for variant in HUNDRED)
        outcome = desk.ledger.outcome_of(HUNDRED[0])
        assert outcome is not None
        assert outcome.message.endswith(REFUSALS[400].message)
