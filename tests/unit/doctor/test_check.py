from __future__ import annotations

from webflow_publish.console import Tone
from webflow_publish.doctor.check import Check, State, conclusion, lines

GOOD = Check("Token", State.GOOD, "Webflow accepts it.")
BAD = Check("Manifest", State.BAD, "It has 2 problems.", "Mend them.", ("a.yml:1:1: One.", "a.yml:2:1: Two."))
UNKNOWN = Check("cms:write", State.UNKNOWN, "Webflow does not tell.")


def test_a_check_is_a_line_with_its_mark_and_below_it_what_is_wrong_and_what_to_do() -> None:
    assert list(lines([GOOD, BAD])) == [
        ("✓ Token       Webflow accepts it.", Tone.GOOD),
        ("✗ Manifest    It has 2 problems.", Tone.BAD),
        ("              a.yml:1:1: One.", None),
        ("              a.yml:2:1: Two.", None),
        ("              → Mend them.", None),
    ]


def test_what_was_not_looked_at_for_one_reason_is_one_line() -> None:
    skipped = [Check(title, State.SKIPPED, "looked at later.") for title in ("Site", "Domains")]
    assert next(lines([*skipped, GOOD])) == ("- Site, Domains: looked at later.", Tone.ASIDE)


def test_one_that_was_not_looked_at_has_its_hint() -> None:
    skipped = Check("Manifest", State.SKIPPED, "There is none yet.", "Write one.")
    assert [text for text, _ in lines([skipped])] == [
        "- Manifest    There is none yet.",
        "              → Write one.",
    ]


def test_at_the_end_it_says_whether_anything_is_wrong() -> None:
    assert conclusion([GOOD]) == ("Nothing is wrong, as far as can be seen.", Tone.GOOD)
    assert conclusion([GOOD, UNKNOWN])[0] == "Nothing is wrong, as far as can be seen; 1 thing with a ? stayed open."
    assert conclusion([GOOD, BAD, UNKNOWN, BAD]) == ("2 things to mend: see what has a ✗, from the top.", Tone.BAD)
