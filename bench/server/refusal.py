"""Requests that are not granted, in the form and the words of the Data API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.server.message import Answer


class RefusedError(Exception):
    """A request that is not granted; carries the answer to give."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.body))
        self.answer = answer


def refusal(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> RefusedError:
    """An error answer, to be raised. `code` is one of the OpenAPI description's."""
    body: dict[str, Any] = {"code": code, "message": message, "externalReference": None, "details": []}
    return RefusedError(Answer(status, body, headers or {}))


def invalid(why: str) -> RefusedError:
    """400: not of the shape that the endpoint takes."""
    return refusal(400, "validation_error", f"Validation Error: {why}")


def not_found(what: str) -> RefusedError:
    """404; `what` is a sentence."""
    return refusal(404, "resource_not_found", f"Requested resource not found: {what}")
