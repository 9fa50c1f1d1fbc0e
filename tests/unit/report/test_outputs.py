from __future__ import annotations

import json

from harness.results import blocked, failed, invalid, mixed, published, success
from harness.runner import outputs_size
from harness.samples import ENGLISH, FRENCH, item
from webflow_publish.outcome import Result, Verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.report import OUTPUTS, outputs

GITHUB_LIMIT = 1024 * 1024


def test_the_names_are_those_of_the_contract() -> None:
    assert tuple(outputs(success(), "")) == OUTPUTS


def test_a_green_run_hands_on_its_ids() -> None:
    made = outputs(success(2), "report.json")
    assert made["outcome"] == "success"
    assert json.loads(made["published-ids"]) == [item(0).id, item(1).id]
    assert (made["published-count"], made["failed-count"], made["errors"]) == ("2", "0", "[]")
    assert made["report"] == "report.json"


def test_an_id_is_published_when_all_of_its_locales_are() -> None:
    outcomes = (*published(item(1, ENGLISH), item(2, ENGLISH)), *failed(Reason.ARCHIVED, "x", item(1, FRENCH)))
    made = outputs(Result(Verdict.FAILED, None, outcomes), "")
    assert json.loads(made["published-ids"]) == [item(2).id]
    assert (made["published-count"], made["failed-count"]) == ("2", "1")


def test_what_was_not_sent_counts_as_failed() -> None:
    outcomes = (*published(item(1)), *failed(Reason.ARCHIVED, "x", item(2)), *blocked(Reason.CANCELLED, "x", item(3)))
    assert outputs(Result(Verdict.FAILED, None, outcomes), "")["failed-count"] == "2"


def test_what_could_not_be_written_is_an_error() -> None:
    lost = success().losing(Problem("The JSON report could not be written.", "Look."))
    (error,) = json.loads(outputs(lost, "")["errors"])
    assert (error["message"], error["hint"]) == ("The JSON report could not be written.", "Look.")


def test_every_error_has_the_same_keys() -> None:
    errors = json.loads(outputs(mixed(), "")["errors"])
    assert len(errors) == 5
    assert {tuple(error) for error in errors} == {
        ("item", "collection", "locale", "status", "reason", "message", "hint", "place")
    }
    assert errors[0]["item"] == {"id": item(4).id, "name": "Old | offer"}
    assert errors[0]["place"] == {"file": "webflow-publish.yml", "line": 14, "column": 9}
    assert errors[-1]["item"] is None


def test_problems_and_defects_are_errors_too() -> None:
    assert [error["message"] for error in json.loads(outputs(invalid(), "")["errors"])] == [
        "The file has an unknown key `colections`.",
        "There is no token.",
    ]
    (error,) = json.loads(outputs(Result(Verdict.FAILED, defect="KeyError"), "")["errors"])
    assert error["message"] == "KeyError"


def test_lists_that_do_not_fit_are_cut_and_say_so() -> None:
    outcomes = (
        *published(*(item(number) for number in range(20_000))),
        *failed(Reason.REJECTED, "é" * 500, *(item(number) for number in range(20_000, 25_000))),
    )
    made = outputs(Result(Verdict.FAILED, None, outcomes), "report.json")
    assert outputs_size(made) < GITHUB_LIMIT
    identifiers, errors = json.loads(made["published-ids"]), json.loads(made["errors"])
    assert identifiers[-1] == f"{20_000 - len(identifiers) + 1} more IDs are in the JSON report"
    assert errors[-1] == f"{5_000 - len(errors) + 1} more errors are in the JSON report"
    assert len(identifiers) > 5_000


def test_without_a_report_a_cut_list_says_how_to_get_it_whole() -> None:
    made = outputs(Result(Verdict.SUCCESS, None, tuple(published(*(item(n) for n in range(20_000))))), "")
    assert json.loads(made["published-ids"])[-1].endswith("left out: set the input `report` to have them all")
