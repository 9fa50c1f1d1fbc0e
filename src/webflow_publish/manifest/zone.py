"""Time zones by their names in the IANA time zone database, and what is wrong with a name that is none.

The package `tzdata` alone is read, not the host's own files, so that a manifest means the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import tzinfo
from difflib import get_close_matches
from functools import cache, lru_cache

from webflow_publish.manifest.wording import enumerated
from webflow_publish.text import quoted

_MOST = 3
"""Names that a hint offers."""
_OFFSET = re.compile(r"(?:(?:Etc/)?(?:GMT|UTC))?[+-][0-9:]+", re.IGNORECASE)
_ABBREVIATIONS = {
    abbreviation: places.split()
    for abbreviations, places in (
        ("GMT BST", "Europe/London"),
        ("WET WEST", "Europe/Lisbon"),
        ("CET CEST MET MEST MEZ MESZ", "Europe/Paris Europe/Berlin"),
        ("EET EEST", "Europe/Athens Europe/Helsinki"),
        ("MSK", "Europe/Moscow"),
        ("SAST", "Africa/Johannesburg"),
        ("IST", "Asia/Kolkata Europe/Dublin Asia/Jerusalem"),
        ("SGT", "Asia/Singapore"),
        ("HKT", "Asia/Hong_Kong"),
        ("JST", "Asia/Tokyo"),
        ("KST", "Asia/Seoul"),
        ("AWST", "Australia/Perth"),
        ("ACST ACDT", "Australia/Adelaide Australia/Darwin"),
        ("AEST AEDT", "Australia/Sydney Australia/Brisbane"),
        ("NZST NZDT", "Pacific/Auckland"),
        ("NST NDT", "America/St_Johns"),
        ("AST ADT", "America/Halifax America/Puerto_Rico"),
        ("ET EST EDT EST5EDT", "America/New_York America/Toronto"),
        ("CT CST CDT CST6CDT", "America/Chicago America/Mexico_City Asia/Shanghai"),
        ("MT MST MDT MST7MDT", "America/Denver America/Phoenix"),
        ("PT PST PDT PST8PDT", "America/Los_Angeles America/Vancouver"),
        ("AKST AKDT", "America/Anchorage"),
        ("HST", "Pacific/Honolulu"),
        ("BRT", "America/Sao_Paulo"),
    )
    for abbreviation in abbreviations.split()
}
"""What people call a time, and places that may be meant. Some are zones of tzdata, kept for old programs' sake."""


def find_zone(name: str) -> tzinfo | tuple[str, str]:
    """The zone of that name; message and hint for a name that is none, or that may not mean what it seems to.

    The latter are abbreviations, and `Etc/GMT+5` and its like: by its definition, that one is at -05:00.
    """
    return _load(name) if name in _names() else _wrong(name)


@cache
def _names() -> dict[str, None]:
    """The names that are taken, in tzdata's own order, which has the older ones of the same zone last."""
    from importlib.resources import files  # noqa: PLC0415 - most manifests name no zone

    names = files("tzdata").joinpath("zones").read_text("ascii").split()
    refused = {"Factory", *_ABBREVIATIONS}  # the first stands for a zone that nobody has chosen yet
    return {name: None for name in names if name not in refused and not _OFFSET.fullmatch(name)}


@cache
def _load(name: str) -> tzinfo:
    """The zone of a name that is known to be one of tzdata's: another might be a path to anywhere."""
    from importlib.resources import files  # noqa: PLC0415 - most manifests name no zone
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as above

    # `ZoneInfo(name)` would look into the host's folders first.
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


@lru_cache(maxsize=100)
def _wrong(name: str) -> tuple[str, str]:
    shown = quoted(name)
    if places := _ABBREVIATIONS.get(name.upper()):
        return (
            f"{shown} is an abbreviation: it does not say which place's clock counts.",
            f"Write a place: {enumerated((f'[{place}]' for place in places), 'or')}, for example. UTC is `Z`.",
        )
    if _OFFSET.fullmatch(name):
        return (
            f"{shown} is an offset, not a place; in zones with such names the sign is turned round.",
            "Write the offset without brackets: `+05:00` if the clock is ahead of UTC, `-05:00` if it is behind.",
        )
    if near := _nearest(name):
        hint = f"Did you mean {enumerated(near, 'or')}?"
    else:
        hint = "Write a name of the IANA time zone database, such as `Europe/Paris` or `America/New_York`."
    return f"{shown} is not the name of a time zone.", hint


def _nearest(name: str) -> list[str]:
    """The names that were probably meant: of that very city, else of a similar spelling."""
    known = _spellings()
    whole, city = _folded(name), _folded(name.rpartition("/")[2])
    same = next((spelling for spelling in (whole, city) if spelling in known), None)
    near = [same] if same else get_close_matches(whole, known, n=_MOST, cutoff=0.8)
    return list(dict.fromkeys(zone for each in near for zone in known[each]))[:_MOST]


@cache
def _spellings() -> dict[str, list[str]]:
    """The names that are taken, by the whole name and by its last part, both as `_folded` has them."""
    spellings: dict[str, list[str]] = {}
    for name in _names():
        for spelling in {_folded(name): None, _folded(name.rpartition("/")[2]): None}:
            spellings.setdefault(spelling, []).append(name)
    return spellings


def _folded(name: str) -> str:
    """A name without what people write differently: capitals, accents, and what stands between words."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[\s_-]+", "_", letters.strip())
