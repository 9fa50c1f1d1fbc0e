"""Reads the faults of a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from webflow_publish.sandbox.fault import Change, Cut, Fault, Loss, Match, Reply, Spoil
from webflow_publish.sandbox.seed import keys
from webflow_publish.sandbox.seed.entry import Entry
from webflow_publish.sandbox.seed.model import Site


def read_fault(entry: Entry, sites: Sequence[Site]) -> Fault:
    """Read one fault; `sites` are those of the seed, whose locales and items it may name."""
    loses = "lose" in entry or "lose-items" in entry
    fault = Fault(_match(entry, loses=loses), entry.seconds("hang"))
    doings = [key for key in ("answer", "cut", "change") if key in entry]
    if len(doings) + loses > 1 or (not doings and not loses and not fault.hang):
        entry.problem("path", "A fault needs `hang`, or exactly one of `answer`, `cut`, `change` and `lose`, or both.")
        return fault
    answer = entry.mapping("answer", keys.ANSWER)
    change = entry.mapping("change", keys.CHANGE)
    return replace(
        fault,
        answer=None if answer is None else _reply(answer),
        cut=entry.choice("cut", Cut, Cut.BEFORE) if "cut" in entry else None,
        change=None if change is None else _change(change),
        loss=_loss(entry, sites) if loses else Loss(),
    )


def _match(entry: Entry, *, loses: bool) -> Match:
    # Only a publish request has something to lose, so that others must not use the fault up.
    return Match(
        method=entry.text("method", "POST" if loses else "").upper(),
        path=entry.text("path", "/items/publish" if loses else ""),
        containing=entry.text("containing", ""),
        nth=entry.number("nth", 1, least=1),
        times=None if entry.text("times", "1") == "always" else entry.number("times", 1, least=1),
    )


def _reply(entry: Entry) -> Reply:
    body = entry.value("body")
    return Reply(entry.number("status", 200, least=200, most=599), _headers(entry), "" if body is None else body)


def _change(entry: Entry) -> Change:
    return Change(
        status=entry.number("status", 200, least=200, most=599) if "status" in entry else None,
        headers=_headers(entry),
        omit=frozenset(entry.texts("omit")),
        add=tuple(entry.texts("add")),
        add_errors=tuple(entry.texts("add-errors")),
        nulls=entry.flag("nulls", default=False),
        body=entry.value("body"),
        spoil=entry.choice("spoil", Spoil, Spoil.BROKEN) if "spoil" in entry else None,
    )


def _headers(entry: Entry) -> dict[str, str]:
    return {name: str(value) for name, value in entry.table("headers").items()}


def _loss(entry: Entry, sites: Sequence[Site]) -> Loss:
    named, items = entry.texts("lose"), frozenset(entry.texts("lose-items"))
    if not named and not items:
        entry.problem("lose", "A fault that loses something needs a locale in `lose`, or an item in `lose-items`.")
    locales = [locale for site in sites for locale in site.locales]
    tags = dict.fromkeys(locale.tag for locale in locales)
    for name in sorted(set(named) - {*tags, *(locale.cms_locale_id for locale in locales)}):
        entry.problem("lose", f"The locale `{name}` is not in this seed; there are: {', '.join(tags) or 'none'}.")
    known = {variant.id for site in sites for collection in site.collections for variant in collection.variants}
    for item in sorted(items - known):
        entry.problem("lose-items", f"The item `{item}` is not in this seed.")
    lost = (locale.cms_locale_id for locale in locales if {locale.tag, locale.cms_locale_id} & set(named))
    return Loss(frozenset(lost), items)
