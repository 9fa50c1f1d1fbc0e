"""A transport without a network: it answers publish requests by a rule, and remembers what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webflow_publish.webflow import Failure, Reply

Answer = dict[str, Any] | Failure | Reply[dict[str, Any]]


def everything(body: dict[str, Any]) -> dict[str, Any]:
    """All is published, as Webflow says it."""
    return {"publishedItemIds": ids_in(body), "errors": []}


def ids_in(body: dict[str, Any]) -> list[str]:
    return list(body["itemIds"]) if "itemIds" in body else [each["id"] for each in body["items"]]


class RuledTransport:
    """Answers each request by `rule`; `bodies` and `paths` are what was sent."""

    def __init__(self, rule: Callable[[dict[str, Any]], Answer] = everything) -> None:
        self._rule = rule
        self.paths: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.sent = 0
        self.waiting: Failure | None = None

    def hide(self, text: str) -> str:
        return text.replace("a-token-that-nobody-may-see", "***")

    def post(self, path: str, body: dict[str, Any]) -> Reply[dict[str, Any]]:
        self.sent += 1
        self.paths.append(path)
        self.bodies.append(body)
        answer = self._rule(body)
        return answer if isinstance(answer, Reply) else Reply(answer)
