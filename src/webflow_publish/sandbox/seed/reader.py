"""Reads a seed from YAML; all of its problems are told together."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import chain

import yaml

from webflow_publish.sandbox.seed import keys
from webflow_publish.sandbox.seed.entry import Entry, Notes
from webflow_publish.sandbox.seed.fault import read_fault
from webflow_publish.sandbox.seed.model import Filter, NeverPublished, Seed, Site, Token
from webflow_publish.sandbox.seed.site import read_site

SCOPES = ("cms:read", "cms:write", "sites:read", "sites:write")
"""The scopes of a site token that the sandbox tells apart."""

DEFAULT_SCOPES = ("cms:read", "cms:write", "sites:read")
DEFAULT_TOKEN = "sandbox-token"  # noqa: S105 - opens nothing but the sandbox


class SeedError(ValueError):
    """A seed that cannot be used; `problems` has one sentence each, with file and line."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_seed(text: str, name: str) -> Seed:
    """Read a seed. `name` is what messages call the file.

    Raises:
        SeedError: With every problem that was found.
    """
    notes = Notes(name)
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        what = getattr(problem, "problem", None) or str(problem).replace("\n", " ")
        raise SeedError((f"{name}{line}: This is not YAML: {what}.",)) from problem
    if node is None:
        raise SeedError((f"{name}:1: The seed is empty; it needs at least `sites`.",))
    entry = Entry(node, notes, keys.SEED)
    sites = tuple(read_site(site) for site in entry.mappings("sites", keys.SITE))
    if not sites:
        entry.problem("sites", "A seed needs at least one entry in `sites`.")
    seed = Seed(
        tokens=_tokens(entry, sites),
        sites=sites,
        rate_limit=entry.number("rate-limit", 0, least=1) if _given(entry, "rate-limit") else None,
        filter=entry.choice("filter", Filter, Filter.HONOURED),
        never_published=entry.choice("never-published", NeverPublished, NeverPublished.CONFLICT),
        confirmation=entry.seconds("confirmation", endless="never"),
        clock_offset=timedelta(seconds=entry.seconds("clock-offset", signed=True)),
        faults=tuple(read_fault(fault, sites) for fault in entry.mappings("faults", keys.FAULT)),
    )
    _unique(entry, sites)
    if notes.problems:
        raise SeedError(notes.problems)
    return seed


def _given(entry: Entry, key: str) -> bool:
    return entry.value(key) is not None


def _tokens(entry: Entry, sites: tuple[Site, ...]) -> tuple[Token, ...]:
    known = frozenset(site.id for site in sites)
    if "tokens" not in entry:
        return (Token(DEFAULT_TOKEN, known, frozenset(DEFAULT_SCOPES)),)
    return tuple(_token(token, known) for token in entry.mappings("tokens", keys.TOKEN))


def _token(entry: Entry, known: frozenset[str]) -> Token:
    scopes = entry.texts("scopes") if "scopes" in entry else DEFAULT_SCOPES
    for scope in sorted(set(scopes) - set(SCOPES)):
        entry.problem("scopes", f"The scope `{scope}` is not known; there are {', '.join(SCOPES)}.")
    sites = frozenset(entry.texts("sites")) if "sites" in entry else known
    for site in sorted(sites - known):
        entry.problem("sites", f"The site `{site}` is not in this seed.")
    return Token(entry.text("token"), sites, frozenset(scopes))


def _unique(entry: Entry, sites: tuple[Site, ...]) -> None:
    collections = [collection for site in sites for collection in site.collections]
    items = [dict.fromkeys(variant.id for variant in collection.variants) for collection in collections]
    variants = [(variant.id, variant.locale) for collection in collections for variant in collection.variants]
    identifiers = [*(site.id for site in sites), *(collection.id for collection in collections), *chain(*items)]
    twice = {identifier for identifier, count in Counter(identifiers).items() if count > 1}
    twice |= {identifier for (identifier, _), count in Counter(variants).items() if count > 1}
    for identifier in sorted(twice - {""}):
        entry.problem("sites", f"The ID `{identifier}` is used twice in this seed.")
