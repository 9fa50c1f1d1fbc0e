from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from harness.results import HOSTILE, SOURCE, blocked, confirmed, content, failed
from harness.samples import FRENCH, collection, item, named, unfound
from webflow_publish.inputs import Mode
from webflow_publish.outcome import Outcome, Result, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report.failures import add_failures
from webflow_publish.report.markdown import Page

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
ONE, TWO, THREE = item(1), item(2), item(3)
LIMIT = "3 of 4 items, counted in each locale, would be published, and `max-publish` is 2"


def told(*outcomes: Outcome, mode: Mode = Mode.PUBLISH, room: int = 50_000) -> str:
    page = Page(100_000)
    add_failures(page, Result(Verdict.FAILED, None, outcomes), mode, SOURCE, room)
    return page.text()


def test_where_nothing_is_wrong_nothing_is_said() -> None:
    assert told(*confirmed(ONE)) == ""


def test_a_publish_and_a_plan_have_their_own_headings() -> None:
    outcomes = failed(Reason.ARCHIVED, "x", ONE)
    assert told(*outcomes).startswith("## What is wrong, and what to do\n\n### Archived in Webflow\n\n")
    assert told(*outcomes, mode=Mode.PLAN).startswith("## What cannot be published, and what to do\n\n")


def test_a_plan_does_not_speak_of_sending() -> None:
    outcomes = blocked(Reason.REFERENCE_NOT_LIVE, "x", ONE, TWO)
    assert "**2 items**, not sent (`reference-not-live`)" in told(*outcomes)
    assert "**2 items** (`reference-not-live`)" in told(*outcomes, mode=Mode.PLAN)


def test_an_item_that_is_not_live_is_told_with_what_was_seen_and_what_to_do() -> None:
    text = told(*failed(Reason.NOT_LIVE, "It is not on the live site", item(1, FRENCH, name="Rye")))
    assert f"### {Reason.NOT_LIVE.meaning}\n\n**1 item** (`not-live`). By Webflow's word the item is published" in text
    assert f"| `Rye`&lrm; `{ONE.id}` | `{FRENCH}` | [`webflow-publish.yml:11`](" in text
    assert "| `It is not on the live site` |" in text


def test_the_file_that_an_item_comes_from_is_linked_in_a_column_that_is_there_for_it() -> None:
    text = told(*failed(Reason.ARCHIVED, "x", replace(ONE, source="posts/rye|1.md"), TWO))
    assert "| Manifest | Content |" in text
    address = f"{SOURCE.server}/{SOURCE.repository}/blob/{SOURCE.commit}/posts/rye%7C1.md"
    assert f"[`posts/rye\\|1.md`]({address}) |" in text
    assert text.rstrip().endswith("|  |")
    assert "Content" not in told(*failed(Reason.ARCHIVED, "x", ONE, TWO))


def test_what_was_held_back_and_what_slipped_through_the_review_are_one_section_that_tells_them_apart() -> None:
    text = told(
        *blocked(Reason.CHANGED_SINCE_REVIEW, "The item was edited", ONE),
        *failed(Reason.CHANGED_SINCE_REVIEW, "It went live, but it was edited", TWO),
    )
    assert text.count("### ") == 1
    assert "**2 items**, some not sent (`changed-since-review`)." in text
    assert "| `The item was edited` |" in text
    assert "| `It went live, but it was edited` |" in text


def test_a_refused_amount_is_said_once_by_the_headline() -> None:
    assert LIMIT not in told(*blocked(Reason.TOO_MANY, LIMIT, ONE, TWO, THREE))


@pytest.mark.parametrize(("mode", "size"), [(Mode.PUBLISH, "**3 items**, not sent"), (Mode.PLAN, "**3 items**")])
def test_what_is_too_many_has_no_rows_because_it_is_shown_elsewhere(mode: Mode, size: str) -> None:
    text = told(*blocked(Reason.TOO_MANY, LIMIT, ONE, TWO, THREE), mode=mode)
    assert f"### More than `max-publish` allows\n\n{size} (`too-many`)." in text
    assert not [each for each in (ONE, TWO, THREE) if each.id in text]


def test_an_item_has_its_name_in_webflow_where_the_manifest_gives_none() -> None:
    (outcome,) = failed(Reason.ARCHIVED, "x", ONE)
    assert f"| `Rye`&lrm; `{ONE.id}` |" in told(replace(outcome, staged=content(ONE, "Rye")))


def test_hostile_names_and_words_are_cells_of_code() -> None:
    (outcome,) = failed(Reason.REJECTED, HOSTILE, ONE)
    tokens = MARKDOWN.parse(told(replace(outcome, staged=content(ONE, HOSTILE))))
    cells = [token.children or [] for token in tokens if token.type == "inline"][-3:]
    assert [[part.type for part in cell if part.type != "text"] for cell in cells] == [
        ["code_inline", "code_inline"],
        ["link_open", "code_inline", "link_close"],
        ["code_inline"],
    ]


def test_each_reason_gets_its_share_of_the_room() -> None:
    many = failed(Reason.NOT_FOUND, "x", *(item(number, name="n" * 90) for number in range(1_000)))
    text = told(*many, *failed(Reason.ARCHIVED, "x", item(1_001)), room=20_000)
    assert len(text.encode()) <= 21_000
    assert item(1_001).id in text
    assert "more, which the log of this step shows." in text


def test_the_collection_is_named_where_there_are_several() -> None:
    one, two = item(1), item(2, of=collection(2, "Authors"))
    assert "| Item | Manifest |" in told(*failed(Reason.ARCHIVED, "x", one))
    assert "| Item | Collection | Manifest |" in told(*failed(Reason.ARCHIVED, "x", one, two))


def test_a_locale_is_told_by_its_tag_and_its_id() -> None:
    text = told(*failed(Reason.ARCHIVED, "x", named(item(1, FRENCH)), named(item(2), "wheat")))
    assert f"| `fr-CA ({FRENCH})` |" in text
    assert "| primary |" in text


def test_what_was_not_found_is_told_by_its_names() -> None:
    text = told(*failed(Reason.NOT_FOUND, "x", unfound(item(1, "fr-CA"))))
    assert "| `rye` | `fr-CA` |" in text


def test_a_hostile_tag_stays_text() -> None:
    hostile = named(item(1, FRENCH))
    hostile = replace(hostile, collection=replace(hostile.collection, tags={FRENCH: HOSTILE}))
    text = MARKDOWN.render(told(*failed(Reason.ARCHIVED, "x", hostile)))
    assert "<img" not in text
    assert 'href="https://evil' not in text
