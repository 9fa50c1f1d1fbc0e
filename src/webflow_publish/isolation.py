"""Which part of a refused request to send next, until what it was refused for stands alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from webflow_publish.batch import Batch
from webflow_publish.manifest import Variant

_FEW_SUSPECTS = 8
"""Up to so many variants that a refusal names are asked about one by one; more are asked about together first."""
_SMALL = 4
"""Up to so many variants, halving saves one request at most compared with asking about each alone, and may cost two."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Some variants to be sent in one request.

    `others` are what was refused together with them, and nothing is known of yet: the reason lies in those if the part
    is accepted.
    """

    variants: tuple[Variant, ...]
    others: tuple[Variant, ...] = ()


class Isolation:
    """The division of one refused batch. One part is asked about at a time, until every variant is settled.

    What was refused is halved. Where the first half is accepted, the reason lies in the second, which is divided in its
    turn without being sent as it is. What the search for the first culprit had no need of is sent in one request; only
    where that is refused, too, every half is asked about from then on.

    So at most 10 requests, the refused one included, find 1 culprit among 100 variants; at most 23 find 2, 34 find 3,
    43 find 4, 52 find 5, and 169 find 100. For any batch, it is at most 2 × culprits × log2(variants) + 2 requests, and
    2 more where the refusal named items that it was not about. Items that are bad only together, and a service that
    changes its mind, may leave it without a culprit: it ends all the same, after at most 2 × variants requests.

    Args:
        batch: What was refused: at least two variants.
        suspects: The IDs of the items that the refusal names, if it names any. They are set apart from the others.
        samples: How many variants at most, from all over the batch, are asked about alone before the others are
            together; that may take as many requests more. Where there are any, suspects are as all others.
    """

    def __init__(self, batch: Batch, suspects: Collection[str] = (), samples: int = 0) -> None:
        self.culprits = 0
        """How many variants were refused alone so far."""
        self._batch = batch
        self._left = dict.fromkeys(batch.variants)
        self._parts: list[_Part] = []
        """What is to be sent, the next one last."""
        self._asked: _Part | None = None
        self._few_suspects: tuple[Variant, ...] = ()
        self._is_first_search = True
        named = tuple(variant for variant in batch.variants if variant.item.id in suspects)
        others = tuple(variant for variant in batch.variants if variant.item.id not in suspects)
        count = len(batch.variants)
        chosen = dict.fromkeys(batch.variants[number * count // samples] for number in range(samples))
        if chosen:
            rest = tuple(variant for variant in batch.variants if variant not in chosen)
            self._parts = [_Part(part) for part in (rest, *((variant,) for variant in reversed(chosen))) if part]
        elif not named or not others:
            self._divide(batch.variants)
        elif len(named) <= _FEW_SUSPECTS:
            self._few_suspects = named
            self._parts = [_Part(others, named)]
        else:
            # So many may have waited for the others, and be good now: that is worth a request.
            self._parts = [_Part(named), _Part(others)]

    @property
    def left(self) -> tuple[Variant, ...]:
        """The variants that are not settled yet, in the order of the batch; those that were asked about last, too."""
        return tuple(self._left)

    def next(self) -> Batch | None:
        """The part to send now; None when every variant is settled. It is the same one until its verdict is told."""
        if self._asked is None and self._left:
            if not self._parts:
                self._is_first_search = False
                self._parts.append(_Part(self.left))
            self._asked = self._parts.pop()
        return Batch(self._batch.collection, self._asked.variants) if self._asked else None

    def accepted(self) -> None:
        """Tell that the part was taken as a request, whatever became of its single items: they are settled.

        Raises:
            RuntimeError: No part was asked about.
        """
        part = self._answered()
        self._settle(part)
        if part.others:
            self._divide(part.others)

    def refused(self) -> bool:
        """Tell that the part failed as a whole, for a reason that may lie in one of its items.

        Returns:
            Whether it is a single variant, which is settled with that. Otherwise, the part will be divided.

        Raises:
            RuntimeError: No part was asked about.
        """
        part = self._answered()
        # In the first search, what is not sent here is left over, and sent in one request with all else that is.
        if part.others and (not self._is_first_search or part.others == self._few_suspects):
            self._parts.append(_Part(part.others))
        if len(part.variants) > 1:
            self._divide(part.variants)
            return False
        self._settle(part)
        self.culprits += 1
        return True

    def _answered(self) -> _Part:
        if self._asked is None:
            raise RuntimeError("no part was asked about")
        part, self._asked = self._asked, None
        return part

    def _settle(self, part: _Part) -> None:
        for variant in part.variants:
            del self._left[variant]

    def _divide(self, bad: tuple[Variant, ...]) -> None:
        """Plan what to send of variants among which there is a culprit."""
        if bad == self._few_suspects or (len(bad) <= _SMALL and not self._is_first_search):
            self._parts += [_Part((variant,)) for variant in reversed(bad)]
        else:
            half = max(1, len(bad) // 2)
            self._parts.append(_Part(bad[:half], bad[half:]))
