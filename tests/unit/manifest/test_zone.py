from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta, tzinfo
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.manifest.zone import find_zone

ALL = files("tzdata").joinpath("zones").read_text().split()
SUMMER = datetime(2024, 7, 1)  # noqa: DTZ001 - a time of day without zone, to be given one
UNKNOWN = "Write a name of the IANA time zone database, such as `Europe/Paris` or `America/New_York`."


def zone(name: str) -> tzinfo:
    found = find_zone(name)
    assert isinstance(found, tzinfo), found
    return found


def wrong(name: str) -> tuple[str, str]:
    found = find_zone(name)
    assert isinstance(found, tuple), found
    return found


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("America/Toronto", -4),
        ("America/Argentina/Buenos_Aires", -3),
        ("Asia/Kolkata", 5.5),
        ("Europe/London", 1),
        ("US/Eastern", -4),
        ("Japan", 9),
        ("UTC", 0),
        ("Etc/UTC", 0),
    ],
)
def test_a_zone_is_found_by_its_name(name: str, hours: float) -> None:
    assert zone(name).utcoffset(SUMMER) == timedelta(hours=hours)


def test_every_zone_of_the_database_is_there_or_refused_with_a_reason() -> None:
    refused = {name for name in ALL if isinstance(find_zone(name), tuple)}
    assert {name for name in refused if "/" in name} == {
        name for name in ALL if name.startswith(("Etc/GMT+", "Etc/GMT-"))
    }
    assert {name for name in refused if "/" not in name} == {
        *("CET", "CST6CDT", "EET", "EST", "EST5EDT", "Factory", "GMT", "GMT+0", "GMT-0", "HST", "MET", "MST"),
        *("MST7MDT", "PST8PDT", "WET"),
    }


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("EST", "`[America/New_York]` or `[America/Toronto]`"),
        ("est", "`[America/New_York]` or `[America/Toronto]`"),
        ("CET", "`[Europe/Paris]` or `[Europe/Berlin]`"),
        ("PST", "`[America/Los_Angeles]` or `[America/Vancouver]`"),
        ("IST", "`[Asia/Kolkata]`, `[Europe/Dublin]` or `[Asia/Jerusalem]`"),
        ("HST", "`[Pacific/Honolulu]`"),
    ],
)
def test_an_abbreviation_is_answered_with_places(name: str, places: str) -> None:
    assert wrong(name) == (
        f"`{name}` is an abbreviation: it does not say which place's clock counts.",
        f"Write a place: {places}, for example. UTC is `Z`.",
    )


ABBREVIATIONS = ["GMT", "BST", "WET", "CET", "EET", "MSK", "SAST", "IST", "SGT", "HKT", "JST", "KST", "AWST", "ACST",
                 "AEST", "NZST", "NST", "AST", "EST", "CST", "MST", "PST", "AKST", "HST", "BRT"]  # fmt: skip


@pytest.mark.parametrize("name", ABBREVIATIONS)
def test_the_places_that_stand_for_an_abbreviation_are_zones(name: str) -> None:
    places = [text.strip("[]") for text in wrong(name)[1].split("`")[1::2] if text != "Z"]
    assert [place for place in places if isinstance(find_zone(place), tuple)] == []
    assert places


@pytest.mark.parametrize("name", ["Etc/GMT+5", "Etc/GMT-14", "GMT+0", "UTC+1", "+05:00", "-0500", "etc/gmt+5"])
def test_an_offset_in_place_of_a_zone_is_refused_because_its_sign_may_be_either(name: str) -> None:
    assert wrong(name) == (
        f"`{name}` is an offset, not a place; in zones with such names the sign is turned round.",
        "Write the offset without brackets: `+05:00` if the clock is ahead of UTC, `-05:00` if it is behind.",
    )


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("America/toronto", "`America/Toronto`"),
        ("AMERICA/TORONTO", "`America/Toronto`"),
        ("Toronto", "`America/Toronto`"),
        ("toronto", "`America/Toronto`"),
        ("Torronto", "`America/Toronto`"),
        ("America/Torronto", "`America/Toronto` or `America/Tortola`"),
        ("Canada/Toronto", "`America/Toronto`"),
        ("America/New York", "`America/New_York`"),
        ("New York", "`America/New_York`"),
        ("america-new-york", "`America/New_York`"),
        ("America/São_Paulo", "`America/Sao_Paulo`"),
        ("Port au Prince", "`America/Port-au-Prince`"),
        (" Europe/Paris ", "`Europe/Paris`"),
        ("Europe/Paris\0", "`Europe/Paris`"),
        ("Eastern", "`Canada/Eastern` or `US/Eastern`"),
        ("utc", "`Etc/UTC` or `UTC`"),
    ],
)
def test_a_misspelt_name_finds_those_that_were_meant(name: str, meant: str) -> None:
    assert wrong(name)[1] == f"Did you mean {meant}?"


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "/etc/localtime", "../../etc/passwd", "Europe", "Europe/", "zones", "__init__.py", "Factory",
     "Europe/__init__.py", "posix/Europe/London", "Eastern Standard Time", "\ud800", "x" * 100_000],
)  # fmt: skip
def test_a_name_that_is_like_none_opens_no_file(name: str) -> None:
    message, _ = wrong(name)
    assert message.endswith("` is not the name of a time zone.")
    assert len(message) < 120


def test_a_path_is_answered_as_any_other_name_that_is_like_none() -> None:
    assert wrong("/etc/localtime") == ("`/etc/localtime` is not the name of a time zone.", UNKNOWN)


@given(st.text() | st.sampled_from(ALL).flatmap(lambda name: st.sampled_from([name.lower(), name[1:], f"{name}x"])))
def test_any_text_is_a_zone_or_explained_with_names_of_zones(name: str) -> None:
    found = find_zone(name)
    if isinstance(found, tzinfo):
        assert name in ALL
        return
    message, hint = found
    assert message.isprintable()
    assert hint.endswith((".", "?"))
    if hint.startswith("Did you mean"):
        assert [each for each in hint.split("`")[1::2] if isinstance(find_zone(each), tuple)] == []


def answered_with(code: str, *path: Path) -> object:
    """What a program answers, in JSON, where those folders are the host's time zones."""
    environment = {**os.environ, "PYTHONTZPATH": os.pathsep.join(map(str, path))}
    command = [sys.executable, "-c", code]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    return json.loads(answer)


def test_the_time_zones_of_the_host_are_not_read(tmp_path: Path) -> None:
    # A host that has a zone of its own, and that is wrong about Paris.
    for name in ("Asia/Tokyo", "Europe/Paris", "Europe/Metropolis"):
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        with files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").open("rb") as source, place.open("wb") as target:
            shutil.copyfileobj(source, target)
    code = """
import json
from datetime import datetime
from zoneinfo import ZoneInfo
from webflow_publish.manifest.zone import find_zone
def hours(zone): return zone.utcoffset(datetime(2024, 7, 1)).seconds // 3600
found = find_zone("Europe/Metropolis")
print(json.dumps([hours(ZoneInfo("Europe/Paris")), hours(find_zone("Europe/Paris")), found[0]]))
"""
    assert answered_with(code, tmp_path) == [9, 2, "`Europe/Metropolis` is not the name of a time zone."]


def test_zones_are_loaded_only_where_one_is_named() -> None:
    code = """
import json, sys
from webflow_publish.manifest.moment import read_moment
names = ("zoneinfo", "tzdata")
read_moment("2027-03-01T09:00Z"), read_moment("2027-03-01T09:00-05:00"), read_moment("tomorrow")
before = [name in sys.modules for name in names]
read_moment("2027-03-01T09:00[Europe/Paris]")
print(json.dumps([before, [name in sys.modules for name in names]]))
"""
    assert answered_with(code) == [[False, False], [True, True]]
