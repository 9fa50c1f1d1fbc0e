from __future__ import annotations

import pytest

from webflow_publish.doctor import access
from webflow_publish.doctor.check import State
from webflow_publish.doctor.facts import Facts
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Grant, Heading, Site

URL = "https://api.webflow.com/v2"
SITE = Site("580e63e98c9a982ac9b8b741", None, short_name="bakery")
UNAUTHORIZED = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)
LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden: OAuthForbidden", 403)
DOWN = Failure(Reason.UNAVAILABLE, "The proxy did not connect: refused", retryable=True)
POSTS = Heading("580e63fc8c9a982ac9b8b745", "Posts", "posts")
SEEN = Facts(URL, sites=(SITE,), site=SITE, headings=(POSTS,))


def manifest(*lines: str, items: str = "hello") -> Manifest:
    text = "\n".join(["version: 1", *lines, f"    items: [{items}]"])
    read = read_manifest([("m.yml", text.encode())])
    assert isinstance(read, Manifest)
    return read


IDS = manifest("collections:", f"  - id: {POSTS.id}")


class TestConnection:
    def test_any_answer_of_webflows_will_do(self) -> None:
        for sites in ((SITE,), UNAUTHORIZED, LACKING):
            assert access.connection(Facts(URL, sites=sites)).state is State.GOOD

    @pytest.mark.parametrize(
        ("failure", "state", "word"),
        [
            (DOWN, State.BAD, "HTTPS_PROXY"),
            (Failure(Reason.MALFORMED, "302 Found", 302), State.BAD, "proxy"),
            (Failure(Reason.NOT_FOUND, "404 Not Found", 404), State.BAD, f"Is `{URL}` the address"),
            (Failure(Reason.RATE_LIMITED, "429 Too Many Requests", 429), State.UNKNOWN, "Wait a minute"),
        ],
    )
    def test_of_what_comes_in_its_place_it_says_what_to_do(self, failure: Failure, state: State, word: str) -> None:
        check = access.connection(Facts(URL, sites=failure))
        assert (check.state, check.message) == (state, f"{failure.message}.")
        assert word in check.hint

    def test_without_a_token_nothing_was_sent(self) -> None:
        assert access.connection(Facts(URL, Problem("There is no token."))).state is State.SKIPPED


class TestToken:
    def test_what_is_wrong_with_it_by_its_looks_is_told(self) -> None:
        check = access.token(Facts(URL, Problem("There is no token.", "Make one.")))
        assert (check.state, check.message, check.hint) == (State.BAD, "There is no token.", "Make one.")

    def test_one_that_webflow_refuses_is_bad_and_ends_the_rest(self) -> None:
        facts = Facts(URL, sites=UNAUTHORIZED)
        assert access.token(facts).state is State.BAD
        assert "`401 Unauthorized`" in access.token(facts).message
        assert access.is_refused(facts)
        rest = (access.sites_read, access.cms_read, access.cms_write)
        assert {check(facts).state for check in rest} == {State.SKIPPED}

    @pytest.mark.parametrize("sites", [(SITE,), (), LACKING])
    def test_one_that_lacks_a_scope_is_accepted(self, sites: tuple[Site, ...] | Failure) -> None:
        assert access.token(Facts(URL, sites=sites)).state is State.GOOD
        assert not access.is_refused(Facts(URL, sites=sites))

    def test_where_nobody_answers_nobody_knows(self) -> None:
        assert access.token(Facts(URL, sites=DOWN)).state is State.SKIPPED


class TestSitesRead:
    def test_it_is_there_where_sites_were_read(self) -> None:
        assert access.sites_read(SEEN).state is State.GOOD

    @pytest.mark.parametrize(
        "named",
        [
            manifest("collections:", "  - slug: posts"),
            manifest("site: bakery", "collections:", f"  - id: {POSTS.id}"),
            manifest("locales: [fr]", "collections:", f"  - id: {POSTS.id}"),
            manifest("locales: all", "collections:", f"  - id: {POSTS.id}"),
        ],
    )
    def test_without_it_a_manifest_with_names_cannot_be_published(self, named: Manifest) -> None:
        check = access.sites_read(Facts(URL, sites=LACKING, manifest=named))
        assert check.state is State.BAD
        assert "Sites: read-only" in check.hint

    def test_a_manifest_of_ids_does_not_need_it(self) -> None:
        assert access.sites_read(Facts(URL, sites=LACKING, manifest=IDS)).state is State.SKIPPED

    def test_without_a_manifest_nobody_knows(self) -> None:
        assert access.sites_read(Facts(URL, sites=LACKING)).state is State.UNKNOWN


class TestCmsRead:
    def test_it_is_there_where_anything_of_the_cms_was_read(self) -> None:
        assert access.cms_read(SEEN).state is State.GOOD
        assert access.cms_read(Facts(URL, sites=LACKING, totals={POSTS.id: 12})).state is State.GOOD

    def test_it_is_not_where_webflow_says_so(self) -> None:
        for facts in (
            Facts(URL, sites=(SITE,), headings=LACKING),
            Facts(URL, sites=LACKING, totals={POSTS.id: LACKING}),
        ):
            check = access.cms_read(facts)
            assert check.state is State.BAD
            assert "CMS: read and write" in check.hint

    def test_where_nothing_could_be_asked_it_is_what_webflow_says_of_the_token(self) -> None:
        told = Grant(frozenset({"cms:read"}))
        assert access.cms_read(Facts(URL, sites=LACKING)).state is State.UNKNOWN
        assert access.cms_read(Facts(URL, sites=LACKING, grant=told)).state is State.GOOD


class TestCmsWrite:
    def test_it_is_not_tried_because_that_would_publish(self) -> None:
        check = access.cms_write(SEEN)
        assert check.state is State.UNKNOWN
        assert "without publishing" in check.message

    @pytest.mark.parametrize(("scopes", "state"), [({"cms:write"}, State.GOOD), ({"cms:read"}, State.BAD)])
    def test_it_is_as_webflow_says_where_it_does(self, scopes: set[str], state: State) -> None:
        facts = Facts(URL, sites=(SITE,), grant=Grant(frozenset(scopes)))
        assert access.cms_write(facts).state is state
