from __future__ import annotations

import yaml

from bench import site
from webflow_publish.manifest import Manifest, read_manifest


def test_the_manifest_is_one_that_the_program_reads_with_all_items_in_their_order() -> None:
    manifest = read_manifest([("m.yml", site.manifest(250).encode())])
    assert isinstance(manifest, Manifest)
    assert [each.item.id for each in manifest.variants()] == site.identifiers(250)


def test_the_manifest_has_the_bare_ids_of_one_collection() -> None:
    (collection,) = yaml.safe_load(site.manifest(3))["collections"]
    assert collection == {"id": site.COLLECTION, "name": "Notes", "items": site.identifiers(3)}


def test_ids_are_distinct_and_of_24_hexadecimal_characters() -> None:
    item_ids = site.identifiers(1000)
    assert len(set(item_ids)) == 1000
    assert {len(each) for each in item_ids} == {24}
    assert all(int(each, 16) for each in item_ids)


def test_one_item_in_so_many_is_chosen_so_that_each_such_part_has_one() -> None:
    item_ids = site.identifiers(1000)
    chosen = site.chosen(item_ids, 100)
    assert [sum(each in chosen for each in item_ids[start : start + 100]) for start in range(0, 1000, 100)] == [1] * 10


def test_none_is_chosen_where_none_is_asked_for() -> None:
    assert site.chosen(site.identifiers(10), 0) == frozenset()


def test_the_content_of_items_differs_and_is_always_the_same() -> None:
    first, second = site.identifiers(2)
    assert site.fields(first) != site.fields(second)
    assert site.fields(first) == site.fields(first)
    assert site.fields(second)["slug"] == "notes-1"
