"""Single values and comments of a YAML file that is written by hand, because PyYAML writes no comments."""

from __future__ import annotations

import math
import re

import yaml

from webflow_publish.text import plain

_LONGEST = 80
"""Characters of a comment that are kept."""

_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]*[-_][A-Za-z0-9_-]*")
"""Most slugs: none of what means something to YAML has a dash or an underscore behind letters."""

# What YAML 1.2 takes for a number (10.3.2), and YAML 1.1, which PyYAML reads and writes, does not, such as `1e5`.
_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+")


def scalar(text: str) -> str:
    """A text of one line as YAML: bare where every reader takes it for that text, else in quotes."""
    if _WORDS.fullmatch(text):
        return text
    style = "'" if _NUMBER.fullmatch(text) else None
    written = yaml.safe_dump(text, default_style=style, allow_unicode=True, width=math.inf)
    return written.removesuffix("...\n").removesuffix("\n")


def comment(text: str) -> str:
    """A text from outside as a comment, with its `#`: one line, of what can be seen; empty where there is no text."""
    shown = plain(text, _LONGEST).strip()
    return f"# {shown}" if shown else ""


def commented(line: str, text: str) -> str:
    """A line with a comment behind it, if there is one."""
    return f"{line}  {behind}" if (behind := comment(text)) else line
