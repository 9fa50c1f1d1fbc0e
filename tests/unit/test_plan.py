from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, collection, content, identifier, item, variants
from webflow_publish.approval import Approval
from webflow_publish.change import Change
from webflow_publish.manifest import Variant
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
UNAUTHORIZED = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)
BAD = Failure(Reason.REJECTED, "400 Bad Request: no such locale", 400)
GONE = Failure(Reason.NOT_FOUND, "404 Not Found: no such collection", 404)
NOTHING = Approval({}, ("plan.json",))
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
    def test_a_refused_token_is_not_tried_for_writing(self, options: Options) -> None:
        outcome = unread(UNAUTHORIZED, options)
        assert (outcome.status, outcome.reason) == (Status.BLOCKED, Reason.UNAUTHORIZED)

    def test_its_words_stay_one_line_that_issues_no_command(self) -> None:
        outcome = unread(Failure(Reason.UNAVAILABLE, "503\n::error::forged ##[error]", 503), Options(strict=True))
        assert "\n" not in outcome.message
        assert "##[" not in outcome.message

    def test_one_that_cannot_be_read_says_nothing_about_the_others(self) -> None:
        found = State({TWO.key: content(2)}, {ONE.key: DOWN})
        assert told(plan([ONE, TWO, THREE], found, Options())) == ["unknown", "draft", "not-found"]


class TestApproval:
    def approved(self, *digests: str, variant: Variant = ONE) -> Options:
        return Options(approval=Approval({variant.key: frozenset(digests)}, ("plan.json",)))

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
        approval = Approval(
            {each.key: frozenset({content(number).digest}) for number, each in ((1, ONE), (2, TWO))}, ()
        )
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


class TestReferencesOutside:
    """Of an item that is not published by this run, the survey has told what Webflow has of it."""

    def blocked(self, *found: Content, refers: str = "draft") -> Outcome:
        targets = [Target(identifier(9), found)]
        (outcome,) = plan([ONE], state({ONE: content(1, refers)}, targets={ONE: targets}), Options())
        return outcome

    @pytest.mark.parametrize("name", ["published", "edited", "draft changes"])
    def test_one_that_is_live_is_fine(self, name: str) -> None:
        assert self.blocked(content(9, name)).status is Status.PENDING

    def test_one_that_is_live_in_the_primary_locale_is_fine(self) -> None:
        assert self.blocked(content(9, "draft"), content(9, "published")).status is Status.PENDING

    @pytest.mark.parametrize("name", ["draft", "queued"])
    def test_one_that_is_not_live_is_told_with_both_named(self, name: str) -> None:
        outcome = self.blocked(content(9, name))
        assert (outcome.status, outcome.reason) == (Status.BLOCKED, Reason.REFERENCE_NOT_LIVE)
        assert outcome.name == "Item 1"
        assert (
            outcome.message
            == f"It refers to Item 9 ({identifier(9)}), which is not live, and not published by this run"
        )
        assert outcome.change is Change.DRAFT

    def test_one_that_is_archived_is_told(self) -> None:
        outcome = self.blocked(content(9, "archived, once live"))
        assert outcome.message == f"It refers to Item 9 ({identifier(9)}), which is archived"

    def test_one_that_is_archived_in_one_locale_only_is_called_not_live(self) -> None:
        assert self.blocked(content(9, "archived"), content(9, "draft")).message.endswith("not published by this run")

    def test_one_that_is_gone_is_told_by_its_id(self) -> None:
        assert self.blocked().message == f"It refers to {identifier(9)}, which is not in Webflow any more"

    def test_one_without_a_name_is_told_by_its_id(self) -> None:
        assert self.blocked(content(9, name=None)).message.startswith(f"It refers to {identifier(9)}, which")

    def test_its_name_stays_one_line_that_issues_no_command(self) -> None:
        message = self.blocked(content(9, name="a\n::error::b ##[error]c")).message
        assert "\n" not in message
        assert "##[" not in message

    def test_one_of_several_that_is_not_live_is_enough(self) -> None:
        targets = [Target(identifier(8), (content(8, "published"),)), Target(identifier(9), ())]
        (outcome,) = plan([ONE], state({ONE: content(1)}, targets={ONE: targets}), Options())
        assert identifier(9) in outcome.message

    @pytest.mark.parametrize("name", ["published", "archived"])
    def test_what_is_not_to_be_published_is_not_judged_by_it(self, name: str) -> None:
        assert self.blocked(refers=name).reason is not Reason.REFERENCE_NOT_LIVE

    def test_what_refers_to_the_blocked_item_is_blocked_with_it(self) -> None:
        found = state({ONE: content(1), TWO: content(2, refers=[identifier(1)])}, targets={ONE: [Target("9" * 24, ())]})
        outcomes = plan([TWO, ONE], found, Options())
        assert told(outcomes) == ["reference-not-live"] * 2
        assert outcomes[0].message == (
            f"It refers to Item 1 ({identifier(1)}), which is not live and cannot be published: "
            f"It refers to {'9' * 24}, which is not in Webflow any more"
        )

    def test_only_the_locale_that_refers_to_it_is_blocked(self) -> None:
        english, french = variants(item(1, ENGLISH, FRENCH))
        found = state({english: content(1), french: content(1)}, targets={french: [Target(identifier(9), ())]})
        assert told(plan([english, french], found, Options())) == ["draft", "reference-not-live"]


class TestReferencesInside:
    """Of an item in the manifest, the plan itself says whether it will be live."""

    def planned(self, staged: Mapping[Variant, Content], options: Options | None = None) -> list[str]:
        return told(plan(tuple(staged), state(staged), options or Options()))

    @pytest.mark.parametrize("name", ["draft", "queued", "published", "edited", "draft changes"])
    def test_one_that_is_live_or_goes_live_too_is_fine(self, name: str) -> None:
        assert self.planned({ONE: content(1, baker=identifier(2)), TWO: content(2, name)})[0] == "draft"

    def test_one_that_is_archived_is_told_with_both_named(self) -> None:
        found = state({ONE: content(1, baker=identifier(2)), TWO: content(2, "archived")})
        outcomes = plan([ONE, TWO], found, Options())
        assert told(outcomes) == ["reference-not-live", "archived"]
        assert outcomes[0].status is Status.BLOCKED
        assert outcomes[0].message == (
            f"It refers to Item 2 ({identifier(2)}), which is not live and cannot be published: "
            "The item is archived in Webflow"
        )

    def test_one_that_webflow_does_not_have_is_told(self) -> None:
        outcomes = plan([ONE, TWO], state({ONE: content(1, baker=identifier(2))}), Options())
        assert told(outcomes) == ["reference-not-live", "not-found"]
        assert outcomes[0].message.startswith(
            f"It refers to {identifier(2)}, which is not live and cannot be published"
        )

    def test_one_that_is_gone_in_this_locale_and_live_in_the_primary_one_is_fine(self) -> None:
        live = Target(identifier(2), (content(2, "published"),))
        found = state({ONE: content(1, baker=identifier(2)), TWO: content(2, "archived")}, targets={ONE: [live]})
        assert told(plan([ONE, TWO], found, Options())) == ["draft", "archived"]

    def test_it_is_named_as_the_manifest_has_it(self) -> None:
        (named,) = variants(item(2, name="Ada\n::error::"))
        outcomes = plan([ONE, named], state({ONE: content(1, baker=identifier(2))}), Options())
        assert outcomes[0].message.startswith(rf"It refers to Ada\n::error:: ({identifier(2)}), which")

    def test_one_whose_collection_webflow_does_not_have_is_told(self) -> None:
        found = State({ONE.key: content(1, baker=identifier(2))}, {TWO.key: GONE})
        assert told(plan([ONE, TWO], found, Options())) == ["reference-not-live", "not-found"]

    @pytest.mark.parametrize("failure", [DOWN, FORBIDDEN, CUT])
    def test_one_that_could_not_be_read_may_be_live_so_that_nothing_is_said_against_what_refers_to_it(
        self, failure: Failure
    ) -> None:
        found = State({ONE.key: content(1, baker=identifier(2))}, {TWO.key: failure})
        assert told(plan([ONE, TWO], found, Options(strict=True))) == ["draft", str(failure.reason)]
        assert told(plan([ONE, TWO], found, Options())) == ["draft", "unknown"]

    def test_a_chain_is_blocked_to_its_end(self) -> None:
        chain = {
            variants(item(number))[0]: content(number, refers=[identifier(number + 1)]) for number in range(4)
        } | dict.fromkeys(variants(item(4)), content(4, "archived"))
        assert self.planned(chain) == ["reference-not-live"] * 4 + ["archived"]

    def test_a_chain_ends_at_an_item_that_is_live_already(self) -> None:
        assert self.planned(
            {
                ONE: content(1, refers=[identifier(2)]),
                TWO: content(2, "edited", refers=[identifier(3)]),
                THREE: content(3, "archived"),
            }
        ) == ["draft", "reference-not-live", "archived"]

    def test_a_circle_is_to_be_published(self) -> None:
        circle = {ONE: content(1, refers=[identifier(2)]), TWO: content(2, refers=[identifier(1)])}
        assert self.planned(circle) == ["draft", "draft"]

    def test_a_circle_with_a_reference_to_something_dead_is_blocked_whole(self) -> None:
        assert self.planned(
            {
                ONE: content(1, refers=[identifier(2)]),
                TWO: content(2, refers=[identifier(1), identifier(3)]),
                THREE: content(3, "archived"),
            }
        ) == ["reference-not-live", "reference-not-live", "archived"]

    def test_a_reference_to_itself_is_to_be_published(self) -> None:
        assert self.planned({ONE: content(1, refers=[identifier(1)])}) == ["draft"]

    def test_an_item_that_refers_to_itself_may_be_blocked_for_another(self) -> None:
        refers = {ONE: content(1, refers=[identifier(1), identifier(2)]), TWO: content(2, "archived")}
        assert self.planned(refers) == ["reference-not-live", "archived"]

    def test_what_is_unchanged_stays_so_whatever_it_refers_to(self) -> None:
        assert self.planned({ONE: content(1, "published", refers=[identifier(2)]), TWO: content(2, "archived")}) == [
            "unchanged",
            "archived",
        ]

    def test_what_is_forced_is_judged_like_what_is_changed(self) -> None:
        staged = {ONE: content(1, "published", refers=[identifier(2)]), TWO: content(2, "archived")}
        assert self.planned(staged, Options(force=True)) == ["reference-not-live", "archived"]

    def test_one_locale_that_goes_live_is_enough(self) -> None:
        english, french = variants(item(2, ENGLISH, FRENCH))
        refers = content(1, baker=identifier(2))
        assert self.planned({ONE: refers, english: content(2, "archived"), french: content(2)}) == [
            "draft",
            "archived",
            "draft",
        ]
        assert (
            self.planned({ONE: refers, english: content(2, "archived"), french: content(2, "published")})[0] == "draft"
        )

    def test_all_locales_dead_are_dead(self) -> None:
        english, french = variants(item(2, ENGLISH, FRENCH))
        staged = {ONE: content(1, baker=identifier(2)), english: content(2, "archived")}
        outcomes = plan([ONE, english, french], state(staged), Options())
        assert told(outcomes) == ["reference-not-live", "archived", "not-found"]

    def test_an_item_dies_with_its_last_locale(self) -> None:
        english, french = variants(item(2, ENGLISH, FRENCH))
        staged = {
            ONE: content(1, baker=identifier(2)),
            english: content(2, refers=[identifier(3)]),
            french: content(2, refers=[identifier(3)]),
        }
        outcomes = plan([*staged, THREE], state(staged), Options())
        assert told(outcomes) == ["reference-not-live"] * 3 + ["not-found"]

    def test_an_item_that_is_listed_under_a_wrong_collection_as_well_is_not_dead(self) -> None:
        right, wrong = variants(item(2, of=BAKERS), item(2, of=BREADS))
        staged = {ONE: content(1, baker=identifier(2)), right: content(2)}
        assert told(plan([wrong, ONE, right], state(staged), Options())) == ["not-found", "draft", "draft"]

    def test_a_chain_of_10_000_items_is_judged_in_a_moment_and_its_words_do_not_grow(self) -> None:
        wanted = variants(*(item(number) for number in range(10_001)))
        staged = {each: content(number, refers=[identifier(number + 1)]) for number, each in enumerate(wanted[:-1])}
        began = time.process_time()
        outcomes = plan(wanted, state(staged), Options())
        assert time.process_time() - began < 4
        assert told(outcomes) == ["reference-not-live"] * 10_000 + ["not-found"]
        assert max(len(each.message) for each in outcomes) <= 1000


class TestMaximum:
    def planned(self, pending: int, unchanged: int, text: str) -> tuple[Outcome, ...]:
        maximum = read_maximum(text)
        wanted = variants(*(item(number) for number in range(pending + unchanged)))
        staged = {
            each: content(number, "draft" if number < pending else "published") for number, each in enumerate(wanted)
        }
        return plan(wanted, state(staged), Options(maximum=maximum))

    @pytest.mark.parametrize(("pending", "text"), [(0, "0"), (0, "0%"), (3, "3"), (3, "100"), (5, "50%"), (10, "100%")])
    def test_as_much_as_it_allows_is_to_be_published(self, pending: int, text: str) -> None:
        assert told(self.planned(pending, 10 - pending, text)) == ["draft"] * pending + ["unchanged"] * (10 - pending)

    @pytest.mark.parametrize(("pending", "text"), [(1, "0"), (1, "0%"), (4, "3"), (6, "50%"), (10, "99%")])
    def test_more_than_it_allows_is_blocked_all_of_it(self, pending: int, text: str) -> None:
        outcomes = self.planned(pending, 10 - pending, text)
        assert told(outcomes) == ["too-many"] * pending + ["unchanged"] * (10 - pending)
        assert outcomes[0].status is Status.BLOCKED
        assert outcomes[0].change is Change.DRAFT
        assert (
            outcomes[0].message
            == f"{pending} of 10 items, counted in each locale, would be published, and `max-publish` is {text}"
        )

    def test_large_numbers_are_readable(self) -> None:
        assert self.planned(1200, 0, "1000")[0].message == (
            "1,200 of 1,200 items, counted in each locale, would be published, and `max-publish` is 1000"
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
        approval = Approval({each.key: frozenset({staged[each].digest}) for each in (goes, refers)}, ())
        options = Options(approval=approval, maximum=Maximum("1", 1, None))
        assert told(plan(wanted, state(staged), options)) == [
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
STAGED = st.one_of(st.none(), st.sampled_from(["unread", "gone"]), st.sampled_from(NAMES))
WORLD = st.dictionaries(
    st.integers(0, 12),
    st.tuples(
        st.sampled_from(LOCALES),
        st.lists(st.tuples(STAGED, st.sets(st.integers(0, 14), max_size=3)), min_size=2, max_size=2),
    ),
    max_size=10,
)
OPTIONS = st.builds(
    Options,
    force=st.booleans(),
    approval=st.one_of(
        st.none(),
        st.sets(st.integers(0, 12)).map(
            lambda numbers: Approval(
                {
                    variant.key: frozenset({"0" * 64, *digests_of(number)})
                    for number in numbers
                    for locales in LOCALES
                    for variant in variants(item(number, *locales))
                },
                (),
            )
        ),
    ),
    maximum=st.one_of(st.none(), st.builds(Maximum, st.just("N"), st.integers(0, 30), st.none())),
    strict=st.booleans(),
)


def digests_of(number: int) -> set[str]:
    """Of the content with no reference: as if it was reviewed before any reference was set."""
    return {content(number, refers=[]).digest}


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
            if name in {"unread", "gone"}:
                unread[variant.key] = DOWN if name == "unread" else GONE
            elif name is not None:
                staged[variant.key] = content(number, name, refers=[identifier(each) for each in sorted(refers)])
                targets[variant.key] = tuple(
                    Target(identifier(each), (content(each, "published"),) if outside.get(each) else ())
                    for each in sorted(refers - world.keys())
                )
    return tuple(wanted), State(staged, unread, targets)


def may_be_live(outcomes: Sequence[Outcome]) -> set[str]:
    """The IDs of items that are live, go live, or of which nobody knows, in one locale at least."""
    return {
        each.variant.item.id
        for each in outcomes
        if each.status in {Status.PENDING, Status.UNCHANGED}
        or (each.staged is not None and each.staged.is_live)
        or (each.status is Status.BLOCKED and each.staged is None)
    }


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
            assert options.approval is None or each.staged is not None
    pending = sum(each.status is Status.PENDING for each in outcomes)
    assert options.maximum is None or options.maximum.allows(pending, len(wanted))


@given(WORLD, st.dictionaries(st.integers(0, 14), st.booleans()), OPTIONS)
def test_whatever_refers_to_whatever_nothing_pending_waits_for_something_that_does_not_come(
    world: World, outside: dict[int, bool], options: Options
) -> None:
    wanted, found = read(world, outside)
    outcomes = plan(wanted, found, options)
    coming = may_be_live(outcomes)
    for each in outcomes:
        if each.status is Status.PENDING and each.staged is not None:
            inside = set(each.staged.fields["refers"]) & {variant.item.id for variant in wanted}
            assert inside - {each.variant.item.id} <= coming
            assert all(target.is_live for target in found.targets[each.variant.key])


@given(WORLD, st.dictionaries(st.integers(0, 14), st.booleans()), OPTIONS)
def test_whatever_is_blocked_for_a_reference_has_one_that_does_not_come_and_names_it(
    world: World, outside: dict[int, bool], options: Options
) -> None:
    wanted, found = read(world, outside)
    outcomes = plan(wanted, found, options)
    coming = may_be_live(outcomes)
    if any(each.reason is Reason.TOO_MANY for each in outcomes):
        return
    for each in outcomes:
        if each.reason is Reason.REFERENCE_NOT_LIVE:
            assert each.staged is not None
            lacking = {target.item_id for target in found.targets[each.variant.key] if not target.is_live}
            lacking |= set(each.staged.fields["refers"]) & {variant.item.id for variant in wanted} - coming
            assert any(item_id in each.message for item_id in lacking - {each.variant.item.id})
