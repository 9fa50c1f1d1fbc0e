from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from webflow_publish.sandbox import read_seed
from webflow_publish.sandbox.answer import RefusedError
from webflow_publish.sandbox.listing import ID_FILTER, Page, listed
from webflow_publish.sandbox.seed.model import Filter
from webflow_publish.sandbox.variant import Variant

ENGLISH, FRENCH = "65e0000000000000000000e1", "65e0000000000000000000f1"
SITE = read_seed(
    f"""
sites:
  - id: 65e000000000000000000001
    locales:
      primary: {{cms-locale-id: {ENGLISH}, tag: en}}
      secondary: [{{cms-locale-id: {FRENCH}, tag: fr-CA}}]
""",
    "seed.yml",
).sites[0]
START = datetime(2026, 11, 1, tzinfo=UTC)


def variant(number: int, locale: str) -> Variant:
    return Variant(
        id=f"{number:024x}",
        locale=locale,
        created_on=START,
        last_updated=START + timedelta(days=number),
        last_published=None,
        is_archived=False,
        is_draft=True,
        staged={"name": f"Post {250 - number}", "slug": f"post-{number}"},
        live=None,
    )


VARIANTS = [variant(number, locale) for number in range(250) for locale in (ENGLISH, FRENCH)]


def page(query: Mapping[str, str], mode: Filter = Filter.HONOURED) -> Page:
    return listed(VARIANTS, query, SITE, mode, lambda item: item.staged)


def numbers(query: Mapping[str, str], mode: Filter = Filter.HONOURED) -> list[int]:
    return [int(item.id, 16) for item in page(query, mode).variants]


def test_without_a_query_the_first_hundred_of_the_primary_locale_come() -> None:
    first = page({})
    assert (len(first.variants), first.limit, first.offset, first.total) == (100, 100, 0, 250)
    assert {item.locale for item in first.variants} == {ENGLISH}


def test_pages_go_on_where_the_offset_says() -> None:
    assert numbers({"limit": "3", "offset": "248"}) == [248, 249]


def test_several_locales_may_be_asked_for() -> None:
    assert page({"cmsLocaleId": f"{ENGLISH},{FRENCH}"}).total == 500
    assert {item.locale for item in page({"cmsLocaleId": FRENCH}).variants} == {FRENCH}


def test_name_and_slug_are_compared_as_a_whole() -> None:
    assert numbers({"slug": "post-7"}) == [7]
    assert numbers({"name": "Post 7"}) == [243]
    assert numbers({"name": "Post"}) == []


def test_dates_bound_the_list_on_both_sides() -> None:
    query = {"lastUpdated[gte]": "2026-11-03T00:00:00Z", "lastUpdated[lte]": "2026-11-05T01:00:00+01:00"}
    assert numbers(query) == [2, 3, 4]


def test_the_order_can_be_chosen() -> None:
    assert numbers({"sortBy": "lastUpdated", "sortOrder": "desc", "limit": "2"}) == [249, 248]
    assert numbers({"sortBy": "slug", "limit": "3"}) == [0, 1, 10]
    assert numbers({"sortBy": "lastPublished", "limit": "1"}) == [0]


def test_the_filter_by_id_is_honoured_ignored_or_refused_as_the_seed_says() -> None:
    query = {ID_FILTER: f"{7:024x},{9:024x},{999:024x}"}
    assert numbers(query) == [7, 9]
    assert page(query, Filter.IGNORED).total == 250
    with pytest.raises(RefusedError, match="not a known query parameter"):
        page(query, Filter.REFUSED)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "101"},
        {"limit": "0"},
        {"limit": "-1"},
        {"offset": "x"},
        {"cmsLocaleId": "65e0000000000000000000d1"},
        {"colour": "red"},
        {"lastUpdated[gt]": "2026-11-03T00:00:00Z"},
        {"lastUpdated[gte]": "yesterday"},
        {"sortBy": "colour"},
        {"sortOrder": "up"},
        {ID_FILTER: ",".join(["0" * 24] * 101)},
    ],
)
def test_what_is_not_known_or_out_of_bounds_is_refused(query: Mapping[str, str]) -> None:
    with pytest.raises(RefusedError) as raised:
        page(query)
    assert raised.value.answer.status == 400
