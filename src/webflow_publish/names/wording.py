"""Names that may have been meant, for hints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice

from webflow_publish.text import quoted

_TOLD = 3
"""Names that a hint tells."""
_COMPARED = 2_000
"""Names that one is compared with: a fraction of a second."""
_SIMILAR = 0.6
"""How like two names must be for one to be suggested for the other (`difflib` counts from 0 to 1)."""
_LONGEST = 60
"""Characters that are compared."""


def nearest(text: str, known: Iterable[str]) -> list[str]:
    """The names that are most like the text; one that differs only in case, first of all."""
    names = list(dict.fromkeys(known))
    alike = [name for name in names if name.casefold() == text.casefold()]
    folded = {name[:_LONGEST].casefold(): name for name in islice(names, _COMPARED)}
    close = get_close_matches(text[:_LONGEST].casefold(), folded, n=_TOLD, cutoff=_SIMILAR)
    return list(dict.fromkeys((*alike, *(folded[each] for each in close))))[:_TOLD]


def meant(text: str, known: Mapping[str, str], what: str) -> str:
    """A sentence that tells which names may have been meant, or else which there are.

    Args:
        text: What stands there.
        known: All names, each with what people call it.
        what: What they are the names of, to begin a sentence with: "Its collections".
    """
    if close := nearest(text, known):
        return f"Did you mean {', or '.join(shown(name, known[name]) for name in close)}?"
    if not known:
        return f"{what}: there are none."
    listed = ", ".join(shown(name, known[name]) for name in islice(known, 2 * _TOLD))
    return f"{what}: {listed}{', …' if len(known) > 2 * _TOLD else ''}."


def shown(name: str, label: str | None) -> str:
    """A name with what people call it: "`blog-posts` (`Blog posts`)". Reports show what is quoted as it is."""
    return quoted(name) if not label or label == name else f"{quoted(name)} ({quoted(label)})"
