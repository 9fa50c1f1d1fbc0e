"""The keys of a mapping, held against those that may and must stand there."""

from __future__ import annotations

from dataclasses import dataclass

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.manifest.node import Mapping, Node
from webflow_publish.manifest.wording import enumerated, nearest
from webflow_publish.text import quoted

_ID = "`id: ` with the 24 characters of the ID"
_FOR_ID = frozenset({"collectionid", "collection-id", "itemid", "item-id"})
"""Keys, in lower case and with dashes, by which Webflow and its clients name what a manifest names by `id`."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What a mapping is (`noun`, with its article), and which keys it has to have and may have.

    With `is_named`, it has to have `id` or `slug`, too.
    """

    noun: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    is_named: bool = False

    def read(self, mapping: Mapping, findings: Findings) -> dict[str, Node]:
        """The values of the known keys. Unknown and missing keys become findings.

        A required key is not said to be missing where an unknown key seems to be meant for it.
        """
        known = self._known()
        values: dict[str, Node] = {}
        meant: set[str | None] = set()
        for key, value in mapping.values.items():
            if key in known:
                values[key] = value
                continue
            guess, hint = (None, "") if findings.full else self._meant(key, mapping)
            meant.add(guess)
            findings.add(mapping.keys[key], f"The key {quoted(key)} is not known in {self.noun}.", hint)
        if self.is_named and not mapping.merges and not {"id", "slug"} & {*values, *meant}:
            findings.add(
                mapping.place,
                f"Neither `id` nor `slug` stands here; {self.noun} needs one of them.",
                f"Add {_ID}, or `slug: ` with the slug.",
            )
        for key in self.required:
            if key not in values and key not in meant and not mapping.merges:
                findings.add(
                    mapping.place, f"The key `{key}` is missing; {self.noun} needs it.", f"Add {_example(key)}."
                )
        return values

    def _known(self) -> tuple[str, ...]:
        return (*(("id", "slug") if self.is_named else ()), *self.required, *self.optional)

    def _meant(self, key: str, mapping: Mapping) -> tuple[str | None, str]:
        """The known key that an unknown one seems to be meant for, and a hint."""
        known = self._known()
        if self.is_named and is_identifier(key):
            return "id", f"Write `id: {key}`."
        folded = key.lower().replace("_", "-")
        if self.is_named and folded in _FOR_ID:
            is_more = {"id", "slug"} & mapping.values.keys()
            return "id", f"{'Take it out' if is_more else f'Write {_ID}'}: an ID has the key `id`."
        guess = nearest(folded, known)
        return guess, f"Did you mean `{guess}`?" if guess else f"The keys known here are {enumerated(known)}."


def _example(key: str) -> str:
    return {
        "version": "`version: 1` at the top of the file",
        "collections": "`collections:` with the list of collections whose items are to be published",
        "items": "`items:` with the list of items to publish",
    }[key]
