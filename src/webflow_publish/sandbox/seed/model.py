"""What the sandbox starts from, as plain values: tokens, sites, collections, items, and the faults to come."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from webflow_publish.sandbox.fault import Fault
from webflow_publish.sandbox.variant import Variant

ID = re.compile(r"[0-9a-f]{24}")
"""An ID of Webflow's: 24 hexadecimal characters."""


class Filter(StrEnum):
    """What the service does with `filter[id][in]`, which newer docs know and the OpenAPI description does not."""

    HONOURED = "honoured"
    IGNORED = "ignored"
    REFUSED = "refused"


class NeverPublished(StrEnum):
    """How publishing to a site that was never published is answered: observers report both 409 and 404."""

    CONFLICT = "conflict"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True)
class Token:
    """A site token: the sites it reaches and the scopes it has, such as `cms:write`."""

    text: str
    sites: frozenset[str]
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Locale:
    """A locale of a site. `id` is the locale's own ID, `cms_locale_id` the one that items and requests carry."""

    id: str
    cms_locale_id: str
    tag: str
    name: str
    subdirectory: str
    enabled: bool


@dataclass(frozen=True, slots=True)
class Domain:
    """A custom domain; `last_published` is None where the site was never published to it."""

    id: str
    url: str
    last_published: datetime | None


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices of a field of the type Option; items hold its ID, people see its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a collection.

    `collection` is the ID that a Reference or MultiReference points to, else None; only an Option has `options`.
    """

    id: str
    slug: str
    name: str
    type: str
    required: bool
    collection: str | None
    options: tuple[Option, ...] = ()

    @property
    def refers(self) -> bool:
        """Whether its values are IDs of other items."""
        return self.collection is not None


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection with its items, one variant a locale. `structure_changed`: since the last publish of the site."""

    id: str
    name: str
    singular_name: str
    slug: str
    structure_changed: bool
    fields: tuple[Field, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A site. `locales` begins with the primary one and is empty where the site has no Localization."""

    id: str
    name: str
    short_name: str
    time_zone: str
    created_on: datetime
    last_published: datetime | None
    locales: tuple[Locale, ...]
    domains: tuple[Domain, ...]
    collections: tuple[Collection, ...]

    @property
    def primary(self) -> str | None:
        """The cmsLocaleId of the primary locale; None without Localization."""
        return self.locales[0].cms_locale_id if self.locales else None


@dataclass(frozen=True, slots=True)
class Seed:
    """Everything the sandbox starts from.

    `rate_limit` is in requests a minute and token; None is no limit. `confirmation` is how many seconds after a publish
    the reads show it, infinity for never. `clock_offset` is what Webflow's clock is ahead of ours; it may be negative.
    """

    tokens: tuple[Token, ...]
    sites: tuple[Site, ...]
    rate_limit: int | None = None
    filter: Filter = Filter.HONOURED
    never_published: NeverPublished = NeverPublished.CONFLICT
    confirmation: float = 0.0
    clock_offset: timedelta = timedelta(0)
    faults: tuple[Fault, ...] = ()


def derived(*parts: str) -> str:
    """An ID made from other IDs and names, always the same: a seed need not spell out every one."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:24]
