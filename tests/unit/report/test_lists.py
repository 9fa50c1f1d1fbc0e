from __future__ import annotations

from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from harness.results import HOSTILE, SOURCE, confirmed, content, failed, published, unchanged, unpublished
from harness.samples import ENGLISH, FRENCH, collection, item, leaving, named
from webflow_publish.outcome import Outcome, Result, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report.lists import add_done, add_items
from webflow_publish.report.markdown import Page

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
BAKERY = "https://www.example.com/products"


def listed(*outcomes: Outcome, limit: int = 10_000, end: int = 0) -> str:
    page = Page(limit)
    add_items(page, "## Heading\n\n", outcomes, set(), end)
    assert len(page.text().encode()) <= limit
    return page.text()


def publication(*outcomes: Outcome) -> str:
    page = Page(10_000)
    add_done(page, Result(Verdict.SUCCESS, None, outcomes))
    return page.text()


def at(outcome: Outcome, address: str) -> Outcome:
    return replace(outcome, address=address)


def test_nothing_has_no_heading() -> None:
    assert listed() == ""


def test_a_collection_is_a_folded_list_of_ids_and_names() -> None:
    assert listed(*unchanged(item(1, name="Rye"), item(2))) == (
        "## Heading\n\n<details open><summary><code>Blog posts</code>: 2 items</summary>\n<pre>\n"
        f"{item(1).id}  Rye\n{item(2).id}\n</pre>\n</details>\n\n"
    )


def test_each_collection_has_its_own_list() -> None:
    text = listed(*unchanged(item(1), item(2, of=collection(2, "Authors")), item(3)))
    assert "<code>Blog posts</code>: 2 items" in text
    assert "<code>Authors</code>: 1 item<" in text


def test_an_item_without_a_label_has_its_name_in_webflow() -> None:
    (outcome,) = unchanged(item(1))
    assert f"{item(1).id}  Rye &amp; more\n" in listed(replace(outcome, staged=content(item(1), "Rye & more")))


def test_the_file_that_an_item_comes_from_is_linked_at_the_commit() -> None:
    page = Page(10_000, SOURCE)
    add_items(page, "## Heading\n\n", unchanged(replace(item(1, name="Rye"), source="posts/rye <1>.md")), set())
    address = f"{SOURCE.server}/{SOURCE.repository}/blob/{SOURCE.commit}/posts/rye%20%3C1%3E.md"
    assert f'Rye  <a href="{address}">posts/rye &lt;1&gt;.md</a>\n' in page.text()


def test_where_the_commit_is_not_known_the_file_is_named() -> None:
    assert "Rye  posts/rye.md\n" in listed(*unchanged(replace(item(1, name="Rye"), source="posts/rye.md")))


@pytest.mark.parametrize(("count", "folded"), [(20, False), (21, True)])
def test_up_to_20_items_stand_open(count: int, folded: bool) -> None:
    assert ("<details>" in listed(*unchanged(*(item(number) for number in range(count))))) is folded


def test_a_live_page_is_a_link_to_the_address_that_is_shown() -> None:
    (outcome,) = confirmed(item(1, name="Rye"))
    line = f'{item(1).id}  Rye  <a href="{BAKERY}/rye">{BAKERY}/rye</a>\n'
    assert line in listed(at(outcome, f"{BAKERY}/rye"))


def test_an_item_has_a_link_for_each_locale_that_has_an_address() -> None:
    english, french = confirmed(item(1, ENGLISH, FRENCH))
    address = f"{BAKERY}/seigle?a=%22&b"
    line = (
        f'In {ENGLISH}, {FRENCH}:\n{item(1).id}  <a href="{BAKERY}/seigle?a=%22&amp;b">{BAKERY}/seigle?a=%22&amp;b</a>'
    )
    assert line in listed(english, at(french, address))


def test_the_primary_locale_is_named_beside_others() -> None:
    primary, french = (outcome for each in (item(1), item(1, FRENCH)) for outcome in unchanged(each))
    assert f"In the primary locale, {FRENCH}:\n" in listed(primary, french)


def test_names_are_text_and_end_no_element() -> None:
    hostile = collection(3, f"</code></summary></details>{HOSTILE}")
    text = listed(*unchanged(item(1, of=hostile, name=f"</pre>{HOSTILE}")))
    tokens = MARKDOWN.parse(text)
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close", "html_block"]
    assert text.count("</pre>") == text.count("</summary>") == text.count("</details>") == 1
    assert "<img" not in text


def test_where_not_all_items_fit_the_others_are_counted() -> None:
    text = listed(*unchanged(*(item(number) for number in range(1_000))), limit=5_000)
    shown = text.count("643fd856d66b65281")
    assert f"And {1_000 - shown:,} more. The JSON report has them all" in text
    assert shown > 150


def test_where_not_all_items_of_a_locale_fit_the_others_are_counted() -> None:
    text = listed(*unchanged(*(item(number, FRENCH) for number in range(1_000))), limit=5_000)
    assert f"And {1_000 - text.count('643fd856d66b65281'):,} more. The JSON report has them all" in text


def test_where_not_all_collections_fit_the_others_are_counted() -> None:
    many = unchanged(*(item(number, of=collection(number)) for number in range(20)))
    text = listed(*many, limit=2_000)
    left = 20 - text.count("<details")
    assert f"And {left} more collections. The JSON report has them all" in text


def test_one_collection_that_does_not_fit_is_counted_as_one() -> None:
    text = listed(*unchanged(item(1), item(2, of=collection(2))), limit=700)
    assert "And 1 more collection. " in text


def test_bytes_that_others_need_are_left() -> None:
    text = listed(*unchanged(*(item(number) for number in range(1_000))), limit=20_000, end=15_000)
    assert 4_000 < len(text.encode()) <= 5_000


def test_what_was_seen_live_is_listed_apart_from_what_webflow_says() -> None:
    text = publication(*confirmed(item(1)), *published(item(2)))
    seen, _, said = text.partition("## Published\n\n")
    assert seen.startswith(
        "## Published, and seen live\n\nThese were read back after they were published, and are live"
    )
    assert item(1).id in seen
    assert said.startswith("Webflow says that these are published. They were not read back.\n\n")
    assert item(2).id in said


def test_an_item_that_is_missing_in_another_locale_is_not_listed_without_a_word() -> None:
    text = publication(*confirmed(item(1, ENGLISH), item(2, ENGLISH)), *failed(Reason.NOT_LIVE, "x", item(1, FRENCH)))
    assert "2 items, 1 of them not in all locales</summary>" in text


def test_locales_are_told_by_their_tags_and_their_ids() -> None:
    assert f"\nIn en ({ENGLISH}), fr-CA ({FRENCH}):\n" in listed(*unchanged(named(item(1, ENGLISH, FRENCH))))


def test_a_hostile_tag_stays_text() -> None:
    hostile = named(item(1, FRENCH))
    hostile = replace(hostile, collection=replace(hostile.collection, tags={FRENCH: HOSTILE}))
    assert "<img" not in MARKDOWN.render(listed(*unchanged(hostile)))


def test_what_was_taken_down_is_listed_as_gone_and_not_as_published() -> None:
    text = publication(*unpublished(leaving(1, name="Old offer")), *unpublished(leaving(2, FRENCH), confirmed=False))
    assert "## Taken off the live site, and seen to be gone\n" in text
    assert "## Taken off the live site\n" in text
    assert "Published" not in text
    assert text.index("Old offer") < text.index("They were not looked for") < text.index(FRENCH)
