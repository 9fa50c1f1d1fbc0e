from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, identifier
from webflow_publish.init.draft import SCHEMA_LINE, draft
from webflow_publish.init.entry import Entry, Listing, Standing
from webflow_publish.manifest import Manifest, read_manifest
from webflow_publish.webflow import Heading, Locale, Site

ROOT = Path(__file__).parents[3]
GERMAN = "653fd9af6a07fc9cfd7a5e58"
LISTED, DRAFT, ARCHIVED = Standing.LISTED, Standing.DRAFT, Standing.ARCHIVED


def locale(cms_locale_id: str, tag: str, *, is_primary: bool = False) -> Locale:
    return Locale(cms_locale_id, tag, tag, is_enabled=True, is_primary=is_primary, subdirectory="")


SITE = Site(identifier(800), None, name="Maple Bakery", short_name="maple-bakery")
LOCALIZED = Site(
    identifier(800),
    None,
    (locale(ENGLISH, "en", is_primary=True), locale(FRENCH, "fr-CA")),
    "Maple Bakery",
    "maple-bakery",
)


def entry(number: int, slug: str | None, name: str = "", **standings: Standing) -> Entry:
    """An item on a site with one locale; or, with standings by `en` and `fr`, in these."""
    named: dict[str | None, Standing] = {
        {"en": ENGLISH, "fr": FRENCH}[tag]: standing for tag, standing in standings.items()
    }
    return Entry(identifier(number), slug, name, named or {None: LISTED})


def listing(*entries: Entry, slug: str = "posts", name: str = "Blog posts", number: int = 900) -> Listing:
    return Listing(Heading(identifier(number), name, slug), entries)


def body(site: Site, *listings: Listing) -> list[str]:
    """The lines below those that each manifest has."""
    head, *rest = draft(site, listings).splitlines()
    assert head == SCHEMA_LINE
    return rest


def test_it_begins_with_the_line_that_the_readme_has() -> None:
    assert SCHEMA_LINE in (ROOT / "README.md").read_text("utf-8")


def test_items_stand_by_their_slugs_with_names_as_comments() -> None:
    assert body(SITE, listing(entry(1, "hello", "Hello, world"), entry(2, "bye"))) == [
        "version: 1",
        "site: maple-bakery  # Maple Bakery",
        "collections:",
        "  # Blog posts",
        "  - slug: posts",
        "    items:",
        "      - bye",
        "      - hello  # Hello, world",
    ]


def test_drafts_and_what_is_archived_stand_as_comments_with_the_reason() -> None:
    held = [Entry(identifier(2), "old", "Old", {None: ARCHIVED}), Entry(identifier(3), "new", "New", {None: DRAFT})]
    assert body(SITE, listing(entry(1, "hello"), *held))[6:] == [
        "      - hello",
        "      # Drafts, left out. Take the # away from those that are to go live:",
        "      # - new  # New",
        "      # Archived, left out. Webflow does not publish them:",
        "      # - old  # Old",
    ]


def test_a_collection_of_which_nothing_is_listed_is_a_comment() -> None:
    held = listing(Entry(identifier(3), "new", "New", {None: DRAFT}), slug="news", name="News", number=901)
    empty = listing(slug="tags", name="Tags", number=902)
    assert body(SITE, listing(entry(1, "hello")), held, empty)[7:] == [
        "  # Left out, because it has only drafts and archived items: News",
        "  # - slug: news",
        "  #   items:",
        "  #     - new  # draft New",
        "  # It has no items: Tags",
        "  # - slug: tags",
    ]


class TestLocales:
    def test_what_most_items_have_stands_at_the_top(self) -> None:
        two = [entry(number, slug, en=LISTED, fr=LISTED) for number, slug in ((1, "a"), (2, "b"))]
        lines = body(LOCALIZED, listing(*two, entry(3, "c", "C", en=LISTED)))
        assert lines[2] == "locales: [en, fr-CA]"
        assert lines[7:] == ["      - a", "      - b", "      - slug: c  # C", "        locales: [en]"]

    def test_a_collection_that_differs_has_its_own(self) -> None:
        first = listing(entry(1, "a", en=LISTED), entry(2, "b", en=LISTED))
        second = listing(entry(3, "c", fr=LISTED), slug="pages", number=901)
        lines = body(LOCALIZED, first, second)
        assert lines[2] == "locales: [en]"
        assert lines[9:] == ["  # Blog posts", "  - slug: pages", "    locales: [fr-CA]", "    items:", "      - c"]

    def test_it_is_told_in_which_locale_an_item_is_not_listed(self) -> None:
        lines = body(LOCALIZED, listing(entry(1, "a", "A", en=LISTED, fr=DRAFT)))
        assert lines[7] == "      - a  # A; draft in fr-CA"

    @pytest.mark.parametrize("tag", ["", "all", "ALL", "not a tag", ENGLISH, "en"])
    def test_one_whose_tag_would_not_be_read_as_it_stands_by_its_id(self, tag: str) -> None:
        site = Site(identifier(800), None, (locale(ENGLISH, "en", is_primary=True), locale(GERMAN, tag)))
        both = Entry(identifier(1), "a", "", {ENGLISH: LISTED, GERMAN: LISTED})
        first = ENGLISH if tag == "en" else "en"
        assert f"locales: [{first}, {GERMAN}]" in body(site, listing(both))

    def test_a_tag_that_is_a_word_of_yaml_stands_in_quotes(self) -> None:
        site = Site(identifier(800), None, (locale(ENGLISH, "en", is_primary=True), locale(FRENCH, "no")))
        assert "locales: [en, 'no']" in body(site, listing(entry(1, "a", en=LISTED, fr=LISTED)))


@pytest.mark.parametrize(
    ("slug", "written"),
    [
        ("null", "'null'"),
        ("1e5", "'1e5'"),
        ("2024-01-01", "'2024-01-01'"),
        ("643FD856D66B6528195EE2CA", "slug: 643FD856D66B6528195EE2CA"),
        (identifier(5), identifier(1)),
        ("café", identifier(1)),
        ("- x", identifier(1)),
        ("a b", identifier(1)),
        ("", identifier(1)),
        (None, identifier(1)),
    ],
)
def test_a_slug_that_cannot_stand_alone_has_its_key_and_one_that_no_manifest_takes_gives_way_to_the_id(
    slug: str | None, written: str
) -> None:
    assert body(SITE, listing(entry(1, slug)))[-1] == f"      - {written}"


def test_collections_that_share_a_slug_and_a_site_without_a_fit_name_stand_by_their_ids() -> None:
    twice = (listing(entry(1, "a"), number=901), listing(entry(2, "b"), number=902))
    lines = body(Site(identifier(800), None, short_name="no, name"), *twice)
    assert lines[1] == f"site: {identifier(800)}"
    assert [line for line in lines if "slug:" in line or "- id" in line] == [
        f"  - id: {identifier(901)}",
        f"  - id: {identifier(902)}",
    ]


# What others write into Webflow, and what YAML, GitHub's runner or a manifest would make something of.
HOSTILE = st.one_of(
    st.sampled_from(
        ["null", "~", "true", "1e5", "on", "no", "2024-01-01", "12", "-", "- x", "-x", "#", "a # b", "a: b", "*a", "&a"]
    ),
    st.sampled_from(["'", '"', "'a", "{a}", "[a]", "!a", "|", ">", "%", "@", "`", "all", "id:x", "café", "\u2028", ""]),
    st.sampled_from(["##[error]x", "::error::x", "\x1b[31m", "a\nb", identifier(1), identifier(1).upper(), "0" * 24]),
    st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.~-]{0,30}", fullmatch=True),
    st.text(max_size=30),
)
STANDINGS = st.dictionaries(st.sampled_from([ENGLISH, FRENCH, GERMAN]), st.sampled_from(Standing), min_size=1)


@st.composite
def sites(draw: st.DrawFn) -> tuple[Site, list[Listing]]:
    """A site in three locales or without Localization, and its collections, with whatever names."""
    tags = draw(st.lists(HOSTILE, min_size=3, max_size=3))
    locales = tuple(
        locale(each, tag, is_primary=each == ENGLISH) for each, tag in zip((ENGLISH, FRENCH, GERMAN), tags, strict=True)
    )
    is_localized = draw(st.booleans())
    site = Site(identifier(800), None, locales if is_localized else (), draw(HOSTILE), draw(HOSTILE))
    number = 0
    listings = []
    for at in range(draw(st.integers(1, 3))):
        slugs = draw(st.lists(st.one_of(st.none(), HOSTILE), min_size=1, max_size=6))
        entries = []
        for slug in dict.fromkeys(slugs):
            number += 1
            standings: Mapping[str | None, Standing] = (
                dict(sorted(draw(STANDINGS).items())) if is_localized else {None: draw(st.sampled_from(Standing))}
            )
            entries.append(Entry(identifier(number), slug, draw(HOSTILE), standings))
        listings.append(Listing(Heading(identifier(900 + at), draw(HOSTILE), draw(HOSTILE) or "x"), tuple(entries)))
    return site, listings


@given(sites())
@example((SITE, [listing(entry(1, identifier(2)), entry(2, None))]))
def test_what_it_writes_is_read_as_exactly_what_was_meant(made: tuple[Site, list[Listing]]) -> None:
    site, listings = made
    text = draft(site, listings)
    wanted = {
        (one.heading.id, each.id, each.locales if site.locales else ())
        for one in listings
        for each in one.entries
        if each.locales
    }
    manifest = read_manifest([("m.yml", text.encode())])
    if not wanted:
        assert isinstance(manifest, tuple)
        return
    assert isinstance(manifest, Manifest), manifest
    # What a name of the manifest means on this site; none may mean two things.
    locales = {tag: each.id for each in site.locales for tag in (each.tag, each.id)}
    found = set()
    for item in manifest.items:
        assert item.collection.site in {site.id, site.short_name}
        (one,) = [each for each in listings if item.collection.slug == each.heading.slug] or [
            each for each in listings if item.collection.id == each.heading.id
        ]
        (meant,) = [each for each in one.entries if (each.id == item.id if item.is_found else each.slug == item.slug)]
        found.add((one.heading.id, meant.id, tuple(locales[text] for text in item.locales)))
    assert found == wanted
    assert len(manifest.items) == len(wanted)
