from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.content import HINT
from webflow_publish.manifest.document import parse
from webflow_publish.manifest.entry import Above, Entries
from webflow_publish.manifest.findings import MOST, Findings
from webflow_publish.manifest.model import Collection, Item, Wanted
from webflow_publish.manifest.node import Mapping, Node, Sequence
from webflow_publish.manifest.reference import References
from webflow_publish.problem import Place, Problem

ID = "643fd856d66b6528195ee2ca"
BLOG = Collection("580e63fc8c9a982ac9b8b745", None, Place("m.yml", 1, 1))
ABOVE = Above(BLOG, ("en",))
DATE = "2027-03-01T09:00:00+01:00"


def found(source: str, manifest: str) -> str | tuple[str, str]:
    return f"{manifest}/{source}" if source.endswith(".md") else (f"No {source}.", "Look.")


def reading(written: str, above: Above = ABOVE) -> tuple[Item | None, tuple[Problem, ...]]:
    """The entry, in which `locales` count as they are where they are a list, and as wrong where they are none."""
    findings = Findings("m.yml")
    root = parse(f"- {written}\n", findings)
    assert isinstance(root, Sequence)

    def locales(node: Node | None, inherited: tuple[str, ...] | None) -> tuple[str, ...] | None:
        if node is None:
            return inherited
        return ("own",) if isinstance(node, Sequence) else None

    read = Entries(findings, References(findings), locales, found).read(root.values[0], above)
    return read, findings.problems()


def item(written: str) -> Item:
    read, problems = reading(written)
    assert problems == ()
    assert read is not None
    assert (read.collection, str(read.place)) == (BLOG, "m.yml:1:3")
    return read


def problem(written: str) -> str:
    _, (told,) = reading(written)
    assert told.hint.endswith(".")
    return f"{told.place.column if told.place else 0} {told.message}"


def test_an_id_alone_is_an_item() -> None:
    read = item(ID)
    assert (read.id, read.slug, read.is_found, read.name, read.locales) == (ID, None, True, None, ("en",))


def test_a_slug_alone_is_an_item_that_is_to_be_found() -> None:
    read = item("hello-world")
    assert (read.id, read.slug, read.is_found, read.name, read.locales) == (
        "hello-world",
        "hello-world",
        False,
        None,
        ("en",),
    )


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (f"id: {ID}", (ID, None, True)),
        ("slug: hello", ("hello", "hello", False)),
        (f"slug: {ID}", (f"/{ID}", ID, False)),
    ],
)
def test_a_mapping_says_by_its_key_what_it_is_named_by(key: str, expected: tuple[str, str | None, bool]) -> None:
    read = item(f"{{{key}}}")
    assert (read.id, read.slug, read.is_found) == expected
    assert (read.wanted, read.publish_at, read.source) == (Wanted.PUBLISHED, None, None)


def test_a_mapping_says_more_about_an_item() -> None:
    read = item(
        f"{{slug: hello, name: Hello, locales: [fr], source: hello.md, publish-at: '{DATE}', state: published}}"
    )
    assert (read.name, read.locales, read.wanted, read.source) == ("Hello", ("own",), "published", "m.yml/hello.md")
    assert read.publish_at is not None
    assert read.publish_at.instant == datetime(2027, 3, 1, 8, tzinfo=UTC)
    assert read.publish_at.text == DATE


def test_an_item_may_be_off_the_live_site() -> None:
    assert item("{slug: hello, state: unpublished}").wanted is Wanted.UNPUBLISHED


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[]", "3 An item must be an ID, a slug or a mapping, and is a list here."),
        ("x y", "3 `x y` contains white space, and is neither a slug nor an item ID."),
        ("{slug: a, state: live}", "20 `state` is `live`, which is not known."),
        ("{slug: a, state: Published}", "20 `state` is `Published`, which is not known."),
        ("{slug: a, state: }", "20 `state` has no value."),
        ("{slug: a, state: []}", "20 `state` must be a text, and is a list here."),
        ("{slug: a, publish-at: }", "25 `publish-at` has no value."),
        ("{slug: a, publish-at: {}}", "25 `publish-at` must be a text, and is a mapping here."),
        ("{slug: a, source: }", "21 `source` has no value."),
        ("{slug: a, source: '  '}", "21 `source` has no value."),
        ("{slug: a, source: [a.md]}", "21 `source` must be a text, and is a list here."),
        ("{slug: a, source: a.txt}", "21 No a.txt."),
        (f"{{slug: a, source: {'x' * 1001}}}", "21 `source` is too long for a path."),
        ("{slug: a, name: []}", "19 `name` must be a text, and is a list here."),
        ("{slug: a, name: ''}", "19 `name` has no value."),
        (
            f"{{slug: a, publish-at: '{DATE}', state: unpublished}}",
            "13 `publish-at` says when an item is to be live, and `state: unpublished` that it is not to be.",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(written: str, expected: str) -> None:
    assert problem(written) == expected


def test_a_time_that_cannot_be_read_is_told_where_it_stands() -> None:
    _, (told,) = reading("{slug: a, publish-at: tomorrow}")
    assert told.place == Place("m.yml", 1, 25)


@pytest.mark.parametrize("key", ["name", "state", "source", "publish-at", "id", "slug"])
def test_of_what_was_told_before_nothing_more_is_told(key: str) -> None:
    named = "" if key in {"id", "slug"} else "slug: a, "
    assert [each.message for each in reading(f"{{{named}{key}: !x y}}")[1]] == [
        "The YAML tag `!x` stands here; a manifest is read without tags."
    ]


def test_where_there_is_no_source_the_hint_is_that_of_all_paths() -> None:
    _, (told,) = reading("{slug: a, source: }")
    assert told.hint == HINT


@pytest.mark.parametrize("written", [ID, "hello", "{slug: hello}"])
@pytest.mark.parametrize("above", [Above(None, ("en",)), Above(BLOG, None)])
def test_below_what_is_wrong_there_is_no_item(written: str, above: Above) -> None:
    assert reading(written, above) == (None, ())


@pytest.mark.parametrize("written", ["x y", "{slug: x y}"])
@pytest.mark.parametrize("above", [Above(None, ("en",)), Above(BLOG, None)])
def test_what_is_wrong_below_is_told_all_the_same(written: str, above: Above) -> None:
    read, problems = reading(written, above)
    assert read is None
    assert len(problems) == 1


def test_without_its_locales_an_item_is_none() -> None:
    assert reading("{slug: hello, locales: wrong}") == (None, ())


def test_with_other_mistakes_an_item_can_still_be_held_against_others() -> None:
    read, problems = reading("{slug: hello, state: live, name: [], source: x, publish-at: }")
    assert read is not None
    assert (read.id, read.name, read.wanted, read.publish_at, read.source) == (
        "hello",
        None,
        Wanted.PUBLISHED,
        None,
        None,
    )
    assert len(problems) == 4


def test_where_there_is_no_room_for_more_problems_no_file_is_looked_for() -> None:
    findings = Findings("m.yml")
    for _ in range(MOST):
        findings.add(Place("m.yml", 1, 1), "Full.", "Stop.")
    sought: list[str] = []

    def find(source: str, _manifest: str) -> str:
        sought.append(source)
        return source

    root = parse("{slug: a, source: b.md}\n", Findings("m.yml"))
    assert isinstance(root, Mapping)
    Entries(findings, References(findings), lambda _node, above: above, find).read(root, ABOVE)
    assert sought == []


VALUES = st.sampled_from(["", "~", "[]", "{}", "a.md", "x y", ID, "hello", "unpublished", f"'{DATE}'", "!x y", "1"])


@given(st.dictionaries(st.sampled_from(["id", "slug", "name", "locales", "source", "publish-at", "state"]), VALUES))
def test_any_mapping_is_an_item_or_is_told_what_is_wrong(keys: dict[str, str]) -> None:
    read, problems = reading("{" + ", ".join(f"{key}: {value}" for key, value in keys.items()) + "}")
    is_wrong = "locales" in keys and keys["locales"] != "[]"
    assert read is not None or problems or is_wrong
    for each in problems:
        assert each.place is not None
        assert each.hint
