"""Where Webflow refuses one item like the other, so that there is no point in sending more of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from webflow_publish.schedule import Place


class Likeness:
    """The places where all items of a request were refused alone in the same words.

    All of them may be bad by chance, and all others good. So it takes others that are refused like them, too, until it
    is said of the place, and one that Webflow has taken a request for is none of these.

    Args:
        enough: How many others it takes.
    """

    def __init__(self, enough: int) -> None:
        self._enough = enough
        self._words: dict[Place, frozenset[str]] = {}
        self._others: Counter[Place] = Counter()

    def suspect(self, places: Iterable[Place], words: Iterable[str]) -> None:
        """All of a request for these places were refused: the whole, and each alone, in these words."""
        self._words |= dict.fromkeys(places, frozenset(words))

    def suspected(self, places: Iterable[Place], words: str) -> set[Place]:
        """Those of the places where all of a request were refused in these words."""
        return {place for place in places if words in self._words.get(place, ())}

    def count(self, places: Iterable[Place], words: str) -> set[Place]:
        """Count one that was refused alone after that; those of the places where it is enough now."""
        found = self.suspected(places, words)
        self._others.update(found)
        return {place for place in found if self._others[place] >= self._enough}
