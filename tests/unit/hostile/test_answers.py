"""Whatever comes back from Webflow, or from what stands before it: it is read, or refused as a whole, and believed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from harness.bakery import TOKEN
from harness.catalogue import COLLECTION
from harness.samples import ENGLISH, FRENCH, identifier, item, variants
from harness.strategies.answer import (
    SITE,
    collections,
    items,
    pages,
    publications,
    refusals,
    sites,
)
from harness.strategies.mutation import mutated, values, written
from harness.strategies.text import hostile_texts, texts_with_token
from harness.transport import ReadingTransport, RuledTransport
from webflow_publish.accounting import Account, account
from webflow_publish.batch import Batch, batches
from webflow_publish.difference import differences
from webflow_publish.outcome import Status
from webflow_publish.reason import Reason
from webflow_publish.report.difference import difference_block, difference_records
from webflow_publish.text import plain
from webflow_publish.webflow import (
    BearerToken,
    Failure,
    Published,
    Publisher,
    Reader,
    Reply,
    Sending,
    Stage,
    page_address,
    read_content,
    read_schema,
    read_site,
)
from webflow_publish.webflow.document import read_document
from webflow_publish.webflow.failure import WORDS_LIMIT, from_answer

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
ONE = identifier(1)
SECRET = BearerToken(TOKEN)
hide = SECRET.hide

(PRIMARY,) = batches(variants(*(item(number) for number in range(1, 6))))
(LOCALIZED,) = batches(variants(*(item(number, ENGLISH, FRENCH) for number in range(1, 6))))
BATCHES = st.sampled_from([PRIMARY, LOCALIZED])

DOCUMENTS = st.one_of(*(mutated(each) for each in (publications(), items(), pages(), collections(), sites())))
TEXTS = st.just("blog") | texts_with_token() | hostile_texts()
DATES = (
    "Mon, 23 Nov 2026 17:00:30 GMT",
    "Mon, 01 Jan 9999999999999 00:00:00 GMT",
    "Mon, 01 Jan 2027 00:00 +99999999999",
)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Location": texts_with_token(),
        "Retry-After": st.sampled_from(DATES) | st.sampled_from(["1.5", "-5", "1e9", "٣"]) | texts_with_token(),
    },
)
STATUSES = st.sampled_from([301, 307, 400, 401, 403, 404, 409, 429, 429, 500, 503]) | st.integers(300, 599)


def texts_in(value: object) -> Iterator[str]:
    """All texts in a JSON value, keys as well, however deep they lie."""
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            pending += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            pending += each


def shows_token(*texts: str) -> bool:
    """Whether it stands in one of them as it is, or when what is escaped as in addresses is read up to three times."""
    for _ in range(3):
        if any(TOKEN in text for text in texts):
            return True
        texts = tuple(map(unquote, texts))
    return any(TOKEN in text for text in texts)


def answered(document: Any) -> Published | Failure:
    """What the publisher makes of an answer."""
    transport = RuledTransport(lambda _: document)
    return Publisher(transport).publish(COLLECTION, [ONE], Sending()).answer


def named_in(text: str) -> set[str]:
    """The items of the batches that a text names."""
    found = set(re.split(r"[^0-9a-f]+", text.lower()))
    return {each.id for each in (item(number) for number in range(1, 6))} & found


def told_of(accounted: Account) -> list[str]:
    return [outcome.message for outcome in accounted.outcomes] + [each.message for each in accounted.unmatched]


@given(written(DOCUMENTS))
def test_an_answer_is_an_object_or_malformed_and_the_token_is_in_none_of_its_texts(text: str) -> None:
    read, at_a_glance = read_document(202, text, hide), read_document(202, text, hide, SECRET.is_absent)
    assert not shows_token(*texts_in(read))
    assert not isinstance(read, Failure) or (read.reason, read.retryable) == (Reason.MALFORMED, True)
    # To look closely ends at lists that lie too deep in each other.
    assert isinstance(read, Failure) or [*texts_in(at_a_glance)] == [*texts_in(read)]


@given(STATUSES | st.integers(100, 199), HEADERS, written(mutated(refusals())) | written(DOCUMENTS))
def test_a_refusal_is_one_line_of_visible_words_without_the_token(
    status: int, headers: dict[str, str], body: str
) -> None:
    failure = from_answer(status, headers, body, NOW, hide)
    assert failure.status == status
    assert failure.message == plain(failure.message, 20 * WORDS_LIMIT)
    assert not shows_token(failure.message)
    assert failure.retry_after is None or (failure.retry_after >= 0 and math.isfinite(failure.retry_after))
    assert all(re.fullmatch("[0-9a-f]{24}", each) for each in failure.identifiers)


@given(STATUSES, HEADERS, written(mutated(refusals())), BATCHES)
def test_of_a_refused_request_nothing_is_published_and_each_item_has_a_reason(
    status: int, headers: dict[str, str], body: str, batch: Batch
) -> None:
    accounted = account(batch, from_answer(status, headers, body, NOW, hide))
    assert tuple(outcome.variant for outcome in accounted.outcomes) == batch.variants
    assert all(outcome.status is Status.FAILED and outcome.reason for outcome in accounted.outcomes)
    assert not shows_token(*told_of(accounted))


@given(mutated(publications()), BATCHES)
def test_published_is_what_is_called_so_and_no_error_blames_and_no_error_is_lost(
    document: dict[str, Any], batch: Batch
) -> None:
    answer = answered(document)
    accounted = account(batch, answer)
    assert tuple(outcome.variant for outcome in accounted.outcomes) == batch.variants
    published = {outcome.variant.item.id for outcome in accounted.outcomes if outcome.status is Status.PUBLISHED}
    if isinstance(answer, Failure):
        assert answer.reason is Reason.MALFORMED
        assert not published
        return
    called = {each.lower() for each in document.get("publishedItemIds") or () if isinstance(each, str)}
    asked = {variant.item.id for variant in batch.variants}
    errors = [each if isinstance(each, str) else json.dumps(each) for each in document.get("errors") or ()]
    blamed = {named for each in errors for named in (named_in(each) - called or named_in(each))}
    assert published == (called & asked) - blamed
    unnamed = [plain(each) for each in answer.errors if not named_in(each) & asked]
    assert [each.message for each in accounted.unmatched] == unnamed
    assert bool(answer.errors) == bool(errors or (document.get("message") and not document.get("publishedItemIds")))
    assert {outcome.status for outcome in accounted.outcomes} <= {Status.PUBLISHED, Status.FAILED}
    assert all((outcome.status is Status.FAILED) == bool(outcome.reason) for outcome in accounted.outcomes)


@given(written(mutated(publications())), BATCHES)
def test_nothing_that_is_told_of_a_publish_has_the_token_in_it_or_a_second_line(text: str, batch: Batch) -> None:
    document = read_document(202, text, hide)
    told = told_of(account(batch, document if isinstance(document, Failure) else answered(document)))
    assert not shows_token(*told)
    assert all(line == plain(line, 20_000) for line in told)


@given(written(mutated(pages())), st.sampled_from([None, ENGLISH]), st.lists(st.just(ONE), max_size=1))
def test_a_list_is_read_to_its_last_item_or_not_at_all(text: str, locale: str | None, wanted: list[str]) -> None:
    document = read_document(200, text, hide)
    reply = reader(document).page(COLLECTION, Stage.STAGED, locale, 0, wanted)
    if isinstance(reply.answer, Failure):
        assert reply.answer.reason is Reason.MALFORMED
    else:
        assert isinstance(document, dict)
        assert [each.id for each in reply.answer.items] == [each["id"].lower() for each in document["items"]]
        assert reply.answer.total is None or reply.answer.total >= 0


ASKED: Sequence[tuple[st.SearchStrategy[dict[str, Any]], Callable[[Reader], Reply[Any]], str]] = (
    (items(), lambda reader: reader.item(COLLECTION, Stage.LIVE, None, ONE), ONE),
    (collections(), lambda reader: reader.schema(COLLECTION), COLLECTION),
    (sites(), lambda reader: reader.site(SITE), SITE),
)


@given(st.data(), st.sampled_from(ASKED))
def test_what_is_read_is_what_was_asked_for(
    data: st.DataObject, asked: tuple[st.SearchStrategy[dict[str, Any]], Callable[[Reader], Reply[Any]], str]
) -> None:
    documents, ask, wanted = asked
    answer = ask(reader_of(data.draw(written(mutated(documents))))).answer
    assert answer.reason is Reason.MALFORMED if isinstance(answer, Failure) else answer.id == wanted


@given(written(mutated(st.fixed_dictionaries({"collections": st.lists(collections(), max_size=3)}))))
def test_headings_are_those_of_collections(text: str) -> None:
    headings = reader_of(text).headings(SITE).answer
    assert isinstance(headings, Failure) or all(re.fullmatch("[0-9a-f]{24}", each.id) for each in headings)
    assert isinstance(headings, Failure) or all(each.slug and each.name for each in headings)


@given(written(mutated(st.fixed_dictionaries({"sites": st.lists(sites(), max_size=3)}))))
def test_sites_are_those_that_have_an_id_and_so_are_their_locales(text: str) -> None:
    found = reader_of(text).sites().answer
    for each in () if isinstance(found, Failure) else found:
        ids = (each.id, *each.domain_ids, *(locale.id for locale in each.locales))
        assert all(re.fullmatch("[0-9a-f]{24}", one) for one in ids)


def reader(answer: dict[str, Any] | Failure) -> Reader:
    return Reader(ReadingTransport(lambda _path, _query: Reply(answer)))


def reader_of(text: str) -> Reader:
    return reader(read_document(200, text, hide))


@given(mutated(items(1)), mutated(items(1)), mutated(collections()), st.integers(0, 5_000), st.booleans())
def test_any_two_versions_of_an_item_are_compared_under_any_schema(
    live: dict[str, Any], staged: dict[str, Any], collection: dict[str, Any], room: int, is_first: bool
) -> None:
    before, after, schema = read_content(live), read_content(staged), read_schema(collection)
    if before is None or after is None:
        return
    fields = schema.fields if schema else ()
    found = differences(None if is_first else before.fields, after.fields, fields, {ONE: "One", identifier(2): ""})
    assert len({each.field for each in found}) == len(found)
    assert len(difference_block(found, room, is_first=is_first).encode()) <= room
    assert json.dumps(difference_records(found), ensure_ascii=False).encode()
    if not is_first:
        assert bool(found) <= (before.digest != after.digest)


@given(mutated(sites(), most=1), TEXTS, TEXTS, st.none() | st.sampled_from([ENGLISH, FRENCH]))
def test_an_address_is_on_a_host_of_the_site_and_has_no_more_parts_than_it_is_made_of(
    document: dict[str, Any], collection_slug: str, item_slug: str, locale: str | None
) -> None:
    site = read_site(document)
    address = page_address(site, collection_slug, item_slug, locale) if site else None
    if site is None or address is None:
        return
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("https", site.domain)
    assert address.isascii()
    assert address.isprintable()
    assert not re.search(r"[\s\"'<>()\[\]|`\\?#&;@:]", address.removeprefix("https:"))
    assert [unquote(part) for part in parts.path.split("/")][-2:] == [collection_slug, item_slug]


@given(st.dictionaries(texts_with_token(), values()))
def test_the_token_is_hidden_in_whatever_an_answer_says(document: dict[str, Any]) -> None:
    read = read_document(200, json.dumps(document), hide)
    assert isinstance(read, Failure) or not shows_token(*texts_in(read))
