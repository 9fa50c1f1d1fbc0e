from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.results import SOURCE, content, failed, invalid, mixed, planned
from harness.samples import FRENCH, collection, identifier, item, leaving, unfound, variants
from webflow_publish.change import Change
from webflow_publish.earlier import MAXIMUM_BYTES, Earlier, Fault, Unfit, read_earlier
from webflow_publish.entry import Entry
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Wanted
from webflow_publish.manifest.reader import MAXIMUM_VARIANTS
from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.reason import Reason
from webflow_publish.report import record
from webflow_publish.state import Key

POSTS = collection().id
ONE, TWO = identifier(1), identifier(2)
DIGEST = "0" * 64
STARTED = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
FORMS: dict[str, Callable[[str], str]] = {
    "as it was written": str,
    "with the line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "with a byte order mark": lambda text: f"\ufeff{text}",
    "in one line": lambda text: json.dumps(json.loads(text)),
    "indented by one": lambda text: json.dumps(json.loads(text), indent=1),
    "indented by two": lambda text: json.dumps(json.loads(text), indent=2),
    "indented by a tab": lambda text: json.dumps(json.loads(text), indent="\t"),
    "in another order": lambda text: json.dumps(dict(reversed(json.loads(text).items()))),
    "in another order, indented": lambda text: json.dumps(dict(reversed(json.loads(text).items())), indent=1),
}


def entry(item_id: str = ONE, locale: Any = None, **others: Any) -> dict[str, Any]:
    return {
        "item": {"id": item_id, "name": "Spring launch"},
        "collection": {"id": POSTS, "name": None},
        "locale": locale,
        "status": "failed",
        "digest": None,
        **others,
    }


def document(*items: Any, **others: Any) -> dict[str, Any]:
    return {"version": 1, "mode": "publish", "outcome": "failed", "items": list(items), **others}


def lines(*entries: str, after: str = "") -> str:
    """A publish's report in the form in which it is written, with these lines for its entries."""
    listed = ",\n".join(f"  {each}" for each in entries)
    return f'{{\n "version": 1,\n "mode": "publish",\n "outcome": "failed",\n "items": [\n{listed}\n ]{after}\n}}\n'


def laid_out(report: dict[str, Any]) -> str:
    """Any report in that form."""
    members = [
        f' "{name}": [\n' + ",\n".join(f"  {json.dumps(each)}" for each in value) + "\n ]"
        if isinstance(value, list) and value
        else f' "{name}": {json.dumps(value)}'
        for name, value in report.items()
    ]
    return "{\n" + ",\n".join(members) + "\n}\n"


def found(text: str | bytes, mode: Mode = Mode.PUBLISH) -> Earlier | Unfit:
    data = text if isinstance(text, bytes) else text.encode()
    return read_earlier(lambda: io.BytesIO(data), mode)


def read(text: str | bytes, mode: Mode = Mode.PUBLISH) -> Earlier:
    earlier = found(text, mode)
    assert isinstance(earlier, Earlier), earlier
    return earlier


def unfit(text: str | bytes, mode: Mode = Mode.PUBLISH) -> Unfit:
    earlier = found(text, mode)
    assert isinstance(earlier, Unfit)
    return earlier


def written(result: Result, mode: Mode = Mode.PUBLISH) -> str:
    return b"".join(record.report(result, mode, SOURCE, STARTED)).decode()


class TestWhatARunWrote:
    @pytest.mark.parametrize("form", FORMS)
    @pytest.mark.parametrize(("result", "mode"), [(mixed(), Mode.PUBLISH), (planned(), Mode.PLAN)])
    def test_is_read_back_in_any_form(self, form: str, result: Result, mode: Mode) -> None:
        earlier = read(FORMS[form](written(result, mode)), mode)
        assert earlier.outcome is result.verdict
        assert [(each.key, each.status) for each in earlier.entries] == [
            (each.variant.key, each.status) for each in result.outcomes
        ]

    def test_has_names_and_what_stands_for_the_content(self) -> None:
        first, second = item(1, FRENCH, name="Rye"), item(2)
        outcomes = (
            Outcome(variants(first)[0], Status.UNCHANGED, staged=content(first)),
            Outcome(variants(second)[0], Status.PUBLISHED),
        )
        assert read(written(Result(Verdict.SUCCESS, None, outcomes))).entries == [
            Entry((POSTS, ONE, FRENCH), "Rye", Status.UNCHANGED, DIGEST, collection="Blog posts", place=first.place),
            Entry((POSTS, TWO, None), None, Status.PUBLISHED, None, collection="Blog posts", place=second.place),
        ]

    def test_tells_what_was_wanted_and_what_came_of_it(self) -> None:
        (gone,) = variants(leaving(1))
        outcome = Outcome(gone, Status.FAILED, Reason.REJECTED, "It is there", Change.TAKEN_DOWN, accepted=True)
        (only,) = read(written(Result(Verdict.FAILED, None, (outcome,)))).entries
        assert (only.wanted, only.change) == (Wanted.UNPUBLISHED, Change.TAKEN_DOWN)
        assert (only.reason, only.accepted) == (Reason.REJECTED, True)

    def test_without_word_of_what_was_wanted_it_was_to_be_live(self) -> None:
        (only,) = read(json.dumps(document(entry()))).entries
        assert (only.wanted, only.change, only.reason, only.accepted) == (Wanted.PUBLISHED, None, None, False)

    @pytest.mark.parametrize(
        "place", [None, [], "x:1:1", {}, {"file": 1, "line": 1, "column": 1}, {"file": "x", "line": True, "column": 1}]
    )
    def test_a_place_that_is_none_is_left_out(self, place: object) -> None:
        assert [each.place for each in read(json.dumps(document(entry(place=place)))).entries] == [None]

    def test_keeps_no_more_of_a_name_than_webflow_takes(self) -> None:
        (only,) = read(json.dumps(document(entry(item={"id": ONE, "name": "long" * 1_000})))).entries
        assert only.name is not None
        assert len(only.name) == 256

    @pytest.mark.parametrize("result", [invalid(), Result(Verdict.NOTHING_TO_DO)])
    def test_may_have_no_entry(self, result: Result) -> None:
        assert read(written(result)) == Earlier(result.verdict, [])

    def test_is_of_the_version_that_this_release_writes(self) -> None:
        assert read(json.dumps(document(entry(), version=record.VERSION))).entries

    @pytest.mark.parametrize("status", ["Failed", "", "deleted", None, 1, True, [], {}])
    def test_has_no_status_that_is_none_of_ours(self, status: object) -> None:
        assert [each.status for each in read(json.dumps(document(entry(status=status)))).entries] == [None]


class TestNames:
    """Where that run did not find an ID, the name stands in its place."""

    @pytest.mark.parametrize(
        ("changes", "key"),
        [
            ({"item": {"id": None, "name": None, "slug": "rye"}}, (POSTS, "rye", None)),
            ({"collection": {"id": None, "name": None, "slug": "blog"}}, ("blog", ONE, None)),
            ({"tag": "fr-CA"}, (POSTS, ONE, "fr-CA")),
            ({"tag": "all"}, (POSTS, ONE, "all")),
            ({"locale": FRENCH, "tag": "fr-CA"}, (POSTS, ONE, FRENCH)),
            ({"item": {"id": ONE, "name": None, "slug": "Not a slug of ours"}}, (POSTS, ONE, None)),
        ],
    )
    def test_the_key_has_the_id_or_else_the_name(self, changes: dict[str, Any], key: Key) -> None:
        (found,) = read(json.dumps(document(entry(**changes)))).entries
        assert found.key == key

    @pytest.mark.parametrize(
        "changes",
        [
            {"item": {"id": None, "name": None}},
            {"item": {"id": None, "name": None, "slug": None}},
            {"item": {"id": None, "name": None, "slug": "two words"}},
            {"item": {"id": None, "name": None, "slug": "x" * 1_000}},
            {"item": {"id": None, "name": None, "slug": ["rye"]}},
            {"item": {"id": "rye", "name": None, "slug": "rye"}},
            {"collection": {"id": None, "name": None, "slug": "../x"}},
            {"tag": "fr_CA"},
            {"tag": 5},
            {"locale": "fr-CA"},
            {"item": "rye"},
            {"item": ["rye"]},
        ],
    )
    def test_what_is_neither_is_damage(self, changes: dict[str, Any]) -> None:
        assert unfit(json.dumps(document(entry(**changes)))).fault is Fault.DAMAGED

    def test_what_was_not_found_is_read_back_as_it_was_written(self) -> None:
        outcomes = failed(Reason.NOT_FOUND, "x", unfound(item(1, "fr-CA")), unfound(item(2), "wheat"))
        report = read(written(Result(Verdict.FAILED, None, tuple(outcomes))))
        assert [each.key for each in report.entries] == [("blog", "rye", "fr-CA"), ("blog", "wheat", None)]


class TestSize:
    """However large a file is, it takes no more memory than its entries and a few pieces of it."""

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_a_report_may_be_larger_than_what_is_parsed_at_once(self, end: str) -> None:
        count = 1 + MAXIMUM_BYTES // 1_000
        text = written(
            Result(Verdict.FAILED, None, tuple(failed(Reason.REJECTED, "x" * 1_000, *map(item, range(count)))))
        )
        assert len(text) > MAXIMUM_BYTES
        assert len(read(text.replace("\n", end)).entries) == count

    @pytest.mark.parametrize(
        "text",
        [
            json.dumps(document(entry())) + " " * MAXIMUM_BYTES,
            lines(json.dumps(entry(padding="x" * MAXIMUM_BYTES))),
            lines(json.dumps(entry()), after=f', "losses": [{" " * MAXIMUM_BYTES}]'),
            lines(json.dumps(entry()), after=',\n "losses": [],' * (MAXIMUM_BYTES // 10)),
        ],
        ids=["in one line", "in one entry", "in one line after the entries", "in many lines"],
    )
    def test_what_is_parsed_at_once_is_limited(self, text: str) -> None:
        assert unfit(text) == Unfit(Fault.LARGE, "has more than 8,388,608 bytes, and not an entry on each line.")

    def test_what_is_too_large_is_not_read_to_its_end(self) -> None:
        file = io.BytesIO(b"[" * 4 * MAXIMUM_BYTES)
        position = 0

        class Watched(io.BufferedReader):
            """Tells how far it was read before it was closed."""

            def close(self) -> None:
                nonlocal position
                position = 0 if self.closed else self.tell()
                super().close()

        assert isinstance(read_earlier(lambda: Watched(file), Mode.PUBLISH), Unfit)
        assert 0 < position <= MAXIMUM_BYTES + 1

    def test_a_report_has_no_more_entries_than_a_manifest_can_have(self) -> None:
        assert unfit(lines(*["{}"] * (MAXIMUM_VARIANTS + 1))) == Unfit(
            Fault.LARGE, "has more than 500,000 entries, and no manifest has so many."
        )


NO_ENTRIES: list[dict[str, Any]] = [
    {},
    entry(item=None),
    entry(item=[ONE]),
    entry(item={"id": "hello-world"}),
    entry(item={"id": 1}),
    entry(item={"id": ONE, "name": 1}),
    entry(collection={"id": POSTS.upper()}),
    entry(collection=POSTS),
    entry(locale="fr-CA"),
    entry(locale=False),
    entry(digest="1" * 63),
    entry(digest="1" * 65),
    entry(digest="A" * 64),
    entry(digest="1" * 64 + "\n"),
    entry(digest=1),
    *({key: value for key, value in entry().items() if key != left_out} for left_out in entry()),
]


class TestDamage:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"{",
            b"version: 1",
            b"\xff\xfe",
            b"PK\x03\x04",
            b'{"version": 1, "version": 1, "mode": "publish", "outcome": "failed", "items": []}',
            b'{"version": NaN, "mode": "publish", "outcome": "failed", "items": []}',
            b"[" * 1_000_000,
            b'{"a":' * 1_000_000,
            b"9" * 10_000,
        ],
        ids=lambda data: repr(data[:12]),
    )
    def test_what_is_no_json_is_told(self, data: bytes) -> None:
        assert unfit(data) == Unfit(Fault.DAMAGED, "is not JSON, or is damaged.")

    def test_a_report_that_was_cut_anywhere_is_damaged(self) -> None:
        text = written(mixed()).rstrip()
        assert {unfit(text[:end]).message for end in range(0, len(text), 7)} == {"is not JSON, or is damaged."}

    @pytest.mark.parametrize(
        "wrong",
        [
            lines(json.dumps(entry()), json.dumps(entry(TWO))).replace("},\n", "}\n"),
            lines(json.dumps(entry())).replace("}\n ]", "},\n ]"),
            lines(json.dumps(entry()), "{'item': 1}"),
            lines(json.dumps(entry()), '{"a": 1, "a": 2}'),
            lines(json.dumps(entry()), '{"a": Infinity}'),
            lines(json.dumps(entry()), "0"),
            lines("0", json.dumps(entry())),
            lines(json.dumps(entry()), after=f',\n "items": [\n  {json.dumps(entry(TWO))}\n ]'),
            lines(json.dumps(entry()), after=f',\n "more": [[\n "items": [\n  {json.dumps(entry(TWO))}\n ]'),
        ],
    )
    def test_a_wrong_line_among_right_ones_is_damage(self, wrong: str) -> None:
        assert unfit(wrong).fault is Fault.DAMAGED

    def test_an_entry_in_another_list_is_none_of_the_items(self) -> None:
        inner = f'"more": {{\n "items": [\n  {json.dumps(entry(TWO))}\n ]}}'
        assert unfit(lines(json.dumps(entry()), after=f",\n {inner}")).fault is Fault.DAMAGED

    @pytest.mark.parametrize("data", [b"[]", b"1", b"null", b'"publish"', b"{}", b'{"version": 1, "mode": "publish"}'])
    def test_json_of_another_kind_is_told(self, data: bytes) -> None:
        assert unfit(data) == Unfit(Fault.DAMAGED, "is JSON, but no report of webflow-publish.")

    @pytest.mark.parametrize("wrong", [*NO_ENTRIES, None, [], 0, ONE])
    def test_an_entry_that_no_run_writes_is_told_with_its_number(self, wrong: Any) -> None:
        told = unfit(json.dumps(document(entry(), wrong)))
        assert told.message == "is damaged: what stands in entry 2 of `items` is not what a run writes."

    @pytest.mark.parametrize("wrong", NO_ENTRIES)
    def test_such_an_entry_is_told_on_a_line_of_its_own_as_well(self, wrong: dict[str, Any]) -> None:
        told = unfit(lines(json.dumps(entry()), json.dumps(wrong)))
        assert told.message == "is damaged: what stands in entry 2 of `items` is not what a run writes."

    @pytest.mark.parametrize("items", [None, {}, "items", 1])
    def test_items_that_are_no_list_are_told(self, items: object) -> None:
        assert unfit(json.dumps(document() | {"items": items})).message == "has no list of `items`."

    @pytest.mark.parametrize("outcome", ["Failed", "", None, 1, [], {}])
    def test_an_outcome_that_no_run_has_is_told(self, outcome: object) -> None:
        assert unfit(json.dumps(document(outcome=outcome))).fault is Fault.DAMAGED


class TestAnotherReport:
    @pytest.mark.parametrize(("version", "age"), [(2, "newer"), (10**30, "newer"), (0, "older"), (-1, "older")])
    def test_of_another_version_is_told_to_be_newer_or_older(self, version: int, age: str) -> None:
        assert unfit(json.dumps(document(version=version))) == Unfit(
            Fault.VERSION, f"has the version `{version}`, which is {age}; this release reads version 1."
        )

    @pytest.mark.parametrize("version", ["1", True, 1.0, None, [], {}])
    def test_of_a_version_that_is_none_is_told(self, version: object) -> None:
        assert unfit(json.dumps(document(version=version))).fault is Fault.VERSION

    def test_of_another_version_may_have_other_entries(self) -> None:
        assert unfit(lines('{"id": 1}').replace('"version": 1', '"version": 2')).fault is Fault.VERSION

    @pytest.mark.parametrize(("mode", "wanted"), [(Mode.PLAN, "a plan"), (Mode.PUBLISH, "the report of a publish")])
    @pytest.mark.parametrize("other", ["validate", "Plan", None, 1, []])
    def test_of_another_mode_is_told_with_the_one_that_is_wanted(self, mode: Mode, wanted: str, other: object) -> None:
        told = unfit(json.dumps(document(mode=other)), mode)
        assert told.fault is Fault.MODE
        assert told.message.startswith("was written in the mode ")
        assert told.message.endswith(f", and {wanted} is wanted.")

    def test_cannot_bring_its_words_out_of_their_quotation(self) -> None:
        told = unfit(json.dumps(document(mode="`](https://example.com)\n::error::\ud800")))
        assert told.message.count("`") == 2
        assert "\n" not in told.message


class TestReading:
    def test_what_the_system_says_against_it_is_told(self) -> None:
        def refusing() -> BinaryIO:
            raise PermissionError(13, "Permission denied")

        assert read_earlier(refusing, Mode.PLAN) == Unfit(Fault.UNREADABLE, "cannot be read: Permission denied.")

    def test_an_error_in_the_middle_is_told(self) -> None:
        class Breaking(io.BytesIO):
            """A disk that fails after the first line."""

            def readline(self, size: int | None = -1, /) -> bytes:
                if self.tell():
                    raise OSError(5, "Input/output error")
                return super().readline(size)

        text = lines(json.dumps(entry())).encode()
        told = read_earlier(lambda: Breaking(text), Mode.PUBLISH)
        assert told == Unfit(Fault.UNREADABLE, "cannot be read: Input/output error.")

    @pytest.mark.parametrize("text", ["{", lines(json.dumps(entry()))])
    def test_the_file_is_closed(self, text: str) -> None:
        file = io.BytesIO(text.encode())
        read_earlier(lambda: file, Mode.PUBLISH)
        assert file.closed


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([ONE, POSTS, DIGEST]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "items", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(sorted(FORMS)),
    st.lists(st.sampled_from([entry(), entry(TWO, FRENCH), entry(status="published")]) | VALUES, max_size=4),
    st.dictionaries(st.sampled_from(["version", "mode", "outcome", "items", "warnings"]), VALUES, max_size=1),
)
def test_any_report_is_the_same_in_each_form(form: str, items: list[Any], others: dict[str, Any]) -> None:
    text = laid_out(document(*items) | others)
    first, second = found(text), found(FORMS[form](text))
    if isinstance(first, Unfit) and isinstance(second, Unfit):
        assert first.fault == second.fault
    else:
        assert first == second


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_unfit(data: bytes) -> None:
    assert unfit(data).message
