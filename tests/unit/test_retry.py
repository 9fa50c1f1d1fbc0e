from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.results import SOURCE, blocked, failed, invalid, mixed, planned, published, success, unchanged
from harness.samples import ENGLISH, FRENCH, collection, identifier, item, named, unfound
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection, Item, Manifest
from webflow_publish.outcome import MISSING, Outcome, Result, Status, Verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.report import report
from webflow_publish.retry import Retry, read_retry, retried

POSTS = collection().id
ONE, TWO = identifier(1), identifier(2)
STARTED = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
NOWHERE = " run without `retry-from`: what is live already is left alone."


def of(result: Result, mode: Mode = Mode.PUBLISH) -> str:
    return b"".join(report(result, mode, SOURCE, STARTED)).decode()


def written(*outcomes: Outcome, verdict: Verdict = Verdict.FAILED) -> str:
    return of(Result(verdict, None, outcomes))


def found(text: str, *, allow_empty: bool = False) -> Retry | Problem:
    return read_retry("report.json", lambda: io.BytesIO(text.encode()), allow_empty=allow_empty)


def read(text: str, *, allow_empty: bool = False) -> Retry:
    retry = found(text, allow_empty=allow_empty)
    assert isinstance(retry, Retry), retry
    return retry


def refused(text: str, *, allow_empty: bool = False) -> Problem:
    problem = found(text, allow_empty=allow_empty)
    assert isinstance(problem, Problem)
    return problem


def manifest(*items: Item, empty: tuple[Collection, ...] = ()) -> Manifest:
    return Manifest(("webflow-publish.yml",), items, empty)


def undone(*items: Item) -> Retry:
    """What is left to do where these items failed in each of their locales."""
    return read(written(*failed(Reason.REJECTED, "No", *items)))


def left(retry: Retry, whole: Manifest, selected: Manifest | None = None, *, allow_empty: bool = False) -> Manifest:
    part = retried(retry, whole, selected or whole, allow_empty=allow_empty)
    assert isinstance(part, Manifest), part
    return part


def wrong(retry: Retry, whole: Manifest, selected: Manifest | None = None, *, allow_empty: bool = False) -> Problem:
    problem = retried(retry, whole, selected or whole, allow_empty=allow_empty)
    assert isinstance(problem, Problem)
    return problem


class TestTheReport:
    """Of an earlier publish, what failed or was blocked is to be tried again, and nothing else."""

    def test_what_failed_or_was_blocked_is_kept_with_its_name(self) -> None:
        retry = read(
            written(
                *published(item(1)),
                *failed(Reason.REJECTED, "No", item(2, name="Rye")),
                *unchanged(item(3)),
                *blocked(Reason.TIMED_OUT, "No time", item(4, ENGLISH, FRENCH)),
            )
        )
        assert retry == Retry(
            "report.json",
            {
                (POSTS, TWO, None): "Rye",
                (POSTS, identifier(4), ENGLISH): None,
                (POSTS, identifier(4), FRENCH): None,
            },
        )

    def test_of_a_run_of_all_kinds_the_same_is_kept_as_it_counts_as_missing(self) -> None:
        missing = [each.variant.key for each in mixed().outcomes if each.status in MISSING]
        assert list(read(of(mixed())).undone) == missing

    @pytest.mark.parametrize("allow_empty", [False, True])
    @pytest.mark.parametrize("verdict", [Verdict.CANCELLED, Verdict.DENIED, Verdict.UNAVAILABLE])
    def test_a_run_that_came_to_an_end_before_anything_was_sent_is_tried_again_in_whole(
        self, verdict: Verdict, allow_empty: bool
    ) -> None:
        text = written(*blocked(Reason.CANCELLED, "Stopped", item(1), item(2)), verdict=verdict)
        assert list(read(text, allow_empty=allow_empty).undone) == [(POSTS, ONE, None), (POSTS, TWO, None)]

    @pytest.mark.parametrize("text", [of(success()), written(verdict=Verdict.NOTHING_TO_DO)])
    def test_where_nothing_failed_there_is_nothing_to_retry(self, text: str) -> None:
        problem = refused(text)
        assert problem.message == (
            "There is nothing to retry: in the report `report.json` nothing failed, and nothing was blocked."
        )
        assert "`allow-empty`" in problem.hint

    def test_there_may_be_nothing_where_that_is_allowed(self) -> None:
        assert read(of(success()), allow_empty=True) == Retry("report.json", {})

    @pytest.mark.parametrize("allow_empty", [False, True])
    @pytest.mark.parametrize("result", [invalid(), Result(Verdict.CANCELLED), Result(Verdict.FAILED, defect="Oh")])
    def test_a_run_that_tried_nothing_is_told_as_such_whatever_is_allowed(
        self, result: Result, allow_empty: bool
    ) -> None:
        problem = refused(of(result), allow_empty=allow_empty)
        assert problem.message == (
            f"The run that wrote the report `report.json` ended as `{result.verdict}` before it tried anything, so "
            "that there is nothing to try again."
        )
        assert problem.hint == "Put right what its job summary tells, and run without `retry-from`."


class TestWhatIsNoSuchReport:
    @pytest.mark.parametrize(
        ("result", "mode"), [(planned(), Mode.PLAN), (Result(Verdict.SUCCESS), Mode.VALIDATE), (invalid(), Mode.PLAN)]
    )
    def test_one_of_another_mode(self, result: Result, mode: Mode) -> None:
        problem = refused(of(result, mode), allow_empty=True)
        assert problem.message == (
            f"The earlier report `report.json` was written in the mode `{mode}`, and the report of a publish is wanted."
        )
        assert problem.hint == f"Name the report of a run with `mode: publish`, or{NOWHERE}"

    @pytest.mark.parametrize(("version", "age"), [(2, "newer"), (0, "older")])
    def test_one_of_another_version(self, version: int, age: str) -> None:
        problem = refused(of(mixed()).replace('"version": 1', f'"version": {version}'))
        assert f"has the version `{version}`, which is {age}" in problem.message
        assert problem.hint == f"Retry with the release of the action that wrote the report, or{NOWHERE}"

    @pytest.mark.parametrize("text", ["", "{", "{}", "[]", "version: 1\n", of(mixed())[:-10], f"[{of(mixed())}]"])
    def test_one_that_is_damaged_or_none_at_all(self, text: str) -> None:
        problem = refused(text, allow_empty=True)
        assert problem.message.startswith("The earlier report `report.json` is ")
        assert problem.hint == (f"Pass on the file that a publish wrote for the input `report`, as it is, or{NOWHERE}")

    @pytest.mark.parametrize("status", ["pending", "deleted", "Failed", None, 1, []])
    def test_one_with_a_status_that_no_publish_ends_in(self, status: object) -> None:
        text = of(mixed()).replace('"status": "blocked"', f'"status": {json.dumps(status)}')
        position = 1 + next(n for n, each in enumerate(mixed().outcomes) if each.status is Status.BLOCKED)
        assert refused(text).message == (
            f"The earlier report `report.json` is damaged: what stands in entry {position} of `items` is not what a "
            "run writes."
        )

    def test_one_that_cannot_be_read(self) -> None:
        def refusing() -> BinaryIO:
            raise PermissionError(13, "Permission denied")

        problem = read_retry("report.json", refusing, allow_empty=True)
        assert isinstance(problem, Problem)
        assert problem.message == "The earlier report `report.json` cannot be read: Permission denied."
        assert problem.hint


class TestThePartOfTheManifest:
    """It has each item in the locales in which it was left undone, in the order of the manifest."""

    def test_items_that_were_left_undone_are_in_it(self) -> None:
        first, second, third = item(1), item(2), item(3, of=collection(2))
        assert left(undone(third, first), manifest(first, second, third)) == manifest(first, third)

    def test_an_item_is_in_it_with_the_locales_that_were_left_undone(self) -> None:
        whole = manifest(item(1, ENGLISH, FRENCH), item(2, ENGLISH, FRENCH), item(3, ENGLISH))
        part = left(undone(item(1, FRENCH), item(2, FRENCH, ENGLISH)), whole)
        assert part == manifest(item(1, FRENCH), item(2, ENGLISH, FRENCH))

    def test_an_item_that_is_listed_twice_is_in_it_where_its_locale_is(self) -> None:
        whole = manifest(item(1, ENGLISH), item(1, FRENCH, line=40))
        assert left(undone(item(1, FRENCH)), whole) == manifest(item(1, FRENCH, line=40))

    def test_the_same_item_of_another_collection_is_not(self) -> None:
        here, there = item(1), item(1, of=collection(2))
        assert left(undone(here), manifest(here, there)) == manifest(here)

    def test_what_was_added_to_the_manifest_since_is_not(self) -> None:
        assert left(undone(item(1)), manifest(item(1), item(9))) == manifest(item(1))

    def test_the_input_only_restricts_it_further(self) -> None:
        first, second, third = item(1), item(2), item(3)
        whole = manifest(first, second, third)
        assert left(undone(first, second), whole, manifest(second, third)) == manifest(second)

    @pytest.mark.parametrize("empty", [(), (collection(2),)])
    def test_nothing_in_both_is_a_problem_unless_it_is_allowed(self, empty: tuple[Collection, ...]) -> None:
        whole, selected = manifest(item(1), item(2), empty=empty), manifest(item(2), empty=empty)
        problem = wrong(undone(item(1)), whole, selected)
        assert problem.message == (
            "Nothing of what the input `only` names failed or was blocked in the report `report.json`."
        )
        assert "`allow-empty`" in problem.hint
        assert left(undone(item(1)), whole, selected, allow_empty=True) == manifest()

    def test_nothing_at_all_is_nothing_to_do(self) -> None:
        nothing = read(of(success()), allow_empty=True)
        assert left(nothing, manifest(item(1)), allow_empty=True) == manifest()


class TestNames:
    """What the earlier run knew by its name only is what has that name in the manifest now."""

    def test_an_item_that_was_not_found_is_tried_again_whether_it_is_there_now_or_not(self) -> None:
        gone = replace(named(item(1, FRENCH)), id="rye", is_found=False)
        retry = undone(gone)
        assert list(retry.undone) == [(POSTS, "rye", FRENCH)]
        for now in (gone, named(item(1, FRENCH))):
            assert left(retry, manifest(now, named(item(2), "wheat"))).items == (now,)

    def test_it_is_tried_again_in_the_locales_in_which_it_was_not_found(self) -> None:
        retry = undone(replace(named(item(1, FRENCH)), id="rye", is_found=False))
        assert left(retry, manifest(named(item(1, ENGLISH, FRENCH)))).items == (named(item(1, FRENCH)),)

    def test_what_was_never_looked_for_is_tried_again_in_all_its_locales(self) -> None:
        retry = undone(unfound(item(1, "fr")), unfound(item(2), "wheat"))
        found = (named(item(1, ENGLISH, FRENCH)), named(item(2), "wheat"), named(item(3), "oats"))
        assert left(retry, manifest(*found)).items == found[:2]

    def test_an_id_in_a_collection_that_was_not_found_is_that_id(self) -> None:
        earlier = replace(unfound(item(1)), id=ONE, slug=None, is_found=True)
        now = replace(named(item(1)), slug=None)
        assert left(undone(earlier), manifest(now, replace(named(item(2)), slug=None))).items == (now,)

    def test_what_had_an_id_is_that_item_by_whichever_name(self) -> None:
        retry = undone(named(item(1), "old-name"))
        assert left(retry, manifest(named(item(1), "new-name"))).items == (named(item(1), "new-name"),)

    def test_the_same_slug_of_another_collection_is_not(self) -> None:
        retry = undone(replace(named(item(1)), id="rye", is_found=False))
        other = named(item(3, of=collection(2)))
        assert left(retry, manifest(named(item(1)), other)).items == (named(item(1)),)

    def test_a_name_that_the_manifest_does_not_have_any_more_is_told(self) -> None:
        retry = undone(replace(named(item(1)), id="rye", is_found=False))
        assert "1 item is not in the manifest: rye." in wrong(retry, manifest(named(item(2), "wheat"))).message


class TestAnotherManifest:
    """What was left undone has to be in the manifest, or the report is of another one."""

    @pytest.mark.parametrize("allow_empty", [False, True])
    def test_an_item_that_is_not_there_is_told_with_its_name(self, allow_empty: bool) -> None:
        whole = manifest(item(1), item(2))
        problem = wrong(undone(item(1), item(3, name="Rye")), whole, manifest(item(1)), allow_empty=allow_empty)
        assert problem.message == (
            "Of what failed or was blocked in the report `report.json`, 1 item is not in the manifest: "
            f"`Rye` ({identifier(3)})."
        )
        assert problem.hint == (
            "Name the report of a run with this manifest, and look at the input `manifest`. If they were taken out on "
            f"purpose,{NOWHERE}"
        )

    def test_an_item_without_a_name_is_told_with_its_id(self) -> None:
        problem = wrong(undone(item(3)), manifest(item(1)))
        assert problem.message.endswith(f", 1 item is not in the manifest: {identifier(3)}.")

    def test_of_many_the_first_are_told(self) -> None:
        problem = wrong(undone(*map(item, range(2_000))), manifest(item(1_999)))
        first = ", ".join(map(identifier, range(3)))
        assert problem.message.endswith(f", 1,999 items are not in the manifest: {first} and 1,996 more.")

    def test_a_locale_in_which_the_item_is_not_there_is_told(self) -> None:
        problem = wrong(undone(item(1, ENGLISH, FRENCH)), manifest(item(1, ENGLISH)))
        assert problem.message.endswith(f"is not in the manifest: {ONE} in the locale {FRENCH}.")

    def test_the_primary_locale_is_another_than_any_that_is_named(self) -> None:
        assert wrong(undone(item(1)), manifest(item(1, ENGLISH))).message.endswith(f": {ONE}.")
        assert wrong(undone(item(1, ENGLISH)), manifest(item(1))).message.endswith(f": {ONE} in the locale {ENGLISH}.")

    def test_what_was_published_need_not_be_there_any_more(self) -> None:
        retry = read(written(*published(item(1)), *failed(Reason.REJECTED, "No", item(2))))
        assert left(retry, manifest(item(2))) == manifest(item(2))

    def test_hostile_names_stay_in_their_quotation(self) -> None:
        problem = wrong(undone(item(3, name="`](https://example.com)\n::error::")), manifest(item(1)))
        assert problem.message.count("`") == 4
        assert "\n" not in problem.message


KEYS = [(number, locale) for number in range(4) for locale in (None, ENGLISH, FRENCH)]


@given(st.sets(st.sampled_from(KEYS)), st.sets(st.sampled_from(KEYS)))
def test_either_everything_that_was_left_undone_is_in_the_part_or_it_is_of_another_manifest(
    listed: set[tuple[int, str | None]], missing: set[tuple[int, str | None]]
) -> None:
    def items(keys: set[tuple[int, str | None]]) -> list[Item]:
        return [item(number, *(locale,) if locale else ()) for number, locale in sorted(keys, key=str)]

    retry = (
        read(written(*failed(Reason.REJECTED, "No", *items(missing))), allow_empty=True) if missing else Retry("", {})
    )
    part = retried(retry, manifest(*items(listed)), manifest(*items(listed)), allow_empty=True)
    if missing <= listed:
        assert isinstance(part, Manifest)
        assert {each.key for each in part.variants()} == set(retry.undone)
    else:
        assert isinstance(part, Problem)
