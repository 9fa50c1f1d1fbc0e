from __future__ import annotations

import pytest

from webflow_publish.manifest.label import LONGEST, wrong_label
from webflow_publish.manifest.node import Scalar
from webflow_publish.problem import Place

HERE = Place("m.yml", 1, 1)


@pytest.mark.parametrize("text", ["Blog posts", "Été 🌞", "x" * LONGEST, "2024", "yes"])
def test_a_text_of_one_line_is_a_label(text: str) -> None:
    assert wrong_label(Scalar(text, plain=True, place=HERE)) is None


def test_the_word_null_in_quotes_is_a_label() -> None:
    assert wrong_label(Scalar("null", plain=False, place=HERE)) is None


@pytest.mark.parametrize(
    ("text", "plain", "message"),
    [
        ("", True, "`name` has no value."),
        ("~", True, "`name` has no value."),
        ("null", True, "`name` has no value."),
        ("", False, "`name` has no value."),
        ("   ", False, "`name` has no value."),
        ("a\nb", False, r"The label `a\nb` contains a line break."),
        ("a\u2029b", False, r"The label `a\u2029b` contains a line break."),
        ("a\x1b[0m", False, r"The label `a\x1b[0m` contains a control character."),
        ("a\ud800", False, r"The label `a\ud800` contains a control character."),
        ("x" * 201, False, f"The label `{'x' * 59}…` has 201 characters; a label may have up to 200."),
    ],
)
def test_anything_else_is_told(text: str, plain: bool, message: str) -> None:
    found = wrong_label(Scalar(text, plain, HERE))
    assert found is not None
    assert found[0] == message
