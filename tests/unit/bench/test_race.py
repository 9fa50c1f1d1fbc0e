from __future__ import annotations

from bench import site
from bench.race import untold

LOST = tuple(site.identifiers(3))


def test_where_all_is_live_nothing_is_untold() -> None:
    assert untold((), 0, "") == 0
    assert untold((), 1, "") == 0


def test_what_is_not_live_is_untold_where_the_exit_code_says_that_all_is_well() -> None:
    assert untold(LOST, 0, " ".join(LOST)) == 3


def test_what_is_not_live_is_untold_where_its_id_stands_nowhere() -> None:
    assert untold(LOST, 1, f"error: {LOST[0]} is archived\n{LOST[2]} is not there") == 1


def test_what_is_named_beside_a_bad_exit_code_is_told() -> None:
    assert untold(LOST, 1, " ".join(LOST)) == 0


def test_an_exit_by_a_signal_is_a_bad_one() -> None:
    assert untold(LOST, -9, " ".join(LOST)) == 0
