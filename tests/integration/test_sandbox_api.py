from __future__ import annotations

import contextlib
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from harness.clock import FakeClock
from harness.service import serving
from harness.site import (
    ARCHIVED,
    AUTHOR,
    AUTHORS,
    CHANGES,
    DOMAIN,
    ENGLISH,
    FRENCH,
    GONE,
    ITEMS,
    NEW,
    POST,
    POSTS,
    SITE,
    SITES,
)
from webflow_publish.sandbox import Sandbox

FULL = "full"
SEED = f"""
tokens:
  - {{ token: full, sites: [{SITE}], scopes: [cms:read, cms:write, sites:read, sites:write] }}
  - {{ token: reading, sites: [{SITE}], scopes: [cms:read] }}
{SITES}"""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sandbox(clock: FakeClock) -> Iterator[Sandbox]:
    with serving(SEED, clock) as sandbox:
        yield sandbox


def send(sandbox: Sandbox, method: str, path: str, body: Any = None, token: str | None = FULL) -> requests.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.request(method, sandbox.url + path, json=body, headers=headers, timeout=10)


def publish(sandbox: Sandbox, collection: str, *items: str) -> Any:
    answer = send(sandbox, "POST", f"/collections/{collection}/items/publish", {"itemIds": list(items)})
    assert answer.status_code == 202
    return answer.json()


def item(sandbox: Sandbox, path: str) -> Any:
    return send(sandbox, "GET", f"{ITEMS}/{path}").json()


class TestToken:
    @pytest.mark.parametrize("token", [None, "unknown", "full "])
    def test_without_a_known_token_nothing_is_answered(self, sandbox: Sandbox, token: str | None) -> None:
        answer = send(sandbox, "GET", ITEMS, token=token)
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authorized")

    def test_a_token_of_another_site_is_refused_as_an_unknown_one(self, sandbox: Sandbox) -> None:
        answer = send(sandbox, "POST", f"/collections/{NEW}/items/publish", {"itemIds": [POST]})
        assert (answer.status_code, answer.json()["code"]) == (401, "not_authorized")
        assert [site["id"] for site in send(sandbox, "GET", "/sites").json()["sites"]] == [SITE]

    def test_a_missing_scope_is_named_in_the_words_of_the_api(self, sandbox: Sandbox) -> None:
        answer = send(sandbox, "POST", f"{ITEMS}/publish", {"itemIds": [POST]}, token="reading")
        assert (answer.status_code, answer.json()["code"]) == (403, "missing_scopes")
        assert answer.json()["message"] == "OAuthForbidden: You are missing the following scopes - cms:write"

    def test_introspection_is_refused_to_site_tokens(self, sandbox: Sandbox) -> None:
        assert send(sandbox, "GET", "/token/introspect").status_code == 403


class TestPublish:
    def test_an_item_is_live_afterwards_with_its_staged_content(self, sandbox: Sandbox) -> None:
        assert item(sandbox, f"{CHANGES}/live")["fieldData"]["name"] == "Former"
        assert publish(sandbox, POSTS, CHANGES) == {"publishedItemIds": [CHANGES], "errors": []}
        staged, live = item(sandbox, CHANGES), item(sandbox, f"{CHANGES}/live")
        assert staged["fieldData"] == live["fieldData"] == {"name": "New", "slug": "new"}
        assert staged["lastPublished"] == live["lastPublished"] == "2026-11-23T17:00:00.000Z"
        assert staged["isDraft"] is False

    def test_bad_items_are_named_and_the_good_ones_go_out(self, sandbox: Sandbox) -> None:
        assert publish(sandbox, POSTS, ARCHIVED, GONE, CHANGES) == {
            "publishedItemIds": [CHANGES],
            "errors": [
                f"Staging item ID {ARCHIVED} is archived and cannot be published.",
                f"Staging item ID {GONE} not found.",
            ],
        }

    def test_a_reference_has_to_be_live_first(self, sandbox: Sandbox) -> None:
        assert publish(sandbox, POSTS, POST)["publishedItemIds"] == []
        publish(sandbox, AUTHORS, AUTHOR)
        assert publish(sandbox, POSTS, POST) == {"publishedItemIds": [POST], "errors": []}

    def test_locales_are_published_one_by_one(self, sandbox: Sandbox) -> None:
        publish(sandbox, AUTHORS, AUTHOR)
        body = {"items": [{"id": POST, "cmsLocaleIds": [FRENCH]}]}
        assert send(sandbox, "POST", f"{ITEMS}/publish", body).json()["publishedItemIds"] == [POST]
        assert send(sandbox, "GET", f"{ITEMS}/{POST}/live").status_code == 404
        assert item(sandbox, f"{POST}/live?cmsLocaleId={FRENCH}")["cmsLocaleId"] == FRENCH

    @pytest.mark.parametrize(
        ("content", "content_type"),
        [
            (b'{"itemIds"', "application/json"),
            (b"\xff", "application/json"),
            (b"", "application/json"),
            (b"[" * 100_000, "application/json"),
            (f'{{"itemIds": ["{POST}"]}}'.encode(), "text/plain"),
        ],
    )
    def test_what_is_not_json_is_refused(self, sandbox: Sandbox, content: bytes, content_type: str) -> None:
        headers = {"Authorization": "Bearer full", "Content-Type": content_type}
        answer = requests.post(f"{sandbox.url}{ITEMS}/publish", data=content, headers=headers, timeout=10)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")

    def test_a_wrong_shape_is_refused_as_a_whole(self, sandbox: Sandbox) -> None:
        answer = send(sandbox, "POST", f"{ITEMS}/publish", {"itemIds": [CHANGES, "hello"]})
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_error")
        assert item(sandbox, CHANGES)["isDraft"] is True

    def test_an_unknown_collection_is_not_found(self, sandbox: Sandbox) -> None:
        answer = send(sandbox, "POST", f"/collections/{GONE}/items/publish", {"itemIds": [POST]})
        assert (answer.status_code, answer.json()["code"]) == (404, "resource_not_found")

    def test_a_body_beyond_the_bound_is_refused(self, sandbox: Sandbox) -> None:
        address = urlsplit(sandbox.url)
        connection = HTTPConnection(f"{address.hostname}:{address.port}", timeout=10)
        connection.putrequest("POST", f"/v2{ITEMS}/publish")
        connection.putheader("Content-Length", str(9 * 1024 * 1024))
        connection.endheaders()
        with contextlib.closing(connection):
            assert connection.getresponse().status == 413


class TestOtherEndpoints:
    def test_collections_are_listed_without_and_read_with_their_fields(self, sandbox: Sandbox) -> None:
        listed = send(sandbox, "GET", f"/sites/{SITE}/collections").json()["collections"]
        assert [collection["slug"] for collection in listed] == ["authors", "posts"]
        fields = send(sandbox, "GET", f"/collections/{POSTS}").json()["fields"]
        assert [field["slug"] for field in fields] == ["name", "slug", "author"]
        assert fields[2]["validations"] == {"collectionId": AUTHORS}

    def test_a_site_tells_its_locales_and_domains(self, sandbox: Sandbox) -> None:
        site = send(sandbox, "GET", f"/sites/{SITE}").json()
        assert site["locales"]["primary"]["cmsLocaleId"] == ENGLISH
        assert [locale["subdirectory"] for locale in site["locales"]["secondary"]] == ["fr-ca"]
        assert site["customDomains"][0]["url"] == "www.example.com"

    def test_only_live_items_are_in_the_live_list(self, sandbox: Sandbox) -> None:
        live = send(sandbox, "GET", f"{ITEMS}/live").json()
        assert ([entry["fieldData"]["name"] for entry in live["items"]], live["pagination"]["total"]) == (["Former"], 1)

    def test_an_edit_changes_the_staged_content_only(self, sandbox: Sandbox, clock: FakeClock) -> None:
        publish(sandbox, POSTS, CHANGES)
        clock.advance(60)
        body = {"fieldData": {"name": "Newer"}, "isDraft": True}
        assert send(sandbox, "PATCH", f"{ITEMS}/{CHANGES}", body).json()["fieldData"]["name"] == "Newer"
        staged, live = item(sandbox, CHANGES), item(sandbox, f"{CHANGES}/live")
        assert (staged["fieldData"]["name"], live["fieldData"]["name"]) == ("Newer", "New")
        assert staged["lastUpdated"] > staged["lastPublished"]

    def test_an_unpublished_item_is_a_draft_and_not_live(self, sandbox: Sandbox) -> None:
        assert send(sandbox, "DELETE", f"{ITEMS}/{CHANGES}/live").status_code == 204
        assert send(sandbox, "GET", f"{ITEMS}/{CHANGES}/live").status_code == 404
        staged = item(sandbox, CHANGES)
        assert (staged["isDraft"], staged["lastPublished"]) == (True, None)

    def test_unpublishing_several_does_nothing_where_one_is_not_live(self, sandbox: Sandbox) -> None:
        body = {"items": [{"id": CHANGES}, {"id": POST}]}
        assert send(sandbox, "DELETE", f"{ITEMS}/live", body).status_code == 404
        assert send(sandbox, "GET", f"{ITEMS}/{CHANGES}/live").status_code == 200
        assert send(sandbox, "DELETE", f"{ITEMS}/live", {"items": [{"id": CHANGES}]}).content == b""

    def test_publishing_the_site_takes_what_is_queued_live_and_leaves_drafts(self, sandbox: Sandbox) -> None:
        assert send(sandbox, "POST", f"/sites/{SITE}/publish", {"customDomains": [DOMAIN]}).status_code == 202
        assert send(sandbox, "GET", f"{ITEMS}/{POST}/live").status_code == 200
        assert send(sandbox, "GET", f"/collections/{AUTHORS}/items/{AUTHOR}/live").status_code == 404
        assert item(sandbox, f"{CHANGES}/live")["fieldData"]["name"] == "Former"

    def test_a_site_is_published_at_most_once_a_minute(self, sandbox: Sandbox, clock: FakeClock) -> None:
        body = {"publishToWebflowSubdomain": True}
        assert send(sandbox, "POST", f"/sites/{SITE}/publish", body).status_code == 202
        clock.advance(59)
        refused = send(sandbox, "POST", f"/sites/{SITE}/publish", body)
        assert (refused.status_code, "Retry-After" in refused.headers) == (429, False)
        clock.advance(1)
        assert send(sandbox, "POST", f"/sites/{SITE}/publish", body).status_code == 202

    @pytest.mark.parametrize(("method", "path"), [("GET", "/nowhere"), ("PUT", "/sites"), ("OPTIONS", "/sites")])
    def test_what_is_not_there_is_not_found(self, sandbox: Sandbox, method: str, path: str) -> None:
        assert send(sandbox, method, path).status_code == 404


def test_the_rate_limit_is_told_and_kept() -> None:
    clock = FakeClock()
    with serving(f"rate-limit: 2\n{SEED}", clock) as sandbox:
        answers = [send(sandbox, "GET", "/sites") for _ in range(3)]
        assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert (answers[2].headers["Retry-After"], answers[2].json()["code"]) == ("60", "too_many_requests")
        clock.advance(60)
        assert send(sandbox, "GET", "/sites").status_code == 200


def test_requests_are_recorded_and_counted(sandbox: Sandbox) -> None:
    publish(sandbox, POSTS, CHANGES)
    send(sandbox, "GET", f"{ITEMS}?limit=1")
    write, read = sandbox.requests
    assert (write.method, write.path, write.status) == ("POST", f"/v2{ITEMS}/publish", 202)
    assert (write.body, write.answer) == ({"itemIds": [CHANGES]}, {"publishedItemIds": [CHANGES], "errors": []})
    assert (read.query, read.headers["Authorization"]) == ({"limit": "1"}, "Bearer full")
    state = requests.get(sandbox.url.removesuffix("/v2") + "/sandbox/state", timeout=10).json()
    assert (state["reads"], state["writes"], state["statuses"]) == (1, 1, {"200": 1, "202": 1})
    assert state["variants"] == {"draft": 2, "queued": 2, "archived": 1, "draft-changes": 1, "published": 1}
