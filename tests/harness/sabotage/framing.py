"""Faults of HTTP itself: status lines, headers, lengths and pieces that are not what they should be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from harness.sabotage.fault import Act, Effect, Fault
from harness.sabotage.message import Given
from harness.sabotage.visit import End, Visit


def _instead(data: bytes, end: End = End.CLOSE) -> Act:
    """Bytes in place of an answer; the request is carried out."""

    def act(visit: Visit) -> End:
        visit.forward()
        visit.send(data)
        return end

    return act


def _framed(change: Callable[[Given], Given], end: End = End.KEEP) -> Act:
    """The answer with something about its head changed."""

    def act(visit: Visit) -> End:
        return visit.give(change(visit.forward()), end)

    return act


def _with_length(length: Callable[[int], str], end: End = End.CLOSE) -> Act:
    return _framed(lambda given: replace(given, length=length(len(given.body))), end)


def _with_head(*headers: tuple[str, str]) -> Act:
    # What comes after a header that is none may be read as the body: then only the end of the connection is its end.
    return _framed(lambda given: given.with_headers(*headers), End.CLOSE)


def _after(interim: bytes) -> Act:
    """The answer, with an interim one before it."""

    def act(visit: Visit) -> End:
        visit.send(interim)
        return visit.give(visit.forward())

    return act


def _two_lengths(visit: Visit) -> End:
    given = visit.forward()
    return visit.give(given.with_headers(("Content-Length", str(len(given.body) // 2))), End.CLOSE)


def _followed(visit: Visit) -> End:
    """Right behind the answer comes another one, which nobody asked for, and which says that all is well."""
    given = visit.forward()
    claim = b'{"publishedItemIds": [], "errors": [], "items": [], "pagination": {"total": 0}}'
    more = Given(202, claim, (("Content-Type", "application/json"),))
    visit.send(given.head + given.body + more.head + more.body)
    return End.KEEP


def _in_pieces(visit: Visit, end: bytes) -> End:
    given = visit.forward()
    head = replace(given, length="").with_headers(("Transfer-Encoding", "chunked")).head
    visit.send(head + b"%x\r\n%s\r\n" % (len(given.body), given.body) + end)
    return End.CLOSE


def _in_whole_pieces(visit: Visit) -> End:
    return _in_pieces(visit, b"0\r\n\r\n")


def _in_pieces_without_end(visit: Visit) -> End:
    return _in_pieces(visit, b"")


def _in_pieces_of_nonsense(visit: Visit) -> End:
    return _in_pieces(visit, b"many\r\nmore\r\n0\r\n\r\n")


FRAMING = (
    Fault("no-status-line", Effect.PASSING, _instead(b"\x16\x03\x01 what is this\r\n\r\n")),
    Fault("a-body-without-a-head", Effect.PASSING, _instead(b'{"publishedItemIds": [], "items": []}')),
    Fault("a-status-that-is-no-number", Effect.PASSING, _instead(b"HTTP/1.1 OK 200\r\nContent-Length: 0\r\n\r\n")),
    Fault("a-status-line-without-an-end", Effect.PASSING, _instead(b"HTTP/1.1 " + b"2" * 70_000)),
    Fault("a-status-that-does-not-exist", Effect.PASSING, _instead(Given(999).head)),
    Fault("an-interim-answer-100", Effect.HARMLESS, _after(b"HTTP/1.1 100 Continue\r\n\r\n")),
    Fault("an-interim-answer-102", Effect.PASSING, _after(b"HTTP/1.1 102 Processing\r\n\r\n")),
    Fault("an-interim-answer-103", Effect.PASSING, _after(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")),
    Fault("another-protocol", Effect.PASSING, _after(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")),
    Fault("more-headers-than-anyone-reads", Effect.PASSING, _with_head(*((f"X-{n}", "x") for n in range(300)))),
    Fault("a-header-of-70-kilobytes", Effect.PASSING, _with_head(("X-Long", "x" * 70_000))),
    Fault("headers-that-are-none", Effect.HARMLESS, _with_head(("X bad\x01", "\x02"), ("", ""))),
    Fault("a-length-that-is-too-short", Effect.PASSING, _with_length(lambda length: str(length // 2))),
    Fault("a-length-that-is-too-long", Effect.PASSING, _with_length(lambda length: str(2 * length))),
    Fault("a-length-that-is-no-number", Effect.HARMLESS, _with_length(lambda _: "many")),
    Fault("a-length-below-zero", Effect.HARMLESS, _with_length(lambda _: "-1")),
    Fault("no-length", Effect.HARMLESS, _with_length(lambda _: "")),
    Fault("two-lengths", Effect.PASSING, _two_lengths),
    Fault("an-answer-behind-the-answer", Effect.HARMLESS, _followed),
    Fault("pieces", Effect.HARMLESS, _in_whole_pieces),
    Fault("pieces-without-an-end", Effect.PASSING, _in_pieces_without_end),
    Fault("pieces-of-nonsense", Effect.PASSING, _in_pieces_of_nonsense),
)
