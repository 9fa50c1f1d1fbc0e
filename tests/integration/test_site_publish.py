"""`site-publish: when-required`, through HTTP: the site is published once, where Webflow asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml

from harness.bakery import PEOPLE, POSTS, SITE, TOKEN
from harness.program import Finished, Open, Scene
from harness.rendering import rendered
from harness.samples import identifier
from webflow_publish.launch import WAITS

RYE, WHEAT, ADA = (identifier(number) for number in (1, 2, 3))
EVERY_SCOPE = ["cms:read", "cms:write", "sites:read", "sites:write"]
MANIFEST = yaml.safe_dump({"version": 1, "collections": [{"slug": "posts", "items": ["rye", "wheat"]}]})
PUBLISHED = ("published", None)
ITEMS, WHOLE = f"/v2/collections/{POSTS}/items/publish", f"/v2/sites/{SITE}/publish"


def seed(
    scopes: list[str] | None = None,
    *,
    changed: bool = True,
    faults: Sequence[Any] = (),
    site: Mapping[str, Any] | None = None,
) -> str:
    posts = {
        "id": POSTS,
        "name": "Posts",
        "structure-changed": changed,
        "items": [
            {"id": RYE, "name": "Rye"},
            {"id": WHEAT, "name": "Wheat", "state": "queued"},
        ],
    }
    people = {"id": PEOPLE, "name": "People", "items": [{"id": ADA, "name": "Ada"}]}
    bakery = {"id": SITE, "name": "Bakery", "short-name": "bakery", "collections": [posts, people], **(site or {})}
    token = {"token": TOKEN, "scopes": EVERY_SCOPE if scopes is None else scopes}
    return yaml.safe_dump({"tokens": [token], "sites": [bakery], "faults": list(faults)}, sort_keys=False)


def paths(scene: Scene) -> list[str]:
    return [each.path for each in scene.writes]


def publish(scene: Scene, text: str = MANIFEST, **inputs: str) -> Finished:
    return scene.publish(text, **{"site_publish": "when-required"} | inputs)


class TestWhereWebflowAsksForIt:
    def test_the_site_is_published_once_and_then_the_items(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        finished = publish(scene)
        assert finished.ending == (0, "success")
        assert finished.told == [PUBLISHED] * 2
        assert finished.confirmed == [True, True]
        assert paths(scene) == [ITEMS, WHOLE, ITEMS]

    def test_it_is_told_in_log_summary_annotations_and_report(self, open_scene: Open) -> None:
        finished = publish(open_scene(seed()))
        words = "Every staged change of the site went live with it, also what the manifest does not list."
        (notice,) = finished.report["notices"]
        assert words in notice["message"]
        assert words in " ".join(rendered(finished.summary).words)
        assert any(words in each.message for each in finished.console.annotations)
        assert any("the whole site" in line and "is published now" in line for line in finished.console.lines)
        assert [each["message"] for each in finished.report["resolved"]] == [
            "409 Conflict: The collection structure changed since the last publish"
        ]

    def test_a_site_that_was_never_published_is(self, open_scene: Open) -> None:
        scene = open_scene(seed(changed=False, site={"last-published": None}))
        assert publish(scene).ending == (0, "success")
        assert paths(scene).count(WHOLE) == 1

    def test_where_the_site_is_not_done_at_once_the_items_are_sent_again_later(self, open_scene: Open) -> None:
        conflict = {"message": "Conflict: The collection structure changed since the last publish", "code": "conflict"}
        late = {"path": "/items/publish", "nth": 2, "times": 2, "answer": {"status": 409, "body": conflict}}
        scene = open_scene(seed(faults=[late]))
        finished = publish(scene)
        assert finished.ending == (0, "success")
        assert paths(scene) == [ITEMS, WHOLE, ITEMS, ITEMS, ITEMS]
        assert [each for each in scene.clock.slept if each in WAITS] == list(WAITS[:3])

    def test_what_is_not_mended_by_it_stays_red_after_the_last_wait(self, open_scene: Open) -> None:
        conflict = {"message": "Conflict: The collection structure changed since the last publish", "code": "conflict"}
        never = {"path": "/items/publish", "times": "always", "answer": {"status": 409, "body": conflict}}
        scene = open_scene(seed(faults=[never]))
        finished = publish(scene)
        assert finished.exit_code == 1
        assert {reason for _, reason in finished.told} == {"collection-changed"}
        assert paths(scene) == [ITEMS, WHOLE, *[ITEMS] * len(WAITS)]

    def test_a_site_that_somebody_else_has_just_published_is_waited_for(self, open_scene: Open) -> None:
        busy = {"path": f"/sites/{SITE}/publish", "answer": {"status": 429, "headers": {"Retry-After": "60"}}}
        scene = open_scene(seed(faults=[busy]))
        assert publish(scene).ending == (0, "success")
        assert paths(scene) == [ITEMS, WHOLE, WHOLE, ITEMS]
        assert sum(scene.clock.slept) >= 60


class TestWhereItIsNotWanted:
    def test_it_never_happens_by_default(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        finished = scene.publish(MANIFEST)
        assert finished.exit_code == 1
        assert {reason for _, reason in finished.told} == {"collection-changed"}
        assert WHOLE not in paths(scene)
        assert "site-publish: when-required" in finished.summary

    def test_nor_where_webflow_does_not_ask_for_it(self, open_scene: Open) -> None:
        scene = open_scene(seed(changed=False))
        finished = publish(scene)
        assert finished.ending == (0, "success")
        assert finished.report["notices"] == []
        assert paths(scene) == [ITEMS]

    def test_nor_in_a_plan_which_says_that_it_may_come_to_it(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        plan = scene.plan(MANIFEST, site_publish="when-required")
        assert plan.ending == (0, "pending")
        assert scene.writes == []
        (notice,) = plan.report["notices"]
        assert "the site is published, and every staged change of it goes live" in notice["message"]
        assert "every staged change of it goes live" in " ".join(rendered(plan.summary).words)

    @pytest.mark.parametrize("guard", [{"max_publish": "50"}, {"approved": "plan.json"}])
    def test_nor_beside_a_guard_that_it_would_make_worthless(self, open_scene: Open, guard: dict[str, str]) -> None:
        scene = open_scene(seed())
        assert publish(scene, **guard).ending == (2, "invalid")
        assert scene.sent == []


class TestWhereItCannotBe:
    def test_without_the_scope_the_run_is_red_and_says_which_one_it_takes(self, open_scene: Open) -> None:
        scene = open_scene(seed(["cms:read", "cms:write", "sites:read"]))
        finished = publish(scene)
        assert finished.exit_code == 1
        assert {reason for _, reason in finished.told} == {"collection-changed"}
        (notice,) = finished.report["notices"]
        assert "`sites:write`" in notice["hint"]
        assert paths(scene) == [ITEMS, WHOLE]

    def test_what_waits_for_its_time_does_not_go_live_before_it(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        later = {"slug": "wheat", "publish-at": "2035-12-01T06:00[America/Toronto]"}
        text = yaml.safe_dump({"version": 1, "collections": [{"slug": "posts", "items": ["rye", later]}]})
        finished = publish(scene, text)
        assert finished.exit_code == 1
        assert finished.told == [("failed", "collection-changed"), ("scheduled", None)]
        assert "would go live before the time of `publish-at`" in finished.report["notices"][0]["message"]
        assert paths(scene) == [ITEMS]
