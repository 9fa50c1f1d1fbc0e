"""What a service may do with requests, whatever it says; and what it may say, whatever it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure
from webflow_publish.webflow.failure import from_answer

from .answer import pages, publications, refusals
from .mutation import mutated, written
from .text import texts_with_token

_NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


class Claim(Enum):
    """What is said of a publish request."""

    TRUTH = "what was published, and an error that names each of the others"
    LESS = "what was published, and nothing of the others"
    ALL = "all was published"
    NOTHING = "neither that anything was published nor that anything failed"
    BLAME = "all was published, and each item failed"
    GRUMBLE = "all was published, and something went wrong, nobody knows with what"


@dataclass(frozen=True, slots=True)
class Turn:
    """What becomes of one publish request.

    Attributes:
        share: Which items of the request are published: of the item at position n, the bit n tells; all if None.
        delay: Seconds after the answer in which that happens.
        said: What the answer says.
    """

    share: int | None = None
    delay: float = 0
    said: Claim | Failure | Mapping[str, Any] = Claim.TRUTH


@dataclass(frozen=True, slots=True)
class Look:
    """What becomes of one request that reads: a failure or something that is no answer to it, or the truth.

    Attributes:
        said: The failure, or the answer; None for what is there.
        short: Whether the last item of a list is left out.
    """

    said: Failure | Mapping[str, Any] | None = None
    short: bool = False


def turns() -> st.SearchStrategy[Turn]:
    """Anything that may become of a publish request."""
    said = st.sampled_from(list(Claim)) | st.sampled_from(list(Claim)) | failures() | mutated(publications())
    return st.builds(Turn, st.none() | st.integers(0, 2**6 - 1), st.sampled_from([0, 0, 0, 3, 40, 400]), said)


def looks() -> st.SearchStrategy[Look]:
    """Anything that may become of a request that reads, except that something is shown live that is not."""
    no_answers: list[dict[str, Any]] = [
        {},
        {"items": None},
        {"items": [{}]},
        {"items": [None], "pagination": {"total": 1}},
    ]
    refused = st.sampled_from([400, 401, 404, 409, 429, 500, 503]).map(lambda status: from_answer(status, {}, "", _NOW))
    said = st.none() | refused | st.sampled_from(_BROKEN) | st.sampled_from(no_answers)
    return st.just(Look()) | st.builds(Look, said, st.sampled_from([False, False, True]))


def failures() -> st.SearchStrategy[Failure]:
    """Requests that failed as a whole, in any way."""
    statuses = st.sampled_from([200, 301, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 520])
    bodies = written(mutated(refusals(), most=1)) | written(mutated(pages(), most=1)) | texts_with_token()
    headers = st.sampled_from([{}, {"Retry-After": "60"}, {"Location": "https://evil.example"}])
    refused = st.builds(from_answer, statuses.filter(lambda status: status >= 300), headers, bodies, st.just(_NOW))
    return st.sampled_from(_BROKEN) | refused


_BROKEN = (
    Failure(Reason.UNAVAILABLE, "The connection broke: reset by peer", retryable=True),
    Failure(Reason.MALFORMED, "Webflow answered 202, but the answer is empty", 202, retryable=True),
    Failure(Reason.TIMED_OUT, "The time limit of the run was reached before this was sent"),
)
