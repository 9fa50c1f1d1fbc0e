"""Requests to the Data API: one at a time, each sent again while that may help."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

import requests
import urllib3

from webflow_publish.clock import Clock, Deadline
from webflow_publish.reason import Reason
from webflow_publish.webflow.backoff import wait_before
from webflow_publish.webflow.failure import Failure, from_answer, from_exception
from webflow_publish.webflow.session import BearerToken, open_session

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
"""As in Webflow's own SDKs: the longest silence that is waited for."""
MAXIMUM_BYTES = 16 * 1024 * 1024
"""The largest answer that is read. An answer about 100 items with long texts is a few MiB."""

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Retry:
    """A wait that is about to begin: how the last attempt ended, and how many seconds until the next."""

    failure: Failure
    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """How a request ended, after all attempts: `document` is the JSON object of a 2xx answer, or why there is none.

    `overcome` are the failures of earlier attempts.
    """

    document: dict[str, Any] | Failure
    overcome: tuple[Failure, ...] = ()


class Transport:
    """Sends requests under one token. It follows no redirect, and does not wait past the deadline."""

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
        self._token = token
        self._session = open_session(token)
        self._clock = clock
        self._deadline = deadline
        self._on_retry = on_retry
        self._jitter = jitter
        self.sent = 0
        """Requests sent so far, repeated ones included."""

    def post(self, path: str, body: dict[str, Any]) -> Reply:
        """Send a POST whose repetition does no harm, until it is answered or there is no point in going on."""
        overcome: list[Failure] = []
        attempts: Counter[Reason] = Counter()
        while True:
            document = self._attempt("POST", path, body)
            if not isinstance(document, Failure):
                return Reply(document, tuple(overcome))
            failure = replace(document, message=self._token.hide(document.message))
            attempts[failure.reason] += 1
            wait = wait_before(failure, attempts[failure.reason], self._deadline.left(), self._jitter)
            if wait is None:
                return Reply(failure, tuple(overcome))
            overcome.append(failure)
            self._on_retry(Retry(failure, wait))
            self._clock.sleep(wait)

    def _attempt(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any] | Failure:
        self.sent += 1
        try:
            # urllib3 takes no time-out of 0, and a run may get here with no more than a moment left.
            patience = max(1.0, min(READ_SECONDS, self._deadline.left()))
            response = self._session.request(
                method,
                self._url + path,
                json=body,
                timeout=(min(CONNECT_SECONDS, patience), patience),
                allow_redirects=False,
                stream=True,
            )
            with closing(response):
                content = self._content(response)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            return from_exception(error)
        if isinstance(content, Failure):
            return content
        if not HTTPStatus.OK <= response.status_code < HTTPStatus.MULTIPLE_CHOICES:
            return from_answer(response.status_code, response.headers, content, self._clock.now())
        return _document(response.status_code, self._token.hide(content.decode("utf-8", errors="replace")))

    def _content(self, response: requests.Response) -> bytes | Failure:
        """The body, unless it is larger, or slower, than any honest answer."""
        content = bytearray()
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > MAXIMUM_BYTES:
                return Failure(
                    Reason.MALFORMED, f"The answer is larger than {MAXIMUM_BYTES:,} bytes", response.status_code
                )
            if not self._deadline.left():
                return Failure(
                    Reason.UNAVAILABLE, "The answer came too slowly to be read in time", response.status_code
                )
        return bytes(content)


def _document(status: int, content: str) -> dict[str, Any] | Failure:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict):
        return document
    what = "is empty" if not content.strip() else "is not a JSON object"
    return Failure(Reason.MALFORMED, f"Webflow answered {status}, but the answer {what}", status, retryable=True)
