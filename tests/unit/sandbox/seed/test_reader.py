from __future__ import annotations

import contextlib
import json
import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webflow_publish.sandbox import Seed, SeedError, read_seed
from webflow_publish.sandbox.seed.model import ID, Filter, NeverPublished
from webflow_publish.sandbox.variant import State

SITE = "65e000000000000000000001"
COLLECTION = "65e000000000000000000100"
ENGLISH, FRENCH = "65e0000000000000000000e1", "65e0000000000000000000f1"
SMALL = f"sites: [{{id: {SITE}, name: Maple Street Bakery}}]\n"


def read(text: str) -> Seed:
    return read_seed(text, "seed.yml")


def with_items(items: str, fields: str = "[]") -> str:
    return f"""
sites:
  - id: {SITE}
    locales:
      primary: {{cms-locale-id: {ENGLISH}, tag: en}}
      secondary: [{{cms-locale-id: {FRENCH}, tag: fr-CA}}]
    collections:
      - id: {COLLECTION}
        name: Posts
        fields: {fields}
        items: {items}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(SeedError) as raised:
        read(text)
    assert str(raised.value) == "\n".join(raised.value.problems)
    return list(raised.value.problems)


def test_the_smallest_seed_has_a_token_for_its_site_and_no_limits() -> None:
    seed = read(SMALL)
    (token,) = seed.tokens
    assert (token.text, token.sites) == ("sandbox-token", frozenset({SITE}))
    assert token.scopes == {"cms:read", "cms:write", "sites:read"}
    assert (seed.rate_limit, seed.faults) == (None, ())
    assert (seed.filter, seed.never_published) == (Filter.HONOURED, NeverPublished.CONFLICT)
    assert (seed.confirmation, seed.clock_offset) == (0, timedelta(0))
    assert seed.sites[0].short_name == "maple-street-bakery"
    assert seed.sites[0].locales == ()
    assert seed.sites[0].last_published is not None


def test_settings_are_read() -> None:
    seed = read(
        SMALL + f"rate-limit: 60\nfilter: refused\nnever-published: not-found\n"
        f"tokens: [{{token: t, sites: [{SITE}], scopes: [cms:read]}}]"
    )
    assert (seed.rate_limit, seed.filter, seed.never_published) == (60, Filter.REFUSED, NeverPublished.NOT_FOUND)
    assert seed.tokens[0].scopes == {"cms:read"}


@pytest.mark.parametrize(("text", "seconds"), [("30", 30.0), ("0.5", 0.5), ("never", math.inf)])
def test_reads_may_be_late_by_seconds_or_for_good(text: str, seconds: float) -> None:
    assert read(f"{SMALL}confirmation: {text}\n").confirmation == seconds


@pytest.mark.parametrize(("text", "offset"), [("180", timedelta(minutes=3)), ("-0.5", timedelta(seconds=-0.5))])
def test_the_clock_of_the_service_may_be_ahead_or_behind(text: str, offset: timedelta) -> None:
    assert read(f"{SMALL}clock-offset: {text}\n").clock_offset == offset


def test_a_site_that_was_never_published_says_so_with_null() -> None:
    assert read(f"sites: [{{id: {SITE}, last-published: null}}]").sites[0].last_published is None


def test_many_items_count_up_in_hexadecimal_and_number_their_texts() -> None:
    items = "[{first-id: 65e00000000000000000100e, count: 3, name: 'Post {number}', fields: {tag: ['n{number}']}}]"
    variants = read(with_items(items, "[{slug: tag}]")).sites[0].collections[0].variants
    assert [variant.id[-4:] for variant in variants] == ["100e", "100f", "1010"]
    assert dict(variants[2].staged) == {"name": "Post 3", "slug": "post-3", "tag": ["n3"]}
    assert {variant.locale for variant in variants} == {ENGLISH}


def test_an_item_may_differ_by_locale() -> None:
    items = """
          - id: 65e000000000000000001000
            name: Hello
            state: published
            locales: [en, {locale: fr-CA, state: draft, fields: {name: Bonjour}}]"""
    english, french = read(with_items(items)).sites[0].collections[0].variants
    assert (english.locale, english.state, english.staged["name"]) == (ENGLISH, State.PUBLISHED, "Hello")
    assert (french.locale, french.state, french.staged["name"]) == (FRENCH, State.DRAFT, "Bonjour")
    assert dict(french.staged)["slug"] == "hello"


@pytest.mark.parametrize("state", list(State))
def test_each_state_of_webflow_can_be_seeded(state: State) -> None:
    items = f"[{{id: 65e000000000000000001000, state: {state}, locales: [all]}}]"
    variants = read(with_items(items)).sites[0].collections[0].variants
    assert [variant.state for variant in variants] == [state, state]
    assert all((variant.live is not None) == (state in {"published", "draft-changes"}) for variant in variants)


def test_live_content_may_differ_from_staged_content() -> None:
    items = "[{id: 65e000000000000000001000, name: New, state: draft-changes, live: {name: Old}}]"
    (variant,) = read(with_items(items)).sites[0].collections[0].variants
    assert variant.live is not None
    assert (variant.staged["name"], variant.live["name"]) == ("New", "Old")


def test_a_value_may_be_whatever_json_has() -> None:
    value = {"fileId": "a1", "url": "https://www.example.com/a.jpg", "alt": None, "tags": [True, 3, 4.5, -1]}
    items = f"[{{id: 65e000000000000000001000, fields: {{picture: {json.dumps(value)}}}}}]"
    (variant,) = read(with_items(items, "[{slug: picture, type: Image}]")).sites[0].collections[0].variants
    assert variant.staged["picture"] == value


def test_a_field_may_stand_on_one_side_only_or_be_emptied_on_one() -> None:
    items = """
          - id: 65e000000000000000001000
            state: draft-changes
            fields: {added: yes please, emptied: null}
            live: {added: null, emptied: full, gone: away}"""
    seed = read(with_items(items, "[{slug: added}, {slug: emptied}, {slug: gone}]"))
    (variant,) = seed.sites[0].collections[0].variants
    basics = {"name": "Item", "slug": "item"}
    assert variant.staged == basics | {"added": "yes please", "emptied": None}
    assert variant.live == basics | {"added": None, "emptied": "full", "gone": "away"}


def test_a_locale_may_have_a_live_side_of_its_own() -> None:
    items = """
          - id: 65e000000000000000001000
            state: draft-changes
            locales: [{locale: en, live: {name: Old}}, {locale: fr-CA, fields: {name: Neuf}, live: {name: Vieux}}]"""
    english, french = read(with_items(items)).sites[0].collections[0].variants
    assert [(each.staged["name"], (each.live or {})["name"]) for each in (english, french)] == [
        ("Item", "Old"),
        ("Neuf", "Vieux"),
    ]


def test_an_option_may_be_chosen_by_its_name_or_its_id_and_is_held_by_its_id() -> None:
    fields = f"[{{slug: size, type: Option, options: [{{name: Small}}, {{id: {FRENCH}, name: Large}}]}}]"
    items = f"""
          - {{id: 65e000000000000000001000, fields: {{size: Small}}}}
          - {{id: 65e000000000000000001001, fields: {{size: Large}}}}
          - {{id: 65e000000000000000001002, fields: {{size: {FRENCH}}}}}"""
    collection = read(with_items(items, fields)).sites[0].collections[0]
    (small, large) = collection.fields[-1].options
    assert (small.name, large.name, large.id) == ("Small", "Large", FRENCH)
    assert [variant.staged["size"] for variant in collection.variants] == [small.id, FRENCH, FRENCH]
    assert ID.fullmatch(small.id)


def test_an_id_of_digits_only_stays_a_text() -> None:
    fields = f"[{{slug: author, type: Reference, collection: {COLLECTION}}}]"
    items = "[{id: 650000000000000000001000, fields: {author: 650000000000000000001000}}]"
    (variant,) = read(with_items(items, fields)).sites[0].collections[0].variants
    assert variant.id == variant.staged["author"] == "650000000000000000001000"


def test_all_problems_are_told_together_from_top_to_bottom() -> None:
    text = with_items("[{id: x}, {first-id: 65e000000000000000001000, id: y}]", "[{slug: a, type: Refrence}]")
    assert [problem.partition(": ")[0] for problem in problems("rate-limt: 3" + text)] == [
        "seed.yml:1",
        "seed.yml:10",
        "seed.yml:11",
        "seed.yml:11",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The seed is empty"),
        ("[", "This is not YAML"),
        ("- a", "This must be a mapping"),
        ("sites: []", "at least one entry in `sites`"),
        ("sites: 3", "`sites` must be a list"),
        ("sites: [{name: A}]", "The key `id` is missing"),
        ("sites: [{id: 12}]", "`12` is not"),
        ("sites: [{id: 65E000000000000000000001}]", "lower-case"),
        (SMALL + "filtre: ignored", "did you mean `filter`?"),
        (SMALL + "zzz: 1", "the keys here are `tokens`"),
        (SMALL + "filter: maybe", "one of: `honoured`, `ignored`, `refused`"),
        (SMALL + "confirmation: later", "a number of seconds, or `never`."),
        (SMALL + "confirmation: -1", "a number of seconds, or `never`."),
        (SMALL + "clock-offset: never", "a number of seconds, which may be negative."),
        (SMALL + "rate-limit: 0", "a whole number from 1 to"),
        (SMALL + "rate-limit: 1\nrate-limit: 2", "written twice"),
        (SMALL + "tokens: [{token: t, scopes: [cms]}]", "The scope `cms` is not known"),
        (SMALL + f"tokens: [{{token: t, sites: [{COLLECTION}]}}]", "is not in this seed"),
        (f"sites: [{{id: {SITE}, last-published: yesterday}}]", "a time such as"),
        (f"sites: [{{id: {SITE}, last-published: 2026-11-01T00:00:00}}]", "a time such as"),
        (f"sites: [{{id: {SITE}, locales: {{secondary: []}}}}]", "needs a `primary`"),
        (with_items("[{id: 65e000000000000000001000, locales: [de]}]"), "The locale `de`"),
        (with_items("[{id: 65e000000000000000001000, locales: [en, all]}]"), "named twice"),
        (with_items("[{id: 65e000000000000000001000, fields: {colour: red}}]"), "no field `colour`"),
        (with_items("[{id: 65e000000000000000001000, live: {name: Old}}]"), "`live` belongs to"),
        (with_items("[{id: 65e000000000000000001000}, {id: 65e000000000000000001000}]"), "used twice"),
        (with_items(f"[{{id: {COLLECTION}}}]"), "used twice"),
        (with_items("[{first-id: ffffffffffffffffffffffff, count: 2}]"), "beyond the last ID"),
        (with_items("[]", "[{slug: a, type: Reference}]"), "`collection` goes with"),
        (with_items("[]", "[{slug: a, options: [{name: A}]}]"), "`options` goes with the type Option"),
        (with_items("[]", "[{slug: a, type: Option, options: [{}]}]"), "The key `name` is missing"),
        (with_items("[]", f"[{{slug: a, collection: {COLLECTION}}}]"), "`collection` goes with"),
        (SMALL + f"faults: [{{answer: {{body: {'[' * 40}{']' * 40}}}}}]", "nested more than"),
    ],
)
def test_a_problem_is_told_in_words(text: str, words: str) -> None:
    assert any(words in problem for problem in problems(text)), problems(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_problems(text: str) -> None:
    with contextlib.suppress(SeedError):
        read(text)
