from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness.rendering import rendered
from webflow_publish.report.markdown import Page, code, html_text, link, prose, table_head, table_row
from webflow_publish.text import plain

TEXTS = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("`|\\*_<>[]()#~@:!&\n -")), max_size=60)


def inline(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark", {"html": True}).enable("table").parseInline(markdown)[0].children or []


def cells(markdown: str) -> list[list[Token]]:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)
    return [token.children or [] for token in tokens if token.type == "inline"]


def squeezed(text: str) -> str:
    return " ".join(text.split())


@given(TEXTS)
def test_a_code_span_holds_the_text_and_nothing_else_is_read(text: str) -> None:
    (span,) = inline(code(text))
    assert span.type == "code_inline"
    assert squeezed(span.content) == squeezed(plain(text))


@given(TEXTS, TEXTS)
def test_a_text_in_a_table_stays_in_its_cell(first: str, second: str) -> None:
    table = table_head(("A", "B")) + table_row((code(first), code(second)))
    row = cells(table)[2:]
    assert [[token.type for token in cell] for cell in row] == [["code_inline"], ["code_inline"]]


@given(TEXTS)
def test_prose_outside_of_backticks_is_text(text: str) -> None:
    sentence = text.replace("`", "")
    tokens = inline(f"x{prose(sentence)}")
    assert {token.type for token in tokens} <= {"text", "text_special"}
    told = "".join(token.content for token in tokens).replace("\u200b", "")
    assert squeezed(told) == squeezed(f"x{plain(sentence)}")


LIVE = re.compile(r"@\w|#\w|:[\w+-]+:|\bGH-\d|\bwww\.\w", re.IGNORECASE | re.ASCII)
"""What GitHub looks for in the text of the page that Markdown makes, in comments above all."""
ALIVE = st.lists(
    st.sampled_from([*"@#:-.a1 ", "octocat", "GH-", "gh-1", "www.", "tada", "fixes ", "octo-org/website"]), max_size=12
).map("".join)


@given(TEXTS | ALIVE)
def test_prose_mentions_nobody_and_refers_to_nothing(text: str) -> None:
    assert [words for words in rendered(f"x {prose(text)}").words if LIVE.search(words)] == []


def test_prose_holds_apart_what_would_be_alive_and_nothing_else() -> None:
    sentence = "@octocat, #1, octo-org/website#12, :tada:, GH-12, www.example.com, https://x.example and 12:30: done"
    (words,) = rendered(prose(sentence)).words
    assert words == (
        "@\u200boctocat, #\u200b1, octo-org/website#\u200b12, :\u200btada:, GH-\u200b12, www.\u200bexample.com, "
        "https://x.example and 12:\u200b30: done"
    )
    assert "://" not in prose(sentence)


def test_prose_between_backticks_is_code() -> None:
    assert prose("Write `a|b`, not *this*.") == "Write `a|b`, not &#42;this&#42;."


@given(TEXTS)
def test_prose_with_backticks_has_no_structure_but_code(text: str) -> None:
    assert {token.type for token in inline(prose(text))} <= {"text", "text_special", "code_inline"}


@given(TEXTS)
def test_html_text_has_no_element_of_its_own(text: str) -> None:
    assert not re.search(r"[<>\"']", html_text(text))
    assert html.unescape(html_text(text)) == plain(text)


@given(TEXTS)
def test_a_link_leads_only_where_we_say(text: str) -> None:
    tokens = inline(link(text, "https://github.com/octo-org/website"))
    assert [token.type for token in tokens] == ["link_open", "code_inline", "link_close"]
    assert tokens[0].attrGet("href") == "https://github.com/octo-org/website"


def test_without_an_address_a_link_is_a_code_span() -> None:
    assert link("a", None) == "`a`"


def test_numbers_stand_to_the_right() -> None:
    assert table_head(("A", "B"), numbers=1) == "| A | B |\n| :-- | --: |\n"


class TestPage:
    def test_what_does_not_fit_is_left_out(self) -> None:
        page = Page(10)
        assert page.add("12345")
        assert not page.add("123456")
        assert page.add("é")
        assert page.text() == "12345é"
        assert page.left == 3

    def test_rows_that_do_not_fit_are_counted(self) -> None:
        page = Page(1000)
        page.add_rows("head\n", ["row\n"] * 1000, 1000, "tail\n", "And {count} more.\n", 1000)
        kept = page.text().count("row")
        assert page.text().startswith("head\nrow\n")
        assert page.text().endswith(f"tail\nAnd {1000 - kept} more.\n")
        assert 200 < kept < 250

    def test_nothing_is_said_where_all_rows_fit(self) -> None:
        page = Page(1000)
        page.add_rows("head\n", ["row\n"] * 3, 3, "tail\n", "And {count} more.\n", 1000)
        assert page.text() == "head\nrow\nrow\nrow\ntail\n"

    def test_where_no_row_fits_there_is_no_head_either(self) -> None:
        page = Page(80)
        page.add_rows("head\n", ["a row that is long\n" * 4] * 3, 3, "tail\n", "And {count} more.\n", 80)
        assert page.text() == "And 3 more.\n"

    @given(st.integers(0, 500), st.integers(0, 500), st.lists(st.text(max_size=20)))
    def test_a_page_is_never_larger_than_its_limit(self, limit: int, room: int, rows: list[str]) -> None:
        page = Page(limit)
        page.add_rows("héad\n", rows, len(rows), "tail\n", "And {count} more.\n", room)
        assert len(page.text().encode()) <= limit


@pytest.mark.parametrize("text", ["a\\|b", "\\\\|", "|", "\\", "a|b"])
def test_bars_and_backslashes_in_cells_split_nothing(text: str) -> None:
    row = cells(table_head(("A", "B")) + table_row((code(text), "x")))[2:]
    assert [cell[0].type for cell in row] == ["code_inline", "text"]
