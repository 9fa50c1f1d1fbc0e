"""A check: one thing that has to be right for a manifest to be published, and whether it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from webflow_publish.console import Tone
from webflow_publish.text import counted

_WIDTH = 11
"""Characters of the longest title."""


class State(Enum):
    """How a check came out: its mark, and its tone in colour."""

    GOOD = "✓", Tone.GOOD
    BAD = "✗", Tone.BAD
    UNKNOWN = "?", Tone.DOUBTFUL
    """It may be right or wrong: nothing that was read tells."""
    SKIPPED = "-", Tone.ASIDE
    """There is nothing to check, or something before it has to be right first."""

    @property
    def mark(self) -> str:
        """A character that stands for it."""
        return self.value[0]

    @property
    def tone(self) -> Tone:
        """How it is shown in colour."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Check:
    """What was checked, and how it came out.

    Attributes:
        title: What it is about, in a word or two.
        state: How it came out.
        message: What was found, as a sentence.
        hint: What to do about it, in whole sentences; empty where there is nothing to do.
        details: Single things that are wrong, each a sentence, with its place if it has one.
    """

    title: str
    state: State
    message: str
    hint: str = ""
    details: tuple[str, ...] = ()


def lines(checks: Iterable[Check]) -> Iterator[tuple[str, Tone | None]]:
    """Checks as lines for people, each with its tone. Those that nothing was looked at for, for one reason, are one."""
    for (state, message), group in groupby(checks, lambda each: (each.state, each.message)):
        some = list(group)
        if state is State.SKIPPED and len(some) > 1:
            yield f"{state.mark} {', '.join(each.title for each in some)}: {message}", state.tone
            continue
        for check in some:
            yield f"{state.mark} {check.title:<{_WIDTH}} {message}", state.tone
            yield from _below(check)


def _below(check: Check) -> Iterator[tuple[str, None]]:
    indent = " " * (_WIDTH + 3)
    for detail in check.details:
        yield f"{indent}{detail}", None
    if check.hint:
        yield f"{indent}→ {check.hint}", None


def conclusion(checks: Sequence[Check]) -> tuple[str, Tone]:
    """The last line: whether anything is wrong."""
    bad = _count(checks, State.BAD)
    if bad:
        return f"{counted(bad, 'thing')} to mend: see what has a ✗, from the top.", Tone.BAD
    unknown = _count(checks, State.UNKNOWN)
    rest = f"; {counted(unknown, 'thing')} with a ? stayed open" if unknown else ""
    return f"Nothing is wrong, as far as can be seen{rest}.", Tone.GOOD


def _count(checks: Iterable[Check], state: State) -> int:
    return sum(check.state is state for check in checks)
