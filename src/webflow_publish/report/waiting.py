"""What waits for its time: the part of the one sentence that is about it, and of the job summary of a publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webflow_publish.outcome import Outcome, Result, Status
from webflow_publish.report.lists import add_items
from webflow_publish.report.markdown import Page
from webflow_publish.report.wording import are, items_of, share

_WAITING = "Each is published by the first run after its time.\n\n"


def scheduled(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """What waits for its time, the next first."""
    waiting = [each for each in outcomes if each.status is Status.SCHEDULED]
    return tuple(sorted(waiting, key=_order))


def waits(waiting: Sequence[Outcome], items: int) -> str:
    """How many of so many items are scheduled, and when the next one is due."""
    number = len(items_of(waiting))
    said = f"{share(number, items)} {are(number)} scheduled"
    dates = list(dict.fromkeys(date_of(each) for each in waiting))
    return f"{said}, {'the next ' if len(dates) > 1 else ''}for {dates[0]}"


def date_of(outcome: Outcome) -> str:
    """When an item is due, as the manifest has it."""
    publish_at = outcome.variant.item.publish_at
    return publish_at.text if publish_at else ""


def add_scheduled(page: Page, result: Result) -> None:
    """Add what waits for its time, with its dates."""
    add_items(page, f"## Scheduled\n\n{_WAITING}", scheduled(result.outcomes), set())


def _order(outcome: Outcome) -> float:
    publish_at = outcome.variant.item.publish_at
    return publish_at.instant.timestamp() if publish_at else 0.0
