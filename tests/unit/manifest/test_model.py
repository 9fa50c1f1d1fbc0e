from __future__ import annotations

from dataclasses import replace

from webflow_publish.manifest import Collection, Item, Manifest, Variant
from webflow_publish.manifest.model import Wanted
from webflow_publish.problem import Place

HERE = Place("content/blog.yml", 12, 7)
BLOG = Collection("580e63fc8c9a982ac9b8b745", "Blog", HERE)
TEAM = Collection("580e63fc8c9a982ac9b8b746", None, HERE)
LAUNCH = Item("643fd856d66b6528195ee2ca", "Launch", BLOG, (), HERE)
ADA = Item("643fd856d66b6528195ee2cb", None, TEAM, ("fr", "de"), HERE)


def test_a_label_is_the_name_or_else_the_slug_or_the_id() -> None:
    assert [BLOG.label, TEAM.label, LAUNCH.label, ADA.label] == ["Blog", TEAM.id, "Launch", ADA.id]
    news = Collection("bakery/news", None, HERE, "bakery", slug="news", is_found=False)
    assert news.label == "news"
    assert Item("643fd856d66b6528195ee2ca", None, news, (), HERE, slug="hello-world").label == "hello-world"


def test_a_collection_or_an_item_is_known_by_its_id_and_to_be_live_unless_the_manifest_says_otherwise() -> None:
    assert BLOG.is_found
    assert LAUNCH.is_found
    assert LAUNCH.wanted is Wanted.PUBLISHED
    assert (LAUNCH.publish_at, LAUNCH.source) == (None, None)


def test_a_locale_has_a_tag_as_far_as_that_is_known() -> None:
    french, german = "653ad57de882f528b32e810f", "653ad57de882f528b32e8110"
    known = replace(TEAM, tags={french: "fr-CA"})
    tags = [Variant(replace(ADA, collection=known), each).tag for each in (french, german, None)]
    assert tags == ["fr-CA", None, None]


def test_a_locale_that_is_not_looked_up_yet_is_what_the_manifest_calls_it() -> None:
    variant = Variant(ADA, "fr")
    assert (variant.tag, variant.cms_locale_id, variant.locale_label) == ("fr", None, "fr")


def test_tags_make_no_other_collection() -> None:
    assert replace(TEAM, tags={"fr": "fr-CA"}) == TEAM


def test_the_states_are_those_of_the_manifest() -> None:
    assert list(Wanted) == ["published", "unpublished"]


def test_an_item_is_the_same_by_its_collection_and_id() -> None:
    assert LAUNCH.key == (BLOG.id, LAUNCH.id)


def test_a_variant_is_the_same_by_its_item_and_locale() -> None:
    assert Variant(ADA, "fr").key == (TEAM.id, ADA.id, "fr")


def test_a_variant_has_one_key_for_all_that_is_kept_of_it() -> None:
    variant = Variant(ADA, "fr")
    assert variant.key is variant.key
    assert variant == Variant(ADA, "fr")
    assert variant != Variant(ADA, "de")


def test_variants_are_items_in_each_locale_and_the_primary_one_where_none_is_given() -> None:
    manifest = Manifest(("a.yml",), (LAUNCH, ADA))
    assert manifest.variants() == (Variant(LAUNCH, None), Variant(ADA, "fr"), Variant(ADA, "de"))


def test_a_manifest_is_told_in_numbers() -> None:
    assert str(Manifest(("a.yml", "b.yml"), (LAUNCH, ADA))) == "2 items in 2 collections, from 2 files"
