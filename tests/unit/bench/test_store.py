from __future__ import annotations

import pytest

from bench import site
from bench.server.settings import Settings
from bench.server.store import Store

FIRST, SECOND, THIRD, FOURTH = site.identifiers(4)
ELSEWHERE = "65e0000000000000000000f1"


@pytest.fixture
def store() -> Store:
    """Four items, of which every other one was deleted: the second and the fourth."""
    return Store(Settings(items=4, deleted=2))


def test_at_first_nothing_is_live_and_what_was_deleted_is_not_there(store: Store) -> None:
    assert store.staged() == [FIRST, THIRD]
    assert store.live() == []
    assert store.not_live() == [FIRST, SECOND, THIRD, FOURTH]


def test_what_is_published_is_live_and_the_answer_says_so(store: Store) -> None:
    assert store.publish({THIRD: ()}) == {"publishedItemIds": [THIRD], "errors": []}
    assert store.live() == [THIRD]
    assert store.not_live() == [FIRST, SECOND, FOURTH]


def test_what_was_deleted_is_an_error_and_holds_back_nothing_else(store: Store) -> None:
    error = f"Staging item ID {SECOND} not found."
    assert store.publish({SECOND: (), FIRST: ()}) == {"publishedItemIds": [FIRST], "errors": [error]}
    assert store.live() == [FIRST]


def test_another_locale_than_the_sites_is_an_error(store: Store) -> None:
    answer = store.publish({FIRST: [ELSEWHERE]})
    assert answer["publishedItemIds"] == []
    assert ELSEWHERE in answer["errors"][0]
    assert store.live() == []


def test_a_staged_item_is_queued_until_it_is_published(store: Store) -> None:
    shown = store.shown(FIRST, live=False)
    assert (shown["lastPublished"], shown["isDraft"], shown["isArchived"]) == (None, False, False)
    store.publish({FIRST: [site.LOCALE]})
    shown = store.shown(FIRST, live=False)
    assert shown["lastPublished"] > shown["lastUpdated"]


def test_each_publishing_has_a_later_date(store: Store) -> None:
    dates = []
    for _ in range(2):
        store.publish({FIRST: ()})
        dates.append(store.shown(FIRST, live=True)["lastPublished"])
    assert dates[0] < dates[1]


def test_the_live_item_has_the_content_of_the_staged_one_and_the_date_of_its_publishing(store: Store) -> None:
    store.publish({FIRST: ()})
    live, staged = store.shown(FIRST, live=True), store.shown(FIRST, live=False)
    assert live["fieldData"] == staged["fieldData"]
    assert live["lastUpdated"] == live["lastPublished"] == staged["lastPublished"]
