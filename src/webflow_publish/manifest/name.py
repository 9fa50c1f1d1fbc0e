"""Names that stand in place of IDs: slugs of collections and items, short names of sites, tags of locales."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from webflow_publish.manifest.identifier import Kind
from webflow_publish.text import quoted

LONGEST = 256
"""Characters that a slug of Webflow's has at most, and any other name with it."""

_SLUG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.~-]*")
_SCHEME = re.compile(r"\Ahttps?://", re.IGNORECASE)
_SITES = "webflow.io"
"""The domain of which every site has a subdomain, named by its short name."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What a name of some kind is called, with its article; where Webflow shows it; and which form it has."""

    noun: str
    place: str
    form: re.Pattern[str]

    @property
    def source(self) -> str:
        """Where the name is found, as a sentence."""
        return f"Webflow shows it {self.place}."


NAMINGS = {
    Kind.SITE: Naming(
        "a short name",
        f"in the site's address, before `.{_SITES}`",
        re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"),
    ),
    Kind.COLLECTION: Naming("a slug", "in the collection's settings, in its URL", _SLUG),
    Kind.ITEM: Naming("a slug", "in the item's field Slug", _SLUG),
    Kind.LOCALE: Naming(
        "the tag of a locale",
        "in the site's settings, such as `fr` or `fr-CA`",
        # BCP 47, as far as tags of languages, scripts and regions go.
        re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"),
    ),
}
"""How Webflow's things are named, by their kinds."""


def is_name(text: str, kind: Kind) -> bool:
    """Whether the text has the form of a name of that kind."""
    return len(text) <= LONGEST and NAMINGS[kind].form.fullmatch(text) is not None


def wrong_name(text: str, kind: Kind, *, or_id: bool = False) -> tuple[str, str]:
    """Message and hint for a text that is no name of that kind, where one is expected, or with `or_id` an ID."""
    naming = NAMINGS[kind]
    if len(text) > LONGEST:
        found = f"has {len(text):,} characters, and is"
    elif any(map(str.isspace, text)):
        found = "contains white space, and is"
    else:
        found = "is"
    what = f"neither {naming.noun} nor {kind.noun}" if or_id else f"not {naming.noun}"
    meant = _alike(text[:LONGEST], kind)
    told = f"Perhaps `{meant}` is meant. {naming.source}" if meant else f"Write it as Webflow shows it {naming.place}."
    return f"{quoted(text)} {found} {what}.", told


def _alike(text: str, kind: Kind) -> str:
    """The name that an address has in it, or that Webflow would make of a title; empty where that says nothing."""
    if kind is Kind.LOCALE:
        guess = text.strip().replace("_", "-")
    else:
        plain = normalize("NFKD", _part(text, kind)).encode("ascii", "ignore").decode().lower()
        guess = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return guess if guess != text and is_name(guess, kind) else ""


def _part(text: str, kind: Kind) -> str:
    """Of an address, what names the thing: the first part of the host, or the last one of the path."""
    address = _SCHEME.sub("", text)
    if kind is Kind.SITE:
        name, _, domain = address.partition("/")[0].partition(".")
        return name if domain.lower() in {"", _SITES} else ""
    is_address = "/" in text and not any(map(str.isspace, text))
    return re.split("[?#]", address)[0].rstrip("/").rpartition("/")[2] if is_address else text
