from __future__ import annotations

from typing import Any

import pytest
import yaml

from webflow_publish.manifest.document import LOADER, parse
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.syntax import explain
from webflow_publish.problem import Place, Problem

WITHOUT_LIBYAML: Any = yaml.SafeLoader


def problem(text: str, loader: Any = LOADER) -> Problem:
    findings = Findings("m.yml")
    assert parse(text, findings, loader) is None
    (only,) = findings.problems()
    return only


FAULTS = [
    ("a:\n\tb: c\n", 2, 1, "A tab stands in the indentation; YAML indents with spaces only."),
    ("a: b\r\n\tc: d", 2, 1, "A tab stands in the indentation; YAML indents with spaces only."),
    ("a:b\nc: d\n", 1, 2, "There is no space after this colon, so that no key ends here."),
    ("a:b\n\n# c\nd: e\n", 1, 2, "There is no space after this colon, so that no key ends here."),
    ("a: 1\nitems:x\nb: 2\n", 2, 6, "There is no space after this colon, so that no key ends here."),
    ("é: x: y\n", 1, 5, "A colon followed by a space stands within a text that has no quotes."),
    ("a: b\n\n  c: d\n", 3, 4, "A key cannot stand here: the line above is a text that goes on, or this line is "),
    ("a: 1\nitems\n", 2, 1, "A key with a colon is expected here, and there is only `items`."),
    ("é: 'x\nb: y\n", 1, 4, "The quotation that opens here is not closed."),
    ('a: "x', 1, 4, "The quotation that opens here is not closed."),
    ("a: [1, 2\nb: c\n", 1, 4, "The list in brackets that opens here is broken at line 2, column 2."),
    ("a: {b: c\n", 1, 4, "The mapping in brackets that opens here is broken at line 2, column 1."),
    ("a: b\n- c\n", 2, 1, "A list entry stands where a key is expected."),
    ("a:\n  - b\n - c\n", 3, 2, "A list entry stands where a key is expected."),
    ("a: |\n  b\n c\n", 3, 2, "The indentation of this line does not fit the lines above it."),
    ("a: 'b' c\n", 1, 8, "More follows here after a value that has ended."),
    ("a: - b\n", 1, 4, "A list cannot begin on the line of its key."),
    ("a: @b\n", 1, 4, "A text without quotes cannot begin with `@`."),
    ("a: `b`\n", 1, 4, "A text without quotes cannot begin with a backtick."),
    ("a: *\n", 1, 4, "A text without quotes cannot begin with `*`."),
    ("a: & b\n", 1, 4, "A text without quotes cannot begin with `&`."),
    ("a: ]\n", 1, 4, "A value is expected here, and `]` is none."),
    ("a: [", 1, 5, "A value is expected here, and there is none."),
    ("{a: b}}\n", 1, 7, "The manifest has ended before this place, and more follows."),
    ("%YAML 2.0\n---\na: b\n", 1, 1, "This YAML directive is not understood."),
    ("%TAG x y\n---\na: b\n", 1, 6, "This YAML directive is not understood."),
    ("%TAG !a! b\n%TAG !a! c\n---\na: b\n", 2, 1, "This YAML directive is not understood."),
    ("a: !<b c> d\n", 1, 4, "A YAML tag stands here; a manifest is read without tags."),
    ("a: !b% c\n", 1, 4, "A YAML tag stands here; a manifest is read without tags."),
    ("a: ? b\n", 1, 4, "A text without quotes cannot begin with `?`."),
    ("a: > b\n", 1, 4, "A `>` announces a text on the lines below, so that no text can follow it on this one."),
    ("a: |0\n  b\n", 1, 4, "A `|` announces a text on the lines below, so that no text can follow it on this one."),
    ("a: >\n\tb\n", 2, 1, "A tab stands in the indentation; YAML indents with spaces only."),
    ('a: "\\xzz"\n', 1, 7, "In double quotes a backslash begins an escape"),
    (
        "a:\xa0b\nc: d\n",
        1,
        2,
        "After this colon stands the character U+00A0 (no-break space), so that no key ends here.",
    ),
    ("a:\n  - b\n  -c\n", 3, 3, "There is no space after this `-`, so that no list entry begins here."),
    ("a:\n  -b: c\n    d: e\n", 2, 3, "There is no space after this `-`, so that no list entry begins here."),
    ("a: [\n  - b\n]\n", 2, 3, "A `-` begins no entry within brackets."),
    ("- 'a',\n- b\n", 1, 6, "More follows here after a value that has ended."),
    ("a: !b!c d\n", 1, 4, "A YAML tag stands here; a manifest is read without tags."),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), FAULTS)
def test_a_fault_is_told_in_our_words_where_it_is_to_be_changed(
    text: str, line: int, column: int, message: str
) -> None:
    found = problem(text)
    assert found.place == Place("m.yml", line, column)
    assert found.message.startswith(message)
    assert found.hint.endswith(".")


@pytest.mark.parametrize(("text", "line", "column", "message"), FAULTS)
def test_without_libyaml_a_fault_is_told_in_the_same_words(text: str, line: int, column: int, message: str) -> None:
    found = problem(text, WITHOUT_LIBYAML)
    assert found.place == Place("m.yml", line, column)
    assert found.message.startswith(message)


def test_a_key_among_list_entries_is_told() -> None:
    found = problem("a:\n  - x\n  b: c\n")
    assert found.place == Place("m.yml", 3, 3)
    assert found.message.startswith("Something else than a list entry stands in a list")


def test_a_backslash_that_begins_no_escape_is_told() -> None:
    found = problem('a: "C:\\quux"')
    assert found.place == Place("m.yml", 1, 7)
    assert found.message.startswith("In double quotes a backslash begins an escape")


def test_a_fault_that_is_not_known_is_told_in_the_words_of_pyyaml_with_what_helps_mostly() -> None:
    mark = yaml.Mark("m.yml", 5, 1, 2, "", 0)
    place, message, hint = explain(yaml.MarkedYAMLError(problem="found a riddle", problem_mark=mark), "m.yml", "a\nbcd")
    assert place == Place("m.yml", 2, 3)
    assert message == "This is not valid YAML: found a riddle."
    assert hint.startswith("Check the indentation")


def test_without_libyaml_an_escape_that_is_no_character_is_a_problem() -> None:
    assert problem('a: "\\UFFFFFFFF"', WITHOUT_LIBYAML).place == Place("m.yml", 1, 1)


def test_a_fault_without_place_is_told_at_the_start_with_what_helps_mostly() -> None:
    place, message, hint = explain(ValueError("odd"), "m.yml", "a: b\n")
    assert place == Place("m.yml", 1, 1)
    assert message == "The file is not valid YAML: `odd`."
    assert hint.startswith("Check the indentation")
