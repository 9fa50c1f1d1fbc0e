"""What the sandbox answers: a status, a body and headers; and each error in Webflow's own form and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before it is put on the wire; a body of None is an empty one."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """A request that is not granted; carries the answer to give."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.body))
        self.answer = answer


def error(status: int, code: str | None, message: str, details: Sequence[str] = ()) -> Answer:
    """An error answer. `code` is one of the 30 of the OpenAPI description; None leaves it out, as one 409 does."""
    body = {"message": message, "externalReference": None, "details": list(details)}
    return Answer(status, body if code is None else {"code": code, **body})


def malformed(why: str) -> Answer:
    """400: the body is not JSON, or not sent as such."""
    return error(400, "bad_request", f"Bad Request: Request is malformed: {why}")


def invalid(*details: str) -> Answer:
    """400: JSON, but not of the shape that the endpoint takes; the details say what is wrong, each in a sentence."""
    return error(400, "validation_error", f"Validation Error: {' '.join(details)}", details)


def unauthorized() -> Answer:
    """401: no token, an unknown one, or one of another site."""
    return error(401, "not_authorized", "Request not authorized")


def missing_scope(scope: str) -> Answer:
    """403: the token lacks a scope; the words are the service's own."""
    return error(403, "missing_scopes", f"OAuthForbidden: You are missing the following scopes - {scope}")


def forbidden(why: str) -> Answer:
    """403: not for this kind of token."""
    return error(403, "forbidden", f"Forbidden: {why}")


def not_found(what: str) -> Answer:
    """404; `what` is a sentence such as `The site cannot be found`."""
    return error(404, "resource_not_found", f"Requested resource not found: {what}")


def conflict(why: str) -> Answer:
    """409: the site or the collection is in a state that does not allow it."""
    return error(409, "conflict", f"Conflict: {why}")


def structure_changed() -> Answer:
    """409 after a change of the collection's fields; observed words."""
    return conflict("The collection structure changed since the last publish")


def domains_out_of_sync() -> Answer:
    """409 without a `code`, as in the OpenAPI description's own example."""
    return error(409, None, "Site is published to multiple domains at different times")


def too_large(limit: int) -> Answer:
    """413: more than the sandbox reads into memory; `limit` is in bytes."""
    return error(413, "bad_request", f"Bad Request: The body is larger than {limit} bytes")


def too_many_requests(headers: Mapping[str, str] | None = None) -> Answer:
    """429, with `Retry-After` in the headers where it is the token's limit, without where it is the site publish's."""
    answer = error(429, "too_many_requests", "Rate limit hit")
    return Answer(answer.status, answer.body, headers or {})
