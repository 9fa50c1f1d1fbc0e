from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from harness.clock import FakeClock
from harness.openapi import ABSENT, Specification, specification
from harness.service import serving
from harness.site import (
    CHANGED,
    CHANGES,
    DISORDERED,
    DOMAIN,
    ENGLISH,
    FRENCH,
    GONE,
    ITEMS,
    NEW,
    NEW_SITE,
    POST,
    POSTS,
    SITE,
    SITES,
)
from webflow_publish.sandbox import Sandbox

SEED = f"""
rate-limit: 60
tokens:
  - {{ token: all, scopes: [cms:read, cms:write, sites:read, sites:write] }}
  - {{ token: none, scopes: [] }}
{SITES}"""


@pytest.fixture(scope="module")
def openapi() -> Specification:
    found = specification()
    if found is None:
        pytest.skip(ABSENT)
    return found


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with serving(SEED, FakeClock()) as sandbox:
        yield sandbox


def send(sandbox: Sandbox, method: str, path: str, body: Any = None, *, token: str | None = None) -> int:
    headers = {"Authorization": f"Bearer {token or 'all'}"}
    return requests.request(method, sandbox.url + path, json=body, headers=headers, timeout=10).status_code


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/sites", None, 200),
        ("GET", f"/sites/{SITE}", None, 200),
        ("GET", f"/sites/{NEW_SITE}", None, 200),
        ("GET", f"/sites/{SITE}/collections", None, 200),
        ("POST", f"/sites/{SITE}/publish", {"customDomains": [DOMAIN]}, 202),
        ("POST", f"/sites/{SITE}/publish", {"publishToWebflowSubdomain": True}, 202),
        ("GET", f"/collections/{POSTS}", None, 200),
        ("GET", ITEMS, None, 200),
        ("GET", f"{ITEMS}?limit=1&offset=1&cmsLocaleId={ENGLISH},{FRENCH}&sortBy=name&sortOrder=desc", None, 200),
        ("GET", f"{ITEMS}?name=New&slug=new&lastUpdated[gte]=2026-01-01T00:00:00Z", None, 200),
        ("GET", f"{ITEMS}?filter[id][in]={CHANGES}", None, 200),
        ("GET", f"/collections/{NEW}/items", None, 200),
        ("GET", f"{ITEMS}/live", None, 200),
        ("GET", f"{ITEMS}/{POST}", None, 200),
        ("GET", f"{ITEMS}/{CHANGES}/live?cmsLocaleId={FRENCH}", None, 200),
        ("PATCH", f"{ITEMS}/{POST}", {"fieldData": {"name": "Hello again"}, "isDraft": True}, 200),
        ("POST", f"{ITEMS}/publish", {"itemIds": [CHANGES, POST, GONE]}, 202),
        ("POST", f"{ITEMS}/publish", {"items": [{"id": CHANGES, "cmsLocaleIds": [ENGLISH, FRENCH]}]}, 202),
        ("DELETE", f"{ITEMS}/live", {"items": [{"id": CHANGES, "cmsLocaleIds": [FRENCH]}]}, 204),
        ("DELETE", f"{ITEMS}/{CHANGES}/live?cmsLocaleId={FRENCH}", None, 204),
    ],
)
def test_requests_that_are_right_and_their_answers_conform(
    openapi: Specification, sandbox: Sandbox, method: str, path: str, body: Any, status: int
) -> None:
    assert send(sandbox, method, path, body) == status
    assert openapi.check(sandbox.requests[-1]) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", f"/sites/{GONE}", None, 404),
        ("GET", "/sites/maple", None, 400),
        ("GET", f"/sites/{GONE}/collections", None, 404),
        ("POST", f"/sites/{SITE}/publish", {}, 400),
        ("GET", f"/collections/{GONE}", None, 404),
        ("GET", f"{ITEMS}?limit=101", None, 400),
        ("GET", f"/collections/{GONE}/items/live", None, 404),
        ("GET", f"{ITEMS}/{GONE}", None, 404),
        ("GET", f"{ITEMS}/{GONE}/live", None, 404),
        ("PATCH", f"{ITEMS}/{GONE}", {"isDraft": False}, 404),
        ("PATCH", f"{ITEMS}/{POST}", {"fieldData": {"colour": "red"}}, 400),
        ("POST", f"{ITEMS}/publish", {"itemIds": ["hello"]}, 400),
        ("POST", f"/collections/{GONE}/items/publish", {"itemIds": [POST]}, 404),
        ("POST", f"/collections/{NEW}/items/publish", {"itemIds": [POST]}, 409),
        ("POST", f"/collections/{DISORDERED}/items/publish", {"itemIds": [POST]}, 409),
        ("POST", f"/collections/{CHANGED}/items/publish", {"itemIds": [POST]}, 409),
        ("POST", f"/sites/{SITE}/publish", {"customDomains": [GONE]}, 400),
        ("DELETE", f"{ITEMS}/live", {"items": []}, 400),
        ("DELETE", f"{ITEMS}/live", {"items": [{"id": GONE}]}, 404),
        ("DELETE", f"{ITEMS}/{GONE}/live", None, 404),
    ],
)
def test_error_answers_conform(
    openapi: Specification, sandbox: Sandbox, method: str, path: str, body: Any, status: int
) -> None:
    assert send(sandbox, method, path, body) == status
    assert openapi.check_answer(sandbox.requests[-1]) == []


ENDPOINTS = [
    ("GET", "/sites"),
    ("GET", f"/sites/{SITE}"),
    ("GET", f"/sites/{SITE}/collections"),
    ("POST", f"/sites/{SITE}/publish"),
    ("GET", f"/collections/{POSTS}"),
    ("GET", ITEMS),
    ("GET", f"{ITEMS}/live"),
    ("DELETE", f"{ITEMS}/live"),
    ("POST", f"{ITEMS}/publish"),
    ("GET", f"{ITEMS}/{POST}"),
    ("PATCH", f"{ITEMS}/{POST}"),
    ("GET", f"{ITEMS}/{POST}/live"),
    ("DELETE", f"{ITEMS}/{POST}/live"),
    ("GET", "/token/introspect"),
]


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_refusals_of_a_token_conform_at_each_endpoint(
    openapi: Specification, sandbox: Sandbox, method: str, path: str
) -> None:
    assert send(sandbox, method, path, token="unknown") == 401
    assert send(sandbox, method, path, token="none") == 403
    assert [openapi.check_answer(recorded) for recorded in sandbox.requests] == [[], []]


def test_the_answer_to_too_many_requests_conforms_at_each_endpoint(openapi: Specification, sandbox: Sandbox) -> None:
    for _ in range(60):
        send(sandbox, "GET", "/sites")
    for method, path in ENDPOINTS[:-1]:
        assert send(sandbox, method, path) == 429
        assert openapi.check_answer(sandbox.requests[-1]) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"itemIds": [POST], "items": [{"id": POST}]},
        {"items": [POST]},
        {"itemIds": [{"id": POST}]},
        {"items": [{"cmsLocaleIds": [ENGLISH]}]},
    ],
)
def test_the_corrected_description_still_refuses_what_is_wrong(
    openapi: Specification, sandbox: Sandbox, body: Any
) -> None:
    assert send(sandbox, "POST", f"{ITEMS}/publish", body) == 400
    assert openapi.check_request(sandbox.requests[-1]) != []


def test_an_unknown_path_and_an_unknown_query_parameter_do_not_conform(
    openapi: Specification, sandbox: Sandbox
) -> None:
    send(sandbox, "GET", "/nowhere")
    send(sandbox, "GET", f"{ITEMS}?colour=red")
    assert [len(openapi.check_request(recorded)) for recorded in sandbox.requests] == [1, 1]
