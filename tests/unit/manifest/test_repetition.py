from __future__ import annotations

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.model import Collection, Item
from webflow_publish.manifest.repetition import note_repetitions
from webflow_publish.problem import Place, Problem

ID = "643fd856d66b6528195ee2ca"
BLOG = Collection("580e63fc8c9a982ac9b8b745", None, Place("a.yml", 1, 1))
TEAM = Collection("580e63fc8c9a982ac9b8b746", None, Place("a.yml", 1, 1))


def item(line: int, *locales: str, collection: Collection = BLOG, file: str = "a.yml") -> Item:
    return Item(ID, None, collection, locales, Place(file, line, 5))


def noted(*items: Item) -> tuple[Problem, ...]:
    findings = {file: Findings(file) for file in ("a.yml", "b.yml")}
    note_repetitions(items, findings)
    return findings["a.yml"].problems() + findings["b.yml"].problems()


def test_the_same_item_twice_is_told_at_the_second_place_with_the_first() -> None:
    (found,) = noted(item(1), item(9))
    assert found.place == Place("a.yml", 9, 5)
    assert found.message == f"The item `{ID}` is listed twice; the first is at `a.yml:1:5`."


def test_in_two_files_it_is_told_in_the_second() -> None:
    (found,) = noted(item(9), item(1, file="b.yml"))
    assert found.place == Place("b.yml", 1, 5)
    assert "a.yml:9:5" in found.message


def test_each_further_time_is_told_with_the_first_place() -> None:
    assert [("a.yml:1:5" in found.message) for found in noted(item(1), item(2), item(3))] == [True, True]


def test_a_collection_that_is_written_twice_is_one_collection() -> None:
    again = Collection(BLOG.id, "Blog", Place("a.yml", 7, 1))
    assert len(noted(item(1), item(2, collection=again))) == 1


def test_the_same_id_in_another_collection_is_no_repetition() -> None:
    assert noted(item(1), item(2, collection=TEAM)) == ()


def test_other_locales_are_no_repetition() -> None:
    assert noted(item(1, "a"), item(2, "b"), item(3)) == ()


def test_a_locale_that_is_repeated_is_named() -> None:
    (found,) = noted(item(1, "a", "b"), item(2, "b", "c"))
    assert found.message == f"The item `{ID}` is listed twice for the locale `b`; the first is at `a.yml:1:5`."


def test_several_locales_that_are_repeated_are_one_problem() -> None:
    (found,) = noted(item(1, "a", "b", "c"), item(2, "b", "c"))
    assert found.message == f"The item `{ID}` is listed twice for 2 of its locales; the first is at `a.yml:1:5`."
