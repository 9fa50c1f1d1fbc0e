"""The one sentence that answers: is it out?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from webflow_publish.inputs import Mode
from webflow_publish.outcome import MISSING, Outcome, Result, Status, Verdict
from webflow_publish.reason import DENIED, IN_DOUBT, PASSING, Reason
from webflow_publish.text import counted

_CAUSES = {
    Verdict.DENIED: DENIED,
    Verdict.UNAVAILABLE: PASSING,
    Verdict.CANCELLED: frozenset({Reason.CANCELLED}),
}
"""The reasons that a verdict is about."""

_DOUBTFUL = IN_DOUBT | PASSING | {Reason.NOT_LIVE}
"""Reasons for which what failed may be live all the same: the answer was lost, or it could not be read back."""

_NOTHING_DONE = {Mode.PUBLISH: ": nothing was published", Mode.PLAN: ": there is no plan", Mode.VALIDATE: ""}

_Item = Sequence[Outcome]
"""The outcomes of one item, one for each of its locales."""


def headline(result: Result, mode: Mode) -> str:
    """One sentence without a full stop, for the job summary and the log."""
    if result.defect:
        rest = {Mode.PUBLISH: f". {_extent(result)}", Mode.PLAN: ". There is no plan", Mode.VALIDATE: ""}
        return f"webflow-publish stopped at a defect of its own{rest[mode]}"
    if result.verdict is Verdict.INVALID:
        return _invalid(result) + _NOTHING_DONE[mode]
    said = _SAID[mode](result)
    return said + (", but not everything could be written down" if result.losses else "")


def _published(result: Result) -> str:
    if result.refusal:
        return f"Nothing was published: {result.refusal}"
    if result.verdict is Verdict.CANCELLED and result.outcomes and not any(map(_is_missing, result.outcomes)):
        return "The run was stopped before it was seen whether everything is live"
    return _extent(result) + _cause(result)


def _planned(result: Result) -> str:
    if result.verdict in _CAUSES and all(each.reason in _CAUSES[result.verdict] for each in result.outcomes):
        return f"There is no plan{_cause(result)}"
    if result.refusal:
        return f"Publishing would be refused: {result.refusal}"
    items = _items(result)
    going = _having(items, _is_pending)
    hopeless = [item for item in _having(items, _is_missing) if not any(map(_is_pending, item))]
    if going:
        return _going(result, going, hopeless, len(items))
    return f"{_hopeless(hopeless, len(items))}{_cause(result)}" if hopeless else _nothing(result, len(items))


def _going(result: Result, going: Sequence[_Item], hopeless: Sequence[_Item], items: int) -> str:
    """What to say of a plan under which something is published, or would be if that was not called drift."""
    share = _share(len(going), items)
    if result.drift and result.verdict is Verdict.PENDING:
        return f"{share} {_are(len(going))} not live as staged"
    rest = f", and {len(hopeless):,} cannot be" if hopeless else ""
    return f"{share} would be published{_but_not_all(going)}{rest}{_cause(result)}"


def _validated(result: Result) -> str:
    if result.verdict is Verdict.CANCELLED:
        return "The validation was stopped"
    return f"The manifest is valid: {result.manifest}"


_SAID = {Mode.PUBLISH: _published, Mode.PLAN: _planned, Mode.VALIDATE: _validated}


def _invalid(result: Result) -> str:
    places = {problem.place is not None for problem in result.problems}
    where = {frozenset({True}): "the manifest", frozenset({False}): "the inputs"}
    return (
        f"{counted(len(result.problems), 'mistake')} in {where.get(frozenset(places), 'the inputs and the manifest')}"
    )


def _cause(result: Result) -> str:
    """The reasons that made the verdict, where it is more than a failure here and there."""
    causes = _CAUSES.get(result.verdict, frozenset())
    found = dict.fromkeys(outcome.reason for outcome in result.outcomes if outcome.reason in causes)
    words = [reason.meaning for reason in found if reason]
    if result.verdict is Verdict.CANCELLED and not words:
        words = [Reason.CANCELLED.meaning]
    clauses = [each if each.startswith("Webflow") else each[0].lower() + each[1:] for each in words]
    return f": {', and '.join(clauses)}" if clauses else ""


def _nothing(result: Result, items: int) -> str:
    if not items:
        return f"Nothing to do: {'this part of the manifest' if result.left_out else 'the manifest'} lists nothing"
    all_items = _share(items, items)
    return f"Nothing to do: {all_items[0].lower()}{all_items[1:]} {_are(items)} live already"


def _hopeless(hopeless: Sequence[_Item], items: int) -> str:
    """What to say of a plan under which nothing is published."""
    where = _in_all_locales(hopeless, items)
    if len(hopeless) == items > 1:
        return f"{_none(items)} can be published{where}"
    return f"{_share(len(hopeless), items)} cannot be published{where}"


def _but_not_all(going: Sequence[_Item]) -> str:
    """How many of the items that would be published are missing in some of their locales."""
    partial = len(_having(going, _is_missing))
    if not partial:
        return ""
    locales = f"not in all of {'its' if partial == 1 else 'their'} locales"
    return f", but {locales}" if partial == len(going) else f", {partial:,} of them {locales}"


def _share(part: int, whole: int) -> str:
    if part == whole:
        return {1: "The item", 2: "Both items"}.get(whole, f"All {whole:,} items")
    return f"{part:,} of {whole:,} items"


def _none(whole: int) -> str:
    return {2: "Neither item"}.get(whole, f"None of the {whole:,} items")


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _items(result: Result) -> list[_Item]:
    items: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in result.outcomes:
        items.setdefault(outcome.variant.item.key, []).append(outcome)
    return list(items.values())


def _having(items: Iterable[_Item], is_so: Callable[[Outcome], bool]) -> list[_Item]:
    """The items of which something is so in at least one of their locales."""
    return [item for item in items if any(map(is_so, item))]


def _extent(result: Result) -> str:
    """How much of the manifest is out."""
    items = _items(result)
    if not items:
        return "Nothing was published" if result.defect or result.verdict in _CAUSES else _nothing(result, 0)
    missing = _having(items, _is_lacking)
    unreviewed = [item for item in _having(items, _is_unreviewed) if not any(map(_is_lacking, item))]
    if not missing and not unreviewed:
        return _everything(result, items)
    if not missing:
        return f"{_share(len(unreviewed), len(items))} {_are(len(unreviewed))} live without review"
    said = _not_published(missing, items)
    return f"{said}, and {len(unreviewed):,} {_are(len(unreviewed))} live without review" if unreviewed else said


def _not_published(missing: Sequence[_Item], items: Sequence[_Item]) -> str:
    """How many items lack at least one of their locales: the weaker claim where it is not known of all."""
    what = "published"
    if _having(missing, _is_in_doubt):
        what = f"confirmed as {'live' if _having(items, _is_read_back) else 'published'}"
    what += _in_all_locales(missing, len(items))
    if len(missing) == len(items) > 1:
        return f"{_none(len(items))} is {what}"
    return f"{_share(len(missing), len(items))} {_are(len(missing))} not {what}"


def _in_all_locales(missing: Sequence[_Item], items: int) -> str:
    if all(all(map(_is_missing, item)) for item in missing):
        return ""
    return f" in all of {'its' if len(missing) in {1, items} else 'their'} locales"


def _everything(result: Result, items: Sequence[_Item]) -> str:
    """What to say where nothing is missing: `live` is said of what was seen, `published` of what Webflow says."""
    published = [outcome for outcome in result.outcomes if outcome.status is Status.PUBLISHED]
    if not published and not result.unmatched:
        return _nothing(result, len(items))
    seen = all(outcome.confirmed for outcome in published)
    now = len(_having(items, lambda outcome: outcome.status is Status.PUBLISHED))
    said = f"{_share(len(items), len(items))} {_are(len(items))} {'live' if seen else 'published'}"
    if 0 < now < len(items):
        said += f", {now:,} of them {'published ' if seen else ''}now"
    return said + (", but Webflow reported errors that name none of them" if result.unmatched else "")


def _is_pending(outcome: Outcome) -> bool:
    return outcome.status is Status.PENDING


def _is_missing(outcome: Outcome) -> bool:
    return outcome.status in MISSING


def _is_unreviewed(outcome: Outcome) -> bool:
    """Whether it went live, and is not what was reviewed; what was not sent for that reason is `blocked`."""
    return outcome.status is Status.FAILED and outcome.reason is Reason.CHANGED_SINCE_REVIEW


def _is_lacking(outcome: Outcome) -> bool:
    return _is_missing(outcome) and not _is_unreviewed(outcome)


def _is_in_doubt(outcome: Outcome) -> bool:
    return outcome.status is Status.FAILED and (outcome.accepted or outcome.reason in _DOUBTFUL)


def _is_read_back(outcome: Outcome) -> bool:
    """Whether the live site was looked at for it; what Webflow accepted fails only there."""
    has_failed = outcome.status is Status.FAILED and (outcome.accepted or outcome.reason is Reason.NOT_LIVE)
    return outcome.confirmed or has_failed
