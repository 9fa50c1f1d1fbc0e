"""How a manifest says which site, collection, item or locale it means: by its ID, or by its name."""

from __future__ import annotations

from collections.abc import Callable
from sys import intern
from typing import NamedTuple

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import Kind, amiss, is_identifier, wrong
from webflow_publish.manifest.name import wrong_name
from webflow_publish.manifest.node import Mapping, Node, Refused, Scalar, described


class Reference(NamedTuple):
    """A text that says which one is meant, and whether it is a name: a slug, a short name or a tag."""

    text: str
    is_name: bool = False


class References:
    """Reads references, and notes what is wrong with them."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def keyed(self, values: dict[str, Node], mapping: Mapping, kind: Kind) -> Reference | None:
        """What the key `id` or `slug` of a mapping says; None where neither does, and a finding says why."""
        if "id" in values and "slug" in values:
            self._findings.add(
                mapping.keys["slug"],
                "Both `id` and `slug` stand here.",
                "Take one of the two out: each says by itself which one is meant.",
            )
            return None
        if "slug" in values:
            return self._named(values["slug"], kind, lambda text: wrong_name(text, kind))
        if "id" in values:
            return self._read(values["id"], kind, lambda text: wrong(text, kind))
        return None

    def either(self, node: Node | None, kind: Kind) -> Reference | None:
        """An ID or a name, whichever it looks like; None where it is neither, or nothing stands there."""
        return self._read(node, kind, lambda text: _neither(text, kind))

    def _read(
        self, node: Node | None, kind: Kind, wrong_with: Callable[[str], tuple[str, str] | None]
    ) -> Reference | None:
        if isinstance(node, Scalar) and is_identifier(node.text):
            return Reference(intern(node.text))  # Webflow's answers will bring it again
        return self._named(node, kind, wrong_with)

    def _named(
        self, node: Node | None, kind: Kind, wrong_with: Callable[[str], tuple[str, str] | None]
    ) -> Reference | None:
        if isinstance(node, Scalar):
            if node.null:
                self._findings.add(
                    node.place, f"There is no value here; {kind.noun} is expected.", f"Write it here. {kind.source}"
                )
            elif problem := wrong_with(node.text):
                # Where there is no room for another one, it is only counted.
                self._findings.add(node.place, *(("", "") if self._findings.full else problem))
            else:
                return Reference(intern(node.text), is_name=True)
        elif node is not None and not isinstance(node, Refused):
            what = f"{kind.noun[0].upper()}{kind.noun[1:]}"
            self._findings.add(
                node.place, f"{what} must be a text, and is {described(node)} here.", f"Write it alone. {kind.source}"
            )
        return None


def _neither(text: str, kind: Kind) -> tuple[str, str] | None:
    """What is wrong with a text that may be an ID or a name, and seems to be an ID gone wrong, or neither."""
    unnamed = wrong_name(text, kind)
    told = amiss(text, kind)
    if told and not unnamed and kind is Kind.ITEM:
        return told[0], f"{told[1]} If it is a slug, write it as `slug: {text}`."
    return told or unnamed
