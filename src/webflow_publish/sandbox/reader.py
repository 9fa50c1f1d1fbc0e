"""Reads a seed from YAML; all of its problems are told together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain

import yaml

from webflow_publish.sandbox.estate import SITE_KEYS, read_site
from webflow_publish.sandbox.fault import Change, Cut, Fault, Match, Reply, Spoil
from webflow_publish.sandbox.form import Form, Notes
from webflow_publish.sandbox.seed import Filter, NeverPublished, Seed, Site, Token

SCOPES = ("cms:read", "cms:write", "sites:read", "sites:write")
"""The scopes of a site token that the sandbox tells apart."""

DEFAULT_SCOPES = ("cms:read", "cms:write", "sites:read")
DEFAULT_TOKEN = "sandbox-token"  # noqa: S105 - opens nothing but the sandbox

_KEYS = ("tokens", "rate-limit", "filter", "never-published", "sites", "faults")
_FAULT_KEYS = ("method", "path", "containing", "nth", "times", "hang", "answer", "cut", "change")
_CHANGE_KEYS = ("status", "headers", "omit", "add", "add-errors", "nulls", "body", "spoil")


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
    form = Form(node, notes, _KEYS)
    sites = tuple(read_site(site) for site in form.forms("sites", SITE_KEYS))
    if not sites:
        form.problem("sites", "A seed needs at least one entry in `sites`.")
    seed = Seed(
        tokens=_tokens(form, sites),
        sites=sites,
        rate_limit=form.number("rate-limit", 0, least=1) if _given(form, "rate-limit") else None,
        filter=form.choice("filter", Filter, Filter.HONOURED),
        never_published=form.choice("never-published", NeverPublished, NeverPublished.CONFLICT),
        faults=tuple(_fault(fault) for fault in form.forms("faults", _FAULT_KEYS)),
    )
    _unique(form, sites)
    if notes.problems:
        raise SeedError(notes.problems)
    return seed


def _given(form: Form, key: str) -> bool:
    return form.value(key) is not None


def _tokens(form: Form, sites: tuple[Site, ...]) -> tuple[Token, ...]:
    known = frozenset(site.id for site in sites)
    if "tokens" not in form:
        return (Token(DEFAULT_TOKEN, known, frozenset(DEFAULT_SCOPES)),)
    return tuple(_token(entry, known) for entry in form.forms("tokens", ("token", "sites", "scopes")))


def _token(form: Form, known: frozenset[str]) -> Token:
    scopes = form.texts("scopes") if "scopes" in form else DEFAULT_SCOPES
    for scope in sorted(set(scopes) - set(SCOPES)):
        form.problem("scopes", f"The scope `{scope}` is not known; there are {', '.join(SCOPES)}.")
    sites = frozenset(form.texts("sites")) if "sites" in form else known
    for site in sorted(sites - known):
        form.problem("sites", f"The site `{site}` is not in this seed.")
    return Token(form.text("token"), sites, frozenset(scopes))


def _fault(form: Form) -> Fault:
    times = None if form.text("times", "1") == "always" else form.number("times", 1, least=1)
    match = Match(
        form.text("method", "").upper(),
        form.text("path", ""),
        form.text("containing", ""),
        form.number("nth", 1, least=1),
        times,
    )
    fault = Fault(match, form.seconds("hang"))
    doings = [key for key in ("answer", "cut", "change") if key in form]
    if len(doings) > 1 or (not doings and not fault.hang):
        form.problem("path", "A fault needs `hang`, or exactly one of `answer`, `cut` and `change`, or both.")
        return fault
    answer = form.form("answer", ("status", "headers", "body"))
    change = form.form("change", _CHANGE_KEYS)
    return replace(
        fault,
        answer=None if answer is None else _reply(answer),
        cut=form.choice("cut", Cut, Cut.BEFORE) if "cut" in form else None,
        change=None if change is None else _change(change),
    )


def _reply(form: Form) -> Reply:
    body = form.value("body")
    return Reply(form.number("status", 200, least=200, most=599), _headers(form), "" if body is None else body)


def _change(form: Form) -> Change:
    return Change(
        status=form.number("status", 200, least=200, most=599) if "status" in form else None,
        headers=_headers(form),
        omit=frozenset(form.texts("omit")),
        add=tuple(form.texts("add")),
        add_errors=tuple(form.texts("add-errors")),
        nulls=form.flag("nulls", default=False),
        body=form.value("body"),
        spoil=form.choice("spoil", Spoil, Spoil.BROKEN) if "spoil" in form else None,
    )


def _headers(form: Form) -> dict[str, str]:
    return {name: str(value) for name, value in form.table("headers").items()}


def _unique(form: Form, sites: tuple[Site, ...]) -> None:
    collections = [collection for site in sites for collection in site.collections]
    items = [dict.fromkeys(variant.id for variant in collection.variants) for collection in collections]
    variants = [(variant.id, variant.locale) for collection in collections for variant in collection.variants]
    identifiers = [*(site.id for site in sites), *(collection.id for collection in collections), *chain(*items)]
    twice = {identifier for identifier, count in Counter(identifiers).items() if count > 1}
    twice |= {identifier for (identifier, _), count in Counter(variants).items() if count > 1}
    for identifier in sorted(twice - {""}):
        form.problem("sites", f"The ID `{identifier}` is used twice in this seed.")
