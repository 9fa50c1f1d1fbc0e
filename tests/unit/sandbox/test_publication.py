from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from webflow_publish.sandbox.body import RequestedItem
from webflow_publish.sandbox.publication import Context, Publication, publish, queued, unpublishable
from webflow_publish.sandbox.seed.model import Field
from webflow_publish.sandbox.variant import State, Variant

OLD, NOW = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
ENGLISH, FRENCH, GERMAN = "e" * 24, "f" * 24, "d" * 24
POST, OTHER, GONE = "a" * 24, "b" * 24, "c" * 24
POSTS, AUTHORS, AUTHOR = "1" * 24, "2" * 24, "3" * 24
FIELDS = (
    Field("4" * 24, "author", "Author", "Reference", required=False, collection=AUTHORS),
    Field("5" * 24, "related", "Related", "MultiReference", required=False, collection=POSTS),
)


def variant(
    identifier: str = POST,
    locale: str | None = ENGLISH,
    state: State = State.QUEUED,
    **fields: str | list[str],
) -> Variant:
    live = {"name": "Old"} if state in {State.PUBLISHED, State.DRAFT_CHANGES} else None
    return Variant(
        id=identifier,
        locale=locale,
        created_on=OLD,
        last_updated=OLD,
        last_published=OLD if live else None,
        is_archived=state is State.ARCHIVED,
        is_draft=state in {State.DRAFT, State.DRAFT_CHANGES},
        staged={"name": "New", **fields},
        live=live,
    )


def context(*variants: Variant, live: Iterable[tuple[str, str, str | None]] = ()) -> Context:
    alive = frozenset(live)
    return Context(
        collection=POSTS,
        fields=FIELDS,
        variants={(each.id, each.locale): each for each in variants},
        primary=ENGLISH,
        enabled=frozenset({ENGLISH, FRENCH}),
        is_live=lambda *key: key in alive,
        now=NOW,
    )


def outcome(publication: Publication) -> tuple[list[str], list[str]]:
    return publication.published, publication.errors


@pytest.mark.parametrize("state", [State.DRAFT, State.QUEUED, State.PUBLISHED, State.DRAFT_CHANGES])
def test_an_item_goes_live_with_its_staged_content_and_is_no_draft_any_more(state: State) -> None:
    publication = publish([RequestedItem(POST)], context(variant(state=state)))
    assert outcome(publication) == ([POST], [])
    after = publication.changed[POST, ENGLISH]
    assert (after.state, after.live, after.last_published) == (State.PUBLISHED, {"name": "New"}, NOW)


def test_an_unknown_item_is_named_in_the_words_of_the_api() -> None:
    assert outcome(publish([RequestedItem(GONE)], context())) == ([], [f"Staging item ID {GONE} not found."])


def test_an_archived_item_is_named_in_the_words_of_the_api() -> None:
    publication = publish([RequestedItem(POST)], context(variant(state=State.ARCHIVED)))
    assert outcome(publication) == ([], [f"Staging item ID {POST} is archived and cannot be published."])


def test_one_bad_item_does_not_hold_back_the_others() -> None:
    publication = publish([RequestedItem(GONE), RequestedItem(POST)], context(variant()))
    assert publication.published == [POST]
    assert len(publication.errors) == 1


def test_without_locales_the_primary_one_is_meant() -> None:
    publication = publish([RequestedItem(POST)], context(variant(), variant(locale=FRENCH)))
    assert list(publication.changed) == [(POST, ENGLISH)]


def test_each_locale_that_is_named_is_published() -> None:
    publication = publish([RequestedItem(POST, (FRENCH, ENGLISH))], context(variant(), variant(locale=FRENCH)))
    assert outcome(publication) == ([POST], [])
    assert set(publication.changed) == {(POST, ENGLISH), (POST, FRENCH)}


def test_a_locale_without_a_variant_is_an_error_with_the_items_id() -> None:
    publication = publish([RequestedItem(POST, (FRENCH,))], context(variant()))
    assert outcome(publication) == ([], [f"Staging item ID {POST} not found in locale {FRENCH}."])


def test_a_locale_that_is_unknown_or_disabled_is_an_error_with_the_items_id() -> None:
    publication = publish([RequestedItem(POST, (GERMAN,))], context(variant(), variant(locale=GERMAN)))
    assert publication.published == []
    assert publication.errors[0].startswith(f"Staging item ID {POST} cannot be published: locale {GERMAN}")


def test_an_item_that_fails_in_one_of_its_locales_is_both_published_and_an_error() -> None:
    publication = publish([RequestedItem(POST, (ENGLISH, FRENCH))], context(variant()))
    assert publication.published == [POST]
    assert publication.errors == [f"Staging item ID {POST} not found in locale {FRENCH}."]


class TestReferences:
    def test_a_reference_to_an_item_that_is_not_live_is_an_error_with_both_ids(self) -> None:
        publication = publish([RequestedItem(POST)], context(variant(author=AUTHOR)))
        assert publication.published == []
        assert publication.errors[0].startswith(f"Staging item ID {POST} ")
        assert AUTHOR in publication.errors[0]

    def test_a_reference_to_a_live_item_is_good(self) -> None:
        live = [(AUTHORS, AUTHOR, ENGLISH)]
        assert publish([RequestedItem(POST)], context(variant(author=AUTHOR), live=live)).published == [POST]

    def test_each_of_several_references_counts(self) -> None:
        live = [(POSTS, OTHER, ENGLISH)]
        publication = publish([RequestedItem(POST)], context(variant(related=[OTHER, GONE]), live=live))
        assert publication.published == []
        assert GONE in publication.errors[0]

    def test_a_reference_to_an_earlier_item_of_the_request_is_good_and_to_a_later_one_is_not(self) -> None:
        items = context(variant(OTHER), variant(POST, related=[OTHER]))
        assert publish([RequestedItem(OTHER), RequestedItem(POST)], items).published == [OTHER, POST]
        assert publish([RequestedItem(POST), RequestedItem(OTHER)], items).published == [OTHER]

    def test_a_circle_is_an_error_for_its_first_item_and_an_item_that_refers_to_itself_is_good(self) -> None:
        circle = context(variant(POST, related=[OTHER]), variant(OTHER, related=[POST]))
        assert publish([RequestedItem(POST), RequestedItem(OTHER)], circle).published == []
        assert publish([RequestedItem(POST)], context(variant(POST, related=[POST]))).published == [POST]

    def test_in_a_secondary_locale_a_referenced_item_may_be_live_in_the_primary_one(self) -> None:
        items = context(variant(locale=FRENCH, author=AUTHOR), live=[(AUTHORS, AUTHOR, ENGLISH)])
        assert publish([RequestedItem(POST, (FRENCH,))], items).published == [POST]


def test_only_what_is_live_can_be_unpublished() -> None:
    items = context(variant(POST, state=State.PUBLISHED), variant(OTHER, state=State.DRAFT))
    assert unpublishable([RequestedItem(POST), RequestedItem(OTHER), RequestedItem(GONE)], items) == [(POST, ENGLISH)]


def test_only_queued_items_wait_for_the_next_publish_of_the_site() -> None:
    items = context(*(variant(str(number) * 24, state=state) for number, state in enumerate(State)))
    assert [each.state for each in queued(items.variants)] == [State.QUEUED]
