"""How much one run may publish: a number, or a share of the manifest."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)%", re.ASCII)
_MILLION = 1_000_000
"""A percentage has up to six decimals: counted in millionths it is a whole number, and a share of it exact."""


@dataclass(frozen=True, slots=True)
class Maximum:
    """As it was written, and either a number of items × locales or a percentage (0 to 100) of all in the manifest."""

    text: str
    number: int | None
    percent: float | None

    def of(self, total: int) -> int:
        """How many may be published of a manifest with so many items × locales, a share rounded down."""
        if self.number is not None:
            return self.number
        return total * round((self.percent or 0) * _MILLION) // (100 * _MILLION)

    def allows(self, pending: int, total: int) -> bool:
        """Whether so many items × locales may be published, of so many in the manifest."""
        return pending <= self.of(total)


def read_maximum(text: str) -> Maximum | None:
    """The maximum that a text such as `50`, `10%` or `2.5%` says; None where it says none."""
    if _NUMBER.fullmatch(text):
        return Maximum(text, int(text), None)
    found = _PERCENT.fullmatch(text)
    if found is None or (percent := float(found[1])) > 100:  # noqa: PLR2004 - a hundred of a hundred
        return None
    return Maximum(text, None, percent)
