"""Which items wait for others in vain: they refer to what is not live and will not be."""

from __future__ import annotations

from collections.abc import Sequence

from webflow_publish.outcome import Outcome, Status
from webflow_publish.reference import identifiers
from webflow_publish.state import Key, State, Target
from webflow_publish.text import plain, titled
from webflow_publish.webflow import Content


def held_back(outcomes: Sequence[Outcome], state: State) -> dict[Key, str]:
    """Why pending variants cannot be published, by their keys; what refers to one of them is among them, too.

    A reference shows the item in its own locale, and Webflow falls back on the primary one. It is good where the item
    is live in either, or is about to be. An item that could not be read may be live: it holds nothing back. One that
    the manifest has in only one of the two, and that is held back there, counts as not live: the other is not read. So
    does one where the manifest has it taken down.
    """
    return _Dependencies(outcomes, state).held_back()


class _Dependencies:
    def __init__(self, outcomes: Sequence[Outcome], state: State) -> None:
        self._pending = {
            each.variant.key: each for each in outcomes if each.status is Status.PENDING and not each.variant.is_leaving
        }
        self._state = state
        self._named: dict[Key, list[str]] = {}
        self._dependents: dict[str, list[Key]] = {}
        for key, outcome in self._pending.items():
            if outcome.staged is None or not outcome.staged.fields:
                continue
            if item_ids := list(dict.fromkeys(item_id for _, item_id in identifiers(outcome.staged.fields))):
                self._named[key] = item_ids
            for item_id in item_ids:
                self._dependents.setdefault(item_id, []).append(key)
        self._items: dict[str, list[Outcome]] = {item_id: [] for item_id in self._dependents}
        for outcome in outcomes:
            if outcome.variant.item.id in self._items:
                self._items[outcome.variant.item.id].append(outcome)
        self._held: dict[Key, str] = {}
        # The manifest may name the primary locale by its ID, or not at all: what is staged tells which one it is.
        self._leaving = {
            (each.variant.item.id, locale)
            for each in outcomes
            if each.variant.is_leaving
            for locale in (each.variant.locale, each.staged.locale if each.staged else None)
        }

    def held_back(self) -> dict[Key, str]:
        waiting = list(self._named)
        while waiting:
            key = waiting.pop()
            if key in self._held or (message := self._obstacle(key)) is None:
                continue
            self._held[key] = message
            waiting += self._dependents.get(self._pending[key].variant.item.id, ())
        return self._held

    def _obstacle(self, key: Key) -> str | None:
        targets = {target.item_id: target for target in self._state.targets.get(key, ())}
        for item_id in self._named[key]:
            target = targets.get(item_id)
            if target and any(each.is_live and not self._is_leaving(each) for each in target.contents):
                continue
            # The manifest may name the primary locale by its ID: what Webflow has there says which one it is.
            locales = {key[2], None, *(content.locale for content in (target.contents if target else ()))}
            listed = self._items.get(item_id, ())
            near = [each for each in listed if each.variant.locale in locales]
            if any(map(self._is_coming, near)):
                continue
            if held := next(filter(self._is_held, near), None):
                return _inside(held)
            if target:
                if any(map(self._is_leaving, target.contents)):
                    return _off(target)
                return _outside(target, is_elsewhere=bool(listed) and not near)
        return None

    def _is_leaving(self, content: Content) -> bool:
        return (content.id, content.locale) in self._leaving

    def _is_coming(self, outcome: Outcome) -> bool:
        """Whether a variant is live, or is about to be, or may be, because nobody knows."""
        if outcome.variant.is_leaving:
            return False
        if outcome.staged is None:
            return outcome.status is not Status.FAILED
        is_going = outcome.status is Status.PENDING and outcome.variant.key not in self._held
        return is_going or outcome.staged.is_live

    def _is_held(self, outcome: Outcome) -> bool:
        is_held = outcome.status in {Status.BLOCKED, Status.SCHEDULED} or outcome.variant.key in self._held
        return is_held and not outcome.variant.is_leaving


def _inside(target: Outcome) -> str:
    name = titled(target.name, target.variant.item.id)
    publish_at = target.variant.item.publish_at
    if target.status is Status.SCHEDULED and publish_at:
        return plain(f"It refers to {name}, which is not live, and is scheduled for {publish_at.text}")
    return plain(f"It refers to {name}, which is not live, and is held back itself")


def _off(target: Target) -> str:
    name = next((content.name for content in target.contents if content.name), None)
    return plain(f"It refers to {titled(name, target.item_id)}, which the manifest has taken off the live site")


def _outside(target: Target, *, is_elsewhere: bool) -> str:
    name = next((content.name for content in target.contents if content.name), None)
    said = f"It refers to {titled(name, target.item_id)}, which"
    if target.contents and all(content.is_archived for content in target.contents):
        return plain(f"{said} is archived")
    if is_elsewhere:
        return plain(f"{said} is not live in this locale or the primary one, and listed in another one only")
    if not target.contents:
        return plain(f"{said} is not in Webflow any more")
    return plain(f"{said} is not live, and not published by this run")
