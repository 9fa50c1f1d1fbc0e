"""Puts the last results into the documentation: `python -m bench.page` writes the chart, and the tables of the page."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from bench.chart import chart
from bench.layout import markdown
from bench.place import RESULTS, ROOT
from bench.record import Record, described, letters, read
from bench.scenario import SCENARIOS

PAGE = ROOT / "docs" / "speed.md"
CHART = ROOT / "docs" / "speed.svg"
BEGIN, END = "<!-- results -->", "<!-- end of results -->"


def main(results: Path = RESULTS, page: Path = PAGE, picture: Path = CHART) -> int:
    """Write both; returns the exit code."""
    if not results.is_file():
        sys.stderr.write("There are no results yet. Run `make bench` first.\n")
        return 1
    record = read(results)
    if missing := {each.letter for each in SCENARIOS} - {each.letter for each in record.tables}:
        measured = letters(record.tables)
        sys.stderr.write(
            f"The last run measured {measured} only, and the page shows all scenes; {', '.join(sorted(missing))} would "
            "be missing. Run `make bench` without BENCH.\n"
        )
        return 1
    page.write_text(filled(page.read_text("utf-8"), record), "utf-8")
    picture.write_text(chart(record.tables), "utf-8")
    return 0


def filled(page: str, record: Record) -> str:
    """The page with these results in place of those that stand in it.

    Raises:
        ValueError: The page has no place for them.
    """
    results = f"{BEGIN}\n{described(record.machine)}.\n\n{markdown(record.tables, record.goals)}\n{END}"
    text, places = re.subn(f"{BEGIN}.*?{END}", lambda _: results, page, flags=re.DOTALL)
    if places != 1:
        raise ValueError(f"the page has {places} places for results")
    return text


if __name__ == "__main__":
    sys.exit(main())
