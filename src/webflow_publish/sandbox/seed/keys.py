"""The keys that each mapping of a seed may have; docs/sandbox.md explains them."""

from __future__ import annotations

SEED = ("tokens", "rate-limit", "filter", "never-published", "confirmation", "clock-offset", "sites", "faults")
"""The seed as a whole."""

TOKEN = ("token", "sites", "scopes")
SITE = ("id", "name", "short-name", "time-zone", "last-published", "locales", "custom-domains", "collections")
DOMAIN = ("id", "url", "last-published")

LOCALES = ("primary", "secondary")
"""`locales` of a site."""

LOCALE = ("id", "cms-locale-id", "tag", "name", "subdirectory", "enabled")
COLLECTION = ("id", "name", "singular-name", "slug", "structure-changed", "fields", "items")
FIELD = ("slug", "name", "type", "required", "collection", "options")

OPTION = ("id", "name")
"""An entry of `options` of a field."""

CONTENT = ("state", "fields", "live", "created-on", "last-updated", "last-published")
"""What an item has, and what may differ from locale to locale."""

ITEM = ("id", "first-id", "count", "first-number", "name", "slug", "locales", *CONTENT)

ITEM_LOCALE = ("locale", *CONTENT)
"""An entry of `locales` of an item, where it is more than a name."""

FAULT = ("method", "path", "containing", "nth", "times", "hang", "answer", "cut", "change", "lose", "lose-items")
ANSWER = ("status", "headers", "body")
CHANGE = ("status", "headers", "omit", "add", "add-errors", "nulls", "body", "spoil")
