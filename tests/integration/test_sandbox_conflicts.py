from __future__ import annotations

import requests

from harness.clock import FakeClock
from harness.service import serving
from webflow_publish.sandbox import Sandbox

SITE, DOMAIN, GONE = "65e000000000000000000001", "65e0000000000000000000d1", "65e0000000000000000000d2"
POSTS, AUTHORS, POST = "65e000000000000000000200", "65e000000000000000000100", "65e000000000000000000201"
HEADERS = {"Authorization": "Bearer sandbox-token"}


def publish(sandbox: Sandbox) -> requests.Response:
    url = f"{sandbox.url}/collections/{POSTS}/items/publish"
    return requests.post(url, json={"itemIds": [POST]}, headers=HEADERS, timeout=10)


def publish_to(site: str, settings: str = "") -> requests.Response:
    collection = f"collections: [{{id: {POSTS}, name: Posts, items: [{{id: {POST}}}]}}]"
    seed = f"sites: [{{id: {SITE}, {site}}}]\n{settings}".replace("COLLECTION", collection)
    with serving(seed, FakeClock()) as sandbox:
        return publish(sandbox)


def test_a_site_that_was_never_published_is_a_conflict_or_not_found_as_the_seed_says() -> None:
    answer = publish_to("last-published: null, COLLECTION")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert "not published" in answer.json()["message"]
    answer = publish_to("last-published: null, COLLECTION", "never-published: not-found")
    assert (answer.status_code, answer.json()["code"]) == (404, "resource_not_found")


def test_a_changed_structure_is_a_conflict() -> None:
    answer = publish_to(f"collections: [{{id: {POSTS}, name: Posts, structure-changed: true}}]")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["message"] == "Conflict: The collection structure changed since the last publish"


def test_a_changed_structure_of_a_referenced_collection_is_one_too() -> None:
    fields = f"fields: [{{slug: author, type: Reference, collection: {AUTHORS}}}]"
    other = f"{{id: {AUTHORS}, name: Authors, structure-changed: true}}"
    answer = publish_to(f"collections: [{{id: {POSTS}, name: Posts, {fields}}}, {other}]")
    assert answer.json()["message"] == "Conflict: The collection structure changed since the last publish"


def test_domains_out_of_sync_are_a_conflict_without_a_code() -> None:
    domains = f"{{id: {DOMAIN}, url: a, last-published: 2026-11-01T00:00:00Z}}, {{id: {GONE}, url: b}}"
    answer = publish_to(f"custom-domains: [{domains}], COLLECTION")
    assert (answer.status_code, "code" in answer.json()) == (409, False)
    assert answer.json()["message"] == "Site is published to multiple domains at different times"


def test_a_publish_of_the_whole_site_heals_a_changed_structure_and_a_site_that_was_never_published() -> None:
    seed = f"""
tokens: [{{token: sandbox-token, scopes: [cms:write, sites:write]}}]
sites:
  - id: {SITE}
    last-published: null
    collections: [{{id: {POSTS}, name: Posts, structure-changed: true, items: [{{id: {POST}}}]}}]
"""
    with serving(seed, FakeClock()) as sandbox:
        assert publish(sandbox).status_code == 409
        body = {"publishToWebflowSubdomain": True}
        requests.post(f"{sandbox.url}/sites/{SITE}/publish", json=body, headers=HEADERS, timeout=10)
        assert publish(sandbox).json() == {"publishedItemIds": [POST], "errors": []}
