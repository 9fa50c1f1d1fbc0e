"""Dates and times that are not in the form that is read: how they are written in it, as far as that is plain."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from webflow_publish.manifest.wording import named
from webflow_publish.text import quoted

EXAMPLE = "2027-03-01T09:00[Europe/Paris]"
ADVICE = (
    "Write year, month, day, hour and minute, and whose clock counts: "
    f"`{EXAMPLE}` for that of a place, `2027-03-01T08:00Z` for UTC."
)
"""What to write where nothing better can be said."""

FORM = f"The form that is read is `{EXAMPLE}`."
"""What follows a hint on something else that is wrong in a text that is not in the form."""

_AS_IN_EXAMPLE = "T09:00", "[Europe/Paris]"
_LOOSE = re.compile(
    r" *(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})(?![0-9])"
    r"(?:[ T,]+(?P<hour>[0-9]{1,2})(?![0-9])"
    r"(?:[:.H](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}(?:[.,][0-9]{1,9})?))?)?(?: *(?P<half>[AP])\.?M\b\.?)?)? *"
    r"(?:(?P<utc>(?:Z|UTC)(?![\w/+-]))|"
    r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?(?![0-9]))? *"
    r"\[?(?P<zone>[^\[\]]*)\]? *",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r" *([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?![0-9])")
_SHORT_YEAR = re.compile(r" *[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])")
_TIME_ALONE = re.compile(r" *[Tt]?[0-9]{1,2}:[0-9]{2}(?![0-9])")
_LOOK_ALIKES = str.maketrans("\u2212\u2236\u2044", "-:/")


@dataclass(frozen=True, slots=True)
class Respelling:
    """A text in the form that is read, for one that is not; message and hint are right if that one can be read."""

    text: str
    message: str
    hint: str


def respelled(text: str) -> Respelling | None:
    """What is probably meant by a text that begins with a date whose year is first; None for any other."""
    if not (found := _LOOSE.fullmatch(_in_ascii(text))):
        return None
    day = f"{found['year']}-{found['month']:0>2}-{found['day']:0>2}"
    place = _place(found)
    if found["hour"] is None:
        time, example = _AS_IN_EXAMPLE
        whole = day + time + (place or example)
        return Respelling(
            whole,
            f"{quoted(text)} has no time of day.",
            f"Write when on that day, and whose clock counts, such as {quoted(whole, len(whole))}.",
        )
    whole = f"{day}T{_time(found)}{place}"
    strange = next((character for character in text if not " " <= character <= "~"), None)
    if strange:
        message = f"{quoted(text)} contains the character {named(strange)}, which is not read in a date and time."
    else:
        message = f"{quoted(text)} is not written in the form that is read here."
    return Respelling(whole, message, f"Write {quoted(whole, len(whole))}.")


def unreadable(text: str) -> tuple[str, str]:
    """Message and hint for a text of which it is not plain how to write it."""
    plain = _in_ascii(text)
    if not plain.strip():
        return "`publish-at` has no value.", ADVICE
    if found := _YEAR_LAST.match(plain):
        return _year_last(found)
    if _SHORT_YEAR.match(plain):
        return f"The year of {quoted(text)} is not written in full.", f"Write it first, with four digits: `{EXAMPLE}`."
    if _TIME_ALONE.match(plain):
        return f"{quoted(text)} has no date.", ADVICE
    return f"{quoted(text)} is not a date and time.", ADVICE


def _year_last(found: re.Match[str]) -> tuple[str, str]:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    meant: dict[date, str] = {}
    for month, day in ((second, first), (first, second)):
        with suppress(ValueError):
            value = date(year, month, day)
            meant[value] = f"`{value}` for {day} {month_name[month]}"
    shown = quoted(found[0].strip())
    if not meant:
        return f"{shown} is not a date that there is.", ADVICE
    doubt = "; it is not plain which number is the month" if len(meant) > 1 else ""
    dates = " or ".join(meant.values())
    return (
        f"{shown} has the year last{doubt}.",
        f"Write the year first: {dates}. Then time and zone, as in `{EXAMPLE}`.",
    )


def _time(found: re.Match[str]) -> str:
    """The time of day by the clock of 24 hours."""
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and 1 <= hour <= 12:  # noqa: PLR2004 - the hours of such a clock
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{found['minute'] or '00'}" + (f":{found['second']}" if found["second"] else "")


def _place(found: re.Match[str]) -> str:
    """Offset and zone, in so far as the text has them."""
    offset = "Z" if found["utc"] else ""
    if found["sign"]:
        offset = f"{found['sign']}{found['hours']:0>2}:{found['minutes'] or '00'}"
    zone = found["zone"].strip()
    return offset + (f"[{zone}]" if zone else "")


def _in_ascii(text: str) -> str:
    """The text with ASCII's own digits, signs and spaces for those that look like them, and without all else."""
    characters = []
    for each in unicodedata.normalize("NFKD", text).translate(_LOOK_ALIKES):
        category = unicodedata.category(each)
        if category == "Nd":
            characters.append(str(unicodedata.decimal(each)))
        elif category == "Pd":
            characters.append("-")
        elif each.isspace():
            characters.append(" ")
        elif " " <= each <= "~":
            characters.append(each)
    return "".join(characters)
