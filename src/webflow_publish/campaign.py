"""All that is sent to do what a plan lists; what waits for a publish of its whole site is sent once more after that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.clock import Deadline
from webflow_publish.complaint import Complaint
from webflow_publish.launch import WAITS, Launch, is_waiting
from webflow_publish.outcome import DONE, Outcome, Status
from webflow_publish.publish import Publication
from webflow_publish.schedule import Step, arranged
from webflow_publish.state import Key


@dataclass(frozen=True, slots=True)
class _Round:
    """A publication, and the outcomes before it of what it sent anew."""

    publication: Publication
    before: dict[Key, Outcome]


class Campaign:
    """What came of it so far can be read at any time, also after a defect.

    Args:
        planned: The plan.
        steps: What is pending in it, arranged.
        publication: Makes what sends steps, given the outcomes that are pending in them, too.
        launch: Publishes whole sites; None where that is not wanted.
        deadline: When no more is waited for.
        cancellation: Whether the run was told to stop.
    """

    def __init__(
        self,
        planned: Sequence[Outcome],
        steps: Sequence[Step],
        publication: Callable[[Sequence[Step], Sequence[Outcome]], Publication],
        launch: Launch | None,
        deadline: Deadline,
        cancellation: Cancellation,
    ) -> None:
        self._planned = tuple(planned)
        self._steps = steps
        self._publication = publication
        self._launch = launch
        self._deadline = deadline
        self._cancellation = cancellation
        self._rounds: list[_Round] = []
        self._is_interrupted = False

    @property
    def stopped(self) -> bool:
        """Whether the run was told to stop before everything was sent."""
        return self._is_interrupted or any(each.publication.stopped for each in self._rounds)

    @property
    def resolved(self) -> tuple[Complaint, ...]:
        """Errors that a later attempt cleared."""
        launched = self._launch.resolved if self._launch else ()
        sent = (complaint for each in self._rounds for complaint in each.publication.resolved)
        ended = {outcome.variant.key: outcome for outcome in self.outcomes()} if len(self._rounds) > 1 else {}
        healed = [
            Complaint(outcome.variant.item.collection, outcome.reason, outcome.message)
            for each in self._rounds[1:2]
            for key, outcome in each.before.items()
            if outcome.reason and ended[key].status in DONE
        ]
        return (*sent, *launched, *dict.fromkeys(healed))

    @property
    def unmatched(self) -> tuple[Complaint, ...]:
        """Errors in Webflow's answers that name no item of the request, and were not cleared."""
        return tuple(complaint for each in self._rounds for complaint in each.publication.unmatched)

    def outcomes(self) -> tuple[Outcome, ...]:
        """The plan, with what became of everything pending."""
        outcomes = self._planned
        for each in self._rounds:
            if each.before:
                pairs = zip(self._planned, outcomes, strict=True)
                outcomes = tuple(first if first.variant.key in each.before else last for first, last in pairs)
            outcomes = each.publication.outcomes(outcomes)
        return outcomes

    def run(self) -> None:
        """Send everything; and once more, and again, what waits for a publish of its whole site, if that was done."""
        self._send(self._steps, [each for each in self._planned if each.status is Status.PENDING], {})
        if self._launch is None or self.stopped or not any(map(is_waiting, self.outcomes())):
            return
        try:
            with self._cancellation.interruptible():
                waiting = self._launch.run(self.outcomes())
        except Interrupted:
            self._is_interrupted = True
            return
        for wait in WAITS:
            if not waiting or not self._is_over(wait):
                return
            before = {each.variant.key: each for each in waiting}
            again = [each for each in self._planned if each.variant.key in before]
            self._send(arranged(again), again, before)
            waiting = [each for each in self.outcomes() if each.variant.key in before and is_waiting(each)]

    def _send(self, steps: Sequence[Step], pending: Sequence[Outcome], before: dict[Key, Outcome]) -> None:
        publication = self._publication(steps, pending)
        self._rounds.append(_Round(publication, before))
        publication.run()

    def _is_over(self, wait: float) -> bool:
        """Wait for so many seconds; whether there was the time for it, and the run was not told to stop by then."""
        if self.stopped:
            return False
        try:
            with self._cancellation.interruptible():
                return self._deadline.sleep(wait)
        except Interrupted:
            self._is_interrupted = True
            return False
