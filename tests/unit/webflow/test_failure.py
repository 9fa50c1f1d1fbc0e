from __future__ import annotations

import json
import socket
import ssl
from datetime import UTC, datetime

import pytest
import requests
import urllib3
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.reason import Reason
from webflow_publish.webflow.failure import WORDS_LIMIT, Failure, from_answer, from_exception

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def read(status: int, body: object = "", **headers: str) -> tuple[Reason, str]:
    failure = from_answer(status, headers, body if isinstance(body, str) else json.dumps(body), NOW)
    return failure.reason, failure.message


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (400, {"code": "validation_error", "message": "Validation Error"}, Reason.REJECTED),
        (401, {"code": "not_authorized", "message": "Request not authorized"}, Reason.UNAUTHORIZED),
        (403, {"code": "forbidden", "message": "Forbidden"}, Reason.UNAUTHORIZED),
        (403, {"code": "missing_scopes", "message": "no"}, Reason.MISSING_SCOPE),
        (403, {"message": "OAuthForbidden: You are missing the following scopes - cms:write"}, Reason.MISSING_SCOPE),
        (404, {"code": "resource_not_found", "message": "Requested resource not found"}, Reason.NOT_FOUND),
        (404, {"message": "The site is not published"}, Reason.SITE_NOT_PUBLISHED),
        (408, "", Reason.UNAVAILABLE),
        (
            409,
            {"message": "Conflict: The collection structure changed since the last publish"},
            Reason.COLLECTION_CHANGED,
        ),
        (409, {"message": "Site is published to multiple domains at different times"}, Reason.DOMAINS_OUT_OF_SYNC),
        (409, {"code": "conflict", "message": "The site is not published"}, Reason.SITE_NOT_PUBLISHED),
        (409, {"code": "conflict", "message": "Something else"}, Reason.REJECTED),
        (413, "", Reason.REJECTED),
        (422, {"message": "Unprocessable"}, Reason.REJECTED),
        (429, {"code": "too_many_requests", "message": "Too Many Requests"}, Reason.RATE_LIMITED),
        (500, {"code": "internal_error", "message": "Internal"}, Reason.UNAVAILABLE),
        (502, "<html>Bad gateway</html>", Reason.UNAVAILABLE),
        (503, {"code": "service_unavailable", "message": "Down"}, Reason.UNAVAILABLE),
        (504, "", Reason.UNAVAILABLE),
        (520, "", Reason.UNAVAILABLE),
        (302, "", Reason.MALFORMED),
        (103, "", Reason.UNAVAILABLE),
        (404, {"message": "Item is archived"}, Reason.ARCHIVED),
        (409, {"message": "Conflict: referenced item is not published"}, Reason.REFERENCE_NOT_LIVE),
        (409, {"message": "Conflict: Not found"}, Reason.NOT_FOUND),
    ],
)
def test_the_reason_is_read_from_status_code_and_words(status: int, body: object, reason: Reason) -> None:
    assert read(status, body)[0] is reason


def test_webflows_words_are_kept() -> None:
    assert read(400, {"code": "validation_error", "message": "Wrong", "details": [{"field": "slug"}, "really"]}) == (
        Reason.REJECTED,
        '400 Bad Request: Wrong; {"field": "slug"}; really',
    )


@pytest.mark.parametrize(
    ("status", "words", "message"),
    [
        (503, "503 Service Unavailable", "503 Service Unavailable"),
        (409, "Conflict: The collection changed", "409 Conflict: The collection changed"),
        (409, "Something else", "409 Conflict: Something else"),
    ],
)
def test_nothing_is_said_twice(status: int, words: str, message: str) -> None:
    assert read(status, {"message": words})[1] == message


def test_webflows_code_is_kept() -> None:
    assert from_answer(409, {}, '{"code": "conflict"}', NOW).code == "conflict"
    assert from_answer(409, {}, '{"code": 5}', NOW).code is None


def test_of_html_the_words_are_kept() -> None:
    body = "<html><head><style>b{}</style></head><body><h1>502</h1>\n<p>Bad gateway</p></body></html>"
    assert read(502, body)[1] == "502 Bad gateway"


@pytest.mark.parametrize("body", ["", "  \n", "null"])
def test_an_empty_body_is_told(body: str) -> None:
    assert read(500, body)[1] in {
        "500 Internal Server Error, without a word of explanation",
        "500 Internal Server Error: null",
    }


@pytest.mark.parametrize("body", ['{"message": "cut of', "\xff\xfe\x00", "[" * 100_000, '"text"', "[1]", "12"])
def test_a_body_that_is_cut_or_no_object_is_shown_as_it_is(body: str) -> None:
    reason, message = read(400, body)
    assert reason is Reason.REJECTED
    assert message.startswith("400 Bad Request: ")
    assert len(message) <= 12 * WORDS_LIMIT


def test_a_status_without_a_name_is_a_number() -> None:
    assert read(599)[1].startswith("599")


def test_a_redirect_names_where_it_leads() -> None:
    assert "https://evil.example" in read(307, "", Location="https://evil.example")[1]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("60", 60.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("Mon, 23 Nov 2026 17:00:30 GMT", 30.0),
        ("Mon, 23 Nov 2026 16:00:00 GMT", 0.0),
        ("Mon, 23 Nov 2026 17:00:30", None),
        ("soon", None),
        ("-5", None),
        ("1e5", None),
        ("", None),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Mon, 01 Jan 2027 00:00:00 +99999999999999", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert from_answer(429, {"Retry-After": value}, "", NOW).retry_after == seconds


def test_retry_after_counts_for_a_rate_limit_only() -> None:
    assert from_answer(503, {"Retry-After": "60"}, "", NOW).retry_after is None


def test_rate_limits_and_outages_may_be_tried_again_and_nothing_else() -> None:
    assert [
        status
        for status in (301, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504)
        if from_answer(status, {}, "", NOW).retryable
    ] == [408, 429, 500, 502, 503, 504]


@given(st.integers(100, 199) | st.integers(300, 599), st.text(max_size=200), st.text(max_size=30))
def test_whatever_comes_back_is_a_failure_on_one_line(status: int, body: str, header: str) -> None:
    failure = from_answer(status, {"Retry-After": header, "Location": header}, body, NOW)
    assert failure.status == status
    assert len(failure.message.splitlines()) == 1


def caused(outer: Exception, inner: Exception) -> Exception:
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "retryable", "words"),
    [
        (requests.ConnectionError(), True, "The connection broke: ConnectionError"),
        (
            caused(requests.ConnectionError("long"), socket.gaierror(-2, "Name or service not known")),
            True,
            "The connection broke: [Errno -2] Name or service not known",
        ),
        (requests.exceptions.ChunkedEncodingError("cut"), True, "The connection broke: cut"),
        (requests.ReadTimeout("x"), True, "No answer within the time allowed for a request"),
        (requests.ConnectTimeout("x"), True, "No answer within the time allowed for a request"),
        (
            caused(requests.exceptions.SSLError("long"), ssl.SSLCertVerificationError("bad")),
            False,
            (
                "The server's certificate is not trusted. Where a proxy replaces certificates, set REQUESTS_CA_BUNDLE "
                "to a file that has its own: ('bad',)"
            ),
        ),
        (
            caused(requests.exceptions.SSLError("long"), ssl.SSLEOFError("EOF")),
            True,
            "The secure connection failed: ('EOF',). Where a proxy replaces certificates, set REQUESTS_CA_BUNDLE",
        ),
        (requests.exceptions.ProxyError("refused"), True, "The proxy did not connect: refused"),
    ],
)
def test_a_connection_that_fails_is_an_outage(error: Exception, retryable: bool, words: str) -> None:
    failure = from_exception(error)
    assert (failure.reason, failure.retryable, failure.message) == (Reason.UNAVAILABLE, retryable, words)


@pytest.mark.parametrize(
    "error",
    [requests.ReadTimeout("x"), requests.ConnectTimeout("x"), urllib3.exceptions.ReadTimeoutError(None, "", "late")],  # type: ignore[arg-type]
)
def test_where_the_time_of_the_run_was_over_it_was_that_which_gave_no_longer_time(error: Exception) -> None:
    failure = from_exception(error, is_over=True)
    assert (failure.reason, failure.retryable) == (Reason.TIMED_OUT, False)
    assert failure.message == "The time limit of the run was reached before Webflow's answer came"


def test_a_connection_that_breaks_when_the_time_is_over_has_broken_all_the_same() -> None:
    assert from_exception(requests.ConnectionError("x"), is_over=True).reason is Reason.UNAVAILABLE


def test_a_file_of_certificates_that_is_missing_is_told_with_its_name() -> None:
    failure = from_exception(OSError("Could not find a suitable TLS CA certificate bundle, invalid path: /x.pem"))
    assert (failure.reason, failure.retryable) == (Reason.UNAVAILABLE, False)
    assert "/x.pem" in failure.message


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (urllib3.exceptions.ProtocolError("cut"), Reason.UNAVAILABLE),
        (urllib3.exceptions.ReadTimeoutError(None, "", "late"), Reason.UNAVAILABLE),  # type: ignore[arg-type]
        (urllib3.exceptions.DecodeError("gzip"), Reason.MALFORMED),
    ],
)
def test_what_breaks_while_the_body_is_read_is_told_too(error: Exception, reason: Reason) -> None:
    failure = from_exception(error)
    assert (failure.reason, failure.retryable) == (reason, True)


def test_secrets_are_hidden_before_words_are_cut() -> None:
    secret = "s" * 60
    body = json.dumps({"message": "x" * (WORDS_LIMIT - 40) + secret})
    assert "ss" not in from_answer(400, {}, body, NOW, lambda text: text.replace(secret, "***")).message


def test_an_answer_that_cannot_be_decoded_is_malformed() -> None:
    assert from_exception(requests.exceptions.ContentDecodingError("gzip")).reason is Reason.MALFORMED


def test_an_item_that_stands_late_in_the_words_is_named_all_the_same() -> None:
    identifier = "643fd856d66b6528195ee2ca"
    failure = from_answer(409, {}, json.dumps({"message": "x " * WORDS_LIMIT + identifier.upper()}), NOW)
    assert failure.identifiers == {identifier}


@pytest.mark.parametrize("depth", range(900, 1100, 25))
def test_words_that_are_nested_too_deeply_are_no_defect(depth: int) -> None:
    assert read(400, '{"message": ' + "[" * depth + "]" * depth + "}")[0] is Reason.REJECTED


@pytest.mark.parametrize(
    "body",
    [
        r'["\u0074oken-of-mine"]',
        r'"\u0074oken-of-mine"',
        r'{"error": "\u0074oken-of-mine"}',
        "<p>&#116;oken-of-mine</p>",
    ],
)
def test_secrets_are_hidden_however_a_body_writes_them(body: str) -> None:
    failure = from_answer(400, {}, body, NOW, lambda text: text.replace("token-of-mine", "***"))
    assert "***" in failure.message
    assert "of-mine" not in failure.message


def test_secrets_are_hidden_in_locations_and_exceptions() -> None:
    def hide(text: str) -> str:
        return text.replace("token-of-mine", "***")

    assert "***" in from_answer(307, {"Location": "/token-of-mine"}, "", NOW, hide).message
    assert "***" in from_exception(requests.ConnectionError("token-of-mine"), hide).message


@pytest.mark.parametrize(
    "error",
    [
        requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support."),
        requests.exceptions.InvalidProxyURL("no host"),
        urllib3.exceptions.LocationParseError("x"),
    ],
)
def test_what_cannot_even_be_addressed_is_not_tried_again(error: Exception) -> None:
    failure = from_exception(error)
    assert (failure.reason, failure.retryable) == (Reason.UNAVAILABLE, False)
    assert failure.message.startswith("The connection could not be prepared")


def test_an_outage_is_what_brought_no_answer_of_webflows() -> None:
    outages = {reason for reason in Reason if Failure(reason, "x").is_outage}
    assert outages == {Reason.UNAVAILABLE, Reason.MALFORMED}


@pytest.mark.parametrize(
    ("status", "is_absence"),
    [(400, True), (404, True), (401, False), (403, False), (409, False), (500, False), (None, False)],
)
def test_a_400_and_a_404_say_that_something_is_not_there(status: int | None, is_absence: bool) -> None:
    assert Failure(Reason.REJECTED, "x", status).is_absence is is_absence


def test_a_code_that_is_a_token_is_hidden_however_json_writes_it() -> None:
    body = r'{"code": "\u0061-token", "message": "No"}'
    assert from_answer(400, {}, body, NOW, lambda text: text.replace("a-token", "***")).code == "***"
