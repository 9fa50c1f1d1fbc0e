from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.difference import excerpts
from webflow_publish.difference.excerpt import Group, grouped, shared

WORDS = " ".join(f"word{number}" for number in range(200))


def test_short_texts_stay_whole() -> None:
    assert excerpts("red", "blue", 100) == ("red", "blue")


def test_a_change_in_a_long_text_is_shown_with_what_is_around_it() -> None:
    old, new = excerpts("a" * 300 + "OLD" + "b" * 300, "a" * 300 + "NEW" + "b" * 300, 200)
    assert old == "…" + "a" * 40 + "OLD" + "b" * 40 + "…"
    assert new == "…" + "a" * 40 + "NEW" + "b" * 40 + "…"


def test_changes_at_beginning_and_end_need_no_ellipsis_there() -> None:
    assert excerpts("OLD" + "b" * 300, "b" * 300, 200) == ("OLD" + "b" * 40 + "…", "b" * 40 + "…")
    assert excerpts("a" * 300, "a" * 300 + "NEW", 200) == ("…" + "a" * 40, "…" + "a" * 40 + "NEW")


def test_changes_far_from_each_other_are_each_shown() -> None:
    old, new = excerpts(WORDS, WORDS.replace("word20 ", "CHANGED ").replace("word150 ", "ALSO "), 400)
    assert "word20 " in old
    assert "word150 " in old
    assert "CHANGED" in new
    assert "ALSO" in new
    assert "word80" not in new


def test_of_a_long_change_beginning_and_end_are_shown() -> None:
    _, new = excerpts("same", "same FIRST" + " x" * 500 + " LAST", 200)
    assert new.startswith("same FIRST")
    assert new.endswith("LAST")
    assert len(new) <= 200


def test_more_changes_than_there_is_room_for_are_shown_from_the_first_to_the_last() -> None:
    numbers = range(0, 200, 25)
    changed = " ".join(f"NEW{number}" if number in numbers else f"word{number}" for number in range(200))
    _, new = excerpts(WORDS, changed, 200)
    assert new.startswith("NEW0 ")
    assert "NEW175" in new


def test_long_texts_that_are_the_same_are_cut() -> None:
    assert excerpts("a" * 300, "a" * 300, 200) == ("a" * 199 + "…",) * 2


def test_of_a_text_that_is_too_long_first_and_last_change_are_shown() -> None:
    words = WORDS + WORDS.replace("word", "term")
    old, new = excerpts(words, words.replace("word20 ", "FIRST ").replace("term150 ", "LAST "), 400)
    assert "word20 " in old
    assert "term150 " in old
    assert "FIRST" in new
    assert "LAST" in new


TEXTS = st.text(st.sampled_from("ab ."), max_size=400)


@given(TEXTS, TEXTS, TEXTS, TEXTS, st.integers(100, 400))
def test_no_excerpt_is_longer_than_its_limit_and_a_change_is_seen(
    start: str, old: str, new: str, end: str, limit: int
) -> None:
    first, second = excerpts(start + old + end, start + new + end, limit)
    assert max(len(first), len(second)) <= limit
    if len(old) <= 10 and len(new) <= 10 and old != new:
        assert first != second


LETTERS = st.lists(st.sampled_from("abcdefgh"), max_size=30)


def rebuilt(old: Sequence[str], new: Sequence[str], groups: Sequence[Group]) -> list[str]:
    """The new sequence, made of the old one and the changes in the groups; what stays comes from the old one."""
    built: list[str] = []
    place = 0
    for tag, old_start, old_end, new_start, new_end in (change for group in groups for change in group):
        if tag != "equal":
            built += [*old[place:old_start], *new[new_start:new_end]]
            place = old_end
    return [*built, *old[place:]]


@given(LETTERS, LETTERS, st.integers(1, 3))
def test_the_changes_lead_from_the_old_to_the_new(old: list[str], new: list[str], around: int) -> None:
    assert rebuilt(old, new, grouped(old, new, around)) == new


def test_nothing_changes_between_sequences_that_are_the_same() -> None:
    assert grouped("abab", "abab", 1) == []


@given(LETTERS, LETTERS)
def test_what_is_shared_is_the_same_beginning_and_the_same_end(old: list[str], new: list[str]) -> None:
    start, end = shared(old, new)
    assert old[:start] == new[:start]
    assert old[len(old) - end :] == new[len(new) - end :]
    first, second = old[start : len(old) - end], new[start : len(new) - end]
    assert not (first and second) or (first[0] != second[0] and first[-1] != second[-1])
    assert start + end <= min(len(old), len(new))
