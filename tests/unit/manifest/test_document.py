from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.document import LOADER, MAXIMUM_DEPTH, MAXIMUM_NODES, parse
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.node import Mapping, Node, Refused, Scalar, Sequence
from webflow_publish.problem import Place, Problem

PARSERS = pytest.mark.parametrize("loader", [LOADER, yaml.SafeLoader], ids=["libyaml", "pyyaml"])


def read(text: str, loader: Any = LOADER) -> tuple[Node | None, tuple[Problem, ...]]:
    findings = Findings("m.yml")
    node = parse(text, findings, loader)
    return node, findings.problems()


def place(line: int, column: int) -> Place:
    return Place("m.yml", line, column)


def only_problem(text: str) -> Problem:
    (only,) = read(text)[1]
    return only


def test_libyaml_is_used_where_it_is_there() -> None:
    assert yaml.__with_libyaml__ == (LOADER is not yaml.SafeLoader)


@PARSERS
def test_every_node_knows_its_place(loader: Any) -> None:
    node, problems = read("é: ['x', {b: 1}]\r\nc:\r\n  - 🌞d\r\n", loader)
    assert problems == ()
    assert node == Mapping(
        {
            "é": Sequence(
                (
                    Scalar("x", plain=False, place=place(1, 5)),
                    Mapping(
                        {"b": Scalar("1", plain=True, place=place(1, 14))}, {"b": place(1, 11)}, False, place(1, 10)
                    ),
                ),
                place(1, 4),
            ),
            "c": Sequence((Scalar("🌞d", plain=True, place=place(3, 5)),), place(3, 3)),
        },
        {"é": place(1, 1), "c": place(2, 1)},
        merges=False,
        place=place(1, 1),
    )


@pytest.mark.parametrize("text", ["012", "12:30", "1e5", "no", "2027-03-01", "580000000000000000000000"])
def test_a_text_stays_as_it_is_written(text: str) -> None:
    assert read(text)[0] == Scalar(text, plain=True, place=place(1, 1))


@PARSERS
@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "~", "null\n"])
def test_an_empty_file_is_told(text: str, loader: Any) -> None:
    assert [(p.place, p.message) for p in read(text, loader)[1]] == [
        (place(1, 1), "The file holds no manifest: it is empty.")
    ]


def test_a_line_of_dashes_at_the_top_is_no_second_document() -> None:
    assert read("%YAML 1.2\n---\na: b\n...\n")[1] == ()


@pytest.mark.parametrize(("text", "line"), [("a: b\n---\nc: d\n", 2), ("a: b\n...\n---\nc: d\n", 3), ("a\n---\n", 2)])
def test_a_second_document_is_told(text: str, line: int) -> None:
    found = only_problem(text)
    assert found.place == place(line, 1)
    assert found.message == "A second YAML document begins here; a manifest file holds one."


def test_a_key_that_stands_twice_is_told_with_both_places_and_the_first_counts() -> None:
    node, problems = read('a: 1\nb: 2\n"a": 3\n')
    assert [(p.place, p.message) for p in problems] == [
        (place(3, 1), "The key `a` stands twice in one mapping; the first is at `m.yml:1:1`.")
    ]
    assert isinstance(node, Mapping)
    assert node.values["a"] == Scalar("1", plain=True, place=place(1, 4))


@pytest.mark.parametrize(("text", "column"), [("? [a]\n: b\n", 3), ("{a: b}: c\n", 1), ("&x [a]: b\n", 1)])
def test_a_list_or_mapping_as_key_is_told(text: str, column: int) -> None:
    found = only_problem(text)
    assert found.place == place(1, column)
    assert found.message == "A list or a mapping stands as a key."


def test_a_merge_key_is_told_and_remembered() -> None:
    node, problems = read("a: &a {b: c}\nd:\n  <<: *a\n  e: f\n")
    assert [(p.place, p.message) for p in problems] == [(place(3, 3), "Merge keys (`<<`) are not read in a manifest.")]
    assert isinstance(node, Mapping)
    inner = node.values["d"]
    assert isinstance(inner, Mapping)
    assert inner.merges


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("!include", "!include"),
        ("!!str", "!!str"),
        ("!", "!"),
        ("!!python/object/apply:os.system", "!!python/object/apply:os.system"),
        ("!<tag:example.com,2000:x>", "tag:example.com,2000:x"),
    ],
)
@pytest.mark.parametrize("value", ["b", "[b]", "{b: c}"])
def test_a_tag_is_told_and_what_it_stands_on_is_not_read(tag: str, shown: str, value: str) -> None:
    node, problems = read(f"a: {tag} {value}\n")
    assert [(p.place, p.message) for p in problems] == [
        (place(1, 4), f"The YAML tag `{shown}` stands here; a manifest is read without tags.")
    ]
    assert isinstance(node, Mapping)
    assert node.values["a"] == Refused(place(1, 4))


@pytest.mark.parametrize("text", ["!x a: b", "[&a !x b, *a]", "[&a !x {b: c}, *a]"])
def test_what_a_tag_stands_on_makes_no_second_problem(text: str) -> None:
    assert "YAML tag `!x`" in only_problem(text).message


@PARSERS
def test_an_alias_repeats_its_value_at_its_own_place(loader: Any) -> None:
    node, problems = read("a: &x [b]\nc: *x\nd: &y e\nf: *y\n", loader)
    assert problems == ()
    assert isinstance(node, Mapping)
    assert node.values["c"] == Sequence((Scalar("b", plain=True, place=place(1, 8)),), place(2, 4))
    assert node.values["f"] == Scalar("e", plain=True, place=place(4, 4))


def test_an_anchor_that_is_set_again_counts_from_there() -> None:
    node, _ = read("[&x a, *x, &x b, *x]")
    assert isinstance(node, Sequence)
    assert [value.text for value in node.values if isinstance(value, Scalar)] == ["a", "a", "b", "b"]


def test_an_alias_without_anchor_is_told() -> None:
    found = only_problem("a: *nope\n")
    assert found.place == place(1, 4)
    assert found.message == "The alias `*nope` names an anchor that is not set before it."


@pytest.mark.parametrize("text", ["a: &x [*x]\n", "a: &x {b: *x}\n"])
def test_an_alias_within_its_own_anchor_is_told(text: str) -> None:
    found = only_problem(text)
    assert found.place == place(1, text.index("*") + 1)
    assert found.message == "The alias `*x` repeats the list or mapping that it stands in, without end."


@PARSERS
@pytest.mark.parametrize("entries", ["[{}]", "{{a: {}}}"])
def test_aliases_that_blow_up_end_at_once(entries: str, loader: Any) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 30):
        values = ", ".join(f"*a{level - 1}" for _ in range(10)) if entries == "[{}]" else f"*a{level - 1}"
        lines.append(f"a{level}: &a{level} {entries.format(f'[{values}, {values}]')}")
    _, problems = read("\n".join(lines), loader)
    (found,) = problems
    assert found.message == "The file holds more than 2,000,000 keys and values, with those that aliases repeat."


def test_a_file_may_hold_a_stated_number_of_keys_and_values() -> None:
    text = "&a [" + "x," * 999 + "]"  # 1,000 nodes
    repeats = MAXIMUM_NODES // 1000 - 1
    whole = f"[{text}{', *a' * repeats}]"
    found = only_problem(whole)  # the outer list is the one too many
    assert found.place == place(1, whole.rindex("*") + 1)
    full = f"[{text}{', *a' * (repeats - 1)}"
    assert read(f"{full}{', x' * 999}]")[1] == ()
    assert only_problem(f"{full}{', x' * 1000}]").place == place(1, len(f"{full}{', x' * 1000}"))


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "")])
def test_a_file_may_be_nested_to_a_stated_depth(opening: str, closing: str) -> None:
    assert read(opening * MAXIMUM_DEPTH + "x" + closing * MAXIMUM_DEPTH)[1] == ()
    found = only_problem(opening * (MAXIMUM_DEPTH + 1) + "x" + closing * (MAXIMUM_DEPTH + 1))
    assert found.place == place(1, len(opening) * MAXIMUM_DEPTH + 1)
    assert found.message == "Lists and mappings lie more than 32 levels deep in each other here."


@PARSERS
@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? ", "[? "])
def test_endless_nesting_ends_at_the_depth_that_is_allowed(opening: str, loader: Any) -> None:
    assert "32 levels deep" in read(opening * 200_000, loader)[1][0].message


YAML_LIKE = st.text(st.sampled_from(list("ab1:-?,[]{}&*!|>'\"%@`#~<. \t\n\r\\xé🌞")), max_size=60)


@PARSERS
@given(text=YAML_LIKE)
def test_any_text_is_a_node_or_problems(text: str, loader: Any) -> None:
    node, problems = read(text, loader)
    assert node is not None or len(problems) >= 1
    for found in problems:
        assert found.message.endswith(".")
        assert found.message.isprintable()
        assert found.hint.endswith(".")
        assert found.place is not None
        assert 1 <= found.place.line <= text.count("\n") + text.count("\r") + 1
