"""The publish of a whole site, for items that Webflow does not publish before that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from webflow_publish.clock import Deadline
from webflow_publish.complaint import Complaint, complaints
from webflow_publish.manifest import Collection
from webflow_publish.names import Sites, label
from webflow_publish.outcome import MISSING, Outcome, Status
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.text import counted, quoted
from webflow_publish.webflow import Failure, Publisher, Sending, Site

REMEDIED = frozenset({Reason.COLLECTION_CHANGED, Reason.SITE_NOT_PUBLISHED, Reason.DOMAINS_OUT_OF_SYNC})
"""Reasons for which Webflow itself advises to publish the whole site once."""

WAITS = (2.0, 5.0, 10.0, 20.0)
"""Seconds until the items are sent again, and again where Webflow is not done with the site by then."""


def is_waiting(outcome: Outcome) -> bool:
    """Whether an item was not published, and would be after a publish of the whole site.

    To take something down is no reason to put all else live.
    """
    return outcome.status in MISSING and outcome.reason in REMEDIED and not outcome.variant.is_leaving


class Launch:
    """Publishes whole sites, each once.

    Args:
        publisher: Publishes.
        sites: Knows which sites there are.
        deadline: When no more is sent.
        tell: Is told when a site is about to be published.

    Attributes:
        problems: What was published, or was not, and why: to be told plainly, because it is more than the manifest.
        resolved: Errors that a later attempt cleared.
    """

    def __init__(self, publisher: Publisher, sites: Sites, deadline: Deadline, tell: Callable[[str], None]) -> None:
        self._publisher = publisher
        self._sites = sites
        self._deadline = deadline
        self._tell = tell
        self._done: dict[str, bool] = {}
        self.problems: list[Problem] = []
        self.resolved: list[Complaint] = []

    def run(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """Publish the sites of what is waiting for it; what may be published now."""
        ready: list[Outcome] = []
        places: dict[str, list[Outcome]] = {}
        for outcome in filter(is_waiting, outcomes):
            places.setdefault(outcome.variant.item.collection.id, []).append(outcome)
        for waiting in places.values():
            collection = waiting[0].variant.item.collection
            site = self._sites.site_of(collection)
            if isinstance(site, Site) and self._is_published(site, collection, outcomes):
                ready += waiting
            elif isinstance(site, Problem):
                self.problems.append(site)
            elif isinstance(site, Failure):
                self._note_refusal("reading the sites", site)
        return ready

    def _is_published(self, site: Site, collection: Collection, outcomes: Iterable[Outcome]) -> bool:
        if site.id not in self._done:
            self._done[site.id] = self._publish(site, collection, outcomes)
        return self._done[site.id]

    def _publish(self, site: Site, collection: Collection, outcomes: Iterable[Outcome]) -> bool:
        early = [outcome for outcome in outcomes if _would_go_early(outcome)]
        if early:
            self.problems.append(
                Problem(
                    f"Webflow asks that the site {label(site)} be published first, and it was not, because "
                    f"{counted(len(early), 'item')} of the manifest would go live before the time of `publish-at`.",
                    "Publish the site in Webflow when nothing of it waits for its time, or make those items drafts.",
                )
            )
            return False
        if not self._deadline.left():
            return False
        self._tell(f"Webflow asks for it: the whole site {label(site)} is published now, with all that is staged.")
        # Should the run be stopped in the midst of it, this is what is known.
        self.problems.append(
            Problem(
                f"The run ended while the whole site {label(site)} was being published, because Webflow publishes no "
                f"items of {quoted(collection.label)} before that. It may be published or not.",
                "Look at the site, and run this again.",
            )
        )
        reply = self._publisher.publish_site(site.id, site.domain_ids, Sending())
        self.problems.pop()
        self.resolved += complaints(collection, reply.cleared)
        if isinstance(reply.answer, Failure):
            self._note_refusal(f"publishing {label(site)}", reply.answer)
            return False
        places = "its own domains" if site.domain_ids else "its subdomain of webflow.io"
        self.problems.append(
            Problem(
                f"The whole site {label(site)} was published to {places}, because Webflow publishes no items of "
                f"{quoted(collection.label)} before that. Every staged change of the site went live with it, also what "
                "the manifest does not list.",
                "`site-publish: when-required` allows that. Leave it out to be asked instead.",
            )
        )
        return True

    def _note_refusal(self, what: str, failure: Failure) -> None:
        words = failure.message.rstrip(".")
        self.problems.append(
            Problem(
                f"Webflow asks that the whole site be published first, but {what} failed: {words}.",
                "`site-publish: when-required` needs a token with the scopes `sites:read` and `sites:write`. Or "
                "publish the site once in Webflow.",
            )
        )


def _would_go_early(outcome: Outcome) -> bool:
    """Whether a publish of the site would take an item live before its time: all that is staged and no draft."""
    return outcome.status is Status.SCHEDULED and (outcome.staged is None or not outcome.staged.is_draft)
