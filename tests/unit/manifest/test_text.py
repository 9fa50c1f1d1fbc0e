from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.text import MAXIMUM_BYTES, decode, position
from webflow_publish.problem import Place, Problem


def problem(data: bytes) -> Problem:
    findings = Findings("m.yml")
    assert decode(data, findings) is None
    (only,) = findings.problems()
    return only


def test_utf_8_is_read() -> None:
    assert decode("name: Été 🌞\r\n".encode(), Findings("m.yml")) == "name: Été 🌞\r\n"


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decode(codecs.BOM_UTF8 + b"version: 1", Findings("m.yml")) == "version: 1"


def test_a_byte_that_is_not_utf_8_is_told_with_its_place_and_offset() -> None:
    found = problem(b"version: 1\r\nname: \xc3\xa9t\xe9\r\n")
    assert found.place == Place("m.yml", 2, 9)
    assert found.message == "The file is not UTF-8: the byte 0xe9 at offset 21 cannot stand there."
    assert "Windows-1252" in found.hint


def test_a_byte_order_mark_shifts_the_offset_and_not_the_column() -> None:
    found = problem(codecs.BOM_UTF8 + b"a\xff")
    assert found.place == Place("m.yml", 1, 2)
    assert "offset 4 " in found.message


def test_a_character_that_is_cut_off_at_the_end_is_not_utf_8() -> None:
    assert problem("é".encode()[:1]).place == Place("m.yml", 1, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_recognised_by_name(encoding: str) -> None:
    found = problem("version: 1".encode(encoding))
    assert found.message == "The file is encoded as UTF-16; a manifest is read as UTF-8."
    assert found.place == Place("m.yml", 1, 1)


def test_utf_32_is_recognised_by_name() -> None:
    assert "UTF-32" in problem("version: 1".encode("utf-32")).message


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\uffff"])
def test_a_character_that_yaml_does_not_allow_is_told_with_its_place(character: str) -> None:
    found = problem(f"version: 1\nname: é🌞{character}".encode())
    assert found.place == Place("m.yml", 2, 9)
    assert found.message == f"The character U+{ord(character):04X} cannot stand in a manifest."


def test_a_file_of_the_maximum_size_is_read() -> None:
    data = b"#" * MAXIMUM_BYTES
    assert decode(data, Findings("m.yml")) is not None
    assert problem(data + b"#").message == "The file has 16,777,217 bytes; a manifest file may have up to 16,777,216."


CONFLICT = "a: b\n<<<<<<< HEAD\n- x\n||||||| base\n=======\n- y\n>>>>>>> branch\n"


@pytest.mark.parametrize("text", [CONFLICT, CONFLICT.replace("\n", "\r\n"), CONFLICT.replace("\n", "\r")])
def test_a_merge_conflict_is_told_once_at_its_first_line(text: str) -> None:
    found = problem(text.encode())
    assert found == Problem(
        "A merge conflict is not resolved here.",
        "Keep one side, and take out the lines with `<<<<<<<`, `=======` and `>>>>>>>`.",
        Place("m.yml", 2, 1),
    )


@pytest.mark.parametrize("left", ["<<<<<<< HEAD", "=======", ">>>>>>> branch", "||||||| base"])
def test_a_line_that_is_left_of_a_merge_conflict_is_told(left: str) -> None:
    assert problem(f"a: b\n\n{left}\n".encode()).place == Place("m.yml", 3, 1)


@pytest.mark.parametrize("text", ["a: <<<<<<< x", "# =======", "========", "<<<<<<<<< x", " ======="])
def test_a_line_that_looks_like_one_of_a_merge_conflict_is_read(text: str) -> None:
    assert decode(text.encode(), Findings("m.yml")) == text


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\xa0", "U+00A0 (no-break space)"),
        ("\u3000", "U+3000 (ideographic space)"),
        ("\u200b", "U+200B (zero width space)"),
    ],
)
def test_a_space_that_is_none_to_yaml_is_told_where_it_stands_in_the_indentation(character: str, name: str) -> None:
    found = problem(f"a:\r\n  {character} - é\r\n  {character} - b\r\n".encode())
    assert found.place == Place("m.yml", 2, 3)
    assert found.message == f"The character {name} stands in the indentation; YAML indents with spaces only."
    assert found.hint.startswith("Replace it by a space, here and below.")


def test_a_space_that_is_none_to_yaml_may_stand_within_a_text() -> None:
    text = "name: Prix\xa0: 5\xa0€ # \u3000\n"
    assert decode(text.encode(), Findings("m.yml")) == text


@pytest.mark.parametrize(
    ("text", "line"), [("a\nb\nX", 3), ("a\r\nb\r\nX", 3), ("a\rb\rX", 3), ("\n\r\n\rX", 4), ("X", 1)]
)
def test_lines_are_counted_whatever_ends_them(text: str, line: int) -> None:
    assert position("m.yml", text, text.index("X")) == Place("m.yml", line, 1)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_one_problem(data: bytes) -> None:
    findings = Findings("m.yml")
    text = decode(data, findings)
    assert len(findings.problems()) == (text is None)
