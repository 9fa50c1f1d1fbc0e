"""Transports without a network: they answer by a rule, and remember what was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from webflow_publish.webflow import Failure, Reply, Sending

Answer = dict[str, Any] | Failure | Reply[dict[str, Any]]


def everything(body: dict[str, Any]) -> dict[str, Any]:
    """All is published, as Webflow says it."""
    return {"publishedItemIds": ids_in(body), "errors": []}


def ids_in(body: dict[str, Any]) -> list[str]:
    return list(body["itemIds"]) if "itemIds" in body else [each["id"] for each in body["items"]]


class RuledTransport:
    """Answers each publish request by `rule`; `bodies` and `paths` are what was sent."""

    def __init__(self, rule: Callable[[dict[str, Any]], Answer] = everything) -> None:
        self._rule = rule
        self.paths: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.sent = 0

    def hide(self, text: str) -> str:
        return text.replace("a-token-that-nobody-may-see", "***")

    def post(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        assert sending.begin()
        self.sent += 1
        self.paths.append(path)
        self.bodies.append(body)
        answer = self._rule(body)
        return answer if isinstance(answer, Reply) else Reply(answer)

    delete = post


class ReadingTransport:
    """Answers each GET by `rule`, which is given path and query.

    `requests` are what was asked, `once` the paths of those that were not to be sent again.
    """

    def __init__(self, rule: Callable[[str, dict[str, str]], Answer], rate_limit: int | None = None) -> None:
        self._rule = rule
        self.requests: list[tuple[str, dict[str, str]]] = []
        self.once: list[str] = []
        self.sent = 0
        self.rate_limit = rate_limit

    def get(self, path: str, query: Sequence[tuple[str, str]] = (), *, once: bool = False) -> Reply[dict[str, Any]]:
        self.sent += 1
        self.requests.append((path, dict(query)))
        self.once += [path] if once else []
        answer = self._rule(path, dict(query))
        return answer if isinstance(answer, Reply) else Reply(answer)
