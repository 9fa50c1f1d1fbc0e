from __future__ import annotations

from dataclasses import replace

import pytest

from harness.results import (
    blocked,
    confirmed,
    content,
    difference,
    failed,
    invalid,
    mixed,
    pending,
    planned,
    published,
    success,
    unchanged,
)
from harness.samples import ENGLISH, FRENCH, collection, item, leaving, variants
from webflow_publish.change import Change
from webflow_publish.complaint import Complaint
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Manifest
from webflow_publish.outcome import MISSING, Outcome, Result, Status, Verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.remainder import Remainder
from webflow_publish.report import headline

COMPLAINT = Complaint(collection(), Reason.REJECTED, "Sorry")
ONE, TWO, THREE, FOUR = item(1), item(2), item(3), item(4)
LIMIT = "3 of 4 items, counted in each locale, would be published, and `max-publish` is 2"


def result(verdict: Verdict, *outcomes: list[Outcome]) -> Result:
    return Result(verdict, None, tuple(outcome for group in outcomes for outcome in group))


def publishing(verdict: Verdict, *outcomes: list[Outcome]) -> str:
    return headline(result(verdict, *outcomes), Mode.PUBLISH)


def planning(verdict: Verdict, *outcomes: list[Outcome]) -> str:
    return headline(result(verdict, *outcomes), Mode.PLAN)


def new(*numbers: int) -> list[Outcome]:
    return pending(Change.NEW, *(item(number) for number in numbers))


def archived(*numbers: int) -> list[Outcome]:
    return failed(Reason.ARCHIVED, "x", *(item(number) for number in numbers))


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (success(1), "The item is published"),
        (success(2500), "All 2,500 items are published"),
        (mixed(), "4 of 7 items are not published"),
        (result(Verdict.FAILED, published(ONE), archived(2)), "1 of 2 items is not published"),
        (result(Verdict.FAILED, archived(1)), "The item is not published"),
        (
            result(Verdict.DENIED, failed(Reason.UNAUTHORIZED, "x", ONE), blocked(Reason.UNAUTHORIZED, "x", TWO)),
            "Neither item is published: Webflow refused the token",
        ),
        (
            result(Verdict.UNAVAILABLE, published(ONE), failed(Reason.UNAVAILABLE, "x", TWO)),
            "1 of 2 items is not confirmed as published: Webflow was unavailable",
        ),
        (
            result(Verdict.CANCELLED, published(ONE), blocked(Reason.CANCELLED, "x", TWO)),
            "1 of 2 items is not published: the run was stopped",
        ),
        (Result(Verdict.CANCELLED), "Nothing was published: the run was stopped"),
        (
            result(Verdict.CANCELLED, unchanged(ONE)),
            "The run was stopped before it was seen whether everything is live",
        ),
        (
            Result(Verdict.FAILED, None, tuple(published(ONE)), unmatched=(COMPLAINT,)),
            "The item is published, but Webflow reported errors that name none of them",
        ),
        (invalid(), "2 mistakes in the inputs and the manifest: nothing was published"),
        (Result(Verdict.FAILED, defect="x"), "webflow-publish stopped at a defect of its own. Nothing was published"),
        (
            Result(Verdict.FAILED, None, tuple(blocked(Reason.CANCELLED, "x", ONE, TWO)), defect="x"),
            "webflow-publish stopped at a defect of its own. Neither item is published",
        ),
    ],
)
def test_one_sentence_answers_whether_it_is_out(result: Result, sentence: str) -> None:
    assert headline(result, Mode.PUBLISH) == sentence


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (confirmed(ONE), "The item is live"),
        (confirmed(ONE, TWO), "Both items are live"),
        ([*confirmed(ONE), *unchanged(TWO)], "Both items are live, 1 of them published now"),
        ([*confirmed(ONE), *published(TWO)], "Both items are published"),
        ([*published(ONE), *unchanged(TWO, THREE)], "All 3 items are published, 1 of them now"),
        ([*confirmed(item(1, ENGLISH)), *unchanged(item(1, FRENCH))], "The item is live"),
    ],
)
def test_live_is_said_of_what_was_seen_live_and_published_of_what_webflow_says(
    outcomes: list[Outcome], sentence: str
) -> None:
    assert publishing(Verdict.SUCCESS, outcomes) == sentence


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        ([], "Nothing to do: the manifest lists nothing"),
        (unchanged(ONE), "Nothing to do: the item is live already"),
        (unchanged(ONE, TWO), "Nothing to do: both items are live already"),
        (unchanged(ONE, TWO, THREE), "Nothing to do: all 3 items are live already"),
        (unchanged(item(1, ENGLISH, FRENCH)), "Nothing to do: the item is live already"),
    ],
)
@pytest.mark.parametrize("mode", [Mode.PUBLISH, Mode.PLAN])
def test_nothing_to_do_says_why(mode: Mode, outcomes: list[Outcome], sentence: str) -> None:
    assert headline(result(Verdict.NOTHING_TO_DO, outcomes), mode) == sentence


@pytest.mark.parametrize("mode", [Mode.PUBLISH, Mode.PLAN])
def test_where_only_leaves_nothing_the_manifest_is_not_called_empty(mode: Mode) -> None:
    said = headline(Result(Verdict.NOTHING_TO_DO, left_out=3), mode)
    assert said == "Nothing to do: this part of the manifest lists nothing"


def test_an_item_is_out_when_it_is_out_in_all_of_its_locales() -> None:
    outcomes = [*published(item(1, ENGLISH, FRENCH), item(2, ENGLISH)), *failed(Reason.ARCHIVED, "x", item(2, FRENCH))]
    assert publishing(Verdict.FAILED, outcomes) == "1 of 2 items is not published in all of its locales"
    more = [*published(item(3, ENGLISH)), *failed(Reason.ARCHIVED, "x", item(3, FRENCH))]
    assert publishing(Verdict.FAILED, outcomes, more) == "2 of 3 items are not published in all of their locales"
    assert publishing(Verdict.FAILED, more) == "The item is not published in all of its locales"
    assert publishing(Verdict.FAILED, outcomes[2:], more) == (
        "Neither item is published in all of its locales"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (
            [*published(ONE), *failed(Reason.UNAVAILABLE, "x", TWO), *blocked(Reason.TIMED_OUT, "x", THREE, FOUR)],
            "3 of 4 items are not confirmed as published: Webflow was unavailable, and the time limit was reached",
        ),
        (
            [*published(ONE), *blocked(Reason.RATE_LIMITED, "x", TWO, THREE)],
            "2 of 3 items are not published: Webflow's rate limit was reached",
        ),
    ],
)
def test_what_passes_is_named(outcomes: list[Outcome], sentence: str) -> None:
    assert publishing(Verdict.UNAVAILABLE, outcomes) == sentence


@pytest.mark.parametrize(
    "reason",
    [
        Reason.CANCELLED,
        Reason.NO_ANSWER,
        Reason.UNAVAILABLE,
        Reason.MALFORMED,
        Reason.TIMED_OUT,
        Reason.RATE_LIMITED,
    ],
)
def test_what_may_be_live_or_not_is_called_unconfirmed(reason: Reason) -> None:
    outcomes = [*published(ONE), *failed(reason, "x", TWO, THREE)]
    assert publishing(Verdict.FAILED, outcomes) == "2 of 3 items are not confirmed as published"


def test_where_others_were_seen_live_it_is_live_that_is_not_confirmed() -> None:
    assert publishing(Verdict.FAILED, confirmed(ONE), failed(Reason.NO_ANSWER, "x", TWO)) == (
        "1 of 2 items is not confirmed as live"
    )
    one, two = (replace(each, accepted=True) for each in failed(Reason.NOT_LIVE, "x", ONE, TWO))
    assert publishing(Verdict.FAILED, [one]) == "The item is not confirmed as live"

    assert publishing(Verdict.FAILED, [one, two], archived(3)) == "None of the 3 items is confirmed as live"


@pytest.mark.parametrize("reason", [Reason.NOT_FOUND, Reason.MISSING_SCOPE, Reason.UNAUTHORIZED, Reason.REJECTED])
def test_what_webflow_accepted_and_the_run_could_not_see_is_unconfirmed_whatever_the_reason(reason: Reason) -> None:
    accepted = [replace(each, accepted=True) for each in failed(reason, "x", ONE)]
    assert publishing(Verdict.FAILED, accepted) == "The item is not confirmed as live"
    assert publishing(Verdict.FAILED, accepted, archived(2, 3)) == "None of the 3 items is confirmed as live"
    assert publishing(Verdict.FAILED, failed(reason, "x", ONE)) == "The item is not published"


@pytest.mark.parametrize(
    ("verdict", "reason", "cause"),
    [
        (Verdict.DENIED, Reason.UNAUTHORIZED, "Webflow refused the token"),
        (Verdict.UNAVAILABLE, Reason.TIMED_OUT, "the time limit was reached"),
        (Verdict.CANCELLED, Reason.CANCELLED, "the run was stopped"),
    ],
)
def test_of_what_was_neither_read_nor_sent_nobody_says_that_it_is_not_live(
    verdict: Verdict, reason: Reason, cause: str
) -> None:
    unknown = blocked(reason, "x", ONE, TWO, THREE)
    assert publishing(verdict, unknown) == f"Nothing was published: {cause}"
    read = [replace(each, staged=content(ONE)) for each in blocked(reason, "x", ONE)]
    assert publishing(verdict, read) == f"The item is not published: {cause}"


def test_where_the_token_may_not_read_back_the_cause_is_told_with_it() -> None:
    accepted = [replace(each, accepted=True) for each in failed(Reason.MISSING_SCOPE, "x", ONE, TWO)]
    assert publishing(Verdict.DENIED, accepted) == (
        "Neither item is confirmed as live: the token lacks a permission"
    )  # fmt: skip


def test_what_was_left_alone_and_is_not_on_the_live_site_is_not_confirmed_as_live() -> None:
    gone = failed(Reason.NOT_LIVE, "It is not on the live site", ONE)
    assert publishing(Verdict.FAILED, gone) == "The item is not confirmed as live"
    assert publishing(Verdict.FAILED, gone, unchanged(TWO)) == "1 of 2 items is not confirmed as live"


def test_where_nothing_is_read_back_it_is_the_publishing_that_is_not_confirmed() -> None:
    accepted = [replace(each, accepted=True) for each in published(ONE)]
    assert publishing(Verdict.FAILED, accepted, failed(Reason.NO_ANSWER, "x", TWO)) == (
        "1 of 2 items is not confirmed as published"
    )


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (failed(Reason.CHANGED_SINCE_REVIEW, "x", ONE), "The item is live without review"),
        (failed(Reason.CHANGED_SINCE_REVIEW, "x", ONE, TWO), "Both items are live without review"),
        ([*confirmed(ONE), *failed(Reason.CHANGED_SINCE_REVIEW, "x", TWO)], "1 of 2 items is live without review"),
        (
            [*blocked(Reason.CHANGED_SINCE_REVIEW, "x", ONE), *failed(Reason.CHANGED_SINCE_REVIEW, "x", TWO, THREE)],
            "1 of 3 items is not published, and 2 are live without review",
        ),
        ([*confirmed(ONE), *blocked(Reason.CHANGED_SINCE_REVIEW, "x", TWO)], "1 of 2 items is not published"),
    ],
)
def test_what_went_live_without_review_is_not_called_unpublished(outcomes: list[Outcome], sentence: str) -> None:
    assert publishing(Verdict.FAILED, outcomes) == sentence


def test_a_refused_amount_is_told_with_the_limit() -> None:
    outcomes = [*blocked(Reason.TOO_MANY, LIMIT, ONE, TWO, THREE), *unchanged(FOUR)]
    assert publishing(Verdict.FAILED, outcomes) == f"Nothing was published: {LIMIT}"
    assert planning(Verdict.FAILED, outcomes) == f"Publishing would be refused: {LIMIT}"


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (new(1), "The item would be published"),
        (new(1, 2), "Both items would be published"),
        ([*new(1), *unchanged(TWO)], "1 of 2 items would be published"),
        (pending(Change.CHANGED, item(1, ENGLISH, FRENCH), differences=(difference(),)), "The item would be published"),
    ],
)
def test_a_plan_says_how_much_would_be_published(outcomes: list[Outcome], sentence: str) -> None:
    assert planning(Verdict.PENDING, outcomes) == sentence


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (archived(1), "The item cannot be published"),
        (archived(1, 2), "Neither item can be published"),
        ([*archived(1), *unchanged(TWO)], "1 of 2 items cannot be published"),
        ([*archived(1, 2), *unchanged(THREE)], "2 of 3 items cannot be published"),
        ([*archived(1), *new(2, 3)], "2 of 3 items would be published, and 1 cannot be"),
        ([*unchanged(item(1, ENGLISH)), *failed(Reason.ARCHIVED, "x", item(1, FRENCH))],
         "The item cannot be published in all of its locales"),
    ],
)  # fmt: skip
def test_a_plan_says_how_much_cannot_be_published(outcomes: list[Outcome], sentence: str) -> None:
    assert planning(Verdict.FAILED, outcomes) == sentence


def halves(*numbers: int) -> list[Outcome]:
    """Items that are pending in one locale, and missing in the other."""
    english, french = ([item(number, locale) for number in numbers] for locale in (ENGLISH, FRENCH))
    return [*pending(Change.NEW, *english), *failed(Reason.NOT_FOUND, "x", *french)]


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (halves(1), "The item would be published, but not in all of its locales"),
        (halves(1, 2), "Both items would be published, but not in all of their locales"),
        ([*halves(1), *unchanged(TWO)], "1 of 2 items would be published, but not in all of its locales"),
        ([*halves(1), *new(2)], "Both items would be published, 1 of them not in all of its locales"),
        (
            [*halves(1, 2), *new(3), *archived(4)],
            "3 of 4 items would be published, 2 of them not in all of their locales, and 1 cannot be",
        ),
    ],
)
def test_a_plan_counts_an_item_once_whatever_its_locales_do(outcomes: list[Outcome], sentence: str) -> None:
    assert planning(Verdict.FAILED, outcomes) == sentence


@pytest.mark.parametrize(
    ("verdict", "outcomes", "sentence"),
    [
        (
            Verdict.DENIED,
            blocked(Reason.MISSING_SCOPE, "x", ONE, TWO),
            "There is no plan: the token lacks a permission",
        ),
        (Verdict.UNAVAILABLE, blocked(Reason.UNAVAILABLE, "x", ONE), "There is no plan: Webflow was unavailable"),
        (Verdict.CANCELLED, blocked(Reason.CANCELLED, "x", ONE), "There is no plan: the run was stopped"),
        (Verdict.CANCELLED, [], "There is no plan: the run was stopped"),
        (
            Verdict.UNAVAILABLE,
            [*new(1), *blocked(Reason.UNAVAILABLE, "x", TWO)],
            "1 of 2 items would be published, and 1 cannot be: Webflow was unavailable",
        ),
        (
            Verdict.UNAVAILABLE,
            [*unchanged(ONE), *blocked(Reason.TIMED_OUT, "x", TWO)],
            "1 of 2 items cannot be published: the time limit was reached",
        ),
        (
            Verdict.UNAVAILABLE,
            [*pending(Change.NEW, item(1, ENGLISH)), *blocked(Reason.TIMED_OUT, "x", item(1, FRENCH))],
            "The item would be published, but not in all of its locales: the time limit was reached",
        ),
    ],
)
def test_a_plan_that_is_not_whole_says_why(verdict: Verdict, outcomes: list[Outcome], sentence: str) -> None:
    assert planning(verdict, outcomes) == sentence


def test_drift_is_told_as_what_is_not_live() -> None:
    drifted = replace(result(Verdict.PENDING, new(1), unchanged(TWO)), drift=True)
    assert headline(drifted, Mode.PLAN) == "1 of 2 items is not live as staged"
    all_drifted = replace(result(Verdict.PENDING, new(1), new(2), new(3)), drift=True)
    assert headline(all_drifted, Mode.PLAN) == "All 3 items are not live as staged"
    same = replace(result(Verdict.NOTHING_TO_DO, unchanged(ONE, TWO)), drift=True)
    assert headline(same, Mode.PLAN) == "Nothing to do: both items are live already"
    hopeless = replace(result(Verdict.FAILED, new(1), archived(2)), drift=True)
    assert headline(hopeless, Mode.PLAN) == "1 of 2 items would be published, and 1 cannot be"


def test_a_plan_of_everything_is_one_sentence() -> None:
    assert headline(planned(), Mode.PLAN) == "4 of 6 items would be published, and 1 cannot be"


def test_mistakes_that_are_only_counted_count_as_many_as_they_are() -> None:
    one, _ = invalid().problems
    others = Problem("499 more problems in this file are not shown.", "", one.place, count=499)
    assert headline(Result(Verdict.INVALID, problems=(one, others)), Mode.VALIDATE) == "500 mistakes in the manifest"


def test_mistakes_are_said_to_be_where_they_are() -> None:
    one, other = invalid().problems
    assert headline(Result(Verdict.INVALID, problems=(one,)), Mode.VALIDATE) == "1 mistake in the manifest"
    assert headline(Result(Verdict.INVALID, problems=(other,)), Mode.VALIDATE) == "1 mistake in the inputs"
    assert (
        headline(Result(Verdict.INVALID, problems=(other,)), Mode.PLAN) == "1 mistake in the inputs: there is no plan"
    )


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (
            Result(Verdict.SUCCESS, Manifest(("a.yml",), (ONE,))),
            "The manifest is valid: 1 item in 1 collection, from 1 file",
        ),
        (invalid(), "2 mistakes in the inputs and the manifest"),
        (Result(Verdict.CANCELLED), "The validation was stopped"),
        (Result(Verdict.FAILED, defect="x"), "webflow-publish stopped at a defect of its own"),
    ],
)
def test_a_validation_does_not_speak_of_publishing(result: Result, sentence: str) -> None:
    assert headline(result, Mode.VALIDATE) == sentence


LOST = Problem("The JSON report could not be written.", "Look.")


@pytest.mark.parametrize(
    ("lost", "mode", "sentence"),
    [
        (success().losing(LOST), Mode.PUBLISH, "All 3 items are published"),
        (result(Verdict.NOTHING_TO_DO, unchanged(ONE, TWO)).losing(LOST), Mode.PUBLISH,
         "Nothing to do: both items are live already"),
        (Result(Verdict.NOTHING_TO_DO).losing(LOST), Mode.PUBLISH, "Nothing to do: the manifest lists nothing"),
        (result(Verdict.PENDING, new(1)).losing(LOST), Mode.PLAN, "The item would be published"),
        (Result(Verdict.SUCCESS, Manifest(("a.yml",), (ONE,))).losing(LOST), Mode.VALIDATE,
         "The manifest is valid: 1 item in 1 collection, from 1 file"),
    ],
)  # fmt: skip
def test_what_could_not_be_written_down_casts_no_doubt_on_what_happened(
    lost: Result, mode: Mode, sentence: str
) -> None:
    assert lost.verdict is Verdict.FAILED
    assert headline(lost, mode) == f"{sentence}, but not everything could be written down"


def test_a_defect_after_everything_was_published_says_both() -> None:
    result = Result(Verdict.FAILED, None, success().outcomes, defect="KeyError")
    assert headline(result, Mode.PUBLISH) == (
        "webflow-publish stopped at a defect of its own. All 3 items are published"
    )


def test_a_defect_leaves_no_plan_and_claims_nothing_about_publishing() -> None:
    result = Result(Verdict.FAILED, None, tuple(blocked(Reason.CANCELLED, "x", ONE)), defect="KeyError")
    assert headline(result, Mode.PLAN) == "webflow-publish stopped at a defect of its own. There is no plan"


def off(*statuses: Status, reason: Reason | None = None, confirmed: bool = True) -> list[Outcome]:
    """Items that are to be off the live site, and how they ended."""
    found = []
    for number, status in enumerate(statuses, 50):
        (variant,) = variants(leaving(number))
        is_missing = status in MISSING
        change = None if status is Status.UNCHANGED else Change.TAKEN_DOWN
        is_seen = confirmed and status is Status.UNPUBLISHED
        found.append(Outcome(variant, status, reason if is_missing else None, "x", change, confirmed=is_seen))
    return found


GONE, THERE, GOING = Status.UNPUBLISHED, Status.UNCHANGED, Status.PENDING


class TestTakingDown:
    """What is to be off the live site is never called live, nor published."""

    @pytest.mark.parametrize(
        ("verdict", "outcomes", "sentence"),
        [
            (Verdict.SUCCESS, off(GONE), "The item to be taken down is off the live site"),
            (Verdict.SUCCESS, off(GONE, confirmed=False), "The item to be taken down is unpublished"),
            (
                Verdict.SUCCESS,
                off(GONE, THERE),
                "Both items to be taken down are off the live site, 1 of them taken down now",
            ),
            (
                Verdict.NOTHING_TO_DO,
                off(THERE, THERE, THERE),
                "Nothing to do: all 3 items to be taken down are off the live site already",
            ),
            (
                Verdict.FAILED,
                off(GONE, Status.FAILED, reason=Reason.NOT_FOUND),
                "1 of 2 items to be taken down is not confirmed as taken down",
            ),
            (
                Verdict.FAILED,
                off(GONE, Status.BLOCKED, reason=Reason.REJECTED),
                "1 of 2 items to be taken down is not taken down",
            ),
            (
                Verdict.DENIED,
                off(Status.BLOCKED, Status.BLOCKED, reason=Reason.UNAUTHORIZED),
                "Nothing was taken down: Webflow refused the token",
            ),
            (
                Verdict.SUCCESS,
                [*confirmed(ONE, TWO), *off(GONE)],
                "Both items are live; the item to be taken down is off the live site",
            ),
            (
                Verdict.NOTHING_TO_DO,
                [*unchanged(ONE), *off(THERE)],
                "Nothing to do: the item is live already; the item to be taken down is off the live site already",
            ),
            (
                Verdict.SUCCESS,
                [*unchanged(ONE), *off(GONE)],
                "The item is live already; the item to be taken down is off the live site",
            ),
            (
                Verdict.FAILED,
                [*published(ONE), *archived(2), *off(GONE)],
                "1 of 2 items is not published; the item to be taken down is off the live site",
            ),
        ],
    )
    def test_what_came_of_it(self, verdict: Verdict, outcomes: list[Outcome], sentence: str) -> None:
        assert publishing(verdict, outcomes) == sentence

    @pytest.mark.parametrize(
        ("verdict", "outcomes", "sentence"),
        [
            (Verdict.PENDING, off(GOING), "The item to be taken down would be taken off the live site"),
            (
                Verdict.FAILED,
                off(GOING, Status.FAILED, reason=Reason.NOT_FOUND),
                "1 of 2 items to be taken down would be taken off the live site, and 1 cannot be",
            ),
            (
                Verdict.FAILED,
                off(Status.FAILED, reason=Reason.NOT_FOUND),
                "The item to be taken down cannot be taken down",
            ),
            (
                Verdict.PENDING,
                [*new(1), *off(GOING)],
                "The item would be published; the item to be taken down would be taken off the live site",
            ),
            (
                Verdict.PENDING,
                [*unchanged(ONE), *off(GOING)],
                "The item is live already; the item to be taken down would be taken off the live site",
            ),
            (
                Verdict.NOTHING_TO_DO,
                off(THERE),
                "Nothing to do: the item to be taken down is off the live site already",
            ),
        ],
    )
    def test_what_would_come_of_it(self, verdict: Verdict, outcomes: list[Outcome], sentence: str) -> None:
        assert planning(verdict, outcomes) == sentence

    def test_drift_is_what_is_live_and_should_not_be(self) -> None:
        drifted = replace(result(Verdict.PENDING, off(GOING, THERE)), drift=True)
        assert headline(drifted, Mode.PLAN) == "1 of 2 items to be taken down is live"

    def test_a_run_that_was_stopped_before_it_was_seen(self) -> None:
        assert publishing(Verdict.CANCELLED, off(GONE, confirmed=False)) == (
            "The run was stopped before it was seen whether everything is as it is to be"
        )


class TestUndo:
    @pytest.mark.parametrize(
        ("verdict", "outcomes", "sentence"),
        [
            (Verdict.SUCCESS, off(GONE, GONE), "Both items that the run put live are off the live site"),
            (
                Verdict.NOTHING_TO_DO,
                off(THERE),
                "Nothing to undo: the item that the run put live is off the live site already",
            ),
            (Verdict.NOTHING_TO_DO, [], "Nothing to undo: the run put nothing live that was not live before"),
            (Verdict.CANCELLED, [], "Nothing was taken down: the run was stopped"),
        ],
    )
    def test_what_came_of_it(self, verdict: Verdict, outcomes: list[Outcome], sentence: str) -> None:
        assert headline(result(verdict, outcomes), Mode.UNDO) == sentence

    def test_what_stays_is_counted_by_item(self) -> None:
        lasting = tuple(Remainder(each, Change.CHANGED) for each in variants(leaving(1, ENGLISH, FRENCH), leaving(2)))
        undone = replace(result(Verdict.SUCCESS, off(GONE)), remainders=lasting)
        assert headline(undone, Mode.UNDO) == (
            "The item that the run put live is off the live site; 2 items that it changed or took down stay as they are"
        )

    def test_what_is_wrong_with_the_inputs_takes_nothing_down(self) -> None:
        assert headline(invalid(), Mode.UNDO).endswith(": nothing was taken down")
