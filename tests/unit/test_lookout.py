from __future__ import annotations

from dataclasses import replace

import pytest

from harness.results import failed, pending, published, unchanged
from harness.samples import ENGLISH, FRENCH, collection, item, leaving
from harness.webflow import Webflow
from webflow_publish.change import Change
from webflow_publish.lookout import MOST_UNCHANGED, confirmations, to_be_seen, unreadable
from webflow_publish.outcome import DONE, Status
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure

LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden: missing cms:read", 403)
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)


def test_only_a_token_that_may_not_read_hides_what_could_not_be_read() -> None:
    keys = [each.variant.key for each in unchanged(item(1), item(2))]
    assert not unreadable({keys[0]: DOWN})
    assert set(unreadable({keys[0]: DOWN, keys[1]: LACKING})) == set(keys)


def test_what_was_done_is_looked_at_and_what_failed_is_not() -> None:
    done = published(item(1), leaving(2))
    assert to_be_seen([*done, *failed(Reason.REJECTED, "x", item(3))], DONE, {}) == done


def test_what_is_hidden_is_not_looked_at() -> None:
    (hidden,), (seen,) = published(item(1)), published(item(2))
    assert to_be_seen([hidden, seen], DONE, {hidden.variant.key: LACKING}) == [seen]


@pytest.mark.parametrize(("count", "are_seen"), [(MOST_UNCHANGED, True), (MOST_UNCHANGED + 1, False)])
def test_what_was_live_already_is_looked_at_as_long_as_that_is_not_too_much(count: int, are_seen: bool) -> None:
    outcomes = unchanged(*(item(number) for number in range(count)))
    assert to_be_seen(outcomes, DONE, {}) == (outcomes if are_seen else [])


def test_what_was_off_the_live_site_already_was_seen_to_be() -> None:
    assert to_be_seen(unchanged(leaving(1)), DONE, {}) == []


def test_reading_back_takes_a_request_for_each_hundred_of_a_collection_in_a_locale() -> None:
    many = pending(Change.NEW, *(item(number, ENGLISH) for number in range(101)))
    others = pending(Change.NEW, item(1, FRENCH), item(2, of=collection(2)))
    lookup = Webflow().lookup()
    assert confirmations(many, {}, lookup) == 2
    assert confirmations([*many, *others], {}, lookup) == 4
    assert confirmations([replace(each, status=Status.FAILED) for each in many], {}, lookup) == 0
