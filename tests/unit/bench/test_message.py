from __future__ import annotations

import json

import pytest

from bench.server.message import Answer, Request, read_request, written

POST = b"POST /v2/x?a=b%2Cc&d= HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"


def test_a_request_is_read_with_its_query_its_headers_and_its_body() -> None:
    headers = {"host": "h", "content-length": "2"}
    assert read_request(POST) == (Request("POST", "/v2/x", {"a": "b,c", "d": ""}, headers, b"{}"), len(POST))


@pytest.mark.parametrize("length", range(len(POST)))
def test_a_part_of_a_request_is_none_yet(length: int) -> None:
    assert read_request(POST[:length]) is None


def test_what_follows_a_request_is_left_alone() -> None:
    read = read_request(POST + b"GET /next")
    assert read is not None
    assert read[1] == len(POST)


@pytest.mark.parametrize(
    "received",
    [
        b"nonsense\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: two\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_what_is_no_request_of_known_length_is_refused(received: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_request(received)


def test_an_answer_goes_out_as_json_with_its_length_and_its_headers() -> None:
    head, _, body = written(Answer(429, {"message": "é"}, {"Retry-After": "60"})).partition(b"\r\n\r\n")
    assert json.loads(body) == {"message": "é"}
    assert head.decode().split("\r\n") == [
        "HTTP/1.1 429 Too Many Requests",
        "Content-Type: application/json; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Retry-After: 60",
    ]
