from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from harness.samples import ENGLISH, collection, identifier
from harness.webflow import Webflow
from webflow_publish.inputs import Inputs, read_inputs
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.meaning import Meaning, meaning_of
from webflow_publish.names import Naming
from webflow_publish.problem import Problem
from webflow_publish.retry import Retry
from webflow_publish.task import Task
from webflow_publish.webflow import Reader, SlugLookup, Stage
from webflow_publish.webflow.search import whole
from webflow_publish.workers import Workers

SITE, POSTS, PEOPLE = "580e63e98c9a982ac9b8b741", collection(1), collection(2)
RYE, WHEAT, OATS = (identifier(number) for number in (1, 2, 3))
NAMED = "version: 1\ncollections: [{slug: blog, items: [rye, wheat, oats]}]\n"


class Bench:
    """A site with a collection and three items."""

    def __init__(self) -> None:
        self.webflow = Webflow()
        locales = {"primary": {"cmsLocaleId": ENGLISH, "tag": "en"}, "secondary": []}
        site = {"id": SITE, "shortName": "bakery", "displayName": "Bakery", "locales": locales}
        self.webflow.answer("/sites", {"sites": [site]})
        listed = [{"id": POSTS.id, "slug": "blog", "displayName": "Blog"}]
        self.webflow.answer(f"/sites/{SITE}/collections", {"collections": listed})
        for number, slug in enumerate(("rye", "wheat", "oats"), 1):
            self.webflow.put(Stage.STAGED, number, ENGLISH, POSTS, slug=slug)
        reader = Reader(self.webflow)
        self.naming = Naming(reader, self.webflow.lookup(), SlugLookup(reader, Workers(1)), whole)

    def meaning(self, text: str, *kept: int, retry: Retry | None = None) -> Meaning | tuple[Problem, ...]:
        """What a task means that has these of the items, by their places in the manifest."""
        listed = manifest(text)
        part = replace(listed, items=tuple(listed.items[number] for number in kept)) if kept else listed
        left_out = len(listed.items) - len(part.items)
        now = datetime(2026, 11, 23, 17, tzinfo=UTC)
        return meaning_of(Task(inputs(), part, left_out, listed, now, retry=retry), self.naming)


def manifest(text: str) -> Manifest:
    read = read_manifest([("webflow-publish.yml", text.encode())])
    assert isinstance(read, Manifest)
    return read


def inputs() -> Inputs:
    read = read_inputs(lambda name: "a-token" if name == "token" else "")
    assert isinstance(read, Inputs)
    return read


def ids(meaning: Meaning | tuple[Problem, ...]) -> list[str]:
    assert isinstance(meaning, Meaning)
    return [item.id for item in meaning.manifest.items]


def test_a_manifest_of_ids_means_what_it_says_and_nothing_is_asked() -> None:
    bench = Bench()
    text = f"version: 1\ncollections: [{{id: {POSTS.id}, items: [{RYE}, {WHEAT}]}}]\n"
    meaning = bench.meaning(text, 1)
    assert meaning == Meaning(replace(manifest(text), items=manifest(text).items[1:]), 2, 1)
    assert bench.webflow.asked == []


def test_names_are_resolved_in_the_order_of_the_manifest() -> None:
    meaning = Bench().meaning(NAMED)
    assert ids(meaning) == [RYE, WHEAT, OATS]
    assert isinstance(meaning, Meaning)
    assert (meaning.total, meaning.left_out) == (3, 0)


def test_of_a_part_only_that_is_looked_up_and_the_rest_is_counted() -> None:
    meaning = Bench().meaning(NAMED, 1)
    assert ids(meaning) == [WHEAT]
    assert isinstance(meaning, Meaning)
    assert (meaning.total, meaning.left_out) == (3, 2)


def test_what_an_earlier_run_left_undone_is_found_again_among_the_names() -> None:
    retry = Retry("report.json", {(POSTS.id, OATS, None): "Oats"})
    assert ids(Bench().meaning(NAMED, retry=retry)) == [OATS]


def test_what_is_wrong_with_the_names_is_all_that_it_means() -> None:
    problems = Bench().meaning("version: 1\ncollections: [{slug: blogs, items: [rye]}]\n")
    assert not isinstance(problems, Meaning)
    assert [each.message.split(" has ")[1] for each in problems] == ["no collection with the slug `blogs`."]
