from __future__ import annotations

import pytest

from harness.publication import refusal
from harness.samples import ENGLISH, FRENCH, identifier, item, variants
from webflow_publish.accounting import account
from webflow_publish.batch import Batch, batches
from webflow_publish.manifest import Variant
from webflow_publish.reason import Reason
from webflow_publish.refusal import is_ambiguous, is_of_the_collection, is_of_the_locale, may_lie_in_an_item, words_of
from webflow_publish.webflow import Failure, Published

ONE, TWO = identifier(1), identifier(2)


def batch_of(*wanted: Variant) -> Batch:
    (batch,) = batches(wanted)
    return batch


PRIMARY = batch_of(*variants(item(1), item(2)))
FRENCH_ONLY = batch_of(*variants(item(1, FRENCH), item(2, FRENCH)))
TWO_LOCALES = batch_of(*variants(item(1, ENGLISH, FRENCH), item(2, ENGLISH)))

BAD_REQUEST = refusal(400, "Validation Error")
CONFLICT = refusal(409, "Conflict with server data")
TOO_LARGE = refusal(413, "Payload too large")
UNPROCESSABLE = refusal(422, "Unprocessable")
FAILED = refusal(500, "An internal error occurred")
OF_ITEMS = refusal(404, "One of the items was not found")
NOT_FOUND = refusal(404, "Requested resource not found: The collection cannot be found")
REFERENCE = refusal(409, "Conflict: something that is referenced is not published")
CHANGED = refusal(409, "Conflict: The collection structure changed since the last publish")
NEVER = refusal(409, "Conflict: The site is not published")
OUT_OF_SYNC = refusal(409, "Site is published to multiple domains at different times")
TOKEN = refusal(401, "Request not authorized")
SCOPE = refusal(403, "You are missing the following scopes - cms:write")
LIMIT = refusal(429, "Too Many Requests")
DOWN = refusal(503, "Service Unavailable")
GATEWAY = refusal(502, "Bad Gateway")
BROKEN = Failure(Reason.UNAVAILABLE, "The connection broke", retryable=True)
GARBLED = Failure(Reason.MALFORMED, "The answer is no JSON", 200, retryable=True)

PERHAPS_OF_AN_ITEM = [BAD_REQUEST, CONFLICT, TOO_LARGE, UNPROCESSABLE, FAILED, OF_ITEMS, REFERENCE]
OF_THE_COLLECTION = [CHANGED, NEVER, OUT_OF_SYNC]
OF_NO_ITEM = [NOT_FOUND, *OF_THE_COLLECTION, TOKEN, SCOPE, LIMIT, DOWN, GATEWAY, BROKEN, GARBLED]


def words(failure: Failure) -> str:
    return failure.message


def may_lie(failure: Failure, batch: Batch = PRIMARY) -> bool:
    return may_lie_in_an_item(failure, account(batch, failure))


class TestWhetherItMayLieInAnItem:
    @pytest.mark.parametrize("failure", PERHAPS_OF_AN_ITEM, ids=words)
    def test_a_refusal_of_what_was_sent_may_be_about_one_item_of_it(self, failure: Failure) -> None:
        assert may_lie(failure)

    @pytest.mark.parametrize("failure", OF_NO_ITEM, ids=words)
    def test_what_is_wrong_with_the_collection_the_token_or_the_service_lies_in_none(self, failure: Failure) -> None:
        assert not may_lie(failure)

    @pytest.mark.parametrize(
        "sentence",
        ["Item not found", "One of the items was not found", "ITEMS: not found", "Staging item ID x not found."],
    )
    def test_a_404_whose_words_speak_of_items_does(self, sentence: str) -> None:
        assert may_lie(refusal(404, sentence))

    @pytest.mark.parametrize("sentence", ["", "Requested resource not found", "Itemized bills are not found"])
    def test_a_404_whose_words_do_not_is_about_the_collection_or_the_locale(self, sentence: str) -> None:
        assert not may_lie(refusal(404, sentence))

    @pytest.mark.parametrize("status", [404, 409, 503])
    def test_what_names_an_item_of_the_request_lies_in_that(self, status: int) -> None:
        assert may_lie(refusal(status, f"Conflict: the structure of {ONE} changed"))

    @pytest.mark.parametrize("status", [404, 503])
    def test_what_names_something_else_does_not(self, status: int) -> None:
        assert not may_lie(refusal(status, f"{identifier(7)} is gone"))

    @pytest.mark.parametrize("status", [401, 403])
    def test_a_refused_token_lies_in_none_whatever_it_names(self, status: int) -> None:
        assert not may_lie(refusal(status, f"Not for {ONE}"))

    def test_without_an_answer_nothing_can_be_said_of_an_item(self) -> None:
        assert not may_lie(Failure(Reason.UNAVAILABLE, f"{ONE}: reset by peer", identifiers=frozenset({ONE})))


class TestWhetherItIsOfTheCollection:
    @pytest.mark.parametrize("failure", OF_THE_COLLECTION, ids=words)
    def test_a_changed_structure_a_site_that_is_not_live_and_its_domains_hold_for_the_collection(
        self, failure: Failure
    ) -> None:
        assert is_of_the_collection(failure, account(PRIMARY, failure))

    @pytest.mark.parametrize("failure", [*PERHAPS_OF_AN_ITEM, NOT_FOUND, TOKEN, SCOPE, LIMIT, DOWN, BROKEN], ids=words)
    def test_nothing_else_does(self, failure: Failure) -> None:
        assert not is_of_the_collection(failure, account(PRIMARY, failure))

    def test_what_names_an_item_holds_for_that_only(self) -> None:
        failure = refusal(409, f"Conflict: the structure of {ONE} changed")
        assert failure.reason is Reason.COLLECTION_CHANGED
        assert not is_of_the_collection(failure, account(PRIMARY, failure))


class TestWhetherItIsOfTheLocale:
    def test_a_404_holds_for_the_collection_in_that_locale(self) -> None:
        assert is_of_the_locale(NOT_FOUND, account(FRENCH_ONLY, NOT_FOUND))

    @pytest.mark.parametrize(
        "failure", [*(each for each in PERHAPS_OF_AN_ITEM), CHANGED, TOKEN, LIMIT, DOWN], ids=words
    )
    def test_nothing_else_does(self, failure: Failure) -> None:
        assert not is_of_the_locale(failure, account(FRENCH_ONLY, failure))

    def test_a_404_that_names_an_item_holds_for_that_only(self) -> None:
        failure = refusal(404, f"{ONE} not found")
        assert not is_of_the_locale(failure, account(FRENCH_ONLY, failure))


class TestWhetherItIsAmbiguous:
    """Webflow's answers never name a locale."""

    @pytest.mark.parametrize("batch", [PRIMARY, FRENCH_ONLY])
    @pytest.mark.parametrize("answer", [Published(frozenset({ONE}), ("bad",)), BAD_REQUEST, NOT_FOUND])
    def test_of_a_single_locale_it_is_plain_what_is_meant(self, batch: Batch, answer: Published | Failure) -> None:
        assert not is_ambiguous(batch, answer, account(batch, answer))

    def test_if_everything_was_published_it_is_plain(self) -> None:
        answer = Published(frozenset({ONE, TWO}), ())
        assert not is_ambiguous(TWO_LOCALES, answer, account(TWO_LOCALES, answer))

    @pytest.mark.parametrize(
        "answer",
        [
            Published(frozenset({ONE}), ()),
            Published(frozenset({ONE, TWO}), ("Something went wrong",)),
            Published(frozenset({ONE, TWO}), (f"{ONE} is archived",)),
            Published(frozenset(), ()),
        ],
    )
    def test_anything_else_leaves_open_which_locale_is_meant(self, answer: Published) -> None:
        assert is_ambiguous(TWO_LOCALES, answer, account(TWO_LOCALES, answer))

    @pytest.mark.parametrize(
        "failure", [BAD_REQUEST, CONFLICT, TOO_LARGE, UNPROCESSABLE, NOT_FOUND, OF_ITEMS, REFERENCE], ids=words
    )
    def test_a_refusal_may_be_about_one_of_the_locales(self, failure: Failure) -> None:
        assert is_ambiguous(TWO_LOCALES, failure, account(TWO_LOCALES, failure))

    @pytest.mark.parametrize("failure", [*OF_THE_COLLECTION, TOKEN, SCOPE, LIMIT, FAILED, DOWN, BROKEN], ids=words)
    def test_what_holds_for_all_of_them_is_plain(self, failure: Failure) -> None:
        assert not is_ambiguous(TWO_LOCALES, failure, account(TWO_LOCALES, failure))


class TestTheWords:
    def test_they_are_the_same_whichever_item_they_are_said_of(self) -> None:
        refusals = [refusal(400, f"Staging item ID {item_id} has no slug") for item_id in (ONE, TWO.upper())]
        assert {words_of(failure) for failure in refusals} == {"400 Bad Request: Staging item ID  has no slug"}

    def test_other_words_are_others(self) -> None:
        assert words_of(BAD_REQUEST) != words_of(CONFLICT)
