"""The written form of a moment: date, time of day, and an offset, a zone or both, as RFC 9557 has them."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from webflow_publish.text import quoted

EARLIEST, LATEST = 2000, 2100
"""Years that are read. Another is mistyped: Webflow is younger, and nobody plans that far ahead."""

_FORM = re.compile(
    r"(?P<clock>(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[T ]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?)"
    r"(?P<sign>Z|[+-](?P<hours>[0-9]{2})(?::?(?P<minutes>[0-9]{2}))?)?(?P<brackets>(?:\[[^\[\]]*\])*)"
)
_BRACKETS = re.compile(r"\[!?(?P<content>[^\[\]]*)\]")
_MONTHS, _HOURS, _MINUTES = 12, 24, 60
_BEHIND, _AHEAD = 12, 14
"""Hours by which clocks can be behind UTC, as those of ships at the date line, and ahead of it, as in Kiribati."""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What a text of the form says, part by part.

    Attributes:
        clock: Date and time of day as they are written.
        local: The same as a value, without zone; what is finer than a microsecond is cut off.
        sign: The offset as it is written, such as `Z`, `-05:00` or `-05`; empty where there is none.
        offset: The same as a value.
        zone: What stands in brackets, whether there is such a zone or not.
    """

    clock: str
    local: datetime
    sign: str
    offset: timedelta | None
    zone: str | None

    @property
    def day(self) -> str:
        """The date as it is written."""
        return self.clock[:10]

    @property
    def time(self) -> str:
        """The time of day as it is written."""
        return self.clock[11:]


def parse(text: str) -> Timestamp | tuple[str, str] | None:
    """The parts of a text; message and hint where one of them cannot be; None where it is not of the form at all."""
    if not (found := _FORM.fullmatch(text)):
        return None
    if wrong := _wrong_day(found) or _wrong_time(found) or _wrong_offset(found) or _wrong_brackets(found["brackets"]):
        return wrong
    clock, sign = found["clock"], found["sign"] or ""
    value = datetime.fromisoformat(clock + sign)
    zone = _BRACKETS.fullmatch(found["brackets"])
    return Timestamp(clock, value.replace(tzinfo=None), sign, value.utcoffset(), zone["content"] if zone else None)


def _wrong_day(found: re.Match[str]) -> tuple[str, str] | None:
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    if not EARLIEST <= year <= LATEST:
        return f"The year {found['year']} is surely a mistake.", f"Write a year from {EARLIEST} to {LATEST}."
    if not 1 <= month <= _MONTHS:
        return f"There is no month {found['month']}.", "Write the year first, then the month, then the day."
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return (
            f"There is no {found['day']} {month_name[month]} {year}: that month has {last} days.",
            f"Write a day from 01 to {last}.",
        )
    return None


def _wrong_time(found: re.Match[str]) -> tuple[str, str] | None:
    if int(found["hour"]) >= _HOURS:
        return (
            f"There is no hour {found['hour']}.",
            "Write an hour from 00 to 23. The midnight at the end of a day is 00:00 of the next day.",
        )
    for unit in ("minute", "second"):
        if int(found[unit] or 0) >= _MINUTES:
            return f"There is no {unit} {found[unit]}.", f"Write a {unit} from 00 to 59."
    return None


def _wrong_offset(found: re.Match[str]) -> tuple[str, str] | None:
    hours, minutes = int(found["hours"] or 0), int(found["minutes"] or 0)
    most = _BEHIND if (found["sign"] or "").startswith("-") else _AHEAD
    if minutes < _MINUTES and hours * _MINUTES + minutes <= most * _MINUTES:
        return None
    return (
        f"No clock has the offset `{found['sign']}`.",
        f"Write what the clock is ahead of UTC, at most `+{_AHEAD}:00`, or behind it, at most `-{_BEHIND}:00`.",
    )


def _wrong_brackets(text: str) -> tuple[str, str] | None:
    brackets = list(_BRACKETS.finditer(text))
    for each in brackets:
        if "=" in each["content"]:
            return (
                f"{quoted(each[0])} is not read: a date is one of the common calendar here, and needs no such tag.",
                "Take it out; only the name of a zone may stand in brackets.",
            )
        if not each["content"]:
            return "The brackets are empty.", "Write the name of a zone in them, such as `[Europe/Paris]`."
    if len(brackets) > 1:
        return f"{quoted(text)} names more than one zone.", "Keep the one whose clock counts."
    return None
