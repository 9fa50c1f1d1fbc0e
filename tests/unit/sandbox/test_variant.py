from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from webflow_publish.sandbox.variant import State, Variant

OLD, NOW = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
DRAFT = Variant("a" * 24, None, OLD, OLD, None, is_archived=False, is_draft=True, staged={"name": "A"}, live=None)


def test_a_variant_goes_through_the_states_of_webflow() -> None:
    published = DRAFT.published(NOW)
    edited = published.updated(NOW.replace(hour=1), {"name": "B"}, archived=None, draft=None)
    redrafted = edited.updated(NOW.replace(hour=2), {}, archived=None, draft=True)
    archived = redrafted.updated(NOW.replace(hour=3), {}, archived=True, draft=None)
    states = [variant.state for variant in (DRAFT, published, edited, redrafted, archived, archived.unpublished())]
    assert states == [
        State.DRAFT,
        State.PUBLISHED,
        State.QUEUED,
        State.DRAFT_CHANGES,
        State.ARCHIVED,
        State.ARCHIVED,
    ]


def test_an_edit_leaves_the_live_content_alone() -> None:
    edited = DRAFT.published(NOW).updated(NOW, {"summary": "Short"}, archived=None, draft=None)
    assert (edited.staged, edited.live) == ({"name": "A", "summary": "Short"}, {"name": "A"})


def test_an_unpublished_variant_is_a_draft_with_its_staged_content() -> None:
    unpublished = DRAFT.published(NOW).unpublished()
    assert unpublished == DRAFT


def test_what_is_published_is_no_older_than_its_last_edit_even_if_the_clock_is_behind_the_seed() -> None:
    published = replace(DRAFT, last_updated=NOW).published(OLD)
    assert (published.last_published, published.state) == (NOW, State.PUBLISHED)
