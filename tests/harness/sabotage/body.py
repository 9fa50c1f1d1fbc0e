"""Faults of bodies: not JSON, not what the headers say of it, or more than anyone can hold."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from harness.sabotage.fault import Act, Effect, Fault
from harness.sabotage.message import Given
from harness.sabotage.visit import End, Visit
from webflow_publish.reason import Reason
from webflow_publish.webflow.exchange import MAXIMUM_BYTES

HTML = b"<!doctype html><title>Welcome</title><p>Please <b>sign in</b> to this network</p><script>x()</script>"
_MEBIBYTE = 1024 * 1024


def _spoilt(change: Callable[[bytes], bytes], *headers: tuple[str, str]) -> Act:
    """The answer with another body, of which the length is right."""

    def act(visit: Visit) -> End:
        given = visit.forward()
        return visit.give(replace(given, body=change(given.body)).with_headers(*headers))

    return act


def _page(visit: Visit) -> End:
    given = visit.forward()
    return visit.give(Given(given.status, HTML, (("Content-Type", "text/html"),)))


def _endless(visit: Visit) -> End:
    """More than is read of any answer, in a body that tells no length."""
    given = visit.forward()
    visit.send(replace(given, length="").head)
    for _ in range(MAXIMUM_BYTES // _MEBIBYTE + 4):
        visit.send(b" " * _MEBIBYTE)
    return End.CLOSE


@cache
def bomb(size: int, layers: int = 1) -> bytes:
    """So many bytes of spaces, compressed; and what came of it compressed again, as often as there are `layers`."""
    packer = zlib.compressobj(9, wbits=31)
    packed = b"".join(packer.compress(b" " * _MEBIBYTE) for _ in range(size // _MEBIBYTE)) + packer.flush()
    return packed if layers == 1 else gzip.compress(packed, 9)


_GZIP = ("Content-Encoding", "gzip")
_TWICE = ("Content-Encoding", "gzip, gzip")

BODY = (
    Fault("html", Effect.PASSING, _page),
    Fault("nothing", Effect.PASSING, _spoilt(lambda _: b"")),
    Fault("json-that-breaks-off", Effect.PASSING, _spoilt(lambda body: body[: len(body) // 2])),
    Fault("json-with-something-behind-it", Effect.PASSING, _spoilt(lambda body: body + b"}")),
    Fault("json-with-a-key-twice", Effect.PASSING, _spoilt(lambda body: body[:-1] + b', "items": [], "items": []}')),
    Fault("json-that-is-a-list", Effect.PASSING, _spoilt(lambda body: b"[" + body + b"]")),
    Fault("json-that-is-a-text", Effect.PASSING, _spoilt(lambda _: b'"published"')),
    Fault("json-that-is-null", Effect.PASSING, _spoilt(lambda _: b"null")),
    Fault("json-that-is-too-deep", Effect.PASSING, _spoilt(lambda _: b'{"items":' * 100_000)),
    Fault(
        "bytes-that-are-not-utf-8",
        Effect.PASSING,
        _spoilt(lambda body: body.replace(b'"name": "', b'"name": "\xff\xfe')),
        tells=frozenset({Reason.NOT_LIVE}),
        is_told=False,
    ),
    Fault("utf-16", Effect.PASSING, _spoilt(lambda body: body.decode().encode("utf-16"))),
    Fault("a-byte-order-mark", Effect.PASSING, _spoilt(lambda body: b"\xef\xbb\xbf" + body)),
    Fault("control-characters", Effect.PASSING, _spoilt(lambda body: body.replace(b'"64b', b'"\x00\x1b[31m64b'))),
    Fault("gzip", Effect.HARMLESS, _spoilt(gzip.compress, _GZIP)),
    Fault("gzip-that-is-none", Effect.PASSING, _spoilt(lambda body: body, _GZIP)),
    Fault("gzip-that-breaks-off", Effect.PASSING, _spoilt(lambda body: gzip.compress(body)[:-20], _GZIP)),
    Fault("an-encoding-that-nobody-knows", Effect.HARMLESS, _spoilt(lambda body: body, ("Content-Encoding", "x"))),
    Fault("a-gzip-bomb", Effect.LASTING, _spoilt(lambda _: bomb(2 * MAXIMUM_BYTES), _GZIP)),
    Fault("a-gzip-bomb-in-gzip", Effect.LASTING, _spoilt(lambda _: bomb(4 * MAXIMUM_BYTES, layers=2), _TWICE)),
    Fault("more-than-anyone-reads", Effect.LASTING, _endless),
)
