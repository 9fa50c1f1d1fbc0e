from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.endpoint import host_of, is_private


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.webflow.com/v2", "api.webflow.com"),
        ("https://github.example:8443/api/v3", "github.example"),
        ("http://[::1]:80/v2", "::1"),
        ("HTTPS://API.GITHUB.COM", "api.github.com"),
    ],
)
def test_an_address_has_a_host(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.github.com",
        "ftp://x/y",
        "https://",
        "https://user@x/",
        "https://x/?a=b",
        "https://x:port/",
        "https://x y/",
    ],
)
def test_what_is_no_address_of_an_api_has_none(url: str) -> None:
    assert host_of(url) is None
    assert not is_private(url)


@pytest.mark.parametrize(
    "url", ["https://x/", "HTTPS://x/", "http://127.0.0.1:8080/v2", "http://localhost/", "http://[::1]/"]
)
def test_a_token_may_go_over_https_or_to_this_machine(url: str) -> None:
    assert is_private(url)


@pytest.mark.parametrize("url", ["http://api.github.com", "http://127.0.0.1.example/", "http://localhost.example/"])
def test_a_token_may_go_nowhere_else(url: str) -> None:
    assert host_of(url) is not None
    assert not is_private(url)


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert is_private(text) <= (host_of(text) is not None)
