from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.identifier import Kind, amiss, identifiers, is_identifier, may_be_amiss, wrong

ID = "643fd856d66b6528195ee2ca"
OTHER = "643fd856d66b6528195ee2cb"
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


def test_a_slug_in_place_of_an_id_is_answered_with_its_key_and_with_where_the_id_is_found() -> None:
    hint = wrong("hello-world", Kind.ITEM)[1]
    assert hint.startswith("If it is the slug, write it as `slug: …`.")
    assert "GET /v2/collections/{collection_id}/items" in hint


def test_a_slug_of_a_collection_is_answered_with_both_places_where_the_id_is_found() -> None:
    hint = wrong("blog-posts", Kind.COLLECTION)[1]
    assert "in the collection's settings in the CMS" in hint
    assert "GET /v2/sites/{site_id}/collections" in hint


@pytest.mark.parametrize(
    "text",
    [
        f"{ID},",
        f"“{ID}”",
        f"'{ID}'",
        f'ObjectId("{ID}")',
        f"https://webflow.com/design/site?itemId={ID}&mode=edit",
        f"https://webflow.com/{ID}#edit",
        f"{ID} (spring launch)",
        f"“{ID.upper()}”",
    ],
)
def test_an_id_with_something_beside_it_is_written_out_alone(text: str) -> None:
    message, hint = wrong(text, Kind.ITEM)
    assert message.startswith("Something else stands beside the ID in `")
    assert hint == f"Write only `{ID}`."


@pytest.mark.parametrize("text", [f" {ID}", f"{ID}\n", f"\t{ID} "])
def test_an_id_with_white_space_around_it_is_written_out_alone(text: str) -> None:
    assert wrong(text, Kind.ITEM)[1] == f"Write only `{ID}`."


@pytest.mark.parametrize("comment", ["#", "# Spring launch", "#b"])
def test_a_comment_without_a_space_before_it_is_told(comment: str) -> None:
    message, hint = wrong(ID + comment, Kind.ITEM)
    assert message == f"`{ID}{comment}` goes on after the ID, because no space stands before the `#`."
    assert hint == f"Put a space before the `#`, or write only `{ID}`."


@pytest.mark.parametrize(
    ("text", "shown", "named"),
    [
        (f"{ID}\u200b", f"{ID}\\u200b", "U+200B (zero width space)"),
        (f"\xa0{ID}", f"\\xa0{ID}", "U+00A0 (no-break space)"),
        (f"{ID[:9]}\xad{ID[9:]}", f"{ID[:9]}\\xad{ID[9:]}", "U+00AD (soft hyphen)"),
    ],
)
def test_a_character_that_cannot_be_seen_is_named(text: str, shown: str, named: str) -> None:
    assert wrong(text, Kind.ITEM) == (
        f"`{shown}` contains an invisible character, {named}.",
        f"Write only `{ID}`.",
    )


@pytest.mark.parametrize("between", [", ", " ", ",", "/", "\n"])
def test_several_ids_in_one_text_are_told(between: str) -> None:
    message, hint = wrong(f"{ID}{between}{OTHER}", Kind.ITEM)
    assert message.startswith("Several IDs stand in one text here: `")
    assert hint == "Write each ID as an entry of its own."


@pytest.mark.parametrize("second", [OTHER, OTHER[1:], f"{OTHER} - {ID}", f"id: {OTHER}", f"id:{OTHER}"])
def test_a_line_that_is_indented_too_far_is_told_as_what_it_makes_of_two_entries(second: str) -> None:
    message, hint = wrong(f"{ID} - {second}", Kind.ITEM)
    assert message.startswith(f"Two entries are read as one text here: `{ID} - ")
    assert hint == "A line below is indented further than this one. Align their `-`."


def test_an_id_with_a_label_after_a_dash_is_one_entry() -> None:
    assert wrong(f"{ID} - Spring launch", Kind.ITEM)[1] == f"Write only `{ID}`."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (f"{ID}0", []),
        (f"A{ID}", []),
        (ID, [ID]),
        (f"x{ID.upper()}z", [ID]),
        (f"[{ID}, {OTHER}]", [ID, OTHER]),
    ],
)
def test_ids_are_found_among_other_characters(text: str, found: list[str]) -> None:
    assert identifiers(text) == found


HOSTILE = st.lists(st.sampled_from([ID, OTHER[1:], ID.upper(), " - ", "#", ",", "id:", "\u200b", " "]), max_size=5)


@given(st.text() | HOSTILE.map("".join), st.sampled_from(Kind))
def test_any_text_is_explained_in_whole_sentences(text: str, kind: Kind) -> None:
    message, hint = wrong(text, kind)
    assert message.endswith(".")
    assert hint.endswith(".")
    assert message.isprintable()


@pytest.mark.parametrize("key", ["id", "slug", "name", "locales", "source", "publish-at", "state"])
def test_a_key_without_a_space_after_its_colon_is_told(key: str) -> None:
    told = amiss(f"{key}:hello", Kind.ITEM)
    assert told == (
        f"`{key}:hello` has no space after its colon, so that it is read as one text.",
        f"Write `{key}: ` with a space after the colon.",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ID.upper(), "has upper-case letters"),
        (f" {ID}", "has white space around the ID"),
        (f"post-{ID}", "Something else stands beside the ID"),
        (f"{ID}-{OTHER}", "Several IDs stand in one text"),
        (DASHED, "contains the character `-`"),
        (ID[:20], "has 20 hexadecimal characters"),
        (ID + "0000", "has 28 hexadecimal characters"),
        ("a" * 23, "has 23 hexadecimal characters"),
        (ID[:16] + "----", "contains the character `-`"),
    ],
)
def test_where_a_name_may_stand_too_a_text_that_is_nearly_an_id_is_not_taken_for_one(text: str, message: str) -> None:
    told = amiss(text, Kind.ITEM)
    assert told is not None
    assert message in told[0]


@pytest.mark.parametrize(
    "text",
    [
        "hello-world",
        "facade",
        "2024",
        "a",
        ID[:19],
        f"{ID}00000",
        ID[:15] + "-----",
        "dead-beef-cafe-face-babe",  # no digit: words, not an ID
        f"{ID}f-and-more",
        "x" * 24,
        "",
        f"{ID} " * 50,
    ],
)
def test_any_other_text_may_be_a_name(text: str) -> None:
    assert amiss(text, Kind.ITEM) is None


NEAR = st.text("0123456789abcdefABCDEF", min_size=15, max_size=28) | st.sampled_from(
    [ID, ID.upper(), "-", "_z", "zz-zz"]
)


@given(st.lists(NEAR, min_size=1, max_size=4).map("".join).filter(re.compile(r"[\w-]{1,256}").fullmatch))
def test_what_is_amiss_with_a_text_of_the_form_of_a_name_is_never_overlooked(text: str) -> None:
    assert may_be_amiss(text) or amiss(text, Kind.ITEM) is None


def test_most_names_are_known_to_be_none_without_a_closer_look() -> None:
    assert not any(
        map(may_be_amiss, ["hello-world", "notes-from-the-bakery-1234", "x" * 24, "a-b-c-d-e-f-a-b-c-d-e-f"])
    )
