from __future__ import annotations

import pytest

from webflow_publish.sandbox import SeedError, read_seed
from webflow_publish.sandbox.fault import Change, Cut, Fault, Loss, Match, Reply, Spoil

ITEM = "65e000000000000000000101"
ENGLISH, FRENCH, OTHER_FRENCH = (f"65e0000000000000000000{end}" for end in ("e1", "f1", "f2"))
SITES = f"""
sites:
  - id: 65e000000000000000000001
    locales:
      primary: {{cms-locale-id: {ENGLISH}, tag: en}}
      secondary: [{{cms-locale-id: {FRENCH}, tag: fr-CA}}]
    collections: [{{id: 65e000000000000000000100, name: Posts, items: [{{id: {ITEM}}}]}}]
  - id: 65e000000000000000000002
    locales: {{primary: {{cms-locale-id: {OTHER_FRENCH}, tag: fr-CA}}}}
"""


def faults(text: str) -> tuple[Fault, ...]:
    return read_seed(f"{SITES}faults: {text}", "seed.yml").faults


def test_answers_cuts_and_changes_are_read() -> None:
    assert faults("""
  - {method: post, path: /publish, nth: 2, times: always, hang: 0.5, answer: {status: 502, body: <html>}}
  - {containing: abc, cut: body}
  - {change: {status: 200, headers: {A: 1}, omit: [a], add: [b], add-errors: [c], nulls: true, spoil: half}}
""") == (
        Fault(Match("POST", "/publish", nth=2, times=None), 0.5, Reply(502, {}, "<html>")),
        Fault(Match(containing="abc"), cut=Cut.BODY),
        Fault(Match(), change=Change(200, {"A": "1"}, frozenset("a"), ("b",), ("c",), nulls=True, spoil=Spoil.HALF)),
    )


def test_a_locale_is_lost_by_its_tag_on_every_site_or_by_its_id_on_one() -> None:
    by_tag, by_id = faults(f"[{{lose: [fr-CA]}}, {{lose: [{FRENCH}]}}]")
    assert by_tag.loss == Loss(locales=frozenset({FRENCH, OTHER_FRENCH}))
    assert by_id.loss == Loss(locales=frozenset({FRENCH}))


def test_items_may_be_lost_instead_or_in_some_locales_only() -> None:
    everywhere, in_english = faults(f"[{{lose-items: [{ITEM}]}}, {{lose: [en], lose-items: [{ITEM}], hang: 1}}]")
    assert everywhere.loss == Loss(items=frozenset({ITEM}))
    assert (in_english.loss, in_english.hang) == (Loss(frozenset({ENGLISH}), frozenset({ITEM})), 1)


def test_a_loss_waits_for_publish_requests_unless_it_says_otherwise() -> None:
    usual, narrower = faults("[{lose: [en]}, {lose: [en], path: /collections/65, nth: 2}]")
    assert usual.match == Match("POST", "/items/publish")
    assert narrower.match == Match("POST", "/collections/65", nth=2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[{path: /x}]", "A fault needs"),
        ("[{cut: before, answer: {status: 500}}]", "A fault needs"),
        ("[{cut: before, lose: [en]}]", "A fault needs"),
        ("[{hang: long}]", "a number of seconds."),
        ("[{hang: nan}]", "a number of seconds."),
        ("[{hang: -1}]", "a number of seconds."),
        ("[{answer: {status: 42}}]", "from 200 to 599"),
        ("[{change: {nulls: perhaps}}]", "true or false"),
        ("[{change: {omit: [[a]]}}]", "must be a text"),
        ("[{answer: {headers: [a]}}]", "`headers` must be a mapping"),
        ("[{lose: en}]", "`lose` must be a list"),
        ("[{lose: []}]", "needs a locale in `lose`, or an item in `lose-items`"),
        ("[{lose: [de]}]", "The locale `de` is not in this seed; there are: en, fr-CA."),
        ("[{lose-items: [65e0000000000000000000ff]}]", "The item `65e0000000000000000000ff` is not in this seed."),
    ],
)
def test_a_problem_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(SeedError) as raised:
        faults(text)
    assert any(words in problem for problem in raised.value.problems), raised.value.problems
