from __future__ import annotations

import pytest

from webflow_publish.reason import DENIED, PASSING, Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_heading_and_says_what_to_do(reason: Reason) -> None:
    assert reason.meaning
    assert not reason.meaning.endswith(".")
    assert reason.hint.endswith(".")
    assert "  " not in reason.hint


def test_no_reason_is_both_of_the_token_and_passing() -> None:
    assert not DENIED & PASSING
