"""Documents with something in them that should not be there, and the texts that they are written as."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from harness.bakery import TOKEN
from harness.samples import identifier

from .text import SPELLINGS, texts_with_token

Path = tuple[str | int, ...]
"""Where something stands in a document: keys and positions, from outside to inside."""

_Way = Callable[[st.DrawFn, str, dict[str, Any]], str]
"""Another way to write a document, given its text and the document itself."""

_STRANGE: Sequence[Any] = (
    *(None, True, False, 0, -1, 1, 10**30, -(10**3_000), 0.5, 1e300, float("nan"), float("inf"), -0.0),
    *("", " ", "null", "soon", [], {}, [[]], [None], [{}], {"": None}, {"id": None}),
    *("2026-11-12T09:00:00.000Z", "2026-11-12", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-W46-4"),
    *(identifier(1).upper(), identifier(1)[:-1], f"{identifier(1)}0", f" {identifier(1)}", "g" * 24, "\uff10" * 24),
)
"""Values that are of another type than the right one, or of the same and wrong."""


def values() -> st.SearchStrategy[Any]:
    """What JSON can say, with hostile texts and strange values in it."""
    # Each time another object, because whoever draws it may change it.
    leaves = (
        st.sampled_from(_STRANGE).map(deepcopy)
        | texts_with_token()
        | st.integers(1, 9).map(identifier)
        | st.integers()
        | st.floats()
    )
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | _objects(inner), max_leaves=6)


def deep() -> st.SearchStrategy[Any]:
    """Lists and objects within each other, deeper than anybody looks."""

    def nested(depth: int, key: str | None) -> Any:
        value: Any = []
        for _ in range(depth):
            value = [value] if key is None else {key: value}
        return value

    return st.builds(nested, st.sampled_from([20, 200]), st.sampled_from([None, "a"]))


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
    way: _Way = draw(st.sampled_from(_WAYS))
    return way(draw, text, whole)


def _escaped(_draw: st.DrawFn, text: str, _whole: dict[str, Any]) -> str:
    return text.replace(TOKEN, "".join(f"\\u{ord(each):04x}" for each in TOKEN)).replace("e", "\\u0065")


def _contradictory(draw: st.DrawFn, text: str, whole: dict[str, Any]) -> str:
    """A name stands there twice, with different values."""
    key = draw(st.sampled_from(sorted(whole) or [""]))
    return f"{text.rstrip()[:-1]}, {json.dumps(key)}: {json.dumps(draw(values()))}}}"


def _cut(draw: st.DrawFn, text: str, _whole: dict[str, Any]) -> str:
    return text[: draw(st.integers(0, len(text)))]


def _continued(draw: st.DrawFn, text: str, _whole: dict[str, Any]) -> str:
    return text + draw(texts_with_token())


def _renumbered(draw: st.DrawFn, text: str, _whole: dict[str, Any]) -> str:
    return text.replace("1", draw(st.sampled_from(["1.0", "1e400", "1E5", "NaN", "-Infinity", "9" * 5_000])))


def _deepened(draw: st.DrawFn, text: str, _whole: dict[str, Any]) -> str:
    depth = draw(st.sampled_from([500, 1_000, 100_000]))
    return text.replace("[", "[" * depth, 1).replace("]", "]" * depth, 1)


def _marked(_draw: st.DrawFn, text: str, _whole: dict[str, Any]) -> str:
    return f"\ufeff{text}"


def _page(draw: st.DrawFn, text: str, _whole: dict[str, Any]) -> str:
    """What a proxy may answer, with the token in it."""
    words = draw(texts_with_token()), draw(st.sampled_from(SPELLINGS))
    return f"<html><head><title>502</title><style>{text}</style></head><body>{' '.join(words)}<p"


_WAYS: Sequence[_Way] = (*(_escaped, _contradictory, _cut, _continued, _renumbered, _deepened, _marked, _page),)


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
