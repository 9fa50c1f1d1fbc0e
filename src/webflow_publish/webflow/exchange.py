"""One request and its answer: sent again while that may help, and read with bounds."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Generic, TypeVar

import requests
import urllib3

from webflow_publish.clock import Clock, Deadline
from webflow_publish.reason import Reason
from webflow_publish.webflow.backoff import wait_before
from webflow_publish.webflow.document import read_document
from webflow_publish.webflow.failure import Failure, from_answer, from_exception
from webflow_publish.webflow.session import BearerToken, open_session

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
"""As in Webflow's own SDKs: the longest silence that is waited for."""
MAXIMUM_BYTES = 16 * 1024 * 1024
"""The largest answer that is read. An answer about 100 items with long texts is a few MiB."""
MOST_A_MINUTE = 100_000
"""Requests; a rate limit above this is not believed. Webflow's plans have 60 and 120, or what a contract says."""

_CHUNK = 64 * 1024

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Retry:
    """A wait that is about to begin: how the last attempt ended, and how many seconds until the next."""

    failure: Failure
    seconds: float


@dataclass(frozen=True, slots=True)
class Reply(Generic[Answer]):
    """How a request ended, after all attempts, and the failures of those that were overcome."""

    answer: Answer | Failure
    overcome: tuple[Failure, ...] = ()

    @property
    def cleared(self) -> tuple[Failure, ...]:
        """The failures that are over: none of them where the last attempt failed in a way that may pass, too.

        An answer that cannot change by repeating the request is an end of the troubles before it, also a refusal.
        """
        return () if isinstance(self.answer, Failure) and self.answer.retryable else self.overcome


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. `path` begins after the version; `body` goes out as JSON; `once`: it is not sent again."""

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    body: Mapping[str, Any] | None = None
    once: bool = False


class Exchange:
    """Sends requests under one token. It follows no redirect, and does not wait past the deadline.

    `sent` counts requests, repeated ones included. `waiting` is the failure after which a request is about to be sent
    again, while it waits. `rate_limit` is how many requests a minute Webflow grants the token, once it has said so.
    """

    def __init__(
        self,
        url: str,
        token: BearerToken,
        clock: Clock,
        deadline: Deadline,
        on_retry: Callable[[Retry], None],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._url = url.rstrip("/")
        self._session = open_session(token, url)
        self._clock = clock
        self._deadline = deadline
        self._on_retry = on_retry
        self._jitter = jitter
        self.hide = token.hide
        self.sent = 0
        self.waiting: Failure | None = None
        self.rate_limit: int | None = None

    def _exchange(self, request: Request) -> Reply[dict[str, Any]]:
        """Send a request whose repetition does no harm, until it is answered or there is no point in going on.

        The answer is the JSON object of a 2xx.
        """
        overcome: list[Failure] = []
        attempts: Counter[Reason] = Counter()
        while True:
            answer = self._attempt(request)
            if not isinstance(answer, Failure):
                return Reply(answer, tuple(overcome))
            attempts[answer.reason] += 1
            wait = wait_before(answer, attempts[answer.reason], self._deadline.left(), self._jitter)
            if wait is None or request.once:
                return Reply(answer, tuple(overcome))
            overcome.append(answer)
            self.waiting = answer
            self._on_retry(Retry(answer, wait))
            self._clock.sleep(wait)
            self.waiting = None

    def _attempt(self, request: Request) -> dict[str, Any] | Failure:
        self.sent += 1
        # urllib3 takes no time-out of 0, and a run may get here with no more than a moment left.
        patience = max(1.0, min(READ_SECONDS, self._deadline.left()))
        try:
            response = self._session.request(
                request.method,
                self._url + request.path,
                params=list(request.query),
                json=request.body,
                timeout=(min(CONNECT_SECONDS, patience), patience),
                allow_redirects=False,
                stream=True,
            )
            with closing(response):
                content = self._content(response)
        # requests raises plain OSErrors, too, as for a file of certificates that is not there.
        except (OSError, urllib3.exceptions.HTTPError) as error:
            return from_exception(error, self.hide)
        status = response.status_code
        self.rate_limit = _rate_limit(response.headers) or self.rate_limit
        if status < HTTPStatus.OK:
            # http.client takes 102 and 103 for final: the real answer would be read as that of the next request.
            self._session.close()
        if isinstance(content, Failure):
            return content
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return from_answer(status, response.headers, content, self._clock.now(), self.hide)
        return read_document(status, content, self.hide)

    def _content(self, response: requests.Response) -> str | Failure:
        """The body as text, unless it is larger, or slower, than any honest answer. It is read as it comes."""
        status = response.status_code
        content = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > MAXIMUM_BYTES:
                return Failure(Reason.MALFORMED, f"The answer is larger than {MAXIMUM_BYTES:,} bytes", status)
            if not self._deadline.left():
                return Failure(Reason.UNAVAILABLE, "The answer came too slowly to be read in time", status)
        return content.decode("utf-8", errors="replace")


def _rate_limit(headers: Mapping[str, str]) -> int | None:
    """What `X-RateLimit-Limit` says, in requests a minute; None where it is missing or makes no sense."""
    text = headers.get("X-RateLimit-Limit", "").strip()
    limit = int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else 0
    return limit if 1 <= limit <= MOST_A_MINUTE else None
