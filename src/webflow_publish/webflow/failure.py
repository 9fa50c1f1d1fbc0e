"""Why a request to the Data API did not give an answer: read from whatever came back, or did not come back."""

from __future__ import annotations

import html
import json
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import requests
import urllib3

from webflow_publish.reason import Reason
from webflow_publish.text import plain

WORDS_LIMIT = 500
"""Characters of an error message that are kept."""

Hide = Callable[[str], str]
"""Takes secrets out of a text."""

_BROKEN = (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError)
_UNPREPARED = (
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    urllib3.exceptions.LocationValueError,
)
_IDENTIFIER = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")
_TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that failed. `message` holds Webflow's own words where there are any, safe to show on one line.

    `status` is the HTTP status, None where no answer was seen; `code` is Webflow's error code, where it sent one.
    `identifiers` are the IDs that its words name. `retry_after` is in seconds. `retryable` tells whether the same
    request may succeed a little later.
    """

    reason: Reason
    message: str
    status: int | None = None
    code: str | None = None
    retryable: bool = False
    retry_after: float | None = None
    identifiers: frozenset[str] = frozenset()

    @property
    def is_outage(self) -> bool:
        """Whether no answer of Webflow's came."""
        return self.reason in {Reason.UNAVAILABLE, Reason.MALFORMED}

    @property
    def is_absence(self) -> bool:
        """Whether Webflow says that it does not have what was asked for: a 400 is about the locale."""
        return self.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}


UNANSWERED = Failure(Reason.TIMED_OUT, "The time limit of the run was reached before Webflow's answer came")


def from_answer(status: int, headers: Mapping[str, str], body: str, now: datetime, hide: Hide = str) -> Failure:
    """Read an answer whose status is not 2xx. `hide` takes out of its words what is not to be shown.

    Webflow's errors are `{"code", "message", "externalReference", "details"}`, and `code` may be missing; a proxy in
    front of it may send HTML or nothing (source: the OpenAPI description, and integrators' reports).
    """
    if status < HTTPStatus.OK:
        return Failure(Reason.UNAVAILABLE, f"{_title(status)}: no final answer came", status, retryable=True)
    if status < HTTPStatus.BAD_REQUEST:
        where = plain(hide(headers.get("Location", "an unnamed place")), WORDS_LIMIT)
        message = f"{_title(status)}: a redirect to {where}, not followed, because the token would go there, too"
        return Failure(Reason.MALFORMED, message, status)
    code, words = _words(hide(body))
    reason = _reason(status, code, words)
    return Failure(
        reason,
        plain(hide(_sentence(status, words)), WORDS_LIMIT),
        status,
        None if code is None else plain(hide(code), 60),
        retryable=reason in {Reason.RATE_LIMITED, Reason.UNAVAILABLE},
        retry_after=_retry_after(headers.get("Retry-After"), now) if reason is Reason.RATE_LIMITED else None,
        identifiers=identifiers_in(words),
    )


def from_exception(error: Exception, hide: Hide = str, *, is_over: bool = False) -> Failure:
    """Read an exception of requests or of what it stands on: nothing, or only a part of an answer, was seen.

    `is_over` tells whether the time of the run is: then it was that, and not Webflow, that gave no longer time.
    """
    cause = plain(hide(_cause(error)), WORDS_LIMIT)
    if isinstance(error, requests.exceptions.SSLError):
        trust = "Where a proxy replaces certificates, set REQUESTS_CA_BUNDLE"
        # A certificate stays what it is; a handshake that was broken off may do better.
        passes = not isinstance(_innermost(error), ssl.SSLCertVerificationError)
        words = f"The secure connection failed: {cause}. {trust}"
        if not passes:
            words = f"The server's certificate is not trusted. {trust} to a file that has its own: {cause}"
        return Failure(Reason.UNAVAILABLE, words, retryable=passes)
    if isinstance(error, requests.exceptions.ProxyError):
        return Failure(Reason.UNAVAILABLE, f"The proxy did not connect: {cause}", retryable=True)
    if isinstance(error, requests.exceptions.Timeout | urllib3.exceptions.TimeoutError):
        unanswered = Failure(Reason.UNAVAILABLE, "No answer within the time allowed for a request", retryable=True)
        return UNANSWERED if is_over else unanswered
    if isinstance(error, (*_BROKEN, urllib3.exceptions.ProtocolError)):
        return Failure(Reason.UNAVAILABLE, f"The connection broke: {cause}", retryable=True)
    answered = requests.exceptions.RequestException | urllib3.exceptions.HTTPError
    if isinstance(error, answered) and not isinstance(error, _UNPREPARED):
        return Failure(Reason.MALFORMED, f"The answer could not be read: {cause}", retryable=True)
    return Failure(Reason.UNAVAILABLE, f"The connection could not be prepared: {cause}")


def reason_in(words: str) -> Reason | None:
    """The reason that a sentence of Webflow's gives, if it is a known one. There are no codes for these."""
    words = words.lower()
    if "archived" in words:
        return Reason.ARCHIVED
    if "referenc" in words:
        return Reason.REFERENCE_NOT_LIVE
    if "structure" in words and "changed" in words:
        return Reason.COLLECTION_CHANGED
    if "different times" in words:
        return Reason.DOMAINS_OUT_OF_SYNC
    if "not published" in words or "not been published" in words or "never published" in words:
        return Reason.SITE_NOT_PUBLISHED
    return Reason.NOT_FOUND if "not found" in words else None


def _reason(status: int, code: str | None, words: str) -> Reason:
    if status == HTTPStatus.FORBIDDEN:
        lacking = code == "missing_scopes" or "missing the following scopes" in words.lower()
        return Reason.MISSING_SCOPE if lacking else Reason.UNAUTHORIZED
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Reason.RATE_LIMITED
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return Reason.UNAVAILABLE
    if status == HTTPStatus.NOT_FOUND:
        return reason_in(words) or Reason.NOT_FOUND
    if status == HTTPStatus.CONFLICT:
        return reason_in(words) or Reason.REJECTED
    return Reason.UNAUTHORIZED if status == HTTPStatus.UNAUTHORIZED else Reason.REJECTED


def _words(body: str) -> tuple[str | None, str]:
    """The error code, where there is one, and what the body says, whatever it is."""
    text = body.strip()
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None, " ".join(html.unescape(_TAGS.sub(" ", text[: 20 * WORDS_LIMIT])).split())
    if not isinstance(document, dict):
        return None, as_json(document)
    code = document.get("code")
    parts = [document.get("message"), *_details(document.get("details"))]
    words = "; ".join(as_text(part) for part in parts if part)
    return (code if isinstance(code, str) and code else None), words or as_json(document)


def _details(details: object) -> list[object]:
    return details if isinstance(details, list) else [details]


def as_text(value: object) -> str:
    """A value that came as JSON, where a text is expected: a text as it is, anything else as JSON."""
    return value if isinstance(value, str) else as_json(value)


def as_json(value: object) -> str:
    """A value that came as JSON, as text."""
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "(something too deeply nested to be shown)"


def identifiers_in(text: str) -> frozenset[str]:
    """The IDs of Webflow's, of 24 hexadecimal characters, that a text names, in lower case."""
    return frozenset(_IDENTIFIER.findall(text.lower()))


def _sentence(status: int, words: str) -> str:
    """Status and words, without saying twice what the words begin with."""
    title = _title(status)
    if not words:
        return f"{title}, without a word of explanation"
    if words.casefold().startswith(title.casefold()):
        return words
    repeated = words.casefold().startswith(title.partition(" ")[2].casefold())
    return f"{status} {words}" if repeated else f"{title}: {words}"


def _title(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, from either form that HTTP allows (RFC 9110, 10.2.3); None for anything else."""
    if value is None:
        return None
    if re.fullmatch(r"\d{1,9}(\.\d+)?", value.strip(), re.ASCII):
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _cause(error: Exception) -> str:
    """The innermost explanation: requests and urllib3 wrap it in layers that repeat the address."""
    innermost = _innermost(error)
    return str(innermost) or type(innermost).__name__


def _innermost(error: Exception) -> BaseException:
    innermost: BaseException = error
    while inner := innermost.__cause__ or innermost.__context__:
        innermost = inner
    return innermost
