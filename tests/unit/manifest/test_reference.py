from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.findings import MOST, Findings
from webflow_publish.manifest.identifier import Kind
from webflow_publish.manifest.node import Mapping, Node, Refused, Scalar, Sequence
from webflow_publish.manifest.reference import Reference, References
from webflow_publish.problem import Place

ID = "643fd856d66b6528195ee2ca"
HERE = Place("m.yml", 3, 7)
SLUG_HERE = Place("m.yml", 4, 7)


def plain(text: str, place: Place = HERE) -> Scalar:
    return Scalar(text, plain=True, place=place)


def either(node: Node | None, kind: Kind = Kind.ITEM) -> tuple[Reference | None, list[tuple[str, str]]]:
    findings = Findings("m.yml")
    found = References(findings).either(node, kind)
    assert all(problem.place == HERE for problem in findings.problems())
    return found, [(problem.message, problem.hint) for problem in findings.problems()]


def keyed(**values: Node) -> tuple[Reference | None, list[tuple[Place | None, str, str]]]:
    findings = Findings("m.yml")
    mapping = Mapping(dict(values), dict.fromkeys(values, SLUG_HERE), merges=False, place=Place("m.yml", 1, 1))
    found = References(findings).keyed(dict(values), mapping, Kind.ITEM)
    return found, [(problem.place, problem.message, problem.hint) for problem in findings.problems()]


@pytest.mark.parametrize("kind", Kind)
def test_what_has_the_form_of_an_id_is_one(kind: Kind) -> None:
    assert either(plain(ID), kind) == (Reference(ID), [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bakery", Kind.SITE),
        ("blog-posts", Kind.COLLECTION),
        ("hello-world", Kind.ITEM),
        ("2024", Kind.ITEM),
        ("dead-beef-cafe-face-babe", Kind.ITEM),
        ("fr-CA", Kind.LOCALE),
    ],
)
def test_what_has_the_form_of_a_name_is_one(text: str, kind: Kind) -> None:
    assert either(plain(text), kind) == (Reference(text, is_name=True), [])


def test_a_null_in_quotes_is_a_name() -> None:
    assert either(Scalar("null", plain=False, place=HERE)) == (Reference("null", is_name=True), [])


def test_what_is_neither_is_told_with_both() -> None:
    assert either(plain("Hello World")) == (
        None,
        [
            (
                "`Hello World` contains white space, and is neither a slug nor an item ID.",
                "Perhaps `hello-world` is meant. Webflow shows it in the item's field Slug.",
            )
        ],
    )


def test_an_id_gone_wrong_is_told_as_such_with_the_key_that_makes_it_a_slug() -> None:
    assert either(plain(ID[1:])) == (
        None,
        [
            (
                f"`{ID[1:]}` has 23 hexadecimal characters; an item ID has 24.",
                f"Copy the whole ID again. {Kind.ITEM.source} If it is a slug, write it as `slug: {ID[1:]}`.",
            )
        ],
    )


def test_what_can_be_no_slug_is_not_said_to_be_one() -> None:
    assert either(plain(f"{ID} ")) == (None, [(f"`{ID} ` has white space around the ID.", f"Write only `{ID}`.")])


@pytest.mark.parametrize("kind", [Kind.SITE, Kind.LOCALE])
def test_where_there_is_no_such_key_it_is_not_told(kind: Kind) -> None:
    found, problems = either(plain(ID.upper()), kind)
    assert found is None
    assert [hint for _, hint in problems] == [f"Write it as `{ID}`."]


@pytest.mark.parametrize(
    ("kind", "what", "hint"),
    [
        (Kind.SITE, "a short name or a site ID", "in the site's address, before `.webflow.io`"),
        (Kind.ITEM, "a slug or an item ID", "in the item's field Slug"),
        (Kind.LOCALE, "the tag of a locale or a cmsLocaleId", "in the site's settings, such as `fr` or `fr-CA`"),
    ],
)
def test_no_value_and_no_text_are_told_with_what_is_expected(kind: Kind, what: str, hint: str) -> None:
    assert either(plain("~"), kind) == (
        None,
        [(f"There is no value here; {what} is expected.", f"Write it here. Webflow shows it {hint}.")],
    )
    assert either(Sequence((), HERE), kind) == (
        None,
        [
            (
                f"{what[0].upper()}{what[1:]} must be a text, and is a list here.",
                f"Write it alone. Webflow shows it {hint}.",
            )
        ],
    )


def test_nothing_is_told_of_what_is_not_there_or_was_told_before() -> None:
    assert either(None) == (None, [])
    assert either(Refused(HERE)) == (None, [])


def test_the_key_says_whether_it_is_an_id_or_a_slug() -> None:
    assert keyed(id=plain(ID)) == (Reference(ID), [])
    assert keyed(slug=plain("hello-world")) == (Reference("hello-world", is_name=True), [])
    assert keyed(slug=plain(ID)) == (Reference(ID, is_name=True), [])
    assert keyed() == (None, [])


def test_both_keys_are_one_too_many() -> None:
    assert keyed(id=plain(ID), slug=plain("hello-world")) == (
        None,
        [
            (
                SLUG_HERE,
                "Both `id` and `slug` stand here.",
                "Take one of the two out: each says by itself which one is meant.",
            )
        ],
    )


@pytest.mark.parametrize(
    ("key", "node", "message", "hint"),
    [
        ("id", plain(""), "There is no value here; an item ID is expected.", "Write it here. Webflow's Data API"),
        ("id", Sequence((), HERE), "An item ID must be a text, and is a list here.", "Write it alone. Webflow's Data"),
        ("id", plain("hello"), "`hello` is not an item ID, which has 24 characters, 0-9 and a-f.", "If it is the slug"),
        ("slug", plain(""), "There is no value here; a slug is expected.", "Write it here. Webflow shows it in the"),
        ("slug", Sequence((), HERE), "A slug must be a text, and is a list here.", "Write it alone. Webflow shows"),
        ("slug", plain("a b"), "`a b` contains white space, and is not a slug.", "Perhaps `a-b` is meant."),
    ],
)
def test_what_is_wrong_with_the_value_of_a_key_is_told_for_that_key(
    key: str, node: Node, message: str, hint: str
) -> None:
    found, ((place, told, advice),) = keyed(**{key: node})
    assert (found, place, told) == (None, HERE, message)
    assert advice.startswith(hint)


@pytest.mark.parametrize("key", ["id", "slug"])
def test_what_was_told_before_is_not_told_again_for_its_key(key: str) -> None:
    assert keyed(**{key: Refused(HERE)}) == (None, [])


def test_an_id_stands_for_itself_and_a_name_for_itself_unless_it_looks_like_an_id() -> None:
    assert [Reference(ID).id, Reference("hello", is_name=True).id] == [ID, "hello"]
    assert Reference(ID, is_name=True).id == f"/{ID}"
    assert [Reference(ID).slug, Reference(ID, is_name=True).slug] == [None, ID]


def test_a_name_is_in_memory_once_however_often_it_is_written() -> None:
    first, second = (either(plain(f"hello-{'world'[:each]}"))[0] for each in (5, 5))
    assert first is not None
    assert second is not None
    assert first.text is second.text


def test_where_there_is_no_room_for_more_problems_they_are_counted() -> None:
    findings = Findings("m.yml")
    references = References(findings)
    for _ in range(MOST + 7):
        references.either(plain("a b"), Kind.ITEM)
    assert findings.problems()[-1].message == "7 more problems in this file are not shown."


TEXTS = st.text() | st.lists(st.sampled_from([ID, ID[5:], ID.upper(), "-", "hello", " ", "id:", "é", "\u200b"])).map(
    "".join
)


@given(TEXTS, st.booleans(), st.sampled_from(Kind))
def test_any_text_is_read_as_it_is_written_or_explained(text: str, is_plain: bool, kind: Kind) -> None:
    found, problems = either(Scalar(text, is_plain, HERE), kind)
    assert (found is None) == bool(problems)
    if found:
        assert found.text == text
        assert found.is_name == (len(text) != 24 or not set(text) <= set("0123456789abcdef"))
    for sentence in (each for problem in problems for each in problem):
        assert sentence.endswith(".")
        assert sentence.isprintable()
