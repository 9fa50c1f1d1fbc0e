from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from harness.results import HOSTILE, blocked, content, difference, failed, pending, planned, unchanged
from harness.samples import ENGLISH, FRENCH, collection, item
from webflow_publish.change import Change
from webflow_publish.difference import Difference
from webflow_publish.estimate import Estimate
from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report.markdown import Page
from webflow_publish.report.pending import add_estimate, add_pending, add_unchanged

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
PRICE = (difference(),)
LONG = Difference(
    "body", "Body", "RichText", "a", "b", tuple(f"+<p>line {number} {'x' * 90}</p>" for number in range(50))
)
FIRST = (difference("Price", None), difference("Flour", None, "rye"))
"""Fields of an item that was never live."""
LONG_FIRST = replace(LONG, live=None)


def shown(*outcomes: Outcome, limit: int = 100_000) -> str:
    page = Page(limit)
    add_pending(page, Result(Verdict.PENDING, None, outcomes))
    assert len(page.text().encode()) <= limit
    return page.text()


def changed(*numbers: int, differences: tuple[Difference, ...] | None = PRICE) -> list[Outcome]:
    items = (item(number, name=f"Item {number}") for number in numbers)
    return pending(Change.CHANGED, *items, differences=differences)


def new(
    *numbers: int, change: Change = Change.NEW, differences: tuple[Difference, ...] | None = FIRST
) -> list[Outcome]:
    items = (item(number, name=f"Item {number}") for number in numbers)
    return pending(change, *items, differences=differences)


def headings(text: str) -> list[str]:
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


def estimated(estimate: Estimate | None, *outcomes: Outcome) -> str:
    page = Page(1_000)
    add_estimate(page, Result(Verdict.PENDING, None, outcomes, estimate=estimate))
    return page.text()


def test_drafts_come_first_then_what_is_new_and_what_changed_comes_last() -> None:
    assert headings(shown(*planned().outcomes)) == ["Drafts that would go live", "New", "Changed"]


def test_nothing_pending_is_nothing_said() -> None:
    assert shown(*unchanged(item(1)), *failed(Reason.ARCHIVED, "x", item(2))) == ""


def test_a_changed_item_is_shown_with_name_id_locale_fields_and_what_differs() -> None:
    text = shown(*pending(Change.CHANGED, item(1, FRENCH, name="Rye"), differences=(*PRICE, difference("Flour"))))
    assert text == (
        "## Changed\n\n### `Blog posts`\n\n"
        f"<details open><summary><b><code>Rye</code></b>&lrm; <code>{item(1).id}</code> in <code>{FRENCH}</code>: "
        "<code>Price, Flour</code></summary>\n\n"
        "| Field | Live | Staged |\n| :-- | :-- | :-- |\n| `Price` | `3.75` | `4.25` |\n"
        "| `Flour` | `3.75` | `4.25` |\n\n"
        "</details>\n\n"
    )


def test_a_new_item_is_shown_with_name_id_locale_and_what_its_fields_hold() -> None:
    text = shown(*pending(Change.NEW, item(1, FRENCH, name="Rye"), differences=FIRST))
    assert text == (
        "## New\n\n### `Blog posts`\n\n"
        f"<details open><summary><b><code>Rye</code></b>&lrm; <code>{item(1).id}</code> in <code>{FRENCH}</code>"
        "</summary>\n\n| Field | Staged |\n| :-- | :-- |\n| `Price` | `4.25` |\n| `Flour` | `rye` |\n\n"
        "</details>\n\n"
    )


def test_many_new_items_are_folded_each_and_a_collection_at_a_time_and_set_off() -> None:
    others = pending(Change.NEW, item(50, ENGLISH, FRENCH, of=collection(2, "<Authors>")), differences=FIRST)
    text = shown(*new(*range(9)), *others)
    assert "open" not in text
    first, second = text.removeprefix("## New\n\n").split("</blockquote>\n</details>\n\n")[:2]
    assert first.startswith("<details><summary><code>Blog posts</code>: 9 items</summary>\n<blockquote>\n\n<details>")
    assert second.startswith("<details><summary><code>&lt;Authors&gt;</code>: 1 item</summary>\n<blockquote>\n\n")
    assert (first.count("<details>"), second.count("<details>")) == (10, 3)


@pytest.mark.parametrize("change", [Change.NEW, Change.DRAFT])
@pytest.mark.parametrize(("count", "folded"), [(10, False), (11, True)])
def test_up_to_10_new_items_stand_open(count: int, folded: bool, change: Change) -> None:
    assert ("<details>" in shown(*new(*range(count), change=change))) is folded


def test_new_items_whose_names_leave_no_room_for_their_fields_are_all_named() -> None:
    items = (item(number, name="&" * 100) for number in range(20))
    outcomes = pending(Change.NEW, *items, differences=FIRST)
    assert "There are too many to show their fields here." in shown(*outcomes, limit=20 * 700)
    assert "There are too many" not in shown(*outcomes, limit=20 * 1_200)


def test_new_items_of_which_some_have_no_fields_to_show_are_all_named() -> None:
    text = shown(*new(1, 2), *new(3, differences=None))
    assert text.startswith(
        "## New\n\nThere are too many to show their fields here. Look at them in Webflow.\n\n<details open>"
    )
    assert all(item(number).id in text for number in (1, 2, 3))
    assert "| Field |" not in text


def test_drafts_are_shown_with_their_fields_also_where_others_are_named() -> None:
    text = shown(*new(*range(100, 400), differences=None), *new(1, 2, change=Change.DRAFT))
    assert text.index("## Drafts") < text.index("| Field | Staged |") < text.index("## New")
    assert text.count("| Field | Staged |") == 2


@pytest.mark.parametrize("count", [1, 9, 11, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 100, 120, 200])
def test_new_items_are_all_shown_with_fields_or_all_named(count: int) -> None:
    text = shown(*new(*range(count), differences=(LONG_FIRST,)), limit=40_000)
    assert all(item(number).id in text for number in range(count))
    assert len(re.findall(r"Body`, staged:|1 field, not shown here", text)) in {0, count}
    assert text.count("<details") == text.count("</details>")


def test_new_items_with_little_in_them_leave_their_room_to_those_with_much() -> None:
    text = shown(*new(*range(30)), *new(30, 31, differences=(LONG_FIRST,)), limit=20_000)
    assert text.count("<p>line 49") == 2


def test_names_that_take_much_room_do_not_drop_items_from_the_page() -> None:
    items = (item(number, name='"' * 100) for number in range(100))
    text = shown(*pending(Change.NEW, *items, differences=(LONG_FIRST,)), limit=115_000)
    assert text.count("<summary><b>") == 100
    assert text.endswith("</blockquote>\n</details>\n\n")


def test_drafts_leave_room_for_what_is_new_and_both_for_what_changed() -> None:
    drafts = new(*range(300), change=Change.DRAFT, differences=(LONG_FIRST,) * 3)
    text = shown(*drafts, *new(300, 301), *changed(302), limit=500_000)
    assert headings(text) == ["Drafts that would go live", "New", "Changed"]
    assert text.count("| `Price` | `4.25` |") == 2
    assert text.count("| `Price` | `3.75` | `4.25` |") == 1


def test_a_new_item_whose_fields_are_all_empty_is_named() -> None:
    text = shown(*new(1, differences=()))
    assert text.endswith(f"<code>{item(1).id}</code></summary>\n\n</details>\n\n")


@pytest.mark.parametrize(("count", "folded"), [(10, False), (11, True)])
def test_up_to_10_changed_changed_items_stand_open(count: int, folded: bool) -> None:
    assert ("<details>" in shown(*changed(*range(count)))) is folded


def test_changed_items_stand_under_their_collections() -> None:
    other = pending(Change.CHANGED, item(9, of=collection(2, "Authors")), differences=PRICE)
    text = shown(*changed(1, 2), *other)
    assert re.findall(r"^### (.+)$", text, re.MULTILINE) == ["`Blog posts`", "`Authors`"]


def test_what_could_not_be_compared_is_told_apart_from_what_does_not_differ() -> None:
    assert "It was not compared" in shown(*changed(1, differences=None))
    assert "No field differs" in shown(*changed(1, differences=()))


def test_a_changed_item_that_cannot_go_is_shown_with_why() -> None:
    (edited,) = changed(1)
    held = replace(edited, status=Status.BLOCKED, reason=Reason.CHANGED_SINCE_REVIEW, message="Edited")
    assert "</summary>\n\nIt would not be published (`changed-since-review`).\n\n| Field" in shown(held)


def test_a_new_item_that_cannot_go_is_not_listed_as_new() -> None:
    (referring,) = blocked(Reason.REFERENCE_NOT_LIVE, "x", item(1))
    assert shown(replace(referring, change=Change.NEW)) == ""


def test_what_only_the_limit_holds_back_is_shown_as_what_it_is() -> None:
    new, edited = (
        replace(each, status=Status.BLOCKED, reason=Reason.TOO_MANY, message="x")
        for each in (*pending(Change.NEW, item(1)), *changed(2))
    )
    text = shown(new, edited)
    assert headings(text) == ["New", "Changed"]
    assert "would not be published" not in text


def test_what_is_published_again_is_listed_and_shown_only_where_it_differs() -> None:
    same = pending(Change.FORCED, item(1), differences=())
    other = pending(Change.FORCED, item(2), differences=PRICE)
    text = shown(*same, *other)
    assert headings(text) == ["Live already, and published again", "Changed"]
    assert text.index(item(1).id) < text.index("## Changed") < text.index(item(2).id)


def test_what_only_the_limit_holds_back_has_its_fields_shown() -> None:
    held = [replace(each, status=Status.BLOCKED, reason=Reason.TOO_MANY, message="x") for each in new(1)]
    assert "| `Flour` | `rye` |" in shown(*held)


def test_what_is_live_already_is_listed() -> None:
    page = Page(1_000)
    add_unchanged(page, Result(Verdict.NOTHING_TO_DO, None, tuple(unchanged(item(1)))))
    assert page.text().startswith("## Live already\n\n<details open>")
    assert item(1).id in page.text()


def test_many_long_differences_share_the_room() -> None:
    text = shown(*changed(*range(200), differences=(LONG,)))
    assert text.count("```diff\n") > 50
    assert all(item(number).id in text for number in range(200))
    assert "Changed, and not compared here for lack of room" in headings(text)


def test_each_of_200_rich_texts_is_compared_in_a_summary_of_usual_size() -> None:
    text = shown(*changed(*range(200), differences=(LONG,)), limit=900_000)
    assert text.count("```diff\n") == 200
    assert headings(text) == ["Changed"]


def test_one_item_does_not_take_all_the_room_there_is() -> None:
    long = replace(LONG, lines=tuple(f"+{'x' * 400}" for _ in range(60)))
    assert 10_000 < len(shown(*changed(1, differences=(long,) * 3)).encode()) < 13_000


def test_names_of_new_items_have_room_beside_the_differences() -> None:
    others = pending(Change.NEW, *(item(number, name="n" * 40) for number in range(300, 700)))
    text = shown(*changed(*range(100), differences=(LONG,)), *others)
    assert all(each.variant.item.id in text for each in others)
    assert text.count("```diff\n") > 30


def test_many_new_items_leave_room_for_the_differences() -> None:
    others = pending(Change.NEW, *(item(number, name="n" * 90) for number in range(300, 9_000)))
    text = shown(*changed(*range(50), differences=(LONG,)), *others)
    assert text.count("```diff\n") > 40
    assert "The JSON report has them all" in text


@pytest.mark.parametrize("limit", [0, 30, 200, 1_000, 3_000])
def test_where_there_is_hardly_room_the_page_stays_whole(limit: int) -> None:
    new_ones = new(*range(200, 215), differences=(LONG_FIRST,))
    text = shown(*planned().outcomes, *changed(*range(100, 130), differences=(LONG,)), *new_ones, limit=limit)
    assert text.count("<details") == text.count("</details>")
    assert text.count("<blockquote") == text.count("</blockquote>")


def shape(text: str) -> list[str]:
    return [part.type for token in MARKDOWN.parse(text) for part in (token, *(token.children or []))]


@given(st.text(), st.text(), st.text())
def test_no_name_and_no_field_changes_the_structure(name: str, label: str, value: str) -> None:
    def rendered(name: str, label: str, value: str) -> str:
        of = collection(1, f"x{label}")
        differing = Difference("f", f"x{label}", "PlainText", f"x{value}", f"y{value}", (), "")
        (edited,) = pending(Change.CHANGED, item(1, ENGLISH, of=of), differences=(differing,))
        (listed,) = pending(Change.NEW, item(2, of=of))
        first = Difference("f", f"x{label}", "PlainText", None, f"y{value}")
        drafts = pending(Change.DRAFT, *(item(number, of=of) for number in range(3, 14)), differences=(first,))
        outcomes = (edited, listed, *drafts)
        return shown(*(replace(each, staged=content(each.variant.item, f"x{name}")) for each in outcomes))

    assert shape(rendered(name, label, value)) == shape(rendered("", "", ""))


def test_hostile_text_stays_within_code_and_preformatted_text() -> None:
    hostile = f"</code></b></summary></details></pre>{HOSTILE}"
    of = collection(1, hostile)
    field = Difference("f", hostile, "PlainText", hostile, f"{hostile}!", (f"-{hostile}", f"+```{hostile}"), "")
    outcomes = (
        *pending(Change.CHANGED, item(1, of=of, name=hostile), differences=(field,)),
        *pending(Change.DRAFT, item(2, of=of, name=hostile)),
    )
    text = shown(*outcomes)
    html = "".join(token.content for token in MARKDOWN.parse(text) if token.type == "html_block")
    assert re.sub(r"&[a-z0-9#]+;", "", "".join(re.findall(r"<[^>]*>", html))) == (
        "<details open><summary><code></code></summary><pre></pre></details>"
        "<details open><summary><b><code></code></b><code></code><code></code></summary></details>"
    )
    bare = re.sub(r"<(code|pre)>.*?</\1>", "", html, flags=re.DOTALL)
    assert not re.search("octocat|tada|evil", bare)


def test_the_work_is_estimated_in_requests_and_minutes() -> None:
    assert estimated(Estimate(reads=7, writes=5, confirmations=7, rate=120), *pending(Change.NEW, item(1))) == (
        "Publishing takes about 19 requests (7 to look, 5 to publish, 7 to read back): about 1 minute at 120 "
        "requests a minute.\n\n"
    )


def test_where_webflow_did_not_say_how_much_it_allows_the_estimate_says_what_it_takes_for_granted() -> None:
    unknown = Estimate(reads=2_000, writes=400, confirmations=0, rate=None)
    assert estimated(unknown, *pending(Change.NEW, item(1))) == (
        "Publishing takes about 2,400 requests (2,000 to look, 400 to publish): about 40 minutes at 60 requests a "
        "minute, the lowest rate of Webflow.\n\n"
    )


def test_where_nothing_is_pending_nothing_is_estimated() -> None:
    assert estimated(Estimate(1, 0, 0, 60), *unchanged(item(1))) == ""
    assert estimated(None, *pending(Change.NEW, item(1))) == ""
