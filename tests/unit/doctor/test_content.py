from __future__ import annotations

from dataclasses import replace

import pytest

from webflow_publish.doctor import content
from webflow_publish.doctor.check import State
from webflow_publish.doctor.facts import Facts
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.problem import Place, Problem
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Heading, Locale, Site

LOCALES = tuple(
    Locale(f"653ad57de882f528b32e81{number:02x}", tag, tag, is_enabled=True, is_primary=not number, subdirectory=tag)
    for number, tag in enumerate(["en", "fr"])
)
BAKERY = Site("580e63e98c9a982ac9b8b741", None, LOCALES, short_name="bakery")
POSTS, PAGES = (
    Heading(f"580e63fc8c9a982ac9b8b74{end}", slug.title(), slug) for end, slug in ((5, "posts"), (6, "pages"))
)
MISSING = Failure(Reason.NOT_FOUND, "404 Not Found", 404)
LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden", 403)


def manifest(text: str) -> Manifest:
    read = read_manifest([("m.yml", f"version: 1\n{text}".encode())])
    assert isinstance(read, Manifest), read
    return read


TWO = manifest(f"collections:\n  - slug: posts\n    items: [a, b]\n  - id: {PAGES.id}\n    items: [c]\n")
SEEN = Facts(
    sites=(BAKERY,),
    site=BAKERY,
    headings=(POSTS, PAGES),
    totals={POSTS.id: 1200, PAGES.id: 3},
    rate_limit=120,
    manifest=TWO,
)


class TestManifest:
    def test_a_valid_one_is_told_by_what_it_lists(self) -> None:
        assert content.manifest(SEEN).message == "It is valid: 3 items in 2 collections, from 1 file."

    def test_where_there_is_none_the_way_to_a_first_one_is_told(self) -> None:
        check = content.manifest(Facts())
        assert (check.state, check.hint) == (State.SKIPPED, "Write a first one with `webflow-publish init`.")

    def test_its_problems_are_told_with_their_places_as_far_as_there_is_room(self) -> None:
        problems = tuple(Problem(f"No {number}.", "Mend it.", Place("m.yml", number, 1)) for number in range(1, 13))
        check = content.manifest(Facts(manifest=problems))
        assert (check.state, check.message) == (State.BAD, "It has 12 problems.")
        assert check.details[0] == "m.yml:1:1: No 1. Mend it."
        assert check.details[9:] == ("m.yml:10:1: No 10. Mend it.", "and 2 more")


class TestCollections:
    def test_those_of_the_manifest_are_found_by_slug_or_id(self) -> None:
        assert content.collections(SEEN).message == "2 collections of the manifest, all there."

    def test_without_a_manifest_they_are_counted(self) -> None:
        assert content.collections(replace(SEEN, manifest=None)).message == "The site has 2 collections."

    def test_one_that_is_not_there_is_told_with_its_place_and_with_those_that_are(self) -> None:
        check = content.collections(replace(SEEN, headings=(PAGES,)))
        assert check.state is State.BAD
        assert check.details == ("m.yml:3:5: The site has no collection `posts`.",)
        assert check.hint == "Those of the site: `pages`."

    def test_where_the_site_cannot_be_seen_each_id_is_tried(self) -> None:
        ids = manifest(f"collections:\n  - id: {PAGES.id}\n    items: [c]\n")
        facts = Facts(sites=LACKING, manifest=ids)
        assert content.collections(replace(facts, totals={PAGES.id: 3})).state is State.GOOD
        assert content.collections(replace(facts, totals={PAGES.id: MISSING})).state is State.BAD
        assert content.collections(replace(facts, totals={PAGES.id: LACKING})).state is State.UNKNOWN

    def test_a_slug_cannot_be_tried_then(self) -> None:
        check = content.collections(Facts(sites=LACKING, manifest=TWO, totals={PAGES.id: 3}))
        assert (check.state, check.message) == (
            State.UNKNOWN,
            "1 collection of the manifest could not be looked up.",
        )

    @pytest.mark.parametrize("headings", [None, LACKING])
    def test_before_they_can_be_read_nothing_is_said(self, headings: Failure | None) -> None:
        assert content.collections(Facts(headings=headings, manifest=TWO)).state is State.SKIPPED


class TestItems:
    def test_they_are_counted_beside_those_of_the_manifest(self) -> None:
        assert content.items(SEEN).message == "The manifest lists 2 of posts, which has 1,200; 1 of pages, which has 3."

    def test_without_a_manifest_they_are_counted_by_themselves(self) -> None:
        assert content.items(replace(SEEN, manifest=None)).message == "1,200 in posts, 3 in pages."

    @pytest.mark.parametrize("total", [None, LACKING])
    def test_where_they_cannot_be_counted_nothing_is_said(self, total: Failure | None) -> None:
        assert content.items(replace(SEEN, totals={POSTS.id: total})).state is State.SKIPPED


class TestRate:
    def test_it_is_told_with_what_a_run_takes(self) -> None:
        # Each collection is read, published and read back: 3 requests.
        assert content.rate(SEEN).message == (
            "120 requests a minute. Publishing all of the manifest takes about 6 requests, so about 1 minute."
        )

    def test_what_is_in_all_locales_takes_more(self) -> None:
        many = ", ".join(f"i{number}" for number in range(100))
        everywhere = manifest(f"locales: all\ncollections:\n  - slug: posts\n    items: [{many}]\n")
        assert "about 6 requests" in content.rate(replace(SEEN, manifest=everywhere)).message

    def test_where_webflow_does_not_tell_the_lowest_is_assumed(self) -> None:
        check = content.rate(replace(SEEN, rate_limit=None, manifest=None))
        assert (check.state, check.message) == (State.UNKNOWN, "Webflow did not tell it: 60 a minute are assumed.")

    def test_before_webflow_accepts_the_token_nothing_is_said(self) -> None:
        assert content.rate(Facts()).state is State.SKIPPED
