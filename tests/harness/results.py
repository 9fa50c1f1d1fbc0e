"""Results of runs, as the tests of the reports need them."""

from __future__ import annotations

from dataclasses import replace

from harness.samples import FRENCH, collection, item, variants
from webflow_publish.change import Change
from webflow_publish.complaint import Complaint
from webflow_publish.difference import Difference
from webflow_publish.estimate import Estimate
from webflow_publish.manifest import Item
from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.problem import Place, Problem
from webflow_publish.reason import Reason
from webflow_publish.report import Source
from webflow_publish.webflow import Content

SOURCE = Source("https://github.com", "octo-org/website", "0123abcd", "42")
HOSTILE = (
    "| x `a` <img src=x> [y](https://evil.example) @octocat #1 :tada: **b** \\| ::error::z ##[error]w \u202e\n# big"
)


def published(*items: Item) -> list[Outcome]:
    return [Outcome(variant, Status.PUBLISHED, change=Change.NEW) for variant in variants(*items)]


def failed(reason: Reason, message: str, *items: Item) -> list[Outcome]:
    return [Outcome(variant, Status.FAILED, reason, message) for variant in variants(*items)]


def blocked(reason: Reason, message: str, *items: Item) -> list[Outcome]:
    return [Outcome(variant, Status.BLOCKED, reason, message) for variant in variants(*items)]


def confirmed(*items: Item) -> list[Outcome]:
    """Published, and seen to be live."""
    return [replace(outcome, confirmed=True) for outcome in published(*items)]


def unpublished(*items: Item, confirmed: bool = True) -> list[Outcome]:
    """Taken off the live site, and perhaps seen to be gone."""
    return [
        Outcome(variant, Status.UNPUBLISHED, change=Change.TAKEN_DOWN, accepted=True, confirmed=confirmed)
        for variant in variants(*items)
    ]


def unchanged(*items: Item) -> list[Outcome]:
    return [Outcome(variant, Status.UNCHANGED, staged=content(variant.item)) for variant in variants(*items)]


def pending(change: Change, *items: Item, differences: tuple[Difference, ...] | None = None) -> list[Outcome]:
    return [
        Outcome(variant, Status.PENDING, change=change, staged=content(variant.item), differences=differences)
        for variant in variants(*items)
    ]


def content(of: Item, name: str | None = None) -> Content:
    """What Webflow has staged of an item; by default without a name."""
    slug = f"item-{of.id[-4:]}"
    fields = {"slug": slug} | ({} if name is None else {"name": name})
    return Content(of.id, None, None, None, False, False, fields, "0" * 64, name, slug)


def difference(label: str = "Price", live: str | None = "3.75", staged: str | None = "4.25") -> Difference:
    """Of a field with a short value."""
    return Difference(label.lower(), label, "Number", live, staged)


def success(count: int = 3) -> Result:
    return Result(
        Verdict.SUCCESS, None, tuple(published(*(item(number) for number in range(count)))), requests=1, seconds=2
    )


def mixed() -> Result:
    """Some published, some failed for different reasons, some not sent, and errors that were resolved."""
    authors = collection(2, "Authors", line=40)
    return Result(
        Verdict.FAILED,
        None,
        (
            *published(item(1, name="Spring launch"), item(2), item(3, FRENCH)),
            *failed(
                Reason.ARCHIVED, "Staging item ID x is archived and cannot be published.", item(4, name="Old | offer")
            ),
            *failed(Reason.NOT_FOUND, HOSTILE, item(5, FRENCH, name=HOSTILE)),
            *blocked(Reason.COLLECTION_CHANGED, "409 Conflict: changed", item(6, of=authors), item(7, of=authors)),
        ),
        resolved=(Complaint(collection(), Reason.RATE_LIMITED, "429 Too Many Requests"),) * 2,
        unmatched=(Complaint(authors, Reason.REJECTED, "Something went wrong"),),
        requests=7,
        seconds=65.4,
    )


def invalid() -> Result:
    return Result(
        Verdict.INVALID,
        problems=(
            Problem(
                "The file has an unknown key `colections`.", "Did you mean `collections`?", Place("a b/c.yml", 3, 5)
            ),
            Problem("There is no token.", "Store one."),
        ),
    )


def planned() -> Result:
    """A plan with some of everything."""
    authors = collection(2, "Authors", line=40)
    return Result(
        Verdict.FAILED,
        None,
        (
            *pending(Change.NEW, item(1, name="Spring launch")),
            *pending(Change.DRAFT, item(2, name="Half written")),
            *pending(Change.CHANGED, item(3, FRENCH, name="Rye"), differences=(difference(),)),
            *unchanged(item(4, name="As it was")),
            *failed(Reason.ARCHIVED, "The item is archived in Webflow", item(5, name="Old | offer")),
            *pending(Change.CHANGED, item(6, of=authors), differences=(difference("Born", None, "1852"),)),
        ),
        estimate=Estimate(reads=3, writes=2, confirmations=3, rate=120),
        requests=9,
        seconds=4,
    )
