from __future__ import annotations

import pytest

from webflow_publish.reason import DENIED, GENERAL, HEALING, IN_DOUBT, PASSING, Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_heading_and_says_what_to_do(reason: Reason) -> None:
    assert reason.meaning
    assert not reason.meaning.endswith(".")
    assert reason.hint.endswith(".")
    assert "  " not in reason.hint


def test_no_reason_is_both_of_the_token_and_passing() -> None:
    assert not DENIED & PASSING


def test_the_reasons_are_those_of_the_contract() -> None:
    assert [each.value for each in Reason] == [
        "not-found",
        "archived",
        "reference-not-live",
        "collection-changed",
        "site-not-published",
        "domains-out-of-sync",
        "unauthorized",
        "missing-scope",
        "rate-limited",
        "unavailable",
        "timed-out",
        "no-answer",
        "not-live",
        "malformed",
        "changed-since-review",
        "too-many",
        "cancelled",
        "rejected",
    ]


def test_what_concerns_the_token_or_passes_by_itself_lies_in_no_item() -> None:
    assert DENIED | PASSING <= GENERAL
    assert not GENERAL & {Reason.NOT_FOUND, Reason.ARCHIVED, Reason.REFERENCE_NOT_LIVE, Reason.CHANGED_SINCE_REVIEW}


def test_what_webflow_said_or_what_was_not_sent_is_not_in_doubt() -> None:
    assert not IN_DOUBT & {Reason.TOO_MANY, Reason.CHANGED_SINCE_REVIEW, Reason.RATE_LIMITED, *DENIED}


def test_what_brought_no_answer_that_could_be_understood_is_in_doubt() -> None:
    assert {Reason.UNAVAILABLE, Reason.MALFORMED, Reason.NO_ANSWER, Reason.TIMED_OUT, Reason.CANCELLED} == IN_DOUBT


def test_outages_and_rate_limits_may_be_over_in_the_same_run_and_nothing_that_webflow_says_of_an_item_or_a_token() -> (
    None
):
    assert {Reason.UNAVAILABLE, Reason.MALFORMED, Reason.RATE_LIMITED} == HEALING
    assert not HEALING & {Reason.TIMED_OUT, Reason.CANCELLED, *DENIED}


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        (Reason.UNAVAILABLE, "a certificate or a proxy, put that right. Otherwise look at status.webflow.com"),
        (Reason.NOT_LIVE, "publish the whole site"),
        (Reason.NOT_LIVE, "if that run finds nothing to do, by the item's dates, add `force: true`, with `only`"),
        (Reason.CHANGED_SINCE_REVIEW, "`approved`"),
        (Reason.TOO_MANY, "`max-publish`"),
        (Reason.MISSING_SCOPE, "`cms:read`"),
        (Reason.TIMED_OUT, "`timeout-minutes`"),
    ],
)
def test_the_hint_names_what_there_is_to_change(reason: Reason, word: str) -> None:
    assert word in reason.hint
