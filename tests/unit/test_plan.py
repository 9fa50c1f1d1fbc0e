from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, collection, content, identifier, item, leaving, unfound, variants
from webflow_publish.approval import Approval
from webflow_publish.change import Change
from webflow_publish.manifest import Item, Variant
from webflow_publish.manifest.moment import Moment
from webflow_publish.maximum import Maximum, read_maximum
from webflow_publish.outcome import Outcome, Status
from webflow_publish.plan import Options, plan
from webflow_publish.reason import Reason
from webflow_publish.state import Key, State, Target
from webflow_publish.webflow import Content, Failure

BAKERS, BREADS = collection(1, "Bakers"), collection(2, "Breads")
FORBIDDEN = Failure(Reason.MISSING_SCOPE, "403 Forbidden: missing scopes - cms:read", 403)
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503)
CUT = Failure(Reason.UNAVAILABLE, "The connection broke")
REFUSALS = [
    Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401),
    Failure(Reason.UNAUTHORIZED, "403 Forbidden", 403),
]
BAD = Failure(Reason.REJECTED, "400 Bad Request: no such locale", 400)
GONE = Failure(Reason.NOT_FOUND, "404 Not Found: no such collection", 404)
NOTHING = Approval({})
TEN = Maximum("10", 10, None)
ONE, TWO, THREE = variants(item(1), item(2), item(3))


def state(staged: Mapping[Variant, Content], targets: Mapping[Variant, Sequence[Target]] | None = None) -> State:
    """What was read: the staged items, and what they refer to outside of the manifest."""
    return State(
        {variant.key: each for variant, each in staged.items()},
        targets={variant.key: tuple(each) for variant, each in (targets or {}).items()},
    )


def judged(staged: Content | None, *, force: bool = False, variant: Variant = ONE) -> Outcome:
    (outcome,) = plan([variant], state({variant: staged} if staged else {}), Options(force=force))
    return outcome


def unread(failure: Failure, options: Options) -> Outcome:
    (outcome,) = plan([ONE], State(unread={ONE.key: failure}), options)
    return outcome


def told(outcomes: Sequence[Outcome]) -> list[str]:
    return [str(each.reason or each.change or each.status) for each in outcomes]


class TestItsTime:
    """What is to be published later waits, and is looked at like the rest."""

    NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)

    def outcome(self, staged: Content | Failure, minutes: int, now: datetime | None = NOW, **options: Any) -> Outcome:
        """What becomes of an item that is to be published so many minutes from now."""
        (variant,) = variants(replace(item(1), publish_at=Moment(self.NOW + timedelta(minutes=minutes), "then")))
        known = State(unread={variant.key: staged}) if isinstance(staged, Failure) else state({variant: staged})
        (outcome,) = plan([variant], known, Options(now=now, **options))
        return outcome

    @pytest.mark.parametrize(("minutes", "status"), [(-1, "pending"), (0, "pending"), (1, "scheduled")])
    def test_it_is_published_once_its_time_has_come(self, minutes: int, status: str) -> None:
        outcome = self.outcome(content(1), minutes)
        assert (outcome.status, outcome.change) == (status, Change.DRAFT)

    def test_without_a_clock_its_time_has_come(self) -> None:
        assert self.outcome(content(1), 1, now=None).status is Status.PENDING

    @pytest.mark.parametrize(
        ("staged", "told"),
        [
            (content(1, "published"), "unchanged"),
            (content(1, "archived"), "failed"),
            (content(1, "edited"), "scheduled"),
            (GONE, "failed"),
            (DOWN, "scheduled"),
        ],
    )
    def test_what_holds_it_back_is_told_before_its_time(self, staged: Content | Failure, told: str) -> None:
        assert self.outcome(staged, 1).status == told

    def test_force_makes_nothing_come_sooner(self) -> None:
        assert self.outcome(content(1, "published"), 1, force=True).status is Status.SCHEDULED

    def test_it_does_not_count_against_the_maximum(self) -> None:
        assert self.outcome(content(1), 1, maximum=Maximum("0", 0, None)).status is Status.SCHEDULED

    def test_a_review_has_no_part_in_it_before(self) -> None:
        assert self.outcome(content(1), 1, approval=NOTHING).status is Status.SCHEDULED
        assert self.outcome(content(1), 0, approval=NOTHING).reason is Reason.CHANGED_SINCE_REVIEW


class TestNamesThatWereNotFound:
    """Nobody knows what they stand for: whatever happens, nothing is sent of them."""

    @pytest.mark.parametrize("failure", [GONE, BAD, DOWN, CUT, FORBIDDEN, *REFUSALS])
    @pytest.mark.parametrize("force", [True, False])
    @pytest.mark.parametrize(
        "wanted",
        [
            unfound(item(1)),
            replace(unfound(item(1)), id=identifier(1), slug=None, is_found=True),
            item(1, "fr-CA"),
            item(1, "all"),
            item(1, of=replace(collection(), site="bakery")),
            replace(item(1), id="rye", slug="rye", is_found=False),
        ],
    )
    def test_nothing_of_them_is_pending(self, wanted: Item, failure: Failure, force: bool) -> None:
        (variant,) = variants(wanted)
        known = State(unread={variant.key: failure})
        (outcome,) = plan([variant], known, Options(force=force, now=datetime(2026, 11, 23, tzinfo=UTC)))
        assert (outcome.status in {Status.FAILED, Status.BLOCKED}, outcome.reason) == (True, failure.reason)


def test_the_plan_of_nothing_is_nothing() -> None:
    assert plan([], State(), Options()) == ()
    assert plan([], State(), Options(True, NOTHING, Maximum("0%", None, 0), strict=True)) == ()


def test_the_outcomes_are_in_the_order_of_the_variants() -> None:
    wanted = variants(item(3), item(1, FRENCH, ENGLISH), item(2))
    assert tuple(each.variant for each in plan(iter(wanted), State(), Options())) == wanted


class TestStates:
    @pytest.mark.parametrize(
        ("name", "change"),
        [
            ("draft", Change.DRAFT),
            ("queued", Change.NEW),
            ("edited", Change.CHANGED),
            ("draft changes", Change.CHANGED),
        ],
    )
    @pytest.mark.parametrize("force", [False, True])
    def test_what_is_not_live_as_it_is_staged_is_to_be_published(self, name: str, change: Change, force: bool) -> None:
        staged = content(1, name)
        assert judged(staged, force=force) == Outcome(ONE, Status.PENDING, change=change, staged=staged)

    def test_what_is_live_as_it_is_staged_is_unchanged(self) -> None:
        staged = content(1, "published")
        assert judged(staged) == Outcome(ONE, Status.UNCHANGED, staged=staged)

    def test_what_is_live_as_it_is_staged_is_published_again_where_that_is_asked_for(self) -> None:
        staged = content(1, "published")
        assert judged(staged, force=True) == Outcome(ONE, Status.PENDING, change=Change.FORCED, staged=staged)

    @pytest.mark.parametrize("name", ["archived", "archived, once live"])
    @pytest.mark.parametrize("force", [False, True])
    def test_what_is_archived_fails_in_advance(self, name: str, force: bool) -> None:
        outcome = judged(content(1, name), force=force)
        assert (outcome.status, outcome.reason, outcome.change) == (Status.FAILED, Reason.ARCHIVED, None)
        assert outcome.message == "The item is archived in Webflow"
        assert outcome.name == "Item 1"

    def test_what_webflow_does_not_have_fails_in_advance(self) -> None:
        outcome = judged(None)
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.NOT_FOUND)
        assert outcome.message == "Webflow has no item with this ID in this collection"

    def test_what_webflow_does_not_have_in_a_locale_fails_there(self) -> None:
        english, french = variants(item(1, ENGLISH, FRENCH))
        outcomes = plan([english, french], state({english: content(1)}), Options())
        assert told(outcomes) == ["draft", "not-found"]
        assert outcomes[1].message == "Webflow has no item with this ID in this collection in this locale"


class TestUnreadable:
    """What became of an item whose state could not be read depends on what that says, and on what is asked for."""

    @pytest.mark.parametrize("failure", [BAD, GONE])
    @pytest.mark.parametrize("options", [Options(), Options(strict=True), Options(approval=NOTHING)])
    def test_a_400_or_404_fails_in_webflows_words(self, failure: Failure, options: Options) -> None:
        assert unread(failure, options) == Outcome(ONE, Status.FAILED, failure.reason, failure.message)

    @pytest.mark.parametrize("failure", [FORBIDDEN, DOWN, CUT])
    @pytest.mark.parametrize("options", [Options(), Options(force=True)])
    def test_anything_else_is_published_without_a_look(self, failure: Failure, options: Options) -> None:
        assert unread(failure, options) == Outcome(ONE, Status.PENDING, change=Change.UNKNOWN)

    @pytest.mark.parametrize("failure", [FORBIDDEN, DOWN, CUT])
    @pytest.mark.parametrize("options", [Options(strict=True), Options(approval=NOTHING), Options(maximum=TEN)])
    def test_where_nothing_may_be_sent_unseen_it_is_blocked(self, failure: Failure, options: Options) -> None:
        outcome = unread(failure, options)
        assert (outcome.status, outcome.reason, outcome.change) == (Status.BLOCKED, failure.reason, None)
        assert outcome.message == f"Not sent, because what Webflow has could not be read. {failure.message}"

    @pytest.mark.parametrize("options", [Options(), Options(force=True), Options(strict=True)])
    @pytest.mark.parametrize("failure", REFUSALS)
    def test_a_refused_token_is_not_tried_for_writing(self, failure: Failure, options: Options) -> None:
        outcome = unread(failure, options)
        assert (outcome.status, outcome.reason) == (Status.BLOCKED, Reason.UNAUTHORIZED)
        assert outcome.message == f"Not sent, because what Webflow has could not be read. {failure.message}"

    def test_its_words_stay_one_line_that_issues_no_command(self) -> None:
        outcome = unread(Failure(Reason.UNAVAILABLE, "503\n::error::forged ##[error]", 503), Options(strict=True))
        assert "\n" not in outcome.message
        assert "##[" not in outcome.message

    def test_one_that_cannot_be_read_says_nothing_about_the_others(self) -> None:
        found = State({TWO.key: content(2)}, {ONE.key: DOWN})
        assert told(plan([ONE, TWO, THREE], found, Options())) == ["unknown", "draft", "not-found"]


class TestRefusals:
    """Where Webflow refused the token, other than for the lack of a scope, nothing is sent."""

    WANTED = variants(item(1), item(2), item(3), item(4), item(5), item(6))
    UNREAD, NEW, EDITED, LIVE, ARCHIVED, _MISSING = WANTED
    STAGED: ClassVar = {
        NEW: content(2, baker=identifier(9)),
        EDITED: content(3, "edited"),
        LIVE: content(4, "published"),
        ARCHIVED: content(5, "archived"),
    }

    def planned(self, wanted: Sequence[Variant], failure: Failure, options: Options | None = None) -> list[Outcome]:
        found = State({each.key: staged for each, staged in self.STAGED.items()}, {self.UNREAD.key: failure})
        return sorted(plan(wanted, found, options or Options()), key=lambda each: each.variant.item.id)

    @pytest.mark.parametrize("failure", REFUSALS)
    def test_all_that_is_pending_is_blocked_for_it(self, failure: Failure) -> None:
        outcomes = self.planned(self.WANTED, failure)
        assert told(outcomes) == ["unauthorized"] * 3 + ["unchanged", "archived", "not-found"]
        assert [each.status for each in outcomes[:3]] == [Status.BLOCKED] * 3
        assert [each.change for each in outcomes[:3]] == [None, Change.DRAFT, Change.CHANGED]
        assert {each.message for each in outcomes[1:3]} == {
            f"Not sent, because an earlier request was refused. {failure.message}"
        }

    @pytest.mark.parametrize("first", range(6))
    def test_the_order_of_the_manifest_makes_no_difference(self, first: int) -> None:
        turned = (*self.WANTED[first:], *self.WANTED[:first])
        assert self.planned(turned, REFUSALS[0]) == self.planned(self.WANTED, REFUSALS[0])

    def test_it_matters_more_than_any_other_reason_to_hold_an_item_back(self) -> None:
        options = Options(approval=NOTHING, maximum=Maximum("0", 0, None))
        assert told(self.planned(self.WANTED, REFUSALS[0], options))[:3] == ["unauthorized"] * 3

    def test_it_is_met_also_where_another_failure_came_before(self) -> None:
        found = State({}, {ONE.key: DOWN, TWO.key: REFUSALS[1]})
        outcomes = plan([ONE, TWO], found, Options())
        assert told(outcomes) == ["unauthorized"] * 2
        assert outcomes[0].message.endswith("an earlier request was refused. 403 Forbidden")

    def test_the_lack_of_the_scope_to_read_is_none(self) -> None:
        assert told(self.planned(self.WANTED, FORBIDDEN))[:3] == ["unknown", "draft", "changed"]

    def test_its_words_stay_one_line_that_issues_no_command(self) -> None:
        failure = Failure(Reason.UNAUTHORIZED, "401\n::error::forged ##[error]", 401)
        for outcome in self.planned(self.WANTED, failure)[:3]:
            assert "\n" not in outcome.message
            assert "##[" not in outcome.message


class TestApproval:
    def approved(self, *digests: str, variant: Variant = ONE) -> Options:
        return Options(approval=Approval({variant.key: frozenset(digests)}))

    def test_what_is_as_it_was_reviewed_is_to_be_published(self) -> None:
        staged = content(1)
        (outcome,) = plan([ONE], state({ONE: staged}), self.approved("1" * 64, staged.digest))
        assert outcome.status is Status.PENDING

    def test_what_was_edited_since_is_blocked(self) -> None:
        edited = content(1, title="Edited")
        (outcome,) = plan([ONE], state({ONE: edited}), self.approved(content(1).digest))
        assert outcome == Outcome(
            ONE,
            Status.BLOCKED,
            Reason.CHANGED_SINCE_REVIEW,
            "The item was edited in Webflow after it was reviewed",
            change=Change.DRAFT,
            staged=edited,
        )

    def test_what_is_not_in_the_reviewed_plan_is_blocked(self) -> None:
        (outcome,) = plan([TWO], state({TWO: content(2)}), self.approved(content(1).digest))
        assert outcome.reason is Reason.CHANGED_SINCE_REVIEW
        assert outcome.message == "The item is not in the plan that was reviewed"

    def test_what_the_reviewed_plan_said_could_not_be_published_is_blocked(self) -> None:
        (outcome,) = plan([ONE], state({ONE: content(1)}), self.approved())
        assert (outcome.status, outcome.reason) == (Status.BLOCKED, Reason.CHANGED_SINCE_REVIEW)
        assert outcome.message == "The plan that was reviewed said that the item could not be published"
        assert outcome.change is Change.DRAFT

    @pytest.mark.parametrize("digests", [(), ("1" * 64,)], ids=["said so", "edited since"])
    def test_what_still_cannot_be_published_keeps_that_reason(self, digests: tuple[str, ...]) -> None:
        staged = {ONE: content(1, baker=identifier(9))}
        found = state(staged, targets={ONE: [Target(identifier(9), ())]})
        (outcome,) = plan([ONE], found, self.approved(*digests))
        assert (outcome.status, outcome.reason) == (Status.BLOCKED, Reason.REFERENCE_NOT_LIVE)
        assert outcome.message == f"It refers to {identifier(9)}, which is not in Webflow any more"

    @given(
        st.lists(st.tuples(st.integers(1, 8), st.booleans()), min_size=6, max_size=6),
        st.sets(st.integers(1, 6)),
    )
    def test_whatever_refers_to_what_nothing_goes_out_that_was_not_reviewed(
        self, items: list[tuple[int, bool]], reviewed: set[int]
    ) -> None:
        wanted = variants(*(item(number) for number in range(1, 7)))
        staged = {
            each: content(number, "edited" if is_live else "draft", baker=identifier(target))
            for number, (each, (target, is_live)) in enumerate(zip(wanted, items, strict=True), 1)
        }
        targets = {
            each: [Target(identifier(target), ())]
            for each, (target, _) in zip(wanted, items, strict=True)
            if target > len(wanted)
        }
        digests = {wanted[number - 1].key: frozenset({staged[wanted[number - 1]].digest}) for number in reviewed}
        outcomes = plan(wanted, state(staged, targets), Options(approval=Approval(digests)))
        going = {number for number, each in enumerate(outcomes, 1) if each.status is Status.PENDING}
        free = {
            number
            for number, each in enumerate(plan(wanted, state(staged, targets), Options()), 1)
            if each.status is Status.PENDING
        }
        assert going <= reviewed & free

    def test_each_locale_is_reviewed_for_itself(self) -> None:
        english, french = variants(item(1, ENGLISH, FRENCH))
        found = state({english: content(1), french: content(1)})
        outcomes = plan([english, french], found, self.approved(content(1).digest, variant=english))
        assert told(outcomes) == ["draft", "changed-since-review"]

    @pytest.mark.parametrize(("name", "status"), [("published", Status.UNCHANGED), ("archived", Status.FAILED)])
    def test_what_is_not_to_be_published_needs_no_review(self, name: str, status: Status) -> None:
        (outcome,) = plan([ONE], state({ONE: content(1, name)}), Options(approval=NOTHING))
        assert outcome.status is status

    def test_what_is_published_again_by_force_needs_review(self) -> None:
        (outcome,) = plan([ONE], state({ONE: content(1, "published")}), Options(force=True, approval=NOTHING))
        assert outcome.reason is Reason.CHANGED_SINCE_REVIEW

    def test_one_that_was_edited_does_not_hold_back_the_others(self) -> None:
        found = state({ONE: content(1), TWO: content(2, title="Edited")})
        approval = Approval({each.key: frozenset({content(number).digest}) for number, each in ((1, ONE), (2, TWO))})
        assert told(plan([ONE, TWO], found, Options(approval=approval))) == ["draft", "changed-since-review"]

    def test_what_refers_to_a_new_item_that_was_edited_is_blocked_with_it(self) -> None:
        refers = content(1, baker=identifier(2))
        found = state({ONE: refers, TWO: content(2, title="Edited")})
        assert told(plan([ONE, TWO], found, self.approved(refers.digest))) == [
            "reference-not-live",
            "changed-since-review",
        ]

    def test_what_refers_to_a_live_item_that_was_edited_goes_on(self) -> None:
        refers = content(1, baker=identifier(2))
        found = state({ONE: refers, TWO: content(2, "edited")})
        assert told(plan([ONE, TWO], found, self.approved(refers.digest))) == ["draft", "changed-since-review"]


class TestReferences:
    """What they are about, dependency tells; here is what becomes of the item."""

    GONE = (Target(identifier(9), ()),)

    def test_what_refers_to_something_that_is_not_live_is_blocked_and_what_there_was_to_publish_stays_known(
        self,
    ) -> None:
        staged = content(1, "edited", baker=identifier(9))
        (outcome,) = plan([ONE], state({ONE: staged}, targets={ONE: self.GONE}), Options())
        assert outcome == Outcome(
            ONE,
            Status.BLOCKED,
            Reason.REFERENCE_NOT_LIVE,
            f"It refers to {identifier(9)}, which is not in Webflow any more",
            change=Change.CHANGED,
            staged=staged,
        )

    def test_what_refers_to_the_blocked_item_is_blocked_with_it_and_nothing_else(self) -> None:
        staged = {
            ONE: content(1, baker=identifier(9)),
            TWO: content(2, baker=identifier(1)),
            THREE: content(3),
        }
        outcomes = plan([THREE, TWO, ONE], state(staged, targets={ONE: self.GONE}), Options())
        assert told(outcomes) == ["draft", "reference-not-live", "reference-not-live"]
        assert "which is not live, and is held back itself" in outcomes[1].message

    def test_what_failed_or_is_unchanged_is_told_as_such_whatever_it_refers_to(self) -> None:
        staged = {
            ONE: content(1, "archived", baker=identifier(9)),
            TWO: content(2, "published", baker=identifier(9)),
        }
        found = state(staged, targets=dict.fromkeys(staged, self.GONE))
        assert told(plan([ONE, TWO], found, Options())) == ["archived", "unchanged"]
        assert told(plan([ONE, TWO], found, Options(force=True))) == ["archived", "reference-not-live"]

    @pytest.mark.parametrize("failure", [DOWN, FORBIDDEN, CUT])
    @pytest.mark.parametrize("options", [Options(), Options(strict=True)])
    def test_one_that_could_not_be_read_may_be_live(self, failure: Failure, options: Options) -> None:
        found = State({ONE.key: content(1, baker=identifier(2))}, {TWO.key: failure})
        assert told(plan([ONE, TWO], found, options))[0] == "draft"

    def test_one_that_its_locale_does_not_have_and_the_primary_one_has_live_is_good(self) -> None:
        one, two = variants(item(1, FRENCH), item(2, FRENCH))
        live = Target(identifier(2), (content(2, "published"),))
        found = State({one.key: content(1, baker=identifier(2))}, {two.key: BAD}, {one.key: (live,)})
        assert told(plan([one, two], found, Options())) == ["draft", "rejected"]

    def test_a_chain_of_10_000_items_is_judged_in_a_moment(self) -> None:
        wanted = variants(*(item(number) for number in range(10_000)))
        staged = {each: content(number, refers=[identifier(number + 1)]) for number, each in enumerate(wanted)}
        gone = {wanted[-1]: [Target(identifier(10_000), ())]}
        began = time.process_time()
        outcomes = plan(wanted, state(staged, targets=gone), Options())
        assert time.process_time() - began < 4
        assert told(outcomes) == ["reference-not-live"] * 10_000


class TestMaximum:
    def planned(self, pending: int, unchanged: int, text: str, total: int | None = None) -> tuple[Outcome, ...]:
        """Of a manifest of `total` items × locales, or of what is planned."""
        wanted = variants(*(item(number) for number in range(pending + unchanged)))
        staged = {
            each: content(number, "draft" if number < pending else "published") for number, each in enumerate(wanted)
        }
        return plan(wanted, state(staged), Options(maximum=read_maximum(text), total=total or len(wanted)))

    @pytest.mark.parametrize(("pending", "text"), [(0, "0"), (0, "0%"), (3, "3"), (3, "100"), (5, "50%"), (10, "100%")])
    def test_as_much_as_it_allows_is_to_be_published(self, pending: int, text: str) -> None:
        assert told(self.planned(pending, 10 - pending, text)) == ["draft"] * pending + ["unchanged"] * (10 - pending)

    @pytest.mark.parametrize(
        ("pending", "text", "limit"),
        [
            (1, "0", "0"),
            (4, "3", "3"),
            (1, "0%", "0% of 10, which is 0"),
            (6, "50%", "50% of 10, which is 5"),
            (10, "99%", "99% of 10, which is 9"),
        ],
    )
    def test_more_than_it_allows_is_blocked_all_of_it(self, pending: int, text: str, limit: str) -> None:
        outcomes = self.planned(pending, 10 - pending, text)
        assert told(outcomes) == ["too-many"] * pending + ["unchanged"] * (10 - pending)
        assert outcomes[0].status is Status.BLOCKED
        assert outcomes[0].change is Change.DRAFT
        assert (
            outcomes[0].message
            == f"{pending} of 10 items, counted in each locale, would be published, and `max-publish` is {limit}"
        )

    def test_a_share_is_one_of_the_whole_manifest_also_where_a_part_of_it_is_planned(self) -> None:
        assert told(self.planned(10, 0, "10%", total=100)) == ["draft"] * 10
        outcomes = self.planned(11, 0, "10%", total=100)
        assert told(outcomes) == ["too-many"] * 11
        assert outcomes[0].message.startswith("11 of 11 items, ")
        assert outcomes[0].message.endswith("`max-publish` is 10% of 100, which is 10")

    def test_a_number_is_the_same_of_whatever_manifest(self) -> None:
        assert told(self.planned(3, 0, "3", total=10_000)) == ["draft"] * 3
        assert told(self.planned(4, 0, "3", total=10_000)) == ["too-many"] * 4

    def test_large_numbers_are_readable(self) -> None:
        assert self.planned(1200, 0, "1000")[0].message == (
            "1,200 of 1,200 items, counted in each locale, would be published, and `max-publish` is 1000"
        )
        assert self.planned(1200, 0, "1%", total=20_000)[0].message.endswith(
            "`max-publish` is 1% of 20,000, which is 200"
        )

    def test_only_what_the_other_rules_leave_counts(self) -> None:
        wanted = variants(*(item(number) for number in range(1, 6)))
        goes, edited, refers, _gone, live = wanted
        staged = {
            goes: content(1),
            edited: content(2),
            refers: content(3, baker=identifier(4)),
            live: content(5, "published"),
        }
        approval = Approval({each.key: frozenset({staged[each].digest}) for each in (goes, refers)})
        options = Options(approval=approval, maximum=Maximum("1", 1, None))
        targets = {refers: [Target(identifier(4), ())]}
        assert told(plan(wanted, state(staged, targets), options)) == [
            "draft",
            "changed-since-review",
            "reference-not-live",
            "not-found",
            "unchanged",
        ]

    def test_what_failed_or_was_blocked_already_keeps_its_reason(self) -> None:
        wanted = variants(item(1), item(2))
        options = Options(maximum=Maximum("0", 0, None))
        assert told(plan(wanted, state({wanted[0]: content(1)}), options)) == ["too-many", "not-found"]

    def test_each_locale_counts(self) -> None:
        wanted = variants(item(1, ENGLISH, FRENCH))
        staged = state(dict.fromkeys(wanted, content(1)))
        assert told(plan(wanted, staged, Options(maximum=Maximum("1", 1, None)))) == ["too-many"] * 2


NAMES = ["draft", "queued", "published", "edited", "draft changes", "archived", "archived, once live"]
LOCALES: list[tuple[str, ...]] = [(), (ENGLISH,), (ENGLISH, FRENCH)]
FAILURES = {"down": DOWN, "gone": GONE, "lacking": FORBIDDEN, "refused": REFUSALS[0]}
STAGED = st.one_of(st.none(), st.sampled_from(NAMES), st.sampled_from([*NAMES, *FAILURES]))
WORLD = st.dictionaries(
    st.integers(0, 12),
    st.tuples(
        st.sampled_from(LOCALES),
        st.lists(st.tuples(STAGED, st.sets(st.integers(0, 14), max_size=3)), min_size=2, max_size=2),
    ),
    max_size=10,
)
REVIEWED = st.sets(st.integers(0, 12)).map(
    lambda numbers: Approval(
        {
            variant.key: frozenset({"0" * 64, content(number, refers=[]).digest} if number % 3 else ())
            for number in numbers
            for locales in LOCALES
            for variant in variants(item(number, *locales))
        }
    )
)
"""Of some items the state without a reference was reviewed, as if each reference had been set since; of some, none."""
OPTIONS = st.builds(
    Options,
    force=st.booleans(),
    approval=st.none() | REVIEWED,
    maximum=st.none()
    | st.builds(Maximum, st.just("N"), st.integers(0, 30), st.none())
    | st.builds(Maximum, st.just("N%"), st.none(), st.integers(0, 100).map(float)),
    total=st.integers(0, 60),
    strict=st.booleans(),
)
World = dict[int, tuple[tuple[str, ...], list[tuple[str | None, set[int]]]]]


def read(world: World, outside: Mapping[int, bool]) -> tuple[tuple[Variant, ...], State]:
    """The manifest and the state of a world; what is not in it is outside, and live or gone."""
    staged: dict[Key, Content] = {}
    unread: dict[Key, Failure] = {}
    targets: dict[Key, tuple[Target, ...]] = {}
    wanted: list[Variant] = []
    for number, (locales, states) in world.items():
        for variant, (name, refers) in zip(variants(item(number, *locales)), states, strict=False):
            wanted.append(variant)
            if name in FAILURES:
                unread[variant.key] = FAILURES[name]
            elif name is not None:
                staged[variant.key] = content(number, name, refers=[identifier(each) for each in sorted(refers)])
                targets[variant.key] = tuple(
                    Target(identifier(each), (content(each, "published"),) if outside.get(each) else ())
                    for each in sorted(refers - world.keys())
                )
    return tuple(wanted), State(staged, unread, targets)


@given(WORLD, st.dictionaries(st.integers(0, 14), st.booleans()), OPTIONS)
def test_whatever_the_state_every_variant_has_one_outcome_and_a_reason_where_it_is_not_good(
    world: World, outside: dict[int, bool], options: Options
) -> None:
    wanted, found = read(world, outside)
    outcomes = plan(wanted, found, options)
    assert tuple(each.variant for each in outcomes) == wanted
    for each in outcomes:
        missing = each.status in {Status.FAILED, Status.BLOCKED}
        assert each.status is not Status.PUBLISHED
        assert (each.reason is not None) is missing
        assert bool(each.message) is missing
        assert each.staged == found.staged.get(each.variant.key)
        if each.status is Status.PENDING:
            assert each.change is not None
            assert each.staged is None or not each.staged.is_archived
            assert each.staged is not None or not options.needs_state
            if options.approval is not None:
                assert each.staged is not None
                assert each.staged.digest in options.approval.digests[each.variant.key]
    pending = sum(each.status is Status.PENDING for each in outcomes)
    assert options.maximum is None or options.maximum.allows(pending, options.total)
    assert not pending or REFUSALS[0] not in found.unread.values()


@given(WORLD, st.dictionaries(st.integers(0, 14), st.booleans()), OPTIONS)
def test_whatever_the_state_the_order_of_the_manifest_changes_no_decision(
    world: World, outside: dict[int, bool], options: Options
) -> None:
    wanted, found = read(world, outside)
    outcomes = plan(wanted, found, options)
    turned = plan(wanted[::-1], found, options)[::-1]
    assert [(each.status, each.reason) for each in turned] == [(each.status, each.reason) for each in outcomes]


@given(WORLD, st.dictionaries(st.integers(0, 14), st.booleans()), OPTIONS)
def test_whatever_is_planned_what_is_blocked_for_a_reference_is_what_has_a_dead_one_or_refers_to_what_is_blocked(
    world: World, outside: dict[int, bool], options: Options
) -> None:
    wanted, found = read(world, outside)
    outcomes = plan(wanted, found, options)
    blocked = {each.variant.item.id for each in outcomes if each.status is Status.BLOCKED}
    for each in outcomes:
        dead = {target.item_id for target in found.targets.get(each.variant.key, ()) if not target.is_live}
        if each.status is Status.PENDING:
            assert not dead - {each.variant.item.id}
        if each.reason is Reason.REFERENCE_NOT_LIVE:
            assert each.staged is not None
            assert any(item_id in each.message for item_id in dead | blocked.intersection(each.staged.fields["refers"]))


class TestTakingDown:
    """What is to be off the live site is held against that site."""

    FIRST, THIRD = variants(leaving(1), leaving(3))

    def judged(
        self,
        staged: Content | None = None,
        live: Content | None = None,
        options: Options = Options(),  # noqa: B008 - it cannot be changed
        failure: Failure | None = None,
    ) -> Outcome:
        key = self.FIRST.key
        read = State(
            {key: staged} if staged else {},
            {key: failure} if failure else {},
            live={key: live} if live else {},
        )
        (outcome,) = plan([self.FIRST], read, options)
        return outcome

    @pytest.mark.parametrize("state", ["published", "edited", "draft changes", "archived, once live"])
    def test_what_is_live_is_taken_down(self, state: str) -> None:
        outcome = self.judged(content(1, state), content(1, "published"))
        assert (outcome.status, outcome.change) == (Status.PENDING, Change.TAKEN_DOWN)

    @pytest.mark.parametrize("state", ["draft", "queued", "published", "archived"])
    @pytest.mark.parametrize("force", [False, True])
    def test_what_is_not_live_is_left_alone_whatever_its_dates_say(self, state: str, force: bool) -> None:
        outcome = self.judged(content(1, state), None, Options(force=force))
        assert (outcome.status, outcome.change, outcome.reason) == (Status.UNCHANGED, None, None)

    def test_what_is_live_and_nowhere_else_is_taken_down(self) -> None:
        outcome = self.judged(None, content(1, "published"))
        assert (outcome.status, outcome.name) == (Status.PENDING, "Item 1")

    def test_what_is_not_there_at_all_is_not_found(self) -> None:
        assert told([self.judged()]) == ["not-found"]

    @pytest.mark.parametrize("failure", [FORBIDDEN, DOWN, CUT])
    def test_what_could_not_be_read_is_not_taken_down(self, failure: Failure) -> None:
        outcome = self.judged(failure=failure)
        assert (outcome.status, outcome.reason) == (Status.BLOCKED, failure.reason)

    @pytest.mark.parametrize("failure", [BAD, GONE])
    def test_a_collection_or_locale_that_is_not_there_is_told(self, failure: Failure) -> None:
        outcome = self.judged(failure=failure)
        assert (outcome.status, outcome.reason) == (Status.FAILED, failure.reason)

    def test_only_a_review_of_taking_it_down_stands_for_it(self) -> None:
        staged = content(1, "published")
        published = Approval({self.FIRST.key: frozenset({staged.digest})})
        assert told([self.judged(staged, staged, Options(approval=published))]) == ["changed-since-review"]
        down = Approval({}, frozenset({self.FIRST.key}))
        assert told([self.judged(staged, staged, Options(approval=down))]) == ["taken-down"]
        going = plan([ONE], state({ONE: content(1)}), Options(approval=down))
        assert told(going) == ["changed-since-review"]

    def test_it_counts_for_the_maximum(self) -> None:
        one = Maximum("1", 1, None)
        read = State({ONE.key: content(1), TWO.key: content(2)}, live={self.THIRD.key: content(3, "published")})
        outcomes = plan([ONE, self.THIRD], read, Options(maximum=one, total=2))
        assert told(outcomes) == ["too-many"] * 2
        assert "would be published or taken down" in outcomes[0].message
        (only,) = plan([self.THIRD], read, Options(maximum=Maximum("0", 0, None), total=1))
        assert "would be taken down" in only.message
