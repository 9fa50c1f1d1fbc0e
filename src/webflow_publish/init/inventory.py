"""What a site has, read for its first manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webflow_publish.choice import chosen_collections, chosen_site
from webflow_publish.console import Console, Tone
from webflow_publish.errand import Connection, exit_code
from webflow_publish.init.entry import Listing, Locale, listing
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.outcome import Verdict
from webflow_publish.problem import Problem
from webflow_publish.reason import Reason
from webflow_publish.webflow import Content, Failure, Heading, Site
from webflow_publish.webflow.listing import read_lists

_READ_SITES = (
    "Give the token the scope `sites:read` as well (in Webflow: Sites, read-only), or name the site by its ID with "
    "`--site`: then only its primary locale is listed."
)
_READ_CMS = "Make a site token that has the scope `cms:read` (in Webflow: CMS, read-only or read and write)."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is nothing to write: what to tell, and how the command ends."""

    problems: tuple[Problem, ...]
    exit_code: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """A site and the items of its collections. It only reads.

    Attributes:
        connection: The way to Webflow.
        console: Where it tells what it has to do without.
        drafts: Whether drafts that were never live are listed.
    """

    connection: Connection
    console: Console
    drafts: bool

    def read(self, wanted: str, names: Sequence[str]) -> tuple[Site, tuple[Listing, ...]] | Refusal:
        """The site that is wanted, with those of its collections that are named: all of them where none is."""
        site = self._site(wanted)
        if isinstance(site, Refusal):
            return site
        headings = self.connection.reader.headings(site.id).answer
        if isinstance(headings, Failure):
            return _failed(headings, _READ_CMS)
        chosen = chosen_collections(headings, names)
        problems = tuple(each for each in chosen if isinstance(each, Problem))
        if problems:
            return Refusal(problems, Verdict.INVALID.exit_code)
        listings = self._listings(site, [each for each in chosen if isinstance(each, Heading)])
        return listings if isinstance(listings, Refusal) else (site, listings)

    def _site(self, wanted: str) -> Site | Refusal:
        sites = self.connection.reader.sites().answer
        if not isinstance(sites, Failure):
            site = chosen_site(sites, wanted)
            return Refusal((site,), Verdict.INVALID.exit_code) if isinstance(site, Problem) else site
        if sites.reason is Reason.MISSING_SCOPE and is_identifier(wanted):
            told = "The token lacks `sites:read`, so that the site's locales are not known: its primary one is listed."
            self.console.line(told, Tone.DOUBTFUL)
            return Site(wanted, None)
        return _failed(sites, _READ_SITES)

    def _listings(self, site: Site, headings: Sequence[Heading]) -> tuple[Listing, ...] | Refusal:
        """All items of the collections, in each locale that the site has switched on."""
        enabled = [locale for locale in site.locales if locale.is_enabled]
        locales: tuple[Locale, ...] = tuple(locale.id for locale in enabled) if len(enabled) > 1 else (None,)
        # A list without a locale is that of the primary one.
        asked = {locale.id: None if locale.is_primary else locale.id for locale in enabled}
        places = [(heading.id, asked.get(locale or "")) for heading in headings for locale in locales]
        lists = read_lists(self.connection.reader, self.connection.workers, places, self._told)
        failed = next((each for each in lists if isinstance(each, Failure)), None)
        if failed:
            return _failed(failed, _READ_CMS)
        contents = [each for each in lists if not isinstance(each, Failure)]
        number = sum(map(len, contents))
        self.connection.log.read(number, number, self.connection.transport.sent, unread=0)
        rows = [contents[at : at + len(locales)] for at in range(0, len(contents), len(locales))]
        return tuple(self._listing(heading, locales, row) for heading, row in zip(headings, rows, strict=True))

    def _listing(self, heading: Heading, locales: Sequence[Locale], row: Sequence[tuple[Content, ...]]) -> Listing:
        return listing(heading, dict(zip(locales, row, strict=True)), drafts=self.drafts)

    def _told(self, done: int, total: int) -> None:
        if done < total:  # how many there are is not known to the end: another list may be longer than it seemed
            self.connection.log.read(done, total, self.connection.transport.sent, unread=0)


def _failed(failure: Failure, scope: str) -> Refusal:
    """A request failed; `scope` tells what to do where that is for want of a scope."""
    hint = scope if failure.reason is Reason.MISSING_SCOPE else failure.reason.hint
    return Refusal((Problem(f"{failure.message.rstrip('.')}.", hint),), exit_code(failure))
