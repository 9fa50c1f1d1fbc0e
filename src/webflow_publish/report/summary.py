"""The job summary: is it out, what is not, why, and what to do."""

from __future__ import annotations

from collections import Counter

from webflow_publish import __version__
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection
from webflow_publish.outcome import Complaint, Result, Status, Verdict
from webflow_publish.report.failures import add_failures
from webflow_publish.report.headline import headline
from webflow_publish.report.markdown import SHOWN_IN_THE_LOG, Page, code, place_link, prose, table_head, table_row
from webflow_publish.report.published import add_published
from webflow_publish.report.source import Source
from webflow_publish.text import counted

SUMMARY_LIMIT = 1_000_000
"""Bytes that the summary takes at most. GitHub drops one of over 1,048,576 whole."""
_ROOM_FOR_THE_REST = 60_000
"""Bytes kept free, while failures are listed, for what comes after them."""
_MOST_COLLECTIONS = 100
"""Collections that the table of counts shows."""


def summary(result: Result, mode: Mode, source: Source, limit: int = SUMMARY_LIMIT) -> str:
    """The whole summary as GitHub-flavoured Markdown, within `limit` bytes: failures first, and told what is cut."""
    footer = _footer(result)
    page = Page(min(limit, SUMMARY_LIMIT) - len(footer.encode()))
    good = result.verdict is Verdict.SUCCESS
    if not page.add(f"# {'✅' if good else '❌'} {prose(headline(result, mode))}\n\n"):
        return ""
    if result.defect:
        page.add(f"> [!CAUTION]\n> {prose(result.defect)}\n\n")
    _add_problems(page, result, source)
    _add_counts(page, result)
    add_failures(page, result, source, page.left - _ROOM_FOR_THE_REST)
    _add_unmatched(page, result, source)
    _add_resolved(page, result)
    add_published(page, result)
    return page.text() + footer


def loss_note(result: Result) -> str:
    """What could not be written, to be added to a summary that was written before that was known; empty for nothing."""
    lines = (f"> {prose(loss.message)} {prose(loss.hint)}\n" for loss in result.losses)
    return "".join(("\n> [!WARNING]\n", *lines)) if result.losses else ""


def _footer(result: Result) -> str:
    requests = f"{counted(result.requests, 'request')} in {result.seconds:,.0f} s · " if result.requests else ""
    return f"<sub>{requests}webflow-publish {__version__}</sub>\n"


def _add_problems(page: Page, result: Result, source: Source) -> None:
    if not result.problems:
        return
    rows = (
        table_row((place_link(each.place, source), prose(each.message), prose(each.hint))) for each in result.problems
    )
    head = table_head(("Where", "What is wrong", "What to change"))
    page.add_rows(head, rows, len(result.problems), "\n", SHOWN_IN_THE_LOG, page.left)


def _add_counts(page: Page, result: Result) -> None:
    if not result.outcomes:
        return
    collections: dict[str, Collection] = {}
    counts: dict[str, Counter[Status]] = {}
    for outcome in result.outcomes:
        collection = collections.setdefault(outcome.variant.item.collection.id, outcome.variant.item.collection)
        counts.setdefault(collection.id, Counter())[outcome.status] += 1
    page.add(table_head(("Collection", "Published", "Failed", "Not sent"), numbers=3))
    for collection_id, collection in list(collections.items())[:_MOST_COLLECTIONS]:
        page.add(table_row((code(collection.label, 100), *_numbers(counts[collection_id]))))
    if len(collections) > _MOST_COLLECTIONS:
        page.add(table_row((f"{len(collections) - _MOST_COLLECTIONS:,} more collections", "", "", "")))
    if len(collections) > 1:
        total = _numbers(sum(counts.values(), Counter()))
        page.add(table_row(("**All**", *(f"**{number}**" for number in total))))
    localized = any(outcome.variant.locale for outcome in result.outcomes)
    page.add("\nAn item counts once for each of its locales.\n\n" if localized else "\n")


def _numbers(counts: Counter[Status]) -> list[str]:
    return [f"{counts[status]:,}" for status in (Status.PUBLISHED, Status.FAILED, Status.BLOCKED)]


def _add_unmatched(page: Page, result: Result, source: Source) -> None:
    if not result.unmatched:
        return
    head = (
        "## Errors that name no item\n\nWebflow reported these without saying for which item. Look at the collection "
        "in Webflow, and run this again.\n\n" + table_head(("Collection", "Manifest", "What Webflow says"))
    )
    different = dict.fromkeys(result.unmatched)
    rows = (
        table_row((code(each.collection.label, 100), place_link(each.collection.place, source), code(each.message)))
        for each in different
    )
    page.add_rows(head, rows, len(different), "\n", SHOWN_IN_THE_LOG, _ROOM_FOR_THE_REST // 2)


def _add_resolved(page: Page, result: Result) -> None:
    if not result.resolved:
        return
    head = "## Resolved by trying again\n\nThese need nothing from you.\n\n" + table_head(
        ("Collection", "What happened", "In which words", "Times"), numbers=1
    )
    different = Counter(result.resolved)
    rows = (_resolved_row(complaint, times) for complaint, times in different.items())
    page.add_rows(head, rows, len(different), "\n", SHOWN_IN_THE_LOG, _ROOM_FOR_THE_REST // 2)


def _resolved_row(complaint: Complaint, times: int) -> str:
    meaning = f"{prose(complaint.reason.meaning)} ({code(complaint.reason)})"
    return table_row((code(complaint.collection.label, 100), meaning, code(complaint.message), f"{times:,}"))
