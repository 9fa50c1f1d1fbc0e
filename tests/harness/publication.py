"""A publication with a rule that answers for Webflow, in one thread or in several, and what it told meanwhile."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from harness.clock import FakeClock
from harness.samples import content, identifier, item, variants
from harness.transport import Answer, everything, ids_in
from webflow_publish.batch import Batch
from webflow_publish.cancellation import Cancellation
from webflow_publish.clock import Deadline
from webflow_publish.delivery import Delivery
from webflow_publish.manifest import Collection, Variant
from webflow_publish.outcome import Outcome, Status
from webflow_publish.parcel import Parcel
from webflow_publish.presence import Look
from webflow_publish.progress import Progress
from webflow_publish.publish import Publication
from webflow_publish.schedule import arranged
from webflow_publish.webflow import Failure, Publisher, Reply, Sending, Written
from webflow_publish.webflow.backoff import ATTEMPTS
from webflow_publish.webflow.exchange import TOO_LATE
from webflow_publish.webflow.failure import from_answer
from webflow_publish.workers import Workers

Rule = Callable[[dict[str, Any]], Answer]

PATIENCE = 10.0
"""Seconds until a thread that hangs fails its test; it takes none where all is well."""

REFUSAL = "Staging item ID {} cannot be published, because an item that it references is not published"


_NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


def refusal(status: int, words: str) -> Failure:
    """What is read of an answer with that status and these words."""
    return from_answer(status, {}, json.dumps({"message": words}), _NOW)


def number_of(item_id: str) -> int:
    """The number that the ID of an item ends in."""
    return int(item_id[-7:], 16)


def items(count: int) -> tuple[Variant, ...]:
    """So many items of one collection, in the primary locale."""
    return variants(*(item(number) for number in range(count)))


def referring(number: int, *others: int, of: Collection | None = None) -> Outcome:
    """An item that is to be published, as it was read: it refers to the others."""
    (variant,) = variants(item(number, of=of))
    staged = content(number, refers=[identifier(other) for other in others])
    return Outcome(variant, Status.PENDING, staged=staged)


def told(outcomes: Iterable[Outcome]) -> set[tuple[str, str | None]]:
    """The different ways in which items ended: status and reason."""
    return {(outcome.status.value, outcome.reason.value if outcome.reason else None) for outcome in outcomes}


def ended(outcomes: Iterable[Outcome], *statuses: Status) -> list[int]:
    """The numbers of the items that ended like that."""
    return [number_of(outcome.variant.item.id) for outcome in outcomes if outcome.status in statuses]


class Postbox:
    """Answers each publish request by `rule`; `bodies` and `paths` are what was sent. Safe between threads.

    What may pass is sent again as the real transport does it. `before` is done before each attempt, in the thread that
    sends: there the real one waits.
    """

    def __init__(self, rule: Rule = everything) -> None:
        self._rule = rule
        self._lock = threading.Lock()
        self.before: Callable[[], object] = lambda: None
        self.paths: list[str] = []
        self.bodies: list[dict[str, Any]] = []
        self.sent = 0

    @property
    def requests(self) -> list[list[int]]:
        """The numbers of the items in each request."""
        return [[number_of(item_id) for item_id in ids_in(body)] for body in self.bodies]

    def hide(self, text: str) -> str:
        return text

    def post(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        overcome: list[Failure] = []
        while True:
            self.before()
            if not sending.begin():
                return Reply(TOO_LATE)
            with self._lock:
                self.sent += 1
                self.paths.append(path)
                self.bodies.append(body)
            answer = self._rule(body)
            if isinstance(answer, Reply):
                return answer
            if not isinstance(answer, Failure) or len(overcome) + 1 >= _attempts(answer, sending):
                return Reply(answer, tuple(overcome))
            overcome.append(answer)
            sending.waiting = answer

    delete = post


def _attempts(failure: Failure, sending: Sending) -> int:
    """How often a request is sent at most that fails like this."""
    if not failure.retryable:
        return 1
    attempts = ATTEMPTS[failure.reason]
    return min(attempts, sending.failures or attempts) if failure.status == 500 else attempts


class Wired:
    """Webflow with items that refer to others: it publishes only what refers to nothing but live items."""

    def __init__(self, refers: dict[int, set[int]]) -> None:
        self._refers = {identifier(number): set(map(identifier, others)) for number, others in refers.items()}
        self._lock = threading.Lock()
        self.live: set[str] = set()

    def __call__(self, body: dict[str, Any]) -> Answer:
        going, refused = [], []
        with self._lock:
            for item_id in ids_in(body):
                if self._refers.get(item_id, set()) - {item_id} <= self.live:
                    self.live.add(item_id)
                    going.append(item_id)
                else:
                    refused.append(REFUSAL.format(item_id))
        return {"publishedItemIds": going, "errors": refused}


class Follower:
    """Remembers what a publication told while it went on."""

    def __init__(self) -> None:
        self.progress: list[Progress] = []
        self.divisions: list[tuple[Batch, Failure]] = []

    def divided(self, batch: Batch, failure: Failure) -> None:
        self.divisions.append((batch, failure))

    def progressed(self, progress: Progress) -> None:
        self.progress.append(progress)


class Halting(Follower):
    """Does something when so many requests are done, before another is sent."""

    def __init__(self, requests: int, act: Callable[[], None]) -> None:
        super().__init__()
        self._requests = requests
        self._act = act

    def progressed(self, progress: Progress) -> None:
        super().progressed(progress)
        if len(self.progress) == self._requests:
            self._act()


class Bench:
    """A publication of some variants by a rule that answers for Webflow.

    Args:
        wanted: What is to be published; outcomes where it was read before.
        rule: Answers.
        workers: Send; or how many of them there are.
        seconds: Until the end of the time.
        tick: Is called by the thread that waits for answers, each time that it does.
        look: Looks at the live site.
    """

    def __init__(
        self,
        wanted: Sequence[Variant | Outcome],
        rule: Rule = everything,
        workers: int | Workers[Parcel, Reply[Written]] = 1,
        seconds: float = 600,
        tick: Callable[[], None] = lambda: None,
        look: Look = lambda _: None,
    ) -> None:
        self.look = look
        self.transport = Postbox(rule)
        self.publisher = Publisher(self.transport)
        self.clock = FakeClock()
        self.deadline = Deadline(self.clock, seconds)
        self.cancellation = Cancellation()
        self.planned = [each if isinstance(each, Outcome) else Outcome(each, Status.PENDING) for each in wanted]
        if isinstance(workers, int):
            workers = Workers(workers, lambda: not self.deadline.left(), tick, grace=0)
        self.workers = workers
        self.follow(Follower())

    def follow(self, follower: Follower) -> None:
        """Have somebody else follow it."""
        self.follower = follower
        self.publication = Publication(
            arranged(self.planned),
            self.planned,
            Delivery(self.publisher, self.deadline, self.look),
            self.workers,
            self.deadline,
            self.cancellation,
            follower,
        )

    def run(self) -> tuple[Outcome, ...]:
        self.publication.run()
        return self.outcomes()

    def outcomes(self) -> tuple[Outcome, ...]:
        return self.publication.outcomes(self.planned)

    @property
    def resolved(self) -> list[str]:
        """The words of the errors that were cleared."""
        return [complaint.message for complaint in self.publication.resolved]
