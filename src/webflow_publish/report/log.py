"""What a run tells while it goes on: a line for each request that publishes or takes down, and for each wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue

from webflow_publish.batch import Batch
from webflow_publish.console import Console
from webflow_publish.estimate import LOWEST_RATE, Estimate
from webflow_publish.outcome import Outcome, Status
from webflow_publish.progress import Progress
from webflow_publish.reason import Reason
from webflow_publish.text import counted, titled
from webflow_publish.webflow import Failure, Retry

OFTEN = 5.0
"""Seconds between one line about the reading and the next."""

_PUBLISH, _TAKE_DOWN = "to be published", "to be taken down"
_LIVE, _OFF = "live already", "off the live site already"
_SCHEDULED = "scheduled"
_HELD = "held back"
_HOPELESS, _LASTING = "that cannot be published", "that cannot be taken down"
_UNKNOWN = "that could not be looked up"
_OTHERS = (_LIVE, _OFF, _SCHEDULED, _HELD, _HOPELESS, _LASTING, _UNKNOWN)


class Log:
    """Follows the work of a run, and writes to the console.

    Args:
        console: Where the lines go.
        seconds: Gives the seconds since the run began.
    """

    def __init__(self, console: Console, seconds: Callable[[], float]) -> None:
        self._console = console
        self._seconds = seconds
        self._is_open = False
        self._seen = "live"
        """What is looked for when it is read back."""
        self._done = 0
        self._told_at = 0.0
        self._elsewhere: SimpleQueue[str] = SimpleQueue()
        """What other threads had to tell: two that write at once would mix their lines."""

    def read(self, done: int, total: int, requests: int, unread: int) -> None:
        """So many items × locales were asked for. It is told when it is done, and now and then before."""
        seconds = self._seconds()
        if done < total and (self._console.progress("Looking up", done, total) or seconds < self._told_at + OFTEN):
            return
        self._told_at = seconds
        self._console.end_progress()
        missed = f"{unread:,} could not be, " if unread else ""
        self._console.line(
            f"{done - unread:,} of {total:,} looked up, {missed}{counted(requests, 'request')}, {seconds:.0f} s"
        )

    def planned(self, outcomes: Sequence[Outcome], estimate: Estimate) -> None:
        """The plan is made, and how much work it is."""
        counts = Counter(map(_prospect, outcomes))
        live, off = counts[_PUBLISH], counts[_TAKE_DOWN]
        going = [f"{live:,} {_PUBLISH}" if live or not off else "", f"{off:,} {_TAKE_DOWN}" if off else ""]
        to_do = f"{' and '.join(filter(None, going))} in {counted(estimate.writes, 'request')}"
        parts = (f"{counts[each]:,} {each}" for each in _OTHERS if counts[each])
        self._seen = "as it is to be" if off else "live"
        self._console.line(", ".join((to_do, *parts)) + ".")
        if estimate.minutes_left > 1:
            rate = estimate.rate or LOWEST_RATE
            self._console.line(f"At {rate:,} requests a minute, that takes about {estimate.minutes_left:,} minutes.")
        if estimate.writes:
            self._console.open_group("Taking down" if off and not live else "Publishing")
            self._is_open = True

    def divided(self, batch: Batch, failure: Failure) -> None:
        """A request for a batch failed as a whole, and is sent again in parts."""
        parts = counted(len(batch.variants), "item")
        self._console.line(f"{failure.message.rstrip('.')}. Sending the {parts} of that request apart.")

    def progressed(self, progress: Progress) -> None:
        """A request is done; it is told where anything has come of it."""
        if progress.done == self._done:
            return
        self._done = progress.done
        failed = f", {progress.failed:,} failed" if progress.failed else ""
        if progress.done < progress.total and self._console.progress(
            f"Publishing{failed}", progress.done, progress.total
        ):
            return
        self._console.end_progress()
        collection = progress.collection
        self._console.line(
            f"{progress.done:,} of {progress.total:,} done, {progress.failed:,} failed, "
            f"{counted(progress.requests, 'request')}, {self._seconds():.0f} s: "
            f"{titled(collection.name or collection.slug, collection.id)}"
        )

    def retrying(self, retry: Retry) -> None:
        """A request failed, and will be sent again. Any thread may tell this."""
        self._elsewhere.put(f"{retry.failure.message.rstrip('.')}. Trying again in {retry.seconds:.0f} s.")

    def pausing(self, seconds: float) -> None:
        """The rate limit makes the run wait for so many seconds. Any thread may tell this."""
        self._elsewhere.put(f"Waiting {seconds:.0f} s, to stay below Webflow's rate limit.")

    def catch_up(self) -> None:
        """Write what other threads had to tell."""
        with suppress(Empty):
            while True:
                self._console.line(self._elsewhere.get_nowait())

    def reading_back(self, done: int, total: int) -> None:
        """So many of so many items × locales were looked at. Only a bar shows it: a line tells what came of it."""
        self._console.progress("Reading back", done, total)

    def confirming(self, confirmed: int, total: int) -> None:
        """So many of so many items × locales were found to be live, or off the live site."""
        self._console.end_progress()
        self._console.line(f"{confirmed:,} of {total:,} read back and {self._seen}, {self._seconds():.0f} s")

    def patient(self, left: int, seconds: float) -> None:
        """So many are not live yet, or not off; they are read again after so many seconds."""
        self._console.line(f"{left:,} not {self._seen} yet. Looking again in {seconds:.0f} s.")

    def note(self, text: str) -> None:
        """Something that is good to know, and nobody's failure."""
        self._console.line(text)

    def close(self) -> None:
        """The publishing is over."""
        self.catch_up()
        self._console.end_progress()
        if self._is_open:
            self._console.close_group()
            self._is_open = False


def _prospect(outcome: Outcome) -> str:
    """What a plan comes to for an item. That it cannot be done is said only where that lies in the item."""
    is_leaving = outcome.variant.is_leaving
    if outcome.status is Status.SCHEDULED:
        return _SCHEDULED
    if outcome.status is Status.PENDING:
        return _TAKE_DOWN if is_leaving else _PUBLISH
    if outcome.status is Status.UNCHANGED:
        return _OFF if is_leaving else _LIVE
    if outcome.status is Status.FAILED or outcome.reason is Reason.REFERENCE_NOT_LIVE:
        return _LASTING if is_leaving else _HOPELESS
    return _HELD if outcome.staged else _UNKNOWN
