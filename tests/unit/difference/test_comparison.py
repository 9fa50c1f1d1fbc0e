from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.difference import Difference, differences
from webflow_publish.difference.comparison import MOST_FIELDS
from webflow_publish.webflow import Field
from webflow_publish.webflow.content import digest

FIRST, SECOND, THIRD = (f"65e00000000000000000010{number}" for number in (1, 2, 3))
NAMES = {FIRST: "Ada Martin", SECOND: "Jules Roy"}
KINDS = (
    "Color",
    "DateTime",
    "Email",
    "File",
    "Image",
    "Link",
    "MultiImage",
    "MultiReference",
    "Number",
    "Option",
    "Phone",
    "PlainText",
    "Reference",
    "RichText",
    "Switch",
    "VideoLink",
    "Unheard",
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([FIRST, "a\nb"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["url", "fileId", "alt", "x"]) | st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=6,
)


def field(
    kind: str = "PlainText", slug: str = "field", name: str = "Field", options: Mapping[str, str] | None = None
) -> Field:
    return Field(slug, name, kind, None, options or {})


def difference(live: Any, staged: Any, kind: str = "PlainText", options: Mapping[str, str] | None = None) -> Difference:
    (found,) = differences({"field": live}, {"field": staged}, [field(kind, options=options)], NAMES)
    return found


def image(file: str, alt: str | None = None, name: str = "a.jpg") -> dict[str, Any]:
    return {"fileId": file, "url": f"https://cdn.example/{file}_{name}", "alt": alt}


def test_a_field_that_differs_is_shown_with_what_people_call_it() -> None:
    assert differences({"field": "a", "same": 1}, {"field": "b", "same": 1}, [field()], {}) == (
        Difference("field", "Field", "PlainText", "a", "b"),
    )


def test_a_field_without_a_name_is_called_by_its_slug() -> None:
    (found,) = differences({}, {"field": 1}, [field(name="")], {})
    assert found.label == "field"


@pytest.mark.parametrize(("count", "last"), [(1, "1 more field"), (1_234, "1,234 more fields")])
def test_of_more_fields_than_a_collection_can_have_the_rest_is_counted(count: int, last: str) -> None:
    found = differences({}, {f"f{number:04}": number for number in range(MOST_FIELDS + count)}, [], {})
    assert [each.field for each in found[:-1]] == [f"f{number:04}" for number in range(200)]
    assert found[-1] == Difference("…", last, "", None, None, note="Different, too, but not shown.")


def test_as_many_fields_as_are_shown_leave_no_rest_and_what_is_the_same_does_not_count() -> None:
    same = {f"e{number:04}": number for number in range(300)}
    found = differences(same, {**same, **{f"f{number:04}": number for number in range(MOST_FIELDS)}}, [], {})
    assert [each.field for each in found] == [f"f{number:04}" for number in range(200)]


def test_fields_stand_in_the_order_of_the_schema_and_unknown_ones_last() -> None:
    fields = [field(slug="b", name="B"), field(slug="a", name="A")]
    found = differences({"z": 1}, {"a": 1, "b": 1, "y": 1}, fields, {})
    assert [(each.field, each.type) for each in found] == [
        ("b", "PlainText"),
        ("a", "PlainText"),
        ("y", ""),
        ("z", ""),
    ]


def test_without_a_value_is_the_same_as_absent() -> None:
    assert differences({"a": None}, {"b": None}, [field(slug="a"), field(slug="c")], {}) == ()


def test_of_an_item_that_is_not_live_every_value_differs() -> None:
    found = differences(None, {"field": "a", "empty": None}, [field()], {})
    assert [(each.live, each.staged) for each in found] == [(None, "a")]


@pytest.mark.parametrize("nothing", [None, "", [], {}])
def test_a_value_that_was_removed_is_none(nothing: Any) -> None:
    assert difference("a", nothing).staged is None
    assert difference(nothing, "a").live is None
    assert differences({"field": nothing}, {}, [field("PlainText")], NAMES) == ()


def test_values_that_look_the_same_are_shown_more_exactly() -> None:
    assert difference(1, "1") == Difference("field", "Field", "PlainText", "1", '"1"')
    twice = {"0a": "News", "0b": "News"}
    found = difference("0a", "0b", "Option", twice)
    assert (found.live, found.staged) == ("News (0a)", "News (0b)")


def test_true_is_not_one() -> None:
    found = difference(True, 1, "Number")
    assert (found.live, found.staged) == ("true", "1")


def test_another_file_of_the_same_name_is_told() -> None:
    found = difference(image(FIRST, "A towel"), image(SECOND, "A towel"), "Image")
    assert found.live == f"a.jpg (file {FIRST}, alt text: A towel)"
    assert found.staged == f"a.jpg (file {SECOND}, alt text: A towel)"
    assert found.note == "The file is another one; its name and alt text are the same."


def test_the_same_file_at_another_address_is_shown_whole() -> None:
    found = difference(image(FIRST), image(FIRST) | {"url": f"https://new.example/{FIRST}_a.jpg"}, "Image")
    assert "https://cdn.example/" in (found.live or "")
    assert "https://new.example/" in (found.staged or "")


def test_of_references_it_is_said_what_was_added_and_removed() -> None:
    found = difference([FIRST, SECOND], [SECOND, THIRD], "MultiReference")
    assert (found.live, found.staged) == ("Ada Martin, Jules Roy", f"Jules Roy, {THIRD}")
    assert found.note == f"Added `{THIRD}`; removed `Ada Martin`."
    assert found.lines == ()


def test_of_references_to_items_of_the_same_name_the_ids_are_shown() -> None:
    (found,) = differences(
        {"field": [FIRST, THIRD]}, {"field": [SECOND]}, [field("MultiReference")], {FIRST: "Ada", SECOND: "Ada"}
    )
    assert (found.live, found.staged) == (f"Ada ({FIRST}), {THIRD}", f"Ada ({SECOND})")


def test_long_lists_are_compared_entry_by_entry() -> None:
    gallery = [image(f"{number:024x}", name=f"picture-{number}.jpg") for number in range(30)]
    found = difference(gallery, gallery[:10] + gallery[11:], "MultiImage")
    assert found.lines == (" picture-9.jpg", "-picture-10.jpg", " picture-11.jpg")
    assert found.note == "Removed `picture-10.jpg`."


def test_rich_text_is_compared_block_by_block() -> None:
    found = difference("<p>One</p><p>Two</p><p>Three</p>", "<p>One</p><p>Two!</p><p>Three</p>", "RichText")
    assert found.lines == (" <p>One</p>", "-<p>Two</p>", "+<p>Two!</p>", " <p>Three</p>")
    assert found.note == ""


def test_plain_text_of_more_lines_is_compared_line_by_line() -> None:
    assert difference("a\nb", "a\nc").lines == (" a", "-b", "+c")


def test_a_long_text_is_shown_around_what_changed() -> None:
    found = difference("a" * 300 + "OLD", "a" * 300 + "NEW")
    assert found.lines == ("-…" + "a" * 40 + "OLD", "+…" + "a" * 40 + "NEW")


@pytest.mark.parametrize("kind", ["PlainText", "RichText"])
@pytest.mark.parametrize(("live", "staged"), [("a b", "a\u00a0b"), ("a\nb", "a\r\nb"), ("a b", "a b\u200b")])
def test_where_no_reader_would_see_what_differs_it_is_said(kind: str, live: str, staged: str) -> None:
    assert difference(live, staged, kind).note == "Only spaces, line breaks or characters that cannot be seen differ."


def test_what_is_too_long_to_be_compared_is_said() -> None:
    note = "Only the first 200,000 characters were compared."
    assert difference("a" * 200_001, "b" * 200_001).note == note
    assert difference("a" * 200_001, "a" * 200_002).note == f"{note} They are the same."


@given(st.sampled_from(KINDS), JSON, JSON)
def test_whatever_the_values_what_differs_is_found_and_nothing_else(kind: str, live: Any, staged: Any) -> None:
    found = differences({"field": live}, {"field": staged}, [field(kind, options={"a": "b"})], NAMES)
    assert bool(found) == (digest({"field": live}) != digest({"field": staged}))
    for each in found:
        assert (each.live, each.lines, each.note) != (each.staged, (), "")


@given(st.sampled_from(KINDS), JSON)
def test_what_is_equal_does_not_differ(kind: str, value: Any) -> None:
    copy = json.loads(json.dumps(value))
    assert differences({"field": value}, {"field": copy}, [field(kind)], NAMES) == ()
