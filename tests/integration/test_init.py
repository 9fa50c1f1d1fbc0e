from __future__ import annotations

from pathlib import Path

import pytest

from harness.bakery import ENGLISH, FRENCH, POSTS, SEED, SITE, TOKEN
from harness.errand import Told, carried_out
from webflow_publish import init
from webflow_publish.manifest import Manifest, read_manifest

ROOT = Path(__file__).parents[2]
FILE = "webflow-publish.yml"

LOCALIZED = f"""\
tokens:
  - token: {TOKEN}
  - {{token: without-sites, scopes: ["cms:read", "cms:write"]}}
  - {{token: without-cms, scopes: ["sites:read"]}}
sites:
  - id: {SITE}
    name: "Maple [bold] Bakery"
    short-name: maple
    locales:
      primary: {{cms-locale-id: {ENGLISH}, tag: en}}
      secondary:
        - {{cms-locale-id: {FRENCH}, tag: fr-CA}}
        - {{cms-locale-id: 653ad57de882f528b32e8110, tag: de, enabled: false}}
    collections:
      - id: {POSTS}
        name: Posts
        items:
          - {{first-id: 64b200000000000000000000, count: 250, name: "Post {{number}}", locales: [all]}}
          - {{id: 64b2000000000000000001f0, name: Two, slug: "null", locales: [fr-CA]}}
          - {{id: 64b2000000000000000001f1, name: One, slug: en-only}}
          - {{id: 64b2000000000000000001f2, name: Draft, slug: a-draft, state: draft, locales: [all]}}
          - {{id: 64b2000000000000000001f3, name: Old, slug: an-old-one, state: archived}}
"""
TWO_SITES = SEED + "  - {id: 580e63e98c9a982ac9b8b742, name: Café, short-name: cafe}\n"
DRAFTS = f"""\
tokens: [{{token: {TOKEN}}}]
sites:
  - id: {SITE}
    short-name: maple
    collections:
      - {{id: {POSTS}, name: Posts, items: [{{id: 64b2000000000000000001f2, name: New, state: draft}}]}}
"""


def started(folder: Path, seed: str, **options: str) -> Told:
    told = carried_out(init.run, folder, seed, **options)
    assert {each.method for each in told.requests} <= {"GET"}
    return told


def written(folder: Path, file: str = FILE) -> Manifest:
    read = read_manifest([(file, (folder / file).read_bytes())])
    assert isinstance(read, Manifest), read
    return read


def test_the_example_site_becomes_a_manifest_of_what_is_no_draft_there(tmp_path: Path) -> None:
    seed = (ROOT / "examples/sandbox.yml").read_text("utf-8")
    told = started(tmp_path, seed, token="sandbox-token")
    assert told.exit_code == 0
    manifest = written(tmp_path)
    assert str(manifest) == "165 items in 3 collections, from 1 file"
    assert {item.collection.slug for item in manifest.items} == {"bakers", "products", "recipes"}
    assert {item.collection.site for item in manifest.items} == {"maple-street-bakery"}
    assert "Wrote webflow-publish.yml: 165 items in 3 collections." in told.lines
    assert "Left out, as comments: 98 drafts and 1 archived item." in told.lines
    assert any("webflow-publish plan --api-url http://127.0.0.1" in line for line in told.lines)


def test_each_item_is_listed_in_the_locales_that_have_it_and_are_switched_on(tmp_path: Path) -> None:
    assert started(tmp_path, LOCALIZED).exit_code == 0
    found = {item.slug: item.locales for item in written(tmp_path).items}
    assert found == {
        **{f"post-{number}": ("en", "fr-CA") for number in range(1, 251)},
        "null": ("fr-CA",),
        "en-only": ("en",),
    }
    text = (tmp_path / FILE).read_text("utf-8")
    assert "locales: [en, fr-CA]\n" in text
    assert "      # - a-draft  # Draft\n" in text
    assert "      # - an-old-one  # Old\n" in text
    assert "site: maple  # Maple [bold] Bakery\n" in text


def test_pages_are_read_in_as_few_requests_as_there_are_pages(tmp_path: Path) -> None:
    told = started(tmp_path, LOCALIZED)
    lists = [each for each in told.requests if each.path.endswith("/items")]
    assert len(lists) == 3 + 3
    assert len(told.requests) == len(lists) + 2


class TestSites:
    def test_of_two_one_has_to_be_named(self, tmp_path: Path) -> None:
        told = started(tmp_path, TWO_SITES)
        assert told.exit_code == 2
        assert told.problems == ["The token sees 2 sites. Say which one with `--site`: `bakery`, `cafe`."]
        assert not (tmp_path / FILE).exists()

    @pytest.mark.parametrize("site", ["bakery", SITE])
    def test_one_is_named_by_short_name_or_id(self, tmp_path: Path, site: str) -> None:
        assert started(tmp_path, TWO_SITES, site=site).exit_code == 0
        assert {item.collection.site for item in written(tmp_path).items} == {"bakery"}

    def test_one_without_collections_has_nothing_to_list(self, tmp_path: Path) -> None:
        told = started(tmp_path, TWO_SITES, site="cafe")
        assert (told.exit_code, told.problems[0].startswith("The site has no collections.")) == (2, True)


class TestCollections:
    def test_those_that_are_named_are_listed_and_no_others(self, tmp_path: Path) -> None:
        assert started(tmp_path, SEED, collection="people").exit_code == 0
        assert {item.collection.slug for item in written(tmp_path).items} == {"people"}

    def test_one_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        told = started(tmp_path, SEED, collection="people\npoeple\n")
        assert told.exit_code == 2
        assert told.problems == [
            (
                "The site has no collection `poeple`. Did you mean `people`? "
                "The collections of the site: `posts`, `people`."
            )
        ]


class TestTokens:
    def test_one_that_webflow_refuses_ends_it_with_3(self, tmp_path: Path) -> None:
        told = started(tmp_path, SEED, token="another-token-of-somebody")
        assert told.exit_code == 3
        assert "another-token-of-somebody" not in repr((told.lines, told.problems))

    def test_one_without_sites_read_is_told_what_to_do(self, tmp_path: Path) -> None:
        told = started(tmp_path, LOCALIZED, token="without-sites")
        assert told.exit_code == 3
        assert "`sites:read`" in told.problems[0]
        assert "`--site`" in told.problems[0]

    def test_one_without_sites_read_will_do_for_a_site_that_is_named_by_its_id(self, tmp_path: Path) -> None:
        told = started(tmp_path, LOCALIZED, token="without-sites", site=SITE)
        assert told.exit_code == 0
        assert "primary one is listed" in told.lines[0]
        manifest = written(tmp_path)
        assert {(item.collection.site, item.locales) for item in manifest.items} == {(SITE, ())}
        assert len(manifest.items) == 251

    def test_one_without_cms_read_is_told_what_to_do(self, tmp_path: Path) -> None:
        told = started(tmp_path, LOCALIZED, token="without-cms")
        assert told.exit_code == 3
        assert "`cms:read`" in told.problems[0]


class TestTheFile:
    def test_one_that_is_there_stays_as_it_is_and_nothing_is_asked(self, tmp_path: Path) -> None:
        (tmp_path / FILE).write_text("mine")
        told = started(tmp_path, SEED)
        assert (told.exit_code, told.requests) == (2, [])
        assert told.problems == [
            f"There is a file `{FILE}` already. Give another name with `--output`, or write over it with `--force`."
        ]
        assert (tmp_path / FILE).read_text() == "mine"

    def test_with_force_it_is_written_over(self, tmp_path: Path) -> None:
        (tmp_path / FILE).write_text("mine")
        assert started(tmp_path, SEED, force="true").exit_code == 0
        assert written(tmp_path).items

    def test_another_name_is_told_where_it_is_needed_later(self, tmp_path: Path) -> None:
        told = started(tmp_path, SEED, output="content/my site.yml")
        assert told.exit_code == 0
        assert written(tmp_path, "content/my site.yml").items
        assert any("plan --manifest 'content/my site.yml'" in line for line in told.lines)

    @pytest.mark.parametrize("path", ["../out.yml", ".git/x.yml", "folder/"])
    def test_one_where_none_may_be_written_is_refused(self, tmp_path: Path, path: str) -> None:
        (tmp_path / "folder").mkdir()
        assert started(tmp_path, SEED, output=path).exit_code == 2


class TestDrafts:
    def test_a_site_of_nothing_else_is_told_what_to_do_and_gets_no_file(self, tmp_path: Path) -> None:
        told = started(tmp_path, DRAFTS)
        assert told.exit_code == 1
        assert "nothing to list but 1 draft" in told.problems[0]
        assert "`--drafts`" in told.problems[0]
        assert not (tmp_path / FILE).exists()

    def test_they_are_listed_where_that_is_asked_for(self, tmp_path: Path) -> None:
        assert started(tmp_path, DRAFTS, drafts="true").exit_code == 0
        assert [item.slug for item in written(tmp_path).items] == ["new"]


def test_an_outage_ends_it_with_4_and_leaves_no_file(tmp_path: Path) -> None:
    fault = "faults: [{path: /items, method: GET, times: always, answer: {status: 503}}]\n"
    told = started(tmp_path, SEED + fault)
    assert told.exit_code == 4
    assert not (tmp_path / FILE).exists()


def test_what_passes_is_waited_for(tmp_path: Path) -> None:
    fault = 'faults: [{path: /items, method: GET, answer: {status: 429, headers: {Retry-After: "7"}}}]\n'
    told = started(tmp_path, SEED + fault)
    assert told.exit_code == 0
    assert any("Trying again in 7 s." in line for line in told.lines)


def test_an_address_that_is_none_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    told = started(tmp_path, SEED, api_url="http://example.com")
    assert (told.exit_code, told.requests) == (2, [])
