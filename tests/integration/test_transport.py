"""The transport against a service that answers with raw bytes: what an HTTP library and a proxy may get wrong."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import pytest

from harness.clock import FakeClock
from webflow_publish.clock import Clock, Deadline, SystemClock
from webflow_publish.reason import Reason
from webflow_publish.webflow import BearerToken, Failure, Pace, Reply, Retry, Sending, Transport, WritingTransport
from webflow_publish.webflow.exchange import MAXIMUM_BYTES

TOKEN = "a-token-that-nobody-may-see"


def answer(body: str, status: str = "202 Accepted", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", *headers, "", body]
    return "\r\n".join(lines).encode()


@dataclass(frozen=True)
class Late:
    """A piece that is sent as soon as something has happened."""

    event: threading.Event
    piece: bytes


class Service:
    """Answers each request, in turn, with the next script: pieces of bytes that are sent one after the other."""

    def __init__(self, scripts: Sequence[Sequence[bytes | Late]]) -> None:
        self._scripts = list(scripts)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v2"
        self.requests: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while self._scripts:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            # The client may well have gone before all is said.
            with connection, suppress(OSError):
                while self._scripts and self._receive(connection):
                    for piece in self._scripts.pop(0):
                        if isinstance(piece, Late):
                            piece.event.wait(10)
                        connection.sendall(piece.piece if isinstance(piece, Late) else piece)

    def _receive(self, connection: socket.socket) -> bool:
        received = b""
        while b"\r\n\r\n" not in received or not (received.startswith(b"GET") or received.rstrip().endswith(b"}")):
            piece = connection.recv(65536)
            if not piece:
                return False
            received += piece
        self.requests.append(received)
        return True

    def close(self) -> None:
        self._listener.close()


@contextmanager
def serving(*scripts: Sequence[bytes | Late]) -> Iterator[Service]:
    service = Service(scripts)
    try:
        yield service
    finally:
        service.close()


def transport(
    service: Service,
    clock: Clock | None = None,
    seconds: float = 600,
    on_retry: Callable[[Retry], None] = lambda _: None,
) -> WritingTransport:
    clock = clock or FakeClock()
    deadline = Deadline(clock, seconds)
    pace = Pace(clock, deadline)
    return WritingTransport(service.url, BearerToken(TOKEN), clock, deadline, pace, on_retry, lambda: 0.0)


def post(service: Service) -> Reply[dict[str, Any]]:
    return transport(service).post("/collections/x/items/publish", {"itemIds": ["y"]}, Sending())


def test_a_request_is_json_with_the_token_and_our_name() -> None:
    with serving([answer("{}")]) as service:
        assert post(service) == Reply({})
    (request,) = service.requests
    assert request.startswith(b"POST /v2/collections/x/items/publish HTTP/1.1\r\n")
    assert f"Authorization: Bearer {TOKEN}".encode() in request
    assert b"Content-Type: application/json" in request
    assert b"User-Agent: webflow-publish/" in request


def test_an_interim_answer_does_not_shift_the_answers_that_follow() -> None:
    again = threading.Event()

    class Releasing(FakeClock):
        """Lets the late answer go out while the request is about to be sent again."""

        def sleep(self, seconds: float) -> None:
            again.set()
            super().sleep(seconds)

    late = Late(again, answer('{"publishedItemIds": ["late"]}'))
    with serving([b"HTTP/1.1 103 Early Hints\r\n\r\n", late], [answer('{"publishedItemIds": ["again"]}')]) as service:
        reply = transport(service, Releasing()).post("/x", {}, Sending())
    assert reply.answer == {"publishedItemIds": ["again"]}
    assert [failure.reason for failure in reply.overcome] == [Reason.UNAVAILABLE]


@pytest.mark.parametrize(
    "body",
    [
        '{"publishedItemIds": ["y"], "errors": ["bad"], "errors": []}',
        '{"publishedItemIds": ["y"]',
        "[" * 100_000,
        '"text"',
        "<html>",
        "",
    ],
)
def test_a_body_that_is_not_one_json_object_is_asked_for_again(body: str) -> None:
    with serving([answer(body)], [answer("{}")]) as service:
        reply = post(service)
    assert reply.answer == {}
    assert [failure.reason for failure in reply.overcome] == [Reason.MALFORMED]


@pytest.mark.parametrize("location", ["http://[::1", "/a b\xe9", "http://evil.example/"])
def test_a_redirect_is_an_answer_wherever_it_leads(location: str) -> None:
    with serving([answer("", "307 Temporary Redirect", f"Location: {location}")]) as service:
        reply = post(service)
        assert len(service.requests) == 1
    assert isinstance(reply.answer, Failure)
    assert reply.answer.reason is Reason.MALFORMED


@pytest.mark.parametrize("padding", range(440, 500, 7))
def test_a_token_in_an_answer_is_hidden_also_where_the_text_is_cut(padding: int) -> None:
    body = '{"message": "' + "x" * padding + TOKEN + '"}'
    with serving([answer(body, "400 Bad Request")]) as service:
        reply = post(service)
    assert isinstance(reply.answer, Failure)
    assert TOKEN[:4] not in reply.answer.message


def test_an_answer_of_any_size_takes_bounded_memory() -> None:
    head = b"HTTP/1.1 202 Accepted\r\nConnection: close\r\n\r\n"
    with serving([head, *[b" " * 1024 * 1024] * (MAXIMUM_BYTES // 1024 // 1024 + 2)]) as service:
        reply = post(service)
    assert isinstance(reply.answer, Failure)
    assert "larger than" in reply.answer.message


def test_an_answer_that_comes_in_drops_is_given_up_when_the_time_is_over() -> None:
    class Dripping(FakeClock):
        """Time passes whenever it is asked for."""

        def monotonic(self) -> float:
            self.advance(1)
            return super().monotonic()

    head = b"HTTP/1.1 202 Accepted\r\nContent-Length: 1000\r\n\r\n"
    with serving([head, *[b" "] * 999]) as service:
        clock = Dripping()
        reply = transport(service, clock, seconds=4).post("/x", {}, Sending())
    assert isinstance(reply.answer, Failure)
    assert reply.answer.reason is Reason.TIMED_OUT


@pytest.mark.parametrize("scheme", ["http", "HTTP"])
def test_plain_http_does_not_go_through_a_proxy(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving([answer("{}")]) as proxy, serving([answer("{}")]) as service:
        service.url = service.url.replace("http", scheme, 1)
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert post(service) == Reply({})
        assert proxy.requests == []


def test_a_file_of_certificates_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/missing/certificates.pem")
    clock = SystemClock()
    deadline = Deadline(clock, 60)
    pace = Pace(clock, deadline)
    writing = WritingTransport("https://127.0.0.1:9/v2", BearerToken(TOKEN), clock, deadline, pace, lambda _: None)
    answered = writing.post("/x", {}, Sending()).answer
    assert isinstance(answered, Failure)
    assert "/missing/certificates.pem" in answered.message


class Waiting(FakeClock):
    """Does something whenever somebody waits."""

    def __init__(self, doing: Callable[[], object]) -> None:
        super().__init__()
        self._doing = doing

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self._doing()


class TestSending:
    """How a request fares can be seen, and decided, by others than the one who sends it."""

    @pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
    def test_what_is_waited_for_can_be_seen_while_it_waits(self, status: str) -> None:
        sending = Sending()
        seen: list[tuple[int, Failure | None]] = []
        clock = Waiting(lambda: seen.append((sending.sent, sending.waiting)))
        with serving([answer("", status)], [answer("{}")]) as service:
            transport(service, clock).post("/x", {}, sending)
        assert [(sent, failure.status) for sent, failure in seen if failure] == [(1, int(status[:3]))]
        assert (sending.sent, sending.waiting) == (2, None)

    def test_what_is_abandoned_is_not_sent(self) -> None:
        sending = Sending()
        sending.abandon()
        with serving([answer("{}")]) as service:
            writing = transport(service)
            reply = writing.post("/x", {}, sending)
            assert (service.requests, writing.sent, sending.sent) == ([], 0, 0)
        assert isinstance(reply.answer, Failure)
        assert reply.answer.reason is Reason.TIMED_OUT

    @pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
    def test_what_is_abandoned_while_it_waits_is_not_sent_again(self, status: str) -> None:
        sending = Sending()
        with serving([answer("", status)], [answer("{}")]) as service:
            reply = transport(service, Waiting(sending.abandon)).post("/x", {}, sending)
            assert (len(service.requests), sending.sent) == (1, 1)
        assert isinstance(reply.answer, Failure)

    def test_what_is_abandoned_while_it_waits_for_its_turn_is_not_sent_and_the_others_go_on(self) -> None:
        """Of two requests a minute one is left for somebody else, so that each waits for the one before."""
        sending = Sending()
        clock = Waiting(sending.abandon)
        with serving(*[limit("2")] * 2) as service:
            writing = transport(service, clock)
            writing.get("/x")
            writing.post("/x", {}, sending)
            assert clock.slept == [60]
            writing.get("/x")
            assert len(service.requests) == writing.sent == 2
        assert sending.sent == 0

    @pytest.mark.parametrize("failures", [1, 2])
    def test_what_webflow_fails_at_is_sent_as_often_as_it_is_meant_to_be(self, failures: int) -> None:
        failing = [answer('{"message": "Internal error"}', "500 Internal Server Error")]
        with serving(*[failing] * failures, [answer("{}")]) as service:
            reply = transport(service).post("/x", {}, Sending(failures))
            assert len(service.requests) == failures
        assert isinstance(reply.answer, Failure)
        assert (reply.answer.status, len(reply.overcome)) == (500, failures - 1)

    @pytest.mark.parametrize("status", ["429 Too Many Requests", "502 Bad Gateway", "503 Service Unavailable"])
    def test_any_other_failure_is_tried_again_as_ever(self, status: str) -> None:
        with serving(*[[answer("", status)]] * 3, [answer("{}")]) as service:
            reply = transport(service).post("/x", {}, Sending(1))
        assert (reply.answer, len(reply.overcome)) == ({}, 3)

    def test_what_webflow_fails_at_is_sent_six_times_where_it_cannot_be_divided(self) -> None:
        failing = [answer("", "500 Internal Server Error")]
        with serving(*[failing] * 5, [answer("{}")]) as service:
            assert transport(service).post("/x", {}, Sending()).answer == {}


class Stopped(Exception):  # noqa: N818 - what a test does to a wait
    """A wait was not waited for."""


class TestOthers:
    """Requests share their pace, and nothing else."""

    @staticmethod
    def waits(status: str, *headers: str) -> tuple[list[float], list[float], int]:
        """What a request waits for whose repetition is given up as it waits, and then another one."""
        broken: list[float] = []
        retries: list[Retry] = []

        class Breaking(FakeClock):
            """Nobody waits the first time."""

            def sleep(self, seconds: float) -> None:
                if not broken:
                    broken.append(seconds)
                    raise Stopped
                super().sleep(seconds)

        clock = Breaking()
        with serving([answer("", status, *headers)], [answer("{}")]) as service:
            writing = transport(service, clock, on_retry=retries.append)
            with pytest.raises(Stopped):
                writing.get("/x")
            assert writing.get("/y") == Reply({})
        return broken, clock.slept, len(retries)

    def test_after_a_429_everybody_waits(self) -> None:
        assert self.waits("429 Too Many Requests", "Retry-After: 60") == ([60], [60], 1)

    def test_after_an_outage_nobody_else_does(self) -> None:
        assert self.waits("503 Service Unavailable") == ([0.5], [], 1)

    def test_a_cookie_is_not_kept(self) -> None:
        cookie = "Set-Cookie: __cf_bm=abc; path=/"
        with serving([answer("{}", "200 OK", cookie)], [answer("{}")]) as service:
            writing = transport(service)
            writing.get("/x")
            writing.get("/y")
            assert len(service.requests) == 2
            assert not any(b"cookie" in request.lower() for request in service.requests)


def test_a_get_has_its_query_and_no_body() -> None:
    with serving([answer("{}", "200 OK")]) as service:
        reading = transport(service)
        assert reading.get("/collections/x/items", [("limit", "100"), ("filter[id][in]", "a,b")]) == Reply({})
    (request,) = service.requests
    assert request.startswith(b"GET /v2/collections/x/items?limit=100&filter%5Bid%5D%5Bin%5D=a%2Cb HTTP/1.1\r\n")
    assert f"Authorization: Bearer {TOKEN}".encode() in request
    assert b"Content-Length" not in request
    assert b"Content-Type" not in request
    assert request.endswith(b"\r\n\r\n")


def test_a_get_is_sent_again_like_any_other_request() -> None:
    with serving([answer("", "503 Service Unavailable")], [answer("<html>", "200 OK")], [answer("{}")]) as service:
        reply = transport(service).get("/x")
    assert reply.answer == {}
    assert [failure.reason for failure in reply.overcome] == [Reason.UNAVAILABLE, Reason.MALFORMED]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_get_that_is_sent_once_is_neither_waited_for_nor_sent_again(status: str) -> None:
    clock = FakeClock()
    with serving([answer("", status, "Retry-After: 60")], [answer("{}")]) as service:
        reading = transport(service, clock)
        reply = reading.get("/x", once=True)
        assert (len(service.requests), reading.sent) == (1, 1)
    assert clock.slept == []
    assert isinstance(reply.answer, Failure)
    assert (reply.answer.status, reply.overcome) == (int(status[:3]), ())


def test_a_get_follows_no_redirect() -> None:
    with serving([answer("", "302 Found", "Location: /v2/y")], [answer("{}")]) as service:
        reply = transport(service).get("/x")
        assert len(service.requests) == 1
    assert isinstance(reply.answer, Failure)
    assert reply.answer.reason is Reason.MALFORMED


def test_no_get_is_sent_when_the_time_is_over() -> None:
    clock = FakeClock()
    with serving([answer("{}")]) as service:
        reading = transport(service, clock, seconds=60)
        clock.advance(60)
        reply = reading.get("/x")
        assert service.requests == []
    assert isinstance(reply.answer, Failure)
    assert reply.answer.reason is Reason.TIMED_OUT
    assert reading.sent == 0


def test_what_reads_has_no_method_that_writes() -> None:
    with serving([answer("{}")]) as service:
        clock = FakeClock()
        deadline = Deadline(clock, 60)
        pace = Pace(clock, deadline)
        reading = Transport(service.url, BearerToken(TOKEN), clock, deadline, pace, lambda _: None)
        methods = [name for name in dir(reading) if not name.startswith("_") and callable(getattr(reading, name))]
        assert methods == ["get", "hide"]
        assert not hasattr(reading, "post")
        reading.hide("text")
        assert service.requests == []
        reading.get("/x")
    assert [request.split()[0] for request in service.requests] == [b"GET"]


def limit(value: str, status: str = "200 OK") -> list[bytes | Late]:
    return [answer("{}", status, f"X-RateLimit-Limit: {value}")]


def test_the_rate_limit_is_what_the_last_answer_said_that_made_sense() -> None:
    senseless = ("0", "-5", "1e3", "many", "100001")
    scripts = [limit("60"), limit("x"), limit("120", "404 Not Found"), *(limit(value) for value in senseless)]
    with serving(*scripts) as service:
        reading = transport(service)
        assert reading.rate_limit is None
        seen: list[int | None] = []
        for _ in scripts:
            reading.get("/x")
            seen.append(reading.rate_limit)
    assert seen == [60, 60, *[120] * (1 + len(senseless))]


@pytest.mark.parametrize("written", [TOKEN, TOKEN.replace("a", r"\u0061")])
def test_a_token_in_the_texts_of_an_answer_is_hidden_however_json_writes_it(written: str) -> None:
    body = f'{{"items": [{{"fieldData": {{"name": "x {written}", "list": [["{written}", 1]]}}}}], "{written}": null}}'
    with serving([answer(body)]) as service:
        reply = transport(service).get("/x")
    assert reply.answer == {"items": [{"fieldData": {"name": "x ***", "list": [["***", 1]]}}], "***": None}


class TestTakingDown:
    """A DELETE has a body, and its answer none that would matter."""

    @pytest.mark.parametrize("body", ["", "{}", "<p>Done</p>", "null"])
    @pytest.mark.parametrize("status", ["200 OK", "202 Accepted"])
    def test_whatever_the_body_of_a_2xx_is(self, status: str, body: str) -> None:
        with serving([answer(body, status)]) as service:
            reply = transport(service).delete("/collections/x/items/live", {"items": [{"id": "y"}]}, Sending())
            assert reply == Reply({})
        (request,) = service.requests
        assert request.startswith(b"DELETE /v2/collections/x/items/live HTTP/1.1\r\n")
        assert request.endswith(b'{"items": [{"id": "y"}]}')

    def test_a_204_has_none(self) -> None:
        with serving([b"HTTP/1.1 204 No Content\r\n\r\n"], [answer("{}")]) as service:
            writing = transport(service)
            assert writing.delete("/x", {}, Sending()) == Reply({})
            assert writing.post("/x", {}, Sending()) == Reply({})

    def test_an_outage_is_tried_again(self) -> None:
        with serving([answer("", "503 Service Unavailable")], [b"HTTP/1.1 204 No Content\r\n\r\n"]) as service:
            reply = transport(service).delete("/x", {}, Sending())
        assert reply.answer == {}
        assert [failure.status for failure in reply.overcome] == [503]

    def test_who_may_only_read_has_no_way_to_do_it(self) -> None:
        assert not hasattr(Transport, "delete")
