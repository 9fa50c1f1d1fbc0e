"""What keeps a run from publishing more, or something else, than was meant, through HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.bakery import ENGLISH, FRENCH, PEOPLE, POSTS, collection_of, manifest_of, seed_of
from harness.program import Open, Scene
from harness.samples import identifier

FIRST, SECOND, THIRD, ADA = (identifier(number) for number in range(4))
EVERY = {POSTS: [FIRST, SECOND, THIRD], PEOPLE: [ADA]}
PUBLISHED, UNCHANGED = ("published", None), ("unchanged", None)
CHANGED, UNREVIEWED = ("blocked", "changed-since-review"), ("failed", "changed-since-review")
TOO_MANY = ("blocked", "too-many")
AUTHOR = {"slug": "author", "type": "Reference", "collection": PEOPLE}
LABELLED = f"""\
version: 1
collections:
  - id: {POSTS}
    name: Blog posts
    items:
      - {{id: {FIRST}, name: Spring launch}}
      - {{id: {SECOND}, name: Summer sale}}
  - id: {PEOPLE}
    name: People
    items:
      - {{id: {ADA}, name: Ada}}
"""


def seed(first: dict[str, Any] | None = None, ada: dict[str, Any] | None = None, **others: Any) -> str:
    """Three posts and a person, all new; the third post is live already."""
    return seed_of(
        collection_of(
            POSTS,
            "Posts",
            {"id": FIRST, "name": "First", "locales": ["all"], **(first or {})},
            {"id": SECOND, "name": "Second", "locales": ["all"]},
            {"id": THIRD, "name": "Third", "locales": ["all"], "state": "published"},
            fields=[{"slug": "summary"}, AUTHOR],
        ),
        collection_of(PEOPLE, "People", {"id": ADA, "name": "Ada", "locales": ["all"], **(ada or {})}),
        **others,
    )


class TestMaximum:
    """`max-publish`: more than that is a mistake, and not one item of it goes out."""

    # Of the four items, three would be published.
    @pytest.mark.parametrize("maximum", ["0", "2", "0%", "74%", "74.999999%"])
    def test_a_run_that_would_publish_more_sends_nothing(self, open_scene: Open, maximum: str) -> None:
        scene = open_scene(seed())
        finished = scene.publish(manifest_of(EVERY), max_publish=maximum)
        assert finished.ending == (1, "failed")
        assert finished.told == [TOO_MANY, TOO_MANY, UNCHANGED, TOO_MANY]
        assert scene.writes == []
        assert "3 of 4" in finished.console.lines[-1]
        (annotation,) = finished.console.annotations
        assert annotation.place is None
        assert "3 of 4" in annotation.message

    def test_a_run_that_sends_nothing_shows_what_it_would_have_published(self, open_scene: Open) -> None:
        scene = open_scene(seed(first={"fields": {"author": ADA, "summary": "Soft and sweet"}}))
        scene.editor.edit(POSTS, THIRD, name="Third, edited")
        finished = scene.publish(manifest_of(EVERY), max_publish="1")
        assert finished.ending == (1, "failed")
        assert scene.writes == []
        assert "| `Summary` | `Soft and sweet` |" in finished.summary
        assert f"| `Author` | `Ada ({ADA})` |" in finished.summary
        assert "| `Name` | `Third` | `Third, edited` |" in finished.summary
        assert [each["field"] for each in finished.report["items"][2]["differences"]] == ["name"]

    @pytest.mark.parametrize("maximum", ["3", "4", "75%", "100%", "999999999"])
    def test_a_run_that_publishes_no_more_goes_on(self, open_scene: Open, maximum: str) -> None:
        scene = open_scene(seed())
        finished = scene.publish(manifest_of(EVERY), max_publish=maximum)
        assert finished.ending == (0, "success")
        assert finished.told == [PUBLISHED, PUBLISHED, UNCHANGED, PUBLISHED]

    def test_an_item_counts_once_for_each_of_its_locales(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        assert scene.publish(manifest_of(EVERY, ENGLISH, FRENCH), max_publish="5").exit_code == 1
        assert scene.writes == []
        assert scene.publish(max_publish="6").exit_code == 0

    def test_what_cannot_be_published_does_not_count(self, open_scene: Open) -> None:
        scene = open_scene(seed(first={"state": "archived"}))
        finished = scene.publish(manifest_of(EVERY), max_publish="2")
        assert finished.told == [("failed", "archived"), PUBLISHED, UNCHANGED, PUBLISHED]

    def test_where_nothing_is_to_be_published_nothing_is_allowed_just_as_well(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.publish(manifest_of(EVERY))
        assert scene.publish(max_publish="0").ending == (0, "nothing-to-do")

    def test_a_plan_says_the_same(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        plan = scene.plan(manifest_of(EVERY), max_publish="2")
        assert plan.ending == (1, "failed")
        assert plan.told == scene.publish(max_publish="2").told

    @pytest.mark.parametrize("maximum", ["-1", "1.5", "101%", "many", "10 %", "%"])
    def test_a_text_that_is_none_is_a_mistake(self, open_scene: Open, maximum: str) -> None:
        scene = open_scene(seed())
        assert scene.publish(manifest_of(EVERY), max_publish=maximum).ending == (2, "invalid")
        assert scene.sent == []


class TestApproved:
    """`approved`: what was reviewed goes out, and what was changed since does not."""

    def reviewed(
        self, open_scene: Open, *locales: str, manifest: dict[str, list[str]] | None = None, **options: Any
    ) -> Scene:
        """A scene in which a plan was made and reviewed, a minute ago."""
        scene = open_scene(seed(**options))
        scene.plan(manifest_of(manifest or EVERY, *locales))
        scene.clock.advance(60)
        return scene

    @pytest.mark.parametrize("locales", [(), (ENGLISH, FRENCH)])
    def test_what_is_as_it_was_reviewed_goes_out(self, open_scene: Open, locales: tuple[str, ...]) -> None:
        scene = self.reviewed(open_scene, *locales)
        finished = scene.publish(approved="plan.json")
        assert finished.ending == (0, "success")
        assert finished.outputs["failed-count"] == "0"

    @pytest.mark.parametrize("changed", [FIRST, SECOND])
    def test_an_item_that_was_edited_since_is_blocked_and_the_rest_goes_on(
        self, open_scene: Open, changed: str
    ) -> None:
        scene = self.reviewed(open_scene)
        scene.editor.edit(POSTS, changed, summary="Slipped in")
        finished = scene.publish(approved="plan.json")
        assert finished.ending == (1, "failed")
        expected = [CHANGED if each == changed else PUBLISHED for each in (FIRST, SECOND)]
        assert finished.told == [*expected, UNCHANGED, PUBLISHED]
        assert scene.editor.live(POSTS, changed) is None
        assert not any(changed in json.dumps(each.body) for each in scene.writes)
        assert "edited in Webflow after it was reviewed" in finished.summary

    def test_an_item_that_was_live_when_it_was_reviewed_and_edited_since_is_blocked(self, open_scene: Open) -> None:
        scene = self.reviewed(open_scene)
        scene.editor.edit(POSTS, THIRD, summary="Slipped in")
        assert scene.publish(approved="plan.json").told == [PUBLISHED, PUBLISHED, CHANGED, PUBLISHED]
        assert "summary" not in (scene.editor.live(POSTS, THIRD) or {})

    def test_an_edit_that_was_undone_is_none(self, open_scene: Open) -> None:
        scene = self.reviewed(open_scene)
        scene.editor.edit(POSTS, FIRST, name="Slipped in")
        scene.editor.edit(POSTS, FIRST, name="First")
        assert scene.publish(approved="plan.json").ending == (0, "success")

    def test_an_edit_in_one_locale_blocks_that_one(self, open_scene: Open) -> None:
        scene = self.reviewed(open_scene, ENGLISH, FRENCH)
        scene.editor.edit(POSTS, FIRST, FRENCH, summary="En douce")
        finished = scene.publish(approved="plan.json")
        assert finished.told[:4] == [PUBLISHED, CHANGED, PUBLISHED, PUBLISHED]
        assert scene.editor.live(POSTS, FIRST, FRENCH) is None

    def test_what_is_not_in_the_plan_is_blocked(self, open_scene: Open) -> None:
        scene = self.reviewed(open_scene, manifest={POSTS: [FIRST]})
        finished = scene.publish(manifest_of({POSTS: [FIRST, SECOND]}), approved="plan.json")
        assert finished.told == [PUBLISHED, CHANGED]
        assert "not in the plan" in finished.report["items"][1]["message"]

    def test_what_the_plan_said_could_not_be_published_stays_held_back_when_that_changes(
        self, open_scene: Open
    ) -> None:
        scene = self.reviewed(open_scene, first={"state": "archived"})
        scene.editor.unarchive(POSTS, FIRST)
        finished = scene.publish(approved="plan.json")
        assert finished.ending == (1, "failed")
        assert finished.told == [CHANGED, PUBLISHED, UNCHANGED, PUBLISHED]
        assert "said that the item could not be published" in finished.report["items"][0]["message"]
        assert scene.editor.live(POSTS, FIRST) is None
        assert not any(FIRST in json.dumps(each.body) for each in scene.writes)

    def test_a_locale_that_is_not_in_the_plan_is_blocked(self, open_scene: Open) -> None:
        scene = self.reviewed(open_scene, ENGLISH, manifest={POSTS: [FIRST]})
        finished = scene.publish(manifest_of({POSTS: [FIRST]}, ENGLISH, FRENCH), approved="plan.json")
        assert finished.told == [PUBLISHED, CHANGED]

    def test_what_refers_to_it_is_blocked_as_well(self, open_scene: Open) -> None:
        scene = self.reviewed(open_scene, first={"fields": {"author": ADA}})
        scene.editor.edit(PEOPLE, ADA, name="Slipped in")
        finished = scene.publish(approved="plan.json")
        assert finished.told == [("blocked", "reference-not-live"), PUBLISHED, UNCHANGED, CHANGED]

    def test_several_plans_count_together(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        for name, part in (("posts", {POSTS: EVERY[POSTS]}), ("people", {PEOPLE: EVERY[PEOPLE]})):
            scene.plan(manifest_of(part), report=f"{name}-plan.json")
        finished = scene.publish(manifest_of(EVERY), approved="*-plan.json")
        assert finished.ending == (0, "success")
        assert scene.publish(approved="posts-plan.json\npeople-plan.json", force="true").ending == (0, "success")

    def test_an_item_that_nobody_could_read_for_the_plan_was_not_reviewed(self, open_scene: Open) -> None:
        down = {"method": "GET", "path": PEOPLE, "times": 6, "answer": {"status": 500}}
        scene = self.reviewed(open_scene, faults=[down])
        assert scene.publish(approved="plan.json").told == [PUBLISHED, PUBLISHED, UNCHANGED, CHANGED]

    def test_where_it_cannot_be_read_whether_it_was_edited_nothing_is_sent(self, open_scene: Open) -> None:
        down = {"method": "GET", "nth": 3, "times": "always", "answer": {"status": 500}}
        scene = self.reviewed(open_scene, faults=[down])
        finished = scene.publish(approved="plan.json")
        assert finished.ending == (4, "unavailable")
        assert scene.writes == []

    def test_a_token_that_cannot_read_sends_nothing(self, open_scene: Open) -> None:
        body = {"code": "missing_scopes", "message": "OAuthForbidden: You are missing the following scopes - cms:read"}
        refused = {"method": "GET", "nth": 3, "times": "always", "answer": {"status": 403, "body": body}}
        scene = self.reviewed(open_scene, faults=[refused])
        finished = scene.publish(approved="plan.json")
        assert finished.ending == (3, "denied")
        assert scene.writes == []

    def test_an_edit_in_the_moment_before_it_is_sent_is_told_when_it_is_read_back(self, open_scene: Open) -> None:
        """Webflow takes no condition with a publish, so this is all that can be done."""
        scene = self.reviewed(open_scene)
        scene.listen("to be published", lambda: scene.editor.edit(POSTS, FIRST, summary="Slipped in"))
        finished = scene.publish(approved="plan.json")
        assert finished.ending == (1, "failed")
        assert finished.told == [UNREVIEWED, PUBLISHED, UNCHANGED, PUBLISHED]
        assert "what is live was not reviewed" in finished.summary
        assert (scene.editor.live(POSTS, FIRST) or {})["summary"] == "Slipped in"

    def test_an_edit_after_it_was_sent_is_none_of_this_run(self, open_scene: Open) -> None:
        scene = self.reviewed(open_scene)
        scene.listen("3 of 3 done", lambda: scene.editor.edit(POSTS, FIRST, summary="Afterwards"))
        assert scene.publish(approved="plan.json").ending == (0, "success")
        assert "summary" not in (scene.editor.live(POSTS, FIRST) or {})

    def test_a_plan_against_a_plan_says_what_would_be_blocked(self, open_scene: Open) -> None:
        scene = self.reviewed(open_scene)
        scene.editor.edit(POSTS, FIRST, summary="Slipped in")
        plan = scene.plan(approved="plan.json", report="second.json")
        assert plan.told == [CHANGED, ("pending", None), UNCHANGED, ("pending", None)]


def _other_mode(text: str) -> str:
    return text.replace('"mode": "plan"', '"mode": "publish"')


def _other_version(text: str) -> str:
    return text.replace('"version": 1', '"version": 2')


class TestApproval:
    """A file that is no reviewed plan is a mistake, and nothing is sent."""

    @pytest.mark.parametrize(
        "damage",
        [
            lambda text: text[:0],
            lambda text: text[:1],
            lambda text: text[: len(text) // 2],
            lambda text: f"[{text}]",
            lambda text: f'{{"report": {text}}}',
            lambda text: text.replace(FIRST, "nonsense"),
            lambda text: text.replace('"digest": "', '"digest": "x'),
            _other_mode,
            _other_version,
        ],
    )
    def test_a_damaged_or_other_file(self, open_scene: Open, damage: Callable[[str], str]) -> None:
        scene = open_scene(seed())
        scene.plan(manifest_of(EVERY))
        plan = scene.program.workspace / "plan.json"
        plan.write_text(damage(plan.read_text("utf-8")), "utf-8")
        finished = scene.publish(approved="plan.json")
        assert finished.ending == (2, "invalid")
        assert scene.sent == []

    def test_the_report_of_a_publish(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.publish(manifest_of(EVERY), report="first.json")
        finished = scene.publish(approved="first.json")
        assert finished.ending == (2, "invalid")
        assert "plan" in finished.summary
        assert scene.sent == []

    def test_a_file_that_is_not_there(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.plan(manifest_of(EVERY))
        finished = scene.publish(approved="plans.json")
        assert finished.ending == (2, "invalid")
        assert scene.sent == []

    def test_a_plan_that_is_to_be_written_over(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.plan(manifest_of(EVERY))
        assert scene.publish(approved="plan.json", report="plan.json").ending == (2, "invalid")
        assert scene.sent == []

    def test_together_with_no_reading_back(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.plan(manifest_of(EVERY))
        assert scene.publish(approved="plan.json", verify="false").ending == (2, "invalid")
        assert scene.sent == []


class TestOnly:
    """`only`: a part of the manifest, and nothing else is asked for or sent."""

    @pytest.mark.parametrize(
        ("only", "published"),
        [
            (POSTS, [FIRST, SECOND]),
            ("Blog posts", [FIRST, SECOND]),
            ("blog POSTS", [FIRST, SECOND]),
            (ADA, [ADA]),
            ("Summer sale", [SECOND]),
            ("Blog posts/Summer sale", [SECOND]),
            ("Ada\n  Spring launch  \n", [FIRST, ADA]),
        ],
    )
    def test_ids_and_names_select(self, open_scene: Open, only: str, published: list[str]) -> None:
        scene = open_scene(seed())
        finished = scene.publish(LABELLED, only=only)
        assert finished.ending == (0, "success")
        assert json.loads(finished.outputs["published-ids"]) == published
        assert sorted(item for each in scene.writes for item in each.body["itemIds"]) == sorted(published)
        assert finished.report["left-out"] == 3 - len(published)
        read = {item for each in scene.sent for item in each.query.get("filter[id][in]", "").split(",") if item}
        assert read == set(published)

    def test_a_typing_error_is_a_mistake_with_a_suggestion(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        finished = scene.publish(LABELLED, only="Summer sail")
        assert finished.ending == (2, "invalid")
        assert "Summer sale" in finished.summary
        assert scene.sent == []

    def test_one_wrong_line_of_two_is_a_mistake_all_the_same(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        assert scene.publish(LABELLED, only=f"Ada\n{identifier(99)}").ending == (2, "invalid")
        assert scene.sent == []

    def test_what_is_left_out_is_told(self, open_scene: Open) -> None:
        finished = open_scene(seed()).publish(LABELLED, only="Ada")
        assert "2 other items" in finished.summary

    def test_what_an_item_refers_to_and_is_left_out_has_to_be_live(self, open_scene: Open) -> None:
        scene = open_scene(seed(first={"fields": {"author": ADA}}))
        finished = scene.publish(LABELLED, only="Spring launch")
        assert finished.told == [("blocked", "reference-not-live")]
        assert "manifest" not in finished.report["items"][0]["message"]
        assert scene.writes == []
        assert scene.publish(only="Spring launch\nAda").ending == (0, "success")

    def test_a_maximum_counts_the_part(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        assert scene.publish(LABELLED, only="Blog posts", max_publish="1").exit_code == 1
        assert scene.publish(only="Summer sale", max_publish="1").exit_code == 0


class TestEmpty:
    """`allow-empty`: nothing to publish is a mistake, unless it was said that there may be nothing."""

    EMPTY = f"version: 1\ncollections:\n  - id: {POSTS}\n    items: []\n"

    @pytest.mark.parametrize("mode", ["publish", "plan", "validate"])
    def test_a_manifest_without_items_is_a_mistake(self, open_scene: Open, mode: str) -> None:
        scene = open_scene(seed())
        assert scene.publish(self.EMPTY, mode=mode).ending == (2, "invalid")
        assert scene.sent == []

    @pytest.mark.parametrize(
        ("mode", "outcome"), [("publish", "nothing-to-do"), ("plan", "nothing-to-do"), ("validate", "success")]
    )
    def test_with_it_there_is_nothing_to_do_and_nothing_is_sent(
        self, open_scene: Open, mode: str, outcome: str
    ) -> None:
        scene = open_scene(seed())
        assert scene.publish(self.EMPTY, mode=mode, allow_empty="true").ending == (0, outcome)
        assert scene.sent == []

    def test_with_it_a_glob_may_match_nothing(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        scene.program.manifest(self.EMPTY)
        assert scene.publish(manifest="content/*.yml").ending == (2, "invalid")
        assert scene.publish(manifest="content/*.yml", allow_empty="true").ending == (0, "nothing-to-do")

    def test_it_excuses_nothing_else(self, open_scene: Open) -> None:
        scene = open_scene(seed())
        assert scene.publish(manifest_of({POSTS: [identifier(99)]}), allow_empty="true").ending == (1, "failed")
        assert scene.publish("version: 1\n", allow_empty="true").ending == (2, "invalid")
