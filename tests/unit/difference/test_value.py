from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.difference.value import Exactness, compact, movement, shown
from webflow_publish.webflow.schema import Field

ADA = "65e000000000000000000101"
FILE = "62b720ef280c7a7a3be8cabe"
NAMES = {ADA: "Ada Martin"}


def field(kind: str) -> Field:
    return Field("field", "Field", kind, None, {"0a1b": "News"})


def image(name: str = "towel.jpg", alt: str | None = None) -> dict[str, Any]:
    return {"fileId": FILE, "url": f"https://cdn.example/62b7/{FILE}_{name}", "alt": alt}


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("Switch", True, "yes"),
        ("Switch", False, "no"),
        ("Number", 42, "42"),
        ("Number", 4.5, "4.5"),
        ("DateTime", "2026-03-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"),
        ("Link", "https://example.com/a", "https://example.com/a"),
        ("Color", "#db4b68", "#db4b68"),
        ("Option", "0a1b", "News"),
        ("Option", "ffff", "ffff"),
        ("Reference", ADA, f"Ada Martin ({ADA})"),
        ("Reference", FILE, FILE),
        ("MultiReference", ADA, "Ada Martin"),
        ("MultiReference", FILE, FILE),
        ("Image", image(), "towel.jpg"),
        ("Image", image(alt="A towel"), "towel.jpg (alt text: A towel)"),
        ("File", image("price%20list%20%C3%A9t%C3%A9.pdf?v=2#page"), "price list été.pdf"),
        ("", image(), "towel.jpg"),
        ("Image", {"url": "/files/photo_1.jpg"}, "photo_1.jpg"),
        ("Image", {"url": f"/files/{FILE}_"}, f"{FILE}_"),
        ("Image", {"url": "https://cdn.example/"}, "https://cdn.example/"),
        ("Image", {"url": None}, '{"url": null}'),
        ("Switch", 1, "1"),
        ("PlainText", {"b": [1, None], "a": "é"}, '{"a": "é", "b": [1, null]}'),
        ("PlainText", True, "true"),
    ],
)
def test_a_value_is_shown_as_people_read_it(kind: str, value: Any, text: str) -> None:
    assert shown(value, field(kind), NAMES, Exactness.READABLE) == text


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("Option", "0a1b", "News (0a1b)"),
        ("MultiReference", ADA, f"Ada Martin ({ADA})"),
        ("Image", image(), f"towel.jpg (file {FILE})"),
        ("Image", image(alt="A towel"), f"towel.jpg (file {FILE}, alt text: A towel)"),
        ("PlainText", "a", "a"),
    ],
)
def test_where_that_is_not_enough_it_is_shown_with_its_id(kind: str, value: Any, text: str) -> None:
    assert shown(value, field(kind), NAMES, Exactness.IDENTIFIED) == text


def test_where_that_is_not_enough_either_it_is_shown_whole() -> None:
    assert shown(True, field("Switch"), NAMES, Exactness.WHOLE) == "true"
    assert shown("yes", field("Switch"), NAMES, Exactness.WHOLE) == '"yes"'


def test_a_value_that_is_too_deep_for_json_is_said_to_be() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert compact(deep) == "(too deeply nested to be shown)"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("ab", "abc", "Added `c`."),
        ("abc", "ac", "Removed `b`."),
        ("ab", "cb", "Added `c`; removed `a`."),
        ("abc", "acb", "The same entries in another order."),
        ("abc", "dba", "Added `d`; removed `c`; the others are in another order."),
        ("abc", "xabc", "Added `x`."),
        ("aab", "ab", "Removed `a`."),
        ("aab", "baa", "The same entries in another order."),
        ("a", "aa", "Added `a`."),
        ("ab", "ab", ""),
        ("", "abcdefg", "Added `a`, `b`, `c`, `d`, `e` and 2 more."),
    ],
)
def test_a_sentence_says_what_came_what_went_and_what_moved(old: str, new: str, sentence: str) -> None:
    assert movement(old, new) == sentence


@given(st.lists(st.sampled_from("abc`")), st.lists(st.sampled_from("abc`")))
def test_nothing_is_said_of_the_same_lists_only(old: list[str], new: list[str]) -> None:
    sentence = movement(old, new)
    assert bool(sentence) == (old != new)
    assert sentence.count("`") % 2 == 0
