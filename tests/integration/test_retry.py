"""What failed or was blocked in an earlier run is tried again, and nothing else, through HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.bakery import ENGLISH, FRENCH, PEOPLE, POSTS, collection_of, manifest_of, seed_of
from harness.program import Open, Scene
from harness.samples import identifier
from webflow_publish.cancellation import Cancellation

FIRST, SECOND, THIRD, FOURTH, FIFTH = (identifier(number) for number in range(5))
EVERY = [FIRST, SECOND, THIRD, FOURTH, FIFTH]
PUBLISHED, ARCHIVED, CANCELLED = ("published", None), ("failed", "archived"), ("blocked", "cancelled")


def seed(*archived: str, **others: Any) -> str:
    """Five new posts in two locales, some of them archived."""
    posts = [
        {"id": each, "name": f"Post {number}", "locales": ["all"], "state": "archived" if each in archived else "draft"}
        for number, each in enumerate(EVERY)
    ]
    return seed_of(collection_of(POSTS, "Posts", *posts, fields=[{"slug": "summary"}]), **others)


def asked_for(scene: Scene) -> set[str]:
    """The items that any request of the last run named."""
    return {each for each in EVERY for sent in scene.sent if each in f"{sent.path} {sent.query} {sent.body}"}


def failing(open_scene: Open, *locales: str) -> Scene:
    """A scene after a run in which two of five items failed; what held them back is mended since."""
    scene = open_scene(seed(SECOND, FOURTH))
    finished = scene.publish(manifest_of({POSTS: EVERY}, *locales))
    assert finished.ending == (1, "failed")
    assert finished.told.count(ARCHIVED) == 2 * max(1, len(locales))
    for each in (SECOND, FOURTH):
        scene.editor.unarchive(POSTS, each)
    scene.clock.advance(60)
    return scene


class TestWhatIsRetried:
    def test_only_what_failed_is_asked_for_and_sent(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        finished = scene.publish(retry_from="report.json", report="retried.json")
        assert finished.ending == (0, "success")
        assert finished.told == [PUBLISHED] * 2
        assert asked_for(scene) == {SECOND, FOURTH}
        assert [each.body for each in scene.writes] == [{"itemIds": [SECOND, FOURTH]}]
        assert json.loads(finished.outputs["published-ids"]) == [SECOND, FOURTH]

    def test_what_is_left_out_is_told(self, open_scene: Open) -> None:
        finished = failing(open_scene).publish(retry_from="report.json")
        assert finished.report["left-out"] == 3
        assert "3 other items" in finished.summary

    def test_what_is_forced_is_forced_for_these_only(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        finished = scene.publish(retry_from="report.json", force="true")
        assert finished.told == [PUBLISHED] * 2
        assert asked_for(scene) == {SECOND, FOURTH}

    def test_a_plan_shows_what_would_be_tried_again(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        plan = scene.plan(retry_from="report.json")
        assert plan.ending == (0, "pending")
        assert [each["item"]["id"] for each in plan.report["items"]] == [SECOND, FOURTH]
        assert scene.writes == []

    def test_the_input_only_restricts_it_further(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        finished = scene.publish(retry_from="report.json", only=f"{FOURTH}\n{FIFTH}")
        assert finished.told == [PUBLISHED]
        assert asked_for(scene) == {FOURTH}
        assert finished.report["left-out"] == 4

    def test_a_share_in_max_publish_is_one_of_the_whole_manifest(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        assert scene.publish(retry_from="report.json", report="refused.json", max_publish="39%").exit_code == 1
        assert scene.publish(retry_from="report.json", max_publish="40%").ending == (0, "success")

    def test_an_item_is_tried_again_in_the_locale_that_it_was_blocked_in(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.plan(manifest_of({POSTS: EVERY}, ENGLISH, FRENCH))
        scene.clock.advance(60)
        scene.editor.edit(POSTS, SECOND, FRENCH, summary="Ajouté")
        assert scene.publish(approved="plan.json").told.count(PUBLISHED) == 9
        finished = scene.publish(retry_from="report.json")
        assert finished.ending == (0, "success")
        assert [(each["item"]["id"], each["locale"]) for each in finished.report["items"]] == [(SECOND, FRENCH)]
        assert [each.body for each in scene.writes] == [{"items": [{"id": SECOND, "cmsLocaleIds": [FRENCH]}]}]
        assert finished.report["left-out"] == 4

    def test_an_approved_plan_still_counts(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.plan(manifest_of({POSTS: EVERY}))
        scene.clock.advance(60)
        scene.editor.edit(POSTS, SECOND, summary="Slipped in")
        scene.publish(approved="plan.json")
        assert scene.publish(approved="plan.json", retry_from="report.json").told == [
            ("blocked", "changed-since-review")
        ]

    def test_a_run_that_was_stopped_is_tried_again_in_whole(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.listen("to be published", scene.program.cancellation.request)
        stopped = scene.publish(manifest_of({POSTS: EVERY}))
        assert stopped.ending == (130, "cancelled")
        assert stopped.told == [CANCELLED] * 5
        scene.program.cancellation = Cancellation()
        finished = scene.publish(retry_from="report.json")
        assert finished.ending == (0, "success")
        assert finished.told == [PUBLISHED] * 5
        assert finished.report["left-out"] == 0

    def test_what_the_items_refer_to_is_live_since_the_earlier_run(self, open_scene: Open) -> None:
        posts = {"id": FIRST, "name": "First", "state": "archived", "fields": {"author": SECOND}}
        author = {"slug": "author", "type": "Reference", "collection": PEOPLE}
        collections = (
            collection_of(POSTS, "Posts", posts, fields=[author]),
            collection_of(PEOPLE, "People", {"id": SECOND, "name": "Ada"}),
        )
        scene = open_scene(seed_of(*collections))
        assert scene.publish(manifest_of({POSTS: [FIRST], PEOPLE: [SECOND]})).told == [ARCHIVED, PUBLISHED]
        scene.editor.unarchive(POSTS, FIRST)
        assert scene.publish(retry_from="report.json").told == [PUBLISHED]


class TestOneAfterTheOther:
    """A retry can be retried."""

    def test_its_report_has_what_was_retried(self, open_scene: Open) -> None:
        scene = open_scene(seed(SECOND, FOURTH))
        scene.publish(manifest_of({POSTS: EVERY}))
        scene.editor.unarchive(POSTS, SECOND)
        assert scene.publish(retry_from="report.json").told == [PUBLISHED, ARCHIVED]
        scene.editor.unarchive(POSTS, FOURTH)
        assert scene.publish(retry_from="report.json").told == [PUBLISHED]
        assert asked_for(scene) == {FOURTH}

    def test_when_all_is_live_there_is_nothing_left_to_retry(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        scene.publish(retry_from="report.json")
        finished = scene.publish(retry_from="report.json")
        assert finished.ending == (2, "invalid")
        assert "nothing to retry" in finished.summary
        assert scene.sent == []

    def test_nothing_to_retry_is_nothing_to_do_where_that_is_allowed(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        scene.publish(retry_from="report.json")
        finished = scene.publish(retry_from="report.json", allow_empty="true")
        assert finished.ending == (0, "nothing-to-do")
        assert finished.report["left-out"] == 5
        assert scene.sent == []

    def test_a_retry_that_cannot_begin_can_be_begun_again(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        before = (scene.program.workspace / "report.json").read_bytes()
        finished = scene.publish(retry_from="report.json", token="")
        assert (finished.ending, finished.outputs["report"]) == ((2, "invalid"), "")
        assert (scene.program.workspace / "report.json").read_bytes() == before
        assert scene.publish(retry_from="report.json").told == [PUBLISHED] * 2


class TestWhatCannotBeRetried:
    """It is a mistake, and nothing is sent."""

    @pytest.mark.parametrize(
        "damage",
        [
            lambda text: text[:0],
            lambda text: text[: len(text) // 2],
            lambda text: f"[{text}]",
            lambda text: text.replace(SECOND, "nonsense"),
            lambda text: text.replace('"status": "failed"', '"status": "fallen"', 1),
            lambda text: text.replace('"version": 1', '"version": 2'),
            lambda text: text.replace('"mode": "publish"', '"mode": "plan"'),
            lambda text: text.replace('"version": 1,', '"version": 1, "version": 1,'),
        ],
    )
    def test_a_damaged_or_other_file(self, open_scene: Open, damage: Callable[[str], str]) -> None:
        scene = failing(open_scene)
        path = scene.program.workspace / "report.json"
        path.write_text(damage(path.read_text("utf-8")), "utf-8")
        finished = scene.publish(retry_from="report.json", report="retried.json")
        assert finished.ending == (2, "invalid")
        assert "`report.json`" in finished.summary
        assert scene.sent == []

    def test_the_report_of_another_manifest(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        finished = scene.publish(manifest_of({POSTS: [FIRST, SECOND]}), retry_from="report.json", only=SECOND)
        assert finished.ending == (2, "invalid")
        assert f"Post 3` ({FOURTH})" in finished.console.annotations[0].message
        assert scene.sent == []

    @pytest.mark.parametrize("mode", ["plan", "validate"])
    def test_the_report_of_another_mode(self, open_scene: Open, mode: str) -> None:
        scene = open_scene(seed())
        scene.publish(manifest_of({POSTS: EVERY}), mode=mode)
        finished = scene.publish(retry_from="report.json")
        assert finished.ending == (2, "invalid")
        assert f"`{mode}`" in finished.console.annotations[0].message
        assert scene.sent == []

    def test_the_report_of_a_run_that_tried_nothing(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        assert scene.publish("version: 1\n").ending == (2, "invalid")
        finished = scene.publish(manifest_of({POSTS: EVERY}), retry_from="report.json", allow_empty="true")
        assert finished.ending == (2, "invalid")
        assert "before it tried anything" in finished.console.annotations[0].message
        assert scene.sent == []

    def test_a_file_that_is_not_there(self, open_scene: Open) -> None:
        scene = failing(open_scene)
        assert scene.publish(retry_from="reports.json").ending == (2, "invalid")
        assert scene.sent == []
