"""Each answer and error that is known of the Data API, through HTTP, to what the user is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.clock import FakeClock
from harness.program import Finished, Program
from harness.service import serving
from webflow_publish.clock import SystemClock
from webflow_publish.console import Level
from webflow_publish.reason import Reason
from webflow_publish.sandbox import Recorded, Sandbox

TOKEN = "a-token-that-nobody-may-see"
BLIND = "a-token-that-only-writes"
POSTS = "64a1000000000000000000aa"
PEOPLE = "64a1000000000000000000bb"
ENGLISH = "653ad57de882f528b32e810e"
FRENCH = "653ad57de882f528b32e810f"
GERMAN = "653ad57de882f528b32e8110"
FIRST = "64b200000000000000000000"
SECOND = "64b200000000000000000001"
DRAFT = "64b200000000000000000010"
ARCHIVED = "64b200000000000000000064"
REFERRING = "64b200000000000000000065"
UNKNOWN = "64b2000000000000000000ff"
ADA = "64b300000000000000000000"
BOB = "64b300000000000000000001"

SEED = """\
tokens:
  - token: {token}
  - {{token: {blind}, scopes: ["cms:write"]}}
  - {{token: a-token-that-only-reads, scopes: ["cms:read"]}}
  - {{token: a-token-of-another-site, sites: [580e63e98c9a982ac9b8b742]}}
sites:
  - id: 580e63e98c9a982ac9b8b741
    name: Bakery
    {site}
    locales:
      primary: {{cms-locale-id: {english}, tag: en}}
      secondary: [{{cms-locale-id: {french}, tag: fr-CA}}]
    collections:
      - id: {posts}
        name: Posts
        {collection}
        fields: [{{slug: author, type: Reference, collection: {people}}}]
        items:
          - {{first-id: {first}, count: 3, name: "Post {{number}}", locales: [all]}}
          - {{id: {draft}, name: Draft, state: draft}}
          - {{id: {archived}, name: Closed, state: archived}}
          - {{id: {referring}, name: Referring, state: draft, fields: {{author: {bob}}}}}
      - id: {people}
        name: People
        items:
          - {{id: {ada}, name: Ada}}
          - {{id: {bob}, name: Bob, state: draft}}
  - {{id: 580e63e98c9a982ac9b8b742, name: Elsewhere}}
{rest}
"""

Started = tuple[Program, Sandbox]


@contextmanager
def started(
    folder: Path, monkeypatch: pytest.MonkeyPatch, site: str = "", collection: str = "", rest: str = ""
) -> Iterator[Started]:
    seed = SEED.format(
        token=TOKEN, blind=BLIND, english=ENGLISH, french=FRENCH, posts=POSTS, people=PEOPLE, first=FIRST, draft=DRAFT,
        archived=ARCHIVED, referring=REFERRING, ada=ADA, bob=BOB, site=site, collection=collection, rest=rest,
    )  # fmt: skip
    clock = FakeClock()
    program = Program(folder, monkeypatch, clock)
    with serving(seed, clock) as sandbox:
        program.inputs |= {"token": TOKEN, "api-url": sandbox.url}
        yield program, sandbox


def posts(sandbox: Sandbox) -> list[Recorded]:
    """The requests that were to publish something."""
    return [each for each in sandbox.requests if each.method == "POST"]


def manifest(*items: str, collection: str = POSTS, locales: str = "") -> str:
    listed = "".join(f"\n      - {item}" for item in items)
    return f"version: 1\ncollections:\n  - id: {collection}\n    {locales}\n    items:{listed}\n"


def fault(*lines: str) -> str:
    """A fault of the sandbox's seed that strikes at publish requests."""
    text = "".join(f"\n    {line}" for line in lines)
    return f"faults:\n  - path: /items/publish\n    method: POST{text}"


class TestItems:
    """The 202 answers, as they come to a program that could not look at the items before."""

    @pytest.fixture
    def program(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
        with started(tmp_path, monkeypatch) as (program, _):
            program.inputs["token"] = BLIND
            yield program

    def test_an_item_is_published(self, program: Program) -> None:
        program.manifest(manifest(FIRST))
        finished = program.run()
        assert (finished.exit_code, finished.told) == (0, [("published", None)])

    def test_a_draft_is_published(self, program: Program) -> None:
        program.manifest(manifest(DRAFT))
        assert program.run().told == [("published", None)]

    def test_an_item_is_published_in_the_locales_that_it_names(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with started(tmp_path, monkeypatch) as (program, sandbox):
            program.manifest(manifest(FIRST, locales=f"locales: [{ENGLISH}, {FRENCH}]"))
            assert program.run(token=BLIND).told == [("published", None)] * 2
            assert [each.body for each in posts(sandbox)] == [
                {"items": [{"id": FIRST, "cmsLocaleIds": [ENGLISH, FRENCH]}]}
            ]

    def test_an_unknown_item_fails_and_the_others_go_out(self, program: Program) -> None:
        program.manifest(manifest(FIRST, UNKNOWN, SECOND))
        finished = program.run()
        assert finished.exit_code == 1
        assert finished.told == [("published", None), ("failed", "not-found"), ("published", None)]
        assert finished.report["items"][1]["message"] == f"Staging item ID {UNKNOWN} not found."
        annotation = next(each for each in finished.console.annotations if each.level is Level.ERROR)
        assert str(annotation.place) == "webflow-publish.yml:7:9"

    def test_an_archived_item_fails(self, program: Program) -> None:
        program.manifest(manifest(ARCHIVED))
        finished = program.run()
        assert finished.told == [("failed", "archived")]
        assert "is archived and cannot be published" in finished.summary

    def test_an_item_that_refers_to_one_that_is_not_live_fails(self, program: Program) -> None:
        program.manifest(manifest(REFERRING, FIRST))
        assert program.run().told == [("failed", "reference-not-live"), ("published", None)]

    def test_a_locale_that_the_site_has_not_fails_alone(self, program: Program) -> None:
        program.manifest(manifest(FIRST, locales=f"locales: [{FRENCH}, {GERMAN}]"))
        finished = program.run()
        assert finished.told == [("published", None), ("failed", "rejected")]
        assert finished.report["requests"] == 1 + 3

    def test_an_item_without_a_variant_in_a_locale_fails_there_alone(self, program: Program) -> None:
        program.manifest(manifest(ADA, collection=PEOPLE, locales=f"locales: [{ENGLISH}, {FRENCH}]"))
        assert program.run().told == [("published", None), ("failed", "not-found")]

    def test_what_became_of_an_item_after_it_was_looked_at_is_told_in_the_words_of_webflow(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        words = f"Staging item ID {SECOND} is archived and cannot be published."
        body = f'{{publishedItemIds: [{FIRST}], errors: ["{words}"]}}'
        with started(tmp_path, monkeypatch, rest=fault(f"change: {{body: {body}}}")) as (program, _):
            program.manifest(manifest(FIRST, SECOND))
            finished = program.run()
        assert finished.told == [("published", None), ("failed", "archived")]
        assert finished.report["items"][1]["message"] == words


class TestSite:
    """404 and 409: what is wrong with a collection or a site; the rest goes on."""

    def run(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, site: str = "", collection: str = "", rest: str = ""
    ) -> Finished:
        with started(folder, monkeypatch, site, collection, rest) as (program, _):
            program.manifest(manifest(FIRST), "a.yml")
            program.manifest(manifest(ADA, collection=PEOPLE), "b.yml")
            return program.run(manifest="*.yml")

    def test_an_unknown_collection(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with started(tmp_path, monkeypatch) as (program, _):
            program.manifest(manifest(FIRST, collection="64a1000000000000000000cc"), "a.yml")
            program.manifest(manifest(ADA, collection=PEOPLE), "b.yml")
            finished = program.run(manifest="*.yml")
        assert finished.told == [("failed", "not-found"), ("published", None)]
        assert finished.exit_code == 1

    def test_a_collection_whose_structure_changed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        finished = self.run(tmp_path, monkeypatch, collection="structure-changed: true")
        assert finished.told == [("failed", "collection-changed"), ("published", None)]
        assert "Publish the whole site once in Webflow" in finished.summary

    @pytest.mark.parametrize(("kind", "reason"), [("conflict", "site-not-published"), ("not-found", "not-found")])
    def test_a_site_that_was_never_published(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, reason: str
    ) -> None:
        finished = self.run(tmp_path, monkeypatch, site="last-published: null", rest=f"never-published: {kind}")
        assert finished.told == [("failed", reason)] * 2
        assert finished.exit_code == 1
        assert "publishe" in Reason(reason).hint

    def test_domains_that_were_published_at_different_times(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = '{"message": "Site is published to multiple domains at different times"}'
        finished = self.run(tmp_path, monkeypatch, rest=fault(f"answer: {{status: 409, body: {body}}}"))
        assert finished.told == [("failed", "domains-out-of-sync"), ("published", None)]


class TestToken:
    """401 and 403: nothing more is sent."""

    @pytest.mark.parametrize(
        ("token", "reason", "methods", "first"),
        [
            ("a-token-that-is-unknown", "unauthorized", ["GET"], "blocked"),
            ("a-token-of-another-site", "unauthorized", ["GET"], "blocked"),
            ("a-token-that-only-reads", "missing-scope", ["GET", "GET", "POST"], "failed"),
        ],
    )
    def test_a_token_that_does_not_reach(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        token: str,
        reason: str,
        methods: list[str],
        first: str,
    ) -> None:
        with started(tmp_path, monkeypatch) as (program, sandbox):
            program.manifest(manifest(FIRST), "a.yml")
            program.manifest(manifest(ADA, collection=PEOPLE), "b.yml")
            finished = program.run(manifest="*.yml", token=token)
            assert [each.method for each in sandbox.requests] == methods
        assert finished.ending == (3, "denied")
        assert finished.told == [(first, reason), ("blocked", reason)]
        assert token not in finished.everything

    def test_forbidden(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        rest = fault('answer: {status: 403, body: {code: forbidden, message: "Forbidden"}}')
        with started(tmp_path, monkeypatch, rest=rest) as (program, _):
            program.manifest(manifest(FIRST))
            assert program.run().told == [("failed", "unauthorized")]

    @pytest.mark.parametrize("mode", ["publish", "plan"])
    @pytest.mark.parametrize("nth", [1, 2])
    def test_a_refusal_that_names_no_scope_at_a_read_denies_the_run_wherever_it_comes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, nth: int
    ) -> None:
        """A firewall in front of Webflow, say: it has nothing to do with scopes."""
        rest = f"faults: [{{method: GET, nth: {nth}, answer: {{status: 403, body: <html><h1>Forbidden</h1></html>}}}}]"
        with started(tmp_path, monkeypatch, rest=rest) as (program, sandbox):
            program.manifest(manifest(FIRST), "a.yml")
            program.manifest(manifest(ADA, collection=PEOPLE), "b.yml")
            finished = program.run(manifest="*.yml", mode=mode)
            assert {each.method for each in sandbox.requests} == {"GET"}
            assert mode == "plan" or len(sandbox.requests) == nth
        assert finished.ending == (3, "denied")
        assert finished.told == [("blocked", "unauthorized")] * 2
        assert all("403 Forbidden" in each["message"] for each in finished.report["items"])
        assert finished.report["warnings"] == []

    def test_a_token_that_webflow_repeats_is_hidden(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        rest = fault(f'change: {{add-errors: ["Bearer {TOKEN} is odd"]}}')
        with started(tmp_path, monkeypatch, rest=rest) as (program, _):
            program.manifest(manifest(FIRST))
            finished = program.run()
        assert finished.exit_code == 1
        assert "Bearer *** is odd" in finished.summary
        assert TOKEN not in finished.everything


class TestTrouble:
    """What passes: it is tried again, and told as resolved; or it stays, and fails the run."""

    @pytest.mark.parametrize(
        ("lines", "reason"),
        [
            (['answer: {status: 429, headers: {Retry-After: "60"}, body: {message: "Limit hit"}}'], "rate-limited"),
            (["answer: {status: 429}"], "rate-limited"),
            (['answer: {status: 429, headers: {Retry-After: "Mon, 23 Nov 2026 17:00:30 GMT"}}'], "rate-limited"),
            (['answer: {status: 429, headers: {Retry-After: "soon"}}'], "rate-limited"),
            (['answer: {status: 500, body: {code: internal_error, message: "Internal error"}}'], "unavailable"),
            (["answer: {status: 502, body: <html><h1>Bad gateway</h1></html>}"], "unavailable"),
            (['answer: {status: 503, body: {code: service_unavailable, message: "Down"}}'], "unavailable"),
            (["answer: {status: 504}"], "unavailable"),
            (["cut: before"], "unavailable"),
            (["cut: after"], "unavailable"),
            (["cut: body"], "unavailable"),
            (["change: {spoil: broken}"], "malformed"),
            (["change: {spoil: half}"], "malformed"),
            (["change: {spoil: empty}"], "malformed"),
            (["answer: {status: 200, body: <html>hello</html>}"], "malformed"),
            (["answer: {status: 202, body: [1]}"], "malformed"),
            (["answer: {status: 204}"], "malformed"),
        ],
    )  # fmt: skip
    def test_it_passes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], reason: str) -> None:
        with started(tmp_path, monkeypatch, rest=fault(*lines)) as (program, sandbox):
            program.manifest(manifest(FIRST, SECOND))
            finished = program.run()
            assert len(posts(sandbox)) == 2
        assert (finished.exit_code, finished.told) == (0, [("published", None)] * 2)
        assert [each["reason"] for each in finished.report["resolved"]] == [reason]
        assert "Resolved by trying again" in finished.summary

    @pytest.mark.parametrize(
        ("lines", "reason", "requests", "exit_code"),
        [
            (["times: always", "answer: {status: 429}"], "rate-limited", 10, 4),
            # The items of what Webflow itself fails at or refuses are sent apart: the reason may lie in one of them.
            (["times: always", "answer: {status: 500}"], "unavailable", 2 + 2, 4),
            (["times: always", "answer: {status: 503}"], "unavailable", 6, 4),
            (["times: always", "cut: before"], "unavailable", 6, 4),
            (["times: always", "answer: {status: 200, body: <html>hello</html>}"], "malformed", 3, 1),
            (
                ["times: always", "answer: {status: 400, body: {code: validation_error, message: No}}"],
                "rejected",
                1 + 2,
                1,
            ),
            (["times: always", "answer: {status: 409, body: {code: conflict, message: Other}}"], "rejected", 1 + 2, 1),
            (["times: always", "answer: {status: 413}"], "rejected", 1 + 2, 1),
            (["times: always", "answer: {status: 422}"], "rejected", 1 + 2, 1),
            (['answer: {status: 307, headers: {Location: "http://127.0.0.1:9/"}}'], "malformed", 1, 1),
        ],
    )
    def test_it_stays(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        lines: list[str],
        reason: str,
        requests: int,
        exit_code: int,
    ) -> None:
        with started(tmp_path, monkeypatch, rest=fault(*lines)) as (program, sandbox):
            program.manifest(manifest(FIRST, SECOND))
            finished = program.run()
            assert len(posts(sandbox)) == requests
        assert (finished.exit_code, finished.told) == (exit_code, [("failed", reason)] * 2)
        assert not finished.report["resolved"]

    @pytest.mark.parametrize("status", [400, 409, 413, 422, 500])
    def test_what_is_refused_as_a_whole_and_not_in_parts_is_resolved(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int
    ) -> None:
        times = 2 if status == 500 else 1
        with started(tmp_path, monkeypatch, rest=fault(f"times: {times}", f"answer: {{status: {status}}}")) as (
            program,
            sandbox,
        ):
            program.manifest(manifest(FIRST, SECOND))
            finished = program.run()
            assert [each.body["itemIds"] for each in posts(sandbox)[times:]] == [[FIRST], [SECOND]]
        assert (finished.exit_code, finished.told) == (0, [("published", None)] * 2)
        assert len(finished.report["resolved"]) == 1

    def test_retry_after_is_waited_for(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        rest = fault('answer: {status: 429, headers: {Retry-After: "37"}}')
        with started(tmp_path, monkeypatch, rest=rest) as (program, _):
            program.manifest(manifest(FIRST))
            program.run()
            assert isinstance(program.clock, FakeClock)
            assert program.clock.slept == [37]

    def test_a_wait_that_is_longer_than_the_run_may_last_is_not_begun(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rest = fault("times: always", 'answer: {status: 429, headers: {Retry-After: "60"}}')
        with started(tmp_path, monkeypatch, rest=rest) as (program, sandbox):
            program.manifest(manifest(FIRST))
            finished = program.run(timeout_minutes="2.5")
            assert len(posts(sandbox)) == 3
        assert finished.told == [("failed", "rate-limited")]

    @pytest.mark.parametrize("concurrency", ["1", "4"])
    def test_the_rate_limit_itself_is_never_reached(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, concurrency: str
    ) -> None:
        with started(tmp_path, monkeypatch, rest="rate-limit: 1") as (program, sandbox):
            program.manifest(manifest(FIRST), "a.yml")
            program.manifest(manifest(SECOND, locales=f"locales: [{FRENCH}]"), "b.yml")
            program.manifest(manifest(ADA, collection=PEOPLE), "c.yml")
            finished = program.run(manifest="*.yml", concurrency=concurrency, timeout_minutes="360")
            # Each is looked at, published, and read back.
            assert Counter(each.status for each in sandbox.requests) == {200: 6, 202: 3}
        assert (finished.exit_code, finished.told) == (0, [("published", None)] * 3)
        assert finished.report["resolved"] == []
        assert any("to stay below Webflow's rate limit" in line for line in finished.console.lines)

    def test_a_hanging_answer_is_given_up_when_the_time_is_over(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with started(tmp_path, monkeypatch, rest=fault("hang: 60", "times: always")) as (program, _):
            program.clock = SystemClock()
            program.manifest(manifest(FIRST))
            finished = program.run(timeout_minutes="0.03")
        assert finished.told == [("failed", "timed-out")]
        assert "The time limit of the run was reached before Webflow's answer came" in finished.summary


class TestOddAnswers:
    """Answers that are read strictly."""

    def run(self, folder: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> Finished:
        with started(folder, monkeypatch, rest=fault(*lines)) as (program, _):
            program.manifest(manifest(FIRST, SECOND))
            return program.run()

    def test_an_id_without_a_word_that_is_live_is_published(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        finished = self.run(tmp_path, monkeypatch, f"change: {{omit: [{SECOND}]}}")
        assert (finished.exit_code, finished.told) == (0, [("published", None)] * 2)
        assert finished.confirmed == [True, True]
        assert [each["reason"] for each in finished.report["resolved"]] == ["no-answer"]
        assert "Resolved by trying again" in finished.summary

    def test_an_id_without_a_word_that_is_not_live_is_a_failure(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        body = f"{{publishedItemIds: [{FIRST}], errors: []}}"
        finished = self.run(tmp_path, monkeypatch, f"answer: {{status: 202, body: {body}}}")
        assert (finished.exit_code, finished.told) == (1, [("failed", "not-live"), ("failed", "no-answer")])
        assert finished.report["items"][1]["message"] == (
            "Webflow's answer names this item neither as published nor as failed. Seen last: It is not on the live site"
        )

    @pytest.mark.parametrize(
        ("lines", "reason"), [(["change: {spoil: half}"], "malformed"), (["cut: after"], "unavailable")]
    )
    @pytest.mark.parametrize("verify", ["true", "false"])
    def test_an_answer_that_is_lost_each_time_is_made_up_for_by_reading_back(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], reason: str, verify: str
    ) -> None:
        with started(tmp_path, monkeypatch, rest=fault("times: always", *lines)) as (program, _):
            program.manifest(manifest(FIRST, SECOND))
            finished = program.run(verify=verify)
        assert (finished.exit_code, finished.told) == (0, [("published", None)] * 2)
        assert finished.confirmed == [True, True]
        assert {each["reason"] for each in finished.report["resolved"]} == {reason}

    def test_an_id_that_is_both_published_and_failed_is_a_failure(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        finished = self.run(tmp_path, monkeypatch, f"change: {{add-errors: [Staging item ID {SECOND} not found.]}}")
        assert (finished.exit_code, finished.told) == (1, [("published", None), ("failed", "not-found")])

    def test_an_error_without_an_id_fails_the_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        finished = self.run(tmp_path, monkeypatch, "change: {add-errors: [Something went wrong]}")
        assert (finished.exit_code, finished.told) == (1, [("published", None)] * 2)
        assert [each["message"] for each in finished.report["unmatched"]] == ["Something went wrong"]
        assert "Something went wrong" in finished.summary
        assert len(finished.console.annotations) == 1

    def test_foreign_and_repeated_ids_change_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        finished = self.run(tmp_path, monkeypatch, f"change: {{add: [{FIRST}, {UNKNOWN}, nonsense]}}")
        assert (finished.exit_code, finished.told) == (0, [("published", None)] * 2)

    def test_lists_may_be_null(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.run(tmp_path, monkeypatch, "change: {nulls: true}").exit_code == 0

    @pytest.mark.parametrize("body", ["{}", "{publishedItemIds: null, errors: null}"])
    def test_an_answer_that_says_nothing_publishes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str
    ) -> None:
        finished = self.run(tmp_path, monkeypatch, f"answer: {{status: 202, body: {body}}}")
        assert finished.told == [("failed", "no-answer")] * 2

    def test_lists_that_are_none_are_malformed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        finished = self.run(tmp_path, monkeypatch, "answer: {status: 202, body: {publishedItemIds: all}}")
        assert finished.told == [("failed", "malformed")] * 2

    @pytest.mark.parametrize("status", [200, 201])
    def test_any_2xx_will_do(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
        finished = self.run(tmp_path, monkeypatch, f"change: {{status: {status}, headers: {{Retry-After: '60'}}}}")
        assert (finished.exit_code, finished.told) == (0, [("published", None)] * 2)


def reading(*lines: str) -> str:
    """A fault of the sandbox's seed that strikes when items are looked at before anything is sent."""
    text = "".join(f"\n    {line}" for line in lines)
    return f"faults:\n  - method: GET\n    path: /items{text}"


DOWN = reading("times: always", "answer: {status: 503}")


class TestReading:
    """What is answered while the program looks at what there is to publish."""

    def test_an_outage_for_good_leaves_no_plan(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with started(tmp_path, monkeypatch, rest=DOWN) as (program, sandbox):
            program.manifest(manifest(FIRST, SECOND))
            finished = program.run(mode="plan")
            assert len(sandbox.requests) == 6
        assert finished.ending == (4, "unavailable")
        assert finished.told == [("blocked", "unavailable")] * 2
        assert finished.console.lines[-1].startswith("There is no plan: ")

    def test_an_outage_that_ends_before_the_publishing_is_a_warning(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with started(tmp_path, monkeypatch, rest=reading("times: 6", "answer: {status: 503}")) as (program, _):
            program.manifest(manifest(FIRST, SECOND))
            finished = program.run()
        assert finished.ending == (0, "success")
        assert (finished.changes, finished.confirmed) == (["unknown"] * 2, [True] * 2)
        assert len(finished.report["warnings"]) == 1
        assert "2 items" in finished.report["warnings"][0]["message"]

    @pytest.mark.parametrize(
        ("verify", "told", "ending"),
        [
            ("false", ("published", None), (0, "success")),
            ("true", ("failed", "unavailable"), (4, "unavailable")),
        ],
    )
    def test_an_outage_for_good_holds_back_the_proof_and_not_the_publishing(
        self,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        verify: str,
        told: tuple[str, str | None],
        ending: tuple[int, str],
    ) -> None:
        with started(tmp_path, monkeypatch, rest=DOWN) as (program, sandbox):
            program.manifest(manifest(FIRST, SECOND))
            finished = program.run(verify=verify)
            assert len(posts(sandbox)) == 1
        assert (finished.told, finished.ending) == ([told] * 2, ending)

    @pytest.mark.parametrize(
        ("lines", "reason"),
        [
            (['answer: {status: 429, headers: {Retry-After: "60"}}'], "rate-limited"),
            (["answer: {status: 500}"], "unavailable"),
            (["cut: before"], "unavailable"),
            (["cut: body"], "unavailable"),
            (["change: {spoil: half}"], "malformed"),
        ],
    )
    def test_what_heals_is_told_as_resolved(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], reason: str
    ) -> None:
        with started(tmp_path, monkeypatch, rest=reading(*lines)) as (program, _):
            program.manifest(manifest(FIRST, SECOND))
            plan = program.run(mode="plan", report="plan.json")
            finished = program.run()
        assert plan.ending == (0, "pending")
        assert [each["reason"] for each in plan.report["resolved"]] == [reason]
        assert (finished.ending, finished.report["resolved"]) == ((0, "success"), [])

    def test_a_filter_that_finds_nothing_is_not_believed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        empty = "{items: [], pagination: {limit: 100, offset: 0, total: 0}}"
        rest = reading(f"answer: {{status: 200, body: {empty}}}")
        with started(tmp_path, monkeypatch, rest=rest) as (program, sandbox):
            program.manifest(manifest(FIRST, SECOND, UNKNOWN))
            finished = program.run()
            filtered = [each for each in sandbox.requests if "filter[id][in]" in each.query]
            assert filtered == sandbox.requests[:1]
        assert finished.told == [("published", None), ("published", None), ("failed", "not-found")]
        assert finished.confirmed == [True, True, False]

    @pytest.mark.parametrize("mode", ["plan", "publish"])
    def test_a_collection_that_is_not_there_fails_before_anything_is_sent(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
    ) -> None:
        with started(tmp_path, monkeypatch) as (program, sandbox):
            program.manifest(manifest(FIRST, SECOND, collection="64a1000000000000000000cc"))
            finished = program.run(mode=mode)
            assert len(sandbox.requests) == 1
        assert finished.told == [("failed", "not-found")] * 2
        assert "The collection cannot be found" in finished.summary

    @pytest.mark.parametrize("filter_mode", ["honoured", "ignored", "refused"])
    def test_a_locale_that_the_site_has_not_fails_alone_and_is_not_sent(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filter_mode: str
    ) -> None:
        with started(tmp_path, monkeypatch, rest=f"filter: {filter_mode}") as (program, sandbox):
            program.manifest(manifest(FIRST, locales=f"locales: [{FRENCH}, {GERMAN}]"))
            finished = program.run()
            assert [each.body for each in posts(sandbox)] == [{"items": [{"id": FIRST, "cmsLocaleIds": [FRENCH]}]}]
        assert finished.told == [("published", None), ("failed", "rejected")]
        assert f"Locale {GERMAN} does not exist on this site" in finished.report["items"][1]["message"]

    def test_an_item_that_has_no_version_in_a_locale_fails_there_and_is_not_sent(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with started(tmp_path, monkeypatch) as (program, sandbox):
            program.manifest(manifest(ADA, collection=PEOPLE, locales=f"locales: [{ENGLISH}, {FRENCH}]"))
            finished = program.run()
            assert [each.body for each in posts(sandbox)] == [{"items": [{"id": ADA, "cmsLocaleIds": [ENGLISH]}]}]
        assert finished.told == [("published", None), ("failed", "not-found")]

    @pytest.mark.parametrize(("mode", "first"), [("publish", "blocked"), ("plan", "pending")])
    def test_when_the_time_is_over_nothing_more_is_read_and_nothing_is_sent(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str, first: str
    ) -> None:
        with started(tmp_path, monkeypatch, rest="rate-limit: 1") as (program, sandbox):
            program.manifest(manifest(FIRST), "a.yml")
            program.manifest(manifest(ADA, collection=PEOPLE), "b.yml")
            # The second request has to wait for a minute, and so long there is not.
            finished = program.run(manifest="*.yml", mode=mode, timeout_minutes="0.9")
            assert len(sandbox.requests) == 1
        assert finished.ending == (4, "unavailable")
        assert finished.told == [(first, "timed-out" if first == "blocked" else None), ("blocked", "timed-out")]
        assert finished.report["warnings"] == []

    def test_a_hanging_answer_is_given_up_when_the_time_is_over(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with started(tmp_path, monkeypatch, rest=reading("hang: 60", "times: always")) as (program, sandbox):
            program.clock = SystemClock()
            program.manifest(manifest(FIRST))
            finished = program.run(mode="plan", timeout_minutes="0.03")
            assert finished.ending == (4, "unavailable")
            assert posts(sandbox) == []
        assert finished.told == [("blocked", "timed-out")]
