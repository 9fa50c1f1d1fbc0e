"""What each request and each answer passes: a bound on bodies, the faults of the seed, and the journal."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from flask import Flask, Request, Response, g, request

from webflow_publish.sandbox.fault import Change, Cut, Fault, Faults, Reply, written
from webflow_publish.sandbox.journal import Journal, Recorded, parsed

BODY_LIMIT = 8 * 1024 * 1024
"""The largest request body in bytes that is read into memory."""

PREFIX = "/v2/"
"""The paths that belong to the Data API: only they meet faults, are counted, and are kept in the journal."""


@dataclass(frozen=True, slots=True)
class Middleware:
    """Hangs, cuts, spoils and records; `released` is set when nothing may hang any longer."""

    faults: Faults
    journal: Journal
    released: threading.Event

    def register(self, app: Flask) -> None:
        """Put the middleware in front of an application, before anything else is registered there."""
        app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
        # A cut is an exception that has to reach the server, which then closes the connection without a word.
        app.config["PROPAGATE_EXCEPTIONS"] = True
        app.before_request(self._enter)
        app.after_request(self._leave)

    def _enter(self) -> Response | None:
        if not request.path.startswith(PREFIX):
            return None
        # Kept beside the request, because a body that is too large cannot be asked for twice.
        g.content = request.get_data()
        g.fault = self.faults.strike(request.method, request.path, g.content.decode(errors="replace"))
        fault = cast("Fault | None", g.fault)
        if fault is None:
            return None
        if fault.hang and self.released.wait(fault.hang):
            self._cut()
        if fault.cut is Cut.BEFORE:
            self._cut()
        return None if fault.answer is None else _replied(fault.answer)

    def _leave(self, response: Response) -> Response:
        if not request.path.startswith(PREFIX):
            return response
        fault = cast("Fault | None", g.get("fault"))
        if fault is not None and fault.cut is Cut.AFTER:
            self._cut()
        if fault is not None and fault.change is not None:
            _change(response, fault.change)
        self.journal.add(_recorded(request, response))
        return _halved(response) if fault is not None and fault.cut is Cut.BODY else response

    def _cut(self) -> None:
        self.journal.add(_recorded(request, None))
        raise ConnectionAbortedError


def _replied(reply: Reply) -> Response:
    text = written(reply.body)
    kind = "application/json" if not isinstance(reply.body, str) else "text/html" if text else "text/plain"
    response = Response(text, reply.status, content_type=f"{kind}; charset=utf-8")
    response.headers.update(reply.headers)
    return response


def _change(response: Response, change: Change) -> None:
    response.status_code = change.status or response.status_code
    response.headers.update(change.headers)
    response.set_data(change.applied(response.get_data(as_text=True)))


def _halved(response: Response) -> Response:
    content = response.get_data()

    def half() -> Iterator[bytes]:
        yield content[: len(content) // 2]
        raise ConnectionAbortedError

    return Response(half(), response.status_code, {**response.headers, "Content-Length": str(len(content))})


def _recorded(request: Request, response: Response | None) -> Recorded:
    return Recorded(
        method=request.method,
        path=request.path,
        query=request.args.to_dict(),
        headers=dict(request.headers),
        body=parsed(g.get("content", b"")),
        status=None if response is None else response.status_code,
        answer_headers={} if response is None else dict(response.headers),
        answer=None if response is None else parsed(response.get_data()),
    )
