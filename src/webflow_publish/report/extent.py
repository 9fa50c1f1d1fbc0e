"""The part of the one sentence that is about what is to be live: how much of it is."""

from __future__ import annotations

from webflow_publish.outcome import Outcome, Result, Status, Verdict
from webflow_publish.reason import DENIED, PASSING, Reason
from webflow_publish.report.wording import (
    Items,
    are,
    are_not,
    having,
    is_in_doubt,
    is_missing,
    items_of,
    share,
    within,
)

NOTHING_TO_DO = "Nothing to do: "
"""How a sentence begins where all was as it is to be before."""

CAUSES = {
    Verdict.DENIED: DENIED,
    Verdict.UNAVAILABLE: PASSING,
    Verdict.CANCELLED: frozenset({Reason.CANCELLED}),
}
"""The reasons that a verdict is about."""


def extent(result: Result) -> str:
    """How much of what is to be live is live."""
    items = items_of(result.outcomes)
    if not items:
        return "Nothing was published" if result.defect or result.verdict in CAUSES else nothing(result, 0)
    missing = having(items, _is_lacking)
    unreviewed = [item for item in having(items, _is_unreviewed) if not any(map(_is_lacking, item))]
    if not missing and not unreviewed:
        return _everything(result, items)
    if not missing:
        return f"{share(len(unreviewed), len(items))} {are(len(unreviewed))} live without review"
    said = _not_published(missing, items)
    return f"{said}, and {len(unreviewed):,} {are(len(unreviewed))} live without review" if unreviewed else said


def _not_published(missing: Items, items: Items) -> str:
    """How many items lack at least one of their locales: the weaker claim where it is not known of all."""
    what = "published"
    if having(missing, is_in_doubt):
        what = f"confirmed as {'live' if having(items, _is_read_back) else 'published'}"
    return are_not(missing, len(items), what)


def _everything(result: Result, items: Items) -> str:
    """What to say where nothing is missing: `live` is said of what was seen, `published` of what Webflow says."""
    published = [outcome for outcome in result.outcomes if outcome.status is Status.PUBLISHED]
    if not published and not result.unmatched:
        return nothing(result, len(items))
    seen = all(outcome.confirmed for outcome in published)
    now = len(having(items, lambda outcome: outcome.status is Status.PUBLISHED))
    said = f"{share(len(items), len(items))} {are(len(items))} {'live' if seen else 'published'}"
    if 0 < now < len(items):
        said += f", {now:,} of them {'published ' if seen else ''}now"
    return said + (", but Webflow reported errors that name none of them" if result.unmatched else "")


def nothing(result: Result, items: int) -> str:
    """What to say where nothing was to be done to so many items."""
    if not items:
        return f"{NOTHING_TO_DO}{'this part of the manifest' if result.left_out else 'the manifest'} lists nothing"
    return f"{NOTHING_TO_DO}{within(share(items, items))} {are(items)} live already"


def _is_unreviewed(outcome: Outcome) -> bool:
    """Whether it went live, and is not what was reviewed; what was not sent for that reason is `blocked`."""
    return outcome.status is Status.FAILED and outcome.reason is Reason.CHANGED_SINCE_REVIEW


def _is_lacking(outcome: Outcome) -> bool:
    return is_missing(outcome) and not _is_unreviewed(outcome)


def _is_read_back(outcome: Outcome) -> bool:
    """Whether the live site was looked at for it; what Webflow accepted fails only there."""
    has_failed = outcome.status is Status.FAILED and (outcome.accepted or outcome.reason is Reason.NOT_LIVE)
    return outcome.confirmed or has_failed
