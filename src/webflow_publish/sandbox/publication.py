"""What publishing and unpublishing do to items: the rules of the service, as pure functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from webflow_publish.sandbox.body import RequestedItem
from webflow_publish.sandbox.seed.model import Field
from webflow_publish.sandbox.variant import State, Variant

Variants = Mapping[tuple[str, str | None], Variant]
"""The variants of a collection, by item ID and cmsLocaleId."""

IsLive = Callable[[str, str, str | None], bool]
"""Whether an item is live, by the ID of its collection, its own, and a cmsLocaleId."""


@dataclass(frozen=True, slots=True)
class Context:
    """What publishing depends on: the collection, its fields and variants, the site's locales, what is live, the time.

    `primary` is None, and `enabled` empty, on a site without Localization.
    """

    collection: str
    fields: Sequence[Field]
    variants: Variants
    primary: str | None
    enabled: frozenset[str]
    is_live: IsLive
    now: datetime


@dataclass(slots=True)
class Publication:
    """What came of a publish request: IDs and error texts as the answer has them, and the variants that changed.

    An ID counts as published where one of its locales was, even though another was not: the answer of the service
    never says which locale it speaks of, so a client has to find out.
    """

    published: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    changed: dict[tuple[str, str | None], Variant] = field(default_factory=dict)


def publish(items: Sequence[RequestedItem], context: Context) -> Publication:
    """Publish items one after another in the order of the request, so that a reference to an earlier one is good."""
    publication = Publication()
    for item in items:
        failures = [
            failure
            for locale in item.locales or (context.primary,)
            if (failure := _publish_variant(item.id, locale, context, publication)) is not None
        ]
        if len(failures) < max(1, len(item.locales)):
            publication.published.append(item.id)
        publication.errors += dict.fromkeys(failures)
    return publication


def unpublishable(items: Sequence[RequestedItem], context: Context) -> list[tuple[str, str | None]]:
    """The variants that an unpublish request names, as far as they are live."""
    named = [(item.id, locale) for item in items for locale in item.locales or (context.primary,)]
    return [key for key in named if (variant := context.variants.get(key)) and variant.live is not None]


def queued(variants: Variants) -> Iterator[Variant]:
    """The variants that the next publish of the whole site takes live."""
    return (variant for variant in variants.values() if variant.state is State.QUEUED)


def _publish_variant(identifier: str, locale: str | None, context: Context, publication: Publication) -> str | None:
    """Publish an item in one locale; returns why that is not possible, or None."""
    if locale is not None and locale not in context.enabled:
        return f"Staging item ID {identifier} cannot be published: locale {locale} is not enabled on this site."
    variant = context.variants.get((identifier, locale))
    if variant is None:
        elsewhere = any((identifier, place) in context.variants for place in context.enabled)
        return f"Staging item ID {identifier} not found{f' in locale {locale}' if elsewhere else ''}."
    if variant.is_archived:
        return f"Staging item ID {identifier} is archived and cannot be published."
    for collection, reference in _references(variant, context.fields):
        if reference != identifier and not _is_live(collection, reference, locale, context, publication):
            return f"Staging item ID {identifier} cannot be published: referenced item ID {reference} is not published."
    publication.changed[identifier, locale] = variant.published(context.now)
    return None


def _references(variant: Variant, fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    for reference in fields:
        if reference.collection is None:
            continue
        value = variant.staged.get(reference.slug)
        for identifier in value if isinstance(value, list) else [value]:
            if isinstance(identifier, str) and identifier:
                yield reference.collection, identifier


def _is_live(
    collection: str,
    identifier: str,
    locale: str | None,
    context: Context,
    publication: Publication,
) -> bool:
    # A referenced item without a variant in this locale is shown in the primary one.
    return any(
        (collection == context.collection and (identifier, place) in publication.changed)
        or context.is_live(collection, identifier, place)
        for place in dict.fromkeys((locale, context.primary))
    )
