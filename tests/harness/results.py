"""Results of runs, as the tests of the reports need them."""

from __future__ import annotations

from harness.samples import FRENCH, collection, item, variants
from webflow_publish.manifest import Item
from webflow_publish.outcome import Complaint, Outcome, Result, Status, Verdict
from webflow_publish.problem import Place, Problem
from webflow_publish.reason import Reason
from webflow_publish.report import Source

SOURCE = Source("https://github.com", "octo-org/website", "0123abcd", "42")
HOSTILE = (
    "| x `a` <img src=x> [y](https://evil.example) @octocat #1 :tada: **b** \\| ::error::z ##[error]w \u202e\n# big"
)


def published(*items: Item) -> list[Outcome]:
    return [Outcome(variant, Status.PUBLISHED) for variant in variants(*items)]


def failed(reason: Reason, message: str, *items: Item) -> list[Outcome]:
    return [Outcome(variant, Status.FAILED, reason, message) for variant in variants(*items)]


def blocked(reason: Reason, message: str, *items: Item) -> list[Outcome]:
    return [Outcome(variant, Status.BLOCKED, reason, message) for variant in variants(*items)]


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
