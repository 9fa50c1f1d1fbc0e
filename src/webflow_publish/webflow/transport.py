"""The two ways to the Data API: one that reads, and one that writes, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from webflow_publish.webflow.exchange import TOO_LATE, Exchange, Reply, Request, Sending


class Transport(Exchange):
    """Reads. It has no method that writes: who holds no more than this changes nothing in Webflow."""

    def get(self, path: str, query: Sequence[tuple[str, str]] = (), *, once: bool = False) -> Reply[dict[str, Any]]:
        """Send a GET, unless the time is over: until it is answered or it makes no sense to go on, or just `once`."""
        if not self._deadline.left():
            return Reply(TOO_LATE)
        return self._exchange(Request("GET", path, query, once=once))


class WritingTransport(Transport):
    """Reads and writes."""

    def post(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        """Send a POST whose repetition does no harm, until it is answered or there is no point in going on.

        `sending` tells other threads meanwhile how it fares.
        """
        return self._exchange(Request("POST", path, body=body, sending=sending))

    def delete(self, path: str, body: dict[str, Any], sending: Sending) -> Reply[dict[str, Any]]:
        """Send a DELETE with a body, as `post` does. Webflow answers with a 204: a 2xx is all that is looked at."""
        return self._exchange(Request("DELETE", path, body=body, is_bare=True, sending=sending))
