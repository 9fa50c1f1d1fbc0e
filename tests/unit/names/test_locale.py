from __future__ import annotations

import pytest

from harness.samples import ENGLISH, FRENCH, identifier
from webflow_publish.names.locale import label, locale_ids
from webflow_publish.problem import Problem
from webflow_publish.webflow import Locale, Site

SITE = "580e63e98c9a982ac9b8b741"
SWISS, GERMAN, AUSTRIAN, DUTCH = (identifier(number) for number in (1, 2, 3, 4))


def locale(cms_locale_id: str, tag: str, name: str = "", *, enabled: bool = True, primary: bool = False) -> Locale:
    return Locale(cms_locale_id, tag, name, enabled, primary, "")


def site(*locales: Locale) -> Site:
    return Site(SITE, None, locales, "Bakery", "bakery")


BAKERY = site(
    locale(ENGLISH, "en", "English", primary=True),
    locale(FRENCH, "fr-CA", "Français"),
    locale(SWISS, "de_CH", "Schweizerdeutsch"),
    locale(AUSTRIAN, "de-AT"),
    locale(GERMAN, "de-DE", "Deutsch", enabled=False),
    locale(DUTCH, "nl-NL", "Nederlands", enabled=False),
)


def problem(text: str, of: Site = BAKERY) -> tuple[str, str]:
    found = locale_ids(text, of)
    assert isinstance(found, Problem)
    assert found.place is None
    return found.message, found.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("en", ENGLISH),
        ("EN", ENGLISH),
        ("fr-CA", FRENCH),
        ("FR-ca", FRENCH),
        ("fr", FRENCH),
        ("de-CH", SWISS),
        (FRENCH, FRENCH),
        (identifier(99), identifier(99)),
    ],
)
def test_a_tag_in_any_case_a_language_of_one_locale_and_an_id_name_one_locale(text: str, expected: str) -> None:
    assert locale_ids(text, BAKERY) == (expected,)


def test_all_are_those_that_are_enabled_the_primary_one_first() -> None:
    assert locale_ids("all", BAKERY) == (ENGLISH, FRENCH, SWISS, AUSTRIAN)


def test_without_localization_all_is_the_only_one_which_has_no_id() -> None:
    assert locale_ids("all", site()) == ()


def test_without_localization_no_locale_has_a_name() -> None:
    message, hint = problem("en", site())
    assert message == "The locale `en` is named, and the site `bakery` (`Bakery`) has no Localization."
    assert hint == "Take `locales` out: there is one locale only."


def test_a_language_of_several_locales_names_none_of_them() -> None:
    message, hint = problem("de")
    assert message == "`de` is the language of several locales of the site `bakery` (`Bakery`)."
    assert hint == "Write one of their tags: `de_CH` (`Schweizerdeutsch`), `de-AT`."


def test_a_language_is_the_tag_of_its_own_before_that_of_others() -> None:
    twins = site(locale(ENGLISH, "en-GB"), locale(FRENCH, "en"))
    assert locale_ids("en", twins) == (FRENCH,)


@pytest.mark.parametrize("text", ["nl-NL", "nl"])
def test_a_locale_that_is_not_enabled_is_told_as_that(text: str) -> None:
    message, hint = problem(text)
    assert message == "The locale `nl-NL` (`Nederlands`) is not enabled on the site `bakery` (`Bakery`)."
    assert hint.startswith("Enable it in Webflow's settings")


def test_several_locales_of_a_language_that_are_not_enabled_are_all_told() -> None:
    off = site(locale(ENGLISH, "de-DE", enabled=False), locale(FRENCH, "de-AT", enabled=False))
    assert problem("de", off)[0] == "The locales `de-DE`, `de-AT` are not enabled on the site `bakery` (`Bakery`)."


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("fr-FR", "Did you mean `fr-CA` (`Français`)?"),
        ("ja", "Its locales are: `en` (`English`), `fr-CA` (`Français`), `de_CH` (`Schweizerdeutsch`), `de-AT`."),
    ],
)
def test_a_tag_that_no_locale_has_is_told_with_those_that_may_be_meant(text: str, hint: str) -> None:
    assert problem(text) == (f"The site `bakery` (`Bakery`) has no locale `{text}`.", hint)


def test_a_beginning_that_is_no_language_is_no_locale() -> None:
    assert "has no locale `f`" in problem("f")[0]


def test_a_locale_without_a_tag_is_found_by_its_id_only() -> None:
    unnamed = site(locale(ENGLISH, "", primary=True))
    assert locale_ids("all", unnamed) == (ENGLISH,)
    assert problem("en", unnamed)[1] == "Its locales are: there are none."


def test_a_site_without_a_short_name_is_told_by_its_id() -> None:
    assert label(Site(SITE, None)) == f"`{SITE}`"
