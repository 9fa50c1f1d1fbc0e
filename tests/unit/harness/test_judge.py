"""The judge has to see each way in which a run could break the promise: here runs break it, one by one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from harness.judge import Case, objections
from harness.results import SOURCE, confirmed, failed, unchanged
from harness.samples import ENGLISH, FRENCH, identifier, item
from harness.trial import Ending
from webflow_publish.actions import Step
from webflow_publish.interface import Mode
from webflow_publish.outcome import Outcome, Result, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report import annotations_of, outputs, report, summary

TOKEN = "a-token-that-nobody-may-see"
KEYS = [(identifier(1), ENGLISH), (identifier(1), FRENCH), (identifier(2), None), (identifier(3), None)]
"""An item in two locales, one that is live already, and one that may fail."""
MANIFEST = "\n".join(["version: 1"] * 10 + [f"  - {identifier(number)}" for number in (1, 2, 3)])
"""With each ID on the line that `harness.samples` gives it."""


def case(*last: Outcome, verdict: Verdict, log: str = "") -> Case:
    """A run as the program tells of it, with the reports that it writes."""
    first, second, third = item(1, ENGLISH, FRENCH), item(2), item(3)
    outcomes = (*confirmed(first), *(replace(each, confirmed=True) for each in unchanged(second)), *last)
    assert [each.variant.item.id for each in last] == [third.id]
    result = Result(verdict, outcomes=outcomes, requests=3)
    stdout = io.StringIO()
    with redirect_stdout(stdout):
        Step().mask(TOKEN)
        Step().annotate(annotations_of(result))
    ending = Ending(
        result.exit_code,
        stdout.getvalue() + log,
        "",
        outputs(result, Mode.PUBLISH, "report.json"),
        summary(result, Mode.PUBLISH, SOURCE),
        json.loads(b"".join(report(result, Mode.PUBLISH, SOURCE, datetime(2026, 11, 23, tzinfo=UTC)))),
    )
    missing = {KEYS[3]} if verdict is not Verdict.SUCCESS else set()
    return Case(ending, MANIFEST, KEYS, frozenset(KEYS) - missing, TOKEN)


GREEN = case(*confirmed(item(3)), verdict=Verdict.SUCCESS)
RED = case(*failed(Reason.ARCHIVED, "It is archived", item(3)), verdict=Verdict.FAILED)


def test_a_green_run_of_which_all_is_live_keeps_the_promise() -> None:
    assert objections(GREEN) == []


def test_a_red_run_that_names_what_is_not_live_keeps_it_too() -> None:
    assert objections(RED) == []


def tampered(of: Case, **changes: Any) -> Case:
    """A case whose ending has something else in it."""
    return replace(of, ending=replace(of.ending, **changes))


def with_report(of: Case, change: Callable[[Any], object]) -> Case:
    """A case whose JSON report was changed in place."""
    changed = deepcopy(of.ending.report)
    change(changed)
    return tampered(of, report=changed)


def with_outputs(of: Case, **changes: str) -> Case:
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    return tampered(of, outputs={**(of.ending.outputs or {}), **named})


def without(of: Case, text: str) -> Case:
    """A case in whose summary a text does not stand."""
    assert text in of.ending.summary
    return tampered(of, summary=of.ending.summary.replace(text, ""))


PUBLISHED = replace(GREEN, live=frozenset(KEYS[:3]))
BROKEN = {
    "a green run of which something is not live": (PUBLISHED, "the run is green, and not live are"),
    "an item that is called published and is not live": (PUBLISHED, "is called published, and it is not live"),
    "an item that is called live already and is not": (
        replace(GREEN, live=frozenset(KEYS) - {KEYS[2]}),
        "is called unchanged, and it is not live",
    ),
    "an item that is live in one of its locales only": (
        replace(GREEN, live=frozenset(KEYS) - {KEYS[1]}),
        FRENCH,
    ),
    "an item that is live, and is said not to be, without a doubt": (
        replace(RED, live=frozenset(KEYS)),
        "is called failed for archived, and it is live",
    ),
    "an item that was seen to be live, and is called failed": (
        with_report(RED, lambda report: report["items"][3].update(confirmed=True)),
        "and it was seen to be live",
    ),
    "a green run in which nobody saw an item live": (
        with_report(GREEN, lambda report: report["items"][0].update(confirmed=False)),
        "the run is green, and nobody saw",
    ),
    "an item of which nothing is told": (
        with_report(GREEN, lambda report: report["items"].pop()),
        "the report tells of",
    ),
    "an item of which something is told twice": (
        with_report(GREEN, lambda report: report["items"].append(report["items"][0])),
        "the report tells of",
    ),
    "a count that is wrong": (with_outputs(GREEN, published_count="4"), "published-count is 4"),
    "a status without a reason": (
        with_report(RED, lambda report: report["items"][3].update(reason=None)),
        "the status failed goes with the reason None",
    ),
    "an ID that is not in the manifest": (
        with_outputs(GREEN, published_ids=json.dumps([identifier(9)])),
        "published-ids has an ID that is not in the manifest",
    ),
    "an exit code that does not fit": (tampered(RED, exit_code=0), "the exit code is 0, and the outcome failed"),
    "an outcome that does not fit": (with_outputs(RED, outcome="unavailable"), "the outcome is unavailable"),
    "outcomes that differ": (
        with_report(GREEN, lambda report: report.update(outcome="failed")),
        "in the report failed",
    ),
    "a defect": (with_report(RED, lambda report: report.update(defect="KeyError")), "the program has a defect"),
    "something that was lost": (
        with_report(RED, lambda report: report.update(losses=[{"message": "x"}])),
        "something was lost",
    ),
    "an item that the errors do not name": (with_outputs(RED, errors="[]"), "the output errors does not name"),
    "an item that the summary does not name": (
        without(RED, identifier(3)),
        f"the summary does not name {identifier(3)}",
    ),
    "an item whose place is not told": (without(RED, "webflow-publish.yml:13"), "the summary does not name"),
    "a reason that is not told": (without(RED, "`archived`"), "nobody is told why"),
    "no annotation": (tampered(RED, stdout=f"::add-mask::{TOKEN}\n"), "there are 0 annotations of errors"),
    "a traceback": (tampered(RED, stdout=RED.ending.stdout + "Traceback (most"), "there is a traceback"),
    "a traceback on standard error": (tampered(RED, stderr="Traceback"), "there is a traceback"),
    "anything on standard error": (tampered(GREEN, stderr="warning"), "something is on standard error"),
    "the token in the log": (tampered(GREEN, stdout=GREEN.ending.stdout + TOKEN), "the token can be read"),
    "the token in the summary": (tampered(GREEN, summary=TOKEN), "the token can be read"),
    "the token in an output": (with_outputs(GREEN, report=TOKEN), "the token can be read"),
    "the token in the report": (
        with_report(GREEN, lambda report: report.update(program=TOKEN)),
        "the token can be read",
    ),
    "a token that is not masked": (tampered(GREEN, stdout=""), "masked are ()"),
    "a group that is never closed": (
        tampered(GREEN, stdout=GREEN.ending.stdout + "::group::x\n"),
        "open is x",
    ),
    "a command that nobody needs": (
        tampered(GREEN, stdout=GREEN.ending.stdout + "::stop-commands::x\n"),
        "the log has the commands",
    ),
    "a command that the runner refuses": (
        tampered(GREEN, stdout=GREEN.ending.stdout + "::set-output name=x::y\n"),
        "the runner complains",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_judge_objects_to(name: str) -> None:
    broken, words = BROKEN[name]
    assert any(words in objection for objection in objections(broken))


def test_a_failure_that_leaves_a_doubt_may_be_live() -> None:
    doubtful = case(*failed(Reason.UNAVAILABLE, "No answer", item(3)), verdict=Verdict.UNAVAILABLE)
    assert objections(replace(doubtful, live=frozenset(KEYS))) == []


def test_what_the_service_itself_denied_may_be_live() -> None:
    assert objections(replace(RED, live=frozenset(KEYS), tells=frozenset({"archived"}))) == []


def test_the_word_of_the_service_is_believed_only_where_it_may_not_be_read_and_that_is_said() -> None:
    blind = replace(PUBLISHED, is_blind=True)
    assert objections(blind)
    warned = tampered(blind, summary=f"> [!WARNING]\n> it was not read back\n{blind.ending.summary}")
    assert any("is called published, and it is not live" in each for each in objections(warned))
    unseen = with_report(warned, lambda report: report["items"][3].update(confirmed=False))
    assert objections(unseen) == []
