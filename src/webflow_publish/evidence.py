"""What a look at the live site shows of an item: that it is live as it is staged, or gone, or what is wrong with it."""

from __future__ import annotations

from webflow_publish.change import Change
from webflow_publish.outcome import Outcome
from webflow_publish.presence import is_nowhere
from webflow_publish.webflow import Content, Failure
from webflow_publish.webflow.content import digest

_ABSENT = "It is not on the live site"
_DRAFT = "The live site has it as a draft"
_ARCHIVED = "The live site has it as archived"
_FOREIGN = "What the live site shows of it is in another locale"
_OLD = "The live site still shows what was published before"
_UNDATED = "The live site does not tell when it was published, so that it may be what was published before"
_UNCOMPARED = "It is live, but its staged version is gone, so that nobody knows whether it is the same"
_PRESENT = "It is still on the live site"
_MOST_FIELDS = 5


def judged(outcome: Outcome, live: Content | Failure | None) -> Content | Failure | str:
    """What is live, if that can be what was published; only times that Webflow wrote are compared."""
    if isinstance(live, Failure):
        return f"{_ABSENT}. {live.message}" if is_nowhere(live) else live
    if live is None:
        return _ABSENT
    if outcome.staged and _is_foreign(live, outcome.staged):
        return _FOREIGN
    if live.is_draft or live.is_archived:
        return _DRAFT if live.is_draft else _ARCHIVED
    is_new = outcome.is_in_doubt or (outcome.accepted and outcome.change is not Change.FORCED)
    before = outcome.staged.last_published if outcome.staged and is_new else None
    if before is None or live.last_published not in {None, before}:
        return live
    return _OLD if live.last_published else _UNDATED


def lingering(live: Content | Failure | None) -> Failure | str | None:
    """What speaks against it that an item is off the live site; None where it is off.

    In whatever form it is shown there: it has to be gone.
    """
    if isinstance(live, Failure):
        return None if is_nowhere(live) else live
    return None if live is None else _PRESENT


def is_as_read(outcome: Outcome, live: Content) -> bool:
    """Whether what is live is what was staged before anything was sent."""
    return outcome.staged is not None and outcome.staged.digest == live.digest


def compared(live: Content, staged: Content | Failure | None) -> Content | Failure | str:
    """What is live, if that is what is staged."""
    if staged is None:
        return _UNCOMPARED
    if isinstance(staged, Failure):
        return staged
    if staged.digest == live.digest:
        return live
    slugs = {**staged.fields, **live.fields}
    fields = [slug for slug in slugs if _part(staged, slug) != _part(live, slug)]
    shown = ", ".join(fields[:_MOST_FIELDS]) + (", and others" if len(fields) > _MOST_FIELDS else "")
    return f"It is live, but with other content than what is staged, in: {shown}"


def _is_foreign(live: Content, staged: Content) -> bool:
    """Whether it is in another locale than what was read before; many answers do not name their locale."""
    return live.locale != staged.locale and None not in {live.locale, staged.locale}


def _part(content: Content, slug: str) -> str:
    return digest({slug: content.fields.get(slug)})
