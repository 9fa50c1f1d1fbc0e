from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from hypothesis import example, given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("scheme", ["https", "HTTPS"])
def test_proxies_of_the_environment_are_for_https(scheme: str) -> None:
    assert open_session(BearerToken(TOKEN), f"{scheme}://api.webflow.com/v2").trust_env


@pytest.mark.parametrize("scheme", ["http", "HTTP", "Http"])
def test_and_not_for_plain_http_however_that_is_written(scheme: str) -> None:
    assert not open_session(BearerToken(TOKEN), f"{scheme}://127.0.0.1:8080/v2").trust_env


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


CODE = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
"""A token as Webflow makes them, of hexadecimal digits: each may be a part of an escape, too."""


def texts(value: object) -> Iterator[str]:
    """All texts of a JSON document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from texts(each)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        '{"name": "Rye", "url": "https://cdn.example/a%20b%2Fc%3F%C3%A9.jpg", "price": 4.5}',
        r'{"name": "Caf\u00e9 \ud83e\udd50 \u003cb\u003e\u0026 \"a\"\/b\\c\n", "text": "100 % of %zz and %"}',
    ],
)
@pytest.mark.parametrize("token", [TOKEN, CODE])
def test_at_a_glance_the_token_is_in_no_ordinary_answer(token: str, answer: str) -> None:
    assert BearerToken(token).is_absent(answer)


@pytest.mark.parametrize(
    ("token", "spelling"),
    [
        (TOKEN, TOKEN),
        (TOKEN, TOKEN.replace("-", "%2D")),
        (TOKEN, TOKEN.replace("-", "%2d")),
        (TOKEN, TOKEN.replace("-", r"\u002D")),
        (TOKEN, TOKEN.replace("-", r"\u002d")),
        (CODE, CODE.replace("c", "%63")),
        (CODE, CODE.replace("c", "%2563")),
        (CODE, CODE.replace("c", "%252563")),
        (CODE, CODE.replace("c", "%%363")),
        (CODE, CODE.replace("c", "%6%33")),
        (CODE, CODE.replace("c", r"\u0063")),
        (CODE, CODE.replace("c", r"%\u00363")),
        (CODE, CODE.replace("f", r"\u002566")),
        (CODE, CODE.replace("f", r"%6\u0036")),
    ],
)
def test_a_token_that_is_hidden_is_not_absent_however_it_is_spelt(token: str, spelling: str) -> None:
    bearer, answer = BearerToken(token), f'{{"text": "a {spelling} b"}}'
    text = json.loads(answer)["text"]
    assert bearer.hide(text) != text
    assert not bearer.is_absent(answer)


@pytest.mark.parametrize("token", ["a/token", 'a"token', "a token", "a+token", "ä-token", "a%74oken", ""])
def test_of_a_token_that_json_or_an_address_may_escape_nothing_is_said_at_a_glance(token: str) -> None:
    assert not BearerToken(token).is_absent('{"name": "Rye"}')


def spelt(draw: st.DrawFn, text: str, depth: int) -> str:
    """The text with some of its characters as escapes of addresses, and these again with escapes in them."""
    parts = []
    for each in text:
        if depth and draw(st.sampled_from([False, False, True])):
            escape = f"%{ord(each):02{draw(st.sampled_from('xX'))}}"
            parts.append(spelt(draw, escape, depth - 1))
        else:
            parts.append(each)
    return "".join(parts)


def written(draw: st.DrawFn, text: str) -> str:
    """The text in JSON, with some of its characters as escapes."""
    parts = []
    for each in text:
        if ord(each) < 0x10000 and draw(st.sampled_from([False, False, False, True])):
            parts.append(rf"\u{ord(each):04{draw(st.sampled_from('xX'))}}")
        else:
            parts.append(json.dumps(each, ensure_ascii=False)[1:-1])
    return "".join(parts)


@st.composite
def answers(draw: st.DrawFn, token: str) -> str:
    """JSON with texts in which the token, or something like it, stands in any spelling."""
    filling = st.text(st.sampled_from(f'{token[:4]}%x25é\\"/ \ud83e'), max_size=4) | st.sampled_from([token, token[1:]])
    found = draw(st.lists(filling, max_size=3))
    text = "".join(spelt(draw, each, draw(st.integers(0, 3))) for each in found)
    return f'{{"{written(draw, text)}": ["{written(draw, text[::-1])}", {{"a": "{written(draw, text)}"}}]}}'


class TestAtAGlance:
    @given(st.data(), st.sampled_from([TOKEN, CODE, "abc", "25"]))
    def test_nothing_is_overlooked_that_would_be_hidden(self, data: st.DataObject, token: str) -> None:
        answer = data.draw(answers(token))
        bearer = BearerToken(token)
        is_hidden = any(bearer.hide(text) != text for text in texts(json.loads(answer)))
        assert not (is_hidden and bearer.is_absent(answer))

    @given(st.text(), st.sampled_from([TOKEN, CODE, "%", "a/b"]))
    @example("%%361", "a")
    @example("%2525253", "5")
    def test_no_text_is_overlooked_that_would_be_hidden(self, text: str, token: str) -> None:
        bearer = BearerToken(token)
        for answer in (json.dumps([text]), json.dumps([text], ensure_ascii=False)):
            assert bearer.hide(text) == text or not bearer.is_absent(answer)
