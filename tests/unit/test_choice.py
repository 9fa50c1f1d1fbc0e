from __future__ import annotations

import pytest

from harness.samples import identifier
from webflow_publish.choice import chosen_collections, chosen_site
from webflow_publish.problem import Problem
from webflow_publish.webflow import Heading, Site

BAKERY = Site(identifier(1), None, name="Maple Bakery", short_name="maple-bakery")
CAFE = Site(identifier(2), None, name="Café", short_name="cafe")
POSTS, NEWS, OTHER = (
    Heading(identifier(11), "Blog posts", "posts"),
    Heading(identifier(12), "News", "news"),
    Heading(identifier(13), "News", "more-news"),
)
HEADINGS = (POSTS, NEWS, OTHER)


class TestSite:
    def test_the_only_one_need_not_be_named(self) -> None:
        assert chosen_site([BAKERY], "") is BAKERY

    @pytest.mark.parametrize("wanted", [CAFE.id, CAFE.id.upper(), "cafe", "Cafe"])
    def test_one_is_named_by_its_id_or_its_short_name(self, wanted: str) -> None:
        assert chosen_site([BAKERY, CAFE], wanted) is CAFE

    def test_of_several_one_has_to_be_named(self) -> None:
        found = chosen_site([BAKERY, CAFE], "")
        assert isinstance(found, Problem)
        assert "2 sites" in found.message
        assert "`maple-bakery`, `cafe`" in found.hint

    def test_one_that_is_not_there_is_told_with_those_that_are(self) -> None:
        found = chosen_site([BAKERY, CAFE], "mapel-bakery")
        assert isinstance(found, Problem)
        assert found.hint == "Did you mean `maple-bakery`? The sites that it sees: `maple-bakery`, `cafe`."

    def test_a_token_may_see_none(self) -> None:
        assert isinstance(chosen_site([], "cafe"), Problem)


class TestCollections:
    def test_without_a_name_it_is_all_of_them(self) -> None:
        assert chosen_collections(HEADINGS, []) == HEADINGS

    def test_each_is_named_by_id_slug_or_name_and_comes_once_in_the_order_of_the_site(self) -> None:
        assert chosen_collections(HEADINGS, ["news", "blog POSTS", POSTS.id]) == (POSTS, NEWS)

    def test_a_name_that_two_have_is_told_with_their_slugs(self) -> None:
        twins = (Heading(identifier(14), "Team", "team-a"), Heading(identifier(15), "Team", "team-b"))
        (problem,) = chosen_collections(twins, ["team"])
        assert isinstance(problem, Problem)
        assert problem.hint == "Give a slug: `team-a`, `team-b`."

    def test_all_that_are_not_there_are_told_at_once(self) -> None:
        problems = chosen_collections(HEADINGS, ["postz", "news", "nothing"])
        assert [each.message for each in problems if isinstance(each, Problem)] == [
            "The site has no collection `postz`.",
            "The site has no collection `nothing`.",
        ]

    def test_a_site_may_have_none(self) -> None:
        (problem,) = chosen_collections([], [])
        assert isinstance(problem, Problem)

    def test_of_many_a_few_are_shown(self) -> None:
        many = [Heading(identifier(number), f"C {number}", f"c-{number}") for number in range(30)]
        (problem,) = chosen_collections(many, ["zzz"])
        assert isinstance(problem, Problem)
        assert problem.hint.endswith("`c-9` and 20 more.")
