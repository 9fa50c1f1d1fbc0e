from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from webflow_publish.sandbox.timeline import Timeline
from webflow_publish.sandbox.variant import Variant

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DRAFT = Variant("a" * 24, None, NOON, NOON, None, is_archived=False, is_draft=True, staged={"name": "A"}, live=None)


def published(timeline: Timeline, moment: float, delay: float) -> Timeline:
    return timeline.published(timeline.actual.published(NOON + timedelta(seconds=moment)), moment, delay)


def second(variant: Variant) -> float | None:
    """When the variant was published, in seconds after noon."""
    return None if variant.last_published is None else (variant.last_published - NOON).total_seconds()


def test_an_item_is_shown_as_it_is() -> None:
    assert Timeline.of(DRAFT).shown(0) is Timeline.of(DRAFT).shown(math.inf) is Timeline.of(DRAFT).actual is DRAFT


def test_without_a_delay_a_publish_shows_at_once() -> None:
    timeline = published(Timeline.of(DRAFT), 5, 0)
    assert second(timeline.shown(5)) == 5


def test_with_a_delay_the_former_state_is_shown_until_it_has_passed() -> None:
    timeline = published(Timeline.of(DRAFT), 5, 10)
    assert [second(timeline.shown(moment)) for moment in (5, 14.9, 15, 99)] == [None, None, 5, 5]
    assert second(timeline.actual) == 5


def test_publishing_again_does_not_put_off_what_was_published_before() -> None:
    timeline = published(published(Timeline.of(DRAFT), 5, 10), 9, 10)
    assert [second(timeline.shown(moment)) for moment in (9, 15, 18.9, 19)] == [None, 5, 5, 9]
    assert second(timeline.actual) == 9


def test_what_never_shows_counts_all_the_same_and_does_not_pile_up() -> None:
    timeline = Timeline.of(DRAFT)
    for moment in range(100):
        timeline = published(timeline, moment, math.inf)
    assert timeline.shown(1e9) == DRAFT
    assert second(timeline.actual) == 99
    assert len(timeline.steps) == 2


@pytest.mark.parametrize("moment", [5, 15])
def test_an_edit_shows_at_once_and_publishes_nothing(moment: float) -> None:
    timeline = published(Timeline.of(DRAFT), 5, 10)
    edited = timeline.changed(lambda variant: replace(variant, staged={"name": "B"}))
    assert edited.shown(moment).staged == {"name": "B"}
    assert edited.shown(moment).live == timeline.shown(moment).live
