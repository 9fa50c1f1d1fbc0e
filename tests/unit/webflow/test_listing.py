from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.catalogue import COLLECTION, ITEMS, NOT_FOUND, Catalogue, document
from harness.samples import ENGLISH, FRENCH, identifier
from harness.transport import Answer, ReadingTransport
from webflow_publish.reason import Reason
from webflow_publish.webflow import Content, Failure, Reader
from webflow_publish.webflow.listing import Place, read_lists
from webflow_publish.workers import Workers

HERE: list[Place] = [(COLLECTION, None)]
REFUSED = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)


def read(
    rule: Callable[[str, dict[str, str]], Answer],
    places: list[Place] = HERE,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[list[tuple[Content, ...] | Failure], ReadingTransport]:
    transport = ReadingTransport(rule)
    return read_lists(Reader(transport), Workers(4), places, told), transport


def items(answer: tuple[Content, ...] | Failure) -> list[str]:
    assert not isinstance(answer, Failure)
    return [each.id for each in answer]


@given(count=st.integers(0, 950), counts=st.booleans())
def test_every_item_of_a_list_is_there_once_and_in_order_whether_its_length_is_told_or_not(
    count: int, counts: bool
) -> None:
    [answer], transport = read(Catalogue([document(number) for number in range(count)], counts=counts))
    assert items(answer) == [identifier(number) for number in range(count)]
    assert transport.sent <= -(-count // 100) + 1


def test_no_more_is_kept_of_an_item_than_is_wanted() -> None:
    [answer], _ = read(Catalogue([document(1)]))
    assert not isinstance(answer, Failure)
    assert (answer[0].name, answer[0].slug, answer[0].fields) == ("Item 1", "item-1", {})


def test_it_is_told_as_it_goes_on() -> None:
    heard: list[tuple[int, int]] = []
    read(Catalogue([document(number) for number in range(350)]), told=lambda *each: heard.append(each))
    assert heard[-1] == (350, 350)
    assert (100, 350) in heard
    assert all(done <= total for done, total in heard)


def test_each_list_is_asked_for_in_its_locale_and_items_of_another_are_left_out() -> None:
    def rule(_path: str, query: dict[str, str]) -> Answer:
        assert query.get("cmsLocaleId") in {None, FRENCH}
        return {"items": [document(1, cmsLocaleId=FRENCH), document(2, cmsLocaleId=ENGLISH), document(3)]}

    [primary, french], _ = read(rule, [(COLLECTION, None), (COLLECTION, FRENCH)])
    assert items(primary) == [identifier(1), identifier(2), identifier(3)]
    assert items(french) == [identifier(1), identifier(3)]


def test_a_list_that_cannot_be_read_does_not_hold_back_the_others() -> None:
    good = Catalogue([document(1)])
    other = "580e63fc8c9a982ac9b8b746"
    [answer, failed], _ = read(
        lambda path, query: good(path, query) if path == ITEMS else NOT_FOUND, [(COLLECTION, None), (other, None)]
    )
    assert items(answer) == [identifier(1)]
    assert failed == NOT_FOUND


def test_after_a_refusal_of_the_token_nothing_more_is_asked() -> None:
    transport = ReadingTransport(lambda _path, _query: REFUSED)
    places: list[Place] = [(f"580e63fc8c9a982ac9b8b{number:03x}", None) for number in range(50)]
    assert read_lists(Reader(transport), Workers(1), places) == [REFUSED] * 50
    assert transport.sent == 1


@pytest.mark.parametrize("counts", [True, False])
def test_a_list_that_does_not_end_is_given_up(counts: bool) -> None:
    page = [document(number) for number in range(100)]

    def endless(_path: str, query: dict[str, str]) -> dict[str, Any]:
        total = int(query.get("offset", "0")) + 1000
        return {"items": page, "pagination": {"total": total} if counts else {}}

    [answer], _ = read(endless)
    assert isinstance(answer, Failure)
    assert answer.reason is Reason.MALFORMED
