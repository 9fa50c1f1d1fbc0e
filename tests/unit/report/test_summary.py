from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from harness.results import (
    HOSTILE,
    SOURCE,
    blocked,
    confirmed,
    difference,
    failed,
    invalid,
    mixed,
    pending,
    planned,
    published,
    success,
    unchanged,
)
from harness.runner import read_summary
from harness.samples import ENGLISH, FRENCH, collection, item
from webflow_publish import __version__
from webflow_publish.change import Change
from webflow_publish.complaint import Complaint
from webflow_publish.difference import Difference
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Manifest
from webflow_publish.outcome import Result, Status, Verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.report import Source, loss_note, summary
from webflow_publish.report.summary import SUMMARY_LIMIT

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def text_of(result: Result, mode: Mode = Mode.PUBLISH, source: Source = SOURCE) -> str:
    return summary(result, mode, source)


def headings(markdown: str) -> list[str]:
    tokens = MARKDOWN.parse(markdown)
    return [
        "".join(part.content for part in tokens[index + 1].children or [])
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def test_it_begins_with_the_answer() -> None:
    assert headings(text_of(success()))[0] == "✅ All 3 items are published"
    assert headings(text_of(mixed()))[0] == "❌ 4 of 7 items are not published"


def test_failures_come_first_and_what_needs_nothing_comes_last() -> None:
    assert headings(text_of(mixed())) == [
        "❌ 4 of 7 items are not published",
        "What is wrong, and what to do",
        "The collection's structure changed",
        "Archived in Webflow",
        "Not found in Webflow",
        "Errors that name no item",
        "Published",
        "Resolved by trying again",
    ]


def test_a_plan_tells_what_cannot_go_then_what_would_then_what_is_live() -> None:
    assert headings(text_of(planned(), Mode.PLAN)) == [
        "❌ 4 of 6 items would be published, and 1 cannot be",
        "What cannot be published, and what to do",
        "Archived in Webflow",
        "Drafts that would go live",
        "New",
        "Changed",
        "Blog posts",
        "Authors",
        "Live already",
    ]


def test_a_publish_that_is_refused_shows_what_would_have_been_published() -> None:
    changes = (*pending(Change.NEW, item(1), differences=(difference(live=None),)), *pending(Change.CHANGED, item(2)))
    refused = [replace(each, status=Status.BLOCKED, reason=Reason.TOO_MANY, message="2 of 3") for each in changes]
    text = text_of(Result(Verdict.FAILED, None, (*refused, *unchanged(item(3)))))
    assert headings(text) == [
        "❌ Nothing was published: 2 of 3",
        "What is wrong, and what to do",
        "More than max-publish allows",
        "New",
        "Blog posts",
        "Changed",
        "Blog posts",
        "Live already",
    ]
    assert "| `Price` | `4.25` |" in text


def test_many_failures_leave_room_for_what_a_refused_publish_would_have_published() -> None:
    long = Difference("body", "Body", "RichText", "a", "b", tuple(f"+{'x' * 100}" for _ in range(60)))
    edited = pending(Change.CHANGED, *(item(number) for number in range(20_000, 20_400)), differences=(long,))
    refused = [replace(each, status=Status.BLOCKED, reason=Reason.TOO_MANY, message="2 of 3") for each in edited]
    many = [item(number, name="n" * 90) for number in range(10_000)]
    hopeless = (*failed(Reason.NOT_FOUND, "x", *many[:5_000]), *failed(Reason.ARCHIVED, "x", *many[5_000:]))
    text = text_of(Result(Verdict.FAILED, None, (*hopeless, *refused)))
    assert text.count("```diff\n") == 400


def test_a_publish_does_not_show_what_a_plan_shows() -> None:
    outcomes = (*confirmed(item(1)), *unchanged(item(2)))
    assert headings(text_of(Result(Verdict.SUCCESS, None, outcomes))) == [
        "✅ Both items are live, 1 of them published now",
        "Published, and seen live",
        "Live already",
    ]


@pytest.mark.parametrize(
    ("result", "sign"),
    [
        (Result(Verdict.PENDING, None, tuple(pending(Change.NEW, item(1)))), "📋"),
        (Result(Verdict.PENDING, None, tuple(pending(Change.NEW, item(1))), drift=True), "❌"),
        (Result(Verdict.NOTHING_TO_DO, None, tuple(unchanged(item(1))), drift=True), "✅"),
        (planned(), "❌"),
    ],
)
def test_the_sign_of_a_plan_is_red_where_the_step_is(result: Result, sign: str) -> None:
    assert headings(text_of(result, Mode.PLAN))[0].startswith(f"{sign} ")


def test_a_failure_has_its_name_id_collection_locale_place_and_words() -> None:
    row = next(line for line in text_of(mixed()).splitlines() if "Old" in line)
    assert row == (
        "| `Old \\| offer`&lrm; `643fd856d66b652810000004` | `Blog posts` | "
        "[`webflow-publish.yml:14`](https://github.com/octo-org/website/blob/0123abcd/webflow-publish.yml#L14) | "
        "`Staging item ID x is archived and cannot be published.` |"
    )


def test_without_a_repository_the_place_is_no_link() -> None:
    assert "`webflow-publish.yml:14` |" in text_of(mixed(), source=Source())


def test_what_to_do_is_said_for_each_reason() -> None:
    assert "Unarchive it in Webflow" in text_of(mixed())


def test_the_reasons_are_listed_before_their_sections_the_most_frequent_first() -> None:
    markdown = text_of(mixed())
    overview = markdown.partition("what to do\n\n")[2].partition("\n\n")[0]
    assert overview.splitlines() == [
        "- **2 items**, not sent: The collection's structure changed",
        "- **1 item**: Archived in Webflow",
        "- **1 item**: Not found in Webflow",
    ]


def test_what_all_items_of_a_reason_share_is_said_once() -> None:
    outcomes = blocked(Reason.UNAUTHORIZED, "401 Unauthorized", *(item(number) for number in range(5)))
    markdown = text_of(Result(Verdict.DENIED, None, tuple(outcomes)))
    assert "What happened to each: `401 Unauthorized`" in markdown
    assert markdown.count("401 Unauthorized") == 1
    assert "| Item | Manifest |" in markdown


def test_one_reason_is_one_section_whether_its_items_were_sent_or_not() -> None:
    outcomes = (*failed(Reason.UNAUTHORIZED, "401", item(1)), *blocked(Reason.UNAUTHORIZED, "Not sent", item(2)))
    markdown = text_of(Result(Verdict.DENIED, None, outcomes))
    assert markdown.count(Reason.UNAUTHORIZED.meaning) == 2  # once in the headline
    assert "**2 items**, some not sent (`unauthorized`)." in markdown


def test_long_tables_are_folded_and_long_lists_too() -> None:
    few = failed(Reason.ARCHIVED, "x", *(item(number) for number in range(20)))
    many = failed(Reason.NOT_FOUND, "x", *(item(number) for number in range(21)))
    markdown = text_of(Result(Verdict.FAILED, None, (*few, *many, *published(*(item(n) for n in range(50, 71))))))
    assert markdown.count("<details><summary>Show ") == 1
    assert "<details><summary>Show 21 rows</summary>" in markdown
    assert "<details><summary><code>Blog posts</code>: 21 items</summary>" in markdown


def test_an_item_that_is_out_in_some_locales_only_is_not_called_published_without_more() -> None:
    outcomes = (*published(item(1, ENGLISH), item(2, ENGLISH)), *failed(Reason.ARCHIVED, "x", item(1, FRENCH)))
    assert "2 items, 1 of them not in all locales</summary>" in text_of(Result(Verdict.FAILED, None, outcomes))


def test_counts_are_given_for_each_collection_and_in_all() -> None:
    lines = text_of(mixed()).splitlines()
    assert "| `Blog posts` | 3 | 2 | 0 |" in lines
    assert "| `Authors` | 0 | 0 | 2 |" in lines
    assert "| **All** | **3** | **2** | **2** |" in lines


def test_what_was_seen_live_is_counted_apart_from_what_was_only_accepted() -> None:
    seen = [replace(each, confirmed=True) for each in unchanged(item(4))]
    outcomes = (*confirmed(item(1), item(2)), *published(item(3)), *seen)
    assert text_of(Result(Verdict.SUCCESS, None, outcomes)).splitlines()[2:5] == [
        "| Collection | Published, and seen live | Published | Live already |",
        "| :-- | --: | --: | --: |",
        "| `Blog posts` | 2 | 1 | 1 |",
    ]


def test_a_plan_counts_what_is_new_changed_live_and_hopeless_in_each_collection() -> None:
    lines = text_of(planned(), Mode.PLAN).splitlines()
    assert lines[2:7] == [
        "| Collection | New | Changed | Live already | Cannot be published |",
        "| :-- | --: | --: | --: | --: |",
        "| `Blog posts` | 2 | 1 | 1 | 1 |",
        "| `Authors` | 0 | 1 | 0 | 0 |",
        "| **All** | **2** | **2** | **1** | **1** |",
    ]


def test_what_only_the_limit_holds_back_is_counted_as_what_it_is() -> None:
    refused = [replace(outcome, change=Change.NEW) for outcome in blocked(Reason.TOO_MANY, "x", item(1), item(2))]
    lines = text_of(Result(Verdict.FAILED, None, tuple(refused)), Mode.PLAN).splitlines()
    assert lines[2:5] == ["| Collection | New |", "| :-- | --: |", "| `Blog posts` | 2 |"]


def test_what_the_run_did_without_stands_before_the_counts() -> None:
    result = replace(success(), warnings=(Problem("The token may not read.", "Give it `cms:read`."),))
    assert text_of(result).splitlines()[2:6] == [
        "> [!WARNING]",
        "> The token may not read. Give it `cms:read`.",
        "",
        "| Collection | Published |",
    ]


@pytest.mark.parametrize(("left_out", "items"), [(1, "1 other item"), (2500, "2,500 other items")])
def test_what_only_leaves_out_is_told(left_out: int, items: str) -> None:
    said = f"This run is of a part of the manifest, and leaves out {items}."
    assert said in text_of(replace(success(), left_out=left_out)).splitlines()
    assert "leaves out" not in text_of(success())


def test_what_was_resolved_leaves_room_for_the_rest_and_has_its_own() -> None:
    resolved = tuple(Complaint(collection(), Reason.UNAVAILABLE, f"{number} {'x' * 400}") for number in range(1_000))
    markdown = text_of(replace(success(20_000), resolved=resolved))
    assert len(markdown.encode()) <= SUMMARY_LIMIT
    assert markdown.count("643fd856d66b65281") == 20_000
    assert markdown.count("x" * 400) > 50
    assert "more, which the log of this step shows." in markdown.rpartition("Resolved by trying again")[2]


def test_an_error_that_came_twice_and_was_resolved_is_told_once_with_its_number() -> None:
    row = "| `Blog posts` | Webflow's rate limit was reached (`rate-limited`) | `429 Too Many Requests` | 2 |"
    assert row in text_of(mixed()).splitlines()


def test_published_ids_are_folded_by_collection() -> None:
    markdown = text_of(success())
    assert "<details open><summary><code>Blog posts</code>: 3 items</summary>" in markdown
    assert all(item(number).id in markdown for number in range(3))


def test_published_ids_in_several_locales_stand_under_their_locales() -> None:
    result = Result(
        Verdict.SUCCESS, None, tuple(published(item(1), item(2, ENGLISH, FRENCH), item(3, FRENCH, ENGLISH)))
    )
    block = text_of(result).partition("<pre>")[2]
    assert block.startswith(
        f"\n{item(1).id}\nIn {ENGLISH}, {FRENCH}:\n{item(2).id}\nIn {FRENCH}, {ENGLISH}:\n{item(3).id}\n</pre>"
    )


def test_problems_are_told_with_place_and_advice() -> None:
    markdown = text_of(invalid())
    assert headings(markdown) == ["❌ 2 mistakes in the inputs and the manifest: nothing was published"]
    assert "`a b/c.yml:3`](https://github.com/octo-org/website/blob/0123abcd/a%20b/c.yml#L3)" in markdown
    assert "`colections`" in markdown
    assert "| the inputs | There is no token" in markdown


def test_a_defect_is_told_with_where_to_report_it() -> None:
    result = Result(Verdict.FAILED, defect="KeyError at run.py:1. Please report this line at https://x/issues")
    assert "> [!CAUTION]\n> KeyError at run" in text_of(result)


def test_a_valid_manifest_needs_one_line() -> None:
    manifest = Manifest(("a.yml", "b.yml"), (item(1), item(2)))
    assert text_of(Result(Verdict.SUCCESS, manifest), Mode.VALIDATE) == (
        "# ✅ The manifest is valid: 2 items in 1 collection, from 2 files\n\n"
        f"<sub>webflow-publish {__version__}</sub>\n"
    )


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    tokens = MARKDOWN.parse(text_of(mixed()))
    inline = [part for token in tokens for part in token.children or []]
    links = {part.attrGet("href") for part in inline if part.type == "link_open"}
    assert all(str(link).startswith("https://github.com/octo-org/website/blob/0123abcd/") for link in links)
    assert {part.type for part in inline} <= {
        "text", "text_special", "code_inline", "link_open", "link_close", "softbreak", "strong_open", "strong_close",
        "html_inline",
    }  # fmt: skip
    assert {part.content for part in inline if part.type == "html_inline"} == {"<sub>", "</sub>"}
    assert {token.type for token in tokens} & {"html_block"} == {"html_block"}
    assert "<img" not in "".join(token.content for token in tokens if token.type == "html_block")


@given(st.text(), st.text())
def test_no_name_and_no_message_changes_the_structure(name: str, message: str) -> None:
    def shape(name: str, message: str) -> list[str]:
        outcomes = (*failed(Reason.REJECTED, message, item(1, name=name)), *published(item(2, name=name)))
        return [token.type for token in MARKDOWN.parse(text_of(Result(Verdict.FAILED, None, outcomes)))]

    assert shape(f"x{name}", message) == shape("x", "x")


@pytest.mark.parametrize("count", [3, 20_000])
def test_20_000_published_items_are_all_listed(count: int) -> None:
    markdown = text_of(success(count))
    assert read_summary(markdown.encode()) == markdown
    assert markdown.count("643fd856d66b65281") == count


def test_20_000_failures_stay_under_the_limit_and_what_is_left_out_is_said() -> None:
    outcomes = (
        *(failed(Reason.NOT_FOUND, f"{number} {'x' * 400}", item(number))[0] for number in range(20_000)),
        *(failed(Reason.ARCHIVED, f"{number} {'y' * 400}", item(number))[0] for number in range(20_000, 20_005)),
        *published(item(30_000)),
    )
    markdown = text_of(Result(Verdict.FAILED, None, outcomes))
    assert len(markdown.encode()) <= SUMMARY_LIMIT
    assert markdown.count("y" * 400) == 5
    assert "more, which the log of this step shows." in markdown
    assert item(30_000).id in markdown


def test_100_000_items_stay_under_the_limit_in_every_mode() -> None:
    new = pending(Change.NEW, *(item(number, name="n" * 60) for number in range(50_000)))
    bad = failed(Reason.NOT_FOUND, "x" * 100, *(item(number) for number in range(50_000, 100_000)))
    plan = text_of(Result(Verdict.FAILED, None, (*new, *bad)), Mode.PLAN)
    live = confirmed(*(item(number, name="n" * 60) for number in range(50_000)))
    publish = text_of(Result(Verdict.FAILED, None, (*live, *bad)))
    for markdown in (plan, publish):
        assert 800_000 < len(markdown.encode()) <= SUMMARY_LIMIT
        assert "more, which the log of this step shows." in markdown
        assert "The JSON report has them all" in markdown


def test_what_other_steps_left_of_the_room_is_respected() -> None:
    assert len(summary(mixed(), Mode.PUBLISH, SOURCE, limit=500).encode()) <= 500
    assert summary(mixed(), Mode.PUBLISH, SOURCE, limit=0) == ""


def test_many_small_collections_are_all_listed() -> None:
    outcomes = tuple(published(*(item(number, of=collection(number)) for number in range(3_000))))
    markdown = text_of(Result(Verdict.SUCCESS, None, outcomes))
    assert markdown.count("643fd856d66b65281") == 3_000


def test_where_not_all_collections_fit_the_others_are_counted() -> None:
    outcomes = tuple(published(*(item(number, of=collection(number)) for number in range(20_000))))
    markdown = text_of(Result(Verdict.SUCCESS, None, outcomes))
    assert len(markdown.encode()) <= SUMMARY_LIMIT
    assert "more collections. The JSON report has them all" in markdown


def test_what_could_not_be_written_can_be_added_later() -> None:
    lost = success().losing(Problem("The JSON report could not be written.", "Look at `x`."))
    assert loss_note(success()) == ""
    assert loss_note(lost) == "\n> [!WARNING]\n> The JSON report could not be written. Look at `x`.\n"


@pytest.mark.parametrize("limit", [0, 60, 80])
def test_a_summary_without_room_for_its_headline_is_none(limit: int) -> None:
    assert summary(success(), Mode.PUBLISH, SOURCE, limit) == ""


def test_a_hundred_collections_are_counted_and_the_others_summed() -> None:
    outcomes = tuple(published(*(item(1, of=collection(number)) for number in range(150))))
    assert "| 50 more collections |" in text_of(Result(Verdict.SUCCESS, None, outcomes))


def test_hostile_text_is_there_to_be_read() -> None:
    assert "evil.example" in HOSTILE
    assert "evil.example" in text_of(mixed())
