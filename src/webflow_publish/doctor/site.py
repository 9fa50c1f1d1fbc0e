"""The checks of the site: that it is there, and as Webflow wants it before it publishes single items."""

from __future__ import annotations

from webflow_publish.doctor.access import NOT_YET
from webflow_publish.doctor.check import Check, State
from webflow_publish.doctor.facts import Facts, sites_of
from webflow_publish.manifest import Manifest
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.manifest.model import ALL
from webflow_publish.reason import Reason
from webflow_publish.text import counted, quoted, titled
from webflow_publish.webflow import Failure, Site
from webflow_publish.webflow import Locale as SiteLocale

_NOT_SEEN = "looked at once the site can be read."


def site(facts: Facts) -> Check:
    """Whether the site is one that the token sees."""
    title = "Site"
    if facts.site is None:
        return Check(title, State.SKIPPED, NOT_YET)
    if not isinstance(facts.site, Site):
        state = State.UNKNOWN if isinstance(facts.sites, Failure) else State.BAD
        return Check(title, state, facts.site.message, facts.site.hint)
    others = len(sites_of(facts.manifest)) - 1
    more = f" The manifest names {counted(others, 'more site')}: look at each with `--site`." if others > 0 else ""
    if isinstance(facts.sites, Failure):
        if isinstance(facts.headings, Failure):
            return Check(title, State.BAD, f"{facts.headings.message.rstrip('.')}.", facts.headings.reason.hint)
        return Check(title, State.GOOD, f"{facts.site.id} has collections.{more}")
    names = titled(facts.site.name or None, facts.site.short_name or facts.site.id)
    return Check(title, State.GOOD, f"{names}.{more}")


def published(facts: Facts) -> Check:
    """Whether the site was ever published: before that, no single item can be."""
    title = "Published"
    found = _seen(facts)
    if found is None:
        return Check(title, State.SKIPPED, _NOT_SEEN)
    if found.is_published:
        return Check(title, State.GOOD, "The site is live.")
    return Check(title, State.BAD, f"{Reason.SITE_NOT_PUBLISHED.meaning}.", Reason.SITE_NOT_PUBLISHED.hint)


def domains(facts: Facts) -> Check:
    """Whether all domains of the site show the same publish of it."""
    title = "Domains"
    found = _seen(facts)
    if found is None:
        return Check(title, State.SKIPPED, _NOT_SEEN)
    if not found.domain_ids:
        return Check(title, State.GOOD, "The site has none but Webflow's own.")
    if found.is_in_step:
        return Check(title, State.GOOD, f"{counted(len(found.domain_ids), 'domain')}, published at the same time.")
    message = "They were published at different times, for which Webflow may refuse single items."
    return Check(title, State.UNKNOWN, message, Reason.DOMAINS_OUT_OF_SYNC.hint)


def locales(facts: Facts) -> Check:
    """Which locales the site has, and whether those of the manifest are among them, and switched on."""
    title = "Locales"
    found = _seen(facts)
    if found is None:
        return Check(title, State.SKIPPED, _NOT_SEEN)
    wrong = tuple(_wrong_locales(facts, found.locales))
    if wrong:
        hint = f"Correct `locales`, or switch the locale on in Webflow. {_described(found.locales)}"
        return Check(title, State.BAD, "The manifest names locales in which nothing can be published.", hint, wrong)
    return Check(title, State.GOOD, _described(found.locales))


def enabled(locales: tuple[SiteLocale, ...]) -> list[SiteLocale]:
    """Those in which items can be published."""
    return [locale for locale in locales if locale.is_enabled]


def _seen(facts: Facts) -> Site | None:
    """The site, if Webflow has described it."""
    return facts.site if isinstance(facts.site, Site) and not isinstance(facts.sites, Failure) else None


def _described(locales: tuple[SiteLocale, ...]) -> str:
    if not locales:
        return "The site has one, and no Localization."
    names = [f"{locale.tag or locale.id}{' (primary)' if locale.is_primary else ''}" for locale in enabled(locales)]
    off = [locale.tag or locale.id for locale in locales if not locale.is_enabled]
    rest = f"; switched off: {', '.join(off)}" if off else ""
    return f"The site has {', '.join(names)}{rest}."


def _wrong_locales(facts: Facts, locales: tuple[SiteLocale, ...]) -> list[str]:
    """A sentence for each locale of the manifest that the site does not have, or that is switched off there."""
    manifest = facts.manifest
    if not isinstance(manifest, Manifest):
        return []
    here = {collection.id for collection in facts.collections}
    named = dict.fromkeys(
        (item.place.file, text) for item in manifest.items if item.collection.id in here for text in item.locales
    )
    wrong: list[str] = []
    for file, text in named:
        locale = next((each for each in locales if text.lower() in {each.id, each.tag.lower()}), None)
        if text == ALL or (locale and locale.is_enabled):
            continue
        place = manifest.places.get((file, text))
        what = "cmsLocaleId" if is_identifier(text) else "tag"
        why = "is switched off" if locale else f"is the {what} of no locale of the site"
        wrong.append(f"{place or file}: {quoted(text)} {why}.")
    return wrong
