"""Text that others wrote, made safe to show on a line of ours."""

from __future__ import annotations

import re
from unicodedata import category

ELLIPSIS = "…"

_PLAIN = re.compile(r"[\x20-\x7e]*")


def plain(text: str, limit: int = 1000) -> str:
    """One line of visible text that GitHub's runner cannot take for a command.

    At most `limit` characters of the text are kept. Control and other invisible characters become the escapes of
    Python; spaces of other widths, which French typography needs, stay. The runner reads `##[` as the start of a
    command anywhere in a line, and `::` where a line begins with it: both are pulled apart by a space.
    """
    line = cropped(text, limit)
    if not _PLAIN.fullmatch(line):
        line = "".join(each if category(each) == "Zs" else visible(each) for each in line)
    if line.lstrip().startswith("::"):
        line = line.replace("::", ": :", 1)
    return line.replace("##[", "## [")


def cropped(text: str, limit: int) -> str:
    """At most `limit` characters of the text; an ellipsis stands for what was cut."""
    return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS


def quoted(text: str, limit: int = 60) -> str:
    """Text from outside, between backticks, for a sentence of ours: short, and with nothing in it that cannot be seen.

    A backtick of its own becomes an apostrophe, so that the quotation ends where it seems to end.
    """
    return "`" + "".join(map(visible, plain(text, limit))).replace("`", "'") + "`"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: `1 item`, `2,500 items`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def titled(name: str | None, identifier: str) -> str:
    """What people call a thing, and its ID; the ID alone where it has no name."""
    return f"{name} ({identifier})" if name else identifier


def visible(character: str) -> str:
    r"""The character itself if it can be seen (or is a space), else its escape, such as `\n` or `\u2028`."""
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
