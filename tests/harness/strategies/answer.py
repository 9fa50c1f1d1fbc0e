"""Answers as the Data API writes them, with hostile texts wherever a text may stand."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from harness.catalogue import COLLECTION, document
from harness.samples import ENGLISH, FRENCH, identifier

from .text import texts_with_token

SITE = "580e63e98c9a982ac9b8b741"

_TIMES = (
    *(None, "2026-11-10T09:00:00.000Z", "2026-11-12T09:00:00Z", "2026-11-12T10:00:00+02:00") * 3,
    *("2026-11-12T09:00:00", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
)
"""When something happened; a few are no times, or lie outside of the calendar."""
_TYPES = ("PlainText", "RichText", "Reference", "MultiReference", "Option", "Image", "MultiImage", "Switch", "Number")
_HOSTS = ("www.example.com", "https://example.com/", "a.example.com", "127.0.0.1", "evil.example/x?")

ERRORS = (
    "Staging item ID {} not found.",
    "Staging item ID {} is archived and cannot be published.",
    "Item {} references item {}, which is not published.",
    "{}",
    "x{}",
    "{}{}",
    "{} ",
    "Conflict: The collection structure changed since the last publish",
    "Something went wrong",
)


def identifiers(most: int = 9) -> st.SearchStrategy[str]:
    """The IDs of the items with the numbers from 1 on, now and then in capitals."""
    ids = st.integers(1, most).map(identifier)
    return ids | ids | ids.map(str.upper)


def publications() -> st.SearchStrategy[dict[str, Any]]:
    """Answers to a publish request."""
    errors = st.builds(str.format, st.sampled_from(ERRORS), identifiers(6), identifiers(6))
    lists = {
        "publishedItemIds": st.lists(identifiers(6), min_size=2, max_size=6),
        "errors": st.lists(errors | errors | texts_with_token(), max_size=4),
    }
    return st.fixed_dictionaries(lists, optional={"message": texts_with_token()})


def refusals() -> st.SearchStrategy[dict[str, Any]]:
    """The bodies of answers that are none of 2xx."""
    words = st.builds(str.format, st.sampled_from(ERRORS), identifiers(), identifiers()) | texts_with_token()
    codes = st.sampled_from(["conflict", "missing_scopes", "not_authorized", "validation_error"]) | texts_with_token()
    details = st.lists(words | st.fixed_dictionaries({"param": words, "description": words}), max_size=3)
    return st.fixed_dictionaries({"code": codes, "message": words, "externalReference": st.none(), "details": details})


def items(number: int | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """Items, each that of a number or that with the given one."""
    fields = st.fixed_dictionaries(
        {"name": texts_with_token(), "slug": texts_with_token()},
        optional={
            "body": texts_with_token(),
            "author": identifiers(),
            "tags": st.lists(identifiers()),
            "hero": _files(),
        },
    )
    times = st.sampled_from(_TIMES)
    return st.builds(
        document,
        st.integers(1, 9) if number is None else st.just(number),
        fieldData=fields,
        lastPublished=times,
        lastUpdated=times,
        isArchived=st.booleans(),
        isDraft=st.booleans(),
        cmsLocaleId=st.sampled_from([None, ENGLISH, FRENCH]),
    )


def pages() -> st.SearchStrategy[dict[str, Any]]:
    """Lists of items."""
    pagination = st.fixed_dictionaries({"limit": st.just(100), "offset": st.just(0), "total": st.integers(0, 300)})
    return st.fixed_dictionaries({"items": st.lists(items(), min_size=1, max_size=4), "pagination": pagination})


def collections() -> st.SearchStrategy[dict[str, Any]]:
    """Collections with their fields."""
    options = st.fixed_dictionaries(
        {"options": st.lists(st.fixed_dictionaries({"id": _ids() | _others(), "name": texts_with_token()}))}
    )
    references = st.fixed_dictionaries({"collectionId": _ids()})
    field = st.fixed_dictionaries(
        {
            "id": _ids(),
            "type": st.sampled_from(_TYPES),
            "slug": st.sampled_from(["name", "slug", "body", "author", "tags", "hero"]) | texts_with_token(),
            "displayName": texts_with_token(),
            "validations": st.none() | options | references,
        }
    )
    return st.fixed_dictionaries(
        {
            "id": st.sampled_from([COLLECTION, COLLECTION.upper(), SITE]),
            "displayName": texts_with_token(),
            "slug": texts_with_token(),
            "fields": st.lists(field, max_size=5),
        }
    )


def sites() -> st.SearchStrategy[dict[str, Any]]:
    """Sites with their domains and locales."""
    time = "2026-11-10T09:00:00.000Z"
    published = st.sampled_from([None, time, time])
    hosts = st.sampled_from(_HOSTS) | st.sampled_from(_HOSTS) | texts_with_token()
    domains = st.lists(st.fixed_dictionaries({"id": _ids(), "url": hosts, "lastPublished": published}), max_size=3)
    locale = st.fixed_dictionaries(
        {
            "cmsLocaleId": _ids(),
            "enabled": st.booleans(),
            "subdirectory": st.sampled_from(["fr", ""]) | texts_with_token(),
        }
    )
    locales = st.fixed_dictionaries({"primary": locale, "secondary": st.lists(locale, max_size=3)})
    return st.fixed_dictionaries(
        {
            "id": st.sampled_from([SITE, SITE.upper(), COLLECTION]),
            "shortName": st.sampled_from(["bakery", "x.y"]) | texts_with_token(),
            "lastPublished": published,
            "customDomains": domains,
            "locales": st.none() | locales,
        }
    )


def _ids() -> st.SearchStrategy[str]:
    return identifiers() | st.sampled_from([ENGLISH, FRENCH, COLLECTION, SITE])


def _files() -> st.SearchStrategy[dict[str, Any]]:
    addresses = texts_with_token().map(lambda text: f"https://cdn.example/{text}")
    return st.fixed_dictionaries(
        {"fileId": _ids(), "url": addresses | addresses | _others(), "alt": _others() | texts_with_token()}
    )


def _others() -> st.SearchStrategy[Any]:
    """What is no text."""
    return st.sampled_from([None, 5, True]) | st.lists(st.just("a"), max_size=1)
