"""The job summary: is it out, what is not, why, and what to do; or the same of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from webflow_publish import __version__
from webflow_publish.change import Change
from webflow_publish.complaint import Complaint
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection
from webflow_publish.outcome import GOOD, MISSING, Outcome, Result, Status, Verdict
from webflow_publish.report.failures import add_failures
from webflow_publish.report.headline import headline
from webflow_publish.report.lists import add_done
from webflow_publish.report.markdown import SHOWN_IN_THE_LOG, Page, code, place_link, prose, table_head, table_row
from webflow_publish.report.pending import add_estimate, add_pending, add_unchanged, would_go
from webflow_publish.report.remainders import add_remainders
from webflow_publish.report.source import Source
from webflow_publish.report.waiting import add_scheduled
from webflow_publish.text import counted

SUMMARY_LIMIT = 1_000_000
"""Bytes that the summary takes at most. GitHub drops one of over 1,048,576 whole."""
_ROOM_FOR_THE_REST = 60_000
"""Bytes kept free, while failures are listed, for what comes after them."""
_MOST_COLLECTIONS = 100
"""Collections that the table of counts shows."""


def summary(result: Result, mode: Mode, source: Source, limit: int = SUMMARY_LIMIT) -> str:
    """The whole summary as GitHub-flavoured Markdown, within `limit` bytes: failures first, and told what is cut."""
    limit = min(limit, SUMMARY_LIMIT)
    end = _end(result, limit)
    page = Page(limit - len(end.encode()), source)
    if not page.add(f"# {_sign(result)} {prose(headline(result, mode))}\n\n"):
        return ""
    if result.defect:
        page.add(f"> [!CAUTION]\n> {prose(result.defect)}\n\n")
    _add_problems(page, result, source)
    _add_warnings(page, result, mode)
    _add_counts(page, result, _PLANNED if mode is Mode.PLAN else _PUBLISHED)
    if mode is Mode.PLAN:
        add_estimate(page, result)
    room = page.left - min(_ROOM_FOR_THE_REST, page.left // 4)
    shows_plan = mode is Mode.PLAN or result.refusal is not None
    add_failures(page, result, mode, source, room // 2 if shows_plan else room)
    _add_unmatched(page, result, source)
    add_remainders(page, result)
    if shows_plan:
        add_pending(page, result)
    add_done(page, result)
    if not shows_plan:
        add_scheduled(page, result)
    add_unchanged(page, result)
    return page.text() + end


def _sign(result: Result) -> str:
    if result.exit_code or result.verdict not in GOOD:
        return "❌"
    return "📋" if result.verdict is Verdict.PENDING else "✅"


def loss_note(result: Result) -> str:
    """What could not be written, to be added to a summary that was written before that was known; empty for nothing."""
    lines = (f"> {prose(loss.message)} {prose(loss.hint)}\n" for loss in result.losses)
    return "".join(("\n> [!WARNING]\n", *lines)) if result.losses else ""


def _end(result: Result, limit: int) -> str:
    """What comes last, because it needs nothing from the reader, and has its room all the same."""
    page = Page(min(_ROOM_FOR_THE_REST // 2, limit // 10))
    _add_resolved(page, result)
    requests = f"{counted(result.requests, 'request')} in {result.seconds:,.0f} s · " if result.requests else ""
    return f"{page.text()}<sub>{requests}webflow-publish {__version__}</sub>\n"


def _add_warnings(page: Page, result: Result, mode: Mode) -> None:
    for kind, problems in (("IMPORTANT", result.notices), ("WARNING", result.warnings)):
        lines = "".join(f"> {prose(each.message)} {prose(each.hint)}\n" for each in problems)
        page.add(f"> [!{kind}]\n{lines}\n" if lines else "")
    if result.left_out:
        whole = "the report to undo" if mode is Mode.UNDO else "the manifest"
        page.add(f"This run is of a part of {whole}, and leaves out {counted(result.left_out, 'other item')}.\n\n")


def _add_problems(page: Page, result: Result, source: Source) -> None:
    if not result.problems:
        return
    rows = (
        table_row((place_link(each.place, source), prose(each.message), prose(each.hint))) for each in result.problems
    )
    head = table_head(("Where", "What is wrong", "What to change"))
    page.add_rows(head, rows, len(result.problems), "\n", SHOWN_IN_THE_LOG, page.left)


_Column = tuple[str, Callable[[Outcome], bool]]

_UNCHANGED: tuple[_Column, ...] = (
    ("Live already", lambda outcome: outcome.status is Status.UNCHANGED and not outcome.variant.is_leaving),
    ("Off the live site already", lambda outcome: outcome.status is Status.UNCHANGED and outcome.variant.is_leaving),
)
_SCHEDULED: _Column = ("Scheduled", lambda outcome: outcome.status is Status.SCHEDULED)
_PUBLISHED: tuple[_Column, ...] = (
    ("Published, and seen live", lambda outcome: outcome.status is Status.PUBLISHED and outcome.confirmed),
    ("Published", lambda outcome: outcome.status is Status.PUBLISHED and not outcome.confirmed),
    ("Taken down, and seen to be gone", lambda outcome: outcome.status is Status.UNPUBLISHED and outcome.confirmed),
    ("Taken down", lambda outcome: outcome.status is Status.UNPUBLISHED and not outcome.confirmed),
    *_UNCHANGED,
    _SCHEDULED,
    ("Failed", lambda outcome: outcome.status is Status.FAILED),
    ("Not sent", lambda outcome: outcome.status is Status.BLOCKED),
)
_PLANNED: tuple[_Column, ...] = (
    ("New", lambda outcome: _is_pending(outcome, Change.NEW, Change.DRAFT)),
    ("Changed", lambda outcome: _is_pending(outcome, Change.CHANGED)),
    ("Again", lambda outcome: _is_pending(outcome, Change.FORCED)),
    ("To be taken down", lambda outcome: _is_pending(outcome, Change.TAKEN_DOWN)),
    *_UNCHANGED,
    _SCHEDULED,
    ("Cannot be published", lambda outcome: _is_hopeless(outcome) and not outcome.variant.is_leaving),
    ("Cannot be taken down", lambda outcome: _is_hopeless(outcome) and outcome.variant.is_leaving),
)


def _is_hopeless(outcome: Outcome) -> bool:
    return outcome.status in MISSING and not would_go(outcome)


def _is_pending(outcome: Outcome, *changes: Change) -> bool:
    return would_go(outcome) and outcome.change in changes


def _add_counts(page: Page, result: Result, columns: Sequence[_Column]) -> None:
    """A table of how many there are of each kind, without the columns of kinds that there are none of."""
    if not result.outcomes:
        return
    collections: dict[str, Collection] = {}
    counts: Counter[tuple[str, str | None]] = Counter()
    total: Counter[str | None] = Counter()
    for outcome in result.outcomes:
        collection = collections.setdefault(outcome.variant.item.collection.id, outcome.variant.item.collection)
        kind = next((title for title, is_of in columns if is_of(outcome)), None)
        counts[collection.id, kind] += 1
        total[kind] += 1
    titles = [title for title, _ in columns if total[title]]
    page.add(table_head(("Collection", *titles), numbers=len(titles)))
    for collection_id, collection in list(collections.items())[:_MOST_COLLECTIONS]:
        page.add(table_row((code(collection.label, 100), *(f"{counts[collection_id, each]:,}" for each in titles))))
    if len(collections) > _MOST_COLLECTIONS:
        page.add(table_row((f"{len(collections) - _MOST_COLLECTIONS:,} more collections", *("" for _ in titles))))
    if len(collections) > 1:
        page.add(table_row(("**All**", *(f"**{total[each]:,}**" for each in titles))))
    localized = any(outcome.variant.locale for outcome in result.outcomes)
    page.add("\nAn item counts once for each of its locales.\n\n" if localized else "\n")


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
    page.add_rows(head, rows, len(different), "\n", SHOWN_IN_THE_LOG, page.left)


def _resolved_row(complaint: Complaint, times: int) -> str:
    meaning = f"{prose(complaint.reason.meaning)} ({code(complaint.reason)})"
    return table_row((code(complaint.collection.label, 100), meaning, code(complaint.message), f"{times:,}"))
