from __future__ import annotations

from harness.catalogue import document
from harness.samples import ENGLISH, FRENCH, identifier
from webflow_publish.reason import Reason
from webflow_publish.webflow import Content, Failure, Page, Stage, read_content
from webflow_publish.webflow.search import Search, whole

ONE, TWO, THREE = (identifier(number) for number in (1, 2, 3))
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable")


def content(number: int, locale: str | None = None) -> Content:
    found = read_content(document(number) | {"cmsLocaleId": locale})
    assert found is not None
    return found


def search(*item_ids: str, locale: str | None = None) -> Search:
    return Search(("580e63fc8c9a982ac9b8b745", Stage.STAGED, locale), item_ids, whole)


def test_each_item_is_found_missing_or_unknown() -> None:
    looked = search(ONE, TWO, THREE)
    looked.take([content(1)])
    looked.miss([TWO])
    looked.fail([THREE], DOWN)
    found = looked.found()
    assert (set(found.items), set(found.missing), found.failures) == ({ONE}, {TWO}, {THREE: DOWN})
    assert not looked.left


def test_what_is_known_stays_known() -> None:
    looked = search(ONE, TWO)
    looked.take([content(1)])
    looked.miss([ONE, TWO])
    looked.fail([ONE, TWO], DOWN)
    assert (set(looked.found().missing), looked.found().failures) == ({TWO}, {})


def test_what_webflow_says_that_it_does_not_have_was_read_all_the_same() -> None:
    looked = search(ONE, TWO, THREE)
    looked.fail([ONE, TWO], DOWN)
    looked.fail([TWO, THREE], Failure(Reason.NOT_FOUND, "404 Not Found", 404))
    assert looked.unread == 2


def test_what_was_not_asked_for_is_not_kept() -> None:
    looked = search(ONE)
    looked.take([content(2)])
    assert (looked.items, list(looked.left)) == ({}, [ONE])


def test_an_item_in_another_locale_is_foreign_and_one_without_a_locale_is_not() -> None:
    looked = search(ONE, TWO, locale=FRENCH)
    looked.take([content(1, ENGLISH), content(2)])
    assert looked.items.keys() == {TWO}


def test_of_an_answer_is_kept_what_is_wanted_of_its_items() -> None:
    looked = Search(("580e63fc8c9a982ac9b8b745", Stage.LIVE, None), [ONE], Content.without_fields)
    one, two = content(1).without_fields(), content(2).without_fields()
    assert looked.reduced(Page((content(1), content(2)), 7)) == Page((one, two), 7)
    assert looked.reduced(content(1)) == one


def test_of_an_answer_that_is_no_item_everything_is_kept() -> None:
    assert Search(("580e63fc8c9a982ac9b8b745", Stage.LIVE, None), [ONE], Content.without_fields).reduced(DOWN) == DOWN


def test_what_is_missing_can_be_seen_as_it_goes_on() -> None:
    looked = search(ONE, TWO)
    looked.miss([ONE])
    assert set(looked.missing) == {ONE}
    assert set(looked.left) == {TWO}
