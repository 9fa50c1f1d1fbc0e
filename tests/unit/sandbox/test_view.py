from __future__ import annotations

from datetime import UTC, datetime

from webflow_publish.sandbox import view
from webflow_publish.sandbox.seed.model import ID, Collection, Field, Option, derived
from webflow_publish.sandbox.variant import Variant

OLD, NOW = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 23, 17, 0, 0, 123_456, tzinfo=UTC)


def variant(locale: str | None) -> Variant:
    return Variant(
        "a" * 24, locale, OLD, NOW, OLD, is_archived=False, is_draft=True, staged={"name": "B"}, live={"name": "A"}
    )


def test_a_time_is_written_with_milliseconds_in_utc() -> None:
    assert view.timestamp(NOW) == "2026-11-23T17:00:00.123Z"
    assert view.timestamp(None) is None


def test_a_staged_item_shows_its_own_content_and_state() -> None:
    shown = view.staged(variant("e" * 24))
    assert (shown["cmsLocaleId"], shown["isDraft"], shown["fieldData"]) == ("e" * 24, True, {"name": "B"})


def test_a_live_item_is_never_a_draft_and_no_newer_than_its_publication() -> None:
    shown = view.live(variant(None))
    assert (shown["isDraft"], shown["fieldData"]) == (False, {"name": "A"})
    assert shown["lastUpdated"] == shown["lastPublished"]


def test_without_localization_an_item_has_no_locale() -> None:
    assert "cmsLocaleId" not in view.staged(variant(None))


def test_a_derived_id_is_an_id_and_always_the_same() -> None:
    assert ID.fullmatch(derived("a", "b"))
    assert derived("a", "b") == derived("a", "b") != derived("ab")


def test_a_reference_tells_its_collection_an_option_its_choices_and_other_fields_nothing() -> None:
    fields = (
        Field("1" * 24, "summary", "Summary", "PlainText", required=False, collection=None),
        Field("2" * 24, "author", "Author", "Reference", required=False, collection="a" * 24),
        Field("3" * 24, "size", "Size", "Option", required=False, collection=None, options=(Option("b" * 24, "Big"),)),
    )
    collection = Collection("c" * 24, "Posts", "Post", "posts", structure_changed=False, fields=fields, variants=())
    assert [field["validations"] for field in view.fields(collection)] == [
        None,
        {"collectionId": "a" * 24},
        {"options": [{"id": "b" * 24, "name": "Big"}]},
    ]
