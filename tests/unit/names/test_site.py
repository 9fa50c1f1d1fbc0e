from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from harness.samples import FILE, collection, identifier
from harness.webflow import Webflow
from webflow_publish.complaint import Complaint
from webflow_publish.manifest import Collection
from webflow_publish.names.site import Sites
from webflow_publish.problem import Place, Problem
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Heading, Reader, Site

BAKERY, MILL = "580e63e98c9a982ac9b8b741", "580e63e98c9a982ac9b8b742"
POSTS, PEOPLE = collection(1).id, collection(2).id
AT_TOP = Place(FILE, 2, 7)
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden: missing sites:read", 403)


class Bench:
    """The sites of a token: so many of the two."""

    def __init__(self, count: int = 1, *collections: dict[str, Any]) -> None:
        self.webflow = Webflow()
        sites = [
            {"id": BAKERY, "shortName": "bakery", "displayName": "Bakery"},
            {"id": MILL, "shortName": "the-mill", "displayName": "Mill"},
        ]
        self.webflow.answer("/sites", {"sites": sites[:count]})
        listed = collections or ({"id": POSTS, "slug": "blog", "displayName": "Blog"}, {"id": PEOPLE, "slug": "people"})
        self.webflow.answer(f"/sites/{BAKERY}/collections", {"collections": [*listed]})
        self.sites = Sites(Reader(self.webflow), self.webflow.lookup())

    def site(self, name: str | None) -> Site | Problem | Failure:
        return self.sites.site_of(wanted("blog", name))

    def heading(self, slug: str) -> Heading | Problem | Failure:
        site = self.site(BAKERY)
        assert isinstance(site, Site)
        return self.sites.found(wanted(slug), site)


def wanted(slug: str, site: str | None = None) -> Collection:
    place = AT_TOP if site else None
    return replace(collection(1), id=slug, slug=slug, is_found=False, site=site, site_place=place)


def told(found: object) -> tuple[str, str, Place | None]:
    assert isinstance(found, Problem)
    return found.message, found.hint, found.place


class TestWhichSite:
    @pytest.mark.parametrize("name", [None, BAKERY, "bakery"])
    def test_the_only_one_needs_no_name(self, name: str | None) -> None:
        site = Bench().site(name)
        assert isinstance(site, Site)
        assert site.id == BAKERY

    @pytest.mark.parametrize("name", [MILL, "the-mill"])
    def test_of_several_it_is_the_one_with_the_id_or_the_short_name(self, name: str) -> None:
        site = Bench(2).site(name)
        assert isinstance(site, Site)
        assert site.id == MILL

    def test_of_several_none_is_taken_for_granted(self) -> None:
        message, hint, place = told(Bench(2).site(None))
        assert message == "The token sees 2 sites, and nothing says to which one the collection belongs."
        assert hint == "Write `site:` at the top of the file. The sites are: `bakery` (`Bakery`), `the-mill` (`Mill`)."
        assert place == collection(1).place

    @pytest.mark.parametrize(
        ("name", "message", "hint"),
        [
            ("Bakery", "with the short name `Bakery`", "Did you mean `bakery` (`Bakery`)?"),
            ("miller", "with the short name `miller`", "It sees: `bakery` (`Bakery`), `the-mill` (`Mill`)."),
            (POSTS, f"with the ID `{POSTS}`", "It sees: `bakery` (`Bakery`), `the-mill` (`Mill`)."),
        ],
    )
    def test_one_that_is_not_there_is_told_where_it_is_written(self, name: str, message: str, hint: str) -> None:
        assert told(Bench(2).site(name)) == (f"The token sees no site {message}.", hint, AT_TOP)

    @pytest.mark.parametrize("name", [None, "bakery"])
    def test_a_token_that_sees_none_is_told(self, name: str | None) -> None:
        assert told(Bench(0).site(name))[0].startswith("The token sees no site")

    def test_one_that_cannot_be_read_is_not_left_out(self) -> None:
        bench = Bench()
        bench.webflow.answer("/sites", {"sites": [{"id": BAKERY, "shortName": "bakery"}, {"id": "nonsense"}]})
        site = bench.site(None)
        assert isinstance(site, Failure)
        assert site.reason is Reason.MALFORMED


class TestCollections:
    def test_one_is_found_by_its_slug(self) -> None:
        assert Bench().heading("blog") == Heading(POSTS, "Blog", "blog")

    @pytest.mark.parametrize(
        ("slug", "hint"),
        [
            ("Blog", "Did you mean `blog` (`Blog`)?"),
            ("menu", "Its collections are: `blog` (`Blog`), `people`."),
        ],
    )
    def test_one_that_is_not_there_is_told_with_those_that_may_be_meant(self, slug: str, hint: str) -> None:
        message = f"The site `bakery` (`Bakery`) has no collection with the slug `{slug}`."
        assert told(Bench().heading(slug)) == (message, hint, collection(1).place)

    def test_a_slug_of_two_is_that_of_none(self) -> None:
        twins = [{"id": POSTS, "slug": "blog", "displayName": "Old"}, {"id": PEOPLE, "slug": "blog"}]
        message, hint, _ = told(Bench(1, *twins).heading("blog"))
        assert message == "The slug `blog` is that of several collections of the site `bakery` (`Bakery`)."
        assert hint == f"Write the `id` of the one that is meant: `{POSTS}` (`Old`), `{PEOPLE}` (`blog`)."

    def test_a_name_that_never_ends_is_cut(self) -> None:
        found = Bench(1, {"id": POSTS, "slug": "blog", "displayName": "x" * 10_000}).heading("blog")
        assert isinstance(found, Heading)
        assert len(found.name) == 256


class TestRequests:
    def test_each_thing_is_asked_for_once(self) -> None:
        bench = Bench()
        for slug in ("blog", "people", "blog"):
            bench.heading(slug)
        assert bench.webflow.paths == ["/sites", f"/sites/{BAKERY}/collections"]

    @pytest.mark.parametrize("failure", [DOWN, LACKING])
    def test_a_failure_is_that_of_all_that_is_asked_for(self, failure: Failure) -> None:
        bench = Bench()
        bench.webflow.on("/sites", lambda: failure)
        assert bench.site(None) == bench.site("bakery") == failure
        assert bench.webflow.paths == ["/sites"]

    def test_so_is_one_of_the_collections(self) -> None:
        bench = Bench()
        bench.webflow.on("/collections", lambda: DOWN)
        assert bench.heading("blog") == bench.heading("people") == DOWN
        assert len(bench.webflow.paths) == 2

    def test_what_was_overcome_is_told(self) -> None:
        bench = Bench()
        bench.webflow.overcome = (DOWN,)
        bench.heading("blog")
        assert bench.sites.resolved == [Complaint(wanted("blog", BAKERY), Reason.UNAVAILABLE, DOWN.message)]

    def test_the_sites_that_were_read_are_known(self) -> None:
        bench = Bench(2)
        assert bench.sites.known == {}
        bench.site("bakery")
        assert set(bench.sites.known) == {BAKERY, MILL}


def test_an_item_id_is_no_site() -> None:
    assert isinstance(Bench().site(identifier(1)), Problem)
