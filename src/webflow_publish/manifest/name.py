"""Names that stand in place of IDs: slugs of collections and items, short names of sites, tags of locales."""

from __future__ import annotations

import re
from unicodedata import normalize

from webflow_publish.manifest.identifier import Kind
from webflow_publish.text import quoted

_LONGEST = 256
"""Characters that a slug of Webflow's has at most, and any other name with it."""

_SLUG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.~-]*")
_FORMS = {
    Kind.SITE: re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"),
    Kind.COLLECTION: _SLUG,
    Kind.ITEM: _SLUG,
    # BCP 47, as far as tags of languages, scripts and regions go.
    Kind.LOCALE: re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"),
}
_NOUNS = {
    Kind.SITE: ("a short name", "Webflow shows it in the site's address, before `.webflow.io`"),
    Kind.COLLECTION: ("a slug", "Webflow shows it in the collection's settings, in its URL"),
    Kind.ITEM: ("a slug", "Webflow shows it in the item's field Slug"),
    Kind.LOCALE: (
        "the tag of a locale",
        "tags look like `fr` or `fr-CA`, and Webflow shows them in the site's settings",
    ),
}


def wrong_name(text: str, kind: Kind) -> tuple[str, str] | None:
    """Message and hint for a text that can be neither a name of that kind nor an ID, or None."""
    if len(text) <= _LONGEST and _FORMS[kind].fullmatch(text):
        return None
    noun, place = _NOUNS[kind]
    if len(text) > _LONGEST:
        found = f"has {len(text):,} characters, and is"
    elif any(map(str.isspace, text)):
        found = "contains white space, and is"
    else:
        found = "is"
    meant = _alike(text, kind)
    return (
        f"{quoted(text)} {found} neither {noun} nor {kind.noun}.",
        f"{f'Perhaps `{meant}` is meant' if meant else 'Write it as Webflow has it'}: {place}.",
    )


def _alike(text: str, kind: Kind) -> str:
    """What Webflow would probably make of a title; empty where that says nothing."""
    if kind is Kind.LOCALE:
        guess = text.strip().replace("_", "-")
    else:
        plain = normalize("NFKD", text[:_LONGEST]).encode("ascii", "ignore").decode().lower()
        guess = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return guess if guess != text and _FORMS[kind].fullmatch(guess) else ""
