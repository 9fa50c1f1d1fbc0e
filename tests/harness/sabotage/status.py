"""Faults of statuses: refusals, limits, outages and redirects, with what comes with them."""

from __future__ import annotations

import json
from dataclasses import replace

from harness.sabotage.body import HTML
from harness.sabotage.fault import Act, Effect, Fault
from harness.sabotage.message import Given
from harness.sabotage.visit import End, Visit
from webflow_publish.reason import Reason

_JSON = ("Content-Type", "application/json")
_PAGE = ("Content-Type", "text/html")
_FAR = "Wed, 21 Oct 2099 07:28:00 GMT"
_LONG_AGO = "Wed, 21 Oct 1999 07:28:00 GMT"


def _error(status: int, code: str | None, message: str) -> Given:
    """An error in Webflow's own form."""
    body: dict[str, object] = {"message": message, "externalReference": None, "details": []} | (
        {"code": code} if code else {}
    )
    return Given(status, json.dumps(body).encode(), (_JSON,))


def _before(given: Given) -> Act:
    """An answer in place of the service's; the request is not carried out."""

    def act(visit: Visit) -> End:
        return visit.give(given)

    return act


def _after(given: Given) -> Act:
    """An answer in place of the service's, although the request was carried out."""

    def act(visit: Visit) -> End:
        visit.forward()
        return visit.give(given)

    return act


def _limited(name: str, *headers: tuple[str, str]) -> Fault:
    given = _error(429, "too_many_requests", "Rate limit hit").with_headers(*headers)
    return Fault(name, Effect.PASSING, _before(given), tells=frozenset({Reason.RATE_LIMITED}))


def _refused(name: str, given: Given, *reasons: Reason, blinds: bool = False) -> Fault:
    return Fault(name, Effect.LASTING, _before(given), tells=frozenset(reasons), blinds=blinds)


def _redirect(status: int, target: str) -> Act:
    """A redirect to this path on another host, with a query that would show who followed it."""

    def act(visit: Visit) -> End:
        return visit.give(Given(status, b"", (("Location", f"{visit.stranger}{target}"),)))

    return act


def _redirect_here(visit: Visit) -> End:
    return visit.give(Given(307, b"", (("Location", visit.asked.target),)))


def _with_status(status: int) -> Act:
    def act(visit: Visit) -> End:
        return visit.give(replace(visit.forward(), status=status))

    return act


def _without_body(visit: Visit) -> End:
    visit.forward()
    return visit.give(Given(204, length=""))


def _echo(status: int) -> Act:
    """Words that repeat the request with its token: in the status line, in headers, and as JSON writes it."""

    def act(visit: Visit) -> End:
        secret = visit.asked.headers["authorization"]
        coded = "".join(f"\\u{ord(each):04x}" for each in secret)
        body = f'{{"message": "{coded} and {secret}", "code": "{secret}", "details": [{{"{secret}": "{secret}"}}]}}'
        headers = (_JSON, ("Location", f"/v2/x?token={secret.replace('-', '%2D')}"), ("X-RateLimit-Limit", secret))
        return visit.give(Given(status, body.encode(), headers, phrase=secret))

    return act


def _echo_in_garbage(visit: Visit) -> End:
    visit.send(f"{visit.asked.headers['authorization']} is not HTTP\r\n\r\n".encode())
    return End.CLOSE


_ABSENT = (Reason.NOT_FOUND, Reason.NOT_LIVE)
_MISSING = "OAuthForbidden: You are missing the following scopes - cms:"
_CHANGED = "Conflict: The collection structure changed since the last publish"
_INVALID = _error(400, "validation_error", "Validation Error: something is wrong with this")

STATUS = (
    _limited("limited"),
    _limited("limited-for-no-time", ("Retry-After", "0")),
    _limited("limited-for-less-than-no-time", ("Retry-After", "-5")),
    _limited("limited-for-a-while", ("Retry-After", "60")),
    _limited("limited-for-ever", ("Retry-After", "9" * 30)),
    _limited("limited-until-soon", ("Retry-After", "soon"), ("Retry-After", "2")),
    _limited("limited-until-the-end-of-the-century", ("Retry-After", _FAR)),
    _limited("limited-until-long-ago", ("Retry-After", _LONG_AGO)),
    Fault("500", Effect.PASSING, _before(_error(500, "internal_error", "An internal error occurred"))),
    Fault("500-after-the-request-was-taken", Effect.PASSING, _after(_error(500, None, "An internal error occurred"))),
    Fault("502-without-a-word", Effect.PASSING, _before(Given(502))),
    Fault("503-with-a-time", Effect.PASSING, _before(Given(503, HTML, (_PAGE, ("Retry-After", "3600"))))),
    Fault("504-after-the-request-was-taken", Effect.PASSING, _after(Given(504, HTML, (_PAGE,)))),
    Fault("520", Effect.PASSING, _before(Given(520, b"error code: 520"))),
    Fault("408", Effect.PASSING, _before(Given(408))),
    Fault("another-status-of-success", Effect.HARMLESS, _with_status(203)),
    Fault("200", Effect.HARMLESS, _with_status(200)),
    Fault("202", Effect.HARMLESS, _with_status(202)),
    Fault("204", Effect.PASSING, _without_body),
    _refused("400", _INVALID, Reason.REJECTED),
    Fault("400-after-the-request-was-taken", Effect.LASTING, _after(_INVALID), tells=frozenset({Reason.REJECTED})),
    _refused("401", _error(401, "not_authorized", "Request not authorized"), Reason.UNAUTHORIZED),
    _refused("403", _error(403, "forbidden", "Forbidden"), Reason.UNAUTHORIZED),
    _refused("403-html", Given(403, HTML, (_PAGE,)), Reason.UNAUTHORIZED),
    _refused("403-may-not-read", _error(403, "missing_scopes", f"{_MISSING}read"), Reason.MISSING_SCOPE, blinds=True),
    _refused("403-may-not-write", _error(403, None, f"{_MISSING}write"), Reason.MISSING_SCOPE, blinds=True),
    _refused("404", _error(404, "resource_not_found", "Requested resource not found"), *_ABSENT),
    _refused("404-html", Given(404, HTML, (_PAGE,)), *_ABSENT),
    _refused("409", _error(409, "conflict", _CHANGED), Reason.COLLECTION_CHANGED),
    _refused("418", Given(418, b"short and stout"), Reason.REJECTED),
    Fault("redirect-301-to-another-host", Effect.LASTING, _redirect(301, "/v2/items")),
    Fault("redirect-302-to-another-host", Effect.LASTING, _redirect(302, "/v2/items")),
    Fault("redirect-307-to-another-host", Effect.LASTING, _redirect(307, "/v2/items")),
    Fault("redirect-308-to-another-host", Effect.LASTING, _redirect(308, "/v2/items")),
    Fault("redirect-307-to-the-same-host", Effect.LASTING, _redirect_here),
    Fault("redirect-to-nowhere", Effect.LASTING, _before(Given(302, b"", (("Location", "http://[::1"),)))),
    Fault("300-without-a-place", Effect.LASTING, _before(Given(304))),
    Fault("an-echo-of-the-token-in-400", Effect.LASTING, _echo(400), tells=frozenset({Reason.REJECTED})),
    Fault("an-echo-of-the-token-in-500", Effect.PASSING, _echo(500)),
    Fault("an-echo-of-the-token-in-302", Effect.LASTING, _echo(302)),
    Fault("an-echo-of-the-token-in-200", Effect.LASTING, _echo(200), tells=frozenset(Reason)),
    Fault("an-echo-of-the-token-in-garbage", Effect.PASSING, _echo_in_garbage),
)
