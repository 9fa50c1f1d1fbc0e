from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.reason import Reason
from webflow_publish.webflow import BearerToken, Failure
from webflow_publish.webflow.document import read_document

SECRET = "a-token-that-nobody-may-see"


TOKEN = BearerToken(SECRET)
hide = TOKEN.hide


def test_a_json_object_is_read() -> None:
    assert read_document(200, '{"items": [{"id": "x"}], "total": null}') == {"items": [{"id": "x"}], "total": None}


@pytest.mark.parametrize(
    "content",
    ["[]", "1", "null", '"text"', "{", '{"a": 1}x', '{"a": 1, "a": 1}', '{"a": [{"b": 1, "b": 2}]}', "9" * 5_000],
)
def test_anything_else_is_malformed_and_may_be_better_the_next_time(content: str) -> None:
    message = "Webflow answered 200, but the answer is not a JSON object"
    assert read_document(200, content) == Failure(Reason.MALFORMED, message, 200, retryable=True)


@pytest.mark.parametrize("content", ["", " \n"])
def test_an_empty_answer_is_told_as_one(content: str) -> None:
    message = "Webflow answered 202, but the answer is empty"
    assert read_document(202, content) == Failure(Reason.MALFORMED, message, 202, retryable=True)


@pytest.mark.parametrize("content", ["[" * 200_000, '{"a":' * 200_000, '{"a":' + "[" * 200_000 + "]" * 200_000 + "}"])
def test_an_answer_too_deep_to_be_read_is_malformed(content: str) -> None:
    answer = read_document(200, content)
    assert isinstance(answer, Failure)
    assert answer.reason is Reason.MALFORMED


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("5.0", 5),
        ("-5.00", -5),
        ("5e0", 5),
        ("1.5e1", 15),
        ("-0.0", 0),
        (f"{2**53 - 1}.0", 2**53 - 1),
        # From here on, a float does not tell which whole number was meant.
        (f"{2**53}.0", float(2**53)),
        ("-1e300", -1e300),
        ("5.5", 5.5),
        ("1e999", float("inf")),
    ],
)
def test_a_whole_number_is_the_same_however_it_is_written(written: str, number: float) -> None:
    read = read_document(200, f'{{"a": {written}, "b": [{written}]}}')
    assert read == {"a": number, "b": [number]}
    assert isinstance(read, dict)
    assert (type(read["a"]), type(read["b"][0])) == (type(number),) * 2


@pytest.mark.parametrize(
    "escaped",
    [
        SECRET.replace("-", "%2D"),
        SECRET.replace("-", "%2d"),
        "".join(f"%{ord(each):02X}" for each in SECRET),
        SECRET.replace("token", "t%6Fken"),
    ],
)
def test_a_secret_is_hidden_also_where_an_address_has_it_with_escapes(escaped: str) -> None:
    address = f"https://cdn.example/a%20b/{escaped}.jpg?x=%2F"
    hidden = "https://cdn.example/a b/***.jpg?x=/"
    read = read_document(200, json.dumps({"url": address, "files": [{"url": address}, [address]]}), hide)
    assert read == {"url": hidden, "files": [{"url": hidden}, [hidden]]}


def test_escapes_that_hide_nothing_stay() -> None:
    document = {"url": "https://cdn.example/a%20b%2Fc.jpg", "text": "100 % of %zz and %"}
    assert read_document(200, json.dumps(document), hide) == document


def test_a_secret_beside_escapes_is_hidden_and_they_stay() -> None:
    read = read_document(200, json.dumps({"url": f"a%20b/{SECRET}"}), hide)
    assert read == {"url": "a%20b/***"}


def test_a_secret_in_the_name_of_a_field_is_hidden_also_behind_escapes() -> None:
    assert read_document(200, json.dumps({SECRET.replace("-", "%2D"): 1}), hide) == {"***": 1}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(f"x{SECRET}y"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just(SECRET), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text() | st.just(SECRET), JSON), st.booleans())
def test_a_secret_is_in_no_text_of_what_was_read(document: dict[str, object], ascii_only: bool) -> None:
    escaped = json.dumps(document, ensure_ascii=ascii_only).replace(SECRET, SECRET.replace("a", r"\u0061"))
    assert SECRET not in repr(read_document(200, escaped, hide))


@given(st.text(), st.text(), st.sampled_from([quote, lambda text: quote(text, safe=""), str]))
def test_a_secret_in_an_address_is_not_there_when_the_escapes_are_taken_out(
    before: str, after: str, escape: Callable[[str], str]
) -> None:
    text = "".join(map(escape, (before, SECRET.replace("-", "%2D") if escape is str else SECRET, after)))
    read = read_document(200, json.dumps({"url": text}), hide)
    assert isinstance(read, dict)
    assert SECRET not in unquote(read["url"])


@given(st.dictionaries(st.text() | st.just(SECRET), JSON), st.booleans())
def test_a_look_at_the_whole_answer_changes_nothing_of_what_is_read(
    document: dict[str, object], ascii_only: bool
) -> None:
    plain = json.dumps(document, ensure_ascii=ascii_only)
    for content in (plain, plain.replace("-", "%2D"), plain.replace("a", r"\u0061")):
        read = read_document(200, content, TOKEN.hide, TOKEN.is_absent)
        assert repr(read) == repr(read_document(200, content, TOKEN.hide))
        assert SECRET not in repr(read)


@pytest.mark.parametrize("content", ['{"a": 1, "a": 1}', '{"a": [{"b": 1, "b": 2}]}'])
def test_a_name_that_stands_twice_is_seen_where_nothing_is_to_be_hidden(content: str) -> None:
    assert TOKEN.is_absent(content)
    assert isinstance(read_document(200, content, TOKEN.hide, TOKEN.is_absent), Failure)


@pytest.mark.parametrize(("content", "looks"), [('{"a": ["b", {"c": "100%20"}]}', 0), (f'{{"a": "{SECRET}"}}', 2)])
def test_texts_are_looked_at_one_by_one_only_where_a_secret_may_be_among_them(content: str, looks: int) -> None:
    looked_at: list[str] = []

    def look(text: str) -> str:
        looked_at.append(text)
        return text

    read_document(200, content, look, TOKEN.is_absent)
    assert len(looked_at) == looks


@given(st.dictionaries(st.text(), JSON))
def test_what_holds_no_secret_is_read_as_it_is(document: dict[str, object]) -> None:
    assert read_document(200, json.dumps(document)) == document
