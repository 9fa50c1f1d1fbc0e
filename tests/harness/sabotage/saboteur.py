"""A server on loopback in front of the sandbox that passes requests on, and does to some of them what a test wants."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from harness.sabotage.fault import Dial, Effect, Kind, Strike
from harness.sabotage.message import STAGES, Asked, Stage, read_request
from harness.sabotage.visit import End, Surroundings, Visit

_look_up = socket.getaddrinfo
_PATIENCE = 10.0
"""Seconds after which a thread of ours is taken for hung."""


class Saboteur:
    """As a context manager it listens on a free port of 127.0.0.1, and has let go of everything at the end.

    `asked` are the requests so far, `struck` counts how often each strike did strike.

    Args:
        surroundings: Where it works.
        strikes: What it does.
        usual: How many requests each stage takes where nothing goes wrong: before a request has come, nobody can know
            what a connection is for. Where a strike meets connections, each of them serves one request.
        context: For HTTPS.
    """

    def __init__(
        self,
        surroundings: Surroundings,
        strikes: Sequence[Strike] = (),
        usual: Mapping[Stage, int] | None = None,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._surroundings = surroundings
        self._strikes = strikes
        self._usual = usual or {}
        self._context = context
        self._meets_connections = any(strike.fault.kind is not Kind.REQUEST for strike in strikes)
        self._lock = threading.Lock()
        self._counts: Counter[tuple[Stage, Kind]] = Counter()
        self._answered: Counter[Stage] = Counter()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        # Bound, so that nobody else gets it, and not listening: whoever connects to it is refused.
        self._closed = socket.socket()
        self._closed.bind(("127.0.0.1", 0))
        self.asked: list[Asked] = []
        self.struck: Counter[Strike] = Counter()

    @property
    def url(self) -> str:
        """The base address, as the sandbox has it."""
        scheme = "https" if self._context else "http"
        return f"{scheme}://127.0.0.1:{self._port}/v2"

    @property
    def _port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def __enter__(self) -> Self:
        self._start(self._listen)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for each in (self._listener, *self._open):
            # This wakes whoever waits for it, as closing alone does not.
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._closed.close()
        for thread in self._threads:
            thread.join(_PATIENCE)
            assert not thread.is_alive()

    def look_up(self, host: str, port: int, *options: Any, **others: Any) -> Any:
        """What `socket.getaddrinfo` is, where attempts to connect are to fail.

        Raises:
            socket.gaierror: The name leads nowhere.
        """
        strike = self._strike(self._next(), Kind.ATTEMPT) if port == self._port else None
        if strike and strike.fault.dial is Dial.UNRESOLVED:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        if strike and strike.fault.dial is Dial.REFUSED:
            port = self._closed.getsockname()[1]
        return _look_up(host, port, *options, **others)

    def _start(self, target: Any, *arguments: Any) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while True:
            try:
                wire, _ = self._listener.accept()
            except OSError:
                return
            self._keep(wire)
            self._start(self._attend, wire)

    def _keep(self, wire: socket.socket) -> None:
        with self._lock:
            self._open.add(wire)

    def _attend(self, wire: socket.socket) -> None:
        # The client may well be gone before all is said.
        with suppress(OSError), wire:
            strike = self._strike(self._next(), Kind.CONNECTION) if self._meets_connections else None
            if strike and strike.fault.greet:
                strike.fault.greet(wire)
            elif self._context:
                # The socket beneath is another one from then on.
                with self._context.wrap_socket(wire, server_side=True, do_handshake_on_connect=False) as secured:
                    self._keep(secured)
                    secured.do_handshake()
                    self._serve(secured)
            else:
                self._serve(wire)

    def _serve(self, wire: socket.socket) -> None:
        end = End.KEEP
        # The file holds the connection open, too: a reset has to come after it.
        with wire.makefile("rb") as stream:
            while end is End.KEEP and (asked := read_request(stream, self._surroundings.clock.monotonic())):
                end = self._deal(Visit(asked, self._surroundings, wire, is_last=self._meets_connections))
                if self._meets_connections and end is End.KEEP:
                    end = End.CLOSE
        if end is End.RESET:
            reset(wire)

    def _deal(self, visit: Visit) -> End:
        stage = visit.asked.stage
        with self._lock:
            self.asked.append(visit.asked)
        strike = self._strike(stage, Kind.REQUEST)
        if not strike or strike.fault.effect is Effect.HARMLESS:
            with self._lock:
                self._answered[stage] += 1
        return strike.fault.act(visit) if strike and strike.fault.act else visit.give(visit.forward())

    def _strike(self, stage: Stage, kind: Kind) -> Strike | None:
        """Count what a fault of this kind meets, and find the strike that hits it."""
        with self._lock:
            self._counts[stage, kind] += 1
            hits = (each for each in self._strikes if (each.stage, each.fault.kind) == (stage, kind))
            strike = next((each for each in hits if each.hits(self._counts[stage, kind])), None)
            if strike:
                self.struck[strike] += 1
        return strike

    def _next(self) -> Stage:
        """What the next request is for, as far as that can be known before it comes."""
        with self._lock:
            reached = max((STAGES.index(each.stage) for each in self.asked if each.stage in STAGES), default=0)
            ahead = [each for each in STAGES[reached:] if self._answered[each] < self._usual.get(each, 0)]
        return ahead[0] if ahead else STAGES[-1]


def reset(wire: socket.socket) -> None:
    """End a connection with a TCP reset."""
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.close()
