"""Reading back what was published or taken down: only what the live site shows is live, and only the rest is off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from webflow_publish.approval import Approval
from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.clock import Deadline
from webflow_publish.complaint import Complaint, complaints
from webflow_publish.evidence import compared, is_as_read, judged, lingering
from webflow_publish.outcome import DONE, Outcome, Status
from webflow_publish.reason import Reason
from webflow_publish.sighting import ENDED, OUT_OF_TIME, STOPPED, Sightings
from webflow_publish.state import Key, asked_together
from webflow_publish.survey import variants_search
from webflow_publish.webflow import Content, Failure, Lookup, Stage

WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between one reading of what is not live yet and the next; a minute in all."""

WAITS_IN_DOUBT = WAITS[:3]
"""The waits that there are for what is in doubt alone: what was heeded is live, or gone, soon, and the rest never."""
_ODD = "It is live, but with other content than what was staged when the run began"
_SEEN = frozenset({*DONE, Status.UNCHANGED})


class Follower(Protocol):
    """Who follows the reading back while it goes on."""

    def reading_back(self, done: int, total: int) -> None:
        """So many of so many items × locales were looked at."""

    def confirming(self, confirmed: int, total: int) -> None:
        """So many of so many items × locales were found to be live, or off the live site."""

    def patient(self, left: int, seconds: float) -> None:
        """So many are not live yet, or not off; they are read again after so many seconds."""


class Proof:
    """The proof that items are live, or gone. What is known so far can be read at any time, also after a defect.

    What is in doubt, because Webflow's answer was lost, is read back as well: what is live after all was published, and
    what is gone was taken down.

    Args:
        lookup: Reads.
        deadline: When no more is waited for.
        cancellation: Whether the run was told to stop.
        follower: Is told how it goes on.
        stopped: Whether the run was told to stop before, so that this is only a last look.
    """

    def __init__(
        self,
        lookup: Lookup,
        deadline: Deadline,
        cancellation: Cancellation,
        follower: Follower,
        *,
        stopped: bool = False,
    ) -> None:
        self._lookup = lookup
        self._deadline = deadline
        self._cancellation = cancellation
        self._follower = follower
        self._wanted: set[Key] = set()
        self._seen = Sightings()
        self._end: tuple[Reason, str] = Reason.CANCELLED, ENDED
        self.stopped = stopped
        """Whether the run was told to stop before everything was looked at."""
        self._overcome: list[Complaint] = []
        self._doubtful: list[Outcome] = []

    @property
    def resolved(self) -> tuple[Complaint, ...]:
        """Failures that were overcome by trying again, and those that reading back has shown to be none."""
        found: dict[bool, dict[Complaint, None]] = {True: {}, False: {}}
        for each in self._doubtful:
            if each.reason:
                complaint = Complaint(each.variant.item.collection, each.reason, each.message)
                found[each.variant.key in self._seen.confirmed][complaint] = None
        return (*self._overcome, *(complaint for complaint in found[True] if complaint not in found[False]))

    def run(self, outcomes: Iterable[Outcome]) -> None:
        """Read until each of the variants is live, or patience or time is at its end.

        Each has to be live as it was staged when the run looked, or as it is staged now: an edit in between takes
        nothing from the live site, and is published with the rest or later. For what is live already, by Webflow's
        dates, that holds as well. What was taken down has to be gone.
        """
        wanted = [outcome for outcome in outcomes if outcome.status in _SEEN or outcome.is_in_doubt]
        self._wanted = {outcome.variant.key for outcome in wanted}
        self._doubtful = [outcome for outcome in wanted if outcome.is_in_doubt]
        if self.stopped:
            self._end = Reason.CANCELLED, STOPPED
        if not wanted or (self.stopped and not self._deadline.left()):
            return
        try:
            with self._cancellation.interruptible():
                end = self._wait_for(wanted)
                self._end = self._end if self.stopped else end
        except Interrupted:
            self._end = Reason.CANCELLED, STOPPED
            self.stopped = True

    def outcomes(self, outcomes: Sequence[Outcome], approval: Approval | None) -> tuple[Outcome, ...]:
        """The outcomes, with what is live confirmed, and what is published but not live failed.

        With an approval, what is live must also be what was reviewed: Webflow has no way to publish only a certain
        version of an item, so it can be edited in the moment between the last look and the publishing.
        """
        return tuple(
            self._seen.outcome(each, approval, self._end, stopped=self.stopped)
            if each.variant.key in self._wanted
            else each
            for each in outcomes
        )

    def _wait_for(self, wanted: Sequence[Outcome]) -> tuple[Reason, str]:
        """Read again and again; what is to be said of those that are not live after that."""
        patience = self._deadline.sooner(sum(WAITS))
        left = self._read(wanted)
        for number, wait in enumerate(WAITS):
            late = [
                outcome
                for outcome in left
                if self._seen.may_change(outcome.variant.key, is_patient=patience.left() > 0)
                and (number < len(WAITS_IN_DOUBT) or not outcome.is_in_doubt)
            ]
            if not late:
                break
            if wait >= self._deadline.left():
                return Reason.TIMED_OUT, OUT_OF_TIME
            self._follower.patient(len(late), wait)
            self._deadline.sleep(wait)
            self._lookup = self._lookup.resumed()
            left = self._read(late)
        return Reason.NOT_LIVE, ""

    def _read(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Read them, and return those that are not live."""
        odd: dict[Key, tuple[Outcome, Content]] = {}

        def enter(outcome: Outcome, live: Content | Failure | None) -> None:
            if outcome.variant.is_leaving:
                self._seen.enter(outcome.variant.key, lingering(live))
                return
            found = judged(outcome, live)
            if isinstance(found, Content) and not is_as_read(outcome, found):
                odd[outcome.variant.key] = outcome, found
                found = _ODD
            self._seen.enter(outcome.variant.key, found)

        def compare(outcome: Outcome, staged: Content | Failure | None) -> None:
            self._seen.enter(outcome.variant.key, compared(odd[outcome.variant.key][1], staged))

        self._look(outcomes, Stage.LIVE, enter)
        # It may have been edited after it was read, and published after that: then that is what has to be live.
        self._look([outcome for outcome, _ in odd.values()], Stage.STAGED, compare)
        self._follower.confirming(len(self._seen.confirmed), len(self._wanted))
        return [outcome for outcome in outcomes if outcome.variant.key not in self._seen.confirmed]

    def _look(
        self, outcomes: Sequence[Outcome], stage: Stage, enter: Callable[[Outcome, Content | Failure | None], None]
    ) -> None:
        """Read variants, and enter what there is of each; also where the run ends meanwhile, as far as it came."""
        groups = asked_together(outcomes, lambda each: each.variant)
        searches = [variants_search([each.variant for each in group], stage, _kept(group, stage)) for group in groups]
        try:
            self._lookup.find_all(searches, lambda done: self._follower.reading_back(done, len(outcomes)))
        finally:
            for group, search in zip(groups, searches, strict=True):
                found = search.found()
                self._overcome += complaints(group[0].variant.item.collection, found.overcome)
                for outcome in group:
                    item_id = outcome.variant.item.id
                    if item_id not in search.left:
                        enter(outcome, found.items.get(item_id) or found.failures.get(item_id))


def _kept(group: Sequence[Outcome], stage: Stage) -> Callable[[Content], Content]:
    """What is kept of an item that was read: no fields, where what is live has those that were read before."""
    read = {each.variant.item.id: each.staged for each in group if each.staged and stage is Stage.LIVE}

    def keep(content: Content) -> Content:
        before = read.get(content.id)
        return content.without_fields(before) if before and before.digest == content.digest else content

    return keep
