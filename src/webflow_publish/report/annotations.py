"""What went wrong, at the lines of the manifest where it stands."""

from __future__ import annotations

from operator import attrgetter

from webflow_publish.console import Annotation, Level
from webflow_publish.inputs import Mode
from webflow_publish.outcome import Outcome, Result, Status
from webflow_publish.report.headline import headline


def annotations_of(result: Result, mode: Mode) -> tuple[Annotation, ...]:
    """The headline, where the run is red, then one for each error, in the order of files and lines."""
    if result.defect:
        return (Annotation(Level.ERROR, headline(result, mode), result.defect),)
    placed = [Annotation(Level.ERROR, each.message, each.hint or each.message, each.place) for each in result.problems]
    placed += [_of(outcome) for outcome in result.outcomes if outcome.status is not Status.PUBLISHED]
    placed += [
        Annotation(
            Level.ERROR, f"{each.reason.meaning}: an error that names no item", each.message, each.collection.place
        )
        for each in result.unmatched
    ]
    somewhere = [each for each in placed if each.place]
    return (*(each for each in placed if not each.place), *sorted(somewhere, key=attrgetter("place")))


def _of(outcome: Outcome) -> Annotation:
    item, reason = outcome.variant.item, outcome.reason
    locale = f" in locale {outcome.variant.locale}" if outcome.variant.locale else ""
    verb = "not published" if outcome.status is Status.FAILED else "not sent"
    what = f"{item.label} ({item.id}){locale} of {item.collection.label}"
    meaning, hint = (reason.meaning, reason.hint) if reason else ("", "")
    return Annotation(Level.ERROR, f"{meaning}: {verb}", f"{what}: {outcome.message.rstrip('.')}. {hint}", item.place)
