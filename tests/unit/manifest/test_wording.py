from __future__ import annotations

import pytest

from webflow_publish.manifest.wording import enumerated, named, nearest


@pytest.mark.parametrize(
    ("text", "word"),
    [("colections", "collections"), ("Items", "items"), ("item", "items"), ("publish_at", "publish-at")],
)
def test_a_misspelt_word_finds_the_one_that_was_meant(text: str, word: str) -> None:
    assert nearest(text, ("version", "collections", "items", "publish-at")) == word


def test_a_word_that_is_like_none_finds_none() -> None:
    assert nearest("draft", ("version", "collections")) is None


def test_words_are_listed_as_people_do() -> None:
    assert enumerated(["id"]) == "`id`"
    assert enumerated(["id", "name", "items"]) == "`id`, `name` and `items`"
    assert enumerated(["id", "name"], "or") == "`id` or `name`"


@pytest.mark.parametrize(
    ("character", "name"),
    [("\xa0", "U+00A0 (no-break space)"), ("\u200b", "U+200B (zero width space)"), ("\0", "U+0000")],
)
def test_a_character_that_cannot_be_shown_is_named(character: str, name: str) -> None:
    assert named(character) == name
