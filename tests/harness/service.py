"""The sandbox, served on loopback for as long as a test needs it, and somebody else who works in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests

from harness.bakery import EDITOR
from webflow_publish.clock import Clock
from webflow_publish.sandbox import Recorded, Sandbox, read_seed


@contextmanager
def serving(seed_text: str, clock: Clock) -> Iterator[Sandbox]:
    """A sandbox with this seed, on a free port of 127.0.0.1; stopped at the end."""
    with Sandbox(read_seed(seed_text, "seed.yml"), clock) as sandbox:
        yield sandbox


class Editor:
    """Somebody who edits in Webflow, and looks at the live site: through the API, with a token of their own."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def live(self, collection: str, item: str, locale: str | None = None) -> dict[str, Any] | None:
        """The fields of an item on the live site; None where it is not there."""
        return self._fields(f"/collections/{collection}/items/{item}/live", locale)

    def staged(self, collection: str, item: str, locale: str | None = None) -> dict[str, Any] | None:
        """The fields of an item as it is staged; None where it is not there."""
        return self._fields(f"/collections/{collection}/items/{item}", locale)

    def edit(self, collection: str, item: str, locale: str | None = None, **fields: Any) -> None:
        """Change fields of the staged item; whether it is a draft stays as it is."""
        body = {"fieldData": fields, **({"cmsLocaleId": locale} if locale else {})}
        assert self._send("PATCH", f"/collections/{collection}/items/{item}", json=body).ok

    def unarchive(self, collection: str, item: str) -> None:
        """Take an item out of the archive; its fields stay as they are."""
        assert self._send("PATCH", f"/collections/{collection}/items/{item}", json={"isArchived": False}).ok

    def publish(self, collection: str, item: str, locale: str) -> None:
        """Publish an item in one locale, as somebody does in Webflow."""
        body = {"items": [{"id": item, "cmsLocaleIds": [locale]}]}
        assert self._send("POST", f"/collections/{collection}/items/publish", json=body).ok

    def unpublish(self, collection: str, item: str) -> None:
        """Take an item off the live site in the primary locale, as somebody does in Webflow."""
        assert self._send("DELETE", f"/collections/{collection}/items/{item}/live").ok

    def states(self) -> dict[str, int]:
        """How many items × locales are in each state."""
        answer = requests.get(self._sandbox.url.removesuffix("/v2") + "/sandbox/state", timeout=10)
        states: dict[str, int] = answer.json()["variants"]
        return states

    def seen(self) -> list[Recorded]:
        """The requests of everybody else, in the order in which they were answered."""
        own = f"Bearer {EDITOR}"
        return [each for each in self._sandbox.requests if each.headers.get("Authorization") != own]

    def _fields(self, path: str, locale: str | None) -> dict[str, Any] | None:
        answer = self._send("GET", path, params={"cmsLocaleId": locale} if locale else {})
        if answer.status_code == requests.codes.not_found:
            return None
        fields: dict[str, Any] = answer.json()["fieldData"]
        return fields

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {EDITOR}"}
        return requests.request(method, self._sandbox.url + path, headers=headers, timeout=10, **options)
