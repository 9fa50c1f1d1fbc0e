from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.maximum import Maximum, read_maximum


def maximum(text: str) -> Maximum:
    found = read_maximum(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "number", "percent"),
    [
        ("0", 0, None),
        ("50", 50, None),
        ("007", 7, None),
        ("0%", None, 0),
        ("10%", None, 10),
        ("2.5%", None, 2.5),
        ("100%", None, 100),
        ("100.000000%", None, 100),
    ],
)
def test_a_maximum_is_a_number_or_a_percentage(text: str, number: int | None, percent: float | None) -> None:
    assert maximum(text) == Maximum(text, number, percent)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-1", "+1", "1.5", "1e3", "1,000", "1_000", "1 000", "٣", "1\n", "9" * 10, "9" * 10_000),
        *("%", "101%", "100.1%", "-1%", ".5%", "5.%", "2,5%", "10 %", "10%%", "٣%", "nan%", "inf%", "1.0000001%"),
        "10 percent",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert read_maximum(text) is None


def test_a_number_is_what_may_be_published_of_however_many() -> None:
    assert maximum("50").allows(50, 60)
    assert not maximum("50").allows(51, 10_000)


def test_a_share_is_of_the_manifest_and_rounded_down() -> None:
    assert maximum("10%").of(19) == 1
    assert maximum("10%").allows(1, 19)
    assert not maximum("10%").allows(2, 19)
    assert maximum("100%").allows(19, 19)


@pytest.mark.parametrize("text", ["0", "0%"])
def test_a_maximum_of_nothing_refuses_everything(text: str) -> None:
    assert not maximum(text).allows(1, 100)
    assert maximum(text).allows(0, 100)


@given(st.integers(0, 100_000_000), st.integers(0, 500_000))
def test_a_share_is_exact(millionths: int, total: int) -> None:
    whole, fraction = divmod(millionths, 1_000_000)
    share = maximum(f"{whole}.{fraction:06}%")
    assert share.of(total) == int(Fraction(millionths, 100_000_000) * total)


@given(st.text(max_size=12))
def test_any_text_is_a_maximum_or_none(text: str) -> None:
    found = read_maximum(text)
    assert found is None or found.of(1_000) >= 0
