from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, identifier
from webflow_publish.webflow import Locale, Site, page_address, read_site

SITE = "580e63e98c9a982ac9b8b741"
PUBLISHED = "2026-11-12T09:00:00.000Z"


def site(**changes: Any) -> Site:
    read = read_site({"id": SITE, "shortName": "bakery", "lastPublished": PUBLISHED, **changes})
    assert read is not None
    return read


def domain(url: object, published: object = PUBLISHED) -> dict[str, object]:
    return {"id": identifier(1), "url": url, "lastPublished": published}


def locale(cms_locale_id: object, subdirectory: object, enabled: object = True) -> dict[str, object]:
    return {"cmsLocaleId": cms_locale_id, "subdirectory": subdirectory, "enabled": enabled}


def test_a_site_is_known_by_the_first_of_its_own_domains_that_it_was_published_to() -> None:
    domains = [domain("new.example.com", None), domain("WWW.example.com"), domain("example.com")]
    assert site(customDomains=domains).domain == "www.example.com"


@pytest.mark.parametrize("url", ["https://example.com/", "http://example.com", "example.com/"])
def test_a_domain_may_be_written_as_an_address(url: str) -> None:
    assert site(customDomains=[domain(url)]).domain == "example.com"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "localhost",
            "a..example.com",
            "-a.example.com",
            "a-.example.com",
            "example.com:8080",
            "example.com/path",
        ),
        *(
            "user@example.com",
            "javascript:alert(1)",
            "10.0.0.1",
            "[::1]",
            "exa mple.com",
            "exämple.com",
            "example.com\n",
        ),
        *("a" * 64 + ".com", "a." * 127 + "com", "https://https://example.com", "example.com//", "//example.com"),
        *(None, 5, ["example.com"]),
    ],
)
def test_what_is_no_name_of_a_host_is_passed_over(url: object) -> None:
    assert site(customDomains=[domain(url)]).domain == "bakery.webflow.io"


LATER = "2026-11-13T09:00:00.000Z"


@pytest.mark.parametrize(
    ("published", "is_in_step"),
    [((), True), ((PUBLISHED, PUBLISHED), True), ((PUBLISHED, None), True), ((PUBLISHED, LATER), False)],
)
def test_domains_are_in_step_where_those_that_were_published_were_so_together(
    published: tuple[str | None, ...], is_in_step: bool
) -> None:
    assert site(customDomains=[domain("example.com", each) for each in published]).is_in_step is is_in_step


def test_a_site_without_a_domain_of_its_own_is_on_that_of_webflow() -> None:
    assert site().domain == "bakery.webflow.io"
    assert site(shortName="Bakery", customDomains=[domain("example.com", None)]).domain == "bakery.webflow.io"


@pytest.mark.parametrize(
    "changes",
    [
        {"lastPublished": None},
        {"lastPublished": "soon"},
        *({"shortName": name} for name in (None, "", "a.b", "a/b", "-a", "a_b", "a@evil.example", 5)),
    ],
)
def test_a_site_that_was_never_published_or_has_no_name_has_no_domain(changes: dict[str, Any]) -> None:
    assert site(**changes).domain is None


def test_locales_have_subdirectories() -> None:
    locales = {"primary": locale(ENGLISH.upper(), "", enabled=False), "secondary": [locale(FRENCH, "fr-CA")]}
    assert site(locales=locales).subdirectories == {ENGLISH: "", FRENCH: "fr-CA"}


@pytest.mark.parametrize(
    "secondary",
    [
        *(locale(FRENCH, path) for path in ("", "..", "fr/ca", "fr ca", "fr?", "é", "fr\n", None, 5)),
        *(locale(FRENCH, "fr", enabled) for enabled in (False, None, 1)),
        *(locale(name, "fr") for name in (None, "fr", 5)),
        None,
        [],
    ],
)
def test_a_locale_that_is_off_or_has_no_plain_subdirectory_is_left_out(secondary: object) -> None:
    assert site(locales={"primary": locale(ENGLISH, ""), "secondary": [secondary]}).subdirectories == {ENGLISH: ""}


@pytest.mark.parametrize("locales", [None, [], {}, {"primary": None, "secondary": None}])
def test_a_site_without_localization_has_no_locales(locales: object) -> None:
    assert site(locales=locales).locales == ()
    assert site(locales=locales).subdirectories == {}


@pytest.mark.parametrize("document", [None, [], {}, {"id": "x"}, {"id": None, "shortName": "bakery"}])
def test_what_has_no_id_is_no_site(document: object) -> None:
    assert read_site(document) is None


def test_a_site_has_names_and_the_domains_that_it_can_be_published_to() -> None:
    domains = [domain("example.com", None), {"id": "x", "url": "www.example.com"}]
    read = site(displayName="The bakery", customDomains=domains)
    assert (read.name, read.short_name, read.domain_ids, read.is_published) == (
        "The bakery",
        "bakery",
        (identifier(1),),
        True,
    )


@pytest.mark.parametrize("changes", [{}, {"displayName": 5, "shortName": None, "customDomains": {}}])
def test_what_webflow_does_not_say_of_a_site_is_empty(changes: dict[str, Any]) -> None:
    assert read_site({"id": SITE, **changes}) == Site(SITE, None)


@pytest.mark.parametrize("published", [None, "soon", 5])
def test_a_site_may_never_have_been_published(published: object) -> None:
    assert not site(lastPublished=published).is_published


def test_locales_are_read_the_primary_one_first_and_enabled() -> None:
    primary = {**locale(ENGLISH.upper(), "ignored", enabled=False), "tag": "en", "displayName": "English"}
    secondary = {**locale(FRENCH, "fr-ca", enabled=False), "tag": "fr-CA"}
    assert site(locales={"secondary": [secondary], "primary": primary}).locales == (
        Locale(ENGLISH, "en", "English", is_enabled=True, is_primary=True, subdirectory=""),
        Locale(FRENCH, "fr-CA", "fr-CA", is_enabled=False, is_primary=False, subdirectory="fr-ca"),
    )


@pytest.mark.parametrize("tag", [None, 5, ""])
def test_a_locale_may_have_no_tag(tag: object) -> None:
    (read,) = site(locales={"primary": {"cmsLocaleId": ENGLISH, "tag": tag}}).locales
    assert (read.tag, read.name) == ("", "")


def test_what_has_no_cms_locale_id_is_no_locale() -> None:
    assert site(locales={"primary": {"tag": "en"}, "secondary": [{"tag": "fr"}, None, 5]}).locales == ()


LOCALIZED = Site(
    SITE,
    "example.com",
    (
        Locale(ENGLISH, "en", "English", is_enabled=True, is_primary=True, subdirectory=""),
        Locale(FRENCH, "fr", "French", is_enabled=True, is_primary=False, subdirectory="fr"),
    ),
)


@pytest.mark.parametrize(
    ("locale_id", "address"),
    [
        (None, "https://example.com/posts/hello"),
        (ENGLISH, "https://example.com/posts/hello"),
        (FRENCH, "https://example.com/fr/posts/hello"),
        (identifier(9), None),
    ],
)
def test_a_page_is_found_in_the_subdirectory_of_its_locale(locale_id: str | None, address: str | None) -> None:
    assert page_address(LOCALIZED, "posts", "hello", locale_id) == address


def test_a_site_without_locales_has_the_pages_of_none() -> None:
    plain = Site(SITE, "example.com")
    assert page_address(plain, "posts", "hello", None) == "https://example.com/posts/hello"
    assert page_address(plain, "posts", "hello", ENGLISH) is None


def test_a_page_on_no_domain_has_no_address() -> None:
    assert page_address(Site(SITE, None), "posts", "hello", None) is None


@pytest.mark.parametrize("slug", ["", ".", "..", "\ud800"])
def test_a_slug_that_is_no_part_of_a_path_has_no_address(slug: str) -> None:
    assert page_address(LOCALIZED, "posts", slug, None) is None
    assert page_address(LOCALIZED, slug, "hello", None) is None


@given(st.text(), st.text())
def test_no_slug_leaves_its_place_in_the_address(collection: str, item: str) -> None:
    address = page_address(LOCALIZED, collection, item, FRENCH)
    if address is not None:
        assert address.isascii()
        assert address.startswith("https://example.com/fr/")
        assert address.count("/") == 5
        assert not set(address) & set(" ?#\\\"'<>()[]|`*@\n")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["primary", "secondary", "url"]), inner)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["shortName", "lastPublished", "customDomains", "locales"]), JSON))
def test_no_json_raises(changes: dict[str, Any]) -> None:
    assert site(**changes).id == SITE
