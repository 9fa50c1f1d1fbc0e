from __future__ import annotations

import pytest
import yaml

from webflow_publish.manifest.fault import Fault, told
from webflow_publish.problem import Place


def fault(text: str) -> Fault:
    with pytest.raises(yaml.YAMLError) as raised:
        list(yaml.parse(text, yaml.SafeLoader))
    found = told(raised.value, "m.yml", text)
    assert found is not None
    return found


def test_an_error_is_told_with_its_place_and_the_one_of_what_it_stands_in() -> None:
    found = fault("a: b\r\nc: [d\r\n")
    assert (found.at, found.start) == (Place("m.yml", 3, 1), Place("m.yml", 2, 4))
    assert (found.problem, found.context) == (
        "expected ',' or ']', but got '<stream end>'",
        "while parsing a flow sequence",
    )


def test_an_error_without_place_is_not_told() -> None:
    assert told(ValueError("odd"), "m.yml", "a") is None
    assert told(yaml.MarkedYAMLError(problem="odd"), "m.yml", "a") is None


def test_a_place_after_the_last_line_is_the_end_of_that_line() -> None:
    mark = yaml.Mark("m.yml", 9, 7, 3, "", 0)
    found = told(yaml.MarkedYAMLError(problem="odd", problem_mark=mark), "m.yml", "a\nbc")
    assert found is not None
    assert found.at == found.start == Place("m.yml", 2, 3)


def test_lines_and_characters_are_found_by_place() -> None:
    found = fault("a: @b\n")
    assert (found.line(0), found.line(1), found.line(9)) == ("", "a: @b", "")
    assert (found.character(), found.character(Place("m.yml", 1, 1)), found.character(Place("m.yml", 1, 99))) == (
        "@",
        "a",
        "",
    )


@pytest.mark.parametrize(("text", "within"), [("@a", False), ("  - - @a", False), ("a: @b", True), ("- a: @b", True)])
def test_what_stands_before_the_error_in_its_line_is_known(text: str, within: bool) -> None:
    assert fault(text).within_line() == within


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("a:b", 2),
        ("  - a-b:c", 8),
        ("-a", 1),
        ("  - -a", 5),
        ("a:\xa0b", 2),
        ("a: b", None),
        ("a:", None),
        ("https://a", None),
        ("- a", None),
        ("---", None),
        ("-", None),
        ("1:2", None),
    ],
)
def test_a_colon_or_dash_without_its_space_is_found(line: str, column: int | None) -> None:
    found = Fault("m.yml", [line, "", " # c:d", "@"], "", "", Place("m.yml", 4, 1), Place("m.yml", 4, 1))
    place = None if column is None else Place("m.yml", 1, column)
    assert found.without_space(1) == found.without_space_above() == place
