"""Serves on a free port of this machine, which it prints, until its standard input is closed or it is ended."""

from __future__ import annotations

import asyncio
import gc
import sys
import time

from bench.server.connection import Connection
from bench.server.host import Host


async def serve() -> None:
    """Serve for as long as somebody holds the other end of standard input: nothing is left behind by a crash."""
    loop = asyncio.get_running_loop()
    host = Host(time.monotonic)
    server = await loop.create_server(lambda: Connection(host), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # A collection in the middle of a run would be counted as the client's time.
    gc.disable()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve())
