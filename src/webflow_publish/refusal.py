"""What the refusal of a whole request is about: the collection, a locale, or an item in it."""

from __future__ import annotations

import re
from http import HTTPStatus

from webflow_publish.accounting import Account
from webflow_publish.batch import Batch
from webflow_publish.reason import DENIED, Reason
from webflow_publish.webflow import Failure, Written

_OF_THE_COLLECTION = frozenset({Reason.COLLECTION_CHANGED, Reason.SITE_NOT_PUBLISHED, Reason.DOMAINS_OUT_OF_SYNC})
"""Reasons that, given for a whole request, hold for every other request to the same collection."""

_PERHAPS_OF_A_LOCALE = frozenset({Reason.NOT_FOUND, Reason.REFERENCE_NOT_LIVE, Reason.REJECTED})
"""Reasons that, given for a whole request of several locales, may lie in one of them."""

_PERHAPS_OF_AN_ITEM = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.CONFLICT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.INTERNAL_SERVER_ERROR,
    }
)

_ITEM = re.compile(r"\bitems?\b", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[0-9a-f]{24}", re.IGNORECASE)


def is_ambiguous(batch: Batch, answer: Written | Failure, result: Account) -> bool:
    """Whether an answer leaves open which of several locales it speaks of. Webflow's answers never name one."""
    if result.is_plain_success or len({variant.locale for variant in batch.variants}) == 1:
        return False
    return not isinstance(answer, Failure) or answer.reason in _PERHAPS_OF_A_LOCALE


def may_lie_in_an_item(failure: Failure, result: Account) -> bool:
    """Whether the request may succeed without one of its items.

    A 404 is taken to be about the collection or the locale, unless its words speak of items.
    """
    if failure.reason in DENIED or failure.status is None:
        return False
    if result.names_items:
        return True
    if failure.reason in _OF_THE_COLLECTION:
        return False
    if failure.status == HTTPStatus.NOT_FOUND:
        return _ITEM.search(failure.message) is not None
    return failure.status in _PERHAPS_OF_AN_ITEM


def is_of_the_collection(failure: Failure, result: Account) -> bool:
    """Whether the same would be said of every other request for the same collection, in any locale."""
    return failure.reason in _OF_THE_COLLECTION and not result.names_items


def is_of_the_locale(failure: Failure, result: Account) -> bool:
    """Whether the same would be said of every other request for the same collection in the same locale."""
    return failure.reason is Reason.NOT_FOUND and not may_lie_in_an_item(failure, result)


def words_of(failure: Failure) -> str:
    """What it says, whichever item it says it of."""
    return _IDENTIFIER.sub("", failure.message)
