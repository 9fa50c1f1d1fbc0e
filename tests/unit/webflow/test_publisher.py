from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, identifier
from harness.transport import RuledTransport
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Published, Publisher, Reply, Sending, Unpublished
from webflow_publish.webflow.publisher import MOST_ERRORS

COLLECTION = "580e63fc8c9a982ac9b8b745"
ONE = identifier(1)


def answer(document: dict[str, Any]) -> Published | Failure:
    return Publisher(RuledTransport(lambda _: document)).publish(COLLECTION, [ONE], Sending()).answer


def test_items_in_the_primary_locale_are_named_by_their_ids_alone() -> None:
    transport = RuledTransport()
    Publisher(transport).publish(COLLECTION, [ONE, identifier(2)], Sending())
    assert transport.paths == [f"/collections/{COLLECTION}/items/publish"]
    assert transport.bodies == [{"itemIds": [ONE, identifier(2)]}]


def test_items_in_other_locales_are_named_with_them() -> None:
    transport = RuledTransport()
    Publisher(transport).publish_locales(COLLECTION, {ONE: [ENGLISH, FRENCH]}, Sending())
    assert transport.bodies == [{"items": [{"id": ONE, "cmsLocaleIds": [ENGLISH, FRENCH]}]}]


def test_requests_are_counted() -> None:
    publisher = Publisher(RuledTransport())
    publisher.publish(COLLECTION, [ONE], Sending())
    publisher.publish(COLLECTION, [ONE], Sending())
    assert publisher.requests == 2


def test_other_threads_are_told_how_it_fares() -> None:
    sendings = [Sending(), Sending()]
    publisher = Publisher(RuledTransport())
    publisher.publish(COLLECTION, [ONE], sendings[0])
    publisher.publish_locales(COLLECTION, {ONE: [ENGLISH]}, sendings[1])
    assert [sending.sent for sending in sendings] == [1, 1]


def test_both_lists_are_read() -> None:
    assert answer({"publishedItemIds": [ONE], "errors": ["bad"]}) == Published(frozenset({ONE}), ("bad",))


@pytest.mark.parametrize("document", [{}, {"publishedItemIds": None, "errors": None}, {"other": 1}])
def test_both_lists_may_be_missing_or_null(document: dict[str, Any]) -> None:
    assert answer(document) == Published(frozenset(), ())


@pytest.mark.parametrize("value", ["text", 1, {}, False, 0, ""])
@pytest.mark.parametrize("key", ["publishedItemIds", "errors"])
def test_anything_else_than_lists_is_malformed(key: str, value: object) -> None:
    failure = answer({key: value})
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.MALFORMED


def test_an_error_that_is_no_text_is_kept_as_json() -> None:
    assert answer({"errors": [{"id": ONE}, None, 5]}) == Published(frozenset(), (f'{{"id": "{ONE}"}}', "null", "5"))


def test_ids_that_are_no_texts_do_not_count() -> None:
    assert answer({"publishedItemIds": [1, None, [ONE], ONE.upper()]}) == Published(frozenset({ONE}), ())


def test_a_failure_and_what_was_overcome_are_passed_on() -> None:
    down = Failure(Reason.UNAVAILABLE, "503")
    attempt = Publisher(RuledTransport(lambda _: Reply(down, (down,)))).publish(COLLECTION, [ONE], Sending())
    assert attempt.answer is down
    assert attempt.overcome == (down,)


def test_words_without_either_list_are_an_error() -> None:
    assert answer({"message": "Something went wrong"}) == Published(frozenset(), ("Something went wrong",))


def test_an_error_that_comes_twice_is_one() -> None:
    assert answer({"errors": ["bad", "bad"]}) == Published(frozenset(), ("bad",))


def test_of_a_flood_of_errors_nothing_is_believed() -> None:
    result = answer({"publishedItemIds": [ONE], "errors": [str(number) for number in range(MOST_ERRORS + 1)]})
    assert isinstance(result, Failure)
    assert result.reason is Reason.MALFORMED
    assert isinstance(answer({"errors": [str(number) for number in range(MOST_ERRORS)]}), Published)


def test_a_long_error_is_read_to_its_end() -> None:
    assert answer({"errors": ["x" * 100_000 + ONE]}) == Published(frozenset(), ("x" * 100_000 + ONE,))


def test_a_token_in_an_error_is_hidden_however_json_writes_it() -> None:
    assert answer(json.loads(r'{"errors": ["\u0061-token-that-nobody-may-see"]}')) == Published(frozenset(), ("***",))


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


@given(st.fixed_dictionaries({}, optional={"publishedItemIds": JSON, "errors": JSON}))
def test_no_json_object_raises_or_counts_an_error_as_none(document: dict[str, Any]) -> None:
    result = answer(document)
    if isinstance(result, Published):
        assert bool(result.errors) == bool(document.get("errors"))
    else:
        assert result.reason is Reason.MALFORMED


class TestTakingDown:
    """All that a request names goes, or nothing, and the answer has no body that would matter."""

    def test_items_in_the_primary_locale_are_named_by_their_ids_alone(self) -> None:
        transport = RuledTransport(lambda _: {})
        reply = Publisher(transport).unpublish(COLLECTION, [ONE, identifier(2)], Sending())
        assert transport.paths == [f"/collections/{COLLECTION}/items/live"]
        assert transport.bodies == [{"items": [{"id": ONE}, {"id": identifier(2)}]}]
        assert reply.answer == Unpublished()

    def test_items_in_other_locales_are_named_with_them(self) -> None:
        transport = RuledTransport(lambda _: {"errors": ["whatever"]})
        reply = Publisher(transport).unpublish_locales(COLLECTION, {ONE: [ENGLISH, FRENCH]}, Sending())
        assert transport.bodies == [{"items": [{"id": ONE, "cmsLocaleIds": [ENGLISH, FRENCH]}]}]
        assert reply.answer == Unpublished()

    def test_a_failure_is_passed_on_with_what_was_overcome(self) -> None:
        down = Failure(Reason.UNAVAILABLE, "503", 503)
        reply = Publisher(RuledTransport(lambda _: Reply(down, (down,)))).unpublish(COLLECTION, [ONE], Sending())
        assert (reply.answer, reply.overcome) == (down, (down,))
