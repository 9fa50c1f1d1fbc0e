from __future__ import annotations

import json

import pytest

from webflow_publish.sandbox.fault import Change, Fault, Faults, Loss, Match, Reply, Spoil, written

GOOD = json.dumps({"publishedItemIds": ["a", "b"], "errors": ["Item c not found."]})


def changed(change: Change) -> dict[str, list[str] | None]:
    answer: dict[str, list[str] | None] = json.loads(change.applied(GOOD))
    return answer


class TestMatch:
    def test_an_empty_match_fits_everything(self) -> None:
        assert Match().fits("GET", "/v2/sites", "")

    @pytest.mark.parametrize("match", [Match("POST"), Match(path="/publish"), Match(containing="abc")])
    def test_each_condition_counts(self, match: Match) -> None:
        assert match.fits("POST", "/v2/items/publish", '{"itemIds": ["abc"]}')
        assert not match.fits("GET", "/v2/sites", "")

    @pytest.mark.parametrize(
        ("match", "hits"),
        [
            (Match(), [1]),
            (Match(nth=3), [3]),
            (Match(nth=2, times=2), [2, 3]),
            (Match(nth=4, times=None), [4, 5]),
        ],
    )
    def test_it_hits_the_nth_and_so_many_after_it(self, match: Match, hits: list[int]) -> None:
        assert [count for count in range(1, 6) if match.hits(count)] == hits


class TestFaults:
    def test_only_requests_that_fit_are_counted(self) -> None:
        fault = Fault(Match("POST", nth=2), answer=Reply(500))
        faults = Faults([fault])
        struck = [faults.strike(method, "/x", "") for method in ("POST", "GET", "POST", "POST")]
        assert struck == [None, None, fault, None]

    def test_where_two_hit_the_first_of_the_seed_strikes_and_both_are_used_up(self) -> None:
        first, second = Fault(Match(), hang=1), Fault(Match(), hang=2)
        faults = Faults([first, second])
        assert [faults.strike("GET", "/x", "") for _ in range(2)] == [first, None]


class TestChange:
    def test_an_omitted_id_is_in_neither_list(self) -> None:
        assert changed(Change(omit=frozenset({"a", "c"}))) == {"publishedItemIds": ["b"], "errors": []}

    def test_foreign_and_duplicate_ids_are_added(self) -> None:
        assert changed(Change(add=("b", "x")))["publishedItemIds"] == ["a", "b", "b", "x"]

    def test_an_error_text_may_have_no_id(self) -> None:
        assert changed(Change(add_errors=("Oops.",)))["errors"] == ["Item c not found.", "Oops."]

    def test_nulls_stand_for_empty_lists_only(self) -> None:
        assert changed(Change(omit=frozenset("c"), nulls=True)) == {"publishedItemIds": ["a", "b"], "errors": None}

    def test_an_answer_that_is_not_touched_stays_to_the_byte(self) -> None:
        assert Change(status=200).applied(GOOD) == GOOD

    def test_a_body_of_its_own_replaces_the_answer(self) -> None:
        assert Change(body={"a": 1}).applied(GOOD) == '{"a": 1}'
        assert Change(body="<html>").applied(GOOD) == "<html>"

    @pytest.mark.parametrize("spoil", [Spoil.BROKEN, Spoil.HALF, Spoil.EMPTY])
    def test_a_spoilt_body_is_no_json(self, spoil: Spoil) -> None:
        with pytest.raises(json.JSONDecodeError):
            json.loads(Change(spoil=spoil).applied(GOOD))


class TestLoss:
    @pytest.mark.parametrize(
        ("loss", "lost"),
        [
            (Loss(), []),
            (Loss(locales=frozenset({"fr"})), ["a fr", "b fr"]),
            (Loss(items=frozenset("a")), ["a en", "a fr", "a None"]),
            (Loss(frozenset({"fr"}), frozenset("a")), ["a fr"]),
        ],
    )
    def test_what_is_lost_is_in_the_locales_and_of_the_items(self, loss: Loss, lost: list[str]) -> None:
        keys = [("a", "en"), ("a", "fr"), ("a", None), ("b", "en"), ("b", "fr"), ("b", None)]
        assert [f"{item} {locale}" for item, locale in keys if loss.meets(item, locale)] == lost


def test_a_text_is_written_as_it_is_and_anything_else_as_json() -> None:
    assert written("plain") == "plain"
    assert written([None]) == "[null]"
