"""One collection item in one locale, with its staged and its live content, and how it moves from state to state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Webflow's item states that the Data API can show, as they are written in a seed."""

    DRAFT = "draft"
    QUEUED = "queued"
    PUBLISHED = "published"
    DRAFT_CHANGES = "draft-changes"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Variant:
    """An item in one locale.

    `locale` is a cmsLocaleId, or None on a site without Localization. `staged` and `live` are Webflow's `fieldData`;
    `live` is None where the item is not on the live site.
    """

    id: str
    locale: str | None
    created_on: datetime
    last_updated: datetime
    last_published: datetime | None
    is_archived: bool
    is_draft: bool
    staged: Mapping[str, Any]
    live: Mapping[str, Any] | None

    @property
    def state(self) -> State:
        """The state that Webflow's Designer would show."""
        if self.is_archived:
            return State.ARCHIVED
        if self.is_draft:
            return State.DRAFT if self.live is None else State.DRAFT_CHANGES
        if self.last_published is None or self.last_published < self.last_updated:
            return State.QUEUED
        return State.PUBLISHED

    def published(self, now: datetime) -> Variant:
        """The variant after publishing: the staged content is live, and it is no draft any more."""
        # The dates of a seed may lie ahead of the clock; what was just published must not look edited since.
        return replace(self, live=self.staged, last_published=max(now, self.last_updated), is_draft=False)

    def unpublished(self) -> Variant:
        """The variant after unpublishing: off the live site, and a draft."""
        return replace(self, live=None, last_published=None, is_draft=True)

    def updated(
        self, now: datetime, fields: Mapping[str, Any], *, archived: bool | None, draft: bool | None
    ) -> Variant:
        """The variant after an update of its staged content; None leaves a flag as it is."""
        return replace(
            self,
            staged={**self.staged, **fields},
            last_updated=now,
            is_archived=self.is_archived if archived is None else archived,
            is_draft=self.is_draft if draft is None else draft,
        )
