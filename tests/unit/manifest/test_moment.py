from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from harness.strategies.text import hostile_texts
from webflow_publish.manifest.misspelling import ADVICE
from webflow_publish.manifest.moment import LONGEST, Moment, read_moment

ALL = [name for name in files("tzdata").joinpath("zones").read_text().split() if "/" in name and "Etc/GMT" not in name]
MOVED = ("America/Toronto", "Europe/Paris", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "America/Nuuk",
         "Africa/Casablanca", "Europe/Dublin", "Antarctica/Troll")  # fmt: skip
"""Zones whose clocks change: by an hour, by half an hour, by two; at midnight, over it; in the north and the south."""
WHOLE = re.compile(r"`([0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.,]+(?:[Z+\-\[][^`]*))`")
"""What a hint gives to be written: date, time of day, and the clock."""


def instant(text: str) -> str:
    read = read_moment(text)
    assert isinstance(read, Moment), read
    assert read.text == text
    assert read.instant.tzinfo is UTC
    return read.instant.isoformat().replace("+00:00", "Z")


def wrong(text: str) -> tuple[str, str]:
    read = read_moment(text)
    assert isinstance(read, tuple), read
    return read


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-03-01T09:00:00Z", "2027-03-01T09:00:00Z"),
        ("2027-03-01T09:00Z", "2027-03-01T09:00:00Z"),
        ("2027-03-01 09:00+01:00", "2027-03-01T08:00:00Z"),
        ("2027-03-01T09:00-0530", "2027-03-01T14:30:00Z"),
        ("2027-03-01T09:00:30.25-05", "2027-03-01T14:00:30.250000Z"),
        ("2000-01-01T00:00+14:00", "1999-12-31T10:00:00Z"),
        ("2100-12-31T23:59-12:00", "2101-01-01T11:59:00Z"),
        ("2024-03-01T09:00[America/Toronto]", "2024-03-01T14:00:00Z"),
        ("2024-07-01T09:00[America/Toronto]", "2024-07-01T13:00:00Z"),
        ("2024-07-01T09:00[!America/Toronto]", "2024-07-01T13:00:00Z"),
        ("2024-07-01 09:00-04:00[America/Toronto]", "2024-07-01T13:00:00Z"),
        ("2024-07-01T09:00-04[!America/Toronto]", "2024-07-01T13:00:00Z"),
        ("2024-01-15T09:00Z[Europe/London]", "2024-01-15T09:00:00Z"),
        ("2024-01-15T09:00[UTC]", "2024-01-15T09:00:00Z"),
    ],
)
def test_a_date_and_time_by_a_clock_is_a_moment(text: str, moment: str) -> None:
    assert instant(text) == moment


def test_years_that_the_database_does_not_list_follow_the_rule_that_is_in_force() -> None:
    assert instant("2099-01-15T12:00[Europe/Paris]") == "2099-01-15T11:00:00Z"
    assert instant("2099-07-15T12:00[Europe/Paris]") == "2099-07-15T10:00:00Z"


def test_without_a_clock_it_is_asked_which_place_is_meant() -> None:
    assert wrong("2027-03-01T09:00") == (
        "`2027-03-01T09:00` does not say by which clock: 09:00 comes at another moment in each time zone.",
        (
            "Add the place whose clock counts, as in `2027-03-01T09:00[Europe/Paris]`, "
            "or `Z` for UTC: `2027-03-01T09:00Z`."
        ),
    )


def test_the_place_in_a_hint_is_one_that_has_the_time() -> None:
    assert "`2024-03-31T02:30[Asia/Tokyo]`" in wrong("2024-03-31T02:30")[1]
    assert "`2024-10-27T02:30[Asia/Tokyo]`" in wrong("2024-10-27T02:30")[1]


@pytest.mark.parametrize(
    ("zone", "day", "time", "change", "last", "first"),
    [
        ("America/Toronto", "2025-03-09", "02:30", "02:00 to 03:00", "2025-03-09T01:59", "2025-03-09T03:00"),
        ("Europe/Paris", "2025-03-30", "02:00:00", "02:00 to 03:00", "2025-03-30T01:59", "2025-03-30T03:00"),
        ("Europe/Paris", "2025-03-30", "02:59:59.999", "02:00 to 03:00", "2025-03-30T01:59", "2025-03-30T03:00"),
        # By half an hour.
        ("Australia/Lord_Howe", "2025-10-05", "02:15", "02:00 to 02:30", "2025-10-05T01:59", "2025-10-05T02:30"),
        # At midnight, in the north and in the south.
        ("Africa/Cairo", "2025-04-25", "00:30", "00:00 to 01:00", "2025-04-24T23:59", "2025-04-25T01:00"),
        ("America/Santiago", "2025-09-07", "00:00", "00:00 to 01:00", "2025-09-06T23:59", "2025-09-07T01:00"),
        # Up to midnight.
        (
            "America/Nuuk",
            "2025-03-29",
            "23:30",
            "2025-03-29T23:00 to 2025-03-30T00:00",
            "2025-03-29T22:59",
            "2025-03-30T00:00",
        ),
        # A whole day, when Samoa went to the other side of the date line.
        (
            "Pacific/Apia",
            "2011-12-30",
            "12:00",
            "2011-12-30T00:00 to 2011-12-31T00:00",
            "2011-12-29T23:59",
            "2011-12-31T00:00",
        ),
    ],
)
def test_a_time_that_is_skipped_is_told_with_the_times_on_both_sides(
    zone: str, day: str, time: str, change: str, last: str, first: str
) -> None:
    assert wrong(f"{day}T{time}[{zone}]") == (
        f"There is no {time} on {day} in `{zone}`, where the clocks go forward then: from {change}.",
        f"Write a time that there is: `{last}[{zone}]` or `{first}[{zone}]`, for example.",
    )


def test_an_offset_does_not_make_a_time_that_is_skipped() -> None:
    skipped = wrong("2025-03-09T02:30[America/Toronto]")
    assert wrong("2025-03-09T02:30-05:00[America/Toronto]") == skipped
    assert wrong("2025-03-09T02:30-04:00[America/Toronto]") == skipped


@pytest.mark.parametrize(
    ("zone", "clock", "first", "second"),
    [
        ("America/Toronto", "2025-11-02T01:30", ("-04:00", "2025-11-02T05:30"), ("-05:00", "2025-11-02T06:30")),
        ("Europe/Paris", "2025-10-26T02:00", ("+02:00", "2025-10-26T00:00"), ("+01:00", "2025-10-26T01:00")),
        ("Australia/Lord_Howe", "2025-04-06T01:45", ("+11:00", "2025-04-05T14:45"), ("+10:30", "2025-04-05T15:15")),
        ("Africa/Cairo", "2025-10-30T23:30", ("+03:00", "2025-10-30T20:30"), ("+02:00", "2025-10-30T21:30")),
        ("America/Santiago", "2025-04-05T23:00", ("-03:00", "2025-04-06T02:00"), ("-04:00", "2025-04-06T03:00")),
        ("Europe/London", "2025-10-26T01:30", ("+01:00", "2025-10-26T00:30"), ("+00:00", "2025-10-26T01:30")),
    ],
)
class TestATimeThatComesTwice:
    def test_is_told_with_both_moments(
        self, zone: str, clock: str, first: tuple[str, str], second: tuple[str, str]
    ) -> None:
        day, time = clock.split("T")
        assert wrong(f"{clock}[{zone}]") == (
            (
                f"{time} comes twice on {day} in `{zone}`, where the clocks go back then: "
                f"as `{first[1]}Z` (offset `{first[0]}`), and as `{second[1]}Z` (offset `{second[0]}`)."
            ),
            (
                "Write the offset of the one that is meant: "
                f"`{clock}{first[0]}[{zone}]` or `{clock}{second[0]}[{zone}]`."
            ),
        )

    def test_is_one_moment_with_its_offset(
        self, zone: str, clock: str, first: tuple[str, str], second: tuple[str, str]
    ) -> None:
        for offset, moment in (first, second):
            assert instant(f"{clock}{offset}[{zone}]") == f"{moment}:00Z"


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-09T01:59:59.999999[America/Toronto]",
        "2025-03-09T03:00[America/Toronto]",
        "2025-11-02T00:59:59.999999[America/Toronto]",
        "2025-11-02T02:00[America/Toronto]",
    ],
)
def test_right_beside_a_change_of_the_clocks_every_time_comes_once(text: str) -> None:
    assert isinstance(read_moment(text), Moment)


@pytest.mark.parametrize("sign", ["-04:00", "-04", "+00:00", "Z"])
def test_an_offset_that_the_zone_has_not_then_is_told_with_that_which_it_has(sign: str) -> None:
    assert wrong(f"2024-03-01T09:00{sign}[America/Toronto]") == (
        f"`{sign}` is not the offset of `America/Toronto` at 09:00 on 2024-03-01; that is `-05:00`.",
        (
            "Write `2024-03-01T09:00-05:00[America/Toronto]` if the place is right, "
            f"or `2024-03-01T09:00{sign}` if the offset is."
        ),
    )


def test_an_offset_that_the_zone_has_not_then_is_told_with_both_where_the_time_comes_twice() -> None:
    assert wrong("2025-11-02T01:30-06:00[America/Toronto]") == (
        "`-06:00` is not the offset of `America/Toronto` at 01:30 on 2025-11-02; that is `-04:00` or `-05:00`.",
        (
            "Write `2025-11-02T01:30-04:00[America/Toronto]` or `2025-11-02T01:30-05:00[America/Toronto]` "
            "if the place is right, or `2025-11-02T01:30-06:00` if the offset is."
        ),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2027-02-30T09:00Z", "There is no 30 February 2027: that month has 28 days."),
        ("1970-01-01T00:00Z", "The year 1970 is surely a mistake."),
        ("2027-03-01T09:00[EST]", "`EST` is an abbreviation: it does not say which place's clock counts."),
        ("2027-03-01T09:00[../../etc/passwd]", "`../../etc/passwd` is not the name of a time zone."),
        ("2027-03-01T09:00[Europe/Paris\0]", r"`Europe/Paris\x00` is not the name of a time zone."),
        ("01/03/2027", "`01/03/2027` has the year last; it is not plain which number is the month."),
        ("tomorrow", "`tomorrow` is not a date and time."),
        ("", "`publish-at` has no value."),
    ],
)
def test_what_is_wrong_with_a_part_is_told(text: str, message: str) -> None:
    assert wrong(text)[0] == message


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2027-03-01 9:00 pm America/Toronto", "2027-03-01T21:00[America/Toronto]"),
        ("2027-03-01T09:00\u221205:00", "2027-03-01T09:00-05:00"),
        ("٢٠٢٧-03-01T09:00Z", "2027-03-01T09:00Z"),
    ],
)
def test_a_slip_of_the_pen_is_refused_and_written_as_it_should_be(text: str, meant: str) -> None:
    assert wrong(text)[1] == f"Write `{meant}`."


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "2027-2-30",
            "There is no 30 February 2027: that month has 28 days.",
            "Write a day from 01 to 28.",
        ),
        (
            "2027-03-01 9am Toronto",
            "`Toronto` is not the name of a time zone.",
            "Did you mean `America/Toronto`?",
        ),
        (
            "2027-03-01 09:00 CET",
            "`CET` is an abbreviation: it does not say which place's clock counts.",
            "Write a place: `[Europe/Paris]` or `[Europe/Berlin]`, for example. UTC is `Z`.",
        ),
    ],
)
def test_of_a_slip_and_something_worse_the_worse_is_told(text: str, message: str, hint: str) -> None:
    assert wrong(text) == (message, f"{hint} The form that is read is `2027-03-01T09:00[Europe/Paris]`.")


def test_a_text_that_is_far_too_long_is_not_looked_at() -> None:
    assert wrong(f"2027-03-01T09:00[{'x' * 5_000_000}]") == (
        f"`2027-03-01T09:00[{'x' * 42}…` has 5,000,018 characters; a date and time has fewer.",
        ADVICE,
    )
    longest = max((f"2027-03-01T09:00:00.123456789+00:00[!{name}]" for name in ALL), key=len)
    assert len(longest) < LONGEST


@cache
def database(name: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file)


LOCAL = st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31))  # noqa: DTZ001 - times by clocks of any zone
SIGNS = st.integers(-48, 56).map(lambda quarters: str(timezone(timedelta(minutes=15 * quarters)))[3:] or "Z")


@st.composite
def beside_changes(draw: st.DrawFn) -> tuple[str, datetime]:
    """A zone whose clocks change, and a time by its clock that is at most three hours from a change."""
    name, year = draw(st.sampled_from(MOVED)), draw(st.integers(2000, 2100))
    zone = database(name)
    days = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366)]
    offsets = [day.astimezone(zone).utcoffset() for day in days]
    changes = [day for day, before, after in zip(days, offsets, offsets[1:], strict=False) if before != after]
    assume(changes)
    start = draw(st.sampled_from(changes))
    hours = [start + timedelta(hours=hour) for hour in range(24)]
    change = next(hour for hour in hours if (hour + timedelta(hours=1)).astimezone(zone).utcoffset() !=
                  start.astimezone(zone).utcoffset())  # fmt: skip
    beside = change + draw(st.timedeltas(timedelta(hours=-3), timedelta(hours=3)))
    local = beside.replace(tzinfo=None) + (start.astimezone(zone).utcoffset() or timedelta())
    assume(local.year in range(2000, 2101))
    return name, local


ZONED = st.tuples(st.sampled_from(ALL), LOCAL) | beside_changes()


@given(ZONED, st.just("") | SIGNS)
def test_a_moment_in_a_zone_is_the_one_at_which_its_clock_shows_that_time(
    zoned: tuple[str, datetime], sign: str
) -> None:
    name, local = zoned
    read = read_moment(f"{local.isoformat()}{sign}[{name}]")
    zone = database(name)
    shown = [
        moment
        for fold in (0, 1)
        if (moment := local.replace(tzinfo=zone, fold=fold).astimezone(UTC)).astimezone(zone).replace(tzinfo=None)
        == local
    ]
    if sign:
        shown = [each for each in shown if each == datetime.fromisoformat(f"{local.isoformat()}{sign}")]
    if isinstance(read, Moment):
        assert {read.instant} == set(shown)
    else:
        assert len(set(shown)) != 1


@given(LOCAL, SIGNS)
def test_a_moment_with_an_offset_is_what_datetime_has(local: datetime, sign: str) -> None:
    text = f"{local.isoformat(' ')}{sign}"
    read = read_moment(text)
    assert isinstance(read, Moment), read
    assert read.instant == datetime.fromisoformat(text)


PARTS = st.sampled_from(
    [
        *("2027-03-01", "2025-03-30", "2025-11-02", "2027/3/1", "01/03/2027", "2027-02-29", "٢٠٢٧-03-01", "0000-01-01"),
        *("T", " ", "t", ",", "09:00", "02:30", "01:30", "24:00", "9", "pm", ":30", ".5", "\u2212", "\uff1a", "\0"),
        *("Z", "z", "UTC", "-05:00", "+01:00", "-5", "+99:99", "EST", "[", "]", "[]", "!", "[u-ca=gregory]"),
        *("[Europe/Paris]", "[America/Toronto]", "America/toronto", "[EST]", "[../../etc/passwd]", "[Etc/GMT+5]"),
    ]
)
NEARLY = st.lists(PARTS, max_size=6).map("".join) | st.tuples(
    st.sampled_from(["2025-03-30", "2025-11-02", "2027-3-1"]),
    st.sampled_from(["", "T02:30", " 1:30", "T09:00:30,5", " 9 pm"]),
    st.sampled_from(["", "Z", "+01:00", "-5"]),
    st.sampled_from(["", "[Europe/Paris]", "[!America/Toronto]", " Paris", "[CET]", "[Europe/Pariss]"]),
).map("".join)
ANY = st.text() | hostile_texts() | NEARLY | ZONED.map(lambda zoned: f"{zoned[1].isoformat()}[{zoned[0]}]")


@given(ANY)
def test_any_text_is_a_moment_or_explained_in_sentences_that_can_be_seen(text: str) -> None:
    read = read_moment(text)
    if isinstance(read, Moment):
        assert read == Moment(read.instant, text)
        assert read.instant.tzinfo is UTC
        assert text.isascii()
        assert text.isprintable()
        return
    for sentence in read:
        assert sentence.endswith((".", "?"))
        assert sentence.isprintable()
        assert sentence.count("`") % 2 == 0
        assert len(sentence) < 1_000


@given(ANY)
def test_what_a_hint_says_to_write_is_read(text: str) -> None:
    read = read_moment(text)
    offered = [] if isinstance(read, Moment) else WHOLE.findall(read[1])
    assert [each for each in offered if not isinstance(read_moment(each), Moment)] == []
