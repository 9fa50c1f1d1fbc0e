from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import identifier as sample
from webflow_publish.webflow.value import identifier, item_ids, mapping, moment, sequence, text


def test_an_id_is_24_hexadecimal_characters_and_is_kept_in_lower_case() -> None:
    assert identifier("580E63FC8C9A982AC9B8B745") == "580e63fc8c9a982ac9b8b745"


@pytest.mark.parametrize("value", ["", "580e63fc", "x" * 24, "580e63fc8c9a982ac9b8b745\n", "580e63fc8c9a982ac9b8b7٤5"])
def test_any_other_text_is_no_id(value: str) -> None:
    assert identifier(value) is None


@pytest.mark.parametrize("value", [None, 580, True, ["580e63fc8c9a982ac9b8b745"], {}])
def test_what_is_no_text_is_no_id(value: object) -> None:
    assert identifier(value) is None


def test_a_reference_is_the_id_of_an_item_or_a_list_in_which_some_are() -> None:
    assert item_ids(sample(1)) == (sample(1),)
    assert item_ids([sample(2), "Rye", None, sample(1), [sample(3)]]) == (sample(2), sample(1))


@pytest.mark.parametrize("value", [None, 7, "", "Rye", sample(10).upper(), f" {sample(1)}", {"id": sample(1)}, [], [7]])
def test_nothing_else_is_a_reference(value: object) -> None:
    assert item_ids(value) == ()


@pytest.mark.parametrize(
    ("written", "microsecond"),
    [
        ("2026-11-12T09:00:00Z", 0),
        ("2026-11-12T09:00:00.5Z", 500_000),
        ("2026-11-12T09:00:00.123Z", 123_000),
        ("2026-11-12T09:00:00.123456789Z", 123_456),
        ("2026-11-12T04:00:00-05:00", 0),
        ("2026-11-12T14:30:00.000+0530", 0),
    ],
)
def test_a_time_is_read_with_any_offset_and_any_fraction(written: str, microsecond: int) -> None:
    assert moment(written) == datetime(2026, 11, 12, 9, 0, 0, microsecond, tzinfo=UTC)


def test_null_is_no_time() -> None:
    assert moment(None) is None


@pytest.mark.parametrize(
    "written",
    [
        *("", "yesterday", "2026-11-12", "2026-11-12T09:00:00", "2026-13-12T09:00:00Z"),
        *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-11-12T09:00:00\ud800"),
    ],
)
def test_a_text_that_is_no_time_of_a_known_zone_is_an_error(written: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(written)


@pytest.mark.parametrize("value", [0, 1_700_000_000, True, False, [], {}])
def test_a_time_is_a_text(value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(value)


@pytest.mark.parametrize("written", ["2026-11-12T09:00:00Z", "2026-11-12T09:00:00+00:00", "2026-11-12T10:00:00+01:00"])
def test_every_time_is_in_utc(written: str) -> None:
    read = moment(written)
    assert read is not None
    assert read.tzinfo is UTC


@given(st.text())
def test_no_text_makes_another_error(written: str) -> None:
    try:
        read = moment(written)
    except ValueError:
        return
    assert read is not None
    assert read.tzinfo is UTC


def test_what_is_not_of_the_expected_kind_is_empty() -> None:
    assert (text(1), mapping(None), sequence({})) == ("", {}, [])
    assert (text("a"), mapping({"a": 1}), sequence([1])) == ("a", {"a": 1}, [1])
