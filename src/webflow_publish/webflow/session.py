"""The HTTP session: who we say we are, the token, and what is never done with it."""

from __future__ import annotations

import platform

import requests
from requests.auth import AuthBase

from webflow_publish import __project__, __version__

USER_AGENT = f"webflow-publish/{__version__} (+{__project__}) Python/{platform.python_version()}"


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
        """The text without the token in it, for texts that came from outside."""
        return text.replace(self._token, "***")


def open_session(token: BearerToken) -> requests.Session:
    """A session that says who we are. The proxy and certificate settings of the environment are honoured."""
    session = requests.Session()
    session.auth = token
    session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json"})
    return session
