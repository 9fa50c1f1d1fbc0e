"""From Webflow's answer to one outcome for each variant of a batch: only what was named published is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from operator import itemgetter

from webflow_publish.batch import Batch
from webflow_publish.complaint import Complaint
from webflow_publish.manifest import Variant
from webflow_publish.outcome import DONE, Outcome, Status
from webflow_publish.reason import Reason
from webflow_publish.text import plain
from webflow_publish.webflow import Failure, Published, Unpublished, Written, identifiers_in, reason_in


@dataclass(frozen=True, slots=True)
class Account:
    """What an answer comes to: an outcome for each variant of the batch, and the errors that name none of them.

    `names_items` tells of a request that failed as a whole that its reason lies in items that it names.
    """

    outcomes: tuple[Outcome, ...]
    unmatched: tuple[Complaint, ...] = ()
    names_items: bool = False

    @property
    def is_plain_success(self) -> bool:
        """Whether every variant was published, or taken down, and there was no error of any kind."""
        return not self.unmatched and all(outcome.status in DONE for outcome in self.outcomes)


def is_unfound(batch: Batch, answer: Written | Failure) -> bool:
    """Whether Webflow refused to take items down because it does not find one of them on the live site."""
    return batch.is_leaving and isinstance(answer, Failure) and answer.status == HTTPStatus.NOT_FOUND


def account(batch: Batch, answer: Written | Failure) -> Account:
    """Read the answer to a batch strictly: each ID is published only if it came back, and no error names it.

    To take items down, Webflow does all that a request names, or nothing.
    """
    if isinstance(answer, Failure):
        named = {variant.item.id for variant in batch.variants} & answer.identifiers
        return Account(tuple(_refused(batch, answer, named)), names_items=bool(named))
    if isinstance(answer, Unpublished):
        return Account(tuple([Outcome(variant, Status.UNPUBLISHED) for variant in batch.variants]))
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
        tuple([_outcome(variant, answer, errors.get(variant.item.id, ()), unmatched) for variant in batch.variants]),
        tuple(Complaint(batch.collection, _reason(text), plain(text)) for text in unmatched),
    )


def _reason(text: str) -> Reason:
    return reason_in(text) or Reason.REJECTED


def _refused(batch: Batch, failure: Failure, named: set[str]) -> Iterator[Outcome]:
    """What a request that failed as a whole means for each of its items: the reason may lie in those that it names."""
    # Words such as "is not published" tell of a site that never was, where they are not about an item to be taken down.
    reason = Reason.NOT_FOUND if is_unfound(batch, failure) else failure.reason
    for variant in batch.variants:
        if named and variant.item.id not in named:
            message = plain(f"Webflow refused the whole request because of another item. {failure.message}")
            yield Outcome(variant, Status.FAILED, Reason.REJECTED, message)
        else:
            yield Outcome(variant, Status.FAILED, reason, failure.message)


def _blamed(text: str, asked: set[str], published: frozenset[str]) -> list[str]:
    """The IDs of the request that an error text is about.

    A text may name a second item, the one that is referred to. Where some of the named ones were published and others
    were not, it speaks of those that were not; where all were published, answer and error contradict each other, and
    the error is believed.
    """
    named = sorted(identifiers_in(text) & asked, key=text.lower().index)
    return [item_id for item_id in named if item_id not in published] or named


def _outcome(
    variant: Variant, answer: Published, errors: Sequence[tuple[int, str]], unmatched: Sequence[str]
) -> Outcome:
    if errors:
        # A sentence is about the item that it names first; what others say of it comes after.
        texts = [text for _, text in sorted(errors, key=itemgetter(0))]
        return Outcome(variant, Status.FAILED, _reason(texts[0]), plain("; ".join(texts)))
    if variant.item.id in answer.item_ids:
        return Outcome(variant, Status.PUBLISHED)
    message = "Webflow's answer names this item neither as published nor as failed"
    if unmatched:
        message += f". It also says, of no item in particular: {'; '.join(unmatched)}"
    return Outcome(variant, Status.FAILED, Reason.NO_ANSWER, plain(message))
