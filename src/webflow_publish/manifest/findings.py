"""What is wrong with one file: collected while it is read, bounded in number."""

from __future__ import annotations

from webflow_publish.problem import Place, Problem

MOST = 1_000
"""Problems of one file that are told; the others are counted."""


class Findings:
    """The problems of one file, in the order in which they were found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[tuple[Place, Problem]] = []
        self._others = 0

    @property
    def full(self) -> bool:
        """Whether what is added from now on is only counted, so that a costly hint is not worth its time."""
        return len(self._kept) >= MOST

    def add(self, place: Place, message: str, hint: str) -> None:
        """Note a problem: kept as long as there is room, else counted."""
        if self.full:
            self._others += 1
        else:
            self._kept.append((place, Problem(message, hint, place)))

    def problems(self) -> tuple[Problem, ...]:
        """All that was kept, by line and column; at the end, if there are more, a problem that says how many."""
        kept = sorted(self._kept, key=lambda pair: pair[0])
        told = [problem for _, problem in kept]
        if self._others:
            more = "One more problem" if self._others == 1 else f"{self._others:,} more problems"
            told.append(
                Problem(
                    f"{more} in this file {'is' if self._others == 1 else 'are'} not shown.",
                    "Correct those above and run this again to see the others.",
                    kept[-1][0],
                    self._others,
                )
            )
        return tuple(told)
