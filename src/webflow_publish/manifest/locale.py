"""The locales of a manifest, as they are written: cmsLocaleIds, tags, or all of them."""

from __future__ import annotations

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import Kind
from webflow_publish.manifest.model import ALL
from webflow_publish.manifest.node import Node, Scalar, Sequence
from webflow_publish.manifest.reference import References
from webflow_publish.problem import Place

HINT = (
    "List tags such as `fr-CA`, or cmsLocaleIds, or write `locales: all`. Without `locales`, those of the level above "
    "count; if there are none, the primary locale is published."
)


class Locales:
    """Reads the locales of one file.

    Attributes:
        places: Where each locale is named first, by its text.
    """

    def __init__(self, findings: Findings, references: References) -> None:
        self._findings = findings
        self._references = references
        self.places: dict[str, Place] = {}

    def read(self, node: Scalar | Sequence) -> tuple[str, ...] | None:
        """What stands under `locales`: `all`, or a list that is not empty; None where it is wrong.

        Tags are the same in upper and in lower case, and so is `all`.
        """
        if isinstance(node, Scalar):
            self.places.setdefault(ALL, node.place)
            return (ALL,)
        first: dict[str, Node] = {}
        texts: list[str] = []
        right = True
        for entry in node.values:
            reference = self._references.either(entry, Kind.LOCALE)
            right = right and reference is not None
            if reference is None:
                continue
            folded = reference.text.lower()
            if folded == ALL and len(node.values) > 1:
                self._findings.add(
                    entry.place, "`all` stands among others here.", "Write `locales: all`, or list single locales."
                )
                right = False
            elif folded in first:
                self._findings.add(
                    entry.place,
                    f"The locale `{reference.text}` stands twice in one list; the first is at "
                    f"{first[folded].place.quoted}.",
                    "Take one of the two out.",
                )
            else:
                first[folded] = entry
                texts.append(ALL if folded == ALL else reference.text)
                self.places.setdefault(texts[-1], entry.place)
        return tuple(texts) if right else None
