"""The checks of what is asked first: whether Webflow answers, and what the token may do."""

from __future__ import annotations

from webflow_publish.doctor.check import Check, State
from webflow_publish.doctor.facts import Facts, collections_of, sites_of
from webflow_publish.manifest import Manifest
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.reason import Reason
from webflow_publish.text import quoted
from webflow_publish.webflow import Failure

_UNANSWERED = (
    "Look at status.webflow.com, at the network, and at the proxy that `HTTPS_PROXY` names, if it names one. Where a "
    "firewall decides what is reached, it has to let this address through."
)
NOT_YET = "looked at once Webflow accepts the token."
_NEW_ONE = (
    "Make a site token in Webflow (Site settings, Apps & integrations, API access) with {}, and store it in place of "
    "this one."
)


def connection(facts: Facts) -> Check:
    """Whether Webflow answers at all."""
    title = "Webflow"
    if facts.token:
        return Check(title, State.SKIPPED, "Nothing was sent, for want of a token.")
    where = quoted(facts.api_url, 200)
    if not isinstance(facts.sites, Failure) or facts.sites.reason in {Reason.MISSING_SCOPE, Reason.UNAUTHORIZED}:
        return Check(title, State.GOOD, f"It answers at {where}.")
    message = f"{facts.sites.message.rstrip('.')}."
    if facts.sites.reason is Reason.RATE_LIMITED:
        return Check(
            title, State.UNKNOWN, message, "Wait a minute, and look again: somebody else uses this token, too."
        )
    if facts.sites.reason is Reason.NOT_FOUND:
        hint = f"Is {where} the address of the Data API? Leave `--api-url` out for Webflow's own."
    else:
        hint = _UNANSWERED if facts.sites.reason is Reason.UNAVAILABLE else facts.sites.reason.hint
    return Check(title, State.BAD, message, hint)


def token(facts: Facts) -> Check:
    """Whether Webflow accepts the token."""
    title = "Token"
    if facts.token:
        return Check(title, State.BAD, facts.token.message, facts.token.hint)
    if is_refused(facts):
        failure = facts.sites
        words = f" Its words: {quoted(failure.message, 200)}." if isinstance(failure, Failure) else ""
        return Check(title, State.BAD, f"Webflow refuses it.{words}", Reason.UNAUTHORIZED.hint)
    if is_admitted(facts):
        return Check(title, State.GOOD, "Webflow accepts it.")
    return Check(title, State.SKIPPED, "Nobody has looked at it, because Webflow did not answer.")


def is_refused(facts: Facts) -> bool:
    """Whether Webflow refuses the token, whatever it asks for."""
    return isinstance(facts.sites, Failure) and facts.sites.reason is Reason.UNAUTHORIZED


def sites_read(facts: Facts) -> Check:
    """Whether the token may look at sites: for short names, slugs of collections, tags of locales, and links."""
    title = "sites:read"
    if not is_admitted(facts):
        return Check(title, State.SKIPPED, NOT_YET)
    if not isinstance(facts.sites, Failure):
        return Check(title, State.GOOD, "The token may look at sites.")
    if not isinstance(facts.manifest, Manifest):
        message = (
            "The token lacks it. A manifest needs it that has slugs, short names or tags in it; one of IDs does not."
        )
        return Check(title, State.UNKNOWN, message)
    if _has_names(facts.manifest):
        hint = _NEW_ONE.format("Sites: read-only as well") + " Or write IDs in place of short names, slugs and tags."
        return Check(title, State.BAD, "The token lacks it, and the manifest has names in it that need it.", hint)
    return Check(title, State.SKIPPED, "The token lacks it, and the manifest does not need it.")


def cms_read(facts: Facts) -> Check:
    """Whether the token may look at the CMS."""
    title = "cms:read"
    if not is_admitted(facts):
        return Check(title, State.SKIPPED, NOT_YET)
    answers = [facts.headings, *facts.totals.values()]
    if any(isinstance(each, Failure) and each.reason is Reason.MISSING_SCOPE for each in answers):
        hint = _NEW_ONE.format("CMS: read and write (read-only for plans)")
        return Check(title, State.BAD, "The token lacks it: nothing can be compared with what is live.", hint)
    if any(each is not None and not isinstance(each, Failure) for each in answers):
        return Check(title, State.GOOD, "The token may look at collections and items.")
    return _granted(facts, title, "The token may look at collections and items.", "No collection could be asked for.")


def cms_write(facts: Facts) -> Check:
    """Whether the token may publish, as far as Webflow says so: to try it would be to publish something."""
    title = "cms:write"
    if not is_admitted(facts):
        return Check(title, State.SKIPPED, NOT_YET)
    return _granted(
        facts, title, "The token may publish.", "Webflow does not tell, and it cannot be tried without publishing."
    )


def _granted(facts: Facts, scope: str, good: str, unknown: str) -> Check:
    """What Webflow says of a scope, where it says what the token was given."""
    if facts.grant is None:
        return Check(scope, State.UNKNOWN, unknown)
    if scope in facts.grant.scopes:
        return Check(scope, State.GOOD, good)
    permission = "CMS: read and write"
    hint = _NEW_ONE.format(permission) + " For plans alone, CMS: read-only is enough."
    return Check(scope, State.BAD, "The token lacks it, as Webflow says.", hint)


def is_admitted(facts: Facts) -> bool:
    """Whether Webflow accepts the token, whatever it may do."""
    if facts.token or facts.sites is None:
        return False
    return not isinstance(facts.sites, Failure) or facts.sites.reason is Reason.MISSING_SCOPE


def _has_names(manifest: Manifest) -> bool:
    """Whether anything in it has to be looked up at the site: items' slugs are looked up in their collection."""
    return (
        any(not is_identifier(each) for each in sites_of(manifest))
        or any(not each.is_found for each in collections_of(manifest))
        or any(not is_identifier(locale) for item in manifest.items for locale in item.locales)
    )
