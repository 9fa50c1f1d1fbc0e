from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.difference.passage import look_the_same, passage


def test_plain_text_is_broken_at_its_line_ends() -> None:
    assert passage("a\n\n  b\r\nc", rich=False) == ["a", "", "  b", "c"]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<h2>A</h2><p>b <strong>c</strong></p>", ["<h2>A</h2>", "<p>b <strong>c</strong></p>"]),
        ("<ul><li>a</li><li>b</li></ul>", ["<ul>", "<li>a</li>", "<li>b</li>", "</ul>"]),
        ("<p>a<br>b<br/>c</p>", ["<p>a<br>", "b<br/>", "c</p>"]),
        ('<p class="x">a</p>\n\n<p>b</p>', ['<p class="x">a</p>', "<p>b</p>"]),
        ("<table><tr><td>a</td></tr></table>", ["<table>", "<tr><td>a</td></tr>", "</table>"]),
        ("no tags", ["no tags"]),
        ("<param>a</param><picture>", ["<param>a</param><picture>"]),
        ("", []),
    ],
)
def test_rich_text_has_a_line_for_each_block(html: str, lines: list[str]) -> None:
    assert passage(html, rich=True) == lines


@given(st.lists(st.sampled_from(["<p>", "</p>", "<li ", "<br>", "a", " ", "\n", "<", ">", "/"])))
def test_breaking_rich_text_loses_nothing_but_blank_lines(parts: list[str]) -> None:
    html = "".join(parts)
    assert "".join("".join(passage(html, rich=True)).split()) == "".join(html.split())


@pytest.mark.parametrize("rich", [True, False])
def test_of_a_long_text_no_more_is_taken_than_can_be_compared(rich: bool) -> None:
    assert passage("a" * 300_000, rich=rich) == ["a" * 200_000]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b", "a\u00a0b"),
        ("a b", "ab"),
        ("a\nb", "a\r\nb"),
        ("ab", "a\u200bb"),
        ("ab", "\ufeffab"),
        ("caf\u00e9", "cafe\u0301"),
        ("a" + " " * 300 + "b", "ab"),
    ],
)
def test_spaces_and_characters_without_a_mark_are_not_seen(old: str, new: str) -> None:
    assert look_the_same(old, new)
    assert look_the_same(new, old)


@pytest.mark.parametrize(
    ("old", "new"), [("a", "b"), ("a", "A"), ("a", ""), ("e", "e\u0301"), ("a b c", "a b d"), ("a\u200bb", "a\u200bc")]
)
def test_everything_else_is_seen(old: str, new: str) -> None:
    assert not look_the_same(old, new)
    assert not look_the_same(new, old)


def test_compositions_are_told_apart_in_texts_that_are_too_long_to_compose() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    fits, exceeds = "x" * (4_000 - len(decomposed)), "x" * (4_000 - len(decomposed) + 1)
    assert look_the_same(fits + composed, fits + decomposed)
    assert look_the_same(fits + decomposed, fits + composed)
    assert not look_the_same(exceeds + composed, exceeds + decomposed)
    assert not look_the_same(exceeds + decomposed, exceeds + composed)


def test_spaces_count_for_nothing_however_long_the_texts_are() -> None:
    assert look_the_same("a b" * 10_000, "a\u00a0b" * 10_000)
    assert look_the_same(" " * 10_000 + "caf\u00e9", "cafe\u0301")
    assert not look_the_same("a b" * 10_000, "a b" * 9_999 + "a c")


def test_very_many_marks_on_one_letter_take_no_time() -> None:
    # Unless this is bounded, it takes minutes.
    assert not look_the_same("a" + "\u0301\u0316" * 90_000, "a" + "\u0316\u0301" * 90_000)
