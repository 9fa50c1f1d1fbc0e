"""Sending one parcel: publishing what it has, or taking it down and looking where Webflow does not find it."""

from __future__ import annotations

from collections.abc import Collection

from webflow_publish.accounting import is_unfound
from webflow_publish.clock import Deadline
from webflow_publish.parcel import Parcel
from webflow_publish.presence import Look
from webflow_publish.proof import WAITS_IN_DOUBT
from webflow_publish.state import Key
from webflow_publish.webflow import Publisher, Reply, Written
from webflow_publish.webflow.exchange import TOO_LATE


class Delivery:
    """Sends parcels, and gives back Webflow's answers. Safe between threads.

    Args:
        publisher: Publishes, and takes down.
        deadline: When no more is sent.
        look: Looks at the live site.
    """

    def __init__(self, publisher: Publisher, deadline: Deadline, look: Look) -> None:
        self._publisher = publisher
        self._deadline = deadline
        self._look = look

    @property
    def requests(self) -> int:
        """Requests sent so far, repeated ones included."""
        return self._publisher.requests

    def send(self, parcel: Parcel) -> Reply[Written]:
        """Send a parcel, after its pause; where Webflow does not find what it is to take down, tell what is live."""
        if parcel.pause and not self._deadline.sleep(parcel.pause):
            return Reply(TOO_LATE)
        reply = self._written(parcel)
        if is_unfound(parcel.batch, reply.answer):
            parcel.live = self._still_live(parcel)
        return reply

    def _written(self, parcel: Parcel) -> Reply[Written]:
        batch, publisher, locales = parcel.batch, self._publisher, parcel.batch.locales()
        if batch.variants[0].locale is None:
            write = publisher.unpublish if batch.is_leaving else publisher.publish
            reply = write(batch.collection.id, list(locales), parcel.sending)
        else:
            write_locales = publisher.unpublish_locales if batch.is_leaving else publisher.publish_locales
            reply = write_locales(batch.collection.id, locales, parcel.sending)
        return Reply(reply.answer, reply.overcome)

    def _still_live(self, parcel: Parcel) -> Collection[Key] | None:
        """What is on the live site of what Webflow did not find: one that is gone already makes it refuse all others.

        Where an answer was lost before, that may show a little later.
        """
        live = self._look(parcel.batch.variants)
        for wait in WAITS_IN_DOUBT if parcel.sending.sent > 1 else ():
            is_open = live is not None and len(live) == len(parcel.batch.variants)
            if not is_open or parcel.sending.is_abandoned or not self._deadline.sleep(wait):
                break
            live = self._look(parcel.batch.variants)
        return live
