from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from harness.samples import EARLIER, content
from webflow_publish.change import Change, change_of


@pytest.mark.parametrize(
    ("state", "change"),
    [
        ("draft", Change.DRAFT),
        ("queued", Change.NEW),
        ("published", None),
        ("edited", Change.CHANGED),
        ("draft changes", Change.CHANGED),
    ],
)
def test_the_state_in_webflow_says_what_there_is_to_publish(state: str, change: Change | None) -> None:
    assert change_of(content(1, state)) is change


def test_an_item_that_was_last_changed_the_moment_it_was_published_is_not_changed() -> None:
    assert change_of(replace(content(1, "published"), last_published=EARLIER, last_updated=EARLIER)) is None


def test_an_item_that_was_changed_a_millisecond_after_it_was_published_is_changed() -> None:
    later = EARLIER + timedelta(milliseconds=1)
    assert change_of(replace(content(1, "published"), last_published=EARLIER, last_updated=later)) is Change.CHANGED


def test_a_live_item_of_which_nobody_knows_when_it_was_changed_counts_as_changed() -> None:
    assert change_of(replace(content(1, "published"), last_updated=None)) is Change.CHANGED


def test_the_values_are_those_of_the_contract() -> None:
    assert [each.value for each in Change] == ["new", "draft", "changed", "forced", "unknown", "taken-down"]
