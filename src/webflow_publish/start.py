"""The first thing that runs: a stop is heeded from here on, while the rest of the program is still being loaded."""

import gc
import signal
import sys

_OBJECTS = 200_000
"""New objects after which Python looks for circles among them that nobody needs. It would do so after 700, and spend a
fifth of the time of a large run on it, though what is read stays needed to the end."""

_STOPS = (signal.SIGINT, signal.SIGTERM)


def start() -> int:
    """Load the program and run it; its exit code. SIGINT and SIGTERM end it at any time, without a traceback."""
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
        # All is said: what comes now must not change how the process ends.
        for number in _STOPS:
            signal.signal(number, signal.SIG_IGN)
