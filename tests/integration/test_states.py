"""Each state that Webflow's guide to publishing tells apart, through HTTP: what a plan says, and what a run does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from harness.bakery import ENGLISH, FRENCH, POSTS, collection_of, manifest_of, seed_of
from harness.program import Open
from harness.samples import identifier
from webflow_publish.proof import WAITS

ITEM = identifier(1)
EARLIER, LATER = "2026-10-05T09:00:00Z", "2026-11-20T09:00:00Z"
"""Before and after a seed's items were edited."""
FORMER = {"summary": "Former"}
STAGED = {"summary": "Staged"}
FIELDS = [{"slug": "summary"}]


@dataclass(frozen=True)
class Situation:
    """An item in one locale: how a seed has it, and what is to be said of it.

    `told` is what a plan tells, `change` what a run then has to publish, None for nothing. `differs` are the fields
    that a plan shows as different, None where it compares nothing. `is_stuck` tells that it is live with other content
    than is staged, and that by its dates nothing is left to do.
    """

    name: str
    seed: Mapping[str, Any]
    told: tuple[str, str | None]
    change: str | None = None
    differs: tuple[str, ...] | None = None
    is_stuck: bool = False

    @property
    def goes(self) -> bool:
        return self.change is not None

    @property
    def planned(self) -> str | None:
        """What there is to publish, as a plan has it."""
        return self.change if self.told == PENDING else None

    @property
    def is_looked_at(self) -> bool:
        """Whether a run looks at it on the live site."""
        return self.told != ARCHIVED

    @property
    def is_live(self) -> bool:
        """Whether it is live as it is staged after the run."""
        return self.is_looked_at and not self.is_stuck

    @property
    def before(self) -> str | None:
        """The summary on the live site before the run; None where the item is not there."""
        if self.seed["state"] == "archived" or self.change in {"new", "draft"}:
            return None
        return str(self.seed.get("live", STAGED)["summary"])

    @property
    def after(self) -> str | None:
        return "Staged" if self.goes else self.before

    @property
    def status(self) -> tuple[str, str | None]:
        """How it ends in a run."""
        return ("published", None) if self.goes else self.status_again

    @property
    def status_again(self) -> tuple[str, str | None]:
        """How it ends in the run after that, which has nothing to publish."""
        return NOT_LIVE if self.is_stuck else UNCHANGED if self.is_looked_at else ARCHIVED


PENDING, UNCHANGED = ("pending", None), ("unchanged", None)
ARCHIVED, NOT_LIVE = ("failed", "archived"), ("failed", "not-live")
SITUATIONS = [
    # Of what is not live yet, all fields are shown.
    Situation("draft", {"state": "draft"}, PENDING, "draft", ("name", "slug", "summary")),
    Situation("queued", {"state": "queued"}, PENDING, "new", ("name", "slug", "summary")),
    Situation(
        "edited", {"state": "queued", "last-published": EARLIER, "live": FORMER}, PENDING, "changed", ("summary",)
    ),
    # A plan reads the live item, and sees that no field differs; a run goes by the times, and sends it.
    Situation("edited, equal", {"state": "queued", "last-published": EARLIER}, UNCHANGED, "changed"),
    Situation("published", {"state": "published"}, UNCHANGED),
    # What is published is decided by Webflow's times. The content is compared when the live site is looked at.
    Situation("published, different", {"state": "published", "live": FORMER}, UNCHANGED, is_stuck=True),
    Situation("draft changes", {"state": "draft-changes", "live": FORMER}, PENDING, "changed", ("summary",)),
    Situation("draft changes, equal", {"state": "draft-changes"}, UNCHANGED, "changed"),
    Situation(
        "draft changes, by the flag alone",
        {"state": "draft-changes", "last-published": LATER, "live": FORMER},
        PENDING,
        "changed",
        ("summary",),
    ),
    Situation("archived", {"state": "archived"}, ARCHIVED),
    Situation("archived, published once", {"state": "archived", "last-published": LATER}, ARCHIVED),
]
ANY = pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)

BOTH = (ENGLISH, FRENCH)
# The locales that the manifest names, and those in which the item is then published: None where the site has none.
PLACES: dict[str, tuple[tuple[str, ...], tuple[str | None, ...]]] = {
    "no localization": ((), (None,)),
    "none": ((), (ENGLISH,)),
    "primary": ((ENGLISH,), (ENGLISH,)),
    "secondary": ((FRENCH,), (FRENCH,)),
    "both": (BOTH, BOTH),
}


@ANY
@pytest.mark.parametrize("place", PLACES)
def test_a_plan_tells_what_a_run_then_does_and_the_next_run_has_nothing_to_do(
    open_scene: Open, situation: Situation, place: str
) -> None:
    named, locales = PLACES[place]
    is_localized = locales != (None,)
    item = {"id": ITEM, "fields": STAGED, **situation.seed, **({"locales": ["all"]} if is_localized else {})}
    site = {} if is_localized else {"locales": None}
    scene = open_scene(seed_of(collection_of(POSTS, "Posts", item, fields=FIELDS), site=site))
    count = len(locales)

    plan = scene.plan(manifest_of({POSTS: [ITEM]}, *named))
    assert plan.told == [situation.told] * count
    assert plan.changes == [situation.planned] * count
    assert [_differing(each) for each in plan.report["items"]] == [situation.differs] * count
    assert (plan.outputs["pending-count"], scene.writes) == (str(count * (situation.told == PENDING)), [])

    publish = scene.publish()
    assert publish.told == [situation.status] * count
    assert publish.changes == [situation.change] * count
    assert publish.confirmed == [situation.is_live] * count
    # What is live otherwise than it was staged is held against what is staged now, as long as the run is patient.
    reads = 2 * (1 + len(WAITS)) if situation.is_stuck else situation.is_looked_at
    looking, looking_at_the_live_site = ["GET"] * count, ["GET"] * count * reads
    assert scene.methods == [*looking, *["POST"] * situation.goes, *looking_at_the_live_site]
    for locale in [ENGLISH, FRENCH] if is_localized else [None]:
        fields = scene.editor.live(POSTS, ITEM, locale)
        expected = situation.after if locale in locales else situation.before
        assert (fields and fields["summary"]) == expected, locale

    again = scene.publish()
    assert again.told == [situation.status_again] * count
    assert again.ending == ((0, "nothing-to-do") if situation.is_live else (1, "failed"))
    assert again.confirmed == [situation.is_live] * count
    assert scene.methods == [*looking, *looking_at_the_live_site]


def test_each_locale_of_an_item_is_looked_at_by_itself(open_scene: Open) -> None:
    """All pairs of situations, in the primary and in a secondary locale of one item, in one run."""
    pairs = dict(enumerate(product(SITUATIONS, repeat=2)))
    items = [
        {
            "id": identifier(number),
            "locales": [
                {"locale": "en", "fields": {"name": "x", "slug": "x", **STAGED}, **english.seed},
                {"locale": "fr-CA", "fields": {"name": "x", "slug": "x", **STAGED}, **french.seed},
            ],
        }
        for number, (english, french) in pairs.items()
    ]
    scene = open_scene(seed_of(collection_of(POSTS, "Posts", *items, fields=FIELDS)))
    manifest = manifest_of({POSTS: [identifier(number) for number in pairs]}, ENGLISH, FRENCH)

    assert _by_pair(scene.plan(manifest).told, pairs) == {
        _names(pair): tuple(each.told for each in pair) for pair in pairs.values()
    }
    publish = scene.publish()
    assert _by_pair(publish.told, pairs) == {
        _names(pair): tuple(each.status for each in pair) for pair in pairs.values()
    }
    assert publish.confirmed == [each.is_live for pair in pairs.values() for each in pair]
    going = sum(each.goes for pair in pairs.values() for each in pair)
    assert [len(_variants(each.body)) for each in scene.writes] == [100, going - 100]
    live = {
        number: tuple((scene.editor.live(POSTS, identifier(number), each) or {}).get("summary") for each in BOTH)
        for number in pairs
    }
    assert live == {number: tuple(each.after for each in pair) for number, pair in pairs.items()}
    again = scene.publish()
    assert scene.writes == []
    assert {status for status, _ in again.told} == {"unchanged", "failed"}


Pair = tuple[Situation, ...]


def _names(pair: Pair) -> tuple[str, ...]:
    return tuple(situation.name for situation in pair)


def _by_pair(told: list[tuple[str, str | None]], pairs: Mapping[int, Pair]) -> dict[tuple[str, ...], Any]:
    return {_names(pair): (told[2 * number], told[2 * number + 1]) for number, pair in pairs.items()}


def _variants(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(item["id"], locale) for item in body["items"] for locale in item["cmsLocaleIds"]]


def _differing(item: Mapping[str, Any]) -> tuple[str, ...] | None:
    differences = item["differences"]
    return None if differences is None else tuple(each["field"] for each in differences)


@ANY
def test_force_publishes_again_what_is_live_already_and_is_green(open_scene: Open, situation: Situation) -> None:
    item = {"id": ITEM, "fields": STAGED, **situation.seed}
    scene = open_scene(seed_of(collection_of(POSTS, "Posts", item, fields=FIELDS)))
    forced = scene.publish(manifest_of({POSTS: [ITEM]}), force="true")
    if not situation.is_looked_at:
        assert (forced.told, scene.writes) == ([situation.told], [])
        return
    assert forced.ending == (0, "success")
    assert forced.changes == [situation.change or "forced"]
    assert forced.confirmed == [True]
    assert scene.editor.live(POSTS, ITEM) == scene.editor.staged(POSTS, ITEM)


def test_an_item_that_was_edited_and_edited_back_is_unchanged_to_a_plan_and_a_run_sends_it(open_scene: Open) -> None:
    item = {"id": ITEM, "fields": STAGED, "state": "published"}
    scene = open_scene(seed_of(collection_of(POSTS, "Posts", item, fields=FIELDS)))
    scene.editor.edit(POSTS, ITEM, summary="On second thoughts")
    scene.editor.edit(POSTS, ITEM, **STAGED)

    plan = scene.plan(manifest_of({POSTS: [ITEM]}), fail_on_pending="true")
    assert (plan.told, plan.changes, plan.ending) == ([UNCHANGED], [None], (0, "nothing-to-do"))
    assert [_differing(each) for each in plan.report["items"]] == [None]
    assert [each.path.endswith("/live") for each in scene.sent] == [False, True, False]

    publish = scene.publish(approved="plan.json")
    assert (publish.told, publish.changes) == ([("published", None)], ["changed"])
    assert publish.ending == (0, "success")
    assert [each.body for each in scene.writes] == [{"itemIds": [ITEM]}]
    assert plan.report["estimate"]["writes"] == 1
    assert scene.publish().ending == (0, "nothing-to-do")


def test_a_plan_with_force_shows_what_differs_although_the_times_say_that_nothing_does(open_scene: Open) -> None:
    item = {"id": ITEM, "fields": STAGED, "state": "published", "live": FORMER}
    scene = open_scene(seed_of(collection_of(POSTS, "Posts", item, fields=FIELDS)))
    plan = scene.plan(manifest_of({POSTS: [ITEM]}), force="true")
    assert (plan.told, plan.changes) == ([("pending", None)], ["forced"])
    assert [_differing(each) for each in plan.report["items"]] == [("summary",)]


def test_an_edit_after_a_run_makes_the_next_one_publish_that_item_alone(open_scene: Open) -> None:
    items = [{"id": identifier(number), "fields": STAGED} for number in range(3)]
    scene = open_scene(seed_of(collection_of(POSTS, "Posts", *items, fields=FIELDS)))
    assert scene.publish(manifest_of({POSTS: [identifier(number) for number in range(3)]})).exit_code == 0
    scene.clock.advance(60)
    scene.editor.edit(POSTS, identifier(1), summary="Newer")
    publish = scene.publish()
    assert publish.told == [UNCHANGED, ("published", None), UNCHANGED]
    assert [each.body for each in scene.writes] == [{"itemIds": [identifier(1)]}]
    assert (scene.editor.live(POSTS, identifier(1)) or {})["summary"] == "Newer"
    assert publish.console.lines[-1] == "All 3 items are live, 1 of them published now."


def test_nothing_to_do_says_so_everywhere(open_scene: Open) -> None:
    scene = open_scene(seed_of(collection_of(POSTS, "Posts", {"id": ITEM, "state": "published"})))
    finished = scene.publish(manifest_of({POSTS: [ITEM]}))
    assert finished.console.lines[-1] == "Nothing to do: the item is live already."
    assert finished.summary.startswith("# ✅ Nothing to do: the item is live already\n")
    counts = {name: finished.outputs[f"{name}-count"] for name in ("published", "unchanged", "pending", "failed")}
    assert counts == {"published": "0", "unchanged": "1", "pending": "0", "failed": "0"}
    assert finished.console.annotations == []
