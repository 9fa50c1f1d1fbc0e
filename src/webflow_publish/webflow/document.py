"""The JSON object that an answer is, read strictly."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from webflow_publish.reason import Reason
from webflow_publish.webflow.failure import Failure

_EXACT = 2**53
"""Whole numbers below this are the same as a float and as an integer."""

Pairs = list[tuple[str, Any]]
"""The names of a JSON object with their values, as they stand there."""


def read_document(
    status: int,
    content: str,
    hide: Callable[[str], str] = str,
    is_absent: Callable[[str], bool] = lambda _: False,
) -> dict[str, Any] | Failure:
    """The JSON object in the body of a 2xx.

    Args:
        status: The status of the answer.
        content: Its body.
        hide: Takes out of a text, however JSON writes it, what is secret.
        is_absent: Whether it is certain of a whole body that `hide` would change none of its texts, which are many:
            then it is not called. See BearerToken.
    """

    def hidden(pairs: Pairs) -> dict[str, Any]:
        return distinct([(hide(name), _hidden(value, hide)) for name, value in pairs])

    read = distinct if is_absent(content) else hidden
    try:
        document = json.loads(content, object_pairs_hook=read, parse_float=_number)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, dict):
        return document
    what = "is empty" if not content.strip() else "is not a JSON object"
    return Failure(Reason.MALFORMED, f"Webflow answered {status}, but the answer {what}", status, retryable=True)


def distinct(pairs: Pairs) -> dict[str, Any]:
    """A JSON object, in which no name may stand twice: the last would hide what the first says.

    Raises:
        ValueError: One does.
    """
    document = dict(pairs)
    if len(document) < len(pairs):
        raise ValueError("a name stands twice in a JSON object")
    return document


def _hidden(value: Any, hide: Callable[[str], str]) -> Any:
    """Objects inside of it have been read already, and hidden what is to be hidden: JSON is read from within."""
    if isinstance(value, str):
        return hide(value)
    return [_hidden(each, hide) for each in value] if isinstance(value, list) else value


def _number(text: str) -> float:
    """A number; `5.0` is 5, so that one that is written in two ways is one."""
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < _EXACT else number
