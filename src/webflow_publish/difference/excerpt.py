"""Where two sequences differ, and two long texts cut to that."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from operator import eq

from webflow_publish.text import ELLIPSIS, cropped

WHOLE = 200
"""Characters up to which texts stay whole."""
_AROUND = 40
"""Characters shown before the first change and after the last one."""
_PARTS_AROUND = 5
"""Parts of a text shown around each change between them: about as much."""
_MOST_PARTS = 150
"""Parts of a text in which changes are told apart: with the square of it grows the time that they may take."""
_ROOM = 130
"""Characters that a change takes with what is around it, at least: the limit tells how many are shown apart."""
_PART = re.compile(r"\w{1,8}\W?|\W")
"""A word, or a part of a long one, with the space or sign after it."""

Group = Sequence[tuple[str, int, int, int, int]]
"""Changes that are close to each other, with what is around them, as `difflib` tells them."""


def excerpts(old: str, new: str, limit: int) -> tuple[str, str]:
    """Both texts around what differs, each in at most `limit` characters (100 or more), with ellipses for what is cut.

    Texts that both are short stay whole.
    """
    if max(len(old), len(new)) <= min(limit, WHOLE):
        return old, new
    if old == new:
        return cropped(old, limit), cropped(new, limit)
    start, end = (max(0, count - _AROUND) for count in shared(old, new))
    old_parts, new_parts = (_parts(text[start : len(text) - end]) for text in (old, new))
    neighbours = pairwise(grouped(old_parts, new_parts, _PARTS_AROUND))
    gaps = [(before[-1], after[0]) for before, after in neighbours][: max(0, limit // _ROOM - 1)]
    room = limit // (len(gaps) + 1) - 2
    old_text = _without(old_parts, [(before[2], after[1]) for before, after in gaps], room)
    new_text = _without(new_parts, [(before[4], after[3]) for before, after in gaps], room)
    opening, closing = ELLIPSIS if start else "", ELLIPSIS if end else ""
    return opening + old_text + closing, opening + new_text + closing


def shared(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many elements are the same at the beginning of both sequences, and how many of the others at the end."""
    start = sum(takewhile(bool, map(eq, old, new)))
    end = sum(takewhile(bool, map(eq, reversed(old), reversed(new))))
    return start, min(end, len(old) - start, len(new) - start)


def grouped(old: Sequence[str], new: Sequence[str], around: int) -> list[Group]:
    """The changes that lead from the old sequence to the new one, with `around` elements on either side.

    An element that occurs again in the new sequence is matched only beside one that does not: without that, sequences
    of few different elements would take the cube of their length.
    """
    occurrences = Counter(new)
    return list(SequenceMatcher(lambda each: occurrences[each] > 1, old, new).get_grouped_opcodes(around))


def _parts(text: str) -> list[str]:
    parts = _PART.findall(text[: 10 * _MOST_PARTS])  # which are more than enough, with nine characters at most
    return parts if len(parts) <= _MOST_PARTS else [text]


def _without(parts: Sequence[str], gaps: Sequence[tuple[int, int]], room: int) -> str:
    """The text without what both texts have in the gaps; each stretch between them in `room` characters."""
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(parts)]
    stretches = ("".join(parts[start:end]) for start, end in zip(starts, ends, strict=True))
    return ELLIPSIS.join(_shortened(stretch, room) for stretch in stretches)


def _shortened(text: str, room: int) -> str:
    """Beginning and end of a text: something changed in both, whatever is between."""
    if len(text) <= room:
        return text
    tail = room // 3
    return text[: room - tail - 1] + ELLIPSIS + text[len(text) - tail :]
