"""Answers near those of the Data API: as Webflow writes them, and with something in them that should not be there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from harness.bakery import TOKEN
from harness.catalogue import COLLECTION, document
from harness.samples import ENGLISH, FRENCH, identifier

from .text import SPELLINGS, texts_with_token

SITE = "580e63e98c9a982ac9b8b741"

Path = tuple[str | int, ...]
"""Where something stands in a document: keys and positions, from outside to inside."""

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
_STRANGE: Sequence[Any] = (
    *(None, True, False, 0, -1, 1, 10**30, -(10**3_000), 0.5, 1e300, float("nan"), float("inf"), -0.0),
    *("", " ", "null", "soon", [], {}, [[]], [None], [{}], {"": None}, {"id": None}),
    *("2026-11-12T09:00:00.000Z", "2026-11-12", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-W46-4"),
    *(identifier(1).upper(), identifier(1)[:-1], f"{identifier(1)}0", f" {identifier(1)}", "g" * 24, "\uff10" * 24),
)
"""Values that are of another type than the right one, or of the same and wrong."""

_DEPTHS = (500, 1_000, 100_000)
_NUMBERS = ("1.0", "1e400", "1E5", "NaN", "-Infinity", "9" * 5_000)


def identifiers(most: int = 9) -> st.SearchStrategy[str]:
    """The IDs of the items with the numbers from 1 on, now and then in capitals."""
    ids = st.integers(1, most).map(identifier)
    return ids | ids | ids.map(str.upper)


def values() -> st.SearchStrategy[Any]:
    """What JSON can say, with hostile texts and strange values in it."""
    # Each time another object, because whoever draws it may change it.
    leaves = st.sampled_from(_STRANGE).map(deepcopy) | texts_with_token() | identifiers() | st.integers() | st.floats()
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | _objects(inner), max_leaves=6)


def deep() -> st.SearchStrategy[Any]:
    """Lists and objects within each other, deeper than anybody looks."""

    def nested(depth: int, key: str | None) -> Any:
        value: Any = []
        for _ in range(depth):
            value = [value] if key is None else {key: value}
        return value

    return st.builds(nested, st.sampled_from([20, 200]), st.sampled_from([None, "a"]))


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
    times = st.sampled_from([None, "2026-11-10T09:00:00.000Z", "2026-11-12T09:00:00Z", "2026-11-12T10:00:00+02:00"])
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
    return st.fixed_dictionaries({"items": st.lists(items(), max_size=4), "pagination": pagination})


def collections() -> st.SearchStrategy[dict[str, Any]]:
    """Collections with their fields."""
    options = st.fixed_dictionaries(
        {"options": st.lists(st.fixed_dictionaries({"id": _ids(), "name": texts_with_token()}))}
    )
    references = st.fixed_dictionaries({"collectionId": _ids()})
    types = [
        "PlainText",
        "RichText",
        "Reference",
        "MultiReference",
        "Option",
        "Image",
        "MultiImage",
        "Switch",
        "Number",
    ]
    field = st.fixed_dictionaries(
        {
            "id": _ids(),
            "type": st.sampled_from(types),
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
    published = st.sampled_from([None, "2026-11-10T09:00:00.000Z"])
    hosts = (
        st.sampled_from(["www.example.com", "https://example.com/", "127.0.0.1", "evil.example/x?"])
        | texts_with_token()
    )
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


@st.composite
def mutated(draw: st.DrawFn, documents: st.SearchStrategy[dict[str, Any]], most: int = 3) -> dict[str, Any]:
    """Documents of which up to `most` parts are missing, of another type, wrong, doubled, or somewhere else."""
    whole = draw(documents)
    for _ in range(draw(st.integers(0, most))):
        places = list(_places(whole))
        if not places:
            break
        *outer, last = draw(st.sampled_from(places))
        holder: Any = whole
        for step in outer:
            holder = holder[step]
        _change(draw, holder, last)
    return whole


def _change(draw: st.DrawFn, holder: Any, last: str | int) -> None:
    """Change what stands at a key or position of an object or list."""
    how = draw(st.sampled_from(["replace", "replace", "remove", "double", "wrap", "move", "bury"]))
    if how == "replace":
        holder[last] = draw(values())
    elif how == "remove":
        del holder[last]
    elif how == "double" and isinstance(holder, list):
        holder.append(holder[int(last)])
    elif how == "move" and isinstance(holder, dict):
        holder[draw(texts_with_token())] = holder.pop(last)
    elif how == "bury":
        holder[last] = draw(deep())
    else:
        holder[last] = [holder[last]]


def written(documents: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[str]:
    """JSON texts of documents, in the ways in which JSON may be written and in some in which it may not, from UTF-8."""
    return _texts(documents).map(lambda text: text.encode(errors="surrogatepass").decode(errors="replace"))


@st.composite
def _texts(draw: st.DrawFn, documents: st.SearchStrategy[dict[str, Any]]) -> str:
    whole = draw(documents)
    text = json.dumps(whole, ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, None, 0, 2])))
    if draw(st.booleans()):
        return text
    key, value, more = draw(st.sampled_from(sorted(whole) or [""])), draw(values()), draw(texts_with_token())
    depth, number = draw(st.sampled_from(_DEPTHS)), draw(st.sampled_from(_NUMBERS))
    ways = [
        text.replace(TOKEN, "".join(f"\\u{ord(each):04x}" for each in TOKEN)).replace("e", "\\u0065"),
        f"{text.rstrip()[:-1]}, {json.dumps(key)}: {json.dumps(value)}}}",
        text[: draw(st.integers(0, len(text)))],
        text + more,
        text.replace("1", number),
        text.replace("[", "[" * depth).replace("]", "]" * depth),
        f"\ufeff{text}",
        f"<html><head><title>502</title><style>{text}</style></head><body>{more}{draw(st.sampled_from(SPELLINGS))}<p",
    ]
    return draw(st.sampled_from(ways))


def _places(value: Any, path: Path = ()) -> list[Path]:
    """Each place in a document, outside of what is too deep to be walked."""
    if len(path) > 8:
        return []
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, each in inner for found in ((*path, key), *_places(each, (*path, key)))]


def _objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    keys = (
        st.sampled_from(["id", "items", "errors", "message", "name", "slug", "fieldData", "url"]) | texts_with_token()
    )
    return st.dictionaries(keys, inner, max_size=4)


def _ids() -> st.SearchStrategy[str]:
    return identifiers() | st.sampled_from([ENGLISH, FRENCH, COLLECTION, SITE])


def _files() -> st.SearchStrategy[dict[str, Any]]:
    addresses = texts_with_token().map(lambda text: f"https://cdn.example/{text}")
    return st.fixed_dictionaries({"fileId": _ids(), "url": addresses, "alt": st.none() | texts_with_token()})
