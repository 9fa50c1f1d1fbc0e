"""From Webflow's answer to one outcome for each variant of a batch: only what was named published is published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter

from webflow_publish.outcome import Complaint, Outcome, Status
from webflow_publish.plan import Batch
from webflow_publish.reason import Reason
from webflow_publish.text import plain
from webflow_publish.webflow import Failure, Published

_IDENTIFIER = re.compile(r"(?<![0-9a-f])[0-9a-f]{24}(?![0-9a-f])")


@dataclass(frozen=True, slots=True)
class Account:
    """What an answer comes to: an outcome for each variant of the batch, and the errors that name none of them."""

    outcomes: tuple[Outcome, ...]
    unmatched: tuple[Complaint, ...] = ()

    @property
    def is_plain_success(self) -> bool:
        """Whether every variant was published and there was no error of any kind."""
        return not self.unmatched and all(outcome.status is Status.PUBLISHED for outcome in self.outcomes)


def account(batch: Batch, answer: Published | Failure) -> Account:
    """Read the answer to a batch strictly: each ID is published only if it came back, and no error names it."""
    if isinstance(answer, Failure):
        return Account(
            tuple(Outcome(variant, Status.FAILED, answer.reason, answer.message) for variant in batch.variants)
        )
    asked = {variant.item.id for variant in batch.variants}
    errors: dict[str, list[tuple[int, str]]] = {}
    unmatched: list[str] = []
    for text in answer.errors:
        blamed = _blamed(text, asked, answer.item_ids)
        for position, item_id in enumerate(blamed):
            errors.setdefault(item_id, []).append((position, text))
        if not blamed:
            unmatched.append(text)
    return Account(
        tuple(_outcome(batch, index, answer, errors, unmatched) for index in range(len(batch.variants))),
        tuple(Complaint(batch.collection, classify(text), plain(text)) for text in dict.fromkeys(unmatched)),
    )


def classify(text: str) -> Reason:
    """The reason that an error text of a 202 answer gives. Webflow sends no codes with these, only sentences."""
    words = text.lower()
    if "archived" in words:
        return Reason.ARCHIVED
    if "referenc" in words:
        return Reason.REFERENCE_NOT_LIVE
    if "not found" in words:
        return Reason.NOT_FOUND
    return Reason.REJECTED


def _blamed(text: str, asked: set[str], published: frozenset[str]) -> list[str]:
    """The IDs of the request that an error text is about.

    A text may name a second item, the one that is referred to. Where some of the named ones were published and others
    were not, it speaks of those that were not; where all were published, answer and error contradict each other, and
    the error is believed.
    """
    named = [item_id for item_id in dict.fromkeys(_IDENTIFIER.findall(text.lower())) if item_id in asked]
    return [item_id for item_id in named if item_id not in published] or named


def _outcome(
    batch: Batch, index: int, answer: Published, errors: dict[str, list[tuple[int, str]]], unmatched: list[str]
) -> Outcome:
    variant = batch.variants[index]
    # A sentence is about the item that it names first; what others say of it comes after.
    texts = [text for _, text in sorted(errors.get(variant.item.id, []), key=itemgetter(0))]
    if texts:
        return Outcome(variant, Status.FAILED, classify(texts[0]), plain("; ".join(texts)))
    if variant.item.id in answer.item_ids:
        return Outcome(variant, Status.PUBLISHED)
    message = "Webflow's answer names this item neither as published nor as failed"
    if unmatched:
        message += f". It also says, of no item in particular: {'; '.join(unmatched)}"
    return Outcome(variant, Status.FAILED, Reason.NO_ANSWER, plain(message))
