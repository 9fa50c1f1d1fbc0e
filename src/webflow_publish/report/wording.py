"""How many of the items: the words that sentences about them are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from webflow_publish.outcome import MISSING, Outcome, Status

Items = Sequence[Sequence[Outcome]]
"""Items, each as its outcomes, one for each of its locales."""


def share(part: int, whole: int) -> str:
    """So many of so many items, at the beginning of a sentence."""
    if part == whole:
        return {1: "The item", 2: "Both items"}.get(whole, f"All {whole:,} items")
    return f"{part:,} of {whole:,} items"


def none_of(whole: int) -> str:
    """None of so many items, which are two at least, at the beginning of a sentence."""
    return {2: "Neither item"}.get(whole, f"None of the {whole:,} items")


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
