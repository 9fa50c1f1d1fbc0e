from __future__ import annotations

import json
from dataclasses import replace

from harness.results import blocked, confirmed, failed, invalid, mixed, pending, planned, published, success, unchanged
from harness.runner import outputs_size
from harness.samples import ENGLISH, FRENCH, collection, item
from webflow_publish.change import Change
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection, Item
from webflow_publish.outcome import Result, Verdict
from webflow_publish.problem import Place, Problem
from webflow_publish.reason import Reason
from webflow_publish.report import OUTPUTS, outputs

GITHUB_LIMIT = 1024 * 1024


def made_of(result: Result, report: str = "") -> dict[str, str]:
    return outputs(result, Mode.PUBLISH, report)


def test_the_names_are_those_of_the_contract() -> None:
    assert tuple(made_of(success())) == OUTPUTS


def test_a_green_run_hands_on_its_ids() -> None:
    made = made_of(success(2), "report.json")
    assert made["outcome"] == "success"
    assert json.loads(made["published-ids"]) == [item(0).id, item(1).id]
    assert (made["published-count"], made["failed-count"], made["errors"]) == ("2", "0", "[]")
    assert made["report"] == "report.json"
    assert made["matrix"] == '{"include": []}'


def test_what_was_live_already_is_counted_and_was_not_published_by_this_run() -> None:
    made = made_of(Result(Verdict.SUCCESS, None, (*confirmed(item(1)), *unchanged(item(2), item(3)))))
    assert (made["published-count"], made["unchanged-count"], made["pending-count"]) == ("1", "2", "0")
    assert json.loads(made["published-ids"]) == [item(1).id]


def test_a_plan_counts_what_would_be_published_and_what_cannot_be() -> None:
    made = outputs(planned(), Mode.PLAN, "")
    counts = {name: value for name, value in made.items() if name.endswith("-count")}
    assert counts == {
        "published-count": "0",
        "unpublished-count": "0",
        "unchanged-count": "1",
        "pending-count": "4",
        "failed-count": "1",
    }
    assert made["published-ids"] == "[]"
    assert [error["reason"] for error in json.loads(made["errors"])] == ["archived"]
    assert [job["pending"] for job in json.loads(made["matrix"])["include"]] == [3, 1]


def test_an_id_is_published_when_all_of_its_locales_are() -> None:
    outcomes = (*published(item(1, ENGLISH), item(2, ENGLISH)), *failed(Reason.ARCHIVED, "x", item(1, FRENCH)))
    made = made_of(Result(Verdict.FAILED, None, outcomes))
    assert json.loads(made["published-ids"]) == [item(2).id]
    assert (made["published-count"], made["failed-count"]) == ("2", "1")


def test_what_was_not_sent_counts_as_failed() -> None:
    outcomes = (*published(item(1)), *failed(Reason.ARCHIVED, "x", item(2)), *blocked(Reason.CANCELLED, "x", item(3)))
    assert made_of(Result(Verdict.FAILED, None, outcomes))["failed-count"] == "2"


def test_what_could_not_be_written_is_an_error() -> None:
    lost = success().losing(Problem("The JSON report could not be written.", "Look."))
    (error,) = json.loads(made_of(lost)["errors"])
    assert (error["message"], error["hint"]) == ("The JSON report could not be written.", "Look.")


def test_every_error_has_the_same_keys() -> None:
    errors = json.loads(made_of(mixed())["errors"])
    assert len(errors) == 5
    assert {tuple(error) for error in errors} == {
        ("item", "collection", "locale", "tag", "status", "reason", "message", "hint", "place")
    }
    assert errors[0]["item"] == {"id": item(4).id, "name": "Old | offer", "slug": None}
    assert errors[0]["place"] == {"file": "webflow-publish.yml", "line": 14, "column": 9}
    assert errors[-1]["item"] is None


def test_problems_and_defects_are_errors_too() -> None:
    assert [error["message"] for error in json.loads(made_of(invalid())["errors"])] == [
        "The file has an unknown key `colections`.",
        "There is no token.",
    ]
    (error,) = json.loads(made_of(Result(Verdict.FAILED, defect="KeyError"))["errors"])
    assert error["message"] == "KeyError"


def test_lists_that_do_not_fit_are_cut_and_say_so() -> None:
    outcomes = (
        *published(*(item(number) for number in range(20_000))),
        *failed(Reason.REJECTED, "é" * 500, *(item(number) for number in range(20_000, 25_000))),
    )
    made = made_of(Result(Verdict.FAILED, None, outcomes), "report.json")
    assert outputs_size(made) < GITHUB_LIMIT
    identifiers, errors = json.loads(made["published-ids"]), json.loads(made["errors"])
    assert identifiers[-1] == f"{20_000 - len(identifiers) + 1} more IDs are in the JSON report"
    assert errors[-1] == f"{5_000 - len(errors) + 1} more errors are in the JSON report"
    assert len(identifiers) > 5_000


def test_without_a_report_a_cut_list_says_how_to_get_it_whole() -> None:
    made = made_of(Result(Verdict.SUCCESS, None, tuple(published(*(item(n) for n in range(20_000))))))
    assert json.loads(made["published-ids"])[-1].endswith("left out: set the input `report` to have them all")


def test_the_largest_matrix_and_the_most_errors_fit_together() -> None:
    collections = [
        Collection(collection(number).id, "\N{CROISSANT}" * 200, Place(f"{'d' * 200}/{number}.yml", 3, 5))
        for number in range(256)
    ]
    going = pending(
        Change.NEW,
        *(Item(item(n).id, None, each, (), replace(each.place, line=9)) for n, each in enumerate(collections)),
    )
    missing = failed(Reason.REJECTED, "x" * 500, *(item(number) for number in range(5_000)))
    made = outputs(Result(Verdict.FAILED, None, (*going, *missing)), Mode.PLAN, "report.json")
    assert len(json.loads(made["matrix"])["include"]) == 256
    assert outputs_size(made) < GITHUB_LIMIT
