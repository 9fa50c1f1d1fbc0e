from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import FRENCH, collection, identifier
from webflow_publish.approval import Approval, read_approval
from webflow_publish.earlier import MAXIMUM_BYTES, Opener
from webflow_publish.problem import Problem
from webflow_publish.report import record

POSTS = collection().id
ONE, TWO = identifier(1), identifier(2)
FIRST, SECOND = "1" * 64, "2" * 64


def entry(
    item: str = ONE, locale: str | None = None, digest: str | None = FIRST, status: object = "pending"
) -> dict[str, Any]:
    return {
        "item": {"id": item, "name": "Spring launch"},
        "collection": {"id": POSTS, "name": None},
        "locale": locale,
        "status": status,
        "digest": digest,
    }


def plan(*items: dict[str, Any], **others: Any) -> bytes:
    report = {"version": 1, "mode": "plan", "outcome": "pending", "items": list(items), **others}
    return json.dumps(report).encode()


def file(data: bytes) -> Opener:
    return lambda: io.BytesIO(data)


def read(*documents: bytes) -> Approval:
    found = read_approval([(f"{number}.json", file(data)) for number, data in enumerate(documents)])
    assert isinstance(found, Approval), found
    return found


def refused(*documents: bytes) -> list[Problem]:
    found = read_approval([(f"plan/{number}.json", file(data)) for number, data in enumerate(documents)])
    assert not isinstance(found, Approval)
    return list(found)


def test_each_item_in_each_locale_is_approved_in_the_state_that_was_planned() -> None:
    found = read(plan(entry(), entry(locale=FRENCH, digest=SECOND), entry(TWO)))
    assert found == Approval(
        {
            (POSTS, ONE, None): frozenset({FIRST}),
            (POSTS, ONE, FRENCH): frozenset({SECOND}),
            (POSTS, TWO, None): frozenset({FIRST}),
        }
    )


@pytest.mark.parametrize("status", ["pending", "unchanged"])
def test_what_a_plan_shows_as_going_live_or_as_live_is_approved(status: str) -> None:
    assert read(plan(entry(status=status))).digests == {(POSTS, ONE, None): {FIRST}}


@pytest.mark.parametrize("status", ["failed", "blocked", "published", "Pending", "", None, 1, True, [], {}])
def test_what_a_plan_shows_as_anything_else_is_known_and_not_approved(status: object) -> None:
    found = read(plan(entry(status=status), entry(TWO), outcome="failed"))
    assert found.digests == {(POSTS, ONE, None): frozenset(), (POSTS, TWO, None): {FIRST}}


def test_what_could_not_be_read_for_the_plan_is_known_and_not_approved() -> None:
    assert read(plan(entry(digest=None))).digests == {(POSTS, ONE, None): frozenset()}


def test_a_report_is_opened_when_the_one_before_it_was_read() -> None:
    class Told(io.BytesIO):
        """Tells when it is closed."""

        def close(self) -> None:
            if not self.closed:
                events.append("closed")
            super().close()

    def opened() -> BinaryIO:
        events.append("opened")
        return Told(plan(entry()))

    def documents() -> Iterator[tuple[str, Opener]]:
        for number in range(3):
            yield f"{number}.json", opened

    events: list[str] = []
    assert isinstance(read_approval(documents()), Approval)
    assert events == ["opened", "closed"] * 3


def test_no_report_at_all_approves_nothing() -> None:
    assert read() == Approval({})


def test_several_reports_approve_what_any_of_them_shows() -> None:
    held = entry(TWO, FRENCH, status="blocked")
    found = read(plan(entry(), held), plan(entry(digest=SECOND), entry(TWO)), plan(entry(digest=None), held))
    assert found.digests == {
        (POSTS, ONE, None): {FIRST, SECOND},
        (POSTS, TWO, None): {FIRST},
        (POSTS, TWO, FRENCH): frozenset(),
    }


def test_what_one_report_approves_no_other_report_takes_back() -> None:
    assert read(plan(entry()), plan(entry(digest=SECOND, status="failed"))).digests == {(POSTS, ONE, None): {FIRST}}


def test_a_plan_that_had_nothing_to_look_at_approves_nothing() -> None:
    assert read(plan(outcome="nothing-to-do")).digests == {}


@pytest.mark.parametrize("outcome", ["failed", "unavailable", "cancelled"])
def test_a_plan_that_did_not_get_all_the_way_approves_what_it_shows(outcome: str) -> None:
    found = read(plan(entry(), entry(TWO, digest=None, status="blocked"), outcome=outcome))
    assert found.digests == {(POSTS, ONE, None): {FIRST}, (POSTS, TWO, None): frozenset()}


@pytest.mark.parametrize("outcome", ["invalid", "cancelled", "denied", "unavailable", "failed"])
@pytest.mark.parametrize("items", [[], [entry(status="blocked")], [entry(digest=None), entry(TWO, status="failed")]])
def test_a_plan_that_approves_nothing_because_it_failed_is_refused(items: list[dict[str, Any]], outcome: str) -> None:
    (problem,) = refused(plan(*items, outcome=outcome))
    assert problem.message == (
        f"The reviewed plan `plan/0.json` approves nothing, because the run that wrote it ended as `{outcome}`."
    )
    assert "Let that run succeed first" in problem.hint


def test_the_report_of_another_mode_is_refused() -> None:
    (problem,) = refused(plan(entry(), mode="publish"))
    assert problem.message == (
        "The reviewed plan `plan/0.json` was written in the mode `publish`, and a plan is wanted."
    )
    assert "`mode: plan`" in problem.hint


@pytest.mark.parametrize("version", [2, 0, "1", True, 1.0, None, [], float("1e999")])
def test_another_version_is_refused(version: object) -> None:
    (problem,) = refused(plan(entry(), version=version).replace(b"Infinity", b"1e999"))
    assert "has the version" in problem.message
    assert "the same release" in problem.hint


def test_the_version_is_the_one_that_this_release_writes() -> None:
    assert read(plan(entry(), version=record.VERSION)).digests


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"version: 1",
        b"\xff\xfe",
        b"PK\x03\x04",
        b'{"version": 1, "version": 1, "mode": "plan", "outcome": "pending", "items": []}',
        b'{"version": NaN, "mode": "plan", "outcome": "pending", "items": []}',
        b"[" * 1_000_000,
        b'{"a":' * 1_000_000,
        b"9" * 10_000,
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    (problem,) = refused(data)
    assert problem.message == "The reviewed plan `plan/0.json` is not JSON, or is damaged."
    assert problem.hint


@pytest.mark.parametrize("data", [b"[]", b"1", b"null", b'"plan"', b"{}", b'{"version": 1, "mode": "plan"}'])
def test_json_of_another_kind_is_refused(data: bytes) -> None:
    (problem,) = refused(data)
    assert problem.message == "The reviewed plan `plan/0.json` is JSON, but no report of webflow-publish."


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        "643fd856d66b6528195ee2ca",
        {},
        {**entry(), "item": None},
        {**entry(), "item": {"id": "hello-world"}},
        {**entry(), "item": {"id": 1}},
        {**entry(), "collection": {"id": POSTS.upper()}},
        {**entry(), "locale": "fr-CA"},
        {**entry(), "locale": False},
        {**entry(), "digest": "1" * 63},
        {**entry(), "digest": "A" * 64},
        {**entry(), "digest": "1" * 64 + "\n"},
        {**entry(), "digest": 1},
        {key: value for key, value in entry().items() if key != "digest"},
        {key: value for key, value in entry().items() if key != "status"},
    ],
)
def test_an_entry_that_no_plan_writes_is_told_with_its_number(wrong: Any) -> None:
    (problem,) = refused(plan(entry(), wrong))
    assert "entry 2 of `items`" in problem.message


@pytest.mark.parametrize("items", [None, {}, "items", 1])
def test_items_that_are_no_list_are_told(items: object) -> None:
    (problem,) = refused(plan(items=items))
    assert problem.message == "The reviewed plan `plan/0.json` has no list of `items`."


def test_a_report_that_was_given_another_form_and_is_too_large_for_that_is_refused() -> None:
    (problem,) = refused(plan(entry()) + b" " * MAXIMUM_BYTES)
    assert problem.message == (
        "The reviewed plan `plan/0.json` has more than 8,388,608 bytes, and not an entry on each line."
    )
    assert problem.hint == "Pass on the file as the mode plan writes it with the input `report`."


def test_a_report_that_cannot_be_read_is_told_beside_others_that_are_wrong() -> None:
    def gone() -> BinaryIO:
        raise FileNotFoundError(2, "No such file or directory")

    found = read_approval([("gone.json", gone), ("damaged.json", file(b"{"))])
    assert isinstance(found, tuple)
    assert [problem.message for problem in found] == [
        "The reviewed plan `gone.json` cannot be read: No such file or directory.",
        "The reviewed plan `damaged.json` is not JSON, or is damaged.",
    ]
    assert all(problem.hint for problem in found)


def test_all_reports_that_are_wrong_are_told_and_one_that_is_right_makes_none_of_them_good() -> None:
    assert [problem.message.split("`")[1] for problem in refused(b"", plan(entry()), b"{}")] == [
        "plan/0.json",
        "plan/2.json",
    ]


def test_problems_have_no_place_because_no_line_is_to_be_corrected() -> None:
    assert all(problem.place is None for problem in refused(b"", b"{}", plan(mode="x")))


def test_hostile_words_cannot_leave_their_quotation() -> None:
    (problem,) = refused(plan(mode="`](https://example.com)\n::error::\ud800"))
    assert problem.message.count("`") == 4
    assert "\n" not in problem.message


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([ONE, POSTS, FIRST]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "items", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
ENTRIES = st.fixed_dictionaries(
    {"item": VALUES | st.just({"id": ONE}), "collection": VALUES | st.just({"id": POSTS}), "locale": VALUES},
    optional={"digest": VALUES | st.just(FIRST), "status": VALUES | st.sampled_from(["pending", "failed"])},
)


@given(VALUES, st.lists(ENTRIES | VALUES, max_size=3) | VALUES, st.just("plan") | VALUES, st.just(1) | VALUES)
def test_any_json_is_an_approval_or_a_problem(outcome: object, items: object, mode: object, version: object) -> None:
    data = json.dumps({"version": version, "mode": mode, "outcome": outcome, "items": items}).encode()
    found = read_approval([("plan.json", file(data))])
    if isinstance(found, Approval):
        assert all(states <= {FIRST} for states in found.digests.values())
    else:
        assert all(problem.hint for problem in found)


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_a_problem(data: bytes) -> None:
    assert len(refused(data)) == 1


def test_what_goes_live_at_its_time_was_approved_as_well() -> None:
    assert read(plan(entry(status="scheduled"))) == Approval({(POSTS, ONE, None): frozenset({FIRST})})


def test_a_plan_of_nothing_but_what_is_scheduled_approves_it() -> None:
    assert read(plan(entry(status="scheduled"), outcome="nothing-to-do")).digests[POSTS, ONE, None] == {FIRST}


def test_what_was_not_found_was_not_approved_whatever_has_its_name_now() -> None:
    unknown = entry(digest=None, status="failed") | {"item": {"id": None, "name": None, "slug": "rye"}}
    assert read(plan(unknown, entry(TWO))).digests == {
        (POSTS, "rye", None): frozenset(),
        (POSTS, TWO, None): frozenset({FIRST}),
    }


class TestTakingDown:
    def off(self, **others: Any) -> dict[str, Any]:
        return {**entry(**others), "state": "unpublished"}

    @pytest.mark.parametrize("status", ["pending", "unchanged"])
    def test_what_a_plan_shows_as_going_off_or_as_off_is_approved_for_that_alone(self, status: str) -> None:
        found = read(plan(self.off(status=status)))
        assert found.leaving == {(POSTS, ONE, None)}
        assert not any(found.digests.values())

    @pytest.mark.parametrize("status", ["failed", "blocked"])
    def test_what_a_plan_says_to_fail_is_not(self, status: str) -> None:
        assert not read(plan(self.off(status=status))).leaving

    def test_what_a_plan_has_published_is_never_approved_to_go(self) -> None:
        assert not read(plan(entry())).leaving

    def test_a_plan_of_take_downs_alone_approves_something(self) -> None:
        assert read(plan(self.off(), outcome="failed")).leaving
