"""The checks of the manifest: that it can be read, that the site has what it names, and how long a run of it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from webflow_publish.doctor.access import NOT_YET, is_admitted
from webflow_publish.doctor.check import Check, State
from webflow_publish.doctor.facts import Facts
from webflow_publish.doctor.site import enabled
from webflow_publish.estimate import LOWEST_RATE, Estimate
from webflow_publish.manifest import Collection, Manifest
from webflow_publish.manifest.model import ALL
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.text import counted, quoted
from webflow_publish.webflow import Failure, Site
from webflow_publish.webflow.reader import PAGE

_NOT_READ = "looked at once the collections can be read."
_SHOWN = 10
"""Single things that are told of one check."""


def manifest(facts: Facts) -> Check:
    """Whether there is a manifest, and it can be read."""
    title = "Manifest"
    if facts.manifest is None:
        return Check(title, State.SKIPPED, "There is none yet.", "Write a first one with `webflow-publish init`.")
    if isinstance(facts.manifest, Manifest):
        return Check(title, State.GOOD, f"It is valid: {facts.manifest}.")
    number = counted(len(facts.manifest), "problem")
    return Check(title, State.BAD, f"It has {number}.", "", _few([_told(each) for each in facts.manifest]))


def collections(facts: Facts) -> Check:
    """Whether the site has the collections of the manifest."""
    title = "Collections"
    if isinstance(facts.headings, tuple) and not facts.collections:
        return Check(title, State.GOOD, f"The site has {counted(len(facts.headings), 'collection')}.")
    if not facts.collections or not (isinstance(facts.headings, tuple) or facts.totals):
        return Check(title, State.SKIPPED, _NOT_READ)
    found = [(each, _is_there(facts, each)) for each in facts.collections]
    wrong = [
        f"{each.place}: The site has no collection {quoted(each.slug or each.id)}."
        for each, is_there in found
        if is_there is False
    ]
    unseen = sum(is_there is None for _, is_there in found)
    if wrong:
        there = facts.headings if isinstance(facts.headings, tuple) else ()
        slugs = ", ".join(quoted(each.slug) for each in there[:_SHOWN])
        hint = f"Those of the site: {slugs}." if slugs else Reason.NOT_FOUND.hint
        return Check(title, State.BAD, "The manifest names some that are not there.", hint, _few(wrong))
    if unseen:
        return Check(title, State.UNKNOWN, f"{counted(unseen, 'collection')} of the manifest could not be looked up.")
    return Check(title, State.GOOD, f"{counted(len(facts.collections), 'collection')} of the manifest, all there.")


def items(facts: Facts) -> Check:
    """How many items there are, and how many of them the manifest lists. A plan looks at each."""
    title = "Items"
    totals = {key: total for key, total in facts.totals.items() if isinstance(total, int)}
    if not totals:
        return Check(title, State.SKIPPED, _NOT_READ)
    headings = facts.headings if isinstance(facts.headings, tuple) else ()
    names = {each.id: each.slug for each in headings}
    if not isinstance(facts.manifest, Manifest):
        parts = [f"{total:,} in {names.get(key, key)}" for key, total in totals.items()]
        return Check(title, State.GOOD, f"{', '.join(_few(parts))}.")
    listed = Counter(item.collection.id for item in facts.manifest.items)
    parts = []
    for collection in facts.collections:
        heading = facts.heading(collection)
        total = totals.get(heading.id if heading else collection.id)
        if total is not None:
            name = collection.name or (heading.slug if heading else collection.label)
            parts.append(f"{listed[collection.id]:,} of {name}, which has {total:,}")
    return Check(
        title, State.GOOD, f"The manifest lists {'; '.join(_few(parts))}.", "`webflow-publish plan` looks at each."
    )


def rate(facts: Facts) -> Check:
    """How many requests a minute there are, and how long a run of the manifest takes with them."""
    title = "Rate limit"
    if not is_admitted(facts):
        return Check(title, State.SKIPPED, NOT_YET)
    takes = _duration(facts)
    if facts.rate_limit is None:
        return Check(title, State.UNKNOWN, f"Webflow did not tell it: {LOWEST_RATE} a minute are assumed.{takes}")
    return Check(title, State.GOOD, f"{facts.rate_limit:,} requests a minute.{takes}")


def _is_there(facts: Facts, collection: Collection) -> bool | None:
    """Whether the site has a collection of the manifest; None where that could not be seen.

    Where the collections of the site could not be listed, that is whether its items could be.
    """
    if isinstance(facts.headings, tuple):
        return facts.heading(collection) is not None
    if collection.id not in facts.totals:
        return None
    answer = facts.totals[collection.id]
    if isinstance(answer, Failure):
        return False if answer.reason is Reason.NOT_FOUND else None
    return True


def _duration(facts: Facts) -> str:
    """What publishing all of the manifest takes; nothing where there is none."""
    if not isinstance(facts.manifest, Manifest) or not facts.manifest.items:
        return ""
    site = facts.site if isinstance(facts.site, Site) else None
    everywhere = max(1, len(enabled(site.locales))) if site else 1
    groups: Counter[tuple[str, str | None]] = Counter()
    for item in facts.manifest.items:
        for locale in item.locales or (None,):
            groups[item.collection.id, locale] += everywhere if locale == ALL else 1
    pages = sum(-(-count // PAGE) for count in groups.values())
    writes = sum(-(-count // PAGE) for count in _by_collection(groups).values())
    estimate = Estimate(pages, writes, pages, facts.rate_limit)
    requests, minutes = counted(estimate.requests, "request"), counted(estimate.minutes, "minute")
    return f" Publishing all of the manifest takes about {requests}, so about {minutes}."


def _by_collection(groups: Counter[tuple[str, str | None]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for (collection_id, _), count in groups.items():
        counts[collection_id] += count
    return counts


def _told(problem: Problem) -> str:
    place = f"{problem.place}: " if problem.place else ""
    return f"{place}{problem.message} {problem.hint}".strip()


def _few(things: Sequence[str]) -> tuple[str, ...]:
    """The first of them, and how many more there are."""
    more = len(things) - _SHOWN
    return (*things[:_SHOWN], f"and {more:,} more") if more > 0 else tuple(things)
