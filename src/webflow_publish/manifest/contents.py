"""What stands in one manifest file of version 1: its nodes to items, with all that is wrong in them."""

from __future__ import annotations

from webflow_publish.manifest.content import Finder, as_written
from webflow_publish.manifest.entry import Above, Entries
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import Kind
from webflow_publish.manifest.keys import Keys
from webflow_publish.manifest.listing import as_list
from webflow_publish.manifest.locale import HINT, Locales
from webflow_publish.manifest.model import ALL, Collection, Item
from webflow_publish.manifest.node import Mapping, Node, Refused, Scalar, Sequence, described
from webflow_publish.manifest.reference import References
from webflow_publish.problem import Place
from webflow_publish.text import quoted

VERSION = "1"
"""The one version of the manifest that this program knows."""

_MANIFEST = Keys("a manifest", required=("version", "collections"), optional=("site", "locales"))
_COLLECTION = Keys("a collection", required=("items",), optional=("name", "locales"), is_named=True)

_COLLECTIONS_HINT = (
    "List at least one collection below it: `- slug: ` with the collection's slug, and its `items`. Where there may be "
    "nothing to publish, set the input `allow-empty`."
)
_COLLECTION_HINT = "Begin it with `- slug: ` or `- id: ` and which collection it is, and list its `items` below that."
_ITEMS_HINT = (
    "List at least one item below it: `- ` and the item's slug or ID. To publish nothing of a collection, take it out, "
    "or set the input `allow-empty`."
)


class Contents:
    """Reads one file. What it returns is complete only where it added no finding.

    Args:
        findings: Where it notes what is wrong.
        allow_empty: Whether `collections` and `items` may be empty lists.
        find: Finds the files that items come from.

    Attributes:
        empty: The collections that were read and list no item.
        places: Where each locale is named first, by its text.
    """

    def __init__(self, findings: Findings, *, allow_empty: bool = False, find: Finder = as_written) -> None:
        self._findings = findings
        self._allow_empty = allow_empty
        self._references = References(findings)
        self._localization = Locales(findings, self._references)
        self._entries_of = Entries(findings, self._references, self._locales, find)
        self.empty: list[Collection] = []
        self.places: dict[str, Place] = self._localization.places

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
        reference = self._references.either(values.get("site"), Kind.SITE)
        site = (reference.text, values["site"].place) if reference else None
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

    def _collection(self, node: Node, inherited: tuple[str, ...] | None, site: tuple[str, Place] | None) -> list[Item]:
        if not isinstance(node, Mapping):
            self._unfit(node, "A collection", "a mapping with `slug` or `id`, and `items`", _COLLECTION_HINT)
            return []
        values = _COLLECTION.read(node, self._findings)
        reference = self._references.keyed(values, node, Kind.COLLECTION)
        name = self._entries_of.label(values.get("name"))
        above = Above(None, self._locales(values.get("locales"), inherited))
        site_name, site_place = site or (None, None)
        if reference:
            is_found = not reference.is_name
            identifier = reference.id if is_found or not site_name else f"{site_name.lower()}/{reference.text}"
            collection = Collection(identifier, name, node.place, site_name, site_place, reference.slug, is_found)
            above = Above(collection, above.locales)
        entries = self._listed(values.get("items"), "items", _ITEMS_HINT)
        if above.collection and not entries:
            self.empty.append(above.collection)
        items = [self._entries_of.read(entry, above) for entry in entries]
        return [item for item in items if item]

    def _locales(self, node: Node | None, inherited: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """The locales that count at a level: its own or else the inherited ones; None where they are wrong."""
        if node is None:
            return inherited
        if isinstance(node, Scalar) and node.text.lower() == ALL:
            return self._localization.read(node)
        entries = self._entries(node, "locales", HINT)
        return self._localization.read(node) if isinstance(node, Sequence) and entries else None

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
