from __future__ import annotations

from typing import Any

import pytest

from harness.transport import Answer, ReadingTransport
from webflow_publish.doctor.examination import MOST_COLLECTIONS, Impatient, examined
from webflow_publish.doctor.facts import Facts
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Grant, Reader, Site

SITE, OTHER = "580e63e98c9a982ac9b8b741", "580e63e98c9a982ac9b8b742"
POSTS, PAGES = "580e63fc8c9a982ac9b8b745", "580e63fc8c9a982ac9b8b746"
LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden", 403)
REFUSED = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)

ANSWERS: dict[str, Answer] = {
    "/sites": {"sites": [{"id": SITE, "shortName": "bakery"}]},
    "/token/introspect": {"authorization": {"scope": "cms:write"}},
    f"/sites/{SITE}/collections": {"collections": [{"id": POSTS, "slug": "posts"}, {"id": PAGES, "slug": "pages"}]},
    f"/collections/{POSTS}/items": {"items": [], "pagination": {"total": 12}},
    f"/collections/{PAGES}/items": {"items": [], "pagination": {"total": 3}},
}


def manifest(text: str) -> Manifest:
    read = read_manifest([("m.yml", f"version: 1\n{text}".encode())])
    assert isinstance(read, Manifest), read
    return read


def look(wanted: str = "", read: Manifest | None = None, **changed: Answer) -> tuple[Facts, list[str]]:
    """What is found, and the paths that were asked for; `changed` are answers by the last part of a path."""

    def rule(path: str, _query: dict[str, str]) -> Answer:
        return changed.get(path.rpartition("/")[2], ANSWERS.get(path, Failure(Reason.NOT_FOUND, "404", 404)))

    transport = ReadingTransport(rule, rate_limit=120)
    facts = examined(Facts(manifest=read), Reader(Impatient(transport)), wanted)
    paths = [path for path, _ in transport.requests]
    assert transport.once == paths  # whoever looks on is not to wait
    return facts, paths


def test_each_thing_is_asked_for_once() -> None:
    facts, paths = look()
    assert paths == list(ANSWERS)
    assert isinstance(facts.site, Site)
    assert facts.site.short_name == "bakery"
    assert facts.grant == Grant(frozenset({"cms:write"}))
    assert facts.totals == {POSTS: 12, PAGES: 3}
    assert facts.rate_limit == 120


def test_only_the_collections_of_the_manifest_are_counted() -> None:
    facts, _ = look(read=manifest("collections:\n  - slug: pages\n    items: [a]\n  - slug: gone\n    items: [a]\n"))
    assert facts.totals == {PAGES: 3}


@pytest.mark.parametrize("failure", [REFUSED, Failure(Reason.UNAVAILABLE, "The connection broke")])
def test_where_the_token_is_refused_or_nobody_answers_nothing_more_is_asked(failure: Failure) -> None:
    facts, paths = look(sites=failure)
    assert (facts.sites, paths) == (failure, ["/sites"])


def test_without_sites_read_a_site_is_looked_at_by_its_id_alone() -> None:
    facts, _ = look(SITE, sites=LACKING)
    assert facts.site == Site(SITE, None)
    assert facts.totals == {POSTS: 12, PAGES: 3}
    facts, _ = look("bakery", sites=LACKING)
    assert isinstance(facts.site, Problem)


def test_without_a_site_the_collections_of_the_manifest_are_looked_at_by_their_ids() -> None:
    read = manifest(f"collections:\n  - id: {POSTS}\n    items: [a]\n  - slug: pages\n    items: [a]\n")
    facts, _ = look(read=read, sites=LACKING)
    assert facts.totals == {POSTS: 12}


def test_the_site_is_the_one_that_is_named_or_else_that_of_the_manifest() -> None:
    two: dict[str, Any] = {"sites": [{"id": SITE, "shortName": "bakery"}, {"id": OTHER, "shortName": "cafe"}]}
    read = manifest("site: cafe\ncollections:\n  - slug: x\n    items: [a]\n")
    found = [look(wanted, each, sites=two)[0].site for wanted, each in (("bakery", read), ("", read), ("", None))]
    assert [each.id if isinstance(each, Site) else None for each in found] == [SITE, OTHER, None]


def test_a_token_of_which_webflow_says_nothing_is_one_of_which_nothing_is_known() -> None:
    assert look(introspect=REFUSED)[0].grant is None


def test_no_more_collections_are_counted_than_there_is_time_for() -> None:
    many = {"collections": [{"id": f"580e63fc8c9a982ac9b8b{number:03x}", "slug": f"c{number}"} for number in range(40)]}
    facts, _ = look(collections=many)
    assert len(facts.totals) == MOST_COLLECTIONS
