from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from harness.results import HOSTILE, blocked, failed, invalid, pending, planned, success, unchanged
from harness.samples import ENGLISH, FRENCH, identifier, item
from webflow_publish.change import Change
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection, Item, Manifest
from webflow_publish.outcome import Result, Verdict
from webflow_publish.problem import Place
from webflow_publish.reason import Reason
from webflow_publish.report.matrix import MOST_JOBS, matrix
from webflow_publish.selection import select

BAKERY, ATELIER = "sites/bakery/webflow-publish.yml", "sites/atelier/webflow-publish.yml"
NO_JOBS = '{"include": []}'


def entry(number: int, file: str, collection: int, *locales: str, name: str | None = "Blog posts") -> Item:
    owner = Collection(identifier(collection), name, Place(file, 3, 5))
    return Item(identifier(number), None, owner, locales, Place(file, 9, 9))


def plan(*items: Item) -> Result:
    return Result(Verdict.PENDING, Manifest((), items), tuple(pending(Change.NEW, *items)))


def valid(*items: Item) -> Result:
    return Result(Verdict.SUCCESS, Manifest((), items))


def jobs(result: Result, mode: Mode = Mode.PLAN) -> list[dict[str, Any]]:
    value = json.loads(matrix(result, mode))
    assert set(value) == {"include"}
    found: list[dict[str, Any]] = value["include"]
    return found


def test_a_plan_has_a_job_for_each_file_and_collection_with_what_is_pending_there() -> None:
    assert jobs(plan(entry(1, BAKERY, 7, ENGLISH, FRENCH), entry(2, BAKERY, 7), entry(3, ATELIER, 8, name=None))) == [
        {"manifest": BAKERY, "folder": "bakery", "collection": identifier(7), "name": "Blog posts", "pending": 3},
        {"manifest": ATELIER, "folder": "atelier", "collection": identifier(8), "name": identifier(8), "pending": 1},
    ]


@pytest.mark.parametrize("site", [None, "bakery"])
@pytest.mark.parametrize("name", ["Blog posts", None])
def test_a_collection_by_its_slug_is_named_so_that_a_job_can_be_restricted_to_it(
    site: str | None, name: str | None
) -> None:
    identified = f"{site}/blog" if site else "blog"
    listed = Collection(identified, name, Place(BAKERY, 3, 5), site, slug="blog", is_found=False)
    found = replace(listed, id=identifier(7), is_found=True)
    before, after = (Item(identifier(1), None, each, (), Place(BAKERY, 9, 9)) for each in (listed, found))
    (job,) = jobs(valid(before), Mode.VALIDATE)
    assert (job["collection"], job["name"]) == ("blog", name or "blog")
    assert select(Manifest((BAKERY,), (before,)), [job["collection"]], allow_empty=False) == Manifest(
        (BAKERY,), (before,)
    )
    assert [each["collection"] for each in jobs(plan(after))] == ["blog"]


def test_what_has_nothing_pending_is_left_out() -> None:
    outcomes = (
        *pending(Change.NEW, entry(1, BAKERY, 7)),
        *unchanged(entry(2, ATELIER, 8)),
        *failed(Reason.ARCHIVED, "x", entry(3, ATELIER, 9)),
    )
    assert [job["folder"] for job in jobs(Result(Verdict.FAILED, None, outcomes))] == ["bakery"]


def test_a_validation_has_a_job_for_each_file_and_collection_and_knows_nothing_of_what_is_pending() -> None:
    assert jobs(valid(entry(1, BAKERY, 7), entry(2, BAKERY, 7), entry(3, BAKERY, 8)), Mode.VALIDATE) == [
        {"manifest": BAKERY, "folder": "bakery", "collection": identifier(7), "name": "Blog posts"},
        {"manifest": BAKERY, "folder": "bakery", "collection": identifier(8), "name": "Blog posts"},
    ]


@pytest.mark.parametrize(
    ("result", "mode"),
    [
        (success(), Mode.PUBLISH),
        (planned(), Mode.PUBLISH),
        (invalid(), Mode.PLAN),
        (invalid(), Mode.VALIDATE),
        (Result(Verdict.NOTHING_TO_DO, Manifest(("a.yml",), ())), Mode.VALIDATE),
        (Result(Verdict.DENIED, None, tuple(blocked(Reason.UNAUTHORIZED, "x", item(1)))), Mode.PLAN),
        (Result(Verdict.FAILED, None, tuple(blocked(Reason.TOO_MANY, "x", item(1)))), Mode.PLAN),
    ],
)
def test_without_a_job_it_is_an_empty_list_in_the_one_form_that_a_workflow_can_compare(
    result: Result, mode: Mode
) -> None:
    assert matrix(result, mode) == NO_JOBS


def test_a_manifest_in_the_root_has_no_folder() -> None:
    assert [job["folder"] for job in jobs(plan(entry(1, "webflow-publish.yml", 7)))] == [""]


def test_the_same_collection_in_two_files_is_two_jobs_each_with_its_own_label() -> None:
    found = jobs(plan(entry(1, BAKERY, 7, name="Posts"), entry(2, ATELIER, 7, name="Billets")))
    assert [(job["folder"], job["name"]) for job in found] == [("bakery", "Posts"), ("atelier", "Billets")]


def test_as_many_collections_as_github_takes_jobs_are_a_job_each() -> None:
    items = [entry(number, BAKERY, number) for number in range(MOST_JOBS)]
    assert len(jobs(plan(*items))) == MOST_JOBS == 256


def test_more_collections_than_jobs_are_one_job_for_each_file() -> None:
    items = [entry(number, (BAKERY, ATELIER)[number % 2], number) for number in range(MOST_JOBS + 1)]
    assert jobs(plan(*items)) == [
        {"manifest": BAKERY, "folder": "bakery", "collection": "", "name": BAKERY, "pending": 129},
        {"manifest": ATELIER, "folder": "atelier", "collection": "", "name": ATELIER, "pending": 128},
    ]
    assert all("pending" not in job for job in jobs(valid(*items), Mode.VALIDATE))


def test_more_files_than_jobs_are_all_handed_out_for_github_to_refuse() -> None:
    items = [entry(number, f"{number}.yml", number) for number in range(300)]
    assert [job["manifest"] for job in jobs(plan(*items))] == [f"{number}.yml" for number in range(300)]


def test_names_are_cut_and_paths_are_not() -> None:
    path = f"{'d' * 200}/x.yml"
    (job,) = jobs(plan(entry(1, path, 7, name="n" * 200)))
    assert (job["manifest"], job["name"]) == (path, "n" * 99 + "…")


def test_hostile_text_stays_text_of_one_line() -> None:
    hostile = f'{HOSTILE}${{{{ secrets.TOKEN }}}}\n::error::x\n"}}]'
    text = matrix(plan(entry(1, f"{hostile}/x.yml", 7, name=HOSTILE)), Mode.PLAN)
    assert "\n" not in text
    (job,) = json.loads(text)["include"]
    assert (job["manifest"], job["name"]) == (f"{hostile}/x.yml", HOSTILE[:99] + "…")
