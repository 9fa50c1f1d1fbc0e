"""Whatever names, messages and values others write: what we tell has the form that it has of harmless ones."""

from __future__ import annotations

import io
import json
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import category
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.rendering import Rendered, rendered
from harness.results import SOURCE, blocked, confirmed, content, failed, pending, published, unchanged
from harness.runner import read_log, read_outputs
from harness.samples import FRENCH, collection, item
from harness.strategies.text import FRAGMENTS, file_names, hostile_texts
from webflow_publish.actions import Step
from webflow_publish.batch import Batch
from webflow_publish.change import Change
from webflow_publish.complaint import Complaint
from webflow_publish.console import Annotation, Console, Level, Terminal
from webflow_publish.difference import Difference
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Item
from webflow_publish.outcome import Outcome, Result, Verdict
from webflow_publish.problem import Place, Problem
from webflow_publish.progress import Progress
from webflow_publish.reason import Reason
from webflow_publish.report import annotations_of, headline, loss_note, outputs, report, summary
from webflow_publish.report.log import Log
from webflow_publish.report.markdown import prose
from webflow_publish.report.transcript import transcript
from webflow_publish.text import cropped, plain, quoted
from webflow_publish.webflow import Failure, Retry, Site, page_address

Test = TypeVar("Test", bound=Callable[..., None])

STARTED = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SITE = Site("580e63e98c9a982ac9b8b741", "www.example.com")
OURS = ("https://github.com/octo-org/website/blob/0123abcd/", "https://www.example.com/")


@dataclass(frozen=True, slots=True)
class Words:
    """What others write: the manifest's labels and the name of its file; Webflow's names, fields and messages."""

    label: str
    collection: str
    file: str
    name: str
    field: str
    value: str
    message: str

    def item(self, number: int, *locales: str) -> Item:
        of = replace(collection(1, self.collection), place=Place(self.file, 3, 5))
        return replace(item(number, *locales, of=of, name=self.label), place=Place(self.file, 10 + number, 9))

    def named_by_webflow(self, outcome: Outcome) -> Outcome:
        staged = content(outcome.variant.item, self.name)
        return replace(outcome, variant=replace(outcome.variant, item=_unnamed(outcome.variant.item)), staged=staged)

    def problem(self) -> Problem:
        return Problem(
            f"The key {quoted(self.label)} is not known.", f"Write {quoted(self.value)}.", Place(self.file, 7, 2)
        )

    def publishing(self) -> Result:
        """A run in which everything happens that can be told, each with these words."""
        (seen,) = confirmed(self.item(7, FRENCH))
        address = page_address(SITE, self.collection, self.name, None) or "https://www.example.com/x"
        outcomes = (
            *failed(Reason.NOT_FOUND, self.message, self.item(1), self.item(2)),
            *failed(Reason.REJECTED, self.message, self.item(3)),
            *failed(Reason.REJECTED, f"x{self.message}", self.item(4, FRENCH)),
            *blocked(Reason.UNAVAILABLE, self.message, self.item(5)),
            *published(self.item(6)),
            replace(seen, address=address),
            *map(self.named_by_webflow, (*unchanged(self.item(8)), *failed(Reason.ARCHIVED, "x", self.item(9)))),
        )
        complaint = Complaint(outcomes[0].variant.item.collection, Reason.REJECTED, self.message)
        told = Problem(f"Something is not known. Webflow's words: {quoted(self.message, 300)}.", "Look.")
        return Result(
            Verdict.FAILED,
            None,
            outcomes,
            resolved=(complaint,) * 2,
            unmatched=(complaint,),
            problems=(self.problem(),),
            warnings=(told,),
            losses=(told,),
        )

    def planning(self) -> Result:
        """A plan of something new, something changed, something long, and something that cannot be published."""
        note = f"Added {quoted(self.value)}."
        short = Difference(self.field, self.field, "PlainText", self.value, f"{self.value}y", (), note)
        lines = tuple(sign + cropped(self.value, 300) for sign in "-+ ")
        long = Difference(self.field, self.field, "RichText", "a", "b", lines, note)
        outcomes = (
            *pending(Change.CHANGED, self.item(1, FRENCH), differences=(short,)),
            *pending(Change.CHANGED, self.item(2), differences=(long,)),
            *pending(Change.DRAFT, *(self.item(number) for number in range(3, 14)), differences=(short,)),
            *map(self.named_by_webflow, pending(Change.NEW, self.item(20))),
            *map(self.named_by_webflow, unchanged(self.item(21))),
            *failed(Reason.REFERENCE_NOT_LIVE, self.message, self.item(22)),
        )
        return Result(Verdict.FAILED, None, outcomes)


def _unnamed(of: Item) -> Item:
    return replace(of, name=None)


HARMLESS = Words("x", "x", "x.yml", "x", "x", "x", "x")
TEXTS = hostile_texts()
LABELS = hostile_texts(halves=False).map(lambda text: text[:200])
MESSAGES = TEXTS.map(lambda text: text[:1_000])
WORDS = st.builds(
    Words, label=LABELS, collection=LABELS, file=file_names(), name=TEXTS, field=TEXTS, value=TEXTS, message=MESSAGES
)


def with_each_fragment(test: Test) -> Test:
    """Try the words that are known to mean something somewhere, too, each in two places of many."""
    for shift in (0, 3):
        known = (*FRAGMENTS[shift:], *FRAGMENTS[:shift])
        for label, collection_name, name, field, value, message in zip_longest(*[iter(known)] * 6, fillvalue="x"):
            words = Words(label, collection_name, f"{len(label)}%.yml", name, field, value, message)
            test = example(words=words)(test)
    return test


RESULTS: dict[Mode, Callable[[Words], Result]] = {Mode.PUBLISH: Words.publishing, Mode.PLAN: Words.planning}
MODES = pytest.mark.parametrize("mode", RESULTS)


def seen(text: str) -> str:
    """The text without its spaces: Markdown makes one of several, and a cell has one before an escaped bar."""
    return "".join(text.split())


def summary_of(words: Words, mode: Mode) -> str:
    result = RESULTS[mode](words)
    return summary(result, mode, SOURCE) + loss_note(result)


@cache
def usual_page(mode: Mode) -> Rendered:
    return rendered(summary_of(HARMLESS, mode))


def tell(console: Console, words: Words, mode: Mode) -> None:
    """Say everything on a console that a run says."""
    result = RESULTS[mode](words)
    variant = result.outcomes[0].variant
    failure = Failure(Reason.UNAVAILABLE, words.message)
    log = Log(console, lambda: 1.0)
    log.retrying(Retry(failure, 5))
    log.divided(Batch(variant.item.collection, (variant,)), failure)
    log.progressed(Progress(variant.item.collection, 1, 2, 0, 1))
    log.note(words.message)
    log.close()
    console.open_group(words.collection)
    for line in transcript(result):
        console.line(line)
    console.close_group()
    console.annotate(annotations_of(result))
    console.line(f"{headline(result, mode)}.")


def heard(console: Console, words: Words, mode: Mode) -> tuple[str, str]:
    """What it writes to stdout and to stderr."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as errors:
        tell(console, words, mode)
    return out.getvalue(), errors.getvalue()


@MODES
@given(words=WORDS)
@with_each_fragment
def test_the_summary_has_the_elements_and_the_words_of_a_harmless_one_and_the_rest_is_code(
    mode: Mode, words: Words
) -> None:
    page, harmless = rendered(summary_of(words, mode)), usual_page(mode)
    assert page.elements == harmless.elements
    assert page.words == harmless.words
    assert len(page.literals) == len(harmless.literals)


@MODES
@given(words=WORDS)
def test_the_links_of_the_summary_lead_to_the_lines_of_the_manifest_and_to_pages_of_the_site(
    mode: Mode, words: Words
) -> None:
    page, harmless = rendered(summary_of(words, mode)), usual_page(mode)
    assert all(link.startswith(OURS) and link.isascii() and link.isprintable() for link in page.links)
    lines = [unquote(link) for link in page.links if link.startswith(OURS[0])]
    assert lines == [link.replace("x.yml", words.file) for link in harmless.links if link.startswith(OURS[0])]


@MODES
@given(words=WORDS)
def test_what_others_wrote_can_be_read_in_the_summary(mode: Mode, words: Words) -> None:
    shown = "\n".join(map(seen, rendered(summary_of(words, mode)).literals))
    for text in (words.label, words.collection, words.name):
        assert seen(plain(text, 100)) in shown
    assert seen(plain(words.message)) in shown


@MODES
@given(words=WORDS, limit=st.integers(0, 30_000))
def test_a_summary_that_lacks_room_stays_within_it_and_whole(mode: Mode, words: Words, limit: int) -> None:
    text = summary(RESULTS[mode](words), mode, SOURCE, limit)
    assert len(text.encode()) <= limit
    page = rendered(text)
    assert {each.split()[0] for each in page.elements} <= {each.split()[0] for each in usual_page(mode).elements}
    tags = Counter(each.split()[0] for each in page.elements)
    assert all(tags[f"/{tag}"] == count for tag, count in tags.items() if tag not in {"hr", "br"} and tag[0] != "/")
    assert all(link.startswith(OURS) for link in page.links)


@given(TEXTS)
def test_a_defect_is_told_with_no_element_but_code(text: str) -> None:
    page = rendered(prose(f"KeyError at run.py:1: {text}. Please report this line."))
    assert set(page.elements) <= {"p", "/p", "code", "/code"}
    assert not page.links


@MODES
@given(words=WORDS)
@with_each_fragment
def test_the_runner_finds_no_commands_but_ours_in_the_log(mode: Mode, words: Words) -> None:
    log, harmless = (read_log(heard(Step(), each, mode)[0]) for each in (words, HARMLESS))
    assert [command.name for command in log.commands] == [command.name for command in harmless.commands]
    assert len(log.lines) == len(harmless.lines)
    assert (log.masks, log.complaints, log.open_group) == ((), (), None)
    assert [(each.level, each.title) for each in log.annotations] == [
        (each.level, each.title) for each in harmless.annotations
    ]


@given(TEXTS, TEXTS, file_names() | hostile_texts(), st.integers(1, 10**6), st.integers(1, 10**4))
def test_an_annotation_says_what_it_is_to_say_at_the_place_that_it_is_about(
    message: str, hint: str, file: str, line: int, column: int
) -> None:
    place = Place(file, line, column)
    with redirect_stdout(io.StringIO()) as out:
        Step().annotate([Annotation(Level.ERROR, "Archived in Webflow", message, hint, place)])
    (shown,) = read_log(out.getvalue()).annotations
    assert shown.message == plain(f"{place}: {message} {hint}".strip(), 4096)[:4096]
    assert (shown.level, shown.title) == ("error", "Archived in Webflow")
    # A name with something in it that cannot be seen is told in the message alone.
    placed = (file, line, column) if plain(file) == file else (None, None, None)
    assert (shown.file, shown.line, shown.column) == placed


@MODES
@given(words=WORDS)
@with_each_fragment
def test_a_terminal_gets_nothing_but_characters_that_can_be_seen_and_no_line_more(mode: Mode, words: Words) -> None:
    texts, harmless = (heard(Terminal(), each, mode) for each in (words, HARMLESS))
    for text, usual in zip(texts, harmless, strict=True):
        assert len(text.splitlines()) == len(usual.splitlines())
        unseen = {category(each) for each in text if each != "\n"} & {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
        assert not unseen
    assert read_log("".join(texts)).commands == ()


@MODES
@given(words=WORDS)
def test_the_outputs_are_read_as_they_were_set(mode: Mode, words: Words) -> None:
    result = RESULTS[mode](words)
    told = outputs(result, mode, words.file)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as environment:
        file = Path(folder, "output")
        environment.setenv("GITHUB_OUTPUT", str(file))
        Step().write_outputs(told)
        assert read_outputs(file.read_bytes()) == told
    records: list[dict[str, Any]] = json.loads(told["errors"])
    messages = [each["message"] for each in records if each["status"]]
    assert messages == [outcome.message for outcome in result.outcomes if outcome.reason]
    assert {each["manifest"] for each in json.loads(told["matrix"])["include"]} <= {words.file}


@MODES
@given(words=WORDS)
def test_the_report_has_every_name_as_it_was_written(mode: Mode, words: Words) -> None:
    result = RESULTS[mode](words)
    record = json.loads(b"".join(report(result, mode, SOURCE, STARTED)))
    assert [each["item"]["name"] for each in record["items"]] == [outcome.name for outcome in result.outcomes]
    assert {each["place"]["file"] for each in record["items"]} == {words.file}
    assert {each["collection"]["name"] for each in record["items"]} == {words.collection}
    assert [each["message"] for each in record["items"]] == [
        outcome.message if outcome.reason else None for outcome in result.outcomes
    ]
