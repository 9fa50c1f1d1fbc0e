"""A small site for tests that run the whole program: a seed for the sandbox, and manifests for it."""

from __future__ import annotations

TOKEN = "a-token-that-nobody-may-see"

POSTS = "64a1000000000000000000aa"
PEOPLE = "64a1000000000000000000bb"
ENGLISH = "653ad57de882f528b32e810e"
FRENCH = "653ad57de882f528b32e810f"
ARCHIVED = "64b200000000000000000064"
UNKNOWN = "64b2000000000000000000ff"

SEED = f"""\
tokens:
  - token: {TOKEN}
sites:
  - id: 580e63e98c9a982ac9b8b741
    name: Bakery
    locales:
      primary: {{cms-locale-id: {ENGLISH}, tag: en}}
      secondary: [{{cms-locale-id: {FRENCH}, tag: fr-CA}}]
    collections:
      - id: {POSTS}
        name: Posts
        items:
          - {{first-id: 64b200000000000000000000, count: 3, name: "Post {{number}}", locales: [all]}}
          - {{id: {ARCHIVED}, name: Closed, state: archived}}
      - id: {PEOPLE}
        name: People
        items:
          - {{id: 64b300000000000000000000, name: Ada}}
"""

GOOD_POSTS = f"""\
version: 1
collections:
  - id: {POSTS}
    name: Posts
    locales: [{ENGLISH}, {FRENCH}]
    items:
      - 64b200000000000000000000
      - 64b200000000000000000001
      - {{id: 64b200000000000000000002, name: Third post}}
"""

GOOD_PEOPLE = f"""\
version: 1
collections:
  - id: {PEOPLE}
    items: [64b300000000000000000000]
"""

WITH_ERRORS = f"""\
version: 1
collections:
  - id: {POSTS}
    name: Posts
    items:
      - 64b200000000000000000000
      - {ARCHIVED}
      - {UNKNOWN}
"""

INVALID = """\
version: 1
colections: []
"""
