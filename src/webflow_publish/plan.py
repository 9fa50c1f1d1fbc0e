"""What is to become of each item: a pure function of manifest, state and options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from webflow_publish.approval import Approval
from webflow_publish.change import Change, change_of
from webflow_publish.manifest import Variant
from webflow_publish.maximum import Maximum
from webflow_publish.outcome import Outcome, Status
from webflow_publish.reason import Reason
from webflow_publish.reference import identifiers
from webflow_publish.state import State, Target
from webflow_publish.text import counted, plain
from webflow_publish.webflow import Failure


@dataclass(frozen=True, slots=True)
class Options:
    """What the user wants of a plan.

    Attributes:
        force: Publish also what is live as it is staged.
        approval: The content that was reviewed; None where everything may go.
        maximum: How much may be published; None for any number.
        strict: Publish nothing whose state could not be read. An approval and a maximum ask for it by themselves.
    """

    force: bool = False
    approval: Approval | None = None
    maximum: Maximum | None = None
    strict: bool = False

    @property
    def needs_state(self) -> bool:
        """Whether there is no plan for an item whose state is unknown."""
        return self.strict or self.approval is not None or self.maximum is not None


def plan(variants: Iterable[Variant], state: State, options: Options) -> tuple[Outcome, ...]:
    """One outcome for each variant, in their order: `pending`, `unchanged`, `failed` in advance, or `blocked`."""
    outcomes = [_judged(variant, state, options) for variant in variants]
    if options.approval is not None:
        outcomes = [_reviewed(outcome, options.approval) for outcome in outcomes]
    outcomes = _referring(outcomes, state)
    pending = sum(outcome.status is Status.PENDING for outcome in outcomes)
    if options.maximum is not None and not options.maximum.allows(pending, len(outcomes)):
        total = counted(len(outcomes), "item")
        message = f"{pending:,} of {total}, counted in each locale, would be published, and `max-publish` is "
        message += options.maximum.text
        outcomes = [_blocked(each, Reason.TOO_MANY, message) for each in outcomes]
    return tuple(outcomes)


def _judged(variant: Variant, state: State, options: Options) -> Outcome:
    """What the staged item alone says."""
    if (failure := state.unread.get(variant.key)) is not None:
        return _unread(variant, failure, options)
    staged = state.staged.get(variant.key)
    if staged is None:
        where = " in this locale" if variant.locale else ""
        message = f"Webflow has no item with this ID in this collection{where}"
        return Outcome(variant, Status.FAILED, Reason.NOT_FOUND, message)
    if staged.is_archived:
        return Outcome(variant, Status.FAILED, Reason.ARCHIVED, "The item is archived in Webflow", staged=staged)
    change = change_of(staged)
    if change is None and not options.force:
        return Outcome(variant, Status.UNCHANGED, staged=staged)
    return Outcome(variant, Status.PENDING, change=change or Change.FORCED, staged=staged)


def _unread(variant: Variant, failure: Failure, options: Options) -> Outcome:
    """A 400 or 404 is about the collection or the locale; any other failure says nothing about the item."""
    if failure.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}:
        return Outcome(variant, Status.FAILED, failure.reason, failure.message)
    if options.needs_state or failure.status == HTTPStatus.UNAUTHORIZED:
        message = plain(f"Not sent, because what Webflow has could not be read. {failure.message}")
        return Outcome(variant, Status.BLOCKED, failure.reason, message)
    return Outcome(variant, Status.PENDING, change=Change.UNKNOWN)


def _blocked(outcome: Outcome, reason: Reason, message: str) -> Outcome:
    """The outcome, blocked if it was to be published; what there was to publish of it stays known."""
    if outcome.status is not Status.PENDING:
        return outcome
    return replace(outcome, status=Status.BLOCKED, reason=reason, message=message)


def _reviewed(outcome: Outcome, approval: Approval) -> Outcome:
    digests = approval.digests.get(outcome.variant.key, frozenset())
    if outcome.staged and outcome.staged.digest in digests:
        return outcome
    edited = "The item was edited in Webflow after it was reviewed"
    message = edited if digests else "The item is not in the plan that was reviewed"
    return _blocked(outcome, Reason.CHANGED_SINCE_REVIEW, message)


def _referring(outcomes: Sequence[Outcome], state: State) -> list[Outcome]:
    """Block what refers to items that are not live and will not be; and so on along the references."""
    items: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        items.setdefault(outcome.variant.item.id, []).append(outcome)
    current = {outcome.variant.key: outcome for outcome in outcomes}
    dead = {item_id: variants[0] for item_id, variants in items.items() if not any(map(_is_going, variants))}
    referring = _dependents(outcomes)
    live = {(key, each.item_id) for key, targets in state.targets.items() for each in targets if each.is_live}
    for outcome in outcomes:
        lacking = next((each for each in state.targets.get(outcome.variant.key, ()) if not each.is_live), None)
        if lacking:
            blocked = _blocked(outcome, Reason.REFERENCE_NOT_LIVE, _outside(lacking))
            current[outcome.variant.key] = blocked
            _bury(items[outcome.variant.item.id], current, dead)
    reached: list[str] = list(dead)
    while reached:
        target = reached.pop()
        for key in referring.get(target, ()):
            outcome = current[key]
            if outcome.status is not Status.PENDING or (key, target) in live:
                continue
            current[key] = _blocked(outcome, Reason.REFERENCE_NOT_LIVE, _inside(dead[target]))
            if _bury(items[outcome.variant.item.id], current, dead):
                reached.append(outcome.variant.item.id)
    return [current[outcome.variant.key] for outcome in outcomes]


def _dependents(outcomes: Iterable[Outcome]) -> Mapping[str, list[tuple[str, str, str | None]]]:
    """The keys of the pending variants that refer to an item, by its ID."""
    dependents: dict[str, list[tuple[str, str, str | None]]] = {}
    for outcome in outcomes:
        if outcome.status is Status.PENDING and outcome.staged:
            for _, item_id in identifiers(outcome.staged.fields):
                dependents.setdefault(item_id, []).append(outcome.variant.key)
    return dependents


def _bury(
    variants: Sequence[Outcome],
    current: Mapping[tuple[str, str, str | None], Outcome],
    dead: dict[str, Outcome],
) -> bool:
    """Count an item as one that will not be live, if that is so in all its locales; whether it is."""
    now = [current[each.variant.key] for each in variants]
    item_id = now[0].variant.item.id
    if item_id in dead or any(map(_is_going, now)):
        return False
    dead[item_id] = now[0]
    return True


def _is_going(outcome: Outcome) -> bool:
    """Whether the item is live in this locale, or is about to be, or may be, because nobody knows."""
    if outcome.staged is None:
        return outcome.status is not Status.FAILED
    return outcome.staged.is_live or outcome.status in {Status.PENDING, Status.UNCHANGED}


def _inside(target: Outcome) -> str:
    name = _named(target.name, target.variant.item.id)
    return plain(f"It refers to {name}, which is not live and cannot be published: {target.message}")


def _outside(target: Target) -> str:
    name = next((content.name for content in target.contents if content.name), None)
    said = f"It refers to {_named(name, target.item_id)}, which"
    if not target.contents:
        return plain(f"{said} is not in Webflow any more")
    if all(content.is_archived for content in target.contents):
        return plain(f"{said} is archived")
    return plain(f"{said} is not live, and not published by this run")


def _named(name: str | None, item_id: str) -> str:
    return f"{name} ({item_id})" if name else item_id
