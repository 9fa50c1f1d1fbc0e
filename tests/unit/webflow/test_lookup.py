from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from threading import Barrier, Event
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.catalogue import BAD_REQUEST, COLLECTION, ITEMS, NOT_FOUND, Catalogue, document
from harness.samples import ENGLISH, FRENCH, collection, identifier
from harness.transport import Answer, ReadingTransport
from webflow_publish.reason import Reason
from webflow_publish.webflow import Content, Failure, Found, Lookup, Reader, Reply, Search, Stage
from webflow_publish.webflow.circuit import OUTAGES
from webflow_publish.webflow.lookup import AHEAD, MOST_STRAYS, TRIALS
from webflow_publish.webflow.search import Place, whole
from webflow_publish.workers import Workers

FILTER = "filter[id][in]"
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
GARBLED = Failure(Reason.MALFORMED, "The answer is larger than 16 bytes", 200)
REFUSED = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)
LATE = Failure(Reason.TIMED_OUT, "The time limit of the run was reached before this was sent")


class Looking:
    """A lookup of items by their numbers, with what it asked for: so many things at once."""

    def __init__(self, rule: Callable[[str, dict[str, str]], Answer], at_once: int = 1) -> None:
        self.rule = rule
        self.transport = ReadingTransport(self._answer)
        self.lookup = Lookup(Reader(self.transport), Workers(at_once))

    def find(self, numbers: Iterable[int], locale: str | None = None, stage: Stage = Stage.STAGED) -> Found:
        return self.lookup.find(COLLECTION, stage, locale, [identifier(number) for number in numbers])

    def _answer(self, path: str, query: dict[str, str]) -> Answer:
        return self.rule(path, query)

    @property
    def kinds(self) -> list[str]:
        """Each request so far: a filter, a page of the list, or a single item."""
        return [
            "filter" if FILTER in query else "page" if path.endswith(("/items", "/items/live")) else "single"
            for path, query in self.transport.requests
        ]

    @property
    def offsets(self) -> list[str]:
        return [query.get("offset", "0") for path, query in self.transport.requests if path == ITEMS]


def catalogue(count: int, mode: str = "honoured", **options: Any) -> Catalogue:
    return Catalogue([document(number) for number in range(count)], mode, **options)


def ids(numbers: Iterable[int]) -> set[str]:
    return {identifier(number) for number in numbers}


def search(numbers: Iterable[int], keep: Callable[[Content], Content] = whole, *, locale: str | None = None) -> Search:
    return Search((COLLECTION, Stage.STAGED, locale), [identifier(number) for number in numbers], keep)


def in_turn(*answers: Answer) -> Callable[[str, dict[str, str]], Answer]:
    left = list(answers)
    return lambda _path, _query: left.pop(0)


def listing(numbers: Iterable[int], total: int | None = None, **changes: Any) -> dict[str, Any]:
    return {"items": [document(number, **changes) for number in numbers], "pagination": {"total": total}}


def test_nothing_is_asked_for_nothing() -> None:
    looking = Looking(catalogue(3))
    assert looking.find([]) == Found({}, frozenset(), {}, ())
    assert looking.kinds == []


def test_a_hundred_items_take_one_request() -> None:
    looking = Looking(catalogue(1000))
    found = looking.find(range(50, 300))
    assert found.items.keys() == ids(range(50, 300))
    assert looking.kinds == ["filter"] * 3
    assert all(len(query[FILTER].split(",")) <= 100 for _, query in looking.transport.requests)


def test_what_a_filter_that_works_does_not_show_is_missing() -> None:
    looking = Looking(catalogue(10))
    found = looking.find([3, 12])
    assert (set(found.items), set(found.missing), found.failures) == (ids([3]), ids([12]), {})
    assert looking.kinds == ["filter"]


def test_a_filter_that_is_ignored_has_given_the_first_page_of_the_list() -> None:
    looking = Looking(catalogue(1000, "ignored"))
    assert looking.find(range(250)).items.keys() == ids(range(250))
    assert looking.kinds == ["filter", "page", "page"]
    assert looking.offsets == ["0", "100", "200"]


def test_all_of_a_list_takes_no_request_too_many() -> None:
    looking = Looking(catalogue(1000, "ignored"))
    assert looking.find(range(1000)).items.keys() == ids(range(1000))
    assert looking.kinds == ["filter", *["page"] * 9]


def test_a_few_items_of_a_long_list_are_read_singly() -> None:
    looking = Looking(catalogue(1000, "ignored"))
    assert looking.find([5, 500, 999]).items.keys() == ids([5, 500, 999])
    assert looking.kinds == ["filter", "single", "single"]


def test_a_walk_ends_in_single_reads_when_these_have_become_cheaper() -> None:
    looking = Looking(catalogue(1000, "ignored"))
    assert looking.find([*range(100, 130), 950, 960]).items.keys() == ids([*range(100, 130), 950, 960])
    assert looking.kinds == ["filter", "page", "single", "single"]


def test_that_a_filter_is_ignored_is_remembered() -> None:
    looking = Looking(catalogue(1000, "ignored"))
    looking.find([5, 500])
    before = len(looking.kinds)
    looking.find([7, 8], stage=Stage.LIVE)
    looking.find([600])
    assert looking.kinds[before:] == ["page", "single"]


def test_a_filter_that_is_refused_is_not_used_again() -> None:
    looking = Looking(catalogue(250, "refused"))
    assert looking.find(range(0, 250, 5)).items.keys() == ids(range(0, 250, 5))
    assert looking.find([3]).items.keys() == ids([3])
    assert looking.find([999]).missing == ids([999])
    assert looking.kinds == ["filter", "page", "page", "page", "single", "single"]


@pytest.mark.parametrize("number", [3, 999])
def test_one_item_behind_a_filter_that_is_refused_is_read_singly(number: int) -> None:
    looking = Looking(catalogue(250, "refused"))
    looking.find([number])
    looking.find([number])
    assert looking.kinds == ["filter", "single", "single"]


@pytest.mark.parametrize("wanted", [[1], [1, 2]])
def test_a_question_that_is_refused_without_a_filter_says_nothing_of_the_filter(wanted: list[int]) -> None:
    honoured = catalogue(10)
    looking = Looking(lambda path, query: BAD_REQUEST if query.get("cmsLocaleId") == FRENCH else honoured(path, query))
    assert looking.find(wanted, FRENCH).failures == dict.fromkeys([identifier(each) for each in wanted], BAD_REQUEST)
    assert looking.find(wanted).items.keys() == ids(wanted)
    assert looking.kinds[-1] == "filter"


def test_a_filter_that_finds_nothing_is_held_against_a_single_item_and_not_used_again() -> None:
    looking = Looking(catalogue(1000, "empty"))
    assert looking.find(range(250)).items.keys() == ids(range(250))
    assert looking.kinds == ["filter", "single", "page", "page", "page"]
    assert looking.find([700]).items.keys() == ids([700])
    assert looking.find([5000]).missing == ids([5000])
    assert looking.kinds[5:] == ["single", "single"]


def test_one_item_that_a_filter_does_not_find_is_known_when_it_was_read_singly() -> None:
    looking = Looking(catalogue(10, "empty"))
    found = looking.find([3])
    assert (set(found.items), set(found.missing)) == (ids([3]), set())
    assert looking.kinds == ["filter", "single"]


@pytest.mark.parametrize("absent", [NOT_FOUND, BAD_REQUEST])
def test_a_filter_that_finds_nothing_where_there_is_nothing_is_believed_from_then_on(absent: Failure) -> None:
    honoured = catalogue(10)
    looking = Looking(lambda path, query: honoured(path, query) if FILTER in query else absent)
    found = looking.find([12, 13])
    assert (set(found.missing), found.failures) == (ids([12, 13]), {})
    assert looking.find([14, 15]).missing == ids([14, 15])
    assert looking.find([3]).items.keys() == ids([3])
    assert looking.kinds == ["filter", "single", "single", "filter", "filter"]


def test_a_filter_that_finds_nothing_is_not_believed_because_one_of_the_items_is_gone() -> None:
    looking = Looking(catalogue(10, "empty"))
    found = looking.find([12, 3, 4, 5])
    assert (set(found.items), set(found.missing)) == (ids([3, 4, 5]), ids([12]))


def test_of_many_items_that_a_filter_does_not_find_only_a_few_are_read_singly() -> None:
    honoured = catalogue(10)
    looking = Looking(lambda path, query: honoured(path, query) if FILTER in query else NOT_FOUND)
    assert len(looking.find(range(20, 120)).missing) == 100
    assert looking.kinds == ["filter", *["single"] * TRIALS]


def test_a_filter_that_has_found_something_is_believed_when_it_finds_nothing() -> None:
    looking = Looking(catalogue(10))
    looking.find([3])
    assert looking.find([12]).missing == ids([12])
    assert looking.kinds == ["filter", "filter"]


@pytest.mark.parametrize("is_resumed", [False, True])
@pytest.mark.parametrize("believed", Stage)
def test_that_it_is_believed_of_staged_items_says_nothing_of_live_ones_nor_the_other_way_round(
    believed: Stage, is_resumed: bool
) -> None:
    lists = {believed: catalogue(10), next(each for each in Stage if each is not believed): catalogue(10, "empty")}

    def rule(path: str, query: dict[str, str]) -> Answer:
        return lists[Stage.LIVE if path.endswith("/live") else Stage.STAGED](path, query)

    looking = Looking(rule)
    for stage in lists:
        assert looking.find([3, 4], stage=stage).items.keys() == ids([3, 4])
        if is_resumed:
            looking.lookup = looking.lookup.resumed()
    assert looking.kinds == ["filter", "filter", "single", "single"]


def test_where_it_finds_live_items_as_well_that_takes_no_more_requests() -> None:
    looking = Looking(catalogue(10))
    for stage in [*Stage, *Stage]:
        looking.find([3], stage=stage)
        looking.find([12], stage=stage)
    assert looking.kinds == ["filter"] * 8


def test_where_nobody_knows_whether_the_filter_works_nothing_is_missing_and_it_is_tried_the_next_time() -> None:
    empty = catalogue(0)
    looking = Looking(lambda path, query: empty(path, query) if FILTER in query else DOWN)
    found = looking.find(range(250))
    assert found.failures == dict.fromkeys((identifier(number) for number in range(250)), DOWN)
    assert looking.find([1]).failures == {identifier(1): DOWN}
    assert looking.kinds == ["filter", "single"] * 2


def test_an_item_in_another_locale_says_nothing_against_a_filter_that_does_not_find_it() -> None:
    english = document(1, cmsLocaleId=ENGLISH)
    looking = Looking(lambda path, _query: english if path.endswith(identifier(1)) else listing([]))
    assert looking.find([1], FRENCH).missing == ids([1])
    assert looking.find([2], FRENCH).missing == ids([2])
    assert looking.kinds == ["filter", "single", "filter"]


def test_a_list_that_is_not_found_fails_all_that_was_asked_of_it() -> None:
    looking = Looking(lambda _path, _query: NOT_FOUND)
    found = looking.find(range(250))
    assert found.failures == dict.fromkeys((identifier(number) for number in range(250)), NOT_FOUND)
    assert looking.kinds == ["filter"]


def test_a_filter_whose_answer_is_incomplete_is_not_believed() -> None:
    """It shows only some of the items, and says that there are more."""
    looking = Looking(catalogue(300, "honoured", page=30))
    found = looking.find(range(0, 300, 4))
    assert found.items.keys() == ids(range(0, 300, 4))
    assert looking.kinds == ["filter", *["page"] * 10]
    assert looking.offsets[1] == "0"


def test_a_total_of_the_whole_list_does_no_harm_where_nothing_is_left_to_find() -> None:
    looking = Looking(in_turn(listing([1, 2], total=500), listing([3], total=500)))
    assert looking.find([1, 2]).items.keys() == ids([1, 2])
    assert looking.find([3]).items.keys() == ids([3])
    assert looking.kinds == ["filter", "filter"]


def test_an_item_that_comes_twice_shows_that_the_filter_does_not_work() -> None:
    looking = Looking(in_turn(listing([1, 1], total=2), document(2)))
    assert looking.find([1, 2]).items.keys() == ids([1, 2])
    assert looking.kinds == ["filter", "single"]


def test_an_item_that_nobody_asked_for_shows_that_the_filter_does_not_work() -> None:
    looking = Looking(in_turn(listing([1, 9], total=2), document(3)))
    found = looking.find([1, 2])
    assert (set(found.items), set(found.missing)) == (ids([1]), set())
    assert found.failures.keys() == ids([2])
    assert looking.kinds == ["filter", "single"]


def test_an_item_in_another_locale_is_not_the_one_that_was_asked_for() -> None:
    english = listing([1, 2], total=2, cmsLocaleId=ENGLISH)
    looking = Looking(lambda _path, _query: english)
    assert looking.find([1, 2], FRENCH).missing == ids([1, 2])
    assert looking.find([1, 2], ENGLISH).items.keys() == ids([1, 2])
    assert looking.find([1, 2]).items.keys() == ids([1, 2])
    assert looking.kinds == ["filter"] * 3


def test_an_item_in_another_locale_is_none_either_where_it_is_read_singly() -> None:
    looking = Looking(in_turn(BAD_REQUEST, document(1, cmsLocaleId=ENGLISH)))
    assert looking.find([1], FRENCH).missing == ids([1])


def test_both_locales_of_an_item_in_one_answer_are_told_apart() -> None:
    both = listing([1], cmsLocaleId=ENGLISH)["items"] + listing([1], cmsLocaleId=FRENCH)["items"]
    found = Looking(in_turn({"items": both})).find([1], FRENCH)
    assert found.items[identifier(1)].locale == FRENCH


def test_an_item_of_the_live_list_is_there_whatever_its_dates() -> None:
    looking = Looking(in_turn(listing([1], lastPublished=None)))
    assert looking.find([1], stage=Stage.LIVE).items.keys() == ids([1])
    assert looking.transport.requests[0][0] == f"{ITEMS}/live"


def test_what_slipped_through_a_walk_is_read_singly() -> None:
    """An item was deleted meanwhile, and others moved up by one place: from a page to come to one that was read."""
    changing = catalogue(1000, "refused")

    def rule(path: str, query: dict[str, str]) -> Answer:
        answer = changing(path, query)
        if query.get("offset") == "400":
            del changing.documents[0]
        return answer

    looking = Looking(rule)
    assert looking.find(range(100, 1000)).items.keys() == ids(range(100, 1000))
    assert looking.kinds == ["filter", *["page"] * 10, "single"]


@pytest.mark.parametrize(("strays", "singles"), [(MOST_STRAYS, MOST_STRAYS), (MOST_STRAYS + 1, 0)])
def test_few_items_that_a_list_did_not_show_are_looked_for_again_and_many_are_missing(
    strays: int, singles: int
) -> None:
    looking = Looking(catalogue(150, "ignored"))
    found = looking.find(range(150 + strays))
    assert found.missing == ids(range(150, 150 + strays))
    assert looking.kinds == ["filter", "page", *["single"] * singles]


@pytest.mark.parametrize(("total", "pages"), [(None, 1), (5_000, 2)])
def test_a_list_that_repeats_itself_says_nothing_of_what_it_does_not_show(total: int | None, pages: int) -> None:
    """Where it says how long it is, the pages that would have to be read anyway are asked for together."""
    looking = Looking(lambda _path, _query: listing(range(100), total))
    found = looking.find(range(50, 300))
    assert found.items.keys() == ids(range(50, 100))
    assert {failure.reason for failure in found.failures.values()} == {Reason.MALFORMED}
    assert found.failures.keys() == ids(range(100, 300))
    assert looking.kinds == ["filter", *["page"] * pages]


def test_a_list_of_unknown_length_is_read_until_a_short_page() -> None:
    looking = Looking(catalogue(250, "ignored", counts=False))
    found = looking.find([*range(0, 250, 7), 300, 301])
    assert found.items.keys() == ids(range(0, 250, 7))
    assert found.missing == ids([300, 301])
    assert looking.kinds == ["filter", "page", "page", "single", "single"]


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("page", [40, 99])
def test_a_service_with_shorter_pages_is_read_to_its_end(page: int, step: int) -> None:
    looking = Looking(catalogue(300, "ignored", page=page))
    assert looking.find(range(0, 300, step)).items.keys() == ids(range(0, 300, step))


def test_one_failure_concerns_its_items_only() -> None:
    honoured = catalogue(300)
    answers: list[Answer] = [DOWN]
    looking = Looking(lambda path, query: answers.pop() if answers else honoured(path, query))
    found = looking.find(range(300))
    assert len(found.failures) == 100
    assert set(found.failures.values()) == {DOWN}
    assert found.items.keys() | found.failures.keys() == ids(range(300))


def test_a_page_that_fails_leaves_open_what_was_not_seen_before() -> None:
    looking = Looking(in_turn(listing(range(100), total=1000), DOWN))
    found = looking.find(range(50, 150))
    assert found.items.keys() == ids(range(50, 100))
    assert found.failures == dict.fromkeys((identifier(number) for number in range(100, 150)), DOWN)


def test_a_single_read_that_fails_concerns_its_item_only() -> None:
    looking = Looking(in_turn(listing(range(100), total=1000), DOWN, document(501), NOT_FOUND))
    found = looking.find([500, 501, 502])
    assert found.failures == {identifier(500): DOWN}
    assert (set(found.items), set(found.missing)) == (ids([501]), ids([502]))


@pytest.mark.parametrize(
    "failure",
    [
        REFUSED,
        Failure(Reason.MISSING_SCOPE, "403 Forbidden", 403),
        Failure(Reason.RATE_LIMITED, "429 Too Many Requests", 429, retryable=True),
        Failure(Reason.TIMED_OUT, "The time limit of the run was reached"),
    ],
)
def test_after_a_failure_that_nothing_can_escape_nothing_is_sent(failure: Failure) -> None:
    looking = Looking(lambda _path, _query: failure)
    assert looking.find(range(250)).failures == dict.fromkeys((identifier(each) for each in range(250)), failure)
    assert looking.find([7], FRENCH).failures == {identifier(7): failure}
    assert looking.kinds == ["filter"]


def test_after_outages_in_a_row_nothing_is_sent() -> None:
    looking = Looking(in_turn(DOWN, GARBLED, DOWN))
    found = looking.find(range(1000))
    assert found.failures.keys() == ids(range(1000))
    assert looking.find([1]).failures == {identifier(1): DOWN}
    assert len(looking.kinds) == OUTAGES == 3


def test_an_answer_between_outages_is_a_sign_of_life() -> None:
    looking = Looking(in_turn(DOWN, GARBLED, NOT_FOUND, DOWN, GARBLED, listing([1], total=1)))
    for _ in range(5):
        looking.find([1])
    assert looking.find([1]).items.keys() == ids([1])


def test_a_lookup_that_was_halted_is_resumed_with_what_it_knows_of_the_filter() -> None:
    ignored = catalogue(1000, "ignored")
    down: list[Answer] = []
    looking = Looking(lambda path, query: down.pop() if down else ignored(path, query))
    looking.find([5])
    down.append(REFUSED)
    assert looking.find([6, 7]).failures == {identifier(6): REFUSED, identifier(7): REFUSED}
    looking.lookup = looking.lookup.resumed()
    before = len(looking.kinds)
    assert looking.find([500]).items.keys() == ids([500])
    assert looking.kinds[before:] == ["single"]


def test_a_lookup_that_is_resumed_does_not_try_the_filter_again() -> None:
    looking = Looking(catalogue(10))
    looking.find([12])
    looking.lookup = looking.lookup.resumed()
    looking.find([13])
    assert looking.kinds == ["filter", "single", "filter"]


@pytest.mark.parametrize(("count", "requests"), [(0, 0), (1, 1), (100, 1), (101, 2), (10_000, 100)])
def test_with_a_filter_a_hundred_items_will_take_one_request(count: int, requests: int) -> None:
    looking = Looking(catalogue(3))
    assert looking.lookup.requests_for(count) == requests
    looking.find([1])
    assert looking.lookup.requests_for(count) == requests


@pytest.mark.parametrize(("count", "requests"), [(0, 0), (1, 1), (2, 3), (8, 9), (9, 10), (10, 10), (10_000, 10)])
def test_without_one_items_will_take_a_request_each_or_the_pages_of_their_list(count: int, requests: int) -> None:
    looking = Looking(catalogue(950, "ignored"))
    looking.find([5])
    assert looking.lookup.requests_for(count) == requests
    assert looking.lookup.resumed().requests_for(count) == requests


def test_without_one_in_a_list_of_unknown_length_items_will_take_a_request_each() -> None:
    looking = Looking(catalogue(250, "refused"))
    looking.find([5])
    assert [looking.lookup.requests_for(count) for count in (0, 1, 2, 100)] == [0, 1, 3, 101]


def test_of_several_lists_the_longest_counts() -> None:
    looking = Looking(in_turn(listing(range(100), total=950), listing(range(50), total=50)))
    looking.find([5])
    looking.find(range(50))
    assert looking.lookup.requests_for(100) == 10


@given(st.integers(1, 400), st.data(), st.sampled_from(["honoured", "ignored", "refused"]))
def test_it_takes_no_more_requests_than_were_announced(length: int, data: st.DataObject, mode: str) -> None:
    looking = Looking(catalogue(length, mode))
    looking.find(range(length))
    wanted = data.draw(st.sets(st.integers(0, length - 1)))
    for numbers in (sorted(wanted), range(length)):
        announced, before = looking.lookup.requests_for(len(numbers)), len(looking.kinds)
        assert looking.find(numbers).items.keys() == ids(numbers)
        assert len(looking.kinds) - before <= announced
    assert len(looking.kinds) - before == announced == -(-length // 100)


def test_what_was_overcome_is_told_unless_the_trouble_went_on() -> None:
    looking = Looking(in_turn(Reply(listing([1], total=1), (DOWN,)), Reply(NOT_FOUND, (DOWN,)), Reply(DOWN, (DOWN,))))
    assert looking.find([1]).overcome == (DOWN,)
    assert looking.find([1]).overcome == (DOWN,)
    assert looking.find([1]).overcome == ()


@given(
    st.lists(st.integers(0, 400), unique=True, max_size=350),
    st.sets(st.integers(0, 420), max_size=250),
    st.sampled_from(["honoured", "ignored", "refused"]),
    st.sampled_from([7, 40, 100]),
    st.booleans(),
)
def test_whatever_the_service_does_each_item_is_found_that_is_there_and_no_other(
    there: list[int], wanted: set[int], mode: str, page: int, counts: bool
) -> None:
    # Where a list has no length, the only sign of its end is a page that is not full.
    looking = Looking(Catalogue([document(each) for each in there], mode, page if counts else 100, counts=counts))
    for _ in range(2):
        found = looking.find(sorted(wanted))
        assert found.items.keys() == ids(wanted & set(there))
        assert found.missing == ids(wanted - set(there))
        assert found.failures == {}
        assert all(item.id == item_id for item_id, item in found.items.items())


ENTRY = st.builds(
    lambda number, locale: document(number, cmsLocaleId=locale),
    st.integers(0, 30),
    st.sampled_from([None, ENGLISH, FRENCH]),
)
PAGES = st.builds(
    lambda items, total: {"items": items, "pagination": {"total": total}},
    st.lists(ENTRY, max_size=20),
    st.none() | st.integers(0, 5_000),
)


@given(
    st.lists(PAGES | ENTRY | st.sampled_from([DOWN, GARBLED, NOT_FOUND, BAD_REQUEST, REFUSED]), max_size=40),
    st.sets(st.integers(0, 40), max_size=40),
    st.sampled_from([None, FRENCH]),
)
def test_whatever_is_answered_each_item_is_accounted_for_once(
    answers: list[Answer], wanted: set[int], locale: str | None
) -> None:
    left = list(answers)
    looking = Looking(lambda _path, _query: left.pop(0) if left else DOWN)
    found = looking.find(sorted(wanted), locale)
    parts = [*found.items, *found.missing, *found.failures]
    assert len(parts) == len(set(parts))
    assert set(parts) == ids(wanted)
    assert all(item.id == item_id for item_id, item in found.items.items())
    assert all(item.locale in {None, locale or item.locale} for item in found.items.values())


class TestSeveralSearches:
    """They are done at once, and come to the same as one after the other."""

    def test_what_they_found_comes_in_their_order(self) -> None:
        looking = Looking(catalogue(10))
        searches = [search([number]) for number in (7, 12, 3)]
        first, second, third = looking.lookup.find_all(searches)
        assert (set(first.items), set(second.missing), set(third.items)) == (ids([7]), ids([12]), ids([3]))

    def test_of_none_nothing_is_asked(self) -> None:
        looking = Looking(catalogue(3))
        assert looking.lookup.find_all([]) == []
        assert looking.lookup.find_all([search([])]) == [Found({}, frozenset(), {}, ())]
        assert looking.kinds == []

    def test_each_keeps_of_its_items_what_it_was_told_to(self) -> None:
        looking = Looking(catalogue(3))
        bare, full = looking.lookup.find_all([search([1], Content.without_fields), search([1])])
        assert [len(each.items[identifier(1)].fields) for each in (bare, full)] == [0, 2]

    def test_it_is_told_as_it_goes_on_of_how_many_items_it_is_known_what_became_of_them(self) -> None:
        looking = Looking(catalogue(250))
        told: list[int] = []
        looking.lookup.find_all([search([1, 300]), search(range(250)), search([]), search([5])], told.append)
        assert told == [2, 86, 252, 253]

    def test_while_nobody_knows_of_the_filter_the_first_one_is_alone(self) -> None:
        """What it learns, the others need not find out again."""
        looking = Looking(catalogue(1000, "ignored"), at_once=4)
        looking.lookup.find_all([search([5, 500]), *(search([number]) for number in range(6, 16))])
        assert looking.kinds == ["filter", *["single"] * 11]

    def test_where_the_filter_is_known_to_work_several_are_asked_for_at_once(self) -> None:
        honoured, together = catalogue(10), Barrier(3)
        looking = Looking(honoured, at_once=3)
        looking.find([1])
        looking.rule = lambda path, query: (together.wait(10), honoured(path, query))[1]
        found = looking.lookup.find_all([search([number]) for number in range(3)])
        assert [set(each.items) for each in found] == [ids([number]) for number in range(3)]

    def test_the_first_hundred_of_a_search_are_asked_for_alone_and_then_several_hundred_at_once(self) -> None:
        honoured, together = catalogue(1000), Barrier(4)
        looking = Looking(honoured, at_once=4)

        def rule(path: str, query: dict[str, str]) -> Answer:
            if len(looking.kinds) > 1:
                together.wait(10)
            return honoured(path, query)

        looking.rule = rule
        assert looking.find(range(900)).items.keys() == ids(range(900))
        assert looking.kinds == ["filter"] * 9

    def test_the_pages_of_a_list_that_have_to_be_read_anyway_are_read_at_once(self) -> None:
        ignored, together = catalogue(900, "ignored"), Barrier(4)
        looking = Looking(ignored, at_once=4)

        def rule(path: str, query: dict[str, str]) -> Answer:
            if len(looking.kinds) > 1:
                together.wait(10)
            return ignored(path, query)

        looking.rule = rule
        assert looking.find(range(900)).items.keys() == ids(range(900))
        assert sorted(looking.offsets, key=int) == [str(offset) for offset in range(0, 900, 100)]

    def test_a_search_asks_for_no_more_than_eight_answers_before_it_looks_at_them(self) -> None:
        honoured, refused = catalogue(3000), catalogue(3000, "refused")
        looking = Looking(honoured)

        def rule(path: str, query: dict[str, str]) -> Answer:
            return honoured(path, query) if len(looking.kinds) == 1 else refused(path, query)

        looking.rule = rule
        assert looking.find(range(3000)).items.keys() == ids(range(3000))
        assert looking.kinds == [*["filter"] * (1 + AHEAD), *["page"] * 30]

    @pytest.mark.parametrize("failure", [REFUSED, LATE])
    def test_what_was_not_asked_when_there_was_no_point_any_more_is_not_asked(self, failure: Failure) -> None:
        honoured, together = catalogue(1000), Barrier(4)
        looking = Looking(honoured, at_once=4)
        looking.find([1])

        def rule(_path: str, _query: dict[str, str]) -> Answer:
            together.wait(10)
            return failure

        looking.rule = rule
        found = looking.lookup.find_all([search(range(500)) for _ in range(20)])
        assert [each.failures for each in found] == [dict.fromkeys((identifier(n) for n in range(500)), failure)] * 20
        assert looking.kinds == ["filter"] * 5

    def test_a_defect_comes_out(self) -> None:
        looking = Looking(lambda _path, _query: Failure(Reason.REJECTED, str(1 // 0)), at_once=4)
        with pytest.raises(ZeroDivisionError):
            looking.lookup.find_all([search([1]), search([2])])

    @pytest.mark.parametrize("at_once", [1, 4, 32])
    def test_what_hangs_when_the_time_is_over_is_given_up_all_at_once(self, at_once: int) -> None:
        honoured = catalogue(1000)
        released, is_over = Event(), Event()
        asked: Counter[str] = Counter()
        looking = Looking(honoured)
        ticks: list[None] = []
        workers: Workers[Any, Any] = Workers(at_once, is_over.is_set, lambda: ticks.append(None), grace=0)
        looking.lookup = Lookup(Reader(looking.transport), workers)

        def rule(path: str, query: dict[str, str]) -> Answer:
            locale = query.get("cmsLocaleId", "")
            asked[locale] += 1
            if locale and asked[locale] > 1:
                is_over.set()
                released.wait(10)
            return honoured(path, query)

        looking.rule = rule
        locales = [f"{number:024x}" for number in range(40)]
        began = monotonic()
        try:
            found = looking.lookup.find_all([search([1]), *(search(range(1000), locale=each) for each in locales)])
        finally:
            released.set()
        # A tenth of a second for each of what hangs would be more than 25 with 32 requests at once.
        assert monotonic() - began < 2.5
        assert {failure.reason for each in found for failure in each.failures.values()} == {Reason.TIMED_OUT}
        assert [len(each.items) + len(each.failures) for each in found] == [1, *[1000] * 40]
        assert looking.find([7]).failures[identifier(7)].reason is Reason.TIMED_OUT

    def test_an_answer_that_comes_after_it_was_given_up_changes_nothing(self) -> None:
        honoured, released, is_over = catalogue(10), Event(), Event()
        looking = Looking(honoured)
        looking.lookup = Lookup(Reader(looking.transport), Workers(1, is_over.is_set, grace=0))

        def rule(path: str, query: dict[str, str]) -> Answer:
            is_over.set()
            released.wait(10)
            return honoured(path, query)

        looking.rule = rule
        found = looking.find([1])
        released.set()
        assert found.failures[identifier(1)].reason is Reason.TIMED_OUT
        assert looking.find([1]).failures == found.failures

    def test_something_else_can_be_asked_for_as_long_as_there_is_a_point_in_it(self) -> None:
        looking = Looking(lambda _path, _query: REFUSED, at_once=4)
        assert looking.lookup.ask(lambda: Reply("an answer")) == Reply("an answer")
        looking.find([1])
        before = looking.transport.sent
        reader = Reader(looking.transport)
        assert looking.lookup.ask(lambda: reader.schema(COLLECTION)).answer == REFUSED
        assert looking.transport.sent == before


PLACE = st.tuples(
    st.sampled_from([collection(number).id for number in range(4)]),
    st.sampled_from(Stage),
    st.sampled_from([None, ENGLISH, FRENCH]),
)
LISTS = st.dictionaries(
    PLACE,
    st.builds(
        lambda there, mode, counts: Catalogue([document(each) for each in there], mode, counts=counts),
        st.lists(st.integers(0, 400), unique=True, max_size=350),
        st.sampled_from(["honoured", "ignored", "refused"]),
        st.booleans(),
    ),
    max_size=6,
)
WANTED = st.lists(st.tuples(PLACE, st.sets(st.integers(0, 420), max_size=250)), max_size=6)


def service(lists: Mapping[Place, Catalogue]) -> Callable[[str, dict[str, str]], Answer]:
    """A rule that has each list in its place, and a 404 for any other place."""

    def rule(path: str, query: dict[str, str]) -> Answer:
        collection_id = path.split("/")[2]
        stage = Stage.LIVE if path.endswith("/live") else Stage.STAGED
        shown = lists.get((collection_id, stage, query.get("cmsLocaleId")))
        return shown(path.replace(collection_id, COLLECTION), query) if shown else NOT_FOUND

    return rule


@given(LISTS, WANTED)
def test_several_searches_at_once_find_what_they_find_one_after_the_other(
    lists: dict[Place, Catalogue], wanted: list[tuple[Place, set[int]]]
) -> None:
    def searches() -> list[Search]:
        return [Search(place, sorted(ids(numbers))) for place, numbers in wanted]

    one_by_one, in_order, at_once = (Looking(service(lists), count) for count in (1, 1, 4))
    expected = [one_by_one.lookup.find_all([each])[0] for each in searches()]
    assert in_order.lookup.find_all(searches()) == expected
    assert in_order.transport.requests == one_by_one.transport.requests
    for (place, numbers), alone, together in zip(wanted, expected, at_once.lookup.find_all(searches()), strict=True):
        there = ids(numbers) & {each["id"] for each in lists[place].documents} if place in lists else set()
        assert together.items == alone.items
        assert alone.items.keys() == there
        for found in (alone, together):
            # Of a list that is not there, Webflow says 404, and so it does of an item that is read singly.
            assert set(found.failures.values()) <= {NOT_FOUND}
            assert found.missing | found.failures.keys() == ids(numbers) - there


@given(LISTS, WANTED, st.integers(1, 30), st.sampled_from([1, 4]))
def test_whenever_there_is_no_point_in_going_on_each_item_is_accounted_for_and_what_was_found_is_true(
    lists: dict[Place, Catalogue], wanted: list[tuple[Place, set[int]]], last: int, at_once: int
) -> None:
    answers = service(lists)
    looking = Looking(answers, at_once)
    looking.rule = lambda path, query: answers(path, query) if len(looking.kinds) <= last else REFUSED
    found = looking.lookup.find_all([Search(place, sorted(ids(numbers))) for place, numbers in wanted])
    for (place, numbers), each in zip(wanted, found, strict=True):
        there = {entry["id"] for entry in lists[place].documents} if place in lists else set()
        assert each.items.keys() | each.missing | each.failures.keys() == ids(numbers)
        assert each.items.keys() <= there
        assert not each.missing & there
