"""Several requests at once, through HTTP: the same result as with one, and never more of them than Webflow allows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from harness.bakery import ENGLISH, FRENCH, PEOPLE, POSTS, TOKEN, collection_of, manifest_of, seed_of
from harness.clock import FakeClock
from harness.program import Finished, Scene, scene
from harness.samples import identifier
from harness.service import serving
from webflow_publish.clock import Deadline
from webflow_publish.sandbox import Sandbox
from webflow_publish.webflow import BearerToken, Pace, Reply, Retry, Sending, WritingTransport
from webflow_publish.workers import Workers

PLACES = "64a1000000000000000000cc"
COUNTS = ["1", "4", "16"]
HOURS = 24 * 3600.0
GONE = identifier(0xFFFFF)


def item(number: int, state: str = "queued", **others: Any) -> dict[str, Any]:
    return {"id": identifier(number), "name": f"Item {number}", "state": state, "locales": ["all"], **others}


def reference(slug: str, collection: str) -> dict[str, str]:
    return {"slug": slug, "type": "Reference", "collection": collection}


def site(**others: Any) -> str:
    """Three collections: posts refer to people, and people to places."""
    people = [item(1000 + number, fields={"home": identifier(2000 + number % 7)}) for number in range(120)]
    posts = [item(number, fields={"author": identifier(1000 + number % 120)}) for number in range(250)]
    posts[17] = item(17, "archived")
    posts[18] = item(18, "published")
    posts[19] = item(19, "draft-changes", live={"name": "Before"})
    return seed_of(
        collection_of(PLACES, "Places", *(item(2000 + number) for number in range(7))),
        collection_of(PEOPLE, "People", *people, fields=[reference("home", PLACES)]),
        collection_of(POSTS, "Posts", *posts, fields=[reference("author", PEOPLE)]),
        **others,
    )


MANIFEST = manifest_of(
    {
        POSTS: [*(identifier(number) for number in range(250)), GONE],
        PEOPLE: [identifier(1000 + number) for number in range(120)],
        PLACES: [identifier(2000 + number) for number in range(7)],
    },
    ENGLISH,
    FRENCH,
)
CHAIN = manifest_of({POSTS: [identifier(number) for number in range(120)]})


def chain() -> str:
    """Posts each of which refers to the next."""
    posts = [item(each, fields={"related": identifier(after)}) for each, after in pairwise(range(120))]
    return seed_of(collection_of(POSTS, "Posts", *posts, item(119), fields=[reference("related", POSTS)]))


def fault(**others: Any) -> dict[str, Any]:
    return {"method": "POST", "path": "/items/publish", **others}


STRUCTURE = {"code": "conflict", "message": "Conflict: The collection structure changed since the last publish"}
SCENES = {
    "trouble with some items": (site(), MANIFEST),
    "a filter that is ignored": (site(filter="ignored"), MANIFEST),
    "a filter that is refused": (site(filter="refused"), MANIFEST),
    "one item that spoils its requests": (
        site(faults=[fault(containing=identifier(33), times="always", answer={"status": 400})]),
        MANIFEST,
    ),
    "a collection that is not taken": (
        site(faults=[fault(path=PEOPLE, times="always", answer={"status": 409, "body": STRUCTURE})]),
        MANIFEST,
    ),
    "a token that is refused": (site(faults=[fault(times="always", answer={"status": 401})]), MANIFEST),
    "answers that are lost": (site(faults=[fault(path=PLACES, times="always", cut="after")]), MANIFEST),
    "items of which each refers to the next": (chain(), CHAIN),
}


def runs(folder: Path, monkeypatch: pytest.MonkeyPatch, seed: str, manifest: str) -> Iterator[tuple[Scene, Finished]]:
    """The same run on the same site, with so many requests at once."""
    for count in COUNTS:
        (folder / count).mkdir()
        with scene(folder / count, monkeypatch, seed) as each:
            yield each, each.publish(manifest, concurrency=count)


@pytest.mark.parametrize("name", SCENES)
def test_it_ends_the_same_however_many_requests_there_are_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    seed, manifest = SCENES[name]
    endings, items, live = [], [], []
    for each, finished in runs(tmp_path, monkeypatch, seed, manifest):
        endings.append((finished.ending, {**finished.outputs, "report": ""}))
        items.append(finished.report["items"])
        live.append(each.editor.states())
    assert len(items) == len(COUNTS)
    for number in range(1, len(COUNTS)):
        assert endings[number] == endings[0]
        assert items[number] == items[0]
        assert live[number] == live[0]


def test_nothing_is_sent_before_what_it_refers_to_was_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = {identifier(1000 + number): identifier(2000 + number % 7) for number in range(120)}
    named |= {identifier(number): identifier(1000 + number % 120) for number in range(20, 250)}
    for each, finished in runs(tmp_path, monkeypatch, site(), MANIFEST):
        assert [write.answer["errors"] for write in each.writes] == [[]] * len(each.writes)
        assert finished.report["resolved"] == []
        taken: set[str] = set()
        for write in each.writes:
            item_ids = {entry["id"] for entry in write.body["items"]}
            assert {named[item_id] for item_id in item_ids if item_id in named} <= taken | item_ids
            taken |= item_ids


def test_it_takes_as_many_requests_to_publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = []
    for each, _ in runs(tmp_path, monkeypatch, site(), MANIFEST):
        bodies.append(sorted(json.dumps(write.body, sort_keys=True) for write in each.writes))
    assert len(bodies) == len(COUNTS)
    assert bodies[1:] == bodies[:1] * (len(COUNTS) - 1)


def test_a_plan_is_the_same_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = []
    for count in COUNTS:
        (tmp_path / count).mkdir()
        with scene(tmp_path / count, monkeypatch, site()) as each:
            plans.append(each.plan(MANIFEST, concurrency=count).report["items"])
    assert plans[1:] == plans[:1] * (len(COUNTS) - 1)


class Sender:
    """Somebody who sends many requests in several threads, with one transport."""

    def __init__(self, sandbox: Sandbox, clock: FakeClock) -> None:
        deadline = Deadline(clock, HOURS)
        self.clock = clock
        self.sandbox = sandbox
        self.retries: list[Retry] = []
        pace = Pace(clock, deadline)
        self.transport = WritingTransport(sandbox.url, BearerToken(TOKEN), clock, deadline, pace, self.retries.append)

    def read(self, count: int, at_once: int) -> list[Reply[dict[str, Any]]]:
        """Read so many items, each by a request of its own; the answers, in order."""
        workers: Workers[int, Reply[dict[str, Any]]] = Workers(at_once)
        for number in range(count):
            path = f"/collections/{POSTS}/items/{identifier(number)}"
            workers.submit(number, partial(self.transport.get, path))
        replies: dict[int, Reply[dict[str, Any]]] = {}
        while len(replies) < count:
            if (done := workers.next()) and done.result:
                replies[done.tag] = done.result
        return [replies[number] for number in range(count)]


@contextmanager
def sending(count: int, **others: Any) -> Iterator[Sender]:
    """A sender, and a sandbox with so many posts."""
    clock = FakeClock()
    posts = {"first-id": identifier(0), "count": count, "name": "Item {number}"}
    with serving(seed_of(collection_of(POSTS, "Posts", posts), **others), clock) as sandbox:
        yield Sender(sandbox, clock)


@pytest.mark.parametrize("at_once", [1, 8, 32])
def test_each_answer_belongs_to_its_request(at_once: int) -> None:
    with sending(200) as sender:
        replies = sender.read(200, at_once)
        assert len(sender.sandbox.requests) == sender.transport.sent == 200
    answers = [reply.answer for reply in replies]
    assert [each["id"] if isinstance(each, dict) else each for each in answers] == [identifier(n) for n in range(200)]


@pytest.mark.parametrize("at_once", [1, 8])
def test_three_hundred_requests_at_a_limit_of_120_a_minute_never_meet_it(at_once: int) -> None:
    with sending(300, rate_limit=120) as sender:
        replies = sender.read(300, at_once)
        assert [each.status for each in sender.sandbox.requests] == [200] * 300
    assert sender.retries == []
    assert all(isinstance(reply.answer, dict) and reply.overcome == () for reply in replies)
    # Of 120 a minute, 118 are made, so that the third minute has to begin; what happens before is not waited for.
    assert sender.clock.monotonic() >= 2 * 60


def test_they_take_no_longer_than_the_limit_makes_them() -> None:
    with sending(300, rate_limit=120) as sender:
        sender.read(300, at_once=1)
    assert sender.clock.monotonic() == 2 * 60


def test_a_limit_that_is_met_all_the_same_is_waited_for_by_everybody() -> None:
    limited = {"path": "/items", "nth": 5, "answer": {"status": 429, "headers": {"Retry-After": "60"}}}
    with sending(100, faults=[limited]) as sender:
        replies = sender.read(100, at_once=4)
        assert len(sender.sandbox.requests) == 101
    assert [reply.overcome[0].status for reply in replies if reply.overcome] == [429]
    assert [retry.failure.status for retry in sender.retries] == [429]
    # Whoever came to the pause first has waited; for the others it was over then.
    assert sender.clock.slept == [60]


def test_what_several_threads_publish_is_sent_once_each() -> None:
    with sending(100) as sender:
        workers: Workers[int, Reply[dict[str, Any]]] = Workers(8)
        sendings = [Sending() for _ in range(100)]
        for number, each in enumerate(sendings):
            body = {"itemIds": [identifier(number)]}
            path = f"/collections/{POSTS}/items/publish"
            workers.submit(number, partial(sender.transport.post, path, body, each))
        done = 0
        while done < 100:
            done += workers.next() is not None
        assert sorted(request.body["itemIds"][0] for request in sender.sandbox.requests) == [
            identifier(number) for number in range(100)
        ]
    assert [each.sent for each in sendings] == [1] * 100
