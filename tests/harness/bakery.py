"""Small sites for tests that run the whole program: seeds for the sandbox, and manifests for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

TOKEN = "a-token-that-nobody-may-see"
READER = "a-token-that-only-reads"
EDITOR = "a-token-of-somebody-else"
"""The token under which a test edits items, and looks at what is live."""

SITE = "580e63e98c9a982ac9b8b741"
POSTS = "64a1000000000000000000aa"
PEOPLE = "64a1000000000000000000bb"
ENGLISH = "653ad57de882f528b32e810e"
FRENCH = "653ad57de882f528b32e810f"
ARCHIVED = "64b200000000000000000064"
UNKNOWN = "64b2000000000000000000ff"

SEED = f"""\
tokens:
  - token: {TOKEN}
  - {{token: {READER}, scopes: ["cms:read"]}}
  - {{token: {EDITOR}}}
sites:
  - id: {SITE}
    name: Bakery
    locales:
      primary: {{cms-locale-id: {ENGLISH}, tag: en}}
      secondary: [{{cms-locale-id: {FRENCH}, tag: fr-CA}}]
    collections:
      - id: {POSTS}
        name: Posts
        items:
          - {{first-id: 64b200000000000000000000, count: 3, name: "Post {{number}}", locales: [all]}}
          - {{id: {ARCHIVED}, name: Closed, state: archived}}
      - id: {PEOPLE}
        name: People
        items:
          - {{id: 64b300000000000000000000, name: Ada}}
"""

GOOD_POSTS = f"""\
version: 1
collections:
  - id: {POSTS}
    name: Posts
    locales: [{ENGLISH}, {FRENCH}]
    items:
      - 64b200000000000000000000
      - 64b200000000000000000001
      - {{id: 64b200000000000000000002, name: Third post}}
"""

GOOD_PEOPLE = f"""\
version: 1
collections:
  - id: {PEOPLE}
    items: [64b300000000000000000000]
"""

WITH_ERRORS = f"""\
version: 1
collections:
  - id: {POSTS}
    name: Posts
    items:
      - 64b200000000000000000000
      - {ARCHIVED}
      - {UNKNOWN}
"""

INVALID = """\
version: 1
colections: []
"""


def seed_of(
    *collections: Mapping[str, Any],
    scopes: Iterable[str] = ("cms:read", "cms:write"),
    site: Mapping[str, Any] | None = None,
    **others: Any,
) -> str:
    """The text of a seed: one site with these collections.

    Args:
        collections: As `collection_of` makes them.
        scopes: What the program's token may do.
        site: Further keys of the site. Without `locales` there, it has English and French.
        others: Further keys of the seed, with `_` for `-`.
    """
    locales = {
        "primary": {"cms-locale-id": ENGLISH, "tag": "en"},
        "secondary": [{"cms-locale-id": FRENCH, "tag": "fr-CA"}],
    }
    every = ["cms:read", "cms:write", "sites:read", "sites:write"]
    whole = {"id": SITE, "name": "Bakery", "locales": locales, **(site or {}), "collections": [*collections]}
    return _yaml(
        {
            **{key.replace("_", "-"): value for key, value in others.items()},
            "tokens": [{"token": TOKEN, "scopes": list(scopes)}, {"token": EDITOR, "scopes": every}],
            "sites": [whole],
        }
    )


def collection_of(
    identifier: str, name: str, *items: Mapping[str, Any], fields: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """A collection of a seed."""
    return {"id": identifier, "name": name, "fields": [*fields], "items": [*items]}


def manifest_of(items: Mapping[str, Iterable[Any]], *locales: str, **others: Any) -> str:
    """The text of a manifest: entries for items by the ID of their collection; `locales` are those of all."""
    collections = [{"id": collection, "items": [*entries]} for collection, entries in items.items()]
    every = {"locales": [*locales]} if locales else {}
    return _yaml({"version": 1, **others, **every, "collections": collections})


class _Dumper(yaml.SafeDumper):
    """Writes each value out where it stands: aliases are nothing for a manifest."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


def _yaml(document: Mapping[str, Any]) -> str:
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1_000)
