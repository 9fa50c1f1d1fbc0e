from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

import pytest
import requests

from harness.clock import FakeClock
from harness.service import serving
from webflow_publish.sandbox import Sandbox

COLLECTION, ITEM = "65e000000000000000000100", "65e000000000000000000101"
SEED = f"""
sites:
  - id: 65e000000000000000000001
    collections: [{{ id: {COLLECTION}, name: Posts, items: [{{ id: {ITEM} }}] }}]
faults:
"""
HEADERS = {"Authorization": "Bearer sandbox-token"}


def publish(sandbox: Sandbox) -> requests.Response:
    url = f"{sandbox.url}/collections/{COLLECTION}/items/publish"
    return requests.post(url, json={"itemIds": [ITEM]}, headers=HEADERS, timeout=10, allow_redirects=False)


def is_live(sandbox: Sandbox) -> bool:
    url = f"{sandbox.url}/collections/{COLLECTION}/items/{ITEM}/live"
    return requests.get(url, headers=HEADERS, timeout=10).status_code == 200


def test_an_answer_of_its_own_comes_at_the_nth_request_and_without_effect() -> None:
    fault = "  - { path: /publish, nth: 2, times: 2, answer: { status: 429, headers: { Retry-After: '1' } } }"
    with serving(SEED + fault, FakeClock()) as sandbox:
        assert [publish(sandbox).status_code for _ in range(4)] == [202, 429, 429, 202]
        assert sandbox.requests[1].answer_headers["Retry-After"] == "1"
    with serving(SEED + fault.replace("nth: 2", "nth: 1"), FakeClock()) as sandbox:
        assert publish(sandbox).content == b""
        assert not is_live(sandbox)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("<html>Bad gateway</html>", "text/html"), ("{ code: internal_error }", "application/json")],
)
def test_an_answer_may_be_html_or_json(body: str, content_type: str) -> None:
    with serving(f"{SEED}  - answer: {{ status: 502, body: {body} }}", FakeClock()) as sandbox:
        answer = publish(sandbox)
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (502, content_type)


def test_a_redirect_leads_where_the_seed_says() -> None:
    fault = "  - answer: { status: 302, headers: { Location: 'http://127.0.0.1:9/' } }"
    with serving(SEED + fault, FakeClock()) as sandbox:
        assert publish(sandbox).headers["Location"] == "http://127.0.0.1:9/"


@pytest.mark.parametrize(("cut", "effect"), [("before", False), ("after", True)])
def test_a_connection_is_cut_before_or_after_the_effect(cut: str, effect: bool) -> None:
    with serving(f"{SEED}  - {{ method: POST, cut: {cut} }}", FakeClock()) as sandbox:
        with pytest.raises(requests.ConnectionError):
            publish(sandbox)
        assert is_live(sandbox) is effect
        assert (sandbox.requests[0].status, sandbox.requests[0].answer) == (None, None)


def test_a_body_is_cut_in_its_midst() -> None:
    with serving(f"{SEED}  - {{ cut: body }}", FakeClock()) as sandbox:
        with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
            publish(sandbox)
        assert is_live(sandbox)


@pytest.mark.parametrize("spoil", ["broken", "half", "empty"])
def test_a_spoilt_body_has_a_right_length_and_is_no_json(spoil: str) -> None:
    with serving(f"{SEED}  - change: {{ spoil: {spoil} }}", FakeClock()) as sandbox:
        answer = publish(sandbox)
        assert (answer.status_code, int(answer.headers["Content-Length"])) == (202, len(answer.content))
        with pytest.raises(requests.JSONDecodeError):
            answer.json()


def test_a_good_answer_is_changed_after_the_effect() -> None:
    fault = f"  - change: {{ omit: [{ITEM}], add: [{COLLECTION}], add-errors: [Something failed.], status: 200 }}"
    with serving(SEED + fault, FakeClock()) as sandbox:
        answer = publish(sandbox)
        assert (answer.status_code, is_live(sandbox)) == (200, True)
        assert answer.json() == {"publishedItemIds": [COLLECTION], "errors": ["Something failed."]}


def test_an_answer_can_be_without_content() -> None:
    with serving(f"{SEED}  - change: {{ status: 204, spoil: empty }}", FakeClock()) as sandbox:
        answer = publish(sandbox)
        assert (answer.status_code, answer.content, is_live(sandbox)) == (204, b"", True)


def test_a_request_that_hangs_is_answered_in_the_end() -> None:
    with serving(f"{SEED}  - {{ hang: 0.2 }}", FakeClock()) as sandbox:
        begin = time.monotonic()
        assert publish(sandbox).status_code == 202
        assert time.monotonic() - begin >= 0.2


def test_a_request_that_hangs_does_not_hold_up_others_or_the_end() -> None:
    with serving(f"{SEED}  - {{ method: POST, hang: 600 }}", FakeClock()) as sandbox:
        address = urlsplit(sandbox.url)
        hanging = socket.create_connection((address.hostname, address.port), timeout=10)
        hanging.sendall(b"POST /v2/sites HTTP/1.1\r\nHost: sandbox\r\n\r\n")
        # Connections are taken in turn, so that the first request has arrived when the second one is answered.
        assert not is_live(sandbox)
    with hanging:
        assert hanging.recv(1) == b""


def test_faults_do_not_touch_the_state_page() -> None:
    with serving(f"{SEED}  - {{ times: always, answer: {{ status: 500 }} }}", FakeClock()) as sandbox:
        assert requests.get(sandbox.url.removesuffix("/v2") + "/sandbox/state", timeout=10).status_code == 200
        assert publish(sandbox).status_code == 500
