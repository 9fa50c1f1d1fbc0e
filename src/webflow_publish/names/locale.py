"""Locales by their tags: which cmsLocaleIds a manifest means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.manifest.model import ALL
from webflow_publish.names.wording import meant, shown
from webflow_publish.problem import Problem
from webflow_publish.text import quoted
from webflow_publish.webflow import Locale, Site


def locale_ids(text: str, site: Site) -> tuple[str, ...] | Problem:
    """The cmsLocaleIds that one text of `locales` stands for: one, or with `ALL` those of all enabled locales.

    A tag is the same in upper and in lower case; a language alone is the locale of the site that has that language, if
    there is just one. Without Localization, `ALL` stands for none, which means the only locale that there is.
    """
    if is_identifier(text):
        return (text,)
    if text == ALL:
        return tuple(locale.id for locale in site.locales if locale.is_enabled)
    if not site.locales:
        return Problem(
            f"The locale {quoted(text)} is named, and the site {label(site)} has no Localization.",
            "Take `locales` out: there is one locale only.",
        )
    found = _found(text, site.locales)
    if len(found) == 1 and found[0].is_enabled:
        return (found[0].id,)
    return _unfit(text, site, found)


def label(site: Site) -> str:
    """What people call a site, and its short name."""
    return shown(site.short_name or site.id, site.name)


def _unfit(text: str, site: Site, found: Sequence[Locale]) -> Problem:
    if found and not found[0].is_enabled:
        tags = ", ".join(shown(locale.tag, locale.name) for locale in found)
        are = f"locale {tags} is" if len(found) == 1 else f"locales {tags} are"
        return Problem(
            f"The {are} not enabled on the site {label(site)}.",
            "Enable it in Webflow's settings of Localization, and publish the site, or take it out here.",
        )
    if found:
        return Problem(
            f"{quoted(text)} is the language of several locales of the site {label(site)}.",
            f"Write one of their tags: {', '.join(shown(each.tag, each.name) for each in found)}.",
        )
    known = {locale.tag: locale.name for locale in site.locales if locale.is_enabled and locale.tag}
    return Problem(f"The site {label(site)} has no locale {quoted(text)}.", meant(text, known, "Its locales are"))


def _found(text: str, locales: Iterable[Locale]) -> list[Locale]:
    tag = text.lower()
    tags = [(locale, locale.tag.lower().replace("_", "-")) for locale in locales]
    named = [locale for locale, each in tags if each == tag]
    of_language = [locale for locale, each in tags if each.startswith(f"{tag}-")]
    return named or [locale for locale in of_language if locale.is_enabled] or of_language
