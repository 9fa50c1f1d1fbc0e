"""The one place that all connections share: the service, what it counts, and the way to set and ask it."""

from __future__ import annotations

import json
from collections.abc import Callable

from bench.server.message import Answer, Request
from bench.server.service import Service
from bench.server.settings import Settings
from bench.server.tally import Tally

CONTROL = "/control"
"""GET tells what came and what is live; POST of settings begins anew. It is not counted, and waits for nothing."""


class Host:
    """Gives each request its answer, and the seconds after which it is sent.

    Args:
        monotonic: The machine's clock, in seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._waiting = 0
        self._begin(Settings(items=0))

    def take(self, request: Request) -> tuple[Answer, float]:
        """Answer a request; whoever asked calls `sent` when the answer is sent."""
        self._waiting += 1
        if request.path == CONTROL:
            return self._control(request), 0.0
        now = self._monotonic()
        answer = self._service.answer(request, now)
        self._tally.add(request, answer, self._waiting, now)
        return answer, self._delay

    def sent(self) -> None:
        """An answer was sent, or nobody waits for it any more."""
        self._waiting -= 1

    def _control(self, request: Request) -> Answer:
        if request.method == "POST":
            self._begin(Settings(**json.loads(request.body)))
        return Answer(200, self._tally.document() | {"not_live": self._service.store.not_live()})

    def _begin(self, settings: Settings) -> None:
        self._service = Service(settings)
        self._tally = Tally()
        self._delay = settings.latency / settings.scale
