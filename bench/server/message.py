"""Requests and answers as bytes: the part of HTTP/1.1 that clients of an API send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Request:
    """A request; names of headers are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, whose body goes out as JSON."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


def read_request(received: bytes) -> tuple[Request, int] | None:
    """The first request in what was received, and how many bytes it takes; None where it is not there to its end.

    Raises:
        ValueError: Where that is no request of HTTP/1.1 whose body has a known length.
    """
    head, end, _ = received.partition(_END)
    if not end:
        return None
    first, *lines = head.decode("ascii").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    if "transfer-encoding" in headers:
        raise ValueError("a body has no known length")
    start = len(head) + len(_END)
    length = start + int(headers.get("content-length", "0"))
    if len(received) < length:
        return None
    path, _, query = target.partition("?")
    values = dict(parse_qsl(query, keep_blank_values=True))
    return Request(method, path, values, headers, received[start:length]), length


def written(answer: Answer) -> bytes:
    """An answer as bytes, with its body."""
    body = json.dumps(answer.body, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        **answer.headers,
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n{lines}\r\n".encode("ascii") + body
