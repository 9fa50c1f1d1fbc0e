from __future__ import annotations

from harness.results import HOSTILE
from harness.samples import FRENCH, identifier, leaving, variants
from webflow_publish.change import Change
from webflow_publish.outcome import Result, Verdict
from webflow_publish.remainder import Remainder
from webflow_publish.report.markdown import Page
from webflow_publish.report.remainders import add_remainders, remainder_lines, remainder_records


def result(*remainders: Remainder) -> Result:
    return Result(Verdict.NOTHING_TO_DO, remainders=remainders)


def some(count: int, *locales: str, name: str | None = "Rye") -> tuple[Remainder, ...]:
    wanted = variants(*(leaving(number, *locales, name=name) for number in range(count)))
    return tuple(Remainder(each, Change.CHANGED) for each in wanted)


def page(*remainders: Remainder, room: int = 100_000) -> str:
    made = Page(room)
    add_remainders(made, result(*remainders))
    return made.text()


def test_without_any_there_is_nothing_to_tell() -> None:
    assert page() == ""
    assert list(remainder_lines(result())) == []


def test_each_is_named_with_what_to_do() -> None:
    text = page(*some(1))
    assert text.startswith("## What cannot be brought back\n\n| Item | Collection | Why, and what to do |\n")
    assert f"`Rye`&lrm; `{identifier(0)}`" in text
    assert "Edit it in Webflow, and publish it again" in text


def test_locales_are_told_where_there_are_any() -> None:
    assert f"| `{FRENCH}` |" in page(*some(1, FRENCH))
    assert f", in {FRENCH}. It was live before" in next(remainder_lines(result(*some(1, FRENCH))))


def test_many_are_folded_and_those_without_room_are_counted() -> None:
    assert "<details><summary>Show 21 rows" in page(*some(21))
    assert "more, which the log of this step shows" in page(*some(100), room=10_000)


def test_the_log_has_a_line_for_each_up_to_a_bound() -> None:
    lines = list(remainder_lines(result(*some(1_001))))
    assert len(lines) == 1_001
    assert lines[-1].startswith("And 1 more.")


def test_text_of_others_stays_text() -> None:
    row = page(*some(1, name=HOSTILE)).splitlines()[-2]
    assert row.startswith("| `")
    assert "<img" not in row.replace(row[: row.index("&lrm;")], "")


def test_programs_have_the_same() -> None:
    assert list(remainder_records(result(*some(1)))) == [
        {
            "item": {"id": identifier(0), "name": "Rye", "slug": None},
            "collection": {"id": some(1)[0].variant.item.collection.id, "name": "Blog posts", "slug": None},
            "locale": None,
            "change": "changed",
            "message": some(1)[0].message,
        }
    ]
