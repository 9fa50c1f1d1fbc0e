"""What went wrong, at the lines of the manifest where it stands."""

from __future__ import annotations

from webflow_publish.complaint import Complaint
from webflow_publish.console import Annotation, Level
from webflow_publish.inputs import Mode
from webflow_publish.outcome import MISSING, Outcome, Result, Verdict
from webflow_publish.problem import Place, Problem
from webflow_publish.reason import GENERAL, Reason
from webflow_publish.report.headline import headline
from webflow_publish.text import counted, titled

_BEFORE_ALL_FILES = Place("", 0, 0)
_UNREAD = "Not everything could be read"
_BEYOND = "More than the manifest"


def annotations_of(result: Result) -> tuple[Annotation, ...]:
    """One for each problem, each item × locale that is missing, and each other error, as they stand in the files.

    What the run had to do without is a warning, and so is what it did beyond the manifest. Where a defect ended the
    run, it alone.
    """
    if result.defect:
        return (Annotation(Level.ERROR, "A defect of webflow-publish", result.defect),)
    found = [
        *(_of_problem(problem) for problem in result.problems),
        *(
            _of_outcome(each)
            for each in result.outcomes
            if each.status in MISSING and each.reason is not Reason.TOO_MANY
        ),
        *_of_refusal(result),
        *(_of_complaint(complaint) for complaint in result.unmatched),
        *(Annotation(Level.ERROR, "Something could not be written", each.message, each.hint) for each in result.losses),
        *_of_remainders(result),
        *(Annotation(Level.WARNING, _UNREAD, each.message, each.hint) for each in result.warnings),
        *(Annotation(Level.WARNING, _BEYOND, each.message, each.hint, each.place) for each in result.notices),
        *_of_plan(result),
    ]
    return tuple(sorted(found, key=lambda each: each.place or _BEFORE_ALL_FILES))


def _of_problem(problem: Problem) -> Annotation:
    topic = "Mistake in the manifest" if problem.place else "Mistake in the inputs"
    return Annotation(Level.ERROR, topic, problem.message, problem.hint, problem.place)


def _of_outcome(outcome: Outcome) -> Annotation:
    item, reason = outcome.variant.item, outcome.reason
    locale = f" in the locale {outcome.variant.locale_label}" if outcome.variant.locale else ""
    name = titled(outcome.name, item.id)
    wanted = ", to be taken down" if outcome.variant.is_leaving else ""
    message = f"{name}{locale}, of {item.collection.label}{wanted}: {outcome.message.rstrip('.')}."
    if reason is None:
        topic = "Not taken down" if outcome.variant.is_leaving else "Not published"
        return Annotation(Level.ERROR, topic, message, place=item.place)
    # Of one reason, some may have been sent and others not: the same is true of those only of which the same is said.
    cause = outcome.message if reason in GENERAL else ""
    return Annotation(Level.ERROR, reason.meaning, message, reason.hint, item.place, cause)


def _of_refusal(result: Result) -> tuple[Annotation, ...]:
    """One for all that `max-publish` holds back: it lies in none of them, and what they are, the plan shows."""
    if result.refusal is None:
        return ()
    reason = Reason.TOO_MANY
    return (Annotation(Level.ERROR, reason.meaning, f"{result.refusal}.", reason.hint),)


def _of_remainders(result: Result) -> tuple[Annotation, ...]:
    """One for all that an undo cannot bring back: the log and the summary name them."""
    if not result.remainders:
        return ()
    message = (
        f"{counted(len(result.remainders), 'item')}, counted in each locale, cannot be brought back to what was live."
    )
    return (Annotation(Level.WARNING, "Not undone", message, "The job summary and the log say which, and what to do."),)


def _of_plan(result: Result) -> tuple[Annotation, ...]:
    """What a plan comes to, so that a reviewer sees that there is one; with `fail-on-pending`, it is an error."""
    if result.verdict is not Verdict.PENDING:
        return ()
    message = f"{headline(result, Mode.PLAN)}. The plan shows which."
    if result.drift:
        hint = "Publish it, or undo the edits in Webflow."
        return (Annotation(Level.ERROR, "Not everything is live", message, hint),)
    return (Annotation(Level.NOTICE, "Plan", message),)


def _of_complaint(complaint: Complaint) -> Annotation:
    message = f"Webflow reported for {complaint.collection.label}, without naming an item: {complaint.message}"
    return Annotation(
        Level.ERROR, "An error that names no item", message, complaint.reason.hint, complaint.collection.place
    )
