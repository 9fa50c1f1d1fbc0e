"""Sites for tests of the sandbox itself, with items in each situation it tells apart; tokens are up to the test."""

from __future__ import annotations

SITE, DOMAIN = "65e000000000000000000001", "65e0000000000000000000d1"
ENGLISH, FRENCH = "65e0000000000000000000e1", "65e0000000000000000000f1"

AUTHORS, POSTS = "65e000000000000000000100", "65e000000000000000000200"
AUTHOR = "65e000000000000000000101"
POST = "65e000000000000000000201"
"""Queued in both locales; it refers to the author, who is a draft and so not live."""
ARCHIVED = "65e000000000000000000202"
CHANGES = "65e000000000000000000203"
"""Live in both locales as `Former`, and staged as `New`."""
GONE = "65e0000000000000000000ff"
"""An ID that nothing has."""

NEW_SITE, NEW = "65e000000000000000000002", "65e000000000000000000300"
"""A site that was never published, and its collection."""
DISORDERED, CHANGED = "65e000000000000000000400", "65e000000000000000000500"
"""Collections of a site whose domains are out of sync; the fields of the second one were changed."""

ITEMS = f"/collections/{POSTS}/items"

SITES = f"""
sites:
  - id: {SITE}
    name: Sandbox
    locales:
      primary: {{ cms-locale-id: {ENGLISH}, tag: en }}
      secondary: [{{ cms-locale-id: {FRENCH}, tag: fr-CA }}]
    custom-domains: [{{ id: {DOMAIN}, url: www.example.com }}]
    collections:
      - {{ id: {AUTHORS}, name: Authors, items: [{{ id: {AUTHOR}, name: Ada, state: draft }}] }}
      - id: {POSTS}
        name: Posts
        fields: [{{ slug: author, type: Reference, collection: {AUTHORS} }}]
        items:
          - {{ id: {POST}, name: Hello, locales: [all], fields: {{ author: {AUTHOR} }} }}
          - {{ id: {ARCHIVED}, name: Old, state: archived }}
          - {{ id: {CHANGES}, name: New, state: draft-changes, live: {{ name: Former }}, locales: [all] }}
  - id: {NEW_SITE}
    name: New
    last-published: null
    collections: [{{ id: {NEW}, name: Drafts, items: [{{ id: 65e000000000000000000301, state: draft }}] }}]
  - id: 65e000000000000000000003
    name: In disorder
    custom-domains:
      - {{ id: 65e0000000000000000000d2, url: a.example.com, last-published: 2026-11-01T00:00:00Z }}
      - {{ id: 65e0000000000000000000d3, url: b.example.com, last-published: 2026-11-02T00:00:00Z }}
    collections:
      - {{ id: {DISORDERED}, name: Pages }}
      - {{ id: {CHANGED}, name: Menus, structure-changed: true }}
"""
