"""What is looked at on the live site when everything is sent, and how many requests that takes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from webflow_publish.outcome import Outcome, Status
from webflow_publish.reason import Reason
from webflow_publish.state import Key, asked_together
from webflow_publish.webflow import Failure, Lookup

MOST_UNCHANGED = 1_000
"""Items × locales that are looked at on the live site, though nothing is to be published of them: ten requests."""


def unreadable(unread: Mapping[Key, Failure]) -> Collection[Key]:
    """What could not be read, where the token may not read: another failure before that changes nothing of it."""
    return unread.keys() if any(each.reason is Reason.MISSING_SCOPE for each in unread.values()) else ()


def to_be_seen(outcomes: Sequence[Outcome], going: Collection[Status], unread: Mapping[Key, Failure]) -> list[Outcome]:
    """What is looked at, of outcomes among which `going` have those that something is done to.

    That is all of it but what the token may not read; and what was live already, if that is not so much that it would
    cost more than publishing.
    """
    hidden = unreadable(unread)
    done = [each for each in outcomes if each.status in going and each.variant.key not in hidden]
    # Of what is to be off the live site, it was seen before that it is.
    unchanged = [each for each in outcomes if each.status is Status.UNCHANGED and not each.variant.is_leaving]
    return [*done, *(unchanged if len(unchanged) <= MOST_UNCHANGED else ())]


def confirmations(planned: Sequence[Outcome], unread: Mapping[Key, Failure], lookup: Lookup) -> int:
    """How many requests it takes to read back what is pending, if all goes well."""
    groups = asked_together(to_be_seen(planned, {Status.PENDING}, unread), lambda each: each.variant)
    return sum(lookup.requests_for(len(group)) for group in groups)
