from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.identifier import Kind
from webflow_publish.manifest.name import LONGEST, NAMINGS, is_name, wrong_name

SLUGS = (Kind.COLLECTION, Kind.ITEM)


@pytest.mark.parametrize("kind", SLUGS)
@pytest.mark.parametrize("text", ["hello-world", "2024", "_draft", "A.b~c_d", "null", "x" * LONGEST])
def test_a_slug_has_letters_digits_and_signs_of_addresses(text: str, kind: Kind) -> None:
    assert is_name(text, kind)


@pytest.mark.parametrize("kind", SLUGS)
@pytest.mark.parametrize(
    "text", ["", " ", "a b", "a/b", "-a", ".a", "é", "a\n", "a:b", "a,b", "x" * (LONGEST + 1), "٣", "a#b"]
)
def test_nothing_else_is_a_slug(text: str, kind: Kind) -> None:
    assert not is_name(text, kind)


@pytest.mark.parametrize("text", ["bakery", "my-bakery-4ec832", "2", "Bakery"])
def test_a_short_name_is_a_part_of_a_host(text: str) -> None:
    assert is_name(text, Kind.SITE)


@pytest.mark.parametrize("text", ["", "-a", "a-", "my_bakery", "bakery.webflow.io", "a\n"])
def test_nothing_else_is_a_short_name(text: str) -> None:
    assert not is_name(text, Kind.SITE)


@pytest.mark.parametrize("text", ["fr", "FR", "fr-CA", "zh-Hant-TW", "es-419"])
def test_a_tag_is_one_of_a_language(text: str) -> None:
    assert is_name(text, Kind.LOCALE)


@pytest.mark.parametrize("text", ["", "f", "fr_CA", "fr-", "fr--CA", "419", "français", "languages", "fr\n"])
def test_nothing_else_is_a_tag(text: str) -> None:
    assert not is_name(text, Kind.LOCALE)


@pytest.mark.parametrize(
    ("kind", "alone", "beside"),
    [
        (Kind.SITE, "`?` is not a short name.", "`?` is neither a short name nor a site ID."),
        (Kind.COLLECTION, "`?` is not a slug.", "`?` is neither a slug nor a collection ID."),
        (Kind.ITEM, "`?` is not a slug.", "`?` is neither a slug nor an item ID."),
        (Kind.LOCALE, "`?` is not the tag of a locale.", "`?` is neither the tag of a locale nor a cmsLocaleId."),
    ],
)
def test_what_is_expected_is_told(kind: Kind, alone: str, beside: str) -> None:
    assert wrong_name("?", kind)[0] == alone
    assert wrong_name("?", kind, or_id=True)[0] == beside


def test_what_is_seen_at_once_is_told() -> None:
    assert wrong_name("hello world", Kind.ITEM)[0] == "`hello world` contains white space, and is not a slug."
    long = wrong_name("x" * 1_000, Kind.ITEM, or_id=True)[0]
    assert long == f"`{'x' * 59}…` has 1,000 characters, and is neither a slug nor an item ID."


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("Hello, world!", Kind.ITEM, "hello-world"),
        ("Crème brûlée", Kind.ITEM, "creme-brulee"),
        (" hello-world", Kind.ITEM, "hello-world"),
        ("Q&A: and/or", Kind.ITEM, "q-a-and-or"),
        ("/blog/hello-world", Kind.ITEM, "hello-world"),
        ("blog/hello-world/", Kind.ITEM, "hello-world"),
        ("https://www.example.com/blog/hello-world?a=b/c#d", Kind.ITEM, "hello-world"),
        ("Blog posts", Kind.COLLECTION, "blog-posts"),
        ("My Bakery", Kind.SITE, "my-bakery"),
        ("bakery.webflow.io", Kind.SITE, "bakery"),
        ("https://bakery.webflow.io/", Kind.SITE, "bakery"),
        ("HTTPS://Bakery.Webflow.IO", Kind.SITE, "bakery"),
        ("fr_CA", Kind.LOCALE, "fr-CA"),
        (" fr ", Kind.LOCALE, "fr"),
    ],
)
def test_what_webflow_would_make_of_it_is_suggested(text: str, kind: Kind, meant: str) -> None:
    hint = wrong_name(text, kind, or_id=True)[1]
    assert hint == f"Perhaps `{meant}` is meant. {NAMINGS[kind].source}"


@pytest.mark.parametrize(
    ("text", "kind", "hint"),
    [
        ("?", Kind.ITEM, "Write it as Webflow shows it in the item's field Slug."),
        ("日本語", Kind.COLLECTION, "Write it as Webflow shows it in the collection's settings, in its URL."),
        ("www.example.com", Kind.SITE, "Write it as Webflow shows it in the site's address, before `.webflow.io`."),
        ("français", Kind.LOCALE, "Write it as Webflow shows it in the site's settings, such as `fr` or `fr-CA`."),
    ],
)
def test_where_that_says_nothing_it_is_told_where_webflow_shows_it(text: str, kind: Kind, hint: str) -> None:
    assert wrong_name(text, kind)[1] == hint


WRONG = st.text() | st.lists(st.sampled_from(["https://", "/", ".", "webflow.io", "a b", "é", "?", "-", "x" * 90])).map(
    "".join
)


@given(WRONG, st.sampled_from(Kind), st.booleans())
def test_any_text_is_explained_in_whole_sentences(text: str, kind: Kind, or_id: bool) -> None:
    for sentence in wrong_name(text, kind, or_id=or_id):
        assert sentence.endswith(".")
        assert sentence.isprintable()


@given(WRONG, st.sampled_from(Kind))
def test_what_is_suggested_is_right(text: str, kind: Kind) -> None:
    hint = wrong_name(text, kind)[1]
    if hint.startswith("Perhaps "):
        assert is_name(hint.split("`")[1], kind)
