"""Reading back what was published: only what the live site shows is live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Protocol

from webflow_publish.approval import Approval
from webflow_publish.cancellation import Cancellation, Interrupted
from webflow_publish.change import Change
from webflow_publish.clock import Deadline
from webflow_publish.outcome import Complaint, Outcome, Status, complaints
from webflow_publish.reason import DENIED, Reason
from webflow_publish.state import Key, asked_together
from webflow_publish.text import plain
from webflow_publish.webflow import Content, Failure, Lookup, Stage
from webflow_publish.webflow.content import digest

WAITS = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between one reading of what is not live yet and the next; a minute in all."""

_ACCEPTED = "Webflow accepted this, but"
_ENDED = f"{_ACCEPTED} the run ended at a defect of its own before it was found to be live"
_STOPPED = f"{_ACCEPTED} the run was stopped before it was found to be live"
_OUT_OF_TIME = f"{_ACCEPTED} the time limit of the run was reached before it was found to be live"
_UNREADABLE = f"{_ACCEPTED} it could not be read back"
_ABSENT = "It is not on the live site"
_CLAIMED = "By its dates Webflow has published it, and yet"
_DRAFT = "The live site has it as a draft"
_ARCHIVED = "The live site has it as archived"
_OLD = "The live site still shows what was published before"
_UNCOMPARED = "It is live, but its staged version is gone, so that nobody knows whether it is the same"
_UNREVIEWED = "It went live, but it was edited in Webflow while this run published it: what is live was not reviewed"
_MOST_FIELDS = 5
_SEEN = frozenset({Status.PUBLISHED, Status.UNCHANGED})


class Follower(Protocol):
    """Who follows the reading back while it goes on."""

    def confirming(self, confirmed: int, total: int) -> None:
        """So many of so many items × locales were found to be live."""

    def patient(self, left: int, seconds: float) -> None:
        """So many are not live yet; they are read again after so many seconds."""


class Proof:
    """The proof that items are live. What is known so far can be read at any time, also after a defect.

    Args:
        lookup: Reads.
        deadline: When no more is waited for.
        cancellation: Whether the run was told to stop.
        follower: Is told how it goes on.
    """

    def __init__(self, lookup: Lookup, deadline: Deadline, cancellation: Cancellation, follower: Follower) -> None:
        self._lookup = lookup
        self._deadline = deadline
        self._cancellation = cancellation
        self._follower = follower
        self._wanted: set[Key] = set()
        self._confirmed: dict[Key, str] = {}
        """The digest of what is live, of each variant that was found to be live."""
        self._lacking: dict[Key, str] = {}
        """What the last reading showed of the others, as far as it showed anything."""
        self._unread: dict[Key, Failure] = {}
        self._end: tuple[Reason, str] = Reason.CANCELLED, _ENDED
        self.stopped = False
        """Whether the run was told to stop before everything was looked at."""
        self.resolved: list[Complaint] = []
        """Failures that were overcome by trying again."""

    def run(self, outcomes: Iterable[Outcome]) -> None:
        """Read until each of the variants is live, or patience or time is at its end.

        What was published has to be live with the staged content. What was live already, by Webflow's dates, has only
        to be there: nothing was done to its content.
        """
        wanted = [outcome for outcome in outcomes if outcome.status in _SEEN]
        self._wanted = {outcome.variant.key for outcome in wanted}
        if not wanted:
            return
        try:
            with self._cancellation.interruptible():
                self._end = self._wait_for(wanted)
        except Interrupted:
            self._end = Reason.CANCELLED, _STOPPED
            self.stopped = True

    def outcomes(self, outcomes: Sequence[Outcome], approval: Approval | None) -> tuple[Outcome, ...]:
        """The outcomes, with what is live confirmed, and what is published but not live failed.

        With an approval, what is live must also be what was reviewed: Webflow has no way to publish only a certain
        version of an item, so it can be edited in the moment between the last look and the publishing.
        """
        return tuple(
            self._proven(outcome, approval) if outcome.variant.key in self._wanted else outcome for outcome in outcomes
        )

    def _wait_for(self, wanted: Sequence[Outcome]) -> tuple[Reason, str]:
        """Read again and again; what is to be said of those that are not live after that."""
        left = self._read(wanted)
        for wait in WAITS:
            late = [outcome for outcome in left if self._may_yet_be_seen(outcome.variant.key)]
            if not late:
                break
            self._follower.patient(len(late), wait)
            if not self._deadline.sleep(wait):
                return Reason.TIMED_OUT, _OUT_OF_TIME
            self._lookup = self._lookup.resumed()
            left = self._read(late)
        return Reason.NOT_LIVE, ""

    def _may_yet_be_seen(self, key: Key) -> bool:
        """Whether there is a point in looking again: not where the token was refused."""
        return key in self._lacking or (key in self._unread and self._unread[key].reason not in DENIED)

    def _proven(self, outcome: Outcome, approval: Approval | None) -> Outcome:
        key = outcome.variant.key
        live = self._confirmed.get(key)
        if live is None:
            if not outcome.accepted and key not in self._lacking and key not in self._unread:
                # The run ended before the look at it: nothing speaks against Webflow's dates.
                return outcome
            reason, message = self._lack_of(key)
            message = message if outcome.accepted else message.replace(_ACCEPTED, _CLAIMED, 1)
            return replace(outcome, status=Status.FAILED, reason=reason, message=plain(message))
        if outcome.accepted and approval is not None and live not in approval.digests.get(key, frozenset()):
            return replace(outcome, status=Status.FAILED, reason=Reason.CHANGED_SINCE_REVIEW, message=_UNREVIEWED)
        return replace(outcome, confirmed=True)

    def _lack_of(self, key: Key) -> tuple[Reason, str]:
        if failure := self._unread.get(key):
            return failure.reason, f"{_UNREADABLE}. {failure.message}"
        reason, message = self._end
        seen = self._lacking.get(key, "")
        return reason, f"{message}. Seen last: {seen}" if message and seen else message or seen

    def _read(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Read them, and return those that are not live."""
        for group in asked_together(outcomes, lambda each: each.variant):
            self._look_at(group)
        self._follower.confirming(len(self._confirmed), len(self._wanted))
        return [outcome for outcome in outcomes if outcome.variant.key not in self._confirmed]

    def _look_at(self, group: Sequence[Outcome]) -> None:
        """Read variants of one collection in one locale."""
        odd: list[tuple[Outcome, Content]] = []
        for outcome, live in self._found(group, Stage.LIVE):
            found = _judged(outcome, live)
            if isinstance(found, Content) and outcome.accepted and not _is_as_read(outcome, found):
                odd.append((outcome, found))
            else:
                self._enter(outcome, found)
        # It may have been edited after it was read, and before it was published: then that is what has to be live.
        again = self._found([outcome for outcome, _ in odd], Stage.STAGED)
        for (outcome, live), (_, staged) in zip(odd, again, strict=True):
            self._enter(outcome, _compared(live, staged))

    def _enter(self, outcome: Outcome, found: Content | Failure | str) -> None:
        """Keep what came of a look: it is live, it could not be read, or what is wrong with it."""
        key = outcome.variant.key
        self._unread.pop(key, None)
        self._lacking.pop(key, None)
        if isinstance(found, Content):
            self._confirmed[key] = found.digest
        elif isinstance(found, Failure):
            self._unread[key] = found
        else:
            self._lacking[key] = found

    def _found(self, group: Sequence[Outcome], stage: Stage) -> Iterator[tuple[Outcome, Content | Failure | None]]:
        if not group:
            return
        collection, locale = group[0].variant.item.collection, group[0].variant.locale
        found = self._lookup.find(collection.id, stage, locale, [each.variant.item.id for each in group])
        self.resolved += complaints(collection, found.overcome)
        for outcome in group:
            item_id = outcome.variant.item.id
            yield outcome, found.items.get(item_id) or found.failures.get(item_id)


def _judged(outcome: Outcome, live: Content | Failure | None) -> Content | Failure | str:
    """What is live, if that can be what was published; only times that Webflow wrote are compared."""
    if isinstance(live, Failure):
        # Webflow answers 404 also for a list of live items that is not there yet.
        return f"{_ABSENT}. {live.message}" if live.status == HTTPStatus.NOT_FOUND else live
    if live is None:
        return _ABSENT
    if live.is_draft or live.is_archived:
        return _DRAFT if live.is_draft else _ARCHIVED
    is_new = outcome.accepted and outcome.change is not Change.FORCED
    before = outcome.staged.last_published if outcome.staged and is_new else None
    return _OLD if before is not None and live.last_published == before else live


def _is_as_read(outcome: Outcome, live: Content) -> bool:
    return outcome.staged is not None and outcome.staged.digest == live.digest


def _compared(live: Content, staged: Content | Failure | None) -> Content | Failure | str:
    """What is live, if that is what is staged."""
    if staged is None:
        return _UNCOMPARED
    if isinstance(staged, Failure):
        return staged
    if staged.digest == live.digest:
        return live
    slugs = {**staged.fields, **live.fields}
    fields = [slug for slug in slugs if _part(staged, slug) != _part(live, slug)]
    shown = ", ".join(fields[:_MOST_FIELDS]) + (", and others" if len(fields) > _MOST_FIELDS else "")
    return f"It is live, but with other content than what is staged, in: {shown}"


def _part(content: Content, slug: str) -> str:
    return digest({slug: content.fields.get(slug)})
