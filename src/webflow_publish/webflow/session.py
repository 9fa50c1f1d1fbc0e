"""The HTTP session: who we say we are, the token, and what is never done with it."""

from __future__ import annotations

import platform
from urllib.parse import unquote

import requests
from requests.auth import AuthBase

from webflow_publish import __project__, __version__

USER_AGENT = f"webflow-publish/{__version__} (+{__project__}) Python/{platform.python_version()}"


_ENCODINGS = 3
"""How often a text is decoded to find the token in it."""


class BearerToken(AuthBase):
    """Puts the token on each request, and shows it to nobody.

    An AuthBase rather than a plain header: requests replaces a plain `Authorization` header by what a `.netrc` in HOME
    says, and in GitHub Actions all containers of a job share that HOME.
    """

    def __init__(self, token: str) -> None:
        self._token = token

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
    session.auth = token
    session.trust_env = not url.startswith("http:")
    session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json"})
    return session
