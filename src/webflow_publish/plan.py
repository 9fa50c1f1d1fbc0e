"""What is to become of each item: a pure function of manifest, state and options."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from webflow_publish.approval import Approval
from webflow_publish.change import Change, change_of
from webflow_publish.dependency import held_back
from webflow_publish.manifest import Variant
from webflow_publish.maximum import Maximum
from webflow_publish.outcome import Outcome, Status
from webflow_publish.reason import DENIED, Reason
from webflow_publish.state import State
from webflow_publish.text import counted, plain
from webflow_publish.webflow import Failure


@dataclass(frozen=True, slots=True)
class Options:
    """What the user wants of a plan.

    Attributes:
        force: Publish also what is live as it is staged.
        approval: What was reviewed; None where everything may go.
        maximum: How much may be published, or taken down; None for any number.
        total: Items × locales of the whole manifest, of which the maximum may be a share.
        strict: Publish nothing whose state could not be read. An approval and a maximum ask for it by themselves.
        now: When the run began: what is to be published later is not; None for the end of time.
    """

    force: bool = False
    approval: Approval | None = None
    maximum: Maximum | None = None
    total: int = 0
    strict: bool = False
    now: datetime | None = None

    @property
    def needs_state(self) -> bool:
        """Whether there is no plan for an item whose state is unknown."""
        return self.strict or self.approval is not None or self.maximum is not None


def plan(variants: Iterable[Variant], state: State, options: Options) -> tuple[Outcome, ...]:
    """One outcome for each variant, in their order: `pending`, `unchanged`, `failed` in advance, or `blocked`."""
    outcomes = [_judged(variant, state, options) for variant in variants]
    refusal = next((each for each in state.unread.values() if is_refusal(each)), None)
    if refusal is not None:
        message = plain(f"Not sent, because an earlier request was refused. {refusal.message}")
        return tuple(_blocked(each, refusal.reason, message) for each in outcomes)
    outcomes = _held(outcomes, state)
    if options.approval is not None:
        # What waits in vain whatever was reviewed is told as that: a new plan would say the same, again and again.
        outcomes = _held([_reviewed(outcome, options.approval) for outcome in outcomes], state)
    return tuple(_limited(outcomes, options))


def is_refusal(failure: Failure) -> bool:
    """Whether Webflow refused the token as such, rather than for the lack of a scope to read."""
    return failure.reason in DENIED and failure.reason is not Reason.MISSING_SCOPE


def _held(outcomes: Sequence[Outcome], state: State) -> list[Outcome]:
    """Block what waits for others in vain."""
    held = held_back(outcomes, state)
    return [
        _blocked(each, Reason.REFERENCE_NOT_LIVE, held[each.variant.key]) if each.variant.key in held else each
        for each in outcomes
    ]


def _limited(outcomes: Sequence[Outcome], options: Options) -> Sequence[Outcome]:
    """Block everything pending where that is more than the maximum."""
    pending = sum(outcome.status is Status.PENDING for outcome in outcomes)
    maximum = options.maximum
    if maximum is None or maximum.allows(pending, options.total):
        return outcomes
    items = counted(len(outcomes), "item")
    share = "" if maximum.percent is None else f" of {options.total:,}, which is {maximum.of(options.total):,}"
    leaving = sum(outcome.status is Status.PENDING and outcome.variant.is_leaving for outcome in outcomes)
    done = "taken down" if leaving == pending else "published or taken down" if leaving else "published"
    message = f"{pending:,} of {items}, counted in each locale, would be {done}, and `max-publish` is "
    return [_blocked(each, Reason.TOO_MANY, f"{message}{maximum.text}{share}") for each in outcomes]


def _judged(variant: Variant, state: State, options: Options) -> Outcome:
    """What the staged item alone says, and of one to be taken down, the live site."""
    if variant.is_leaving:
        return _leaving(variant, state)
    if (failure := state.unread.get(variant.key)) is not None:
        return _unread(variant, failure, options)
    staged = state.staged.get(variant.key)
    if staged is None:
        return _absent(variant)
    if staged.is_archived:
        return Outcome(variant, Status.FAILED, Reason.ARCHIVED, "The item is archived in Webflow", staged=staged)
    change = change_of(staged)
    if change is None and not options.force:
        return Outcome(variant, Status.UNCHANGED, staged=staged)
    status = Status.PENDING if _is_due(variant, options) else Status.SCHEDULED
    return Outcome(variant, status, change=change or Change.FORCED, staged=staged)


def _is_due(variant: Variant, options: Options) -> bool:
    publish_at = variant.item.publish_at
    return publish_at is None or options.now is None or publish_at.instant <= options.now


def _leaving(variant: Variant, state: State) -> Outcome:
    """What there is to take down. An ID that Webflow does not have at all is likelier to be a mistake than a wish."""
    if (failure := state.unread.get(variant.key)) is not None:
        # Nobody could tell what the answer to a request is about.
        return _unread(variant, failure, Options(strict=True))
    staged, live = state.staged.get(variant.key), state.live.get(variant.key)
    if staged is None and live is None:
        return _absent(variant)
    if live is None:
        return Outcome(variant, Status.UNCHANGED, staged=staged)
    return Outcome(variant, Status.PENDING, change=Change.TAKEN_DOWN, staged=staged or live)


def _absent(variant: Variant) -> Outcome:
    where = " in this locale" if variant.locale else ""
    message = f"Webflow has no item with this ID in this collection{where}"
    return Outcome(variant, Status.FAILED, Reason.NOT_FOUND, message)


def _unread(variant: Variant, failure: Failure, options: Options) -> Outcome:
    """A 400 or 404 is about the collection or the locale; any other failure says nothing about the item."""
    if failure.is_absence:
        return Outcome(variant, Status.FAILED, failure.reason, failure.message)
    if options.needs_state or is_refusal(failure) or not variant.item.is_known:
        message = plain(f"Not sent, because what Webflow has could not be read. {failure.message}")
        return Outcome(variant, Status.BLOCKED, failure.reason, message)
    status = Status.PENDING if _is_due(variant, options) else Status.SCHEDULED
    return Outcome(variant, status, change=Change.UNKNOWN)


def _blocked(outcome: Outcome, reason: Reason, message: str) -> Outcome:
    """The outcome, blocked if it was to be published; what there was to publish of it stays known."""
    if outcome.status is not Status.PENDING:
        return outcome
    return replace(outcome, status=Status.BLOCKED, reason=reason, message=message)


def _reviewed(outcome: Outcome, approval: Approval) -> Outcome:
    if outcome.variant.is_leaving:
        message = "The plan that was reviewed does not have it taken down"
        is_reviewed = outcome.variant.key in approval.leaving
        return outcome if is_reviewed else _blocked(outcome, Reason.CHANGED_SINCE_REVIEW, message)
    digests = approval.digests.get(outcome.variant.key)
    if outcome.staged and digests and outcome.staged.digest in digests:
        return outcome
    if digests is None:
        message = "The item is not in the plan that was reviewed"
    elif not digests:
        message = "The plan that was reviewed said that the item could not be published"
    else:
        message = "The item was edited in Webflow after it was reviewed"
    return _blocked(outcome, Reason.CHANGED_SINCE_REVIEW, message)
