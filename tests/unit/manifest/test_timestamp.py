from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from webflow_publish.manifest.timestamp import Timestamp, parse

CLOCK = "2027-03-01T09:00"


def timestamp(text: str) -> Timestamp:
    parsed = parse(text)
    assert isinstance(parsed, Timestamp), parsed
    return parsed


def wrong(text: str) -> tuple[str, str]:
    parsed = parse(text)
    assert isinstance(parsed, tuple), parsed
    return parsed


@pytest.mark.parametrize(
    ("clock", "local"),
    [
        ("2027-03-01T09:00", "2027-03-01T09:00:00"),
        ("2027-03-01 09:00", "2027-03-01T09:00:00"),
        ("2028-02-29T23:59:59", "2028-02-29T23:59:59"),
        ("2000-01-01T00:00:00.5", "2000-01-01T00:00:00.500000"),
        ("2100-12-31T00:00:00,25", "2100-12-31T00:00:00.250000"),
        ("2027-03-01T09:00:00.123456789", "2027-03-01T09:00:00.123456"),
    ],
)
@pytest.mark.parametrize("place", ["", "Z", "-0500", "[Europe/Paris]", "+01:00[Europe/Paris]"])
def test_date_and_time_of_day_are_read_to_the_microsecond(clock: str, local: str, place: str) -> None:
    read = timestamp(clock + place)
    assert (read.clock, read.local) == (clock, datetime.fromisoformat(local))
    assert f"{read.day} {read.time}" == clock.replace("T", " ")


@pytest.mark.parametrize(
    ("sign", "minutes"),
    [
        ("Z", 0),
        ("+00:00", 0),
        ("-00:00", 0),
        ("-05:00", -300),
        ("-0500", -300),
        ("-05", -300),
        ("+05:45", 345),
        ("-00:30", -30),
        ("+14:00", 840),
        ("-12:00", -720),
    ],
)
@pytest.mark.parametrize("zone", ["", "[Europe/Paris]"])
def test_an_offset_is_read_in_each_spelling(sign: str, minutes: int, zone: str) -> None:
    read = timestamp(CLOCK + sign + zone)
    assert (read.sign, read.offset) == (sign, timedelta(minutes=minutes))


def test_without_an_offset_there_is_none() -> None:
    read = timestamp(CLOCK + "[Europe/Paris]")
    assert (read.sign, read.offset) == ("", None)


@pytest.mark.parametrize(
    ("brackets", "zone"),
    [("", None), ("[Europe/Paris]", "Europe/Paris"), ("[!Europe/Paris]", "Europe/Paris"), ("[nowhere\0]", "nowhere\0")],
)
def test_what_stands_in_brackets_is_the_zone_be_it_known_or_not(brackets: str, zone: str | None) -> None:
    assert timestamp(f"{CLOCK}+01:00{brackets}").zone == zone


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("0000-03-01T09:00Z", "The year 0000 is surely a mistake.", "Write a year from 2000 to 2100."),
        ("1999-12-31T23:59Z", "The year 1999 is surely a mistake.", "Write a year from 2000 to 2100."),
        ("2101-01-01T00:00Z", "The year 2101 is surely a mistake.", "Write a year from 2000 to 2100."),
        ("2027-13-01T09:00Z", "There is no month 13.", "Write the year first, then the month, then the day."),
        ("2027-00-01T09:00Z", "There is no month 00.", "Write the year first, then the month, then the day."),
        (
            "2027-02-30T09:00Z",
            "There is no 30 February 2027: that month has 28 days.",
            "Write a day from 01 to 28.",
        ),
        (
            "2100-02-29T09:00Z",
            "There is no 29 February 2100: that month has 28 days.",
            "Write a day from 01 to 28.",
        ),
        ("2027-04-00T09:00Z", "There is no 00 April 2027: that month has 30 days.", "Write a day from 01 to 30."),
        (
            "2027-03-01T24:00Z",
            "There is no hour 24.",
            "Write an hour from 00 to 23. The midnight at the end of a day is 00:00 of the next day.",
        ),
        ("2027-03-01T09:60Z", "There is no minute 60.", "Write a minute from 00 to 59."),
        ("2027-03-01T09:00:60Z", "There is no second 60.", "Write a second from 00 to 59."),
    ],
)
def test_a_date_or_a_time_of_day_that_there_is_not_is_told(text: str, message: str, hint: str) -> None:
    assert wrong(text) == (message, hint)


@pytest.mark.parametrize("sign", ["+14:01", "+15:00", "-12:01", "-1300", "+19", "+01:60", "-99:99"])
def test_an_offset_that_no_clock_has_is_told(sign: str) -> None:
    message, hint = wrong(CLOCK + sign)
    assert message == f"No clock has the offset `{sign}`."
    assert hint == "Write what the clock is ahead of UTC, at most `+14:00`, or behind it, at most `-12:00`."


@pytest.mark.parametrize("tag", ["[u-ca=gregory]", "[!u-ca=hebrew]", "[_key=value]"])
@pytest.mark.parametrize("zone", ["", "[Europe/Paris]"])
def test_a_tag_is_refused_because_a_calendar_would_change_the_date(tag: str, zone: str) -> None:
    message, hint = wrong(CLOCK + zone + tag)
    assert message == f"`{tag}` is not read: a date is one of the common calendar here, and needs no such tag."
    assert hint == "Take it out; only the name of a zone may stand in brackets."


@pytest.mark.parametrize("brackets", ["[]", "[!]", "[Europe/Paris][]"])
def test_empty_brackets_are_told(brackets: str) -> None:
    message, hint = wrong(CLOCK + brackets)
    assert message == "The brackets are empty."
    assert hint == "Write the name of a zone in them, such as `[Europe/Paris]`."


def test_two_zones_are_told() -> None:
    message, hint = wrong(CLOCK + "[Europe/Paris][Europe/London]")
    assert message == "`[Europe/Paris][Europe/London]` names more than one zone."
    assert hint == "Keep the one whose clock counts."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2027-03-01",
        "09:00",
        f"{CLOCK}Z\n",
        f" {CLOCK}Z",
        f"{CLOCK} Z",
        f"{CLOCK} [Europe/Paris]",
        f"{CLOCK}z",
        f"{CLOCK}:00.Z",
        f"{CLOCK}:00.1234567890Z",
        f"{CLOCK}-5",
        f"{CLOCK}-05:00:00",
        f"{CLOCK}Z+01:00",
        f"{CLOCK}[Europe/Paris]Z",
        f"{CLOCK}[Europe/Paris",
        f"{CLOCK}[[Europe/Paris]]",
        "2027-3-1T09:00Z",
        "2027-03-01t09:00Z",
        "2027-03-01  09:00Z",
        "2027-03-01T9:00Z",
        "2027-03-01T09Z",
        "20270301T0900Z",
        "2027-060T09:00Z",
        "2027-W09-1T09:00Z",
        "+2027-03-01T09:00Z",
        "٢٠٢٧-03-01T09:00Z",
        f"{CLOCK}+\u0660\u0661:00",
        f"{CLOCK}+01:\u0660\u0660",
        "2027-03-01T09\uff1a00Z",
        "2027-03-01T09:00\u221205:00",
        "tomorrow",
    ],
)
def test_everything_else_is_not_of_the_form(text: str) -> None:
    assert parse(text) is None
