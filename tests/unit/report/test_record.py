from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness.results import SOURCE, invalid, mixed, success
from webflow_publish.inputs import Mode
from webflow_publish.outcome import Result, Status, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report import Source, report

STARTED = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SCHEMA: dict[str, Any] = json.loads(files("webflow_publish.report").joinpath("schema.json").read_text("utf-8"))


def record(result: Result, source: Source = SOURCE) -> dict[str, Any]:
    text = report(result, Mode.PUBLISH, source, STARTED)
    assert text.endswith("}\n")
    document: dict[str, Any] = json.loads(text)
    return document


@pytest.mark.parametrize(
    "result", [success(), mixed(), invalid(), Result(Verdict.FAILED, defect="x"), Result(Verdict.SUCCESS)]
)
@pytest.mark.parametrize("source", [SOURCE, Source()])
def test_every_report_is_as_its_schema_says(result: Result, source: Source) -> None:
    validator = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(record(result, source))] == []


def test_the_schema_is_one_and_knows_the_words_of_the_contract() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$defs"]["reason"]["enum"] == list(Reason)
    assert SCHEMA["properties"]["outcome"]["enum"] == list(Verdict)
    assert SCHEMA["properties"]["mode"]["enum"] == list(Mode)
    assert SCHEMA["$defs"]["item"]["properties"]["status"]["enum"] == list(Status)
    assert SCHEMA["properties"]["counts"]["required"] == list(Status)


def test_it_names_every_variant_and_where_it_all_comes_from() -> None:
    document = record(mixed())
    assert [each["status"] for each in document["items"]] == ["published"] * 3 + ["failed"] * 2 + ["blocked"] * 2
    assert document["counts"] == {"published": 3, "failed": 2, "blocked": 2}
    assert document["started"] == "2026-11-23T17:00:00Z"
    assert document["source"] == {
        "repository": "octo-org/website",
        "commit": "0123abcd",
        "run": "https://github.com/octo-org/website/actions/runs/42",
    }
    assert len(document["resolved"]) == 2
    assert len(document["unmatched"]) == 1
