"""A terminal that is a text: what a program writes where somebody looks on, with its escape sequences."""

from __future__ import annotations

import io
import re

_SEQUENCE = re.compile(r"\x1b\[(\?25[hl]|[0-9;]*[A-Za-z])")
_HARMLESS = re.compile(r"\x1b\[(\?25[hl]|[0-9;]*m|[0-9]*[AKG])")


class Screen(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(written: str) -> str:
    """What was written, without colours and without movements of the cursor."""
    return _SEQUENCE.sub("", written).replace("\r", "")


def escapes(written: str) -> list[str]:
    """The escape sequences that do more than to colour, to hide the cursor or to write a line anew."""
    return re.findall(r"\x1b.{0,20}|[\x00-\x08\x0b\x0c\x0e-\x1a\x7f-\x9f]", _HARMLESS.sub("", written))
