"""Moments of a manifest: a date and time of day, and the clock by which they are meant."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from webflow_publish.manifest.model import Moment
from webflow_publish.manifest.timestamp import Timestamp, parse
from webflow_publish.manifest.wording import enumerated
from webflow_publish.text import quoted

__all__ = ["Moment", "read_moment"]

LONGEST = 100
"""Characters of a text that is looked at: no date and time with any zone has so many."""

_EXAMPLES = "Europe/Paris", "Asia/Tokyo"
"""Zones for hints: the second has every time once."""
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)


def read_moment(text: str) -> Moment | tuple[str, str]:
    """The moment that a text of a manifest means; message and hint where it is not plain which one that is.

    Date and time of day are those of ISO 8601, with `T` or a space in between. By which clock they are meant is said by
    `Z` or an offset, by the name of a zone in brackets, or by both, as RFC 9557 has it; both have to agree. That RFC
    lets `Z` stand with every zone. Here it is an offset like others, because it may be there by habit.
    """
    if len(text) > LONGEST:
        from webflow_publish.manifest.misspelling import ADVICE  # noqa: PLC0415 - few texts are wrong

        return f"{quoted(text)} has {len(text):,} characters; a date and time has fewer.", ADVICE
    return _read(text)


def _read(text: str) -> Moment | tuple[str, str]:
    stamp = parse(text)
    if stamp is None:
        return _in_another_form(text)
    return _understood(stamp, text) if isinstance(stamp, Timestamp) else stamp


def _in_another_form(text: str) -> tuple[str, str]:
    from webflow_publish.manifest.misspelling import FORM, respelled, unreadable  # noqa: PLC0415 - few texts are wrong

    other = respelled(text)
    if other is None:
        return unreadable(text)
    read = _read(other.text)
    return (other.message, other.hint) if isinstance(read, Moment) else (read[0], f"{read[1]} {FORM}")


def _understood(stamp: Timestamp, text: str) -> Moment | tuple[str, str]:
    if stamp.zone is None:
        return _moment(stamp, stamp.offset, text) if stamp.offset is not None else _without_zone(stamp)
    from webflow_publish.manifest.zone import find_zone  # noqa: PLC0415 - most manifests name no zone

    zone = find_zone(stamp.zone)
    if isinstance(zone, tuple):
        return zone
    offsets = _offsets(stamp.local, zone)
    if not offsets:
        return _skipped(stamp, zone)
    if stamp.offset is None:
        return _moment(stamp, offsets[0], text) if len(offsets) == 1 else _twice(stamp, offsets)
    return _moment(stamp, stamp.offset, text) if stamp.offset in offsets else _contradictory(stamp, offsets)


def _moment(stamp: Timestamp, offset: timedelta, text: str) -> Moment:
    return Moment(_instant(stamp.local, offset), text)


def _instant(local: datetime, offset: timedelta) -> datetime:
    return (local - offset).replace(tzinfo=UTC)


def _offsets(local: datetime, zone: tzinfo) -> list[timedelta]:
    """The offsets at which a zone has that time, in the order in which they come: one, two, or none."""
    before, after = _before_and_after(local, zone)
    if before == after:
        return [before]
    return [before, after] if before > after else []


def _before_and_after(local: datetime, zone: tzinfo) -> tuple[timedelta, timedelta]:
    """The offsets before and after a change of the clocks in which that time is; the same where it is in none.

    See PEP 495: of a time that comes twice, `fold` tells which one is meant; of one that is skipped, whether it is
    reckoned from before the change (0) or from after it.
    """
    before, after = (local.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return before, after


def _without_zone(stamp: Timestamp) -> tuple[str, str]:
    zoned = (f"{stamp.clock}[{zone}]" for zone in _EXAMPLES)
    example = next(text for text in zoned if isinstance(_read(text), Moment))
    return (
        f"`{stamp.clock}` does not say by which clock: {stamp.time} comes at another moment in each time zone.",
        f"Add the place whose clock counts, as in `{example}`, or `Z` for UTC: `{stamp.clock}Z`.",
    )


def _skipped(stamp: Timestamp, zone: tzinfo) -> tuple[str, str]:
    before, after = _before_and_after(stamp.local, zone)
    earliest = _instant(stamp.local, after).replace(microsecond=0)
    seconds = range((after - before) // _SECOND)
    passed = bisect_left(
        seconds, 1, key=lambda each: (earliest + each * _SECOND).astimezone(zone).utcoffset() != before
    )
    change = (earliest + passed * _SECOND).replace(tzinfo=None)
    start, end = change + before, change + after
    shown = [_written(each)[11:] if start.date() == end.date() else _written(each) for each in (start, end)]
    last = f"{_written(start - _MINUTE)}[{stamp.zone}]"
    first = f"{_written(end)}[{stamp.zone}]"
    message = (
        f"There is no {stamp.time} on {stamp.day} in `{stamp.zone}`, where the clocks go forward then: "
        f"from {shown[0]} to {shown[1]}."
    )
    return message, f"Write a time that there is: {enumerated((last, first), 'or')}, for example."


def _twice(stamp: Timestamp, offsets: list[timedelta]) -> tuple[str, str]:
    first, second = (f"`{_written(_instant(stamp.local, offset))}` (offset `{_sign(offset)}`)" for offset in offsets)
    message = (
        f"{stamp.time} comes twice on {stamp.day} in `{stamp.zone}`, where the clocks go back then: "
        f"as {first}, and as {second}."
    )
    return message, f"Write the offset of the one that is meant: {enumerated(_with_offsets(stamp, offsets), 'or')}."


def _contradictory(stamp: Timestamp, offsets: list[timedelta]) -> tuple[str, str]:
    message = (
        f"`{stamp.sign}` is not the offset of `{stamp.zone}` at {stamp.time} on {stamp.day}; "
        f"that is {enumerated(map(_sign, offsets), 'or')}."
    )
    places = enumerated(_with_offsets(stamp, offsets), "or")
    return message, f"Write {places} if the place is right, or `{stamp.clock}{stamp.sign}` if the offset is."


def _with_offsets(stamp: Timestamp, offsets: list[timedelta]) -> list[str]:
    return [f"{stamp.clock}{_sign(offset)}[{stamp.zone}]" for offset in offsets]


def _sign(offset: timedelta) -> str:
    return str(timezone(offset)).removeprefix("UTC") or "+00:00"


def _written(value: datetime) -> str:
    """As short as it can be: seconds only where there are any, and UTC as `Z`."""
    exact = value.second or value.microsecond
    return value.isoformat(timespec="auto" if exact else "minutes").replace("+00:00", "Z")
