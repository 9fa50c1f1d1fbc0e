from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.samples import ENGLISH, FRENCH, identifier, item, leaving, variants
from webflow_publish.accounting import Account, account, is_unfound
from webflow_publish.batch import batches
from webflow_publish.outcome import Status
from webflow_publish.reason import Reason
from webflow_publish.webflow import Failure, Published, Unpublished

(BATCH,) = batches(variants(item(1), item(2), item(3)))
(OFF,) = batches(variants(leaving(1), leaving(2)))
ONE, TWO, THREE = identifier(1), identifier(2), identifier(3)


def read(published: list[str], *errors: str) -> Account:
    return account(BATCH, Published(frozenset(published), errors))


def told(result: Account) -> list[tuple[str, str]]:
    return [(outcome.status.value, outcome.reason.value if outcome.reason else "") for outcome in result.outcomes]


def test_what_came_back_is_published() -> None:
    result = read([ONE, TWO, THREE])
    assert told(result) == [("published", "")] * 3
    assert result.is_plain_success


def test_an_error_text_goes_to_the_item_that_it_names() -> None:
    result = read([ONE, THREE], f"Staging item ID {TWO} not found.")
    assert told(result) == [("published", ""), ("failed", "not-found"), ("published", "")]
    assert result.outcomes[1].message == f"Staging item ID {TWO} not found."
    assert not result.unmatched


def test_an_item_that_is_in_neither_list_failed() -> None:
    assert told(read([ONE, THREE])) == [("published", ""), ("failed", "no-answer"), ("published", "")]


def test_an_item_that_is_in_both_lists_failed() -> None:
    result = read([ONE, TWO, THREE], f"Staging item ID {TWO} is archived and cannot be published.")
    assert told(result)[1] == ("failed", "archived")


def test_an_empty_answer_publishes_nothing() -> None:
    assert told(read([])) == [("failed", "no-answer")] * 3


def test_an_item_that_was_not_asked_for_changes_nothing() -> None:
    assert told(read([identifier(9)], f"Staging item ID {identifier(8)} not found.")) == [("failed", "no-answer")] * 3


def test_an_error_without_an_item_is_a_failure_even_where_all_was_published() -> None:
    result = read([ONE, TWO, THREE], "Something went wrong")
    assert [(each.reason, each.message) for each in result.unmatched] == [(Reason.REJECTED, "Something went wrong")]
    assert not result.is_plain_success


def test_an_error_without_an_item_is_told_with_the_items_that_got_no_word() -> None:
    result = read([ONE, THREE], "Something went wrong")
    assert "Something went wrong" in result.outcomes[1].message


def test_an_error_that_names_two_items_is_about_the_one_that_is_not_published() -> None:
    result = read([TWO, THREE], f"Item {ONE} references item {TWO}, which is not published.")
    assert told(result) == [("failed", "reference-not-live"), ("published", ""), ("published", "")]


def test_all_texts_about_an_item_are_kept() -> None:
    result = read([TWO, THREE], f"Item {ONE} is bad.", f"Item {ONE} is worse.")
    assert result.outcomes[0].message == f"Item {ONE} is bad.; Item {ONE} is worse."


def test_an_id_within_a_longer_row_of_hex_characters_is_not_an_id() -> None:
    assert told(read([TWO, THREE], f"trace {ONE}ab: slow"))[0] == ("failed", "no-answer")


def test_an_id_in_capitals_is_the_same_id() -> None:
    assert told(read([TWO, THREE], f"Staging item ID {ONE.upper()} not found."))[0] == ("failed", "not-found")


def test_a_failed_request_fails_each_of_its_items_with_its_words() -> None:
    result = account(BATCH, Failure(Reason.COLLECTION_CHANGED, "409 Conflict: changed"))
    assert {(each.status, each.reason, each.message) for each in result.outcomes} == {
        (Status.FAILED, Reason.COLLECTION_CHANGED, "409 Conflict: changed")
    }


def test_control_characters_in_an_error_text_are_shown_and_not_obeyed() -> None:
    assert read([], f"{ONE}\n::error::forged").outcomes[0].message == rf"{ONE}\n::error::forged"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Staging item ID {} not found.", Reason.NOT_FOUND),
        ("Staging item ID {} is archived and cannot be published.", Reason.ARCHIVED),
        ("Referenced item of {} is not published", Reason.REFERENCE_NOT_LIVE),
        ("Cannot publish {} because of an unpublished reference", Reason.REFERENCE_NOT_LIVE),
        ("Validation of {} failed", Reason.REJECTED),
    ],
)
def test_the_reason_is_read_from_the_sentence(text: str, reason: Reason) -> None:
    assert read([], text.format(ONE)).outcomes[0].reason is reason


def test_a_request_that_failed_for_an_item_that_it_names_does_not_give_its_reason_to_the_others() -> None:
    result = account(BATCH, Failure(Reason.ARCHIVED, "409 Conflict: cut", identifiers=frozenset({TWO})))
    assert told(result) == [("failed", "rejected"), ("failed", "archived"), ("failed", "rejected")]
    assert "because of another item" in result.outcomes[0].message
    assert result.names_items


IDS = st.sampled_from([ONE, TWO, THREE, identifier(8), "nonsense", ""])
TEXTS = st.one_of(st.text(), st.builds("{} {} {}".format, IDS, st.text(), IDS))


@given(st.sets(IDS), st.lists(TEXTS, max_size=5))
def test_whatever_the_answer_every_variant_has_one_outcome_and_no_error_is_lost(
    published: set[str], errors: list[str]
) -> None:
    result = account(BATCH, Published(frozenset(published), tuple(errors)))
    assert tuple(outcome.variant for outcome in result.outcomes) == BATCH.variants
    for outcome in result.outcomes:
        assert (outcome.status is Status.PUBLISHED) == (outcome.reason is None)
        if outcome.status is Status.PUBLISHED:
            assert outcome.variant.item.id in published
    if errors:
        assert not result.is_plain_success


def test_a_batch_of_several_locales_is_read_by_item() -> None:
    (batch,) = batches(variants(item(1, ENGLISH, FRENCH)))
    assert [each.status for each in account(batch, Published(frozenset({ONE}), ())).outcomes] == [Status.PUBLISHED] * 2


def test_the_reason_of_an_item_is_in_the_sentence_that_is_about_it() -> None:
    about_one = f"Item {ONE} references item {TWO}, which is not published."
    about_two = f"Staging item ID {TWO} is archived and cannot be published."
    result = read([THREE], about_one, about_two)
    assert told(result)[:2] == [("failed", "reference-not-live"), ("failed", "archived")]
    assert result.outcomes[1].message == f"{about_two}; {about_one}"


class TestTakingDown:
    """Webflow does all that a request to take down names, or nothing, and says nothing of single items."""

    def test_a_2xx_is_said_of_all(self) -> None:
        result = account(OFF, Unpublished())
        assert told(result) == [("unpublished", "")] * 2
        assert result.is_plain_success

    def test_a_404_is_that_something_is_not_found_whatever_it_says(self) -> None:
        failure = Failure(Reason.SITE_NOT_PUBLISHED, "404 Not Found: The item is not published", 404)
        assert told(account(OFF, failure)) == [("failed", "not-found")] * 2
        assert told(account(BATCH, failure)) == [("failed", "site-not-published")] * 3

    def test_only_of_what_is_to_be_taken_down_a_404_is_about_the_live_site(self) -> None:
        gone, down = Failure(Reason.NOT_FOUND, "404", 404), Failure(Reason.UNAVAILABLE, "503", 503)
        assert is_unfound(OFF, gone)
        assert not is_unfound(BATCH, gone)
        assert not is_unfound(OFF, down)
        assert not is_unfound(OFF, Unpublished())
