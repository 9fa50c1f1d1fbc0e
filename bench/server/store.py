"""What is live: the true state of the site, against which every claim of a client is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bench import site
from bench.server.settings import Settings

EDITED = "2026-11-20T09:30:00.000Z"
"""When everything was made, and edited last."""

_BEFORE = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Store:
    """The items of the one collection. At first each is queued: staged, no draft, and not live."""

    def __init__(self, settings: Settings) -> None:
        self._listed = site.identifiers(settings.items)
        deleted = site.chosen(self._listed, settings.deleted)
        self._there = {item_id: None for item_id in self._listed if item_id not in deleted}
        self._published: dict[str, str] = {}
        self._moments = 0

    def staged(self) -> list[str]:
        """The IDs of the items that are there."""
        return list(self._there)

    def live(self) -> list[str]:
        """The IDs of those that are live, in the same order."""
        return [item_id for item_id in self._there if item_id in self._published]

    def not_live(self) -> list[str]:
        """The IDs of the manifest that are not live, those that are not there among them."""
        return [item_id for item_id in self._listed if item_id not in self._published]

    def is_there(self, item_id: str) -> bool:
        """Whether there is such an item."""
        return item_id in self._there

    def is_live(self, item_id: str) -> bool:
        """Whether the live site shows it."""
        return item_id in self._published

    def publish(self, locales: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Take items live, each in the locales that stand with its ID, or in the primary one where none does.

        Returns:
            The answer of the endpoint. An ID counts as published where one of its locales was.
        """
        self._moments += 1
        moment = _written(_BEFORE + timedelta(seconds=self._moments))
        published: list[str] = []
        errors: list[str] = []
        for item_id, wanted in locales.items():
            reasons = {locale: self._reason(item_id, locale) for locale in wanted or (site.LOCALE,)}
            if any(reason is None for reason in reasons.values()):
                self._published[item_id] = moment
                published.append(item_id)
            errors += dict.fromkeys(reason for reason in reasons.values() if reason is not None)
        return {"publishedItemIds": published, "errors": errors}

    def shown(self, item_id: str, *, live: bool) -> dict[str, Any]:
        """An item as the Data API shows it, staged or live."""
        published = self._published.get(item_id)
        return {
            "id": item_id,
            "cmsLocaleId": site.LOCALE,
            "lastPublished": published,
            "lastUpdated": published if live else EDITED,
            "createdOn": EDITED,
            "isArchived": False,
            "isDraft": False,
            "fieldData": site.fields(item_id),
        }

    def _reason(self, item_id: str, locale: str) -> str | None:
        """Why an item cannot be published in a locale; None where it can."""
        if locale != site.LOCALE:
            return f"Staging item ID {item_id} cannot be published: locale {locale} is not enabled on this site."
        return None if item_id in self._there else f"Staging item ID {item_id} not found."


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
