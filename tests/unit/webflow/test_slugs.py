from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.catalogue import BAD_REQUEST, COLLECTION, NOT_FOUND, Catalogue, document
from harness.samples import ENGLISH, FRENCH, identifier
from harness.transport import Answer, ReadingTransport
from webflow_publish.reason import Reason
from webflow_publish.webflow import Content, Failure, Reader, Reply, SlugLookup, SlugSearch, Stage
from webflow_publish.webflow.lookup import AHEAD, MOST_STRAYS
from webflow_publish.webflow.search import whole
from webflow_publish.webflow.slugs import MOST_NAMES, SUGGESTED
from webflow_publish.workers import Workers

DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
REFUSED = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)
Rule = Callable[[str, dict[str, str]], Answer]


class Looking:
    """A lookup of slugs, with what it asked for: so many things at once."""

    def __init__(self, rule: Rule, at_once: int = 1) -> None:
        self.transport = ReadingTransport(rule)
        self.lookup = SlugLookup(Reader(self.transport), Workers(at_once))

    def find(self, *slugs: str, locale: str | None = None) -> SlugSearch:
        search = searching(*slugs, locale=locale)
        self.lookup.look_up([search])
        assert not search.left
        return search

    @property
    def kinds(self) -> list[str]:
        """Each request so far: for a slug, or a page of the list."""
        return ["slug" if "slug" in query else "page" for _, query in self.transport.requests]

    @property
    def offsets(self) -> list[int]:
        return [int(query.get("offset", 0)) for _, query in self.transport.requests if "slug" not in query]


def searching(*slugs: str, locale: str | None = None, keep: Callable[[Content], Content] = whole) -> SlugSearch:
    return SlugSearch((COLLECTION, Stage.STAGED, locale), slugs, keep)


def catalogue(count: int, slugs: str = "honoured", **options: Any) -> Catalogue:
    return Catalogue([document(number) for number in range(count)], slugs=slugs, **options)


def named(number: int, slug: str | None, **changes: Any) -> dict[str, Any]:
    return document(number, fieldData={"name": f"Item {number}", "slug": slug}, **changes)


def slugs(numbers: Iterable[int]) -> list[str]:
    return [f"item-{number}" for number in numbers]


def found(search: SlugSearch) -> dict[str, str]:
    """The IDs of what was found, by slug."""
    return {slug: item.id for slug, item in search.items.items()}


def ids(numbers: Iterable[int]) -> dict[str, str]:
    return {f"item-{number}": identifier(number) for number in numbers}


def failing(rule: Rule, failure: Failure, *numbers: int) -> Rule:
    """The rule, but for the requests at these positions."""
    sent: list[str] = []

    def answer(path: str, query: dict[str, str]) -> Answer:
        sent.append(path)
        return failure if len(sent) - 1 in numbers else rule(path, query)

    return answer


class TestTheCheaperWay:
    """The whole list, or each slug by itself, whichever takes fewer requests; how long it is, its first page tells."""

    def test_nothing_is_asked_for_nothing(self) -> None:
        looking = Looking(catalogue(3))
        assert found(looking.find()) == {}
        assert looking.kinds == []

    def test_one_slug_is_one_request(self) -> None:
        looking = Looking(catalogue(10_000))
        assert found(looking.find("item-9999")) == ids([9999])
        assert looking.kinds == ["slug"]

    def test_a_few_slugs_of_a_long_list_are_asked_for_one_by_one(self) -> None:
        looking = Looking(catalogue(10_000))
        assert found(looking.find(*slugs([5_000, 7_000, 9_999]))) == ids([5_000, 7_000, 9_999])
        assert looking.kinds == ["page", "slug", "slug", "slug"]

    def test_a_short_list_is_read(self) -> None:
        looking = Looking(catalogue(90))
        assert found(looking.find(*slugs(range(90)))) == ids(range(90))
        assert looking.kinds == ["page"]

    def test_where_all_was_seen_the_list_is_read_no_further(self) -> None:
        looking = Looking(catalogue(10_000))
        assert found(looking.find(*slugs(range(200)))) == ids(range(200))
        assert looking.offsets == [0, 100]

    @pytest.mark.parametrize(
        "wanted",
        [
            range(9_850, 10_000),
            range(0, 10_000, 15),
            range(99),
            range(9_901, 10_000),
            [*range(100), *range(9_990, 10_000)],
            range(10_000),
            [9_999],
            [1, 9_999],
        ],
    )
    @pytest.mark.parametrize("at_once", [1, 4])
    def test_no_split_takes_more_than_the_cheaper_way_and_a_first_page(self, wanted: list[int], at_once: int) -> None:
        looking = Looking(catalogue(10_000), at_once)
        assert found(looking.find(*slugs(wanted))) == ids(wanted)
        assert len(looking.kinds) <= min(100, len(wanted) + (len(wanted) > 1))

    @given(st.integers(0, 1_500), st.data())
    def test_whatever_is_asked_for_it_is_found_in_no_more_than_that(self, count: int, data: st.DataObject) -> None:
        wanted = data.draw(st.sets(st.integers(0, count - 1), max_size=40)) if count else set()
        looking = Looking(catalogue(count))
        assert found(looking.find(*slugs(wanted))) == ids(wanted)
        assert len(looking.kinds) <= min(-(-count // 100), len(wanted) + (len(wanted) > 1))


class TestAFilterThatCannotBeBelieved:
    """The OpenAPI description has it; nothing is believed but what an answer shows."""

    @pytest.mark.parametrize("mode", ["ignored", "refused"])
    def test_the_list_is_read(self, mode: str) -> None:
        looking = Looking(catalogue(1_000, mode))
        assert found(looking.find("item-999")) == ids([999])
        assert looking.kinds == ["slug", *["page"] * 10]

    @pytest.mark.parametrize("mode", ["ignored", "refused"])
    def test_the_list_is_read_on_and_not_from_its_beginning(self, mode: str) -> None:
        looking = Looking(catalogue(1_000, mode), 4)
        assert found(looking.find(*slugs([150, 450, 999]))) == ids([150, 450, 999])
        assert looking.kinds == ["page", "slug", *["page"] * 9]
        assert looking.offsets == list(range(0, 1_000, 100))

    @pytest.mark.parametrize("mode", ["ignored", "refused"])
    def test_what_the_list_does_not_have_is_missing(self, mode: str) -> None:
        search = Looking(catalogue(250, mode)).find("item-7", "gone")
        assert found(search) == ids([7])
        assert set(search.missing) == {"gone"}

    def test_that_it_is_ignored_is_remembered(self) -> None:
        looking = Looking(catalogue(1_000, "ignored"))
        looking.find("item-999")
        before = len(looking.kinds)
        assert found(looking.find("item-150")) == ids([150])
        assert looking.kinds[before:] == ["page"] * 10

    def test_one_question_shows_it_before_the_others_are_asked(self) -> None:
        looking = Looking(catalogue(10_000, "ignored"), 16)
        looking.find(*slugs(range(9_000, 9_050)))
        assert looking.kinds.count("slug") == 1

    def test_once_it_has_shown_that_it_works_many_are_asked_for_together(self) -> None:
        good, together = catalogue(10_000), Barrier(AHEAD)

        def waiting(path: str, query: dict[str, str]) -> Answer:
            if query.get("slug") in slugs(range(9_001, 9_001 + AHEAD)):
                together.wait(10)
            return good(path, query)

        looking = Looking(waiting, AHEAD)
        assert len(found(looking.find(*slugs(range(9_000, 9_001 + AHEAD))))) == AHEAD + 1

    def test_where_it_does_not_tell_cases_apart_the_spelling_still_counts(self) -> None:
        looking = Looking(Catalogue([named(1, "Hello"), named(2, "other")], slugs="folded"))
        search = looking.find("hello")
        assert (found(search), set(search.missing)) == ({}, {"hello"})
        assert search.names == {"Hello": "Item 1"}

    def test_what_differs_in_case_only_is_another_one(self) -> None:
        looking = Looking(Catalogue([named(1, "Hello"), named(2, "hello")], slugs="folded"))
        search = looking.find("hello")
        assert (found(search), search.doubles) == ({"hello": identifier(2)}, {})

    def test_an_item_without_a_slug_shows_that_it_is_ignored(self) -> None:
        looking = Looking(Catalogue([named(1, None), named(2, "hello")], slugs="ignored"))
        assert found(looking.find("hello")) == {"hello": identifier(2)}
        assert looking.kinds == ["slug"]  # what it shows all the same is taken


class TestListsThatAreOdd:
    def test_one_that_repeats_itself_is_given_up(self) -> None:
        first = {"items": [document(number) for number in range(100)], "pagination": {"total": 10_000}}
        search = Looking(lambda _path, _query: first).find(*slugs(range(50, 250)))
        assert set(found(search)) == set(slugs(range(50, 100)))
        assert {failure.reason for failure in search.found().failures.values()} == {Reason.MALFORMED}
        assert set(search.missing) == set()

    def test_one_that_grows_as_it_is_read_ends(self) -> None:
        def growing(_path: str, query: dict[str, str]) -> Answer:
            offset = int(query.get("offset", 0))
            shown = [document(number) for number in range(offset, offset + 100)]
            return {"items": shown, "pagination": {"total": offset + 1_000}}

        looking = Looking(growing)
        search = looking.find(*(f"gone-{number}" for number in range(500)))
        assert len(search.found().failures) == 500
        assert len(looking.kinds) < 100

    def test_one_that_ends_early_has_no_more(self) -> None:
        def short(_path: str, query: dict[str, str]) -> Answer:
            shown = [document(number) for number in range(100)] if "offset" not in query else []
            return {"items": shown, "pagination": {"total": 1_000 if "offset" not in query else 100}}

        search = Looking(short).find(*slugs(range(200)))
        assert found(search) == ids(range(100))
        assert set(search.missing) == set(slugs(range(100, 200)))

    def test_what_a_list_did_not_show_is_asked_for_by_itself(self) -> None:
        """It may have moved to a page that was read before."""
        catalogue_of_all, hidden = catalogue(200), {"item-150"}

        def hiding(path: str, query: dict[str, str]) -> Answer:
            answer = catalogue_of_all(path, query)
            if "slug" not in query and not isinstance(answer, Failure):
                answer["items"] = [each for each in answer["items"] if each["fieldData"]["slug"] not in hidden]
            return answer

        looking = Looking(hiding)
        assert found(looking.find(*slugs(range(200)))) == ids(range(200))
        assert looking.kinds == ["page", "page", "slug"]

    def test_many_that_a_whole_list_did_not_show_are_missing(self) -> None:
        looking = Looking(catalogue(100))
        search = looking.find(*(f"gone-{number}" for number in range(MOST_STRAYS + 1)))
        assert len(search.missing) == MOST_STRAYS + 1
        assert looking.kinds == ["page"]

    def test_pages_that_are_shorter_than_was_asked_for_follow_each_other(self) -> None:
        looking = Looking(catalogue(90, page=30), 4)
        assert found(looking.find(*slugs(range(90)))) == ids(range(90))

    def test_an_item_that_comes_twice_is_one(self) -> None:
        twice = {"items": [named(1, "a"), named(1, "a"), named(2, "b")], "pagination": {"total": 3}}
        search = Looking(lambda _path, _query: twice).find("a", "b")
        assert found(search) == {"a": identifier(1), "b": identifier(2)}
        assert search.doubles == {}


class TestDoubles:
    """Webflow keeps slugs apart; where an answer shows otherwise, nobody knows which one is meant."""

    @pytest.mark.parametrize("wanted", [["a"], ["a", "b"]])
    def test_two_items_of_one_slug_are_both_told(self, wanted: list[str]) -> None:
        looking = Looking(Catalogue([named(1, "a"), named(2, "b"), named(3, "a"), named(4, "a")]))
        search = looking.find(*wanted)
        assert [each.id for each in search.doubles["a"]] == [identifier(1), identifier(3), identifier(4)]
        assert "b" not in search.doubles


class TestLocales:
    def test_a_slug_is_looked_for_in_the_locale_that_is_given(self) -> None:
        looking = Looking(Catalogue([named(1, "bonjour", cmsLocaleId=FRENCH)]))
        assert found(looking.find("bonjour", locale=FRENCH)) == {"bonjour": identifier(1)}
        assert looking.transport.requests[0][1]["cmsLocaleId"] == FRENCH

    def test_an_item_in_another_locale_is_not_the_one(self) -> None:
        looking = Looking(Catalogue([named(1, "hello", cmsLocaleId=ENGLISH), named(2, "hello", cmsLocaleId=FRENCH)]))
        search = looking.find("hello", locale=FRENCH)
        assert (found(search), search.doubles) == ({"hello": identifier(2)}, {})

    def test_one_alone_in_another_locale_is_missing(self) -> None:
        search = Looking(Catalogue([named(1, "hello", cmsLocaleId=ENGLISH)])).find("hello", locale=FRENCH)
        assert (found(search), set(search.missing), search.names) == ({}, {"hello"}, {})


class TestFailures:
    """What is not known is no reason to say that it is not there."""

    def test_a_slug_of_which_nothing_was_heard_is_unknown_and_the_others_are_found(self) -> None:
        looking = Looking(failing(catalogue(10_000), DOWN, 2))
        search = looking.find(*slugs([5_000, 6_000, 7_000]))
        assert found(search) == ids([5_000, 7_000])
        assert search.found().failures == {"item-6000": DOWN}
        assert set(search.missing) == set()

    @pytest.mark.parametrize("position", [0, 1, 5])
    def test_a_list_that_breaks_off_leaves_the_rest_unknown(self, position: int) -> None:
        search = Looking(failing(catalogue(1_000), DOWN, position)).find(*slugs(range(1_000)))
        assert found(search) == ids(range(100 * position))
        assert set(search.found().failures) == set(slugs(range(100 * position, 1_000)))

    @pytest.mark.parametrize("failure", [NOT_FOUND, BAD_REQUEST, REFUSED])
    def test_what_is_said_of_the_collection_is_said_of_all_slugs_at_once(self, failure: Failure) -> None:
        looking = Looking(lambda _path, _query: failure)
        search = looking.find("a", "b", "c")
        assert search.found().failures == dict.fromkeys(["a", "b", "c"], failure)
        assert len(looking.kinds) == 1

    def test_a_collection_that_is_deleted_meanwhile_is_asked_for_no_more(self) -> None:
        looking = Looking(failing(catalogue(10_000), NOT_FOUND, *range(1, 100)))
        search = looking.find(*slugs(range(5_000, 5_050)))
        assert len(search.found().failures) == 50
        assert len(looking.kinds) == 2

    def test_a_locale_that_is_refused_is_not_taken_for_a_filter_that_is_refused(self) -> None:
        good = catalogue(1_000)
        looking = Looking(lambda path, query: BAD_REQUEST if "cmsLocaleId" in query else good(path, query))
        assert looking.find("item-5", locale=FRENCH).found().failures == {"item-5": BAD_REQUEST}
        before = len(looking.kinds)
        assert found(looking.find("item-999")) == ids([999])
        assert looking.kinds[before:] == ["slug"]

    def test_after_a_refused_token_nothing_more_is_asked(self) -> None:
        looking = Looking(lambda _path, _query: REFUSED)
        looking.find("a")
        assert looking.find("b", "c").found().failures == {"b": REFUSED, "c": REFUSED}
        assert len(looking.kinds) == 1

    def test_what_was_overcome_is_told(self) -> None:
        good = catalogue(10)

        def late(path: str, query: dict[str, str]) -> Answer:
            answer = good(path, query)
            assert not isinstance(answer, Failure)
            return Reply(answer, (DOWN,))

        search = Looking(late).find("item-1")
        assert (found(search), search.overcome) == (ids([1]), [DOWN])


class TestNamesThatMayHaveBeenMeant:
    """They are for hints, which are worth a few requests and no more."""

    def test_they_are_those_that_were_seen(self) -> None:
        looking = Looking(catalogue(50))
        search = looking.find("item-1", "item-2", "itm-3")
        assert search.names["item-3"] == "Item 3"

    def test_a_few_pages_are_read_for_them_however_many_lists_there_are(self) -> None:
        looking = Looking(catalogue(10_000))
        searches = [searching("gone"), searching("lost"), searching("missed")]
        looking.lookup.look_up(searches)
        looking.lookup.look_around(searches)
        assert looking.kinds == ["slug"] * 3 + ["page"] * SUGGESTED
        assert len(searches[0].names) == 100 * SUGGESTED
        assert searches[2].names == {}

    def test_of_short_lists_all_are_read(self) -> None:
        looking = Looking(catalogue(250))
        searches = [searching("gone"), searching("lost")]
        looking.lookup.look_up(searches)
        looking.lookup.look_around(searches)
        assert [len(search.names) for search in searches] == [250, 250]
        assert looking.kinds == ["slug"] * 2 + ["page"] * 6

    def test_a_list_that_was_read_is_not_read_again(self) -> None:
        looking = Looking(catalogue(90))
        search = looking.find("item-1", "item-2", "gone")
        before = len(looking.kinds)
        looking.lookup.look_around([search])
        assert len(looking.kinds) == before

    def test_a_failure_while_they_are_read_changes_nothing_of_what_was_found(self) -> None:
        looking = Looking(failing(catalogue(10_000), DOWN, 1))
        search = looking.find("gone")
        looking.lookup.look_around([search])
        assert (set(search.missing), search.found().failures, search.names) == ({"gone"}, {}, {})

    def test_no_more_of_them_are_kept_than_are_of_use(self) -> None:
        looking = Looking(catalogue(MOST_NAMES + 500))
        search = looking.find(*slugs(range(MOST_NAMES + 500)))
        assert len(search.names) == MOST_NAMES

    @pytest.mark.parametrize("wanted", ["last-one", "Last-One"])
    def test_what_differs_in_case_only_is_kept_wherever_it_stands(self, wanted: str) -> None:
        documents = [*(document(number) for number in range(MOST_NAMES + 50)), named(9_999, "LAST-one")]
        looking = Looking(Catalogue(documents))
        search = looking.find(wanted, *slugs(range(MOST_NAMES + 50)))
        assert set(search.missing) == {wanted}
        assert "LAST-one" in search.names
