from __future__ import annotations

from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.model import Collection
from webflow_publish.manifest.site import note_sites
from webflow_publish.problem import Place, Problem

BAKERY = "580e63e98c9a982ac9b8b741"
GARDEN = "580e63e98c9a982ac9b8b742"
BLOG = "580e63fc8c9a982ac9b8b745"
TEAM = "580e63fc8c9a982ac9b8b746"


def collection(site: str | None, line: int, file: str = "a.yml", of: str = BLOG) -> Collection:
    return Collection(of, None, Place(file, line, 5), site)


def noted(*collections: Collection) -> tuple[Problem, ...]:
    findings = {file: Findings(file) for file in ("a.yml", "b.yml")}
    note_sites(collections, findings)
    return findings["a.yml"].problems() + findings["b.yml"].problems()


def test_a_collection_under_two_sites_is_told_at_the_second_place_with_the_first() -> None:
    (found,) = noted(collection(BAKERY, 4), collection(GARDEN, 7, "b.yml"))
    assert found.place == Place("b.yml", 7, 5)
    assert found.message == (
        f"The collection `{BLOG}` stands under the site `{GARDEN}` here, and under `{BAKERY}` at `a.yml:4:5`."
    )


def test_the_items_of_a_collection_bring_its_problem_once() -> None:
    again = collection(GARDEN, 7, "b.yml")
    assert len(noted(collection(BAKERY, 4), again, again, again)) == 1


def test_each_place_is_told() -> None:
    assert len(noted(collection(BAKERY, 4), collection(GARDEN, 7, "b.yml"), collection(GARDEN, 9, "b.yml"))) == 2


def test_the_same_site_again_is_right() -> None:
    assert noted(collection(BAKERY, 4), collection(BAKERY, 7, "b.yml")) == ()


def test_a_short_name_is_the_same_in_upper_and_in_lower_case() -> None:
    assert noted(collection("bakery", 4), collection("Bakery", 7, "b.yml")) == ()


def test_different_short_names_are_different_sites() -> None:
    (found,) = noted(collection("bakery", 4), collection("garden", 7, "b.yml"))
    assert found.message.startswith(f"The collection `{BLOG}` stands under the site `garden` here, and under `bakery`")


def test_a_short_name_and_an_id_may_be_those_of_one_site() -> None:
    assert noted(collection("bakery", 4), collection(BAKERY, 7, "b.yml")) == ()
    assert len(noted(collection("bakery", 4), collection(BAKERY, 7, "b.yml"), collection(GARDEN, 9, "b.yml"))) == 1


def test_without_a_site_a_collection_may_be_of_any() -> None:
    assert noted(collection(None, 4), collection(BAKERY, 7, "b.yml"), collection(None, 9, "b.yml")) == ()


def test_different_collections_may_be_of_different_sites() -> None:
    assert noted(collection(BAKERY, 4), collection(GARDEN, 7, "b.yml", TEAM)) == ()
