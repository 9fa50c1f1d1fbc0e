from __future__ import annotations

from pathlib import Path

import pytest
import requests

from webflow_publish import __project__, __version__
from webflow_publish.webflow.session import BearerToken, open_session

TOKEN = "a-token-of-the-sandbox"
URL = "https://api.webflow.com/v2"


def prepared(session: requests.Session) -> requests.PreparedRequest:
    return session.prepare_request(requests.Request("POST", "https://api.webflow.com/v2/x", json={}))


def test_a_request_says_who_we_are_and_carries_the_token() -> None:
    headers = prepared(open_session(BearerToken(TOKEN), URL)).headers
    assert headers["User-Agent"].startswith(f"webflow-publish/{__version__} (+{__project__})")
    assert headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_netrc_in_home_does_not_replace_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login evil password evil\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    assert prepared(open_session(BearerToken(TOKEN), URL)).headers["Authorization"] == f"Bearer {TOKEN}"


def test_proxies_of_the_environment_are_not_for_plain_http() -> None:
    assert open_session(BearerToken(TOKEN), URL).trust_env
    assert not open_session(BearerToken(TOKEN), "http://127.0.0.1:8080/v2").trust_env


@pytest.mark.parametrize("location", ["http://[::1", "http://evil.example/", "/a b\xe9"])
def test_where_a_redirect_leads_is_not_even_looked_at(location: str) -> None:
    response = requests.Response()
    response.status_code = 307
    response.headers["Location"] = location
    assert open_session(BearerToken(TOKEN), URL).get_redirect_target(response) is None


def test_the_token_is_shown_to_nobody() -> None:
    token = BearerToken(TOKEN)
    assert TOKEN not in repr(token)
    assert token.hide(f"echo {TOKEN}!") == "echo ***!"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"echo {TOKEN}!", "echo ***!"),
        (f"a%20b {TOKEN}", "a%20b ***"),
        (TOKEN.replace("-", "%2D"), "***"),
        (TOKEN.replace("-", "%252d"), "***"),
        (f"{TOKEN} {TOKEN.replace('a', '%61', 1)}", "*** ***"),
        ("100 % of a%20b", "100 % of a%20b"),
    ],
)
def test_the_token_is_hidden_also_where_it_is_percent_encoded(text: str, hidden: str) -> None:
    assert BearerToken(TOKEN).hide(text) == hidden
