"""The job summary: is it out, what is not, why, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection
from webflow_publish.outcome import Complaint, Outcome, Result, Status, Verdict
from webflow_publish.problem import Place
from webflow_publish.reason import Reason
from webflow_publish.report.headline import headline
from webflow_publish.report.markdown import Page, code, html_text, link, prose, table_head, table_row
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
    page = Page(min(limit, SUMMARY_LIMIT))
    good = result.verdict is Verdict.SUCCESS
    page.add(f"# {'✅' if good else '❌'} {prose(headline(result, mode))}\n\n")
    if result.defect:
        page.add(f"> [!CAUTION]\n> {prose(result.defect)}\n\n")
    _add_problems(page, result, source)
    _add_counts(page, result)
    _add_failures(page, result, source)
    _add_unmatched(page, result, source)
    _add_resolved(page, result)
    _add_published(page, result)
    return page.text()


def _add_problems(page: Page, result: Result, source: Source) -> None:
    if not result.problems:
        return
    rows = [table_row((_where(each.place, source), prose(each.message), prose(each.hint))) for each in result.problems]
    head = table_head(("Where", "What is wrong", "What to change"))
    page.add_rows(head, rows, "\n", "And {count} more, which the log shows.\n\n", page.left)


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
    once = "An item counts once for each of its locales. " if localized else ""
    page.add(f"\n{once}{counted(result.requests, 'request')} in {result.seconds:,.0f} s.\n\n")


def _numbers(counts: Counter[Status]) -> list[str]:
    return [f"{counts[status]:,}" for status in (Status.PUBLISHED, Status.FAILED, Status.BLOCKED)]


def _add_failures(page: Page, result: Result, source: Source) -> None:
    """A section for each reason, so that what to do is said once; each gets its share of the room."""
    groups: dict[tuple[Reason, Status], list[Outcome]] = {}
    for outcome in result.outcomes:
        if outcome.reason:
            groups.setdefault((outcome.reason, outcome.status), []).append(outcome)
    ordered = sorted(groups.items(), key=lambda group: (group[0][1] is Status.BLOCKED, len(group[1])))
    if ordered:
        page.add("## Not published, and what to do\n\n")
    for index, ((reason, status), outcomes) in enumerate(ordered):
        share = (page.left - _ROOM_FOR_THE_REST) // (len(ordered) - index)
        verb = "failed" if status is Status.FAILED else "not sent"
        title = f"### {prose(reason.meaning)}: {len(outcomes):,} {verb} ({code(reason)})\n\n{prose(reason.hint)}\n\n"
        head = title + table_head(("Item", "Collection", "Locale", "Manifest", "What happened"))
        rows = [_failure_row(outcome, source) for outcome in outcomes]
        page.add_rows(head, rows, "\n", "And {count} more, which the log and the JSON report show.\n\n", share)


def _failure_row(outcome: Outcome, source: Source) -> str:
    item = outcome.variant.item
    name = f"{code(item.name, 100)} " if item.name else ""
    return table_row(
        (
            name + code(item.id),
            code(item.collection.label, 100),
            code(outcome.variant.locale) if outcome.variant.locale else "primary",
            _where(item.place, source),
            code(outcome.message),
        )
    )


def _add_unmatched(page: Page, result: Result, source: Source) -> None:
    if not result.unmatched:
        return
    head = (
        "## Errors that name no item\n\nWebflow reported these without saying for which item. Look at the collection "
        "in Webflow, and run this again.\n\n" + table_head(("Collection", "Manifest", "What Webflow says"))
    )
    rows = [
        table_row((code(each.collection.label, 100), _where(each.collection.place, source), code(each.message)))
        for each in dict.fromkeys(result.unmatched)
    ]
    page.add_rows(
        head, rows, "\n", "And {count} more, which the log and the JSON report show.\n\n", _ROOM_FOR_THE_REST // 2
    )


def _add_resolved(page: Page, result: Result) -> None:
    if not result.resolved:
        return
    times = Counter((each.collection.id, each.reason, each.message) for each in result.resolved)
    first = {(each.collection.id, each.reason, each.message): each for each in reversed(result.resolved)}
    head = "## Resolved by trying again\n\nThese need nothing from you.\n\n" + table_head(
        ("Collection", "What happened", "In which words", "Times"), numbers=1
    )
    rows = [_resolved_row(first[key], number) for key, number in times.items()]
    page.add_rows(head, rows, "\n", "And {count} more, which the JSON report shows.\n\n", _ROOM_FOR_THE_REST // 2)


def _resolved_row(complaint: Complaint, times: int) -> str:
    meaning = f"{prose(complaint.reason.meaning)} ({code(complaint.reason)})"
    return table_row((code(complaint.collection.label, 100), meaning, code(complaint.message), f"{times:,}"))


def _add_published(page: Page, result: Result) -> None:
    """The published IDs, folded: a block for each collection, in it one for each set of locales."""
    collections: dict[str, dict[str, list[Outcome]]] = {}
    for outcome in result.outcomes:
        if outcome.status is Status.PUBLISHED:
            item = outcome.variant.item
            collections.setdefault(item.collection.id, {}).setdefault(item.id, []).append(outcome)
    if collections:
        page.add("## Published\n\n")
    for index, items in enumerate(collections.values()):
        label = next(iter(items.values()))[0].variant.item.collection.label
        head = (
            f"<details><summary><code>{html_text(label, 100)}</code>: {counted(len(items), 'item')}</summary>\n<pre>\n"
        )
        room = page.left // (len(collections) - index)
        left_out = "{count} more lines did not fit; the JSON report has them.\n\n"
        page.add_rows(head, list(_published_lines(items.values())), "</pre>\n</details>\n\n", left_out, room)


def _published_lines(items: Iterable[Sequence[Outcome]]) -> Iterable[str]:
    sets: dict[tuple[str | None, ...], list[Outcome]] = {}
    for outcomes in items:
        sets.setdefault(tuple(outcome.variant.locale for outcome in outcomes), []).append(outcomes[0])
    for locales, outcomes in sets.items():
        if any(locales):
            yield f"In {', '.join(locale or 'the primary locale' for locale in locales)}:\n"
        for outcome in outcomes:
            item = outcome.variant.item
            yield f"{item.id}  {html_text(item.name, 100)}\n" if item.name else f"{item.id}\n"


def _where(place: Place | None, source: Source) -> str:
    return link(f"{place.file}:{place.line}", source.file_link(place)) if place else "the run"
