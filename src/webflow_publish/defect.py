"""A defect of this program, told to whoever met it: in one line, for a report. No traceback reaches a user."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

from webflow_publish import __project__
from webflow_publish.console import Console
from webflow_publish.text import plain, quoted

_LONGEST = 600


def described(error: Exception, console: Console, hide: Callable[[str], str]) -> str:
    """The defect in one line; its traceback goes where somebody looks for it, as with step debug logging.

    `hide` takes out what is not to be shown, such as the token.
    """
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    for line in "".join(traceback.format_exception(error)).splitlines():
        console.debug(hide(line))
    # What it says may have been written by others: it is told apart, so that nothing reads it as Markdown.
    words = f" {quoted(hide(str(error)), 400)}" if str(error) else ""
    return plain(
        f"{type(error).__name__} at {where}:{words}. Please report this line at {__project__}/issues", _LONGEST
    )
