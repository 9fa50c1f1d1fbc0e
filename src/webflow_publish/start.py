"""The first thing that runs: a stop is heeded from here on, while the rest of the program is still being loaded."""

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

_OBJECTS = 200_000
"""New objects after which Python looks for circles among them that nobody needs. It would do so after 700, and spend a
fifth of the time of a large run on it, though what is read stays needed to the end."""

_STOPS = (signal.SIGINT, signal.SIGTERM)


def start() -> NoReturn:
    """Load the program and run it, and end the process with its exit code.

    SIGINT and SIGTERM end it at any time, without a traceback. What Python does at the end of a process, to let go of
    each value that it holds, is left out: it would take a large run a tenth of its time.
    """
    code = _run()
    for stream in (sys.stdout, sys.stderr):
        # Whoever read it may be gone, or it was closed from the beginning.
        with suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(code)


def _run() -> int:
    gc.set_threshold(_OBJECTS)
    try:
        for number in _STOPS:
            # Whoever started us may have had SIGINT ignored, as shells have in the background.
            signal.signal(number, signal.default_int_handler)
        from webflow_publish.cli import main  # noqa: PLC0415 - takes a tenth of a second, in which a stop may come

        return main()
    except KeyboardInterrupt:
        sys.stderr.write("The run was stopped before it began: nothing was sent.\n")
        return 130
    finally:
        # All is done: what comes now must not change how the process ends.
        for number in _STOPS:
            signal.signal(number, signal.SIG_IGN)
