"""One item of a manifest, as it is written: an ID or a slug alone, or a mapping with more about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from sys import intern

from webflow_publish.manifest.content import HINT, Finder
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import Kind, is_identifier
from webflow_publish.manifest.keys import Keys
from webflow_publish.manifest.label import wrong_label
from webflow_publish.manifest.model import Collection, Item, Moment, Wanted
from webflow_publish.manifest.node import Mapping, Node, Refused, Scalar, Sequence, described
from webflow_publish.manifest.reference import References
from webflow_publish.text import quoted

_ITEM = Keys("an item", required=(), optional=("name", "locales", "source", "publish-at", "state"), is_named=True)
_LONGEST_PATH = 1_000
"""Characters that the path of a file may have."""

Locales = tuple[str, ...] | None
"""What is read of `locales`: None where it is wrong."""


@dataclass(frozen=True, slots=True)
class Above:
    """What the levels above an item say: its collection, None where that is wrong, and the locales."""

    collection: Collection | None
    locales: Locales


class Entries:
    """Reads items.

    Args:
        findings: Where it notes what is wrong.
        references: Reads IDs and names.
        locales: Reads what stands under `locales`, where a level has it, else gives what it inherits.
        find: Finds the files that items come from.
    """

    def __init__(
        self,
        findings: Findings,
        references: References,
        locales: Callable[[Node | None, Locales], Locales],
        find: Finder,
    ) -> None:
        self._findings = findings
        self._references = references
        self._locales = locales
        self._find = find

    def read(self, node: Node, above: Above) -> Item | None:
        """An item, as far as it can be made out; None where it is not known which one it is, or in which locales."""
        if isinstance(node, Mapping):
            return self._mapping(node, above)
        if isinstance(node, Sequence):
            self._add(node, "An item must be an ID, a slug or a mapping, and is a list here.", _EACH)
            return None
        collection, locales = above.collection, above.locales
        if collection is None or locales is None:
            self._references.either(node, Kind.ITEM)
            return None
        # Most items are these two, and what says no more is made in a fraction of the time.
        if isinstance(node, Scalar) and is_identifier(node.text):
            return Item(intern(node.text), None, collection, locales, node.place)
        if name := self._references.either(node, Kind.ITEM):
            return Item(name.text, None, collection, locales, node.place, name.text, is_found=False)
        return None

    def label(self, node: Node | None) -> str | None:
        """What stands under `name`."""
        if isinstance(node, Scalar):
            if problem := wrong_label(node):
                self._findings.add(node.place, *problem)
                return None
            return node.text
        if node is not None:
            self._unfit(node, "`name`", "It is a label for reports, such as `name: Blog posts`.")
        return None

    def _mapping(self, node: Mapping, above: Above) -> Item | None:
        values = _ITEM.read(node, self._findings)
        reference = self._references.keyed(values, node, Kind.ITEM)
        name = self.label(values.get("name"))
        locales = self._locales(values.get("locales"), above.locales)
        wanted = self._wanted(values.get("state"))
        publish_at = self._moment(values.get("publish-at"))
        source = self._path(values.get("source"))
        if wanted is Wanted.UNPUBLISHED and "publish-at" in values:
            self._findings.add(
                node.keys["publish-at"],
                "`publish-at` says when an item is to be live, and `state: unpublished` that it is not to be.",
                "Take one of the two out.",
            )
        if reference is None or above.collection is None or locales is None:
            return None
        return Item(
            reference.id,
            name,
            above.collection,
            locales,
            node.place,
            slug=reference.slug,
            is_found=not reference.is_name,
            wanted=wanted,
            publish_at=publish_at,
            source=source,
        )

    def _wanted(self, node: Node | None) -> Wanted:
        if isinstance(node, Scalar):
            if node.text in set(Wanted):
                return Wanted(node.text)
            found = "has no value" if node.null else f"is {quoted(node.text)}, which is not known"
            self._add(node, f"`state` {found}.", _STATES)
        elif node is not None:
            self._unfit(node, "`state`", _STATES)
        return Wanted.PUBLISHED

    def _moment(self, node: Node | None) -> Moment | None:
        if isinstance(node, Scalar):
            if node.null:
                self._add(node, "`publish-at` has no value.", _DATE)
                return None
            from webflow_publish.manifest.moment import read_moment  # noqa: PLC0415 - few manifests have dates

            read = read_moment(node.text)
            if isinstance(read, Moment):
                return read
            self._add(node, *read)
        elif node is not None:
            self._unfit(node, "`publish-at`", _DATE)
        return None

    def _path(self, node: Node | None) -> str | None:
        if not isinstance(node, Scalar):
            if node is not None:
                self._unfit(node, "`source`", HINT)
        elif node.null or not node.text.strip():
            self._add(node, "`source` has no value.", HINT)
        elif len(node.text) > _LONGEST_PATH:
            self._add(node, "`source` is too long for a path.", HINT)
        elif not self._findings.full:  # or else it takes time, and could only be counted
            found = self._find(node.text, node.place.file)
            if isinstance(found, str):
                return found
            self._add(node, *found)
        return None

    def _unfit(self, node: Node, what: str, hint: str) -> None:
        if not isinstance(node, Refused):
            self._add(node, f"{what} must be a text, and is {described(node)} here.", hint)

    def _add(self, node: Node, message: str, hint: str) -> None:
        self._findings.add(node.place, message, hint)


_EACH = "Write each item after a `- ` of its own."
_STATES = "Write `state: published`, or `state: unpublished` for what is to be off the live site."
_DATE = "Write a time and its zone, such as `2027-03-01T09:00[America/Toronto]` or `2027-03-01T14:00Z`."
