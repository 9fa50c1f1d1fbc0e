"""What a run had to do without, and what it did or may do beyond the manifest: nobody's failure, and to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from webflow_publish.change import Change
from webflow_publish.outcome import Outcome, Status
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.state import Key
from webflow_publish.text import counted, quoted
from webflow_publish.webflow import Failure

MAY_LAUNCH = Problem(
    "`site-publish: when-required` is set: where Webflow publishes no item before the whole site is published, the "
    "site is published, and every staged change of it goes live, also what neither this plan nor the manifest shows.",
    "Leave `site-publish` out to be asked instead.",
)


def unseen(outcomes: Iterable[Outcome], unread: Mapping[Key, Failure]) -> tuple[Problem, ...]:
    """That items were published whose state could not be read, said once."""
    failures = [unread[each.variant.key] for each in outcomes if each.change is Change.UNKNOWN and each.accepted]
    if not failures:
        return ()
    refusal = next((failure for failure in failures if failure.reason is Reason.MISSING_SCOPE), None)
    if refusal is not None:
        message = (
            "The token may publish, but not read: what could not be read was published, also where it was live "
            "already, and it was not read back whether it went live."
        )
        hint = "Give the token the scope `cms:read` as well (in Webflow: CMS, read and write)."
    else:
        number = counted(len(failures), "item") + ", counted in each locale,"
        message = f"What Webflow has of {number} could not be read: that was published without a look at it first."
        hint = "There is nothing to do, unless it stays so."
    return (Problem(f"{message} Webflow's words: {quoted((refusal or failures[0]).message, 300)}.", hint),)


def planned(outcomes: Iterable[Outcome], *, may_launch: bool) -> tuple[Problem, ...]:
    """What a plan may come to beyond what it lists."""
    is_pending = any(outcome.status is Status.PENDING for outcome in outcomes)
    return (MAY_LAUNCH,) if may_launch and is_pending else ()
