from __future__ import annotations

from unicodedata import category

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.init.scalar import comment, commented, scalar

NAMES = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.~-]{0,30}", fullmatch=True)
SPECIAL = ["null", "~", "true", "Yes", "no", "on", "NO", "1e5", "012", "0x1f", "0o7", "1_000", "2024-01-01", "12", "1."]


@pytest.mark.parametrize("text", SPECIAL)
def test_what_means_something_to_yaml_stands_in_quotes(text: str) -> None:
    assert scalar(text) == f"'{text}'"


@pytest.mark.parametrize("text", ["hello-world", "post", "10-tips", "a.b~c", "fr-CA", "643fd856d66b6528195ee2ca"])
def test_other_names_stand_bare(text: str) -> None:
    assert scalar(text) == text


@given(st.one_of(NAMES, st.sampled_from(SPECIAL)))
def test_a_name_is_read_as_the_same_text_also_among_others_and_with_a_comment_behind(text: str) -> None:
    assert yaml.safe_load(f"- {scalar(text)}  # x\n- [{scalar(text)}, {scalar(text)}]") == [text, [text, text]]


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_any_other_text_of_one_line_is_read_as_the_same_text(text: str) -> None:
    written = scalar(text)
    if "\n" not in written:  # U+2028 and its like are breaks of a line to YAML 1.1
        assert yaml.safe_load(f"key: {written}") == {"key": text}


@given(st.text(), NAMES)
def test_a_comment_is_one_bounded_line_of_what_can_be_seen_and_changes_nothing(text: str, name: str) -> None:
    line = commented(f"- {scalar(name)}", text)
    assert len(line.splitlines()) == 1
    assert not {category(each) for each in line} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert "##[" not in line
    assert yaml.safe_load(line) == [name]


def test_a_long_text_is_cut() -> None:
    assert comment("x" * 1000).endswith("x…")
    assert len(comment("x" * 1000)) < 100


def test_where_there_is_no_text_there_is_no_comment() -> None:
    assert [comment(text) for text in ("", "  ")] == ["", ""]
    assert commented("- a", " ") == "- a"
