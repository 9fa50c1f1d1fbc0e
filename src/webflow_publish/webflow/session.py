"""The HTTP session: who we say we are, the token, and what is never done with it."""

from __future__ import annotations

import platform
import re
from http.cookiejar import DefaultCookiePolicy
from string import hexdigits
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from webflow_publish import __project__, __version__

USER_AGENT = f"webflow-publish/{__version__} (+{__project__}) Python/{platform.python_version()}"


MOST_CONNECTIONS = 32
"""Connections that are kept open, and so requests at once at most."""

_ENCODINGS = 3
"""How often a text is decoded to find the token in it."""

_UNESCAPED = re.compile(r"[A-Za-z0-9._~-]+")
"""A token of which no character has an escape in JSON other than that by its number."""
_PERCENT_ESCAPES = re.compile(r"%([0-9A-Fa-f]{2})")
_JSON_ESCAPES = re.compile(r"\\u00([0-9A-Fa-f]{2})")


class BearerToken(AuthBase):
    """Puts the token on each request, and shows it to nobody.

    An AuthBase rather than a plain header: requests replaces a plain `Authorization` header by what a `.netrc` in HOME
    says, and in GitHub Actions all containers of a job share that HOME.
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self._codes = frozenset(f"{ord(each):02x}" for each in f"{token}%{hexdigits}")
        """What stands in the escapes of characters of which the token, or an escape, can be put together."""
        self._is_unescaped = _UNESCAPED.fullmatch(token) is not None

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Set the header."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def __repr__(self) -> str:
        return "BearerToken(<hidden>)"

    def hide(self, text: str) -> str:
        """The text without the token in it, for texts that came from outside; also where it is percent-encoded."""
        hidden = decoded = text.replace(self._token, "***")
        for _ in range(_ENCODINGS):
            if "%" not in decoded:
                break
            decoded = unquote(decoded)
            if self._token in decoded:
                hidden = decoded = decoded.replace(self._token, "***")
        return hidden

    def is_absent(self, answer: str) -> bool:
        """Whether it is certain, at a glance, that `hide` would leave every text of a JSON document as it is.

        It is where the token does not stand there as it is written, and no escape, of JSON or of an address, stands for
        one of its characters, for a percent sign or for a digit of another escape: then escapes make nothing but other
        characters, however often they are taken out, and no token comes together around these.
        """
        if not self._is_unescaped or self._token in answer:
            return False
        return not (
            ("%" in answer and self._has_code(_PERCENT_ESCAPES, answer))
            or ("\\" in answer and self._has_code(_JSON_ESCAPES, answer))
        )

    def _has_code(self, escapes: re.Pattern[str], answer: str) -> bool:
        return not self._codes.isdisjoint(code.lower() for code in set(escapes.findall(answer)))


class _Session(requests.Session):
    """Takes a redirect for an answer like any other: requests would parse where it leads, and read it to its end."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        del resp
        return None


def open_session(token: BearerToken, url: str) -> requests.Session:
    """A session that says who we are, for requests to that address.

    The proxy and certificate settings of the environment are honoured; but not over plain HTTP, which is for this
    machine only: a proxy would see the token.
    """
    session = _Session()
    session.mount("https://", HTTPAdapter(pool_connections=1, pool_maxsize=MOST_CONNECTIONS))
    session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=MOST_CONNECTIONS))
    # A session is used by several threads: nothing in it may change with an answer.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.auth = token
    # A scheme may be written in capitals, too.
    session.trust_env = urlsplit(url).scheme != "http"
    session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json"})
    return session
