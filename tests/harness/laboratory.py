"""Small collections to run experiments on: one for each, and what has become of it."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from harness.bakery import EDITOR, ENGLISH, FRENCH, SITE, TOKEN, collection_of
from webflow_publish.clock import Clock
from webflow_publish.sandbox import Sandbox, read_seed

LOCALES = (ENGLISH, FRENCH)
_AT_ONCE = 50
"""Collections of one sandbox: it takes longer to start one than to run the program."""

Key = tuple[str, str | None]
"""An item's ID, and a cmsLocaleId."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A collection with three items in two locales: one new, one live with former content, one live as it is staged.

    `service` is host and port of the sandbox that has it.
    """

    number: int
    service: str

    @property
    def collection(self) -> str:
        """Its ID."""
        return f"64a1{self.number:020x}"

    @property
    def items(self) -> tuple[str, str, str]:
        """The IDs of the items."""
        first, second, third = (f"64b2{16 * self.number + index:020x}" for index in range(3))
        return first, second, third

    @property
    def unknown(self) -> str:
        """The ID of an item that is not there."""
        return f"64b2{16 * self.number + 15:020x}"

    def manifest(self, *, with_unknown: bool = False) -> str:
        """The text of a manifest of all items in all locales."""
        return manifest_of([self], with_unknown=with_unknown)

    def variants(self, *, with_unknown: bool = False) -> list[Key]:
        """The items × locales of that manifest, in its order."""
        items = [*self.items, *([self.unknown] if with_unknown else [])]
        return [(item_id, locale) for item_id in items for locale in LOCALES]

    def seed(self) -> dict[str, Any]:
        """What the sandbox starts from."""
        new, changed, live = self.items
        everywhere = {"locales": ["all"]}
        return collection_of(
            self.collection,
            f"Posts {self.number}",
            {"id": new, "name": "New", "state": "queued", **everywhere},
            {"id": changed, "name": "Changed", "state": "draft-changes", "live": {"name": "Former"}, **everywhere},
            {"id": live, "name": "Live", "state": "published", **everywhere},
        )


def manifest_of(specimens: Sequence[Specimen], *, with_unknown: bool = False) -> str:
    """The text of a manifest of all items of these in all locales, each item on a line of its own."""
    lines = ["version: 1", f"locales: [{', '.join(LOCALES)}]", "collections:"]
    for each in specimens:
        items = [*each.items, *([each.unknown] if with_unknown else [])]
        lines += [f"  - id: {each.collection}", "    items:", *(f"      - {item_id}" for item_id in items)]
    return "\n".join([*lines, ""])


def _seed(first: int) -> str:
    """The seed of a sandbox, for the specimens from this one on; in JSON, which is YAML and takes no time to write."""
    locales = {
        "primary": {"cms-locale-id": ENGLISH, "tag": "en"},
        "secondary": [{"cms-locale-id": FRENCH, "tag": "fr-CA"}],
    }
    collections = [Specimen(number, "").seed() for number in range(first, first + _AT_ONCE)]
    site = {"id": SITE, "name": "Bakery", "locales": locales, "collections": collections}
    return json.dumps({"tokens": [{"token": TOKEN}, {"token": EDITOR}], "sites": [site]})


class Laboratory:
    """Has a fresh specimen for each experiment. As a context manager it stops its sandbox at the end."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sandbox: Sandbox | None = None
        self._next = self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def specimen(self) -> Specimen:
        """A collection that nobody has touched."""
        return self.specimens(1)[0]

    def specimens(self, count: int) -> Sequence[Specimen]:
        """So many of them, all in one sandbox: 50 at most. Those that were taken before may not be there any more."""
        if self._sandbox is None or self._next + count > self._end:
            self._stop()
            self._next, self._end = self._end, self._end + _AT_ONCE
            self._sandbox = Sandbox(read_seed(_seed(self._next), "seed.yml"), self._clock)
            self._sandbox.start()
        self._next += count
        service = urlsplit(self._sandbox.url).netloc
        return [Specimen(number, service) for number in range(self._next - count, self._next)]

    def live(self, specimen: Specimen) -> frozenset[Key]:
        """Which of its items × locales are live, with the content that is staged."""
        staged, live = self._fields(specimen, ""), self._fields(specimen, "/live")
        return frozenset(key for key, fields in live.items() if fields == staged[key])

    def _stop(self) -> None:
        if self._sandbox is not None:
            self._sandbox.stop()

    def _fields(self, specimen: Specimen, ending: str) -> dict[Key, Any]:
        # A library that does more takes longer than the run that is looked at.
        connection = http.client.HTTPConnection(specimen.service, timeout=10)
        with closing(connection):
            target = f"/v2/collections/{specimen.collection}/items{ending}?cmsLocaleId={','.join(LOCALES)}"
            connection.request("GET", target, headers={"Authorization": f"Bearer {EDITOR}"})
            answer = json.load(connection.getresponse())
        return {(each["id"], each["cmsLocaleId"]): each["fieldData"] for each in answer["items"]}


class Stranger:
    """A server on another host that keeps what is sent to it, and never answers."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"
        self._received: list[bytes] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def heard(self) -> list[bytes]:
        """What was sent to it since this was asked last; a connection without a word is an empty one."""
        heard, self._received = self._received, []
        return heard

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._received.append(b"")
            with connection, suppress(OSError):
                connection.settimeout(1)
                self._received.append(connection.recv(65_536))
