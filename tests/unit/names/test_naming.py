from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, collection, identifier
from harness.webflow import Webflow
from webflow_publish.manifest import Manifest
from webflow_publish.manifest.reader import read_manifest
from webflow_publish.names import Naming
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Reader, SlugLookup, Stage
from webflow_publish.webflow.search import whole
from webflow_publish.workers import Workers

SITE, POSTS, PEOPLE = "580e63e98c9a982ac9b8b741", collection(1), collection(2)
ONE, TWO = identifier(1), identifier(2)
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
LOCALES = {
    "primary": {"cmsLocaleId": ENGLISH, "tag": "en"},
    "secondary": [{"cmsLocaleId": FRENCH, "tag": "fr-CA", "enabled": True}],
}


class Bench:
    """A site with two collections, and items in the first of them."""

    def __init__(self, locales: dict[str, Any] | None = LOCALES) -> None:
        self.webflow = Webflow()
        self.sites({"id": SITE, "shortName": "bakery", "displayName": "Bakery", "locales": locales})
        listed = [
            {"id": POSTS.id, "slug": "blog", "displayName": "Blog"},
            {"id": PEOPLE.id, "slug": "people", "displayName": "People"},
        ]
        self.webflow.answer(f"/sites/{SITE}/collections", {"collections": listed})
        for number, slug in ((1, "rye"), (2, "wheat")):
            for locale in (ENGLISH, FRENCH):
                self.webflow.put(Stage.STAGED, number, locale, POSTS, slug=slug)
        reader, workers = Reader(self.webflow), Workers[Any, Any](1)
        self.naming = Naming(reader, self.webflow.lookup(), SlugLookup(reader, workers), whole)

    def sites(self, *sites: dict[str, Any]) -> None:
        self.webflow.answer("/sites", {"sites": [*sites]})

    def resolve(self, *texts: str) -> Manifest:
        return self.naming.named(self.naming.placed(manifest(*texts)))

    @property
    def told(self) -> list[tuple[str, int]]:
        """The first words of each problem, and its line."""
        return [(" ".join(each.message.split()[:2]), each.place.line) for each in self.naming.problems if each.place]


def manifest(*texts: str) -> Manifest:
    read = read_manifest((f"{number}.yml", text.encode()) for number, text in enumerate(texts))
    assert isinstance(read, Manifest), read
    return read


def listing(*entries: str, at_top: str = "") -> str:
    """The text of a manifest: `entries` are collections, in flow style, a line each."""
    return "\n".join(["version: 1", at_top, "collections:", *(f"  - {{ {entry} }}" for entry in entries)])


def keys(found: Manifest) -> list[tuple[str, str, str | None]]:
    return [variant.key for variant in found.variants()]


class TestWhatIsFound:
    def test_everything_that_is_named_has_its_id(self) -> None:
        bench = Bench()
        found = bench.resolve(listing("slug: blog, locales: [en, fr], items: [rye, wheat]"))
        assert keys(found) == [(POSTS.id, each, locale) for each in (ONE, TWO) for locale in (ENGLISH, FRENCH)]
        assert not found.has_names
        assert (bench.naming.problems, bench.naming.unread) == ((), {})

    def test_the_names_stay_known(self) -> None:
        (item,) = Bench().resolve(listing("slug: blog, locales: [fr], items: [rye]")).items
        assert (item.slug, item.collection.slug, item.collection.name) == ("rye", "blog", "Blog")
        assert [variant.locale_label for variant in Manifest(("0.yml",), (item,)).variants()] == [f"fr-CA ({FRENCH})"]

    def test_a_label_of_the_manifest_counts_before_webflows(self) -> None:
        (item,) = Bench().resolve(listing("slug: blog, name: Bread, items: [rye]")).items
        assert item.collection.label == "Bread"

    def test_items_keep_their_order_and_what_the_manifest_says_of_them(self) -> None:
        text = listing(
            "slug: blog, items: [{ slug: wheat, name: Label }, rye]", "id: " + PEOPLE.id + f", items: [{ONE}]"
        )
        found = Bench().resolve(text)
        assert [(item.id, item.name) for item in found.items] == [(TWO, "Label"), (ONE, None), (ONE, None)]

    def test_one_locale_by_its_tag_and_by_its_id_is_one(self) -> None:
        found = Bench().resolve(listing(f"slug: blog, locales: [fr, {FRENCH}, fr-CA], items: [rye]"))
        assert keys(found) == [(POSTS.id, ONE, FRENCH)]

    def test_a_collection_by_slug_and_by_id_is_one_whichever_comes_first(self) -> None:
        entries = ["slug: blog, locales: [fr], items: [rye]", f"id: {POSTS.id}, items: [{TWO}]"]
        for listed in (entries, entries[::-1]):
            found = Bench().resolve(listing(*listed))
            (of,) = {item.collection.id: item.collection for item in found.items}.values()
            assert all(item.collection is of for item in found.items)
            assert (of.id, of.slug, of.site, of.tags[FRENCH]) == (POSTS.id, "blog", SITE, "fr-CA")

    def test_one_site_may_be_named_in_two_ways(self) -> None:
        bench = Bench()
        by_slug = listing("slug: blog, items: [rye]", at_top="site: bakery")
        bench.resolve(by_slug, listing(f"id: {POSTS.id}, items: [{TWO}]", at_top=f"site: {SITE}"))
        assert bench.naming.problems == ()

    def test_one_collection_under_two_sites_is_told(self) -> None:
        bench = Bench()
        other = "580e63e98c9a982ac9b8b742"
        bench.sites({"id": SITE, "shortName": "bakery"}, {"id": other, "shortName": "mill"})
        by_slug = listing("slug: blog, items: [rye]", at_top="site: bakery")
        bench.resolve(by_slug, listing(f"id: {POSTS.id}, items: [{TWO}]", at_top="site: mill"))
        (problem,) = bench.naming.problems
        assert f"stands under the site `{other}` here, and under `{SITE}`" in problem.message

    def test_what_was_read_on_the_way_is_not_to_be_read_again(self) -> None:
        bench = Bench()
        found = bench.resolve(listing("slug: blog, items: [rye]"))
        assert set(bench.naming.staged) == set(keys(found))
        assert set(bench.naming.sites.known) == {SITE}


class TestRequests:
    def test_ids_alone_cost_none(self) -> None:
        bench = Bench()
        text = listing(f"id: {POSTS.id}, locales: [{FRENCH}], items: [{ONE}]", at_top=f"site: {SITE}")
        listed = manifest(text)
        assert not listed.has_names
        assert keys(bench.resolve(text)) == keys(listed)
        assert bench.webflow.asked == []

    def test_slugs_of_items_alone_cost_no_look_at_the_site(self) -> None:
        bench = Bench()
        bench.resolve(listing(f"id: {POSTS.id}, items: [rye]"))
        assert bench.webflow.paths == [f"/collections/{POSTS.id}/items"]

    def test_sites_and_collections_are_read_once_however_often_they_are_named(self) -> None:
        bench = Bench()
        entry = "slug: blog, locales: [{}], items: [rye]"
        bench.resolve(listing(entry.format("en")), listing(entry.format("fr")), listing(entry.format("de")))
        assert bench.webflow.paths[:2] == ["/sites", f"/sites/{SITE}/collections"]
        assert all(path.endswith("/items") for path in bench.webflow.paths[2:])


class TestWhatIsNotFound:
    def test_an_item_is_unread_in_each_of_its_locales(self) -> None:
        bench = Bench()
        found = bench.resolve(listing("slug: blog, locales: [en, fr], items: [rye, rey]"))
        assert set(bench.naming.unread) == {(POSTS.id, "rey", ENGLISH), (POSTS.id, "rey", FRENCH)}
        assert set(bench.naming.unread) == set(keys(found)[2:])
        assert bench.naming.problems == ()

    @pytest.mark.parametrize("path", ["/sites", "/collections"])
    def test_all_that_is_named_is_unread_where_the_site_is(self, path: str) -> None:
        bench = Bench()
        bench.webflow.on(path, lambda: DOWN)
        text = listing(f"slug: blog, locales: [fr, en], items: [rye, {TWO}]", f"id: {POSTS.id}, items: [{ONE}]")
        found = bench.resolve(text)
        unknown = [item for item in found.items if not item.is_known]
        assert [(item.id, item.locales) for item in unknown] == [("rye", ("fr", "en")), (TWO, ("fr", "en"))]
        assert set(bench.naming.unread) == {("blog", each, tag) for each in ("rye", TWO) for tag in ("fr", "en")}

    def test_the_primary_locale_is_that_which_webflow_calls_so(self) -> None:
        """Without an ID of it, another one is no primary locale for being the first."""
        bench = Bench({"primary": {"tag": "en"}, "secondary": LOCALES["secondary"]})
        bench.webflow.put(Stage.STAGED, 3, ENGLISH, POSTS, slug="oats")
        bench.webflow.put(Stage.STAGED, 3, FRENCH, POSTS, slug="avoine")
        assert keys(bench.resolve(listing("slug: blog, locales: [fr], items: [oats]"))) == [
            (POSTS.id, identifier(3), FRENCH)
        ]


class TestWhatIsWrong:
    def test_everything_is_told_at_its_place(self) -> None:
        bench = Bench()
        bench.resolve(
            listing(
                "slug: blog, items: [rey, rye]",
                "slug: blgo, locales: [it], items: [rye]",
                "slug: people, locales: [fr-FR], items: [ada]",
            )
        )
        assert bench.told == [("The site", 5), ("The site", 5), ("The site", 6), ("No item", 4)]

    def test_what_several_items_share_is_told_once(self) -> None:
        bench = Bench()
        bench.resolve(listing("slug: blgo, items: [a, b, c]", "slug: blgo, items: [d]"))
        assert len(bench.naming.problems) == 1

    def test_a_locale_is_told_where_its_file_names_it_first(self) -> None:
        bench = Bench()
        bench.resolve(listing("slug: blog, items: [rye]", at_top="locales: [en, it]"))
        (problem,) = bench.naming.problems
        assert problem.place is not None
        assert (problem.place.line, problem.place.column) == (2, 15)

    def test_an_item_by_its_slug_and_by_its_id_is_listed_twice(self) -> None:
        bench = Bench()
        bench.resolve(listing(f"slug: blog, items: [rye, {ONE}]"))
        (problem,) = bench.naming.problems
        assert problem.message.startswith(f"The item `rye` (`{ONE}`) is listed twice; the first is at ")

    def test_an_item_in_locales_of_two_lists_that_meet_is_listed_twice(self) -> None:
        bench = Bench()
        bench.resolve(
            listing("slug: blog, locales: all, items: [rye]"),
            listing(f"id: {POSTS.id}, locales: [{FRENCH}], items: [{ONE}]"),
        )
        (problem,) = bench.naming.problems
        assert f"is listed twice for the locale `fr-CA` (`{FRENCH}`)" in problem.message

    def test_an_item_in_other_locales_is_not_listed_twice(self) -> None:
        bench = Bench()
        bench.resolve(
            listing("slug: blog, locales: [en], items: [rye]", f"id: {POSTS.id}, locales: [{FRENCH}], items: [{ONE}]")
        )
        assert bench.naming.problems == ()

    def test_of_thousands_that_are_not_there_no_more_are_told_than_of_other_mistakes(self) -> None:
        bench = Bench()
        gone = ", ".join(f"gone-{number}" for number in range(3_000))
        bench.resolve(listing(f"slug: blog, items: [{gone}]", "slug: blgo, items: [rye]"))
        assert len(bench.naming.problems) == 1 + 1_000 + 1

    def test_all_locales_can_be_too_many(self) -> None:
        secondary = [
            {"cmsLocaleId": identifier(number), "tag": f"en-A{number:03}", "enabled": True} for number in range(600)
        ]
        bench = Bench({"primary": LOCALES["primary"], "secondary": secondary})
        items = ", ".join(identifier(number) for number in range(900))
        bench.naming.placed(manifest(listing(f"slug: blog, locales: all, items: [{items}]")))
        assert "items times their locales are more than 500,000" in bench.naming.problems[0].message


ENTRIES = st.sampled_from(["rye", "wheat", "gone", "Rye", ONE, TWO, identifier(9)])
LISTS = st.sampled_from(
    ["", "locales: [fr], ", "locales: [EN, fr-ca], ", "locales: all, ", f"locales: [{FRENCH}], ", "locales: [it], "]
)
COLLECTIONS = st.sampled_from(["slug: blog", "slug: Blog", "slug: people", f"id: {POSTS.id}"])


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(COLLECTIONS, LISTS, st.lists(ENTRIES, min_size=1, max_size=3, unique=True)), min_size=1, max_size=3
    )
)
def test_whatever_is_named_it_is_known_or_unread_or_wrong(collections: Iterable[tuple[str, str, list[str]]]) -> None:
    text = listing(*(f"{name}, {locales}items: [{', '.join(items)}]" for name, locales, items in collections))
    read = read_manifest([("0.yml", text.encode())])
    if isinstance(read, tuple):
        return
    bench = Bench()
    found = bench.naming.named(bench.naming.placed(read))
    assert len(found.items) == len(read.items)
    for before, after in zip(read.items, found.items, strict=True):
        assert before.place == after.place
        if before.is_found:
            assert after.id == before.id
        elif after.is_found:
            assert after.id == {"rye": ONE, "wheat": TWO}[before.id]
        if not after.is_known:
            keys_of = {(*after.key, locale) for locale in after.locales or (None,)}
            assert bench.naming.problems or keys_of <= bench.naming.unread.keys()
    assert all(each.place for each in bench.naming.problems)
