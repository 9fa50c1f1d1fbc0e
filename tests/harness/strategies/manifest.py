"""Manifests that are right, and the same after accidents."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from .layout import Written, laid_out
from .text import hostile_texts

STRAY = (
    *(
        "!!str ",
        "!!python/object/apply:os.system ",
        "!x ",
        "! ",
        "&a ",
        "&a",
        "*a",
        " *a ",
        "<<: *a\n",
        "<<: {id: x}\n",
    ),
    *("\t", " ", "  ", "-", "- ", ":", ": ", "? ", "|", "|\n", ">-\n", "'", '"', "[", "]", "{", "}", ",", "#", " # "),
    *("%YAML 3.0\n", "%TAG ! x\n", "---\n", "...\n", "\n---\n", "@", "`", "\\", '"\\x"', '"\\U00110000"', '"\\ud800"'),
    *("\0", "\x7f", "\x85", "\u2028", "\ufeff", "\xa0", "\u200b", "\n", "\r", "\r\n", "\n\n", "é", "🌞"),
    *(
        "\n<<<<<<< HEAD\n",
        "\n=======\n",
        "\n>>>>>>> x\n",
        "\nversion: 2\n",
        "\nversion: '1'\n",
        "\nitems:\n",
        "\n- id:\n",
        "\n- slug:\n",
        "\n- slug: a\n  id: b\n",
    ),
    *("hello-world", "Hello world", "all", "[all]", "[all, fr]", "fr_CA", "[fr, FR]", "'../../a.md'", "/etc/passwd"),
    *("\nstate: unpublished\n", "\nstate: live\n", "\npublish-at: tomorrow\n", "\nsource: a.md\n", "\nsource:\n"),
    *("null", "~", "true", "1.0", "0x10", "[" * 40, "{a: " * 40, "- " * 40, "x" * 300, "&a [*a]", "[&b x, *b, *b]"),
)
"""What does not belong where it stands."""


def manifests() -> st.SearchStrategy[Written]:
    """Manifests that are right: with any labels, line ends, quotes, comments, aliases, brackets and orders of keys."""
    return st.builds(laid_out, st.lists(hostile_texts(halves=False, most=3), max_size=6), st.integers(0, 2**32 - 1))


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """Manifests after up to four accidents, and perhaps in another encoding; some are still right."""
    text = draw(manifests()).data.removeprefix(BOM_UTF8).decode()
    for _ in range(draw(st.integers(0, 4))):
        text = draw(st.sampled_from(_ACCIDENTS))(draw, text)
    encodings = ["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-16-be", "utf-32", "latin-1"]
    data = text.encode(draw(st.sampled_from(encodings)), "replace")
    start = draw(st.integers(0, len(data)) | st.none() | st.none() | st.none())
    return (
        data if start is None else data[:start] + draw(st.binary(max_size=3)) + data[start + draw(st.integers(0, 3)) :]
    )


def _insert(draw: st.DrawFn, text: str) -> str:
    """Something stray at the beginning or the end of a line, after a sign, or anywhere."""
    places = [found.end() for found in re.finditer(r"(?m)^\s*|- |: |$", text)]
    position = draw(st.sampled_from(places) | st.integers(0, len(text)))
    return text[:position] + draw(st.sampled_from(STRAY) | hostile_texts(halves=False, most=2)) + text[position:]


def _lose(draw: st.DrawFn, text: str) -> str:
    """Some characters, or all from there on."""
    position = draw(st.integers(0, len(text)))
    return text[:position] + draw(st.sampled_from([text[position + 1 :], text[position + 20 :], ""]))


def _misplace(draw: st.DrawFn, text: str) -> str:
    """A line that is lost, doubled, moved, or indented otherwise."""
    lines = text.splitlines(keepends=True) or [""]
    number = draw(st.integers(0, len(lines) - 1))
    line = lines.pop(number)
    changed = draw(st.sampled_from([[], [line, line], [f" {line}"], [f"  {line}"], [line.lstrip(" ")], [line[1:]]]))
    target = draw(st.sampled_from([number, number, 0, len(lines)]))
    return "".join([*lines[:target], *changed, *lines[target:]])


def _misspell(draw: st.DrawFn, text: str) -> str:
    """An ID or a key that is not quite right."""
    words = list(
        re.finditer(
            r"[0-9a-f]{24}|(?:version|collections|items|name|locales|id|slug|site|source|publish-at|state)(?=:)", text
        )
    )
    if not words:
        return text
    word = draw(st.sampled_from(words))
    right = word[0]
    wrong = [
        right.upper(),
        right[:-1],
        right + right[-1],
        f" {right}",
        f"{right} x",
        f"'{right}\n'",
        f'"\\t{right}"',
        "",
    ]
    return text[: word.start()] + draw(st.sampled_from(wrong)) + text[word.end() :]


_ACCIDENTS: Sequence[Callable[[st.DrawFn, str], str]] = (_insert, _insert, _lose, _misplace, _misspell)
