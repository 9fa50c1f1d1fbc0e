from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.sandbox.answer import RefusedError
from webflow_publish.sandbox.body import (
    ItemUpdate,
    RequestedItem,
    SitePublish,
    item_update,
    items_to_publish,
    items_to_unpublish,
    site_publish,
)

ITEM, OTHER = "643fd856d66b6528195ee2ca", "643fd856d66b6528195ee2cb"
LOCALE, SECOND = "653ad57de882f528b32e810e", "653ad57de882f528b32e810f"


def many(count: int) -> list[str]:
    return [f"{number:024x}" for number in range(count)]


class TestPublish:
    def test_item_ids_mean_the_primary_locale(self) -> None:
        assert items_to_publish({"itemIds": [ITEM, OTHER]}) == (RequestedItem(ITEM), RequestedItem(OTHER))

    def test_items_name_their_locales_or_mean_the_primary_one(self) -> None:
        body = {"items": [{"id": ITEM, "cmsLocaleIds": [LOCALE, SECOND]}, {"id": OTHER}]}
        assert items_to_publish(body) == (RequestedItem(ITEM, (LOCALE, SECOND)), RequestedItem(OTHER))

    def test_a_hundred_items_are_taken(self) -> None:
        assert len(items_to_publish({"itemIds": many(100)})) == 100

    @pytest.mark.parametrize(
        ("body", "words"),
        [
            (None, "must be an object"),
            ([ITEM], "must be an object"),
            ({}, "exactly one of"),
            ({"itemIds": [ITEM], "items": [{"id": ITEM}]}, "exactly one of"),
            ({"itemIds": [ITEM], "cmsLocaleIds": [LOCALE]}, "'cmsLocaleIds' is not a known property"),
            ({"itemIds": [ITEM], "live": True}, "'live' is not a known property"),
            ({"itemIds": []}, "at least one entry"),
            ({"itemIds": None}, "at least one entry"),
            ({"itemIds": ITEM}, "must be an array"),
            ({"itemIds": ["hello"]}, "24 hexadecimal characters"),
            ({"itemIds": [ITEM.upper()]}, "24 hexadecimal characters"),
            ({"itemIds": [ITEM + "\n"]}, "24 hexadecimal characters"),
            ({"itemIds": [7]}, "24 hexadecimal characters"),
            ({"itemIds": [ITEM, ITEM]}, f"ID {ITEM} is given more than once"),
            ({"itemIds": many(101)}, "At most 100"),
            ({"items": [ITEM]}, "must be an object with an 'id'"),
            ({"items": [{}]}, "24 hexadecimal characters"),
            ({"items": [{"id": ITEM, "cmsLocaleId": LOCALE}]}, "'cmsLocaleId' is not a known property"),
            ({"items": [{"id": ITEM, "cmsLocaleIds": []}]}, "at least one entry"),
            ({"items": [{"id": ITEM, "cmsLocaleIds": ["en"]}]}, "24 hexadecimal characters"),
            ({"items": [{"id": ITEM, "cmsLocaleIds": [LOCALE, LOCALE]}]}, "given more than once"),
            ({"items": [{"id": ITEM, "cmsLocaleIds": [LOCALE]}, {"id": ITEM, "cmsLocaleIds": [SECOND]}]}, "more than"),
            ({"items": [{"id": item, "cmsLocaleIds": [LOCALE, SECOND]} for item in many(51)]}, "got 102"),
        ],
    )
    def test_any_other_shape_is_refused_as_a_whole_with_words(self, body: Any, words: str) -> None:
        with pytest.raises(RefusedError, match=words) as raised:
            items_to_publish(body)
        assert (raised.value.answer.status, raised.value.answer.body["code"]) == (400, "validation_error")

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: (
                st.lists(inner) | st.dictionaries(st.sampled_from(["itemIds", "items", "id", "cmsLocaleIds"]), inner)
            ),
        )
    )
    def test_no_body_breaks_it(self, body: Any) -> None:
        with contextlib.suppress(RefusedError):
            items_to_publish(body)


class TestUnpublish:
    def test_items_name_their_locales(self) -> None:
        assert items_to_unpublish({"items": [{"id": ITEM, "cmsLocaleIds": [LOCALE]}]}) == (
            RequestedItem(ITEM, (LOCALE,)),
        )

    @pytest.mark.parametrize("body", [{}, {"itemIds": [ITEM]}, {"items": []}, []])
    def test_any_other_shape_is_refused(self, body: Any) -> None:
        with pytest.raises(RefusedError):
            items_to_unpublish(body)


class TestItemUpdate:
    KNOWN = frozenset({"name"})

    def test_what_is_not_given_stays(self) -> None:
        assert item_update({}, ITEM, self.KNOWN) == ItemUpdate(None, {}, archived=None, draft=None)

    def test_all_can_be_given(self) -> None:
        body = {"id": ITEM, "cmsLocaleId": LOCALE, "isArchived": True, "isDraft": False, "fieldData": {"name": "A"}}
        assert item_update(body, ITEM, self.KNOWN) == ItemUpdate(LOCALE, {"name": "A"}, archived=True, draft=False)

    @pytest.mark.parametrize(
        "body",
        [
            [],
            {"id": OTHER},
            {"fieldData": []},
            {"fieldData": {"colour": "red"}},
            {"isDraft": "no"},
            {"cmsLocaleId": "en"},
            {"lastPublished": None},
        ],
    )
    def test_any_other_shape_is_refused(self, body: Any) -> None:
        with pytest.raises(RefusedError):
            item_update(body, ITEM, self.KNOWN)


class TestSitePublish:
    DOMAIN = "660c6449dd97ebc7346ac629"

    def test_domains_and_subdomain_are_read(self) -> None:
        body = {"customDomains": [self.DOMAIN], "publishToWebflowSubdomain": True}
        assert site_publish(body, frozenset({self.DOMAIN})) == SitePublish((self.DOMAIN,), subdomain=True)

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({}, "no_domains"),
            ({"customDomains": [], "publishToWebflowSubdomain": False}, "no_domains"),
            ({"customDomains": [ITEM]}, "invalid_domain"),
            ({"customDomains": ["www"]}, "validation_error"),
            ({"customDomains": "www"}, "validation_error"),
            ({"publishToWebflowSubdomain": 1}, "validation_error"),
        ],
    )
    def test_any_other_shape_is_refused(self, body: Any, code: str) -> None:
        with pytest.raises(RefusedError) as raised:
            site_publish(body, frozenset({self.DOMAIN}))
        assert raised.value.answer.body["code"] == code
