from __future__ import annotations

import pytest

from webflow_publish.manifest.node import Mapping, Node, Refused, Scalar, Sequence, described
from webflow_publish.problem import Place

HERE = Place("m.yml", 1, 1)


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_yaml_s_ways_to_say_nothing_are_null_only_without_quotes(text: str) -> None:
    assert Scalar(text, plain=True, place=HERE).null
    assert not Scalar(text, plain=False, place=HERE).null


@pytest.mark.parametrize("text", ["0", "no", "nULL", "false"])
def test_other_words_are_texts(text: str) -> None:
    assert not Scalar(text, plain=True, place=HERE).null


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (Scalar("blog", plain=True, place=HERE), "the text `blog`"),
        (Scalar("", plain=True, place=HERE), "nothing"),
        (Scalar("", plain=False, place=HERE), "the text ``"),
        (Sequence((), HERE), "a list"),
        (Mapping({}, {}, merges=False, place=HERE), "a mapping"),
        (Refused(HERE), "something that cannot be read"),
    ],
)
def test_a_node_is_described_in_words(node: Node, words: str) -> None:
    assert described(node) == words
