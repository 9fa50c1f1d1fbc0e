"""What stands in one manifest file of version 1: its nodes to items, with all that is wrong in them."""

from __future__ import annotations

from sys import intern

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import Kind, is_identifier, wrong
from webflow_publish.manifest.keys import Keys
from webflow_publish.manifest.label import wrong_label
from webflow_publish.manifest.listing import as_list
from webflow_publish.manifest.model import Collection, Item
from webflow_publish.manifest.node import Mapping, Node, Refused, Scalar, Sequence, described
from webflow_publish.text import quoted

VERSION = "1"
"""The one version of the manifest that this program knows."""

_MANIFEST = Keys("a manifest", required=("version", "collections"), optional=("site", "locales"))
_COLLECTION = Keys("a collection", required=("id", "items"), optional=("name", "locales"))
_ITEM = Keys("an item", required=("id",), optional=("name", "locales"))

_COLLECTIONS_HINT = (
    "List at least one collection below it: `- id: ` with the collection's ID, and its `items`. Where there may be "
    "nothing to publish, set the input `allow-empty`."
)
_COLLECTION_HINT = "Begin it with `- id: ` and the collection's ID, and list its `items` below that."
_ITEMS_HINT = (
    "List at least one item below it: `- ` and the item's ID. To publish nothing of a collection, take it out, or set "
    "the input `allow-empty`."
)
_LOCALES_HINT = (
    "List cmsLocaleIds below it, each after `- `. Without `locales`, those of the level above count; if there are "
    "none, the primary locale is published."
)


class Contents:
    """Reads one file. What it returns is complete only where it added no finding.

    Args:
        findings: Where it notes what is wrong.
        allow_empty: Whether `collections` and `items` may be empty lists.

    Attributes:
        empty: The collections that were read and list no item.
    """

    def __init__(self, findings: Findings, *, allow_empty: bool = False) -> None:
        self._findings = findings
        self._allow_empty = allow_empty
        self.empty: list[Collection] = []

    def read(self, root: Node) -> list[Item]:
        """The items of the file, as far as they can be made out: enough to look for repetitions."""
        if not isinstance(root, Mapping):
            self._unfit(
                root, "A manifest", "a mapping", "Begin with `version: 1`, then list `collections` with their `items`."
            )
            return []
        version = root.values.get("version")
        if isinstance(version, Scalar) and not self._version(version):
            return []
        values = _MANIFEST.read(root, self._findings)
        if isinstance(version, Mapping | Sequence):
            self._unfit(version, "`version`", "the number 1", f"Write `version: {VERSION}`.")
        site = self._identifier(values.get("site"), Kind.SITE)
        locales = self._locales(values.get("locales"), ())
        items: list[Item] = []
        for node in self._listed(values.get("collections"), "collections", _COLLECTIONS_HINT):
            items += self._collection(node, locales, site)
        return items

    def _version(self, node: Scalar) -> bool:
        """Whether the rest of the file can be understood as the version that is known."""
        if node.null:
            self._findings.add(node.place, "`version` has no value.", f"Write `version: {VERSION}`.")
        elif not node.plain and node.text == VERSION:
            self._findings.add(node.place, "`version` is a number, and stands in quotes here.", "Take the quotes out.")
        elif node.text != VERSION or not node.plain:
            self._findings.add(
                node.place,
                f"Version {quoted(node.text)} of the manifest is not known; this program knows version {VERSION}.",
                f"Write `version: {VERSION}`, or use a release of the action that knows the other version.",
            )
            return False
        return True

    def _collection(self, node: Node, inherited: tuple[str, ...] | None, site: str | None) -> list[Item]:
        if not isinstance(node, Mapping):
            self._unfit(node, "A collection", "a mapping with `id` and `items`", _COLLECTION_HINT)
            return []
        values = _COLLECTION.read(node, self._findings)
        identifier = self._identifier(values.get("id"), Kind.COLLECTION)
        name = self._label(values.get("name"))
        locales = self._locales(values.get("locales"), inherited)
        collection = Collection(identifier, name, node.place, site) if identifier else None
        entries = self._listed(values.get("items"), "items", _ITEMS_HINT)
        if collection and not entries:
            self.empty.append(collection)
        items = [self._item(entry, collection, locales) for entry in entries]
        return [item for item in items if item]

    def _item(self, node: Node, collection: Collection | None, inherited: tuple[str, ...] | None) -> Item | None:
        name, locales = None, inherited
        if isinstance(node, Mapping):
            values = _ITEM.read(node, self._findings)
            identifier = self._identifier(values.get("id"), Kind.ITEM)
            name = self._label(values.get("name"))
            locales = self._locales(values.get("locales"), inherited)
        elif isinstance(node, Sequence):
            self._unfit(node, "An item", "an ID, or a mapping with `id`", "Write each item after a `- ` of its own.")
            return None
        else:
            identifier = self._identifier(node, Kind.ITEM)
        if identifier is None or collection is None or locales is None:
            return None
        return Item(identifier, name, collection, locales, node.place)

    def _locales(self, node: Node | None, inherited: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """The cmsLocaleIds that count at a level: its own or else the inherited ones; None where they are wrong."""
        if node is None:
            return inherited
        places: dict[str, Node] = {}
        entries = self._entries(node, "locales", _LOCALES_HINT)
        right = bool(entries)
        for entry in entries:
            identifier = self._identifier(entry, Kind.LOCALE)
            right = right and identifier is not None
            if identifier in places:
                self._findings.add(
                    entry.place,
                    f"The locale `{identifier}` stands twice in one list; the first is at "
                    f"{places[identifier].place.quoted}.",
                    "Take one of the two out.",
                )
            elif identifier:
                places[identifier] = entry
        return tuple(places) if right else None

    def _identifier(self, node: Node | None, kind: Kind) -> str | None:
        if isinstance(node, Scalar):
            if is_identifier(node.text):
                return intern(node.text)  # Webflow's answers will bring it again
            if node.null:
                self._findings.add(
                    node.place, f"There is no value here; {kind.noun} is expected.", f"Write it here. {kind.source}"
                )
            elif self._findings.full:
                self._findings.add(node.place, "", "")  # it is only counted, and words take time
            else:
                self._findings.add(node.place, *wrong(node.text, kind))
        elif node is not None:
            what = f"{kind.noun[0].upper()}{kind.noun[1:]}"
            self._unfit(node, what, "a text of 24 characters", f"Write the ID alone. {kind.source}")
        return None

    def _label(self, node: Node | None) -> str | None:
        if isinstance(node, Scalar):
            if problem := wrong_label(node):
                self._findings.add(node.place, *problem)
                return None
            return node.text
        if node is not None:
            self._unfit(node, "`name`", "a text", "It is a label for reports, such as `name: Blog posts`.")
        return None

    def _listed(self, node: Node | None, key: str, hint: str) -> tuple[Node, ...]:
        """The entries of a list that may be empty where the user allowed it."""
        if self._allow_empty and isinstance(node, Sequence):
            return node.values
        return self._entries(node, key, hint)

    def _entries(self, node: Node | None, key: str, hint: str) -> tuple[Node, ...]:
        """The entries of the list under a key; none where there is no list, or an empty one."""
        if isinstance(node, Sequence):
            if not node.values:
                self._findings.add(node.place, f"`{key}` is an empty list.", hint)
            return node.values
        if isinstance(node, Scalar) and node.null:
            self._findings.add(node.place, f"`{key}` has no value.", hint)
        elif node is not None:
            self._unfit(node, f"`{key}`", "a list", as_list(node, key) or hint)
        return ()

    def _unfit(self, node: Node, what: str, expected: str, hint: str) -> None:
        if not isinstance(node, Refused):
            self._findings.add(node.place, f"{what} must be {expected}, and is {described(node)} here.", hint)
