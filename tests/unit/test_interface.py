from __future__ import annotations

import pytest

from webflow_publish.interface import INPUTS, Form, Input, Mode


@pytest.mark.parametrize("each", INPUTS, ids=lambda each: str(each.name))
def test_every_input_has_a_description_in_half_a_sentence(each: Input) -> None:
    assert each.description[0].islower() or each.description.startswith("Webflow")
    assert not each.description.endswith(".")


@pytest.mark.parametrize("each", INPUTS, ids=lambda each: str(each.name))
def test_names_are_words_with_dashes(each: Input) -> None:
    assert each.name.replace("-", "").isalpha()
    assert each.name == each.name.lower()


def test_an_input_counts_in_some_mode() -> None:
    assert all(each.modes for each in INPUTS)


def test_what_needs_webflow_does_not_count_where_nothing_is_sent() -> None:
    assert [each.name for each in INPUTS if Mode.VALIDATE in each.modes] == [
        "manifest",
        "mode",
        "only",
        "allow-empty",
        "report",
    ]


def test_planning_and_publishing_differ_in_what_only_one_of_them_does() -> None:
    differing = {each.name for each in INPUTS if (Mode.PLAN in each.modes) != (Mode.PUBLISH in each.modes)}
    assert differing == {"verify", "fail-on-pending"}


def test_truth_values_have_one_as_their_default() -> None:
    assert {each.name: each.default for each in INPUTS if each.form is Form.FLAG} == {
        "force": "false",
        "verify": "true",
        "fail-on-pending": "false",
        "allow-empty": "false",
        "comment": "false",
    }
