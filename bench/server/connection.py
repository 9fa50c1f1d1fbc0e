"""A connection: requests as they come in, one after the other, and their answers in the same order."""

from __future__ import annotations

import asyncio
from typing import cast

from bench.server.host import Host
from bench.server.message import read_request, written


class Connection(asyncio.Protocol):
    """Keeps the connection open, as Webflow does, until the other side closes it or sends what is no request."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._received = b""
        self._is_waiting = False
        self._transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        self._received += data
        if not self._is_waiting:
            self._answer_next()

    def _answer_next(self) -> None:
        try:
            read = read_request(self._received)
        except ValueError:
            self._transport.close()
            return
        if read is None:
            return
        request, length = read
        self._received = self._received[length:]
        answer, delay = self._host.take(request)
        content = written(answer)
        if delay:
            self._is_waiting = True
            asyncio.get_running_loop().call_later(delay, self._send, content)
        else:
            self._send(content)

    def _send(self, content: bytes) -> None:
        self._is_waiting = False
        self._host.sent()
        if not self._transport.is_closing():
            self._transport.write(content)
            if self._received:
                self._answer_next()
