from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.runner import read_log
from webflow_publish.text import counted, cropped, plain, quoted, titled


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Spring launch", "Spring launch"),
        ("Café à la crème 🍁", "Café à la crème 🍁"),
        ("two\nlines\r\n", r"two\nlines\r\n"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("safe\u202egnirts", r"safe\u202egnirts"),
        ("line\u2028separator", r"line\u2028separator"),
        ("\ud800", r"\ud800"),
        ("::error::x", ": :error::x"),
        ("  ::error::x", "  : :error::x"),
        ("a ##[error]x", "a ## [error]x"),
        ("", ""),
    ],
)
def test_text_is_shown_on_one_line_with_what_is_invisible_written_out(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text())
def test_no_text_becomes_a_workflow_command_or_a_second_line(text: str) -> None:
    assert read_log(f"{plain(text)}\n").commands == ()
    assert len(plain(text).splitlines()) <= 1


@given(st.text(alphabet=st.sampled_from(":#[] \terorgup\n\r\u2028\u00a0")))
def test_no_combination_of_the_characters_of_commands_becomes_one(text: str) -> None:
    assert read_log(f"{plain(text)}\n").commands == ()


@given(st.text(), st.integers(1, 50))
def test_cropped_text_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(cropped(text, limit)) <= limit
    assert cropped(text, limit) == text or cropped(text, limit).endswith("…")


def test_a_quotation_is_cut_and_says_so() -> None:
    assert quoted("Été à 9:00") == "`Été à 9:00`"
    assert quoted("x" * 61) == f"`{'x' * 59}…`"


@given(st.text())
def test_no_text_breaks_out_of_its_quotation(text: str) -> None:
    assert quoted(text).count("`") == 2
    assert len(quoted(text).splitlines()) == 1


@pytest.mark.parametrize(("number", "words"), [(0, "0 items"), (1, "1 item"), (2500, "2,500 items")])
def test_numbers_agree_with_their_noun(number: int, words: str) -> None:
    assert counted(number, "item") == words


def test_a_thing_is_called_by_name_and_id_and_by_its_id_where_it_has_no_name() -> None:
    assert titled("Spring launch", "0a1b") == "Spring launch (0a1b)"
    assert titled(None, "0a1b") == "0a1b"
