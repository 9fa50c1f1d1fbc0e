"""What an earlier run left undone, as the input `retry-from` names it: the part of a manifest to be tried again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from webflow_publish.earlier import Fault, Opener, Unfit, read_published
from webflow_publish.manifest import Item, Manifest, Variant
from webflow_publish.manifest.identifier import is_identifier
from webflow_publish.outcome import GOOD, MISSING
from webflow_publish.problem import Problem
from webflow_publish.state import Key
from webflow_publish.text import counted, quoted

_TOLD = 3
"""Items that a message names."""

_WITHOUT = "run without `retry-from`: what is live already is left alone"

_HINTS = {
    Fault.UNREADABLE: "Check its permissions, and that an earlier step has not taken it away.",
    Fault.DAMAGED: f"Pass on the file that a publish wrote for the input `report`, as it is, or {_WITHOUT}.",
    Fault.LARGE: f"Pass on the file that a publish wrote for the input `report`, as it is, or {_WITHOUT}.",
    Fault.VERSION: f"Retry with the release of the action that wrote the report, or {_WITHOUT}.",
    Fault.MODE: f"Name the report of a run with `mode: publish`, or {_WITHOUT}.",
}


@dataclass(frozen=True, slots=True)
class Retry:
    """What an earlier run left undone.

    Attributes:
        file: Its report, relative to the workspace.
        undone: What failed or was not sent, in the order of the report: the key of each variant, and the name of its
            item in the report, None where it has none.
    """

    file: str
    undone: Mapping[Key, str | None]


def read_retry(file: str, opened: Opener, *, allow_empty: bool) -> Retry | Problem:
    """What the report of a publish has as failed or blocked.

    Args:
        file: The name of the report.
        opened: Opens it.
        allow_empty: Whether there may be nothing. A run that ended before it came to the items says nothing of them,
            so that its report is wrong all the same.
    """
    earlier = read_published(opened)
    if isinstance(earlier, Unfit):
        return Problem(f"The earlier report {quoted(file)} {earlier.message}", _HINTS[earlier.fault])
    if not earlier.entries and earlier.outcome not in GOOD:
        return Problem(
            f"The run that wrote the report {quoted(file)} ended as {quoted(earlier.outcome)} before it tried "
            "anything, so that there is nothing to try again.",
            "Put right what its job summary tells, and run without `retry-from`.",
        )
    undone = {entry.key: entry.name for entry in earlier.entries if entry.status in MISSING}
    if undone or allow_empty:
        return Retry(file, undone)
    return Problem(
        f"There is nothing to retry: in the report {quoted(file)} nothing failed, and nothing was blocked.",
        "Run without `retry-from`. Where there may be nothing to retry, set the input `allow-empty`.",
    )


def retried(retry: Retry, manifest: Manifest, selected: Manifest, *, allow_empty: bool) -> Manifest | Problem:
    """The part of a manifest that is to be tried again: each item in the locales in which it was left undone.

    Args:
        retry: What was left undone.
        manifest: All that the files list. What was left undone must be in it.
        selected: What the input `only` leaves of it.
        allow_empty: Whether there may be nothing in both.
    """
    undone = _identified(retry.undone, manifest)
    strangers = set(undone).difference(variant.key for variant in manifest.variants())
    if strangers:
        return _strange(retry, [key for key in undone if key in strangers])
    items = tuple(left for item in selected.items if (left := _left(item, undone)) is not None)
    if items or allow_empty:
        return Manifest(manifest.files, items)
    return Problem(
        f"Nothing of what the input `only` names failed or was blocked in the report {quoted(retry.file)}.",
        "Name something else in `only`, or leave it out. Where there may be nothing to retry, set the input "
        "`allow-empty`.",
    )


def _identified(undone: Mapping[Key, str | None], manifest: Manifest) -> dict[Key, str | None]:
    """What was left undone, by IDs, as far as the manifest has what the earlier run knew by its name only.

    Where it did not know the locales, these are all of the item's.
    """
    if all(is_identifier(text) for key in undone for text in key if text):
        return dict(undone)
    named: dict[tuple[str, str], list[Variant]] = {}
    for variant in manifest.variants():
        item = variant.item
        for collection in {item.collection.id, item.collection.slug or ""}:
            for name in {item.id, item.slug or ""}:
                named.setdefault((collection, name), []).append(variant)
    found: dict[Key, str | None] = {}
    for key, label in undone.items():
        locale = key[2]
        is_open = locale is not None and not is_identifier(locale)
        meant = [each.key for each in named.get(key[:2], ()) if is_open or each.locale == locale]
        found.update(dict.fromkeys(meant or [key], label))
    return found


def _left(item: Item, undone: Mapping[Key, str | None]) -> Item | None:
    if not item.locales:
        return item if (*item.key, None) in undone else None
    locales = tuple(locale for locale in item.locales if (*item.key, locale) in undone)
    if locales == item.locales:
        return item
    return replace(item, locales=locales) if locales else None


def _strange(retry: Retry, keys: Sequence[Key]) -> Problem:
    """That the report is of another manifest, or of what this one was."""
    labels = ", ".join(_label(key, retry.undone[key]) for key in keys[:_TOLD])
    more = f" and {len(keys) - _TOLD:,} more" if len(keys) > _TOLD else ""
    items = counted(len(keys), "item is", "items are")
    return Problem(
        f"Of what failed or was blocked in the report {quoted(retry.file)}, {items} not in the manifest: "
        f"{labels}{more}.",
        "Name the report of a run with this manifest, and look at the input `manifest`. If they were taken out on "
        f"purpose, {_WITHOUT}.",
    )


def _label(key: Key, name: str | None) -> str:
    _, item, locale = key
    where = f" in the locale {locale}" if locale else ""
    return f"{quoted(name)} ({item}){where}" if name else f"{item}{where}"
