"""Who may ask for what: tokens, their rate limit, their scopes, and the sites that they reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webflow_publish.sandbox.answer import (
    RefusedError,
    forbidden,
    missing_scope,
    not_found,
    too_many_requests,
    unauthorized,
)
from webflow_publish.sandbox.rate import RateLimit
from webflow_publish.sandbox.seed.model import Collection, Site, Token
from webflow_publish.sandbox.store import Store

NO_SCOPE = ""
"""The scope of an endpoint that is refused to site tokens, whatever their scopes."""


class Authorization:
    """Knows the tokens, and finds the sites and collections that they reach."""

    def __init__(self, tokens: Sequence[Token], rate: RateLimit | None, store: Store) -> None:
        self._tokens = {f"Bearer {token.text}": token for token in tokens}
        self._rate = rate
        self._store = store

    def admit(self, authorization: str) -> tuple[Token, Mapping[str, str]]:
        """The token of an `Authorization` header, and the rate limit headers of the answer.

        Raises:
            RefusedError: With 401 where the token is not known, with 429 where it was used too often.
        """
        token = self._tokens.get(authorization)
        if token is None:
            raise RefusedError(unauthorized())
        if self._rate is None:
            return token, {}
        allowance = self._rate.take(token.text)
        if allowance.wait:
            raise RefusedError(too_many_requests(allowance.headers))
        return token, allowance.headers

    def require(self, token: Token, scope: str) -> None:
        """Check that a token has a scope.

        Raises:
            RefusedError: With 403 where it has not.
        """
        if scope == NO_SCOPE:
            raise RefusedError(forbidden("This endpoint is not for site tokens"))
        if scope not in token.scopes:
            raise RefusedError(missing_scope(scope))

    def sites(self, token: Token) -> list[Site]:
        """The sites that a token reaches."""
        return [site for site in self._store.sites.values() if site.id in token.sites]

    def site(self, token: Token, identifier: str) -> Site:
        """A site by its ID.

        Raises:
            RefusedError: With 404 where there is none, with 401 where it is not the token's.
        """
        site = self._store.sites.get(identifier)
        if site is None:
            raise RefusedError(not_found("The site cannot be found"))
        return _reached(token, site)

    def collection(self, token: Token, identifier: str) -> tuple[Collection, Site]:
        """A collection by its ID, with its site.

        Raises:
            RefusedError: With 404 where there is none, with 401 where its site is not the token's.
        """
        collection = self._store.collections.get(identifier)
        if collection is None:
            raise RefusedError(not_found("The collection cannot be found"))
        return collection, _reached(token, self._store.sites_by_collection[identifier])


def _reached(token: Token, site: Site) -> Site:
    if site.id not in token.sites:
        raise RefusedError(unauthorized())
    return site
