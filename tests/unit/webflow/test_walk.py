from __future__ import annotations

from harness.catalogue import document
from webflow_publish.webflow import Page, read_content
from webflow_publish.webflow.walk import MOST_PAGES, SHIFTED, SPARE_PAGES, Walk


def page(numbers: range, total: int | None) -> Page:
    items = (read_content(document(number)) for number in numbers)
    return Page(tuple(item for item in items if item), total)


def walked(*pages: Page) -> Walk:
    walk = Walk()
    for each in pages:
        walk.add(each)
    return walk


def state(walk: Walk) -> str:
    assert not (walk.is_complete and walk.is_given_up)
    return "complete" if walk.is_complete else "given up" if walk.is_given_up else "going on"


def test_a_walk_begins_at_the_beginning() -> None:
    assert (Walk().offset, Walk().remaining, state(Walk())) == (0, 1, "going on")


def test_it_goes_on_where_the_last_page_ended_and_knows_how_many_more_there_are() -> None:
    walk = walked(page(range(100), 250))
    assert (walk.offset, walk.remaining, state(walk)) == (100, 2, "going on")
    walk = walked(page(range(30), 250))
    assert (walk.offset, walk.remaining, state(walk)) == (30, 3, "going on")


def test_it_knows_how_long_the_list_is_once_it_was_told() -> None:
    assert Walk().length == 0
    assert walked(page(range(100), None)).length == 0
    assert [walked(page(range(100), total)).length for total in (0, 1, 100, 101, 1_000)] == [0, 1, 1, 2, 10]
    assert walked(page(range(100), 200), page(range(100, 200), 201)).length == 3


def test_it_is_complete_when_all_that_was_announced_was_read() -> None:
    walk = walked(page(range(100), 150), page(range(100, 150), 150))
    assert (walk.remaining, state(walk)) == (0, "complete")
    assert state(walked(page(range(0), 0))) == "complete"


def test_a_list_of_unknown_length_ends_with_a_short_or_an_empty_page() -> None:
    walk = walked(page(range(100), None))
    assert (walk.remaining, state(walk)) == (1, "going on")
    assert state(walked(page(range(100), None), page(range(100, 199), None))) == "complete"
    assert state(walked(page(range(100), None), page(range(0), None))) == "complete"


def test_a_list_that_ends_before_its_announced_length_has_ended() -> None:
    assert state(walked(page(range(100), 300), page(range(0), 300))) == "complete"


def test_a_list_that_repeats_itself_is_given_up() -> None:
    assert state(walked(page(range(100), 1_000), page(range(100), 1_000))) == "given up"
    assert state(walked(page(range(100), 200), page(range(100), 200))) == "given up"
    assert state(walked(page(range(100), None), page(range(50), None))) == "given up"


def test_a_few_items_that_were_shifted_to_the_end_are_no_repetition() -> None:
    assert state(walked(page(range(100), 100 + SHIFTED), page(range(SHIFTED), 100 + SHIFTED))) == "complete"


def test_a_list_that_grows_is_given_up_some_pages_after_its_first_length() -> None:
    walk = Walk()
    pages = 0
    while state(walk) == "going on":
        walk.add(page(range(100 * pages, 100 * pages + 100), 300 + 100 * pages))
        pages += 1
    assert (pages, state(walk)) == (3 + SPARE_PAGES, "given up")


def test_a_list_of_unknown_length_is_given_up_at_some_point() -> None:
    items = page(range(MOST_PAGES), None).items
    walk = Walk()
    for number in range(MOST_PAGES):
        assert state(walk) == "going on"
        walk.add(Page((*(items[number],) * 100,), None))
    assert state(walk) == "given up"


def test_at_first_one_page_is_asked_for_which_tells_how_long_the_list_is() -> None:
    assert Walk().pages_for(1_000, 16) == 1


def test_none_is_asked_for_where_single_reads_are_cheaper() -> None:
    assert Walk().pages_for(1, 16) == 0
    assert walked(page(range(100), 1_000)).pages_for(9, 16) == 0


def test_no_more_are_asked_for_at_once_than_must_be_read_anyway() -> None:
    walk = walked(page(range(100), 1_000))
    assert walk.pages_for(10, 16) == 1
    assert walk.pages_for(9 + 99 + 1, 16) == 2
    assert walk.pages_for(5_000, 16) == 9
    assert walk.pages_for(5_000, 4) == 4
