"""What an undo cannot bring back."""

from __future__ import annotations

from dataclasses import dataclass

from webflow_publish.change import Change
from webflow_publish.manifest import Variant

_WORDS = {
    Change.CHANGED: (
        "It was live before, and that run changed it: the content that was live is gone. Edit it in Webflow, and "
        "publish it again."
    ),
    Change.TAKEN_DOWN: (
        "That run took it down. To have it live again, list it in the manifest without `state: unpublished`, and "
        "publish."
    ),
    Change.UNKNOWN: (
        "That run published it without a look at it first, so that nobody knows whether it was live before. Look at it "
        "in Webflow."
    ),
}


@dataclass(frozen=True, slots=True)
class Remainder:
    """One item in one locale that an earlier run changed, or may have changed, and that stays as it is.

    Attributes:
        variant: The item and the locale.
        change: What that run did: one of those in `LASTING`.
    """

    variant: Variant
    change: Change

    @property
    def message(self) -> str:
        """Why it stays as it is, and what to do, in whole sentences."""
        return _WORDS[self.change]


LASTING = frozenset(_WORDS)
"""The changes that an undo cannot take back."""
