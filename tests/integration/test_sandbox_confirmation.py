from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from harness.clock import FakeClock
from harness.service import serving
from harness.site import AUTHOR, AUTHORS, CHANGES, ENGLISH, FRENCH, ITEMS, POST, POSTS, SITE, SITES
from webflow_publish.sandbox import Sandbox

SEED = f"""
tokens: [{{ token: full, sites: [{SITE}], scopes: [cms:read, cms:write, sites:read, sites:write] }}]
{SITES}"""
BOTH = [ENGLISH, FRENCH]


def send(sandbox: Sandbox, method: str, path: str, body: Any = None) -> requests.Response:
    headers = {"Authorization": "Bearer full"}
    return requests.request(method, sandbox.url + path, json=body, headers=headers, timeout=10)


def publish(sandbox: Sandbox, item: str, locales: list[str], collection: str = POSTS) -> Any:
    body = {"items": [{"id": item, "cmsLocaleIds": locales}]}
    return send(sandbox, "POST", f"/collections/{collection}/items/publish", body).json()


def staged(sandbox: Sandbox, locale: str = ENGLISH) -> Any:
    """What the four reads tell of the item with changes; they have to agree."""
    query = f"cmsLocaleId={locale}"
    listed = send(sandbox, "GET", f"{ITEMS}?{query}&filter[id][in]={CHANGES}").json()
    one = send(sandbox, "GET", f"{ITEMS}/{CHANGES}?{query}").json()
    assert (listed["items"], listed["pagination"]["total"]) == ([one], 1)
    return one


def live(sandbox: Sandbox, locale: str = ENGLISH) -> Any:
    query = f"cmsLocaleId={locale}"
    listed = send(sandbox, "GET", f"{ITEMS}/live?{query}&filter[id][in]={CHANGES}").json()
    one = send(sandbox, "GET", f"{ITEMS}/{CHANGES}/live?{query}").json()
    assert (listed["items"], listed["pagination"]["total"]) == ([one], 1)
    return one


def told(sandbox: Sandbox, locale: str = ENGLISH) -> tuple[bool, str, str]:
    """Whether it is a draft, its name on the live site, and the minute and second of its last publication."""
    now = staged(sandbox, locale)
    shown = live(sandbox, locale)
    assert now["lastPublished"] == shown["lastPublished"]
    return now["isDraft"], shown["fieldData"]["name"], now["lastPublished"][:19]


BEFORE = (True, "Former", "2026-10-05T09:00:00")
AFTER = (False, "New", "2026-11-23T17:00:00")


def states(sandbox: Sandbox) -> Any:
    return requests.get(sandbox.url.removesuffix("/v2") + "/sandbox/state", timeout=10).json()["variants"]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def late(clock: FakeClock) -> Iterator[Sandbox]:
    with serving(f"confirmation: 30\n{SEED}", clock) as sandbox:
        yield sandbox


def test_a_publish_shows_at_once_unless_the_seed_says_otherwise(clock: FakeClock) -> None:
    with serving(SEED, clock) as sandbox:
        assert told(sandbox) == BEFORE
        publish(sandbox, CHANGES, [ENGLISH])
        assert (told(sandbox), told(sandbox, FRENCH)) == (AFTER, BEFORE)


def test_what_is_accepted_shows_only_when_the_delay_has_passed(late: Sandbox, clock: FakeClock) -> None:
    assert publish(late, CHANGES, BOTH) == {"publishedItemIds": [CHANGES], "errors": []}
    assert (told(late), told(late, FRENCH)) == (BEFORE, BEFORE)
    clock.advance(29.9)
    assert told(late) == BEFORE
    clock.advance(0.1)
    assert (told(late), told(late, FRENCH)) == (AFTER, AFTER)


def test_an_item_that_was_not_live_is_not_found_there_until_then(late: Sandbox, clock: FakeClock) -> None:
    publish(late, AUTHOR, [ENGLISH], AUTHORS)
    path = f"/collections/{AUTHORS}/items"
    assert send(late, "GET", f"{path}/{AUTHOR}/live").status_code == 404
    assert send(late, "GET", f"{path}/live").json()["pagination"]["total"] == 0
    clock.advance(30)
    assert send(late, "GET", f"{path}/live").json()["pagination"]["total"] == 1


def test_publishing_again_in_between_is_fine(late: Sandbox, clock: FakeClock) -> None:
    publish(late, CHANGES, [ENGLISH])
    clock.advance(20)
    assert publish(late, CHANGES, [ENGLISH])["publishedItemIds"] == [CHANGES]
    clock.advance(10)
    assert told(late) == AFTER


def test_what_is_accepted_counts_as_live_for_the_next_request_and_in_the_state(late: Sandbox) -> None:
    publish(late, AUTHOR, [ENGLISH], AUTHORS)
    assert publish(late, POST, [ENGLISH]) == {"publishedItemIds": [POST], "errors": []}
    assert states(late) == {"published": 2, "queued": 1, "draft": 1, "draft-changes": 2, "archived": 1}


def test_an_edit_and_unpublishing_show_at_once(late: Sandbox, clock: FakeClock) -> None:
    publish(late, CHANGES, [ENGLISH])
    edited = send(late, "PATCH", f"{ITEMS}/{CHANGES}", {"fieldData": {"name": "Newest"}})
    assert edited.json() == staged(late)
    assert staged(late)["fieldData"]["name"] == "Newest"
    clock.advance(30)
    assert live(late)["fieldData"]["name"] == "New"
    publish(late, CHANGES, [ENGLISH])
    assert send(late, "DELETE", f"{ITEMS}/{CHANGES}/live").status_code == 204
    assert send(late, "GET", f"{ITEMS}/{CHANGES}/live").status_code == 404


def test_a_publish_of_the_site_is_late_as_well(late: Sandbox, clock: FakeClock) -> None:
    assert send(late, "POST", f"/sites/{SITE}/publish", {"publishToWebflowSubdomain": True}).status_code == 202
    assert send(late, "GET", f"{ITEMS}/{POST}/live").status_code == 404
    clock.advance(30)
    assert send(late, "GET", f"{ITEMS}/{POST}/live").status_code == 200


def test_a_service_that_never_confirms_says_published_for_ever_and_shows_nothing(clock: FakeClock) -> None:
    with serving(f"confirmation: never\n{SEED}", clock) as sandbox:
        assert publish(sandbox, CHANGES, [ENGLISH])["publishedItemIds"] == [CHANGES]
        clock.advance(1e6)
        assert publish(sandbox, CHANGES, [ENGLISH])["publishedItemIds"] == [CHANGES]
        assert told(sandbox) == BEFORE
        assert states(sandbox)["published"] == 1


def test_a_clock_that_is_off_moves_every_stamp(clock: FakeClock) -> None:
    with serving(f"clock-offset: -180\n{SEED}", clock) as sandbox:
        publish(sandbox, CHANGES, [ENGLISH])
        assert told(sandbox)[2] == "2026-11-23T16:57:00"
        clock.advance(60)
        edited = send(sandbox, "PATCH", f"{ITEMS}/{CHANGES}", {"isDraft": True}).json()
        assert edited["lastUpdated"][:19] == "2026-11-23T16:58:00"
    with serving(f"clock-offset: 180\n{SEED}", FakeClock()) as sandbox:
        send(sandbox, "POST", f"/sites/{SITE}/publish", {"publishToWebflowSubdomain": True})
        assert send(sandbox, "GET", f"/sites/{SITE}").json()["lastPublished"][:19] == "2026-11-23T17:03:00"


def test_a_lost_locale_is_told_as_published_and_stays_as_it_was(clock: FakeClock) -> None:
    with serving(f"{SEED}faults: [{{ lose: [fr-CA] }}]", clock) as sandbox:
        assert told(sandbox, FRENCH) == BEFORE
        assert publish(sandbox, CHANGES, BOTH) == {"publishedItemIds": [CHANGES], "errors": []}
        assert (told(sandbox), told(sandbox, FRENCH)) == (AFTER, BEFORE)
        publish(sandbox, CHANGES, [FRENCH])
        assert told(sandbox, FRENCH) == AFTER


def test_a_lost_item_is_not_live_for_the_next_request_either(clock: FakeClock) -> None:
    with serving(f"{SEED}faults: [{{ lose-items: [{AUTHOR}] }}]", clock) as sandbox:
        assert publish(sandbox, AUTHOR, [ENGLISH], AUTHORS)["publishedItemIds"] == [AUTHOR]
        assert send(sandbox, "GET", f"/collections/{AUTHORS}/items/{AUTHOR}/live").status_code == 404
        assert publish(sandbox, POST, [ENGLISH])["publishedItemIds"] == []


@pytest.mark.parametrize(("mode", "total"), [("honoured", 1), ("ignored", 3)])
def test_the_total_of_a_list_is_that_of_what_was_asked_for(clock: FakeClock, mode: str, total: int) -> None:
    with serving(f"filter: {mode}\n{SEED}", clock) as sandbox:
        page = send(sandbox, "GET", f"{ITEMS}?filter[id][in]={CHANGES}&limit=1").json()
        assert (len(page["items"]), page["pagination"]) == (1, {"limit": 1, "offset": 0, "total": total})
