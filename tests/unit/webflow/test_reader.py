from __future__ import annotations

from typing import Any

import pytest

from harness.catalogue import COLLECTION, NOT_FOUND, Catalogue, document
from harness.samples import FRENCH, identifier
from harness.transport import ReadingTransport
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Heading, Page, Reader, Reply, Stage

SITE = "580e63e98c9a982ac9b8b741"


def reading(answer: dict[str, Any] | Failure) -> Reader:
    return Reader(ReadingTransport(lambda _path, _query: answer))


def page(answer: dict[str, Any]) -> Page | Failure:
    return reading(answer).page(COLLECTION, Stage.STAGED, None).answer


def reason(answer: object) -> Reason:
    assert isinstance(answer, Failure)
    return answer.reason


def test_a_page_is_asked_for_by_stage_locale_offset_ids_and_slug() -> None:
    transport = ReadingTransport(Catalogue([]))
    reader = Reader(transport)
    reader.page(COLLECTION, Stage.STAGED, None)
    reader.page(COLLECTION, Stage.LIVE, FRENCH, 200)
    reader.page(COLLECTION, Stage.STAGED, None, item_ids=[identifier(1), identifier(2)])
    reader.page(COLLECTION, Stage.STAGED, FRENCH, slug="hello-world")
    assert transport.requests == [
        (f"/collections/{COLLECTION}/items", {"limit": "100"}),
        (f"/collections/{COLLECTION}/items/live", {"limit": "100", "offset": "200", "cmsLocaleId": FRENCH}),
        (
            f"/collections/{COLLECTION}/items",
            {"limit": "100", "filter[id][in]": f"{identifier(1)},{identifier(2)}"},
        ),
        (f"/collections/{COLLECTION}/items", {"limit": "100", "slug": "hello-world", "cmsLocaleId": FRENCH}),
    ]


def test_an_item_is_asked_for_by_stage_and_locale() -> None:
    transport = ReadingTransport(Catalogue([document(1)]))
    reader = Reader(transport)
    reader.item(COLLECTION, Stage.STAGED, None, identifier(1))
    reader.item(COLLECTION, Stage.LIVE, FRENCH, identifier(1))
    assert transport.requests == [
        (f"/collections/{COLLECTION}/items/{identifier(1)}", {}),
        (f"/collections/{COLLECTION}/items/{identifier(1)}/live", {"cmsLocaleId": FRENCH}),
    ]


def test_a_page_has_its_items_in_order_and_the_length_of_the_list() -> None:
    read = page({"items": [document(2), document(1)], "pagination": {"total": 250}})
    assert isinstance(read, Page)
    assert [item.id for item in read.items] == [identifier(2), identifier(1)]
    assert read.total == 250


@pytest.mark.parametrize("pagination", [None, [], {}, 5, *({"total": total} for total in (None, "5", -1, True, 2.5))])
def test_a_list_may_say_nothing_sensible_of_its_length(pagination: object) -> None:
    assert page({"items": [], "pagination": pagination}) == Page((), None)
    assert page({"items": []}) == Page((), None)


@pytest.mark.parametrize("items", [None, {}, "items", 5, [None], [{}], [document(1), document(2, fieldData=None)]])
def test_a_page_with_something_else_than_items_is_malformed(items: object) -> None:
    assert reason(page({"items": items})) is Reason.MALFORMED
    assert reason(page({})) is Reason.MALFORMED


def test_a_page_may_have_more_items_than_were_asked_for() -> None:
    read = page({"items": [document(number) for number in range(150)]})
    assert isinstance(read, Page)
    assert len(read.items) == 150


def test_an_item_is_the_one_that_was_asked_for() -> None:
    reader = reading(document(1))
    assert reader.item(COLLECTION, Stage.STAGED, None, identifier(1)).answer == page_item(document(1))
    assert reason(reader.item(COLLECTION, Stage.STAGED, None, identifier(2)).answer) is Reason.MALFORMED
    assert reason(reading({}).item(COLLECTION, Stage.STAGED, None, identifier(2)).answer) is Reason.MALFORMED


def page_item(written: dict[str, Any]) -> object:
    read = page({"items": [written]})
    assert isinstance(read, Page)
    return read.items[0]


def test_a_collection_is_the_one_that_was_asked_for() -> None:
    transport = ReadingTransport(lambda _path, _query: {"id": COLLECTION, "slug": "posts", "fields": []})
    schema = Reader(transport).schema(COLLECTION).answer
    assert not isinstance(schema, Failure)
    assert schema.slug == "posts"
    assert transport.requests == [(f"/collections/{COLLECTION}", {})]
    assert reason(Reader(transport).schema(identifier(1)).answer) is Reason.MALFORMED
    assert reason(reading({"id": COLLECTION}).schema(COLLECTION).answer) is Reason.MALFORMED


def test_a_site_is_the_one_that_was_asked_for() -> None:
    transport = ReadingTransport(lambda _path, _query: {"id": SITE})
    site = Reader(transport).site(SITE).answer
    assert not isinstance(site, Failure)
    assert site.id == SITE
    assert transport.requests == [(f"/sites/{SITE}", {})]
    assert reason(Reader(transport).site(identifier(1)).answer) is Reason.MALFORMED
    assert reason(reading({"sites": []}).site(SITE).answer) is Reason.MALFORMED


@pytest.mark.parametrize("entry", [{"id": "x"}, None, 5])
def test_without_a_site_that_cannot_be_read_another_would_look_like_the_only_one(entry: object) -> None:
    assert reason(reading({"sites": [{"id": SITE}, entry]}).sites().answer) is Reason.MALFORMED


def test_the_sites_of_a_token_are_read_with_their_names() -> None:
    entries = [{"id": SITE.upper(), "shortName": "bakery"}, {"id": identifier(1)}]
    transport = ReadingTransport(lambda _path, _query: {"sites": entries})
    sites = Reader(transport).sites().answer
    assert not isinstance(sites, Failure)
    assert [(site.id, site.short_name) for site in sites] == [(SITE, "bakery"), (identifier(1), "")]
    assert transport.requests == [("/sites", {})]


@pytest.mark.parametrize("sites", [None, {}, "bakery", 5])
def test_sites_that_are_no_list_are_malformed(sites: object) -> None:
    assert reason(reading({"sites": sites}).sites().answer) is Reason.MALFORMED


def test_the_collections_of_a_site_are_those_that_can_be_read() -> None:
    entries = [{"id": COLLECTION.upper(), "slug": "posts"}, {"id": "x", "slug": "y"}, {"id": identifier(1)}, None, 5]
    transport = ReadingTransport(lambda _path, _query: {"collections": entries})
    assert Reader(transport).headings(SITE) == Reply((Heading(COLLECTION, "posts", "posts"),))
    assert transport.requests == [(f"/sites/{SITE}/collections", {})]


@pytest.mark.parametrize("collections", [None, {}, "posts", 5])
def test_collections_that_are_no_list_are_malformed(collections: object) -> None:
    assert reason(reading({"collections": collections}).headings(SITE).answer) is Reason.MALFORMED


def test_a_failure_and_what_was_overcome_are_passed_on() -> None:
    down = Failure(Reason.UNAVAILABLE, "503", retryable=True)
    reader = Reader(ReadingTransport(lambda _path, _query: Reply(NOT_FOUND, (down,))))
    assert reader.schema(COLLECTION) == Reply(NOT_FOUND, (down,))
    reader = Reader(ReadingTransport(lambda _path, _query: Reply({"collections": []}, (down,))))
    assert reader.headings(SITE) == Reply((), (down,))


def test_what_is_good_to_know_is_asked_once_and_what_is_needed_again_and_again() -> None:
    transport = ReadingTransport(lambda _path, _query: NOT_FOUND)
    reader = Reader(transport)
    reader.page(COLLECTION, Stage.STAGED, None)
    reader.item(COLLECTION, Stage.LIVE, None, identifier(1))
    reader.schema(COLLECTION)
    reader.sites()
    reader.headings(SITE)
    assert (len(transport.requests), transport.once) == (5, [])
    reader.site(SITE)
    reader.headings(SITE, once=True)
    assert transport.once == [f"/sites/{SITE}", f"/sites/{SITE}/collections"]


def test_what_the_transport_knows_can_be_read() -> None:
    transport = ReadingTransport(lambda _path, _query: NOT_FOUND, rate_limit=120)
    reader = Reader(transport)
    reader.site(SITE)
    assert (reader.requests, reader.rate_limit) == (1, 120)
