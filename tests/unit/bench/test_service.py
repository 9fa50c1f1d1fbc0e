from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from flask.testing import FlaskClient

from bench import site
from bench.server.message import Answer, Request, read_request
from bench.server.service import Service
from bench.server.settings import Settings
from harness.clock import FakeClock
from harness.openapi import ABSENT, Specification, specification
from webflow_publish.sandbox import Recorded, read_seed
from webflow_publish.sandbox.application import build
from webflow_publish.sandbox.journal import Journal

ITEMS = site.identifiers(4)
DELETED = ITEMS[2]
"""What the settings have deleted; where they say so instead, it makes its whole request fail."""
ELSEWHERE = "65e0000000000000000000ff"
PATH = f"/v2/collections/{site.COLLECTION}/items"
AUTHORIZED = {"Authorization": f"Bearer {site.TOKEN}"}

SEED = f"""
tokens: [{{ token: {site.TOKEN}, scopes: [cms:read, cms:write] }}]
sites:
  - id: 65e000000000000000000001
    name: Bench
    locales: {{ primary: {{ cms-locale-id: {site.LOCALE}, tag: en }} }}
    collections:
      - id: {site.COLLECTION}
        name: Notes
        items:
{"".join(f"          - {{ id: {each}, name: Note, state: queued }}{chr(10)}" for each in ITEMS if each != DELETED)}
"""

SCENE: list[tuple[str, str, Any]] = [
    ("GET", PATH, None),
    ("GET", f"{PATH}/live", None),
    ("GET", f"{PATH}?limit=2&offset=1", None),
    ("GET", f"{PATH}?limit=101", None),
    ("GET", f"{PATH}?limit=0", None),
    ("GET", f"{PATH}?offset=two", None),
    ("GET", f"{PATH}?colour=red", None),
    ("GET", f"{PATH}?cmsLocaleId={site.LOCALE}", None),
    ("GET", f"{PATH}?cmsLocaleId={ELSEWHERE}", None),
    ("GET", f"{PATH}?filter[id][in]={ITEMS[3]},{ITEMS[0]},{DELETED}", None),
    ("GET", f"{PATH}?filter[id][in]={','.join(site.identifiers(101))}", None),
    ("GET", f"{PATH}/live?filter[id][in]={ITEMS[0]}", None),
    ("GET", f"{PATH}/{ITEMS[0]}", None),
    ("GET", f"{PATH}/{ITEMS[0]}/live", None),
    ("GET", f"{PATH}/{DELETED}", None),
    ("GET", f"/v2/collections/{ELSEWHERE}/items", None),
    ("GET", "/v2/nowhere", None),
    ("POST", f"{PATH}/publish", {"itemIds": [ITEMS[0], DELETED]}),
    ("POST", f"{PATH}/publish", {"items": [{"id": ITEMS[1], "cmsLocaleIds": [site.LOCALE]}, {"id": ITEMS[3]}]}),
    ("POST", f"{PATH}/publish", {"items": [{"id": ITEMS[1], "cmsLocaleIds": [ELSEWHERE]}]}),
    ("POST", f"{PATH}/publish", {"items": [{"id": ITEMS[1], "cmsLocaleIds": [site.LOCALE, ELSEWHERE]}]}),
    ("POST", f"{PATH}/publish", {"itemIds": []}),
    ("POST", f"{PATH}/publish", {"itemIds": site.identifiers(101)}),
    ("POST", f"{PATH}/publish", {"itemIds": [ITEMS[0], ITEMS[0]]}),
    ("POST", f"{PATH}/publish", {"itemIds": ["hello"]}),
    ("POST", f"{PATH}/publish", {"itemIds": [ITEMS[0]], "cmsLocaleIds": [site.LOCALE]}),
    ("POST", f"{PATH}/publish", {"items": [ITEMS[0]]}),
    ("POST", f"{PATH}/publish", {"items": [{"id": ITEMS[0], "cmsLocaleIds": []}]}),
    ("POST", f"{PATH}/publish", []),
    ("POST", f"{PATH}/publish", {}),
    ("POST", f"/v2/collections/{ELSEWHERE}/items/publish", {"itemIds": [ITEMS[0]]}),
    ("GET", f"{PATH}/live", None),
    ("GET", f"{PATH}/live?filter[id][in]={ITEMS[3]},{DELETED}", None),
    ("GET", f"{PATH}/{ITEMS[0]}/live", None),
]
"""Requests in the order in which they are sent, with a bit of everything that the server has."""


def request(method: str, target: str, body: Any = None, **headers: str) -> Request:
    """A request as it comes off the wire."""
    content = b"" if body is None else json.dumps(body).encode()
    sent = AUTHORIZED | {"Content-Type": "application/json", "Content-Length": str(len(content))} | headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
    read = read_request(f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode() + content)
    assert read is not None
    return read[0]


def essence(body: Any) -> Any:
    """What matters of an answer: which items, what came of them, and what kind of error; no dates and no names."""
    if "code" in body:
        return body["code"]
    if "items" in body:
        return [each["id"] for each in body["items"]], body["pagination"]
    return body if "errors" in body else (body["id"], body["cmsLocaleId"], body["isDraft"], body["isArchived"])


@pytest.fixture
def service() -> Service:
    return Service(Settings(items=4, deleted=4))


@pytest.fixture
def sandbox() -> FlaskClient:
    return build(read_seed(SEED, "seed.yml"), FakeClock(), Journal(), threading.Event()).test_client()


def test_a_whole_scene_is_answered_as_the_sandbox_answers_it(service: Service, sandbox: FlaskClient) -> None:
    for method, target, body in SCENE:
        expected = sandbox.open(target, method=method, json=body, headers=AUTHORIZED)
        answer = service.answer(request(method, target, body), 0.0)
        assert (method, target, answer.status) == (method, target, expected.status_code)
        assert essence(answer.body) == essence(expected.get_json())


def test_its_answers_are_as_the_openapi_description_has_them(service: Service) -> None:
    openapi = openapi_or_skip()
    for method, target, body in [*SCENE, ("GET", f"/v2/collections/{site.COLLECTION}", None)]:
        sent = request(method, target, body)
        answer = service.answer(sent, 0.0)
        if answer.status < 400 or target.startswith(PATH):
            assert openapi.check_answer(recorded(sent, answer)) == []


def test_refusals_of_whole_requests_are_as_the_openapi_description_has_them() -> None:
    openapi = openapi_or_skip()
    service = Service(Settings(items=4, limit=1, refusing=4))
    sent = request("POST", f"{PATH}/publish", {"itemIds": ITEMS})
    for status in (409, 429):
        answer = service.answer(sent, 0.0)
        assert answer.status == status
        assert openapi.check_answer(recorded(sent, answer)) == []


@pytest.mark.parametrize("authorization", ["", "Bearer other", site.TOKEN])
def test_without_the_token_nothing_is_granted(service: Service, authorization: str) -> None:
    sent = request("POST", f"{PATH}/publish", {"itemIds": [ITEMS[0]]}, Authorization=authorization)
    assert service.answer(sent, 0.0).status == 401
    assert service.store.live() == []


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_a_body_that_is_no_json_is_refused(service: Service, content: bytes) -> None:
    headers = {"authorization": f"Bearer {site.TOKEN}", "content-type": "application/json"}
    assert service.answer(Request("POST", f"{PATH}/publish", {}, headers, content), 0.0).status == 400


def test_a_body_that_is_not_sent_as_json_is_refused(service: Service) -> None:
    sent = request("POST", f"{PATH}/publish", {"itemIds": [ITEMS[0]]}, **{"Content-Type": "text/plain"})
    assert service.answer(sent, 0.0).status == 400


def test_a_request_with_a_bad_item_fails_as_a_whole_and_its_words_name_none() -> None:
    service = Service(Settings(items=4, refusing=4))
    answer = service.answer(request("POST", f"{PATH}/publish", {"itemIds": ITEMS}), 0.0)
    assert answer.status == 409
    assert not any(each in str(answer.body) for each in ITEMS)
    assert service.store.live() == []


def test_without_the_bad_item_the_others_go_live() -> None:
    service = Service(Settings(items=4, refusing=4))
    good = [each for each in ITEMS if each != DELETED]
    assert service.answer(request("POST", f"{PATH}/publish", {"itemIds": good}), 0.0).status == 202
    assert service.store.not_live() == [DELETED]


def test_every_answer_tells_the_limit_and_a_refusal_when_to_come_back() -> None:
    service = Service(Settings(items=4, limit=2))
    answers = [service.answer(request("GET", target), 10.0) for target in (PATH, "/v2/nowhere", PATH)]
    assert [answer.status for answer in answers] == [200, 404, 429]
    assert [answer.headers["X-RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert [answer.headers.get("Retry-After") for answer in answers] == [None, None, "60"]


def test_without_a_limit_no_answer_speaks_of_one(service: Service) -> None:
    assert service.answer(request("GET", PATH), 0.0).headers == {}


def openapi_or_skip() -> Specification:
    found = specification()
    if found is None:
        pytest.skip(ABSENT)
    return found


def recorded(sent: Request, answer: Answer) -> Recorded:
    headers = {"Content-Type": "application/json", **answer.headers}
    return Recorded(sent.method, sent.path, sent.query, {}, None, answer.status, headers, answer.body)
