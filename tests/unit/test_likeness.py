from __future__ import annotations

from harness.samples import ENGLISH, FRENCH
from webflow_publish.likeness import Likeness

PRIMARY, ENGLISH_POSTS, FRENCH_POSTS = (("posts", locale, False) for locale in (None, ENGLISH, FRENCH))


def test_nothing_is_suspected_before_all_of_a_request_were_refused() -> None:
    likeness = Likeness(1)
    assert likeness.count([PRIMARY], "Bad") == set()
    assert likeness.suspected([PRIMARY], "Bad") == set()


def test_a_place_is_suspected_in_the_words_that_were_said_of_it() -> None:
    likeness = Likeness(1)
    likeness.suspect([PRIMARY, FRENCH_POSTS], ["Bad", "All bad"])
    assert likeness.suspected([PRIMARY, ENGLISH_POSTS, FRENCH_POSTS], "Bad") == {PRIMARY, FRENCH_POSTS}
    assert likeness.suspected([PRIMARY], "All bad") == {PRIMARY}
    assert likeness.suspected([PRIMARY], "Worse") == set()


def test_it_takes_enough_others_that_are_refused_in_these_words() -> None:
    likeness = Likeness(2)
    likeness.suspect([PRIMARY, FRENCH_POSTS], ["Bad"])
    assert likeness.count([PRIMARY], "Bad") == set()
    assert likeness.count([PRIMARY], "Worse") == set()
    assert likeness.count([FRENCH_POSTS], "Bad") == set()
    assert likeness.count([PRIMARY], "Bad") == {PRIMARY}
