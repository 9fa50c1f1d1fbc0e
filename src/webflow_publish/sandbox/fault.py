"""Faults to come: which requests are hit, and what happens to them."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Cut(StrEnum):
    """When the connection is cut: before the request takes effect, after that, or in the midst of the answer's body."""

    BEFORE = "before"
    AFTER = "after"
    BODY = "body"


class Spoil(StrEnum):
    """How the text of a body is spoilt; its Content-Length is right.

    `broken` is JSON with a brace missing, `half` the first half of it, `empty` nothing at all.
    """

    BROKEN = "broken"
    HALF = "half"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Match:
    """Which requests a fault hits: of those that fit, the `nth` (from 1) and the ones after it, `times` in all.

    An empty `method`, `path` or `containing` fits every request; `path` is a part of the path, `containing` a part of
    the request's body, such as an ID. `times` is None for always.
    """

    method: str = ""
    path: str = ""
    containing: str = ""
    nth: int = 1
    times: int | None = 1

    def fits(self, method: str, path: str, body: str) -> bool:
        """Whether a request counts."""
        return self.method in {"", method} and self.path in path and self.containing in body

    def hits(self, count: int) -> bool:
        """Whether the fault strikes at the `count`-th request that fits."""
        return count >= self.nth and (self.times is None or count < self.nth + self.times)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer given instead of the service's own; `body` is JSON values, or a text that is sent as it is."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to an otherwise good answer; the request has taken effect.

    `omit` takes IDs out of both lists of a publish answer, `add` puts some into `publishedItemIds` (foreign ones, or
    ones that are there already), `add_errors` adds texts to `errors`, `nulls` makes lists that are empty null.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    omit: frozenset[str] = frozenset()
    add: tuple[str, ...] = ()
    add_errors: tuple[str, ...] = ()
    nulls: bool = False
    body: Any = None
    spoil: Spoil | None = None

    def applied(self, text: str) -> str:
        """The body of the answer, changed."""
        return _spoilt(self._content(text), self.spoil)

    def _content(self, text: str) -> str:
        if self.body is not None:
            return written(self.body)
        if not (self.omit or self.add or self.add_errors or self.nulls):
            return text
        answer = json.loads(text or "{}")
        published = [item for item in answer.get("publishedItemIds", []) if item not in self.omit]
        errors = [error for error in answer.get("errors", []) if not any(item in error for item in self.omit)]
        lists = {"publishedItemIds": [*published, *self.add], "errors": [*errors, *self.add_errors]}
        return written({**answer, **{key: value or (None if self.nulls else []) for key, value in lists.items()}})


@dataclass(frozen=True, slots=True)
class Loss:
    """What a publish request takes in and tells as published, but does not publish.

    `locales` are cmsLocaleIds; without them it is every locale of the `items`, without items every item in the
    `locales`, and with both what is in both. With neither, nothing is lost.
    """

    locales: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()

    def meets(self, identifier: str, locale: str | None) -> bool:
        """Whether an item is lost in a locale."""
        if not self.locales and not self.items:
            return False
        return (not self.locales or locale in self.locales) and (not self.items or identifier in self.items)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: first it hangs for `hang` seconds, then it does the one other thing that is set, if any."""

    match: Match
    hang: float = 0.0
    answer: Reply | None = None
    cut: Cut | None = None
    change: Change | None = None
    loss: Loss = Loss()


class Faults:
    """The faults of a seed with their counts. Thread-safe."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self._faults = tuple(faults)
        self._counts = [0] * len(self._faults)
        self._lock = threading.Lock()

    def strike(self, method: str, path: str, body: str) -> Fault | None:
        """Count a request, and return the fault that hits it: the first in the seed's order where several do."""
        with self._lock:
            hits = [fault for index, fault in enumerate(self._faults) if self._counted(index, method, path, body)]
        return hits[0] if hits else None

    def _counted(self, index: int, method: str, path: str, body: str) -> bool:
        match = self._faults[index].match
        if not match.fits(method, path, body):
            return False
        self._counts[index] += 1
        return match.hits(self._counts[index])


def written(body: Any) -> str:
    """A body as it goes on the wire: a text as it is, anything else as JSON."""
    return body if isinstance(body, str) else json.dumps(body)


def _spoilt(text: str, spoil: Spoil | None) -> str:
    match spoil:
        case Spoil.BROKEN:
            return text.rstrip()[:-1] + ",,"
        case Spoil.HALF:
            return text[: len(text) // 2]
        case Spoil.EMPTY:
            return ""
        case None:
            return text
