"""What the manifest wants off the live site is taken down, and nothing else, through HTTP."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from harness.bakery import ENGLISH, FRENCH, PEOPLE, POSTS, collection_of, manifest_of, seed_of
from harness.program import Open, Scene
from harness.samples import identifier

ONE, TWO, THREE, FOUR = (identifier(number) for number in range(1, 5))
HUNDRED = [identifier(number) for number in range(100)]
PUBLISHED, UNPUBLISHED, UNCHANGED = ("published", None), ("unpublished", None), ("unchanged", None)
BLOCKED_BY_REVIEW, PENDING = ("blocked", "changed-since-review"), ("pending", None)


def off(item_id: str, **others: Any) -> dict[str, Any]:
    """An entry of a manifest for an item that is to be off the live site."""
    return {"id": item_id, "state": "unpublished", **others}


def post(item_id: str, state: str = "published", **others: Any) -> dict[str, Any]:
    """A post of a seed, in both locales."""
    return {"id": item_id, "name": f"Post {item_id[-2:]}", "state": state, "locales": ["all"], **others}


def posts(states: dict[str, str], **others: Any) -> str:
    return seed_of(collection_of(POSTS, "Posts", *(post(*each) for each in states.items())), **others)


def fault(method: str = "DELETE", **others: Any) -> dict[str, Any]:
    return {"method": method, "path": "/items/live", **others}


def is_live(scene: Scene, item_id: str, locale: str = ENGLISH) -> bool:
    return scene.editor.live(POSTS, item_id, locale) is not None


def bodies(scene: Scene, method: str = "DELETE") -> list[Any]:
    return [each.body for each in scene.writes if each.method == method]


def sizes(scene: Scene) -> list[int]:
    """How many items each request to take down had."""
    return [len(body["items"]) for body in bodies(scene)]


class TestTakingDown:
    def test_what_is_live_goes_and_is_seen_to_be_gone(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published", TWO: "draft-changes"}))
        finished = scene.publish(manifest_of({POSTS: [off(ONE), off(TWO)]}))
        assert finished.ending == (0, "success")
        assert finished.told == [UNPUBLISHED] * 2
        assert finished.changes == ["taken-down"] * 2
        assert finished.confirmed == [True, True]
        assert not is_live(scene, ONE)
        assert is_live(scene, ONE, FRENCH)
        assert bodies(scene) == [{"items": [{"id": ONE}, {"id": TWO}]}]
        assert (finished.outputs["unpublished-count"], finished.outputs["published-count"]) == ("2", "0")
        assert json.loads(finished.outputs["published-ids"]) == []

    def test_one_of_two_locales_goes_and_the_other_stays(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published"}))
        finished = scene.publish(manifest_of({POSTS: [off(ONE, locales=[FRENCH])]}))
        assert finished.told == [UNPUBLISHED]
        assert not is_live(scene, ONE, FRENCH)
        assert is_live(scene, ONE)
        assert bodies(scene) == [{"items": [{"id": ONE, "cmsLocaleIds": [FRENCH]}]}]

    def test_a_second_run_sends_nothing(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published"}))
        scene.publish(manifest_of({POSTS: [off(ONE)]}))
        finished = scene.publish()
        assert finished.ending == (0, "nothing-to-do")
        assert finished.told == [UNCHANGED]
        assert scene.writes == []
        assert "off the live site already" in finished.summary

    @pytest.mark.parametrize("state", ["draft", "queued", "archived"])
    def test_what_is_not_live_is_left_alone(self, state: str, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: state}))
        finished = scene.publish(manifest_of({POSTS: [off(ONE)]}))
        assert (finished.told, scene.writes) == ([UNCHANGED], [])
        assert len(scene.sent) == 1

    def test_an_id_that_is_not_there_is_likelier_a_mistake(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published"}))
        finished = scene.publish(manifest_of({POSTS: [off(ONE), off(TWO)]}))
        assert finished.ending == (1, "failed")
        assert finished.told == [UNPUBLISHED, ("failed", "not-found")]

    def test_publishing_comes_first(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published", TWO: "draft"}))
        finished = scene.publish(manifest_of({POSTS: [off(ONE), TWO]}))
        assert finished.told == [UNPUBLISHED, PUBLISHED]
        assert [each.method for each in scene.writes] == ["POST", "DELETE"]
        assert finished.console.lines[-1] == ("The item is live; the item to be taken down is off the live site.")

    def test_it_takes_few_requests(self, open_scene: Open) -> None:
        scene = open_scene(posts(dict.fromkeys(HUNDRED, "published")))
        assert scene.publish(manifest_of({POSTS: map(off, HUNDRED)})).told == [UNPUBLISHED] * 100
        # What is staged, what is live, to take it down, and to look again.
        assert scene.methods == ["GET", "GET", "DELETE", "GET"]

    def test_without_reading_back_webflow_is_believed(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published"}))
        finished = scene.publish(manifest_of({POSTS: [off(ONE)]}), verify="false")
        assert (finished.told, finished.confirmed) == ([UNPUBLISHED], [False])
        assert "Webflow says that these are taken down" in finished.summary

    def test_what_refers_to_others_goes_before_them(self, open_scene: Open) -> None:
        people = collection_of(PEOPLE, "People", post(TWO))
        fields = [{"slug": "author", "type": "Reference", "collection": PEOPLE}]
        scene = open_scene(
            seed_of(people, collection_of(POSTS, "Posts", post(ONE, fields={"author": TWO}), fields=fields))
        )
        scene.publish(manifest_of({PEOPLE: [off(TWO)], POSTS: [off(ONE)]}))
        assert [each.path.split("/")[3] for each in scene.writes] == [POSTS, PEOPLE]

    def test_what_refers_to_what_goes_is_told_and_not_published(self, open_scene: Open) -> None:
        people = collection_of(PEOPLE, "People", post(TWO))
        fields = [{"slug": "author", "type": "Reference", "collection": PEOPLE}]
        new = post(ONE, "draft", fields={"author": TWO})
        scene = open_scene(seed_of(people, collection_of(POSTS, "Posts", new, fields=fields)))
        plan = scene.plan(manifest_of({PEOPLE: [off(TWO)], POSTS: [ONE]}))
        assert plan.told == [PENDING, ("blocked", "reference-not-live")]
        assert "which the manifest has taken off the live site" in plan.report["items"][1]["message"]
        scene.publish()
        assert [each.method for each in scene.writes] == ["DELETE"]


class TestTrouble:
    @pytest.mark.parametrize("count", [1, 100])
    def test_one_whose_answer_is_lost_is_taken_down_all_the_same(self, count: int, open_scene: Open) -> None:
        scene = open_scene(posts(dict.fromkeys(HUNDRED[:count], "published"), faults=[fault(cut="after")]))
        finished = scene.publish(manifest_of({POSTS: map(off, HUNDRED[:count])}))
        assert finished.ending == (0, "success")
        assert finished.told == [UNPUBLISHED] * count
        assert all(finished.confirmed)
        assert sizes(scene) == [count, count]  # the second of which met a 404
        assert len(scene.sent) <= 7

    def test_one_that_is_gone_meanwhile_does_not_hold_back_the_others(self, open_scene: Open) -> None:
        scene = open_scene(posts(dict.fromkeys(HUNDRED, "published")))
        scene.listen("to be taken down", lambda: scene.editor.unpublish(POSTS, HUNDRED[42]))
        finished = scene.publish(manifest_of({POSTS: map(off, HUNDRED)}))
        assert finished.told == [UNPUBLISHED] * 100
        assert sizes(scene) == [100, 99]

    def test_a_bad_one_among_many_stands_alone(self, open_scene: Open) -> None:
        bad = HUNDRED[42]
        refused = fault(containing=bad, times="always", answer={"status": 400, "body": {"message": "It is referenced"}})
        scene = open_scene(posts(dict.fromkeys(HUNDRED, "published"), faults=[refused]))
        finished = scene.publish(manifest_of({POSTS: map(off, HUNDRED)}))
        assert finished.ending == (1, "failed")
        assert finished.told.count(UNPUBLISHED) == 99
        (error,) = json.loads(finished.outputs["errors"])
        assert error["item"]["id"] == bad
        assert "It is referenced" in error["message"]
        assert is_live(scene, bad)
        assert len(scene.writes) <= 11

    def test_what_webflow_only_says_to_be_down_is_red(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published"}, faults=[fault(times="always", answer={"status": 204})]))
        finished = scene.publish(manifest_of({POSTS: [off(ONE)]}))
        assert finished.ending == (1, "failed")
        assert finished.told == [("failed", "rejected")]
        assert "It is still on the live site" in finished.report["items"][0]["message"]
        assert "is not confirmed as taken down" in finished.summary

    def test_an_outage_is_told_and_the_next_run_does_the_rest(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published"}, faults=[fault(times=6, answer={"status": 503})]))
        finished = scene.publish(manifest_of({POSTS: [off(ONE)]}))
        assert finished.ending == (4, "unavailable")
        assert is_live(scene, ONE)
        scene.clock.advance(600)
        assert scene.publish().told == [UNPUBLISHED]

    def test_an_answer_with_a_body_is_as_good(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published"}, faults=[fault(change={"status": 200, "body": "<p>Done</p>"})]))
        assert scene.publish(manifest_of({POSTS: [off(ONE)]})).told == [UNPUBLISHED]

    def test_without_the_scope_to_read_nothing_is_taken_down(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published", TWO: "draft"}, scopes=["cms:write"]))
        finished = scene.publish(manifest_of({POSTS: [off(ONE), TWO]}))
        assert finished.told == [("blocked", "missing-scope"), PUBLISHED]
        assert finished.exit_code == 3

    def test_a_stopped_run_tells_what_is_down(self, open_scene: Open) -> None:
        scene = open_scene(posts(dict.fromkeys(HUNDRED, "published")))
        scene.listen("to be taken down", scene.program.cancellation.request)
        finished = scene.publish(manifest_of({POSTS: map(off, HUNDRED)}))
        assert finished.ending == (130, "cancelled")
        assert set(finished.told) == {("blocked", "cancelled")}

    def test_what_failed_is_retried_as_a_take_down(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published", TWO: "draft"}, faults=[fault(times=12, answer={"status": 503})]))
        first = scene.publish(manifest_of({POSTS: [off(ONE), TWO]}))
        assert first.told == [("failed", "unavailable"), PUBLISHED]
        scene.clock.advance(600)
        finished = scene.publish(retry_from="report.json")
        assert finished.told == [UNPUBLISHED]
        assert [each.method for each in scene.writes] == ["DELETE"]


class TestThePlan:
    def test_shows_first_what_would_go(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "draft", TWO: "published", THREE: "draft"}))
        plan = scene.plan(manifest_of({POSTS: [ONE, off(TWO), off(THREE)]}))
        assert plan.ending == (0, "pending")
        assert (plan.told, plan.changes) == ([PENDING, PENDING, UNCHANGED], ["draft", "taken-down", None])
        assert scene.writes == []
        headings = [line for line in plan.summary.splitlines() if line.startswith("## ")]
        assert headings == [
            "## Would be taken off the live site",
            "## Drafts that would go live",
            "## Off the live site already",
        ]
        assert "live already" not in plan.summary.lower()
        assert (plan.outputs["pending-count"], plan.outputs["unchanged-count"]) == ("2", "1")

    def test_counts_for_max_publish(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "draft", TWO: "published"}))
        finished = scene.publish(manifest_of({POSTS: [ONE, off(TWO)]}), max_publish="1")
        assert finished.told == [("blocked", "too-many")] * 2
        assert "would be published or taken down" in finished.report["items"][0]["message"]
        assert "Would be taken off the live site" in finished.summary

    def test_only_names_some_of_them(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published", TWO: "published"}))
        assert scene.publish(manifest_of({POSTS: [off(ONE), off(TWO)]}), only=TWO).told == [UNPUBLISHED]
        assert is_live(scene, ONE)

    def test_drift_is_what_is_still_live(self, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: "published"}))
        plan = scene.plan(manifest_of({POSTS: [off(ONE)]}), fail_on_pending="true")
        assert plan.ending == (1, "pending")
        assert plan.console.lines[-1] == "The item to be taken down is live."


class TestTheReview:
    @pytest.mark.parametrize("state", ["published", "draft"])
    def test_what_was_reviewed_as_going_or_gone_is_taken_down(self, state: str, open_scene: Open) -> None:
        scene = open_scene(posts({ONE: state}))
        scene.plan(manifest_of({POSTS: [off(ONE)]}))
        scene.editor.publish(POSTS, ONE, ENGLISH)
        scene.editor.edit(POSTS, ONE, name="Edited since: what it holds does not matter")
        assert scene.publish(approved="plan.json").told == [UNPUBLISHED]

    @pytest.mark.parametrize(
        ("reviewed", "wanted", "state"),
        [([ONE], [off(ONE)], "draft-changes"), ([off(ONE)], [ONE], "draft-changes"), ([ONE], [off(ONE)], "published")],
    )
    def test_neither_stands_for_the_other(
        self, reviewed: Sequence[Any], wanted: Sequence[Any], state: str, open_scene: Open
    ) -> None:
        scene = open_scene(posts({ONE: state}))
        scene.plan(manifest_of({POSTS: reviewed}))
        finished = scene.publish(manifest_of({POSTS: wanted}), approved="plan.json")
        assert (finished.told, scene.writes) == ([BLOCKED_BY_REVIEW], [])
