"""What a token may do, as Webflow tells it: its scopes, without trying them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webflow_publish.webflow.value import mapping, text

_BETWEEN = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token was given: scopes such as `cms:write`."""

    scopes: frozenset[str]


def read_grant(document: Mapping[str, Any]) -> Grant | None:
    """The answer of `GET /token/introspect`; None where it says nothing of scopes.

    They stand in one text, between commas or spaces: the OpenAPI description has examples of both. By that
    description only the tokens of apps are answered; newer pages of Webflow's documentation name site tokens, too.
    """
    scope = text(mapping(document.get("authorization")).get("scope"))
    scopes = frozenset(filter(None, _BETWEEN.split(scope)))
    return Grant(scopes) if scopes else None
