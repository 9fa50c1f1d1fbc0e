from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from harness.clock import FakeClock
from webflow_publish.manifest import Manifest, Wanted, read_manifest
from webflow_publish.sandbox import read_seed
from webflow_publish.sandbox.body import RequestedItem
from webflow_publish.sandbox.fault import Loss
from webflow_publish.sandbox.seed.model import Collection
from webflow_publish.sandbox.store import Store
from webflow_publish.sandbox.variant import State, Variant

EXAMPLES = Path(__file__).parents[3] / "examples"
SEED = read_seed((EXAMPLES / "sandbox.yml").read_text("utf-8"), "examples/sandbox.yml")
ITEMS = [(collection, item) for collection in SEED.sites[0].collections for item in collection.variants]
CROISSANT = "65a1b2c3d4e5f60718293003"


def references(collection: Collection, content: Mapping[str, Any]) -> Iterator[str]:
    """The IDs of the items that the content of an item refers to."""
    for value in [content.get(field.slug) for field in collection.fields if field.refers]:
        yield from value if isinstance(value, list) else filter(None, [value])


def test_what_is_live_refers_only_to_what_is_live() -> None:
    live = [(collection, item) for collection, item in ITEMS if item.live is not None]
    targets = {target for collection, item in live for target in references(collection, item.live or {})}
    assert targets
    assert targets <= {item.id for _, item in live}


def test_after_one_whole_publish_every_item_of_the_manifest_is_published() -> None:
    manifest = read_manifest([("m", (EXAMPLES / "webflow-publish.yml").read_bytes())])
    assert isinstance(manifest, Manifest)
    store = Store(SEED, FakeClock())
    collections = {collection.slug: collection for collection in SEED.sites[0].collections}
    locales = {locale.tag: locale.cms_locale_id for locale in SEED.sites[0].locales}
    for item in (item for item in manifest.items if item.wanted is not Wanted.UNPUBLISHED):
        collection = collections[item.collection.slug or ""]
        names = {each.staged["slug"]: each.id for each in collection.variants}
        identifier, tags = names[item.slug], tuple(locales[tag] for tag in item.locales)
        assert store.publish(store.collections[collection.id], [RequestedItem(identifier, tags)], Loss()).errors == []
        variants = [store.variant(store.collections[collection.id], identifier, tag) for tag in tags]
        assert {variant.state for variant in variants} == {State.PUBLISHED}


def test_the_croissant_has_a_change_of_every_kind_that_a_plan_shows() -> None:
    croissant = next(item for _, item in ITEMS if item.id == CROISSANT)
    assert croissant.state is State.DRAFT_CHANGES
    assert changed(croissant) == {"summary", "description", "image", "price", "baker"}
    before, after = (content["description"].split("<p>") for content in (croissant.live or {}, croissant.staged))
    assert len(after) - len(before) == 1
    assert len(set(after) - set(before)) == 2


def changed(variant: Variant) -> set[str]:
    live = variant.live or {}
    return {slug for slug in {*variant.staged, *live} if variant.staged.get(slug) != live.get(slug)}
