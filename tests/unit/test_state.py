from __future__ import annotations

import pytest

from harness.samples import ENGLISH, FRENCH, collection, content, identifier, item, variants
from webflow_publish.state import State, Target, asked_together


@pytest.mark.parametrize(
    ("states", "is_live"),
    [
        ([], False),
        (["draft"], False),
        (["queued"], False),
        (["archived"], False),
        (["archived, once live"], False),
        (["published"], True),
        (["edited"], True),
        (["draft changes"], True),
        (["draft", "published"], True),
        (["archived", "queued"], False),
    ],
)
def test_a_target_is_live_if_visitors_can_see_it_in_the_locale_or_in_the_primary_one(
    states: list[str], is_live: bool
) -> None:
    target = Target(identifier(1), tuple(content(1, state) for state in states))
    assert target.is_live is is_live


def test_nothing_was_read_of_nothing() -> None:
    assert State() == State({}, {}, {})


def test_webflow_is_asked_for_the_items_of_one_collection_in_one_locale_together() -> None:
    one, two, three = item(1, ENGLISH, FRENCH), item(2, of=collection(2)), item(3, ENGLISH)
    groups = asked_together(variants(one, two, three), lambda each: each)
    assert [[(each.item.id, each.locale) for each in group] for group in groups] == [
        [(one.id, ENGLISH), (three.id, ENGLISH)],
        [(one.id, FRENCH)],
        [(two.id, None)],
    ]
