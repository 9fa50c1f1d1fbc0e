"""What a run tells while it goes on: a group for each collection, a line for each batch and each wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from webflow_publish.console import Console
from webflow_publish.manifest import Collection
from webflow_publish.outcome import Outcome, Status
from webflow_publish.publish import Progress
from webflow_publish.text import counted, titled
from webflow_publish.webflow import Retry


class Log:
    """Follows the work of a run, and writes to the console.

    Args:
        console: Where the lines go.
        seconds: Gives the seconds since the run began.
    """

    def __init__(self, console: Console, seconds: Callable[[], float]) -> None:
        self._console = console
        self._seconds = seconds
        self._collection: str | None = None

    def read(self, done: int, total: int, requests: int) -> None:
        """So many items × locales were read, of so many."""
        self._console.line(f"{done:,} of {total:,} looked up, {counted(requests, 'request')}, {self._seconds():.0f} s")

    def planned(self, outcomes: Sequence[Outcome], requests: int) -> None:
        """The plan is made; publishing it takes so many requests if all goes well."""
        counts = Counter(outcome.status for outcome in outcomes)
        parts = [f"{counts[Status.PENDING]:,} to be published in {counted(requests, 'request')}"]
        if unchanged := counts[Status.UNCHANGED]:
            parts.append(f"{unchanged:,} live already")
        if hopeless := counts[Status.FAILED] + counts[Status.BLOCKED]:
            parts.append(f"{hopeless:,} that cannot be published")
        self._console.line(", ".join(parts) + ".")

    def sending(self, collection: Collection) -> None:
        """A batch of that collection is about to be sent."""
        if collection.id == self._collection:
            return
        self.close()
        self._collection = collection.id
        self._console.open_group(titled(collection.name, collection.id))

    def progressed(self, progress: Progress) -> None:
        """A batch is done."""
        self._console.line(
            f"{progress.done:,} of {progress.total:,} done, {progress.failed:,} failed, "
            f"{counted(progress.requests, 'request')}, {self._seconds():.0f} s"
        )

    def retrying(self, retry: Retry) -> None:
        """A request failed, and will be sent again."""
        self._console.line(f"{retry.failure.message.rstrip('.')}. Trying again in {retry.seconds:.0f} s.")

    def confirming(self, confirmed: int, total: int) -> None:
        """So many of so many published items × locales were found to be live."""
        self._console.line(f"{confirmed:,} of {total:,} read back and live, {self._seconds():.0f} s")

    def patient(self, left: int, seconds: float) -> None:
        """So many are not live yet; they are read again after so many seconds."""
        self._console.line(f"{left:,} not live yet. Looking again in {seconds:.0f} s.")

    def note(self, text: str) -> None:
        """Something that is good to know, and nobody's failure."""
        self._console.line(text)

    def close(self) -> None:
        """End the group, where one is open."""
        if self._collection is not None:
            self._console.close_group()
            self._collection = None
