from __future__ import annotations

from dataclasses import replace

import pytest

from webflow_publish.doctor import site
from webflow_publish.doctor.check import State
from webflow_publish.doctor.facts import Facts
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Locale, Site

ENGLISH, FRENCH, GERMAN = "653ad57de882f528b32e810e", "653fd9af6a07fc9cfd7a5e57", "653fd9af6a07fc9cfd7a5e58"
LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden: OAuthForbidden", 403)
LOCALES = (
    Locale(ENGLISH, "en", "English", is_enabled=True, is_primary=True, subdirectory=""),
    Locale(FRENCH, "fr-CA", "French", is_enabled=True, is_primary=False, subdirectory="fr"),
    Locale(GERMAN, "de", "German", is_enabled=False, is_primary=False, subdirectory="de"),
)
BAKERY = Site(
    "580e63e98c9a982ac9b8b741", None, LOCALES, "Bakery", "bakery", ("580e63e98c9a982ac9b8b742",), is_published=True
)
SEEN = Facts(sites=(BAKERY,), site=BAKERY)
UNSEEN = Facts(sites=LACKING, site=Site(BAKERY.id, None))


def manifest(*texts: str) -> Manifest:
    read = read_manifest([(f"{number}.yml", text.encode()) for number, text in enumerate(texts)])
    assert isinstance(read, Manifest), read
    return read


def listing(locales: str, of: str = "bakery", slug: str = "posts") -> str:
    return f"version: 1\nsite: {of}\nlocales: {locales}\ncollections:\n  - slug: {slug}\n    items: [hello]\n"


def test_of_a_site_that_was_not_seen_nothing_is_said() -> None:
    for facts in (Facts(), UNSEEN):
        checks = (site.published, site.domains, site.locales)
        assert {check(facts).state for check in checks} == {State.SKIPPED}
    assert site.site(Facts()).state is State.SKIPPED


class TestSite:
    def test_it_is_named(self) -> None:
        assert site.site(SEEN).message == "Bakery (bakery)."

    def test_one_that_the_token_does_not_see_is_bad(self) -> None:
        check = site.site(Facts(sites=(BAKERY,), site=Problem("The token sees no site `x`.", "It sees `bakery`.")))
        assert (check.state, check.hint) == (State.BAD, "It sees `bakery`.")

    def test_where_sites_cannot_be_seen_nobody_knows(self) -> None:
        check = site.site(Facts(sites=LACKING, site=Problem("It cannot be seen.", "Give its ID.")))
        assert check.state is State.UNKNOWN

    def test_by_its_id_it_may_be_there_all_the_same(self) -> None:
        assert site.site(replace(UNSEEN, headings=())).state is State.GOOD
        missing = Failure(Reason.NOT_FOUND, "404 Not Found", 404)
        assert site.site(replace(UNSEEN, headings=missing)).state is State.BAD

    def test_further_sites_of_the_manifest_are_told(self) -> None:
        both = manifest(listing("all"), listing("all", "cafe", "pages"))
        assert "names 1 more site" in site.site(replace(SEEN, manifest=both)).message


def test_a_site_has_to_have_been_published_once() -> None:
    assert site.published(SEEN).state is State.GOOD
    never = replace(BAKERY, is_published=False)
    check = site.published(Facts(sites=(never,), site=never))
    assert (check.state, check.hint) == (State.BAD, Reason.SITE_NOT_PUBLISHED.hint)


def test_domains_that_were_published_at_different_times_may_be_a_trouble() -> None:
    assert site.domains(SEEN).state is State.GOOD
    apart = replace(BAKERY, is_in_step=False)
    check = site.domains(Facts(sites=(apart,), site=apart))
    assert (check.state, check.hint) == (State.UNKNOWN, Reason.DOMAINS_OUT_OF_SYNC.hint)
    assert site.domains(Facts(sites=(apart,), site=replace(BAKERY, domain_ids=()))).state is State.GOOD


class TestLocales:
    def test_they_are_told_by_their_tags(self) -> None:
        assert site.locales(SEEN).message == "The site has en (primary), fr-CA; switched off: de."
        plain = replace(BAKERY, locales=())
        assert site.locales(Facts(sites=(plain,), site=plain)).message == "The site has one, and no Localization."

    @pytest.mark.parametrize("locales", ["all", "[en, FR-ca]", f"[{ENGLISH}]"])
    def test_those_of_the_manifest_are_found_by_tag_or_id(self, locales: str) -> None:
        assert site.locales(replace(SEEN, manifest=manifest(listing(locales)))).state is State.GOOD

    def test_those_that_are_not_there_or_switched_off_are_told_with_their_places(self) -> None:
        check = site.locales(replace(SEEN, manifest=manifest(listing(f"[it, de, {'0' * 24}]"))))
        assert check.state is State.BAD
        assert check.details == (
            "0.yml:3:11: `it` is the tag of no locale of the site.",
            "0.yml:3:15: `de` is switched off.",
            f"0.yml:3:19: `{'0' * 24}` is the cmsLocaleId of no locale of the site.",
        )

    def test_those_of_another_site_are_not_this_ones_business(self) -> None:
        other = manifest(listing("[it]", "cafe"))
        assert site.locales(replace(SEEN, manifest=other)).state is State.GOOD
