from __future__ import annotations

from pathlib import Path

import pytest

from harness.bakery import ENGLISH, FRENCH, POSTS, SITE, TOKEN
from harness.errand import Told, carried_out
from webflow_publish import doctor

NEVER, APART = "580e63e98c9a982ac9b8b742", "580e63e98c9a982ac9b8b743"
SEED = f"""\
rate-limit: 120
tokens:
  - {{token: {TOKEN}, sites: [{SITE}]}}
  - {{token: without-sites, sites: [{SITE}], scopes: ["cms:read", "cms:write"]}}
  - {{token: without-cms, sites: [{SITE}], scopes: ["sites:read"]}}
  - {{token: all-sites-of-mine}}
sites:
  - id: {SITE}
    name: Maple Bakery
    short-name: maple
    locales:
      primary: {{cms-locale-id: {ENGLISH}, tag: en}}
      secondary: [{{cms-locale-id: {FRENCH}, tag: fr-CA, enabled: false}}]
    collections:
      - {{id: {POSTS}, name: Posts, items: [{{id: 64b200000000000000000000, name: Hello}}]}}
  - {{id: {NEVER}, name: New, last-published: null}}
  - id: {APART}
    name: Apart
    custom-domains:
      - {{id: 580e63e98c9a982ac9b8b7d1, url: a.example.com, last-published: 2026-11-01T00:00:00Z}}
      - {{id: 580e63e98c9a982ac9b8b7d2, url: b.example.com, last-published: 2026-11-02T00:00:00Z}}
"""
GOOD = "version: 1\nsite: maple\ncollections:\n  - slug: posts\n    items: [hello]\n"


def asked(folder: Path, manifest: str | None = GOOD, seed: str = SEED, **options: str) -> Told:
    """What doctor left behind, which told all of it in the log."""
    if manifest is not None:
        (folder / "webflow-publish.yml").write_text(manifest, "utf-8")
    told = carried_out(doctor.run, folder, seed, **options)
    assert {each.method for each in told.requests} <= {"GET"}
    assert told.problems == []
    return told


def marks(told: Told) -> dict[str, str]:
    """The mark of each check, by its title."""
    found: dict[str, str] = {}
    for line in told.lines:
        mark, _, rest = line.partition(" ")
        if mark in {"✓", "✗", "?", "-"}:
            titles, _, later = rest.partition(": ")
            found |= dict.fromkeys(titles.split(", ") if later.startswith("looked at") else [rest[:11].strip()], mark)
    return found


def bad(told: Told) -> list[str]:
    return [title for title, mark in marks(told).items() if mark == "✗"]


def test_where_all_is_well_it_ends_with_0(tmp_path: Path) -> None:
    told = asked(tmp_path)
    assert told.exit_code == 0
    assert told.lines[1].startswith("✓ Webflow     It answers at `http://127.0.0.1:")
    assert told.lines[2:] == [
        "✓ Token       Webflow accepts it.",
        "✓ sites:read  The token may look at sites.",
        "✓ cms:read    The token may look at collections and items.",
        "? cms:write   Webflow does not tell, and it cannot be tried without publishing.",
        "✓ Site        Maple Bakery (maple).",
        "✓ Published   The site is live.",
        "✓ Domains     The site has none but Webflow's own.",
        "✓ Locales     The site has en (primary); switched off: fr-CA.",
        "✓ Manifest    It is valid: 1 item in 1 collection, from 1 file.",
        "✓ Collections 1 collection of the manifest, all there.",
        "✓ Items       The manifest lists 1 of posts, which has 1.",
        "              → `webflow-publish plan` looks at each.",
        (
            "✓ Rate limit  120 requests a minute. "
            "Publishing all of the manifest takes about 3 requests, so about 1 minute."
        ),
        "Nothing is wrong, as far as can be seen; 1 thing with a ? stayed open.",
    ]


def test_what_webflow_says_of_the_token_decides_what_cannot_be_tried(tmp_path: Path) -> None:
    for scope, mark in (("cms:read,cms:write,sites:read", "✓"), ("cms:read,sites:read", "✗")):
        answer = f"{{authorization: {{scope: '{scope}'}}}}"
        fault = f"faults: [{{path: /token/introspect, method: GET, answer: {{body: {answer}}}}}]\n"
        assert marks(asked(tmp_path, seed=SEED + fault))["cms:write"] == mark


class TestTheToken:
    def test_one_that_webflow_refuses_ends_it_with_3(self, tmp_path: Path) -> None:
        told = asked(tmp_path, token="another-token-of-somebody")
        assert (told.exit_code, bad(told)) == (3, ["Token"])
        assert marks(told)["Manifest"] == "✓"
        assert len(told.requests) == 1
        assert "another-token-of-somebody" not in repr(told.lines)

    def test_without_one_the_manifest_is_looked_at_all_the_same(self, tmp_path: Path) -> None:
        told = asked(tmp_path, "version: 2\n", token="")
        assert (told.exit_code, bad(told), told.requests) == (1, ["Token", "Manifest"], [])

    def test_one_without_sites_read_will_not_do_for_names(self, tmp_path: Path) -> None:
        told = asked(tmp_path, token="without-sites")
        assert (told.exit_code, bad(told)) == (1, ["sites:read"])

    def test_one_without_sites_read_will_do_for_ids(self, tmp_path: Path) -> None:
        ids = f"version: 1\ncollections:\n  - id: {POSTS}\n    items: [64b200000000000000000000]\n"
        told = asked(tmp_path, ids, token="without-sites")
        assert (told.exit_code, bad(told)) == (0, [])
        assert {marks(told)[each] for each in ("cms:read", "Collections", "Items")} == {"✓"}

    def test_one_without_cms_read_cannot_compare(self, tmp_path: Path) -> None:
        told = asked(tmp_path, token="without-cms")
        assert (told.exit_code, bad(told)) == (1, ["cms:read"])
        assert marks(told)["Locales"] == "✓"


class TestTheSite:
    def test_one_that_the_token_does_not_see_is_told(self, tmp_path: Path) -> None:
        told = asked(tmp_path, site="mapel")
        assert (told.exit_code, bad(told)) == (1, ["Site"])
        assert any("Did you mean `maple`?" in line for line in told.lines)

    def test_one_that_was_never_published_is_told(self, tmp_path: Path) -> None:
        told = asked(tmp_path, None, token="all-sites-of-mine", site=NEVER)
        assert (told.exit_code, bad(told)) == (1, ["Published"])

    def test_domains_that_were_published_apart_are_told(self, tmp_path: Path) -> None:
        told = asked(tmp_path, None, token="all-sites-of-mine", site=APART)
        assert (told.exit_code, marks(told)["Domains"]) == (0, "?")

    def test_of_several_one_has_to_be_named(self, tmp_path: Path) -> None:
        told = asked(tmp_path, None, token="all-sites-of-mine")
        assert (told.exit_code, bad(told)) == (1, ["Site"])


class TestTheManifest:
    def test_where_there_is_none_the_rest_is_looked_at_and_the_way_to_one_is_told(self, tmp_path: Path) -> None:
        told = asked(tmp_path, None)
        assert (told.exit_code, marks(told)["Manifest"]) == (0, "-")
        assert "              → Write a first one with `webflow-publish init`." in told.lines
        assert "✓ Items       1 in posts." in told.lines

    def test_one_that_is_named_has_to_be_there(self, tmp_path: Path) -> None:
        told = carried_out(doctor.run, tmp_path, SEED, manifest="other.yml")
        assert (told.exit_code, bad(told)) == (1, ["Manifest"])
        assert any("There is no file `other.yml`." in line for line in told.lines)

    def test_its_problems_are_told_with_their_places(self, tmp_path: Path) -> None:
        told = asked(tmp_path, GOOD.replace("items", "itms"))
        assert (told.exit_code, bad(told)) == (1, ["Manifest"])
        assert any("webflow-publish.yml:5:5: The key `itms`" in line for line in told.lines)

    def test_collections_and_locales_that_are_not_there_are_told_with_their_places(self, tmp_path: Path) -> None:
        wrong = GOOD.replace("posts", "pages").replace("collections", "locales: [fr-CA, it]\ncollections")
        told = asked(tmp_path, wrong)
        assert (told.exit_code, bad(told)) == (1, ["Locales", "Collections"])
        assert told.lines[-1] == "2 things to mend: see what has a ✗, from the top."
        text = "\n".join(told.lines)
        for place in ("3:11: `fr-CA` is switched off.", "3:18: `it` is the tag of no locale", "5:5: The site has no"):
            assert f"webflow-publish.yml:{place}" in text


class TestTheConnection:
    @pytest.mark.parametrize(
        ("answer", "mark", "words"),
        [
            ("{status: 503, body: <html>Bad day</html>}", "✗", "503 Service Unavailable: Bad day."),
            ("{status: 302, headers: {Location: 'https://login.example'}}", "✗", "a redirect to https://login.example"),
            ("{status: 200, body: <html>Log in</html>}", "✗", ""),
            ("{status: 429, headers: {Retry-After: '60'}}", "?", "429 Too Many Requests"),
            ("{status: 404, body: {message: x}}", "✗", "404 Not Found"),
        ],
    )
    def test_what_answers_in_webflows_place_is_told_at_once(
        self, tmp_path: Path, answer: str, mark: str, words: str
    ) -> None:
        told = asked(tmp_path, seed=f"{SEED}faults: [{{path: /sites, method: GET, answer: {answer}}}]\n")
        assert marks(told)["Webflow"] == mark
        assert any(words in line for line in told.lines)
        assert told.exit_code == (mark == "✗")
        assert len(told.requests) == 1

    def test_an_address_at_which_nobody_listens_is_told(self, tmp_path: Path) -> None:
        told = asked(tmp_path, api_url="http://127.0.0.1:9/v2")
        assert (told.exit_code, bad(told)) == (1, ["Webflow"])
        assert any("Connection refused" in line for line in told.lines)

    def test_an_address_that_is_none_is_an_option_that_is_wrong(self, tmp_path: Path) -> None:
        told = carried_out(doctor.run, tmp_path, SEED, api_url="http://example.com")
        assert (told.exit_code, told.requests, len(told.problems)) == (2, [], 1)
