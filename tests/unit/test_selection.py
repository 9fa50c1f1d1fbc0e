from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, collection, identifier, item
from webflow_publish.manifest import Collection, Item, Manifest
from webflow_publish.problem import Place
from webflow_publish.selection import select

POSTS = collection(1, "Blog posts")
PEOPLE = collection(2, "People")
UNNAMED = collection(3, None)
LAUNCH = item(1, ENGLISH, FRENCH, of=POSTS, name="Spring launch")
RECIPE = item(2, of=POSTS, name="recipe")
ADA = item(3, of=PEOPLE, name="Ada")
BLOG = item(4, of=PEOPLE, name="Recipe")
BARE = item(5, of=UNNAMED)
WHOLE = Manifest(("a.yml", "b.yml"), (LAUNCH, RECIPE, ADA, BLOG, BARE))

NEWS = Collection("bakery/news", "The news", Place("a.yml", 3, 5), "bakery", slug="news", is_found=False)
HELLO = Item("hello-world", "Hello", NEWS, (), Place("a.yml", 5, 9), "hello-world", is_found=False)
AGAIN = Item("again", None, NEWS, (), Place("a.yml", 6, 9), "again", is_found=False)
SLUGS = Manifest(("a.yml",), (HELLO, AGAIN))


def selected(*lines: str, manifest: Manifest = WHOLE) -> tuple[Item, ...]:
    found = select(manifest, lines, allow_empty=False)
    assert isinstance(found, Manifest), found
    assert found.files == manifest.files
    return found.items


def refused(*lines: str, manifest: Manifest = WHOLE, allow_empty: bool = False) -> list[tuple[str, str]]:
    found = select(manifest, lines, allow_empty=allow_empty)
    assert not isinstance(found, Manifest)
    return [(problem.message, problem.hint) for problem in found]


def test_without_lines_the_whole_manifest_is_selected() -> None:
    assert select(WHOLE, (), allow_empty=False) is WHOLE


@pytest.mark.parametrize("line", ["Blog posts", POSTS.id])
def test_a_collection_is_selected_by_its_name_or_its_id(line: str) -> None:
    assert selected(line) == (LAUNCH, RECIPE)


@pytest.mark.parametrize("own", ["Spring launch", LAUNCH.id])
@pytest.mark.parametrize("outer", ["", "Blog posts/", f"{POSTS.id}/"])
def test_an_item_is_selected_by_its_name_or_its_id_with_or_without_its_collection(outer: str, own: str) -> None:
    assert selected(outer + own) == (LAUNCH,)


def test_an_item_and_a_collection_without_a_name_have_their_ids() -> None:
    assert selected(f"{UNNAMED.id}/{BARE.id}") == (BARE,)


@pytest.mark.parametrize("line", ["news", "bakery/news", "News"])
def test_a_collection_is_selected_by_its_slug_with_or_without_its_site(line: str) -> None:
    assert selected(line, manifest=SLUGS) == (HELLO, AGAIN)


@pytest.mark.parametrize("own", ["hello-world", "Hello"])
@pytest.mark.parametrize("outer", ["", "news/", "bakery/news/", "The news/"])
def test_an_item_is_selected_by_its_slug_with_or_without_its_collection(outer: str, own: str) -> None:
    assert selected(outer + own, manifest=SLUGS) == (HELLO,)


def test_what_was_found_is_still_selected_by_its_slug() -> None:
    owner = replace(NEWS, id=POSTS.id, is_found=True)
    found = replace(HELLO, id=LAUNCH.id, is_found=True, collection=owner)
    manifest = Manifest(("a.yml",), (found,))
    for line in ("news", "hello-world", "news/hello-world", POSTS.id, LAUNCH.id, f"{POSTS.id}/hello-world"):
        assert selected(line, manifest=manifest) == (found,)


def test_a_slug_that_looks_like_an_id_selects_what_it_names() -> None:
    odd = replace(HELLO, id=f"/{LAUNCH.id}", slug=LAUNCH.id)
    assert selected(LAUNCH.id, manifest=Manifest(("a.yml",), (odd, AGAIN))) == (odd,)


def test_slugs_are_suggested_too() -> None:
    assert refused("hello-wrld", "newz", "bakery/hello", manifest=SLUGS)[0][1] == "Did you mean `hello-world`?"
    assert refused("newz", manifest=SLUGS)[0][1] == "Did you mean `news`?"
    assert "`The news/hello-world`" in refused("news/hello-wrld", manifest=SLUGS)[0][1]


def test_an_id_is_not_known_where_the_manifest_has_a_slug() -> None:
    ((_, hint),) = refused(identifier(99), manifest=SLUGS)
    assert hint == (
        "The manifest does not list that ID: correct it, or add it to the manifest first. What it lists by slug is "
        "named by slug here, too."
    )


def test_the_order_and_the_locales_stay_those_of_the_manifest() -> None:
    found = select(WHOLE, ("Ada", "Spring launch"), allow_empty=False)
    assert isinstance(found, Manifest)
    assert [variant.key for variant in found.variants()] == [
        (POSTS.id, LAUNCH.id, ENGLISH),
        (POSTS.id, LAUNCH.id, FRENCH),
        (PEOPLE.id, ADA.id, None),
    ]


def test_the_case_of_letters_counts_only_where_it_tells_two_apart() -> None:
    assert selected("recipe") == (RECIPE,)
    assert selected("Recipe") == (BLOG,)
    assert selected("RECIPE") == (RECIPE, BLOG)
    assert selected("blog POSTS") == (LAUNCH, RECIPE)
    assert selected(LAUNCH.id.upper()) == (LAUNCH,)


def test_a_name_of_several_selects_all_of_them() -> None:
    namesake = item(6, of=PEOPLE, name="Blog posts")
    manifest = Manifest(("a.yml",), (LAUNCH, ADA, namesake))
    assert selected("Blog posts", manifest=manifest) == (LAUNCH, namesake)


def test_a_line_that_stands_twice_or_that_another_covers_changes_nothing() -> None:
    assert selected("Ada", "Ada", "People") == (ADA, BLOG)


def test_a_line_that_matches_nothing_is_told_with_what_was_meant() -> None:
    assert refused("Ada", "Blog post", "Spring lunch", "people/adda") == [
        (
            "`Blog post` in the input `only` matches no collection and no item of the manifest.",
            "Did you mean `Blog posts`?",
        ),
        (
            "`Spring lunch` in the input `only` matches no collection and no item of the manifest.",
            "Did you mean `Spring launch`?",
        ),
        (
            "`people/adda` in the input `only` matches no collection and no item of the manifest.",
            "Did you mean `People/Ada`, or `People`?",
        ),
    ]


def test_of_several_near_names_all_are_told() -> None:
    manifest = Manifest(("a.yml",), (item(1, name="Post 1"), item(2, name="Post 2")))
    ((_, hint),) = refused("Post 3", manifest=manifest)
    assert {"`Post 1`", "`Post 2`"} == set(hint.removeprefix("Did you mean ").removesuffix("?").split(", or "))


def test_where_none_is_near_the_collections_are_told() -> None:
    ((_, hint),) = refused("Pricing")
    assert hint == (
        "Write IDs, slugs or names that stand in the manifest, one a line. "
        f"Its collections are `Blog posts`, `People`, `{UNNAMED.id}`."
    )


def test_an_id_that_the_manifest_does_not_list_is_not_answered_with_another_id() -> None:
    ((_, hint),) = refused(identifier(99))
    assert hint == "The manifest does not list that ID: correct it, or add it to the manifest first."


@pytest.mark.parametrize("line", ["Ada, Spring launch", "Ada,Recipes", "People; Ada"])
def test_several_names_on_one_line_are_told(line: str) -> None:
    assert [hint for _, hint in refused(line)] == ["Write one a line."]


def test_a_name_with_a_comma_is_one_name() -> None:
    doe = item(7, of=PEOPLE, name="Doe, Jane")
    assert selected("Doe, Jane", manifest=Manifest(("a.yml",), (ADA, doe))) == (doe,)


def test_many_lines_that_match_nothing_are_all_told() -> None:
    told = refused(*[f"nothing {number}" for number in range(30)])
    assert len(told) == 30
    assert all(hint for _, hint in told)


def test_hostile_text_cannot_leave_its_quotation() -> None:
    ((message, _),) = refused("`](https://example.com)\x1b[0m::error::")
    assert message.count("`") == 4
    assert "\x1b" not in message


class TestEmpty:
    COLLECTION = collection(9, "Events")
    PARTLY = Manifest(("a.yml",), (ADA,), (COLLECTION,))

    def test_a_manifest_that_may_list_nothing_has_nothing_to_select_from(self) -> None:
        nothing = Manifest((), ())
        assert select(nothing, ("Blog posts",), allow_empty=True) is nothing
        assert refused("Blog posts", manifest=nothing)

    def test_a_collection_without_items_can_be_selected_where_that_is_allowed(self) -> None:
        found = select(self.PARTLY, ("events",), allow_empty=True)
        assert found == Manifest(("a.yml",), (), (self.COLLECTION,))

    def test_elsewhere_it_is_told(self) -> None:
        ((message, hint),) = refused("Events", manifest=self.PARTLY)
        assert message == "What the input `only` names has no items in the manifest."
        assert "`allow-empty`" in hint

    def test_a_collection_that_is_not_selected_is_left_out(self) -> None:
        assert select(self.PARTLY, ("Ada",), allow_empty=True) == Manifest(("a.yml",), (ADA,))

    def test_a_typo_is_not_forgiven(self) -> None:
        ((_, hint),) = refused("Event", manifest=self.PARTLY, allow_empty=True)
        assert hint == "Did you mean `Events`?"


NAMES = st.sampled_from(["a", "A", "b", "a/b", "ab", "Straße", "STRASSE"])
COLLECTIONS = st.builds(collection, st.integers(1, 3), st.none() | NAMES)


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    collections: list[Collection] = draw(st.lists(COLLECTIONS, min_size=1, unique_by=lambda each: each.id))
    numbers = draw(st.lists(st.integers(1, 9), min_size=1, unique=True))
    items = [item(number, of=draw(st.sampled_from(collections)), name=draw(st.none() | NAMES)) for number in numbers]
    return Manifest(("a.yml",), tuple(items))


@given(manifests(), st.lists(NAMES | st.text(max_size=8) | st.just(identifier(1)), min_size=1, max_size=3))
def test_each_line_selects_something_or_is_told(manifest: Manifest, lines: list[str]) -> None:
    found = select(manifest, lines, allow_empty=False)
    alone = [select(manifest, [line], allow_empty=False) for line in dict.fromkeys(lines)]
    if isinstance(found, Manifest):
        chosen = {each.key for part in alone if isinstance(part, Manifest) for each in part.items}
        assert found.items == tuple(each for each in manifest.items if each.key in chosen)
        assert all(isinstance(part, Manifest) and part.items for part in alone)
    else:
        assert len(found) == sum(not isinstance(part, Manifest) for part in alone)
        assert all(problem.hint for problem in found)
