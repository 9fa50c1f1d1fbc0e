from __future__ import annotations

from textwrap import dedent

import pytest

from webflow_publish.manifest.contents import Contents
from webflow_publish.manifest.document import parse
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.model import Item

COLLECTION = "580e63fc8c9a982ac9b8b745"
ONE = "643fd856d66b6528195ee2ca"
TWO = "643fd856d66b6528195ee2cb"
ENGLISH = "653ad57de882f528b32e810e"
FRENCH = "653ad57de882f528b32e810f"
GERMAN = "653ad57de882f528b32e8110"
TOP = f"version: 1\ncollections:\n  - id: {COLLECTION}\n    items:\n"


SITE = "580e63e98c9a982ac9b8b741"


def read(text: str) -> list[Item]:
    findings = Findings("m.yml")
    root = parse(dedent(text), findings)
    assert root is not None
    items = Contents(findings).read(root)
    assert findings.problems() == ()
    return items


def emptied(text: str) -> tuple[list[Item], list[str], list[str]]:
    """The items, the collections without one, and the problems where lists may be empty."""
    findings = Findings("m.yml")
    root = parse(dedent(text), findings)
    assert root is not None
    contents = Contents(findings, allow_empty=True)
    items = contents.read(root)
    return items, [each.id for each in contents.empty], [problem.message for problem in findings.problems()]


def problems(text: str) -> list[str]:
    findings = Findings("m.yml")
    root = parse(dedent(text), findings)
    assert root is not None
    Contents(findings).read(root)
    return [f"{p.place.line}:{p.place.column} {p.message}" for p in findings.problems() if p.place]


def test_an_item_is_an_id_or_a_mapping() -> None:
    first, second = read(f"{TOP}      - {ONE}\n      - id: {TWO}\n        name: Spring launch\n")
    assert (first.id, first.name, str(first.place)) == (ONE, None, "m.yml:5:9")
    assert (second.id, second.name, str(second.place)) == (TWO, "Spring launch", "m.yml:6:9")
    assert first.collection is second.collection
    assert (first.collection.id, first.collection.name) == (COLLECTION, None)
    assert str(first.collection.place) == "m.yml:3:5"


def test_flow_style_and_quotes_make_no_difference() -> None:
    text = f"{{version: 1, collections: [{{id: '{COLLECTION}', items: [\"{ONE}\"]}}]}}"
    (item,) = read(text)
    assert (item.id, item.collection.id, item.place.column) == (ONE, COLLECTION, text.index('"') + 1)


@pytest.mark.parametrize("identifier", ["580000000000000000000000", "12e456789012345678901234", "0" * 24])
def test_an_id_that_yaml_takes_for_a_number_is_read_as_it_is_written(identifier: str) -> None:
    (item,) = read(f"{TOP}      - {identifier}\n")
    assert item.id == identifier


def test_the_nearest_locales_count() -> None:
    items = read(
        f"""
        version: 1
        locales: [{ENGLISH}]
        collections:
          - id: {COLLECTION}
            items: [{ONE}]
          - id: {COLLECTION}
            locales: [{FRENCH}, {ENGLISH}]
            items:
              - {TWO}
              - id: {ONE}
                locales: [{GERMAN}]
        """
    )
    assert [item.locales for item in items] == [(ENGLISH,), (FRENCH, ENGLISH), (GERMAN,)]


def test_the_site_at_the_top_is_that_of_all_collections() -> None:
    (item,) = read(f"site: {SITE}\n{TOP}      - {ONE}\n")
    assert item.collection.site == SITE
    (other,) = read(f"{TOP}      - {ONE}\n")
    assert other.collection.site is None


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("My Bakery", "1:7 `My Bakery` contains white space, and is neither a short name nor a site ID."),
        (SITE.upper(), f"1:7 `{SITE.upper()}` has upper-case letters; a site ID is written in lower case."),
        ("", "1:6 There is no value here; a short name or a site ID is expected."),
        (f"[{SITE}]", "1:7 A short name or a site ID must be a text, and is a list here."),
    ],
)
def test_what_is_wrong_with_a_site_is_told(site: str, expected: str) -> None:
    assert problems(f"site: {site}\n{TOP}      - {ONE}\n") == [expected]


def test_a_site_may_be_named_by_its_short_name_and_its_place_is_known() -> None:
    (item,) = read(f"site: bakery\n{TOP}      - {ONE}\n")
    assert (item.collection.site, str(item.collection.site_place)) == ("bakery", "m.yml:1:7")


@pytest.mark.parametrize(
    ("site", "identifier"),
    [("", "blog"), ("site: Bakery\n", "bakery/blog"), (f"site: {SITE}\n", f"{SITE}/blog")],
)
def test_a_collection_by_its_slug_is_one_of_its_site(site: str, identifier: str) -> None:
    (item,) = read(f"{site}version: 1\ncollections: [{{slug: blog, name: Blog, items: [{ONE}]}}]\n")
    owner = item.collection
    assert (owner.id, owner.slug, owner.is_found, owner.name) == (identifier, "blog", False, "Blog")
    assert item.is_found


@pytest.mark.parametrize(("site", "identifier"), [("", f"/{COLLECTION}"), ("site: bakery\n", f"bakery/{COLLECTION}")])
def test_a_slug_that_looks_like_an_id_is_not_taken_for_one(site: str, identifier: str) -> None:
    (item,) = read(f"{site}version: 1\ncollections: [{{slug: {COLLECTION}, items: [{ONE}]}}]\n")
    assert (item.collection.id, item.collection.slug, item.collection.is_found) == (identifier, COLLECTION, False)


def test_a_collection_by_its_id_is_the_same_under_any_site() -> None:
    (item,) = read(f"site: bakery\n{TOP}      - {ONE}\n")
    assert (item.collection.id, item.collection.slug, item.collection.is_found) == (COLLECTION, None, True)


def test_a_site_belongs_to_the_top() -> None:
    text = f"version: 1\ncollections: [{{id: {COLLECTION}, site: {SITE}, items: [{ONE}]}}]\n"
    assert problems(text) == ["2:46 The key `site` is not known in a collection."]


def test_lists_of_collections_and_of_items_may_be_empty_where_that_is_allowed() -> None:
    assert emptied("version: 1\ncollections: []\n") == ([], [], [])
    assert emptied(f"version: 1\ncollections: [{{id: {COLLECTION}, items: []}}]\n") == ([], [COLLECTION], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("version: 1\ncollections:\n", "`collections` has no value."),
        ("version: 1\ncollections: {}\n", "`collections` must be a list, and is a mapping here."),
        (f"version: 1\ncollections: [{{id: {COLLECTION}, items: }}]\n", "`items` has no value."),
        (f"version: 1\ncollections: [{{id: {COLLECTION}}}]\n", "The key `items` is missing; a collection needs it."),
        (f"{TOP}      - {{id: {ONE}, locales: []}}\n", "`locales` is an empty list."),
    ],
)
def test_that_makes_nothing_else_right(text: str, expected: str) -> None:
    assert emptied(text)[2] == [expected]


@pytest.mark.parametrize("collections", ["[]", f"[{{id: {COLLECTION}, items: []}}]"])
def test_an_empty_list_is_told_with_the_input_that_allows_it(collections: str) -> None:
    findings = Findings("m.yml")
    root = parse(f"version: 1\ncollections: {collections}\n", findings)
    assert root is not None
    Contents(findings).read(root)
    (found,) = findings.problems()
    assert "`allow-empty`" in found.hint


@pytest.mark.parametrize("written", ["all", "ALL", "'all'", "[all]", "[All]"])
def test_all_locales_are_one_word(written: str) -> None:
    (item,) = read(f"locales: {written}\n{TOP}      - {ONE}\n")
    assert item.locales == ("all",)


def test_locales_are_told_where_each_is_named_first() -> None:
    findings = Findings("m.yml")
    root = parse(
        f"locales: all\n{TOP}      - {{id: {ONE}, locales: [fr, de]}}\n      - {{id: {TWO}, locales: [de]}}\n", findings
    )
    assert root is not None
    contents = Contents(findings)
    contents.read(root)
    assert {text: str(place) for text, place in contents.places.items()} == {
        "all": "m.yml:1:10",
        "fr": "m.yml:6:50",
        "de": "m.yml:6:54",
    }


def test_without_locales_the_primary_locale_is_meant() -> None:
    (item,) = read(f"{TOP}      - {ONE}\n")
    assert item.locales == ()


def test_a_shared_list_of_locales_may_be_an_alias() -> None:
    first, second = read(
        f"{TOP}      - {{id: {ONE}, locales: &all [{ENGLISH}]}}\n      - {{id: {TWO}, locales: *all}}\n"
    )
    assert first.locales == second.locales == (ENGLISH,)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2", "1:10 Version `2` of the manifest is not known; this program knows version 1."),
        ("1.0", "1:10 Version `1.0` of the manifest is not known; this program knows version 1."),
        ("one", "1:10 Version `one` of the manifest is not known; this program knows version 1."),
        ("'1'", "1:10 `version` is a number, and stands in quotes here."),
        ("~", "1:10 `version` has no value."),
        ("", "1:9 `version` has no value."),
        ("[1]", "1:10 `version` must be the number 1, and is a list here."),
        ("{a: 1}", "1:10 `version` must be the number 1, and is a mapping here."),
    ],
)
def test_a_version_that_is_not_the_number_1_is_told(version: str, expected: str) -> None:
    assert problems(f"version: {version}\ncollections: [{{id: {COLLECTION}, items: [{ONE}]}}]\n") == [expected]


def test_a_manifest_of_another_version_is_not_judged_by_the_rules_of_this_one() -> None:
    assert len(problems("version: 2\nsites: []\ncollections: 3\n")) == 1


def test_a_missing_version_is_told_beside_the_other_problems() -> None:
    assert problems(f"collections:\n  - id: {COLLECTION}\n    items: []\n") == [
        "1:1 The key `version` is missing; a manifest needs it.",
        "3:12 `items` is an empty list.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a\n", "1:1 A manifest must be a mapping, and is a list here."),
        ("hello", "1:1 A manifest must be a mapping, and is the text `hello` here."),
        ("version: 1", "1:1 The key `collections` is missing; a manifest needs it."),
        ("version: 1\ncolections: []", "2:1 The key `colections` is not known in a manifest."),
        ("version: 1\ncollections:", "2:13 `collections` has no value."),
        ("version: 1\ncollections: []", "2:14 `collections` is an empty list."),
        ("version: 1\ncollections: {}", "2:14 `collections` must be a list, and is a mapping here."),
        (
            "version: 1\ncollections: [x]",
            "2:15 A collection must be a mapping with `slug` or `id`, and `items`, and is the text `x` here.",
        ),
        (
            "version: 1\ncollections:\n  -\n",
            "3:4 A collection must be a mapping with `slug` or `id`, and `items`, and is nothing here.",
        ),
    ],
)
def test_the_wrong_shape_of_a_manifest_is_told(text: str, expected: str) -> None:
    assert problems(text) == [expected]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (f"{{items: [{ONE}]}}", "2:15 Neither `id` nor `slug` stands here; a collection needs one of them."),
        (f"{{id: {COLLECTION}}}", "2:15 The key `items` is missing; a collection needs it."),
        (f"{{id: {COLLECTION}, items: }}", "2:53 `items` has no value."),
        (f"{{id: {COLLECTION}, items: {ONE}}}", f"2:53 `items` must be a list, and is the text `{ONE}` here."),
        (f"{{id: {COLLECTION}, items: [{ONE}], slug: a}}", "2:81 Both `id` and `slug` stand here."),
        (f"{{id: [], items: [{ONE}]}}", "2:20 A collection ID must be a text, and is a list here."),
        (f"{{slug: [], items: [{ONE}]}}", "2:22 A slug must be a text, and is a list here."),
        (f"{{slug: , items: [{ONE}]}}", "2:22 There is no value here; a slug is expected."),
        (f"{{slug: Blog posts, items: [{ONE}]}}", "2:22 `Blog posts` contains white space, and is not a slug."),
        (f"{{id: blog, items: [{ONE}]}}", "2:20 `blog` is not a collection ID, which has 24 characters, 0-9 and a-f."),
        (f"{{id: , items: [{ONE}]}}", "2:20 There is no value here; a collection ID is expected."),
        (f"{{id: {COLLECTION}, items: [{ONE}], name: []}}", "2:87 `name` must be a text, and is a list here."),
        (f"{{id: {COLLECTION}, items: [{ONE}], name: }}", "2:87 `name` has no value."),
        (f"{{id: {COLLECTION}, items: [{ONE}], locales: []}}", "2:90 `locales` is an empty list."),
        (
            f"{{id: {COLLECTION}, items: [{ONE}], locales: fr}}",
            "2:90 `locales` must be a list, and is the text `fr` here.",
        ),
        (
            f"{{id: {COLLECTION}, items: [{ONE}], locales: [{{}}]}}",
            "2:91 The tag of a locale or a cmsLocaleId must be a text, and is a mapping here.",
        ),
        (
            f"{{id: {COLLECTION}, items: [{ONE}], locales: [{ENGLISH}, {ENGLISH}]}}",
            f"2:117 The locale `{ENGLISH}` stands twice in one list; the first is at `m.yml:2:91`.",
        ),
    ],
)
def test_what_is_wrong_in_a_collection_is_told(keys: str, expected: str) -> None:
    assert problems(f"version: 1\ncollections: [{keys}]\n") == [expected]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("", "5:8 There is no value here; a slug or an item ID is expected."),
        ("''", "5:9 `` is neither a slug nor an item ID."),
        (f"[{ONE}]", "5:9 An item must be an ID, a slug or a mapping, and is a list here."),
        ("{name: a}", "5:9 Neither `id` nor `slug` stands here; an item needs one of them."),
        (f"{{id: {ONE}, nmae: a}}", "5:40 The key `nmae` is not known in an item."),
        ("{id: {}}", "5:14 An item ID must be a text, and is a mapping here."),
        (f"'é': {ONE}\n        id: {TWO}", "5:9 The key `é` is not known in an item."),
        (
            f"{{id: {ONE}, locales: [fr_CA]}}",
            "5:50 `fr_CA` is neither the tag of a locale nor a cmsLocaleId.",
        ),
        (f"!secret {ONE}", "5:9 The YAML tag `!secret` stands here; a manifest is read without tags."),
        (
            f"{{id: {ONE}, locales: !y [a]}}",
            "5:49 The YAML tag `!y` stands here; a manifest is read without tags.",
        ),
    ],
)
def test_what_is_wrong_in_an_item_is_told(item: str, expected: str) -> None:
    assert problems(f"{TOP}      - {item}\n") == [expected]


def test_a_line_that_is_indented_too_far_is_one_problem_at_the_entry_that_it_became_a_part_of() -> None:
    assert problems(f"{TOP}      - {ONE}\n       - {TWO}\n") == [
        f"5:9 Two entries are read as one text here: `{ONE} - {TWO}`."
    ]


@pytest.mark.parametrize("item", [f"itemId: {ONE}", f"{ONE}: a"])
def test_an_item_that_is_named_by_another_key_is_one_problem(item: str) -> None:
    (found,) = problems(f"{TOP}      - {item}\n")
    assert found == f"5:9 The key `{item.split(':', maxsplit=1)[0]}` is not known in an item."


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{}", "x y", "''", f"!x {ONE}", f"{{url: {ONE}}}", "{id: }", "{slug: }", "[[]]"]
)
@pytest.mark.parametrize("level", ["%s", "version: %s\n", "version: 1\ncollections: %s\n", f"{TOP}      - %s\n"])
def test_every_problem_says_what_to_do(level: str, text: str) -> None:
    findings = Findings("m.yml")
    root = parse(level % text, findings)
    if root is not None:
        Contents(findings).read(root)
    assert findings.problems()
    for found in findings.problems():
        assert found.hint.endswith(".")


def test_all_problems_are_told_in_order_of_their_lines() -> None:
    text = f"""\
        version: 1
        local: [{ENGLISH}]
        collections:
          - id: blog-posts
            items:
              - {ONE[1:]}
              - {ONE.upper()}
              - id: hello-world
                state: live
                name: ""
            name: [x]
          - items: []
        """
    assert [problem.split()[0] for problem in problems(text)] == [
        "2:1",
        "4:9",
        "6:9",
        "7:9",
        "8:13",
        "9:16",
        "10:15",
        "11:11",
        "12:5",
        "12:12",
    ]
