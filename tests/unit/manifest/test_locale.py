from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.document import parse
from webflow_publish.manifest.findings import Findings
from webflow_publish.manifest.locale import Locales
from webflow_publish.manifest.node import Mapping, Scalar, Sequence
from webflow_publish.manifest.reference import References

ENGLISH = "653ad57de882f528b32e810e"


def read(written: str) -> tuple[tuple[str, ...] | None, list[str], dict[str, str]]:
    """What is read, what is wrong, and the places."""
    findings = Findings("m.yml")
    root = parse(f"locales: {written}\n", findings)
    assert isinstance(root, Mapping)
    node = root.values["locales"]
    assert isinstance(node, Scalar | Sequence)
    locales = Locales(findings, References(findings))
    found = locales.read(node)
    problems = [f"{each.place.column} {each.message}" for each in findings.problems() if each.place]
    return found, problems, {text: str(place) for text, place in locales.places.items()}


@pytest.mark.parametrize("written", ["all", "[all]", "[ALL]"])
def test_all_is_a_word_or_a_list_of_that_word_alone(written: str) -> None:
    found, problems, places = read(written)
    assert (found, problems) == (("all",), [])
    assert list(places) == ["all"]


def test_tags_and_ids_are_read_as_they_are_written_in_their_order_with_their_places() -> None:
    assert read(f"[fr-CA, {ENGLISH}, EN]") == (
        ("fr-CA", ENGLISH, "EN"),
        [],
        {"fr-CA": "m.yml:1:11", ENGLISH: "m.yml:1:18", "EN": "m.yml:1:44"},
    )


@pytest.mark.parametrize("written", ["[all, fr]", "[All, fr]", "[all, all]"])
def test_all_stands_alone(written: str) -> None:
    found, problems, _ = read(written)
    assert found is None
    assert problems[0] == "11 `all` stands among others here."


def test_a_locale_stands_once_in_upper_or_in_lower_case() -> None:
    _, problems, places = read("[fr, de, FR]")
    assert problems == ["19 The locale `FR` stands twice in one list; the first is at `m.yml:1:11`."]
    assert list(places) == ["fr", "de"]


def test_all_that_is_wrong_in_a_list_is_told() -> None:
    found, problems, _ = read(f"[fr_CA, {ENGLISH[1:]}, [], de, !x y]")
    assert found is None
    assert [problem.split()[0] for problem in problems] == ["11", "18", "43", "51"]


@given(st.lists(st.sampled_from(["fr", "FR", "de", "all", ENGLISH, "'x y'"]), min_size=1, max_size=4))
def test_a_list_is_read_whole_or_something_is_wrong_with_it(texts: list[str]) -> None:
    found, problems, places = read(f"[{', '.join(texts)}]")
    if not problems:
        assert found == tuple(texts)
        assert len({text.lower() for text in texts}) == len(texts)
        assert list(places) == texts
        assert "all" not in texts or texts == ["all"]
