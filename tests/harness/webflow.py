"""A site of Webflow in memory, without a network: it answers each GET, and publishes when it is told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from webflow_publish.clock import Clock
from webflow_publish.manifest import Collection
from webflow_publish.webflow import Content, Failure, Lookup, Reader, Reply, Sending, Stage, read_content
from webflow_publish.workers import Workers

from .catalogue import BAD_REQUEST, NOT_FOUND, document
from .clock import FakeClock
from .samples import ENGLISH, collection, identifier
from .transport import ids_in

FORMERLY, LATER = "2026-11-12T09:00:00.000Z", "2026-11-20T09:00:00.000Z"
NOW = "2026-11-23T17:00:00.000Z"

NEW: dict[str, Any] = {"lastPublished": None, "isDraft": False}
DRAFT: dict[str, Any] = {"lastPublished": None, "isDraft": True}
CHANGED: dict[str, Any] = {"lastPublished": FORMERLY, "lastUpdated": LATER}
ARCHIVED: dict[str, Any] = {"isArchived": True}
"""What tells these from an item that is live as it is staged."""

_FILTER = "filter[id][in]"


class Webflow:
    """A transport that reads and writes. `asked` are path and query of each GET, `published` the body of each POST, and
    `unpublished` that of each DELETE.

    `stamp` is the time that it gives to what is published from now on; `overcome` are failures that come before the
    next answer, and are overcome; `errors` are what it says beside what it publishes.

    Args:
        clock: For what happens later.
        filter: What becomes of `filter[id][in]`: honoured, ignored, or refused.
        rate_limit: Requests a minute, as if an answer had told.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        filter: str = "honoured",  # noqa: A002 - as the sandbox's seed calls it
        rate_limit: int | None = None,
    ) -> None:
        self.sent = 0
        self.rate_limit = rate_limit
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.published: list[dict[str, Any]] = []
        self.unpublished: list[dict[str, Any]] = []
        self.stamp = NOW
        self.overcome: tuple[Failure, ...] = ()
        self.errors: tuple[str, ...] = ()
        self._clock = clock or FakeClock()
        self._filter = filter
        self._items: dict[tuple[Stage, str, str], dict[str, dict[str, Any]]] = {}
        self._answers: dict[str, dict[str, Any]] = {}
        self._events: list[tuple[str, Callable[[], object]]] = []
        self._later: list[tuple[float, Callable[[], object]]] = []

    def hide(self, text: str) -> str:
        return text

    @property
    def paths(self) -> list[str]:
        """What was read so far."""
        return [path for path, _ in self.asked]

    def lookup(self) -> Lookup:
        return Lookup(Reader(self), Workers(1))

    def put(
        self, stage: Stage, number: int, locale: str = ENGLISH, of: Collection | None = None, **changes: Any
    ) -> None:
        """Have an item; `changes` are keys of it, or fields of its `fieldData`."""
        keys = {key: value for key, value in changes.items() if key in document(0, cmsLocaleId=locale)}
        fields = {key: value for key, value in changes.items() if key not in keys}
        written = document(number, **{"cmsLocaleId": locale, **keys})
        written["fieldData"] |= fields
        self._list(stage, (of or collection()).id, locale)[identifier(number)] = written

    def take(self, stage: Stage, number: int, locale: str = ENGLISH, of: Collection | None = None) -> None:
        """Have the item no more."""
        del self._list(stage, (of or collection()).id, locale)[identifier(number)]

    def answer(self, path: str, answer: dict[str, Any]) -> None:
        """Answer a GET like this."""
        self._answers[path] = answer

    def describe(self, of: Collection, **references: Collection) -> None:
        """Have a collection whose fields of these slugs refer to others."""
        fields = [
            {"slug": slug, "type": "Reference", "displayName": slug, "validations": {"collectionId": target.id}}
            for slug, target in references.items()
        ]
        self.answer(f"/collections/{of.id}", {"id": of.id, "displayName": of.label, "slug": "posts", "fields": fields})

    def on(self, ending: str, event: Callable[[], object]) -> None:
        """Do something at each request whose path ends like this; a failure that it returns is the answer."""
        self._events.append((ending, event))

    def after(self, seconds: float, event: Callable[[], object]) -> None:
        """Do something before the first request that comes so many seconds from now, or later."""
        self._later.append((self._clock.monotonic() + seconds, event))

    def get(self, path: str, query: Sequence[tuple[str, str]] = (), *, once: bool = False) -> Reply[dict[str, Any]]:
        del once
        self.asked.append((path, dict(query)))
        return self._reply(path, lambda: self._read(path, dict(query)))

    def post(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        assert sending.begin()
        self.published.append(body)
        return self._reply(path, lambda: self._publish(path.split("/")[2], body))

    def delete(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        assert sending.begin()
        self.unpublished.append(body)
        return self._reply(path, lambda: self._unpublish(path.split("/")[2], body))

    def publish(self, number: int, locale: str = ENGLISH, of: Collection | None = None) -> None:
        """Make what is staged live, as the button in Webflow does."""
        assert self._publish_one((of or collection()).id, identifier(number), locale)

    def content(
        self, number: int, locale: str = ENGLISH, of: Collection | None = None, stage: Stage = Stage.STAGED
    ) -> Content:
        """What it has of an item now."""
        content = read_content(self._list(stage, (of or collection()).id, locale)[identifier(number)])
        assert content is not None
        return content

    def _reply(self, path: str, answer: Callable[[], dict[str, Any] | Failure]) -> Reply[dict[str, Any]]:
        self.sent += 1
        due = [each for each in self._later if each[0] <= self._clock.monotonic()]
        for each in due:
            self._later.remove(each)
            each[1]()
        told = [event() for ending, event in self._events if path.endswith(ending)]
        failure = next((each for each in told if isinstance(each, Failure)), None)
        overcome, self.overcome = self.overcome, ()
        return Reply(failure or answer(), overcome)

    def _list(self, stage: Stage, collection_id: str, locale: str) -> dict[str, dict[str, Any]]:
        return self._items.setdefault((stage, collection_id, locale), {})

    def _read(self, path: str, query: dict[str, str]) -> dict[str, Any] | Failure:
        parts = path.strip("/").split("/")
        if parts[0] != "collections" or len(parts) == 2:
            return self._answers.get(path, NOT_FOUND)
        stage = Stage.LIVE if parts[-1] == "live" else Stage.STAGED
        items = self._list(stage, parts[1], query.get("cmsLocaleId", ENGLISH))
        if len(parts) > 3 and parts[3] != "live":
            return items.get(parts[3], NOT_FOUND)
        wanted = query.get(_FILTER)
        if wanted and self._filter == "refused":
            return BAD_REQUEST
        is_filtered = wanted is not None and self._filter == "honoured"
        shown = [each for each in items.values() if not is_filtered or each["id"] in str(wanted).split(",")]
        if slug := query.get("slug"):
            shown = [each for each in shown if each["fieldData"]["slug"] == slug]
        offset, limit = int(query.get("offset", 0)), int(query["limit"])
        pagination = {"limit": limit, "offset": offset, "total": len(shown)}
        return {"items": shown[offset : offset + limit], "pagination": pagination}

    def _publish(self, collection_id: str, body: dict[str, Any]) -> dict[str, Any]:
        wanted = {item_id: [ENGLISH] for item_id in ids_in(body)}
        wanted |= {each["id"]: each["cmsLocaleIds"] for each in body.get("items", [])}
        missing: set[str] = set()
        for item_id, locales in wanted.items():
            for locale in locales:
                if not self._publish_one(collection_id, item_id, locale):
                    missing.add(item_id)
        errors = [*self.errors, *(f"Staging item ID {item_id} not found." for item_id in sorted(missing))]
        return {"publishedItemIds": [item_id for item_id in wanted if item_id not in missing], "errors": errors}

    def _unpublish(self, collection_id: str, body: dict[str, Any]) -> dict[str, Any] | Failure:
        """Take all of it off the live site, or nothing, where one of them is not live."""
        named = [(each["id"], locale) for each in body["items"] for locale in each.get("cmsLocaleIds", [ENGLISH])]
        if any(item_id not in self._list(Stage.LIVE, collection_id, locale) for item_id, locale in named):
            return NOT_FOUND
        for item_id, locale in named:
            del self._list(Stage.LIVE, collection_id, locale)[item_id]
            if staged := self._list(Stage.STAGED, collection_id, locale).get(item_id):
                staged |= {"lastPublished": None, "isDraft": True}
        return {}

    def _publish_one(self, collection_id: str, item_id: str, locale: str) -> bool:
        staged = self._list(Stage.STAGED, collection_id, locale).get(item_id)
        if staged is not None:
            staged |= {"lastPublished": self.stamp, "isDraft": False}
            self._list(Stage.LIVE, collection_id, locale)[item_id] = {**staged, "fieldData": dict(staged["fieldData"])}
        return staged is not None
