from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from harness.catalogue import NOT_FOUND
from harness.samples import ENGLISH, FRENCH, collection, item, variants
from harness.webflow import CHANGED, Webflow
from webflow_publish.address import addressed
from webflow_publish.manifest import Collection
from webflow_publish.outcome import Outcome, Status
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Reader, Site, Stage

SITE, OTHER = "580e63e98c9a982ac9b8b741", "580e63e98c9a982ac9b8b742"
LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden: missing sites:read", 403)


def of_site(number: int = 1, site: str | None = SITE) -> Collection:
    return replace(collection(number), site=site)


def published(number: int, *locales: str, of: Collection | None = None, **changes: Any) -> list[Outcome]:
    """Outcomes of an item that was read before it was published."""
    webflow = Webflow()
    webflow.put(Stage.STAGED, number, **CHANGED, **changes)
    staged = webflow.content(number)
    return [Outcome(each, Status.PUBLISHED, staged=staged) for each in variants(item(number, *locales, of=of))]


class Bench:
    """Sites whose collections have slugs."""

    def __init__(self, *sites: str) -> None:
        self.webflow = Webflow()
        self.notes: list[str] = []
        for site in sites or (SITE,):
            described = {
                "id": site,
                "shortName": f"bakery-{site[-1]}",
                "lastPublished": "2026-11-12T09:00:00.000Z",
                "locales": {
                    "primary": {"cmsLocaleId": ENGLISH},
                    "secondary": [{"cmsLocaleId": FRENCH, "subdirectory": "fr-ca", "enabled": True}],
                },
            }
            slugs = [{"id": collection(number).id, "slug": f"list-{number}"} for number in (1, 2)]
            self.webflow.answer(f"/sites/{site}", described)
            self.webflow.answer(f"/sites/{site}/collections", {"collections": slugs})

    def addresses(self, *outcomes: Outcome) -> list[str | None]:
        told = addressed(outcomes, Reader(self.webflow), self.webflow.lookup(), self.notes.append)
        assert [replace(each, address=None) for each in told] == list(outcomes)
        return [each.address for each in told]


def test_an_address_is_made_of_domain_collection_and_item() -> None:
    bench = Bench()
    assert bench.addresses(*published(1, of=of_site())) == ["https://bakery-1.webflow.io/list-1/item-1"]


def test_a_secondary_locale_has_its_own_folder() -> None:
    bench = Bench()
    assert bench.addresses(*published(1, ENGLISH, FRENCH, of=of_site())) == [
        "https://bakery-1.webflow.io/list-1/item-1",
        "https://bakery-1.webflow.io/fr-ca/list-1/item-1",
    ]


def test_a_locale_that_the_site_does_not_have_has_no_address() -> None:
    bench = Bench()
    assert bench.addresses(*published(1, "653fd9af6a07fc9cfd7a5e58", of=of_site())) == [None]


def test_it_takes_two_requests_a_site() -> None:
    bench = Bench(SITE, OTHER)
    outcomes = [
        *published(1, of=of_site(1)),
        *published(2, of=of_site(2)),
        *published(3, of=of_site(3, OTHER)),
        *published(4, of=of_site(2, OTHER)),
    ]
    assert bench.addresses(*outcomes) == [
        "https://bakery-1.webflow.io/list-1/item-1",
        "https://bakery-1.webflow.io/list-2/item-2",
        None,
        "https://bakery-2.webflow.io/list-2/item-4",
    ]
    assert bench.webflow.paths == [f"/sites/{site}{what}" for site in (SITE, OTHER) for what in ("", "/collections")]
    assert bench.notes == []


@pytest.mark.parametrize("outcomes", [[], published(1)])
def test_without_a_site_nothing_is_read(outcomes: list[Outcome]) -> None:
    bench = Bench()
    assert bench.addresses(*outcomes) == [None] * len(outcomes)
    assert bench.webflow.asked == []


@pytest.mark.parametrize("status", [Status.UNCHANGED, Status.PENDING, Status.FAILED, Status.BLOCKED])
def test_only_what_was_published_has_an_address(status: Status) -> None:
    bench = Bench()
    (outcome,) = published(1, of=of_site())
    assert bench.addresses(replace(outcome, status=status)) == [None]
    assert bench.webflow.asked == []


def test_an_item_that_was_not_read_has_no_address() -> None:
    bench = Bench()
    (outcome,) = published(1, of=of_site())
    assert bench.addresses(replace(outcome, staged=None)) == [None]
    assert bench.webflow.asked == []


def test_an_item_without_a_slug_has_no_address() -> None:
    bench = Bench()
    assert bench.addresses(*published(1, of=of_site(), slug=None)) == [None]
    assert bench.webflow.asked == []


@pytest.mark.parametrize(("ending", "requests"), [(SITE, 1), ("/collections", 2)])
def test_where_the_site_cannot_be_read_there_are_no_addresses_and_it_is_not_tried_again(
    ending: str, requests: int
) -> None:
    bench = Bench()
    bench.webflow.on(ending, lambda: LACKING)
    outcomes = [*published(1, of=of_site()), *published(2, of=of_site())]
    assert bench.addresses(*outcomes) == [None, None]
    assert len(bench.webflow.asked) == requests
    assert bench.notes == [
        "There are no links to live pages, because the site could not be read. 403 Forbidden: missing sites:read."
    ]


def test_each_site_that_cannot_be_read_is_told_and_the_others_have_their_addresses() -> None:
    bench = Bench(SITE, OTHER)
    bench.webflow.on(f"/sites/{SITE}", lambda: replace(NOT_FOUND, message="It is so."))
    outcomes = [*published(1, of=of_site(1)), *published(2, of=of_site(2, OTHER))]
    assert bench.addresses(*outcomes) == [None, "https://bakery-2.webflow.io/list-2/item-2"]
    assert bench.notes == ["There are no links to live pages, because the site could not be read. It is so."]


def test_where_the_token_may_read_no_site_the_others_are_not_asked_for() -> None:
    bench = Bench(SITE, OTHER)
    bench.webflow.on(f"/sites/{SITE}", lambda: LACKING)
    outcomes = [*published(1, of=of_site(1)), *published(2, of=of_site(2, OTHER))]
    assert bench.addresses(*outcomes) == [None, None]
    assert bench.webflow.paths == [f"/sites/{SITE}"]
    assert len(bench.notes) == 2


def test_a_site_that_was_read_before_is_not_read_again() -> None:
    bench = Bench()
    reader, lookup = Reader(bench.webflow), bench.webflow.lookup()
    site = reader.site(SITE).answer
    assert isinstance(site, Site)
    before = len(bench.webflow.paths)
    (told,) = addressed(published(1, of=of_site()), reader, lookup, bench.notes.append, {SITE: site})
    assert told.address == "https://bakery-1.webflow.io/list-1/item-1"
    assert bench.webflow.paths[before:] == [f"/sites/{SITE}/collections"]


def test_a_page_of_an_item_that_was_named_is_that_of_its_slug_in_webflow() -> None:
    (outcome,) = published(1, FRENCH, of=of_site(), slug="seigle")
    given = replace(outcome, variant=replace(outcome.variant, item=replace(outcome.variant.item, slug="rye")))
    assert Bench().addresses(given) == ["https://bakery-1.webflow.io/fr-ca/list-1/seigle"]
