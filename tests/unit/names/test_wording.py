from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.names.wording import meant, nearest, shown


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("blog-post", ["people", "blog-posts"], ["blog-posts"]),
        ("Blog-Posts", ["blog-post", "blog-posts"], ["blog-posts", "blog-post"]),
        ("fr-FR", ["en", "fr-CA"], ["fr-CA"]),
        ("menu", ["people", "blog-posts"], []),
        ("a1", ["a2", "a3", "a4", "a5"], []),
        ("item-1", ["item-2", "item-3", "item-4", "item-5"], 3),
        ("", ["a", "b"], []),
        ("x", [], []),
    ],
)
def test_the_names_that_are_most_like_it_are_found(text: str, known: list[str], expected: list[str] | int) -> None:
    found = nearest(text, known)
    assert found == expected if isinstance(expected, list) else len(found) == expected


def test_one_that_differs_in_case_only_is_found_however_many_there_are() -> None:
    assert nearest("Hello", [*(f"item-{number}" for number in range(50_000)), "hello"])[0] == "hello"


@given(st.text(), st.lists(st.text(), max_size=20))
def test_whatever_is_compared_no_more_than_three_of_the_known_are_told(text: str, known: list[str]) -> None:
    found = nearest(text, known)
    assert len(found) == len(set(found)) <= 3
    assert set(found) <= set(known)


def test_to_find_them_among_many_takes_no_time_that_is_felt() -> None:
    known = [f"{'long-' * 50}{number}" for number in range(100_000)]
    began = time.process_time()
    nearest("long-" * 50, known)
    assert time.process_time() - began < 2


def test_a_hint_tells_what_may_have_been_meant_with_what_people_call_it() -> None:
    hint = meant("blog-post", {"blog-posts": "Blog posts", "people": "People"}, "Its collections are")
    assert hint == "Did you mean `blog-posts` (`Blog posts`)?"


def test_where_nothing_is_like_it_a_hint_tells_the_first_that_there_are() -> None:
    known = {f"{letter}{letter}": "" for letter in "abcdefgh"}
    assert meant("menu", known, "There are") == "There are: `aa`, `bb`, `cc`, `dd`, `ee`, `ff`, …."
    assert meant("menu", dict(list(known.items())[:2]), "There are") == "There are: `aa`, `bb`."


def test_where_there_are_none_it_says_so() -> None:
    assert meant("menu", {}, "Its collections are") == "Its collections are: there are none."


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("blog", "Blog posts", "`blog` (`Blog posts`)"),
        ("blog", "blog", "`blog`"),
        ("blog", "", "`blog`"),
        ("blog", None, "`blog`"),
        ("blog", "a`b\n::error::c", "`blog` (`a'b\\n::error::c`)"),
        ("x" * 100, None, f"`{'x' * 59}…`"),
    ],
)
def test_a_name_is_shown_as_text_whatever_it_is(name: str, label: str | None, expected: str) -> None:
    assert shown(name, label) == expected
