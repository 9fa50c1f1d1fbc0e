from __future__ import annotations

from dataclasses import replace

import pytest

from harness.samples import ENGLISH, FRENCH, collection, identifier, item
from harness.webflow import Webflow
from webflow_publish.manifest import Collection, Item
from webflow_publish.names.item import Slugs
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Reader, SlugLookup, Stage
from webflow_publish.webflow.search import whole
from webflow_publish.workers import Workers

DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
POSTS = replace(collection(1), tags={ENGLISH: "en", FRENCH: "fr-CA"})


class Bench:
    """Items in Webflow; the primary locale is English."""

    def __init__(self) -> None:
        self.webflow = Webflow()
        self.slugs = Slugs(SlugLookup(Reader(self.webflow), Workers(1)), whole)
        self.primary: str | None = ENGLISH

    def stage(self, number: int, slug: str, locale: str = ENGLISH) -> None:
        self.webflow.put(Stage.STAGED, number, locale, slug=slug)

    def find(self, *wanted: Item) -> list[str | Failure]:
        """The IDs of items, or why they are not known."""
        self.slugs.look_up(wanted, lambda _item: self.primary)
        return [self.slugs.id_of(each, self.primary) for each in wanted]

    def message(self, wanted: Item) -> str:
        (failure,) = self.find(wanted)
        assert isinstance(failure, Failure)
        assert (failure.reason, failure.is_absence) == (Reason.NOT_FOUND, True)
        return failure.message

    @property
    def asked(self) -> list[tuple[str | None, str | None]]:
        """Locale and slug of each request."""
        return [(query.get("cmsLocaleId"), query.get("slug")) for _, query in self.webflow.asked]


def named(slug: str, *locales: str, of: Collection = POSTS) -> Item:
    return replace(item(1, *locales, of=of), id=slug, slug=slug, is_found=False)


class TestTheLocaleOfASlug:
    """It is looked for in the locales of the item, as they are listed, and then in the primary one."""

    def test_without_locales_it_is_that_of_the_primary_one(self) -> None:
        bench = Bench()
        bench.stage(1, "rye")
        assert bench.find(named("rye")) == [identifier(1)]
        assert bench.asked == [(None, "rye")]

    @pytest.mark.parametrize(("locales", "number"), [((ENGLISH, FRENCH), 1), ((FRENCH, ENGLISH), 2), ((FRENCH,), 2)])
    def test_where_it_is_that_of_two_items_the_first_locale_counts(self, locales: tuple[str, ...], number: int) -> None:
        bench = Bench()
        bench.stage(1, "rye", ENGLISH)
        bench.stage(2, "rye", FRENCH)
        assert bench.find(named("rye", *locales)) == [identifier(number)]
        assert len(bench.asked) == 1

    def test_the_same_slug_may_mean_two_items_in_one_manifest(self) -> None:
        bench = Bench()
        bench.stage(1, "rye", ENGLISH)
        bench.stage(2, "rye", FRENCH)
        assert bench.find(named("rye", ENGLISH), named("rye", FRENCH)) == [identifier(1), identifier(2)]

    def test_one_that_another_locale_of_the_item_has_is_found_there(self) -> None:
        bench = Bench()
        bench.stage(1, "seigle", FRENCH)
        assert bench.find(named("seigle", ENGLISH, FRENCH)) == [identifier(1)]
        assert bench.asked == [(ENGLISH, "seigle"), (FRENCH, "seigle")]

    def test_the_primary_locale_comes_last_and_is_asked_for_once(self) -> None:
        bench = Bench()
        bench.stage(1, "rye")
        assert bench.find(named("rye", FRENCH)) == [identifier(1)]
        assert bench.asked == [(FRENCH, "rye"), (None, "rye")]
        bench.find(named("gone", FRENCH, ENGLISH))
        assert [locale for locale, slug in bench.asked if slug == "gone"] == [FRENCH, ENGLISH]

    def test_a_primary_locale_that_nobody_knows_is_asked_for_by_no_name(self) -> None:
        bench = Bench()
        bench.primary = None
        assert isinstance(bench.find(named("gone", ENGLISH))[0], Failure)
        assert [locale for locale, _ in bench.asked if _] == [ENGLISH, None]

    def test_a_locale_that_could_not_be_read_is_not_passed_over(self) -> None:
        """The item that it would have shown may be another one."""
        bench = Bench()
        bench.stage(1, "rye", ENGLISH)
        failures = [DOWN]
        bench.webflow.on("/items", lambda: failures.pop() if failures else None)
        assert bench.find(named("rye", FRENCH)) == [DOWN]
        assert len(bench.asked) == 1


class TestWhatIsKept:
    def test_what_was_read_on_the_way_is_there_under_its_id_and_locale(self) -> None:
        bench = Bench()
        bench.stage(1, "rye", FRENCH)
        bench.find(named("rye", ENGLISH, FRENCH))
        assert bench.slugs.staged == {(POSTS.id, identifier(1), FRENCH): bench.webflow.content(1, FRENCH)}

    def test_items_of_one_list_are_looked_for_together(self) -> None:
        bench = Bench()
        for number in range(90):
            bench.stage(number, f"item-{number}")
        assert bench.find(*(named(f"item-{number}") for number in range(90))) == [identifier(n) for n in range(90)]
        assert len(bench.asked) == 1

    def test_what_was_overcome_is_told_of_the_collection(self) -> None:
        bench = Bench()
        bench.stage(1, "rye")
        bench.webflow.overcome = (DOWN,)
        bench.find(named("rye"))
        assert [(each.collection, each.reason) for each in bench.slugs.resolved] == [(POSTS, Reason.UNAVAILABLE)]


class TestWhatIsTold:
    @pytest.mark.parametrize(
        ("locales", "where"),
        [
            ((), ""),
            ((FRENCH,), f" in fr-CA ({FRENCH}), nor in the primary locale"),
            ((ENGLISH, FRENCH), f" in en ({ENGLISH}), fr-CA ({FRENCH})"),
        ],
    )
    def test_it_says_where_the_slug_was_looked_for(self, locales: tuple[str, ...], where: str) -> None:
        assert Bench().message(named("rey", *locales)) == f"No item of this collection has the slug `rey`{where}"

    def test_locales_whose_tags_are_not_known_are_told_by_their_ids_and_not_too_many(self) -> None:
        locales = [identifier(number) for number in range(5)]
        where = f" in {', '.join(locales[:3])}, …, nor in the primary locale"
        assert where in Bench().message(named("rey", *locales, of=collection(1)))

    def test_it_tells_the_nearest_slugs_with_the_names_of_their_items(self) -> None:
        bench = Bench()
        bench.stage(1, "rye")
        bench.stage(2, "rye-2")
        assert bench.message(named("Rye")).endswith(". Perhaps it is `rye` (`Item 1`), or `rye-2` (`Item 2`)")

    def test_the_names_are_those_of_the_locale_that_was_asked_for_last(self) -> None:
        bench = Bench()
        bench.stage(1, "rye", ENGLISH)
        bench.stage(1, "ryes", FRENCH)
        assert bench.message(named("rey", FRENCH)).endswith("Perhaps it is `rye` (`Item 1`)")

    def test_no_page_is_read_for_hints_where_it_is_found_in_another_locale(self) -> None:
        bench = Bench()
        bench.stage(1, "rye", ENGLISH)
        bench.stage(2, "avoine", FRENCH)
        bench.find(named("rye", FRENCH))
        assert all(slug for _, slug in bench.asked)

    def test_a_slug_of_several_items_is_that_of_none(self) -> None:
        bench = Bench()
        bench.stage(1, "rye")
        bench.stage(2, "rye")
        message = bench.message(named("rye"))
        assert message == (
            f"The slug `rye` is that of 2 items: `{identifier(1)}` (`Item 1`), `{identifier(2)}` (`Item 2`). Write the "
            "ID of the one that is meant"
        )
        assert bench.slugs.staged == {}
