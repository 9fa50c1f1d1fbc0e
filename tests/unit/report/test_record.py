from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from harness.results import (
    HOSTILE,
    SOURCE,
    blocked,
    confirmed,
    content,
    difference,
    failed,
    invalid,
    mixed,
    pending,
    planned,
    success,
    unchanged,
    unpublished,
)
from harness.samples import FRENCH, collection, item, leaving, named, unfound, variants
from webflow_publish.change import Change
from webflow_publish.estimate import Estimate
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Manifest
from webflow_publish.manifest.moment import Moment
from webflow_publish.outcome import Result, Status, Verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.remainder import LASTING, Remainder
from webflow_publish.report import Source, report

STARTED = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SCHEMA: dict[str, Any] = json.loads(files("webflow_publish.report").joinpath("schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
Record = dict[str, Any]


def written(result: Result, mode: Mode = Mode.PUBLISH, source: Source = SOURCE) -> str:
    return b"".join(report(result, mode, source, STARTED)).decode()


def record(result: Result, mode: Mode = Mode.PUBLISH, source: Source = SOURCE) -> Record:
    text = written(result, mode, source)
    assert text.endswith("}\n")
    document: Record = json.loads(text)
    return document


def everything_published() -> Result:
    """What a run that publishes can have beside what `mixed` has."""
    first, second = confirmed(item(1, name="Rye"), item(2, FRENCH))
    outcomes = (
        replace(first, change=Change.FORCED, staged=content(item(1)), address="https://www.example.com/posts/rye"),
        replace(second, change=Change.UNKNOWN),
        *unchanged(item(3)),
        *failed(Reason.NOT_LIVE, "It is not on the live site", item(4)),
        *blocked(Reason.CHANGED_SINCE_REVIEW, "The item was edited", item(5)),
    )
    return Result(
        Verdict.FAILED,
        None,
        outcomes,
        warnings=(Problem("The token may publish, but not read.", "Give it more."),),
        losses=(Problem("The job summary could not be written.", "Look."),),
        estimate=Estimate(reads=1, writes=1, confirmations=0, rate=None),
        left_out=7,
    )


def refused() -> Result:
    """What a run that publishes has where it would publish too much: the same as a plan."""
    first, second, third = (
        replace(each, status=Status.BLOCKED, reason=Reason.TOO_MANY, message="3 of 4 would be published")
        for each in (
            *pending(Change.NEW, item(1), differences=(difference(live=None),)),
            *pending(Change.DRAFT, item(2)),
            *pending(Change.CHANGED, item(3), differences=(difference(),)),
        )
    )
    held = replace(second, reason=Reason.REFERENCE_NOT_LIVE, differences=(difference(live=None),))
    return Result(Verdict.FAILED, None, (first, second, third, held, *unchanged(item(4))))


def taken_down(status: Status = Status.UNPUBLISHED) -> Result:
    """What a run has that takes something down."""
    seen, claimed = (*unpublished(leaving(1)), *unpublished(leaving(2, FRENCH), confirmed=False))
    others = (
        *unchanged(leaving(3)),
        *failed(Reason.NOT_FOUND, "Webflow has no item with this ID", leaving(4)),
        *blocked(Reason.MISSING_SCOPE, "Not sent", leaving(5)),
    )
    if status is Status.PENDING:
        seen, claimed = (replace(each, status=status, accepted=False, confirmed=False) for each in (seen, claimed))
    return Result(Verdict.FAILED, None, (seen, claimed, *others))


def undone() -> Result:
    """What an undo has."""
    lasting = (
        Remainder(each, change)
        for each, change in zip(variants(leaving(7), leaving(8, FRENCH)), sorted(LASTING), strict=False)
    )
    return replace(taken_down(), remainders=tuple(lasting))


@pytest.mark.parametrize(
    ("result", "mode"),
    [
        (success(), Mode.PUBLISH),
        (taken_down(), Mode.PUBLISH),
        (taken_down(Status.PENDING), Mode.PLAN),
        (undone(), Mode.UNDO),
        (Result(Verdict.NOTHING_TO_DO), Mode.UNDO),
        (refused(), Mode.PUBLISH),
        (refused(), Mode.PLAN),
        (Result(Verdict.PENDING, None, tuple(pending(Change.NEW, item(1), differences=(difference(),)))), Mode.PLAN),
        (mixed(), Mode.PUBLISH),
        (everything_published(), Mode.PUBLISH),
        (planned(), Mode.PLAN),
        (Result(Verdict.PENDING, None, tuple(pending(Change.CHANGED, item(1))), drift=True), Mode.PLAN),
        (Result(Verdict.NOTHING_TO_DO, None, tuple(unchanged(item(1)))), Mode.PLAN),
        (Result(Verdict.NOTHING_TO_DO), Mode.PUBLISH),
        (Result(Verdict.FAILED, None, tuple(failed(Reason.REJECTED, "", item(1)))), Mode.PUBLISH),
        (Result(Verdict.SUCCESS, Manifest(("a.yml",), (item(1),))), Mode.VALIDATE),
        (Result(Verdict.FAILED, defect="x"), Mode.PLAN),
        *((invalid(), mode) for mode in Mode),
    ],
)
@pytest.mark.parametrize("source", [SOURCE, Source()])
def test_every_report_is_as_its_schema_says(result: Result, mode: Mode, source: Source) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(record(result, mode, source))] == []


def test_the_schema_is_one_and_knows_the_words_of_the_contract() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    entry = SCHEMA["$defs"]["item"]["properties"]
    assert SCHEMA["$defs"]["reason"]["enum"] == list(Reason)
    assert SCHEMA["properties"]["outcome"]["enum"] == list(Verdict)
    assert SCHEMA["properties"]["mode"]["enum"] == list(Mode)
    assert entry["status"]["enum"] == list(Status)
    assert entry["change"]["enum"] == [*Change, None]
    assert SCHEMA["properties"]["counts"]["required"] == list(Status)


def objects(schema: object) -> list[dict[str, Any]]:
    """Every part of the schema that describes an object with its keys."""
    if isinstance(schema, list):
        return [found for each in schema for found in objects(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if schema.get("type") == "object" else []
    return own + [found for each in schema.values() for found in objects(each)]


def test_of_an_item_that_is_not_live_every_field_is_a_difference() -> None:
    (field,) = REFUSED["items"][0]["differences"]
    assert (REFUSED["items"][0]["change"], field["live"], field["staged"]) == ("new", None, "4.25")
    assert REFUSED["items"][3]["reason"] == "reference-not-live"
    assert REFUSED["items"][3]["differences"] == [field]


def test_the_schema_leaves_no_key_open() -> None:
    found = objects(SCHEMA)
    assert len(found) == 13
    for each in found:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


def test_names_stand_beside_their_ids() -> None:
    (entry,) = record(Result(Verdict.FAILED, None, tuple(failed(Reason.ARCHIVED, "x", named(item(1, FRENCH))))))[
        "items"
    ]
    assert entry["item"] == {"id": item(1).id, "name": None, "slug": "rye"}
    assert entry["collection"] == {"id": collection().id, "name": "Blog posts", "slug": "blog"}
    assert (entry["locale"], entry["tag"]) == (FRENCH, "fr-CA")


def test_a_slug_that_the_manifest_does_not_give_is_webflows() -> None:
    (entry,) = record(Result(Verdict.NOTHING_TO_DO, None, tuple(unchanged(item(1)))))["items"]
    assert entry["item"]["slug"] == content(item(1)).slug


def test_what_was_not_found_has_its_names_and_no_id() -> None:
    outcomes = (
        *failed(Reason.NOT_FOUND, "x", unfound(item(1, "fr-CA"))),
        *blocked(Reason.UNAVAILABLE, "x", unfound(item(2))),
    )
    result = Result(Verdict.FAILED, None, outcomes)
    document = record(result)
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    first, second = document["items"]
    assert first["item"] == {"id": None, "name": None, "slug": "rye"}
    assert first["collection"] == {"id": None, "name": "Blog posts", "slug": "blog"}
    assert [(each["locale"], each["tag"]) for each in (first, second)] == [(None, "fr-CA"), (None, None)]


def test_a_date_and_a_file_are_told() -> None:
    planned_for = Moment(datetime(2027, 3, 1, 14, tzinfo=UTC), "2027-03-01T09:00[America/Toronto]")
    dated = replace(item(1), publish_at=planned_for, source="content/rye.md")
    outcome = replace(pending(Change.NEW, dated)[0], status=Status.SCHEDULED)
    document = record(Result(Verdict.NOTHING_TO_DO, None, (outcome,)), Mode.PLAN)
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []
    (entry,) = document["items"]
    assert (entry["publish-at"], entry["source"]) == ("2027-03-01T14:00:00Z", "content/rye.md")
    assert (entry["status"], document["counts"]["scheduled"]) == ("scheduled", 1)


PLANNED, PUBLISHED, REFUSED = record(planned(), Mode.PLAN), record(everything_published()), record(refused())
DOWN, UNDONE = record(taken_down()), record(undone(), Mode.UNDO)


def changed(document: Record, change: Callable[[Record], object]) -> Record:
    copy = deepcopy(document)
    change(copy)
    return copy


@pytest.mark.parametrize(
    "document",
    [
        changed(PLANNED, lambda plan: plan.update(mode="publish")),
        changed(PLANNED, lambda plan: plan.update(mode="validate")),
        changed(PLANNED, lambda plan: plan["items"][0].update(status="published")),
        changed(PLANNED, lambda plan: plan["items"][0].update(reason="archived")),
        changed(PLANNED, lambda plan: plan["items"][0].update(message="words")),
        changed(PLANNED, lambda plan: plan["items"][0].update(change=None)),
        changed(PLANNED, lambda plan: plan["items"][0].update(confirmed=True)),
        changed(PLANNED, lambda plan: plan["items"][0].update(address="https://www.example.com")),
        changed(PLANNED, lambda plan: plan["items"][3].update(differences=[])),
        changed(PLANNED, lambda plan: plan["items"][4].update(differences=[])),
        changed(PLANNED, lambda plan: plan["items"][2]["differences"][0].pop("cut")),
        changed(PLANNED, lambda plan: plan["items"][3].update(change="new")),
        changed(PLANNED, lambda plan: plan["items"][3].update(digest=None)),
        changed(PLANNED, lambda plan: plan["items"][4].update(reason=None)),
        changed(PLANNED, lambda plan: plan["items"][4].update(hint=None)),
        changed(PLANNED, lambda plan: plan["items"][4].update(status="pending")),
        changed(PUBLISHED, lambda run: run["items"][0].update(differences=[])),
        changed(PUBLISHED, lambda run: run["items"][0].update(address="javascript:alert(1)")),
        changed(PUBLISHED, lambda run: run["items"][0].update(digest="0" * 63)),
        changed(PUBLISHED, lambda run: run["items"][2].update(status="pending", change="new")),
        changed(PUBLISHED, lambda run: run["items"][3].update(confirmed=True)),
        changed(PUBLISHED, lambda run: run.update(new=1)),
        changed(PUBLISHED, lambda run: run.update(version=2)),
        changed(REFUSED, lambda run: run["items"][4].update(status="published", change="new")),
        changed(REFUSED, lambda run: run["items"][4].update(differences=[])),
        changed(REFUSED, lambda run: run["items"][0].update(change="unknown")),
        changed(DOWN, lambda run: run["items"][0].update(status="published")),
        changed(DOWN, lambda run: run["items"][0].update(state="published")),
        changed(DOWN, lambda run: run["items"][0].update(change="new")),
        changed(DOWN, lambda run: run.update(mode="plan")),
        changed(UNDONE, lambda run: run.update(mode="publish")),
        changed(UNDONE, lambda run: run["remainders"][0].update(change="new")),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_contradicts_itself(document: Record) -> None:
    assert not VALIDATOR.is_valid(document)


def test_it_names_every_variant_and_where_it_all_comes_from() -> None:
    document = record(mixed())
    assert [each["status"] for each in document["items"]] == ["published"] * 3 + ["failed"] * 2 + ["blocked"] * 2
    counts = {"published": 3, "unpublished": 0, "unchanged": 0, "scheduled": 0, "pending": 0, "failed": 2, "blocked": 2}
    assert document["counts"] == counts
    assert document["started"] == "2026-11-23T17:00:00Z"
    assert document["source"] == {
        "repository": "octo-org/website",
        "commit": "0123abcd",
        "run": "https://github.com/octo-org/website/actions/runs/42",
    }
    assert len(document["resolved"]) == 2
    assert len(document["unmatched"]) == 1


def test_a_plan_tells_what_there_is_to_publish_and_what_differs() -> None:
    entries = PLANNED["items"]
    assert [each["change"] for each in entries] == ["new", "draft", "changed", None, None, "changed"]
    assert [each["field"] for each in entries[2]["differences"]] == ["price"]
    assert (entries[2]["differences"][0]["live"], entries[2]["differences"][0]["staged"]) == ("3.75", "4.25")
    assert entries[0]["differences"] is None
    assert entries[0]["digest"] == "0" * 64
    assert PLANNED["estimate"] == {"reads": 3, "writes": 2, "confirmations": 3, "minutes": 1, "rate": 120}


def test_what_was_compared_and_does_not_differ_is_told_apart_from_what_was_not_compared() -> None:
    outcomes = (*pending(Change.CHANGED, item(1), differences=()), *pending(Change.CHANGED, item(2)))
    document = record(Result(Verdict.PENDING, None, outcomes), Mode.PLAN)
    assert [each["differences"] for each in document["items"]] == [[], None]


def test_a_publish_tells_what_was_seen_live_and_where() -> None:
    first, second = PUBLISHED["items"][:2]
    assert (first["confirmed"], first["address"]) == (True, "https://www.example.com/posts/rye")
    assert (second["confirmed"], second["address"]) == (True, None)
    assert PUBLISHED["warnings"] == [{"message": "The token may publish, but not read.", "hint": "Give it more."}]
    assert PUBLISHED["losses"] == [{"message": "The job summary could not be written.", "hint": "Look."}]
    assert PUBLISHED["left-out"] == 7
    assert PUBLISHED["estimate"]["rate"] is None


def test_an_item_has_the_name_of_the_manifest_or_else_that_of_webflow() -> None:
    labelled, named = pending(Change.NEW, item(1, name="Label"), item(2))
    outcomes = (replace(labelled, staged=content(item(1), "Name")), replace(named, staged=content(item(2), "Name")))
    document = record(Result(Verdict.PENDING, None, outcomes), Mode.PLAN)
    assert [each["item"]["name"] for each in document["items"]] == ["Label", "Name"]


def test_text_that_no_file_takes_is_written_as_json_writes_it() -> None:
    (outcome,) = pending(Change.CHANGED, item(1), differences=(difference("\ud800", "\udfff", HOSTILE),))
    named = replace(outcome, staged=content(item(1), "half \ud83e of a croissant"))
    document = record(Result(Verdict.PENDING, None, (named,)), Mode.PLAN)
    assert document["items"][0]["item"]["name"] == "half \ud83e of a croissant"
    assert VALIDATOR.is_valid(document)


def test_it_can_be_read_and_searched_as_lines_with_each_item_on_its_own() -> None:
    first, second = unchanged(item(1, name="Café"), item(2))
    lines = written(Result(Verdict.NOTHING_TO_DO, None, (first, second))).splitlines()
    start = lines.index(' "items": [')
    assert [json.loads(line.rstrip(","))["item"]["id"] for line in lines[start + 1 : start + 3]] == [
        item(1).id,
        item(2).id,
    ]
    assert '"name": "Café"' in lines[start + 1]
    assert lines[start + 3 : start + 5] == [" ],", ' "unmatched": [],']


def test_it_is_made_in_pieces_of_an_item_at_most() -> None:
    outcomes = tuple(unchanged(*(item(number) for number in range(100))))
    pieces = list(report(Result(Verdict.NOTHING_TO_DO, None, outcomes), Mode.PUBLISH, SOURCE, STARTED))
    assert len(pieces) > len(outcomes)
    assert max(piece.count(b'"place"') for piece in pieces) == 1


def test_a_list_without_entries_stands_on_one_line() -> None:
    lines = written(Result(Verdict.NOTHING_TO_DO)).splitlines()
    assert (lines[0], lines[-1]) == ("{", "}")
    assert ' "items": [],' in lines
    assert lines[-2] == ' "defect": null'


def test_making_it_takes_no_memory_for_what_was_written_already() -> None:
    result = Result(Verdict.NOTHING_TO_DO, None, tuple(unchanged(*(item(number) for number in range(2_000)))))
    tracemalloc.start()
    try:
        size = sum(map(len, report(result, Mode.PUBLISH, SOURCE, STARTED)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size / 10
