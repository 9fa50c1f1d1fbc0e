"""Why an item did not go out: the reason codes of the contract, each with what it usually means and what to change."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A reason code. The value is part of the contract: it stands in outputs, reports and summaries."""

    NOT_FOUND = "not-found"
    ARCHIVED = "archived"
    REFERENCE_NOT_LIVE = "reference-not-live"
    COLLECTION_CHANGED = "collection-changed"
    SITE_NOT_PUBLISHED = "site-not-published"
    DOMAINS_OUT_OF_SYNC = "domains-out-of-sync"
    UNAUTHORIZED = "unauthorized"
    MISSING_SCOPE = "missing-scope"
    RATE_LIMITED = "rate-limited"
    UNAVAILABLE = "unavailable"
    TIMED_OUT = "timed-out"
    NO_ANSWER = "no-answer"
    NOT_LIVE = "not-live"
    MALFORMED = "malformed"
    CHANGED_SINCE_REVIEW = "changed-since-review"
    TOO_MANY = "too-many"
    CANCELLED = "cancelled"
    REJECTED = "rejected"

    @property
    def meaning(self) -> str:
        """What happened, as a short heading for people."""
        return _WORDS[self][0]

    @property
    def hint(self) -> str:
        """What it usually means and what to change, in whole sentences."""
        return _HINTS[self]


DENIED = frozenset({Reason.UNAUTHORIZED, Reason.MISSING_SCOPE})
"""Reasons that concern the token: no further request can succeed."""

PASSING = frozenset({Reason.RATE_LIMITED, Reason.UNAVAILABLE, Reason.TIMED_OUT})
"""Reasons that lie in the service or in time, not in the content: the same run, started later, may well succeed."""

HEALING = frozenset({Reason.RATE_LIMITED, Reason.UNAVAILABLE, Reason.MALFORMED})
"""Reasons that may be over a little later, in the same run."""

GENERAL = DENIED | PASSING | {Reason.MALFORMED, Reason.TOO_MANY, Reason.CANCELLED}
"""Reasons that do not lie in an item or a collection: what to do is the same, whichever it befell."""

IN_DOUBT = frozenset({Reason.UNAVAILABLE, Reason.MALFORMED, Reason.NO_ANSWER, Reason.TIMED_OUT, Reason.CANCELLED})
"""Reasons for which nobody knows whether what was sent is live: Webflow may have published it, but did not say."""

_WORDS: dict[Reason, tuple[str, str]] = {
    Reason.NOT_FOUND: (
        "Not found in Webflow",
        """
        The item or its collection was deleted, its slug was changed, slug or ID is mistyped, the item does not exist in
        this locale, the token belongs to another site, or the site was never published. Compare slug or ID with the one
        in Webflow, then correct the manifest or take the entry out of it. If `api-url` was set, check it.
        """,
    ),
    Reason.ARCHIVED: (
        "Archived in Webflow",
        """
        Webflow does not publish archived items. Unarchive it in Webflow's CMS, or take it out of the manifest.
        """,
    ),
    Reason.REFERENCE_NOT_LIVE: (
        "Refers to an item that is not live",
        """
        Have the item that it refers to published, too: list it in the manifest, in this locale or the primary one, and
        in `only` where that is set, or put right what holds it back, such as being archived. Or clear the reference in
        Webflow.
        """,
    ),
    Reason.COLLECTION_CHANGED: (
        "The collection's structure changed",
        """
        Fields were added, changed or removed since the site was last published. Publish the whole site once in Webflow,
        then run this again; with `site-publish: when-required` a run does it itself.
        """,
    ),
    Reason.SITE_NOT_PUBLISHED: (
        "The site was never published",
        """
        Webflow publishes single items only on a site that is live. Publish the whole site once in Webflow, then run
        this again; with `site-publish: when-required` a run does it itself.
        """,
    ),
    Reason.DOMAINS_OUT_OF_SYNC: (
        "The site's domains were published at different times",
        """
        Publish the whole site to all of its domains at once in Webflow, then run this again; with
        `site-publish: when-required` a run does it itself.
        """,
    ),
    Reason.UNAUTHORIZED: (
        "Webflow refused the token",
        """
        The token is wrong, was revoked, expired after 365 days without use, or belongs to another site. Make a new site
        token in Webflow (Site settings, Apps & integrations, API access) and store it in the secret that the workflow
        passes as `token`.
        """,
    ),
    Reason.MISSING_SCOPE: (
        "The token lacks a permission",
        """
        Publishing needs the scope `cms:write` (in Webflow: CMS, read and write); a plan, what is held against a plan or
        against `max-publish`, and taking items down need `cms:read`; what the manifest names by a slug, a tag or a
        short name needs `sites:read` as well. Make a new site token that has what is missing, and store it in the
        secret that the workflow passes as `token`.
        """,
    ),
    Reason.RATE_LIMITED: (
        "Webflow's rate limit was reached",
        """
        Too many requests were made with this token, perhaps by another program. Run this again later, and do not run
        two workflows with the same token at once.
        """,
    ),
    Reason.UNAVAILABLE: (
        "Webflow was unavailable",
        """
        The service failed or the connection broke, for as long as the run could wait. Where the message speaks of a
        certificate or a proxy, put that right. Otherwise look at status.webflow.com, then run this again: publishing an
        item twice does no harm. If `api-url` was set, check it.
        """,
    ),
    Reason.TIMED_OUT: (
        "The time limit was reached",
        """
        The run reached `timeout-minutes` before this was sent, before its answer came, or before it was read back. Run
        it again, or raise `timeout-minutes`.
        """,
    ),
    Reason.NO_ANSWER: (
        "Webflow did not say what became of it",
        """
        The answer named the item neither as published nor as failed. Look at the item in Webflow, and run this again.
        """,
    ),
    Reason.NOT_LIVE: (
        "Published by Webflow's word, but not live",
        """
        By Webflow's word the item is published, and yet the live site did not show it, or not with the staged content,
        for as long as the run waited. Look at the item in Webflow, and run this again; if that run finds nothing to do,
        by the item's dates, add `force: true`, with `only` naming this item. If it stays so, publish the whole site
        once in Webflow.
        """,
    ),
    Reason.MALFORMED: (
        "Webflow's answer could not be understood",
        """
        Something between here and Webflow, such as a proxy, may have answered instead. Check `api-url` and the proxy
        settings, and run this again.
        """,
    ),
    Reason.CHANGED_SINCE_REVIEW: (
        "Not what was reviewed",
        """
        Only what the plan in `approved` shows as going live is published, and only what it shows as going off is taken
        down. Make a new plan, have it reviewed, and run
        this again with it. An edit in Webflow can be undone there instead.
        """,
    ),
    Reason.TOO_MANY: (
        "More than `max-publish` allows",
        """
        Nothing is sent then. Look at what would be published and taken down: a plan shows it. If it is right, raise
        `max-publish`; if not, restrict the run with `only`, or correct the manifest.
        """,
    ),
    Reason.CANCELLED: (
        "The run was stopped",
        """
        Run this again: it looks at everything in the manifest, whatever the stopped run did.
        """,
    ),
    Reason.REJECTED: (
        "Webflow rejected it, or did not do it",
        """
        Webflow's own words say why. If they speak of a locale, compare `locales` with the site's. If the item looks
        right, publish it by hand in Webflow, or take it down there, to see the error.
        """,
    ),
}

_HINTS = {reason: " ".join(words[1].split()) for reason, words in _WORDS.items()}
