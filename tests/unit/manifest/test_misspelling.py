from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.misspelling import ADVICE, Respelling, respelled, unreadable
from webflow_publish.manifest.timestamp import parse

WHOLE = "2027-03-01T09:00Z"


def respelling(text: str) -> Respelling:
    found = respelled(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (f" {WHOLE} ", WHOLE),
        ("2027-03-01t09:00z", WHOLE),
        ("2027-03-01  09:00 Z", WHOLE),
        ("2027-03-01, 09:00 UTC", WHOLE),
        ("2027-3-1 9:00 utc", WHOLE),
        ("2027/03/01 09:00Z", WHOLE),
        ("2027.03.01 09.00Z", WHOLE),
        ("2027-03-01T09Z", WHOLE),
        ("2027-03-01 9h00 Z", WHOLE),
        ("2027-03-01 9 am Z", WHOLE),
        ("2027-03-01 9:00PM Z", "2027-03-01T21:00Z"),
        ("2027-03-01 12:30 a.m. Z", "2027-03-01T00:30Z"),
        ("2027-03-01 12:30pm Z", "2027-03-01T12:30Z"),
        ("2027-03-01T9:00:05.25 Z", "2027-03-01T09:00:05.25Z"),
        ("2027-03-01 09:00:00 +0100", "2027-03-01T09:00:00+01:00"),
        ("2027-03-01 09:00 UTC+1", "2027-03-01T09:00+01:00"),
        ("2027-03-01 09:00 GMT-5:30", "2027-03-01T09:00-05:30"),
        ("2027-03-01T09:00-5", "2027-03-01T09:00-05:00"),
        ("2027-03-01 09:00 Europe/Paris", "2027-03-01T09:00[Europe/Paris]"),
        ("2027-03-01 9:00pm America/Toronto", "2027-03-01T21:00[America/Toronto]"),
        ("2027-03-01T09:00[Europe/Paris", "2027-03-01T09:00[Europe/Paris]"),
        ("2027-03-01T09:00 [ Europe/Paris ]", "2027-03-01T09:00[Europe/Paris]"),
        ("2027-03-01T09:00 -05:00 [America/Toronto]", "2027-03-01T09:00-05:00[America/Toronto]"),
        ("2027-03-01 9:00", "2027-03-01T09:00"),
        ("2027-03-01 09:00 EST", "2027-03-01T09:00[EST]"),
    ],
)
def test_a_slip_of_the_pen_is_written_as_it_should_be(text: str, meant: str) -> None:
    found = respelling(text)
    assert found.text == meant
    assert found.message.endswith("` is not written in the form that is read here.")
    assert found.hint == f"Write `{meant}`."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2027-03-01T09:00\u221205:00", "U+2212 (minus sign)"),
        ("2027-03-01T09:00\u201305:00", "U+2013 (en dash)"),
        ("2027-03-01T09\uff1a00-05:00", "U+FF1A (fullwidth colon)"),
        ("2027-03-01T09\u223600-05:00", "U+2236 (ratio)"),
        ("٢٠٢٧-03-01T09:00-05:00", "U+0662 (arabic-indic digit two)"),
        ("2027-03-01\xa009:00-05:00", "U+00A0 (no-break space)"),
        ("2027-03-01T09:00-05:00\u200b", "U+200B (zero width space)"),
        ("2027-03-01T09:00-05:00\0", "U+0000"),
        ("2027-03-01T09:00-05:00\n", "U+000A"),
    ],
)
def test_a_character_that_only_looks_right_is_named(text: str, name: str) -> None:
    found = respelling(text)
    assert found.text == "2027-03-01T09:00-05:00"
    assert found.message.endswith(f"` contains the character {name}, which is not read in a date and time.")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2027-03-01", "2027-03-01T09:00[Europe/Paris]"),
        ("2027/3/1", "2027-03-01T09:00[Europe/Paris]"),
        ("2027-03-01Z", "2027-03-01T09:00Z"),
        ("2027-03-01 -05:00", "2027-03-01T09:00-05:00"),
        ("2027-03-01[America/Toronto]", "2027-03-01T09:00[America/Toronto]"),
    ],
)
def test_a_date_alone_is_told_with_an_example_of_that_day(text: str, meant: str) -> None:
    assert respelling(text) == Respelling(
        meant,
        f"`{text}` has no time of day.",
        f"Write when on that day, and whose clock counts, such as `{meant}`.",
    )


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "01/03/2027",
            "`01/03/2027` has the year last; it is not plain which number is the month.",
            "`2027-03-01` for 1 March or `2027-01-03` for 3 January.",
        ),
        ("31.3.2027 09:00", "`31.3.2027` has the year last.", "`2027-03-31` for 31 March."),
        ("3-31-2027", "`3-31-2027` has the year last.", "`2027-03-31` for 31 March."),
        ("02/02/2027", "`02/02/2027` has the year last.", "`2027-02-02` for 2 February."),
    ],
)
def test_a_date_with_the_year_last_is_told_with_each_day_that_it_may_be(text: str, message: str, hint: str) -> None:
    assert unreadable(text) == (
        message,
        f"Write the year first: {hint} Then time and zone, as in `2027-03-01T09:00[Europe/Paris]`.",
    )


def test_a_date_with_the_year_last_that_there_is_not_is_told() -> None:
    assert unreadable("31/02/2027") == ("`31/02/2027` is not a date that there is.", ADVICE)


@pytest.mark.parametrize("text", ["27-03-01T09:00Z", "1/3/27", "01.03.27 09:00"])
def test_a_year_of_two_digits_is_told(text: str) -> None:
    assert unreadable(text) == (
        f"The year of `{text}` is not written in full.",
        "Write it first, with four digits: `2027-03-01T09:00[Europe/Paris]`.",
    )


@pytest.mark.parametrize("text", ["09:00", "9:00 pm", "T09:00Z", "09:00[Europe/Paris]"])
def test_a_time_of_day_alone_is_told(text: str) -> None:
    assert unreadable(text) == (f"`{text}` has no date.", ADVICE)


@pytest.mark.parametrize("text", ["", "  ", "\t\n", "\u200b"])
def test_nothing_is_told_as_that(text: str) -> None:
    assert unreadable(text) == ("`publish-at` has no value.", ADVICE)


@pytest.mark.parametrize(
    "text", ["tomorrow", "1803805200", "20270301T0900Z", "March 1, 2027", "Mon, 01 Mar 2027 09:00:00 GMT", "!!", "\x1b"]
)
def test_what_is_none_at_all_is_answered_with_what_to_write(text: str) -> None:
    assert respelled(text) is None


def test_words_are_answered_with_what_to_write() -> None:
    assert unreadable("tomorrow") == (
        "`tomorrow` is not a date and time.",
        (
            "Write year, month, day, hour and minute, and whose clock counts: "
            "`2027-03-01T09:00[Europe/Paris]` for that of a place, `2027-03-01T08:00Z` for UTC."
        ),
    )


PARTS = st.sampled_from(
    [
        *("2027-03-01", "2027/3/1", "٢٠٢٧", "T", " ", ",", "9", "09:00", "9h30", ".123456789", "pm"),
        *("Z", "UTC", "-5", "+01:00", "GMT+2", "[", "]", "[]", "Europe/Paris", "\u2212", "\uff1a", "\0", "\ufdfa", "`"),
    ]
)


@given(st.text(max_size=100) | st.lists(PARTS, max_size=8).map("".join) | st.lists(PARTS).map("2027-03-01".join))
def test_a_respelling_of_any_text_is_of_the_form_and_any_text_is_explained(text: str) -> None:
    found = respelled(text)
    assert found is None or parse(found.text) is not None
    for sentence in unreadable(text) if found is None else (found.message, found.hint):
        assert sentence.endswith(".")
        assert sentence.isprintable()
