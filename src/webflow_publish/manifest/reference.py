"""How a manifest says which site, collection, item or locale it means: by its ID, or by its name."""

from __future__ import annotations

from collections.abc import Callable
from sys import intern
from typing import NamedTuple

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.identifier import Kind, amiss, is_identifier, may_be_amiss, wrong
from webflow_publish.manifest.name import NAMINGS, is_name, wrong_name
from webflow_publish.manifest.node import Mapping, Node, Refused, Scalar, described


class Reference(NamedTuple):
    """A text that says which one is meant, and whether it is a name: a slug, a short name or a tag."""

    text: str
    is_name: bool = False

    @property
    def slug(self) -> str | None:
        """The text, where it is a name."""
        return self.text if self.is_name else None

    @property
    def id(self) -> str:
        """The ID; or the name in its place, after a slash where it could be taken for an ID."""
        return f"/{self.text}" if self.is_name and is_identifier(self.text) else self.text


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
            return self._slug(values["slug"], kind)
        return self._identifier(values["id"], kind) if "id" in values else None

    def either(self, node: Node | None, kind: Kind) -> Reference | None:
        """An ID or a name, whichever it looks like; None where it is neither, or nothing stands there."""
        if not isinstance(node, Scalar) or node.null:
            self._unfit(node, f"{NAMINGS[kind].noun} or {kind.noun}", NAMINGS[kind].source)
            return None
        text = node.text
        if is_identifier(text):
            return _reference(text)
        if is_name(text, kind) and not (may_be_amiss(text) and amiss(text, kind)):
            return _reference(text, is_name=True)
        self._wrong(node, kind, _neither)
        return None

    def _slug(self, node: Node, kind: Kind) -> Reference | None:
        if not isinstance(node, Scalar) or node.null:
            self._unfit(node, NAMINGS[kind].noun, NAMINGS[kind].source)
        elif is_name(node.text, kind):
            return _reference(node.text, is_name=True)
        else:
            self._wrong(node, kind, wrong_name)
        return None

    def _identifier(self, node: Node, kind: Kind) -> Reference | None:
        if not isinstance(node, Scalar) or node.null:
            self._unfit(node, kind.noun, kind.source)
        elif is_identifier(node.text):
            return _reference(node.text)
        else:
            self._wrong(node, kind, wrong)
        return None

    def _unfit(self, node: Node | None, expected: str, source: str) -> None:
        """Note that nothing stands there, or something else than a text."""
        if isinstance(node, Scalar):
            message, hint = f"There is no value here; {expected} is expected.", f"Write it here. {source}"
            self._findings.add(node.place, message, hint)
        elif node is not None and not isinstance(node, Refused):
            what = f"{expected[0].upper()}{expected[1:]}"
            message, hint = f"{what} must be a text, and is {described(node)} here.", f"Write it alone. {source}"
            self._findings.add(node.place, message, hint)

    def _wrong(self, node: Scalar, kind: Kind, explain: Callable[[str, Kind], tuple[str, str]]) -> None:
        # Where there is no room for more findings, this one is only counted, and words take time.
        self._findings.add(node.place, *(("", "") if self._findings.full else explain(node.text, kind)))


def _reference(text: str, *, is_name: bool = False) -> Reference:
    return Reference(intern(text), is_name)  # Webflow's answers will bring it again


def _neither(text: str, kind: Kind) -> tuple[str, str]:
    """What is wrong with a text that may be an ID or a name, and seems to be an ID gone wrong, or neither."""
    if (told := amiss(text, kind)) is None:
        return wrong_name(text, kind, or_id=True)
    message, hint = told
    is_slug = kind is Kind.ITEM and is_name(text, kind)
    return message, f"{hint} If it is a slug, write it as `slug: {text}`." if is_slug else hint
