"""What the readings back have shown of each item, and what becomes of it by that."""

from __future__ import annotations

from webflow_publish.approval import Approval
from webflow_publish.outcome import Outcome, Status
from webflow_publish.reason import DENIED, Reason
from webflow_publish.state import Key
from webflow_publish.text import plain
from webflow_publish.webflow import Content, Failure

_ACCEPTED = "Webflow accepted this, but"
_LIVE, _OFF = "before it was found to be live", "before it was found to be off the live site"
ENDED = f"{_ACCEPTED} the run ended at a defect of its own {_LIVE}"
STOPPED = f"{_ACCEPTED} the run was stopped {_LIVE}"
OUT_OF_TIME = f"{_ACCEPTED} the time limit of the run was reached {_LIVE}"
_UNREAD_IN_TIME = f"{_ACCEPTED} the time limit of the run was reached before it could be read back"
_UNREADABLE = f"{_ACCEPTED} it could not be read back"
_CLAIMED = "By its dates Webflow has published it, and yet"
_UNREVIEWED = "It went live, but it was edited in Webflow while this run published it: what is live was not reviewed"
UNSEEN = ": it may be live or not"
"""How a message ends that is true until somebody has looked."""
_GONE = ""
"""In place of the digest of what is live, where nothing is to be."""


class Sightings:
    """What was seen of variants so far."""

    def __init__(self) -> None:
        self.confirmed: dict[Key, str] = {}
        """The digest of what is live, of each variant that was found to be as it is to be."""
        self._lacking: dict[Key, str] = {}
        """What the last reading showed of the others, as far as it showed anything."""
        self._unread: dict[Key, Failure] = {}

    def enter(self, key: Key, found: Content | Failure | str | None) -> None:
        """Keep what came of a look: what is live, None where it is gone as it has to be, or what is wrong."""
        self._unread.pop(key, None)
        self._lacking.pop(key, None)
        if isinstance(found, Failure):
            self._unread[key] = found
        elif isinstance(found, str):
            self._lacking[key] = found
        else:
            self.confirmed[key] = _GONE if found is None else found.digest

    def may_change(self, key: Key, *, is_patient: bool) -> bool:
        """Whether there is a point in looking again: not where the token was refused, or reading failed for long."""
        if failure := self._unread.get(key):
            return is_patient and failure.reason not in DENIED
        return key in self._lacking

    def outcome(
        self, outcome: Outcome, approval: Approval | None, end: tuple[Reason, str], *, stopped: bool
    ) -> Outcome:
        """The outcome, confirmed; or failed where it is not as Webflow says.

        Args:
            outcome: What was published or taken down, or perhaps; or what was live already.
            approval: What was reviewed.
            end: Why no more was looked, and what to say of it.
            stopped: Whether the run was told to stop.
        """
        if outcome.variant.is_leaving:
            return self._taken_down(outcome, end, stopped=stopped)
        return self._proven(outcome, approval, end, stopped=stopped)

    def _proven(
        self, outcome: Outcome, approval: Approval | None, end: tuple[Reason, str], *, stopped: bool
    ) -> Outcome:
        key = outcome.variant.key
        live = self.confirmed.get(key)
        if live is None:
            if outcome.is_in_doubt:
                return self._undecided(outcome)
            if not outcome.accepted and key not in self._lacking and key not in self._unread:
                # The run ended before the look at it: nothing speaks against Webflow's dates.
                return outcome
            reason, message = self._lack_of(key, end, stopped=stopped)
            message = message if outcome.accepted else message.replace(_ACCEPTED, _CLAIMED, 1)
            return outcome.ended(Status.FAILED, reason, plain(message))
        is_new = outcome.accepted or outcome.is_in_doubt
        if is_new and approval is not None and live not in approval.digests.get(key, frozenset()):
            return outcome.ended(Status.FAILED, Reason.CHANGED_SINCE_REVIEW, _UNREVIEWED)
        status = Status.PUBLISHED if outcome.is_in_doubt else outcome.status
        return outcome.ended(status, confirmed=True)

    def _undecided(self, outcome: Outcome) -> Outcome:
        """The outcome of what was in doubt, and still is, or was not heeded."""
        key = outcome.variant.key
        message = outcome.message.rstrip(".")
        if seen := self._lacking.get(key):
            message = f"{message.removesuffix(UNSEEN)}. Seen last: {seen}"
        return outcome.ended(outcome.status, outcome.reason, plain(message))

    def _taken_down(self, outcome: Outcome, end: tuple[Reason, str], *, stopped: bool) -> Outcome:
        """The outcome of what was taken down by Webflow's word, or perhaps."""
        if outcome.variant.key in self.confirmed:
            return outcome.ended(Status.UNPUBLISHED, confirmed=True)
        if outcome.is_in_doubt:
            return self._undecided(outcome)
        reason, message = self._lack_of(outcome.variant.key, end, stopped=stopped)
        if reason is Reason.NOT_LIVE:  # which is what it is to be, and is not
            reason, message = Reason.REJECTED, f"{_ACCEPTED} did not do it. {message}"
        return outcome.ended(Status.FAILED, reason, plain(message.replace(_LIVE, _OFF)))

    def _lack_of(self, key: Key, end: tuple[Reason, str], *, stopped: bool) -> tuple[Reason, str]:
        failure = self._unread.get(key)
        if failure and not (stopped and failure.reason is Reason.TIMED_OUT):
            # "Before this was sent", as the failure has it, is said of the look, and would be taken to be of the item.
            is_late = failure.reason is Reason.TIMED_OUT
            return failure.reason, _UNREAD_IN_TIME if is_late else f"{_UNREADABLE}. {failure.message}"
        reason, message = end
        seen = self._lacking.get(key, "")
        return reason, f"{message}. Seen last: {seen}" if message and seen else message or seen
