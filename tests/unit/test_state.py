from __future__ import annotations

import pytest

from harness.samples import content, identifier
from webflow_publish.state import State, Target


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
