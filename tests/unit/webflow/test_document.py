from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure
from webflow_publish.webflow.document import read_document

SECRET = "a-token-that-nobody-may-see"


def hide(text: str) -> str:
    return text.replace(SECRET, "***")


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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(f"x{SECRET}y"),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.just(SECRET), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text() | st.just(SECRET), JSON), st.booleans())
def test_a_secret_is_in_no_text_of_what_was_read(document: dict[str, object], ascii_only: bool) -> None:
    escaped = json.dumps(document, ensure_ascii=ascii_only).replace(SECRET, SECRET.replace("a", r"\u0061"))
    assert SECRET not in repr(read_document(200, escaped, hide))


@given(st.dictionaries(st.text(), JSON))
def test_what_holds_no_secret_is_read_as_it_is(document: dict[str, object]) -> None:
    assert read_document(200, json.dumps(document)) == document
