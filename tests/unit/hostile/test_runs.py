"""Whatever a service does with a run's requests, and whatever it says of them: the promise is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from harness.clock import FakeClock
from harness.console import RecordingStep
from harness.results import SOURCE
from harness.samples import ENGLISH, FRENCH, collection, identifier, item
from harness.strategies.conduct import Claim, Look, Turn, looks, turns
from harness.transport import ids_in
from harness.webflow import ARCHIVED, CHANGED, DRAFT, NEW, Webflow
from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.clock import Deadline
from webflow_publish.inputs import Inputs, Mode, read_inputs
from webflow_publish.job import Job
from webflow_publish.manifest import Item, Manifest, Variant
from webflow_publish.outcome import GOOD, MISSING, Result, Status, Verdict, verdict
from webflow_publish.report import annotations_of, outputs, summary
from webflow_publish.report.log import Log
from webflow_publish.task import Task
from webflow_publish.webflow import Failure, Publisher, Reader, Reply, Sending, Stage

POSTS, PEOPLE = collection(1), collection(2, "People")
AUTHOR = 4
"""The number of the item that the posts refer to; where the manifest does not have it, it is live."""
SAME: dict[str, Any] = {}
STATES: Sequence[tuple[dict[str, Any] | None, dict[str, Any] | None]] = (
    (NEW, None),
    (NEW, None),
    (DRAFT, None),
    (CHANGED, {"title": "Old"}),
    (CHANGED, SAME),
    (SAME, SAME),
    (SAME, None),
    (ARCHIVED, SAME),
    (None, None),
    (None, SAME),
)
"""What is staged, and what is live; both by what tells it from an item that is live as it is staged. An item that is
unchanged by its dates has no other content live: there is no way for it to come to that."""


@dataclass(frozen=True, slots=True)
class Script:
    """How a run goes: what there is of each item in each locale, and what becomes of each request in its turn.

    What comes after that is answered truly. `stop` is the number of the request at which the run is told to stop.
    """

    states: Sequence[tuple[dict[str, Any] | None, dict[str, Any] | None]]
    locales: Sequence[tuple[str, ...]]
    turns: Sequence[Turn]
    looks: Sequence[Look]
    stop: int | None = None
    seconds: float = 1_800
    concurrency: int = 1
    force: bool = False

    def items(self) -> tuple[Item, ...]:
        return tuple(
            item(number, *locales, of=PEOPLE if number >= AUTHOR else POSTS)
            for number, locales in enumerate(self.locales)
        )


class Service:
    """A site of Webflow that does and says what the script has. It deals with one request at a time."""

    def __init__(self, script: Script, clock: FakeClock, stop: Callable[[], None]) -> None:
        self.webflow = Webflow(clock, rate_limit=120)
        self.webflow.describe(POSTS, author=PEOPLE)
        self.sent = 0
        self.rate_limit = 120
        self._script = script
        self._turns, self._looks = iter(script.turns), iter(script.looks)
        self._stop = stop
        self._clock = clock
        self.is_stopped = False
        self._later: list[tuple[float, Callable[[], object]]] = []
        self._lock = threading.RLock()
        for stage in Stage:
            self.webflow.put(stage, AUTHOR, of=PEOPLE)
        states = iter(script.states)
        for each in script.items():
            for locale in each.locales or (ENGLISH,):
                self._put(each, locale, *next(states))

    def hide(self, text: str) -> str:
        return text

    def get(self, path: str, query: Sequence[tuple[str, str]] = (), *, once: bool = False) -> Reply[dict[str, Any]]:
        with self._lock:
            self._count()
            look = next(self._looks, Look())
            reply = self.webflow.get(path, query, once=once)
            if look.said is not None:
                return Reply(look.said if isinstance(look.said, Failure) else dict(look.said))
            if look.short and isinstance(reply.answer, dict) and reply.answer.get("items"):
                return Reply({**reply.answer, "items": reply.answer["items"][:-1]})
            return reply

    def post(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        with self._lock:
            sending.begin()
            self._count()
            turn = next(self._turns, Turn())
            wanted = ids_in(body)
            done = [each for n, each in enumerate(wanted) if turn.share is None or turn.share >> n & 1]
            if turn.delay:
                due = self._clock.monotonic() + turn.delay
                self._later.append((due, partial(self._publish, path, body, done)))
            else:
                done = self._publish(path, body, done)
            return Reply(_said(turn.said, wanted, done))

    def delete(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        raise NotImplementedError

    def is_live(self, variant: Variant) -> bool:
        """Whether visitors see what is staged, or see it without anything being staged."""
        staged, live = (self._fields(variant, stage) for stage in (Stage.STAGED, Stage.LIVE))
        return live is not None and live == staged

    def _count(self) -> None:
        self.sent += 1
        if self.sent == self._script.stop:
            self.is_stopped = True
            self._stop()
        now = self._clock.monotonic()
        for _, event in [each for each in self._later if each[0] <= now]:
            event()
        self._later = [each for each in self._later if each[0] > now]

    def _publish(self, path: str, body: dict[str, Any], item_ids: Sequence[str]) -> list[str]:
        """Publish some items of a request; those that were."""
        if not item_ids:
            return []
        entries = [each for each in body.get("items", ()) if each["id"] in item_ids]
        part = {"items": entries} if entries else {"itemIds": [*item_ids]}
        answer = self.webflow.post(path, part, Sending()).answer
        assert isinstance(answer, dict)
        return list(answer["publishedItemIds"])

    def _put(self, of: Item, locale: str, staged: dict[str, Any] | None, live: dict[str, Any] | None) -> None:
        number = int(of.id[-7:], 16)
        author = {} if number >= AUTHOR else {"author": identifier(AUTHOR)}
        if staged is not None:
            self.webflow.put(Stage.STAGED, number, locale, of.collection, **author, **staged)
        if live is not None:
            self.webflow.put(Stage.LIVE, number, locale, of.collection, **author, **live)

    def _fields(self, variant: Variant, stage: Stage) -> object:
        number, locale = int(variant.item.id[-7:], 16), variant.locale or ENGLISH
        with suppress(KeyError):
            return self.webflow.content(number, locale, variant.item.collection, stage).fields
        return None


def _said(said: Claim | Failure | Mapping[str, Any], wanted: list[str], done: list[str]) -> dict[str, Any] | Failure:
    if not isinstance(said, Claim):
        return said if isinstance(said, Failure) else dict(said)
    others = [f"Staging item ID {each} not found." for each in wanted if each not in done]
    blamed = [f"Validation of {each} failed" for each in wanted]
    claims: dict[Claim, dict[str, Any]] = {
        Claim.TRUTH: {"publishedItemIds": done, "errors": others},
        Claim.LESS: {"publishedItemIds": done, "errors": []},
        Claim.ALL: {"publishedItemIds": wanted, "errors": []},
        Claim.NOTHING: {},
        Claim.BLAME: {"publishedItemIds": wanted, "errors": blamed},
        Claim.GRUMBLE: {"publishedItemIds": wanted, "errors": ["Something went wrong"]},
    }
    return claims[said]


def played(script: Script) -> tuple[Result, Service]:
    """What a run says at its end, as `Run` puts it together, and the service that it leaves behind."""
    clock, cancellation = FakeClock(), Cancellation()
    service = Service(script, clock, cancellation.request)
    manifest = Manifest(("webflow-publish.yml",), script.items())
    texts = {"token": "a-token", "concurrency": str(script.concurrency), "force": str(script.force).lower()}
    inputs = read_inputs(lambda name: texts.get(name, ""))
    assert isinstance(inputs, Inputs)
    task = Task(inputs, manifest, 0, manifest, clock.now())
    log = Log(RecordingStep(), clock.monotonic)
    job = Job(task, Reader(service), Publisher(service), Deadline(clock, script.seconds), cancellation, log)
    with suppress(Interrupted):
        job.run()
    log.close()
    outcomes, unmatched = job.outcomes(), job.unmatched
    found = verdict(outcomes, unmatched)
    found = Verdict.CANCELLED if job.is_cut_short and found in GOOD else found
    return Result(found, manifest, outcomes, job.resolved, unmatched, warnings=job.warnings), service


SCRIPTS = st.builds(
    Script,
    states=st.lists(st.sampled_from(STATES), min_size=12, max_size=12),
    locales=st.lists(st.sampled_from([(), (), (ENGLISH,), (ENGLISH, FRENCH)]), min_size=1, max_size=6),
    turns=st.lists(turns(), max_size=8),
    looks=st.lists(looks(), max_size=12),
    stop=st.none() | st.none() | st.integers(1, 12),
    seconds=st.sampled_from([1_800.0, 1_800.0, 20.0, 0.0]),
    concurrency=st.sampled_from([1, 1, 3]),
    force=st.booleans(),
)


@given(SCRIPTS)
def test_each_item_in_each_locale_ends_in_one_status_and_has_a_reason_unless_it_is_live(script: Script) -> None:
    result, _ = played(script)
    assert result.manifest is not None
    assert tuple(outcome.variant for outcome in result.outcomes) == result.manifest.variants()
    assert all((outcome.status in MISSING) == (outcome.reason is not None) for outcome in result.outcomes)
    assert all(outcome.message for outcome in result.outcomes if outcome.reason)
    assert Status.PENDING not in {outcome.status for outcome in result.outcomes}


@given(SCRIPTS)
def test_green_means_that_all_is_live_and_red_says_what_is_not(script: Script) -> None:
    result, service = played(script)
    lacking = [outcome for outcome in result.outcomes if not service.is_live(outcome.variant)]
    assert result.exit_code or not lacking
    assert not any(outcome.confirmed for outcome in lacking)
    # A run that is stopped before it looks for what it left alone has nothing but Webflow's dates to go by.
    believed = {Status.UNCHANGED} if service.is_stopped else set()
    assert {outcome.status for outcome in lacking} <= MISSING | believed


@given(SCRIPTS)
def test_what_is_not_as_it_should_be_is_told_wherever_something_is_told(script: Script) -> None:
    result, _ = played(script)
    missing = [outcome for outcome in result.outcomes if outcome.status in MISSING]
    page = summary(result, Mode.PUBLISH, SOURCE)
    assert all(outcome.variant.item.id in page for outcome in missing)
    assert bool(annotations_of(result)) == bool(missing or result.unmatched or result.warnings)
    assert outputs(result, Mode.PUBLISH, "")["failed-count"] == str(len(missing))
    assert bool(missing or result.unmatched) <= bool(result.exit_code)
