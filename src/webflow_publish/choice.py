"""Which site, and which of its collections, somebody means who names them on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from webflow_publish.problem import Problem
from webflow_publish.text import quoted
from webflow_publish.webflow import Heading, Site

_SHOWN = 10
"""Names that are listed of those that there are."""


def chosen_site(sites: Sequence[Site], wanted: str) -> Site | Problem:
    """The site with that ID or short name; where nothing is wanted, the only one that there is."""
    if not sites:
        return Problem(
            "The token sees no site.", "Make a site token in that site's own settings: Apps & integrations, API access."
        )
    if not wanted:
        if len(sites) == 1:
            return sites[0]
        return Problem(f"The token sees {len(sites):,} sites.", f"Say which one with `--site`: {_sites(sites)}.")
    folded = wanted.lower()
    for site in sites:
        if folded in {site.id, site.short_name.lower()}:
            return site
    return Problem(
        f"The token sees no site {quoted(wanted)}.",
        f"{_meant(folded, [site.short_name for site in sites])}The sites that it sees: {_sites(sites)}.",
    )


def chosen_collections(headings: Sequence[Heading], wanted: Sequence[str]) -> tuple[Heading, ...] | tuple[Problem, ...]:
    """The collections that are wanted, each once, in their order on the site; all where none is named.

    Each is named by its ID, its slug, or what people call it.
    """
    if not headings:
        return (Problem("The site has no collections.", "Make one in Webflow's CMS first."),)
    if not wanted:
        return tuple(headings)
    found: dict[str, set[str]] = {text: _matches(headings, text) for text in wanted}
    problems = [_unfit(text, ids, headings) for text, ids in found.items() if len(ids) != 1]
    ids = set().union(*found.values())
    return tuple(problems) or tuple(heading for heading in headings if heading.id in ids)


def _matches(headings: Iterable[Heading], text: str) -> set[str]:
    """The IDs of the collections that a text names; an ID and a slug come before what people call others."""
    folded = text.lower()
    exact = {each.id for each in headings if folded in {each.id, each.slug.lower()}}
    return exact or {each.id for each in headings if folded == each.name.lower()}


def _unfit(text: str, ids: set[str], headings: Sequence[Heading]) -> Problem:
    if ids:
        slugs = [each.slug for each in headings if each.id in ids]
        return Problem(f"Several collections are called {quoted(text)}.", f"Give a slug: {_listed(slugs)}.")
    names = [name for each in headings for name in (each.slug, each.name)]
    return Problem(
        f"The site has no collection {quoted(text)}.",
        f"{_meant(text.lower(), names)}The collections of the site: {_listed([each.slug for each in headings])}.",
    )


def _meant(folded: str, names: Iterable[str]) -> str:
    near = get_close_matches(folded, {name.lower(): None for name in names if name}, n=1)
    return f"Did you mean {quoted(near[0])}? " if near else ""


def _sites(sites: Sequence[Site]) -> str:
    return _listed([site.short_name or site.id for site in sites])


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(quoted(name) for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else shown
