"""The keys of a mapping, held against those that may and must stand there."""

from __future__ import annotations

from dataclasses import dataclass

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.manifest.node import Mapping, Node
from webflow_publish.manifest.wording import enumerated, nearest
from webflow_publish.text import quoted

_ID = "`id: ` with the 24 characters of the ID"
_FOR_ID = frozenset({"slug", "collectionid", "collection-id", "itemid", "item-id"})
"""Keys, in lower case and with dashes, by which Webflow and its clients name what a manifest names by `id`."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What a mapping is (`noun`, with its article), and which keys it has to have and may have."""

    noun: str
    required: tuple[str, ...]
    optional: tuple[str, ...]

    def read(self, mapping: Mapping, findings: Findings) -> dict[str, Node]:
        """The values of the known keys. Unknown and missing keys become findings.

        A required key is not said to be missing where an unknown key seems to be meant for it.
        """
        known = (*self.required, *self.optional)
        values: dict[str, Node] = {}
        meant: set[str | None] = set()
        for key, value in mapping.values.items():
            if key in known:
                values[key] = value
                continue
            guess, hint = (None, "") if findings.full else self._meant(key, mapping)
            meant.add(guess)
            findings.add(mapping.keys[key], f"The key {quoted(key)} is not known in {self.noun}.", hint)
        for key in self.required:
            if key not in values and key not in meant and not mapping.merges:
                findings.add(
                    mapping.place, f"The key `{key}` is missing; {self.noun} needs it.", f"Add {_example(key)}."
                )
        return values

    def _meant(self, key: str, mapping: Mapping) -> tuple[str | None, str]:
        """The known key that an unknown one seems to be meant for, and a hint."""
        known = (*self.required, *self.optional)
        if "id" in self.required and is_identifier(key):
            return "id", f"Write `id: {key}`."
        folded = key.lower().replace("_", "-")
        if "id" in self.required and folded in _FOR_ID:
            change = "Take it out" if "id" in mapping.values else f"Write {_ID}"
            return "id", f"{change}: collections and items are named by `id` only."
        guess = nearest(folded, known)
        return guess, f"Did you mean `{guess}`?" if guess else f"The keys known here are {enumerated(known)}."


def _example(key: str) -> str:
    return {
        "version": "`version: 1` at the top of the file",
        "collections": "`collections:` with the list of collections whose items are to be published",
        "items": "`items:` with the list of items to publish",
    }.get(key, _ID)
