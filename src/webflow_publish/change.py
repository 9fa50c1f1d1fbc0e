"""What there is to do about an item: what there is to publish of it, read from its staged state; or to take it down."""

from __future__ import annotations

from enum import StrEnum

from webflow_publish.webflow import Content


class Change(StrEnum):
    """Why an item is published, or taken down. The value is part of the contract: it stands in plans and reports."""

    NEW = "new"
    """Never published, and no draft: it waits for the next publish of the site."""
    DRAFT = "draft"
    """Never published, and a draft."""
    CHANGED = "changed"
    """Live, and edited since it was last published."""
    FORCED = "forced"
    """Live as it is staged, and published again because that was asked for."""
    UNKNOWN = "unknown"
    """Nobody knows: what Webflow has could not be read."""
    TAKEN_DOWN = "taken-down"
    """Live, and to be off the live site."""


def change_of(staged: Content) -> Change | None:
    """What there is to publish of a staged item that is not archived; None where it is live as it is staged.

    Only times that Webflow wrote are compared, with each other: our clock may be off (source: the table of item states
    in Webflow's guide to publishing).
    """
    if staged.is_published:
        return None
    if staged.last_published is not None:
        return Change.CHANGED
    return Change.DRAFT if staged.is_draft else Change.NEW
