from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, collection, content, identifier, item, leaving, variants
from harness.webflow import ARCHIVED, CHANGED, DRAFT, NEW, Webflow
from webflow_publish.change import Change, change_of
from webflow_publish.dependency import held_back
from webflow_publish.manifest import Variant
from webflow_publish.outcome import Outcome, Status
from webflow_publish.plan import Options, plan
from webflow_publish.reason import Reason
from webflow_publish.state import Key, State, Target
from webflow_publish.survey import Survey, kept
from webflow_publish.webflow import Content, Reader, Stage

BAKERS, BREADS = collection(1, "Bakers"), collection(2, "Breads")
ONE, TWO, THREE, FOUR = variants(item(1), item(2), item(3), item(4))
LIVE = ["published", "edited", "draft changes"]

Staged = Mapping[Variant, Content | None]
Targets = Mapping[Variant, Sequence[Target]]


def refers(number: int, *others: int, state: str = "draft") -> Content:
    """An item that refers to others."""
    return content(number, state, refers=[identifier(each) for each in others])


def target(number: int, *states: str) -> Target:
    """What Webflow has of an item that the manifest does not have where it is referred to."""
    return Target(identifier(number), tuple(content(number, state) for state in states))


def within(staged: Content, locale: str) -> Content:
    """The content as Webflow tells it of a site with several locales."""
    return replace(staged, locale=locale)


def outcome(variant: Variant, staged: Content | None) -> Outcome:
    """What is to become of an item by itself; None where Webflow does not have it."""
    if staged is None:
        return Outcome(variant, Status.FAILED, Reason.NOT_FOUND, "No such item")
    if staged.is_archived:
        return Outcome(variant, Status.FAILED, Reason.ARCHIVED, "Archived", staged=staged)
    change = change_of(staged)
    return Outcome(variant, Status.PENDING if change else Status.UNCHANGED, change=change, staged=staged)


def blocked(variant: Variant, staged: Content | None) -> Outcome:
    """An item that is held back for a reason of its own."""
    return Outcome(variant, Status.BLOCKED, Reason.CHANGED_SINCE_REVIEW, "Edited", staged=staged)


def told(outcomes: Sequence[Outcome], targets: Targets | None = None) -> dict[Variant, str]:
    """What is held back, and why."""
    found = held_back(outcomes, State(targets={each.key: tuple(some) for each, some in (targets or {}).items()}))
    assert found.keys() <= {each.variant.key for each in outcomes if each.status is Status.PENDING}
    return {each.variant: found[each.variant.key] for each in outcomes if each.variant.key in found}


def held(staged: Staged, targets: Targets | None = None) -> dict[Variant, str]:
    return told([outcome(*each) for each in staged.items()], targets)


def test_where_nothing_refers_to_anything_nothing_is_held_back() -> None:
    assert held({}) == {}
    assert held({ONE: content(1), TWO: None, THREE: content(3, "archived")}) == {}


class TestTargets:
    """Of what the manifest does not have, the survey has told what Webflow has of it."""

    def message(self, found: Target) -> str | None:
        return held({ONE: refers(1, 9)}, {ONE: [found]}).get(ONE)

    @pytest.mark.parametrize("state", LIVE)
    def test_one_that_is_live_is_good(self, state: str) -> None:
        assert self.message(target(9, state)) is None

    def test_one_that_is_live_in_the_primary_locale_is_good(self) -> None:
        assert self.message(target(9, "draft", "published")) is None

    @pytest.mark.parametrize("state", ["draft", "queued"])
    def test_one_that_is_not_live_is_named(self, state: str) -> None:
        assert self.message(target(9, state)) == (
            f"It refers to Item 9 ({identifier(9)}), which is not live, and not published by this run"
        )

    @pytest.mark.parametrize("states", [["archived"], ["archived, once live"], ["archived", "archived"]])
    def test_one_that_is_archived_is_told(self, states: list[str]) -> None:
        assert self.message(target(9, *states)) == f"It refers to Item 9 ({identifier(9)}), which is archived"

    def test_one_that_is_archived_in_one_locale_only_is_called_not_live(self) -> None:
        message = self.message(target(9, "archived", "draft"))
        assert message is not None
        assert message.endswith("which is not live, and not published by this run")

    def test_one_that_is_gone_is_told_by_its_id(self) -> None:
        assert self.message(target(9)) == f"It refers to {identifier(9)}, which is not in Webflow any more"

    def test_one_without_a_name_is_told_by_its_id(self) -> None:
        message = self.message(Target(identifier(9), (content(9, name=None),)))
        assert message is not None
        assert message.startswith(f"It refers to {identifier(9)}, which")

    def test_one_that_has_a_name_in_the_primary_locale_only_is_told_by_that(self) -> None:
        message = self.message(Target(identifier(9), (content(9, name=None), content(9))))
        assert message is not None
        assert message.startswith(f"It refers to Item 9 ({identifier(9)}), which")

    def test_its_name_stays_one_line_that_issues_no_command(self) -> None:
        message = self.message(Target(identifier(9), (content(9, name="a\n::error::b ##[error]c"),)))
        assert message is not None
        assert "\n" not in message
        assert "##[" not in message

    def test_one_of_which_nothing_could_be_told_may_be_live(self) -> None:
        assert held({ONE: refers(1, 9)}) == {}

    def test_one_of_several_that_is_not_live_is_enough(self) -> None:
        found = held({ONE: refers(1, 7, 8, 9)}, {ONE: [target(8, "published"), target(9)]})
        assert identifier(9) in found[ONE]

    @pytest.mark.parametrize("state", ["published", "archived"])
    def test_what_is_not_to_be_published_is_not_judged_by_it(self, state: str) -> None:
        assert held({ONE: refers(1, 9, state=state)}, {ONE: [target(9)]}) == {}

    @pytest.mark.parametrize("state", ["edited", "draft changes"])
    def test_what_is_live_and_edited_is_judged_like_what_is_new(self, state: str) -> None:
        assert held({ONE: refers(1, 9, state=state)}, {ONE: [target(9)]}).keys() == {ONE}

    def test_what_is_live_and_published_again_is_judged_as_well(self) -> None:
        forced = Outcome(ONE, Status.PENDING, staged=refers(1, 9, state="published"))
        assert told([forced], {ONE: [target(9)]}).keys() == {ONE}

    def test_only_the_locale_that_refers_to_it_is_held_back(self) -> None:
        english, french = variants(item(1, ENGLISH, FRENCH))
        assert held({english: content(1), french: refers(1, 9)}, {french: [target(9)]}).keys() == {french}


class TestTheManifest:
    """Of what it has in the same locale or the primary one, the plan says whether it will be live."""

    @pytest.mark.parametrize("state", ["draft", "queued", *LIVE])
    def test_one_that_is_live_or_goes_live_too_is_good(self, state: str) -> None:
        assert held({ONE: refers(1, 2), TWO: content(2, state)}) == {}

    def test_one_that_fails_is_told_by_what_webflow_has_of_it(self) -> None:
        assert held({ONE: refers(1, 2), TWO: content(2, "archived")}, {ONE: [target(2, "archived")]}) == {
            ONE: f"It refers to Item 2 ({identifier(2)}), which is archived"
        }
        assert held({ONE: refers(1, 2), TWO: None}, {ONE: [target(2)]}) == {
            ONE: f"It refers to {identifier(2)}, which is not in Webflow any more"
        }

    @pytest.mark.parametrize("staged", [content(2, "archived"), None])
    def test_one_that_fails_there_and_is_live_in_the_primary_locale_is_good(self, staged: Content | None) -> None:
        one, two = variants(item(1, FRENCH), item(2, FRENCH))
        assert held({one: refers(1, 2), two: staged}, {one: [target(2, "published")]}) == {}

    def test_one_that_could_not_be_read_may_be_live(self) -> None:
        assert told([outcome(ONE, refers(1, 2)), Outcome(TWO, Status.PENDING)]) == {}
        assert told([outcome(ONE, refers(1, 2)), blocked(TWO, None)]) == {}

    def test_one_that_is_held_back_for_a_reason_of_its_own_holds_back_what_refers_to_it(self) -> None:
        assert told([outcome(ONE, refers(1, 2)), blocked(TWO, content(2))]) == {
            ONE: f"It refers to Item 2 ({identifier(2)}), which is not live, and is held back itself"
        }

    @pytest.mark.parametrize("state", LIVE)
    def test_one_that_is_held_back_and_live_is_good(self, state: str) -> None:
        assert told([outcome(ONE, refers(1, 2)), blocked(TWO, content(2, state))]) == {}

    def test_it_is_named_as_the_manifest_has_it(self) -> None:
        (named,) = variants(item(2, name="Ada\n::error::"))
        message = told([outcome(ONE, refers(1, 2)), blocked(named, content(2))])[ONE]
        assert message.startswith(rf"It refers to Ada\n::error:: ({identifier(2)}), which")

    def test_one_that_is_listed_under_a_wrong_collection_as_well_is_good(self) -> None:
        right, wrong = variants(item(2, of=BAKERS), item(2, of=BREADS))
        assert held({wrong: None, ONE: refers(1, 2), right: content(2)}) == {}

    def test_a_reference_to_itself_is_good(self) -> None:
        assert held({ONE: refers(1, 1)}) == {}
        english, french = variants(item(1, ENGLISH, FRENCH))
        assert held({english: refers(1, 1), french: content(1, "archived")}) == {}

    def test_an_item_that_refers_to_itself_may_be_held_back_for_another(self) -> None:
        assert held({ONE: refers(1, 1, 9)}, {ONE: [target(9)]}).keys() == {ONE}


class TestLocales:
    """A reference shows the item in its own locale; Webflow falls back on the primary one, and on no other."""

    def test_one_that_goes_live_in_the_same_locale_is_good(self) -> None:
        one, two = variants(item(1, FRENCH), item(2, FRENCH))
        assert held({one: refers(1, 2), two: content(2)}) == {}

    def test_one_that_goes_live_in_the_primary_locale_is_good(self) -> None:
        one, french = variants(item(1, FRENCH), item(2, FRENCH))
        assert held({one: refers(1, 2), TWO: content(2)}) == {}
        assert told([outcome(one, refers(1, 2)), blocked(french, content(2)), outcome(TWO, content(2))]) == {}

    def test_one_that_goes_live_in_another_locale_only_is_told(self) -> None:
        (french,) = variants(item(2, FRENCH))
        assert held({ONE: refers(1, 2), french: content(2)}, {ONE: [target(2, "draft")]}) == {
            ONE: f"It refers to Item 2 ({identifier(2)}), which is not live in this locale or the primary one, "
            "and listed in another one only"
        }

    def test_one_that_is_listed_in_another_locale_and_archived_where_it_is_shown_is_called_so(self) -> None:
        (french,) = variants(item(2, FRENCH))
        found = held({ONE: refers(1, 2), french: content(2)}, {ONE: [target(2, "archived")]})
        assert found[ONE].endswith("which is archived")

    def test_one_that_is_listed_in_another_locale_is_never_called_gone(self) -> None:
        (french,) = variants(item(2, FRENCH))
        found = held({ONE: refers(1, 2), french: content(2)}, {ONE: [target(2)]})
        assert found[ONE].endswith("listed in another one only")

    def test_one_that_is_listed_in_another_locale_and_live_where_it_is_shown_is_good(self) -> None:
        (french,) = variants(item(2, FRENCH))
        assert held({ONE: refers(1, 2), french: content(2, "archived")}, {ONE: [target(2, "published")]}) == {}

    def test_the_primary_locale_may_be_named_by_its_id(self) -> None:
        french, english = variants(item(1, FRENCH), item(2, ENGLISH))
        both = Target(identifier(2), (within(content(2), FRENCH), within(content(2), ENGLISH)))
        for one in (french, ONE):
            assert held({one: refers(1, 2), english: content(2)}, {one: [both]}) == {}

    def test_the_primary_locale_that_is_named_by_its_id_may_be_held_back_itself(self) -> None:
        french, english = variants(item(1, FRENCH), item(2, ENGLISH))
        targets = {
            french: [Target(identifier(2), (within(content(2), ENGLISH),))],
            english: [target(9, "draft")],
        }
        found = held({french: refers(1, 2), english: refers(2, 9)}, targets)
        assert found.keys() == {french, english}
        assert found[french].endswith("is held back itself")

    def test_an_item_is_not_live_when_its_last_locale_is_held_back(self) -> None:
        one, french = variants(item(1, FRENCH), item(2, FRENCH))
        dead = {french: [target(9)], TWO: [target(9)]}
        staged = {one: refers(1, 2), french: refers(2, 9), TWO: refers(2, 9)}
        assert held(staged, dead).keys() == {one, french, TWO}
        assert held(staged, {french: [target(9)]}).keys() == {french}
        assert held(staged, {TWO: [target(9)]}).keys() == {TWO}


class TestChains:
    """What refers to something that is held back is held back as well, unless that is live already."""

    def test_a_chain_is_held_back_to_its_end(self) -> None:
        chain = {ONE: refers(1, 2), TWO: refers(2, 3), THREE: refers(3, 9)}
        for order in (list(chain), list(reversed(chain))):
            assert held({each: chain[each] for each in order}, {THREE: [target(9)]}).keys() == set(chain)

    def test_its_words_do_not_nest(self) -> None:
        assert held({ONE: refers(1, 2), TWO: refers(2, 3), THREE: refers(3, 9)}, {THREE: [target(9)]}) == {
            ONE: f"It refers to Item 2 ({identifier(2)}), which is not live, and is held back itself",
            TWO: f"It refers to Item 3 ({identifier(3)}), which is not live, and is held back itself",
            THREE: f"It refers to {identifier(9)}, which is not in Webflow any more",
        }

    def test_it_ends_at_an_item_that_is_live_already(self) -> None:
        chain = {ONE: refers(1, 2), TWO: refers(2, 3, state="edited"), THREE: refers(3, 9)}
        assert held(chain, {THREE: [target(9)]}).keys() == {TWO, THREE}

    def test_what_is_unchanged_holds_nothing_back_and_is_not_held_back(self) -> None:
        chain = {ONE: refers(1, 2), TWO: refers(2, 9, state="published")}
        assert held(chain, {TWO: [target(9)]}) == {}

    def test_a_circle_is_to_be_published(self) -> None:
        assert held({ONE: refers(1, 2), TWO: refers(2, 1)}) == {}

    def test_a_circle_with_a_reference_to_something_dead_is_held_back_whole(self) -> None:
        circle = {ONE: refers(1, 2), TWO: refers(2, 3), THREE: refers(3, 1, 9), FOUR: content(4)}
        assert held(circle, {THREE: [target(9)]}).keys() == {ONE, TWO, THREE}

    def test_one_of_10_000_items_is_judged_in_a_moment(self) -> None:
        wanted = variants(*(item(number) for number in range(10_000)))
        chain = {each: refers(number, number + 1) for number, each in enumerate(wanted)}
        began = time.process_time()
        found = held(chain, {wanted[-1]: [target(10_000)]})
        assert time.process_time() - began < 4
        assert found.keys() == set(wanted)
        assert max(map(len, found.values())) < 200

    def test_10_000_items_that_all_refer_to_one_are_judged_in_a_moment(self) -> None:
        wanted = variants(*(item(number) for number in range(10_000)))
        crowd = {each: refers(number, 0) for number, each in enumerate(wanted)} | {wanted[0]: refers(0, 10_000)}
        began = time.process_time()
        found = held(crowd, {wanted[0]: [target(10_000)]})
        assert time.process_time() - began < 4
        assert found.keys() == set(wanted)


STATES: dict[str, dict[str, Any]] = {
    "live": {},
    "edited": CHANGED,
    "new": NEW,
    "draft": DRAFT,
    "archived": ARCHIVED,
}
LISTED: list[tuple[str, ...]] = [(), (ENGLISH,), (FRENCH,), (ENGLISH, FRENCH)]
ITEM = st.tuples(
    st.sampled_from([*STATES, "new", "draft", "gone"]),
    st.sampled_from([*STATES, "new", "draft", "gone"]),
    st.sets(st.integers(0, 9), max_size=3),
    st.none() | st.sampled_from(LISTED),
)
Site = dict[int, tuple[str, str, set[int], tuple[str, ...] | None]]
"""By number: the state in English and in French, what it refers to, and the locales in the manifest if it is there."""

SITES: st.SearchStrategy[Site] = st.dictionaries(st.integers(0, 7), ITEM, min_size=2, max_size=8)


class Ignorant:
    """Looks on, and does nothing."""

    def read(self, done: int, total: int, requests: int, unread: int) -> None:
        """Nothing."""


def put(webflow: Webflow, site: Site) -> tuple[Variant, ...]:
    """Have the site, in which English is the primary locale; its manifest."""
    webflow.describe(collection(), related=collection())
    listed: list[Variant] = []
    for number, (english, french, others, locales) in site.items():
        for locale, state in ((ENGLISH, english), (FRENCH, french)):
            if state != "gone":
                related = [identifier(each) for each in sorted(others)]
                webflow.put(Stage.STAGED, number, locale, related=related, **STATES[state])
        if locales is not None:
            listed += variants(item(number, *locales))
    return tuple(listed)


def planned(site: Site, *, force: bool) -> tuple[Outcome, ...]:
    """The plan that comes of what a survey reads."""
    webflow = Webflow()
    wanted = put(webflow, site)
    survey = Survey(Reader(webflow), webflow.lookup(), Ignorant())
    return plan(wanted, survey.state(wanted, partial(kept, force=force, with_fields=True)), Options(force=force))


def place(number: int, locale: str | None) -> tuple[str, str]:
    """Item and locale, the primary one always by its ID."""
    return identifier(number), locale or ENGLISH


def named(each: Outcome, site: Site) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """For each reference to another item, where that would be good: in the same locale, and in the primary one."""
    number = int(each.variant.item.id[-7:], 16)
    return [(place(other, each.variant.locale), place(other, None)) for other in sorted(site[number][2] - {number})]


def good_in(site: Site, outcomes: Sequence[Outcome]) -> set[tuple[str, str]]:
    """Where items are live, or go live by the plan."""
    live = {
        place(number, locale)
        for number, (*states, _, _) in site.items()
        for locale, state in zip((ENGLISH, FRENCH), states, strict=True)
        if state in {"live", "edited"}
    }
    return live | {place_of(each) for each in outcomes if each.status is Status.PENDING}


def place_of(each: Outcome) -> tuple[str, str]:
    return each.variant.item.id, each.variant.locale or ENGLISH


@given(SITES, st.booleans())
def test_whatever_a_site_has_nothing_goes_out_that_refers_to_what_is_not_live_and_does_not_come(
    site: Site, force: bool
) -> None:
    outcomes = planned(site, force=force)
    good = good_in(site, outcomes)
    for each in outcomes:
        if each.status is Status.PENDING:
            assert all(good.intersection(places) for places in named(each, site))


@given(SITES, st.booleans())
def test_whatever_a_site_has_what_is_held_back_refers_to_something_that_is_not_live_or_is_held_back_there(
    site: Site, force: bool
) -> None:
    outcomes = planned(site, force=force)
    good = good_in(site, outcomes)
    held_there = {place_of(each) for each in outcomes if each.status is Status.BLOCKED}
    for each in outcomes:
        if each.reason is Reason.REFERENCE_NOT_LIVE:
            # Where the manifest has an item in one of the two places, nobody looks whether it is live in the other.
            lacking = [
                own for own, primary in named(each, site) if not good & {own, primary} or held_there & {own, primary}
            ]
            assert any(item_id in each.message for item_id, _ in lacking)


@given(SITES, st.booleans())
def test_what_is_held_back_does_not_depend_on_the_order_of_the_manifest(site: Site, force: bool) -> None:
    backwards = dict(reversed(site.items()))
    assert told_of(planned(site, force=force)) == told_of(planned(backwards, force=force))


def told_of(outcomes: Sequence[Outcome]) -> set[tuple[Key, Status, Reason | None]]:
    return {(each.variant.key, each.status, each.reason) for each in outcomes}


class TestWhatIsTakenDown:
    """It does not count as live for what refers to it."""

    OFF, OFF_IN_FRENCH = variants(leaving(2))[0], variants(leaving(2, FRENCH))[0]

    def held(self, referring: Variant, off: Variant, *contents: Content) -> list[str]:
        outcomes = [
            outcome(referring, refers(1, 2)),
            Outcome(off, Status.PENDING, change=Change.TAKEN_DOWN, staged=contents[0]),
        ]
        return list(told(outcomes, {referring: [Target(identifier(2), contents)]}).values())

    def test_what_refers_to_it_is_held_back(self) -> None:
        (message,) = self.held(ONE, self.OFF, content(2, "published"))
        assert (
            message == "It refers to Item 2 (643fd856d66b652810000002), which the manifest has taken off the live site"
        )

    def test_also_where_the_primary_locale_is_named_in_one_of_the_two_only(self) -> None:
        (named,) = variants(item(1, ENGLISH))
        assert self.held(named, self.OFF, within(content(2, "published"), ENGLISH))

    def test_the_primary_locale_is_fallen_back_on_where_it_is_live(self) -> None:
        (french,) = variants(item(1, FRENCH))
        own, primary = within(content(2, "published"), FRENCH), within(content(2, "published"), ENGLISH)
        assert self.held(french, self.OFF_IN_FRENCH, own)
        assert not self.held(french, self.OFF_IN_FRENCH, own, primary)

    def test_of_what_could_not_be_read_nobody_knows(self) -> None:
        off = Outcome(self.OFF, Status.PENDING, change=Change.TAKEN_DOWN)
        assert not told([outcome(ONE, refers(1, 2)), off])

    def test_it_is_never_held_back_itself(self) -> None:
        off = Outcome(self.OFF, Status.PENDING, change=Change.TAKEN_DOWN, staged=refers(2, 3, state="published"))
        assert not told([off], {self.OFF: [target(3, "archived")]})
