from __future__ import annotations

from typing import Any

import pytest

from harness.transport import ReadingTransport
from webflow_publish.webflow import Failure, Grant, Reader
from webflow_publish.webflow.grant import read_grant


@pytest.mark.parametrize("scope", ["cms:read,cms:write", "cms:read cms:write", " cms:read, cms:write "])
def test_scopes_stand_in_one_text_between_commas_or_spaces(scope: str) -> None:
    assert read_grant({"authorization": {"scope": scope}}) == Grant(frozenset({"cms:read", "cms:write"}))


@pytest.mark.parametrize("document", [{}, {"authorization": None}, {"authorization": {"scope": ""}}, {"scope": "x"}])
def test_an_answer_without_them_says_nothing(document: dict[str, Any]) -> None:
    assert read_grant(document) is None


def test_it_is_asked_for_once() -> None:
    transport = ReadingTransport(lambda _path, _query: {"authorization": {"scope": "cms:read"}})
    assert Reader(transport).grant().answer == Grant(frozenset({"cms:read"}))
    assert (transport.once, transport.sent) == (["/token/introspect"], 1)


def test_an_answer_of_another_kind_is_a_failure() -> None:
    assert isinstance(Reader(ReadingTransport(lambda _path, _query: {"sites": []})).grant().answer, Failure)
