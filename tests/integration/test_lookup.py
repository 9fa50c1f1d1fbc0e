"""Looking items up in the sandbox over HTTP: what is found, and with how many requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from harness.clock import FakeClock
from harness.service import serving
from harness.site import AUTHORS, CHANGES, ENGLISH, FRENCH, GONE, ITEMS, POST, POSTS, SITE, SITES
from webflow_publish.clock import Deadline
from webflow_publish.reason import Reason
from webflow_publish.sandbox import Sandbox
from webflow_publish.webflow import (
    BearerToken,
    Failure,
    Found,
    Lookup,
    Pace,
    Reader,
    Search,
    Stage,
    Transport,
    page_address,
)
from webflow_publish.workers import Workers

FIRST = 0x65E000000000000000010000
MANY = f"""
  - id: 65e000000000000000000009
    collections:
      - id: 65e000000000000000000900
        name: Many
        items: [{{ first-id: {FIRST:024x}, count: 1000, state: published }}]
"""
COLLECTION = "65e000000000000000000900"
TOKEN = "sandbox-token"


@dataclass(frozen=True)
class Service:
    """The sandbox, and a reader of it."""

    sandbox: Sandbox
    reader: Reader

    def find(self, lookup: Lookup, numbers: Iterable[int], stage: Stage = Stage.STAGED) -> tuple[Found, int]:
        """What was found of the many items, and the requests that it took."""
        before = len(self.sandbox.requests)
        found = lookup.find(COLLECTION, stage, None, [identifier(number) for number in numbers])
        return found, len(self.sandbox.requests) - before


def identifier(number: int) -> str:
    return f"{FIRST + number:024x}"


@contextmanager
def service(top: str = "", token: str = TOKEN, seconds: float = 600) -> Iterator[Service]:
    clock = FakeClock()
    with serving(f"{top}\n{SITES}{MANY}", clock) as sandbox:
        deadline = Deadline(clock, seconds)
        pace = Pace(clock, deadline)
        transport = Transport(sandbox.url, BearerToken(token), clock, deadline, pace, lambda _: None)
        yield Service(sandbox, Reader(transport))
        assert {request.method for request in sandbox.requests} <= {"GET"}


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize(
    ("mode", "first", "wanted", "requests"),
    [
        ("honoured", 0, 250, 3),
        ("honoured", 500, 3, 1),
        ("honoured", 0, 1000, 10),
        ("ignored", 0, 1000, 10),
        ("ignored", 700, 250, 10),
        ("ignored", 0, 250, 3),
        ("ignored", 500, 3, 1 + 3),
        ("refused", 0, 1000, 1 + 10),
        ("refused", 700, 250, 1 + 10),
        ("refused", 500, 3, 1 + 1 + 3),
        ("refused", 500, 1, 1 + 1),
    ],
)
def test_items_are_found_in_as_few_requests_as_the_service_allows(
    stage: Stage, mode: str, first: int, wanted: int, requests: int
) -> None:
    numbers = range(first, first + wanted)
    with service(f"filter: {mode}") as live:
        found, sent = live.find(Lookup(live.reader, Workers(1)), numbers, stage)
    assert found.items.keys() == {identifier(number) for number in numbers}
    assert (found.missing, found.failures) == (frozenset(), {})
    assert sent == requests


@pytest.mark.parametrize(("mode", "first", "second"), [("honoured", 1, 1), ("ignored", 2, 1), ("refused", 2, 1)])
def test_a_lookup_tries_a_filter_that_does_not_work_once(mode: str, first: int, second: int) -> None:
    with service(f"filter: {mode}") as live:
        lookup = Lookup(live.reader, Workers(1))
        assert [live.find(lookup, [500])[1], live.find(lookup, [501])[1]] == [first, second]


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize(("wanted", "requests"), [([500], 1 + 1), ([500, 501, 502], 1 + 1 + 1 + 2), ([5000], 1 + 1)])
def test_a_filter_that_finds_nothing_costs_a_single_read(stage: Stage, wanted: list[int], requests: int) -> None:
    empty = "{items: [], pagination: {limit: 100, offset: 0, total: 0}}"
    with service(f"faults: [{{path: /items, answer: {{status: 200, body: {empty}}}}}]") as live:
        found, sent = live.find(Lookup(live.reader, Workers(1)), wanted, stage)
    assert found.items.keys() == {identifier(number) for number in wanted if number < 1000}
    assert (found.failures, sent) == ({}, requests)


@pytest.mark.parametrize("mode", ["honoured", "ignored", "refused"])
def test_what_is_not_in_webflow_is_missing(mode: str) -> None:
    with service(f"filter: {mode}") as live:
        found, _ = live.find(Lookup(live.reader, Workers(1)), [5, 5000])
    assert (set(found.items), set(found.missing)) == ({identifier(5)}, {identifier(5000)})


@pytest.mark.parametrize("mode", ["honoured", "ignored", "refused"])
@pytest.mark.parametrize("locale", [None, ENGLISH, FRENCH])
def test_staged_and_live_are_told_apart_in_each_locale(mode: str, locale: str | None) -> None:
    with service(f"filter: {mode}") as live:
        lookup = Lookup(live.reader, Workers(1))
        staged = lookup.find(POSTS, Stage.STAGED, locale, [POST, CHANGES, GONE])
        shown = lookup.find(POSTS, Stage.LIVE, locale, [POST, CHANGES, GONE])
    assert {item_id: item.name for item_id, item in staged.items.items()} == {POST: "Hello", CHANGES: "New"}
    assert {item_id: item.name for item_id, item in shown.items.items()} == {CHANGES: "Former"}
    assert (set(staged.missing), set(shown.missing)) == ({GONE}, {GONE, POST})
    assert staged.items[CHANGES].is_live
    assert not staged.items[CHANGES].is_published
    assert not staged.items[POST].is_live
    assert staged.items[CHANGES].digest != shown.items[CHANGES].digest
    assert {item.locale for item in staged.items.values()} == {locale or ENGLISH}


def test_a_collection_that_is_not_there_fails_what_was_asked_of_it() -> None:
    with service() as live:
        found = Lookup(live.reader, Workers(1)).find(GONE, Stage.STAGED, None, [POST])
    assert found.failures[POST].reason is Reason.NOT_FOUND


def test_a_locale_that_is_not_there_fails_what_was_asked_of_it() -> None:
    with service() as live:
        lookup = Lookup(live.reader, Workers(1))
        found = lookup.find(POSTS, Stage.STAGED, GONE, [POST, CHANGES])
        assert found.failures.keys() == {POST, CHANGES}
        assert "does not exist on this site" in found.failures[POST].message
        assert live.find(lookup, range(250))[1] == 3


def test_a_token_that_may_not_read_is_asked_once() -> None:
    tokens = "tokens: [{ token: write-only, scopes: [cms:write] }]"
    with service(tokens, "write-only") as live:
        found, sent = live.find(Lookup(live.reader, Workers(1)), range(1000))
    assert {failure.reason for failure in found.failures.values()} == {Reason.MISSING_SCOPE}
    assert (len(found.failures), sent) == (1000, 1)


@pytest.mark.parametrize("at_once", [1, 4])
def test_a_rate_limit_is_known_and_never_reached(at_once: int) -> None:
    with service("rate-limit: 2", seconds=100_000) as live:
        found, sent = live.find(Lookup(live.reader, Workers(at_once)), range(250))
        assert live.reader.rate_limit == 2
    assert len(found.items) == 250
    assert found.overcome == ()
    assert (sent, live.reader.requests) == (3, 3)


def test_a_rate_limit_that_others_use_up_is_waited_for() -> None:
    limited = '{ path: /items, nth: 2, answer: { status: 429, headers: { Retry-After: "30" } } }'
    with service(f"faults: [{limited}]") as live:
        found, sent = live.find(Lookup(live.reader, Workers(1)), range(250))
    assert len(found.items) == 250
    assert [failure.reason for failure in found.overcome] == [Reason.RATE_LIMITED]
    assert (sent, live.reader.requests) == (4, 4)


@pytest.mark.parametrize("at_once", [1, 4])
def test_a_lookup_ends_with_the_time_of_the_run(at_once: int) -> None:
    with service("rate-limit: 3", seconds=30) as live:
        found, sent = live.find(Lookup(live.reader, Workers(at_once)), range(1000))
    assert (len(found.items), len(found.failures), sent) == (200, 800, 2)
    assert {failure.reason for failure in found.failures.values()} == {Reason.TIMED_OUT}


@pytest.mark.parametrize("at_once", [2, 4, 16])
@pytest.mark.parametrize("mode", ["honoured", "ignored", "refused"])
def test_several_searches_at_once_find_everything_in_its_place(mode: str, at_once: int) -> None:
    with service(f"filter: {mode}") as live:
        lookup = Lookup(live.reader, Workers(at_once))
        ids = [identifier(number) for number in range(1000)]
        searches = [
            Search((COLLECTION, Stage.STAGED, None), ids[:500]),
            Search((POSTS, Stage.STAGED, FRENCH), [POST, CHANGES, GONE]),
            Search((COLLECTION, Stage.LIVE, None), ids[250:]),
            Search((POSTS, Stage.LIVE, FRENCH), [POST, CHANGES, GONE]),
            Search((COLLECTION, Stage.STAGED, None), [ids[7], GONE]),
            Search((GONE, Stage.STAGED, None), [POST]),
        ]
        found = lookup.find_all(searches)
    assert [sorted(each.items) for each in found] == [
        ids[:500],
        [POST, CHANGES],
        ids[250:],
        [CHANGES],
        [ids[7]],
        [],
    ]
    assert [set(each.missing) for each in found[:5]] == [set(), {GONE}, set(), {POST, GONE}, {GONE}]
    assert found[1].items[CHANGES].name == "New"
    assert found[3].items[CHANGES].name == "Former"
    assert {*found[5].missing, *found[5].failures} == {POST}


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    with service("faults: [{ method: GET, path: /items, cut: body }]") as live:
        found, sent = live.find(Lookup(live.reader, Workers(1)), range(5))
    assert (len(found.items), sent) == (5, 2)
    assert [failure.reason for failure in found.overcome] == [Reason.UNAVAILABLE]


def test_collections_and_sites_are_read() -> None:
    with service() as live:
        schema = live.reader.schema(POSTS).answer
        site = live.reader.site(SITE).answer
        headings = live.reader.headings(SITE).answer
    assert not isinstance(schema, Failure)
    assert [(field.slug, field.type, field.collection_id) for field in schema.fields] == [
        ("name", "PlainText", None),
        ("slug", "PlainText", None),
        ("author", "Reference", AUTHORS),
    ]
    assert not isinstance(site, Failure)
    assert not isinstance(headings, Failure)
    slugs = {each.id: each.slug for each in headings}
    assert slugs[POSTS] == schema.slug == "posts"
    assert page_address(site, slugs[POSTS], "hello", FRENCH) == "https://www.example.com/fr-ca/posts/hello"


def test_a_live_item_that_is_not_live_is_a_404() -> None:
    with service() as live:
        answer = live.reader.item(POSTS, Stage.LIVE, None, POST).answer
        assert isinstance(answer, Failure)
        assert answer.status == 404
        assert live.sandbox.requests[0].path == f"/v2{ITEMS}/{POST}/live"
