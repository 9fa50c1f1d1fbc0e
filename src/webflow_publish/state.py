"""What Webflow has of the manifest's items, as it was before anything was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from webflow_publish.manifest import Variant
from webflow_publish.webflow import Content, Failure

Thing = TypeVar("Thing")

Key = tuple[str, str, str | None]
"""What makes a variant the same: collection ID, item ID and cmsLocaleId, as `Variant.key` has it."""


@dataclass(frozen=True, slots=True)
class Target:
    """An item that another one refers to and that this run will not make live: what Webflow has staged of it.

    `contents` are the item in the locale of the one that refers to it, and in the primary one, as far as it is there.
    """

    item_id: str
    contents: tuple[Content, ...]

    @property
    def is_live(self) -> bool:
        """Whether the item is live where the reference would show it; Webflow falls back on the primary locale."""
        return any(content.is_live for content in self.contents)


@dataclass(frozen=True, slots=True)
class State:
    """What was read. A variant that is in neither `staged` nor `unread`, nor in `live`, is not in Webflow.

    Attributes:
        staged: The staged item of each variant.
        unread: Why a variant could not be read.
        targets: For variants that are to be published: what they refer to that the manifest does not have, neither in
            the same locale nor in the primary one, unless it is to be off the live site.
        live: Of variants that are to be off the live site, those that are on it, without their fields.
    """

    staged: Mapping[Key, Content] = field(default_factory=dict)
    unread: Mapping[Key, Failure] = field(default_factory=dict)
    targets: Mapping[Key, tuple[Target, ...]] = field(default_factory=dict)
    live: Mapping[Key, Content] = field(default_factory=dict)


def asked_together(things: Iterable[Thing], variant_of: Callable[[Thing], Variant]) -> list[list[Thing]]:
    """The things by collection and locale of their variants: Webflow is asked for the items of one at a time."""
    groups: dict[tuple[str, str | None], list[Thing]] = {}
    for thing in things:
        collection_id, _, locale = variant_of(thing).key
        groups.setdefault((collection_id, locale), []).append(thing)
    return list(groups.values())
