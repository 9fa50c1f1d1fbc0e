from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.identifier import Kind, is_identifier, wrong

ID = "643fd856d66b6528195ee2ca"
DASHED = "643fd856-d66b-6528-195ee2ca"


@pytest.mark.parametrize("text", [ID, "0" * 24, "12e456789012345678901234", "f" * 24])
def test_24_lower_case_hexadecimal_characters_are_an_id(text: str) -> None:
    assert is_identifier(text)


@pytest.mark.parametrize("text", ["", ID[1:], ID + "0", ID.upper(), ID[:-1] + "g", ID + "\n", " " + ID, "٣" * 24])
def test_nothing_else_is_an_id(text: str) -> None:
    assert not is_identifier(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ID[1:], f"`{ID[1:]}` has 23 hexadecimal characters; an item ID has 24."),
        (ID + "0a", f"`{ID}0a` has 26 hexadecimal characters; an item ID has 24."),
        ("7", "`7` has 1 hexadecimal character; an item ID has 24."),
        (ID.upper(), f"`{ID.upper()}` has upper-case letters; an item ID is written in lower case."),
        (ID + "\n", f"`{ID}\\n` has white space around the ID."),
        (
            ID[:-1] + "g",
            f"`{ID[:-1]}g` contains the letter `g`; an item ID has 24 characters, all of them 0-9 or a-f.",
        ),
        (
            DASHED,
            f"`{DASHED}` contains the character `-`; an item ID has 24 characters, all of them 0-9 or a-f.",
        ),
        (f"id:{ID}", f"`id:{ID}` has no space after its colon, so that it is read as one text."),
        ("hello-world", "`hello-world` is not an item ID, which has 24 characters, 0-9 and a-f."),
        ("facade", "`facade` is not an item ID, which has 24 characters, 0-9 and a-f."),
    ],
)
def test_what_is_wrong_with_an_id_is_told_exactly(text: str, message: str) -> None:
    assert wrong(text, Kind.ITEM)[0] == message


def test_an_upper_case_id_is_written_out_as_it_should_be() -> None:
    assert wrong(ID.upper(), Kind.ITEM)[1] == f"Write it as `{ID}`."


def test_a_slug_is_answered_with_where_the_id_is_found() -> None:
    hint = wrong("hello-world", Kind.ITEM)[1]
    assert hint.startswith("Names and slugs are not read yet: write the ID.")
    assert "GET /v2/collections/{collection_id}/items" in hint


def test_a_locale_tag_is_answered_with_where_the_cms_locale_id_is_found() -> None:
    message, hint = wrong("fr-CA", Kind.LOCALE)
    assert message == "`fr-CA` is not a cmsLocaleId, which has 24 characters, 0-9 and a-f."
    assert hint.startswith("Tags and names of locales are not read yet: write the ID.")
    assert "GET /v2/sites/{site_id}" in hint


@given(st.text(), st.sampled_from(Kind))
def test_any_text_is_explained_in_whole_sentences(text: str, kind: Kind) -> None:
    message, hint = wrong(text, kind)
    assert message.endswith(".")
    assert hint.endswith(".")
    assert message.isprintable()
