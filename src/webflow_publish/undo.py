"""What an earlier run put live, as the input `undo-from` names it: what is to be taken down again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webflow_publish.change import Change
from webflow_publish.earlier import Fault, Opener, Unfit, read_published
from webflow_publish.entry import Entry
from webflow_publish.inputs import Mode
from webflow_publish.manifest import Collection, Item, Manifest, Wanted
from webflow_publish.outcome import DONE, Status
from webflow_publish.problem import Place, Problem
from webflow_publish.reason import IN_DOUBT, Reason
from webflow_publish.remainder import LASTING, Remainder
from webflow_publish.state import Key
from webflow_publish.text import quoted

_FIRST = frozenset({Change.NEW, Change.DRAFT})
"""The changes that put an item live which never was before."""

_AS_IT_IS = "Pass on the file that a publish wrote for the input `report`, as it is."
_HINTS = {
    Fault.UNREADABLE: "Check its permissions, and that an earlier step has not taken it away.",
    Fault.DAMAGED: _AS_IT_IS,
    Fault.LARGE: _AS_IT_IS,
    Fault.VERSION: "Undo with the release of the action that wrote the report.",
    Fault.MODE: "Name the report of a run with `mode: publish`: only that puts anything live.",
}


@dataclass(frozen=True, slots=True)
class Undo:
    """What an earlier run did.

    Attributes:
        listing: All that its report has, as items that are to be off the live site, each in one locale.
        changes: What it did, or may have done, by the key of each variant that it changed anything of.
    """

    listing: Manifest
    changes: Mapping[Key, Change]


def misplaced(value_of: Callable[[str], str], mode: Mode) -> tuple[Problem, ...]:
    """What is wrong with inputs that an undo needs, or does not take: to ignore one could do more than was meant."""
    given = {name for name in ("undo-from", "approved", "retry-from") if value_of(name).strip()}
    if mode is not Mode.UNDO:
        if "undo-from" not in given or mode is Mode.VALIDATE:
            return ()
        return (
            Problem(
                f"The input `undo-from` is set, but the mode is `{mode}`, which undoes nothing.",
                "Set `mode: undo` as well, or leave `undo-from` out.",
            ),
        )
    problems = [
        Problem(
            f"The input `{name}` is set, but the mode is `undo`, which goes by the report that it undoes.",
            f"Leave `{name}` out. To take down a part only, set `only`.",
        )
        for name in sorted(given - {"undo-from"})
    ]
    if "undo-from" not in given:
        problems.append(
            Problem(
                "There is no report to undo.",
                "Set the input `undo-from` to the JSON report of the run with `mode: publish` that is to be undone.",
            )
        )
    return tuple(problems)


def read_undo(file: str, opened: Opener) -> Undo | Problem:
    """What the run did that wrote the report of a publish.

    What is in doubt there, because Webflow's answer was lost, counts as done.

    Args:
        file: The name of the report.
        opened: Opens it.
    """
    earlier = read_published(opened)
    if isinstance(earlier, Unfit):
        return Problem(f"The report to undo {quoted(file)} {earlier.message}", _HINTS[earlier.fault])
    entries = {entry.key: entry for entry in earlier.entries}
    collections: dict[str, Collection] = {}
    items = tuple([_item(entry, file, collections) for entry in entries.values()])
    changes = {key: entry.change for key, entry in entries.items() if entry.change and _is_done(entry)}
    return Undo(Manifest((file,), items), changes)


def undone(undo: Undo, selected: Manifest) -> tuple[Manifest, tuple[Remainder, ...]]:
    """What is to be taken down of the items that are selected, and what stays as the earlier run left it.

    Only what was never live before is taken down. Of what was published again as it was, there is nothing to undo.
    """
    variants = selected.variants()
    items = tuple(each.item for each in variants if undo.changes.get(each.key) in _FIRST)
    lasting = ((each, undo.changes.get(each.key)) for each in variants)
    return (
        Manifest(selected.files, items),
        tuple(Remainder(variant, change) for variant, change in lasting if change in LASTING),
    )


def _is_done(entry: Entry) -> bool:
    """Whether the run did it, or may have done it."""
    if entry.status is not Status.FAILED:
        return entry.status in DONE
    is_unfound = entry.change is Change.TAKEN_DOWN and entry.reason is Reason.NOT_FOUND
    return entry.accepted or entry.reason in IN_DOUBT or is_unfound


def _item(entry: Entry, file: str, collections: dict[str, Collection]) -> Item:
    collection_id, item_id, locale = entry.key
    place = entry.place or Place(file, 1, 1)
    collection = collections.setdefault(collection_id, Collection(collection_id, entry.collection, place))
    return Item(item_id, entry.name, collection, (locale,) if locale else (), place, wanted=Wanted.UNPUBLISHED)
