"""What an earlier run put live is taken down again, and what cannot be brought back is said, through HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.bakery import ENGLISH, FRENCH, POSTS, collection_of, manifest_of, seed_of
from harness.program import Open, Scene
from harness.samples import identifier

NEW, DRAFT, EDITED, SAME, ARCHIVED, LEAVING = (identifier(number) for number in range(1, 7))
STATES = {
    NEW: "queued",
    DRAFT: "draft",
    EDITED: "draft-changes",
    SAME: "published",
    ARCHIVED: "archived",
    LEAVING: "published",
}
EVERYTHING = [NEW, DRAFT, EDITED, SAME, ARCHIVED, {"id": LEAVING, "state": "unpublished"}]
UNPUBLISHED, UNCHANGED = ("unpublished", None), ("unchanged", None)


def seed(**others: Any) -> str:
    posts = (
        {"id": each, "name": f"Post {state}", "state": state, "locales": ["all"]} for each, state in STATES.items()
    )
    return seed_of(collection_of(POSTS, "Posts", *posts), **others)


def published(open_scene: Open, *locales: str, **others: Any) -> Scene:
    """A scene after a run that failed in part."""
    scene = open_scene(seed(**others))
    finished = scene.publish(manifest_of({POSTS: EVERYTHING}, *locales))
    assert finished.ending == (1, "failed")
    scene.clock.advance(60)
    return scene


def live(scene: Scene, locale: str = ENGLISH) -> set[str]:
    return {each for each in STATES if scene.editor.live(POSTS, each, locale) is not None}


def named(finished: Any) -> list[str]:
    return [each["item"]["id"] for each in finished.report["items"]]


class TestWhatIsTakenDown:
    def test_after_a_run_that_failed_in_part_only_what_was_never_live(self, open_scene: Open) -> None:
        scene = published(open_scene)
        assert live(scene) == {NEW, DRAFT, EDITED, SAME}
        undone = scene.undo()
        assert undone.ending == (0, "success")
        assert (named(undone), undone.told, undone.confirmed) == ([NEW, DRAFT], [UNPUBLISHED] * 2, [True] * 2)
        assert live(scene) == {EDITED, SAME}
        assert undone.outputs["unpublished-count"] == "2"
        assert undone.console.lines[-1] == (
            "Both items that the run put live are off the live site; "
            "2 items that it changed or took down stay as they are."
        )

    def test_what_cannot_be_brought_back_is_named_everywhere(self, open_scene: Open) -> None:
        undone = published(open_scene).undo()
        assert [(each["item"]["id"], each["change"]) for each in undone.report["remainders"]] == [
            (EDITED, "changed"),
            (LEAVING, "taken-down"),
        ]
        told = "\n".join(undone.console.lines)
        for each in (EDITED, LEAVING):
            assert each in undone.summary
            assert each in told
        assert "without `state: unpublished`" in undone.report["remainders"][1]["message"]

    def test_each_locale_by_itself(self, open_scene: Open) -> None:
        scene = published(open_scene, ENGLISH, FRENCH)
        assert scene.undo().told == [UNPUBLISHED] * 4
        assert live(scene) == live(scene, FRENCH) == {EDITED, SAME}

    def test_a_second_undo_has_nothing_to_do(self, open_scene: Open) -> None:
        scene = published(open_scene)
        scene.undo()
        again = scene.undo()
        assert again.ending == (0, "nothing-to-do")
        assert (again.told, scene.writes) == ([UNCHANGED] * 2, [])
        assert again.console.lines[-1].startswith(
            "Nothing to undo: both items that the run put live are off the live site already"
        )

    def test_a_run_that_put_nothing_live_leaves_nothing_to_undo(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.publish(manifest_of({POSTS: [SAME]}))
        undone = scene.undo()
        assert undone.ending == (0, "nothing-to-do")
        assert scene.sent == []
        assert "the run put nothing live that was not live before" in undone.summary

    @pytest.mark.parametrize(
        "left", [{"reason": "unavailable"}, {"reason": "changed-since-review", "accepted": True}], ids=["lost", "odd"]
    )
    def test_what_failed_there_and_may_be_live_is_looked_for(self, left: dict[str, Any], open_scene: Open) -> None:
        scene = open_scene(seed())
        report = scene.publish(manifest_of({POSTS: [NEW]})).report
        report["items"][0] |= {"status": "failed", "accepted": False, **left}
        (scene.program.workspace / "report.json").write_text(json.dumps(report), "utf-8")
        assert scene.undo().told == [UNPUBLISHED]
        assert NEW not in live(scene)

    def test_what_failed_for_sure_and_was_put_live_by_somebody_else_stays(self, open_scene: Open) -> None:
        scene = published(open_scene)
        scene.editor.unarchive(POSTS, ARCHIVED)
        scene.editor.publish(POSTS, ARCHIVED, ENGLISH)
        scene.undo()
        assert ARCHIVED in live(scene)

    def test_only_names_a_part_of_it(self, open_scene: Open) -> None:
        scene = published(open_scene)
        undone = scene.undo(only=f"{DRAFT}\n{EDITED}")
        assert named(undone) == [DRAFT]
        assert [each["item"]["id"] for each in undone.report["remainders"]] == [EDITED]
        assert NEW in live(scene)
        assert "leaves out" in undone.summary

    def test_too_much_of_it_is_refused(self, open_scene: Open) -> None:
        scene = published(open_scene)
        undone = scene.undo(max_publish="1")
        assert (undone.told, scene.writes) == ([("blocked", "too-many")] * 2, [])
        assert undone.console.lines[-1].startswith("Nothing was taken down: 2 of 2 items")

    def test_a_publish_puts_it_live_again(self, open_scene: Open) -> None:
        scene = published(open_scene)
        scene.undo()
        scene.publish(report="again.json")
        assert {NEW, DRAFT} <= live(scene)

    def test_no_manifest_is_read(self, open_scene: Open) -> None:
        scene = published(open_scene)
        scene.program.manifest("this is: [no manifest")
        assert scene.undo().told == [UNPUBLISHED] * 2


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("{", "is not JSON, or is damaged"),
            ("[]", "no report of webflow-publish"),
            ('{"name": "website", "version": "1.0.0"}', "no report of webflow-publish"),
            ('{"version": 2, "mode": "publish", "outcome": "success", "items": []}', "which is newer"),
            ('{"version": 1, "mode": "plan", "outcome": "pending", "items": []}', "was written in the mode `plan`"),
            ('{"version": 1, "mode": "undo", "outcome": "success", "items": []}', "was written in the mode `undo`"),
            ('{"version": 1, "mode": "publish", "outcome": "success", "items": [{}]}', "is damaged"),
        ],
    )
    def test_a_report_that_is_not_ours(self, text: str, words: str, open_scene: Open) -> None:
        scene = open_scene(seed())
        (scene.program.workspace / "report.json").write_text(text, "utf-8")
        undone = scene.undo()
        assert (undone.exit_code, undone.outputs["outcome"], scene.sent) == (2, "invalid", [])
        assert words in undone.summary.replace("&#46;", ".") or words in undone.everything

    def test_a_report_that_was_cut(self, open_scene: Open) -> None:
        scene = published(open_scene)
        file = scene.program.workspace / "report.json"
        file.write_text(file.read_text("utf-8")[:-40], "utf-8")
        assert (scene.undo().exit_code, scene.sent) == (2, [])

    def test_a_report_of_items_that_the_token_does_not_have(self, open_scene: Open) -> None:
        scene = published(open_scene)
        file = scene.program.workspace / "report.json"
        file.write_text(file.read_text("utf-8").replace(POSTS, "64a1000000000000000000cc"), "utf-8")
        undone = scene.undo()
        assert undone.told == [("failed", "not-found")] * 2
        assert live(scene) == {NEW, DRAFT, EDITED, SAME}

    @pytest.mark.parametrize(
        ("inputs", "words"),
        [
            ({"undo_from": ""}, "There is no report to undo"),
            ({"undo_from": "nowhere.json"}, "There is no file `nowhere.json`"),
            ({"approved": "report.json"}, "The input `approved` is set, but the mode is `undo`"),
            ({"retry_from": "report.json"}, "The input `retry-from` is set, but the mode is `undo`"),
            ({"report": "report.json"}, "is to be written over"),
            ({"only": "Nobody"}, "matches no collection and no item of the report to undo"),
            ({"mode": "publish"}, "The input `undo-from` is set, but the mode is `publish`"),
            ({"mode": "plan"}, "The input `undo-from` is set, but the mode is `plan`"),
        ],
    )
    def test_inputs_that_do_not_fit(self, inputs: dict[str, str], words: str, open_scene: Open) -> None:
        scene = published(open_scene)
        undone = scene.undo(**inputs)
        assert (undone.ending, scene.sent) == ((2, "invalid"), [])
        assert words in "\n".join(each["message"] for each in json.loads(undone.outputs["errors"]))
