from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Event
from time import monotonic
from typing import Any, ClassVar

import pytest

from harness.clock import FakeClock
from harness.samples import ENGLISH, FRENCH, collection, identifier, item, leaving
from harness.transport import ids_in
from harness.webflow import ARCHIVED, CHANGED, DRAFT, NEW, Webflow
from webflow_publish.approval import Approval
from webflow_publish.batch import Batch
from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.change import Change
from webflow_publish.clock import Deadline
from webflow_publish.estimate import Estimate
from webflow_publish.inputs import Inputs, Mode, read_inputs
from webflow_publish.job import LAST_LOOK, MOST_LAST, Job
from webflow_publish.lookout import MOST_UNCHANGED
from webflow_publish.manifest import Collection, Item, Manifest
from webflow_publish.outcome import Outcome, Status, Verdict, verdict
from webflow_publish.progress import Progress
from webflow_publish.reason import Reason
from webflow_publish.state import Key
from webflow_publish.task import Task
from webflow_publish.webflow import Failure, Publisher, Reader, Stage

SITE = "580e63e98c9a982ac9b8b741"
POSTS, PEOPLE = replace(collection(1), site=SITE), replace(collection(2, "People"), site=SITE)
DOWN = Failure(Reason.UNAVAILABLE, "503 Service Unavailable", 503, retryable=True)
LACKING = Failure(Reason.MISSING_SCOPE, "403 Forbidden: missing cms:read", 403)
REFUSED = Failure(Reason.UNAUTHORIZED, "401 Unauthorized", 401)
LATE = Failure(Reason.TIMED_OUT, "The time limit of the run was reached before this was read")

SENT = "sent"


def inputs(**texts: str) -> Inputs:
    named = {"token": "a-token-of-the-sandbox"} | {name.replace("_", "-"): text for name, text in texts.items()}
    read = read_inputs(lambda name: named.get(name, ""))
    assert isinstance(read, Inputs)
    return read


class Bench:
    """A job on a site, with all that was told while it went on; at each moment of `events`, something may happen."""

    def __init__(
        self,
        *items: Item,
        approval: Approval | None = None,
        filter: str = "honoured",  # noqa: A002 - see Webflow
        mode: str = "publish",
        whole: Sequence[Item] | None = None,
        **texts: str,
    ) -> None:
        self.clock = FakeClock()
        self.webflow = Webflow(self.clock, filter, rate_limit=120)
        self.webflow.describe(POSTS, author=PEOPLE)
        self.webflow.answer(f"/sites/{SITE}", {"id": SITE, "shortName": "bakery", "lastPublished": "2026-11-01T00:00Z"})
        slugs = [{"id": POSTS.id, "slug": "blog"}, {"id": PEOPLE.id, "slug": "people"}]
        self.webflow.answer(f"/sites/{SITE}/collections", {"collections": slugs})
        self.cancellation = Cancellation()
        self.told: list[str] = []
        self.events: dict[str, Callable[[], object]] = {}
        self.manifest = Manifest(("webflow-publish.yml",), items)
        listed = self.manifest if whole is None else replace(self.manifest, items=tuple(whole))
        texts = {"mode": mode, "concurrency": "1"} | texts
        # One request at a time, so that it is known in which order they are sent.
        self._task = Task(inputs(**texts), self.manifest, 0, listed, self.clock.now(), approval)
        self.deadline = Deadline(self.clock, 1800)
        self.job = self.new_job()

    def new_job(self) -> Job:
        publisher = Publisher(self.webflow) if self._task.inputs.mode is not Mode.PLAN else None
        return Job(self._task, Reader(self.webflow), publisher, self.deadline, self.cancellation, self)

    def at(self, moment: str, event: Callable[[], object]) -> None:
        """Have something happen at a moment, which may also be the one in which something is sent."""
        if moment == SENT:
            self.webflow.on("/publish", event)
        else:
            self.events[moment] = event

    def _tell(self, moment: str, words: str = "") -> None:
        self.told.append(f"{moment} {words}".strip())
        self.events.get(moment, int)()

    def read(self, done: int, total: int, requests: int, unread: int) -> None:
        self._tell("read", f"{done} of {total} in {requests}" + (f" without {unread}" if unread else ""))

    def note(self, text: str) -> None:
        self._tell("note", text)

    def planned(self, outcomes: Sequence[Outcome], estimate: Estimate) -> None:
        pending = [each for each in outcomes if each.status is Status.PENDING]
        self._tell("planned", f"{len(pending)} of {len(outcomes)} in {estimate.writes}")

    def divided(self, batch: Batch, failure: Failure) -> None:
        self._tell("divided", f"{len(batch.variants)} for {failure.message}")

    def catch_up(self) -> None:
        """Nobody tells anything in another thread here."""

    def progressed(self, progress: Progress) -> None:
        self._tell("progressed", f"{progress.done} of {progress.total}")

    def close(self) -> None:
        self._tell("close")

    def reading_back(self, done: int, total: int) -> None:
        """Of no interest here."""

    def confirming(self, confirmed: int, total: int) -> None:
        self._tell("confirming", f"{confirmed} of {total}")

    def patient(self, left: int, seconds: float) -> None:
        self._tell("patient", f"{left} for {seconds:.0f}")

    def stage(self, number: int, *locales: str, of: Collection = POSTS, **changes: Any) -> None:
        for locale in locales or (ENGLISH,):
            self.webflow.put(Stage.STAGED, number, locale, of, **changes)

    def live(self, number: int, *locales: str, of: Collection = POSTS, **changes: Any) -> None:
        """Have an item that is live as it is staged."""
        for locale in locales or (ENGLISH,):
            for stage in Stage:
                self.webflow.put(stage, number, locale, of, **changes)

    def run(self) -> tuple[Outcome, ...]:
        self.job.run()
        return self.job.outcomes()

    @property
    def methods(self) -> list[str]:
        """What was asked for so far, by the end of its path, and `publish` where it was a POST."""
        return [path.rpartition("/")[2] for path in self.webflow.paths] + ["publish"] * len(self.webflow.published)

    @property
    def sent(self) -> set[str]:
        """The IDs of all items that were sent to be published."""
        return {item_id for body in self.webflow.published for item_id in ids_in(body)}

    @property
    def sent_variants(self) -> set[tuple[str, str | None]]:
        """Item ID and locale of all that was sent to be published."""
        without = {(item_id, None) for body in self.webflow.published for item_id in body.get("itemIds", [])}
        entries = [entry for body in self.webflow.published for entry in body.get("items", [])]
        return without | {(entry["id"], locale) for entry in entries for locale in entry["cmsLocaleIds"]}


def posts(count: int, *locales: str) -> tuple[Item, ...]:
    return tuple(item(number, *locales, of=POSTS) for number in range(count))


def told(outcomes: Sequence[Outcome]) -> list[str]:
    """How each ended: `live` was published and seen, `there` was left alone and seen."""
    seen = {Status.PUBLISHED: "live", Status.UNCHANGED: "there"}
    return [seen[each.status] if each.confirmed else str(each.reason or each.status) for each in outcomes]


def everything(mode: str = "publish") -> Bench:
    """A job with an item of each kind, in two collections and two locales; it takes each step of a run."""
    bench = Bench(
        item(0, ENGLISH, FRENCH, of=POSTS),
        item(1, of=POSTS),
        item(2, of=POSTS),
        item(3, of=POSTS),
        item(4, of=POSTS),
        item(5, of=PEOPLE),
        mode=mode,
    )
    bench.stage(0, ENGLISH, FRENCH, author=identifier(5), **NEW)
    bench.stage(1, **CHANGED)
    bench.webflow.put(Stage.LIVE, 1, of=POSTS, title="Old")
    bench.live(2)
    bench.stage(3, **ARCHIVED)
    bench.stage(5, of=PEOPLE, **DRAFT)
    return bench


class TestPublishing:
    """Read, plan, publish, prove, and find the addresses."""

    def test_what_is_pending_goes_live_and_the_rest_is_left_alone(self) -> None:
        bench = everything()
        outcomes = bench.run()
        assert told(outcomes) == ["live", "live", "live", "there", "archived", "not-found", "live"]
        assert [each.change for each in outcomes if each.status is Status.PUBLISHED] == [
            Change.NEW,
            Change.NEW,
            Change.CHANGED,
            Change.DRAFT,
        ]
        assert bench.sent == {identifier(number) for number in (0, 1, 5)}

    def test_outcomes_have_the_addresses_of_what_is_live(self) -> None:
        bench = Bench(*posts(1))
        bench.stage(0, **NEW)
        assert [each.address for each in bench.run()] == ["https://bakery.webflow.io/blog/item-0"]

    def test_what_goes_on_is_told_from_step_to_step(self) -> None:
        bench = Bench(*posts(3))
        bench.stage(0, **NEW)
        bench.stage(1, **NEW)
        bench.live(2)
        bench.run()
        assert bench.told == [
            "read 3 of 3 in 1",
            "planned 2 of 3 in 1",
            "progressed 2 of 2",
            "close",
            "confirming 3 of 3",
        ]

    def test_it_takes_one_request_to_read_one_to_publish_and_one_to_read_back(self) -> None:
        bench = Bench(*posts(100))
        for number in range(100):
            bench.live(number)
        for number in range(30):
            bench.stage(number, **CHANGED)
        assert told(bench.run()) == [*["live"] * 30, *["there"] * 70]
        assert bench.methods == ["items", "live", SITE, "collections", "publish"]
        assert bench.job.requests == 5

    def test_where_all_is_live_already_nothing_is_sent_and_it_is_looked_for_once(self) -> None:
        bench = Bench(*posts(2))
        bench.live(0)
        bench.live(1)
        outcomes = bench.run()
        assert told(outcomes) == ["there", "there"]
        assert verdict(outcomes, bench.job.unmatched) is Verdict.NOTHING_TO_DO
        assert bench.methods == ["items", "live"]

    def test_a_second_run_finds_nothing_to_do(self) -> None:
        bench = everything()
        bench.run()
        before = bench.sent_variants
        bench.webflow.published.clear()
        bench.job = bench.new_job()
        assert told(bench.run()) == [*["there"] * 4, "archived", "not-found", "there"]
        assert (len(before), bench.sent) == (4, set())

    def test_what_is_live_already_is_sent_where_that_is_asked_for(self) -> None:
        bench = Bench(*posts(2), force="true")
        bench.stage(0)
        bench.stage(1, **CHANGED)
        outcomes = bench.run()
        assert told(outcomes) == ["live", "live"]
        assert [each.change for each in outcomes] == [Change.FORCED, Change.CHANGED]

    def test_without_verifying_nothing_is_read_back(self) -> None:
        bench = Bench(*posts(1), verify="false")
        bench.stage(0, **NEW)
        (outcome,) = bench.run()
        assert (outcome.status, outcome.confirmed) == (Status.PUBLISHED, False)
        assert outcome.address == "https://bakery.webflow.io/blog/item-0"
        assert "live" not in bench.methods
        assert bench.job.estimate == Estimate(reads=1, writes=1, confirmations=0, rate=120)

    def test_what_is_accepted_and_not_live_has_failed(self) -> None:
        bench = Bench(*posts(2))
        bench.stage(0, **NEW)
        bench.stage(1, **NEW)
        bench.events["close"] = lambda: bench.webflow.take(Stage.LIVE, 1, of=POSTS)
        outcomes = bench.run()
        assert told(outcomes) == ["live", "not-live"]
        assert verdict(outcomes, ()) is Verdict.FAILED

    def test_more_than_the_maximum_sends_nothing(self) -> None:
        bench = Bench(*posts(3), max_publish="1")
        for number in range(3):
            bench.stage(number, **NEW)
        assert told(bench.run()) == ["too-many"] * 3
        assert "publish" not in bench.methods

    @pytest.mark.parametrize(("total", "ends"), [(20, "live"), (19, "too-many")])
    def test_a_share_is_one_of_the_whole_manifest_whatever_the_run_is_restricted_to(
        self, total: int, ends: str
    ) -> None:
        bench = Bench(*posts(2), max_publish="10%", whole=posts(total))
        bench.stage(0, **NEW)
        bench.stage(1, **NEW)
        assert told(bench.run()) == [ends] * 2

    def test_what_is_too_much_is_compared_as_in_a_plan_so_that_it_can_be_shown(self) -> None:
        bench = Bench(*posts(3), max_publish="1")
        bench.webflow.put(Stage.LIVE, 0, of=POSTS, title="Old")
        bench.stage(0, **CHANGED, title="New")
        bench.stage(1, **NEW, author=identifier(9))
        bench.stage(2)
        bench.webflow.put(Stage.LIVE, 2, of=POSTS)
        bench.webflow.put(Stage.STAGED, 9, of=PEOPLE)
        edited, new, unchanged = bench.run()
        assert told((edited, new)) == ["too-many", "too-many"]
        assert unchanged.status is Status.UNCHANGED
        assert [(each.live, each.staged) for each in edited.differences or ()] == [("Old", "New")]
        assert {each.field: each.staged for each in new.differences or ()}["author"] == f"Item 9 ({identifier(9)})"
        assert unchanged.differences is None

    def test_what_may_be_published_is_not_compared(self) -> None:
        bench = Bench(*posts(1), max_publish="1")
        bench.stage(0, **NEW)
        (outcome,) = bench.run()
        assert (told([outcome]), outcome.differences) == (["live"], None)

    def test_an_error_that_names_no_item_is_kept(self) -> None:
        bench = Bench(*posts(1))
        bench.stage(0, **NEW)
        bench.webflow.errors = ("Something went wrong",)
        outcomes = bench.run()
        assert told(outcomes) == ["live"]
        assert [each.message for each in bench.job.unmatched] == ["Something went wrong"]
        assert verdict(outcomes, bench.job.unmatched) is Verdict.FAILED

    def test_before_anything_was_sent_there_is_no_error(self) -> None:
        bench = Bench(*posts(1))
        assert (bench.job.unmatched, bench.job.resolved, bench.job.warnings) == ((), (), ())

    def test_failures_that_were_overcome_are_resolved_wherever_they_were(self) -> None:
        bench = Bench(*posts(1))
        bench.stage(0, **NEW)

        def trouble(when: str) -> None:
            bench.webflow.overcome = (Failure(Reason.UNAVAILABLE, f"503 while {when}"),)

        trouble("reading")
        bench.events["planned"] = lambda: trouble("sending")
        bench.events["close"] = lambda: trouble("proving")
        assert told(bench.run()) == ["live"]
        assert [each.message for each in bench.job.resolved] == [
            "503 while reading",
            "503 while sending",
            "503 while proving",
        ]


class TestWhatIsLeftAlone:
    """What is live already, by Webflow's dates, is looked at on the live site: it has to be there as it is staged."""

    def test_what_is_not_on_the_live_site_has_failed(self) -> None:
        bench = Bench(*posts(2))
        bench.stage(0)
        bench.live(1)
        outcomes = bench.run()
        assert told(outcomes) == ["not-live", "there"]
        assert (outcomes[0].status, outcomes[0].change, outcomes[0].accepted) == (Status.FAILED, None, False)
        assert outcomes[0].message == "It is not on the live site"
        assert "`force: true`" in Reason.NOT_LIVE.hint
        assert bench.sent == set()
        assert verdict(outcomes, ()) is Verdict.FAILED

    def test_what_is_on_the_live_site_with_other_content_has_failed_until_that_is_put_right(self) -> None:
        bench, forced = Bench(*posts(1)), Bench(*posts(1), force="true")
        bench.live(0)
        bench.webflow.put(Stage.LIVE, 0, of=POSTS, title="Former")
        forced.webflow = bench.webflow
        ended = []
        for each in (bench, bench, forced, bench):
            each.job = each.new_job()
            ended.append(told(each.run()))
        assert ended == [["not-live"], ["not-live"], ["live"], ["there"]]

    def test_force_publishes_what_is_not_on_the_live_site(self) -> None:
        bench = Bench(*posts(1), force="true")
        bench.stage(0)
        assert told(bench.run()) == ["live"]

    @pytest.mark.parametrize(
        ("count", "statuses"),
        [(MOST_UNCHANGED, {Status.FAILED}), (MOST_UNCHANGED + 1, {Status.UNCHANGED})],
    )
    def test_of_more_than_a_thousand_the_dates_are_believed(self, count: int, statuses: set[Status]) -> None:
        bench = Bench(*posts(count))
        for number in range(count):
            bench.stage(number)
        assert {each.status for each in bench.run()} == statuses
        assert ("live" in bench.methods) is (Status.FAILED in statuses)

    def test_that_there_are_many_does_not_keep_what_is_published_from_being_proven(self) -> None:
        bench = Bench(*posts(MOST_UNCHANGED + 2))
        for number in range(MOST_UNCHANGED + 1):
            bench.stage(number)
        bench.stage(MOST_UNCHANGED + 1, **NEW)
        assert told(bench.run()) == [*["unchanged"] * (MOST_UNCHANGED + 1), "live"]

    def test_without_verifying_the_dates_are_believed(self) -> None:
        bench = Bench(*posts(1), verify="false")
        bench.stage(0)
        assert told(bench.run()) == ["unchanged"]
        assert bench.methods == ["items"]

    @pytest.mark.parametrize("moment", ["planned", "close"])
    def test_where_the_run_is_stopped_before_the_look_the_dates_are_believed(self, moment: str) -> None:
        bench = Bench(*posts(2))
        bench.stage(0, **NEW)
        bench.stage(1)
        bench.events[moment] = bench.cancellation.request
        with suppress(Interrupted):
            bench.job.run()
        assert told(bench.job.outcomes()) == ["cancelled", "unchanged"]

    def test_an_approval_that_does_not_have_it_is_not_held_against_it(self) -> None:
        bench = Bench(*posts(1), approval=Approval({}), approved="plan.json")
        bench.live(0)
        assert told(bench.run()) == ["there"]


class TestWhatIsInDoubt:
    """What was sent, and of which no answer came, is read back: also where nothing else is."""

    @staticmethod
    def losing(bench: Bench, count: int = 1, *, heeded: bool = True) -> Bench:
        """Have so many items sent; the answer is lost, whether Webflow has heeded the request or not."""
        for number in range(count):
            bench.stage(number, **NEW)

        def lose() -> Failure:
            for number in range(count if heeded else 0):
                bench.webflow.publish(number, of=POSTS)
            return DOWN

        bench.webflow.on("/publish", lose)
        return bench

    def test_what_is_live_after_all_was_published(self) -> None:
        bench = self.losing(Bench(*posts(2)), 2)
        outcomes = bench.run()
        assert told(outcomes) == ["live", "live"]
        assert [each.message for each in bench.job.resolved] == ["503 Service Unavailable"]
        assert verdict(outcomes, bench.job.unmatched) is Verdict.SUCCESS
        assert [each.address for each in outcomes] == [f"https://bakery.webflow.io/blog/item-{n}" for n in range(2)]

    def test_what_is_not_live_has_failed(self) -> None:
        bench = self.losing(Bench(*posts(2)), 2, heeded=False)
        outcomes = bench.run()
        assert told(outcomes) == ["unavailable"] * 2
        assert {each.message for each in outcomes} == {"503 Service Unavailable. Seen last: It is not on the live site"}
        assert bench.job.resolved == ()
        assert verdict(outcomes, ()) is Verdict.UNAVAILABLE

    @pytest.mark.parametrize(("heeded", "ends"), [(True, "live"), (False, "unavailable")])
    def test_without_verifying_it_is_all_that_is_read_back(self, heeded: bool, ends: str) -> None:
        bench = Bench(*posts(2), item(5, of=PEOPLE), verify="false")
        bench.stage(0, **NEW)
        bench.live(1)
        bench.stage(5, of=PEOPLE, **NEW)

        def lose() -> Failure:
            if heeded:
                bench.webflow.publish(0, of=POSTS)
            return DOWN

        bench.webflow.on(f"{POSTS.id}/items/publish", lose)
        assert told(bench.run()) == [ends, "unchanged", "published"]
        looks = [query["filter[id][in]"] for path, query in bench.webflow.asked if path.endswith("items/live")]
        assert set(looks) == {identifier(0)}

    def test_what_was_forced_and_was_last_published_when_it_was_before_has_failed(self) -> None:
        bench = Bench(*posts(1), force="true")
        bench.live(0)
        bench.webflow.on("/publish", lambda: DOWN)
        assert told(bench.run()) == ["unavailable"]

    def test_with_an_approval_what_is_live_after_all_must_be_what_was_reviewed(self) -> None:
        reviewed = self.losing(Bench())
        digests: dict[Key, frozenset[str]] = {
            (POSTS.id, identifier(0), None): frozenset({reviewed.webflow.content(0, of=POSTS).digest})
        }
        bench = self.losing(Bench(*posts(1), approval=Approval(digests), approved="plan.json"))
        bench.events["planned"] = lambda: bench.stage(0, title="Edited in between", **NEW)
        assert told(bench.run()) == ["changed-since-review"]

    @pytest.mark.parametrize("verify", ["true", "false"])
    def test_a_token_that_may_not_read_is_not_asked_to_look(self, verify: str) -> None:
        bench = self.losing(Bench(*posts(1), verify=verify))
        bench.webflow.on("/items", lambda: LACKING)
        bench.webflow.on("/live", lambda: LACKING)
        (outcome,) = bench.run()
        assert (outcome.reason, outcome.message) == (Reason.UNAVAILABLE, "503 Service Unavailable")
        assert bench.methods == ["items", "publish"]


class TestTheLastLook:
    """A run that was stopped has a moment left: for what is in doubt, and for nothing else."""

    @staticmethod
    def bench(count: int = 1, *, heeded: bool = True, wanted: int = 1) -> Bench:
        """A job that sends some of so many items, and is stopped as the answer is lost."""
        bench = Bench(*posts(count))
        for number in range(wanted):
            bench.stage(number, **NEW)

        def lose() -> Failure:
            bench.cancellation.request()
            for number in range(wanted if heeded else 0):
                bench.webflow.publish(number, of=POSTS)
            return DOWN

        bench.webflow.on("/publish", lose)
        return bench

    @staticmethod
    def stop(bench: Bench) -> list[str]:
        with pytest.raises(Interrupted):
            bench.job.run()
        return told(bench.job.outcomes())

    def test_what_is_live_after_all_was_published_and_the_run_was_stopped_all_the_same(self) -> None:
        bench = self.bench()
        assert self.stop(bench) == ["live"]
        assert bench.job.is_cut_short
        assert bench.methods == ["items", "live", "publish"]
        assert bench.clock.slept == []

    def test_what_is_not_live_is_looked_at_for_two_seconds_at_most(self) -> None:
        bench = self.bench(heeded=False)
        assert self.stop(bench) == ["unavailable"]
        assert bench.job.outcomes()[0].message.endswith("Seen last: It is not on the live site")
        assert sum(bench.clock.slept) < LAST_LOOK == 2

    def test_it_is_no_longer_than_the_time_of_the_run(self) -> None:
        bench = self.bench(heeded=False)
        bench.webflow.on("/publish", lambda: bench.clock.advance(1799.5))
        assert self.stop(bench) == ["unavailable"]
        assert bench.clock.slept == []

    def test_a_second_signal_does_not_end_it(self) -> None:
        bench = self.bench()
        bench.webflow.on("/live", bench.cancellation.request)
        assert self.stop(bench) == ["live"]

    def test_what_was_accepted_and_what_was_left_alone_are_not_looked_at(self) -> None:
        bench = Bench(item(5, of=PEOPLE), *posts(2), verify="false")
        bench.stage(5, of=PEOPLE, **NEW)
        bench.stage(0, **NEW)
        bench.live(1)
        bench.webflow.on(f"{POSTS.id}/items/publish", lambda: DOWN)
        bench.webflow.on(f"{POSTS.id}/items/publish", bench.cancellation.request)
        assert self.stop(bench) == ["published", "unavailable", "unchanged"]
        looks = [(path, query["filter[id][in]"]) for path, query in bench.webflow.asked if path.endswith("items/live")]
        assert set(looks) == {(f"/collections/{POSTS.id}/items/live", identifier(0))}

    def test_where_nothing_is_in_doubt_nothing_is_read(self) -> None:
        bench = Bench(*posts(1), verify="false")
        bench.stage(0, **NEW)
        bench.webflow.on("/publish", bench.cancellation.request)
        assert self.stop(bench) == ["published"]
        assert bench.methods == ["items", "publish"]

    def test_what_hangs_is_given_up_at_once_when_they_are_over(self) -> None:
        bench = self.bench()
        released = Event()

        def hang() -> None:
            bench.clock.advance(LAST_LOOK)
            released.wait(10)

        bench.webflow.on("/live", hang)
        began = monotonic()
        try:
            assert self.stop(bench) == ["unavailable"]
        finally:
            released.set()
        assert monotonic() - began < 1.5
        assert bench.job.outcomes()[0].message == "503 Service Unavailable"

    @pytest.mark.parametrize(("count", "ends"), [(MOST_LAST, "live"), (MOST_LAST + 1, "unavailable")])
    def test_of_a_very_large_manifest_there_is_none(self, count: int, ends: str) -> None:
        bench = self.bench(count)
        assert self.stop(bench)[0] == ends
        assert ("live" in bench.methods) is (ends == "live")

    def test_a_token_that_may_not_read_is_not_asked_for_it(self) -> None:
        bench = self.bench()
        bench.webflow.on("/items", lambda: LACKING)
        bench.webflow.on("/live", lambda: LACKING)
        assert self.stop(bench) == ["unavailable"]
        assert bench.methods == ["items", "publish"]


class TestSeveralAtOnce:
    """With several requests under way, the answers may come in any order."""

    def test_what_was_refused_before_what_it_refers_to_went_live_is_tried_again_however_late_that_is_heard(
        self,
    ) -> None:
        places = collection(3, "Places")
        bench = Bench(*posts(1), item(5, of=PEOPLE), item(9, of=places), concurrency="2")
        for number, of in [(0, POSTS), (5, PEOPLE), (9, places)]:
            bench.stage(number, of=of, **NEW)
        # What nobody may read is sent in the order of the manifest, whatever refers to what.
        bench.webflow.on("/items", lambda: LACKING)
        is_place_live = Event()
        refusals = [Failure(Reason.REFERENCE_NOT_LIVE, "409 Conflict: a reference is not live", 409)]

        def refuse() -> Failure | None:
            """Decide before the place is live, and answer after that is known."""
            is_place_live.wait(10)
            return refusals.pop() if refusals else None

        bench.webflow.on(f"{PEOPLE.id}/items/publish", refuse)
        bench.events["progressed"] = lambda: is_place_live.set() if "progressed 2 of 3" in bench.told else None
        assert told(bench.run()) == ["published"] * 3


class TestTheTime:
    """Where the work takes longer than there is time, that is said before it begins."""

    @staticmethod
    def note(count: int, seconds: float) -> list[str]:
        bench = Bench(*posts(count), verify="false")
        bench.webflow.rate_limit = 1
        for number in range(count):
            bench.stage(number, **NEW)
        bench.deadline = Deadline(bench.clock, seconds)
        bench.job = bench.new_job()
        bench.run()
        return [line for line in bench.told if line.startswith("note That")]

    def test_a_line_says_so(self) -> None:
        assert self.note(700, 300) == [
            "note That takes about 7 minutes, and `timeout-minutes` leaves 5: what is not sent by then will be blocked."
        ]

    @pytest.mark.parametrize(("count", "seconds"), [(100, 1), (600, 300), (700, 420)])
    def test_where_it_is_enough_or_nearly_so_nothing_is_said(self, count: int, seconds: float) -> None:
        assert self.note(count, seconds) == []


class TestLinks:
    """The addresses of live pages are a convenience: where they cannot be had, a line says so."""

    def test_where_the_site_cannot_be_read_the_log_says_so_once_and_nothing_fails(self) -> None:
        bench = Bench(*posts(2))
        bench.stage(0, **NEW)
        bench.stage(1, **NEW)
        bench.webflow.on(SITE, lambda: replace(LACKING, message="403 Forbidden: missing sites:read."))
        outcomes = bench.run()
        assert told(outcomes) == ["live", "live"]
        assert [each.address for each in outcomes] == [None, None]
        (note,) = (line for line in bench.told if line.startswith("note"))
        assert note.startswith("note There are no links to live pages, because the site could not be read. 403 ")
        assert note.endswith("missing sites:read.")
        assert bench.methods.count(SITE) == 1
        assert bench.job.warnings == ()

    def test_where_it_can_be_read_nothing_is_said_of_it(self) -> None:
        bench = Bench(*posts(1))
        bench.stage(0, **NEW)
        bench.run()
        assert not any(line.startswith("note") for line in bench.told)


class TestReviewing:
    """With an approval, only what was reviewed is published."""

    def bench(self) -> Bench:
        """Two items were reviewed, of which the second one was edited since."""
        reviewed = Bench(*posts(2))
        reviewed.stage(0, **NEW)
        reviewed.stage(1, **NEW)
        digests: dict[Key, frozenset[str]] = {
            (POSTS.id, identifier(number), None): frozenset({reviewed.webflow.content(number, of=POSTS).digest})
            for number in range(2)
        }
        bench = Bench(*posts(2), approval=Approval(digests), approved="plan.json")
        bench.stage(0, **NEW)
        bench.stage(1, title="Edited", **NEW)
        return bench

    def test_what_was_edited_since_is_held_back_and_the_rest_goes_on(self) -> None:
        bench = self.bench()
        assert told(bench.run()) == ["live", "changed-since-review"]
        assert bench.sent == {identifier(0)}

    @pytest.mark.parametrize("moment", ["planned", SENT])
    def test_what_is_edited_before_it_goes_out_is_told(self, moment: str) -> None:
        bench = self.bench()
        bench.at(moment, lambda: bench.stage(0, title="Edited in between", **NEW))
        outcome, _ = bench.run()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.CHANGED_SINCE_REVIEW)
        assert "what is live was not reviewed" in outcome.message

    @staticmethod
    def forced() -> Bench:
        """An item that is live as it is staged, as it was reviewed, and that is published again all the same."""
        key: Key = (POSTS.id, identifier(0), None)
        bench = Bench(*posts(1))
        bench.live(0)
        approval = Approval({key: frozenset({bench.webflow.content(0, of=POSTS).digest})})
        bench = Bench(*posts(1), approval=approval, force="true", approved="plan.json")
        bench.live(0)
        return bench

    def test_what_is_published_again_as_it_was_reviewed_is_live(self) -> None:
        bench = self.forced()
        (outcome,) = bench.run()
        assert (told([outcome]), outcome.change) == (["live"], Change.FORCED)

    @pytest.mark.parametrize("moment", ["planned", SENT])
    def test_what_is_published_again_and_edited_in_between_is_told(self, moment: str) -> None:
        bench = self.forced()
        bench.at(moment, lambda: bench.stage(0, title="Edited in between", **CHANGED))
        (outcome,) = bench.run()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.CHANGED_SINCE_REVIEW)
        assert outcome.accepted

    @pytest.mark.parametrize("failure", [DOWN, LACKING])
    def test_what_cannot_be_read_is_not_published_unseen(self, failure: Failure) -> None:
        bench = self.bench()
        bench.webflow.on("/items", lambda: failure)
        assert told(bench.run()) == [failure.reason.value] * 2
        assert bench.sent == set()
        assert bench.job.warnings == ()


class TestPlanning:
    """A plan reads, and nothing else."""

    def test_it_says_what_is_to_become_of_each_item(self) -> None:
        bench = everything(mode="plan")
        outcomes = bench.run()
        assert told(outcomes) == ["pending", "pending", "pending", "unchanged", "archived", "not-found", "pending"]
        assert bench.webflow.published == []
        assert not any(word.startswith(("planned", "confirming")) for word in bench.told)

    def test_what_is_to_change_is_compared_with_what_is_live(self) -> None:
        bench = Bench(*posts(1), mode="plan")
        bench.webflow.put(Stage.LIVE, 0, of=POSTS, title="Old")
        bench.stage(0, title="New", **CHANGED)
        (outcome,) = bench.run()
        assert [(each.field, each.live, each.staged) for each in outcome.differences or ()] == [("title", "Old", "New")]

    def test_nothing_can_be_planned_that_cannot_be_read(self) -> None:
        bench = Bench(*posts(2), mode="plan")
        bench.webflow.on("/items", lambda: LACKING)
        outcomes = bench.run()
        assert {(each.status, each.reason) for each in outcomes} == {(Status.BLOCKED, Reason.MISSING_SCOPE)}
        assert bench.job.warnings == ()
        assert verdict(outcomes, ()) is Verdict.DENIED

    def test_it_has_no_addresses(self) -> None:
        bench = Bench(*posts(1), mode="plan")
        bench.stage(0)
        (outcome,) = bench.run()
        assert outcome.address is None
        assert bench.methods == ["items"]


class TestTheEstimate:
    """How much work publishing is, if all goes well."""

    def test_there_is_none_before_the_plan(self) -> None:
        assert Bench(*posts(1)).job.estimate is None

    @pytest.mark.parametrize("mode", ["plan", "publish"])
    def test_it_counts_what_was_read_and_what_is_to_be_sent_and_read_back(self, mode: str) -> None:
        bench = Bench(*posts(250, ENGLISH, FRENCH), item(900, of=PEOPLE), mode=mode)
        for number in range(250):
            if number < 120:
                bench.stage(number, ENGLISH, FRENCH, **NEW)
            else:
                bench.live(number, ENGLISH, FRENCH)
        bench.stage(900, of=PEOPLE, **NEW)
        bench.run()
        # 3 pages in each of 2 locales, and 1; 240 variants in 3 requests, and 1; all of them are looked at again.
        assert bench.job.estimate == Estimate(reads=7, writes=4, confirmations=7, rate=120)

    @pytest.mark.parametrize(("count", "confirmations"), [(MOST_UNCHANGED, 11), (MOST_UNCHANGED + 1, 1)])
    def test_what_is_live_already_is_part_of_it_as_far_as_it_is_looked_at(self, count: int, confirmations: int) -> None:
        bench = Bench(*posts(count + 1), mode="plan")
        bench.stage(0, **NEW)
        for number in range(count):
            bench.live(1 + number)
        bench.run()
        assert bench.job.estimate is not None
        assert bench.job.estimate.confirmations == confirmations

    @staticmethod
    def listed(wanted: int, listed: int, filter_by_id: str = "honoured", verify: str = "true") -> Bench:
        """So many edited items, the last ones of a collection of so many, each in two locales."""
        items = (item(number, ENGLISH, FRENCH) for number in range(listed - wanted, listed))
        bench = Bench(*items, filter=filter_by_id, verify=verify)
        for number in range(listed):
            for locale in (ENGLISH, FRENCH):
                bench.webflow.put(Stage.STAGED, number, locale, **CHANGED)
                bench.webflow.put(Stage.LIVE, number, locale)
        bench.run()
        return bench

    @pytest.mark.parametrize(("wanted", "listed"), [(1, 1), (7, 7), (100, 100), (250, 250), (3, 900), (120, 900)])
    @pytest.mark.parametrize("verify", ["true", "false"])
    def test_it_is_what_is_sent(self, wanted: int, listed: int, verify: str) -> None:
        bench = self.listed(wanted, listed, verify=verify)
        assert bench.job.estimate is not None
        assert bench.job.requests == bench.job.estimate.requests

    @pytest.mark.parametrize(("wanted", "listed"), [(1, 1), (7, 7), (250, 250), (3, 900), (30, 900), (120, 900)])
    @pytest.mark.parametrize("filter_by_id", ["ignored", "refused"])
    def test_without_a_filter_it_is_what_is_sent_as_well(self, wanted: int, listed: int, filter_by_id: str) -> None:
        bench = self.listed(wanted, listed, filter_by_id)
        assert bench.job.estimate is not None
        assert bench.job.requests == bench.job.estimate.requests

    def test_what_the_token_may_not_read_is_not_counted_as_read_back(self) -> None:
        bench = Bench(*posts(1))
        bench.stage(0, **NEW)
        bench.webflow.on("/items", lambda: LACKING)
        bench.run()
        assert bench.job.estimate == Estimate(reads=1, writes=1, confirmations=0, rate=120)

    def test_what_a_plan_reads_to_compare_is_not_part_of_it(self) -> None:
        bench = Bench(*posts(1), mode="plan")
        bench.webflow.put(Stage.LIVE, 0, of=POSTS, title="Old")
        bench.stage(0, **CHANGED)
        bench.run()
        assert bench.job.estimate == Estimate(reads=1, writes=1, confirmations=1, rate=120)
        assert bench.job.requests == 3

    def test_where_nothing_is_pending_it_is_the_reading_alone(self) -> None:
        bench = Bench(*posts(1), mode="plan")
        bench.live(0)
        bench.run()
        assert bench.job.estimate == Estimate(reads=1, writes=0, confirmations=1, rate=120)


class TestPublishingUnseen:
    """What could not be read is published all the same, and that is said once."""

    def test_where_everything_can_be_read_there_is_no_warning(self) -> None:
        bench = everything()
        bench.run()
        assert bench.job.warnings == ()

    def test_a_token_that_may_only_write_publishes_and_is_not_asked_to_read_back(self) -> None:
        bench = everything()
        bench.webflow.on("/items", lambda: LACKING)
        bench.webflow.on("/live", lambda: LACKING)
        outcomes = bench.run()
        assert {(each.status, each.change, each.confirmed) for each in outcomes} <= {
            (Status.PUBLISHED, Change.UNKNOWN, False),
            (Status.FAILED, Change.UNKNOWN, False),
        }
        assert "live" not in bench.methods
        (warning,) = bench.job.warnings
        assert "may publish, but not read" in warning.message
        assert warning.message.endswith("Webflow's words: `403 Forbidden: missing cms:read`.")
        assert "`cms:read`" in warning.hint

    def test_with_such_a_token_a_run_whose_items_all_go_out_is_a_success(self) -> None:
        bench = Bench(*posts(2))
        bench.stage(0)
        bench.stage(1, **NEW)
        bench.webflow.on("/items", lambda: LACKING)
        outcomes = bench.run()
        assert verdict(outcomes, bench.job.unmatched) is Verdict.SUCCESS
        assert bench.methods == ["items", "publish"]

    def test_what_it_could_read_is_proven(self) -> None:
        bench = Bench(*posts(1), item(5, of=PEOPLE))
        bench.stage(0, **NEW)
        bench.stage(5, of=PEOPLE, **NEW)
        bench.webflow.on(f"{PEOPLE.id}/items", lambda: LACKING)
        assert told(bench.run()) == ["live", "published"]
        assert [path for path in bench.webflow.paths if path.endswith("/live")] == [
            f"/collections/{POSTS.id}/items/live"
        ]

    @pytest.mark.parametrize("failures", [[DOWN, LACKING], [LACKING, DOWN]])
    def test_what_it_could_not_read_for_two_reasons_is_not_read_back_either(self, failures: list[Failure]) -> None:
        bench = Bench(*posts(1), item(5, of=PEOPLE))
        bench.stage(0, **NEW)
        bench.stage(5, of=PEOPLE, **NEW)
        left = list(failures)
        bench.webflow.on("/items", lambda: left.pop(0))
        bench.webflow.on("/live", lambda: LACKING)
        outcomes = bench.run()
        assert told(outcomes) == ["published", "published"]
        assert len(bench.job.warnings) == 1
        assert "missing cms:read" in bench.job.warnings[0].message

    def test_after_an_outage_it_is_read_back(self) -> None:
        bench = Bench(*posts(2))
        bench.stage(0)
        bench.stage(1, **NEW)
        bench.webflow.on("/items", lambda: DOWN if not bench.webflow.published else None)
        outcomes = bench.run()
        assert told(outcomes) == ["live", "live"]
        assert {each.change for each in outcomes} == {Change.UNKNOWN}
        (warning,) = bench.job.warnings
        assert warning.message == (
            "What Webflow has of 2 items, counted in each locale, could not be read: that was published without a look "
            "at it first. Webflow's words: `503 Service Unavailable`."
        )

    def test_what_is_live_only_in_part_after_an_outage_is_told(self) -> None:
        bench = Bench(*posts(1))
        bench.stage(0, title="New", **CHANGED)
        bench.webflow.on("/items", lambda: DOWN if not bench.webflow.published else None)
        bench.events["close"] = lambda: bench.webflow.put(Stage.LIVE, 0, of=POSTS, title="Old")
        assert told(bench.run()) == ["not-live"]

    @pytest.mark.parametrize("failure", [DOWN, LACKING])
    def test_where_nothing_of_it_is_accepted_there_is_no_warning(self, failure: Failure) -> None:
        bench = Bench(item(5, of=PEOPLE), *posts(1))
        bench.stage(5, of=PEOPLE, **NEW)
        bench.stage(0, **NEW)
        bench.webflow.on(f"{POSTS.id}/items", lambda: failure)
        bench.webflow.on(f"{POSTS.id}/items/publish", lambda: DOWN)
        seen, unseen = bench.run()
        assert told([seen]) == ["live"]
        assert (unseen.change, unseen.accepted, unseen.reason) == (Change.UNKNOWN, False, Reason.UNAVAILABLE)
        assert bench.job.warnings == ()

    def test_only_what_was_accepted_unseen_is_counted(self) -> None:
        bench = Bench(*posts(3))
        bench.stage(0, **NEW)
        bench.stage(1, **NEW)
        bench.webflow.on("/items", lambda: DOWN if not bench.webflow.published else None)
        assert told(bench.run()) == ["live", "live", "not-found"]
        assert bench.job.warnings[0].message.startswith("What Webflow has of 2 items, counted in each locale, could")

    def test_before_anything_is_published_nothing_is_said(self) -> None:
        bench = Bench(*posts(1))
        bench.stage(0, **NEW)
        bench.webflow.on("/items", lambda: DOWN if not bench.webflow.published else None)
        said: list[int] = []
        bench.events["planned"] = lambda: said.append(len(bench.job.warnings))
        bench.run()
        assert (said, len(bench.job.warnings)) == ([0], 1)

    def test_a_token_that_is_refused_publishes_nothing(self) -> None:
        bench = Bench(*posts(2))
        bench.webflow.on("/items", lambda: REFUSED)
        outcomes = bench.run()
        assert {(each.status, each.reason) for each in outcomes} == {(Status.BLOCKED, Reason.UNAUTHORIZED)}
        assert bench.methods == ["items"]
        assert bench.job.warnings == ()

    def test_where_the_time_is_over_nothing_is_published_and_nothing_else_is_said(self) -> None:
        bench = Bench(*posts(2))

        def over() -> Failure:
            bench.clock.advance(1800)
            return LATE

        bench.webflow.on("/items", over)
        assert told(bench.run()) == ["timed-out", "timed-out"]
        assert bench.sent == set()
        assert bench.job.warnings == ()

    def test_hostile_words_in_a_warning_are_one_line_of_text(self) -> None:
        bench = Bench(*posts(1))
        bench.stage(0, **NEW)
        bench.webflow.on("/items", lambda: replace(LACKING, message="x\n##[error]y") if not bench.sent else None)
        bench.run()
        assert bench.job.warnings[0].message.endswith(r"`x\n## [error]y`.")


def check(bench: Bench) -> None:
    """Hold what is told of each variant against what Webflow has."""
    outcomes = bench.job.outcomes()
    assert [each.variant for each in outcomes] == list(bench.manifest.variants())
    for each in outcomes:
        variant = each.variant
        place = int(variant.item.id[-7:], 16), variant.locale or ENGLISH, variant.item.collection
        assert each.status is not Status.PENDING
        assert (each.reason is not None) == (each.status in {Status.FAILED, Status.BLOCKED})
        if each.status is Status.PUBLISHED:
            assert bench.webflow.content(*place, Stage.LIVE).digest == bench.webflow.content(*place).digest
        if each.status is Status.BLOCKED:
            assert (variant.item.id, variant.locale) not in bench.sent_variants
        if each.reason is Reason.CANCELLED and each.status is Status.FAILED:
            assert (variant.item.id, variant.locale) in bench.sent_variants
    assert verdict(outcomes, bench.job.unmatched) is not Verdict.PENDING


def requests() -> int:
    bench = everything()
    bench.run()
    return bench.webflow.sent


MOMENTS = ["read", "planned", "progressed", "close", "confirming", "patient"]


class TestAnEndBeforeTheEnd:
    """Whenever a run ends, each item is told once, and truly; a run that was to publish leaves nothing pending."""

    @staticmethod
    def at_request(number: int, happening: Callable[[Bench], object], mode: str = "publish") -> Bench:
        bench = everything(mode)
        bench.webflow.on("", lambda: happening(bench) if bench.webflow.sent == number else None)
        return bench

    @pytest.mark.parametrize("number", range(1, requests() + 1))
    def test_a_stop_at_any_request(self, number: int) -> None:
        bench = self.at_request(number, lambda bench: bench.cancellation.request())
        with suppress(Interrupted):
            bench.job.run()
        check(bench)

    @pytest.mark.parametrize("number", range(1, requests() + 1))
    def test_a_defect_at_any_request(self, number: int) -> None:
        bench = self.at_request(number, lambda _: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            bench.job.run()
        check(bench)

    @pytest.mark.parametrize("number", range(1, requests() + 1))
    def test_an_end_of_the_time_at_any_request(self, number: int) -> None:
        bench = self.at_request(number, lambda bench: bench.clock.advance(1800))
        bench.job.run()
        check(bench)

    @pytest.mark.parametrize("number", range(1, requests() + 1))
    @pytest.mark.parametrize("failure", [DOWN, LACKING, REFUSED])
    def test_a_failure_from_any_request_on(self, number: int, failure: Failure) -> None:
        bench = everything()
        bench.webflow.on("", lambda: failure if bench.webflow.sent >= number else None)
        bench.job.run()
        check(bench)

    @staticmethod
    def at_moment(moment: str, happening: Callable[[Bench], object]) -> Bench:
        bench = everything()
        bench.events[moment] = lambda: happening(bench)
        if moment == "patient":
            bench.events["close"] = lambda: bench.webflow.take(Stage.LIVE, 0, FRENCH, POSTS)
        return bench

    @pytest.mark.parametrize("moment", MOMENTS)
    def test_a_stop_at_any_moment(self, moment: str) -> None:
        bench = self.at_moment(moment, lambda bench: bench.cancellation.request())
        with suppress(Interrupted):
            bench.job.run()
        assert bench.cancellation.requested
        check(bench)

    @pytest.mark.parametrize("moment", MOMENTS)
    def test_a_defect_at_any_moment(self, moment: str) -> None:
        bench = self.at_moment(moment, lambda _: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            bench.job.run()
        check(bench)

    @pytest.mark.parametrize(
        ("happening", "message"),
        [
            (lambda bench: bench.cancellation.request(), "The run was stopped before anything was sent"),
            (lambda _: 1 // 0, "The run ended at a defect of its own before anything was sent"),
        ],
    )
    def test_while_the_state_is_read_nothing_was_sent(self, happening: Callable[[Bench], object], message: str) -> None:
        bench = self.at_request(2, happening)
        with suppress(Interrupted, ZeroDivisionError):
            bench.job.run()
        assert {(each.status, each.reason, each.message) for each in bench.job.outcomes()} == {
            (Status.BLOCKED, Reason.CANCELLED, message)
        }

    @pytest.mark.parametrize(
        ("happening", "message"),
        [
            (lambda bench: bench.cancellation.request(), "The run was stopped before the plan was complete"),
            (lambda _: 1 // 0, "The run ended at a defect of its own before the plan was complete"),
        ],
    )
    @pytest.mark.parametrize("number", [1, 4, 5])
    def test_a_plan_that_is_not_complete_is_none(
        self, number: int, happening: Callable[[Bench], object], message: str
    ) -> None:
        bench = self.at_request(number, happening, "plan")
        with suppress(Interrupted, ZeroDivisionError):
            bench.job.run()
        assert {(each.status, each.reason, each.message) for each in bench.job.outcomes()} == {
            (Status.BLOCKED, Reason.CANCELLED, message)
        }
        assert bench.webflow.published == []

    def test_what_was_confirmed_stays_so_when_the_run_is_stopped_later(self) -> None:
        bench = everything()
        bench.webflow.on(SITE, bench.cancellation.request)
        with pytest.raises(Interrupted):
            bench.job.run()
        assert told(bench.job.outcomes()).count("live") == 4
        assert {each.address for each in bench.job.outcomes()} == {None}

    def test_what_was_accepted_and_not_read_back_is_said_to_be_so(self) -> None:
        bench = Bench(*posts(1))
        bench.stage(0, **NEW)
        bench.webflow.on("/live", bench.cancellation.request)
        with pytest.raises(Interrupted):
            bench.job.run()
        (outcome,) = bench.job.outcomes()
        assert (outcome.status, outcome.reason) == (Status.FAILED, Reason.CANCELLED)
        assert outcome.message == "Webflow accepted this, but the run was stopped before it was found to be live"


def in_words(mode: str = "publish") -> Bench:
    """A job whose manifest has a slug of a collection, tags, slugs, an ID among them, and a slug that nothing has."""
    words = Collection("blog", None, POSTS.place, slug="blog", is_found=False)

    def by_slug(number: int, slug: str, *locales: str) -> Item:
        return replace(item(number, *locales, of=words), id=slug, slug=slug, is_found=False)

    bench = Bench(
        by_slug(0, "rye", "en", "fr"),
        by_slug(1, "seigle", "fr"),
        item(2, "fr", of=words),
        by_slug(3, "gone"),
        item(4, of=PEOPLE),
        by_slug(5, "all-of-them", "all"),
        mode=mode,
    )
    locales = {
        "primary": {"cmsLocaleId": ENGLISH, "tag": "en"},
        "secondary": [{"cmsLocaleId": FRENCH, "tag": "fr-CA", "enabled": True}],
    }
    bench.webflow.answer("/sites", {"sites": [{"id": SITE, "shortName": "bakery", "locales": locales}]})
    for number, english, french in ((0, "rye", "rye"), (1, "wheat", "seigle"), (2, "oats", "oats")):
        bench.stage(number, ENGLISH, slug=english, **NEW)
        bench.stage(number, FRENCH, slug=french, **NEW)
    bench.stage(4, of=PEOPLE, **NEW)
    bench.stage(5, ENGLISH, FRENCH, slug="all-of-them", **NEW)
    return bench


def requests_in_words() -> int:
    bench = in_words()
    bench.run()
    return bench.webflow.sent


class TestNames:
    """They are resolved before anything else is asked, and nothing that is not known is ever sent."""

    KNOWN: ClassVar = {(0, ENGLISH), (0, FRENCH), (1, FRENCH), (2, FRENCH), (4, None), (5, ENGLISH), (5, FRENCH)}

    def check(self, bench: Bench) -> None:
        """Whatever happened: only IDs in requests, nothing sent but what is meant, and each item told once."""
        assert bench.sent_variants <= {(identifier(number), locale) for number, locale in self.KNOWN}
        parts = [part for path in bench.webflow.paths for part in path.strip("/").split("/")]
        assert {part for part in parts if len(part) != 24} <= {"sites", "collections", "items", "live"}
        outcomes = bench.job.outcomes()
        assert len({each.variant.key for each in outcomes}) == len(outcomes)
        assert [each.variant.item.place for each in outcomes] == sorted(each.variant.item.place for each in outcomes)
        assert {each.variant.item.place for each in outcomes} == {each.place for each in bench.manifest.items}
        for each in outcomes:
            if not each.variant.item.is_known:
                assert each.status in {Status.FAILED, Status.BLOCKED}

    def test_what_is_named_goes_live_and_what_is_not_there_is_told(self) -> None:
        bench = in_words()
        assert told(bench.run()) == ["live", "live", "live", "live", "not-found", "live", "live", "live"]
        self.check(bench)
        assert bench.sent_variants == {(identifier(number), locale) for number, locale in self.KNOWN}

    def test_what_was_read_for_the_names_is_not_read_again(self) -> None:
        bench = in_words("plan")
        bench.run()
        lists = [
            (path.split("/")[2], query.get("cmsLocaleId"), query.get("filter[id][in]"))
            for path, query in bench.webflow.asked
            if path.endswith("/items")
        ]
        assert (POSTS.id, FRENCH, ",".join([identifier(0), identifier(2), identifier(5)])) in lists
        assert not any(identifier(1) in (ids or "") for _, _, ids in lists)

    def test_the_manifest_is_told_with_what_was_found(self) -> None:
        bench = in_words("plan")
        before = bench.job.manifest
        bench.run()
        assert (before.has_names, [each.id for each in bench.job.manifest.items]) == (
            True,
            [identifier(0), identifier(1), identifier(2), "gone", identifier(4), identifier(5)],
        )

    def test_a_wrong_name_ends_the_run_before_anything_is_sent(self) -> None:
        bench = in_words()
        bench.webflow.answer(f"/sites/{SITE}/collections", {"collections": []})
        assert bench.run() == ()
        assert [each.message for each in bench.job.problems] == [
            "The site `bakery` has no collection with the slug `blog`."
        ]
        assert (bench.webflow.published, bench.told) == ([], [])

    @pytest.mark.parametrize("number", range(1, requests_in_words() + 1))
    @pytest.mark.parametrize("failure", [DOWN, LACKING, REFUSED])
    @pytest.mark.parametrize("lasting", [True, False])
    def test_a_failure_at_any_request(self, number: int, failure: Failure, lasting: bool) -> None:
        bench = in_words()
        at = range(number, 1_000) if lasting else [number]
        bench.webflow.on("", lambda: failure if bench.webflow.sent in at else None)
        bench.job.run()
        self.check(bench)

    @pytest.mark.parametrize("number", range(1, requests_in_words() + 1))
    @pytest.mark.parametrize("mode", ["publish", "plan"])
    def test_a_stop_at_any_request(self, number: int, mode: str) -> None:
        bench = in_words(mode)
        bench.webflow.on("", lambda: bench.cancellation.request() if bench.webflow.sent == number else None)
        with suppress(Interrupted):
            bench.job.run()
        self.check(bench)

    @pytest.mark.parametrize("number", range(1, requests_in_words() + 1))
    def test_an_end_of_the_time_at_any_request(self, number: int) -> None:
        bench = in_words()
        bench.webflow.on("", lambda: bench.clock.advance(1800) if bench.webflow.sent == number else None)
        bench.job.run()
        self.check(bench)


class TestTakingDown:
    """What is to be off the live site goes through the same steps as what is to be live."""

    @staticmethod
    def bench(*others: Item) -> Bench:
        """A job with two live items that are to go."""
        bench = Bench(leaving(0, of=POSTS), leaving(1, of=POSTS), *others)
        for number in range(2):
            bench.live(number)
        return bench

    def test_it_is_planned_sent_and_proven(self) -> None:
        bench = self.bench(item(2, of=POSTS))
        bench.stage(2, **NEW)
        outcomes = bench.run()
        assert [(each.status, each.confirmed) for each in outcomes] == [
            (Status.UNPUBLISHED, True),
            (Status.UNPUBLISHED, True),
            (Status.PUBLISHED, True),
        ]
        assert bench.webflow.unpublished == [{"items": [{"id": identifier(0)}, {"id": identifier(1)}]}]
        assert [each.address for each in outcomes[:2]] == [None, None]
        assert "planned 3 of 3 in 2" in bench.told

    def test_what_is_off_already_is_not_looked_for_again(self) -> None:
        bench = Bench(leaving(0, of=POSTS))
        bench.stage(0, **DRAFT)
        assert told(bench.run()) == ["unchanged"]
        assert len(bench.webflow.paths) == 1

    @pytest.mark.parametrize("is_heard", [False, True])
    def test_a_run_that_is_stopped_while_it_is_sent_tells_what_became_of_it(self, is_heard: bool) -> None:
        bench = self.bench()

        def stop() -> Failure | None:
            if not bench.webflow.unpublished or bench.cancellation.requested:
                return None
            bench.cancellation.request()
            return None if is_heard else Failure(Reason.UNAVAILABLE, "The connection broke")

        bench.webflow.on("/live", stop)
        with suppress(Interrupted):
            bench.run()
        outcomes = bench.job.outcomes()
        expected = (Status.UNPUBLISHED, None) if is_heard else (Status.FAILED, Reason.UNAVAILABLE)
        assert [(each.status, each.reason) for each in outcomes] == [expected] * 2
        assert bench.job.is_cut_short

    def test_a_plan_only_looks(self) -> None:
        bench = Bench(leaving(0, of=POSTS), mode="plan")
        bench.live(0)
        (outcome,) = bench.run()
        assert (outcome.status, outcome.change) == (Status.PENDING, Change.TAKEN_DOWN)
        assert not bench.webflow.unpublished
        assert bench.job.estimate
        assert (bench.job.estimate.writes, bench.job.estimate.confirmations) == (1, 1)

    def test_an_undo_may_write(self) -> None:
        bench = Bench(leaving(0, of=POSTS), mode="undo")
        bench.live(0)
        assert [each.status for each in bench.run()] == [Status.UNPUBLISHED]
