"""Faults of content: JSON as it should be, that says something else than what is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from harness.sabotage.fault import Act, Effect, Fault
from harness.sabotage.message import Given, Stage
from harness.sabotage.visit import End, Visit
from webflow_publish.reason import Reason

FOREIGN = "64ffffffffffffffffffffff"
"""An ID that nobody asked for."""
_ABSENT = frozenset({Reason.NOT_FOUND, Reason.NOT_LIVE})
_LISTS = ("items", "publishedItemIds", "errors")
_ENTRIES = ("items", "publishedItemIds")

Document = dict[str, Any]


def _said(change: Callable[[Document], object]) -> Act:
    """The answer, with its JSON changed in place. An error answer goes out as it is."""

    def act(visit: Visit) -> End:
        given = visit.forward()
        if given.status >= 300:
            return visit.give(given)
        document = json.loads(given.body)
        change(document)
        return visit.give(replace(given, body=json.dumps(document).encode()))

    return act


def _each(change: Callable[[Any], Any], *keys: str) -> Act:
    """The lists of the answer, as far as it has them, each replaced by what is made of it."""

    def changed(document: Document) -> None:
        document |= {key: change(document[key]) for key in keys if key in document}

    return _said(changed)


def _item_by_item(**values: Any) -> Act:
    """These values in each item of a list, and in the fields of each; of a publish answer, each text replaced."""

    def changed(entries: list[Any]) -> list[Any]:
        return [{**each, **values} if isinstance(each, dict) else next(iter(values.values())) for each in entries]

    return _each(changed, *_ENTRIES)


def _extended(document: Document) -> None:
    more = {"new": {"nested": [1, None]}, "": "", "errors ": ["x"], "published": True}
    document |= more | {"items": [{**each, **more} for each in document["items"]]} if "items" in document else more


def _doubled(entries: list[Any]) -> list[Any]:
    return [*entries, *entries]


def _with_foreign(document: Document) -> None:
    if "publishedItemIds" in document:
        document["publishedItemIds"].append(FOREIGN)
    for each in document.get("items", [])[:1]:
        document["items"].append({**each, "id": FOREIGN})


def _with_foreign_errors(document: Document) -> None:
    document["errors"] = [
        *document.get("errors", []),
        f"Staging item ID {FOREIGN} not found.",
        {"id": FOREIGN, "message": "Something went wrong"},
        "Something went wrong",
        None,
    ]


def _contradicted(document: Document) -> None:
    published = document.get("publishedItemIds", [])
    document["errors"] = [*document.get("errors", []), *(f"Staging item ID {each} not found." for each in published)]


def _miscounted(total: Any) -> Act:
    return _said(lambda document: document.update(pagination={"limit": total, "offset": total, "total": total}))


def _claimed(visit: Visit) -> End:
    """Webflow calls everything published, and does nothing."""
    if visit.asked.stage is not Stage.PUBLISH:
        return visit.give(visit.forward())
    body = json.loads(visit.asked.body)
    claimed = body.get("itemIds") or [each["id"] for each in body["items"]]
    answer = json.dumps({"publishedItemIds": claimed, "errors": []}).encode()
    return visit.give(Given(202, answer, (("Content-Type", "application/json"),)))


def _crossed(document: Document) -> None:
    """The answer to another question."""
    is_list = "items" in document
    document.clear()
    document |= {"publishedItemIds": [FOREIGN], "errors": []} if is_list else {"items": [], "pagination": {"total": 0}}


def _complaining(document: Document) -> None:
    """An error that comes with the status of a success."""
    document.clear()
    document |= {"code": "internal_error", "message": "Something went wrong", "externalReference": None, "details": []}


CONTENT = (
    Fault("unknown-keys", Effect.HARMLESS, _said(_extended)),
    Fault("nulls-for-empty-lists", Effect.HARMLESS, _each(lambda entries: entries or None, "errors")),
    Fault("nulls-for-lists", Effect.LASTING, _each(lambda _: None, *_LISTS)),
    Fault("objects-for-lists", Effect.LASTING, _each(lambda _: {"0": FOREIGN}, *_LISTS)),
    Fault("texts-for-lists", Effect.LASTING, _each(lambda _: FOREIGN, *_LISTS)),
    Fault("numbers-for-lists", Effect.LASTING, _each(lambda _: -1, *_LISTS)),
    Fault("lists-of-anything", Effect.LASTING, _each(lambda _: [1, None, True, [], {}, "x", 1e999], *_LISTS)),
    Fault("nulls-for-ids", Effect.LASTING, _item_by_item(id=None)),
    Fault("numbers-for-ids", Effect.LASTING, _item_by_item(id=7)),
    Fault("fields-that-are-null", Effect.LASTING, _item_by_item(fieldData=None)),
    Fault("dates-that-are-none", Effect.LASTING, _item_by_item(lastPublished=5, lastUpdated="yesterday")),
    Fault("flags-that-are-texts", Effect.LASTING, _item_by_item(isDraft="no", isArchived="no")),
    Fault("another-locale", Effect.LASTING, _item_by_item(cmsLocaleId=FOREIGN), tells=_ABSENT),
    Fault("ids-twice", Effect.HARMLESS, _each(_doubled, *_ENTRIES)),
    Fault("foreign-ids", Effect.HARMLESS, _said(_with_foreign)),
    Fault("foreign-errors", Effect.LASTING, _said(_with_foreign_errors)),
    Fault("an-id-is-missing", Effect.LASTING, _each(lambda entries: entries[1:], *_ENTRIES), tells=_ABSENT),
    Fault("ids-that-are-missing", Effect.LASTING, _each(lambda _: [], *_ENTRIES), tells=_ABSENT),
    Fault("published-and-failed", Effect.LASTING, _said(_contradicted), tells=_ABSENT),
    Fault("a-count-that-is-too-large", Effect.HARMLESS, _miscounted(10**9)),
    Fault("a-count-below-zero", Effect.HARMLESS, _miscounted(-1)),
    Fault("a-count-that-is-a-text", Effect.HARMLESS, _miscounted("three")),
    Fault("all-is-claimed-and-nothing-done", Effect.LASTING, _claimed, tells=_ABSENT),
    Fault("the-answer-to-another-question", Effect.LASTING, _said(_crossed), tells=_ABSENT),
    Fault("an-error-with-the-status-of-a-success", Effect.LASTING, _said(_complaining), tells=frozenset(Reason)),
)
