"""One request and its answer: sent again while that may help, and read with bounds."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import requests
import urllib3

from webflow_publish.clock import Clock, Deadline
from webflow_publish.reason import Reason
from webflow_publish.webflow.backoff import wait_before
from webflow_publish.webflow.document import read_document
from webflow_publish.webflow.failure import UNANSWERED, Failure, from_answer, from_exception
from webflow_publish.webflow.pace import Pace
from webflow_publish.webflow.session import BearerToken, open_session

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
"""As in Webflow's own SDKs: the longest silence that is waited for."""
MAXIMUM_BYTES = 16 * 1024 * 1024
"""The largest answer that is read. An answer about 100 items with long texts is a few MiB."""

TOO_LATE = Failure(Reason.TIMED_OUT, "The time limit of the run was reached before this was sent")

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

        An answer that cannot change by repeating the request is an end of the troubles before it, also a refusal; that
        the time was over is none.
        """
        failure = self.answer if isinstance(self.answer, Failure) else None
        return () if failure and (failure.retryable or failure.reason is Reason.TIMED_OUT) else self.overcome


@dataclass(slots=True)
class Sending:
    """How a request fares while another thread waits for its answer.

    Attributes:
        failures: How often it is sent at most where Webflow fails at it (500), because the sender will divide it then:
            the reason may lie in a part of it. None where it is repeated as after any other failure.
        sent: How often it was sent.
        waiting: The failure after which it is about to be sent again, while it waits.
        is_abandoned: Whether it is not to be sent any more.
    """

    failures: int | None = None
    sent: int = 0
    waiting: Failure | None = None
    is_abandoned: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def begin(self) -> bool:
        """It is about to be sent; whether it still is to be."""
        with self._lock:
            self.sent += not self.is_abandoned
            self.waiting = None
            return not self.is_abandoned

    def abandon(self) -> None:
        """Nobody wants its answer any more: it is not sent again. Once this has returned, `sent` does not change."""
        with self._lock:
            self.is_abandoned = True


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. `path` begins after the version; `body` goes out as JSON; `once`: it is not sent again.

    `is_bare` tells that the answer is its status: what a 2xx has beside that is not looked at.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]] = ()
    body: Mapping[str, Any] | None = None
    once: bool = False
    is_bare: bool = False
    sending: Sending = field(default_factory=Sending)


class Exchange:
    """Sends requests under one token, several at once where several threads ask for it. All of them keep one pace.

    It follows no redirect, and does not wait past the deadline. `sent` counts requests, repeated ones included.
    """

    def __init__(
        self,
        url: str,
        token: BearerToken,
        clock: Clock,
        deadline: Deadline,
        pace: Pace,
        on_retry: Callable[[Retry], None],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._url = url.rstrip("/")
        self._lock = threading.Lock()
        self._session = open_session(token, url)
        self._common: tuple[requests.PreparedRequest, dict[str, Any]] | None = None
        self._clock = clock
        self._deadline = deadline
        self._pace = pace
        self._on_retry = on_retry
        self._jitter = jitter
        self.hide = token.hide
        self._is_absent = token.is_absent
        self.sent = 0

    @property
    def rate_limit(self) -> int | None:
        """How many requests a minute Webflow grants the token, once it has said so."""
        return self._pace.limit

    def _exchange(self, request: Request) -> Reply[dict[str, Any]]:
        """Send a request whose repetition does no harm, until it is answered or there is no point in going on.

        The answer is the JSON object of a 2xx, empty where the request is bare.
        """
        overcome: list[Failure] = []
        attempts: Counter[Reason] = Counter()
        sending = request.sending
        while not sending.is_abandoned and self._pace.enter():
            answer = self._attempt(request) if sending.begin() else self._withheld()
            if not isinstance(answer, Failure):
                return Reply(answer, tuple(overcome))
            attempts[answer.reason] += 1
            wait = wait_before(answer, attempts[answer.reason], self._deadline.left(), self._jitter)
            if wait is None or request.once or _is_enough(answer, attempts[answer.reason], sending.failures):
                return Reply(answer, tuple(overcome))
            overcome.append(answer)
            sending.waiting = answer
            self._on_retry(Retry(answer, wait))
            if answer.reason is Reason.RATE_LIMITED:
                self._pace.pause(wait)
            else:
                self._clock.sleep(wait)
        return Reply(overcome[-1] if overcome else TOO_LATE, tuple(overcome[:-1]))

    def _withheld(self) -> Failure:
        self._pace.leave(None)
        return TOO_LATE

    def _attempt(self, request: Request) -> dict[str, Any] | Failure:
        with self._lock:
            self.sent += 1
        response: requests.Response | None = None
        # urllib3 takes no time-out of 0, and a run may get here with no more than a moment left.
        patience = max(1.0, min(READ_SECONDS, self._deadline.left()))
        try:
            prepared, settings = self._prepared(request)
            response = self._session.send(
                prepared, timeout=(min(CONNECT_SECONDS, patience), patience), allow_redirects=False, **settings
            )
            with closing(response):
                # http.client takes 102 and 103 for final: what comes on that connection is not read, and it is closed,
                # or else the real answer would be taken for that of the next request.
                content = "" if response.status_code < HTTPStatus.OK else self._content(response)
        # requests raises plain OSErrors, too, as for a file of certificates that is not there.
        except (OSError, urllib3.exceptions.HTTPError) as error:
            return from_exception(error, self.hide, is_over=not self._deadline.left())
        finally:
            self._pace.leave(None if response is None else response.headers)
        return content if isinstance(content, Failure) else self._answer(request, response, content)

    def _prepared(self, request: Request) -> tuple[requests.PreparedRequest, dict[str, Any]]:
        """The request as it is sent, and the proxy and certificates that it is sent with.

        What is the same in all of them is found out once: it takes as long as the sending itself.
        """
        if self._common is None:
            environment = self._session.merge_environment_settings(self._url, {}, stream=True, verify=None, cert=None)
            self._common = self._session.prepare_request(requests.Request("GET", self._url)), {**environment}
        common, settings = self._common
        prepared = common.copy()
        prepared.method = request.method
        prepared.url = f"{(common.url or '').rstrip('/')}{request.path}{_query(request.query)}"
        if request.body is not None:
            prepared.prepare_body(None, None, request.body)
        return prepared, settings

    def _answer(self, request: Request, response: requests.Response, content: str) -> dict[str, Any] | Failure:
        """What an answer says, whose body has been read."""
        status = response.status_code
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return from_answer(status, response.headers, content, self._clock.now(), self.hide)
        return {} if request.is_bare else read_document(status, content, self.hide, self._is_absent)

    def _content(self, response: requests.Response) -> str | Failure:
        """The body as text, unless it is larger, or slower, than any honest answer. It is read as it comes."""
        status = response.status_code
        content = bytearray()
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            content += chunk
            if len(content) > MAXIMUM_BYTES:
                return Failure(Reason.MALFORMED, f"The answer is larger than {MAXIMUM_BYTES:,} bytes", status)
            if not self._deadline.left():
                return replace(UNANSWERED, status=status)
        return content.decode("utf-8", errors="replace")


def _query(pairs: Sequence[tuple[str, str]]) -> str:
    """The part of an address that the pairs are. A list of 100 IDs is encoded ten times as fast without its commas."""
    return f"?{urlencode(pairs, safe=',').replace(',', '%2C')}" if pairs else ""


def _is_enough(failure: Failure, attempt: int, failures: int | None) -> bool:
    """Whether Webflow has failed so often that the sender will divide the request."""
    return failures is not None and failure.status == HTTPStatus.INTERNAL_SERVER_ERROR and attempt >= failures
