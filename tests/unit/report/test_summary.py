from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from harness.results import HOSTILE, SOURCE, failed, invalid, mixed, published, success
from harness.runner import read_summary
from harness.samples import ENGLISH, FRENCH, collection, item
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Manifest
from webflow_publish.outcome import Result, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report import Source, summary
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


def test_failures_come_before_what_was_resolved_and_published() -> None:
    assert headings(text_of(mixed())) == [
        "❌ 4 of 7 items are not published",
        "Not published, and what to do",
        "Archived in Webflow: 1 failed (archived)",
        "Not found in Webflow: 1 failed (not-found)",
        "The collection's structure changed: 2 not sent (collection-changed)",
        "Errors that name no item",
        "Resolved by trying again",
        "Published",
    ]


def test_a_failure_has_its_name_id_collection_locale_place_and_words() -> None:
    row = next(line for line in text_of(mixed()).splitlines() if "Old" in line)
    assert row == (
        "| `Old \\| offer` `643fd856d66b652810000004` | `Blog posts` | primary | "
        "[`webflow-publish.yml:14`](https://github.com/octo-org/website/blob/0123abcd/webflow-publish.yml#L14) | "
        "`Staging item ID x is archived and cannot be published.` |"
    )


def test_without_a_repository_the_place_is_no_link() -> None:
    assert "`webflow-publish.yml:14` |" in text_of(mixed(), source=Source())


def test_what_to_do_is_said_for_each_reason() -> None:
    assert "Unarchive it in Webflow" in text_of(mixed())


def test_counts_are_given_for_each_collection_and_in_all() -> None:
    lines = text_of(mixed()).splitlines()
    assert "| `Blog posts` | 3 | 2 | 0 |" in lines
    assert "| `Authors` | 0 | 0 | 2 |" in lines
    assert "| **All** | **3** | **2** | **2** |" in lines


def test_an_error_that_came_twice_and_was_resolved_is_told_once_with_its_number() -> None:
    row = "| `Blog posts` | Webflow's rate limit was reached (`rate-limited`) | `429 Too Many Requests` | 2 |"
    assert row in text_of(mixed()).splitlines()


def test_published_ids_are_folded_by_collection() -> None:
    markdown = text_of(success())
    assert "<details><summary><code>Blog posts</code>: 3 items</summary>" in markdown
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
    assert headings(markdown) == ["❌ 2 problems in the manifest or the inputs: nothing was published"]
    assert "`a b/c.yml:3`](https://github.com/octo-org/website/blob/0123abcd/a%20b/c.yml#L3)" in markdown
    assert "`colections`" in markdown
    assert "| the run | There is no token" in markdown


def test_a_defect_is_told_with_where_to_report_it() -> None:
    result = Result(Verdict.FAILED, defect="KeyError at run.py:1. Please report this line at https://x/issues")
    assert "> [!CAUTION]\n> KeyError at run" in text_of(result)


def test_a_valid_manifest_needs_one_line() -> None:
    manifest = Manifest(("a.yml", "b.yml"), (item(1), item(2)))
    assert text_of(Result(Verdict.SUCCESS, manifest), Mode.VALIDATE) == (
        "# ✅ The manifest is valid: 2 items in 1 collection, from 2 files\n\n"
    )


def test_hostile_text_is_shown_and_not_obeyed() -> None:
    tokens = MARKDOWN.parse(text_of(mixed()))
    inline = [part for token in tokens for part in token.children or []]
    links = {part.attrGet("href") for part in inline if part.type == "link_open"}
    assert all(str(link).startswith("https://github.com/octo-org/website/blob/0123abcd/") for link in links)
    assert {part.type for part in inline} <= {
        "text", "text_special", "code_inline", "link_open", "link_close", "softbreak", "strong_open", "strong_close",
    }  # fmt: skip
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
        *failed(Reason.NOT_FOUND, "x" * 400, *(item(number) for number in range(20_000))),
        *failed(Reason.ARCHIVED, "y" * 400, *(item(number) for number in range(20_000, 20_005))),
        *published(item(30_000)),
    )
    markdown = text_of(Result(Verdict.FAILED, None, outcomes))
    assert len(markdown.encode()) <= SUMMARY_LIMIT
    assert markdown.count("y" * 400) == 5
    assert "more, which the log and the JSON report show." in markdown
    assert item(30_000).id in markdown


def test_what_other_steps_left_of_the_room_is_respected() -> None:
    assert len(summary(mixed(), Mode.PUBLISH, SOURCE, limit=500).encode()) <= 500
    assert summary(mixed(), Mode.PUBLISH, SOURCE, limit=0) == ""


def test_a_hundred_collections_are_counted_and_the_others_summed() -> None:
    outcomes = tuple(published(*(item(1, of=collection(number)) for number in range(150))))
    assert "| 50 more collections |" in text_of(Result(Verdict.SUCCESS, None, outcomes))


def test_hostile_text_is_there_to_be_read() -> None:
    assert "evil.example" in HOSTILE
    assert "evil.example" in text_of(mixed())
