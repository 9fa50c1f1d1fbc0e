"""The sandbox as a whole: the application behind a threaded server of its own."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from webflow_publish.clock import Clock
from webflow_publish.sandbox.application import build
from webflow_publish.sandbox.journal import Journal, Recorded
from webflow_publish.sandbox.seed import Seed

_POLL = 0.005


class Sandbox:
    """A local stand-in for Webflow's Data API v2, with the state and the faults of a seed.

    As a context manager it is started on entry, on a free port of the loopback interface unless `start` was called
    before, and stopped at the end. `log` gets a line for each request.
    """

    def __init__(self, seed: Seed, clock: Clock, log: Callable[[str], None] | None = None) -> None:
        self._journal = Journal(log)
        self._released = threading.Event()
        self._app = build(seed, clock, self._journal, self._released)
        self._server: BaseWSGIServer | None = None
        self._thread: threading.Thread | None = None
        self._url = ""

    @property
    def url(self) -> str:
        """The base address, such as `http://127.0.0.1:40001/v2`; empty until it is started."""
        return self._url

    @property
    def requests(self) -> list[Recorded]:
        """The requests to the Data API so far, with their answers; the last 10,000 of them."""
        return self._journal.requests

    def start(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        certificate: Path | None = None,
        key: Path | None = None,
    ) -> None:
        """Listen, and answer in threads of its own; port 0 is any free one. With a certificate it speaks HTTPS.

        Raises:
            OSError: Where the address is taken or not to be had; `ssl.SSLError` where certificate or key do not work.
            UnicodeError: Where `host` cannot be a name.
        """
        context = None
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            # Without a password here, OpenSSL would ask for the one of an encrypted key on the terminal, and wait.
            context.load_cert_chain(certificate, key, password="")
        # Where this fails inside of create_server, a socket is left open.
        host.encode("idna")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Bound here, because werkzeug ends the whole program where it cannot bind.
        with socket.create_server((host, port), family=family, backlog=128) as listener:
            self._server = make_server(
                host,
                port,
                self._app,
                threaded=True,
                request_handler=_Handler,
                fd=listener.fileno(),
            )
        if context is not None:
            # Hands are shaken in the thread of each connection, so that a client that never does holds up nobody else.
            plain, self._server.ssl_context = self._server.socket, context
            self._server.socket = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
        self._url = f"{'http' if context is None else 'https'}://{_reachable(host)}:{self._server.port}/v2"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_POLL,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening, and let go at once of requests that hang; does nothing where it was not started."""
        self._released.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
        self._server = self._thread = None

    def __enter__(self) -> Self:
        if self._server is None:
            self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


class _Handler(WSGIRequestHandler):
    """Says nothing of its own, and closes a connection that the application has cut."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the name in the base class
        """Quiet: the journal tells what is asked."""

    def connection_dropped(self, error: BaseException, environ: object = None) -> None:
        """Without this, a connection that was cut before the answer would stay open for a next request."""
        del error, environ
        self.close_connection = True


def _reachable(host: str) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - translated, not bound
    return f"[{host}]" if ":" in host else host
