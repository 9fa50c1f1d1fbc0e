from __future__ import annotations

from dataclasses import replace

from harness.results import failed, pending, published, unchanged
from harness.samples import item
from webflow_publish.change import Change
from webflow_publish.outcome import Outcome
from webflow_publish.reason import Reason
from webflow_publish.remark import MAY_LAUNCH, planned, unseen
from webflow_publish.webflow import Failure

LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden: missing cms:read", 403)
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)


def blind(number: int) -> Outcome:
    """Published without a look at it before."""
    (outcome,) = published(item(number))
    return replace(outcome, change=Change.UNKNOWN, accepted=True)


def test_what_was_seen_is_no_remark() -> None:
    (seen,) = published(item(1))
    assert unseen([seen], {seen.variant.key: DOWN}) == ()


def test_what_was_not_published_is_none_either() -> None:
    (outcome,) = failed(Reason.REJECTED, "x", item(1))
    assert unseen([replace(outcome, change=Change.UNKNOWN)], {outcome.variant.key: DOWN}) == ()


def test_what_could_not_be_read_is_said_once_with_how_many_and_webflows_words() -> None:
    outcomes = [blind(1), blind(2)]
    (problem,) = unseen(outcomes, {each.variant.key: DOWN for each in outcomes})
    assert problem.message.startswith("What Webflow has of 2 items, counted in each locale, could not be read")
    assert "503 Service Unavailable" in problem.message
    assert problem.hint == "There is nothing to do, unless it stays so."


def test_a_token_that_may_not_read_is_told_with_the_scope_it_lacks_also_among_other_failures() -> None:
    outcomes = [blind(1), blind(2)]
    (problem,) = unseen(outcomes, {outcomes[0].variant.key: DOWN, outcomes[1].variant.key: LACKING})
    assert problem.message.startswith("The token may publish, but not read")
    assert "missing cms:read" in problem.message
    assert "`cms:read`" in problem.hint


def test_a_plan_says_that_the_whole_site_may_go_live_where_that_is_allowed_and_something_is_to_do() -> None:
    going, done = pending(Change.NEW, item(1)), unchanged(item(2))
    assert planned([*going, *done], may_launch=True) == (MAY_LAUNCH,)
    assert planned(done, may_launch=True) == ()
    assert planned(going, may_launch=False) == ()
