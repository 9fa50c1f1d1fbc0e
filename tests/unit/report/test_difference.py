from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness.results import HOSTILE
from harness.runner import read_log
from webflow_publish.difference import Difference
from webflow_publish.report.difference import difference_block, difference_records

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
AMPLE = 100_000
TEXTS = st.text(st.characters() | st.sampled_from("`~|\\*_<>[]()#@:!&\n -+"), max_size=60)
LINES = st.lists(st.tuples(st.sampled_from("+- "), TEXTS).map("".join), max_size=8).map(tuple)
DIFFERENCES = st.builds(
    Difference, TEXTS, TEXTS, st.sampled_from(["", "PlainText"]), st.none() | TEXTS, st.none() | TEXTS, LINES, TEXTS
)


def short(live: str | None = "old", staged: str | None = "new", label: str = "Name", note: str = "") -> Difference:
    return Difference("name", label, "PlainText", live, staged, note=note)


def long(*lines: str, label: str = "Body", note: str = "") -> Difference:
    return Difference("body", label, "RichText", "a", "b", lines, note)


def cells(block: str) -> list[list[Token]]:
    tokens = MARKDOWN.parse(block)
    within = [index for index, token in enumerate(tokens) if token.type == "td_open"]
    return [tokens[index + 1].children or [] for index in within]


def fences(block: str) -> list[Token]:
    return [token for token in MARKDOWN.parse(block) if token.type == "fence"]


def test_short_values_stand_in_a_table() -> None:
    assert difference_block([short()], AMPLE) == (
        "| Field | Live | Staged |\n| :-- | :-- | :-- |\n| `Name` | `old` | `new` |\n\n"
    )


def test_no_value_is_a_dash_and_an_empty_one_is_called_empty() -> None:
    assert "| — | *empty* |" in difference_block([short(None, "")], AMPLE)


def test_of_an_item_that_was_never_live_only_what_is_staged_is_shown() -> None:
    text = Difference("body", "Body", "RichText", None, "b", ("+<p>b</p>",))
    assert difference_block([short(None, "new", note="Cut."), text], AMPLE, is_first=True) == (
        "| Field | Staged |\n| :-- | :-- |\n| `Name` | `new`<br>Cut. |\n\n"
        "`Body`, staged:\n\n```diff\n+<p>b</p>\n```\n\n"
    )


def test_fields_that_were_empty_so_far_do_not_make_an_item_one_that_was_never_live() -> None:
    text = Difference("body", "Body", "RichText", None, "b", ("+<p>b</p>",))
    block = difference_block([short(None, "new"), text], AMPLE)
    assert "| Field | Live | Staged |\n" in block
    assert "| `Name` | — | `new` |\n" in block
    assert "`Body`, live (`-`) and staged (`+`):" in block


def test_what_is_to_be_said_of_a_value_stands_below_it() -> None:
    assert "| `new`<br>Added `a`. |" in difference_block([short(note="Added `a`.")], AMPLE)


def test_a_long_value_is_cut_around_what_changed() -> None:
    block = difference_block([short("a" * 500 + "OLD" + "b" * 500, "a" * 500 + "NEW" + "b" * 500)], AMPLE)
    assert f"| `…{'a' * 40}OLD{'b' * 40}…` | `…{'a' * 40}NEW{'b' * 40}…` |" in block


def test_a_comparison_of_lines_stands_in_a_block_below_the_table() -> None:
    block = difference_block([long(" <p>a</p>", "-  b", "+\tc", "…", note="Something."), short()], AMPLE)
    assert block.startswith("| Field |")
    assert block.endswith(
        "`Body`, live (`-`) and staged (`+`): Something.\n\n```diff\n <p>a</p>\n-  b\n+\\tc\n…\n```\n\n"
    )


def test_nothing_in_a_block_ends_it() -> None:
    block = difference_block([long("-```", "+``````````", " </details>", "-~~~~", "+ ```diff")], AMPLE)
    (fence,) = fences(block)
    assert fence.content == "-```\n+``````````\n </details>\n-~~~~\n+ ```diff\n"


def test_it_stands_within_details() -> None:
    block = difference_block([short(HOSTILE, "x"), long(f"-{HOSTILE}", "+</details>")], AMPLE)
    tokens = MARKDOWN.parse(f"<details><summary>Item</summary>\n\n{block}</details>\n\nAfter\n")
    assert [token.type for token in tokens if token.level == 0 and not token.type.endswith("_close")] == [
        "html_block",
        "table_open",
        "paragraph_open",
        "fence",
        "html_block",
        "paragraph_open",
    ]


@given(TEXTS, TEXTS, TEXTS)
def test_no_value_leaves_its_cell(label: str, live: str, staged: str) -> None:
    row = cells(difference_block([short(live or "x", staged or "x", label)], AMPLE))
    assert [[token.type for token in cell] for cell in row] == [["code_inline"]] * 3


@given(st.lists(TEXTS, min_size=1))
def test_no_line_leaves_its_block_or_becomes_a_command(texts: list[str]) -> None:
    block = difference_block([long(*(f"+{text}" for text in texts))], AMPLE)
    (fence,) = fences(block)
    assert len(fence.content.splitlines()) == len(texts)
    assert read_log(block).commands == ()


@given(st.lists(DIFFERENCES, max_size=6), st.integers(-10, 2_000), st.booleans())
def test_it_never_takes_more_room_than_it_has(found: list[Difference], room: int, is_first: bool) -> None:
    block = difference_block(found, room, is_first=is_first)
    assert len(block.encode()) <= max(room, 0)
    assert bool(block) or not found or room < 40


def test_fields_that_do_not_fit_are_counted() -> None:
    block = difference_block([short(label=f"Field {number}") for number in range(100)], 500)
    shown = block.count("`old`")
    assert 5 < shown < 20
    assert block.endswith(f"\nAnd {100 - shown} more fields.\n\n")


def test_short_values_leave_room_for_the_long_ones() -> None:
    found = [*(short(label=f"Field {number}") for number in range(100)), long("-a", "+b")]
    block = difference_block(found, 800)
    assert "-a\n+b\n" in block
    assert "And 8" in block


def test_lines_that_do_not_fit_are_counted() -> None:
    block = difference_block([long(*(f"+line {number}" for number in range(60)))], 500)
    (fence,) = fences(block)
    *lines, last = fence.content.splitlines()
    assert lines[-1] == f"+line {len(lines) - 1}"
    assert last == f"… and {60 - len(lines)} more lines of this comparison"


def test_a_block_in_which_no_change_would_be_seen_is_left_out() -> None:
    assert difference_block([long(" " + "a" * 100, "-" + "b" * 200)], 300) == "1 field, not shown here.\n\n"


def test_where_there_is_room_for_nothing_that_is_all_it_says() -> None:
    assert difference_block([short("x" * 200), short()], 60) == "2 fields, not shown here.\n\n"
    assert difference_block([short()], 10) == ""


def test_the_record_of_a_field_has_all_that_is_known() -> None:
    assert difference_records([Difference("tags", "Tags", "MultiReference", "a", None, ("-a",), "Removed `a`.")]) == [
        {
            "field": "tags",
            "label": "Tags",
            "type": "MultiReference",
            "live": "a",
            "staged": None,
            "lines": ["-a"],
            "note": "Removed `a`.",
            "cut": False,
        }
    ]


def test_what_there_is_not_is_null_in_a_record() -> None:
    (record,) = difference_records([Difference("a", "a", "", None, "b")])
    assert (record["type"], record["live"], record["note"]) == (None, None, None)


def test_a_long_value_is_cut_in_a_record_and_that_is_told() -> None:
    first, second = difference_records([short("x" * 2_001), short("x" * 2_000)])
    assert (first["live"], first["cut"]) == ("x" * 1_999 + "…", True)
    assert (second["live"], second["cut"]) == ("x" * 2_000, False)
    assert difference_records([short("long", "b")], 3)[0]["live"] == "lo…"


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_surrogate_pair_can_be_written(text: str) -> None:
    found = Difference(text, text, "PlainText", text, text, (f"+{text}",), text)
    assert json.dumps(difference_records([found]), ensure_ascii=False).encode()
    assert difference_block([found], AMPLE).encode()
