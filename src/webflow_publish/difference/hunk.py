"""A comparison of lines, as `diff` writes it: what is gone, what is new, and a line around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest

from webflow_publish.difference.excerpt import WHOLE, excerpts, grouped, shared
from webflow_publish.text import ELLIPSIS, counted, cropped

MOST_LINES = 60
"""Lines that a comparison has at most, with the one that counts what is left out."""
MOST_COMPARED = 500
"""Lines that are compared, from the first that differs: with the square of it grows the time that they may take."""

_MOST_CHARACTERS = 400
"""Characters of a changed line that are shown where it is cut around what changed in it."""
_MOST_PAIRS = 400
"""Pairs of lines, in one change, that are looked at for lines that became one another."""
_ALIKE = 0.5
"""The share of words that two lines have in common where one became the other."""
_WORD = re.compile(r"\w+")

_Pair = tuple[str | None, str | None]
"""A line and what it became: itself, another one, or None; None and None stand for lines that both have."""


def compared(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """What differs: `-` before each line of the old, `+` before each of the new, a space before one that both have.

    A line with an ellipsis alone stands for lines that both have; one with more after it tells what is left out.
    """
    start, end = shared(old, new)
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if not (gone or come):
        return ()
    whole = max(len(gone), len(come)) <= MOST_COMPARED
    around = old[:start][-1:], old[len(old) - end :][:1] if whole else ()
    before, after = ([(line, line) for line in lines] for lines in around)
    pairs = [*before, *_pairs(gone[:MOST_COMPARED], come[:MOST_COMPARED]), *after]
    changed = sum((line is not None) + (other is not None) for line, other in pairs if line != other)
    lines = tuple(islice(chain.from_iterable(map(_shown, pairs)), MOST_LINES))
    if whole and _changed(lines) == changed:
        return lines
    lines = lines[: MOST_LINES - 1]
    if whole:
        return (*lines, f"{ELLIPSIS} and {counted(changed - _changed(lines), 'more changed line')}")
    return (*lines, f"{ELLIPSIS} and maybe more: {MOST_COMPARED:,} lines were compared, from the first that differs")


def _changed(lines: Sequence[str]) -> int:
    return sum(line[0] in "+-" for line in lines)


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[_Pair]:
    for index, group in enumerate(grouped(old, new, 1)):
        if index:
            yield None, None
        for _, old_start, old_end, new_start, new_end in group:
            yield from _paired(old[old_start:old_end], new[new_start:new_end])


def _paired(gone: Sequence[str], come: Sequence[str]) -> Iterator[_Pair]:
    """What became what, so that the two stand together; a line on its own is paired with None."""
    if len(gone) == len(come) == 1 or len(gone) * len(come) > _MOST_PAIRS:
        yield from zip_longest(gone, come)
        return
    come_words = [_words(line) for line in come]
    waiting = 0
    for line in gone:
        words = _words(line)
        likenesses = [_likeness(words, each) for each in come_words[waiting:]]
        likeness = max(likenesses, default=0.0)
        if likeness < _ALIKE:
            yield line, None
            continue
        place = waiting + likenesses.index(likeness)
        yield from ((None, each) for each in come[waiting:place])
        yield line, come[place]
        waiting = place + 1
    yield from ((None, each) for each in come[waiting:])


def _words(line: str) -> frozenset[str]:
    return frozenset(_WORD.findall(line[:1000]) or [line])


def _likeness(old: frozenset[str], new: frozenset[str]) -> float:
    return len(old & new) / max(len(old), len(new))


def _shown(pair: _Pair) -> Iterator[str]:
    gone, come = pair
    if gone == come:
        yield ELLIPSIS if gone is None else f" {cropped(gone, WHOLE)}"
        return
    if gone is not None and come is not None:
        gone, come = excerpts(gone, come, _MOST_CHARACTERS)
    if gone is not None:
        yield f"-{cropped(gone, _MOST_CHARACTERS)}"
    if come is not None:
        yield f"+{cropped(come, _MOST_CHARACTERS)}"
