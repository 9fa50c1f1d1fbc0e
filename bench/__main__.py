"""Measures, prints tables, and writes the results as JSON and as a chart. Its exit code says only that it could."""

from __future__ import annotations

import argparse
import shutil
import sys

from bench import record
from bench.chart import chart
from bench.daemon import serving
from bench.layout import text
from bench.place import BUILD, CHART, RESULTS, WORK
from bench.race import Course
from bench.record import Record, machine
from bench.result import table
from bench.scenario import RUNS, scenarios


def main() -> int:
    """Measure what is asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure this program side by side with others.")
    parser.add_argument("--scenes", default="", help="the letters of scenes; all where there are none")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs whose median counts (default: %(default)s)")
    options = parser.parse_args()
    try:
        wanted = scenarios(options.scenes)
    except ValueError as error:
        parser.error(str(error))
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    with serving() as daemon:
        course = Course(daemon, WORK, _tell)
        course.rehearse(wanted)
        tables = tuple(table(each, course.race(each, options.runs)) for each in wanted)
    _tell("")
    result = Record(tables, machine())
    record.write(result, RESULTS)
    CHART.write_text(chart(tables), "utf-8")
    print(text(tables, result.goals))
    print(f"\n{record.described(result.machine)}.")
    print(f"Results: {RESULTS.relative_to(BUILD.parent.parent)}, chart: {CHART.relative_to(BUILD.parent.parent)}.")
    return 0


def _tell(line: str) -> None:
    """Show on a terminal what goes on, in one line that is written over."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
