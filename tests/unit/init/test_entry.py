from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from harness.samples import ENGLISH, FRENCH, content, identifier
from webflow_publish.init.entry import Entry, Listing, Standing, listing
from webflow_publish.webflow import Content, Heading

Contents = Mapping[str | None, Sequence[Content]]

POSTS = Heading(identifier(900), "Posts", "posts")


def entries(*states: str, drafts: bool = False) -> list[Entry]:
    """What becomes of items in these states, on a site with one locale."""
    contents = [content(number, state, slug=f"item-{number}") for number, state in enumerate(states)]
    return list(listing(POSTS, {None: contents}, drafts=drafts).entries)


class TestStanding:
    def test_what_is_live_or_ready_to_be_is_listed(self) -> None:
        found = entries("published", "edited", "queued", "draft changes")
        assert [each.standing for each in found] == [Standing.LISTED] * 4

    def test_a_draft_that_was_never_live_is_not(self) -> None:
        assert [each.standing for each in entries("draft", "archived")] == [Standing.DRAFT, Standing.ARCHIVED]

    def test_with_drafts_it_is_and_what_is_archived_is_not(self) -> None:
        found = entries("draft", "archived, once live", drafts=True)
        assert [each.standing for each in found] == [Standing.LISTED, Standing.ARCHIVED]


class TestLocales:
    def test_an_item_is_one_entry_in_all_of_its_locales_and_by_the_slug_of_the_first(self) -> None:
        both: Contents = {
            ENGLISH: [content(1, "published", slug="bread")],
            FRENCH: [content(1, "published", slug="pain"), content(2, "published", slug="tarte")],
        }
        found = listing(POSTS, both).entries
        assert [(each.slug, each.locales) for each in found] == [("bread", (ENGLISH, FRENCH)), ("tarte", (FRENCH,))]

    def test_where_it_is_a_draft_it_is_not_listed_and_elsewhere_it_is(self) -> None:
        both: Contents = {ENGLISH: [content(1, "draft")], FRENCH: [content(1, "published")]}
        (found,) = listing(POSTS, both).entries
        assert (found.standing, found.locales) == (Standing.LISTED, (FRENCH,))
        assert found.standings == {ENGLISH: Standing.DRAFT, FRENCH: Standing.LISTED}


class TestSlug:
    def test_one_that_two_items_have_is_the_slug_of_neither(self) -> None:
        both: Contents = {
            ENGLISH: [content(1, slug="bread"), content(3, slug="cake")],
            FRENCH: [content(1, slug="pain"), content(2, slug="bread")],
        }
        found = listing(POSTS, both).entries
        assert [each.slug for each in found] == [None, "cake", None]

    def test_one_that_an_item_has_in_two_locales_is_its_own(self) -> None:
        (found,) = listing(POSTS, {ENGLISH: [content(1, slug="x")], FRENCH: [content(1, slug="x")]}).entries
        assert found.slug == "x"

    def test_an_item_may_have_neither_slug_nor_name(self) -> None:
        bare = replace(content(1), slug=None, name=None)
        (found,) = listing(POSTS, {None: [bare]}).entries
        assert (found.slug, found.name) == (None, "")


def test_items_are_in_the_order_of_their_slugs_in_which_numbers_count() -> None:
    slugs = ["batch-10", "batch-2", None, "apple", "batch-02b", "9", "10"]
    found = Listing(POSTS, tuple(Entry(str(at), slug, "", {None: Standing.LISTED}) for at, slug in enumerate(slugs)))
    assert [each.slug for each in found.having(Standing.LISTED)] == [
        None,
        "9",
        "10",
        "apple",
        "batch-2",
        "batch-02b",
        "batch-10",
    ]
