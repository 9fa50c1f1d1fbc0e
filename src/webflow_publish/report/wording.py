"""How many of the items: the words that sentences about them are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from webflow_publish.outcome import MISSING, Outcome, Status
from webflow_publish.reason import PASSING, Reason

Items = Sequence[Sequence[Outcome]]
"""Items, each as its outcomes, one for each of its locales."""

_DOUBTFUL = PASSING | {Reason.NOT_LIVE}
"""Reasons for which what was not seen to be as it is to be may be so, or become so."""


def share(part: int, whole: int) -> str:
    """So many of so many items, at the beginning of a sentence."""
    if part == whole:
        return {1: "The item", 2: "Both items"}.get(whole, f"All {whole:,} items")
    return f"{part:,} of {whole:,} items"


def none_of(whole: int) -> str:
    """None of so many items, which are two at least, at the beginning of a sentence."""
    return {2: "Neither item"}.get(whole, f"None of the {whole:,} items")


def are_not(lacking: Items, items: int, what: str, noun: str = "") -> str:
    """How many of so many items are not what they are to be, and whether that is so in all of their locales.

    Args:
        lacking: Those items.
        items: How many there are.
        what: What they are not: "published".
        noun: What is said of all of them: "to be taken down".
    """
    told, subject = what + in_all_locales(lacking, items), f" {noun}" if noun else ""
    if len(lacking) == items > 1:
        return f"{none_of(items)}{subject} is {told}"
    return f"{share(len(lacking), items)}{subject} {are(len(lacking))} not {told}"


def within(said: str) -> str:
    """The beginning of a sentence as a part of another."""
    return f"{said[0].lower()}{said[1:]}"


def are(number: int) -> str:
    """The verb for so many."""
    return "is" if number == 1 else "are"


def in_all_locales(missing: Items, items: int) -> str:
    """What to add where some of the items that lack something lack it in a part of their locales only."""
    if all(all(map(is_missing, item)) for item in missing):
        return ""
    return f" in all of {'its' if len(missing) in {1, items} else 'their'} locales"


def items_of(outcomes: Iterable[Outcome]) -> Items:
    """The outcomes by their items."""
    items: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        items.setdefault(outcome.variant.item.key, []).append(outcome)
    return list(items.values())


def having(items: Items, is_so: Callable[[Outcome], bool]) -> Items:
    """The items of which something is so in at least one of their locales."""
    return [item for item in items if any(map(is_so, item))]


def is_pending(outcome: Outcome) -> bool:
    """Whether something would be done about it."""
    return outcome.status is Status.PENDING


def is_missing(outcome: Outcome) -> bool:
    """Whether it is not as it is to be."""
    return outcome.status in MISSING


def is_in_doubt(outcome: Outcome) -> bool:
    """Whether it failed, and may be as it is to be all the same: an answer was lost, or it could not be read back."""
    is_doubtful = outcome.is_in_doubt or outcome.accepted or outcome.reason in _DOUBTFUL
    return outcome.status is Status.FAILED and is_doubtful
