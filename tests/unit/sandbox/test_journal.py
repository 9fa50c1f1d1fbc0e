from __future__ import annotations

from typing import Any

import pytest

from webflow_publish.sandbox.journal import Journal, Recorded, parsed


def recorded(method: str, status: int | None, path: str = "/v2/sites") -> Recorded:
    return Recorded(method, path, {}, {}, None, status, {}, None)


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"", None),
        (b'{"a": [1]}', {"a": [1]}),
        (b"<html>", "<html>"),
        (b"\xff", "\ufffd"),
        (b"[" * 100_000, "[" * 100_000),
    ],
)
def test_a_body_is_json_or_else_a_text_or_nothing(content: bytes, value: Any) -> None:
    assert parsed(content) == value


def test_reads_writes_and_statuses_are_counted() -> None:
    journal = Journal()
    for method, status in (("GET", 200), ("POST", 202), ("DELETE", 202), ("PATCH", None)):
        journal.add(recorded(method, status))
    assert journal.counts() == {"reads": 1, "writes": 3, "statuses": {"200": 1, "202": 2, "cut": 1}}
    assert [each.method for each in journal.requests] == ["GET", "POST", "DELETE", "PATCH"]


def test_a_line_of_the_log_cannot_be_forged_by_a_path() -> None:
    lines: list[str] = []
    Journal(lines.append).add(recorded("GET", None, "/v2/\n\x1b[31m::error::x"))
    assert lines == ["GET /v2/%0A%1B%5B31m%3A%3Aerror%3A%3Ax cut"]


def test_only_the_last_ten_thousand_are_kept_and_all_are_counted() -> None:
    journal = Journal()
    for _ in range(10_001):
        journal.add(recorded("GET", 200))
    assert (len(journal.requests), journal.counts()["reads"]) == (10_000, 10_001)
